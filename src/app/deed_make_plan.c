/* SPDX-License-Identifier: MIT */
/* deed_make_plan.c - what actions do to the plan as a whole: baselines, the gate, its end. */
#include <string.h>

#include "app/deed_private.h"

/* ---- baselines --------------------------------------------------------------------------- */

#define REASON_MAX 400 /* of a baseline */

/* What was asked for says why; what the approver adds comes behind it. In one line. */
static const char *why_baseline(struct deed_making *m, struct deed_case *c)
{
	struct value v = life_given_value(&c->facts, "comment");
	const char *asked = c->asked_because ? c->asked_because : "", *said = v.kind == VALUE_TEXT ? v.text : "";
	char *both = arena_printf(&m->arena, "%s%s%s", asked, *asked && *said ? "; " : "", said);
	size_t end = strlen(both);

	if (end > REASON_MAX)
		for (end = REASON_MAX; end && (both[end] & 0xc0) == 0x80;)
			end--;
	both[end] = '\0';
	for (char *at = both; (at = strchr(at, '\n'));)
		*at = ' ';
	return both;
}

static struct door_change *new_baseline(struct deed_making *m, struct deed_case *c, const char *plan)
{
	struct door_change *out = deed_change(m, record_entity(ENTITY_BASELINE), NULL, c->rule->action);
	const char *reason = why_baseline(m, c);

	deed_set_text(m, out, "plan", plan);
	deed_set_date(m, out, "frozen_on", c->app->today);
	deed_set_text(m, out, "approved_by", c->facts.actor_uid);
	if (*reason)
		deed_set_text(m, out, "reason", reason);
	return out;
}

static void baseline_date(struct deed_making *m, const char *verb, const char *baseline, const char *milestone,
			  struct value date)
{
	struct door_change *out = deed_change(m, record_entity(ENTITY_BASELINE_DATE), NULL, verb);

	deed_set_text(m, out, "baseline", baseline);
	deed_set_text(m, out, "milestone", milestone);
	deed_set(m, out, "date", date);
}

/* One milestone gets another date; the baselines before keep theirs. */
static void rebaseline(struct deed_making *m, struct deed_case *c)
{
	struct value to = life_given_value(&c->facts, "to_date");
	char uid[UUID_TEXT];

	if (to.kind != VALUE_TEXT)
		return;
	memcpy(uid, new_baseline(m, c, deed_text(&c->record, "plan"))->uid, sizeof uid);
	baseline_date(m, c->rule->action, uid, c->record.uid, to);
}

static int freeze(struct deed_making *m, struct deed_case *c, struct error *err)
{
	struct rows rows;
	char uid[UUID_TEXT];
	int failed = deed_rows(c, ENTITY_MILESTONE, "plan", "-state:cancelled forecast:any", "forecast", &rows, err);

	if (failed)
		return failed;
	memcpy(uid, new_baseline(m, c, c->record.uid)->uid, sizeof uid);
	for (int i = 0; i < rows.n; i++)
		baseline_date(m, c->rule->action, uid, rows.uids[i], value_text(gather_cell(&rows, i, 0)));
	return 0;
}

/* ---- the end of a plan -------------------------------------------------------------------- */

static bool finished_here(const struct deed_making *m, const char *uid)
{
	for (int i = 0; i < m->n_cases; i++)
		if (strcmp(m->cases[i].record.uid, uid) == 0)
			return true;
	return false;
}

static int plan_of(struct deed_case *c, struct record *out, struct error *err)
{
	return store_get(c->app->store, record_entity(ENTITY_PLAN), deed_text(&c->record, "plan"), c->app->today, c->arena,
			 out, err);
}

/* With its last milestone a plan that was frozen is over, and it is not when one is opened again. */
static int follow_plan(struct deed_making *m, struct deed_case *c, const char *to, struct error *err)
{
	bool done = strcmp(to, "complete") == 0 || strcmp(to, "cancelled") == 0, left = false;
	struct record plan;
	struct rows rows;
	int failed = plan_of(c, &plan, err);

	if (failed || strcmp(deed_text(&plan, "state"), done ? "baselined" : "closed") != 0)
		return failed;
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_MILESTONE, .parent = "plan", .parent_uid = plan.uid,
				  .where = "-state:complete,cancelled", .columns = "ref" };

	failed = done ? gather_rows(&from, &q, c->arena, &rows, err) : 0;
	for (int i = 0; done && !failed && i < rows.n; i++)
		left = left || !finished_here(m, rows.uids[i]);
	for (int i = 0; i < m->n; i++)
		left = left || strcmp(m->changes[i].uid, plan.uid) == 0;
	if (!failed && !left)
		deed_set_text(m, deed_change(m, plan.entity, plan.uid, c->rule->action), "state", done ? "closed" : "baselined");
	return failed;
}

int deed_make_plan(struct deed_making *m, struct deed_case *c, struct error *err)
{
	const char *action = c->rule->action, *to = life_to(c->rule, &c->facts);

	if (strcmp(action, "approve-rebaseline") == 0 ||
	    (c->facts.personal && strcmp(action, "request-rebaseline") == 0))
		rebaseline(m, c);
	if (strcmp(action, "freeze-baseline") == 0)
		return freeze(m, c, err);
	if (strcmp(action, "decide-gate") == 0)
		return deed_make_gate(m, c, err);
	if (c->record.entity->id == ENTITY_MILESTONE && to &&
	    (strcmp(to, "complete") == 0 || strcmp(to, "cancelled") == 0 || strcmp(action, "reopen") == 0))
		return follow_plan(m, c, to, err);
	return 0;
}
