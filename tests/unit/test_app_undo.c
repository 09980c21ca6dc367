/* SPDX-License-Identifier: MIT */
/* test_app_undo.c - taking back and putting back, correcting, and what stands in the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_help.h"
#include "deed_help.h"

static int undo(int64_t batch)
{
	return door_undo(&help.app, batch, NULL, NULL, 0, &help.err);
}

static int redo(void)
{
	return door_redo(&help.app, NULL, NULL, 0, &help.err);
}

static void undo__takes_back_the_newest_of_ones_own(void **state)
{
	char what[100];
	int64_t undone = 0, batch;

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=first", NULL), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=second", NULL), 0);
	batch = help_head();
	assert_int_equal(door_undo(&help.app, 0, &undone, what, sizeof what, &help.err), 0);
	assert_int_equal(undone, batch);
	assert_string_equal(what, "set OIG-12-130/1 next_step");
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "first");
	assert_int_equal(undo(0), 0);
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "");
}

static void undo__has_nothing_to_do_in_a_new_sample(void **state)
{
	(void)state;
	assert_int_equal(undo(0), FAIL_NO);
	assert_int_equal(redo(), FAIL_NO);
}

static void undo__leaves_others_batches_alone(void **state)
{
	(void)state;
	assert_int_equal(help_open("clerk"), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=by the clerk", NULL), 0);
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(undo(0), FAIL_NO);
	assert_int_equal(undo(help_head()), FAIL_DENIED);
	assert_int_equal(help_open("supervisor"), 0);
	assert_int_equal(undo(help_head()), 0);
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "");
}

static void undo__is_undone_by_redo_and_back(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", NULL), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(undo(0), 0);
		assert_string_equal(help_field("OIG-12-130/1", "next_step"), "");
		assert_int_equal(redo(), 0);
		assert_string_equal(help_field("OIG-12-130/1", "next_step"), "a");
	}
	assert_int_equal(redo(), FAIL_NO);
}

static void undo__never_takes_back_a_batch_twice(void **state)
{
	int64_t batch;

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", NULL), 0);
	batch = help_head();
	assert_int_equal(undo(batch), 0);
	assert_int_equal(undo(batch), FAIL_NO);
}

static void undo__refuses_when_a_field_has_moved_on(void **state)
{
	int64_t batch, head;

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", "next_step_on=fri", NULL), 0);
	batch = help_head();
	assert_int_equal(help_open("lead"), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=b", NULL), 0);
	assert_int_equal(help_open("inspector"), 0);
	head = help_head();
	assert_int_equal(undo(batch), FAIL_CONFLICT);
	assert_string_equal(help.err.where, "OIG-12-130/1 next_step");
	assert_non_null(strstr(help.err.why, "lead"));
	assert_int_equal(help_head(), head);
	assert_string_equal(help_field("OIG-12-130/1", "next_step_on"), "2012-11-16");
}

static void undo__takes_a_new_record_out_and_redo_brings_it_back(void **state)
{
	(void)state;
	assert_int_equal(help_add("report", "number=OIG-13-1", "title=x", "issued_on=2012-11-01", "stated_rec_count=0",
				  "addressees=[{\"name\":\"A\"}]", NULL), 0);
	assert_int_equal(undo(0), 0);
	assert_int_equal(help_count("report", "", NULL), 4);
	assert_int_equal(help_count("addressee", "report:OIG-13-1", NULL), 0);
	assert_int_equal(redo(), 0);
	assert_int_equal(help_count("report", "", NULL), 5);
	assert_string_equal(help_field("OIG-13-1/to1", "name"), "A");
}

static void undo__refuses_while_others_refer_to_it(void **state)
{
	int64_t batch;

	(void)state;
	assert_int_equal(help_add("report", "number=OIG-13-1", "title=x", "issued_on=2012-11-01", "stated_rec_count=0",
				  NULL), 0);
	batch = help_head();
	assert_int_equal(help_add("recommendation", "report=OIG-13-1", "to_office=OPR", "owner_office=OPR", NULL), 0);
	assert_int_equal(undo(batch), FAIL_CONFLICT);
	assert_non_null(strstr(help.err.why, "OIG-13-1/1"));
	assert_int_equal(undo(0), 0);
	assert_int_equal(undo(batch), 0);
}

/* Submitted, recalled, submitted again: the state is as the first submission left it, and yet it is another. */
static void undo__leaves_a_submission_that_was_decided_or_recalled(void **state)
{
	int64_t first;

	(void)state;
	assert_int_equal(help_open("classifier"), 0);
	assert_int_equal(deed_try(NULL, "submit", "M0.1", "actual=2012-11-14"), 0);
	first = deed_result.batch;
	assert_int_equal(deed_try(NULL, "recall", "M0.1", NULL), 0);
	assert_int_equal(undo(first), FAIL_CONFLICT);
	assert_non_null(strstr(help.err.why, "it was recalled since"));
	assert_int_equal(deed_try(NULL, "submit", "M0.1", "actual=2012-11-14"), 0);
	assert_int_equal(undo(first), FAIL_CONFLICT);
	assert_string_equal(help_field("A-2", "state"), "waiting");
	assert_int_equal(undo(0), 0);
	assert_string_equal(help_field("M0.1", "state"), "active");
}

static void correction__frees_no_number_for_another_record(void **state)
{
	static const struct step steps[] = {
		{ "inspector", NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=Third|location=here", 0, NULL },
		{ "admin", NULL, "correct", "E-3", "number=30|comment=Misread", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-1", NULL, 0, NULL },
		{ "admin", NULL, "correct", "E-30", "number=12|comment=Misread again", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-2", NULL, 0, NULL },
		{ NULL, NULL, "?title", "E-12", "Third", 0, NULL },
		{ "inspector", NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=New|number=3|location=x", FAIL_DATA,
		  "E-3 was the reference of what is E-12" },
		/* Nor is it come to by counting. */
		{ NULL, NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=Next|location=x", 0, NULL },
		{ NULL, NULL, "?title", "E-31", "Next", 0, NULL },
		/* Within one report only; and what was mistaken is mended by a correction. */
		{ "clerk", NULL, "+recommendation", NULL, "report=OIG-12-130|number=5|text=T|to_office=OPR|owner_office=OPR", 0, NULL },
		{ "admin", NULL, "correct", "OIG-12-130/5", "number=3|comment=It is the third", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-3", NULL, 0, NULL },
		{ "clerk", NULL, "+recommendation", NULL, "report=OIG-12-130|number=5|text=T|to_office=OPR|owner_office=OPR", FAIL_DATA,
		  "OIG-12-130/5 was the reference of what is OIG-12-130/3" },
		{ NULL, NULL, "+recommendation", NULL, "report=OIG-11-119|number=50|text=T|to_office=OPR|owner_office=OPR", 0, NULL },
		{ "admin", NULL, "correct", "OIG-12-130/3", "number=5|comment=It was the fifth", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-4", NULL, 0, NULL },
		{ NULL, NULL, "?number", "OIG-12-130/5", "5", 0, NULL },
	};

	(void)state;
	PLAY(steps);
}

static void undo__never_unmakes_the_database(void **state)
{
	(void)state;
	assert_int_equal(help_open("supervisor"), 0);
	assert_int_equal(undo(1), FAIL_NO);
	assert_int_equal(undo(1000000), FAIL_MISSING);
}

static void undo__leaves_the_sample_records_alone(void **state)
{
	(void)state;
	assert_int_equal(help_open("clerk"), 0);
	assert_int_equal(undo(0), FAIL_NO);
	assert_int_equal(undo(help_head()), FAIL_DENIED);
	assert_int_equal(help_open("supervisor"), 0);
	assert_int_equal(undo(help_head()), FAIL_NO);
}

static void undo__writes_nothing_when_reading_only(void **state)
{
	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=a", NULL), 0);
	help.options.read_only = true;
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(undo(0), FAIL_DENIED);
}

#define UNDO(test) cmocka_unit_test_setup_teardown(test, help_sample, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNDO(undo__takes_back_the_newest_of_ones_own),
		UNDO(undo__has_nothing_to_do_in_a_new_sample),
		UNDO(undo__leaves_others_batches_alone),
		UNDO(undo__is_undone_by_redo_and_back),
		UNDO(undo__never_takes_back_a_batch_twice),
		UNDO(undo__refuses_when_a_field_has_moved_on),
		UNDO(undo__takes_a_new_record_out_and_redo_brings_it_back),
		UNDO(undo__refuses_while_others_refer_to_it),
		UNDO(undo__leaves_a_submission_that_was_decided_or_recalled),
		UNDO(correction__frees_no_number_for_another_record),
		UNDO(undo__never_unmakes_the_database),
		UNDO(undo__leaves_the_sample_records_alone),
		UNDO(undo__writes_nothing_when_reading_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
