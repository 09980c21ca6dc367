/* SPDX-License-Identifier: MIT */
/*
 * holidays.c - the federal holidays, by rule.
 *
 * 5 USC 6103 and the laws before it, each rule with the years it held. The
 * inauguration day (20 January every fourth year) is a holiday around
 * Washington only and is left out; an office that has it lists it as a closure.
 */
#include "core/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FOR_EVER     9999
#define LAST         5 /* the month's last such weekday */

struct rule {
	const char *name;
	int first, last; /* years */
	int month;
	int day; /* 0: counted by weekday */
	int nth;
	enum weekday weekday;
};

static const struct rule rules[] = {
	{ "New Year's Day", 1871, FOR_EVER, 1, 1, 0, 0 },
	{ "Birthday of Martin Luther King, Jr.", 1986, FOR_EVER, 1, 0, 3, MONDAY },
	{ "Washington's Birthday", 1885, 1970, 2, 22, 0, 0 },
	{ "Washington's Birthday", 1971, FOR_EVER, 2, 0, 3, MONDAY },
	{ "Memorial Day", 1888, 1970, 5, 30, 0, 0 },
	{ "Memorial Day", 1971, FOR_EVER, 5, 0, LAST, MONDAY },
	{ "Juneteenth National Independence Day", 2021, FOR_EVER, 6, 19, 0, 0 },
	{ "Independence Day", 1870, FOR_EVER, 7, 4, 0, 0 },
	{ "Labor Day", 1894, FOR_EVER, 9, 0, 1, MONDAY },
	{ "Columbus Day", 1971, FOR_EVER, 10, 0, 2, MONDAY },
	{ "Armistice Day", 1938, 1953, 11, 11, 0, 0 },
	{ "Veterans Day", 1954, 1970, 11, 11, 0, 0 },
	{ "Veterans Day", 1971, 1977, 10, 0, 4, MONDAY },
	{ "Veterans Day", 1978, FOR_EVER, 11, 11, 0, 0 },
	{ "Thanksgiving Day", 1863, 1938, 11, 0, LAST, THURSDAY },
	/* Proclaimed a week earlier for three years, until the law of 1941 settled it. */
	{ "Thanksgiving Day", 1939, 1939, 11, 23, 0, 0 },
	{ "Thanksgiving Day", 1940, 1940, 11, 21, 0, 0 },
	{ "Thanksgiving Day", 1941, 1941, 11, 20, 0, 0 },
	{ "Thanksgiving Day", 1942, FOR_EVER, 11, 0, 4, THURSDAY },
	{ "Christmas Day", 1870, FOR_EVER, 12, 25, 0, 0 },
};

/* Saturday's holiday is observed on Friday since 1959 (Public Law 86-362). */
#define SATURDAY_SINCE 1959

static bool falls_on(const struct rule *r, int year, int month, int day, enum weekday weekday)
{
	if (month != r->month || year < r->first || year > r->last)
		return false;
	if (r->day)
		return day == r->day;
	if (weekday != r->weekday)
		return false;
	return r->nth == LAST ? day + 7 > date_days_in_month(year, month)
			      : (day - 1) / 7 + 1 == r->nth;
}

/* The holiday whose own date is d, observed that day or not. */
static const char *own_date(struct date d)
{
	enum weekday weekday = date_weekday(d);
	int year, month, day;

	date_to_ymd(d, &year, &month, &day);
	for (size_t i = 0; i < COUNT(rules); i++)
		if (falls_on(&rules[i], year, month, day, weekday))
			return rules[i].name;
	return NULL;
}

const char *calendar_holiday(struct date d)
{
	enum weekday weekday;
	const char *name;
	int year;

	if (date_is_none(d))
		return NULL;
	weekday = date_weekday(d);
	if (weekday >= SATURDAY)
		return NULL; /* observed on the Friday before or the Monday after */
	name = own_date(d);
	date_to_ymd(d, &year, NULL, NULL);
	if (!name && weekday == FRIDAY && year >= SATURDAY_SINCE)
		name = own_date(date_add_days(d, 1));
	if (!name && weekday == MONDAY)
		name = own_date(date_add_days(d, -1));
	return name;
}
