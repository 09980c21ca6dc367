/* SPDX-License-Identifier: MIT */
/*
 * deed_make_gate.c - what the outcome of the first gate does to the plan.
 *
 * With none, all that the schedule no longer counts and the phases that would have
 * reclassified are cancelled, and what remains is expected when the schedule says. With
 * partial the waves that are not named are cancelled; what waits for them waits for what
 * they waited for.
 */
#include <string.h>

#include "app/deed_private.h"
#include "app/plan.h"

struct deciding {
	struct deed_making *m;
	struct deed_case *c;
	struct plan plan;
};

static bool over(const struct plan_milestone *p)
{
	return strcmp(p->state, "complete") == 0 || strcmp(p->state, "cancelled") == 0;
}

/* Whatever waited there for a decision is overtaken. */
static int cancel(struct deciding *d, int32_t i, struct error *err)
{
	const struct plan_milestone *p = &d->plan.milestones[i];
	struct deed_case *one = arena_alloc(d->c->arena, sizeof *one);
	struct door_change *out;
	int failed;

	if (over(p))
		return 0;
	failed = deed_case_init(one, d->c->app, record_entity(ENTITY_MILESTONE), p->uid, d->c->arena, err);
	if (failed)
		return failed;
	out = deed_change(d->m, one->record.entity, p->uid, "cancel");
	out->where = arena_strdup(&d->m->arena, one->name);
	deed_set_text(d->m, out, "state", "cancelled");
	deed_set_text(d->m, out, "actual", NULL);
	if (one->approval.entity)
		deed_set_text(d->m, deed_change(d->m, one->approval.entity, one->approval.uid, "cancel"), "state", "overtaken");
	return 0;
}

/* ---- nothing is reclassified */

/* What remains has its date from the gate now: it need not wait as long as was forecast. */
static void forecast(struct deciding *d, const struct schedule_move *move)
{
	const struct plan_milestone *p = &d->plan.milestones[move->milestone];
	const struct life_rule *rule = life_find(record_entity(ENTITY_MILESTONE), "set-forecast");
	struct door_change *out;

	if (date_is_none(move->to) || date_is_none(p->forecast) || !life_has(rule->from, p->state))
		return;
	out = deed_change(d->m, record_entity(ENTITY_MILESTONE), p->uid, "set-forecast");
	out->where = arena_strdup(&d->m->arena, p->code);
	deed_set_date(d->m, out, "forecast", move->to);
	out->fields[0].base = value_copy(&d->m->arena, value_text(date_format(p->forecast, (char[DATE_TEXT]){ 0 })));
	out->fields[0].has_base = true;
}

static int make_none(struct deciding *d, struct error *err)
{
	struct schedule_edit edit = { .kind = SCHEDULE_SET_GATE, .amount = SCHEDULE_GATE_NONE, .date = DATE_NONE };
	struct schedule_what_if w;
	int failed = schedule_what_if(d->plan.schedule, &edit, 1, &w, err);

	if (failed)
		return failed;
	for (size_t i = 0; i < d->plan.n && !failed; i++) {
		char phase = *d->plan.milestones[i].phase;

		if ((phase >= '1' && phase <= '4') || schedule_row(w.after, (int32_t)i)->by_gate)
			failed = cancel(d, (int32_t)i, err);
	}
	for (size_t i = 0; i < w.n_moves && !failed; i++)
		forecast(d, &w.moves[i]);
	schedule_what_if_release(&w);
	return failed;
}

/* ---- a part is */

/* "1,3": which waves stay; FAIL_DATA names what is none of the plan's. */
static int read_waves(const struct deciding *d, const char *text, bool *stays, size_t n, struct error *err)
{
	for (const char *at = text; *at; at++) {
		size_t wave = *at >= '1' && *at <= '9' ? (size_t)(*at - '0') : 0;

		if (*at == ',' || *at == ' ')
			continue;
		if (!wave || wave > n || plan_wave(&d->plan, (int64_t)wave) < 0)
			return error_set(err, FAIL_DATA, "decide-gate", "waves", "name the waves that stay: 1, or 1,2",
					 "\"%s\" names no waves of %s", text, d->plan.ref);
		stays[wave - 1] = true;
	}
	return 0;
}

static int make_partial(struct deciding *d, const char *waves, struct error *err)
{
	bool stays[9] = { false };
	int failed = read_waves(d, waves, stays, 9, err);

	for (int64_t wave = 1; wave <= 9 && !failed; wave++) {
		int32_t at = plan_wave(&d->plan, wave);

		if (at >= 0 && !stays[wave - 1])
			failed = cancel(d, at, err);
	}
	return failed;
}

/* ---- the outcome */

int deed_make_gate(struct deed_making *m, struct deed_case *c, struct error *err)
{
	struct value outcome = life_given_value(&c->facts, "gate_outcome");
	struct value waves = life_given_value(&c->facts, "waves");
	bool none = outcome.kind == VALUE_TEXT && strcmp(outcome.text, "none") == 0;
	bool partial = outcome.kind == VALUE_TEXT && strcmp(outcome.text, "partial") == 0;
	struct plan_options o = PLAN_OPTIONS_INIT;
	struct deciding d = { .m = m, .c = c };
	int failed;

	if (waves.kind == VALUE_TEXT && !partial)
		return error_set(err, FAIL_DATA, c->rule->action, "waves", "leave waves out, or give gate_outcome=partial",
				 "waves are named where only a part is reclassified");
	if (!none && waves.kind != VALUE_TEXT)
		return 0;
	o.uid = c->record.uid;
	failed = plan_read(c->app, &o, &d.plan, err);
	if (failed)
		return failed;
	failed = none ? make_none(&d, err) : make_partial(&d, waves.text, err);
	plan_release(&d.plan);
	return failed;
}
