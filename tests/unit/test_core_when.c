/* SPDX-License-Identifier: MIT */
/* test_core_when.c - dates as people type them. Today is Thursday 2012-11-15. */
#include "core_help.h"

#include "core/when.h"

struct reading {
	const char *typed, *means;
};

static void assert_readings(const struct when_context *when, const struct reading *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct date d = DATE_NONE;
		struct error err = ERROR_INIT;
		char text[DATE_TEXT];

		if (when_read(r[i].typed, strlen(r[i].typed), when, &d, &err) != 0)
			fail_msg("\"%s\" is refused: %s", r[i].typed, err.why);
		if (strcmp(date_format(d, text), r[i].means) != 0)
			fail_msg("\"%s\" is read as %s, not %s", r[i].typed, text, r[i].means);
	}
}

static void full_dates__are_read_in_every_form(void **state)
{
	static const struct reading forms[] = {
		{ "2013-09-30", "2013-09-30" },
		{ "2013-9-3", "2013-09-03" },
		{ "20130930", "2013-09-30" },
		{ "30 sep 2013", "2013-09-30" },
		{ "30sep2013", "2013-09-30" },
		{ "30-Sep-2013", "2013-09-30" },
		{ "1 SEPT 13", "2013-09-01" },
		{ "30 sep, 2013", "2013-09-30" },
		{ "December 31, 2012", "2012-12-31" },
		{ "Dec. 31, 2012", "2012-12-31" },
		{ "dec 31 2012", "2012-12-31" },
		{ "dec-31-2012", "2012-12-31" },
		{ "12/31/2012", "2012-12-31" },
		{ "2/29/2012", "2012-02-29" },
		{ "12/31/12", "2012-12-31" },
		{ "12/31/62", "2062-12-31" },
		{ "12/31/63", "1963-12-31" },
		{ "2012/12/31", "2012-12-31" },
		{ "  2013-09-30\t", "2013-09-30" },
		{ "1900-01-01", "1900-01-01" },
		{ "2199-12-31", "2199-12-31" },
	};
	struct when_context when = sample_when();

	(void)state;
	assert_readings(&when, forms, COUNT(forms));
}

static void days_without_a_year__are_the_nearest_to_come(void **state)
{
	static const struct reading forms[] = {
		{ "30 sep", "2013-09-30" }, { "dec 31", "2012-12-31" }, { "12/31", "2012-12-31" },
		{ "15 nov", "2012-11-15" }, { "14 nov", "2013-11-14" }, { "feb 29", "2016-02-29" },
		{ "may 1", "2013-05-01" },  { "31-dec", "2012-12-31" }, { "sep-30", "2013-09-30" },
	};
	struct when_context when = sample_when();

	(void)state;
	assert_readings(&when, forms, COUNT(forms));
}

static void days_without_a_year__of_letters_are_the_nearest_past(void **state)
{
	static const struct reading forms[] = {
		{ "30 sep", "2012-09-30" }, { "dec 31", "2011-12-31" }, { "12/31", "2011-12-31" },
		{ "15 nov", "2012-11-15" }, { "16 nov", "2011-11-16" }, { "feb 29", "2012-02-29" },
	};
	struct when_context when = sample_when();

	(void)state;
	when.prefer_past = true;
	assert_readings(&when, forms, COUNT(forms));
}

static void day_before_month__is_a_setting(void **state)
{
	static const struct reading forms[] = {
		{ "31/12/2012", "2012-12-31" }, { "31/12", "2012-12-31" }, { "2/1/2013", "2013-01-02" },
		{ "2012/12/31", "2012-12-31" },
	};
	struct when_context when = sample_when();

	(void)state;
	when.dmy = true;
	assert_readings(&when, forms, COUNT(forms));
}

static void words__stand_for_days(void **state)
{
	static const struct reading forms[] = {
		{ "today", "2012-11-15" },     { "t", "2012-11-15" },      { "TODAY", "2012-11-15" },
		{ "tomorrow", "2012-11-16" },  { "thu", "2012-11-15" },    { "fri", "2012-11-16" },
		{ "yesterday", "2012-11-14" }, { "Friday", "2012-11-16" }, { "wed", "2012-11-21" },
		{ "tues", "2012-11-20" },      { "eom", "2012-11-30" },    { "eoq", "2012-12-31" },
		{ "eofy", "2013-09-30" },      { "eoy", "2012-12-31" },
	};
	struct when_context when = sample_when();

	(void)state;
	assert_readings(&when, forms, COUNT(forms));
}

static void distances__are_counted_from_today_or_a_word(void **state)
{
	static const struct reading forms[] = {
		{ "+2w", "2012-11-29" },     { "-3d", "2012-11-12" },      { "t+30", "2012-12-15" },
		{ "t-3", "2012-11-12" },     { "+15", "2012-11-30" },      { "+15d", "2012-11-30" },
		{ "+10wd", "2012-11-30" },   { "-1wd", "2012-11-14" },     { "+1m", "2012-12-15" },
		{ "+6m", "2013-05-15" },     { "-1y", "2011-11-15" },      { "today + 2 w", "2012-11-29" },
		{ "eom+5wd", "2012-12-07" }, { "eofy-1m", "2013-08-30" },  { "fri+1w", "2012-11-23" },
		{ "+1m-1d", "2012-12-14" },  { "today+180d", "2013-05-14" },
	};
	struct when_context when = sample_when();

	(void)state;
	assert_readings(&when, forms, COUNT(forms));
}

static void distances__land_on_a_working_day_where_plans_roll(void **state)
{
	static const struct reading forms[] = {
		{ "+2d", "2012-11-19" },  { "+7d", "2012-11-23" },  { "+1d", "2012-11-16" },
		{ "+2wd", "2012-11-19" }, { "2012-11-17", "2012-11-17" },
	};
	struct when_context when = sample_when();

	(void)state;
	when.roll = true;
	assert_readings(&when, forms, COUNT(forms));
}

static void due__is_the_record_s_own_date(void **state)
{
	static const struct reading forms[] = {
		{ "due", "2012-12-31" }, { "due+90d", "2013-03-31" }, { "due-1wd", "2012-12-28" },
	};
	struct when_context when = sample_when();

	(void)state;
	when.due = day("2012-12-31");
	assert_readings(&when, forms, COUNT(forms));
}

static void closures_of_the_settings__are_no_working_days(void **state)
{
	static const struct reading forms[] = { { "+1wd", "2012-11-19" } };
	const struct date closures[] = { day("2012-11-16") };
	struct calendar calendar = calendar_default();
	struct when_context when = sample_when();

	(void)state;
	calendar.closures = closures;
	calendar.n_closures = 1;
	when.calendar = &calendar;
	assert_readings(&when, forms, COUNT(forms));
}

static void what_is_no_date__is_refused(void **state)
{
	static const char *const bad[] = {
		"", "  ", "frday", "2013-02-30", "2013-13-01", "2013-00-10", "2013-01-00", "1899-12-31",
		"2200-01-01", "30 feb", "31 apr", "29 feb 2013", "2/30", "13/1", "5", "2013", "201309",
		"2013093", "201309301", "30 sep 99999", "30 sep 201", "30 spe", "30 se", "sa", "f", "2013 sep", "sep",
		"september", "2013-09", "09-30-2013", "30.09.2013", "12:30", "+", "-", "+d", "t+", "t30",
		"+5x", "+5wdd", "due", "due+3d", "today tomorrow", "fri sat", "+999999d", "+300y", "-200y",
		"+200000wd", "-99999999wd", "t+1+", "to", "2013-09-30 12:00", "2013-09-30Z", "1/2/3/4",
		"30 sep 2013 x", "über", "2013\n09", "yesterdayyesterday", "--3d", "1-2-3", "+3d3d",
		"a very long text that is no date at all, as it is longer than all of them",
	};
	struct when_context when = sample_when();

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct date d = DATE_NONE;
		struct error err = ERROR_INIT;

		if (when_read(bad[i], strlen(bad[i]), &when, &d, &err) != FAIL_DATA)
			fail_msg("\"%s\" is not refused", bad[i]);
		assert_true(date_is_none(d));
		assert_true(err.why[0] != '\0');
		assert_non_null(strstr(err.next, "2013-09-30, 30 sep"));
	}
}

static void when_read__stays_within_its_length(void **state)
{
	struct when_context when = sample_when();
	struct date d;

	(void)state;
	assert_int_equal(when_read("20130930123", 8, &when, &d, NULL), 0);
	assert_day(d, "2013-09-30");
	assert_int_equal(when_read("t\0x", 3, &when, &d, NULL), FAIL_DATA);
}

static void refusals__say_what_was_meant(void **state)
{
	static const struct {
		const char *typed, *why, *next;
	} cases[] = {
		{ "frday", "\"frday\" is not a date", "did you mean friday?" },
		{ "2013-02-30", "Feb 2013 has 28 days", WHEN_SHAPES },
		{ "2013-13-01", "there is no month 13", WHEN_SHAPES },
		{ "30 spetember 2013", "names no month", "did you mean september?" },
		{ "tody", "is not a date", "did you mean today?" },
		{ "5", "is not a date", WHEN_SHAPES },
		{ "2013 sep", "it has no day", WHEN_SHAPES },
		{ "due+1d", "needs a due date", WHEN_SHAPES },
		{ "+5x", "unknown unit", WHEN_SHAPES },
	};
	struct when_context when = sample_when();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error err = ERROR_INIT;
		struct date d;

		assert_int_equal(when_read(cases[i].typed, strlen(cases[i].typed), &when, &d, &err),
				 FAIL_DATA);
		assert_non_null(strstr(err.why, cases[i].why));
		assert_non_null(strstr(err.next, cases[i].next));
	}
}

static void assert_explained(const char *iso, const char *expected)
{
	AUTOBUF out = BUF_INIT;

	when_explain(day(iso), day("2012-11-15"), &out);
	assert_string_equal(out.s, expected);
}

static void when_explain__counts_days_from_today(void **state)
{
	AUTOBUF out = BUF_INIT;

	(void)state;
	assert_explained("2012-11-27", "Tue 2012-11-27, in 12 days");
	assert_explained("2012-11-15", "Thu 2012-11-15, today");
	assert_explained("2012-11-16", "Fri 2012-11-16, tomorrow");
	assert_explained("2012-11-14", "Wed 2012-11-14, yesterday");
	assert_explained("2012-09-25", "Tue 2012-09-25, 51 days ago");
	when_explain(DATE_NONE, day("2012-11-15"), &out);
	assert_string_equal(out.s, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_dates__are_read_in_every_form),
		cmocka_unit_test(days_without_a_year__are_the_nearest_to_come),
		cmocka_unit_test(days_without_a_year__of_letters_are_the_nearest_past),
		cmocka_unit_test(day_before_month__is_a_setting),
		cmocka_unit_test(words__stand_for_days),
		cmocka_unit_test(distances__are_counted_from_today_or_a_word),
		cmocka_unit_test(distances__land_on_a_working_day_where_plans_roll),
		cmocka_unit_test(due__is_the_record_s_own_date),
		cmocka_unit_test(closures_of_the_settings__are_no_working_days),
		cmocka_unit_test(what_is_no_date__is_refused),
		cmocka_unit_test(when_read__stays_within_its_length),
		cmocka_unit_test(refusals__say_what_was_meant),
		cmocka_unit_test(when_explain__counts_days_from_today),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
