/* SPDX-License-Identifier: MIT */
/* form_complete.c - what the form types for a person: choices from their beginning, the lines of a letter. */
#include "app/form_private.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/gather.h"

/* ---- choices -------------------------------------------------------------------------- */

/* The one choice that begins so, by label or name; NULL if none or several do, or if it is complete. */
static const struct choice *begun(const struct field *f, const char *text)
{
	const struct choice *found = NULL;
	size_t len = strlen(text);

	if (f->type != FIELD_CHOICE || !len || record_choice(f, text))
		return NULL;
	for (const struct choice *c = f->choices; c->name; c++) {
		if (strcasecmp(c->label, text) == 0)
			return NULL;
		if (strncasecmp(c->label, text, len) != 0 && strncasecmp(c->name, text, len) != 0)
			continue;
		if (found)
			return NULL;
		found = c;
	}
	return found;
}

static void complete(struct edit *e, const struct field *f)
{
	const struct choice *c = begun(f, edit_text(e));

	if (!c)
		return;
	e->selected = true;
	edit_insert(e, c->label, strlen(c->label));
}

/* ---- lines ------------------------------------------------------------------------------ */

static int column_of(const struct form_lines *l, const char *name)
{
	for (int i = 0; i < l->n_columns; i++)
		if (strcmp(l->columns[i]->name, name) == 0)
			return i;
	return -1;
}

static bool says(const struct edit *e, const struct field *f, const char *choice)
{
	const struct choice *c = record_choice(f, choice);

	return strcasecmp(edit_text(e), choice) == 0 || (c && strcasecmp(edit_text(e), c->label) == 0);
}

/* A letter that closes mostly closes because it was done: said in the line, where it can be changed. */
static void usual_reason(struct form_lines *l, struct form_row *r)
{
	int outcome = column_of(l, "outcome"), reason = column_of(l, "closure_reason");
	const struct choice *c;

	if (outcome < 0 || reason < 0 || !says(&r->cells[outcome], l->columns[outcome], "close") ||
	    r->cells[reason].text.len)
		return;
	c = record_choice(l->columns[reason], "implemented");
	edit_insert(&r->cells[reason], c->label, strlen(c->label));
}

static void complete_row(struct form_lines *l, int row)
{
	struct form_row *r = &l->rows[row];

	for (int i = 0; i < l->n_columns && !r->removed; i++)
		complete(&r->cells[i], l->columns[i]);
	usual_reason(l, r);
}

void form_complete(struct form_field *ff)
{
	if (ff->locked)
		return;
	if (!ff->lines)
		complete(&ff->edit, ff->field);
	else if (ff->lines->n_rows)
		complete_row(ff->lines, ff->lines->row);
}

void form_complete_all(struct form *f)
{
	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];

		for (int r = 0; ff->lines && r < ff->lines->n_rows; r++)
			complete_row(ff->lines, r);
		form_complete(ff);
	}
}

/* ---- a letter's lines ---------------------------------------------------------------------- */

static const char *report_of(struct form *f, const struct entity *subject, const char *uid)
{
	struct record r;

	if (subject->id == ENTITY_REPORT)
		return uid;
	if (subject->id != ENTITY_RECOMMENDATION ||
	    store_get(f->app->store, subject, uid, f->app->today, &f->arena, &r, NULL) != 0)
		return NULL;
	return r.values[record_field_index(subject, record_field(subject, "report"))].text;
}

static struct form_lines *lines_of_letter(struct form *f)
{
	struct form_field *ff = f->entity->id == ENTITY_CORRESPONDENCE ? form_field_of(f, "recommendations") : NULL;

	return ff ? ff->lines : NULL;
}

static void offer_line(struct form_lines *l, int column, const char *ref)
{
	struct form_row *r = form_lines_grow(l);

	edit_set(&r->cells[column], ref, true);
	r->offered = true;
}

/*
 * A new letter offers the recommendation it is written at, open or not, then the open ones of the
 * report; lines left alone are dropped.
 */
void form_offer_lines(struct form *f, const struct entity *subject, const char *uid)
{
	struct form_lines *l = lines_of_letter(f);
	struct gather_from from = { f->app, f->app->store, f->app->today };
	struct gather_query q = { .entity = ENTITY_RECOMMENDATION, .parent = "report", .where = "is:open", .columns = "ref",
				  .sort = "number", .limit = 100 };
	struct rows rows;
	int column = l ? column_of(l, "recommendation") : -1;

	q.parent_uid = l && f->adding ? report_of(f, subject, uid) : NULL;
	if (!q.parent_uid || column < 0 || gather_rows(&from, &q, &f->arena, &rows, NULL) != 0)
		return;
	if (subject->id == ENTITY_RECOMMENDATION)
		offer_line(l, column, store_ref(f->app->store, subject, uid, &f->arena));
	for (int i = 0; i < rows.n; i++)
		if (subject->id != ENTITY_RECOMMENDATION || strcmp(rows.uids[i], uid) != 0)
			offer_line(l, column, gather_cell(&rows, i, 0));
	l->row = 0;
	l->column = column_of(l, "outcome") < 0 ? 0 : column_of(l, "outcome");
}
