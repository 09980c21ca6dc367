/* SPDX-License-Identifier: MIT */
/* test_app_plan.c - the plan read from the records: dates, health, slip, what if, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "app/what_if.h"
#include "app_help.h"

static struct plan plan;

static void read_plan(void)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	plan_release(&plan);
	if (plan_read(&help.app, &o, &plan, &help.err) != 0)
		fail_msg("%s: %s", help.err.where, help.err.why);
}

static int set_up(void **state)
{
	help_sample(state);
	plan = (struct plan){ .arena = ARENA_INIT };
	read_plan();
	return 0;
}

static int tear_down(void **state)
{
	plan_release(&plan);
	return help_end(state);
}

static int32_t at(const char *code)
{
	int32_t i = plan_milestone(&plan, code, &help.err);

	assert_true(i >= 0);
	return i;
}

static const char *date_of(const char *code)
{
	static char text[DATE_TEXT];

	return date_format(plan_date(&plan, at(code)), text);
}

static void assert_words(void (*words)(const struct plan *, struct buf *), const char *want)
{
	AUTOBUF text = BUF_INIT;

	words(&plan, &text);
	assert_string_equal(text.s, want);
}

static const char *slip(const char *code)
{
	static struct buf text = BUF_INIT;

	buf_clear(&text);
	plan_slip_words(&help.app, &plan, at(code), &text);
	return text.s;
}

/* ---- facts to schedule */

static void assert_dates(void)
{
	static const char *const dates[][2] = {
		{ "M0.1", "2012-12-31" }, { "M0.2", "2013-01-18" }, { "M1.1", "2013-02-01" }, { "M1.2", "2013-02-08" },
		{ "M1.3", "2013-02-15" }, { "M1.4", "2013-02-28" }, { "M2.1", "2013-03-29" }, { "M2.2", "2013-04-12" },
		{ "M2.3", "2013-05-03" }, { "M3.1", "2013-05-10" }, { "M2.4", "2013-05-24" }, { "M3.2", "2013-06-07" },
		{ "M3.3", "2013-06-14" }, { "M4.1", "2013-06-30" }, { "M4.2", "2013-07-14" }, { "M4.3", "2013-08-16" },
		{ "M5.1", "2013-08-30" }, { "M5.2", "2013-09-06" }, { "M5.3", "2013-09-20" },
	};

	assert_int_equal(plan.n, 19);
	for (size_t i = 0; i < 19; i++)
		assert_string_equal(date_of(dates[i][0]), dates[i][1]);
}

static void plan_read__gives_the_nineteen_dates(void **state)
{
	size_t n;

	(void)state;
	assert_dates();
	schedule_broken(plan.schedule, &n);
	assert_int_equal(n, 0);
}

static void without_forecasts(void *data, const struct plan *p, struct schedule_milestone *milestones)
{
	(void)data;
	for (size_t i = 0; i < p->n; i++)
		milestones[i].forecast = DATE_NONE;
}

/* The dates come from durations, ties and calendar: forecasts that say the same add nothing. */
static void plan_read__does_not_lean_on_the_forecasts(void **state)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	(void)state;
	o.adjust = without_forecasts;
	plan_release(&plan);
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), 0);
	assert_dates();
}

static void health__says_finish_limit_float_and_what_binds(void **state)
{
	(void)state;
	assert_words(plan_health_words, "finish 2013-09-20, limit 2013-09-30, float 0: pay period");
	assert_words(plan_binding_words, "no float left before wave 2: M4.2 by 2013-07-14, the fourth pay-period start after "
					 "certification on 2013-05-24");
	assert_words(plan_count_words, "late 0, blocked 0, waiting for approval 0, at risk 0");
	assert_int_equal(schedule_row(plan.schedule, at("M4.2"))->float_left, 0);
	assert_int_equal(schedule_row(plan.schedule, at("M4.3"))->float_left, 6);
}

static void health__counts_what_is_late_on_a_later_day(void **state)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	(void)state;
	plan_release(&plan);
	assert_true(date_from_ymd(2013, 1, 9, &help.app.today));
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), 0);
	assert_string_equal(plan_status_word(&plan, at("M0.1")), "LATE");
	assert_string_equal(plan_health_word(&plan, at("M0.2")), "AT RISK");
	assert_string_equal(plan_health_word(&plan, at("M2.1")), "ON TRACK");
	assert_int_equal(plan.n_late, 1);
	assert_string_equal(slip("M0.1"), "M0.1 is 9 days late, 9 of them from M0.1, not reached by today");
}

static void plan_read__stands_as_it_stood(void **state)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	(void)state;
	plan_release(&plan);
	assert_true(date_from_ymd(2012, 10, 15, &o.as_of));
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), 0);
	assert_int_equal(plan.n_baselines, 0);
	assert_string_equal(plan.milestones[0].state, "draft");
	plan_release(&plan);
	assert_true(date_from_ymd(2012, 10, 1, &o.as_of));
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), FAIL_MISSING);
}

static void plan_read__compares_with_any_one_baseline(void **state)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	(void)state;
	assert_int_equal(plan.n_baselines, 1);
	assert_int_equal(plan.milestones[at("M0.1")].baseline_at, 0);
	plan_release(&plan);
	o.baseline = 7;
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), FAIL_MISSING);
	o.baseline = 0;
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), 0);
	assert_true(date_is_none(plan.milestones[at("M1.1")].baseline));
}

static void plan_milestone__is_found_by_code_and_reference(void **state)
{
	(void)state;
	assert_int_equal(plan_milestone(&plan, "M9.9", &help.err), -1);
	assert_int_equal(help.err.kind, FAIL_MISSING);
	assert_int_equal(plan_milestone(&plan, "reclass-fy13/m0.2", &help.err), at("M0.2"));
}

static void gate__none_cancels_all_but_the_closeout(void **state)
{
	int32_t cancelled[32];
	size_t n = 0;

	(void)state;
	assert_int_equal(plan_gate_cancels(&plan, SCHEDULE_GATE_NONE, cancelled, 32, &n, &help.err), 0);
	assert_int_equal(n, 16);
	for (size_t i = 0; i < n; i++) {
		assert_string_not_equal(plan.milestones[cancelled[i]].code, "M5.3");
		assert_string_not_equal(plan.milestones[cancelled[i]].code, "M0.2");
	}
	assert_int_equal(plan_gate_cancels(&plan, SCHEDULE_GATE_RECLASSIFY, cancelled, 32, &n, &help.err), 0);
	assert_int_equal(n, 0);
}

/* ---- slip */

static void slip__is_told_baseline_by_baseline(void **state)
{
	struct plan_baseline two[2] = { plan.baselines[0], plan.baselines[0] };
	struct date dates[19];

	(void)state;
	assert_string_equal(slip("M0.1"), "M0.1 is on its first baseline date, 2012-12-31");
	assert_string_equal(slip("M2.4"), "M2.4 is in no baseline yet");
	for (size_t i = 0; i < 19; i++)
		dates[i] = date_add_days(plan.baselines[0].dates[i], -3);
	two[0].dates = dates;
	two[1].number = 1;
	two[1].reason = "staffing";
	dates[at("M0.2")] = date_add_days(two[1].dates[at("M0.2")], -9);
	plan.baselines = two;
	plan.n_baselines = 2;
	assert_string_equal(slip("M0.2"), "M0.2 is 9 days late, 9 of them from baseline 1 (staffing)");
	assert_string_equal(slip("M0.1"), "M0.1 is 3 days late, 3 of them from baseline 1 (staffing)");
}

/* ---- what if */

static struct what_if what;

static void what_if(const char *milestone, const char *change)
{
	if (what_if_add(&help.app, &plan, milestone, change, &what, &help.err) != 0)
		fail_msg("%s", help.err.why);
}

static void what_if__three_weeks_break_the_limit_and_save_nothing(void **state)
{
	int64_t head = help_head();
	char day[DATE_TEXT];

	(void)state;
	what_if("M0.1", "+15wd");
	assert_string_equal(what.said.s, "M0.1 +15wd");
	assert_string_equal(date_format(what.result.finish.to, day), "2013-10-21"); /* past Columbus Day */
	assert_int_equal(what.result.float_used, 20);
	assert_int_equal(help_head(), head);
	what_if_release(&what);
}

static void what_if__adds_up_and_a_second_change_replaces_the_first(void **state)
{
	(void)state;
	what_if("M0.1", "+15wd");
	what_if("M2.1", "=30");
	assert_int_equal(what.n, 2);
	what_if("M0.1", "+5wd");
	assert_int_equal(what.n, 2);
	assert_string_equal(what.said.s, "M0.1 +5wd, M2.1 =30");
	assert_int_equal(what_if_add(&help.app, &plan, "M2.1", "frday", &what, &help.err), FAIL_USAGE);
	assert_int_equal(what.n, 2);
	what_if_release(&what);
}

static int keep(const char *reason)
{
	struct what_if_kept kept = { .n = 0 };
	int failed = what_if_keep(&help.app, &plan, &what, reason, &kept, &help.err);

	if (!failed) {
		assert_int_equal(kept.n_offers, 2);
		assert_string_equal(kept.offers[1].words,
				    "M5.3 on 2013-10-21 is past the target of OIG-12-130/2 (2013-09-30)");
	}
	what_if_kept_release(&kept);
	return failed;
}

static void what_if__is_kept_in_one_batch_by_who_keeps_the_plan(void **state)
{
	int64_t head, undone;
	char text[200];

	(void)state;
	what_if("M0.1", "+15wd");
	assert_int_equal(keep("the study is late"), FAIL_DENIED);
	assert_int_equal(help_open("planner"), 0);
	read_plan();
	assert_int_equal(keep(""), FAIL_USAGE);
	head = help_head();
	assert_int_equal(keep("the study is late"), 0);
	assert_int_equal(help_head(), head + 18);
	read_plan();
	assert_string_equal(date_of("M5.3"), "2013-10-21");
	assert_string_equal(help_field("M4.2", "forecast"), "2013-08-11");
	assert_string_equal(help_field("M0.1", "baseline"), "2012-12-31");
	assert_string_equal(help_field("M0.1", "slip"), "23");
	assert_int_equal(door_undo(&help.app, 0, &undone, text, sizeof text, &help.err), 0);
	read_plan();
	assert_string_equal(date_of("M5.3"), "2013-09-20");
	what_if_release(&what);
}

/* ---- effective dates */

static void assert_refused(const char *date, const char *rule)
{
	char word[64];

	snprintf(word, sizeof word, "fixed_on=%s", date);
	assert_int_equal(help_set("M4.2", word, NULL), FAIL_DATA);
	assert_non_null(strstr(help.err.why, rule));
	assert_string_equal(help.err.next, "allowed are 2013-06-02, 2013-06-16, 2013-06-30, 2013-07-14");
}

static void wave__takes_effect_on_a_pay_period_start_in_time(void **state)
{
	(void)state;
	assert_int_equal(help_open("lead"), 0);
	assert_refused("2013-07-15", "2013-07-15 is no pay-period start");
	assert_refused("2013-07-28", "2013-07-28 is past the window");
	assert_refused("2013-05-19", "2013-05-19 is before certification");
	assert_int_equal(help_set("M4.2", "fixed_on=2013-07-14", NULL), 0);
	assert_int_equal(help_add("milestone", "plan=RECLASS-FY13", "code=M4.9", "title=Wave 3", "roll=pay_period",
				  "forecast=2013-07-15", NULL), FAIL_DATA);
	assert_int_equal(help_set("M4.3", "fixed_on=2013-07-15", NULL), 0);
}

#define PLAN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN(plan_read__gives_the_nineteen_dates),
		PLAN(plan_read__does_not_lean_on_the_forecasts),
		PLAN(health__says_finish_limit_float_and_what_binds),
		PLAN(health__counts_what_is_late_on_a_later_day),
		PLAN(plan_read__stands_as_it_stood),
		PLAN(plan_read__compares_with_any_one_baseline),
		PLAN(plan_milestone__is_found_by_code_and_reference),
		PLAN(gate__none_cancels_all_but_the_closeout),
		PLAN(slip__is_told_baseline_by_baseline),
		PLAN(what_if__three_weeks_break_the_limit_and_save_nothing),
		PLAN(what_if__adds_up_and_a_second_change_replaces_the_first),
		PLAN(what_if__is_kept_in_one_batch_by_who_keeps_the_plan),
		PLAN(wave__takes_effect_on_a_pay_period_start_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
