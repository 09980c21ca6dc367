/* SPDX-License-Identifier: MIT */
/* deed.c - one action on one or many records: checked in the order of checks, then done whole. */
#include "app/deed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/deed_private.h"
#include "app/may.h"
#include "app/names.h"
#include "base/nearest.h"

void deed_result_release(struct deed_result *r)
{
	buf_release(&r->warnings);
	buf_release(&r->effects);
	*r = (struct deed_result)DEED_RESULT_INIT;
}

/* ---- finding ------------------------------------------------------------------------- */

int deed_find(struct app *a, const char *ref, const char *action, struct deed_subject *out, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct store_found found;
	struct record r;
	int failed = names_record(a, ref, &found, err);

	if (failed)
		return failed;
	*out = (struct deed_subject){ .entity = found.entity };
	memcpy(out->uid, found.uid, sizeof out->uid);
	if (found.entity->id != ENTITY_APPROVAL || !action || life_find(found.entity, action))
		return 0;
	failed = store_get(a->store, found.entity, found.uid, a->today, &arena, &r, err);
	if (failed)
		return failed;
	const char *any = deed_text(&r, "subject"), *colon = strchr(any, ':');
	const char *kind = arena_strndup(&arena, any, colon ? (size_t)(colon - any) : 0);
	const struct entity *e = record_entity_by_name(kind);

	if (!e || !life_find(e, action))
		return 0;
	out->entity = e;
	snprintf(out->uid, sizeof out->uid, "%s", colon + 1);
	return 0;
}

static int no_such_action(const char *action, struct error *err)
{
	const char *known[128];
	const char *near;
	size_t n = 0;
	char next[96];

	for (; n < life_count() && n < 128; n++)
		known[n] = life_at(n)->action;
	near = nearest_name(action, known, n);
	snprintf(next, sizeof next, near ? "did you mean \"%s\"?" : "\"closeout do --list REF\" lists what is possible", near);
	return error_set(err, FAIL_USAGE, "do", action, next, "there is no such action");
}

static int find_rule(const char *action, const struct entity *e, const char *name, const struct life_rule **out,
		     struct error *err)
{
	char next[300];

	*out = life_find(e, action);
	if (*out)
		return 0;
	if (!life_by_action(action))
		return no_such_action(action, err);
	snprintf(next, sizeof next, "\"closeout do --list %s\" lists what is", name);
	return error_set(err, FAIL_USAGE, action, name, next, "it is nothing that is done with %s", e->plural);
}

/* ---- the cases ---------------------------------------------------------------------------- */

struct doing {
	struct app *app;
	const struct deed *d;
	struct deed_result *result;
	struct arena arena;
	struct deed_people people;
	struct deed_case *cases;
	int n;
	int as; /* in whose name */
};

/* Places in the order of checks. */
static int rank(enum fail kind)
{
	static const enum fail order[] = { FAIL_USAGE, FAIL_MISSING, FAIL_DATA, FAIL_DENIED, FAIL_NO, FAIL_CONFLICT };
	int n = (int)(sizeof order / sizeof *order);

	for (int i = 0; i < n; i++)
		if (order[i] == kind)
			return i + 1;
	return 0; /* the machine failed: nothing else matters */
}

/* Keeps the error that comes first; of equals the earlier record's. */
static void keep(struct doing *w, struct error *first, const struct error *own, int i, const char *bad)
{
	if (first->kind && rank(own->kind) >= rank(first->kind))
		return;
	*first = *own;
	w->result->bad = i;
	w->result->bad_name = bad;
}

static int open_case(struct doing *w, int i, const char **bad, struct error *err)
{
	const struct deed_subject *at = &w->d->at[i];
	struct deed_case *c = &w->cases[i];
	const struct life_rule *rule;
	int failed = deed_case_init(c, w->app, at->entity, at->uid, &w->arena, err);

	for (int k = 0; !failed && k < i; k++)
		if (strcmp(w->d->at[k].uid, at->uid) == 0)
			return error_set(err, FAIL_USAGE, w->d->action, c->name, NULL, "it is named twice");
	if (!failed)
		failed = find_rule(w->d->action, at->entity, c->name, &rule, err);
	if (failed)
		return failed;
	deed_case_rule(c, rule);
	return deed_case_give(c, w->d->given, w->d->n_given, bad, err);
}

static int open_cases(struct doing *w, struct error *err)
{
	struct error first = ERROR_INIT;

	w->n = w->d->n;
	w->cases = arena_alloc(&w->arena, (size_t)w->n * sizeof *w->cases + 1);
	for (int i = 0; i < w->n; i++) {
		struct error own = ERROR_INIT;
		const char *bad = NULL;

		if (open_case(w, i, &bad, &own))
			keep(w, &first, &own, i, bad);
	}
	if (first.kind && err)
		*err = first;
	return first.kind;
}

/* ---- in whose name --------------------------------------------------------------------------- */

static int try_as(struct doing *w, int as, struct buf *warnings, struct error *err)
{
	struct error first = ERROR_INIT;

	for (int i = 0; i < w->n; i++) {
		struct error own = ERROR_INIT;
		AUTOBUF lines = BUF_INIT;

		if (deed_case_try(&w->cases[i], &w->people, as, &lines, &own))
			keep(w, &first, &own, i, NULL);
		else if (lines.len)
			buf_addf(warnings, "%s%s: %s", warnings->len ? "\n" : "", w->cases[i].name, lines.s);
	}
	*err = first;
	return first.kind;
}

/* One name for all of it: one's own, where that is enough. */
static int choose_name(struct doing *w, struct error *err)
{
	struct error first = ERROR_INIT;
	int bad = -1;

	for (int i = 0; i < w->people.n; i++) {
		struct error own = ERROR_INIT;

		buf_clear(&w->result->warnings);
		w->result->bad = -1;
		w->as = i;
		if (try_as(w, i, &w->result->warnings, &own) == 0)
			return 0;
		if (!first.kind || (first.kind == FAIL_DENIED && own.kind != FAIL_DENIED)) {
			first = own;
			bad = w->result->bad;
		}
	}
	w->result->bad = bad;
	if (err)
		*err = first;
	return first.kind;
}

static int check_seen(struct doing *w, struct error *err)
{
	for (int i = 0; i < w->n; i++) {
		int64_t seen = w->d->at[i].version, now = w->cases[i].record.version;

		w->result->bad = i;
		if (seen && seen != now)
			return error_set(err, FAIL_CONFLICT, w->d->action, w->cases[i].name, "look at it again, then repeat",
					 "it is at version %lld, not at %lld", (long long)now, (long long)seen);
	}
	w->result->bad = -1;
	return 0;
}

/* ---- doing ---------------------------------------------------------------------------------- */

/* What was said now; for a new baseline what it was asked for with. */
static const char *reason_of(const struct doing *w)
{
	const char *asked = NULL;

	for (int i = 0; i < w->n; i++) {
		struct value v = life_given_value(&w->cases[i].facts, "comment");

		if (deed_case_gave(&w->cases[i], "comment") && v.kind == VALUE_TEXT)
			return v.text;
		if (w->cases[i].rule->makes == ENTITY_BASELINE)
			asked = w->cases[i].asked_because;
	}
	return asked;
}

static int commit(struct doing *w, struct deed_making *m, struct error *err)
{
	const struct deed_person *who = &w->people.at[w->as];
	struct store_result stored = STORE_RESULT_INIT;
	struct door_request r = {
		.verb = w->d->action, .reason = reason_of(w), .op_id = w->d->op_id, .effective = DATE_NONE,
		.acting_for = *who->scope ? who->name : NULL, .changes = m->changes, .n_changes = m->n,
	};
	int failed;

	deed_words(m, &w->result->effects);
	snprintf(w->result->acting_for, sizeof w->result->acting_for, "%s", r.acting_for ? r.acting_for : "");
	if (!m->n)
		return 0; /* it is so already */
	if (w->d->dry_run)
		return door_check(w->app, &r, NULL, err);
	failed = door_commit(w->app, &r, &stored, NULL, err);
	if (!failed)
		w->result->batch = stored.batch;
	store_result_release(&stored);
	return failed;
}

static int make_and_commit(struct doing *w, struct error *err)
{
	struct deed_making m = { .app = w->app, .people = &w->people, .as = w->as, .cases = w->cases, .n_cases = w->n };
	int failed = 0;

	for (int i = 0; i < w->n && !failed; i++) {
		failed = deed_make(&m, &w->cases[i], err);
		w->result->bad = failed ? i : -1;
	}
	if (!failed)
		failed = commit(w, &m, err);
	deed_making_release(&m);
	return failed;
}

/* Who was refused what is on record; that it could not be written is nobody's harm. */
void deed_note_refusal(struct app *a, const char *action, struct error *e)
{
	AUTOBUF what = BUF_INIT;

	buf_addf(&what, "do %s %s: %s", action, e->where, e->why);
	access_note(a, ACCESS_REFUSAL, NULL, what.s);
	e->noted = true;
}

int deed_do(struct app *a, const struct deed *d, struct deed_result *result, struct error *err)
{
	struct error spare = ERROR_INIT;
	struct doing w = { .app = a, .d = d, .result = result, .arena = ARENA_INIT };
	int failed;

	err = err ? err : &spare;
	failed = life_by_action(d->action) ? open_cases(&w, err) : no_such_action(d->action, err);
	if (!failed)
		failed = deed_people(a, d->as, &w.people, err);
	if (!failed && !may_write(a, err))
		failed = err->kind;
	if (!failed)
		failed = choose_name(&w, err);
	if (!failed)
		failed = check_seen(&w, err);
	if (!failed)
		failed = make_and_commit(&w, err);
	if (failed == FAIL_DENIED && !d->dry_run && !d->of_many)
		deed_note_refusal(a, d->action, err);
	if (failed)
		error_what(err, d->action);
	arena_release(&w.arena);
	return failed;
}
