/* SPDX-License-Identifier: MIT */
/* view_bulk.c - what a bulk edit would do: a line a record and field, and the sum of it. */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

#define REF_LEAST 8
#define REF_MOST  24
#define OLD_LEAST 16

static int ref_cols(const struct bulk_view *v, int rows)
{
	int cols = REF_LEAST;

	for (int i = 0; i < rows && v->top + i < v->n_lines; i++) {
		const char *ref = v->bulk.rows[v->lines[v->top + i].row].ref;
		int w = ref ? utf8_width(ref, strlen(ref)) : 0;

		cols = w > cols ? w : cols;
	}
	return cols > REF_MOST ? REF_MOST : cols;
}

/* What the fate is, in a word: never by its colour alone. */
static const struct {
	enum glyph sign;
	enum paint paint;
	const char *word;
} fates[BULK_FATES] = {
	[BULK_CHANGES] = { GLYPH_MARK, PAINT_TEXT, "" },
	[BULK_SAME] = { GLYPH_DOT, PAINT_DIM, "stays: " },
	[BULK_REFUSED] = { GLYPH_CROSS, PAINT_WARNING, "left out: " },
};

/* Where both do not fit it is the old value that is cut: what matters is what comes. */
static void put_words(struct area a, int row, int col, enum paint p, const char *s, size_t len, bool ascii)
{
	const char *sign = ascii ? " -> " : " → "; /* as the bulk edit writes it */
	int room = a.cols - col - 1;
	const char *arrow = memmem(s, len, sign, strlen(sign));
	size_t old = arrow ? (size_t)(arrow - s) : 0;
	int after = utf8_width(s + old, len - old);

	if (old && utf8_width(s, len) > room && room - after > OLD_LEAST) {
		col += area_put_len(a, row, col, room - after, p, s, old, true);
		s += old;
		len -= old;
	}
	area_put_len(a, row, col, a.cols - col - 1, p, s, len, true);
}

static void put_line(const struct bulk_view *v, struct area a, int row, const struct bulk_line *line, int cols)
{
	const struct bulk_row *r = &v->bulk.rows[line->row];
	enum paint p = fates[r->fate].paint;
	int col = 3 + cols + 2;

	if (!line->from) {
		area_glyph(a, row, 1, p, fates[r->fate].sign, 1);
		area_put(a, row, 3, cols, PAINT_LINK, r->ref ? r->ref : "?");
		col += area_put(a, row, col, -1, p, fates[r->fate].word);
	}
	put_words(a, row, col, p, r->words + line->from, (size_t)line->len, v->bulk.ascii);
}

static void put_heading_line(const struct bulk_view *v, struct area a)
{
	AUTOBUF title = BUF_INIT;
	AUTOBUF state = BUF_INIT;

	buf_adds(&title, "Preview: ");
	bulk_deed(&v->bulk, &title);
	put_heading(a, 0, 1, PAINT_HEADER, title.s);
	if (v->writing)
		buf_adds(&state, " writing, please wait ");
	else if (bulk_view_looking(v))
		buf_addf(&state, " %d of %d looked at; Esc stops ", v->bulk.looked, v->bulk.n);
	else
		buf_adds(&state, " nothing is written yet ");
	int col = a.cols - utf8_width(state.s, state.len) - 1;
	if (col > 20)
		area_put(a, 0, col, -1, v->writing ? PAINT_CHANGED : PAINT_DIM, state.s);
}

void view_bulk(const struct bulk_view *v, struct area a)
{
	struct area rows = area_sub(a, 1, 0, a.rows - 2, a.cols - 1);
	int cols = ref_cols(v, rows.rows);
	AUTOBUF sum = BUF_INIT;

	put_heading_line(v, a);
	for (int i = 0; i < rows.rows && v->top + i < v->n_lines; i++)
		put_line(v, rows, i, &v->lines[v->top + i], cols);
	put_scrollbar(area_sub(a, 1, 0, a.rows - 2, a.cols), a.cols - 1, v->n_lines, v->top);
	bulk_summary(&v->bulk, &sum);
	if (v->hidden)
		buf_addf(&sum, "%s%zu marked and not shown: left out", text_dot(a.grid->ascii), v->hidden);
	if (v->others)
		buf_addf(&sum, "%s%zu of another kind: left out", text_dot(a.grid->ascii), v->others);
	area_put(a, a.rows - 1, 1, a.cols - 2, PAINT_STRONG, sum.s);
	area_cursor(a, a.rows - 1, 1);
}
