/* SPDX-License-Identifier: MIT */
/*
 * lifecycle.c - the engine: which rules there are, and whether one can be done.
 *
 * Checks come in one order everywhere: role and duty (77), then state and
 * guards (1). So a person who may not do a thing learns that first, whatever
 * the state is.
 */
#include "core/lifecycle.h"

#include <stdio.h>
#include <string.h>

#include "core/lifecycle_rules.h"
#include "core/tables.h"

static const struct {
	const struct life_rule *rules;
	const size_t *n;
} tables[] = {
	{ life_rules_recommendation, &life_n_recommendation },
	{ life_rules_milestone, &life_n_milestone },
	{ life_rules_position, &life_n_position },
	{ life_rules_other, &life_n_other },
};

/* ---- lists of words -------------------------------------------------------------- */

const char *life_word(const char *list, char *dst, size_t size)
{
	size_t len;

	if (!list)
		return NULL;
	list += strspn(list, " ");
	len = strcspn(list, " ");
	if (!len)
		return NULL;
	snprintf(dst, size, "%.*s", (int)len, list);
	return list + len;
}

int life_place(const char *list, const char *word)
{
	char one[64];

	for (int i = 0; (list = life_word(list, one, sizeof one)); i++)
		if (strcmp(one, word) == 0)
			return i;
	return -1;
}

bool life_has(const char *list, const char *word)
{
	return word && life_place(list, word) >= 0;
}

/* ---- finding rules ----------------------------------------------------------------- */

size_t life_count(void)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		n += *tables[i].n;
	return n;
}

const struct life_rule *life_at(size_t i)
{
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
		if (i < *tables[t].n)
			return &tables[t].rules[i];
		i -= *tables[t].n;
	}
	return NULL;
}

/* What closeout writes itself can be corrected, but neither voided nor commented. */
static bool fits(const struct life_rule *r, const struct entity *e)
{
	if (!(r->flags & LIFE_ANY_RECORD))
		return r->entity == e->id;
	if (r->flags & LIFE_SUBJECTS)
		return e->flags & ENTITY_SUBJECT;
	return r->flags & LIFE_ANY_FIELD ? e->id != ENTITY_DATABASE : !(e->flags & ENTITY_INTERNAL);
}

const struct life_rule *life_find(const struct entity *e, const char *action)
{
	const struct life_rule *any = NULL, *r;

	for (size_t i = 0; action && (r = life_at(i)); i++) {
		if (strcmp(r->action, action) != 0 || !fits(r, e))
			continue;
		if (r->entity == e->id)
			return r;
		any = r;
	}
	return any;
}

const struct life_rule *life_by_action(const char *action)
{
	const struct life_rule *r;

	for (size_t i = 0; action && (r = life_at(i)); i++)
		if (strcmp(r->action, action) == 0)
			return r;
	return NULL;
}

const struct life_rule *life_of(const struct entity *e, size_t i)
{
	for (int any = 0; any < 2; any++) {
		const struct life_rule *r;

		for (size_t at = 0; (r = life_at(at)); at++)
			if (!(r->flags & LIFE_ANY_RECORD) == !any && life_find(e, r->action) == r && i-- == 0)
				return r;
	}
	return NULL;
}

const struct life_rule *life_approval_of(const struct life_rule *submits, const struct entity *e)
{
	const struct life_rule *r;

	if (!(submits->flags & LIFE_SUBMITS))
		return NULL;
	for (size_t i = 0; (r = life_of(e, i)); i++)
		if (r->flags & LIFE_APPROVES && life_has(r->about, submits->action))
			return r;
	return NULL;
}

/* ---- reading facts ------------------------------------------------------------------ */

const struct value *life_value(const struct life_facts *f, const char *field)
{
	const struct field *found = record_field(f->entity, field);

	return found && f->values ? &f->values[record_field_index(f->entity, found)] : NULL;
}

const char *life_text(const struct life_facts *f, const char *field, char dst[32])
{
	const struct value *v = life_value(f, field);
	const struct field *found = record_field(f->entity, field);

	dst[0] = '\0';
	if (v && v->kind == VALUE_TEXT)
		return v->text;
	if (v && (v->kind == VALUE_INT || found->type == FIELD_BOOL))
		snprintf(dst, 32, "%lld", (long long)(v->kind == VALUE_INT ? v->number : 0));
	return dst;
}

const char *life_state(const struct life_rule *r, const struct life_facts *f, char dst[32])
{
	dst[0] = '\0';
	return r->moves ? life_text(f, r->moves, dst) : dst;
}

bool life_from(const struct life_rule *r, const char *state)
{
	return life_has(r->from, state) || life_has(r->from, "*");
}

/* The table's own text of a state, so that it outlives the call. */
static const char *permanent(const struct life_rule *r, const char *word)
{
	const struct field *f = record_field(record_entity(r->entity), r->moves);
	const struct choice *c = f ? record_choice(f, word) : NULL;

	if (f && f->type == FIELD_BOOL)
		return strcmp(word, "1") == 0 ? "1" : "0";
	return c ? c->name : NULL;
}

const char *life_mapped(const struct life_rule *r, const char *state)
{
	char word[64] = "=";
	const char *at = r->to;
	int place = life_place(r->from, state);

	if (place < 0)
		place = life_place(r->from, "*");
	if (place < 0 || !r->moves)
		return NULL;
	for (int i = 0; i <= place; i++) {
		const char *rest = life_word(at, word, sizeof word);

		if (!rest)
			break; /* one word for all */
		at = rest;
	}
	return strcmp(word, "=") == 0 || strcmp(word, state) == 0 ? NULL : permanent(r, word);
}

bool life_is_actor(const struct life_facts *f, const char *uid)
{
	return uid && ((f->actor_uid && strcmp(uid, f->actor_uid) == 0) ||
		       (f->acting_for_uid && strcmp(uid, f->acting_for_uid) == 0));
}

/* ---- who ------------------------------------------------------------------------------ */

void life_roles(unsigned roles, const char *between, struct buf *out)
{
	const char *before = "";

	roles &= ~(unsigned)ROLE_PERSONAL;
	for (unsigned bit = 1; bit < ROLE_ALL; bit <<= 1) {
		if (!(roles & bit))
			continue;
		roles &= ~bit;
		buf_addf(out, "%s%s", before, role_name(bit));
		before = roles & (roles - 1) ? ", " : between;
	}
}

static bool is_owner(const struct life_rule *r, const struct life_facts *f)
{
	char dst[32];

	return r->flags & LIFE_OWNER && !(f->role & LIFE_READERS) &&
	       life_is_actor(f, life_text(f, "owner_user", dst));
}

static bool is_adder(const struct life_rule *r, const struct life_facts *f)
{
	return r->flags & LIFE_ADDER && f->role & f->entity->add_roles && life_is_actor(f, f->adder_uid);
}

static int check_role(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	AUTOBUF who = BUF_INIT;
	const char *role = role_name(f->role);

	if (f->role & (r->roles | ROLE_PERSONAL) || is_owner(r, f) || is_adder(r, f))
		return 0;
	life_roles(r->roles, r->flags & (LIFE_OWNER | LIFE_ADDER) ? ", " : " or ", &who);
	if (r->flags & LIFE_ADDER)
		buf_adds(&who, " or who added it");
	if (r->flags & LIFE_OWNER && f->owner_name)
		buf_addf(&who, " or its owner (%s)", f->owner_name);
	else if (r->flags & LIFE_OWNER)
		buf_adds(&who, " or its owner (nobody yet)");
	return error_set(err, FAIL_DENIED, r->action, NULL, NULL, "a%s %s may not; it takes %s",
			 strchr("aeiou", *role) ? "n" : "", role, who.s);
}

/* Alone in a personal database, nobody can be the second person. */
static int check_second_person(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	if (!f->personal || !(r->flags & (LIFE_DECIDES | LIFE_RECALLS)))
		return 0;
	return error_set(err, FAIL_NO, r->action, NULL, "what you submit goes on without an approval",
			 "a personal database has no second person, so it has no approvals");
}

/* ---- state -------------------------------------------------------------------------------- */

static void show_state(const struct entity *e, const char *field, const char *state, struct buf *out)
{
	const struct field *f = record_field(e, field);
	const struct choice *c = f ? record_choice(f, state) : NULL;

	if (f && f->type == FIELD_BOOL)
		buf_adds(out, strcmp(state, "1") == 0 ? "Yes" : "No");
	else
		buf_adds(out, c ? c->label : *state ? state : "empty");
}

/* "A-7 waits for level 2: director". */
static void show_open(const struct life_facts *f, struct buf *out)
{
	const struct life_rule *open = life_find(f->entity, f->submitted_action);
	unsigned masks[LIFE_LEVELS_MAX] = { 0 };

	buf_addf(out, "%s (%s) waits", f->open_ref ? f->open_ref : "a submission", f->submitted_action);
	if (!open || f->level < 1 || life_levels(open, f, masks) < f->level)
		return;
	if (f->levels > 1)
		buf_addf(out, " for level %d: ", f->level);
	else
		buf_adds(out, " for ");
	life_roles(masks[f->level - 1], " or ", out);
}

/* What can be done next in that state: the way out of a refusal. */
static void show_ways(const struct life_rule *r, const struct life_facts *f, struct buf *out)
{
	const struct life_rule *way;
	const char *before = "possible now: ";
	char dst[32];

	if (f->submitted_action) {
		show_open(f, out);
		return;
	}
	for (size_t i = 0; (way = life_of(f->entity, i)); i++) {
		if (!way->moves || strcmp(way->moves, r->moves) != 0 || way->flags & (LIFE_DECIDES | LIFE_RECALLS) ||
		    !life_has(way->from, life_state(way, f, dst)))
			continue;
		buf_addf(out, "%s%s", before, way->action);
		before = ", ";
	}
}

static int check_when(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	const char *equals = r->when ? strchr(r->when, '=') : NULL;
	AUTOBUF state = BUF_INIT;
	char field[64], dst[32];

	if (!equals)
		return 0;
	snprintf(field, sizeof field, "%.*s", (int)(equals - r->when), r->when);
	if (strcmp(life_text(f, field, dst), equals + 1) == 0)
		return 0;
	show_state(f->entity, field, life_text(f, field, dst), &state);
	return error_set(err, FAIL_NO, r->action, NULL,
			 strcmp(r->when, "action=open") == 0 ? "a letter that reopens it is recorded with record-reopen" : NULL,
			 "%s is %s", record_field(f->entity, field)->label, state.s);
}

int life_in_state(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	AUTOBUF why = BUF_INIT;
	AUTOBUF next = BUF_INIT;
	char dst[32], word[64];
	const char *state = life_state(r, f, dst), *before = "", *at = r->from;

	if (!r->moves || life_from(r, state))
		return check_when(r, f, err);
	buf_addf(&why, "%s is ", record_field(f->entity, r->moves)->label);
	show_state(f->entity, r->moves, state, &why);
	buf_adds(&why, "; it has to be ");
	while ((at = life_word(at, word, sizeof word))) {
		buf_adds(&why, before);
		show_state(f->entity, r->moves, word, &why);
		before = " or ";
	}
	show_ways(r, f, &next);
	return error_set(err, FAIL_NO, r->action, NULL, next.s, "%s", why.s);
}

static int check_open(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	AUTOBUF open = BUF_INIT;

	if (f->submitted_action)
		show_open(f, &open);
	if (r->flags & (LIFE_DECIDES | LIFE_RECALLS)) {
		if (life_has(r->about, f->submitted_action))
			return 0;
		if (open.len)
			return error_set(err, FAIL_NO, r->action, NULL, open.s, "what waits is no %s", r->about);
		return error_set(err, FAIL_NO, r->action, NULL, NULL, "nothing of it waits for a decision");
	}
	if (!(r->flags & (LIFE_SUBMITS | LIFE_TWO_PERSONS)) || !open.len)
		return 0;
	return error_set(err, FAIL_NO, r->action, NULL, "decide or recall that first", "%s", open.s);
}

/* ---- guards --------------------------------------------------------------------------------- */

static void guard_sentence(const struct life_facts *f, enum life_guard g, struct buf *out)
{
	buf_adds(out, life_guard_text(g));
	if (g == GUARD_LEVEL && f->submitted_action) {
		buf_adds(out, "; ");
		show_open(f, out);
	}
	if (f->detail[g])
		buf_addf(out, ": %s", f->detail[g]);
}

static int check_duty(const struct life_rule *r, const struct life_facts *f, struct error *err)
{
	for (int i = 0; i < LIFE_GUARDS && r->guards[i]; i++) {
		AUTOBUF why = BUF_INIT;

		if (!life_guard_duty(r->guards[i]) || life_guard_holds(r, f, r->guards[i]))
			continue;
		guard_sentence(f, r->guards[i], &why);
		return error_set(err, FAIL_DENIED, r->action, NULL, life_guard_next(r->guards[i]), "%s", why.s);
	}
	return 0;
}

static int check_guards(const struct life_rule *r, const struct life_facts *f, struct buf *warnings,
			struct error *err)
{
	for (int i = 0; i < LIFE_GUARDS && r->guards[i]; i++) {
		enum life_guard g = r->guards[i];
		AUTOBUF why = BUF_INIT;

		if (life_guard_duty(g) || life_guard_holds(r, f, g))
			continue;
		guard_sentence(f, g, &why);
		if (!life_guard_warns(r, g))
			return error_set(err, FAIL_NO, r->action, NULL, life_guard_next(g), "%s", why.s);
		if (warnings)
			buf_addf(warnings, "%s%s", warnings->len ? "\n" : "", why.s);
	}
	return 0;
}

int life_possible(const struct life_rule *r, const struct life_facts *f, struct buf *warnings,
		  struct error *err)
{
	int failed = check_role(r, f, err);

	if (!failed)
		failed = check_second_person(r, f, err);
	if (!failed)
		failed = check_duty(r, f, err);
	if (!failed)
		failed = life_in_state(r, f, err);
	if (!failed)
		failed = check_open(r, f, err);
	return failed ? failed : check_guards(r, f, warnings, err);
}
