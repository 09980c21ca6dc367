/* SPDX-License-Identifier: MIT */
/* test_core_deadline.c - the clocks of a recommendation, their words, and milestones' health. */
#include "core/deadline.h"
#include "core_help.h"

#include <stdlib.h>

/* The sample's newest report, OIG-12-130, as it was issued. */
static struct deadline_facts issued(void)
{
	struct deadline_facts f = DEADLINE_FACTS_INIT;

	f.issued_on = day("2012-09-25");
	f.original_target = day("2012-12-31");
	return f;
}

static struct deadline_facts resolved(void)
{
	struct deadline_facts f = issued();

	f.resolved = true;
	f.resolved_on = day("2012-11-08");
	f.response_on = day("2012-11-02");
	return f;
}

static struct deadline clock_of(const struct deadline_facts *f, enum deadline_kind kind)
{
	struct deadline_rules r = deadline_rules_default();
	struct deadline all[DEADLINE_MAX];

	deadline_all(&r, f, all);
	return all[kind];
}

static void clocks__of_a_new_report_run_from_its_date(void **state)
{
	struct deadline_facts f = issued();

	(void)state;
	assert_day(clock_of(&f, DEADLINE_RESPONSE).due, "2012-12-24");
	assert_day(clock_of(&f, DEADLINE_RESOLUTION).due, "2013-03-25");
	assert_day(clock_of(&f, DEADLINE_FINAL_ACTION).due, "2013-09-25");
	assert_day(clock_of(&f, DEADLINE_TARGET).due, "2012-12-31");
	for (int i = 0; i < DEADLINE_MAX; i++)
		assert_int_equal(clock_of(&f, (enum deadline_kind)i).state,
				 i == DEADLINE_UPDATE || i == DEADLINE_CLOSEOUT_LETTER ? DEADLINE_OFF
										       : DEADLINE_RUNNING);
}

static void clocks__of_six_months_are_calendar_months_cut_at_the_month_end(void **state)
{
	struct deadline_rules r = deadline_rules_default();

	(void)state;
	assert_day(deadline_due(&r, DEADLINE_RESOLUTION, day("2012-08-31"), NULL), "2013-02-28");
	assert_day(deadline_due(&r, DEADLINE_RESOLUTION, day("2012-09-25"), NULL), "2013-03-25");
	r.at[DEADLINE_RESOLUTION] = (struct deadline_length){ .length = 180, .unit = DEADLINE_DAYS };
	assert_day(deadline_due(&r, DEADLINE_RESOLUTION, day("2012-09-25"), NULL), "2013-03-24");
	assert_true(date_is_none(deadline_due(&r, DEADLINE_RESPONSE, DATE_NONE, NULL)));
}

static void clocks__roll_to_a_working_day_only_where_the_rules_say_so(void **state)
{
	struct deadline_rules r = deadline_rules_default();
	struct date closure = day("2012-12-24"), before;
	struct calendar c = calendar_default();

	(void)state;
	c.closures = &closure;
	c.n_closures = 1;
	r.calendar = &c;
	assert_day(deadline_due(&r, DEADLINE_RESPONSE, day("2012-09-25"), &before), "2012-12-24");
	r.at[DEADLINE_RESPONSE].roll = true;
	assert_day(deadline_due(&r, DEADLINE_RESPONSE, day("2012-09-25"), &before), "2012-12-26");
	assert_day(before, "2012-12-24");
	r.at[DEADLINE_RESPONSE].length = 60; /* a Saturday */
	assert_day(deadline_due(&r, DEADLINE_RESPONSE, day("2012-09-25"), NULL), "2012-11-26");
}

static void response_clock__stops_with_the_response_and_is_moot_without_one(void **state)
{
	struct deadline_facts f = resolved();
	struct deadline d = clock_of(&f, DEADLINE_RESPONSE);

	(void)state;
	assert_int_equal(d.state, DEADLINE_MET);
	assert_day(d.met_on, "2012-11-02");
	f.response_on = DATE_NONE;
	assert_int_equal(clock_of(&f, DEADLINE_RESPONSE).state, DEADLINE_MOOT);
	f.resolved = false;
	assert_int_equal(clock_of(&f, DEADLINE_RESPONSE).state, DEADLINE_RUNNING);
}

static void update_clock__runs_from_the_newest_update_while_resolved_and_open(void **state)
{
	struct deadline_facts f = resolved();

	(void)state;
	assert_day(clock_of(&f, DEADLINE_UPDATE).due, "2013-02-06");
	f.status_update_on = day("2012-11-13");
	assert_day(clock_of(&f, DEADLINE_UPDATE).due, "2013-02-11");
	f.status_update_on = f.resolved_on = DATE_NONE;
	assert_day(clock_of(&f, DEADLINE_UPDATE).start, "2012-09-25");
	f.closed = true;
	assert_int_equal(clock_of(&f, DEADLINE_UPDATE).state, DEADLINE_MOOT);
	f = issued();
	assert_int_equal(clock_of(&f, DEADLINE_UPDATE).state, DEADLINE_OFF);
}

static void closeout_clock__runs_between_implementation_and_the_letter(void **state)
{
	struct deadline_facts f = resolved();

	(void)state;
	f.implemented_on = day("2012-12-20");
	assert_int_equal(clock_of(&f, DEADLINE_CLOSEOUT_LETTER).state, DEADLINE_OFF); /* returned */
	f.reported = true;
	assert_int_equal(clock_of(&f, DEADLINE_CLOSEOUT_LETTER).state, DEADLINE_RUNNING);
	assert_day(clock_of(&f, DEADLINE_CLOSEOUT_LETTER).due, "2013-01-19");
	f.sent = true;
	f.closeout_sent_on = day("2012-12-21");
	assert_int_equal(clock_of(&f, DEADLINE_CLOSEOUT_LETTER).state, DEADLINE_MET);
	assert_int_equal(clock_of(&f, DEADLINE_TARGET).state, DEADLINE_MET);
	assert_int_equal(clock_of(&f, DEADLINE_FINAL_ACTION).state, DEADLINE_MET);
	assert_int_equal(clock_of(&f, DEADLINE_UPDATE).state, DEADLINE_RUNNING);
}

static void clocks__of_what_is_closed_do_not_run(void **state)
{
	struct deadline_facts f = resolved();
	struct deadline_rules r = deadline_rules_default();
	struct deadline all[DEADLINE_MAX];

	(void)state;
	f.closed = true;
	deadline_all(&r, &f, all);
	assert_null(deadline_nearest(all));
	assert_false(deadline_late(all, day("2030-01-01")));
	assert_int_equal(deadline_word(&r, &f, all, day("2030-01-01")), DEADLINE_CLOSED);
}

static void clocks__on_hold_keep_running(void **state)
{
	struct deadline_facts f = issued();
	struct deadline_rules r = deadline_rules_default();
	struct deadline all[DEADLINE_MAX];

	(void)state;
	f.on_hold = true;
	deadline_all(&r, &f, all);
	assert_int_equal(all[DEADLINE_RESPONSE].state, DEADLINE_RUNNING);
	assert_int_equal(deadline_word(&r, &f, all, day("2012-11-15")), DEADLINE_ON_HOLD);
	assert_int_equal(deadline_word(&r, &f, all, day("2012-12-25")), DEADLINE_IS_LATE);
}

static void nearest_clock__is_the_running_one_that_ends_first(void **state)
{
	struct deadline_facts f = issued();
	struct deadline_rules r = deadline_rules_default();
	struct deadline all[DEADLINE_MAX];

	(void)state;
	deadline_all(&r, &f, all);
	assert_int_equal(deadline_nearest(all)->kind, DEADLINE_RESPONSE);
	assert_false(deadline_late(all, day("2012-12-24")));
	assert_true(deadline_late(all, day("2012-12-25")));
	f = resolved();
	deadline_all(&r, &f, all);
	assert_int_equal(deadline_nearest(all)->kind, DEADLINE_TARGET);
}

/* Each word once, from the weakest to the strongest. */
static void words__keep_late_extended_and_waiting_apart(void **state)
{
	static const struct {
		const char *today, *current;
		bool waiting, sent;
		int extensions;
		enum deadline_word word;
		const char *text;
	} rows[] = {
		{ "2012-11-15", NULL, false, false, 0, DEADLINE_ON_TIME, "due in 46 days (target)" },
		{ "2012-12-15", NULL, false, false, 0, DEADLINE_SOON, "due in 16 days (target)" },
		{ "2012-12-31", NULL, false, false, 0, DEADLINE_SOON, "due today (target)" },
		{ "2012-12-30", "2013-02-01", false, false, 1, DEADLINE_EXTENDED,
		  "due in 33 days (target); extended once" },
		{ "2012-11-15", NULL, true, false, 0, DEADLINE_WAITING, "due in 46 days (target); waiting on OHC" },
		{ "2012-11-15", NULL, false, true, 0, DEADLINE_WAITING,
		  "due in 83 days (update); waiting on the oversight body" },
		{ "2013-01-01", NULL, true, false, 0, DEADLINE_IS_LATE, "1 day late (target); waiting on OHC" },
		{ "2013-02-03", "2013-02-01", false, false, 2, DEADLINE_IS_LATE,
		  "2 days late (target); extended twice" },
	};
	struct deadline_rules r = deadline_rules_default();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct deadline_facts f = resolved();
		struct deadline all[DEADLINE_MAX];
		AUTOBUF text = BUF_INIT;

		if (rows[i].current)
			f.current_target = day(rows[i].current);
		f.waiting = rows[i].waiting;
		f.waiting_on = f.waiting ? "OHC" : NULL;
		f.sent = f.reported = rows[i].sent;
		f.extensions = rows[i].extensions;
		deadline_all(&r, &f, all);
		assert_int_equal(deadline_word(&r, &f, all, day(rows[i].today)), rows[i].word);
		deadline_words(&r, &f, all, day(rows[i].today), &text);
		assert_string_equal(text.s, rows[i].text);
	}
}

static void words__of_an_item_without_any_date_give_its_age(void **state)
{
	struct deadline_facts f = DEADLINE_FACTS_INIT;
	struct deadline_rules r = deadline_rules_default();
	struct deadline all[DEADLINE_MAX];
	AUTOBUF text = BUF_INIT;

	(void)state;
	f.issued_on = day("2012-09-25");
	deadline_all(&r, &f, all);
	for (int i = 0; i < DEADLINE_MAX; i++)
		all[i].state = DEADLINE_OFF;
	assert_int_equal(deadline_word(&r, &f, all, day("2013-09-25")), DEADLINE_NO_DATE);
	deadline_words(&r, &f, all, day("2013-09-25"), &text);
	assert_string_equal(text.s, "no due date; open for 365 days");
	assert_false(deadline_open_longer(&f, 6, day("2013-03-25")));
	assert_true(deadline_open_longer(&f, 6, day("2013-03-26")));
	f.closed = true;
	assert_false(deadline_open_longer(&f, 6, day("2013-03-26")));
}

static void age__ends_with_the_closure_and_has_buckets(void **state)
{
	static const struct {
		int64_t age;
		const char *label;
	} rows[] = {
		{ -1, "0-90" }, { 0, "0-90" }, { 90, "0-90" }, { 91, "91-180" }, { 180, "91-180" },
		{ 181, "181-365" }, { 365, "181-365" }, { 366, "366-730" }, { 730, "366-730" }, { 731, ">730" },
	};
	struct deadline_facts f = issued();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(deadline_bucket_label(deadline_bucket(rows[i].age)), rows[i].label);
	assert_int_equal(deadline_age(&f, day("2012-11-15")), 51);
	f.closed = true;
	f.closed_on = day("2012-10-25");
	assert_int_equal(deadline_age(&f, day("2012-11-15")), 30);
}

static void explanation__names_start_length_and_authority(void **state)
{
	struct deadline_rules r = deadline_rules_default();
	struct deadline_facts f = resolved();
	struct deadline all[DEADLINE_MAX];
	static const struct {
		enum deadline_kind kind;
		const char *text;
	} rows[] = {
		{ DEADLINE_RESPONSE, "2012-12-24 = issued 2012-09-25 + 90 days (DHS Directive 077-01); met 2012-11-02" },
		{ DEADLINE_RESOLUTION, "2013-03-25 = issued 2012-09-25 + 6 months (OMB Circular A-50); met 2012-11-08" },
		{ DEADLINE_FINAL_ACTION, "2013-09-25 = issued 2012-09-25 + 12 months (OMB Circular A-123)" },
		{ DEADLINE_UPDATE, "2013-02-06 = resolved 2012-11-08 + 90 days (setting)" },
		{ DEADLINE_CLOSEOUT_LETTER, "no date: what it counts from has not happened" },
		{ DEADLINE_TARGET, "2013-02-01 = original target 2012-12-31; extended once, 32 days later" },
	};

	(void)state;
	f.current_target = day("2013-02-01");
	f.extensions = 1;
	deadline_all(&r, &f, all);
	for (size_t i = 0; i < COUNT(rows); i++) {
		AUTOBUF text = BUF_INIT;

		deadline_explain(&r, &f, &all[rows[i].kind], &text);
		assert_string_equal(text.s, rows[i].text);
	}
}

static void explanation__tells_of_rolling_and_of_what_no_longer_runs(void **state)
{
	struct deadline_rules r = deadline_rules_default();
	struct deadline_facts f = issued();
	struct deadline all[DEADLINE_MAX];
	AUTOBUF text = BUF_INIT;

	(void)state;
	r.at[DEADLINE_RESPONSE] = (struct deadline_length){ 60, DEADLINE_DAYS, true };
	f.resolved = true;
	deadline_all(&r, &f, all);
	deadline_explain(&r, &f, &all[DEADLINE_RESPONSE], &text);
	assert_string_equal(text.s, "2012-11-26 = issued 2012-09-25 + 60 days (DHS Directive 077-01), "
				    "Sat 2012-11-24 moved to the next working day; no longer runs");
}

static void facts__are_read_from_a_recommendation(void **state)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct value *values = calloc((size_t)e->n_fields, sizeof *values);
	struct deadline_facts f = DEADLINE_FACTS_INIT;
	static const struct {
		const char *field, *text;
	} given[] = {
		{ "resolution", "resolved" }, { "action", "open" }, { "sub", "on_hold" }, { "work_state", "with_oig" },
		{ "original_target", "2012-12-31" }, { "implemented_on", "2012-12-20" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(given); i++)
		values[record_field_index(e, record_field(e, given[i].field))] = value_text(given[i].text);
	deadline_facts_read(values, &f);
	free(values);
	assert_true(f.resolved && !f.closed && f.on_hold && f.sent && f.reported && !f.waiting);
	assert_day(f.original_target, "2012-12-31");
	assert_day(f.implemented_on, "2012-12-20");
	assert_true(date_is_none(f.current_target) && date_is_none(f.closed_on));
}

static void semiannual_report__is_due_a_month_after_each_half_year(void **state)
{
	static const char *const rows[][3] = {
		{ "2012-10-31", "2012-09-30", "2012-10-31" }, { "2012-11-01", "2013-03-31", "2013-04-30" },
		{ "2013-04-30", "2013-03-31", "2013-04-30" }, { "2013-05-01", "2013-09-30", "2013-10-31" },
	};
	struct calendar c = calendar_default();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date end;

		assert_day(deadline_semiannual(&c, day(rows[i][0]), &end), rows[i][2]);
		assert_day(end, rows[i][1]);
	}
	assert_day(deadline_semiannual(&c, day("2012-09-30"), NULL), "2012-10-31");
}

static void milestones__are_late_only_past_their_baseline(void **state)
{
	static const struct {
		const char *baseline, *forecast, *today;
		bool done, begun, predecessor_late;
		enum deadline_health health;
	} rows[] = {
		{ "2012-12-31", "2012-12-31", "2012-11-15", false, true, false, DEADLINE_ON_TRACK },
		{ "2012-12-31", "2012-12-31", "2012-12-31", false, true, false, DEADLINE_ON_TRACK },
		{ "2012-12-31", "2012-12-31", "2013-01-01", false, true, false, DEADLINE_PAST },
		{ "2012-12-31", "2012-12-31", "2013-01-01", true, true, false, DEADLINE_DONE },
		{ "2012-12-31", "2013-01-10", "2012-11-15", false, true, false, DEADLINE_AT_RISK },
		{ "2012-12-31", "2012-12-31", "2012-12-01", false, false, false, DEADLINE_AT_RISK },
		{ "2012-12-31", "2012-12-31", "2012-11-15", false, true, true, DEADLINE_AT_RISK },
		{ NULL, "2013-02-01", "2013-03-01", false, true, false, DEADLINE_ON_TRACK },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct deadline_milestone m = {
			.baseline = rows[i].baseline ? day(rows[i].baseline) : DATE_NONE,
			.forecast = day(rows[i].forecast),
			.done = rows[i].done,
			.begun = rows[i].begun,
			.predecessor_late = rows[i].predecessor_late,
		};

		assert_int_equal(deadline_health(&m, 30, day(rows[i].today)), rows[i].health);
	}
}

static void fiscal_years__begin_in_october(void **state)
{
	struct calendar c = calendar_default();

	(void)state;
	assert_int_equal(calendar_fiscal_year(&c, day("2012-09-30")), 2012);
	assert_int_equal(calendar_fiscal_year(&c, day("2012-10-01")), 2013);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks__of_a_new_report_run_from_its_date),
		cmocka_unit_test(clocks__of_six_months_are_calendar_months_cut_at_the_month_end),
		cmocka_unit_test(clocks__roll_to_a_working_day_only_where_the_rules_say_so),
		cmocka_unit_test(response_clock__stops_with_the_response_and_is_moot_without_one),
		cmocka_unit_test(update_clock__runs_from_the_newest_update_while_resolved_and_open),
		cmocka_unit_test(closeout_clock__runs_between_implementation_and_the_letter),
		cmocka_unit_test(clocks__of_what_is_closed_do_not_run),
		cmocka_unit_test(clocks__on_hold_keep_running),
		cmocka_unit_test(nearest_clock__is_the_running_one_that_ends_first),
		cmocka_unit_test(words__keep_late_extended_and_waiting_apart),
		cmocka_unit_test(words__of_an_item_without_any_date_give_its_age),
		cmocka_unit_test(age__ends_with_the_closure_and_has_buckets),
		cmocka_unit_test(explanation__names_start_length_and_authority),
		cmocka_unit_test(explanation__tells_of_rolling_and_of_what_no_longer_runs),
		cmocka_unit_test(facts__are_read_from_a_recommendation),
		cmocka_unit_test(semiannual_report__is_due_a_month_after_each_half_year),
		cmocka_unit_test(milestones__are_late_only_past_their_baseline),
		cmocka_unit_test(fiscal_years__begin_in_october),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
