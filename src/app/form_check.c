/* SPDX-License-Identifier: MIT */
/* form_check.c - what is typed against its field: on leaving it, and all of it before a save. */
#include <stdio.h>
#include <string.h>

#include "app/form_private.h"

/* Checks one text against its field; why gets the reason. */
static bool text_fits(struct form *f, const struct field *field, const char *text, char *why,
		      size_t size)
{
	struct when_context when = app_when(f->app, field);
	struct error err = ERROR_INIT;
	struct value v;
	AUTOARENA arena = ARENA_INIT;

	why[0] = '\0';
	if (form_empties(f, text))
		return true;
	if (value_read(field, text, &when, &arena, &v, &err) == 0)
		return true;
	snprintf(why, size, "%s%s%s", err.why, err.next[0] ? "; " : "", err.next);
	return false;
}

/*
 * A reference to nothing is told when it is left, not only at the save. What a short form stands for
 * (M2.4 of the plan of this record) only the door knows.
 */
static bool ref_fits(struct form *f, const struct field *field, const char *text, char *why, size_t size)
{
	bool any = field->type == FIELD_ANY;
	const struct entity *target = field->type == FIELD_REF ? record_entity(field->target) : NULL;
	struct error err = ERROR_INIT;
	struct store_found found;

	if ((!target && !any) || !text[strspn(text, " ")] || !f->app->store ||
	    (target && record_parent(target) && !strchr(text, '/')))
		return true;
	if (store_find(f->app->store, text, any ? ENTITY_NONE : target->id, false, &found, &err) == 0)
		return true;
	snprintf(why, size, "%s%s%s", err.why, err.next[0] ? "; " : "", err.next);
	return false;
}

static bool is_blank(const struct form_field *ff)
{
	const char *text = edit_text(&ff->edit);

	return !text[strspn(text, " \n")];
}

/* That something is needed is said by a save, and stays said until it is typed. */
void form_check_left(struct form *f, struct form_field *ff)
{
	bool needed = ff->required && !(ff->field->flags & FIELD_AUTO);

	form_complete(ff);

	if (!ff->lines && !ff->locked && !(needed && is_blank(ff)) &&
	    text_fits(f, ff->field, edit_text(&ff->edit), ff->error, sizeof ff->error))
		ref_fits(f, ff->field, edit_text(&ff->edit), ff->error, sizeof ff->error);
}

/* The cell that is left: its fault stands below its line. */
void form_check_cell(struct form *f, struct form_field *ff)
{
	struct form_lines *l = ff->lines;
	char why[700];
	const char *text;
	bool ours;

	if (!l || !l->n_rows || ff->locked || l->rows[l->row].removed)
		return;
	text = edit_text(&l->rows[l->row].cells[l->column]);
	ours = !ff->error[0] || (l->error_row == l->row && l->error_column == l->column);
	why[0] = '\0';
	if (!ours || (text_fits(f, l->columns[l->column], text, why, sizeof why) &&
		      ref_fits(f, l->columns[l->column], text, why, sizeof why))) {
		if (ours)
			ff->error[0] = '\0';
		return;
	}
	form_line_fault(ff, l->row, l->column, why);
}

void form_line_fault(struct form_field *ff, int row, int column, const char *why)
{
	ff->lines->error_row = row;
	ff->lines->error_column = column;
	snprintf(ff->error, sizeof ff->error, "%s%s%s", column >= 0 ? ff->lines->columns[column]->label : "",
		 column >= 0 ? ": " : "", why);
}

int form_check(struct form *f)
{
	int faults = 0;

	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];

		form_check_left(f, ff);
		bool missing = ff->required &&
			       !(ff->field->flags & FIELD_AUTO) && !ff->lines &&
			       is_blank(ff);
		if (missing)
			snprintf(ff->error, sizeof ff->error, "%s is needed", ff->field->label);
		faults += ff->error[0] != '\0';
	}
	return faults;
}
