/* SPDX-License-Identifier: MIT */
/* parts.c - what several views paint: wrapped text, headings, scroll bars, text being typed. */
#include "ui/ui_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wrap.h"

#define WRAP_FEW 64 /* lines that need no memory of their own */

struct wrapped {
	const char *s;
	int n;
	struct wrap_line *lines;
	struct wrap_line few[WRAP_FEW];
};

static void wrap_start(struct wrapped *w, const char *s, size_t len, int cols)
{
	w->s = s;
	w->lines = w->few;
	w->n = text_wrap(s, len, cols, w->few, WRAP_FEW);
	if (w->n <= WRAP_FEW)
		return;
	w->lines = mem_alloc((size_t)w->n * sizeof *w->lines);
	text_wrap(s, len, cols, w->lines, w->n);
}

static void wrap_end(struct wrapped *w)
{
	if (w->lines != w->few)
		free(w->lines);
}

struct area area_of(struct grid *g, struct box b)
{
	return area_sub(grid_area(g), b.row, b.col, b.rows, b.cols);
}

const char *text_dot(bool ascii)
{
	return ascii ? " - " : " · ";
}

void put_scrollbar(struct area a, int col, int64_t total, int64_t top)
{
	int64_t rows = a.rows;

	if (rows < 2 || total <= rows)
		return;
	int64_t thumb = rows * rows / total;
	if (thumb < 1)
		thumb = 1;
	int64_t at = (rows - thumb) * top / (total - rows);
	if (at > rows - thumb)
		at = rows - thumb;
	for (int row = 0; row < a.rows; row++) {
		bool on = row >= at && row < at + thumb;

		area_glyph(a, row, col, PAINT_SCROLLBAR, on ? GLYPH_THUMB : GLYPH_TRACK, 1);
	}
}

int wrapped_rows(const char *s, int cols)
{
	return text_wrap(s, strlen(s), cols, NULL, 0);
}

int put_wrapped(struct area a, int row, int col, int cols, int max_rows, enum paint p,
		const char *s)
{
	struct wrapped w;
	int n;

	wrap_start(&w, s, strlen(s), cols);
	n = w.n < max_rows ? w.n : max_rows;
	for (int i = 0; i < n; i++) {
		/* The last line takes what is left, so that its cut is shown. */
		size_t len = i == n - 1 && n < w.n ? strlen(s + w.lines[i].from) : w.lines[i].len;

		area_put_len(a, row + i, col, cols, p, s + w.lines[i].from, len, true);
	}
	wrap_end(&w);
	return n;
}

void put_centred(struct area a, enum paint p, const char *s)
{
	int cols = a.cols > 76 ? 72 : a.cols - 4;
	struct wrapped w;

	if (cols < 1)
		cols = a.cols;
	wrap_start(&w, s, strlen(s), cols);
	int row = w.n < a.rows ? (a.rows - w.n) / 2 : 0;
	for (int i = 0; i < w.n; i++) {
		const char *line = s + w.lines[i].from;
		int used = utf8_width(line, w.lines[i].len);

		area_put_len(a, row + i, used < a.cols ? (a.cols - used) / 2 : 0, cols, p, line,
			     w.lines[i].len, true);
	}
	wrap_end(&w);
}

void put_heading(struct area a, int row, int col, enum paint p, const char *title)
{
	int used = area_put(a, row, col, a.cols - col, p, title);

	if (col + used + 1 < a.cols)
		area_glyph(a, row, col + used + 1, PAINT_BORDER, GLYPH_HLINE,
			   a.cols - col - used - 1);
}

/* ---- text being typed ---------------------------------------------------------------- */

void put_edit(struct area a, int row, int col, int cols, const struct edit *e, enum paint p,
	      bool focus)
{
	struct area field = area_sub(a, row, col, 1, cols);
	int cursor_row, cursor = 0, shift = 0;

	if (row < 0 || row >= a.rows || field.cols < 1)
		return;
	if (focus) {
		edit_position(e, &cursor_row, &cursor);
		shift = cursor >= field.cols ? cursor - field.cols + 1 : 0;
	}
	area_fill(field, 0, 0, field.cols, p);
	area_put_len(field, 0, -shift, -1, p, edit_text(e), e->text.len, !focus);
	if (!focus)
		return;
	if (e->selected)
		area_paint(field, 0, 0, cursor - shift, PAINT_INPUT_SELECTED);
	if (shift)
		area_glyph(field, 0, 0, p, GLYPH_ELLIPSIS, 1);
	area_cursor(field, 0, cursor - shift);
}

int put_edit_rows(struct area a, int row, int col, int cols, const struct edit *e, enum paint p,
		  bool focus)
{
	const char *s = edit_text(e);
	struct wrapped w;
	int cursor_row = 0, cursor = 0;

	wrap_start(&w, s, e->text.len, cols);
	for (int i = 0; i < w.n; i++) {
		const struct wrap_line *line = &w.lines[i];

		if (row + i < 0 || row + i >= a.rows)
			continue;
		area_fill(a, row + i, col, cols, p);
		int used = area_put_len(a, row + i, col, cols, p, s + line->from, line->len, false);
		if (focus && e->selected)
			area_paint(a, row + i, col, used, PAINT_INPUT_SELECTED);
	}
	if (focus) {
		edit_position(e, &cursor_row, &cursor);
		area_cursor(a, row + cursor_row, col + (cursor < cols ? cursor : cols - 1));
	}
	int n = w.n;
	wrap_end(&w);
	return n;
}

/* ---- numbers -------------------------------------------------------------------------------------- */

/* Nines in groups as the text has them: "9,999" of four. */
static void add_nines(int n, bool grouped, struct buf *out)
{
	for (int left = n; left > 0; left--) {
		buf_addc(out, '9');
		if (grouped && left % 3 == 1 && left > 1)
			buf_addc(out, ',');
	}
}

static void number_beyond(const char *text, int cols, struct buf *out)
{
	size_t end = strlen(text);
	const char *unit = end && text[end - 1] >= 'a' && text[end - 1] <= 'z' ? text + end - 1 : "";
	bool grouped = strchr(text, ',') != NULL;
	AUTOBUF more = BUF_INIT;

	buf_adds(out, text[0] == '-' ? "<" : ">");
	for (int n = 1; n < 20; n++) {
		buf_clear(&more);
		buf_adds(&more, text[0] == '-' ? "<-" : ">");
		add_nines(n, grouped, &more);
		buf_adds(&more, unit);
		if ((int)more.len > cols)
			return;
		buf_clear(out);
		buf_adds(out, more.s);
	}
}

void put_number(struct area a, int row, int col, int cols, enum paint p, const char *text)
{
	AUTOBUF beyond = BUF_INIT;

	if (cols < 1)
		return;
	if (utf8_width(text, strlen(text)) > cols)
		number_beyond(text, cols, &beyond);
	area_put_right(a, row, col, cols, p, beyond.len ? beyond.s : text);
}
