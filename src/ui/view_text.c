/* SPDX-License-Identifier: MIT */
/* view_text.c - a page of text, line by line as it was made. */
#include "ui/ui_private.h"

#include <string.h>

static int count_lines(const struct text_page *t)
{
	int lines = 1;

	for (size_t i = 0; i + 1 < t->text.len; i++)
		lines += t->text.s[i] == '\n';
	return lines;
}

void view_text(const struct text_page *t, struct area a)
{
	const char *s = t->text.s, *end = s + t->text.len;
	int skip = t->top;

	for (; skip > 0 && s < end; s++)
		skip -= *s == '\n';
	for (int row = 0; row < a.rows && s < end; row++) {
		size_t len = strcspn(s, "\n");

		area_put_len(a, row, 1, a.cols - 3, PAINT_TEXT, s, len, true);
		s += len + (s + len < end);
	}
	put_scrollbar(a, a.cols - 1, count_lines(t), t->top);
	area_cursor(a, 0, 0);
}
