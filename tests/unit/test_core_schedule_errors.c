/* SPDX-License-Identifier: MIT */
/* test_core_schedule_errors.c - what the schedule refuses, and in which words. */
#include "schedule_help.h"

static struct plan p;

static int set_up(void **state)
{
	(void)state;
	plan_init(&p);
	return 0;
}

/* ---------------------------------------------------------------- effective dates */

static void effective_date__is_a_pay_period_start_within_the_window(void **state)
{
	AUTOSCHEDULE *s = NULL;
	struct error err = ERROR_INIT;
	int32_t wave_2;

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	wave_2 = plan_at(&p, "M4.2");
	assert_int_equal(schedule_check_date(s, wave_2, day("2013-07-14"), &err), 0);
	assert_int_equal(schedule_check_date(s, wave_2, day("2013-06-02"), &err), 0);
	assert_int_equal(schedule_check_effective(&p.calendar, "P-7", day("2013-06-02"), 4,
						  day("2013-06-02"), &err),
			 0);
	assert_int_equal(schedule_check_date(s, wave_2, day("2013-07-15"), &err), FAIL_DATA);
	assert_string_equal(err.where, "M4.2");
	assert_non_null(strstr(err.why, "2013-07-15 is no pay-period start"));
	assert_string_equal(err.next, "allowed are 2013-06-02, 2013-06-16, 2013-06-30, 2013-07-14");
	assert_int_equal(schedule_check_date(s, wave_2, day("2013-07-28"), &err), FAIL_DATA);
	assert_non_null(strstr(err.why, "2013-07-28 is past the window"));
	assert_non_null(strstr(err.why, "at most the fourth start after it"));
	assert_int_equal(schedule_check_date(s, wave_2, day("2013-05-19"), &err), FAIL_DATA);
	assert_non_null(strstr(err.why, "2013-05-19 is before certification; "));
	assert_int_equal(schedule_check_date(s, plan_at(&p, "M4.3"), day("2013-07-15"), &err), 0);
}

static void effective_date__without_certification_is_any_pay_period_start(void **state)
{
	struct calendar c = calendar_default();
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(schedule_check_effective(&c, "P-7", DATE_NONE, 4, day("2013-12-29"), &err),
			 0);
	assert_int_equal(schedule_check_effective(&c, "P-7", DATE_NONE, 4, day("2013-07-15"), &err),
			 FAIL_DATA);
	assert_string_equal(err.next, "the nearest are 2013-07-14, 2013-07-28");
}

static void window__counts_the_day_of_certification_only_if_it_is_a_start(void **state)
{
	struct calendar c = calendar_default();
	struct date on[8];

	(void)state;
	assert_int_equal(schedule_window(&c, day("2013-05-24"), 4, on, 8), 4);
	assert_day(on[0], "2013-06-02");
	assert_day(on[3], "2013-07-14");
	assert_int_equal(schedule_window(&c, day("2013-06-02"), 4, on, 8), 5);
	assert_day(on[0], "2013-06-02");
	assert_day(on[4], "2013-07-28");
	assert_int_equal(schedule_window(&c, DATE_NONE, 4, on, 8), 0);
}

/* ---------------------------------------------------------------- errors */

static void assert_refused(enum fail kind, const char *where, const char *why)
{
	struct schedule *s = NULL;
	struct error err = ERROR_INIT;

	assert_int_equal(schedule_new(&p.in, &s, &err), kind);
	assert_null(s);
	assert_string_equal(err.where, where);
	assert_string_equal(err.why, why);
	assert_true(err.next[0]);
}

static void circle__is_named_from_its_first_milestone(void **state)
{
	(void)state;
	plan_sample(&p);
	plan_tie(&p, "M2.2", "M2.1");
	assert_refused(FAIL_NO, "M2.1", "M2.1 > M2.2 > M2.1 wait for each other in a circle");
	p.dependencies[p.in.n_dependencies - 1].pred = plan_at(&p, "M2.1");
	assert_refused(FAIL_NO, "M2.1", "M2.1 > M2.1 wait for each other in a circle");
}

static void circle__under_another_outcome_of_the_gate_is_one_too(void **state)
{
	(void)state;
	plan_sample(&p);
	plan_tie(&p, "M5.3", "M0.1")->applies = SCHEDULE_IF_NONE;
	assert_refused(FAIL_NO, "M0.1",
		       "M0.1 > M0.2 > M5.3 > M0.1 wait for each other in a circle");
}

static void circle__of_many_is_cut_short(void **state)
{
	static char names[PLAN_MAX][8];

	(void)state;
	for (char i = 0; i < 20; i++) {
		memcpy(names[(int)i], (char[]){ 'N', (char)('a' + i), 0 }, 3);
		plan_add(&p, names[(int)i], 1);
	}
	for (int i = 0; i < 20; i++)
		plan_tie(&p, names[i], names[(i + 1) % 20]);
	assert_refused(
		FAIL_NO, "Na",
		"Na > Nb > Nc > Nd > Ne > Nf > ... (8 more) > No > Np > Nq > Nr > Ns > Nt > Na"
		" wait for each other in a circle");
}

static void errors__name_the_milestone(void **state)
{
	(void)state;
	plan_two(&p)->duration = 2001;
	assert_refused(FAIL_DATA, "B", "a duration of 2001 is not between 0 and 2000");
	plan_get(&p, "B")->duration = 10;
	p.dependencies[0].lag = -1001;
	assert_refused(FAIL_DATA, "A > B", "a lag of -1001 is not between -1000 and 1000");
	p.dependencies[0].lag = 0;
	plan_get(&p, "A")->fixed_on = DATE_NONE;
	assert_refused(FAIL_DATA, "A", "there is nothing to count its date from");
	plan_get(&p, "A")->fixed_on = day("2199-12-20");
	assert_refused(FAIL_DATA, "B", "its date lies after 2199");
	plan_get(&p, "A")->fixed_on = day("1900-01-04");
	p.dependencies[0].lag = -100;
	assert_refused(FAIL_DATA, "B", "its date lies before 1900");
	p.dependencies[0].succ = 2;
	assert_refused(FAIL_BUG, "", "dependency 0 names no milestone");
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(effective_date__is_a_pay_period_start_within_the_window),
		TEST(effective_date__without_certification_is_any_pay_period_start),
		TEST(window__counts_the_day_of_certification_only_if_it_is_a_start),
		TEST(circle__is_named_from_its_first_milestone),
		TEST(circle__under_another_outcome_of_the_gate_is_one_too),
		TEST(circle__of_many_is_cut_short),
		TEST(errors__name_the_milestone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
