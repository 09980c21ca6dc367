/* SPDX-License-Identifier: MIT */
/*
 * door_plan.c - what holds between the milestones of a plan: a dependency ties two of one plan (that it
 * closes no circle the store checks), and what takes effect does so on a day on which it may.
 */
#include <string.h>

#include "app/door_work.h"
#include "app/gather.h"

static const char *text_in(const struct entity *e, const struct value *values, const char *field)
{
	const struct value *v = &values[record_field_index(e, record_field(e, field))];

	return v->kind == VALUE_TEXT ? v->text : "";
}

static void check_plan(struct door_work *w, int i, const char *field)
{
	const struct entity *m = record_entity(ENTITY_MILESTONE), *d = w->r->changes[i].entity;
	const char *uid = text_in(d, w->records[i].after, field), *plan;

	if (!*uid || !w->app->store)
		return;
	plan = store_named(w->app->store, m, uid, "plan", &w->arena);
	if (!plan || strcmp(plan, text_in(d, w->records[i].after, "plan")) == 0)
		return;
	door_fault(w, i, record_field(d, field), FAIL_DATA, "name a milestone of the same plan",
		   "%s belongs to another plan", store_ref(w->app->store, m, uid, &w->arena));
}

void door_rule_dependency(struct door_work *w, int i)
{
	const struct value *pred = door_after(w, i, "pred"), *succ = door_after(w, i, "succ");

	if (!door_given(w, i, "pred") && !door_given(w, i, "succ"))
		return;
	check_plan(w, i, "pred");
	check_plan(w, i, "succ");
	if (pred->kind == VALUE_TEXT && value_equal(*pred, *succ))
		door_fault(w, i, record_field(w->r->changes[i].entity, "succ"), FAIL_DATA, NULL,
			   "a milestone cannot wait for itself");
}

/* ---- a milestone stays in the plan of what it is tied to */

static int count(struct door_work *w, enum entity_id kind, const char *parent, const char *uid)
{
	struct gather_from from = { w->app, w->app->store, w->app->today };
	struct gather_query q = { .entity = kind, .columns = "ref", .parent = parent, .parent_uid = uid };
	struct rows rows;

	return gather_rows(&from, &q, &w->arena, &rows, NULL) == 0 ? rows.n : 0;
}

static void check_moved(struct door_work *w, int i)
{
	const struct entity *m = w->r->changes[i].entity;
	const char *uid = w->r->changes[i].uid, *plan;
	int ties, baselines;

	if (w->r->changes[i].add || !door_given(w, i, "plan"))
		return;
	plan = store_named(w->app->store, m, uid, "plan", &w->arena);
	if (!plan || strcmp(plan, text_in(m, w->records[i].after, "plan")) == 0)
		return;
	ties = count(w, ENTITY_DEPENDENCY, "pred", uid) + count(w, ENTITY_DEPENDENCY, "succ", uid);
	baselines = count(w, ENTITY_BASELINE_DATE, "milestone", uid);
	if (ties || baselines)
		door_fault(w, i, record_field(m, "plan"), FAIL_DATA, "add it to the other plan, and cancel it here",
			   "%d dependenc%s and %d baseline%s of its plan hold it", ties, ties == 1 ? "y" : "ies", baselines,
			   baselines == 1 ? "" : "s");
}

/* ---- effective dates fall on a pay-period start, in time after certification */

static struct date date_in(const struct entity *e, const struct value *values, const char *field)
{
	const char *text = text_in(e, values, field);
	struct date d = DATE_NONE;

	date_parse_iso(text, strlen(text), &d);
	return d;
}

/* The schedule is asked as it will be: certification may move in the same batch. */
static void as_changed(void *data, const struct plan *p, struct schedule_milestone *milestones)
{
	const struct door_work *w = data;
	const struct entity *m = record_entity(ENTITY_MILESTONE);

	for (int i = 0; i < w->r->n_changes; i++) {
		const struct value *after = w->records[i].after;
		int32_t at = -1;

		if (w->r->changes[i].entity == m && after)
			at = plan_milestone_by_uid(p, w->r->changes[i].uid);
		if (at < 0)
			continue;
		milestones[at].forecast = date_in(m, after, "forecast");
		milestones[at].fixed_on = date_in(m, after, "fixed_on");
		milestones[at].actual = date_in(m, after, "actual");
		milestones[at].not_before = date_in(m, after, "not_before");
	}
}

const struct plan *door_plan(struct door_work *w, const char *uid)
{
	struct plan_options o = PLAN_OPTIONS_INIT;
	struct plan *p;

	if (!*uid || !w->app->store || (w->plan && strcmp(w->plan->uid, uid) != 0))
		return NULL;
	if (w->plan)
		return w->plan;
	o.uid = uid;
	o.adjust = as_changed;
	o.data = w;
	p = arena_alloc(&w->arena, sizeof *p);
	if (plan_read(w->app, &o, p, NULL) == 0)
		w->plan = p;
	return w->plan;
}

static void check_effective(struct door_work *w, int i, const char *field)
{
	const struct entity *m = w->r->changes[i].entity;
	struct date on = date_in(m, w->records[i].after, field);
	struct error e = ERROR_INIT;
	const struct plan *p;
	int32_t at = -1;
	int failed;

	if (!door_given(w, i, field) || date_is_none(on))
		return;
	p = w->r->changes[i].add ? NULL : door_plan(w, text_in(m, w->records[i].after, "plan"));
	if (p)
		at = plan_milestone_by_uid(p, w->r->changes[i].uid);
	failed = at >= 0 ? schedule_check_date(p->schedule, at, on, &e)
			 : schedule_check_effective(&w->app->calendar, w->records[i].name, DATE_NONE, 0, on, &e);
	if (failed)
		door_fault_error(w, i, record_field(m, field), &e);
}

void door_rule_milestone(struct door_work *w, int i)
{
	const struct entity *m = w->r->changes[i].entity;

	check_moved(w, i);
	if (strcmp(text_in(m, w->records[i].after, "roll"), "pay_period") != 0)
		return;
	check_effective(w, i, "fixed_on");
	check_effective(w, i, "forecast");
	check_effective(w, i, "actual");
}
