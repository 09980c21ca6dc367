/* SPDX-License-Identifier: MIT */
/* view_text.c - a page of text, line by line as it was made; below it the filter it is shown by. */
#include "ui/ui_private.h"

#include <string.h>

static int count_lines(const struct text_page *t)
{
	int lines = 1;

	for (size_t i = 0; i + 1 < t->text.len; i++)
		lines += t->text.s[i] == '\n';
	return lines;
}

static void put_filter(const struct text_page *t, struct area a)
{
	area_put(a, 0, 0, 1, PAINT_STRONG, "/");
	area_put(a, 0, 2, a.cols - 24, PAINT_TEXT, t->filter);
	area_put_right(a, 0, a.cols - 22, 21, PAINT_DIM, t->shown);
}

void view_text(const struct text_page *t, struct area a)
{
	const char *s = t->text.s, *end = s + t->text.len;
	int skip = t->top;

	if (t->filter[0] && a.rows > 1) {
		put_filter(t, area_sub(a, a.rows - 1, 0, 1, a.cols));
		a = area_sub(a, 0, 0, a.rows - 1, a.cols);
	}
	area_cursor(a, 0, 0);
	for (; skip > 0 && s < end; s++)
		skip -= *s == '\n';
	for (int row = 0; row < a.rows && s < end; row++) {
		size_t len = strcspn(s, "\n");
		bool head = t->headed && len && *s != ' ';
		bool chosen = t->n_marks && t->marks[t->mark].line == t->top + row;
		enum paint p = chosen ? PAINT_SELECTION : head ? PAINT_STRONG : PAINT_TEXT;

		if (chosen) {
			area_fill(a, row, 0, a.cols - 2, p);
			area_glyph(a, row, 0, PAINT_STRONG, GLYPH_MARKER, 1);
			area_cursor(a, row, 0);
		}
		area_put_len(a, row, t->n_marks ? 2 : 1, a.cols - (t->n_marks ? 4 : 3), p, s, len, true);
		s += len + (s + len < end);
	}
	put_scrollbar(a, a.cols - 1, count_lines(t), t->top);
}
