/* SPDX-License-Identifier: MIT */
/* form.c - a record being typed: making a form from the record table, moving in it. */
#include "app/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/when.h"

#define TYPED_MAX 200

/* ---- making ----------------------------------------------------------------------- */

struct form *form_alloc(struct app *a, const struct entity *e, bool adding)
{
	struct form *f = mem_alloc(sizeof *f);

	f->app = a;
	f->entity = e;
	f->adding = adding;
	f->conflict = (struct store_result)STORE_RESULT_INIT;
	clock_uuid(f->op_id);
	if (adding)
		clock_uuid(f->uid);
	return f;
}

static void add_column(struct form_lines *l, const struct field *f)
{
	for (int i = 0; i < l->n_columns; i++)
		if (l->columns[i] == f)
			return;
	if ((f->flags & FIELD_ENTRY) && !(f->flags & FIELD_PARENT) && l->n_columns < 12)
		l->columns[l->n_columns++] = f;
}

/* In the order of a list of them, then what such a list leaves out. */
static void lines_columns(struct form_lines *l)
{
	struct columns listed;

	if (columns_parse(l->entity, l->entity->columns, &listed, NULL) == 0)
		for (int i = 0; i < listed.n; i++)
			if (listed.at[i].field)
				add_column(l, listed.at[i].field);
	for (int i = 0; i < l->entity->n_fields; i++)
		add_column(l, &l->entity->fields[i]);
}

/* Bytes to type in: a date may be "December 31, 2012", a choice its label. */
static size_t form_room(const struct field *f)
{
	return f->type == FIELD_TEXT || f->type == FIELD_LONG ? (size_t)record_max(f) : TYPED_MAX;
}

void form_add_field(struct form *f, const struct field *field)
{
	f->fields = mem_realloc(f->fields, (size_t)f->n_fields + 1, sizeof *f->fields);
	struct form_field *ff = &f->fields[f->n_fields++];

	*ff = (struct form_field){ .field = field, .required = field->flags & FIELD_REQUIRED };
	edit_init(&ff->edit, field->type == FIELD_LONG, form_room(field));
	if (field->type == FIELD_LINES) {
		ff->lines = mem_alloc(sizeof *ff->lines);
		ff->lines->entity = record_entity(field->target);
		ff->lines->parent = record_parent(ff->lines->entity);
		ff->lines->error_row = -1;
		lines_columns(ff->lines);
	}
}

void form_value_text(const struct field *f, struct value v, const char *ref, struct buf *out)
{
	if (v.kind == VALUE_NONE)
		return;
	if (f->type == FIELD_REF || f->type == FIELD_ANY)
		buf_adds(out, ref ? ref : v.text);
	else if (f->type == FIELD_CHOICE || f->type == FIELD_BOOL)
		value_show(f, v, out);
	else
		value_write(f, v, out);
}

void form_set_field(struct form *f, struct form_field *ff, struct value v, const char *ref)
{
	AUTOBUF text = BUF_INIT;

	form_value_text(ff->field, v, ref, &text);
	edit_set(&ff->edit, text.s, true);
	free(ff->base);
	ff->base = mem_strdup(text.s);
	ff->base_value = value_copy(&f->arena, v);
}

struct form_field *form_field_of(struct form *f, const char *name)
{
	for (int i = 0; i < f->n_fields; i++)
		if (strcmp(f->fields[i].field->name, name) == 0)
			return &f->fields[i];
	return NULL;
}

static bool asked_when_new(const struct field *f)
{
	if (!(f->flags & FIELD_ENTRY) ||
	    (f->flags & (FIELD_DERIVED | FIELD_GENESIS | FIELD_RETIRED)))
		return false;
	return !(f->flags & FIELD_WORKFLOW) || (f->flags & FIELD_INITIAL);
}

static bool asked_when_edited(const struct field *f)
{
	if (f->flags & (FIELD_DERIVED | FIELD_GENESIS | FIELD_RETIRED | FIELD_WORKFLOW))
		return false;
	return true;
}

static void form_number_hint(struct form *f)
{
	for (int i = 0; i < f->n_fields; i++)
		if (f->fields[i].field->flags & FIELD_AUTO)
			snprintf(f->fields[i].reading, sizeof f->fields[i].reading,
				 "left empty: the next free number");
}

/* The cursor starts where typing starts: the first field that is still empty. */
void form_focus_first_empty(struct form *f)
{
	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];

		if (!ff->lines && !ff->edit.text.len && !ff->locked &&
		    !(ff->field->flags & FIELD_AUTO)) {
			f->focus = i;
			return;
		}
	}
}

struct form *form_new(struct app *a, const struct entity *e, const struct draft_pair *preset,
		      int n_preset, struct error *err)
{
	if (!app_may_add(a, e, err))
		return NULL;
	struct form *f = form_alloc(a, e, true);

	for (int i = 0; i < e->n_fields; i++) {
		const struct field *field = &e->fields[i];

		if (!asked_when_new(field))
			continue;
		struct when_context when = app_when(a, field);
		form_add_field(f, field);
		if (field->type != FIELD_LINES)
			form_set_field(f, &f->fields[f->n_fields - 1],
				       value_initial(field, &when, &f->arena), NULL);
	}
	for (int i = 0; i < n_preset; i++) {
		struct form_field *ff = form_field_of(f, preset[i].name);

		if (ff && !ff->lines)
			edit_set(&ff->edit, preset[i].text, true);
	}
	form_number_hint(f);
	form_focus_first_empty(f);
	return f;
}

static void form_lock(struct form *f, struct form_field *ff, const struct record *r)
{
	struct error why = ERROR_INIT;
	const struct field *field = ff->field;

	/* Lines are records of their own: who may edit those may edit the table. */
	if (ff->lines ? !app_may_edit(f->app, ff->lines->entity, NULL, &why)
		      : !app_may_edit(f->app, f->entity, field, &why))
		snprintf(ff->locked_why, sizeof ff->locked_why, "%s", why.why);
	else if ((field->flags & FIELD_ONCE) &&
		 r->values[record_field_index(f->entity, field)].kind != VALUE_NONE)
		snprintf(ff->locked_why, sizeof ff->locked_why, "%s is set once and never changes",
			 field->label);
	ff->locked = ff->locked_why[0];
}

/* ---- lines -------------------------------------------------------------------------- */

struct form_row *form_lines_grow(struct form_lines *l)
{
	MEM_GROW(l->rows, l->cap_rows, l->n_rows + 1);
	struct form_row *r = &l->rows[l->n_rows++];

	*r = (struct form_row){ .cells = mem_alloc((size_t)l->n_columns * sizeof *r->cells),
				.base = mem_alloc((size_t)l->n_columns * sizeof *r->base) };
	for (int c = 0; c < l->n_columns; c++)
		edit_init(&r->cells[c], false, form_room(l->columns[c]));
	return r;
}

void form_lines_clear(struct form_lines *l)
{
	for (int i = 0; i < l->n_rows; i++) {
		for (int c = 0; c < l->n_columns; c++)
			edit_release(&l->rows[i].cells[c]);
		free(l->rows[i].cells);
		free(l->rows[i].base);
	}
	l->n_rows = l->row = l->column = 0;
	l->error_row = -1;
}

bool form_row_blank(const struct form_lines *l, const struct form_row *r)
{
	for (int c = 0; c < l->n_columns; c++)
		if (r->cells[c].text.len && l->columns[c]->type != FIELD_BOOL && !(r->offered && c == 0))
			return false;
	return true;
}

static void read_line(struct form *f, struct form_lines *l, const char *uid)
{
	struct record r;
	AUTOBUF text = BUF_INIT;

	if (store_get(f->app->store, l->entity, uid, f->app->today, &f->arena, &r, NULL))
		return;
	struct form_row *row = form_lines_grow(l);
	snprintf(row->uid, sizeof row->uid, "%s", uid);
	row->version = r.version;
	for (int c = 0; c < l->n_columns; c++) {
		int at = record_field_index(l->entity, l->columns[c]);

		buf_clear(&text);
		form_value_text(l->columns[c], r.values[at], r.refs[at], &text);
		edit_set(&row->cells[c], text.s, true);
		row->base[c] = r.values[at];
	}
}

static void read_lines(struct form *f, struct form_lines *l)
{
	struct select q = { .entity = l->entity,
			    .today = f->app->today,
			    .parent_field = l->parent,
			    .parent_uid = f->uid };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_REF } } };
	struct ids ids = { 0 };
	struct rows rows;

	if (store_ids(f->app->store, &q, &ids, NULL) == 0 && ids.n &&
	    store_rows(f->app->store, &q, &c, ids.at, (int)ids.n, &f->arena, &rows, NULL) == 0)
		for (size_t i = 0; i < ids.n; i++)
			if (rows.uids[i])
				read_line(f, l, rows.uids[i]);
	ids_release(&ids);
}

struct form *form_edit(struct app *a, const struct entity *e, const char *uid, struct error *err)
{
	struct record r;

	if (!app_may_edit(a, e, NULL, err))
		return NULL;
	struct form *f = form_alloc(a, e, false);
	if (store_get(a->store, e, uid, a->today, &f->arena, &r, err)) {
		form_free(f, false);
		return NULL;
	}
	snprintf(f->uid, sizeof f->uid, "%s", uid);
	snprintf(f->ref, sizeof f->ref, "%s", r.ref);
	f->base_version = r.version;
	for (int i = 0; i < e->n_fields; i++) {
		if (!asked_when_edited(&e->fields[i]))
			continue;
		form_add_field(f, &e->fields[i]);
		struct form_field *ff = &f->fields[f->n_fields - 1];
		if (ff->lines)
			read_lines(f, ff->lines);
		else
			form_set_field(f, ff, r.values[i], r.refs[i]);
		form_lock(f, ff, &r);
	}
	return f;
}

void form_free(struct form *f, bool keep_draft)
{
	if (!f)
		return;
	if (keep_draft && f->changed)
		draft_keep(f->draft);
	else
		draft_discard(f->draft);
	for (int i = 0; i < f->n_fields; i++) {
		edit_release(&f->fields[i].edit);
		free(f->fields[i].base);
		if (f->fields[i].lines) {
			form_lines_clear(f->fields[i].lines);
			free(f->fields[i].lines->rows);
			free(f->fields[i].lines);
		}
	}
	free(f->fields);
	free(f->effects);
	free(f->warnings);
	free(f->take_theirs);
	free(f->chosen);
	store_result_release(&f->conflict);
	arena_release(&f->arena);
	free(f);
}

/* ---- focus --------------------------------------------------------------------------- */

const struct field *form_focus(const struct form *f)
{
	const struct form_field *ff = &f->fields[f->focus];

	if (!ff->lines)
		return ff->field;
	return ff->lines->n_rows ? ff->lines->columns[ff->lines->column] : ff->field;
}

struct edit *form_edit_focus(struct form *f)
{
	struct form_field *ff = &f->fields[f->focus];

	if (ff->locked)
		return NULL;
	if (!ff->lines)
		return &ff->edit;
	if (!ff->lines->n_rows || ff->lines->rows[ff->lines->row].removed)
		return NULL;
	return &ff->lines->rows[ff->lines->row].cells[ff->lines->column];
}

/* Inside a table of lines, moving goes cell by cell before it leaves the table. */
static bool move_in_lines(struct form_lines *l, int by)
{
	int at = l->row * l->n_columns + l->column + by;

	if (!l->n_rows || at < 0 || at >= l->n_rows * l->n_columns)
		return false;
	l->row = at / l->n_columns;
	l->column = at % l->n_columns;
	return true;
}

static void select_focus(struct form *f)
{
	struct edit *e = form_edit_focus(f);

	if (e && !e->multiline) {
		e->cursor = e->text.len;
		e->selected = e->text.len > 0;
	}
}

void form_move(struct form *f, int by)
{
	struct form_field *ff = &f->fields[f->focus];

	if (ff->lines) {
		form_complete(ff);
		form_check_cell(f, ff);
	}
	if (ff->lines && move_in_lines(ff->lines, by)) {
		select_focus(f);
		return;
	}
	int to = f->focus + by;
	form_check_left(f, ff);
	if (to < 0 || to >= f->n_fields)
		return;
	f->focus = to;
	ff = &f->fields[to];
	if (ff->lines && ff->lines->n_rows) {
		int at = by < 0 ? ff->lines->n_rows * ff->lines->n_columns - 1 : ff->lines->rows[0].offered;

		ff->lines->row = at / ff->lines->n_columns;
		ff->lines->column = at % ff->lines->n_columns;
	}
	select_focus(f);
}

/* At the end of the table, so that one step more leaves it. */
static void leave_table(struct form_lines *l, int by)
{
	l->row = by < 0 ? 0 : l->n_rows - 1;
	l->column = by < 0 ? 0 : l->n_columns - 1;
}

/* Down and Up go by rows in a table, and by fields elsewhere. */
void form_move_rows(struct form *f, int by)
{
	struct form_field *ff = &f->fields[f->focus];
	struct form_lines *l = ff->lines;

	if (!l || !l->n_rows || l->row + by < 0 || l->row + by >= l->n_rows) {
		if (l && l->n_rows)
			leave_table(l, by);
		form_move(f, by);
		return;
	}
	form_complete(ff);
	form_check_cell(f, ff);
	l->row += by;
	select_focus(f);
}

void form_move_fields(struct form *f, int by)
{
	int to = f->focus + by;

	form_check_left(f, &f->fields[f->focus]);
	f->focus = to < 0 ? 0 : to >= f->n_fields ? f->n_fields - 1 : to;
	select_focus(f);
}

bool form_focus_field(struct form *f, const struct field *field)
{
	for (int i = 0; i < f->n_fields; i++) {
		if (f->fields[i].field == field) {
			form_check_left(f, &f->fields[f->focus]);
			f->focus = i;
			select_focus(f);
			return true;
		}
	}
	return false;
}

/* ---- typing -------------------------------------------------------------------------- */

static void explain(struct form *f, const struct field *field, const char *text, char *dst,
		    size_t size)
{
	struct when_context when = app_when(f->app, field);
	struct date d;
	AUTOBUF words = BUF_INIT;

	dst[0] = '\0';
	if ((field->type != FIELD_DATE && !form_empties(f, text)) || !*text)
		return;
	if (form_empties(f, text))
		buf_adds(&words, "will be emptied");
	else if (when_read(text, strlen(text), &when, &d, NULL) == 0)
		when_explain(d, f->app->today, &words);
	else
		buf_adds(&words, "not a date yet");
	snprintf(dst, size, "%s", words.s);
}

void form_typed(struct form *f)
{
	struct form_field *ff = &f->fields[f->focus];
	struct edit *e = form_edit_focus(f);

	f->changed = true;
	ff->error[0] = '\0';
	if (ff->lines)
		ff->lines->error_row = -1;
	if (e)
		explain(f, form_focus(f), edit_text(e), ff->reading, sizeof ff->reading);
	form_draft_write(f);
}

void form_line_add(struct form *f)
{
	struct form_lines *l = f->fields[f->focus].lines;

	if (!l || f->fields[f->focus].locked)
		return;
	form_complete(&f->fields[f->focus]);
	form_lines_grow(l);
	l->row = l->n_rows - 1;
	l->column = 0;
	/* A fault of another line stays said. */
	f->changed = true;
	form_draft_write(f);
}

void form_line_remove(struct form *f)
{
	struct form_lines *l = f->fields[f->focus].lines;

	if (!l || !l->n_rows || f->fields[f->focus].locked)
		return;
	l->rows[l->row].removed = !l->rows[l->row].removed;
	form_typed(f);
}

bool form_row_changed(const struct form_lines *l, const struct form_row *r)
{
	AUTOBUF text = BUF_INIT;

	for (int c = 0; c < l->n_columns; c++) {
		/* References are shown, not stored: their editor's own history tells. */
		if (l->columns[c]->type == FIELD_REF || l->columns[c]->type == FIELD_ANY) {
			if (r->cells[c].done)
				return true;
			continue;
		}
		buf_clear(&text);
		form_value_text(l->columns[c], r->base[c], NULL, &text);
		if (strcmp(text.s, edit_text(&r->cells[c])) != 0)
			return true;
	}
	return false;
}
