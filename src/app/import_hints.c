/* SPDX-License-Identifier: MIT */
/* import_hints.c - the options that would solve what a file has, ready to be copied. */
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "base/mem.h"
#include "base/nearest.h"

static void add(struct reading_rows *r, struct import_words *out, const char *option)
{
	import_word(r, out, option);
}

/* In a list or a map, as the command line reads it: what has a meaning of its own there is taken from it. */
static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr(",=;:+\\", *text))
			buf_addc(out, '\\');
		if (*text == '\'')
			buf_adds(out, "'\\'");
		buf_addc(out, *text);
	}
}

static void list(struct reading_rows *r, struct import_words *out, const char *option, const struct import_words *words)
{
	AUTOBUF text = BUF_INIT;

	if (!words->n)
		return;
	buf_addf(&text, "%s '", option);
	for (int i = 0; i < words->n && i < 20; i++) {
		buf_adds(&text, i ? "," : "");
		add_escaped(&text, words->at[i]);
	}
	buf_addc(&text, '\'');
	add(r, out, text.s);
}

static const char *nearest_choice(const struct field *f, const char *text)
{
	const char *names[64];
	size_t n = 0;

	for (const struct choice *c = f->choices; c && c->name && n < 64; c++)
		names[n++] = c->name;
	return nearest_name(text, names, n);
}

/* "Closed - Implemented" begins with the label of a choice: worth a proposal, not a decision. */
static const char *proposal(const struct field *f, const char *text)
{
	for (const struct choice *c = f->choices; c && c->name; c++)
		if (strncasecmp(c->label, text, strlen(c->label)) == 0 ||
		    strncasecmp(c->name, text, strlen(c->name)) == 0)
			return c->name;
	return nearest_choice(f, text);
}

static bool first_of_field(const struct import_hints *h, int i)
{
	for (int k = 0; k < i; k++)
		if (h->fields.at[k] == h->fields.at[i])
			return false;
	return true;
}

static void values(struct reading_rows *r, struct import_words *out)
{
	const struct import_hints *h = &r->hints;
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < h->fields.n; i++) {
		const struct field *f = record_field(r->im->entity, h->fields.at[i]);
		bool more = false;

		if (!f || !first_of_field(h, i))
			continue;
		buf_addf(&text, "%s%s:", text.len ? ";" : "", f->name);
		for (int k = i; k < h->values.n; k++) {
			const char *meant = proposal(f, h->values.at[k]);

			if (h->fields.at[k] != h->fields.at[i])
				continue;
			buf_adds(&text, more ? "," : "");
			more = true;
			add_escaped(&text, h->values.at[k]);
			buf_addf(&text, "=%s", meant ? meant : "?");
		}
	}
	if (text.len)
		add(r, out, arena_printf(&r->arena, "--map-values '%s'", text.s));
}

static void dates(struct reading_rows *r, struct import_words *out)
{
	const struct import_hints *h = &r->hints;
	const char *order = NULL;

	if (h->first_is_day && h->second_is_day)
		import_word(r, &r->notes, "some dates have the day first and some the month: no option reads both");
	if (h->slashes && h->first_is_day != h->second_is_day)
		order = h->first_is_day ? "dmy" : "mdy";
	else if (h->slashes && !h->first_is_day)
		order = "mdy|dmy";
	if (order || h->serial)
		add(r, out, arena_printf(&r->arena, "--date-format %s%s%s", h->serial ? "serial" : "",
					 h->serial && order ? "," : "", order ? order : ""));
}

void import_options(struct reading_rows *r, struct import_words *out)
{
	const struct import_hints *h = &r->hints;

	if (h->encodings.n == 1)
		add(r, out, arena_printf(&r->arena, "--encoding %s", h->encodings.at[0]));
	if (h->ragged)
		add(r, out, "--ragged");
	list(r, out, "--ignore", &h->columns);
	values(r, out);
	list(r, out, "--none", &h->none);
	dates(r, out);
	if (h->offices)
		add(r, out, "--create offices");
	if (h->update)
		add(r, out, "--update");
	if (h->exclusive)
		add(r, out, "--exclusive");
}
