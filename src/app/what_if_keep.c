/* SPDX-License-Identifier: MIT */
/* what_if_keep.c - a what-if that is kept: forecasts of all that moves, in one batch. */
#include "app/what_if.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/door.h"
#include "app/gather.h"
#include "app/may.h"
#include "base/mem.h"
#include "core/lifecycle.h"

struct keeping {
	struct app *app;
	const struct plan *p;
	const struct what_if *w;
	struct arena arena;
	struct door_change *changes;
	int n;
};

/* Who may do it to one milestone may do it to many: the rule is that of set-forecast. */
static int may_forecast(const struct keeping *k, int32_t i, struct error *err)
{
	const struct life_rule *rule = life_find(record_entity(ENTITY_MILESTONE), "set-forecast");
	const struct plan_milestone *m = &k->p->milestones[i];
	bool own = strcmp(m->owner_user, k->app->user) == 0 && !(k->app->role & (ROLE_VIEWER | ROLE_AUDITOR));

	if (!may_write(k->app, err))
		return error_where(err, "%s", m->code);
	if (!own && !may_role(k->app, rule->roles, "set its forecast", err)) {
		snprintf(err->next, sizeof err->next, "so does its owner, %.60s",
			 *m->owner_user ? m->owner_user : "whom it lacks");
		return error_where(err, "%s", m->code);
	}
	if (life_has(rule->from, m->state))
		return 0;
	return error_set(err, FAIL_NO, "what if", m->code, "decide or recall it first", "it is %s: its date waits for approval",
			 m->state);
}

static void put(struct keeping *k, struct door_change *c, const char *field, const char *text)
{
	c->fields[c->n_fields++] = (struct door_field){ .field = record_field(c->entity, field),
							.text = arena_strdup(&k->arena, text) };
}

static const struct schedule_edit *duration_edit(const struct what_if *w, int32_t milestone)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->edits[i].milestone == milestone && w->edits[i].kind == SCHEDULE_SET_DURATION)
			return &w->edits[i];
	return NULL;
}

static void add_change(struct keeping *k, const struct schedule_move *m)
{
	const struct schedule_edit *duration = duration_edit(k->w, m->milestone);
	struct door_change *c = &k->changes[k->n++];
	char text[DATE_TEXT], days[16];

	*c = (struct door_change){ .entity = record_entity(ENTITY_MILESTONE) };
	c->where = k->p->milestones[m->milestone].code;
	snprintf(c->uid, sizeof c->uid, "%s", k->p->milestones[m->milestone].uid);
	c->fields = arena_alloc(&k->arena, 2 * sizeof *c->fields);
	put(k, c, "forecast", date_format(m->to, text));
	if (!duration)
		return;
	snprintf(days, sizeof days, "%d", (int)duration->amount);
	put(k, c, "duration", days);
}

static int make_changes(struct keeping *k, struct error *err)
{
	const struct schedule_what_if *r = &k->w->result;
	int failed = 0;

	k->changes = arena_alloc(&k->arena, (r->n_moves + 1) * sizeof *k->changes);
	for (size_t i = 0; i < r->n_moves && !failed; i++) {
		/* What the gate cancels is cancelled by deciding it, not by a forecast. */
		if (date_is_none(r->moves[i].to))
			continue;
		failed = may_forecast(k, r->moves[i].milestone, err);
		if (!failed)
			add_change(k, &r->moves[i]);
	}
	return failed;
}

/* ---- what the new dates mean for the recommendations they fulfil */

static void offer(struct keeping *k, const struct plan_milestone *m, struct date to, struct what_if_kept *out)
{
	struct gather_from from = { k->app, k->app->store, k->app->today };
	struct gather_query q = { .entity = ENTITY_RECOMMENDATION, .columns = "current_target", .limit = 1 };
	char text[DATE_TEXT], target_text[DATE_TEXT];
	struct date target;
	struct rows rows;

	q.where = arena_printf(&k->arena, "is:open ref:\"%s\"", m->fulfils);
	if (gather_rows(&from, &q, &k->arena, &rows, NULL) != 0 || !rows.n)
		return;
	target = gather_date(&rows, 0, 0);
	if (date_is_none(target) || date_cmp(to, target) <= 0)
		return;
	MEM_GROW(out->offers, out->cap_offers, out->n_offers + 1);
	struct what_if_offer *o = &out->offers[out->n_offers++];

	*o = (struct what_if_offer){ .to = to, .ref = arena_strdup(&out->arena, m->fulfils) };
	snprintf(o->uid, sizeof o->uid, "%s", rows.uids[0]);
	o->words = arena_printf(&out->arena, "%s on %s is past the target of %s (%s)", m->code, date_format(to, text), m->fulfils,
				date_format(target, target_text));
}

static void make_offers(struct keeping *k, struct what_if_kept *out)
{
	const struct schedule_what_if *r = &k->w->result;

	for (size_t i = 0; i < r->n_moves; i++) {
		const struct plan_milestone *m = &k->p->milestones[r->moves[i].milestone];

		if (*m->fulfils && !date_is_none(r->moves[i].to))
			offer(k, m, r->moves[i].to, out);
	}
}

void what_if_kept_release(struct what_if_kept *k)
{
	free(k->offers);
	arena_release(&k->arena);
	*k = (struct what_if_kept){ .n = 0 };
}

int what_if_keep(struct app *a, const struct plan *p, const struct what_if *w, const char *reason,
		 struct what_if_kept *out, struct error *err)
{
	struct keeping k = { .app = a, .p = p, .w = w, .arena = ARENA_INIT };
	struct store_result result = STORE_RESULT_INIT;
	struct door_request r = { .verb = "set-forecast", .action = "set-forecast", .reason = reason,
				  .effective = DATE_NONE };
	int failed;

	if (!reason || !*reason)
		return error_set(err, FAIL_USAGE, "what if", p->ref, "say why in a few words",
				 "a shift is kept with its reason");
	for (size_t i = 0; i < w->n; i++)
		if (w->edits[i].kind == SCHEDULE_SET_GATE)
			return error_set(err, FAIL_NO, "what if", p->ref, "decide it with decide-gate",
					 "the outcome of a gate is decided, not forecast");
	failed = make_changes(&k, err);
	r.changes = k.changes;
	r.n_changes = k.n;
	if (!failed)
		failed = door_commit(a, &r, &result, NULL, err);
	if (failed == FAIL_DATA && strstr(err->why, "past the window"))
		snprintf(err->next, sizeof err->next, "%s", "move the certification as well, in the same what-if");
	if (!failed) {
		*out = (struct what_if_kept){ .batch = result.batch };
		out->n = k.n;
		make_offers(&k, out);
	}
	store_result_release(&result);
	arena_release(&k.arena);
	return failed;
}
