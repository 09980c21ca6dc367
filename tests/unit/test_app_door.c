/* SPDX-License-Identifier: MIT */
/* test_app_door.c - the one door for change: what is read, what is refused, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "app_help.h"

static void door__writes_one_batch_with_its_log(void **state)
{
	int64_t before = help_head();

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=Ask", "next_step_on=+1w", NULL), 0);
	assert_int_equal(help_head(), before + 1);
	assert_string_equal(help_field("OIG-12-130/1", "next_step_on"), "2012-11-22");
}

static void door__drops_what_is_so_already(void **state)
{
	int64_t before = help_head();

	(void)state;
	assert_int_equal(help_set("OIG-12-130/2", "conditional=yes", NULL), 0);
	assert_int_equal(help_head(), before);
}

static void door__collects_every_fault(void **state)
{
	int64_t before = help_head();

	(void)state;
	assert_int_equal(help_add("report", "number=OIG-14-1", "issued_on=2013-02-30", "stated_rec_count=x",
				  "agency=moon", NULL), FAIL_DATA);
	assert_int_equal(help.faults.n, 4); /* three values, and the title is needed */
	assert_int_equal(help_head(), before);
}

static void door__asks_for_a_value_once(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", "next_step=b", NULL), FAIL_USAGE);
}

static void door__says_a_missing_reference_before_a_wrong_value(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "owner_office=NOWHERE", "next_step_on=frday", NULL), FAIL_MISSING);
	assert_int_equal(help.faults.n, 2);
}

static void door__says_a_wrong_value_before_a_denied_role(void **state)
{
	(void)state;
	assert_int_equal(help_open("viewer"), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step_on=frday", NULL), FAIL_DATA);
	assert_int_equal(help_set("OIG-12-130/1", "next_step_on=frday", "next_step=a", NULL), FAIL_DATA);
	assert_int_equal(help.faults.n, 2);
	assert_int_equal(help_set("OIG-12-130/1", "next_step_on=fri", NULL), FAIL_DENIED);
}

static void door__says_a_denied_role_once_for_a_record(void **state)
{
	(void)state;
	assert_int_equal(help_open("viewer"), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", "next_step_on=fri", "topic=data", NULL), FAIL_DENIED);
	assert_int_equal(help.faults.n, 1);
}

static void door__refuses_a_status_and_names_its_actions(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "action=closed", NULL), FAIL_DENIED);
	assert_non_null(strstr(help.err.why, "record-closure"));
	assert_int_equal(help_set("OIG-12-130/1", "action=shut", NULL), FAIL_DATA);
	assert_string_equal(help_field("OIG-12-130/1", "action"), "open");
}

static void door__refuses_a_status_in_a_new_record(void **state)
{
	(void)state;
	assert_int_equal(help_add("recommendation", "report=OIG-12-130", "to_office=OPR", "owner_office=OPR",
				  "work_state=done", NULL), FAIL_DENIED);
}

static void door__refuses_what_is_computed(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "days=3", NULL), FAIL_USAGE);
	assert_int_equal(help_set("OIG-12-130", "addressees=x", NULL), FAIL_USAGE);
}

static void door__takes_a_first_target_for_the_current_one_too(void **state)
{
	(void)state;
	assert_int_equal(help_add("recommendation", "report=OIG-12-130", "to_office=OPR", "owner_office=OPR",
				  "original_target=2013-03-01", NULL), 0);
	assert_string_equal(help_ref, "OIG-12-130/3");
	assert_string_equal(help_field("OIG-12-130/3", "current_target"), "2013-03-01");
}

static void door__keeps_an_original_target(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "original_target=2013-01-31", NULL), FAIL_NO);
	assert_string_equal(help_field("OIG-12-130/1", "original_target"), "2012-12-31");
}

static void door__refuses_to_clear_what_is_needed(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130", "title=", NULL), FAIL_DATA);
	assert_int_equal(help_set("OIG-12-130/1", "finding=", NULL), 0);
	assert_string_equal(help_field("OIG-12-130/1", "finding"), "");
}

static void door__never_edits_an_update(void **state)
{
	(void)state;
	assert_int_equal(help_set("U-1", "text=other", NULL), FAIL_DENIED);
	assert_int_equal(help_add("update", "subject=OIG-12-130/1", "text=new", NULL), 0);
	assert_string_equal(help_field(help_ref, "dated_on"), "2012-11-15");
}

static void door__refuses_a_subject_that_cannot_be_one(void **state)
{
	(void)state;
	assert_int_equal(help_add("update", "subject=E-1", "text=new", NULL), FAIL_DATA);
}

static void door__refuses_a_reference_that_is_taken(void **state)
{
	(void)state;
	assert_int_equal(help_add("report", "number=oig-12-130", "title=x", "issued_on=2012-11-01", NULL), FAIL_DATA);
	assert_non_null(strstr(help.err.why, "already"));
}

static void door__takes_lines_with_their_record(void **state)
{
	int64_t before = help_head();

	(void)state;
	assert_int_equal(help_add("report", "number=OIG-13-1", "title=x", "issued_on=2012-11-01", "stated_rec_count=0",
				  "addressees=[{\"name\":\"A\",\"office\":\"OPR\"},{\"name\":\"B\",\"acting\":true}]", NULL), 0);
	assert_int_equal(help_head(), before + 3);
	assert_string_equal(help_field("OIG-13-1/to2", "name"), "B");
	assert_string_equal(help_field("OIG-13-1/to2", "acting"), "1");
}

static void door__checks_fields_against_each_other(void **state)
{
	(void)state;
	assert_int_equal(help_open("clerk"), 0);
	assert_int_equal(help_add("correspondence", "kind=status", "summary=x", "dated_on=2012-11-10",
				  "received_on=2012-11-09", NULL), FAIL_DATA);
	assert_int_equal(help_set("OIG-12-130", "unsupported_cents=5", "questioned_cents=3", NULL), FAIL_DATA);
}

static void door__reads_short_milestones_within_their_plan(void **state)
{
	(void)state;
	assert_int_equal(help_open("planner"), 0);
	assert_int_equal(help_add("plan", "code=OTHER", "title=x", NULL), 0);
	assert_int_equal(help_add("milestone", "plan=OTHER", "code=M0.1", "title=a", NULL), 0);
	assert_int_equal(help_add("milestone", "plan=OTHER", "code=M9", "title=b", NULL), 0);
	assert_int_equal(help_add("dependency", "plan=OTHER", "pred=M0.1", "succ=M9", NULL), 0);
	assert_string_equal(help_field("OTHER/M0.1>M9", "pred"), "OTHER/M0.1");
	assert_int_equal(help_add("dependency", "plan=OTHER", "pred=M5.1", "succ=M9", NULL), FAIL_DATA);
}

static struct door_change office_change(const char *parent, struct door_field fields[3], const char *code)
{
	const struct entity *e = record_entity(ENTITY_OFFICE);
	struct door_change c = { .entity = e, .add = true, .fields = fields, .n_fields = 3 };

	clock_uuid(c.uid);
	fields[0] = (struct door_field){ .field = record_field(e, "code"), .text = code };
	fields[1] = (struct door_field){ .field = record_field(e, "name"), .text = code };
	fields[2] = (struct door_field){ .field = record_field(e, "parent"), .text = parent };
	return c;
}

static void door__knows_the_new_records_of_its_own_batch(void **state)
{
	struct door_field a[3], b[3];
	struct door_change changes[] = { office_change("", a, "AA"), office_change("aa", b, "BB") };
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = changes, .n_changes = 2 };

	(void)state;
	assert_int_equal(door_commit(&help.app, &r, NULL, NULL, &help.err), 0);
	assert_string_equal(help_field("BB", "parent"), "AA");
}

static void door__check_writes_nothing(void **state)
{
	struct door_field a[3];
	struct door_change change = office_change("", a, "AA");
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = &change, .n_changes = 1 };
	int64_t before = help_head();

	(void)state;
	assert_int_equal(door_check(&help.app, &r, NULL, &help.err), 0);
	assert_int_equal(help_head(), before);
}

/* The file refuses these too; a form has to know before it saves. */
static int check_one(const char *entity, const char *ref, const char *field, const char *text)
{
	const struct entity *e = record_entity_by_name(entity);
	struct door_field f = { .field = record_field(e, field), .text = text };
	struct door_change c = { .entity = e, .fields = &f, .n_fields = 1, .add = !ref };
	struct door_request r = { .verb = "set", .effective = DATE_NONE, .changes = &c, .n_changes = 1 };
	struct store_found found;

	if (ref)
		assert_int_equal(store_find(help.app.store, ref, e->id, false, &found, &help.err), 0);
	if (ref)
		memcpy(c.uid, found.uid, sizeof c.uid);
	else
		clock_uuid(c.uid);
	door_faults_release(&help.faults);
	return door_check(&help.app, &r, &help.faults, &help.err);
}

static bool faulted(const char *why)
{
	for (int i = 0; i < help.faults.n; i++)
		if (strstr(help.faults.at[i].error.why, why))
			return true;
	return false;
}

static void door__check_finds_what_the_file_would_refuse(void **state)
{
	(void)state;
	assert_int_equal(check_one("recommendation", "OIG-12-130/1", "original_target", "2013-01-31"), FAIL_NO);
	check_one("office", NULL, "code", "OPR");
	assert_true(faulted("already"));
	check_one("update", NULL, "subject", "E-1");
	assert_true(faulted("cannot be what this is about"));
	assert_int_equal(help_open("liaison"), 0); /* may edit offices */
	assert_int_equal(check_one("office", "OPR", "parent", "OPR"), FAIL_DATA);
}

static void door__refuses_to_take_effect_after_today(void **state)
{
	struct door_field a[3];
	struct door_change change = office_change("", a, "AA");
	struct door_request r = { .verb = "add", .changes = &change, .n_changes = 1 };

	(void)state;
	r.effective = date_add_days(help.app.today, 1);
	assert_int_equal(door_commit(&help.app, &r, NULL, NULL, &help.err), FAIL_DATA);
	r.effective = help.app.today;
	assert_int_equal(door_commit(&help.app, &r, NULL, NULL, &help.err), 0);
}

static void door__never_writes_when_reading_only(void **state)
{
	(void)state;
	help.options.read_only = true;
	assert_int_equal(help_open(NULL), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=x", NULL), FAIL_DENIED);
}

/* Who may add what: one letter a kind, in the order of the columns. */
static void door__lets_each_role_add_what_is_its_own(void **state)
{
	static const struct {
		const char *role, *may; /* report, letter, milestone, update, account, office */
	} matrix[] = {
		{ "inspector", "R--U-O" }, { "lead", "R-MU-O" }, { "supervisor", "--MU--" }, { "director", "---U--" },
		{ "liaison", "RL-U-O" }, { "classifier", "---U--" }, { "clerk", "RL-U-O" }, { "planner", "--MU--" },
		{ "auditor", "------" }, { "viewer", "------" }, { "admin", "----AO" },
	};
	static const enum entity_id kinds[] = { ENTITY_REPORT, ENTITY_CORRESPONDENCE, ENTITY_MILESTONE, ENTITY_UPDATE,
						ENTITY_USER, ENTITY_OFFICE };

	(void)state;
	for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
		assert_int_equal(help_open(matrix[i].role), 0);
		for (int k = 0; k < 6; k++) {
			bool may = app_may_add(&help.app, record_entity(kinds[k]), NULL);

			if (may != (matrix[i].may[k] != '-'))
				fail_msg("%s and %s: %d", matrix[i].role, record_entity(kinds[k])->name, may);
		}
	}
}

static void door__refuses_kinds_closeout_writes_itself(void **state)
{
	(void)state;
	assert_int_equal(help_open("director"), 0);
	assert_int_equal(help_add("baseline", "plan=RECLASS-FY13", "frozen_on=today", NULL), FAIL_DENIED);
	assert_int_equal(help_set("RECLASS-FY13/B0", "reason=x", NULL), FAIL_DENIED);
}

static void set__with_an_old_version_is_a_conflict(void **state)
{
	struct assignment word = { "next_step", "mine" };
	struct assign s = { .at = &word, .n = 1, .if_version = 5 };
	AUTOBUF shown = BUF_INIT;
	bool changed;

	(void)state;
	assert_int_equal(assign_set(&help.app, "OIG-12-130/1", &s, &shown, &changed, NULL, &help.err), FAIL_CONFLICT);
	s.if_version = strtoll(help_field("OIG-12-130/1", "version"), NULL, 10);
	assert_int_equal(assign_set(&help.app, "OIG-12-130/1", &s, &shown, &changed, NULL, &help.err), 0);
	assert_true(changed);
}

#define DOOR(test) cmocka_unit_test_setup_teardown(test, help_sample, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DOOR(door__writes_one_batch_with_its_log),
		DOOR(door__drops_what_is_so_already),
		DOOR(door__collects_every_fault),
		DOOR(door__asks_for_a_value_once),
		DOOR(door__says_a_missing_reference_before_a_wrong_value),
		DOOR(door__says_a_wrong_value_before_a_denied_role),
		DOOR(door__says_a_denied_role_once_for_a_record),
		DOOR(door__refuses_a_status_and_names_its_actions),
		DOOR(door__refuses_a_status_in_a_new_record),
		DOOR(door__refuses_what_is_computed),
		DOOR(door__takes_a_first_target_for_the_current_one_too),
		DOOR(door__keeps_an_original_target),
		DOOR(door__refuses_to_clear_what_is_needed),
		DOOR(door__never_edits_an_update),
		DOOR(door__refuses_a_subject_that_cannot_be_one),
		DOOR(door__refuses_a_reference_that_is_taken),
		DOOR(door__takes_lines_with_their_record),
		DOOR(door__checks_fields_against_each_other),
		DOOR(door__reads_short_milestones_within_their_plan),
		DOOR(door__knows_the_new_records_of_its_own_batch),
		DOOR(door__check_writes_nothing),
		DOOR(door__check_finds_what_the_file_would_refuse),
		DOOR(door__refuses_to_take_effect_after_today),
		DOOR(door__never_writes_when_reading_only),
		DOOR(door__lets_each_role_add_what_is_its_own),
		DOOR(door__refuses_kinds_closeout_writes_itself),
		DOOR(set__with_an_old_version_is_a_conflict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
