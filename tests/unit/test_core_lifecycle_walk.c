/* SPDX-License-Identifier: MIT */
/*
 * test_core_lifecycle_walk.c - random people do random things for a long time, and no
 * record ever gets into a state that cannot be.
 */
#include "life_help.h"

#define STEPS   100000
#define RECORDS 6
#define PEOPLE  8

static const struct {
	unsigned role;
	const char *uid;
} people[PEOPLE] = {
	{ ROLE_INSPECTOR, "00000000-0000-7000-8000-0000000000a1" }, { ROLE_SUPERVISOR, "00000000-0000-7000-8000-0000000000a2" },
	{ ROLE_SUPERVISOR, "00000000-0000-7000-8000-0000000000a3" }, { ROLE_DIRECTOR, "00000000-0000-7000-8000-0000000000a4" },
	{ ROLE_LIAISON, "00000000-0000-7000-8000-0000000000a5" }, { ROLE_CLASSIFIER, "00000000-0000-7000-8000-0000000000a6" },
	{ ROLE_ADMIN, "00000000-0000-7000-8000-0000000000a7" }, { ROLE_VIEWER, "00000000-0000-7000-8000-0000000000a8" },
};

/* One record, its open approval, and whom it was submitted by. */
struct thing {
	const struct entity *entity;
	struct value values[64];
	const struct life_rule *submitted;
	const char *by, *by_for, *first, *first_for;
	int level, levels, extensions;
	struct date extension_to;
	struct life_given request[16];
	char names[16][40];
	int n_request;
};

struct walk {
	struct thing things[RECORDS];
	struct arena arena;
	uint64_t seed;
	int done, refused, confirmed, closed, complete, reopened, corrected;
	char log[64];
};

static unsigned dice(struct walk *w, unsigned sides)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return (unsigned)((w->seed >> 11) % sides);
}

static struct value *value_at(struct thing *t, const char *field)
{
	return &t->values[record_field_index(t->entity, record_field(t->entity, field))];
}

static void thing_init(struct thing *t, enum entity_id id)
{
	static const struct when_context none = { .due = DATE_NONE };
	static struct arena kept;

	memset(t, 0, sizeof *t);
	t->entity = record_entity(id);
	for (int i = 0; i < t->entity->n_fields; i++)
		t->values[i] = value_initial(&t->entity->fields[i], &none, &kept);
	*value_at(t, "owner_user") = value_text(people[0].uid);
	*value_at(t, "owner_office") = value_text(UID_THING);
	t->extension_to = DATE_NONE;
	if (id == ENTITY_RECOMMENDATION) {
		*value_at(t, "concurrence") = value_text("concur");
		*value_at(t, "original_target") = value_text("2012-12-31");
	} else {
		*value_at(t, "approver_2") = value_text("director");
		*value_at(t, "evidence_type") = value_text("memo");
		*value_at(t, "forecast") = value_text("2012-12-31");
	}
}

static struct value random_value(struct walk *w, const struct field *f)
{
	int n = 0;

	if (f->type == FIELD_DATE) {
		char text[DATE_TEXT];

		date_format(date_add_days(day("2012-11-01"), (int)dice(w, 150)), text);
		return value_text(arena_strdup(&w->arena, text));
	}
	if (f->type != FIELD_CHOICE)
		return f->type == FIELD_BOOL ? value_int((int)dice(w, 2)) : fitting(f);
	while (f->choices[n].name)
		n++;
	return value_text(f->choices[dice(w, (unsigned)n)].name);
}

static void give_random(struct walk *w, struct life_case *c)
{
	struct life_asked ask;

	for (const char *at = c->rule->asks; (at = life_next_ask(at, &ask));)
		if (ask.required || dice(w, 2))
			case_give(c, ask.name, random_value(w, life_ask(c->rule, c->facts.entity, ask.name)));
	while (c->rule->flags & LIFE_ANY_FIELD && c->facts.n_given < 4) {
		const struct field *f = &c->facts.entity->fields[dice(w, (unsigned)c->facts.entity->n_fields)];

		if (record_stored(f) && f->type != FIELD_REF)
			case_give(c, f->name, random_value(w, f));
	}
}

static void gather(struct walk *w, struct thing *t, const struct life_rule *r, struct life_case *c)
{
	struct life_facts init = LIFE_FACTS_INIT;
	unsigned who = dice(w, PEOPLE), as = dice(w, 4) ? who : dice(w, PEOPLE);

	memset(c, 0, sizeof *c);
	c->rule = r;
	c->facts = init;
	memcpy(c->values, t->values, sizeof c->values);
	c->facts.entity = t->entity;
	c->facts.values = c->values;
	c->facts.role = people[as].role;
	c->facts.actor_uid = people[who].uid;
	c->facts.acting_for_uid = as == who ? NULL : people[as].uid;
	c->facts.today = date_add_days(day("2012-11-15"), (int)dice(w, 90));
	c->facts.letter_on = date_add_days(day("2012-11-15"), (int)dice(w, 90));
	c->facts.submitted_action = t->submitted ? t->submitted->action : NULL;
	c->facts.submitter_uid = t->by;
	c->facts.submitter_for_uid = t->by_for;
	c->facts.decider_uid = t->first;
	c->facts.decider_for_uid = t->first_for;
	c->facts.level = t->level;
	c->facts.levels = t->levels;
	c->facts.extensions = t->extensions;
	c->facts.extension_to = t->extension_to;
	for (int g = 0; g < GUARD_MAX; g++)
		c->facts.guard[g] = dice(w, 8) != 0;
}

/* Takes over what an action sets, unless that would be a state that cannot be (a door would refuse it). */
static bool apply(struct walk *w, struct thing *t, struct life_case *c, bool confirmed)
{
	struct life_effect effects[LIFE_EFFECTS_MAX];
	struct value before[64];
	int n = life_effects(c->rule, &c->facts, confirmed, &w->arena, effects);
	bool forced = c->rule->flags & LIFE_ANY_FIELD;
	struct error err;

	memcpy(before, t->values, sizeof before);
	for (int i = 0; i < n; i++) {
		t->values[record_field_index(t->entity, effects[i].field)] = effects[i].value;
		if (effects[i].value.kind && value_check(effects[i].field, effects[i].value, &err) != 0)
			fail_msg("%s sets %s: %s", c->rule->action, effects[i].field->name, err.why);
	}
	if (forced && life_wrong(t->entity, t->values)) {
		memcpy(t->values, before, sizeof before);
		return false;
	}
	return true;
}

static void submit(struct thing *t, struct life_case *c)
{
	unsigned masks[LIFE_LEVELS_MAX];

	t->submitted = c->rule;
	t->by = c->facts.actor_uid;
	t->by_for = c->facts.acting_for_uid;
	t->first = t->first_for = NULL;
	t->level = 1;
	t->levels = life_levels(c->rule, &c->facts, masks);
	memcpy(t->names, c->names, sizeof t->names);
	t->n_request = c->facts.n_given;
	for (int i = 0; i < t->n_request; i++) {
		t->request[i] = (struct life_given){ t->names[i], c->given[i].value };
		if (strcmp(t->names[i], "to_date") == 0)
			date_parse_iso(c->given[i].value.text, 10, &t->extension_to);
	}
}

/* A second person agrees to a two-person act: it takes effect with what was given then. */
static void confirm(struct walk *w, struct thing *t)
{
	struct life_case c;

	gather(w, t, t->submitted, &c);
	for (int i = 0; i < t->n_request; i++)
		case_give(&c, t->request[i].name, t->request[i].value);
	t->submitted = NULL;
	if (life_in_state(c.rule, &c.facts, NULL) != 0)
		return;
	w->corrected += c.rule->flags & LIFE_ANY_FIELD && apply(w, t, &c, true);
	if (!(c.rule->flags & LIFE_ANY_FIELD)) {
		apply(w, t, &c, true);
		w->reopened++;
	}
	w->confirmed++;
}

static void decide(struct thing *t, struct life_case *c)
{
	const char *who[] = { c->facts.actor_uid, c->facts.acting_for_uid }, *by[] = { t->by, t->by_for };

	for (int i = 0; i < 4; i++) /* written out anew: nobody decides what they submitted */
		assert_true(!who[i / 2] || !by[i % 2] || strcmp(who[i / 2], by[i % 2]) != 0);
	if (c->rule->flags & LIFE_APPROVES && t->level < t->levels) {
		t->level++;
		t->first = c->facts.actor_uid;
		t->first_for = c->facts.acting_for_uid;
		return;
	}
	t->extensions += strcmp(c->rule->action, "approve-extension") == 0;
	t->submitted = NULL;
}

static void check_legal(struct walk *w, struct thing *t)
{
	const char *wrong = life_wrong(t->entity, t->values);

	if (wrong)
		fail_msg("after %s: %s", w->log, wrong);
	if (t->entity->id != ENTITY_RECOMMENDATION)
		return;
	/* the three legal pairs, written out anew */
	const char *resolution = value_at(t, "resolution")->text, *action = value_at(t, "action")->text;

	assert_true(strcmp(action, "open") == 0 || strcmp(resolution, "resolved") == 0);
	if (strcmp(value_at(t, "original_target")->text, "2012-12-31") != 0 && !w->corrected)
		fail_msg("after %s the original target is another", w->log);
	w->closed += strcmp(action, "closed") == 0;
}

static void step(struct walk *w)
{
	struct thing *t = &w->things[dice(w, RECORDS)];
	const struct entity *e = t->entity;
	const struct life_rule *r;
	struct life_case c;
	unsigned n = 0;

	if (t->submitted && t->submitted->flags & LIFE_TWO_PERSONS && dice(w, 5) == 0) {
		confirm(w, t);
		check_legal(w, t);
		return;
	}
	while (life_of(e, n))
		n++;
	r = life_of(e, dice(w, n));
	gather(w, t, r, &c);
	give_random(w, &c);
	snprintf(w->log, sizeof w->log, "%s of %s", r->action, e->name);
	if (life_need(r, &c.facts, NULL) != 0 || life_possible(r, &c.facts, NULL, NULL) != 0) {
		w->refused++;
		return;
	}
	apply(w, t, &c, false);
	if (r->flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS))
		submit(t, &c);
	else if (r->flags & LIFE_DECIDES)
		decide(t, &c);
	else if (r->flags & LIFE_RECALLS || (life_to(r, &c.facts) && t->submitted))
		t->submitted = NULL; /* taken back, or overtaken */
	w->done++;
	w->complete += e->id == ENTITY_MILESTONE && strcmp(value_at(t, "state")->text, "complete") == 0;
	check_legal(w, t);
}

static void random_people__never_reach_a_state_that_cannot_be(void **state)
{
	struct walk w = { .seed = UINT64_C(0x9e3779b97f4a7c15), .arena = ARENA_INIT };

	(void)state;
	for (int i = 0; i < RECORDS; i++)
		thing_init(&w.things[i], i % 2 ? ENTITY_MILESTONE : ENTITY_RECOMMENDATION);
	for (int i = 0; i < STEPS; i++) {
		unsigned at = dice(&w, RECORDS);

		step(&w);
		if (i % 500 == 499 && !w.things[at].submitted)
			thing_init(&w.things[at], w.things[at].entity->id); /* ends are dead ends */
	}
	arena_release(&w.arena);
	/* it went somewhere */
	assert_in_range(w.done, STEPS / 100, STEPS);
	assert_in_range(w.refused, STEPS / 10, STEPS);
	assert_in_range(w.closed, 1, STEPS);
	assert_in_range(w.complete, 1, STEPS);
	assert_in_range(w.reopened, 1, STEPS);
	assert_in_range(w.corrected, 1, STEPS);
}

static void a_state_that_cannot_be__is_named(void **state)
{
	static const char *const rows[][3] = {
		{ "resolution", "unresolved", "what is closed must be resolved as well" },
		{ "sub", "on_hold", "what is closed is not on hold" },
		{ "work_state", "working", "the work on what is closed is done" },
		{ "closure_basis", NULL, "a closure has a basis: a letter, or a later report" },
		{ "closure_reason", NULL, "a closure by letter has a reason and a day" },
		{ "closed_on", NULL, "a closure by letter has a reason and a day" },
		{ "closure_basis", "published", "a published closure names the report that states it" },
		{ "action", "open", "an open recommendation says nothing of a closure" },
	};
	static const char *const closed[][2] = {
		{ "resolution", "resolved" }, { "action", "closed" }, { "work_state", "done" }, { "closure_basis", "letter" },
		{ "closure_reason", "implemented" }, { "closed_on", "2012-11-14" },
	};

	(void)state;
	for (size_t i = 0; i <= COUNT(rows); i++) {
		struct thing t;

		thing_init(&t, ENTITY_RECOMMENDATION);
		assert_null(life_wrong(t.entity, t.values));
		for (size_t j = 0; j < COUNT(closed); j++)
			*value_at(&t, closed[j][0]) = value_text(closed[j][1]);
		if (i < COUNT(rows)) {
			*value_at(&t, rows[i][0]) = value_text(rows[i][1]);
			assert_string_equal(life_wrong(t.entity, t.values), rows[i][2]);
		} else {
			assert_null(life_wrong(t.entity, t.values));
		}
	}
}

static void an_approval__is_never_decided_by_its_submitter(void **state)
{
	static const char *const by[] = { "submitted_by", "submitted_for" }, *const who[] = { "decided_by", "decided_for" };
	struct thing t = { .entity = record_entity(ENTITY_APPROVAL) };

	(void)state;
	*value_at(&t, "state") = value_text("approved");
	assert_string_equal(life_wrong(t.entity, t.values), "what is decided names who decided it");
	for (int i = 0; i < 4; i++) {
		*value_at(&t, "decided_by") = value_text(UID_THIRD);
		*value_at(&t, who[i % 2]) = value_text(UID_ACTOR);
		*value_at(&t, by[i / 2]) = value_text(UID_ACTOR);
		assert_string_equal(life_wrong(t.entity, t.values), "nobody decides what they submitted");
		*value_at(&t, who[i % 2]) = value_text(UID_OTHER);
		assert_null(life_wrong(t.entity, t.values));
		*value_at(&t, by[i / 2]) = VALUE_NULL;
	}
	*value_at(&t, "decision") = value_text("return");
	assert_string_equal(life_wrong(t.entity, t.values), "a return needs a comment");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_people__never_reach_a_state_that_cannot_be),
		cmocka_unit_test(a_state_that_cannot_be__is_named),
		cmocka_unit_test(an_approval__is_never_decided_by_its_submitter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
