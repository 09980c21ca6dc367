/* SPDX-License-Identifier: MIT */
/* assign.c - "field=value" into records. */
#include "app/assign.h"

#include <stdlib.h>
#include <string.h>

#include "app/deed.h"
#include "app/names.h"
#include "base/mem.h"
#include "exchange/source.h"

/* Changes on their way to the door; what they point to lives in the arena. */
struct making {
	struct arena arena;
	struct door_change *changes;
	int n, cap;
};

static void making_release(struct making *m)
{
	free(m->changes);
	arena_release(&m->arena);
}

static struct door_change *new_change(struct making *m, const struct entity *e, int n_fields)
{
	struct door_change *c;

	MEM_GROW(m->changes, m->cap, m->n + 1);
	c = &m->changes[m->n++];
	*c = (struct door_change){ .entity = e };
	c->fields = arena_alloc(&m->arena, (size_t)n_fields * sizeof *c->fields + 1);
	return c;
}

static int put(struct door_change *c, const char *name, const char *text, struct error *err)
{
	const struct field *f = names_field(c->entity, name, err);

	if (!f)
		return err->kind;
	c->fields[c->n_fields++] = (struct door_field){ .field = f, .text = text };
	return 0;
}

/* ---- lines given as JSON */

static int put_line(struct making *m, const struct entity *e, const struct source_row *row, const char *parent,
		    struct error *err)
{
	struct door_change *c = new_change(m, e, (int)row->n);
	int failed = 0;

	c->add = true;
	clock_uuid(c->uid);
	c->parent_field = record_parent(e);
	c->parent_uid = parent;
	for (size_t i = 0; i < row->n && !failed; i++)
		if (row->cells[i].text)
			failed = put(c, row->cells[i].name, row->cells[i].text, err);
	return failed;
}

static int put_lines(struct making *m, const struct field *f, const char *text, const char *parent, struct error *err)
{
	struct source_row row;
	AUTOBUF object = BUF_INIT;
	struct source_options options = { .name = f->name };
	int failed;

	buf_addf(&object, "{\"lines\":%s}", text);
	failed = source_object(&m->arena, object.s, object.len, 1, &options, &row, err);
	if (failed || row.n != 1 || row.cells[0].type != SOURCE_ROWS)
		return error_set(err, FAIL_DATA, "add", f->name, "write [{\"name\":\"...\"},{\"name\":\"...\"}]",
				 "its lines are given as a JSON array of objects");
	for (size_t i = 0; i < row.cells[0].n_rows && !failed; i++)
		failed = put_line(m, record_entity(f->target), &row.cells[0].rows[i], parent, err);
	return failed;
}

/* ---- one record */

/* Index of the record's change in m; its lines follow it. */
static int make_change(struct making *m, const struct entity *e, const struct assign *s, const char *uid,
		       struct error *err)
{
	struct door_change *c = new_change(m, e, s->n);
	const char *own;
	int at = m->n - 1, failed = 0;

	c->add = !uid;
	if (uid)
		memcpy(c->uid, uid, sizeof c->uid);
	else
		clock_uuid(c->uid);
	own = arena_strdup(&m->arena, c->uid);
	for (int i = 0; i < s->n && !failed; i++) {
		const struct field *f = record_field(e, s->at[i].name);

		if (f && f->type == FIELD_LINES && !uid)
			failed = put_lines(m, f, s->at[i].text, own, err);
		else
			failed = put(&m->changes[at], s->at[i].name, s->at[i].text, err);
	}
	return failed;
}

/* What a letter says it does is done with it. */
static int send_letter(struct app *a, const struct door_request *r, const struct assign *s, struct store_result *result,
		       struct door_faults *faults, struct error *err)
{
	struct deed_result deed = DEED_RESULT_INIT;
	int failed = deed_letter(a, r, s->dry_run, &deed, result, faults, err);

	if (!failed && s->effects)
		buf_adds(s->effects, deed.effects.s);
	if (!failed && s->warnings)
		buf_adds(s->warnings, deed.warnings.s);
	deed_result_release(&deed);
	return failed;
}

static int send(struct app *a, struct making *m, const struct assign *s, const char *verb,
		struct store_result *result, struct door_faults *faults, struct error *err)
{
	struct door_request r = {
		.verb = verb, .reason = s->reason, .effective = DATE_NONE, .changes = m->changes, .n_changes = m->n,
		.strict = s->if_version != 0,
	};

	if (deed_letter_records(&r))
		return send_letter(a, &r, s, result, faults, err);
	if (s->dry_run)
		return door_check(a, &r, faults, err);
	return door_commit(a, &r, result, faults, err);
}

/* What may be so, and is seldom meant. */
static void warn_future(struct app *a, const struct assign *s, const struct entity *e, const char *uid,
			struct arena *arena)
{
	char today[DATE_TEXT];
	struct record r;

	if (!s->warnings || s->dry_run || e->id != ENTITY_REPORT ||
	    store_get_stored(a->store, e, uid, arena, &r, NULL) != 0)
		return;
	const struct value *day = &r.values[record_field_index(e, record_field(e, "issued_on"))];

	if (day->kind == VALUE_TEXT && strcmp(day->text, date_format(a->today, today)) > 0)
		buf_addf(s->warnings, "%s is issued on %s, after today (%s)", r.ref, day->text, today);
}

int assign_add(struct app *a, const struct entity *e, const struct assign *s, struct buf *ref,
	       struct door_faults *faults, struct error *err)
{
	struct making m = { .arena = ARENA_INIT };
	struct store_result result = STORE_RESULT_INIT;
	int failed = make_change(&m, e, s, NULL, err);

	if (failed)
		error_what(err, "add");
	else
		failed = send(a, &m, s, "add", &result, faults, err);
	if (!failed && !s->dry_run)
		buf_adds(ref, store_ref(a->store, e, m.changes[0].uid, &m.arena));
	if (!failed)
		warn_future(a, s, e, m.changes[0].uid, &m.arena);
	store_result_release(&result);
	making_release(&m);
	return failed;
}

/* What the author saw, so that a strict save finds any difference. */
static int pin(struct app *a, struct making *m, const struct assign *s, struct error *err)
{
	struct door_change *c = &m->changes[0];
	struct record now;
	int failed;

	if (!s->if_version)
		return 0;
	failed = store_get_stored(a->store, c->entity, c->uid, &m->arena, &now, err);
	if (failed)
		return failed;
	if (now.version != s->if_version)
		return error_set(err, FAIL_CONFLICT, "set", now.ref, "look at it again, then repeat with its version",
				 "it is at version %lld, not at %lld", (long long)now.version, (long long)s->if_version);
	c->base_version = s->if_version;
	for (int i = 0; i < c->n_fields; i++)
		if (record_stored(c->fields[i].field)) {
			c->fields[i].base = now.values[record_field_index(c->entity, c->fields[i].field)];
			c->fields[i].has_base = true;
		}
	return 0;
}

static bool assigned(const struct assign *s, const char *name)
{
	for (int i = 0; i < s->n; i++)
		if (strcmp(s->at[i].name, name) == 0)
			return true;
	return false;
}

/* What the door changed along with what was asked for is said aloud. */
static void say_followed(struct app *a, const struct assign *s, const struct record *before, struct arena *arena)
{
	const struct entity *e = before->entity;
	struct record now;

	if (!s->effects || s->dry_run || store_get_stored(a->store, e, before->uid, arena, &now, NULL) != 0)
		return;
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];
		AUTOBUF was = BUF_INIT, is = BUF_INIT;

		if (!record_stored(f) || assigned(s, f->name) || value_equal(before->values[i], now.values[i]))
			continue;
		value_show(f, before->values[i], &was);
		value_show(f, now.values[i], &is);
		buf_addf(s->effects, "%s%s %s: %s -> %s", s->effects->len ? "\n" : "", now.ref, f->label,
			 was.len ? was.s : "empty", is.len ? is.s : "empty");
	}
}

int assign_set(struct app *a, const char *ref, const struct assign *s, struct buf *shown, bool *changed,
	       struct door_faults *faults, struct error *err)
{
	struct making m = { .arena = ARENA_INIT };
	struct store_result result = STORE_RESULT_INIT;
	struct store_found found;
	struct record before;
	int failed;

	store_look_begin(a->store);
	failed = names_record(a, ref, &found, err);

	if (!failed)
		failed = make_change(&m, found.entity, s, found.uid, err);
	if (failed)
		error_what(err, "set");
	if (!failed)
		failed = pin(a, &m, s, err);
	if (!failed)
		failed = store_get_stored(a->store, found.entity, found.uid, &m.arena, &before, err);
	store_look_end(a->store);
	if (!failed)
		failed = send(a, &m, s, "set", &result, faults, err);
	if (!failed) {
		say_followed(a, s, &before, &m.arena);
		warn_future(a, s, found.entity, found.uid, &m.arena);
		buf_adds(shown, store_ref(a->store, found.entity, found.uid, &m.arena));
		*changed = result.batch != 0;
	}
	store_result_release(&result);
	making_release(&m);
	return failed;
}

