/* SPDX-License-Identifier: MIT */
/* door_read.c - typed text of one record into checked values, in the fixed order of checks. */
#include <stdio.h>
#include <string.h>

#include "app/door_work.h"
#include "core/lifecycle.h"

/* The date "due" stands for while typing: the record's own. It is computed, so only where it may be said. */
static struct date due_of(struct door_work *w, int i, const struct door_field *df)
{
	const struct record *before = &w->records[i].before;
	const struct field *f = before->entity ? record_field(before->entity, "due") : NULL;
	struct date due = DATE_NONE;
	struct record r;

	if (!f || df->field->type != FIELD_DATE || !df->text || !strcasestr(df->text, "due") ||
	    store_get(w->app->store, before->entity, before->uid, w->app->today, &w->arena, &r, NULL) != 0)
		return due;
	const struct value *v = &r.values[record_field_index(r.entity, f)];

	if (v->kind == VALUE_TEXT)
		date_parse_iso(v->text, strlen(v->text), &due);
	return due;
}

/* Room for the record's values; for an existing one, what it holds now. */
static bool begin_record(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	struct door_record *rec = &w->records[i];
	int n = c->entity->n_fields;
	struct error e = ERROR_INIT;

	if (!c->add) {
		rec->name = c->where ? c->where : c->entity->name;
		if (store_get_stored(w->app->store, c->entity, c->uid, &w->arena, &rec->before, &e) != 0) {
			door_fault_error(w, i, NULL, &e);
			return false;
		}
		if (!c->where)
			rec->name = rec->before.ref;
	}
	rec->first_fault = w->faults->n;
	rec->after = arena_alloc(&w->arena, (size_t)n * sizeof *rec->after + 1);
	rec->given = arena_alloc(&w->arena, (size_t)n * sizeof *rec->given + 1);
	for (int k = 0; !c->add && k < n; k++)
		rec->after[k] = rec->before.values[k];
	return true;
}

static void put(struct door_work *w, int i, const struct field *f, struct value v)
{
	struct change *out = &w->changes[i];
	const struct door_change *c = &w->r->changes[i];
	struct change_field *cf = &out->fields[out->n_fields++];

	*cf = (struct change_field){ .field = f, .new = v };
	for (int k = 0; k < c->n_fields; k++)
		if (c->fields[k].field == f && c->fields[k].has_base) {
			cf->old = c->fields[k].base;
			cf->has_old = true;
		}
	if (f != &change_removed)
		w->records[i].after[record_field_index(c->entity, f)] = v;
}

/* One field of the change: its value, or a fault. */
static bool read_value(struct door_work *w, int i, const struct door_field *df, struct value *v)
{
	const struct field *f = df->field;
	struct when_context when = app_when(w->app, f);
	struct error e;
	int failed;

	error_clear(&e);
	if (df->has_value) {
		*v = value_copy(&w->arena, df->value);
		return true;
	}
	when.due = due_of(w, i, df);
	failed = value_read(f, df->text ? df->text : "", &when, &w->arena, v, &e);
	if (!failed && v->kind != VALUE_NONE && (f->type == FIELD_REF || f->type == FIELD_ANY))
		failed = door_resolve(w, i, f, v->text, v, &e);
	if (failed)
		door_fault_error(w, i, f, &e);
	return !failed;
}

static bool settable(struct door_work *w, int i, const struct field *f)
{
	const struct entity *e = w->r->changes[i].entity;

	if (record_stored(f) && !(f->flags & FIELD_RETIRED)) {
		if (!w->records[i].given[record_field_index(e, f)])
			return true;
		door_fault(w, i, f, FAIL_USAGE, "give it once", "it is given twice");
		return false;
	}
	struct error why = ERROR_INIT;

	app_may_edit(w->app, e, f, &why);
	door_fault_error(w, i, f, &why);
	return false;
}

static void read_fields(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];

	for (int k = 0; k < c->n_fields; k++) {
		const struct field *f = c->fields[k].field;
		struct value v = VALUE_NULL;

		if (!settable(w, i, f))
			continue;
		w->records[i].given[record_field_index(c->entity, f)] = true;
		if (read_value(w, i, &c->fields[k], &v))
			put(w, i, f, v);
	}
	if (c->parent_field) {
		w->records[i].given[record_field_index(c->entity, c->parent_field)] = true;
		put(w, i, c->parent_field, value_text(c->parent_uid));
	}
}

static void read_initials(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;

	for (int k = 0; k < e->n_fields; k++) {
		const struct field *f = &e->fields[k];
		struct when_context when = app_when(w->app, f);

		if (!record_stored(f) || w->records[i].given[k] || !f->initial)
			continue;
		put(w, i, f, value_initial(f, &when, &w->arena));
	}
}

/* A target that is set for the first time is the current one as well, until it is extended. */
static void follow_target(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;
	const struct field *current;

	if (e->id != ENTITY_RECOMMENDATION || !door_given(w, i, "original_target"))
		return;
	current = record_field(e, "current_target");
	if (door_after(w, i, "current_target")->kind == VALUE_NONE && !door_given(w, i, "current_target"))
		put(w, i, current, *door_after(w, i, "original_target"));
}

/* A text that is keyed in is the report's own, unless it is said what else it is. */
static void follow_text(struct door_work *w, int i)
{
	const struct entity *e = w->r->changes[i].entity;

	if (e->id != ENTITY_RECOMMENDATION || w->r->changes[i].add || w->r->genesis || !door_given(w, i, "text") ||
	    door_given(w, i, "text_status") || door_after(w, i, "text")->kind != VALUE_TEXT)
		return;
	if (door_after(w, i, "text_status")->kind == VALUE_TEXT &&
	    strcmp(door_after(w, i, "text_status")->text, "topic_only") == 0)
		put(w, i, record_field(e, "text_status"), value_text("verbatim"));
}

static bool faulty(const struct door_work *w, int i, const struct field *f)
{
	for (int k = w->records[i].first_fault; k < w->faults->n; k++)
		if (w->faults->at[k].change == i && w->faults->at[k].field == f)
			return true;
	return false;
}

static void check_required(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	const struct door_record *rec = &w->records[i];
	char shapes[200], next[220];

	for (int k = 0; k < c->entity->n_fields; k++) {
		const struct field *f = &c->entity->fields[k];

		if (!(f->flags & FIELD_REQUIRED) || rec->after[k].kind != VALUE_NONE)
			continue;
		if ((c->add && f->flags & FIELD_AUTO) || (!c->add && !rec->given[k]) || faulty(w, i, f))
			continue;
		snprintf(next, sizeof next, "give %s", value_shapes(f, shapes, sizeof shapes));
		door_fault(w, i, f, FAIL_DATA, next, "it is needed");
	}
}

/* ---- permission and state */

/* "set-forecast" is one of the words of "propose set-forecast". */
static bool names_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; at && (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	return false;
}

/*
 * An import may state how an old register's row ended, and nothing of a life that goes on: the
 * fields of a published closure, together.
 */
static bool imports_closure(const struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	const struct field *basis = record_field(c->entity, "closure_basis");
	const struct field *action = record_field(c->entity, "action");
	const struct value *after = w->records[i].after;

	if (!basis || !action)
		return true;
	struct value b = after[record_field_index(c->entity, basis)];
	struct value a = after[record_field_index(c->entity, action)];
	return b.kind == VALUE_TEXT && strcmp(b.text, "published") == 0 && a.kind == VALUE_TEXT &&
	       strcmp(a.text, "closed") == 0;
}

/* What a new record holds anyway may be said: a register's own export says it. */
static bool says_initial(struct door_work *w, int i, const struct field *f, struct value v)
{
	struct when_context when = app_when(w->app, f);
	AUTOARENA arena = ARENA_INIT;

	return w->r->changes[i].add && value_equal(v, value_initial(f, &when, &arena));
}

/* The workflow fields that this request may state all the same. */
static bool stateable(struct door_work *w, int i, const struct field *f)
{
	const struct door_request *r = w->r;
	const struct door_change *c = &r->changes[i];
	struct value v = w->records[i].after[record_field_index(c->entity, f)];

	if ((r->action && names_word(f->by, r->action)) || (c->add && f->flags & FIELD_INITIAL))
		return true;
	if (!r->import || !(f->flags & FIELD_WORKFLOW))
		return false;
	if (says_initial(w, i, f, v))
		return true;
	if (!(f->flags & FIELD_IMPORT) || !imports_closure(w, i))
		return false;
	return strcmp(f->name, "work_state") != 0 || (v.kind == VALUE_TEXT && strcmp(v.text, "done") == 0);
}

/* A correction mends whatever field. */
static bool mends(const char *verb)
{
	const struct life_rule *r = life_by_action(verb);

	return r && r->flags & LIFE_ANY_FIELD;
}

/* An action checks its own permissions; what is left is that it keeps to the fields it sets. */
static void check_rule(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	const char *verb = c->verb ? c->verb : w->r->verb;

	for (int k = 0; k < c->n_fields; k++) {
		const struct field *f = c->fields[k].field;

		if (!c->add && f->flags & FIELD_WORKFLOW && !names_word(f->by, verb) && !mends(verb))
			door_fault(w, i, f, FAIL_BUG, NULL, "%s does not set it", verb);
	}
}

static bool set_by_action(const struct door_change *c, const struct field *f)
{
	for (int k = 0; k < c->n_fields; k++)
		if (c->fields[k].field == f)
			return c->fields[k].has_value;
	return false;
}

static void check_field(struct door_work *w, int i, const struct field *f, bool *denied)
{
	const struct door_change *c = &w->r->changes[i];
	const struct door_record *rec = &w->records[i];
	int k = record_field_index(c->entity, f);
	bool same = rec->given[k] && !c->add && value_equal(rec->before.values[k], rec->after[k]);
	struct error why;

	if (!rec->given[k] || f == c->parent_field || stateable(w, i, f) || faulty(w, i, f) ||
	    (same && w->r->import))
		return;
	if (set_by_action(c, f) || (c->add && !(f->flags & (FIELD_WORKFLOW | FIELD_GENESIS))))
		return;
	error_clear(&why);
	/* A role that edits nothing of this kind is said once, not for every field. */
	if (!app_may_edit(w->app, c->entity, f, &why)) {
		bool whole = !(f->flags & (FIELD_WORKFLOW | FIELD_GENESIS)) && !f->writers;

		if (!whole || !*denied)
			door_fault_error(w, i, whole ? NULL : f, &why);
		*denied = *denied || whole;
	} else if (!c->add && f->flags & FIELD_ONCE && rec->before.values[k].kind != VALUE_NONE && !same) {
		door_fault(w, i, f, FAIL_NO, "only a correction changes it", "it is set once and stands already");
	}
}

static void check_permission(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	struct error why = ERROR_INIT;
	bool denied = false;

	if (c->by_rule) {
		check_rule(w, i);
		return;
	}
	if (w->r->genesis)
		return;
	if (c->add && !app_may_add(w->app, c->entity, &why)) {
		door_fault_error(w, i, NULL, &why);
		denied = true;
	}
	if (c->remove && !app_may_edit(w->app, c->entity, NULL, &why))
		door_fault_error(w, i, NULL, &why);
	for (int k = 0; k < c->entity->n_fields; k++)
		if (record_stored(&c->entity->fields[k]))
			check_field(w, i, &c->entity->fields[k], &denied);
}

/* At most so many fields does a change come to: those given, a parent, and what starts with a value. */
static size_t room_for(const struct door_change *c)
{
	size_t n = (size_t)c->n_fields + 1;

	for (int k = 0; c->add && k < c->entity->n_fields; k++)
		n += c->entity->fields[k].initial != NULL;
	return n;
}

void door_read_change(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	struct change *out = &w->changes[i];
	size_t room = (room_for(c) + DOOR_FIELDS_MORE) * sizeof *out->fields;

	if (!begin_record(w, i))
		return;
	*out = (struct change){ .entity = c->entity, .add = c->add, .base_version = c->base_version };
	memcpy(out->uid, c->uid, sizeof out->uid);
	out->verb = c->verb;
	out->effective = c->effective;
	out->dated = c->dated;
	out->reaches_back = c->reaches_back;
	out->fields = arena_alloc(&w->arena, room);
	if (c->remove) {
		put(w, i, &change_removed, value_int(1));
		check_permission(w, i);
		door_read_view(w, i);
		return;
	}
	read_fields(w, i);
	if (c->add)
		read_initials(w, i);
	follow_target(w, i);
	follow_text(w, i);
	if (door_grants_alone(w, i))
		put(w, i, record_field(c->entity, "unconfirmed"), value_int(1));
	door_read_key(w, i);
	door_read_view(w, i);
	check_required(w, i);
	check_permission(w, i);
}
