/* SPDX-License-Identifier: MIT */
/*
 * date.c - civil days.
 *
 * The calendar is counted in years that begin on 1 March, so that the leap
 * day is the last day of a year and months need no table.
 */
#include "base/date.h"

#include <stdio.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2199
#define DAY_MIN (-25567) /* 1900-01-01 */
#define DAY_MAX 84005    /* 2199-12-31 */

#define DAYS_4_YEARS 1461
#define DAYS_100_YEARS 36524
#define DAYS_400_YEARS 146097
#define EPOCH_FROM_MARCH_0 719468 /* days from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_days_in_month(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_from_ymd(int year, int month, int day, struct date *out)
{
	int y, m, in_year;

	if (year < YEAR_MIN || year > YEAR_MAX || day < 1 || day > date_days_in_month(year, month))
		return false;
	y = month > 2 ? year : year - 1;
	m = month > 2 ? month - 3 : month + 9;
	in_year = (153 * m + 2) / 5 + day - 1;
	out->day = 365 * y + y / 4 - y / 100 + y / 400 + in_year - EPOCH_FROM_MARCH_0;
	return true;
}

void date_to_ymd(struct date d, int *year, int *month, int *day)
{
	int since, era, y, m, rest;

	if (d.day < DAY_MIN)
		d.day = DAY_MIN;
	if (d.day > DAY_MAX)
		d.day = DAY_MAX;
	since = d.day + EPOCH_FROM_MARCH_0;
	era = since / DAYS_400_YEARS;
	rest = since % DAYS_400_YEARS;
	y = (rest - rest / (DAYS_4_YEARS - 1) + rest / DAYS_100_YEARS -
	     rest / (DAYS_400_YEARS - 1)) / 365;
	rest -= 365 * y + y / 4 - y / 100;
	m = (5 * rest + 2) / 153;
	if (year)
		*year = era * 400 + y + (m >= 10);
	if (month)
		*month = m < 10 ? m + 3 : m - 9;
	if (day)
		*day = rest - (153 * m + 2) / 5 + 1;
}

enum weekday date_weekday(struct date d)
{
	int64_t since_monday = (int64_t)d.day + THURSDAY; /* 1970-01-01 was a Thursday */

	return (enum weekday)(((since_monday % 7) + 7) % 7);
}

struct date date_add_days(struct date d, int64_t days)
{
	int64_t sum;

	if (date_is_none(d))
		return d;
	if (__builtin_add_overflow((int64_t)d.day, days, &sum))
		sum = days < 0 ? DAY_MIN : DAY_MAX;
	if (sum < DAY_MIN)
		sum = DAY_MIN;
	if (sum > DAY_MAX)
		sum = DAY_MAX;
	return (struct date){ .day = (int32_t)sum };
}

struct date date_add_months(struct date d, int64_t months)
{
	int year, month, day, last;
	int64_t count;

	if (date_is_none(d))
		return d;
	date_to_ymd(d, &year, &month, &day);
	if (__builtin_add_overflow((int64_t)year * 12 + month - 1, months, &count))
		count = months < 0 ? 0 : INT64_MAX;
	if (count < YEAR_MIN * 12)
		return (struct date){ .day = DAY_MIN };
	if (count >= (YEAR_MAX + 1) * 12)
		return (struct date){ .day = DAY_MAX };
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	last = date_days_in_month(year, month);
	date_from_ymd(year, month, day < last ? day : last, &d);
	return d;
}

/* The number in count digits at s; -1 if one is no digit. */
static int digits(const char *s, int count)
{
	int n = 0;

	for (int i = 0; i < count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return n;
}

bool date_parse_iso(const char *s, size_t len, struct date *out)
{
	if (!s || len != DATE_TEXT - 1 || s[4] != '-' || s[7] != '-')
		return false;
	return date_from_ymd(digits(s, 4), digits(s + 5, 2), digits(s + 8, 2), out);
}

static void put_digits(char *dst, int n, unsigned number)
{
	for (; n > 0; number /= 10)
		dst[--n] = (char)('0' + number % 10);
}

const char *date_format(struct date d, char dst[DATE_TEXT])
{
	int year, month, day;

	dst[0] = '\0';
	if (date_is_none(d))
		return dst;
	date_to_ymd(d, &year, &month, &day);
	/* By hand: a search writes a million of them. */
	put_digits(dst, 4, (unsigned)year);
	dst[4] = '-';
	put_digits(dst + 5, 2, (unsigned)month);
	dst[7] = '-';
	put_digits(dst + 8, 2, (unsigned)day);
	dst[10] = '\0';
	return dst;
}

const char *date_weekday_name(enum weekday w)
{
	static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };

	return names[(unsigned)w % 7];
}

const char *date_month_name(int month)
{
	static const char *const names[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	return month >= 1 && month <= 12 ? names[month - 1] : "";
}
