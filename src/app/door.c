/* SPDX-License-Identifier: MIT */
/* door.c - the one door for change: faults, their order, and the way to the store. */
#include "app/door.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/door_work.h"
#include "app/may.h"
#include "base/mem.h"
#include "store/content.h"

/* ---- faults */

void door_faults_release(struct door_faults *f)
{
	free(f->at);
	*f = (struct door_faults){ 0 };
}

static struct door_fault *new_fault(struct door_work *w, int i, const struct field *f)
{
	struct door_faults *all = w->faults;
	struct door_fault *fault;

	MEM_GROW(all->at, all->cap, all->n + 1);
	fault = &all->at[all->n++];
	*fault = (struct door_fault){ .change = i, .field = f };
	return fault;
}

static void set_place(struct door_work *w, int i, const struct field *f, struct error *e)
{
	const char *name = w->records[i].name;

	error_what(e, w->r->verb);
	if (f)
		error_where(e, "%s %s", name, f->name);
	else
		error_where(e, "%s", name);
}

void door_fault(struct door_work *w, int i, const struct field *f, enum fail kind, const char *next,
		const char *why, ...)
{
	struct door_fault *fault = new_fault(w, i, f);
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, why);
	buf_vaddf(&text, why, args);
	va_end(args);
	error_set(&fault->error, kind, NULL, NULL, next, "%s", text.s);
	set_place(w, i, f, &fault->error);
}

void door_fault_error(struct door_work *w, int i, const struct field *f, const struct error *e)
{
	struct door_fault *fault = new_fault(w, i, f);

	fault->error = *e;
	set_place(w, i, f, &fault->error);
}

/* Usage, then references, values, permission, state, and last what has moved on. */
static int rank(enum fail kind)
{
	static const enum fail order[] = { FAIL_USAGE, FAIL_MISSING, FAIL_DATA, FAIL_DENIED, FAIL_NO, FAIL_CONFLICT };
	int n = (int)(sizeof order / sizeof *order);

	for (int i = 0; i < n; i++)
		if (order[i] == kind)
			return i + 1;
	return 0; /* the machine failed: nothing else matters */
}

const struct door_fault *door_first_fault(const struct door_faults *f)
{
	const struct door_fault *first = NULL;

	for (int i = 0; i < f->n; i++)
		if (!first || rank(f->at[i].error.kind) < rank(first->error.kind))
			first = &f->at[i];
	return first;
}

/* ---- the work */

void door_work_init(struct door_work *w, struct app *a, const struct door_request *r, struct door_faults *faults)
{
	*w = (struct door_work){ .app = a, .r = r, .arena = ARENA_INIT, .faults = faults };
	w->changes = arena_alloc(&w->arena, (size_t)r->n_changes * sizeof *w->changes + 1);
	w->records = arena_alloc(&w->arena, (size_t)r->n_changes * sizeof *w->records + 1);
}

void door_work_release(struct door_work *w)
{
	if (w->plan)
		plan_release(w->plan);
	free(w->refs.slots);
	arena_release(&w->arena);
}

struct value *door_after(struct door_work *w, int i, const char *field)
{
	const struct entity *e = w->r->changes[i].entity;

	return &w->records[i].after[record_field_index(e, record_field(e, field))];
}

bool door_given(struct door_work *w, int i, const char *field)
{
	const struct entity *e = w->r->changes[i].entity;

	return w->records[i].given[record_field_index(e, record_field(e, field))];
}

/* What nobody may state needs no look at how it would fit together. */
static bool denied(const struct door_work *w, int i)
{
	for (int k = w->records[i].first_fault; k < w->faults->n; k++)
		if (w->faults->at[k].change == i && w->faults->at[k].error.kind == FAIL_DENIED)
			return true;
	return false;
}

static void check_effective(struct door_work *w)
{
	char day[DATE_TEXT];

	for (int i = 0; i < w->r->n_changes; i++)
		if (w->r->changes[i].dated && date_cmp(w->r->changes[i].effective, w->app->today) > 0)
			door_fault(w, i, NULL, FAIL_DATA, "give a day that is not after today",
				   "the effective date %s is in the future", date_format(w->r->changes[i].effective, day));
	if (w->r->n_changes && !date_is_none(w->r->effective) && date_cmp(w->r->effective, w->app->today) > 0)
		door_fault(w, 0, NULL, FAIL_DATA, "give a day that is not after today",
			   "the effective date %s is in the future", date_format(w->r->effective, day));
}

int door_prepare(struct door_work *w)
{
	const struct door_fault *first;

	for (int i = 0; i < w->r->n_changes; i++)
		if (w->r->changes[i].add)
			door_refs_note(w, i);
	for (int i = 0; i < w->r->n_changes; i++)
		door_read_change(w, i);
	for (int i = 0; i < w->r->n_changes; i++)
		if (w->records[i].after && !w->r->changes[i].remove && !denied(w, i))
			door_rules(w, i);
	check_effective(w);
	first = door_first_fault(w->faults);
	return first ? first->error.kind : 0;
}

/* ---- in and out */

static struct batch make_batch(const struct door_work *w)
{
	const struct door_request *r = w->r;
	const struct app *a = w->app;

	return (struct batch){
		.actor = r->genesis && r->actor ? r->actor : a->user,
		.acting_for = r->acting_for,
		.session = r->genesis ? NULL : a->session,
		.key_fp = a->options.host ? a->options.host->key : NULL,
		.effective = date_is_none(r->effective) ? a->today : r->effective,
		.reason = r->reason,
		.op_id = r->op_id,
		.verb = r->verb,
		.strict = r->strict,
		.changes = w->changes,
		.n_changes = r->n_changes,
	};
}

/* An error of the store that is about one change says which record that is. */
static void store_fault(struct door_work *w, const struct store_result *result, struct error *err)
{
	int i = result->bad_change;

	if (i < 0 || i >= w->r->n_changes)
		return;
	door_fault_error(w, i, NULL, err);
	if (!*err->where)
		error_where(err, "%s", w->records[i].name);
}

static int apply(struct door_work *w, struct store_result *result, struct error *err)
{
	struct error own = ERROR_INIT;
	struct batch b = make_batch(w);
	int failed = w->r->content ? store_apply_content(w->app->store, &b, w->r->content, result, &own)
				   : store_apply(w->app->store, &b, result, &own);

	if (!failed)
		return 0;
	error_what(&own, w->r->verb);
	store_fault(w, result, &own);
	if (err)
		*err = own;
	return failed;
}

/* Without a store (making a database) there is nothing to look at. */
static void look_begin(struct app *a)
{
	if (a->store)
		store_look_begin(a->store);
}

static void look_end(struct app *a)
{
	if (a->store)
		store_look_end(a->store);
}

/* result NULL: the checks alone. */
static int pass(struct app *a, const struct door_request *r, struct store_result *result,
		struct door_faults *faults, struct error *err)
{
	struct door_faults own = { 0 };
	struct door_work w;
	int failed;

	door_work_init(&w, a, r, faults ? faults : &own);
	look_begin(a);
	failed = door_prepare(&w);
	look_end(a);
	if (failed && err)
		*err = door_first_fault(w.faults)->error;
	if (!failed && result)
		failed = apply(&w, result, err);
	door_work_release(&w);
	door_faults_release(&own);
	return failed;
}

int door_commit(struct app *a, const struct door_request *r, struct store_result *result,
		struct door_faults *faults, struct error *err)
{
	struct store_result own = STORE_RESULT_INIT;
	int failed;

	look_begin(a);
	failed = a->store && !r->genesis ? app_refresh_account(a, err) : 0;
	if (!failed)
		failed = pass(a, r, result ? result : &own, faults, err);
	look_end(a);
	store_result_release(&own);
	return failed;
}

int door_check(struct app *a, const struct door_request *r, struct door_faults *faults, struct error *err)
{
	return pass(a, r, NULL, faults, err);
}

int door_look(struct app *a, const struct door_request *r, struct door_faults *faults,
	      void (*see)(void *data, int i, const struct record *before, const struct change *c), void *data,
	      struct error *err)
{
	struct door_work w;
	int failed;

	door_work_init(&w, a, r, faults);
	look_begin(a);
	failed = door_prepare(&w);
	look_end(a);
	for (int i = 0; i < r->n_changes; i++)
		if (w.records[i].before.entity)
			see(data, i, &w.records[i].before, &w.changes[i]);
	if (failed && err)
		*err = door_first_fault(w.faults)->error;
	door_work_release(&w);
	return failed;
}
