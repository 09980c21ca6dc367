/* SPDX-License-Identifier: MIT */
/* view_inbox.c - the inbox: a heading for each kind of waiting, below it what waits. */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define REF_COLS   14
#define SINCE_COLS 10
#define DUE_COLS   10
#define WHAT_MOST  60
#define TITLE_LEAST 8

/* As wide as the longest needs; the titles take what is left, if that is enough to be read. */
static int what_cols(const struct inbox_view *v, int cols)
{
	int left = cols - (REF_COLS + SINCE_COLS + DUE_COLS + 8), widest = 8;

	for (int i = 0; i < v->inbox.n; i++) {
		const char *what = v->inbox.at[i].what;
		int used = utf8_width(what, strlen(what)) + (v->inbox.at[i].why_not ? 2 : 0);

		widest = used > widest ? used : widest;
	}
	widest = widest > WHAT_MOST ? WHAT_MOST : widest;
	return left - widest - 2 < TITLE_LEAST ? left : widest;
}

static void put_row(const struct inbox_view *v, const struct inbox_item *item, struct area a, int row, bool selected,
		    bool marked)
{
	enum paint p = selected ? PAINT_SELECTION : PAINT_TEXT;
	char since[DATE_TEXT], due[DATE_TEXT];
	int what = what_cols(v, a.cols), col = 2;
	bool late = !date_is_none(item->due) && date_cmp(item->due, v->app->today) < 0;

	if (selected)
		area_fill(a, row, 0, a.cols, p);
	if (marked)
		area_glyph(a, row, 1, selected ? p : PAINT_MARK, GLYPH_MARK, 1);
	if (selected) {
		area_glyph(a, row, 0, PAINT_STRONG, GLYPH_MARKER, 1);
		area_cursor(a, row, 0);
	}
	area_put(a, row, col, REF_COLS, marked && !selected ? PAINT_MARK : p, item->ref ? item->ref : "");
	col += REF_COLS + 1;
	area_put(a, row, col, SINCE_COLS, selected ? p : PAINT_DIM, date_format(item->since, since));
	col += SINCE_COLS + 2;
	area_put(a, row, col, DUE_COLS, late && !selected ? PAINT_LATE : p, date_format(item->due, due));
	col += DUE_COLS + 2;
	if (item->why_not)
		col += area_put(a, row, col, -1, selected ? p : PAINT_WARNING, "! ");
	if (*item->what) {
		area_put(a, row, col, what, p, item->what);
		col += what + 2;
	}
	if (col < a.cols - 4)
		area_put(a, row, col, a.cols - col - 1, selected ? p : PAINT_DIM, item->title);
}

static void put_heading_row(const struct inbox_view *v, enum inbox_kind kind, struct area a, int row)
{
	char text[80];

	snprintf(text, sizeof text, "%s%s%d", inbox_label(kind), text_dot(a.grid->ascii), v->inbox.count[kind]);
	put_heading(a, row, 0, PAINT_HEADER, text);
}

void view_inbox(const struct inbox_view *v, struct area a)
{
	struct area rows = area_sub(a, 1, 0, a.rows - 1, a.cols - 1);
	struct picks_rows listed = inbox_view_rows(v);
	char line[1200];

	area_cursor(a, 0, 0);
	if (v->failed) {
		put_centred(a, PAINT_ERROR, error_line(&v->error, line, sizeof line));
		return;
	}
	if (!v->n_lines) {
		put_centred(a, PAINT_DIM, "Nothing waits for you. 2 shows all recommendations, 3 the plan.");
		return;
	}
	area_put(a, 0, 2, REF_COLS, PAINT_LABEL, "Record");
	area_put(a, 0, 3 + REF_COLS, SINCE_COLS, PAINT_LABEL, "Since");
	area_put(a, 0, 5 + REF_COLS + SINCE_COLS, DUE_COLS, PAINT_LABEL, "Due");
	area_put(a, 0, 7 + REF_COLS + SINCE_COLS + DUE_COLS, -1, PAINT_LABEL, "What");
	for (int row = 0; row < rows.rows && v->top + row < v->n_lines; row++) {
		int at = v->lines[v->top + row];

		if (at < 0)
			put_heading_row(v, (enum inbox_kind)(-1 - at), rows, row);
		else
			put_row(v, &v->inbox.at[at], rows, row, v->top + row == v->cursor,
				picks_marked(&v->picks, &listed, v->top + row));
	}
	put_scrollbar(a, a.cols - 1, v->n_lines, v->top);
}
