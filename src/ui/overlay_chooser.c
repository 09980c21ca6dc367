/* SPDX-License-Identifier: MIT */
/* overlay_chooser.c - a list of things to choose from, filtered by typing. */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

#define ENOUGH 500 /* items measured for the width of the first column */

struct chooser_look {
	const struct chooser *c;
	int text_cols, key_cols;
};

static int cells(const char *s)
{
	return s ? utf8_width(s, strlen(s)) : 0;
}

static const struct choice_item *shown_item(const struct chooser *c, int i)
{
	return &c->items[c->shown[i]];
}

/* Columns as wide as what is in them: the first up to half, the keys up to a third. */
static void measure(struct chooser_look *look, int cols)
{
	const struct chooser *c = look->c;
	bool details = false;

	for (int i = 0; i < c->n_shown && i < ENOUGH; i++) {
		const struct choice_item *item = shown_item(c, i);
		int text = item->heading ? 0 : cells(item->text), key = cells(item->key);

		details |= item->detail || item->why_not;
		look->text_cols = text > look->text_cols ? text : look->text_cols;
		look->key_cols = key > look->key_cols ? key : look->key_cols;
	}
	if (look->key_cols > cols / 3)
		look->key_cols = cols / 3;
	int most = details ? (cols - look->key_cols) / 2 : cols - look->key_cols;
	if (look->text_cols > most)
		look->text_cols = most;
}

/* What stands beside the item: why it is not possible, or what it is. */
static void item_detail(const struct choice_item *item, struct buf *out)
{
	if (item->why_not)
		buf_addf(out, "not now: %s", item->why_not);
	else if (item->detail)
		buf_adds(out, item->detail);
}

/* Up to the item's own key, not to the longest. */
static int detail_cols(const struct chooser_look *look, struct area a,
		       const struct choice_item *item)
{
	int key = cells(item->key), most = look->key_cols;
	int end = key ? a.cols - (key < most ? key : most) - 3 : a.cols - 1;

	return end - (2 + look->text_cols + 2);
}

static void put_item(const struct chooser_look *look, struct area a, int row, int i)
{
	const struct choice_item *item = shown_item(look->c, i);
	bool selected = i == look->c->cursor, off = item->why_not != NULL;
	int key_col = a.cols - look->key_cols - 1;
	AUTOBUF detail = BUF_INIT;

	if (item->heading) {
		put_heading(a, row, 0, PAINT_HEADER, item->text);
		return;
	}
	area_put(a, row, 2, look->text_cols, off ? PAINT_DISABLED : PAINT_DIALOG, item->text);
	item_detail(item, &detail);
	if (detail_cols(look, a, item) > 0)
		area_put(a, row, 2 + look->text_cols + 2, detail_cols(look, a, item),
			 off ? PAINT_DISABLED : PAINT_DIM, detail.s);
	if (item->key)
		area_put_right(a, row, key_col, look->key_cols, off ? PAINT_DISABLED : PAINT_KEYCAP,
			       item->key);
	if (!selected)
		return;
	area_glyph(a, row, 0, PAINT_DIALOG, GLYPH_MARKER, 1);
	area_paint(a, row, 0, a.cols, PAINT_SELECTION);
}

/* Where the words beside the selected item are cut, all of them stand in the lower border. */
static void put_caption(const struct chooser_look *look, struct area a, struct area items)
{
	const struct chooser *c = look->c;
	const struct choice_item *item = c->cursor < c->n_shown ? shown_item(c, c->cursor) : NULL;
	AUTOBUF detail = BUF_INIT;

	if (!item || item->heading)
		return;
	item_detail(item, &detail);
	if (utf8_width(detail.s, detail.len) <= detail_cols(look, items, item))
		return;
	int used = area_put(a, a.rows - 1, 3, a.cols - 6, PAINT_DIALOG, detail.s);
	area_fill(a, a.rows - 1, 2, 1, PAINT_DIALOG);
	area_fill(a, a.rows - 1, 3 + used, 1, PAINT_DIALOG);
}

/* "3 of 21", headings not counted. */
static void put_count(const struct chooser *c, struct area a, int row)
{
	int shown = 0, all = 0;
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < c->n_items; i++)
		all += !c->items[i].heading;
	for (int i = 0; i < c->n_shown; i++)
		shown += !shown_item(c, i)->heading;
	area_glyph(a, row, 0, PAINT_BORDER, GLYPH_HLINE, a.cols);
	buf_addf(&text, " %d of %d ", shown, all);
	if ((int)text.len < a.cols - 2)
		area_put(a, row, a.cols - (int)text.len - 1, -1, PAINT_DIM, text.s);
}

static void put_nothing(const struct chooser *c, struct area a)
{
	AUTOBUF text = BUF_INIT;

	if (!c->n_items && !c->input.text.len)
		buf_adds(&text, "Nothing to choose from.");
	else
		buf_addf(&text, "Nothing matches \"%s\".%s", edit_text(&c->input),
			 c->typed ? " Enter takes it as it is typed." : "");
	put_centred(a, PAINT_DIM, text.s);
}

void overlay_chooser(const struct chooser *c, struct area a)
{
	struct area in = area_sub(a, 1, 2, a.rows - 2, a.cols - 4);
	struct chooser_look look = { .c = c };
	int input = c->hint ? 1 : 0, first = input + 2;
	struct area items = area_sub(in, first, 0, in.rows - first, in.cols);

	area_box(a, PAINT_BORDER, PAINT_DIALOG_TITLE, c->title);
	measure(&look, items.cols - 3);
	if (c->hint)
		area_put(in, 0, 0, -1, PAINT_DIM, c->hint);
	area_glyph(in, input, 0, PAINT_STRONG, GLYPH_MARKER, 1);
	put_count(c, in, input + 1);
	for (int i = 0; i < items.rows && c->top + i < c->n_shown; i++)
		put_item(&look, items, i, c->top + i);
	if (!c->n_shown)
		put_nothing(c, items);
	put_scrollbar(area_sub(a, 1 + first, 0, items.rows, a.cols), a.cols - 1, c->n_shown,
		      c->top);
	put_caption(&look, a, items);
	put_edit(in, input, 2, in.cols - 2, &c->input, PAINT_INPUT_FOCUS, true);
}
