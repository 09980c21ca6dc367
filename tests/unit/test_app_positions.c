/* SPDX-License-Identifier: MIT */
/* test_app_positions.c - what is refused of positions, coverage and risks, by any door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app/import.h"
#include "app_help.h"

static int set_up(void **state)
{
	help_sample(state);
	return help_open("lead");
}

#define NEW "plan=RECLASS-FY13", "title=Inspector (fictional)", "from_series=1811", "from_grade=13"

static void assert_why(const char *words)
{
	if (!strstr(help.err.why, words))
		fail_msg("%s", help.err.why);
}

static void sample__has_fourteen_positions_in_two_waves(void **state)
{
	(void)state;
	assert_int_equal(help_count("position", "", NULL), 14);
	assert_int_equal(help_count("position", "wave:1", NULL), 5);
	assert_int_equal(help_count("position", "wave:2", NULL), 6);
	assert_int_equal(help_count("position", "notes:fictional", NULL), 14);
	assert_int_equal(help_count("coverage", "notes:fictional", NULL), help_count("coverage", "", NULL));
	assert_int_equal(help_count("risk", "notes:illustrative", NULL), 12);
	assert_string_equal(help_field("P-003", "from_key"), "GS-1811-14");
	assert_string_equal(help_field("P-009", "change"), "grade drop");
	assert_string_equal(help_field("R-3", "score"), "16");
}

static void position__stands_in_the_crosswalk_once(void **state)
{
	(void)state;
	assert_int_equal(help_add("position", "position_no=p-003", NEW, NULL), FAIL_DATA);
	assert_why("there is a position p-003 already");
}

static void position__in_a_wave_needs_its_target_series(void **state)
{
	(void)state;
	assert_int_equal(help_add("position", "position_no=P-015", NEW, "wave=1", NULL), FAIL_DATA);
	assert_why("a position in a wave needs its target series");
	assert_int_equal(help_set("P-003", "to_series=", NULL), FAIL_DATA);
	assert_int_equal(help_add("position", "position_no=P-015", NEW, NULL), 0);
	assert_int_equal(help_set("P-015", "to_series=9999", NULL), FAIL_MISSING);
}

static void position__takes_effect_on_a_pay_period_start_in_time(void **state)
{
	(void)state;
	assert_int_equal(help_set("P-004", "effective_on=2013-07-15", NULL), FAIL_DATA);
	assert_why("2013-07-15 is no pay-period start");
	assert_int_equal(help_set("P-004", "effective_on=2013-07-28", NULL), FAIL_DATA);
	assert_why("2013-07-28 is past the window");
	assert_string_equal(help.err.next, "allowed are 2013-06-02, 2013-06-16, 2013-06-30, 2013-07-14");
	assert_int_equal(help_set("P-004", "effective_on=2013-06-30", NULL), 0);
}

static void position__wave_takes_at_most_half_of_the_inspectors(void **state)
{
	(void)state;
	assert_int_equal(help_set("P-004", "wave=1", NULL), FAIL_DATA);
	assert_why("5 of 8 inspectors would move in wave 1");
	/* A vacant position does not inspect. */
	assert_int_equal(help_set("P-011", "wave=1", NULL), 0);
	assert_int_equal(help_set("P-003", "wave=2", NULL), FAIL_DATA);
	assert_int_equal(help_set("P-003", "wave=", NULL), 0);
	assert_int_equal(help_set("P-004", "wave=1", NULL), 0);
}

static void position__with_a_lower_grade_is_told_before(void **state)
{
	(void)state;
	assert_int_equal(help_open("classifier"), 0);
	assert_int_equal(help_set("P-009", "notice_on=2013-06-07", NULL), FAIL_DENIED);
	assert_int_equal(help_count("position", "is:problem", NULL), 1);
}

static void position__grade_is_retained_for_two_years_if_held_for_one(void **state)
{
	(void)state;
	assert_int_equal(help_set("P-009", "retention_ends_on=2015-07-13", NULL), FAIL_DATA);
	assert_why("until 2015-07-14");
	assert_int_equal(help_set("P-009", "held_since=2012-10-01", NULL), FAIL_DATA);
	assert_why("held for a year");
	assert_int_equal(help_set("P-010", "retention_ends_on=2015-07-14", NULL), FAIL_DATA);
}

static void position__states_are_set_by_actions_only(void **state)
{
	(void)state;
	assert_int_equal(help_set("P-009", "state=certified", NULL), FAIL_DENIED);
	assert_why("certify");
	assert_int_equal(help_set("P-009", "noa=999", NULL), FAIL_DATA);
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(help_set("P-009", "title=x", NULL), FAIL_DENIED);
}

static void coverage__ends_after_it_begins_and_has_two_positions(void **state)
{
	(void)state;
	assert_int_equal(help_add("coverage", "plan=RECLASS-FY13", "function=planning", "from_on=2013-06-01",
				  "to_on=2013-05-31", "primary=P-001", NULL), FAIL_DATA);
	assert_int_equal(help_add("coverage", "plan=RECLASS-FY13", "function=planning", "from_on=2013-06-01",
				  "to_on=2013-06-30", "primary=P-001", "alternate=P-001", NULL), FAIL_DATA);
	assert_why("another position");
	assert_int_equal(help_add("absence", "position=P-001", "kind=leave", "from_on=2013-06-02", "to_on=2013-06-01",
				  NULL), FAIL_DATA);
}

static void series__is_four_digits(void **state)
{
	(void)state;
	assert_int_equal(help_open("classifier"), 0);
	assert_int_equal(help_add("series_title", "code=343", "title=x", NULL), FAIL_DATA);
	assert_why("four digits");
}

/* ---- import: the same, and the order of the rows does not matter */

static struct error first;

static void keep(void *data, const struct error *e)
{
	(void)data;
	if (!first.kind)
		first = *e;
}

static int import(const char *entity, const char *text, bool update)
{
	AUTOBUF copy = BUF_INIT;
	struct import im = { .entity = record_entity_by_name(entity), .name = "rows.csv", .format = SOURCE_CSV,
			     .update = update, .effective = DATE_NONE, .fault = keep };
	struct import_result result;
	int failed;

	first = (struct error)ERROR_INIT;
	buf_adds(&copy, text);
	im.file = fmemopen(copy.s, copy.len, "r");
	failed = import_rows(&help.app, &im, &result, &help.err);
	fclose(im.file);
	return failed;
}

static void import__refuses_what_the_form_refuses(void **state)
{
	(void)state;
	assert_int_equal(help_open("supervisor"), 0);
	assert_int_equal(import("position", "ref,effective_on\nP-004,2013-07-15\n", true), FAIL_DATA);
	assert_non_null(strstr(first.why, "no pay-period start"));
	assert_int_equal(import("position", "ref,wave\nP-004,1\n", true), FAIL_DATA);
	assert_non_null(strstr(first.why, "more than half"));
	assert_int_equal(import("position", "position_no,plan,title,from_series,from_grade,wave\n"
			       "P-020,RECLASS-FY13,A,1811,13,1\n", false), FAIL_DATA);
	assert_non_null(strstr(first.why, "target series"));
	assert_int_equal(import("position", "position_no,plan,title,from_series,from_grade\nP-020,RECLASS-FY13,A,1811,13\n"
			       "P-020,RECLASS-FY13,B,1811,13\n", false), FAIL_DATA);
	assert_non_null(strstr(first.why, "already"));
}

/* Two that change places never leave more than half in one wave, whichever comes first. */
static void import__looks_at_the_waves_as_the_batch_leaves_them(void **state)
{
	(void)state;
	assert_int_equal(help_open("supervisor"), 0);
	assert_int_equal(import("position", "ref,wave,effective_on\nP-004,1,2013-06-30\nP-003,2,2013-07-14\n", true), 0);
	assert_string_equal(help_field("P-004", "wave"), "1");
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(sample__has_fourteen_positions_in_two_waves),
		T(position__stands_in_the_crosswalk_once),
		T(position__in_a_wave_needs_its_target_series),
		T(position__takes_effect_on_a_pay_period_start_in_time),
		T(position__wave_takes_at_most_half_of_the_inspectors),
		T(position__with_a_lower_grade_is_told_before),
		T(position__grade_is_retained_for_two_years_if_held_for_one),
		T(position__states_are_set_by_actions_only),
		T(coverage__ends_after_it_begins_and_has_two_positions),
		T(series__is_four_digits),
		T(import__refuses_what_the_form_refuses),
		T(import__looks_at_the_waves_as_the_batch_leaves_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
