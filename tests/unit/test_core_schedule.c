/* SPDX-License-Identifier: MIT */
/* test_core_schedule.c - the sample plan, each kind of constraint, limits, words, errors. */
#include "schedule_help.h"

static struct plan p;

static int set_up(void **state)
{
	(void)state;
	plan_init(&p);
	return 0;
}

static void assert_words(struct buf *words, const char *expected)
{
	assert_string_equal(words->s, expected);
	buf_clear(words);
}

static void assert_early(const struct schedule *s, const char *name, const char *iso)
{
	assert_day(plan_row(&p, s, name)->early_finish, iso);
}

static void assert_b(const char *iso)
{
	AUTOSCHEDULE *s = plan_schedule(&p);

	assert_early(s, "B", iso);
}

/* ---------------------------------------------------------------- the sample */

static void sample__has_its_nineteen_dates(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	assert_int_equal(schedule_count(s), COUNT(sample_dates));
	for (size_t i = 0; i < COUNT(sample_dates); i++)
		assert_day(schedule_row(s, (int32_t)i)->early_finish, sample_dates[i]);
}

static void sample__has_its_dates_with_them_as_forecasts_and_on_the_day_it_is_shown(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_sample(&p);
	for (size_t i = 0; i < COUNT(sample_dates); i++)
		p.milestones[i].forecast = p.milestones[i].baseline = day(sample_dates[i]);
	plan_get(&p, "M0.1")->status = SCHEDULE_BEGUN;
	p.in.today = day("2012-11-15");
	s = plan_schedule(&p);
	for (size_t i = 0; i < COUNT(sample_dates); i++) {
		assert_day(schedule_row(s, (int32_t)i)->early_finish, sample_dates[i]);
		assert_int_equal(schedule_row(s, (int32_t)i)->slip, 0);
	}
}

static void sample__leaves_no_float_before_wave_2_and_six_days_after(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	for (const char *const *name =
		     (const char *const[]){ "M0.1", "M1.4", "M2.4", "M3.1", "M4.1", "M4.2", NULL };
	     *name; name++)
		assert_int_equal(plan_row(&p, s, *name)->float_left, 0);
	for (const char *const *name = (const char *const[]){ "M4.3", "M5.1", "M5.3", NULL }; *name;
	     name++)
		assert_int_equal(plan_row(&p, s, *name)->float_left, 6);
	assert_int_equal(plan_row(&p, s, "M4.2")->binding.kind, SCHEDULE_LIMIT_PAY_PERIOD);
	assert_int_equal(plan_row(&p, s, "M4.3")->binding.kind, SCHEDULE_LIMIT_PLAN);
	assert_day(plan_row(&p, s, "M4.2")->certified, "2013-05-24");
	assert_day(plan_row(&p, s, "M4.2")->window_end, "2013-07-14");
	schedule_health_words(s, &words);
	assert_words(&words, "finish 2013-09-20, limit 2013-09-30, float 0: pay period");
	schedule_limit_explain(s, &schedule_health(s)->binding, &words);
	assert_words(
		&words,
		"M4.2 by 2013-07-14, the fourth pay-period start after certification on 2013-05-24");
	assert_int_equal(schedule_health(s)->finish_float, 6);
	assert_int_equal(schedule_health(s)->n_broken, 0);
}

static void sample__is_critical_but_for_two_milestones(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	for (size_t i = 0; i < COUNT(sample_dates); i++) {
		const char *name = p.milestones[i].name;

		assert_int_equal(schedule_row(s, (int32_t)i)->critical,
				 strcmp(name, "M1.2") && strcmp(name, "M5.2"));
	}
	assert_int_equal(schedule_health(s)->n_critical, 17);
	assert_int_equal(plan_row(&p, s, "M1.2")->total_float, 5);
	assert_int_equal(plan_row(&p, s, "M1.2")->free_float, 5);
	assert_int_equal(plan_row(&p, s, "M5.2")->total_float, 10);
}

static void sample__says_why_a_date_is_what_it_is(void **state)
{
	static const struct {
		const char *name, *why;
	} cases[] = {
		{ "M0.1", "2012-12-31 = fixed on 2012-12-31" },
		{ "M2.4", "2013-05-24 = M2.3 2013-05-03 + lag 5 + 10 working days" },
		{ "M3.1", "2013-05-10 = not before 2013-05-10" },
		{ "M4.2",
		  "2013-07-14 = the first pay-period start from 2013-07-01 = M4.1 2013-06-30 + 1 working day" },
	};
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	for (size_t i = 0; i < COUNT(cases); i++) {
		schedule_why_words(s, plan_at(&p, cases[i].name), &words);
		assert_words(&words, cases[i].why);
	}
}

static void path__leads_from_the_first_cause_to_the_finish(void **state)
{
	static const char *const names[] = { "M0.1", "M0.2", "M1.1", "M1.3", "M1.4", "M2.1",
					     "M2.2", "M2.3", "M2.4", "M3.2", "M3.3", "M4.1",
					     "M4.2", "M4.3", "M5.1", "M5.3" };
	AUTOSCHEDULE *s = NULL;
	int32_t path[PLAN_MAX];

	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	assert_int_equal(schedule_path(s, schedule_health(s)->finish_milestone, path, PLAN_MAX),
			 COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++)
		assert_string_equal(schedule_name(s, path[i]), names[i]);
	assert_int_equal(schedule_path(s, plan_at(&p, "M5.3"), path, 2), 2);
	assert_string_equal(schedule_name(s, path[0]), "M5.1");
	for (size_t e = 0; e < p.in.n_dependencies; e++) {
		const char *pred = p.milestones[p.dependencies[e].pred].name;
		bool drives = strcmp(pred, "M1.2") && p.dependencies[e].applies != SCHEDULE_IF_NONE;

		if (p.dependencies[e].pred == plan_at(&p, "M1.1") &&
		    p.dependencies[e].succ == plan_at(&p, "M1.4"))
			drives = false;
		if (p.dependencies[e].succ == plan_at(&p, "M3.1"))
			drives = false;
		assert_int_equal(schedule_drives(s, e), drives);
	}
}

/* ---------------------------------------------------------------- the first gate */

static void gate__none_leads_straight_to_the_closeout(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;

	(void)state;
	plan_sample(&p);
	p.in.gate = SCHEDULE_GATE_NONE;
	s = plan_schedule(&p);
	assert_early(s, "M5.3", "2013-02-08");
	for (size_t i = 0; i < COUNT(sample_dates); i++) {
		const struct schedule_row *row = schedule_row(s, (int32_t)i);
		bool stays = strchr("0", p.milestones[i].name[1]) ||
			     !strcmp(p.milestones[i].name, "M5.3");

		assert_int_equal(row->counts, stays);
		assert_int_equal(row->by_gate, !stays);
		assert_true(stays || date_is_none(row->early_finish));
	}
	schedule_why_words(s, plan_at(&p, "M2.1"), &words);
	assert_words(&words, "cancelled: nothing is reclassified");
	schedule_health_words(s, &words);
	assert_words(&words, "finish 2013-02-08, limit 2013-09-30, float 162: limit");
}

static void gate__none_keeps_what_is_complete(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_sample(&p);
	p.in.gate = SCHEDULE_GATE_NONE;
	plan_get(&p, "M1.1")->status = SCHEDULE_DONE;
	plan_get(&p, "M1.1")->actual = day("2013-01-30");
	s = plan_schedule(&p);
	assert_true(plan_row(&p, s, "M1.1")->counts);
	assert_false(plan_row(&p, s, "M1.3")->counts);
}

static void gate__partial_keeps_the_waves_that_apply(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_sample(&p);
	p.in.gate = SCHEDULE_GATE_PARTIAL;
	plan_get(&p, "M4.1")->status = SCHEDULE_CANCELLED;
	s = plan_schedule(&p);
	assert_false(plan_row(&p, s, "M4.1")->counts);
	assert_false(plan_row(&p, s, "M4.1")->by_gate);
	/* Wave 2 now follows the papers of 2013-06-14 by its own one working day. */
	assert_early(s, "M4.2", "2013-06-30");
	assert_early(s, "M5.3", "2013-09-09");
}

/* ---------------------------------------------------------------- dependencies */

static void finish_to_start__counts_working_days_after_lag(void **state)
{
	(void)state;
	plan_two(&p);
	assert_b("2013-06-21");
	p.dependencies[0].lag = 5;
	assert_b("2013-06-28");
	p.dependencies[0].lag = -2;
	assert_b("2013-06-19");
	plan_get(&p, "A")->fixed_on = day("2013-06-28");
	assert_b("2013-07-11"); /* eight days, Independence Day not counted */
}

static void start_to_start__ties_the_beginnings(void **state)
{
	(void)state;
	plan_two(&p);
	plan_get(&p, "A")->duration = 4;
	p.dependencies[0].kind = SCHEDULE_SS;
	assert_b("2013-06-17");
	p.dependencies[0].lag = 3;
	assert_b("2013-06-20");
}

static void finish_to_finish__ties_the_ends(void **state)
{
	(void)state;
	plan_two(&p);
	p.dependencies[0].kind = SCHEDULE_FF;
	assert_b("2013-06-07");
	p.dependencies[0].lag = 1;
	assert_b("2013-06-10");
	p.dependencies[0].lag = -1;
	assert_b("2013-06-06");
}

static void finish__is_named_by_the_first_of_those_that_fall_on_it(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_two(&p);
	p.dependencies[0] =
		(struct schedule_dependency){ .pred = 1, .succ = 0, .kind = SCHEDULE_FF };
	p.milestones[1].fixed_on = p.milestones[0].fixed_on;
	p.milestones[0].fixed_on = DATE_NONE;
	s = plan_schedule(&p);
	assert_day(schedule_health(s)->finish, "2013-06-07");
	assert_int_equal(schedule_health(s)->finish_milestone, 0);
}

static void zero_working_days__fall_on_the_same_day_or_the_next_that_works(void **state)
{
	(void)state;
	plan_two(&p)->duration = 0;
	assert_b("2013-06-07");
	plan_get(&p, "A")->fixed_on = day("2013-06-08");
	assert_b("2013-06-10");
	p.dependencies[0].lag = -1; /* before a Saturday is Friday */
	assert_b("2013-06-07");
}

static void closures__are_no_working_days(void **state)
{
	static struct date closed[2];

	(void)state;
	plan_two(&p);
	closed[0] = day("2013-06-13");
	closed[1] = day("2013-06-24");
	p.calendar.closures = closed;
	p.calendar.n_closures = 2;
	assert_b("2013-06-25");
}

static void dates__far_apart_count_like_near_ones(void **state)
{
	AUTOSCHEDULE *s = NULL;
	struct date a;

	(void)state;
	plan_two(&p)->duration = 2000;
	plan_get(&p, "B")->not_after = day("2001-01-03");
	a = plan_get(&p, "A")->fixed_on;
	s = plan_schedule(&p);
	assert_int_equal(plan_row(&p, s, "B")->early_finish.day,
			 calendar_add_working_days(&p.calendar, a, 2000).day);
	assert_int_equal(plan_row(&p, s, "A")->latest.day,
			 calendar_add_working_days(&p.calendar, day("2001-01-03"), -2000).day);
	assert_int_equal(plan_row(&p, s, "A")->float_left,
			 calendar_working_days_between(&p.calendar, a,
						       plan_row(&p, s, "A")->latest));
	assert_int_equal(plan_row(&p, s, "A")->total_float, 0);
	assert_day(plan_row(&p, s, "A")->late_finish, "2013-06-07");
}

static void dates__far_before_count_like_near_ones(void **state)
{
	(void)state;
	plan_two(&p)->duration = 0;
	p.dependencies[0].lag = -1000;
	assert_b("2009-06-12"); /* stepping from day to day */
}

static void start__counts_for_what_waits_for_nothing(void **state)
{
	(void)state;
	plan_add(&p, "B", 10);
	p.in.start = day("2013-06-07");
	assert_b("2013-06-21");
	plan_get(&p, "B")->forecast = day("2013-06-14"); /* its owner's word is enough */
	assert_b("2013-06-14");
}

/* ---------------------------------------------------------------- constraints */

static void not_before__holds_a_date_back(void **state)
{
	(void)state;
	plan_two(&p)->not_before = day("2013-06-20");
	assert_b("2013-06-21");
	plan_get(&p, "B")->not_before = day("2013-07-04");
	assert_b("2013-07-05");
}

static void not_after__is_a_limit_and_moves_nothing(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;
	const struct schedule_broken *broken;
	size_t n;

	(void)state;
	plan_two(&p)->not_after = day("2013-06-19");
	s = plan_schedule(&p);
	assert_early(s, "B", "2013-06-21");
	assert_int_equal(plan_row(&p, s, "B")->float_left, -2);
	assert_int_equal(plan_row(&p, s, "A")->float_left, -2);
	assert_day(plan_row(&p, s, "A")->latest, "2013-06-05");
	assert_true(plan_row(&p, s, "B")->broken);
	broken = schedule_broken(s, &n);
	assert_int_equal(n, 1);
	assert_int_equal(broken->over, 2);
	assert_day(broken->date, "2013-06-21");
	schedule_health_words(s, &words);
	assert_words(&words, "finish 2013-06-21, no limit, float -2: B not after 2013-06-19");
}

static void fixed_on__stands_and_binds_what_comes_before(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;
	size_t n;

	(void)state;
	plan_two(&p)->fixed_on = day("2013-06-15"); /* a Saturday */
	s = plan_schedule(&p);
	assert_early(s, "B", "2013-06-15");
	assert_int_equal(plan_row(&p, s, "A")->float_left, -5);
	assert_day(schedule_broken(s, &n)->date, "2013-06-21"); /* what A asks for */
	assert_int_equal(n, 1);
	schedule_limit_words(s, &plan_row(&p, s, "A")->binding, &words);
	assert_words(&words, "B fixed on 2013-06-15");
	plan_get(&p, "B")->forecast = day("2013-06-24"); /* it will be late after all */
	assert_b("2013-06-24");
}

static void forecast__holds_back_and_does_not_pull(void **state)
{
	struct schedule_milestone *b = plan_two(&p);

	(void)state;
	b->forecast = day("2013-06-28");
	assert_b("2013-06-28");
	b->forecast = day("2013-06-14");
	assert_b("2013-06-21");
	b->status = SCHEDULE_BEGUN; /* begun: the owner knows */
	assert_b("2013-06-14");
}

static void actual__stands_for_ever(void **state)
{
	struct schedule_milestone *b = plan_two(&p);
	AUTOSCHEDULE *s = NULL;

	(void)state;
	b->status = SCHEDULE_DONE;
	b->actual = day("2013-06-12");
	p.in.today = day("2013-06-20");
	b->baseline = day("2013-06-05");
	s = plan_schedule(&p);
	assert_early(s, "B", "2013-06-12");
	assert_early(s, "A", "2013-06-20"); /* not reached yet */
	assert_false(plan_row(&p, s, "B")->critical);
	assert_int_equal(plan_row(&p, s, "B")->slip, 7);
	assert_int_equal(plan_row(&p, s, "B")->slip_working, 5);
}

static void today__moves_what_is_not_reached(void **state)
{
	(void)state;
	plan_two(&p);
	p.in.today = day("2013-06-15");
	assert_b("2013-07-01"); /* A on Monday 2013-06-17 at the earliest */
}

static void pay_period__rolls_to_its_first_day(void **state)
{
	(void)state;
	plan_two(&p)->pay_period = true;
	assert_b("2013-06-30");
	plan_get(&p, "B")->duration = 0;
	plan_get(&p, "A")->fixed_on = day("2013-06-30"); /* the day itself will do */
	assert_b("2013-06-30");
}

static void window__begins_with_the_latest_certification_before(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;
	size_t n;

	(void)state;
	plan_two(&p)->pay_period = true;
	plan_get(&p, "A")->certifies = true;
	plan_get(&p, "B")->not_before = day("2013-08-10");
	s = plan_schedule(&p);
	assert_day(plan_row(&p, s, "B")->window_end, "2013-07-28");
	assert_int_equal(plan_row(&p, s, "B")->float_left, -10);
	schedule_limit_explain(s, &schedule_broken(s, &n)->limit, &words);
	assert_words(
		&words,
		"B by 2013-07-28, the fourth pay-period start after certification on 2013-06-07");
	assert_int_equal(n, 1);
}

static void pay_period__fixed_on_another_day_is_broken(void **state)
{
	AUTOSCHEDULE *s = NULL;
	size_t n;

	(void)state;
	plan_two(&p)->pay_period = true;
	plan_get(&p, "B")->fixed_on = day("2013-07-15");
	s = plan_schedule(&p);
	assert_int_equal(schedule_broken(s, &n)->limit.kind, SCHEDULE_LIMIT_PAY_START);
	assert_int_equal(n, 1);
}

static void start_of_work__is_the_first_working_day(void **state)
{
	AUTOSCHEDULE *s = NULL;

	(void)state;
	plan_two(&p);
	plan_add(&p, "C", 30);
	plan_tie(&p, "A", "C");
	s = plan_schedule(&p);
	assert_day(plan_row(&p, s, "A")->early_start, "2013-06-07");
	assert_day(plan_row(&p, s, "B")->early_start, "2013-06-10");
	assert_day(plan_row(&p, s, "B")->late_finish, "2013-07-22");
	assert_day(plan_row(&p, s, "B")->late_start, "2013-07-09");
}

static void empty_plan__has_no_finish(void **state)
{
	AUTOSCHEDULE *s = plan_schedule(&p);
	AUTOBUF words = BUF_INIT;

	(void)state;
	assert_true(date_is_none(schedule_health(s)->finish));
	assert_int_equal(schedule_health(s)->finish_milestone, -1);
	schedule_health_words(s, &words);
	assert_words(&words, "no milestones");
}

static void complete_plan__is_measured_against_the_limit(void **state)
{
	AUTOSCHEDULE *s = NULL;
	AUTOBUF words = BUF_INIT;

	(void)state;
	plan_add(&p, "A", 0);
	plan_get(&p, "A")->status = SCHEDULE_DONE;
	plan_get(&p, "A")->actual = day("2013-10-01");
	p.in.limit = day("2013-09-30");
	s = plan_schedule(&p);
	schedule_health_words(s, &words);
	assert_words(&words, "finish 2013-10-01, limit 2013-09-30, float -1: limit");
	assert_int_equal(schedule_health(s)->n_broken, 1);
}

static void names__of_the_record_table_are_understood(void **state)
{
	static const struct {
		const char *entity, *field;
		int (*read)(const char *);
	} tables[] = {
		{ "dependency", "kind", schedule_kind_by_name },
		{ "dependency", "applies", schedule_applies_by_name },
		{ "plan", "gate_outcome", schedule_gate_by_name },
		{ "milestone", "state", schedule_status_by_name },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(tables); i++) {
		for (const struct choice *c = field_of(tables[i].entity, tables[i].field)->choices;
		     c->name; c++)
			assert_true(tables[i].read(c->name) >= 0);
		assert_int_equal(tables[i].read("maybe"), -1);
		assert_int_equal(tables[i].read(NULL), -1);
	}
	assert_int_equal(schedule_applies_by_name("if_none"), SCHEDULE_IF_NONE);
	assert_int_equal(schedule_status_by_name("submitted"), SCHEDULE_BEGUN);
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sample__has_its_nineteen_dates),
		TEST(sample__has_its_dates_with_them_as_forecasts_and_on_the_day_it_is_shown),
		TEST(sample__leaves_no_float_before_wave_2_and_six_days_after),
		TEST(sample__is_critical_but_for_two_milestones),
		TEST(sample__says_why_a_date_is_what_it_is),
		TEST(path__leads_from_the_first_cause_to_the_finish),
		TEST(gate__none_leads_straight_to_the_closeout),
		TEST(gate__none_keeps_what_is_complete),
		TEST(gate__partial_keeps_the_waves_that_apply),
		TEST(finish_to_start__counts_working_days_after_lag),
		TEST(start_to_start__ties_the_beginnings),
		TEST(finish_to_finish__ties_the_ends),
		TEST(finish__is_named_by_the_first_of_those_that_fall_on_it),
		TEST(zero_working_days__fall_on_the_same_day_or_the_next_that_works),
		TEST(closures__are_no_working_days),
		TEST(dates__far_apart_count_like_near_ones),
		TEST(dates__far_before_count_like_near_ones),
		TEST(start__counts_for_what_waits_for_nothing),
		TEST(not_before__holds_a_date_back),
		TEST(not_after__is_a_limit_and_moves_nothing),
		TEST(fixed_on__stands_and_binds_what_comes_before),
		TEST(forecast__holds_back_and_does_not_pull),
		TEST(actual__stands_for_ever),
		TEST(today__moves_what_is_not_reached),
		TEST(pay_period__rolls_to_its_first_day),
		TEST(window__begins_with_the_latest_certification_before),
		TEST(pay_period__fixed_on_another_day_is_broken),
		TEST(start_of_work__is_the_first_working_day),
		TEST(empty_plan__has_no_finish),
		TEST(complete_plan__is_measured_against_the_limit),
		TEST(names__of_the_record_table_are_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
