/* SPDX-License-Identifier: MIT */
/* lifecycle_effect.c - what an action asks for, where it leads, and what it sets. */
#include <stdlib.h>
#include <string.h>

#include "core/lifecycle_rules.h"
#include "core/tables.h"

/* ---- asks ------------------------------------------------------------------------- */

#define CHECK_INPUT(item, what)                                                                \
	{                                                                                      \
		.name = "check_" item, .label = what, .type = FIELD_CHOICE,                    \
		.choices = choices_check_answer, .since = 2, .help = "A line of the closeout checklist." \
	}

static const struct field inputs[] = {
	{ .name = "comment", .label = "Comment", .type = FIELD_LONG, .max = 4000, .since = 2,
	  .help = "Kept with the action; others read it." },
	{ .name = "letter", .label = "Letter", .type = FIELD_REF, .target = ENTITY_CORRESPONDENCE, .since = 2,
	  .help = "The letter it is taken from, or goes out with." },
	{ .name = "to_date", .label = "New date", .type = FIELD_DATE, .since = 2, .help = "The date asked for." },
	{ .name = "close", .label = "Nothing will be done", .type = FIELD_BOOL, .since = 2,
	  .help = "The decision is that nothing will be done: closed, not implemented." },
	{ .name = "pred", .label = "Predecessor", .type = FIELD_REF, .target = ENTITY_MILESTONE, .since = 2,
	  .help = "What it no longer waits for." },
	{ .name = "effective", .label = "Effective", .type = FIELD_DATE, .flags = FIELD_NEWEST, .since = 2,
	  .help = "The day from which the correction holds; only a correction reaches back." },
	CHECK_INPUT("title", "Title and number match the report"),
	CHECK_INPUT("quote", "Recommendation and promised action are quoted exactly"),
	CHECK_INPUT("evidence", "The evidence supports the date"),
	CHECK_INPUT("gap", "A long gap between date and signature is explained"),
};

const struct field *life_input(const char *name)
{
	for (size_t i = 0; name && i < sizeof inputs / sizeof *inputs; i++)
		if (strcmp(inputs[i].name, name) == 0)
			return &inputs[i];
	return NULL;
}

const char *life_next_ask(const char *at, struct life_asked *out)
{
	size_t len;

	at = life_word(at, out->name, sizeof out->name);
	if (!at)
		return NULL;
	len = strlen(out->name);
	out->will_do = len && out->name[len - 1] == '+';
	out->required = out->will_do || (len && out->name[len - 1] == '*');
	if (out->required)
		out->name[len - 1] = '\0';
	return at;
}

static bool asks(const struct life_rule *r, const char *name)
{
	struct life_asked ask;

	for (const char *at = r->asks; (at = life_next_ask(at, &ask));)
		if (strcmp(ask.name, name) == 0)
			return true;
	return false;
}

static const struct entity *made(const struct life_rule *r)
{
	return r->makes > ENTITY_DATABASE ? record_entity(r->makes) : NULL;
}

const struct field *life_ask(const struct life_rule *r, const struct entity *e, const char *name)
{
	const struct field *f = NULL;

	if (!asks(r, name)) {
		f = r->flags & LIFE_ANY_FIELD ? record_field(e, name) : NULL;
		return f && record_stored(f) && !(f->flags & FIELD_GENESIS) ? f : NULL;
	}
	if (made(r))
		f = record_field(made(r), name);
	if (!f && !life_input(name))
		f = record_field(e, name);
	return f ? f : life_input(name);
}

/* A correction says at least one thing that is other than it was. */
static bool says_nothing(const struct life_rule *r, const struct life_facts *f)
{
	for (int i = 0; i < f->n_given; i++)
		if (!asks(r, f->given[i].name))
			return false;
	return r->flags & LIFE_ANY_FIELD;
}

/* What the record holds is no answer to whoever takes it out. */
static bool given_empty(const struct life_facts *f, const char *name)
{
	for (int i = 0; i < f->n_given; i++)
		if (strcmp(f->given[i].name, name) == 0)
			return f->given[i].value.kind == VALUE_NONE;
	return false;
}

int life_need(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	struct life_asked ask;

	for (const char *at = r->asks; (at = life_next_ask(at, &ask));) {
		const struct field *field = life_ask(r, f->entity, ask.name);

		if (!ask.required || life_was_given(f, ask.name) ||
		    (ask.will_do && !given_empty(f, ask.name) && life_given_value(f, ask.name).kind != VALUE_NONE))
			continue;
		return error_set(err, FAIL_DATA, r->action, ask.name, NULL, "it is needed: %s",
				 field ? field->help : "");
	}
	if (says_nothing(r, f))
		return error_set(err, FAIL_DATA, r->action, NULL, "give FIELD=VALUE", "no field is given");
	return 0;
}

/* ---- levels and states -------------------------------------------------------------- */

static unsigned approver(const struct life_facts *f, const char *field)
{
	char dst[32];

	return role_by_name(life_text(f, field, dst)); /* "none" is no role */
}

/* The levels a milestone names; where it names nobody, the unit chief decides. */
static int named_levels(const struct life_rule *r, const struct life_facts *f, unsigned masks[LIFE_LEVELS_MAX])
{
	unsigned first = approver(f, "approver_1"), second = approver(f, "approver_2");
	char dst[32];
	int n = 0;

	if (r->flags & LIFE_GATES && first && !*life_text(f, "gate", dst))
		second = ROLE_NONE;
	if (first || !second)
		masks[n++] = first ? first : ROLE_SUPERVISOR;
	if (second)
		masks[n++] = second;
	return n;
}

int life_levels(const struct life_rule *r, const struct life_facts *f, unsigned masks[LIFE_LEVELS_MAX])
{
	if (!(r->flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS)))
		return 0;
	if (r->flags & LIFE_NAMED)
		return named_levels(r, f, masks);
	masks[0] = f->extensions > 0 && r->deciders_again ? r->deciders_again : r->deciders;
	return 1;
}

bool life_waits(const struct life_rule *r, const struct life_facts *f)
{
	return r->flags & LIFE_TWO_PERSONS && !f->personal;
}

/* A decision in favour on a level that is not the last leaves the state. */
static bool more_levels(const struct life_rule *r, const struct life_facts *f)
{
	return r->flags & LIFE_APPROVES && f->level < f->levels;
}

const char *life_to(const struct life_rule *r, const struct life_facts *f)
{
	const struct life_rule *approval = f->personal ? life_approval_of(r, f->entity) : NULL;
	char dst[32];
	const char *state = life_state(r, f, dst), *to;

	if (!r->moves || more_levels(r, f))
		return NULL;
	to = life_mapped(r, state);
	if (!approval)
		return to;
	to = life_mapped(approval, to ? to : state);
	return to && strcmp(to, state) != 0 ? to : NULL;
}

const char *life_decision(const struct life_rule *r)
{
	if (!(r->flags & LIFE_DECIDES))
		return NULL;
	if (r->entity == ENTITY_APPROVAL && r->flags & LIFE_APPROVES)
		return "confirm";
	return r->flags & LIFE_APPROVES ? "approve" : r->flags & LIFE_DENIES ? "deny" : "return";
}

const char *life_approval_state(const struct life_rule *r)
{
	const char *decision = life_decision(r);
	static const char *const states[][2] = {
		{ "approve", "approved" }, { "return", "returned" }, { "deny", "denied" }, { "confirm", "confirmed" },
	};

	for (size_t i = 0; decision && i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i][0], decision) == 0)
			return states[i][1];
	return r->flags & LIFE_RECALLS ? "recalled" : NULL;
}

/* ---- effects -------------------------------------------------------------------------- */

struct effects {
	const struct life_rule *rule;
	const struct life_facts *facts;
	struct arena *arena;
	struct life_effect *at;
	int n;
};

static bool set_already(const struct effects *e, const struct field *f)
{
	for (int i = 0; i < e->n; i++)
		if (e->at[i].field == f)
			return true;
	return false;
}

/* What is set once is only filled. What is there already stays out of the list. */
static void add(struct effects *e, const struct field *f, struct value v, bool over)
{
	const struct value *now = life_value(e->facts, f->name);

	if (f->flags & FIELD_ONCE && now && now->kind != VALUE_NONE && !(e->rule->flags & LIFE_ANY_FIELD))
		return;
	for (int i = 0; i < e->n; i++)
		if (e->at[i].field == f) {
			if (over)
				e->at[i].value = v;
			return;
		}
	if (e->n < LIFE_EFFECTS_MAX)
		e->at[e->n++] = (struct life_effect){ .field = f, .value = v };
}

static struct value date_value(struct effects *e, struct date d)
{
	char text[DATE_TEXT];

	return value_text(arena_strdup(e->arena, date_format(d, text)));
}

static struct value word_value(struct effects *e, const struct field *f, const char *word)
{
	const struct value *now = life_value(e->facts, f->name);

	if (strcmp(word, "+1") == 0)
		return value_int(now && now->kind == VALUE_INT ? now->number + 1 : 1);
	if (strcmp(word, "today") == 0)
		return date_value(e, e->facts->today);
	if (strcmp(word, "actor") == 0 && f->type == FIELD_REF)
		return value_text(e->facts->actor_uid);
	if (strcmp(word, "letter") == 0 && f->type == FIELD_DATE)
		return date_value(e, e->facts->letter_on);
	if (strcmp(word, "extension") == 0)
		return date_is_none(e->facts->extension_to) ? life_given_value(e->facts, "to_date")
							    : date_value(e, e->facts->extension_to);
	if (*word == '$')
		return life_given_value(e->facts, word + 1);
	if (f->type == FIELD_BOOL || f->type == FIELD_INT)
		return value_int(strtol(word, NULL, 10));
	return value_text(*word ? arena_strdup(e->arena, word) : NULL);
}

/* "field=value?name": is name given, and not a no? */
static bool applies(const struct life_facts *f, const char *name)
{
	struct value v = life_given_value(f, name);

	return life_was_given(f, name) && !(v.kind == VALUE_INT && v.number == 0);
}

static void add_set(struct effects *e, char *word, int given)
{
	char *equals = strchr(word, '='), *only = strchr(word, '?');
	const struct field *f;

	*equals = '\0';
	if (only)
		*only++ = '\0';
	f = record_field(e->facts->entity, word);
	if (only && !applies(e->facts, only))
		return;
	for (int i = 0; i < given; i++)
		if (e->at[i].field == f)
			return;
	add(e, f, word_value(e, f, equals + 1), true);
}

static void add_sets(struct effects *e, int given)
{
	char word[128];

	for (const char *at = e->rule->sets; (at = life_word(at, word, sizeof word));)
		add_set(e, word, given);
}

static void add_given(struct effects *e)
{
	const struct entity *entity = e->facts->entity;

	for (int i = 0; i < e->facts->n_given; i++) {
		const struct life_given *g = &e->facts->given[i];
		const struct field *f = life_ask(e->rule, entity, g->name);

		if (f && f >= entity->fields && f < entity->fields + entity->n_fields && !set_already(e, f))
			add(e, f, value_copy(e->arena, g->value), false);
	}
}

/* Without a second person the submission does what its approval would have done. */
static void add_approval(struct effects *e)
{
	const struct life_rule *approval = life_approval_of(e->rule, e->facts->entity);

	if (!e->facts->personal || !approval)
		return;
	e->rule = approval;
	add_sets(e, e->n);
}

int life_effects(const struct life_rule *r, const struct life_facts *f, bool confirmed, struct arena *a,
		 struct life_effect out[LIFE_EFFECTS_MAX])
{
	struct effects e = { .rule = r, .facts = f, .arena = a, .at = out };
	const struct field *moved = r->moves ? record_field(f->entity, r->moves) : NULL;
	const char *to = life_to(r, f);

	if ((life_waits(r, f) && !confirmed) || more_levels(r, f))
		return 0;
	if (moved && to)
		add(&e, moved, moved->type == FIELD_BOOL ? value_int(*to == '1') : value_text(to), false);
	add_given(&e);
	add_sets(&e, e.n);
	add_approval(&e);
	return e.n;
}

bool life_sets(const struct life_rule *r, const char *field)
{
	const struct entity *e = record_entity(r->entity);
	const struct field *asked = e ? life_ask(r, e, field) : NULL;
	size_t len = strlen(field);
	char word[128];

	if (r->moves && strcmp(r->moves, field) == 0 && strcmp(r->to, "=") != 0)
		return true;
	if (r->flags & LIFE_ANY_FIELD || (asked && asked == record_field(e, field)))
		return true;
	for (const char *at = r->sets; (at = life_word(at, word, sizeof word));)
		if (strncmp(word, field, len) == 0 && word[len] == '=')
			return true;
	return false;
}
