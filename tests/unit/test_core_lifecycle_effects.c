/* SPDX-License-Identifier: MIT */
/* test_core_lifecycle_effects.c - what actions set, who decides, and what surrounds the rules. */
#include "core/checklist.h"
#include "life_help.h"

static struct life_effect effects[LIFE_EFFECTS_MAX];

/* The value an action sets as text: "-" where it does not set the field, "" where it clears it. */
static const char *set_to(struct life_case *c, bool confirmed, struct arena *a, const char *field)
{
	int n = life_effects(c->rule, &c->facts, confirmed, a, effects);

	for (int i = 0; i < n; i++)
		if (strcmp(effects[i].field->name, field) == 0) {
			AUTOBUF text = BUF_INIT;

			value_write(effects[i].field, effects[i].value, &text);
			return arena_strdup(a, text.s);
		}
	return "-";
}

static void effects__are_what_the_action_says(void **state)
{
	static const struct {
		const char *entity, *action, *from, *field, *value;
	} rows[] = {
		{ "recommendation", "assign", "new", "work_state", "planning" },
		{ "recommendation", "assign", "new", "owner_user", UID_THING },
		{ "recommendation", "request-extension", "working", "work_state", "ext_review" },
		{ "recommendation", "request-extension", "working", "current_target", "-" },
		{ "recommendation", "request-extension", "working", "text", "-" }, /* the extension's, not its own */
		{ "recommendation", "approve-extension", "ext_review", "current_target", "2013-03-01" },
		{ "recommendation", "deny-extension", "ext_review", "current_target", "-" },
		{ "recommendation", "submit-closeout", "working", "implemented_on", "2012-11-10" },
		{ "recommendation", "send-closeout", "closeout_approved", "closeout_sent_on", "2012-11-10" },
		{ "recommendation", "recall", "plan_review", "work_state", "planning" },
		{ "recommendation", "recall", "closeout_review", "work_state", "working" },
		{ "recommendation", "recall", "done", "work_state", "-" },
		{ "recommendation", "record-accept", "unresolved", "resolution", "resolved" },
		{ "recommendation", "record-accept", "unresolved", "current_target", "2013-01-31" },
		{ "recommendation", "record-accept", "unresolved", "original_target", "-" }, /* set already */
		{ "recommendation", "record-reject", "unresolved", "resolution", "-" },
		{ "recommendation", "record-decision", "unresolved", "action", "-" },
		{ "recommendation", "record-closure", "open", "action", "closed" },
		{ "recommendation", "record-closure", "open", "resolution", "resolved" },
		{ "recommendation", "record-closure", "open", "work_state", "done" },
		{ "recommendation", "record-closure", "open", "closure_basis", "letter" },
		{ "recommendation", "record-closure", "open", "closure_reason", "implemented" },
		{ "recommendation", "record-closure", "open", "closed_on", "2012-11-14" },
		{ "recommendation", "record-return", "with_oig", "work_state", "working" },
		{ "recommendation", "record-return", "planning", "work_state", "-" },
		{ "recommendation", "record-return", "planning", "returned_count", "1" },
		{ "milestone", "approve", "proposed", "state", "baselined" },
		{ "milestone", "approve", "submitted", "state", "complete" },
		{ "milestone", "return", "submitted", "state", "active" },
		{ "milestone", "return", "submitted", "actual", "" },
		{ "milestone", "return", "baselined", "state", "-" },
		{ "milestone", "set-forecast", "active", "forecast", "2013-02-01" },
		{ "milestone", "submit", "active", "actual", "2012-11-10" },
		{ "milestone", "request-rebaseline", "active", "forecast", "-" },
		{ "milestone", "unblock", "active", "blocker", "" },
		{ "plan", "decide-gate", "pending", "gate_outcome", "partial" },
		{ "evidence", "withdraw", "0", "withdrawn", "1" },
		{ "approval", "confirm", "waiting", "state", "confirmed" },
	};
	AUTOARENA a = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct life_case c;

		case_init(&c, life_find(record_entity_by_name(rows[i].entity), rows[i].action), rows[i].from);
		c.facts.extension_to = day("2013-03-01");
		if (strcmp(set_to(&c, false, &a, rows[i].field), rows[i].value) != 0)
			fail_msg("%s %s: %s is %s", rows[i].action, rows[i].from, rows[i].field,
				 set_to(&c, false, &a, rows[i].field));
	}
}

static void effects__fall_back_on_what_was_not_given(void **state)
{
	AUTOARENA a = ARENA_INIT;
	struct life_case c;

	(void)state;
	case_init(&c, life_by_action("submit"), "active");
	c.facts.given = NULL;
	c.facts.n_given = 0;
	assert_string_equal(set_to(&c, false, &a, "actual"), "2012-11-15");
	case_init(&c, life_by_action("record-accept"), "unresolved");
	case_set(&c, "original_target", VALUE_NULL);
	assert_string_equal(set_to(&c, false, &a, "original_target"), "2013-01-31");
	case_init(&c, life_by_action("record-decision"), "unresolved");
	case_give(&c, "close", value_int(1));
	assert_string_equal(set_to(&c, false, &a, "action"), "closed");
	assert_string_equal(set_to(&c, false, &a, "closure_reason"), "not_implemented");
	case_init(&c, life_by_action("record-closure"), "open");
	case_give(&c, "letter", VALUE_NULL);
	case_give(&c, "closed_per", value_text(UID_THING));
	case_give(&c, "closed_by_date", value_text("2012-09-24"));
	assert_string_equal(set_to(&c, false, &a, "closure_basis"), "published");
	assert_string_equal(set_to(&c, false, &a, "closed_on"), "-");
}

static void two_person_acts__change_nothing_until_they_are_confirmed(void **state)
{
	AUTOARENA a = ARENA_INIT;
	struct life_case c;

	(void)state;
	case_init(&c, life_by_action("record-reopen"), "closed");
	case_set(&c, "reopened_count", value_int(1));
	assert_int_equal(life_effects(c.rule, &c.facts, false, &a, effects), 0);
	assert_string_equal(set_to(&c, true, &a, "action"), "open");
	assert_string_equal(set_to(&c, true, &a, "work_state"), "working");
	assert_string_equal(set_to(&c, true, &a, "reopened_count"), "2");
	assert_string_equal(set_to(&c, true, &a, "closed_on"), "");
	assert_string_equal(set_to(&c, true, &a, "resolution"), "unresolved"); /* given */
	case_init(&c, life_by_action("correct"), "");
	assert_string_equal(set_to(&c, true, &a, "notes"), "mended");
}

static void levels__are_those_that_are_named_and_the_last_one_moves(void **state)
{
	static const struct {
		const char *action, *one, *two, *gate;
		int n;
		unsigned first, second;
	} rows[] = {
		{ "propose", "supervisor", "director", NULL, 2, ROLE_SUPERVISOR, ROLE_DIRECTOR },
		{ "propose", "none", "director", NULL, 1, ROLE_DIRECTOR, 0 },
		{ "propose", "classifier", "none", NULL, 1, ROLE_CLASSIFIER, 0 },
		{ "propose", "none", "none", NULL, 1, ROLE_SUPERVISOR, 0 },
		{ "submit", "supervisor", "director", NULL, 1, ROLE_SUPERVISOR, 0 },
		{ "submit", "supervisor", "director", "G1", 2, ROLE_SUPERVISOR, ROLE_DIRECTOR },
		{ "submit", "none", "director", NULL, 1, ROLE_DIRECTOR, 0 },
		{ "submit", "none", "director", "G0", 1, ROLE_DIRECTOR, 0 },
		{ "start", "supervisor", "none", NULL, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned masks[LIFE_LEVELS_MAX] = { 0 };
		struct life_case c;

		case_init(&c, life_by_action(rows[i].action), "active");
		case_set(&c, "approver_1", value_text(rows[i].one));
		case_set(&c, "approver_2", value_text(rows[i].two));
		case_set(&c, "gate", value_text(rows[i].gate));
		assert_int_equal(life_levels(c.rule, &c.facts, masks), rows[i].n);
		assert_int_equal(masks[0], rows[i].first);
		assert_int_equal(masks[1], rows[i].second);
	}
}

static void a_first_level__leaves_the_state_and_its_decider_is_not_the_second(void **state)
{
	AUTOARENA a = ARENA_INIT;
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("approve"), "proposed");
	case_set(&c, "approver_2", value_text("director"));
	c.facts.levels = 2;
	assert_null(life_to(c.rule, &c.facts));
	assert_int_equal(life_effects(c.rule, &c.facts, false, &a, effects), 0);
	c.facts.level = 2;
	assert_string_equal(life_to(c.rule, &c.facts), "baselined");
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	assert_string_equal(err.why, "it is not yours to decide; A-7 (propose) waits for level 2: director");
	c.facts.role = ROLE_DIRECTOR;
	assert_int_equal(case_try(&c, NULL, &err), 0);
	c.facts.decider_uid = UID_ACTOR;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
}

static void second_extensions__take_the_director(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("approve-extension"), "ext_review");
	c.facts.role = ROLE_SUPERVISOR;
	assert_int_equal(case_try(&c, NULL, &err), 0);
	c.facts.extensions = 1;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	c.facts.role = ROLE_DIRECTOR;
	assert_int_equal(case_try(&c, NULL, &err), 0);
}

static void duty__is_told_before_the_state(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("approve-cap"), "plan_review");
	case_set(&c, "work_state", value_text("working"));
	c.facts.submitter_uid = UID_ACTOR;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	c.facts.role = ROLE_VIEWER;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	assert_string_equal(err.why, "a viewer may not; it takes supervisor or director");
	c.rule = life_by_action("submit-cap");
	assert_int_equal(case_try(&c, NULL, &err), FAIL_DENIED);
	assert_string_equal(err.why, "a viewer may not; it takes supervisor, director or its owner (owner)");
}

static void decisions__have_names_for_the_approval(void **state)
{
	static const char *const rows[][3] = {
		{ "approve-cap", "approve", "approved" }, { "return-cap", "return", "returned" },
		{ "deny-extension", "deny", "denied" },   { "approve", "approve", "approved" },
		{ "confirm", "confirm", "confirmed" },    { "deny", "deny", "denied" },
	};
	const struct entity *e = record_entity(ENTITY_APPROVAL);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct life_rule *r = life_by_action(rows[i][0]);

		assert_string_equal(life_decision(r), rows[i][1]);
		assert_string_equal(life_approval_state(r), rows[i][2]);
		assert_non_null(record_choice(record_field(e, "decision"), rows[i][1]));
		assert_non_null(record_choice(record_field(e, "state"), rows[i][2]));
	}
	assert_null(life_decision(life_by_action("recall")));
	assert_string_equal(life_approval_state(life_by_action("recall")), "recalled");
	assert_null(life_approval_state(life_by_action("start")));
}

static void a_personal_database__has_no_approvals_and_goes_on_without(void **state)
{
	static const char *const rows[][4] = {
		{ "submit-cap", "planning", "work_state", "plan_approved" },
		{ "request-extension", "working", "work_state", "-" },
		{ "request-extension", "working", "current_target", "2013-03-01" },
		{ "submit-closeout", "working", "work_state", "closeout_approved" },
		{ "propose", "draft", "state", "baselined" }, { "submit", "active", "state", "complete" },
		{ "submit", "active", "actual", "2012-11-10" }, { "record-reopen", "closed", "action", "open" },
	};
	AUTOARENA a = ARENA_INIT;
	struct life_case c;
	struct error err;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		case_init(&c, life_by_action(rows[i][0]), rows[i][1]);
		c.facts.personal = true;
		c.facts.role = ROLE_PERSONAL;
		assert_int_equal(case_try(&c, NULL, &err), 0);
		assert_string_equal(set_to(&c, false, &a, rows[i][2]), rows[i][3]);
	}
	case_init(&c, life_by_action("approve-cap"), "plan_review");
	c.facts.personal = true;
	c.facts.role = ROLE_PERSONAL;
	assert_int_equal(case_try(&c, NULL, &err), FAIL_NO);
	assert_string_equal(err.why, "a personal database has no second person, so it has no approvals");
}

/* ---- what is asked for --------------------------------------------------------------------- */

static void asks__are_fields_of_what_is_made_then_inputs_then_the_records_own(void **state)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION), *m = record_entity(ENTITY_MILESTONE);
	const struct life_rule *r = life_find(e, "post-update");

	(void)state;
	assert_ptr_equal(life_ask(r, e, "text"), record_field(record_entity(ENTITY_UPDATE), "text"));
	assert_ptr_equal(life_ask(life_by_action("assign"), e, "owner_user"), record_field(e, "owner_user"));
	assert_ptr_equal(life_ask(life_by_action("request-rebaseline"), m, "to_date"), life_input("to_date"));
	assert_null(life_ask(life_by_action("assign"), e, "work_state"));
	assert_ptr_equal(life_ask(life_find(e, "correct"), e, "work_state"), record_field(e, "work_state"));
	assert_null(life_ask(life_find(e, "correct"), e, "due"));
}

static void what_is_needed__is_named(void **state)
{
	struct life_case c;
	struct error err;

	(void)state;
	case_init(&c, life_by_action("return-cap"), "plan_review");
	case_give(&c, "comment", VALUE_NULL);
	assert_int_equal(life_need(c.rule, &c.facts, &err), FAIL_DATA);
	assert_string_equal(err.where, "comment");
	case_init(&c, life_by_action("submit-closeout"), "working");
	case_give(&c, "implemented_on", VALUE_NULL);
	assert_int_equal(life_need(c.rule, &c.facts, &err), FAIL_DATA); /* taken out */
	c.facts.n_given = 0;
	assert_int_equal(life_need(c.rule, &c.facts, &err), 0); /* the record has it */
	case_set(&c, "implemented_on", VALUE_NULL);
	assert_int_equal(life_need(c.rule, &c.facts, &err), FAIL_DATA);
	case_init(&c, life_by_action("set-forecast"), "active");
	case_give(&c, "forecast", VALUE_NULL);
	assert_int_equal(life_need(c.rule, &c.facts, &err), FAIL_DATA);
	case_init(&c, life_by_action("correct"), "");
	case_give(&c, "notes", VALUE_NULL);
	c.facts.n_given--;
	assert_int_equal(life_need(c.rule, &c.facts, &err), FAIL_DATA);
}

static void rules__for_any_record_are_found_where_people_write(void **state)
{
	(void)state;
	assert_non_null(life_find(record_entity(ENTITY_REPORT), "post-update"));
	assert_null(life_find(record_entity(ENTITY_UPDATE), "post-update"));
	assert_non_null(life_find(record_entity(ENTITY_UPDATE), "void"));
	assert_null(life_find(record_entity(ENTITY_APPROVAL), "void"));
	assert_non_null(life_find(record_entity(ENTITY_APPROVAL), "correct"));
	assert_null(life_find(record_entity(ENTITY_DATABASE), "correct"));
	assert_int_equal(life_find(record_entity(ENTITY_MILESTONE), "recall")->entity, ENTITY_MILESTONE);
	assert_null(life_find(record_entity(ENTITY_REPORT), "approve"));
	assert_string_equal(life_of(record_entity(ENTITY_PLAN), 0)->action, "freeze-baseline");
	assert_string_equal(life_of(record_entity(ENTITY_PLAN), 2)->action, "post-update");
	assert_null(life_of(record_entity(ENTITY_PLAN), 6));
}

/* ---- letters, delegations, approvals --------------------------------------------------------- */

static void outcomes_of_letters__have_an_action_each_but_no_change(void **state)
{
	const struct choice *c = record_field(record_entity(ENTITY_LETTER_LINE), "outcome")->choices;

	(void)state;
	for (; c->name; c++) {
		const char *action = life_outcome_action(c->name);

		assert_int_equal(action == NULL, strcmp(c->name, "no_change") == 0);
		assert_true(!action || life_by_action(action)->flags & LIFE_LETTER);
	}
	assert_null(life_outcome_action(NULL));
}

static void delegations__give_away_only_what_is_ones_own(void **state)
{
	struct error err;

	(void)state;
	assert_int_equal(life_may_delegate(ROLE_DIRECTOR, UID_ACTOR, UID_ACTOR, UID_OTHER, &err), 0);
	assert_int_equal(life_may_delegate(ROLE_DIRECTOR, UID_ACTOR, UID_THIRD, UID_OTHER, &err), FAIL_DENIED);
	assert_int_equal(life_may_delegate(ROLE_ADMIN, UID_ACTOR, UID_THIRD, UID_OTHER, &err), 0);
	assert_int_equal(life_may_delegate(ROLE_ADMIN, UID_ACTOR, UID_THIRD, UID_ACTOR, &err), FAIL_DENIED);
	assert_int_equal(life_may_delegate(ROLE_VIEWER, UID_ACTOR, UID_ACTOR, UID_OTHER, &err), FAIL_DENIED);
	assert_int_equal(life_may_delegate(ROLE_DIRECTOR, UID_ACTOR, UID_ACTOR, UID_ACTOR, &err), FAIL_DATA);
	assert_true(life_in_scope("approvals", life_by_action("approve-cap")));
	assert_false(life_in_scope("approvals", life_by_action("record-closure")));
	assert_true(life_in_scope("letters", life_by_action("send-closeout")));
	assert_true(life_in_scope("work", life_by_action("submit-closeout")));
	assert_true(life_in_scope("all", life_by_action("cancel")));
	assert_false(life_in_scope(NULL, life_by_action("cancel")));
}

static void approvals__bind_to_bound_fields_only(void **state)
{
	struct life_case c;
	AUTOBUF before = BUF_INIT;
	AUTOBUF after = BUF_INIT;

	(void)state;
	case_init(&c, life_by_action("approve"), "proposed");
	life_bound(c.facts.entity, c.values, &before);
	assert_non_null(strstr(before.s, "approver_1=\"supervisor\"\n"));
	case_set(&c, "state", value_text("active"));
	case_set(&c, "notes", value_text("more"));
	life_bound(c.facts.entity, c.values, &after);
	assert_string_equal(before.s, after.s);
	case_set(&c, "duration", value_int(9));
	buf_clear(&after);
	life_bound(c.facts.entity, c.values, &after);
	assert_string_not_equal(before.s, after.s);
}

static void requests__are_read_back_as_written(void **state)
{
	AUTOARENA a = ARENA_INIT;
	AUTOBUF text = BUF_INIT;
	AUTOBUF again = BUF_INIT;
	struct life_given *given;
	struct life_case c;
	struct error err;
	int n;

	(void)state;
	case_init(&c, life_by_action("record-reopen"), "closed");
	life_request_write(c.rule, c.facts.entity, c.given, c.facts.n_given, &text);
	assert_string_equal(text.s, "{\"comment\":[null,\"words\"],\"letter\":[null,\"" UID_THING
				    "\"],\"resolution\":[null,\"unresolved\"]}");
	assert_int_equal(life_request_read(c.rule, c.facts.entity, text.s, &a, &given, &n, &err), 0);
	assert_int_equal(n, 3);
	life_request_write(c.rule, c.facts.entity, given, n, &again);
	assert_string_equal(again.s, text.s);
	assert_int_equal(life_request_read(c.rule, c.facts.entity, "{\"action\":[null,\"open\"]}", &a, &given, &n, &err),
			 FAIL_DATA);
}

static void a_checklist__answers_itself_what_is_on_record(void **state)
{
	static const char *const with[CHECK_MAX] = { NULL, NULL, "yes", NULL, "yes", "na", "na" };
	struct check_facts f = { .implemented_on = day("2012-12-20"), .last_finish = day("2012-12-20"),
				 .newest_evidence = day("2012-12-19"), .signed_on = day("2012-12-21") };
	AUTOBUF note = BUF_INIT;

	(void)state;
	for (int i = 0; i < CHECK_MAX; i++) {
		const char *answer = check_answer((enum check_item)i, &f, &note);

		assert_true(answer == with[i] || (answer && with[i] && strcmp(answer, with[i]) == 0));
		assert_true(check_text((enum check_item)i)[0] != '\0');
		if (!with[i]) /* what the record cannot answer, a person is asked */
			assert_non_null(life_input(check_input((enum check_item)i)));
	}
	f.last_finish = day("2012-12-18");
	f.signed_on = day("2012-12-19");
	f.extensions = 2;
	f.without_reason = 1;
	assert_string_equal(check_answer(CHECK_LAST_FINISH, &f, &note), "no");
	assert_string_equal(check_answer(CHECK_SIGNATURE, &f, &note), "no");
	assert_string_equal(check_answer(CHECK_EXTENSION, &f, &note), "no");
	f.signed_on = day("2013-01-20");
	assert_null(check_answer(CHECK_GAP, &f, &note));
	assert_string_equal(check_name(CHECK_GAP), "gap");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(effects__are_what_the_action_says),
		cmocka_unit_test(effects__fall_back_on_what_was_not_given),
		cmocka_unit_test(two_person_acts__change_nothing_until_they_are_confirmed),
		cmocka_unit_test(levels__are_those_that_are_named_and_the_last_one_moves),
		cmocka_unit_test(a_first_level__leaves_the_state_and_its_decider_is_not_the_second),
		cmocka_unit_test(second_extensions__take_the_director),
		cmocka_unit_test(duty__is_told_before_the_state),
		cmocka_unit_test(decisions__have_names_for_the_approval),
		cmocka_unit_test(a_personal_database__has_no_approvals_and_goes_on_without),
		cmocka_unit_test(asks__are_fields_of_what_is_made_then_inputs_then_the_records_own),
		cmocka_unit_test(what_is_needed__is_named),
		cmocka_unit_test(rules__for_any_record_are_found_where_people_write),
		cmocka_unit_test(outcomes_of_letters__have_an_action_each_but_no_change),
		cmocka_unit_test(delegations__give_away_only_what_is_ones_own),
		cmocka_unit_test(approvals__bind_to_bound_fields_only),
		cmocka_unit_test(requests__are_read_back_as_written),
		cmocka_unit_test(a_checklist__answers_itself_what_is_on_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
