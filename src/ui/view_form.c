/* SPDX-License-Identifier: MIT */
/*
 * view_form.c - a record being typed: header, one column of fields, help of the field with focus.
 *
 * What is shown follows from the focus alone: fields are put on pages, and the page with
 * the focus is shown, so that the form stands still while the focus moves
 * within a page. The focus with its error is always visible.
 */
#include "ui/ui_private.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "core/lifecycle.h"
#include "core/value.h"

#define FOCUS_ROWS 2 /* rows that a field may grow by when it gets the focus */

/* ---- header and help ----------------------------------------------------------------------- */

static void header_text(const struct form *f, bool ascii, struct buf *out)
{
	if (f->rule) {
		buf_addf(out, "%s%s%s", f->rule->label, text_dot(ascii), f->ref);
		return;
	}
	if (!f->adding) {
		buf_addf(out, "Edit %s", f->ref);
		return;
	}
	size_t at = out->len + 4;
	buf_addf(out, "New %s", f->entity->label);
	out->s[at] = (char)tolower((unsigned char)out->s[at]);
	if (f->saved)
		buf_addf(out, "%ssaved %s (%d so far)", text_dot(ascii), f->saved_ref, f->saved);
}

static int count_errors(const struct form *f)
{
	int n = 0;

	for (int i = 0; i < f->n_fields; i++)
		n += f->fields[i].error[0] != '\0';
	return n;
}

static void put_header(const struct form *f, struct area a)
{
	AUTOBUF title = BUF_INIT;
	AUTOBUF state = BUF_INIT;
	int errors = count_errors(f);

	header_text(f, a.grid->ascii, &title);
	if (errors)
		buf_addf(&state, " ! %d %s ", errors,
			 errors == 1 ? "field is wrong" : "fields are wrong");
	else if (f->n_many)
		buf_adds(&state, f->rule ? " a preview comes first " : " empty: stays as it is; -: empties it ");
	else if (f->changed)
		buf_adds(&state, " not saved yet ");
	put_heading(a, 0, 1, PAINT_HEADER, title.s);
	int col = a.cols - (int)state.len - 2;
	if (state.len && col > utf8_width(title.s, title.len) + 3)
		area_put(a, 0, col, -1, errors ? PAINT_ERROR : PAINT_CHANGED, state.s);
}

static void put_help(const struct form *f, struct area a)
{
	const struct field *field = form_focus(f);
	char shapes[200];
	AUTOBUF text = BUF_INIT;

	if (field->help)
		buf_adds(&text, field->help);
	if (field->type == FIELD_DATE || field->type == FIELD_MONEY || field->type == FIELD_INT) {
		value_shapes(field, shapes, sizeof shapes);
		if (utf8_width(text.s, text.len) + utf8_width(shapes, strlen(shapes)) + 4 < a.cols)
			buf_addf(&text, "%s%s", text.len ? "  " : "", shapes);
	}
	area_put(a, 0, 2, a.cols - 3, PAINT_DIM, text.s);
}

/* ---- which rows ---------------------------------------------------------------------------------- */

struct place {
	int from, rows; /* of the field with focus, in rows of the whole form */
	int cursor_row; /* the same */
	int page;       /* first row of the page it is on */
	int total;
};

/* Fields are measured by painting into an area without rows. */
static struct place measure(const struct form *f, struct form_look look, int height)
{
	struct place p = { .page = 0 };
	int page = 0;

	look.area.rows = 0;
	for (int i = 0; i < f->n_fields; i++) {
		look.focus = false;
		int rows = form_field_put(&f->fields[i], &look);
		int last_row = p.total;

		/* The row before is shown too, so that one sees that there is more. */
		if (p.total + rows + FOCUS_ROWS > page + height)
			page = p.total > 0 ? p.total - 1 : 0;
		if (i == f->focus) {
			look.focus = true;
			rows = form_field_put(&f->fields[i], &look);
			p.from = last_row;
			p.rows = rows;
			p.cursor_row = last_row + look.cursor_row;
			p.page = page;
		}
		p.total += rows;
	}
	return p;
}

static int first_row(const struct place *p, int height)
{
	int top = p->page, last = p->total > height ? p->total - height : 0;

	if (p->total <= height)
		return 0;
	top = top > last ? last : top;
	if (p->from + p->rows > top + height)
		top = p->from + p->rows - height;
	if (p->from < top)
		top = p->from;
	/* Taller than the screen: at least the row with the cursor, in the middle. */
	if (p->cursor_row >= top + height || p->cursor_row < top)
		top = p->cursor_row - height / 2;
	return top < 0 ? 0 : top > last ? last : top;
}

void view_form(const struct form *f, const struct layout *layout, struct area a)
{
	struct area fields = area_sub(a, 1, 0, a.rows - 2, a.cols);
	struct form_look look = { .area = area_sub(fields, 0, 0, fields.rows, fields.cols - 1),
				  .label_cols = layout->form_label_cols,
				  .text_cols = layout->form_text_cols };
	struct place place = measure(f, look, fields.rows);
	int top = first_row(&place, fields.rows);

	put_header(f, area_sub(a, 0, 0, 1, a.cols));
	look.row = -top;
	for (int i = 0; i < f->n_fields && look.row < fields.rows; i++) {
		look.focus = i == f->focus;
		look.row += form_field_put(&f->fields[i], &look);
	}
	put_scrollbar(fields, fields.cols - 1, place.total, top);
	if (f->n_fields)
		put_help(f, area_sub(a, a.rows - 1, 0, 1, a.cols));
}
