/* SPDX-License-Identifier: MIT */
/*
 * form_field.c - one field of a form: label, value, what it means, what is wrong.
 *
 * The same code measures and paints: painting outside an area does nothing,
 * so measuring is painting into an area without rows.
 */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

#define LABEL_COL   2
#define LONG_ROWS   2 /* a text of several lines has at least these */
#define LOCKED_ROWS 4 /* of a text that cannot be changed */
#define ERROR_ROWS  3
#define CHOICE_ROWS 2  /* choices are shown inline if they fit in these */
#define SHORT_TEXT  60 /* bytes: a text field that takes no more is drawn short */

static int cells(const char *s)
{
	return utf8_width(s, strlen(s));
}

/* ---- the value ------------------------------------------------------------------------------- */

static bool has_values(const struct field *f)
{
	return f->type == FIELD_CHOICE || f->type == FIELD_BOOL || f->type == FIELD_REF;
}

static int usual_cols(const struct field *f, int most)
{
	static const int cols[FIELD_TYPE_MAX] = {
		[FIELD_INT] = 10,  [FIELD_MONEY] = 18, [FIELD_BOOL] = 8,
		[FIELD_DATE] = 20, [FIELD_REF] = 24,   [FIELD_ANY] = 24,
	};
	int widest = 0;

	if (f->type == FIELD_CHOICE)
		for (const struct choice *c = f->choices; c->name; c++)
			widest = cells(c->label) > widest ? cells(c->label) : widest;
	if (f->type == FIELD_CHOICE)
		return widest + 3;
	if (cols[f->type])
		return cols[f->type];
	return f->max && f->max <= SHORT_TEXT ? (f->max < 14 ? 16 : (int)f->max + 2) : most;
}

int form_value_col(const struct form_look *look)
{
	return LABEL_COL + look->label_cols;
}

int form_value_cols(const struct field *f, const char *text, int most)
{
	int cols = usual_cols(f, most), need = cells(text) + (has_values(f) ? 3 : 1);

	cols = need > cols ? need : cols;
	return cols < most ? cols : most;
}

/* One line; choices and references show that there is a list of values. */
static int put_one_line(const struct form_field *ff, struct form_look *look)
{
	int col = form_value_col(look),
	    cols = form_value_cols(ff->field, edit_text(&ff->edit), look->text_cols);
	enum paint p = look->focus ? PAINT_INPUT_FOCUS : PAINT_INPUT;
	int arrow = has_values(ff->field) ? 2 : 0;

	area_fill(look->area, look->row, col, cols, p);
	put_edit(look->area, look->row, col, cols - arrow, &ff->edit, p, look->focus);
	if (arrow)
		area_glyph(look->area, look->row, col + cols - 1, p, GLYPH_DOWN, 1);
	return cols;
}

static int put_several_lines(const struct form_field *ff, struct form_look *look)
{
	enum paint p = look->focus ? PAINT_INPUT_FOCUS : PAINT_INPUT;
	int col = form_value_col(look), at;
	int rows = put_edit_rows(look->area, look->row, col, look->text_cols, &ff->edit, p,
				 look->focus);

	for (; rows < LONG_ROWS; rows++)
		area_fill(look->area, look->row + rows, col, look->text_cols, p);
	if (look->focus)
		edit_position(&ff->edit, &look->cursor_row, &at);
	return rows;
}

static int put_locked(const struct form_field *ff, struct form_look *look)
{
	const char *text = edit_text(&ff->edit);
	int col = form_value_col(look);

	if (look->focus)
		area_cursor(look->area, look->row, col);
	return put_wrapped(look->area, look->row, col, look->text_cols, LOCKED_ROWS, PAINT_DISABLED,
			   *text ? text : "-");
}

/* ---- below it ----------------------------------------------------------------------------------- */

static bool is_value(const char *text, const struct choice *c)
{
	return (*text && strcasecmp(text, c->label) == 0) || strcasecmp(text, c->name) == 0;
}

/* "[Concur]  Partially concur  Non-concur": the one that is set in brackets. Returns the rows. */
static int put_choices(const struct form_field *ff, struct form_look *look, int row, bool paint)
{
	static const struct choice yes_no[] = { { "1", "yes", NULL },
						{ "0", "no", NULL },
						{ NULL, NULL, NULL } };
	const struct choice *c = ff->field->type == FIELD_BOOL ? yes_no : ff->field->choices;
	int left = form_value_col(look), col = left - 1, rows = 1;

	for (; c->name; c++) {
		bool on = is_value(edit_text(&ff->edit), c);
		int need = cells(c->label) + 2;

		if (col + need > left + look->text_cols && col > left) {
			col = left - 1;
			rows++;
		}
		if (paint)
			area_putf(look->area, row + rows - 1, col, -1,
				  on ? PAINT_STRONG : PAINT_DIM, "%c%s%c", on ? '[' : ' ', c->label,
				  on ? ']' : ' ');
		col += need + 1;
	}
	return rows;
}

static int put_choices_that_fit(const struct form_field *ff, struct form_look *look, int row)
{
	if (put_choices(ff, look, row, false) > CHOICE_ROWS)
		return 0;
	return put_choices(ff, look, row, true);
}

/* What a value means, beside it where there is room. Returns the rows it takes below. */
static int put_reading(const struct form_field *ff, struct form_look *look, int row, int cols)
{
	int beside = form_value_col(look) + cols + 2, need = cells(ff->reading);

	if (!ff->reading[0])
		return 0;
	if (cols && beside + need <= form_value_col(look) + look->text_cols) {
		area_put(look->area, look->row, beside, -1, PAINT_DIM, ff->reading);
		return 0;
	}
	area_put(look->area, row, form_value_col(look), look->text_cols, PAINT_DIM, ff->reading);
	return 1;
}

static int put_error(const char *text, enum paint p, const char *sign, struct form_look *look,
		     int row)
{
	int col = form_value_col(look), indent = cells(sign) + 1;

	area_put(look->area, row, col, -1, p, sign);
	return put_wrapped(look->area, row, col + indent, look->text_cols - indent, ERROR_ROWS, p,
			   text);
}

int form_put_error(const char *text, struct form_look *look, int row)
{
	return put_error(text, PAINT_ERROR, "!", look, row);
}

/* ---- the field as a whole -------------------------------------------------------------------------- */

static void put_label(const struct form_field *ff, const struct form_look *look)
{
	bool required = ff->required && !ff->locked;
	enum paint p = look->focus ? PAINT_STRONG : PAINT_LABEL;
	int used = area_put(look->area, look->row, LABEL_COL, look->label_cols - (required ? 3 : 1),
			    p, ff->field->label);

	if (required)
		area_put(look->area, look->row, LABEL_COL + used, -1, p, " *");
	if (look->focus)
		area_glyph(look->area, look->row, 0, PAINT_STRONG, GLYPH_MARKER, 1);
}

int form_field_put(const struct form_field *ff, struct form_look *look)
{
	bool open = look->focus && !ff->locked;
	int rows = 1, cols = 0;

	look->cursor_row = 0;
	put_label(ff, look);
	if (ff->lines)
		rows = form_lines_put(ff, look);
	else if (ff->locked)
		rows = put_locked(ff, look);
	else if (ff->edit.multiline)
		rows = put_several_lines(ff, look);
	else
		cols = put_one_line(ff, look);
	rows += put_reading(ff, look, look->row + rows, cols);
	if (open && (ff->field->type == FIELD_CHOICE || ff->field->type == FIELD_BOOL))
		rows += put_choices_that_fit(ff, look, look->row + rows);
	if (look->focus && ff->locked)
		rows += put_error(ff->locked_why, PAINT_DIM, "locked:", look, look->row + rows);
	if (ff->error[0] && !(ff->lines && ff->lines->error_row >= 0 && ff->lines->error_row < ff->lines->n_rows))
		rows += form_put_error(ff->error, look, look->row + rows);
	return rows;
}
