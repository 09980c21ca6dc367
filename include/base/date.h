/* SPDX-License-Identifier: MIT */
/*
 * date.h - civil days.
 *
 * A date is a day number, proleptic Gregorian, day 0 = 1970-01-01, between
 * 1900-01-01 and 2199-12-31. No time zones, no local time, no mktime. DATE_NONE
 * is "no date". Arithmetic saturates at the ends of the range.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
	int32_t day;
};

#define DATE_NONE_DAY INT32_MIN
#define DATE_NONE ((struct date){ .day = DATE_NONE_DAY })
#define DATE_TEXT 11 /* "2012-09-25" and its terminator */

enum weekday { MONDAY = 0, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

static inline bool date_is_none(struct date d) { return d.day == DATE_NONE_DAY; }
static inline int date_cmp(struct date a, struct date b)
{
	return (a.day > b.day) - (a.day < b.day);
}

/* False, and *out untouched, if there is no such day in the calendar or the range. */
bool date_from_ymd(int year, int month, int day, struct date *out);
void date_to_ymd(struct date d, int *year, int *month, int *day);   /* each may be NULL */
int date_days_in_month(int year, int month);
enum weekday date_weekday(struct date d);

/* DATE_NONE stays DATE_NONE. Months clip to the end of the month: 31 Jan + 1 = 28 Feb. */
struct date date_add_days(struct date d, int64_t days);
struct date date_add_months(struct date d, int64_t months);

/* "YYYY-MM-DD" exactly, len bytes; false for anything else. */
bool date_parse_iso(const char *s, size_t len, struct date *out);

/* Writes "YYYY-MM-DD" ("" for DATE_NONE) and returns dst. */
const char *date_format(struct date d, char dst[DATE_TEXT]);

const char *date_weekday_name(enum weekday w);  /* "Mon" */
const char *date_month_name(int month);         /* "Jan" for 1 */

#endif
