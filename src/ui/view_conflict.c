/* SPDX-License-Identifier: MIT */
/*
 * view_conflict.c - fields that somebody else changed while they were typed: base | theirs | mine.
 *
 * Side by side where there is room, else one below the other. What will be
 * saved has a marker before it.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "core/value.h"

#define SIDE_BY_SIDE 70 /* columns from which the three stand side by side */
#define LABEL_COL    2
#define TEXT_ROWS    5 /* of one value */

enum { BASE, THEIRS, MINE, SIDES };
static const char *const side_names[SIDES] = { "Before", "Theirs", "Mine" };

struct clash {
	const struct store_conflict *c;
	struct buf text[SIDES];
	bool theirs, decided, focus;
};

/* Text as typed where the form has it: it names records, values only hold their keys. */
static const struct form_field *field_of(const struct form *f, const struct store_conflict *c)
{
	for (int i = 0; c->entity == f->entity && i < f->n_fields; i++)
		if (f->fields[i].field == c->field && !f->fields[i].lines)
			return &f->fields[i];
	return NULL;
}

static void clash_init(struct clash *k, const struct form *f, int i)
{
	const struct store_conflict *c = &f->conflict.conflicts[i];
	const struct form_field *ff = field_of(f, c);
	const struct value values[SIDES] = { c->base, c->theirs, c->mine };

	*k = (struct clash){ .c = c,
			     .theirs = f->take_theirs && f->take_theirs[i],
			     .decided = f->chosen && f->chosen[i],
			     .focus = i == f->conflict_at };
	for (int side = 0; side < SIDES; side++) {
		buf_init(&k->text[side]);
		if (ff && side == BASE && ff->base)
			buf_adds(&k->text[side], ff->base);
		else if (f->theirs && side == THEIRS)
			buf_adds(&k->text[side], f->theirs[i]);
		else if (ff && side == MINE)
			buf_adds(&k->text[side], edit_text(&ff->edit));
		else if (values[side].kind != VALUE_NONE)
			value_show(c->field, values[side], &k->text[side]);
		if (!k->text[side].len)
			buf_adds(&k->text[side], "(empty)");
	}
}

static void clash_release(struct clash *k)
{
	for (int side = 0; side < SIDES; side++)
		buf_release(&k->text[side]);
}

static bool is_chosen(const struct clash *k, int side)
{
	return k->decided && side == (k->theirs ? THEIRS : MINE);
}

static int put_side(const struct clash *k, int side, struct area a, int row, int col, int cols)
{
	bool chosen = is_chosen(k, side);
	enum paint p = !k->decided ? PAINT_TEXT
		       : !chosen	  ? PAINT_DIM
		       : k->focus	  ? PAINT_SELECTION
					  : PAINT_STRONG;

	if (chosen) {
		area_glyph(a, row, col, PAINT_STRONG, GLYPH_MARKER, 1);
		if (k->focus)
			area_cursor(a, row, col);
	}
	return put_wrapped(a, row, col + 2, cols - 2, TEXT_ROWS, p, k->text[side].s);
}

/* "Next step   changed by lead, 2012-11-15 10:02 UTC" */
static void put_title(const struct clash *k, struct area a, int row)
{
	const char *at = k->c->recorded;
	int used = area_put(a, row, LABEL_COL, -1, k->focus ? PAINT_STRONG : PAINT_LABEL,
			    k->c->field->label);

	if (k->focus)
		area_glyph(a, row, 0, PAINT_STRONG, GLYPH_MARKER, 1);
	if (k->focus && !k->decided)
		area_cursor(a, row, 0);
	if (k->c->who)
		area_putf(a, row, LABEL_COL + used + 2, -1, PAINT_DIM, "changed by %s%s%.10s%s%.5s",
			  k->c->who, at ? ", " : "", at ? at : "", at ? " " : "",
			  at ? at + 11 : "");
}

static int put_beside(const struct clash *k, struct area a, int row)
{
	int cols = (a.cols - LABEL_COL) / SIDES, rows = 0;

	for (int side = 0; side < SIDES; side++) {
		int n = put_side(k, side, a, row, LABEL_COL + side * cols, cols - 1);

		rows = n > rows ? n : rows;
	}
	return rows;
}

static int put_below(const struct clash *k, struct area a, int row)
{
	int start = row;

	for (int side = 0; side < SIDES; side++) {
		area_put(a, row, LABEL_COL + 2, -1, PAINT_LABEL, side_names[side]);
		row += put_side(k, side, a, row, LABEL_COL + 9, a.cols - LABEL_COL - 10);
	}
	return row - start;
}

static int put_clash(const struct form *f, int i, struct area a, int row)
{
	struct clash k;
	int rows = 1;

	clash_init(&k, f, i);
	put_title(&k, a, row);
	rows += a.cols >= SIDE_BY_SIDE ? put_beside(&k, a, row + rows)
				       : put_below(&k, a, row + rows);
	clash_release(&k);
	return rows + 1;
}

static void put_side_names(struct area a, int row)
{
	int cols = (a.cols - LABEL_COL) / SIDES;

	for (int side = 0; side < SIDES; side++)
		area_put(a, row, LABEL_COL + side * cols + 2, cols - 3, PAINT_HEADER,
			 side_names[side]);
}

void view_conflict(const struct form *f, struct area a)
{
	AUTOBUF title = BUF_INIT;
	int row = 0, top = 0, n = f->conflict.n_conflicts, skip;

	buf_addf(&title, "%s was changed while you typed", f->adding ? f->entity->label : f->ref);
	put_heading(a, row++, 1, PAINT_HEADER, title.s);
	row += put_wrapped(
		a, row, LABEL_COL, a.cols - LABEL_COL - 1, 2, PAINT_DIM,
		"Nothing is written yet. What is marked will be saved; choose for each field.");
	if (a.cols >= SIDE_BY_SIDE)
		put_side_names(a, row++);
	struct area list = area_sub(a, row, 0, a.rows - row, a.cols), none = list;

	/* The clash with the cursor is always whole on the screen. */
	none.rows = 0;
	for (int i = 0, at = 0; i <= f->conflict_at && i < n; i++) {
		at += put_clash(f, i, none, 0);
		if (at - 1 > top + list.rows)
			top = at - 1 - list.rows;
	}
	skip = -top;
	for (int i = 0; i < n && skip < list.rows; i++)
		skip += put_clash(f, i, list, skip);
}
