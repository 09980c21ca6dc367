/* SPDX-License-Identifier: MIT */
/* view_overview.c - a page of figures: what leads to a list looks like a link, the selected one has a marker. */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

static void put_words(const struct figure *f, struct area a, int row, bool selected)
{
	bool link = f->goal >= 0 && f->paint == PAINT_TEXT;
	AUTOBUF text = BUF_INIT;
	int width, col;

	utf8_visible(&text, f->text, strlen(f->text), 0);
	width = utf8_width(text.s, text.len);
	width = width > f->cols ? f->cols : width;
	col = f->right ? f->col + f->cols - width : f->col;
	area_put(a, row, col, width, selected ? PAINT_SELECTION : link ? PAINT_LINK : f->paint, text.s);
	if (!selected)
		return;
	area_glyph(a, row, col - 1, PAINT_STRONG, GLYPH_MARKER, 1);
	area_cursor(a, row, col);
}

static void put_figure(const struct figure *f, struct area a, int row, bool selected)
{
	switch (f->kind) {
	case FIGURE_HEADING:
		put_heading(area_sub(a, row, 0, 1, f->col + f->cols), 0, f->col, f->paint, f->text);
		break;
	case FIGURE_BAR:
		area_glyph(a, row, f->col, f->paint, GLYPH_BLOCK, f->cols);
		break;
	case FIGURE_REST:
		area_glyph(a, row, f->col, f->paint, GLYPH_SHADE, f->cols);
		break;
	default:
		put_words(f, a, row, selected);
		break;
	}
}

void view_overview(const struct overview_view *v, struct area a)
{
	char line[1200];

	area_cursor(a, 0, 0);
	if (v->failed) {
		put_centred(a, PAINT_ERROR, error_line(&v->error, line, sizeof line));
		return;
	}
	for (int i = 0; i < v->figures.n; i++) {
		const struct figure *f = &v->figures.at[i];
		int row = f->row - v->top;

		if (row >= 0 && row < a.rows)
			put_figure(f, a, row, i == v->at);
	}
	put_scrollbar(a, a.cols - 1, v->figures.rows, v->top);
}
