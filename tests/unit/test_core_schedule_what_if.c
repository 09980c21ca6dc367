/* SPDX-License-Identifier: MIT */
/* test_core_schedule_what_if.c - what moves when something changes; how long ten thousand take. */
#include "schedule_help.h"

#include <stdlib.h>
#include <time.h>

static struct plan p;
static struct schedule *s;
static struct schedule_what_if w;

static int set_up(void **state)
{
	(void)state;
	plan_sample(&p);
	s = plan_schedule(&p);
	w = (struct schedule_what_if){ .after = NULL };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	schedule_what_if_release(&w);
	schedule_free(s);
	return 0;
}

/* The plan was changed before the what-if. */
static void again(void)
{
	schedule_free(s);
	s = plan_schedule(&p);
}

static void what_if(const char *name, const char *change)
{
	struct schedule_edit edit = plan_edit(&p, name, change);
	struct error err = ERROR_INIT;

	if (schedule_what_if(s, &edit, 1, &w, &err))
		fail_msg("%s: %s", err.where, err.why);
}

static const struct schedule_move *move_of(const char *name)
{
	for (size_t i = 0; i < w.n_moves; i++)
		if (w.moves[i].milestone == plan_at(&p, name))
			return &w.moves[i];
	return NULL;
}

static bool breaks(enum schedule_limit_kind kind, const char *name)
{
	size_t n;
	const struct schedule_broken *broken = schedule_broken(w.after, &n);

	for (size_t i = 0; i < n; i++)
		if (broken[i].limit.kind == kind && broken[i].limit.milestone == plan_at(&p, name))
			return broken[i].fresh;
	return false;
}

static void assert_after(const char *name, const char *iso)
{
	assert_day(plan_row(&p, w.after, name)->early_finish, iso);
}

static void three_weeks_late__push_wave_2_and_break_the_limit(void **state)
{
	AUTOBUF words = BUF_INIT;

	(void)state;
	what_if("M0.1", "+15wd");
	assert_day(move_of("M0.1")->to, "2013-01-23");
	assert_int_equal(move_of("M0.1")->working_days, 15);
	assert_day(move_of("M4.2")->from, "2013-07-14");
	assert_day(move_of("M4.2")->to, "2013-08-11");
	assert_day(move_of("M4.2")->needed, "2013-07-29");
	assert_day(move_of("M4.2")->skipped, "2013-07-28");
	assert_int_equal(move_of("M4.2")->n_skipped, 2);
	assert_day(w.finish.from, "2013-09-20");
	assert_day(w.finish.to, "2013-10-21"); /* 2013-10-14 is Columbus Day */
	assert_int_equal(w.float_used, 20);
	assert_int_equal(schedule_health(w.after)->finish_float, -14);
	assert_true(breaks(SCHEDULE_LIMIT_PLAN, "M5.3"));
	assert_true(breaks(SCHEDULE_LIMIT_NOT_AFTER, "M5.3"));
	assert_null(move_of("M3.1")); /* waits for its own date */
	assert_int_equal(w.n_moves, 18);
	schedule_health_words(w.after, &words);
	assert_string_equal(words.s, "finish 2013-10-21, limit 2013-09-30, float -20: limit");
}

static void original__is_not_changed(void **state)
{
	(void)state;
	what_if("M0.1", "+15wd");
	for (size_t i = 0; i < COUNT(sample_dates); i++)
		assert_day(schedule_row(s, (int32_t)i)->early_finish, sample_dates[i]);
	assert_int_equal(schedule_health(s)->n_broken, 0);
}

static void finish__is_told_even_if_it_does_not_move(void **state)
{
	(void)state;
	what_if("M5.2", "+3d");
	assert_int_equal(w.n_moves, 1);
	assert_day(move_of("M5.2")->to, "2013-09-09"); /* Friday and three days is Monday */
	assert_day(w.finish.to, "2013-09-20");
	assert_int_equal(w.finish.days, 0);
	assert_string_equal(schedule_name(w.after, w.finish.milestone), "M5.3");
}

static void calendar_days__roll_forward_and_working_days_count(void **state)
{
	(void)state;
	what_if("M5.2", "+1d");
	assert_day(move_of("M5.2")->to, "2013-09-09");
	schedule_what_if_release(&w);
	what_if("M5.2", "+2wd");
	assert_day(move_of("M5.2")->to, "2013-09-10");
	schedule_what_if_release(&w);
	what_if("M4.2", "+1d"); /* to the next day on which it can fall */
	assert_day(move_of("M4.2")->to, "2013-07-28");
	assert_true(breaks(SCHEDULE_LIMIT_PAY_PERIOD, "M4.2"));
}

static void forecasts__that_only_repeat_the_durations_move_along(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(sample_dates); i++)
		p.milestones[i].forecast = day(sample_dates[i]);
	plan_get(&p, "M5.2")->forecast = day("2013-09-13"); /* a wish of its own */
	again();
	what_if("M4.3", "-5wd");
	assert_after("M5.1", "2013-08-23");
	assert_after("M5.2", "2013-09-13");
	assert_after("M5.3", "2013-09-13");
	assert_int_equal(w.float_used, -5);
}

static void earlier__shortens_the_work_but_not_below_what_comes_before(void **state)
{
	(void)state;
	what_if("M4.3", "-5wd");
	assert_after("M4.3", "2013-08-09");
	assert_int_equal(schedule_health(w.after)->n_broken, 0);
	assert_int_equal(plan_row(&p, w.after, "M4.2")->float_left, 0);
	assert_int_equal(plan_row(&p, w.after, "M4.3")->float_left, 11);
	schedule_what_if_release(&w);
	what_if("M5.3", "-5wd");
	assert_int_equal(plan_row(&p, w.after, "M5.1")->float_left, 11);
	assert_int_equal(plan_row(&p, w.after, "M5.1")->total_float, 0);
	schedule_what_if_release(&w);
	what_if("M4.3", "2013-07-10");
	assert_true(breaks(SCHEDULE_LIMIT_FIXED, "M4.3"));
}

static void duration__moves_what_follows(void **state)
{
	(void)state;
	what_if("M5.1", "=13");
	assert_after("M5.1", "2013-09-05");
	assert_after("M5.3", "2013-09-25");
	assert_int_equal(w.float_used, 3);
	assert_int_equal(schedule_health(w.after)->n_broken, 0);
}

static void several__changes_are_taken_together(void **state)
{
	struct schedule_edit edits[] = { plan_edit(&p, "M5.1", "=13"),
					 plan_edit(&p, "M5.3", "=10") };

	(void)state;
	assert_int_equal(schedule_what_if(s, edits, 2, &w, NULL), 0);
	assert_after("M5.3", "2013-09-19");
	assert_int_equal(w.n_moves, 3);
}

static void gate__none_drops_what_follows(void **state)
{
	struct schedule_edit edit = { .kind = SCHEDULE_SET_GATE, .amount = SCHEDULE_GATE_NONE };

	(void)state;
	assert_int_equal(schedule_what_if(s, &edit, 1, &w, NULL), 0);
	assert_int_equal(w.n_moves, 17);
	assert_true(date_is_none(move_of("M4.2")->to));
	assert_day(w.finish.to, "2013-02-08");
}

static void limits__broken_before_are_not_fresh(void **state)
{
	(void)state;
	p.in.limit = day("2013-09-15");
	again();
	what_if("M5.3", "+1d");
	assert_int_equal(schedule_health(w.after)->n_broken, 1);
	assert_false(breaks(SCHEDULE_LIMIT_PLAN, "M5.3"));
}

static void assert_refused(enum fail kind, const char *name, const char *change, const char *why)
{
	struct schedule_edit edit = plan_edit(&p, name, change);
	struct error err = ERROR_INIT;

	assert_int_equal(schedule_what_if(s, &edit, 1, &w, &err), kind);
	assert_string_equal(err.where, name);
	assert_non_null(strstr(err.why, why));
	assert_null(w.after);
}

static void refusals__name_the_milestone(void **state)
{
	(void)state;
	plan_get(&p, "M1.2")->status = SCHEDULE_CANCELLED;
	plan_get(&p, "M1.1")->status = SCHEDULE_DONE;
	plan_get(&p, "M1.1")->actual = day("2013-02-01");
	again();
	assert_refused(FAIL_NO, "M1.1", "+1d", "it was reached on 2013-02-01");
	assert_refused(FAIL_NO, "M1.2", "+1d", "it is cancelled");
	assert_refused(FAIL_NO, "M0.1", "=5", "its date 2012-12-31 is given");
	assert_refused(FAIL_DATA, "M5.1", "=2001", "not between 0 and 2000");
	assert_refused(FAIL_DATA, "M4.2", "2013-07-15", "2013-07-15 is no pay-period start");
	assert_refused(FAIL_DATA, "M5.3", "+99999d", "after 2199");
}

static void edits__are_read_from_text(void **state)
{
	static const struct {
		const char *text;
		enum schedule_edit_kind kind;
		int32_t amount;
	} good[] = {
		{ "+15wd", SCHEDULE_SHIFT_WORKING_DAYS, 15 },
		{ "-3d", SCHEDULE_SHIFT_DAYS, -3 },
		{ "+2w", SCHEDULE_SHIFT_DAYS, 14 },
		{ "+4", SCHEDULE_SHIFT_DAYS, 4 },
		{ "=20", SCHEDULE_SET_DURATION, 20 },
		{ "=20wd", SCHEDULE_SET_DURATION, 20 },
	};
	static const char *const bad[] = {
		"",   "+",   "15",         "+15x",          "+-3d", "=",
		"=x", "=-1", "2013-02-30", "+99999999999d", "+ 3d", "wd"
	};
	struct schedule_edit edit = { .milestone = 7 };
	struct error err = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_int_equal(schedule_edit_read(good[i].text, &edit, &err), 0);
		assert_int_equal(edit.kind, good[i].kind);
		assert_int_equal(edit.amount, good[i].amount);
		assert_int_equal(edit.milestone, 7);
	}
	assert_int_equal(schedule_edit_read("2013-08-11", &edit, &err), 0);
	assert_day(edit.date, "2013-08-11");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(schedule_edit_read(bad[i], &edit, &err), FAIL_USAGE);
	assert_day(edit.date, "2013-08-11");
}

/* ---------------------------------------------------------------- how long it takes */

#define MANY 10000
#define RUNS 21

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A hundred rows of a hundred, each milestone after its left neighbour and two of the row above. */
static size_t fill_many(struct schedule_milestone *m, struct schedule_dependency *d)
{
	size_t n = 0;

	for (int32_t i = 0; i < MANY; i++) {
		m[i] = schedule_milestone("M", 1 + i % 7);
		m[i].pay_period = i % 50 == 49;
		m[i].certifies = i % 50 == 25;
		m[i].not_before = i % 11 ? DATE_NONE : date_add_days(day("2013-01-01"), i / 20);
		if (i % 100)
			d[n++] = (struct schedule_dependency){ .pred = i - 1,
							       .succ = i,
							       .lag = i % 3 };
		for (int32_t k = 100; i >= 200 && k <= 200; k += 100)
			d[n++] = (struct schedule_dependency){ i - k, i,
							       (enum schedule_kind)(i % 3), 0, 0 };
	}
	return n;
}

static void ten_thousand__milestones_are_timed(void **state)
{
	struct schedule_milestone *m = calloc(MANY, sizeof *m);
	struct schedule_dependency *d = calloc((size_t)MANY * 3, sizeof *d);
	struct schedule_input in = p.in;
	struct schedule_edit edit = { .milestone = 1,
				      .kind = SCHEDULE_SHIFT_WORKING_DAYS,
				      .amount = 15 };
	double made[RUNS], what_if[RUNS];

	(void)state;
	in.milestones = m;
	in.dependencies = d;
	in.n_milestones = MANY;
	in.n_dependencies = fill_many(m, d);
	in.start = day("2013-01-02");
	for (int run = 0; run < RUNS; run++) {
		struct schedule *many = NULL;
		double begin = now_ms();

		assert_int_equal(schedule_new(&in, &many, NULL), 0);
		made[run] = now_ms() - begin;
		begin = now_ms();
		assert_int_equal(schedule_what_if(many, &edit, 1, &w, NULL), 0);
		what_if[run] = now_ms() - begin;
		assert_true(w.n_moves > 0);
		schedule_what_if_release(&w);
		schedule_free(many);
	}
	qsort(made, RUNS, sizeof *made, by_size);
	qsort(what_if, RUNS, sizeof *what_if, by_size);
	print_message(
		"# %d milestones, %zu dependencies: made in %.1f ms, rescheduled in %.1f ms (medians)\n",
		MANY, in.n_dependencies, made[RUNS / 2], what_if[RUNS / 2]);
	free(m);
	free(d);
}

/* What a forecast adds is what goes when it is taken away; what it waits for keeps holding it. */
static void what_if__takes_a_forecast_away(void **state)
{
	struct schedule_edit drop = { .milestone = plan_at(&p, "M2.4"), .kind = SCHEDULE_DROP_FORECAST, .date = DATE_NONE };
	struct error err = ERROR_INIT;
	char text[DATE_TEXT];

	(void)state;
	p.milestones[plan_at(&p, "M2.1")].forecast = day("2013-04-05");
	p.milestones[drop.milestone].forecast = day("2013-07-01");
	again();
	assert_int_equal(schedule_what_if(s, &drop, 1, &w, &err), 0);
	assert_string_equal(date_format(move_of("M2.4")->to, text), "2013-06-03");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_if__takes_a_forecast_away),
		TEST(three_weeks_late__push_wave_2_and_break_the_limit),
		TEST(original__is_not_changed),
		TEST(finish__is_told_even_if_it_does_not_move),
		TEST(calendar_days__roll_forward_and_working_days_count),
		TEST(forecasts__that_only_repeat_the_durations_move_along),
		TEST(earlier__shortens_the_work_but_not_below_what_comes_before),
		TEST(duration__moves_what_follows),
		TEST(several__changes_are_taken_together),
		TEST(gate__none_drops_what_follows),
		TEST(limits__broken_before_are_not_fresh),
		TEST(refusals__name_the_milestone),
		TEST(edits__are_read_from_text),
		TEST(ten_thousand__milestones_are_timed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
