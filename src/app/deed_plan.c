/* SPDX-License-Identifier: MIT */
/* deed_plan.c - what comes before and after a milestone, for the guards that ask. */
#include <string.h>

#include "app/deed_private.h"

#define DEPTH_MAX 64 /* of cancelled milestones behind each other */

/* One end of a dependency, as a record. */
struct neighbour {
	struct record milestone;
	const char *kind, *applies;
	bool waived;
};

static int read_milestone(struct deed_case *c, const char *ref, struct record *out, struct error *err)
{
	struct store_found found;
	int failed = store_find(c->app->store, ref, ENTITY_MILESTONE, true, &found, err);

	return failed ? failed : store_get(c->app->store, found.entity, found.uid, c->app->today, c->arena, out, err);
}

/* The milestones on the other end of every dependency of uid; near is the field it stands in itself. */
static int neighbours(struct deed_case *c, const char *uid, const char *near, const char *far, struct neighbour **out,
		      int *n, struct error *err)
{
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_DEPENDENCY, .parent = near, .parent_uid = uid };
	AUTOBUF columns = BUF_INIT;
	struct rows rows;
	int failed;

	buf_addf(&columns, "%s,kind,applies,waived", far);
	q.columns = columns.s;
	failed = gather_rows(&from, &q, c->arena, &rows, err);
	if (failed)
		return failed;
	*out = arena_alloc(c->arena, (size_t)(rows.n + 1) * sizeof **out);
	*n = rows.n;
	for (int i = 0; i < rows.n && !failed; i++) {
		struct neighbour *one = &(*out)[i];

		one->kind = gather_cell(&rows, i, 1);
		one->applies = gather_cell(&rows, i, 2);
		one->waived = gather_number(&rows, i, 3) != 0;
		failed = read_milestone(c, gather_cell(&rows, i, 0), &one->milestone, err);
	}
	return failed;
}

static int gate_outcome(struct deed_case *c, const struct record *milestone, const char **out, struct error *err)
{
	struct record plan;
	int failed = store_get(c->app->store, record_entity(ENTITY_PLAN), deed_text(milestone, "plan"), c->app->today,
			       c->arena, &plan, err);

	*out = failed ? "" : deed_text(&plan, "gate_outcome");
	return failed;
}

/* Some dependencies hold only if the first gate says that nothing is reclassified, some only if not. */
static bool applies(const struct neighbour *n, const char *outcome)
{
	bool none = strcmp(outcome, "none") == 0;

	return strcmp(n->applies, "if_none") == 0 ? none : strcmp(n->applies, "unless_none") != 0 || !none;
}

static bool is_state(const struct record *r, const char *state)
{
	return strcmp(deed_text(r, "state"), state) == 0;
}

/* Far enough for what waits for it: its end, or its beginning where that is what is tied. */
static bool far_enough(const struct neighbour *n, bool starting)
{
	const struct record *m = &n->milestone;

	if (n->waived || is_state(m, "complete"))
		return true;
	if (strcmp(n->kind, "ss") == 0)
		return is_state(m, "active") || is_state(m, "submitted");
	return strcmp(n->kind, "ff") == 0 && starting;
}

/*
 * What it still waits for. A milestone that is cancelled takes no time: what waits for it
 * waits for what it waited for, as in the schedule.
 */
static int add_late(struct deed_case *c, const struct record *m, const char *outcome, bool starting, int depth,
		    struct buf *late, struct error *err)
{
	struct neighbour *all;
	int n, failed = neighbours(c, m->uid, "succ", "pred", &all, &n, err);

	for (int i = 0; !failed && i < n; i++) {
		if (!applies(&all[i], outcome) || far_enough(&all[i], starting))
			continue;
		if (is_state(&all[i].milestone, "cancelled") && depth < DEPTH_MAX)
			failed = add_late(c, &all[i].milestone, outcome, starting, depth + 1, late, err);
		else
			buf_addf(late, "%s%s is %s", late->len ? ", " : "", all[i].milestone.ref,
				 deed_text(&all[i].milestone, "state"));
	}
	return failed;
}

static int milestone_predecessors(struct deed_case *c, const struct record *m, enum life_guard g, struct error *err)
{
	const char *outcome;
	AUTOBUF late = BUF_INIT;
	int failed = gate_outcome(c, m, &outcome, err);

	if (!failed)
		failed = add_late(c, m, outcome, is_state(m, "baselined"), 0, &late, err);
	c->facts.guard[g] = !failed && !late.len;
	c->facts.detail[g] = late.len ? arena_strdup(c->arena, late.s) : NULL;
	return failed;
}

/* Of a plan: those of its first gate. */
int deed_predecessors(struct deed_case *c, struct error *err)
{
	struct record gate;
	struct rows rows;
	int failed;

	if (c->record.entity->id == ENTITY_MILESTONE)
		return milestone_predecessors(c, &c->record, GUARD_PREDECESSORS, err);
	failed = deed_rows(c, ENTITY_MILESTONE, "plan", "gate:any", "ref", &rows, err);
	c->facts.guard[GUARD_PREDECESSORS] = true;
	if (failed || !rows.n)
		return failed;
	failed = read_milestone(c, gather_cell(&rows, 0, 0), &gate, err);
	return failed ? failed : milestone_predecessors(c, &gate, GUARD_PREDECESSORS, err);
}

/* Whether anything that will happen stands behind a predecessor, itself included. */
static int stands(struct deed_case *c, const struct record *m, const char *outcome, int depth, bool *out,
		  struct error *err)
{
	struct neighbour *all;
	int n, failed;

	*out = !m->removed && !is_state(m, "cancelled");
	if (*out || m->removed || depth == DEPTH_MAX)
		return 0;
	failed = neighbours(c, m->uid, "succ", "pred", &all, &n, err);
	for (int i = 0; !failed && i < n && !*out; i++)
		if (applies(&all[i], outcome))
			failed = stands(c, &all[i].milestone, outcome, depth + 1, out, err);
	return failed;
}

int deed_predecessors_exist(struct deed_case *c, struct error *err)
{
	struct neighbour *all;
	const char *outcome, *gone = NULL;
	int n, failed = neighbours(c, c->record.uid, "succ", "pred", &all, &n, err);

	if (!failed)
		failed = gate_outcome(c, &c->record, &outcome, err);
	for (int i = 0; !failed && i < n; i++) {
		bool there = true;

		if (applies(&all[i], outcome) && !all[i].waived)
			failed = stands(c, &all[i].milestone, outcome, 0, &there, err);
		if (!there)
			gone = all[i].milestone.ref;
	}
	c->facts.guard[GUARD_PREDECESSORS_EXIST] = !failed && !gone;
	c->facts.detail[GUARD_PREDECESSORS_EXIST] = gone;
	return failed;
}

/* Does it wait for anything else that will happen? */
static int waits_for_other(struct deed_case *c, const struct record *m, bool *out, struct error *err)
{
	struct neighbour *all;
	int n, failed = neighbours(c, m->uid, "succ", "pred", &all, &n, err);

	*out = false;
	for (int i = 0; !failed && i < n; i++)
		if (strcmp(all[i].milestone.uid, c->record.uid) == 0)
			*out = *out || all[i].waived;
		else
			*out = *out || !is_state(&all[i].milestone, "cancelled");
	return failed;
}

int deed_successors(struct deed_case *c, struct error *err)
{
	struct neighbour *all;
	const char *left = NULL;
	int n, failed = neighbours(c, c->record.uid, "pred", "succ", &all, &n, err);

	for (int i = 0; !failed && i < n; i++) {
		bool other = false;

		if (is_state(&all[i].milestone, "cancelled"))
			continue;
		failed = waits_for_other(c, &all[i].milestone, &other, err);
		if (!other)
			left = all[i].milestone.ref;
	}
	c->facts.guard[GUARD_SUCCESSORS] = !failed && !left;
	c->facts.detail[GUARD_SUCCESSORS] = left;
	return failed;
}
