/* SPDX-License-Identifier: MIT */
/*
 * sink_table.c - rows as a table for people.
 *
 * The first rows wait until their text takes 2 MiB or all have come; then the
 * widths are settled, they are printed, and later rows pass through.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "exchange/sink_private.h"

#define TABLE_WAITING   (2u << 20)
#define TABLE_GAP       2
#define TABLE_NARROWEST 8 /* a text column is not shrunk below this */

struct sink_table {
	struct buf waiting; /* filtered cells, each with a NUL behind it */
	int *width;         /* of each column */
	bool *fixed;        /* shrunk: its cells are cut to the width */
	bool settled;
};

static bool flush_right(const struct sink_column *c)
{
	return c->type == SINK_TYPE_INT || c->type == SINK_TYPE_MONEY;
}

static bool can_shrink(const struct sink_column *c)
{
	return c->type == SINK_TYPE_TEXT || c->type == SINK_TYPE_RAW_JSON;
}

/* Several lines become one: a table has one line a row. */
static void add_one_line(struct buf *b, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		utf8_visible(b, text, len, UTF8_FILTER_NONE);
		text += len;
		if (*text)
			buf_addc(b, ' ');
		text += strspn(text, "\n");
	}
}

void sink_table_begin(struct sink *s)
{
	struct sink_table *t = mem_alloc(sizeof *t);

	buf_init(&t->waiting);
	t->width = mem_alloc(s->n * sizeof *t->width);
	t->fixed = mem_alloc(s->n * sizeof *t->fixed);
	s->table = t;
	for (size_t i = 0; i < s->n; i++) {
		AUTOBUF label = BUF_INIT;

		add_one_line(&label, s->columns[i].label);
		s->columns[i].label = arena_strdup(&s->arena, label.s);
		t->width[i] = utf8_width(label.s, label.len);
	}
}

void sink_table_free(struct sink_table *t)
{
	if (!t)
		return;
	buf_release(&t->waiting);
	free(t->width);
	free(t->fixed);
	free(t);
}

static void add_cut(struct sink *s, const char *text, size_t len, int width, int *used)
{
	size_t fits = utf8_clip(text, len, width - 1, used);

	buf_add(&s->out.buf, text, fits);
	buf_adds(&s->out.buf, s->options.ascii ? "~" : "\u2026");
	*used += 1;
}

/*
 * Adds one cell and its padding. *owed carries the spaces still to come before
 * the next text, so that no line ends in spaces.
 */
static void put_cell(struct sink *s, size_t column, const char *text, int *owed)
{
	struct sink_table *t = s->table;
	size_t len = strlen(text);
	int width = t->width[column];
	int used = utf8_width(text, len);
	bool cut = used > width && t->fixed[column];
	int pad = used < width ? width - used : 0;
	bool right = flush_right(&s->columns[column]);

	if (right)
		*owed += pad;
	if (len) {
		buf_pad(&s->out.buf, ' ', (size_t)*owed);
		*owed = 0;
	}
	if (cut) {
		add_cut(s, text, len, width, &used);
		pad = width - used;
	} else {
		buf_add(&s->out.buf, text, len);
	}
	*owed += (right ? 0 : pad) + TABLE_GAP;
}

/* Prints the cells at text, one behind the other; returns what follows them. */
static const char *put_row(struct sink *s, const char *text)
{
	int owed = 0;

	for (size_t i = 0; i < s->n; i++) {
		put_cell(s, i, text, &owed);
		text += strlen(text) + 1;
	}
	buf_addc(&s->out.buf, '\n');
	return text;
}

/* Takes from the last text column first, then from those before it. */
static void fit(struct sink *s)
{
	struct sink_table *t = s->table;
	int over = -s->options.width;

	if (!s->options.width)
		return;
	for (size_t i = 0; i < s->n; i++)
		over += t->width[i] + (i ? TABLE_GAP : 0);
	for (size_t i = s->n; i-- > 0;) {
		int spare = t->width[i] - TABLE_NARROWEST;
		int take = over < spare ? over : spare;

		if (!can_shrink(&s->columns[i]))
			continue;
		t->fixed[i] = true;
		if (take > 0) {
			t->width[i] -= take;
			over -= take;
		}
	}
}

static void settle(struct sink *s)
{
	struct sink_table *t = s->table;
	const char *at;
	int owed = 0;

	t->settled = true;
	for (size_t i = 0; i < s->n && s->options.widths; i++)
		if (s->options.widths[i]) {
			t->width[i] = s->options.widths[i];
			t->fixed[i] = true;
		}
	fit(s);
	for (size_t i = 0; i < s->n; i++)
		put_cell(s, i, s->columns[i].label, &owed);
	buf_addc(&s->out.buf, '\n');
	for (at = t->waiting.s; at < t->waiting.s + t->waiting.len;)
		at = put_row(s, at);
	buf_release(&t->waiting);
}

void sink_table_row(struct sink *s, const char *const *values)
{
	struct sink_table *t = s->table;

	for (size_t i = 0; i < s->n; i++) {
		size_t from = t->waiting.len;
		int width;

		add_one_line(&t->waiting, sink_human(s, i, values[i]));
		width = utf8_width(t->waiting.s + from, t->waiting.len - from);
		if (!t->settled && width > t->width[i])
			t->width[i] = width;
		buf_addc(&t->waiting, '\0');
	}
	if (t->settled) {
		put_row(s, t->waiting.s);
		buf_clear(&t->waiting);
	} else if (t->waiting.len >= TABLE_WAITING) {
		settle(s);
	}
}

void sink_table_end(struct sink *s)
{
	if (!s->table->settled)
		settle(s);
}
