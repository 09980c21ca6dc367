/* SPDX-License-Identifier: MIT */
/* settings_doc.c - the sample file and the lists of the manual, made from the tables. */
#include <string.h>

#include "config/settings_table.h"
#include "config/theme.h"

#define COLUMNS 78

/* Adds text as comment lines, broken between words. */
static void add_comment(struct buf *dst, const char *indent, const char *text)
{
	size_t used = 0;

	while (*text) {
		size_t word = strcspn(text, " ");

		if (used && used + 1 + word > COLUMNS) {
			buf_addc(dst, '\n');
			used = 0;
		}
		if (!used) {
			buf_addf(dst, "%s#", indent);
			used = strlen(indent) + 1;
		}
		buf_addf(dst, " %.*s", (int)word, text);
		used += word + 1;
		text += word;
		text += *text == ' ';
	}
	buf_addc(dst, '\n');
}

/* A value of several lines stays commented out on each of them. */
static void add_value(struct buf *dst, const char *indent, const char *name, const char *value)
{
	buf_addf(dst, "#%s%s = ", indent, name);
	for (; *value; value++) {
		buf_addc(dst, *value);
		if (*value == '\n')
			buf_addc(dst, '#');
	}
	buf_adds(dst, ";\n");
}

static void add_row(struct buf *dst, const struct setting *row, const char *indent,
		    const char *name)
{
	AUTOBUF domain = BUF_INIT;
	AUTOBUF help = BUF_INIT;

	setting_domain(row, &domain);
	buf_adds(&help, row->help);
	if (row->kind < SETTING_CLOCK)
		buf_addf(&help, " It is %s.", domain.s);
	add_comment(dst, indent, help.s);
	add_value(dst, indent, name, row->example ? row->example : row->fallback);
}

void settings_write_sample(struct buf *dst)
{
	size_t n;
	const struct setting *rows = settings_table(&n);
	AUTOBUF group = BUF_INIT; /* the one that is open, with its dot */

	add_comment(dst, "", "closeout.conf - settings of closeout; see closeout.conf(5). Every line is "
			     "commented out and shows the default, or an example where the default is "
			     "empty. Take the # away to change it. A mistake is reported with its line "
			     "and never stops the program.");
	for (size_t i = 0; i < n; i++) {
		const char *dot = strchr(rows[i].path, '.');
		size_t len = dot ? (size_t)(dot - rows[i].path) + 1 : 0;

		if (len != group.len || strncmp(group.s, rows[i].path, len) != 0) {
			if (group.len)
				buf_adds(dst, "#};\n");
			buf_clear(&group);
			buf_add(&group, rows[i].path, len);
			buf_addc(dst, '\n');
			if (len)
				buf_addf(dst, "#%.*s = {\n", (int)len - 1, rows[i].path);
		} else {
			buf_addc(dst, '\n');
		}
		add_row(dst, &rows[i], len ? "  " : "", rows[i].path + len);
	}
	if (group.len)
		buf_adds(dst, "#};\n");
}

/* A line of text in mdoc: what would be a request or an escape is not. */
static void add_mdoc(struct buf *dst, const char *text)
{
	for (const char *s = text; *s; s++) {
		if ((*s == '.' || *s == '\'') && (s == text || s[-1] == '\n'))
			buf_adds(dst, "\\&");
		if (*s == '\\')
			buf_adds(dst, "\\e");
		else if (*s == '-')
			buf_adds(dst, "\\-");
		else if (*s == '~')
			buf_adds(dst, "\\(ti");
		else
			buf_addc(dst, *s);
	}
	buf_addc(dst, '\n');
}

/* Each sentence begins a line, as mdoc wants it. */
static void add_sentences(struct buf *dst, const char *text)
{
	AUTOBUF lines = BUF_INIT;

	for (; *text; text++) {
		buf_addc(&lines, *text);
		if (*text != '.' || text[1] != ' ')
			continue;
		buf_addc(&lines, '\n');
		text++;
	}
	add_mdoc(dst, lines.s);
}

void settings_write_man(struct buf *dst)
{
	size_t n;
	const struct setting *rows = settings_table(&n);

	buf_adds(dst, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < n; i++) {
		AUTOBUF text = BUF_INIT;

		buf_adds(&text, rows[i].help);
		/* What a clock is has a section of its own. */
		if (rows[i].kind != SETTING_CLOCK) {
			buf_adds(&text, " It is ");
			setting_domain(&rows[i], &text);
			buf_addc(&text, '.');
		}
		buf_addf(&text, " The default is %s.", rows[i].fallback);
		buf_addf(dst, ".It Ic %s\n", rows[i].path);
		add_sentences(dst, text.s);
	}
	buf_adds(dst, ".El\n");
}

void theme_write_man(struct buf *dst)
{
	buf_adds(dst, ".Bl -tag -width Ds -compact\n");
	for (int i = 0; i < PAINT_MAX; i++) {
		enum paint p = (enum paint)i;
		AUTOBUF text = BUF_INIT;

		buf_adds(&text, paint_help(p));
		if (paint_fallback(p) != p)
			buf_addf(&text, " (as %s)", paint_name(paint_fallback(p)));
		buf_addf(dst, ".It Ic %s\n", paint_name(p));
		add_mdoc(dst, text.s);
	}
	buf_adds(dst, ".El\n");
}
