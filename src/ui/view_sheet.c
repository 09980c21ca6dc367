/* SPDX-License-Identifier: MIT */
/* view_sheet.c - one record as a page: labels, wrapped text, links. */
#include "ui/ui_private.h"

#include <string.h>

#define LABEL_COL 2
#define BARE_COL  2 /* text without a label; its further rows are indented */
#define INDENT    2

static void put_label(struct area a, int row, const struct sheet *s, const struct sheet_line *line)
{
	if (line->label[0])
		area_put(a, row, LABEL_COL, s->label_cols - 1, PAINT_LABEL, line->label);
}

static void put_sheet_row(struct area a, int row, const struct sheet *s, const struct sheet_row *r)
{
	const struct sheet_line *line = &s->lines[r->line];
	bool selected = line->kind == SHEET_LINK && r->line == s->link;
	int col = line->label[0] ? LABEL_COL + s->label_cols : BARE_COL + (r->first ? 0 : INDENT);

	if (line->kind == SHEET_BLANK)
		return;
	if (line->kind == SHEET_HEADING) {
		put_heading(a, row, LABEL_COL, PAINT_HEADER, line->text);
		return;
	}
	if (r->first)
		put_label(a, row, s, line);
	int used = area_put_len(a, row, col, a.cols - col, line->paint, line->text + r->from,
				r->len, true);
	if (!selected)
		return;
	if (r->first)
		area_glyph(a, row, col - 2, PAINT_STRONG, GLYPH_ARROW, 1);
	area_paint(a, row, col, used, PAINT_SELECTION);
	if (r->first)
		area_cursor(a, row, col);
}

void view_sheet(const struct sheet *s, struct area a)
{
	struct area text = area_sub(a, 0, 0, a.rows, a.cols - 1);
	char line[1200];

	area_cursor(a, 0, 0);
	if (s->gone) {
		put_centred(a, PAINT_ERROR, error_line(&s->error, line, sizeof line));
		return;
	}
	for (int row = 0; row < a.rows && s->top + row < s->n_rows; row++)
		put_sheet_row(text, row, s, &s->rows[s->top + row]);
	put_scrollbar(a, a.cols - 1, s->n_rows, s->top);
}
