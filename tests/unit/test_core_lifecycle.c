/* SPDX-License-Identifier: MIT */
/* test_core_lifecycle.c - every rule in every state, every guard, every cell of the matrix of roles. */
#include "life_help.h"

static void life_table__makes_sense(void **state)
{
	const char *wrong = life_check();

	(void)state;
	if (wrong)
		fail_msg("%s", wrong);
}

/* ---- states -------------------------------------------------------------------------- */

static bool possible_in(const struct life_rule *r, const char *state)
{
	return !r->moves || life_has(r->from, state) || life_has(r->from, "*");
}

static void every_rule__is_done_from_its_states_and_refused_from_all_others(void **state)
{
	const struct life_rule *r;
	int done = 0, refused = 0;

	(void)state;
	for (size_t i = 0; (r = life_at(i)); i++)
		for (int s = 0; state_at(r, s); s++) {
			struct life_case c;
			struct error err;
			int got;

			case_init(&c, r, state_at(r, s));
			assert_int_equal(life_need(r, &c.facts, &err), 0);
			got = case_try(&c, NULL, &err);
			if (got != (possible_in(r, state_at(r, s)) ? 0 : FAIL_NO))
				fail_msg("%s from %s: %d %s", r->action, state_at(r, s), got, err.why);
			*(got ? &refused : &done) += 1;
		}
	assert_in_range(done, 80, 1000);
	assert_in_range(refused, 100, 1000);
}

static void a_refusal__says_what_it_is_and_what_is_possible_instead(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("transmit"), "working");
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.why, "Work state is Working; it has to be Plan approved");
	assert_string_equal(err.next, "possible now: request-extension, submit-closeout");
	case_init(&c, life_by_action("record-hold"), "none");
	case_set(&c, "action", value_text("closed"));
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.why, "Action is Closed");
}

static void a_refusal__names_the_approval_that_waits_and_for_whom(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_find(record_entity(ENTITY_MILESTONE), "start"), "proposed");
	case_set(&c, "approver_2", value_text("director"));
	c.facts.submitted_action = "propose";
	c.facts.open_ref = "A-7";
	c.facts.level = c.facts.levels = 2;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.next, "A-7 (propose) waits for level 2: director");
	case_init(&c, life_by_action("request-rebaseline"), "active");
	c.facts.submitted_action = "correct";
	c.facts.open_ref = "A-8";
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_non_null(strstr(err.why, "A-8 (correct) waits"));
}

static void a_decision__needs_something_that_waits_for_it(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("approve-rebaseline"), "active");
	c.facts.submitted_action = NULL;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.why, "nothing of it waits for a decision");
	c.facts.submitted_action = "correct";
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.next, "A-7 (correct) waits for supervisor");
}

/*
 * Every way a state can go, written from what an office does and not from the rules:
 * "from>to", and "from" alone where it stays.
 */
static const struct {
	const char *entity, *action, *ways;
} ways[] = {
	{ "recommendation", "assign", "new>planning" },
	{ "recommendation", "submit-cap", "planning>plan_review" },
	{ "recommendation", "approve-cap", "plan_review>plan_approved" },
	{ "recommendation", "return-cap", "plan_review>planning" },
	{ "recommendation", "transmit", "plan_approved>working" },
	{ "recommendation", "request-extension", "working>ext_review" },
	{ "recommendation", "approve-extension", "ext_review>working" },
	{ "recommendation", "deny-extension", "ext_review>working" },
	{ "recommendation", "submit-closeout", "working>closeout_review" },
	{ "recommendation", "approve-closeout", "closeout_review>closeout_approved" },
	{ "recommendation", "return-closeout", "closeout_review>working" },
	{ "recommendation", "send-closeout", "closeout_approved>with_oig" },
	{ "recommendation", "recall", "new planning plan_review>planning plan_approved working ext_review>working "
				      "closeout_review>working closeout_approved with_oig done" },
	{ "recommendation", "record-accept", "unresolved>resolved" },
	{ "recommendation", "record-reject", "unresolved" },
	{ "recommendation", "record-decision", "unresolved>resolved" },
	{ "recommendation", "record-withdraw", "resolved>unresolved" },
	{ "recommendation", "record-return", "new planning plan_review plan_approved working ext_review "
					     "closeout_review>working closeout_approved>working with_oig>working "
					     "done>working" },
	{ "recommendation", "record-closure", "open>closed" },
	{ "recommendation", "record-hold", "none>on_hold" },
	{ "recommendation", "lift-hold", "on_hold>none" },
	{ "recommendation", "record-reopen", "closed>open" },
	{ "milestone", "propose", "draft>proposed" },
	{ "milestone", "approve", "proposed>baselined submitted>complete" },
	{ "milestone", "return", "proposed>draft baselined active submitted>active" },
	{ "milestone", "start", "baselined>active" },
	{ "milestone", "submit", "active>submitted" },
	{ "milestone", "set-forecast", "draft baselined active" },
	{ "milestone", "request-rebaseline", "baselined active" },
	{ "milestone", "approve-rebaseline", "baselined active" },
	{ "milestone", "block", "active" },
	{ "milestone", "unblock", "active" },
	{ "milestone", "cancel", "draft>cancelled proposed>cancelled baselined>cancelled active>cancelled "
				 "submitted>cancelled" },
	{ "milestone", "waive", "draft proposed baselined active submitted" },
	{ "milestone", "reopen", "complete>active" },
	{ "milestone", "recall", "draft proposed>draft baselined active submitted>active complete cancelled" },
	{ "position", "certify", "proposed>certified" },
	{ "position", "notify", "certified>notified" },
	{ "position", "make-effective", "certified>effective notified>effective" },
	{ "position", "verify-action", "effective>verified" },
	{ "plan", "freeze-baseline", "draft>baselined" },
	{ "plan", "decide-gate", "pending" },
	{ "evidence", "withdraw", "0>1" },
	{ "approval", "confirm", "waiting>confirmed" },
	{ "approval", "deny", "waiting>denied" },
};

static void every_way__a_state_can_go_is_as_written(void **state)
{
	size_t moving = 0;
	const struct life_rule *r;

	(void)state;
	for (size_t i = 0; (r = life_at(i)); i++)
		moving += r->moves != NULL;
	assert_int_equal(COUNT(ways), moving);
	for (size_t i = 0; i < COUNT(ways); i++) {
		AUTOBUF have = BUF_INIT;

		r = life_find(record_entity_by_name(ways[i].entity), ways[i].action);
		for (int s = 0; state_at(r, s); s++) {
			struct life_case c;
			struct error err;
			const char *to;

			case_init(&c, r, state_at(r, s));
			if (case_try(&c, NULL, &err) != 0)
				continue;
			to = life_to(r, &c.facts);
			buf_addf(&have, "%s%s%s%s", have.len ? " " : "", state_at(r, s), to ? ">" : "", to ? to : "");
		}
		if (strcmp(have.s, ways[i].ways) != 0)
			fail_msg("%s goes %s", ways[i].action, have.s);
	}
}

/* ---- guards ---------------------------------------------------------------------------- */

/* Breaks one guard that the caller does not answer. False where it cannot be broken. */
static bool break_guard(struct life_case *c, enum life_guard g)
{
	struct life_facts *f = &c->facts;
	unsigned masks[LIFE_LEVELS_MAX] = { 0 };

	switch (g) {
	case GUARD_NOT_SUBMITTER: f->submitter_uid = UID_ACTOR; return true;
	case GUARD_SUBMITTER: f->submitter_uid = UID_OTHER; return true;
	case GUARD_OTHER_LEVEL: f->decider_uid = UID_ACTOR; return true;
	case GUARD_LEVEL:
		life_levels(life_by_action(f->submitted_action), f, masks);
		f->role = c->rule->roles & ~masks[0];
		f->role &= -f->role;
		return f->role != 0;
	case GUARD_CONCURRENCE: case_set(c, "concurrence", value_text("pending")); return true;
	case GUARD_UNCHANGED: f->bound_changed = true; return true;
	case GUARD_PROPOSAL_COMPLETE: case_set(c, "evidence_type", VALUE_NULL); return true;
	case GUARD_BLOCKED: case_set(c, "blocker", VALUE_NULL); return true;
	case GUARD_NOT_BLOCKED: case_set(c, "blocker", value_text("x")); return true;
	case GUARD_CLOSEOUT_SENT: case_set(c, "closeout_sent_on", VALUE_NULL); return true;
	case GUARD_WITH_OIG: case_set(c, "work_state", value_text("working")); return true;
	case GUARD_LATER_TARGET: case_give(c, "to_date", value_text("2012-12-31")); return true;
	case GUARD_FLAGGED_LATE: f->today = day("2013-01-01"); return true;
	case GUARD_AFTER_CLOSURE: case_set(c, "closed_on", value_text("2012-11-14")); return true;
	case GUARD_SENT_BEFORE: case_set(c, "closeout_sent_on", value_text("2012-11-15")); return true;
	case GUARD_SENT_IN_TIME: case_set(c, "implemented_on", value_text("2012-10-01")); return true;
	case GUARD_BASIS: case_give(c, "closure_reason", VALUE_NULL); return true;
	case GUARD_OUTCOME: case_give(c, "gate_outcome", value_text("pending")); return true;
	case GUARD_SUCCESSOR:
		f->guard[g] = false;
		case_give(c, "closure_reason", value_text("superseded"));
		return true;
	case GUARD_NOT_FUTURE:
		for (int i = 0; i < f->n_given; i++)
			if (strcmp(c->given[i].name, "next_step_on") != 0 && strlen(c->given[i].name) > 3 &&
			    life_ask(c->rule, f->entity, c->given[i].name)->type == FIELD_DATE)
				c->given[i].value = value_text("2012-11-16");
		if (strcmp(c->rule->action, "record-closure") == 0)
			case_give(c, "closed_on", value_text("2012-11-16"));
		return true;
	default: f->guard[g] = false; return life_guard_caller(g);
	}
}

static void check_broken(const struct life_rule *r, const char *in, enum life_guard g, int *seen)
{
	struct life_case c;
	struct error err;
	AUTOBUF warnings = BUF_INIT;
	int got;

	case_init(&c, r, in);
	if (!break_guard(&c, g))
		return;
	got = case_try(&c, &warnings, &err);
	if (life_guard_warns(r, g)) {
		assert_int_equal(got, 0);
		*seen += strstr(warnings.s, life_guard_text(g)) != NULL;
	} else if (got) {
		assert_int_equal(got, life_guard_duty(g) ? FAIL_DENIED : FAIL_NO);
		if (strncmp(err.why, life_guard_text(g), strlen(life_guard_text(g))) != 0)
			fail_msg("%s in %s: %s, not %s", r->action, in, err.why, life_guard_text(g));
		*seen += 1;
	}
}

static void every_guard__refuses_with_its_reason_or_warns(void **state)
{
	const struct life_rule *r;

	(void)state;
	for (size_t i = 0; (r = life_at(i)); i++)
		for (int n = 0; n < LIFE_GUARDS && r->guards[n]; n++) {
			int seen = 0;

			for (int s = 0; state_at(r, s); s++)
				if (possible_in(r, state_at(r, s)))
					check_broken(r, state_at(r, s), r->guards[n], &seen);
			/* Where every role that may decide is of that level, the level cannot be wrong. */
			if (!seen && r->guards[n] != GUARD_LEVEL)
				fail_msg("%s is never refused for %s", r->action, life_guard_name(r->guards[n]));
		}
}

static void every_guard__is_used_by_some_rule(void **state)
{
	(void)state;
	for (int g = GUARD_NONE + 1; g < GUARD_MAX; g++) {
		const struct life_rule *r;
		bool used = false;

		for (size_t i = 0; (r = life_at(i)); i++)
			for (int n = 0; n < LIFE_GUARDS; n++)
				used = used || r->guards[n] == (enum life_guard)g;
		if (!used)
			fail_msg("guard %s guards nothing", life_guard_name((enum life_guard)g));
	}
}

static void guards__about_what_is_given_wait_until_something_is(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("record-closure"), "open");
	c.facts.menu = true;
	c.facts.n_given = 0;
	assert_int_equal(case_try(&c, NULL, &err), 0);
	c.facts.menu = false;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	case_init(&c, life_by_action("request-extension"), "working");
	c.facts.today = day("2013-01-01");
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	case_give(&c, "late", value_int(1));
	assert_int_equal(case_try(&c, NULL, &err), 0);
}

static void a_letter__is_never_refused_because_our_file_is_thin(void **state)
{
	static const char *const missing[] = { "evidence", "closeout letter", "work state", "older" };
	struct life_case c;
	struct error err;
	AUTOBUF warnings = BUF_INIT;

	(void)state;
	case_init(&c, life_by_action("record-closure"), "open");
	case_set(&c, "work_state", value_text("new"));
	case_set(&c, "closeout_sent_on", VALUE_NULL);
	c.facts.guard[GUARD_EVIDENCE] = false;
	assert_int_equal(case_try(&c, &warnings, &err), 0);
	for (size_t i = 0; i < 3; i++)
		assert_non_null(strstr(warnings.s, missing[i]));
	buf_clear(&warnings);
	case_give(&c, "letter", VALUE_NULL);
	case_give(&c, "closed_per", value_text(UID_THING));
	case_give(&c, "closed_by_date", value_text("2012-09-24"));
	assert_int_equal(case_try(&c, &warnings, &err), 0);
	assert_string_equal(warnings.s, ""); /* published elsewhere: no papers of ours are needed */
}

/* ---- who -------------------------------------------------------------------------------- */

/*
 * Who may do what, written from the roles of the office and not from the rules:
 * I inspector, L lead, S supervisor, D director, O liaison, C classifier, K clerk,
 * P planner, A auditor, V viewer, M administrator; o: the owner, a: who added it.
 */
static const char letters[] = "ILSDOCKPAVM";
static const char *const role_names[] = { "inspector", "lead", "supervisor", "director", "liaison", "classifier",
					  "clerk", "planner", "auditor", "viewer", "admin" };

static const struct {
	const char *entity, *action, *who;
} matrix[] = {
	{ "recommendation", "assign", "SD" },
	{ "recommendation", "submit-cap", "oSD" },
	{ "recommendation", "approve-cap", "SD" },
	{ "recommendation", "return-cap", "SD" },
	{ "recommendation", "transmit", "O" },
	{ "recommendation", "request-extension", "oSD" },
	{ "recommendation", "approve-extension", "SD" },
	{ "recommendation", "deny-extension", "SD" },
	{ "recommendation", "submit-closeout", "oSD" },
	{ "recommendation", "approve-closeout", "SD" },
	{ "recommendation", "return-closeout", "SD" },
	{ "recommendation", "send-closeout", "O" },
	{ "recommendation", "recall", "ILSDOCKPM" },
	{ "recommendation", "record-accept", "O" },
	{ "recommendation", "record-reject", "O" },
	{ "recommendation", "record-decision", "O" },
	{ "recommendation", "record-withdraw", "O" },
	{ "recommendation", "record-return", "O" },
	{ "recommendation", "record-closure", "O" },
	{ "recommendation", "record-hold", "O" },
	{ "recommendation", "lift-hold", "O" },
	{ "recommendation", "record-reopen", "O" },
	{ "milestone", "propose", "oSD" },
	{ "milestone", "approve", "SDC" },
	{ "milestone", "return", "SDC" },
	{ "milestone", "start", "oSD" },
	{ "milestone", "submit", "oSD" },
	{ "milestone", "set-forecast", "oSDP" },
	{ "milestone", "request-rebaseline", "oSD" },
	{ "milestone", "approve-rebaseline", "D" },
	{ "milestone", "block", "oSD" },
	{ "milestone", "unblock", "oSD" },
	{ "milestone", "cancel", "D" },
	{ "milestone", "waive", "D" },
	{ "milestone", "reopen", "D" },
	{ "milestone", "recall", "ILSDOCKPM" },
	{ "position", "certify", "C" },
	{ "position", "notify", "SC" },
	{ "position", "make-effective", "C" },
	{ "position", "verify-action", "SC" },
	{ "plan", "freeze-baseline", "D" },
	{ "plan", "decide-gate", "D" },
	{ "evidence", "withdraw", "aSDO" },
	{ "user", "grant", "M" },
	{ "approval", "confirm", "SM" },
	{ "approval", "deny", "SM" },
	{ "report", "post-update", "ILSDOCKP" },
	{ "report", "recall", "ILSDOCKPM" },
	{ "report", "correct", "M" },
	{ "report", "void", "aS" },
};

static bool allowed(const char *action, const struct entity *e, unsigned role, const char *owner, const char *adder)
{
	const struct life_rule *r = life_find(e, action);
	struct life_case c;
	struct error err;
	char first[64] = "";

	if (r->moves)
		snprintf(first, sizeof first, "%.*s", (int)strcspn(r->from, " "), r->from);
	case_init(&c, r, first);
	c.facts.role = role;
	c.facts.level = 0; /* whose level it is, is another question */
	case_set(&c, "owner_user", value_text(owner));
	c.facts.adder_uid = adder;
	return case_try(&c, NULL, &err) != FAIL_DENIED;
}

static void every_cell__of_the_matrix_of_roles_is_as_written(void **state)
{
	size_t rules = 0;

	(void)state;
	while (life_at(rules))
		rules++;
	assert_int_equal(COUNT(matrix), rules);
	for (size_t i = 0; i < COUNT(matrix); i++) {
		const struct entity *e = record_entity_by_name(matrix[i].entity);

		for (size_t j = 0; j < COUNT(role_names); j++) {
			unsigned role = role_by_name(role_names[j]);
			bool role_may = strchr(matrix[i].who, letters[j]) != NULL, reads = strchr("AV", letters[j]) != NULL;
			bool owner_may = role_may || (strchr(matrix[i].who, 'o') && !reads);
			bool adder_may = role_may || (strchr(matrix[i].who, 'a') && role & e->add_roles);

			if (allowed(matrix[i].action, e, role, UID_OTHER, UID_OTHER) != role_may ||
			    allowed(matrix[i].action, e, role, UID_ACTOR, UID_OTHER) != owner_may ||
			    allowed(matrix[i].action, e, role, UID_OTHER, UID_ACTOR) != adder_may)
				fail_msg("%s %s", role_names[j], matrix[i].action);
		}
	}
}

static void an_administrator__approves_nothing_but_another_administrators_grant(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("confirm"), "waiting");
	c.facts.role = ROLE_ADMIN;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	c.facts.submitted_action = "grant";
	assert_int_equal(case_try(&c, NULL, &err), 0);
}

static void nobody__decides_what_they_submitted_in_any_capacity(void **state)
{
	static const char *const uids[] = { UID_ACTOR, UID_OTHER, UID_THIRD };
	const struct life_rule *r;

	(void)state;
	for (size_t i = 0; (r = life_at(i)); i++)
		for (int n = 0; r->flags & LIFE_DECIDES && n < 81; n++) {
			const char *who = uids[n % 3], *acting = uids[n / 3 % 3];
			const char *by = uids[n / 9 % 3], *as = uids[n / 27 % 3];
			bool same = who == by || who == as || acting == by || acting == as;
			struct life_case c;
			struct error err;
			char first[64];

			snprintf(first, sizeof first, "%.*s", (int)strcspn(r->from, " "), r->from);
			case_init(&c, r, first);
			c.facts.actor_uid = who;
			c.facts.acting_for_uid = acting;
			c.facts.submitter_uid = by;
			c.facts.submitter_for_uid = as;
			assert_int_equal(case_try(&c, NULL, &err), same ? FAIL_DENIED : 0);
			if (same)
				assert_string_equal(err.why, "you submitted this; someone else must decide it");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(life_table__makes_sense),
		cmocka_unit_test(every_rule__is_done_from_its_states_and_refused_from_all_others),
		cmocka_unit_test(every_way__a_state_can_go_is_as_written),
		cmocka_unit_test(a_refusal__says_what_it_is_and_what_is_possible_instead),
		cmocka_unit_test(a_refusal__names_the_approval_that_waits_and_for_whom),
		cmocka_unit_test(a_decision__needs_something_that_waits_for_it),
		cmocka_unit_test(every_guard__refuses_with_its_reason_or_warns),
		cmocka_unit_test(every_guard__is_used_by_some_rule),
		cmocka_unit_test(guards__about_what_is_given_wait_until_something_is),
		cmocka_unit_test(a_letter__is_never_refused_because_our_file_is_thin),
		cmocka_unit_test(every_cell__of_the_matrix_of_roles_is_as_written),
		cmocka_unit_test(an_administrator__approves_nothing_but_another_administrators_grant),
		cmocka_unit_test(nobody__decides_what_they_submitted_in_any_capacity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
