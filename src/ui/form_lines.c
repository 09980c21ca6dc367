/* SPDX-License-Identifier: MIT */
/* form_lines.c - a table of lines inside a form. */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

#define COLUMN_MIN 4
#define FULL_COL   4 /* where a table begins that needs the whole width */
#define GAP        1

static const char removed_word[] = " removed";

struct table {
	const struct form_lines *lines;
	int col, cols; /* of the table */
	int width[12];
	bool removed; /* some line is taken out: there is room for the word */
};

static int wanted_width(const struct field *f)
{
	static const int widths[FIELD_TYPE_MAX] = {
		[FIELD_TEXT] = 24,   [FIELD_LONG] = 32, [FIELD_INT] = 6,
		[FIELD_MONEY] = 14,  [FIELD_BOOL] = 5,  [FIELD_DATE] = 12,
		[FIELD_CHOICE] = 12, [FIELD_REF] = 12,  [FIELD_ANY] = 16,
	};
	int label = utf8_width(f->label, strlen(f->label)),
	    width = f->width ? f->width : widths[f->type];

	return width > label ? width : label;
}

static int sum(const struct table *t)
{
	int total = 0;

	for (int i = 0; i < t->lines->n_columns; i++)
		total += t->width[i] + (i ? GAP : 0);
	return total;
}

/* Takes a cell at a time from the widest column until all fit. */
static void shrink(struct table *t, int most)
{
	while (sum(t) > most) {
		int widest = 0;

		for (int i = 1; i < t->lines->n_columns; i++)
			if (t->width[i] > t->width[widest])
				widest = i;
		if (t->width[widest] <= COLUMN_MIN)
			return;
		t->width[widest]--;
	}
}

static void table_fit(struct table *t, const struct form_lines *l, const struct form_look *look)
{
	int value_col = form_value_col(look), word = (int)sizeof removed_word - 1;

	*t = (struct table){ .lines = l, .col = value_col, .cols = look->text_cols };
	for (int i = 0; i < l->n_columns; i++)
		t->width[i] = wanted_width(l->columns[i]);
	for (int i = 0; i < l->n_rows; i++)
		t->removed |= l->rows[i].removed;
	if (sum(t) + word > t->cols) {
		t->col = FULL_COL;
		t->cols = value_col + look->text_cols - FULL_COL;
	}
	shrink(t, t->cols - (t->removed ? word : 0));
}

static void put_headings(const struct table *t, struct area a, int row)
{
	for (int i = 0, col = t->col; i < t->lines->n_columns; col += t->width[i++] + GAP)
		area_put(a, row, col, t->width[i], PAINT_HEADER, t->lines->columns[i]->label);
}

static void put_line(const struct table *t, struct area a, int row, int index, bool focus)
{
	const struct form_row *r = &t->lines->rows[index];
	int col = t->col;

	if (focus)
		area_glyph(a, row, t->col - 2, PAINT_STRONG, GLYPH_MARKER, 1);
	for (int i = 0; i < t->lines->n_columns; col += t->width[i++] + GAP) {
		bool here = focus && i == t->lines->column;

		if (!r->removed)
			put_edit(a, row, col, t->width[i], &r->cells[i],
				 here ? PAINT_INPUT_FOCUS : PAINT_INPUT, here);
		else
			area_put(a, row, col, t->width[i], PAINT_DISABLED, edit_text(&r->cells[i]));
		if (here && r->removed)
			area_cursor(a, row, col);
	}
	if (r->removed)
		area_put(a, row, col - GAP, -1, PAINT_WARNING, removed_word);
}

int form_lines_put(const struct form_field *ff, struct form_look *look)
{
	const struct form_lines *l = ff->lines;
	struct table t;
	int rows;

	table_fit(&t, l, look);
	if (!l->n_rows) {
		area_put(look->area, look->row, form_value_col(look), look->text_cols, PAINT_DIM,
			 look->focus && !ff->locked ? "none yet; typing adds the first line"
						    : "none");
		if (look->focus)
			area_cursor(look->area, look->row, form_value_col(look));
		return 1;
	}
	rows = t.col == FULL_COL ? 1 : 0;
	put_headings(&t, look->area, look->row + rows++);
	if (look->focus)
		look->cursor_row = rows + l->row + (ff->error[0] && l->error_row >= 0 && l->error_row < l->row);
	for (int i = 0; i < l->n_rows; i++) {
		put_line(&t, look->area, look->row + rows++, i, look->focus && i == l->row);
		if (ff->error[0] && i == l->error_row)
			rows += form_put_error(ff->error, look, look->row + rows);
	}
	return rows;
}
