/* SPDX-License-Identifier: MIT */
/* life_help.h - a record in memory, an actor and an answer to every question, for tests of life cycles. */
#ifndef LIFE_HELP_H
#define LIFE_HELP_H

#include "core/lifecycle.h"
#include "core_help.h"

#include <stdio.h>
#include <stdlib.h>

#define UID_ACTOR "00000000-0000-7000-8000-000000000001"
#define UID_OTHER "00000000-0000-7000-8000-000000000002"
#define UID_THIRD "00000000-0000-7000-8000-000000000003"
#define UID_THING "00000000-0000-7000-8000-000000000009"

struct life_case {
	const struct life_rule *rule;
	struct life_facts facts;
	struct value values[64];
	struct life_given given[16];
	char names[16][40];
};

static inline void case_set(struct life_case *c, const char *field, struct value v)
{
	const struct entity *e = c->facts.entity;
	const struct field *f = record_field(e, field);

	if (f)
		c->values[record_field_index(e, f)] = v;
}

static inline void case_give(struct life_case *c, const char *name, struct value v)
{
	struct life_facts *f = &c->facts;

	for (int i = 0; i < f->n_given; i++)
		if (strcmp(c->given[i].name, name) == 0) {
			c->given[i].value = v;
			return;
		}
	snprintf(c->names[f->n_given], sizeof c->names[0], "%s", name);
	c->given[f->n_given] = (struct life_given){ .name = c->names[f->n_given], .value = v };
	f->given = c->given;
	f->n_given++;
}

/* A value that fits the field and breaks no rule. */
static inline struct value fitting(const struct field *f)
{
	static const char *const dates[][2] = {
		{ "to_date", "2013-03-01" }, { "forecast", "2013-02-01" }, { "next_step_on", "2012-12-01" },
		{ "current_target", "2013-01-31" },
	};

	for (size_t i = 0; i < COUNT(dates); i++)
		if (strcmp(f->name, dates[i][0]) == 0)
			return value_text(dates[i][1]);
	switch (f->type) {
	case FIELD_DATE: return value_text("2012-11-10");
	case FIELD_CHOICE: return value_text(strcmp(f->name, "gate_outcome") == 0 ? "partial" : f->choices->name);
	case FIELD_REF: return value_text(UID_THING);
	case FIELD_BOOL: return value_int(0);
	case FIELD_INT:
	case FIELD_MONEY: return value_int(1);
	default: return value_text("words");
	}
}

/* Every ask but those of a closure published elsewhere. */
static inline void case_give_all(struct life_case *c)
{
	struct life_asked ask;

	for (const char *at = c->rule->asks; (at = life_next_ask(at, &ask));)
		if (strncmp(ask.name, "closed_", 7) != 0)
			case_give(c, ask.name, fitting(life_ask(c->rule, c->facts.entity, ask.name)));
	if (c->rule->flags & LIFE_ANY_FIELD)
		case_give(c, "notes", value_text("mended"));
}

static inline void case_record(struct life_case *c)
{
	static const char *const values[][2] = {
		{ "resolution", "resolved" }, { "action", "open" }, { "sub", "none" }, { "work_state", "working" },
		{ "owner_office", UID_THING }, { "owner_user", UID_THIRD }, { "concurrence", "concur" },
		{ "original_target", "2012-12-31" }, { "implemented_on", "2012-11-01" }, { "closeout_sent_on", "2012-11-05" },
		{ "approver_1", "supervisor" }, { "approver_2", "none" }, { "forecast", "2013-01-31" },
		{ "evidence_type", "memo" }, { "gate_outcome", "pending" },
	};

	for (size_t i = 0; i < COUNT(values); i++)
		case_set(c, values[i][0], value_text(values[i][1]));
	if (c->facts.entity->id == ENTITY_APPROVAL || c->facts.entity->id == ENTITY_EVIDENCE)
		case_set(c, "subject", value_text("recommendation:" UID_THING));
}

static inline void case_state(struct life_case *c, const char *state)
{
	const struct field *f = c->rule->moves ? record_field(c->facts.entity, c->rule->moves) : NULL;
	char field[64];
	const char *equals = c->rule->when ? strchr(c->rule->when, '=') : NULL;

	if (f)
		case_set(c, f->name, f->type == FIELD_BOOL ? value_int(*state == '1') : value_text(state));
	if (strcmp(c->rule->action, "unblock") == 0)
		case_set(c, "blocker", value_text("nobody signs"));
	if (strncmp(c->rule->action, "record-", 7) == 0)
		case_set(c, "work_state", value_text(f && strcmp(f->name, "work_state") == 0 ? state : "with_oig"));
	if (equals) {
		snprintf(field, sizeof field, "%.*s", (int)(equals - c->rule->when), c->rule->when);
		case_set(c, field, value_text(equals + 1));
	}
}

/* The submission that a decision or recall of a record in that state is about. */
static inline const char *submission_in(const struct life_rule *r, const char *state)
{
	static const char *const of[][2] = {
		{ "plan_review", "submit-cap" }, { "ext_review", "request-extension" },
		{ "closeout_review", "submit-closeout" }, { "proposed", "propose" }, { "submitted", "submit" },
		{ "baselined", "request-rebaseline" }, { "active", "request-rebaseline" }, { "waiting", "record-reopen" },
	};

	for (size_t i = 0; i < COUNT(of); i++)
		if (strcmp(of[i][0], state) == 0 && life_has(r->about, of[i][1]))
			return of[i][1];
	if (life_has(r->about, "correct"))
		return "correct";
	for (size_t i = 0; i < COUNT(of); i++)
		if (life_has(r->about, of[i][1]))
			return of[i][1];
	return NULL;
}

static inline void case_open(struct life_case *c, const char *state)
{
	struct life_facts *f = &c->facts;
	unsigned masks[LIFE_LEVELS_MAX] = { ROLE_ALL };
	const struct life_rule *open;

	f->submitted_action = submission_in(c->rule, state);
	f->open_ref = "A-7";
	f->submitter_uid = c->rule->flags & LIFE_RECALLS ? UID_ACTOR : UID_OTHER;
	f->level = f->levels = 1;
	open = life_by_action(f->submitted_action);
	life_levels(open, f, masks);
	if (c->rule->flags & LIFE_DECIDES)
		f->role = c->rule->roles & masks[0];
	f->role &= -f->role; /* one of them */
}

/* The rule on a record in that state, everything as it should be. */
static inline void case_init(struct life_case *c, const struct life_rule *r, const char *state)
{
	struct life_facts init = LIFE_FACTS_INIT;
	enum entity_id id = r->entity == ENTITY_NONE ? ENTITY_REPORT : r->entity;

	memset(c, 0, sizeof *c);
	c->rule = r;
	c->facts = init;
	c->facts.entity = record_entity(id);
	c->facts.values = c->values;
	c->facts.role = r->roles & -r->roles;
	c->facts.actor = "somebody";
	c->facts.actor_uid = UID_ACTOR;
	c->facts.owner_name = "owner";
	c->facts.today = day("2012-11-15");
	c->facts.letter_on = day("2012-11-14");
	for (int g = 0; g < GUARD_MAX; g++)
		c->facts.guard[g] = true;
	case_record(c);
	case_state(c, state);
	if (r->flags & (LIFE_DECIDES | LIFE_RECALLS))
		case_open(c, state);
	case_give_all(c);
}

static inline int case_try(struct life_case *c, struct buf *warnings, struct error *err)
{
	*err = (struct error)ERROR_INIT;
	return life_possible(c->rule, &c->facts, warnings, err);
}

/* The states the moved field of r can be in, one by one; NULL at the end. */
static inline const char *state_at(const struct life_rule *r, int i)
{
	static const char *const yes_no[] = { "0", "1" };
	const struct field *f = r->moves ? record_field(record_entity(r->entity), r->moves) : NULL;

	if (!f)
		return i ? NULL : "";
	if (f->type == FIELD_BOOL)
		return i < 2 ? yes_no[i] : NULL;
	return f->choices[i].name;
}

#endif
