/* SPDX-License-Identifier: MIT */
/* pages.c - the body of a print: its lines, wrapped and kept until all are known. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "exchange/pages_private.h"

#define PAGES_BODY_MAX  (64u << 20) /* a print is for people: beyond this the filter is missing */
#define PAGES_NARROWEST 40
#define PAGES_LOWEST    20

static const char *copy_filtered(struct pages *p, const char *text)
{
	AUTOBUF shown = BUF_INIT;

	if (text)
		utf8_visible(&shown, text, strlen(text), UTF8_FILTER_NONE);
	return arena_strdup(&p->arena, shown.s);
}

/* A filter is never cut: one that is too long for the head opens the body of the first page. */
static void place_filter(struct pages *p)
{
	const char *filter = p->options.filter;

	if (utf8_width(filter, strlen(filter)) + 30 <= p->options.width)
		return;
	pages_field(p, "Filter", filter);
	pages_blank(p);
	p->options.filter = "see page 1";
}

static void init(struct pages *p, const struct pages_options *options)
{
	p->options = *options;
	p->options.title = copy_filtered(p, options->title);
	p->options.as_of = copy_filtered(p, options->as_of);
	p->options.generated_at = copy_filtered(p, options->generated_at);
	p->options.user = copy_filtered(p, options->user);
	p->options.sensitivity = copy_filtered(p, options->sensitivity);
	p->options.log_head = copy_filtered(p, options->log_head);
	p->options.filter = copy_filtered(p, options->filter);
	p->head = PAGES_NO_HEAD;
	buf_init(&p->body);
	buf_init(&p->partial);
}

int pages_open(struct pages **out, const struct pages_options *options, struct error *err)
{
	int width = options->width ? options->width : PAGES_TEXT_WIDTH;
	int height = options->height ? options->height : 60;
	struct pages *p;

	if (width < PAGES_NARROWEST || width > PAGES_TABLE_WIDTH)
		return error_set(err, FAIL_USAGE, "cannot print", NULL,
				 "give a width in this range", "a page is %d to %d wide, not %d",
				 PAGES_NARROWEST, PAGES_TABLE_WIDTH, width);
	if (height != -1 && height < PAGES_LOWEST)
		return error_set(err, FAIL_USAGE, "cannot print", NULL,
				 "give more lines, or -1 for one long page",
				 "a page has at least %d lines, not %d", PAGES_LOWEST, height);
	p = mem_alloc(sizeof *p);
	init(p, options);
	p->options.width = width;
	p->options.height = height;
	place_filter(p);
	*out = p;
	return FAIL_NONE;
}

/* Adds one finished line of body. */
static void add_line(struct pages *p, const char *text, size_t len, unsigned flags)
{
	struct pages_line *line;

	if (p->body.len + len > PAGES_BODY_MAX) {
		p->too_long = true;
		return;
	}
	MEM_GROW(p->lines, p->cap, p->n + 1);
	line = &p->lines[p->n++];
	line->offset = p->body.len;
	line->flags = flags | (p->together ? PAGES_KEEP : 0u);
	line->head = p->head;
	buf_add(&p->body, text, len);
	buf_addc(&p->body, '\0');
}

/*
 * Bytes of text that go on a line of so many cells: up to the last blank that
 * fits, or, in a word that is longer than a line, as many clusters as fit.
 */
static size_t line_fit(const char *text, size_t len, int cells)
{
	size_t fits = utf8_clip(text, len, cells, NULL);
	size_t at = fits;

	if (fits == len || text[fits] == ' ')
		return fits;
	while (at > 0 && text[at - 1] != ' ')
		at--;
	if (at == 0)
		return fits ? fits : utf8_next(text, len, 0);
	return at;
}

/* Wraps one paragraph of filtered text: first stands before it, indent blanks before its rest. */
static void wrap_line(struct pages *p, const char *first, int indent, const char *text, size_t len,
		      unsigned flags)
{
	AUTOBUF line = BUF_INIT;
	int cells = p->options.width - indent;

	buf_adds(&line, first);
	do {
		size_t fits = line_fit(text, len, cells);
		size_t shown = fits;

		while (shown > 0 && text[shown - 1] == ' ')
			shown--;
		buf_add(&line, text, shown);
		add_line(p, line.s, line.len, flags);
		while (fits < len && text[fits] == ' ')
			fits++;
		text += fits;
		len -= fits;
		buf_clear(&line);
		buf_pad(&line, ' ', (size_t)indent);
	} while (len > 0);
}

static void wrap_text(struct pages *p, const char *first, int indent, const char *text,
		      unsigned flags)
{
	AUTOBUF shown = BUF_INIT;
	AUTOBUF rest = BUF_INIT;
	const char *at, *end;

	p->head = PAGES_NO_HEAD; /* a table before it has ended */
	buf_pad(&rest, ' ', (size_t)indent);
	utf8_visible(&shown, text, strlen(text), UTF8_KEEP_LF);
	at = shown.s;
	end = shown.s + shown.len;
	do {
		size_t len = strcspn(at, "\n");

		wrap_line(p, first, indent, at, len, flags);
		at += len + 1;
		first = rest.s;
	} while (at < end);
}

void pages_heading(struct pages *p, const char *text)
{
	wrap_text(p, "", 0, text, PAGES_KEEP);
}

void pages_text(struct pages *p, const char *text)
{
	wrap_text(p, "", 0, text, 0);
}

#define PAGES_LABEL 20 /* where the text of a field starts */

void pages_field(struct pages *p, const char *label, const char *text)
{
	AUTOBUF first = BUF_INIT;
	int width;

	utf8_visible(&first, label, strlen(label), UTF8_FILTER_NONE);
	width = utf8_width(first.s, first.len);
	if (width + 2 > PAGES_LABEL) { /* no room beside it: the text goes below */
		wrap_text(p, "", 0, label, PAGES_KEEP);
		buf_clear(&first);
		width = 0;
	}
	buf_pad(&first, ' ', (size_t)(PAGES_LABEL - width));
	wrap_text(p, first.s, PAGES_LABEL, text ? text : "", 0);
}

void pages_blank(struct pages *p)
{
	p->head = PAGES_NO_HEAD;
	add_line(p, "", 0, PAGES_BLANK);
}

void pages_together(struct pages *p, bool on)
{
	if (!on && p->together && p->n)
		p->lines[p->n - 1].flags &= ~(unsigned)PAGES_KEEP;
	p->together = on;
}

void pages_break(struct pages *p)
{
	p->head = PAGES_NO_HEAD;
	add_line(p, "", 0, PAGES_BREAK);
}

/* ---- tables */

/* Takes the bytes of a table and makes body lines of them; the first is the heading. */
static int take_table(void *arg, const char *bytes, size_t len)
{
	struct pages *p = arg;

	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != '\n') {
			buf_addc(&p->partial, bytes[i]);
			continue;
		}
		if (p->head_due) {
			p->head_due = false;
			p->head = p->n;
			add_line(p, p->partial.s, p->partial.len, PAGES_KEEP);
		} else {
			add_line(p, p->partial.s, p->partial.len, 0);
		}
		buf_clear(&p->partial);
	}
	return 0;
}

int pages_table(struct pages *p, const struct sink_column *columns, size_t n, struct sink **out,
		struct error *err)
{
	struct sink_options options = {
		.target = { .write = take_table, .arg = p, .name = p->options.target.name },
		.width = p->options.width,
	};

	p->head = PAGES_NO_HEAD;
	p->head_due = true;
	return sink_open(out, SINK_TABLE, columns, n, &options, err);
}

static void pages_free(struct pages *p)
{
	buf_release(&p->body);
	buf_release(&p->partial);
	free(p->lines);
	arena_release(&p->arena);
	free(p);
}

int pages_close(struct pages *p, bool abandon, bool *reader_gone, struct error *err)
{
	int rc = FAIL_NONE;

	if (reader_gone)
		*reader_gone = false;
	if (!p)
		return FAIL_NONE;
	if (!abandon && p->too_long)
		rc = error_set(err, FAIL_DATA, "cannot print", NULL,
			       "narrow it with a filter, or export it",
			       "the print is longer than %u MiB", PAGES_BODY_MAX >> 20);
	else if (!abandon)
		rc = pages_write(p, reader_gone, err);
	pages_free(p);
	return rc;
}
