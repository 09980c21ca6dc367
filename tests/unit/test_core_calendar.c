/* SPDX-License-Identifier: MIT */
/* test_core_calendar.c - fiscal years, federal holidays, working days, pay periods. */
#include "core_help.h"

#include "core/calendar.h"

static struct calendar c;

static int set_up(void **state)
{
	(void)state;
	c = calendar_default();
	return 0;
}

static void fiscal_year__begins_on_1_october(void **state)
{
	(void)state;
	assert_int_equal(calendar_fiscal_year(&c, day("2012-09-30")), 2012);
	assert_int_equal(calendar_fiscal_year(&c, day("2012-10-01")), 2013);
	assert_int_equal(calendar_fiscal_year(&c, day("2013-01-01")), 2013);
	assert_day(calendar_fiscal_end(&c, day("2012-10-01")), "2013-09-30");
	assert_day(calendar_fiscal_end(&c, day("2013-09-30")), "2013-09-30");
	assert_day(calendar_fiscal_end(&c, day("2012-09-30")), "2012-09-30");
}

static void fiscal_year__can_begin_with_the_calendar_year(void **state)
{
	(void)state;
	c.fiscal_start_month = 1;
	assert_int_equal(calendar_fiscal_year(&c, day("2012-12-31")), 2012);
	assert_day(calendar_fiscal_end(&c, day("2012-02-01")), "2012-12-31");
}

static void quarter_end__is_the_last_day_of_three_months(void **state)
{
	(void)state;
	assert_day(calendar_quarter_end(&c, day("2012-11-15")), "2012-12-31");
	assert_day(calendar_quarter_end(&c, day("2013-02-01")), "2013-03-31");
	assert_day(calendar_quarter_end(&c, day("2013-06-30")), "2013-06-30");
	assert_day(calendar_quarter_end(&c, day("2013-07-01")), "2013-09-30");
}

/* The days between from and to on which a holiday is observed must be exactly these. */
static void assert_holidays(const char *from, const char *to, const char *const *expected, size_t n)
{
	size_t found = 0;

	for (struct date d = day(from); date_cmp(d, day(to)) <= 0; d = date_add_days(d, 1)) {
		if (!calendar_holiday(d))
			continue;
		assert_true(found < n);
		assert_day(d, expected[found++]);
	}
	assert_int_equal(found, n);
}

static void holidays__of_fiscal_year_2013_are_ten(void **state)
{
	static const char *const days[] = {
		"2012-10-08", "2012-11-12", "2012-11-22", "2012-12-25", "2013-01-01",
		"2013-01-21", "2013-02-18", "2013-05-27", "2013-07-04", "2013-09-02",
	};

	(void)state;
	assert_holidays("2012-10-01", "2013-09-30", days, COUNT(days));
}

static void holidays__on_a_weekend_are_observed_beside_it(void **state)
{
	/* 2010: Independence Day on Sunday, Christmas on Saturday, the next New Year's on Saturday. */
	static const char *const days[] = {
		"2010-01-01", "2010-01-18", "2010-02-15", "2010-05-31", "2010-07-05", "2010-09-06",
		"2010-10-11", "2010-11-11", "2010-11-25", "2010-12-24", "2010-12-31",
	};

	(void)state;
	assert_holidays("2010-01-01", "2010-12-31", days, COUNT(days));
	assert_null(calendar_holiday(day("2010-12-25")));
	assert_string_equal(calendar_holiday(day("2010-12-24")), "Christmas Day");
	assert_string_equal(calendar_holiday(day("2010-12-31")), "New Year's Day");
	assert_string_equal(calendar_holiday(day("2012-11-12")), "Veterans Day");
	/* Before 1959 a Saturday took its holiday with it. */
	assert_null(calendar_holiday(day("1953-07-03")));
	assert_string_equal(calendar_holiday(day("1959-07-03")), "Independence Day");
}

static void holidays__begin_with_their_laws(void **state)
{
	static const struct {
		const char *before, *first, *name;
	} starts[] = {
		{ "1985-01-21", "1986-01-20", "Birthday of Martin Luther King, Jr." },
		{ "2020-06-19", "2021-06-18", "Juneteenth National Independence Day" },
		{ "1970-10-12", "1971-10-11", "Columbus Day" },
		{ "1937-11-11", "1938-11-11", "Armistice Day" },
		{ "1970-02-16", "1971-02-15", "Washington's Birthday" },
		{ "1970-05-25", "1971-05-31", "Memorial Day" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		assert_null(calendar_holiday(day(starts[i].before)));
		assert_non_null(calendar_holiday(day(starts[i].first)));
		assert_string_equal(calendar_holiday(day(starts[i].first)), starts[i].name);
	}
	assert_string_equal(calendar_holiday(day("2022-06-20")), "Juneteenth National Independence Day");
}

static void holidays__moved_to_mondays_in_1971_and_veterans_day_back_in_1978(void **state)
{
	(void)state;
	assert_non_null(calendar_holiday(day("1968-02-22")));
	assert_null(calendar_holiday(day("1972-02-22")));
	assert_non_null(calendar_holiday(day("1969-05-30")));
	assert_null(calendar_holiday(day("1972-05-30")));
	assert_non_null(calendar_holiday(day("1970-11-11")));
	assert_string_equal(calendar_holiday(day("1971-10-25")), "Veterans Day");
	assert_null(calendar_holiday(day("1971-11-11")));
	assert_string_equal(calendar_holiday(day("1977-10-24")), "Veterans Day");
	assert_null(calendar_holiday(day("1978-10-23")));
	assert_non_null(calendar_holiday(day("1980-11-11")));
}

static void thanksgiving__follows_the_law_of_its_year(void **state)
{
	static const char *const days[] = {
		"1937-11-25", "1938-11-24", "1939-11-23", "1940-11-21", "1941-11-20",
		"1942-11-26", "1944-11-23", "2012-11-22",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		assert_non_null(calendar_holiday(day(days[i])));
		assert_string_equal(calendar_holiday(day(days[i])), "Thanksgiving Day");
	}
	assert_null(calendar_holiday(day("1939-11-30")));
	assert_null(calendar_holiday(day("1944-11-30")));
}

static void working_days__skip_weekends_holidays_and_closures(void **state)
{
	const struct date closures[] = { day("2012-12-24"), day("2013-03-01") };

	(void)state;
	assert_false(calendar_is_working_day(&c, day("2012-11-17")));
	assert_false(calendar_is_working_day(&c, day("2012-11-22")));
	assert_true(calendar_is_working_day(&c, day("2012-12-24")));
	assert_false(calendar_is_working_day(&c, DATE_NONE));
	c.closures = closures;
	c.n_closures = COUNT(closures);
	assert_false(calendar_is_working_day(&c, day("2012-12-24")));
	assert_false(calendar_is_working_day(&c, day("2013-03-01")));
	assert_day(calendar_roll_forward(&c, day("2012-12-22")), "2012-12-26");
}

static void adding_working_days__does_not_count_the_first(void **state)
{
	(void)state;
	assert_day(calendar_add_working_days(&c, day("2012-11-15"), 1), "2012-11-16");
	assert_day(calendar_add_working_days(&c, day("2012-11-15"), 5), "2012-11-23");
	assert_day(calendar_add_working_days(&c, day("2012-11-17"), 1), "2012-11-19");
	assert_day(calendar_add_working_days(&c, day("2012-11-17"), 0), "2012-11-19");
	assert_day(calendar_add_working_days(&c, day("2012-11-15"), 0), "2012-11-15");
	assert_day(calendar_add_working_days(&c, day("2012-11-26"), -2), "2012-11-21");
	assert_day(calendar_add_working_days(&c, day("2012-11-18"), -1), "2012-11-16");
	/* The study ends 2012-12-31; thirteen working days later the gate decides. */
	assert_day(calendar_add_working_days(&c, day("2012-12-31"), 13), "2013-01-18");
}

static void adding_working_days__stops_at_the_ends_of_the_range(void **state)
{
	(void)state;
	assert_day(calendar_add_working_days(&c, day("2199-12-01"), INT64_MAX), "2199-12-31");
	assert_day(calendar_add_working_days(&c, day("1900-01-31"), INT64_MIN + 1), "1900-01-01");
	assert_true(date_is_none(calendar_add_working_days(&c, DATE_NONE, 3)));
}

static void working_days_between__is_the_inverse_of_adding(void **state)
{
	struct date from = day("2012-11-15");

	(void)state;
	for (int n = 1; n < 300; n++) {
		struct date to = calendar_add_working_days(&c, from, n);

		assert_int_equal(calendar_working_days_between(&c, from, to), n);
		assert_int_equal(calendar_working_days_between(&c, to, from), -n);
	}
	assert_int_equal(calendar_working_days_between(&c, from, from), 0);
	assert_int_equal(calendar_working_days_between(&c, day("2012-11-16"), day("2012-11-18")), 0);
}

static void pay_periods__of_fiscal_year_2013_start_on_26_sundays(void **state)
{
	static const char *const starts[] = {
		"2012-10-07", "2012-10-21", "2012-11-04", "2012-11-18", "2012-12-02", "2012-12-16",
		"2012-12-30", "2013-01-13", "2013-01-27", "2013-02-10", "2013-02-24", "2013-03-10",
		"2013-03-24", "2013-04-07", "2013-04-21", "2013-05-05", "2013-05-19", "2013-06-02",
		"2013-06-16", "2013-06-30", "2013-07-14", "2013-07-28", "2013-08-11", "2013-08-25",
		"2013-09-08", "2013-09-22",
	};
	struct date d = day("2012-10-01");

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		d = calendar_pay_start_from(&c, d);
		assert_day(d, starts[i]);
		assert_int_equal(date_weekday(d), SUNDAY);
		assert_day(calendar_pay_start_of(&c, d), starts[i]);
		assert_day(calendar_pay_start_of(&c, date_add_days(d, 13)), starts[i]);
		d = date_add_days(d, 1);
	}
	assert_true(date_cmp(calendar_pay_start_from(&c, d), day("2013-09-30")) > 0);
}

static void pay_periods__reach_back_before_their_anchor(void **state)
{
	(void)state;
	assert_day(calendar_pay_start_of(&c, day("2011-12-31")), "2011-12-18");
	assert_day(calendar_pay_start_from(&c, day("2011-12-19")), "2012-01-01");
	c.pay_days = 0; /* none at all */
	assert_day(calendar_pay_start_from(&c, day("2011-12-19")), "2011-12-19");
}

/* Months are the calendar's: a half-year is not 180 days. */
static void six_months__are_not_180_days(void **state)
{
	(void)state;
	assert_day(date_add_months(day("2012-09-25"), 6), "2013-03-25");
	assert_day(date_add_days(day("2012-09-25"), 180), "2013-03-24");
	assert_day(date_add_days(day("2012-09-25"), 90), "2012-12-24");
	assert_day(date_add_months(day("2012-09-25"), 12), "2013-09-25");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(fiscal_year__begins_on_1_october, set_up),
		cmocka_unit_test_setup(fiscal_year__can_begin_with_the_calendar_year, set_up),
		cmocka_unit_test_setup(quarter_end__is_the_last_day_of_three_months, set_up),
		cmocka_unit_test_setup(holidays__of_fiscal_year_2013_are_ten, set_up),
		cmocka_unit_test_setup(holidays__on_a_weekend_are_observed_beside_it, set_up),
		cmocka_unit_test_setup(holidays__begin_with_their_laws, set_up),
		cmocka_unit_test_setup(
			holidays__moved_to_mondays_in_1971_and_veterans_day_back_in_1978, set_up),
		cmocka_unit_test_setup(thanksgiving__follows_the_law_of_its_year, set_up),
		cmocka_unit_test_setup(working_days__skip_weekends_holidays_and_closures, set_up),
		cmocka_unit_test_setup(adding_working_days__does_not_count_the_first, set_up),
		cmocka_unit_test_setup(adding_working_days__stops_at_the_ends_of_the_range, set_up),
		cmocka_unit_test_setup(working_days_between__is_the_inverse_of_adding, set_up),
		cmocka_unit_test_setup(pay_periods__of_fiscal_year_2013_start_on_26_sundays, set_up),
		cmocka_unit_test_setup(pay_periods__reach_back_before_their_anchor, set_up),
		cmocka_unit_test_setup(six_months__are_not_180_days, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
