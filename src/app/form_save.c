/* SPDX-License-Identifier: MIT */
/* form_save.c - a form through the one door: what changed, all faults, clashes, the next record. */
#include "app/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed.h"
#include "base/mem.h"

/* Everything a save needs, freed together. */
struct request {
	struct arena arena;
	struct door_change *changes;
	int n, cap;
	/* Which field of the form, and which line of it, a change stands for. */
	struct origin {
		int field, row;
	} * origins;
	int cap_origins;
};

static struct door_change *request_add(struct request *q, int field, int row)
{
	MEM_GROW(q->changes, q->cap, q->n + 1);
	MEM_GROW(q->origins, q->cap_origins, q->n + 1);
	q->origins[q->n] = (struct origin){ field, row };
	q->changes[q->n] = (struct door_change){ 0 };
	return &q->changes[q->n++];
}

static void request_release(struct request *q)
{
	free(q->changes);
	free(q->origins);
	arena_release(&q->arena);
}

static bool field_changed(const struct form *f, const struct form_field *ff)
{
	const char *text = edit_text(&ff->edit);

	if (ff->lines || ff->locked)
		return false;
	return f->adding ? *text != '\0' : strcmp(text, ff->base ? ff->base : "") != 0;
}

static void request_record(struct form *f, struct request *q)
{
	struct door_field *fields =
		arena_alloc(&q->arena, (size_t)(f->n_fields + 1) * sizeof *fields);
	int n = 0;

	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];

		if (field_changed(f, ff))
			fields[n++] = (struct door_field){ .field = ff->field,
							   .text = edit_text(&ff->edit),
							   .base = ff->base_value,
							   .has_base = !f->adding };
	}
	if (!n && !f->adding)
		return;
	struct door_change *c = request_add(q, -1, -1);
	c->entity = f->entity;
	memcpy(c->uid, f->uid, sizeof c->uid);
	c->add = f->adding;
	c->base_version = f->base_version;
	c->fields = fields;
	c->n_fields = n;
}

/* Of an existing line only what was changed: others may change the rest, and not every role all of it. */
static bool cell_sent(const struct form_lines *l, const struct form_row *r, int column)
{
	const struct field *field = l->columns[column];
	const char *text = edit_text(&r->cells[column]);
	AUTOBUF was = BUF_INIT;

	if (!r->uid[0])
		return *text;
	if (field->type == FIELD_REF || field->type == FIELD_ANY)
		return r->cells[column].done;
	form_value_text(field, r->base[column], NULL, &was);
	return strcmp(was.s, text) != 0;
}

static void request_line(struct form *f, struct request *q, int field, int row)
{
	struct form_lines *l = f->fields[field].lines;
	struct form_row *r = &l->rows[row];
	bool is_new = !r->uid[0], gone = r->removed || form_row_blank(l, r);

	if (is_new ? gone : !gone && !form_row_changed(l, r))
		return;
	struct door_field *fields = arena_alloc(&q->arena, (size_t)l->n_columns * sizeof *fields);
	struct door_change *c = request_add(q, field, row);

	c->entity = l->entity;
	c->add = is_new;
	c->remove = gone;
	c->base_version = r->version;
	c->parent_field = l->parent;
	c->parent_uid = f->uid;
	c->where = arena_printf(&q->arena, "%s, line %d", f->fields[field].field->label, row + 1);
	if (is_new)
		clock_uuid(c->uid);
	else
		memcpy(c->uid, r->uid, sizeof c->uid);
	for (int i = 0; i < l->n_columns && !gone; i++)
		if (cell_sent(l, r, i))
			fields[c->n_fields++] = (struct door_field){ .field = l->columns[i],
								     .text = edit_text(&r->cells[i]),
								     .base = r->base[i],
								     .has_base = !is_new };
	c->fields = fields;
}

static void request_build(struct form *f, struct request *q)
{
	request_record(f, q);
	for (int i = 0; i < f->n_fields; i++)
		for (int r = 0; f->fields[i].lines && r < f->fields[i].lines->n_rows; r++)
			request_line(f, q, i, r);
}

/* The cursor goes to the cell, and the reason stands below its line. The first one stays. */
static void place_line_fault(struct form_field *ff, int row, const struct door_fault *fault, const char *why)
{
	struct form_lines *l = ff->lines;
	int column = -1;

	if (ff->error[0] && l->error_row >= 0)
		return;
	for (int c = 0; c < l->n_columns; c++)
		if (l->columns[c] == fault->field)
			column = c;
	form_line_fault(ff, row, column, why);
	l->row = row;
	if (column >= 0)
		l->column = column;
}

/* Puts each fault beside the field it is about and goes to the first. */
static void place_faults(struct form *f, const struct request *q, const struct door_faults *faults)
{
	int first = -1;

	for (int i = 0; i < faults->n; i++) {
		const struct door_fault *fault = &faults->at[i];
		int at = fault->change >= 0 && fault->change < q->n
				 ? q->origins[fault->change].field
				 : -1;

		for (int k = 0; at < 0 && fault->field && k < f->n_fields; k++)
			if (f->fields[k].field == fault->field)
				at = k;
		if (at < 0)
			continue;
		struct form_field *ff = &f->fields[at];
		char why[800];

		snprintf(why, sizeof why, "%s%s%s", fault->error.why, fault->error.next[0] ? "; " : "", fault->error.next);
		if (ff->lines && fault->change >= 0 && fault->change < q->n && q->origins[fault->change].row >= 0)
			place_line_fault(ff, q->origins[fault->change].row, fault, why);
		else
			snprintf(ff->error, sizeof ff->error, "%s", why);
		if (first < 0 || at < first)
			first = at;
	}
	if (first >= 0)
		f->focus = first;
}

void form_stored(struct form *f)
{
	AUTOARENA arena = ARENA_INIT;
	const char *ref = store_ref(f->app->store, f->entity, f->uid, &arena);

	f->saved++;
	snprintf(f->saved_ref, sizeof f->saved_ref, "%s", ref ? ref : "");
	snprintf(f->ref, sizeof f->ref, "%s", ref ? ref : "");
	f->changed = false;
	draft_discard(f->draft);
	f->draft = NULL;
}

/* A clash shows what the other person wrote as the form would: references, labels. */
static const char *their_text(struct form *f, const struct store_conflict *c)
{
	const struct field *field = c->field;
	const struct entity *target = field->type == FIELD_REF ? record_entity(field->target)
							       : NULL;
	const char *ref = target && c->theirs.kind == VALUE_TEXT
				  ? store_ref(f->app->store, target, c->theirs.text, &f->arena)
				  : NULL;
	AUTOBUF text = BUF_INIT;

	form_value_text(field, c->theirs, ref, &text);
	return arena_strdup(&f->arena, text.s);
}

static void open_conflict(struct form *f)
{
	int n = f->conflict.n_conflicts;

	f->in_conflict = n > 0;
	f->conflict_at = 0;
	free(f->take_theirs);
	free(f->chosen);
	f->take_theirs = mem_alloc((size_t)n * sizeof *f->take_theirs + 1);
	f->chosen = mem_alloc((size_t)n * sizeof *f->chosen + 1);
	f->theirs = arena_alloc(&f->arena, (size_t)(n + 1) * sizeof *f->theirs);
	for (int i = 0; i < n; i++)
		f->theirs[i] = their_text(f, &f->conflict.conflicts[i]);
}

static int first_fault(struct form *f, int faults, struct error *err)
{
	for (int i = f->n_fields - 1; i >= 0; i--)
		if (f->fields[i].error[0])
			f->focus = i;
	return error_set(err, FAIL_DATA, "not saved", f->ref[0] ? f->ref : f->entity->label, faults > 1 ? "F9 lists them" : NULL,
			 "%s%s", f->fields[f->focus].error, faults > 1 ? " (and more)" : "");
}

static struct door_request request_of(struct form *f, const struct request *q)
{
	return (struct door_request){ .verb = f->adding ? "add" : "set", .op_id = f->op_id, .effective = DATE_NONE,
				      .changes = q->changes, .n_changes = q->n };
}

bool form_records_letter(const struct form *f)
{
	const struct form_lines *l = NULL;

	for (int i = 0; f->entity->id == ENTITY_CORRESPONDENCE && i < f->n_fields; i++)
		l = f->fields[i].lines ? f->fields[i].lines : l;
	for (int r = 0; l && r < l->n_rows; r++)
		for (int c = 0; c < l->n_columns && !l->rows[r].removed; c++)
			if (strcmp(l->columns[c]->name, "outcome") == 0 && l->rows[r].cells[c].text.len &&
			    (!l->rows[r].uid[0] || form_row_changed(l, &l->rows[r])))
				return true;
	return false;
}

/* A letter with outcomes does what they say, all in one batch. */
static int commit_letter(struct form *f, const struct door_request *r, bool dry_run, struct door_faults *faults,
			 struct error *err)
{
	struct deed_result result = DEED_RESULT_INIT;
	int failed = deed_letter(f->app, r, dry_run, &result, &f->conflict, faults, err);

	free(f->effects);
	free(f->warnings);
	f->effects = mem_strdup(result.effects.s);
	f->warnings = mem_strdup(result.warnings.s);
	deed_result_release(&result);
	return failed;
}

/* One record that keeps its reference, and nothing else, stays where it is in the usual order. */
static bool moves(const struct form *f, const struct request *q)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(f->entity, f->entity->ref, parts);

	if (q->n != 1 || q->changes[0].add || q->changes[0].entity != f->entity || form_records_letter(f))
		return true;
	for (int i = 0; i < q->changes[0].n_fields; i++)
		for (int k = 0; k < n; k++)
			if (parts[k].field == q->changes[0].fields[i].field)
				return true;
	return false;
}

static int send(struct form *f, bool dry_run, struct error *err)
{
	struct request q = { .n = 0 };
	struct door_faults faults = { 0 };
	struct door_request r;
	int rc = 0;

	request_build(f, &q);
	store_result_release(&f->conflict);
	f->conflict = (struct store_result)STORE_RESULT_INIT;
	r = request_of(f, &q);
	if (q.n && form_records_letter(f))
		rc = commit_letter(f, &r, dry_run, &faults, err);
	else if (q.n)
		rc = dry_run ? door_check(f->app, &r, &faults, err) : door_commit(f->app, &r, &f->conflict,
				&faults, err);
	f->was_sent = q.n > 0;
	f->moved = q.n > 0 && moves(f, &q);
	if (rc == 0 && !dry_run)
		form_stored(f);
	else if (rc == FAIL_CONFLICT)
		open_conflict(f);
	else if (rc)
		place_faults(f, &q, &faults);
	door_faults_release(&faults);
	request_release(&q);
	return rc;
}

static int check_and_send(struct form *f, bool dry_run, struct error *err)
{
	int faults;

	form_complete_all(f);
	faults = form_check(f);

	if (faults)
		return first_fault(f, faults, err);
	return f->rule ? form_deed_do(f, dry_run, err) : send(f, dry_run, err);
}

int form_save(struct form *f, struct error *err)
{
	return check_and_send(f, false, err);
}

int form_try(struct form *f, struct error *err)
{
	return check_and_send(f, true, err);
}

/* ---- clashes -------------------------------------------------------------------------- */

static void settle(struct form *f, const struct store_conflict *c, bool theirs)
{
	for (int i = 0; i < f->n_fields; i++) {
		struct form_field *ff = &f->fields[i];

		if (ff->field != c->field)
			continue;
		AUTOARENA arena = ARENA_INIT;
		const struct entity *target =
			ff->field->type == FIELD_REF ? record_entity(ff->field->target) : NULL;
		const char *ref = target && c->theirs.kind == VALUE_TEXT
					  ? store_ref(f->app->store, target, c->theirs.text, &arena)
					  : NULL;
		AUTOBUF mine = BUF_INIT;

		buf_adds(&mine, edit_text(&ff->edit));
		form_set_field(f, ff, c->theirs, ref); /* their value is the new base */
		if (!theirs)
			edit_set(&ff->edit, mine.s, true);
	}
}

int form_decide(struct form *f, struct error *err)
{
	int64_t newest = 0;

	for (int i = 0; i < f->conflict.n_conflicts; i++) {
		if (f->chosen[i])
			continue;
		f->conflict_at = i;
		return error_set(err, FAIL_CONFLICT, "not saved", f->ref,
				 "t takes theirs, m keeps yours", "%s is not decided yet",
				 f->conflict.conflicts[i].field->label);
	}
	for (int i = 0; i < f->conflict.n_conflicts; i++)
		if (strcmp(f->conflict.conflicts[i].uid, f->uid) == 0)
			settle(f, &f->conflict.conflicts[i], f->take_theirs[i]);
	f->in_conflict = false;
	struct store_found found;
	if (store_find(f->app->store, f->ref, f->entity->id, false, &found, NULL) == 0)
		newest = found.version;
	f->base_version = newest;
	clock_uuid(f->op_id);
	int failed = form_save(f, err);
	f->moved = true;
	f->was_sent = true; /* theirs may be all there is: it was decided all the same */
	return failed;
}

/* ---- the next record -------------------------------------------------------------------- */

/* A number that was typed counts up; one left to the store stays empty. */
static void count_up(struct form *f, struct form_field *ff)
{
	char *end;
	long long n = strtoll(edit_text(&ff->edit), &end, 10);

	if (ff->edit.text.len && !*end)
		form_set_field(f, ff, value_int(n + 1), NULL);
}

static void renew_field(struct form *f, struct form_field *ff)
{
	struct when_context when = app_when(f->app, ff->field);

	ff->error[0] = '\0';
	if (ff->lines)
		form_lines_clear(ff->lines);
	else if (ff->field->flags & FIELD_AUTO)
		count_up(f, ff);
	else if (!(ff->field->flags & FIELD_KEEP)) {
		form_set_field(f, ff, value_initial(ff->field, &when, &f->arena), NULL);
		ff->reading[0] = '\0';
	}
	ff->edit.selected = ff->edit.text.len > 0;
}

void form_again(struct form *f)
{
	f->adding = true;
	f->base_version = 0;
	f->ref[0] = '\0';
	clock_uuid(f->uid);
	clock_uuid(f->op_id);
	for (int i = 0; i < f->n_fields; i++)
		renew_field(f, &f->fields[i]);
	form_focus_first_empty(f);
}
