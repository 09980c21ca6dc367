/* SPDX-License-Identifier: MIT */
/* test_app_sample.c - the sample records are what is public, and their plan adds up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_help.h"

#include "app/overview.h"

static void sample__has_four_reports_and_64_recommendations(void **state)
{
	(void)state;
	assert_int_equal(help_count("report", "", NULL), 4);
	assert_int_equal(help_count("recommendation", "", NULL), 64);
	assert_int_equal(help_count("recommendation", "is:closed", NULL), 60);
	assert_int_equal(help_count("recommendation", "is:open report:OIG-11-119", NULL), 2);
	assert_int_equal(help_count("recommendation", "is:open report:OIG-12-130", NULL), 2);
}

static void sample__stands_as_it_stood_on_each_day(void **state)
{
	static const struct {
		const char *day;
		int all, closed, open;
	} days[] = {
		{ "2010-03-03", 0, 0, 0 },	{ "2010-03-04", 33, 0, 33 }, { "2010-09-30", 49, 0, 49 },
		{ "2011-09-30", 62, 0, 62 }, { "2012-09-23", 62, 0, 62 }, { "2012-09-24", 62, 60, 2 },
		{ "2012-09-25", 64, 60, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		assert_int_equal(help_count("recommendation", "", days[i].day), days[i].all);
		assert_int_equal(help_count("recommendation", "is:closed", days[i].day), days[i].closed);
		assert_int_equal(help_count("recommendation", "is:open", days[i].day), days[i].open);
	}
}

static void sample__comes_to_the_numbers_the_reports_state(void **state)
{
	(void)state;
	assert_int_equal(help_count("report", "difference:0", NULL), 4);
	assert_int_equal(help_count("report", "is:problem", NULL), 0);
	assert_string_equal(help_field("287G", "stated_prior_recs"), "62");
	assert_string_equal(help_field("287G", "stated_prior_closed"), "60");
}

static void sample__sorts_reports_naturally(void **state)
{
	static const char *const order[] = { "OIG-10-63", "OIG-10-124", "OIG-11-119", "OIG-12-130" };
	struct overview o;

	(void)state;
	assert_int_equal(overview_read(&help.app, DATE_NONE, &o, &help.err), 0);
	for (int i = 0; i < 4; i++)
		assert_string_equal(o.reports[i].ref, order[i]);
	overview_release(&o);
}

static void sample__quotes_the_two_recommendations(void **state)
{
	(void)state;
	assert_string_equal(help_field("OIG-12-130/1", "text"),
			    "Provide the Office of Professional Responsibility with the classification study results by "
			    "December 31, 2012.");
	assert_string_equal(help_field("OIG-12-130/2", "text"),
			    "If needed, develop a transition plan to complete any reclassification efforts during FY 2013.");
	assert_string_equal(help_field("OIG-12-130/1", "original_target"), "2012-12-31");
	assert_string_equal(help_field("OIG-12-130/2", "original_target"), "2013-09-30");
	assert_string_equal(help_field("OIG-12-130/1", "concurrence"), "concur");
	assert_non_null(strstr(help_field("OIG-12-130", "determined"), "Office of Personal Responsibility [sic]"));
}

static void sample__invents_no_wording_for_the_earlier_ones(void **state)
{
	(void)state;
	assert_int_equal(help_count("recommendation", "text_status:topic_only text:\"Text not transcribed\"", NULL), 62);
	assert_int_equal(help_count("recommendation", "text_status:verbatim", NULL), 2);
}

static void sample__closes_by_what_was_published(void **state)
{
	(void)state;
	assert_int_equal(help_count("recommendation", "closure_basis:published closed_per:OIG-12-130 closed_on:none "
				    "closed_by_date:2012-09-24 closure_reason:none work_state:done", NULL), 60);
}

static void sample__has_one_account_for_each_role(void **state)
{
	static const char *const names[] = { "inspector", "inspector2", "lead", "supervisor", "supervisor2", "director",
					     "liaison", "classifier", "classifier2", "clerk", "planner", "auditor",
					     "viewer", "admin", "admin2" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(help_open(names[i]), 0);
	assert_int_equal(help_count("user", "", NULL), sizeof names / sizeof *names);
	assert_int_equal(help_count("user", "display_name:fictional", NULL), sizeof names / sizeof *names);
}

/* ---- the plan: every proposed date follows from durations, lags and calendar */

static struct date date_of(const char *ref, const char *field)
{
	const char *text = help_field(ref, field);
	struct date d = DATE_NONE;

	date_parse_iso(text, strlen(text), &d);
	return d;
}

struct tie {
	const char *pred, *succ;
	int lag;
};

static const struct tie ties[] = {
	{ "M0.1", "M0.2", 0 }, { "M0.2", "M1.1", 0 }, { "M0.2", "M1.2", 0 }, { "M1.1", "M1.3", 0 }, { "M1.1", "M1.4", 0 },
	{ "M1.2", "M1.4", 0 }, { "M1.3", "M1.4", 0 }, { "M1.4", "M2.1", 0 }, { "M2.1", "M2.2", 0 }, { "M2.2", "M2.3", 0 },
	{ "M1.3", "M3.1", 0 }, { "M2.3", "M2.4", 5 }, { "M3.1", "M2.4", 0 }, { "M2.4", "M3.2", 0 }, { "M3.2", "M3.3", 0 },
	{ "M3.3", "M4.1", 0 }, { "M4.1", "M4.2", 0 }, { "M4.2", "M4.3", 0 }, { "M4.3", "M5.1", 0 }, { "M5.1", "M5.2", 0 },
	{ "M5.1", "M5.3", 0 },
};

/* The date of a milestone from those of its predecessors, which are right if they were checked before. */
static struct date computed(const char *code)
{
	struct date latest = date_of(code, "fixed_on"), not_before = date_of(code, "not_before");
	int64_t duration = strtoll(help_field(code, "duration"), NULL, 10);

	if (!date_is_none(latest))
		return latest;
	latest = (struct date){ 0 };
	for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
		struct date d;

		if (strcmp(ties[i].succ, code) != 0)
			continue;
		d = calendar_add_working_days(&help.app.calendar, date_of(ties[i].pred, "forecast"), ties[i].lag + duration);
		if (date_cmp(d, latest) > 0)
			latest = d;
	}
	if (!date_is_none(not_before) && date_cmp(not_before, latest) > 0)
		latest = not_before;
	if (strcmp(help_field(code, "roll"), "pay_period") == 0)
		latest = calendar_pay_start_from(&help.app.calendar, latest);
	return latest;
}

static void sample__plan_dates_follow_from_durations(void **state)
{
	static const char *const codes[] = { "M0.1", "M0.2", "M1.1", "M1.2", "M1.3", "M1.4", "M2.1", "M2.2", "M2.3", "M3.1",
					     "M2.4", "M3.2", "M3.3", "M4.1", "M4.2", "M4.3", "M5.1", "M5.2", "M5.3" };
	char want[DATE_TEXT];

	(void)state;
	assert_int_equal(help_count("milestone", "", NULL), sizeof codes / sizeof *codes);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_string_equal(help_field(codes[i], "forecast"), date_format(computed(codes[i]), want));
}

static void sample__plan_has_those_ties(void **state)
{
	char ref[64];

	(void)state;
	assert_int_equal(help_count("dependency", "", NULL), sizeof ties / sizeof *ties + 1);
	for (size_t i = 0; i < sizeof ties / sizeof *ties; i++) {
		snprintf(ref, sizeof ref, "RECLASS-FY13/%s>%s", ties[i].pred, ties[i].succ);
		assert_int_equal(strtoll(help_field(ref, "lag"), NULL, 10), ties[i].lag);
	}
	assert_string_equal(help_field("RECLASS-FY13/M0.2>M5.3", "applies"), "if_none");
	assert_string_equal(help_field("RECLASS-FY13/M5.1>M5.3", "applies"), "unless_none");
}

static void sample__plan_commits_to_the_study_alone(void **state)
{
	(void)state;
	assert_string_equal(help_field("M0.1", "state"), "active");
	assert_string_equal(help_field("M0.2", "state"), "baselined");
	assert_int_equal(help_count("milestone", "state:draft", NULL), 17);
	assert_string_equal(help_field("M0.1", "baseline"), "2012-12-31");
	assert_string_equal(help_field("M0.1", "fulfils"), "OIG-12-130/1");
	assert_string_equal(help_field("M5.3", "fulfils"), "OIG-12-130/2");
	assert_int_equal(help_count("baseline_date", "", NULL), 2);
}

static void sample__verifies(void **state)
{
	int64_t problems = -1;

	(void)state;
	assert_int_equal(store_verify(help.app.store, NULL, NULL, &problems, &help.err), 0);
	assert_int_equal(problems, 0);
}

static void sample__is_read_from_a_folder_where_one_is_named(void **state)
{
	char path[400];

	(void)state;
	snprintf(path, sizeof path, "%s/other.db", help.folder);
	help.options.database = path;
	setenv("CLOSEOUT_DATADIR", "/nonexistent", 1);
	app_release(&help.app);
	assert_int_equal(app_init(&help.app, &help.options, &help.err), 0);
	assert_int_equal(app_create(&help.app, true, &help.err), FAIL_MISSING);
	setenv("CLOSEOUT_DATADIR", getenv("TEST_SRCDIR") ? getenv("TEST_SRCDIR") : ".", 1);
	assert_int_equal(app_create(&help.app, true, &help.err), 0);
	unsetenv("CLOSEOUT_DATADIR");
	help.options.database = help.path;
}

#define SAMPLE(test) cmocka_unit_test_setup_teardown(test, help_sample, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAMPLE(sample__has_four_reports_and_64_recommendations),
		SAMPLE(sample__stands_as_it_stood_on_each_day),
		SAMPLE(sample__comes_to_the_numbers_the_reports_state),
		SAMPLE(sample__sorts_reports_naturally),
		SAMPLE(sample__quotes_the_two_recommendations),
		SAMPLE(sample__invents_no_wording_for_the_earlier_ones),
		SAMPLE(sample__closes_by_what_was_published),
		SAMPLE(sample__has_one_account_for_each_role),
		SAMPLE(sample__plan_dates_follow_from_durations),
		SAMPLE(sample__plan_has_those_ties),
		SAMPLE(sample__plan_commits_to_the_study_alone),
		SAMPLE(sample__verifies),
		SAMPLE(sample__is_read_from_a_folder_where_one_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
