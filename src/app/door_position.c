/* SPDX-License-Identifier: MIT */
/*
 * door_position.c - what holds of a position, of those that move together, and of coverage.
 *
 * Whether a wave takes too many inspectors is asked of the crosswalk as the whole
 * batch leaves it, so that the order of the rows does not matter.
 */
#include <stdlib.h>
#include <string.h>

#include "app/door_work.h"
#include "app/gather.h"

static const struct value *after(struct door_work *w, int i, const char *field)
{
	return door_after(w, i, field);
}

static const char *text_of(struct door_work *w, int i, const char *field)
{
	const struct value *v = after(w, i, field);

	return v->kind == VALUE_TEXT ? v->text : "";
}

static int64_t number_of(struct door_work *w, int i, const char *field)
{
	const struct value *v = after(w, i, field);

	return v->kind == VALUE_INT ? v->number : 0;
}

static struct date date_of(struct door_work *w, int i, const char *field)
{
	const char *text = text_of(w, i, field);
	struct date d = DATE_NONE;

	date_parse_iso(text, strlen(text), &d);
	return d;
}

static const struct field *field_of(struct door_work *w, int i, const char *name)
{
	return record_field(w->r->changes[i].entity, name);
}

static bool any_given(struct door_work *w, int i, const char *const *fields)
{
	for (; *fields; fields++)
		if (door_given(w, i, *fields))
			return true;
	return false;
}

/* ---- one position by itself */

static void rule_series(struct door_work *w, int i)
{
	static const char *const about[] = { "wave", "to_series", NULL };

	if (any_given(w, i, about) && after(w, i, "wave")->kind != VALUE_NONE &&
	    after(w, i, "to_series")->kind == VALUE_NONE)
		door_fault(w, i, field_of(w, i, "to_series"), FAIL_DATA, "give to_series, or leave wave empty",
			   "it is missing: a position in a wave needs its target series");
}

static void rule_action(struct door_work *w, int i)
{
	static const char *const known[] = { "702", "703", "713", "721", "730", "731", "732", "740", "741", "769", "770" };
	const char *noa = text_of(w, i, "noa");

	if (!door_given(w, i, "noa") || !*noa)
		return;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (strcmp(known[k], noa) == 0)
			return;
	door_fault(w, i, field_of(w, i, "noa"), FAIL_DATA,
		   "give 702, 703, 713, 721, 730, 731, 732, 740, 741, 769 or 770", "%s is no action of that kind", noa);
}

/* Where nobody is in the position, nobody has to be told. */
static bool grade_drops(struct door_work *w, int i)
{
	return strcmp(text_of(w, i, "status"), "vacant") != 0 && after(w, i, "to_grade")->kind == VALUE_INT &&
	       number_of(w, i, "to_grade") < number_of(w, i, "from_grade") &&
	       strcmp(text_of(w, i, "to_pp"), text_of(w, i, "from_pp")) == 0;
}

/* A lower grade is told in writing before it takes effect; a plan may be made before the notice. */
static void rule_notice(struct door_work *w, int i)
{
	static const char *const about[] = { "notice_on", "effective_on", "state", "to_grade", NULL };
	struct date notice = date_of(w, i, "notice_on"), effective = date_of(w, i, "effective_on");
	const char *state = text_of(w, i, "state");
	bool done = strcmp(state, "effective") == 0 || strcmp(state, "verified") == 0;
	char text[DATE_TEXT];

	if (!any_given(w, i, about) || !grade_drops(w, i))
		return;
	if (date_is_none(notice) && done)
		door_fault(w, i, field_of(w, i, "notice_on"), FAIL_DATA, "record the notice with notify first",
			   "the grade falls, and a lower grade needs a written notice before it takes effect");
	else if (!date_is_none(notice) && !date_is_none(effective) && date_cmp(notice, effective) >= 0)
		door_fault(w, i, field_of(w, i, "notice_on"), FAIL_DATA, "give an earlier day, or a later effective date",
			   "the grade falls, and the notice must be before the effective date %s",
			   date_format(effective, text));
}

static void rule_retention(struct door_work *w, int i)
{
	static const char *const about[] = { "retention", "retention_ends_on", "effective_on", "held_since", NULL };
	struct date ends = date_of(w, i, "retention_ends_on"), effective = date_of(w, i, "effective_on");
	struct date held = date_of(w, i, "held_since");
	bool grade = strcmp(text_of(w, i, "retention"), "grade") == 0;
	char text[DATE_TEXT];

	if (!any_given(w, i, about))
		return;
	if (grade && !date_is_none(held) && !date_is_none(effective) &&
	    date_cmp(date_add_months(held, 12), effective) > 0)
		door_fault(w, i, field_of(w, i, "retention"), FAIL_DATA, NULL,
			   "a grade is retained only if it was held for a year before (5 USC 5362)");
	if (date_is_none(ends))
		return;
	if (!grade)
		door_fault(w, i, field_of(w, i, "retention_ends_on"), FAIL_DATA, "leave it empty, or set retention=grade",
			   "only grade retention has an end");
	else if (!date_is_none(effective) && date_cmp(ends, date_add_months(effective, 24)))
		door_fault(w, i, field_of(w, i, "retention_ends_on"), FAIL_DATA, NULL,
			   "a grade is retained for two years from the effective date: until %s",
			   date_format(date_add_months(effective, 24), text));
}

/* ---- when it takes effect */

/* Its own certification, or while it has none that of the plan. */
static struct date certified(struct door_work *w, int i)
{
	struct date own = date_of(w, i, "certified_on");
	const struct plan *p = date_is_none(own) ? door_plan(w, text_of(w, i, "plan")) : NULL;

	return p ? plan_certified(p) : own;
}

static void rule_effective(struct door_work *w, int i)
{
	static const char *const about[] = { "effective_on", "certified_on", NULL };
	struct date on = date_of(w, i, "effective_on");
	struct error e = ERROR_INIT;

	if (!any_given(w, i, about) || date_is_none(on))
		return;
	if (schedule_check_effective(&w->app->calendar, w->records[i].name, certified(w, i), 0, on, &e) != 0)
		door_fault_error(w, i, field_of(w, i, "effective_on"), &e);
}

/* ---- those that move together */

struct mover {
	const char *uid, *plan;
	int64_t wave;
	bool inspects, changed;
};

static struct mover mover_of(struct door_work *w, int i)
{
	return (struct mover){ .uid = w->r->changes[i].uid, .plan = text_of(w, i, "plan"), .wave = number_of(w, i, "wave"),
			       .inspects = number_of(w, i, "inspects") && strcmp(text_of(w, i, "status"), "vacant") != 0,
			       .changed = true };
}

static int by_uid(const void *a, const void *b)
{
	return strcmp(((const struct mover *)a)->uid, ((const struct mover *)b)->uid);
}

static bool is_position(const struct door_work *w, int i)
{
	return w->r->changes[i].entity->id == ENTITY_POSITION;
}

/* All positions as the batch leaves them; *n gets how many. */
static struct mover *movers(struct door_work *w, size_t *n)
{
	struct gather_from from = { w->app, w->app->store, w->app->today };
	struct gather_query q = { .entity = ENTITY_POSITION, .columns = "plan,wave,inspects,status", .sort = "ref" };
	struct rows rows = { 0 };
	struct mover *all, *own = arena_alloc(&w->arena, (size_t)w->r->n_changes * sizeof *own + 1);
	size_t n_own = 0;

	for (int i = 0; i < w->r->n_changes; i++)
		if (is_position(w, i) && w->records[i].after && !w->r->changes[i].remove)
			own[n_own++] = mover_of(w, i);
	qsort(own, n_own, sizeof *own, by_uid);
	if (w->app->store && gather_rows(&from, &q, &w->arena, &rows, NULL) != 0)
		rows.n = 0;
	all = arena_alloc(&w->arena, ((size_t)rows.n + n_own + 1) * sizeof *all);
	memcpy(all, own, n_own * sizeof *own);
	*n = n_own;
	for (int i = 0; i < rows.n; i++) {
		struct mover m = { .uid = rows.uids[i], .plan = gather_cell(&rows, i, 0) };

		m.wave = gather_number(&rows, i, 1);
		m.inspects = gather_number(&rows, i, 2) && strcmp(gather_cell(&rows, i, 3), "vacant") != 0;
		if (!bsearch(&m, own, n_own, sizeof *own, by_uid))
			all[(*n)++] = m;
	}
	return all;
}


static void check_wave(struct door_work *w, int i, const struct mover *all, size_t n)
{
	struct mover own = mover_of(w, i);
	const char *ref = store_ref(w->app->store, record_entity(ENTITY_PLAN), own.plan, &w->arena);
	int inspectors = 0, moving = 0;

	for (size_t k = 0; k < n; k++) {
		/* Plans stand as uids in the batch, as references in the store. */
		if (!all[k].inspects || strcmp(all[k].plan, all[k].changed ? own.plan : ref ? ref : "") != 0)
			continue;
		inspectors++;
		moving += all[k].wave == own.wave;
	}
	if (own.inspects && own.wave && inspectors > 1 && 2 * moving > inspectors)
		door_fault(w, i, field_of(w, i, "wave"), FAIL_DATA, "move some of them in another wave",
			   "%d of %d inspectors would move in wave %lld; more than half leaves inspections uncovered", moving,
			   inspectors, (long long)own.wave);
}

static bool last_position(const struct door_work *w, int i)
{
	for (int k = i + 1; k < w->r->n_changes; k++)
		if (is_position(w, k) && w->records[k].after && !w->r->changes[k].remove)
			return false;
	return true;
}

static void rule_waves(struct door_work *w, int i)
{
	static const char *const about[] = { "wave", "inspects", "status", "plan", NULL };
	struct mover *all = NULL;
	size_t n = 0;

	if (!last_position(w, i))
		return;
	for (int k = 0; k <= i; k++) {
		if (!is_position(w, k) || !w->records[k].after || w->r->changes[k].remove || !any_given(w, k, about))
			continue;
		if (!all)
			all = movers(w, &n);
		check_wave(w, k, all, n);
	}
}

void door_rule_position(struct door_work *w, int i)
{
	rule_series(w, i);
	rule_action(w, i);
	rule_effective(w, i);
	rule_notice(w, i);
	rule_retention(w, i);
	rule_waves(w, i);
}

void door_rule_coverage(struct door_work *w, int i)
{
	const struct value *primary = after(w, i, "primary");

	if (primary->kind == VALUE_TEXT && value_equal(*primary, *after(w, i, "alternate")))
		door_fault(w, i, field_of(w, i, "alternate"), FAIL_DATA, "name another position",
			   "the alternate is another position than the primary");
}
