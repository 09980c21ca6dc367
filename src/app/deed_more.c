/* SPDX-License-Identifier: MIT */
/* deed_more.c - what comes with an action: approvals, the checklist, extensions, letters, updates, baselines. */
#include <string.h>

#include "app/deed_private.h"

static const char *given_text(const struct deed_case *c, const char *name)
{
	if (!deed_case_gave(c, name))
		return NULL;
	return life_given_value(&c->facts, name).text;
}

/* ---- opening ------------------------------------------------------------------------------ */

/* Of several roles that may decide, the nearest one is named; the guards know them all. */
static const char *waits_for(unsigned mask)
{
	static const unsigned nearest[] = { ROLE_SUPERVISOR, ROLE_CLASSIFIER, ROLE_DIRECTOR, ROLE_ADMIN };

	for (size_t i = 0; i < sizeof nearest / sizeof *nearest; i++)
		if (mask & nearest[i])
			return role_name(nearest[i]);
	return role_name(ROLE_SUPERVISOR);
}

static int checklist_lines(struct deed_making *m, struct deed_case *c, const char *approval, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_CHECKLIST_LINE);
	int failed = deed_checklist(c, err);

	for (int i = 0; !failed && i < CHECK_MAX; i++) {
		struct deed_check *check = &c->check[i];
		struct door_change *out = deed_change(m, e, check->uid, c->rule->action);

		if (!check->uid) {
			deed_set_text(m, out, "approval", approval);
			deed_set(m, out, "number", value_int(i + 1));
			deed_set_text(m, out, "item", check_name((enum check_item)i));
		}
		deed_set_text(m, out, "answer", check->answer);
		deed_set(m, out, "computed", value_int(check->computed));
		deed_set_text(m, out, "note", check->note);
	}
	return failed;
}

static struct door_change *new_approval(struct deed_making *m, struct deed_case *c, const char *action, int level,
					int levels, unsigned mask)
{
	struct door_change *out = deed_change(m, record_entity(ENTITY_APPROVAL), NULL, c->rule->action);

	deed_set_text(m, out, "subject", deed_any(c->arena, c->record.entity, c->record.uid));
	deed_set_text(m, out, "action", action);
	deed_set(m, out, "level", value_int(level));
	deed_set(m, out, "levels", value_int(levels));
	deed_set_text(m, out, "waits_for", waits_for(mask));
	return out;
}

static int submit(struct deed_making *m, struct deed_case *c, const struct value *after, struct error *err)
{
	unsigned masks[LIFE_LEVELS_MAX] = { 0 };
	int levels = life_levels(c->rule, &c->facts, masks), failed = 0;
	AUTOBUF request = BUF_INIT;
	struct door_change *out;
	char bound[65], uid[UUID_TEXT];

	if (c->rule->flags & LIFE_CHECKLIST)
		failed = deed_checklist(c, err);
	if (!failed)
		failed = deed_bound(c, after, bound, err);
	if (failed)
		return failed;
	life_request_write(c->rule, c->record.entity, c->given, c->n_given, &request);
	out = new_approval(m, c, c->rule->action, 1, levels, masks[0]);
	deed_set_text(m, out, "submitted_by", c->facts.actor_uid);
	deed_set_text(m, out, "submitted_for", c->facts.acting_for_uid);
	deed_set_date(m, out, "submitted_on", c->app->today);
	deed_set_text(m, out, "request", request.s);
	deed_set_text(m, out, "bound", bound);
	memcpy(uid, out->uid, sizeof uid);
	return c->rule->flags & LIFE_CHECKLIST ? checklist_lines(m, c, uid, err) : 0;
}

/* ---- deciding ------------------------------------------------------------------------------ */

static struct door_change *decided_approval(struct deed_making *m, struct deed_case *c, const char *state)
{
	struct door_change *out = deed_change(m, c->approval.entity, c->approval.uid, c->rule->action);

	out->base_version = c->approval.version;
	out->where = arena_strdup(&m->arena, c->approval.ref);
	deed_set_text(m, out, "state", state);
	out->fields[0].base = value_text("waiting");
	out->fields[0].has_base = true;
	return out;
}

/* What the level before agreed to waits for the next one, as it was submitted. */
static void next_level(struct deed_making *m, struct deed_case *c)
{
	const struct life_rule *asked = life_find(c->record.entity, c->facts.submitted_action);
	static const char *const same[] = { "submitted_by", "submitted_for", "submitted_on", "request", "bound" };
	unsigned masks[LIFE_LEVELS_MAX] = { 0 };
	struct door_change *out;

	life_levels(asked, &c->facts, masks);
	out = new_approval(m, c, c->facts.submitted_action, c->facts.level + 1, c->facts.levels, masks[c->facts.level]);
	deed_set_text(m, out, "after", c->approval.uid);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		deed_set(m, out, same[i], *deed_value(&c->approval, same[i]));
}

static int decide(struct deed_making *m, struct deed_case *c, struct error *err)
{
	struct door_change *out = decided_approval(m, c, life_approval_state(c->rule));

	deed_set_text(m, out, "decision", life_decision(c->rule));
	deed_set_text(m, out, "decided_by", c->facts.actor_uid);
	deed_set_text(m, out, "decided_for", c->facts.acting_for_uid);
	deed_set_date(m, out, "decided_on", c->app->today);
	deed_set_text(m, out, "comment", given_text(c, "comment"));
	if (c->rule->flags & LIFE_APPROVES && c->facts.level < c->facts.levels)
		next_level(m, c);
	if (c->rule->flags & LIFE_APPROVES && c->rule->flags & LIFE_CHECKLIST)
		return checklist_lines(m, c, c->approval.uid, err);
	return 0;
}

/* Something else moved what was submitted to where nobody can decide it any more; what it made ends too. */
static bool overtakes(const struct deed_case *c, const struct value *after)
{
	const struct life_rule *asked = life_find(c->record.entity, c->facts.submitted_action);
	const struct life_rule *approval = asked ? life_approval_of(asked, c->record.entity) : NULL;
	const struct field *f = approval && approval->moves ? record_field(c->record.entity, approval->moves) : NULL;
	int i = f ? record_field_index(c->record.entity, f) : -1;

	return f && !value_equal(after[i], c->record.values[i]) &&
	       !(after[i].kind == VALUE_TEXT && life_has(approval->from, after[i].text));
}

int deed_make_approval(struct deed_making *m, struct deed_case *c, const struct value *after, struct error *err)
{
	unsigned flags = c->rule->flags;

	if (c->facts.personal)
		return 0;
	if (flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS))
		return submit(m, c, after, err);
	if (!c->approval.entity)
		return 0;
	if (flags & LIFE_DECIDES)
		return decide(m, c, err);
	if (flags & LIFE_RECALLS) {
		deed_set_text(m, decided_approval(m, c, "recalled"), "comment", given_text(c, "comment"));
	} else if (overtakes(c, after)) {
		c->overtaken = true;
		decided_approval(m, c, "overtaken");
	}
	return 0;
}

/* ---- extensions ----------------------------------------------------------------------------- */

static bool is_about(const struct deed_case *c, const char *action)
{
	return c->facts.submitted_action && strcmp(c->facts.submitted_action, action) == 0;
}

/* Fields of the record that is made, as they were given. */
static void put_given(struct deed_making *m, struct deed_case *c, struct door_change *out)
{
	for (int i = 0; i < c->n_given; i++) {
		const struct field *f = life_ask(c->rule, c->record.entity, c->given[i].name);

		if (f && f >= out->entity->fields && f < out->entity->fields + out->entity->n_fields)
			deed_set(m, out, f->name, c->given[i].value);
	}
}

static void make_extension(struct deed_making *m, struct deed_case *c)
{
	struct door_change *out = deed_change(m, record_entity(ENTITY_EXTENSION), NULL, c->rule->action);
	const struct value *from = deed_value(&c->record, "current_target");

	deed_set_text(m, out, "recommendation", c->record.uid);
	deed_set(m, out, "from_date",
		 from->kind == VALUE_NONE ? *deed_value(&c->record, "original_target") : *from);
	put_given(m, c, out);
	deed_set_text(m, out, "asked_by", c->facts.actor_uid);
	deed_set_date(m, out, "asked_on", c->app->today);
	if (!c->facts.personal)
		return;
	deed_set_text(m, out, "state", "approved");
	deed_set_text(m, out, "decided_by", c->facts.actor_uid);
	deed_set_date(m, out, "decided_on", c->app->today);
}

static int end_extension(struct deed_making *m, struct deed_case *c, const char *state, struct error *err)
{
	struct rows rows;
	int failed = deed_rows(c, ENTITY_EXTENSION, "recommendation", "state:asked", "ref", &rows, err);
	bool decided = c->rule->flags & LIFE_DECIDES;

	for (int i = 0; !failed && i < rows.n; i++) {
		struct door_change *out = deed_change(m, record_entity(ENTITY_EXTENSION), rows.uids[i],
				c->rule->action);

		deed_set_text(m, out, "state", state);
		if (decided) {
			deed_set_text(m, out, "decided_by", c->facts.actor_uid);
			deed_set_date(m, out, "decided_on", c->app->today);
		}
		if (given_text(c, "comment"))
			deed_set_text(m, out, "comment", given_text(c, "comment"));
	}
	return failed;
}

/* ---- letters ----------------------------------------------------------------------------------- */

static const char *outcome_of(const char *action)
{
	const struct field *f = record_field(record_entity(ENTITY_LETTER_LINE), "outcome");

	for (const struct choice *k = f->choices; k->name; k++) {
		const char *does = life_outcome_action(k->name);

		if (does && strcmp(does, action) == 0)
			return k->name;
	}
	return NULL;
}

/* The letter says on its own page what it did. A line made in this batch is its maker's. */
static void letter_line(struct deed_making *m, struct deed_case *c)
{
	const char *outcome = c->rule->flags & LIFE_LETTER ? outcome_of(c->rule->action) : NULL;
	bool takes_effect = outcome && (c->confirmed || !life_waits(c->rule, &c->facts));
	struct door_change *out;

	if (!*c->letter_uid || c->letter_new || c->record.entity->id != ENTITY_RECOMMENDATION ||
	    (c->letter_line && !takes_effect))
		return;
	out = deed_change(m, record_entity(ENTITY_LETTER_LINE), c->letter_line, c->rule->action);
	if (!c->letter_line) {
		deed_set_text(m, out, "letter", c->letter_uid);
		deed_set_text(m, out, "recommendation", c->record.uid);
	}
	if (outcome)
		deed_set_text(m, out, "outcome", outcome);
	if (given_text(c, "closure_reason"))
		deed_set_text(m, out, "closure_reason", given_text(c, "closure_reason"));
	if (takes_effect)
		deed_set_date(m, out, "recorded_on", c->app->today);
}

/* ---- updates, waivers, baselines ----------------------------------------------------------------- */

static void make_update(struct deed_making *m, struct deed_case *c)
{
	struct door_change *out = deed_change(m, record_entity(ENTITY_UPDATE), NULL, c->rule->action);

	deed_set_text(m, out, "subject", deed_any(c->arena, c->record.entity, c->record.uid));
	put_given(m, c, out);
}

static int make_waiver(struct deed_making *m, struct deed_case *c, struct error *err)
{
	const char *pred = life_given_value(&c->facts, "pred").text;
	struct rows rows;
	int failed = deed_rows(c, ENTITY_DEPENDENCY, "succ", "waived:no", "pred", &rows, err);

	for (int i = 0; !failed && i < rows.n; i++) {
		struct store_found found;
		struct door_change *out;

		failed = store_find(c->app->store, gather_cell(&rows, i, 0), ENTITY_MILESTONE, true, &found, err);
		if (failed || strcmp(found.uid, pred) != 0)
			continue;
		out = deed_change(m, record_entity(ENTITY_DEPENDENCY), rows.uids[i], c->rule->action);
		deed_set(m, out, "waived", value_int(1));
		deed_set_text(m, out, "waived_reason", given_text(c, "comment"));
		return 0;
	}
	return failed ? failed
		      : error_set(err, FAIL_NO, c->rule->action, c->name, NULL, "it does not wait for %s",
				  store_ref(c->app->store, record_entity(ENTITY_MILESTONE), pred, c->arena));
}

int deed_make_others(struct deed_making *m, struct deed_case *c, struct error *err)
{
	bool asks = strcmp(c->rule->action, "request-extension") == 0;
	int failed = 0;

	letter_line(m, c);
	if (c->rule->makes == ENTITY_UPDATE)
		make_update(m, c);
	if (asks)
		make_extension(m, c);
	else if (is_about(c, "request-extension") && c->rule->flags & (LIFE_DECIDES | LIFE_RECALLS))
		failed = c->facts.level < c->facts.levels ? 0 : end_extension(m, c, life_approval_state(c->rule), err);
	else if (c->overtaken && is_about(c, "request-extension"))
		failed = end_extension(m, c, "overtaken", err);
	if (!failed && strcmp(c->rule->action, "waive") == 0)
		failed = make_waiver(m, c, err);
	if (!failed && c->record.entity->id == ENTITY_APPROVAL && c->rule->flags & LIFE_APPROVES)
		failed = deed_make_confirmed(m, c, err);
	return failed ? failed : deed_make_plan(m, c, err);
}
