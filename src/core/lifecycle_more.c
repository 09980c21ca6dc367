/* SPDX-License-Identifier: MIT */
/*
 * lifecycle_more.c - what surrounds the rules: states that cannot be, outcomes
 * of letters, delegations, and what an approval binds to and asks for.
 */
#include <string.h>

#include "core/lifecycle_rules.h"
#include "core/tables.h"

/* ---- states that cannot be --------------------------------------------------------- */

static struct life_facts only(const struct entity *e, const struct value *values)
{
	struct life_facts f = LIFE_FACTS_INIT;

	f.entity = e;
	f.values = values;
	return f;
}

static bool is(const struct life_facts *f, const char *field, const char *word)
{
	char dst[32];

	return strcmp(life_text(f, field, dst), word) == 0;
}

static bool empty(const struct life_facts *f, const char *field)
{
	return is(f, field, "");
}

/* ISO dates compare as text. */
static bool after(const struct life_facts *f, const char *later, const char *earlier)
{
	char a[32], b[32];

	return !empty(f, later) && !empty(f, earlier) &&
	       strcmp(life_text(f, later, a), life_text(f, earlier, b)) > 0;
}

static const char *wrong_recommendation(const struct life_facts *f)
{
	bool says_closed = !empty(f, "closure_basis") || !empty(f, "closure_reason") || !empty(f, "closed_per") ||
			   !empty(f, "closed_on") || !empty(f, "closed_by_date");

	if (!is(f, "action", "closed") && says_closed)
		return "an open recommendation says nothing of a closure";
	if (!is(f, "action", "closed"))
		return is(f, "work_state", "done") ? "the work on what is open is not done" : NULL;
	if (!is(f, "resolution", "resolved"))
		return "what is closed must be resolved as well";
	if (!is(f, "work_state", "done"))
		return "the work on what is closed is done";
	if (!is(f, "sub", "none"))
		return "what is closed is not on hold";
	if (empty(f, "closure_basis"))
		return "a closure has a basis: a letter, or a later report";
	if (is(f, "closure_basis", "letter") && (empty(f, "closure_reason") || empty(f, "closed_on")))
		return "a closure by letter has a reason and a day";
	if (is(f, "closure_basis", "published") && empty(f, "closed_per"))
		return "a published closure names the report that states it";
	return empty(f, "closed_on") && empty(f, "closed_by_date") ? "a closure has a day, or one by which it was" : NULL;
}

static const char *wrong_milestone(const struct life_facts *f)
{
	bool done = is(f, "state", "complete") || is(f, "state", "submitted");

	if (done != !empty(f, "actual"))
		return done ? "what is done has an actual date" : "only what is done has an actual date";
	return NULL;
}

static const char *wrong_approval(const struct life_facts *f)
{
	bool decided = is(f, "state", "approved") || is(f, "state", "returned") || is(f, "state", "denied") ||
		       is(f, "state", "confirmed");
	const char *people[][2] = {
		{ "decided_by", "submitted_by" }, { "decided_by", "submitted_for" },
		{ "decided_for", "submitted_by" }, { "decided_for", "submitted_for" },
	};

	if (decided != !empty(f, "decided_by"))
		return "what is decided names who decided it";
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		char a[32], b[32];
		const char *decider = life_text(f, people[i][0], a);

		if (*decider && strcmp(decider, life_text(f, people[i][1], b)) == 0)
			return "nobody decides what they submitted";
	}
	return is(f, "decision", "return") && empty(f, "comment") ? "a return needs a comment" : NULL;
}

static const char *wrong_extension(const struct life_facts *f)
{
	if (!empty(f, "from_date") && !after(f, "to_date", "from_date"))
		return "an extension is later than the date it moves";
	return is(f, "state", "approved") && empty(f, "decided_by") ? "what is decided names who decided it" : NULL;
}

static const char *wrong_delegation(const struct life_facts *f)
{
	char a[32], b[32];

	if (after(f, "starts_on", "ends_on"))
		return "it ends before it starts";
	return strcmp(life_text(f, "from_user", a), life_text(f, "to_user", b)) == 0 ? "nobody stands in for themselves"
										     : NULL;
}

const char *life_wrong(const struct entity *e, const struct value *values)
{
	static const char *(*const checks[ENTITY_MAX])(const struct life_facts *) = {
		[ENTITY_RECOMMENDATION] = wrong_recommendation, [ENTITY_MILESTONE] = wrong_milestone,
		[ENTITY_APPROVAL] = wrong_approval,             [ENTITY_EXTENSION] = wrong_extension,
		[ENTITY_DELEGATION] = wrong_delegation,
	};
	struct life_facts f = only(e, values);

	return checks[e->id] ? checks[e->id](&f) : NULL;
}

static bool changes(const struct life_facts *from, const struct life_facts *to, const char *field, const char *list)
{
	char a[32], b[32];
	const char *was = life_text(from, field, a), *is_now = life_text(to, field, b);

	return strcmp(was, is_now) != 0 && (life_has(list, was) || life_has(list, is_now));
}

/* Who submitted and decided what, and how, is as the log has it. */
static bool is_testimony(const struct entity *e, const struct field *f)
{
	if (!(e->flags & ENTITY_INTERNAL))
		return false;
	return (f->type == FIELD_REF && f->target == ENTITY_USER) ||
	       (e->id == ENTITY_APPROVAL && (f->flags & FIELD_ONCE || f->choices));
}

const char *life_wrong_correction(const struct entity *e, const struct value *before, const struct value *after)
{
	struct life_facts from = only(e, before), to = only(e, after);
	const struct life_rule *r;

	for (size_t i = 0; (r = life_of(e, i)); i++)
		if (r->flags & LIFE_SUBMITS && r->moves && changes(&from, &to, r->moves, r->to))
			return "what is in review has something that waits for a decision: that is submitted, not corrected";
	if (e->id == ENTITY_EXTENSION && changes(&from, &to, "state", "asked"))
		return "what waits is decided or recalled, not corrected";
	for (int i = 0; i < e->n_fields; i++)
		if (is_testimony(e, &e->fields[i]) && !value_equal(before[i], after[i]))
			return "who submitted and decided it stays as it was; correct the record that it is about";
	return NULL;
}

/* ---- letters and delegations ---------------------------------------------------------- */

const char *life_outcome_action(const char *outcome)
{
	static const char *const actions[][2] = {
		{ "accept", "record-accept" }, { "reject", "record-reject" },     { "decision", "record-decision" },
		{ "withdraw", "record-withdraw" }, { "close", "record-closure" }, { "hold", "record-hold" },
		{ "lift_hold", "lift-hold" }, { "reopen", "record-reopen" },      { "more", "record-return" },
	};

	for (size_t i = 0; outcome && i < sizeof actions / sizeof *actions; i++)
		if (strcmp(actions[i][0], outcome) == 0)
			return actions[i][1];
	return NULL;
}

bool life_in_scope(const char *scope, const struct life_rule *r)
{
	const char *needed = r->flags & LIFE_DECIDES ? "approvals" : "work";

	if (r->flags & LIFE_LETTER || r->roles == ROLE_LIAISON)
		needed = "letters";
	return scope && (strcmp(scope, "all") == 0 || strcmp(scope, needed) == 0);
}

int life_may_delegate(unsigned role, const char *actor_uid, const char *from_uid, const char *to_uid,
		      struct error *err)
{
	if (strcmp(from_uid, to_uid) == 0)
		return error_set(err, FAIL_DATA, NULL, "to_user", NULL, "nobody stands in for themselves");
	if (role & ROLE_PERSONAL)
		return error_set(err, FAIL_DENIED, NULL, NULL, NULL, "a personal database has no second person");
	if (!(role & ROLES_DELEGATE))
		return error_set(err, FAIL_DENIED, NULL, NULL, NULL, "a %s has nothing to delegate", role_name(role));
	if (strcmp(to_uid, actor_uid) == 0)
		return error_set(err, FAIL_DENIED, NULL, "to_user", "let the person you stand in for write it",
				 "nobody gives themselves another's duties");
	if (!(role & ROLE_ADMIN) && strcmp(from_uid, actor_uid) != 0)
		return error_set(err, FAIL_DENIED, NULL, "from_user", NULL,
				 "only the person or an administrator delegates that person's duties");
	return 0;
}

/* ---- approvals ---------------------------------------------------------------------------- */

void life_bound(const struct entity *e, const struct value *values, struct buf *out)
{
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];
		AUTOBUF text = BUF_INIT;

		if (!(f->flags & FIELD_BOUND) || values[i].kind == VALUE_NONE)
			continue;
		value_write(f, values[i], &text);
		buf_addf(out, "%s=", f->name);
		buf_add_json(out, text.s, text.len);
		buf_addc(out, '\n');
	}
}

void life_request_write(const struct life_rule *r, const struct entity *e, const struct life_given *given, int n,
			struct buf *out)
{
	AUTOARENA a = ARENA_INIT;
	struct change_field *fields = arena_alloc(&a, (size_t)(n + 1) * sizeof *fields);
	int used = 0;

	for (int i = 0; i < n; i++) {
		const struct field *f = life_ask(r, e, given[i].name);

		if (f)
			fields[used++] = (struct change_field){ .field = f, .new = given[i].value };
	}
	change_write(fields, used, out);
}

struct lookup {
	const struct life_rule *rule;
	const struct entity *entity;
};

static const struct field *ask_named(const void *data, const char *name)
{
	const struct lookup *l = data;
	const struct field *f = life_ask(l->rule, l->entity, name);

	return f && strcmp(f->name, name) == 0 ? f : NULL;
}

int life_request_read(const struct life_rule *r, const struct entity *e, const char *text, struct arena *a,
		      struct life_given **given, int *n, struct error *err)
{
	struct lookup l = { .rule = r, .entity = e };
	struct change_field *fields;
	struct life_given *out;
	int count, failed = change_read_with(ask_named, &l, text, a, &fields, &count, err);

	if (failed)
		return failed;
	out = arena_alloc(a, (size_t)(count + 1) * sizeof *out);
	for (int i = 0; i < count; i++)
		out[i] = (struct life_given){ .name = fields[i].field->name, .value = fields[i].new };
	*given = out;
	*n = count;
	return 0;
}
