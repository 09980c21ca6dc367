/* SPDX-License-Identifier: MIT */
/*
 * undo.c - taking a batch back, and putting it back again.
 *
 * An undo is a new batch, the inverse of an old one, and is itself a change of
 * today. Its op_id "undo:N" names the batch it reverses, so that the same one
 * is never reversed twice; undoing an undo is a redo.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/door.h"
#include "app/may.h"
#include "core/lifecycle.h"

struct undo {
	struct app *app;
	struct arena arena;
	int64_t wanted;      /* the batch asked for; 0: the newest that fits */
	bool redo;
	/* the batch that was chosen */
	int64_t batch;
	const char *actor, *verb;
	int depth;
	bool undone;
	/* its entries, newest first, turned round */
	struct change *changes;
	int n_changes, cap;
	const char **gone; /* uids of records that go with it, sorted */
	int n_gone;
	struct error *err;
	int failed;
};

/* What two people did, or a letter did, is taken back by a correction that both see; sample records stay. */
static bool is_final(const char *verb)
{
	const struct life_rule *r = life_by_action(verb);

	return (r && r->flags & LIFE_IRREVERSIBLE) || strcmp(verb, "sample") == 0;
}

/* A letter that is entered together with what it does is as final as what it does. */
static bool see_final(void *data, const struct entry *e)
{
	const char **verb = data;

	if (is_final(e->verb))
		*verb = life_by_action(e->verb) ? life_by_action(e->verb)->action : "sample";
	return !*verb;
}

/* The verb of the batch that cannot be undone; NULL if there is none. */
static const char *final_verb(struct undo *u, int64_t batch)
{
	struct log_filter f = { .batch = batch, .from = DATE_NONE, .to = DATE_NONE };
	const char *verb = NULL;

	return store_log(u->app->store, &f, see_final, &verb, u->err) == 0 ? verb : NULL;
}

static void choose(struct undo *u, const struct store_batch *b)
{
	u->batch = b->batch;
	u->actor = arena_strdup(&u->arena, b->actor);
	u->verb = arena_strdup(&u->arena, b->verb);
	u->depth = b->depth;
	u->undone = b->undone;
}

static bool see_batch(void *data, const struct store_batch *b)
{
	struct undo *u = data;
	bool is_undo = b->depth % 2 == 1;

	if (u->wanted ? b->batch != u->wanted
		      : b->undone || is_undo != u->redo || final_verb(u, b->batch))
		return true;
	choose(u, b);
	return false;
}

/* Any entry's number names its batch. */
static bool see_first(void *data, const struct entry *e)
{
	struct undo *u = data;

	u->wanted = e->batch;
	return false;
}

static int find_batch(struct undo *u)
{
	const char *what = u->redo ? "redo" : "undo";
	struct log_filter f = { .after_seq = u->wanted - 1, .from = DATE_NONE, .to = DATE_NONE, .limit = 1 };
	int failed;

	if (u->wanted > 0 && (failed = store_log(u->app->store, &f, see_first, u, u->err)) != 0)
		return failed;
	failed = store_batches(u->app->store, u->wanted ? NULL : u->app->user, 0, see_batch, u, u->err);
	if (failed)
		return failed;
	if (u->wanted && !u->batch)
		return error_set(u->err, FAIL_MISSING, what, NULL, "\"closeout log\" lists them",
				 "there is no batch %lld", (long long)u->wanted);
	if (!u->batch)
		return error_set(u->err, FAIL_NO, what, NULL, NULL, "there is nothing of %s's to %s", u->app->user, what);
	return 0;
}

static int check_allowed(struct undo *u)
{
	const char *final;
	char where[48], act[80];

	snprintf(where, sizeof where, "batch %lld", (long long)u->batch);
	snprintf(act, sizeof act, "undo what %s did", u->actor);
	if (!may_write(u->app, u->err) || (strcmp(u->actor, u->app->user) != 0 &&
					   !may_role(u->app, ROLE_SUPERVISOR, act, u->err))) {
		error_what(u->err, "undo");
		return error_where(u->err, "%s", where);
	}
	if (u->undone)
		return error_set(u->err, FAIL_NO, "undo", where, "\"closeout redo\" puts it back", "it is undone already");
	if (strcmp(u->actor, "closeout") == 0)
		return error_set(u->err, FAIL_NO, "undo", where, NULL, "it made the database");
	if (u->app->role & (ROLE_VIEWER | ROLE_AUDITOR))
		return error_set(u->err, FAIL_DENIED, "undo", where, NULL, "a%s %s only reads",
				 u->app->role == ROLE_AUDITOR ? "n" : "", role_name(u->app->role));
	final = final_verb(u, u->batch);
	if (final)
		return error_set(u->err, FAIL_NO, "undo", where,
				 strcmp(final, "sample") == 0 ? "change the records themselves"
								: "use the action correct, which a second person confirms",
				 "%s cannot be undone", final);
	return 0;
}

/* ---- turning round */

static struct change_field *turned(struct undo *u, struct change_field *fields, int n)
{
	struct change_field *out = arena_alloc(&u->arena, (size_t)n * sizeof *out + 1);

	for (int i = 0; i < n; i++)
		out[i] = (struct change_field){ .field = fields[i].field, .old = fields[i].new,
						.new = fields[i].old, .has_old = true };
	return out;
}

static void turn_add(struct undo *u, struct change *c)
{
	c->fields = arena_alloc(&u->arena, sizeof *c->fields);
	c->fields[0] = (struct change_field){ .field = &change_removed, .new = value_int(1) };
	c->n_fields = 1;
}

/* True if the entry of batch that is about uid is the record's first one. */
struct first {
	int64_t batch;
};

static bool see_oldest(void *data, const struct entry *e)
{
	((struct first *)data)->batch = e->batch;
	return false;
}

static bool made_here(struct undo *u, const struct change *c)
{
	struct log_filter f = { .entity = c->entity, .uid = c->uid, .from = DATE_NONE, .to = DATE_NONE, .limit = 1 };
	struct first first = { 0 };

	return store_log(u->app->store, &f, see_oldest, &first, NULL) == 0 && first.batch == u->batch;
}

/* What was made here only goes: what it was is of no use, and of a large import it would be much. */
static bool see_entry(void *data, const struct entry *e)
{
	struct undo *u = data;
	struct change *c;
	struct change_field *fields;
	int n;

	if (u->n_changes == u->cap) {
		struct change *more = arena_alloc(&u->arena, ((size_t)u->cap * 2 + 8) * sizeof *more);

		if (u->n_changes)
			memcpy(more, u->changes, (size_t)u->n_changes * sizeof *more);
		u->changes = more;
		u->cap = u->cap * 2 + 8;
	}
	c = &u->changes[u->n_changes];
	*c = (struct change){ .entity = record_entity_by_name(e->entity) };
	snprintf(c->uid, sizeof c->uid, "%s", e->uid);
	u->n_changes++;
	if (made_here(u, c)) {
		turn_add(u, c);
		return true;
	}
	u->failed = change_read(c->entity, e->changes, &u->arena, &fields, &n, u->err);
	if (u->failed)
		return false;
	c->fields = turned(u, fields, n);
	c->n_fields = n;
	return true;
}

static bool goes(const struct change *c)
{
	return c->n_fields == 1 && c->fields[0].field == &change_removed;
}

static int by_uid(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void list_gone(struct undo *u)
{
	u->gone = arena_alloc(&u->arena, ((size_t)u->n_changes + 1) * sizeof *u->gone);
	u->n_gone = 0;
	for (int i = 0; i < u->n_changes; i++)
		if (goes(&u->changes[i]))
			u->gone[u->n_gone++] = u->changes[i].uid;
	qsort(u->gone, (size_t)u->n_gone, sizeof *u->gone, by_uid);
}

static int read_entries(struct undo *u)
{
	struct log_filter f = { .batch = u->batch, .from = DATE_NONE, .to = DATE_NONE, .newest_first = true };
	int failed = store_log(u->app->store, &f, see_entry, u, u->err);

	if (failed || u->failed)
		return failed ? failed : u->failed;
	list_gone(u);
	return 0;
}

/* ---- what still hangs on a record that would go */

struct hanging {
	struct undo *u;
	const struct change *gone;
	const struct entity *from;
	const struct field *field;
};

static bool is_gone(const struct undo *u, const char *uid)
{
	return bsearch(&uid, u->gone, (size_t)u->n_gone, sizeof *u->gone, by_uid) != NULL;
}

static void see_referrer(void *data, const struct entity *from, const struct field *field, int64_t count)
{
	struct hanging *h = data;
	struct select q = { .entity = from, .today = h->u->app->today, .parent_field = field };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_REF } } };
	AUTOBUF any = BUF_INIT;
	struct ids ids = { 0 };
	struct rows rows;

	(void)count;
	if (field->type == FIELD_ANY)
		buf_addf(&any, "%s:", h->gone->entity->name);
	buf_adds(&any, h->gone->uid);
	q.parent_uid = any.s;
	if (!h->from && store_ids(h->u->app->store, &q, &ids, NULL) == 0 &&
	    store_rows(h->u->app->store, &q, &c, ids.at, (int)ids.n, &h->u->arena, &rows, NULL) == 0)
		for (int i = 0; i < rows.n && !h->from; i++)
			if (rows.uids[i] && !is_gone(h->u, rows.uids[i])) {
				h->from = from;
				h->field = field;
				error_set(h->u->err, FAIL_CONFLICT, "undo",
					  store_ref(h->u->app->store, h->gone->entity, h->gone->uid, &h->u->arena),
					  "take that back first", "%s refers to it (%s)", rows.cells[i], field->name);
			}
	ids_release(&ids);
}

static int check_nothing_hangs(struct undo *u)
{
	for (int i = 0; i < u->n_changes; i++) {
		struct hanging h = { .u = u, .gone = &u->changes[i] };
		int failed;

		if (!is_gone(u, u->changes[i].uid))
			continue;
		failed = store_referrers(u->app->store, u->changes[i].entity, u->changes[i].uid, see_referrer, &h,
					 u->err);
		if (failed || h.from)
			return failed ? failed : FAIL_CONFLICT;
	}
	return 0;
}

/* What was decided on, or recalled, is testimony: the submission is not unsaid behind it. */
static int check_still_waits(struct undo *u)
{
	for (int i = 0; i < u->n_changes; i++) {
		const struct entity *e = u->changes[i].entity;
		const struct field *state = record_field(e, "state");
		struct record r;
		const char *word;
		int failed;

		if (e->id != ENTITY_APPROVAL || !is_gone(u, u->changes[i].uid))
			continue;
		failed = store_get(u->app->store, e, u->changes[i].uid, u->app->today, &u->arena, &r, u->err);
		if (failed)
			return failed;
		word = r.values[record_field_index(e, state)].text;
		if (strcmp(word, "waiting") != 0)
			return error_set(u->err, FAIL_CONFLICT, u->redo ? "redo" : "undo", r.ref, NULL, "it was %s since, and stays",
					 word);
	}
	return 0;
}

/* ---- words, and the way to the store */

static void describe(struct undo *u, char *what, size_t size)
{
	const struct change *c = &u->changes[u->n_changes - 1]; /* the first of the batch */
	const char *ref = store_ref(u->app->store, c->entity, c->uid, &u->arena);
	AUTOBUF b = BUF_INIT;

	if (u->depth == 0)
		buf_addf(&b, "%s ", u->verb);
	buf_adds(&b, ref ? ref : c->entity->name);
	for (int i = 0; i < c->n_fields && i < 3; i++)
		if (c->fields[i].field != &change_removed)
			buf_addf(&b, "%s %s", i ? "," : "", c->fields[i].field->name);
	if (u->n_changes > 1)
		buf_addf(&b, " and %d more", u->n_changes - 1);
	snprintf(what, size, "%s", b.s);
}

static int say_conflict(struct undo *u, const struct store_result *r)
{
	const struct store_conflict *c = &r->conflicts[0];
	const char *ref = store_ref(u->app->store, c->entity, c->uid, &u->arena);
	AUTOBUF now = BUF_INIT;
	char where[128];

	snprintf(where, sizeof where, "%s %s", ref ? ref : c->entity->name, c->field->name);
	value_show(c->field, c->theirs, &now);
	return error_set(u->err, FAIL_CONFLICT, u->redo ? "redo" : "undo", where, "change the field itself, or undo that first",
			 "%s set it to \"%.80s\" since, at %s", c->who ? c->who : "somebody", now.s,
			 c->recorded ? c->recorded : "an unknown time");
}

static int write_batch(struct undo *u)
{
	struct store_result r = STORE_RESULT_INIT;
	char op_id[48];
	struct batch b = {
		.actor = u->app->user, .session = u->app->session, .effective = u->app->today, .op_id = op_id,
		.verb = u->redo ? "redo" : "undo", .strict = true, .changes = u->changes, .n_changes = u->n_changes,
	};
	int failed;

	snprintf(op_id, sizeof op_id, "undo:%lld", (long long)u->batch);
	failed = store_apply(u->app->store, &b, &r, u->err);
	if (failed == FAIL_CONFLICT && r.n_conflicts)
		failed = say_conflict(u, &r);
	store_result_release(&r);
	return failed;
}

static int run(struct app *a, int64_t batch, bool redo, int64_t *done, char *what, size_t size, struct error *err)
{
	struct error own = ERROR_INIT;
	struct undo u = { .app = a, .arena = ARENA_INIT, .wanted = batch, .redo = redo, .err = err ? err : &own };
	int failed = find_batch(&u);

	if (!failed) {
		u.redo = u.depth % 2 == 1;
		failed = check_allowed(&u);
	}
	if (!failed)
		failed = read_entries(&u);
	if (!failed)
		failed = check_still_waits(&u);
	if (!failed)
		failed = check_nothing_hangs(&u);
	if (!failed) {
		describe(&u, what, size);
		failed = write_batch(&u);
	}
	if (!failed && done)
		*done = u.batch;
	arena_release(&u.arena);
	return failed;
}

int door_undo(struct app *a, int64_t batch, int64_t *undone, char *what, size_t size, struct error *err)
{
	return run(a, batch, false, undone, what, size, err);
}

int door_redo(struct app *a, int64_t *redone, char *what, size_t size, struct error *err)
{
	return run(a, 0, true, redone, what, size, err);
}
