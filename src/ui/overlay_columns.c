/* SPDX-License-Identifier: MIT */
/* overlay_columns.c - choosing columns: beside the list, which shows each change at once. */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define WIDTH_COLS 5

static void put_item(const struct columns_view *v, struct area a, int row, int i)
{
	const struct column *c = &v->at[i];
	bool shown = v->shown[i];
	char width[16];

	area_putf(a, row, 2, 3, shown ? PAINT_DIALOG : PAINT_DIM, "[%c]", shown ? 'x' : ' ');
	area_put(a, row, 6, a.cols - 6 - WIDTH_COLS - 1, shown ? PAINT_DIALOG : PAINT_DIM, column_label(c));
	if (c->width) {
		snprintf(width, sizeof width, "%d", c->width);
		area_put_right(a, row, a.cols - WIDTH_COLS, WIDTH_COLS - 1, PAINT_DIM, width);
	}
	if (i != v->cursor)
		return;
	area_glyph(a, row, 0, PAINT_DIALOG, GLYPH_MARKER, 1);
	area_paint(a, row, 0, a.cols, PAINT_SELECTION);
	area_cursor(a, row, 3);
}

void overlay_columns(const struct columns_view *v, struct area a)
{
	struct area in = area_sub(a, 1, 2, a.rows - 2, a.cols - 4);
	const struct column *at = &v->at[v->cursor];

	area_box(a, PAINT_BORDER, PAINT_DIALOG_TITLE, "Columns");
	for (int i = 0; i < in.rows && v->top + i < v->n; i++)
		put_item(v, in, i, v->top + i);
	put_scrollbar(area_sub(a, 1, 0, a.rows - 2, a.cols), a.cols - 1, v->n, v->top);
	if (at->field) {
		int used = area_put(a, a.rows - 1, 3, a.cols - 6, PAINT_DIM, at->field->name);

		area_fill(a, a.rows - 1, 2, 1, PAINT_DIALOG);
		area_fill(a, a.rows - 1, 3 + used, 1, PAINT_DIALOG);
	}
}
