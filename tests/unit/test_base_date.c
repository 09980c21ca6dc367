/* SPDX-License-Identifier: MIT */
/*
 * test_base_date.c - civil days.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/date.h"

static struct date ymd(int year, int month, int day)
{
	struct date d = DATE_NONE;

	assert_true(date_from_ymd(year, month, day, &d));
	return d;
}

static void assert_date(struct date d, const char *expected)
{
	char text[DATE_TEXT];

	assert_string_equal(date_format(d, text), expected);
}

static bool parses(const char *text)
{
	struct date d;

	return date_parse_iso(text, strlen(text), &d);
}

static void date_from_ymd__counts_every_day_of_the_range_once(void **state)
{
	struct date d, expected = { .day = -25567 };
	int weekday = MONDAY; /* 1900-01-01 was a Monday */

	(void)state;
	for (int year = 1900; year <= 2199; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; day <= date_days_in_month(year, month); day++) {
				int y, m, dd;

				assert_true(date_from_ymd(year, month, day, &d));
				assert_int_equal(d.day, expected.day);
				date_to_ymd(d, &y, &m, &dd);
				assert_true(y == year && m == month && dd == day);
				assert_int_equal(date_weekday(d), weekday);
				expected.day++;
				weekday = (weekday + 1) % 7;
			}
		}
	}
	assert_int_equal(expected.day - 1, ymd(2199, 12, 31).day);
	assert_int_equal(ymd(1970, 1, 1).day, 0);
}

static void date_days_in_month__knows_leap_years(void **state)
{
	(void)state;
	assert_int_equal(date_days_in_month(2012, 2), 29);
	assert_int_equal(date_days_in_month(2013, 2), 28);
	assert_int_equal(date_days_in_month(1900, 2), 28);
	assert_int_equal(date_days_in_month(2000, 2), 29);
	assert_int_equal(date_days_in_month(2100, 2), 28);
	assert_int_equal(date_days_in_month(2012, 0), 0);
	assert_int_equal(date_days_in_month(2012, 13), 0);
}

static void date_from_ymd__refuses_what_is_not_in_the_calendar(void **state)
{
	static const int wrong[][3] = {
		{ 2012, 2, 30 }, { 2013, 2, 29 }, { 2012, 4, 31 }, { 2012, 13, 1 }, { 2012, 0, 1 },
		{ 2012, 1, 0 },  { 2012, 1, 32 }, { 2012, 1, -1 }, { 1899, 12, 31 }, { 2200, 1, 1 },
		{ -1, 1, 1 },
	};
	struct date d = { .day = 42 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(date_from_ymd(wrong[i][0], wrong[i][1], wrong[i][2], &d));
	assert_int_equal(d.day, 42);
}

static void date_parse__reads_iso_dates(void **state)
{
	struct date d;

	(void)state;
	assert_true(date_parse_iso("2012-09-25 and more", 10, &d));
	assert_int_equal(d.day, ymd(2012, 9, 25).day);
	assert_true(parses("1900-01-01"));
	assert_true(parses("2199-12-31"));
	assert_true(parses("2012-02-29"));
}

static void date_parse__refuses_30_february(void **state)
{
	(void)state;
	assert_false(parses("2012-02-30"));
	assert_false(parses("2013-02-29"));
}

static void date_parse__refuses_anything_but_iso(void **state)
{
	static const char *const wrong[] = {
		"",           "2012-9-25",  "2012-09-2",   "2012/09/25", "20120925",   "12-09-25",
		"2012-09-255", " 2012-09-2", "2012-09- 5", "+012-09-25", "2012-0x-25", "-201-09-25",
		"1899-12-31", "2200-01-01", "0000-00-00",  "2012-09_25", "2012-1/-25", "2012-09-25 ", "2012_09_25", "9999-99-99",
	};
	struct date d = { .day = 42 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(date_parse_iso(wrong[i], strlen(wrong[i]), &d));
	assert_false(date_parse_iso(NULL, 10, &d));
	assert_int_equal(d.day, 42);
}

static void date_format__and_parse_are_inverse(void **state)
{
	struct date d = ymd(1900, 1, 1), end = ymd(2199, 12, 31), back;
	char text[DATE_TEXT];

	(void)state;
	for (; d.day <= end.day; d.day++) {
		assert_true(date_parse_iso(date_format(d, text), 10, &back));
		assert_int_equal(back.day, d.day);
	}
}

static void date_format__of_no_date_is_empty(void **state)
{
	(void)state;
	assert_date(DATE_NONE, "");
	assert_true(date_is_none(DATE_NONE));
	assert_false(date_is_none((struct date){ 0 }));
}

static void date_add_days__saturates_at_the_ends(void **state)
{
	struct date d = ymd(2012, 9, 25);

	(void)state;
	assert_date(date_add_days(d, 90), "2012-12-24");
	assert_date(date_add_days(d, -25), "2012-08-31");
	assert_date(date_add_days(d, 0), "2012-09-25");
	assert_date(date_add_days(d, 1000000), "2199-12-31");
	assert_date(date_add_days(d, -1000000), "1900-01-01");
	assert_date(date_add_days(d, INT64_MAX), "2199-12-31");
	assert_date(date_add_days(d, INT64_MIN), "1900-01-01");
	assert_date(date_add_days(ymd(1960, 1, 1), INT64_MIN), "1900-01-01");
	assert_true(date_is_none(date_add_days(DATE_NONE, 5)));
}

static void date_add_months__clips_to_the_end_of_the_month(void **state)
{
	(void)state;
	assert_date(date_add_months(ymd(2013, 1, 31), 1), "2013-02-28");
	assert_date(date_add_months(ymd(2012, 1, 31), 1), "2012-02-29");
	assert_date(date_add_months(ymd(2012, 3, 31), -1), "2012-02-29");
	assert_date(date_add_months(ymd(2012, 11, 15), 2), "2013-01-15");
	assert_date(date_add_months(ymd(2012, 1, 15), -1), "2011-12-15");
	assert_date(date_add_months(ymd(2012, 2, 29), 12), "2013-02-28");
	assert_date(date_add_months(ymd(2012, 2, 29), -48), "2008-02-29");
	assert_date(date_add_months(ymd(2012, 5, 5), 0), "2012-05-05");
}

static void date_add_months__saturates_at_the_ends(void **state)
{
	(void)state;
	assert_date(date_add_months(ymd(2199, 12, 1), 1), "2199-12-31");
	assert_date(date_add_months(ymd(1900, 1, 31), -1), "1900-01-01");
	assert_date(date_add_months(ymd(2012, 1, 1), INT64_MAX), "2199-12-31");
	assert_date(date_add_months(ymd(2012, 1, 1), INT64_MIN), "1900-01-01");
	assert_true(date_is_none(date_add_months(DATE_NONE, 5)));
}

static void date_cmp__orders_days_and_puts_no_date_first(void **state)
{
	(void)state;
	assert_true(date_cmp(ymd(2012, 9, 25), ymd(2012, 9, 26)) < 0);
	assert_true(date_cmp(ymd(2012, 9, 25), ymd(1969, 9, 26)) > 0);
	assert_int_equal(date_cmp(ymd(2012, 9, 25), ymd(2012, 9, 25)), 0);
	assert_true(date_cmp(DATE_NONE, ymd(1900, 1, 1)) < 0);
}

static void date_names__are_short_and_english(void **state)
{
	(void)state;
	assert_string_equal(date_weekday_name(date_weekday(ymd(2012, 9, 25))), "Tue");
	assert_string_equal(date_weekday_name(SUNDAY), "Sun");
	assert_string_equal(date_month_name(1), "Jan");
	assert_string_equal(date_month_name(12), "Dec");
	assert_string_equal(date_month_name(0), "");
	assert_string_equal(date_month_name(13), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_from_ymd__counts_every_day_of_the_range_once),
		cmocka_unit_test(date_days_in_month__knows_leap_years),
		cmocka_unit_test(date_from_ymd__refuses_what_is_not_in_the_calendar),
		cmocka_unit_test(date_parse__reads_iso_dates),
		cmocka_unit_test(date_parse__refuses_30_february),
		cmocka_unit_test(date_parse__refuses_anything_but_iso),
		cmocka_unit_test(date_format__and_parse_are_inverse),
		cmocka_unit_test(date_format__of_no_date_is_empty),
		cmocka_unit_test(date_add_days__saturates_at_the_ends),
		cmocka_unit_test(date_add_months__clips_to_the_end_of_the_month),
		cmocka_unit_test(date_add_months__saturates_at_the_ends),
		cmocka_unit_test(date_cmp__orders_days_and_puts_no_date_first),
		cmocka_unit_test(date_names__are_short_and_english),
	};

	return cmocka_run_group_tests_name("base date", tests, NULL, NULL);
}
