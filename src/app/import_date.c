/* SPDX-License-Identifier: MIT */
/*
 * import_date.c - the day that a cell means.
 *
 * 2012-09-25 and a day with the month in letters and the year whole cannot be
 * misread. Everything else has to be said: 3/4/2012 is two days, 41177 is two
 * days or none. Words that mean another day tomorrow are no dates of a file.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_private.h"

/* Spreadsheets count the day 1900-02-29, which never was, as number 60. */
#define SERIAL_LEAP 60
#define SERIAL_MAX 109574 /* 2199-12-31 */

static bool refuse(const char **why, const char **next, const char *say_why, const char *say_next)
{
	*why = say_why;
	*next = say_next;
	return false;
}

/* 41177, 41177.0: a whole number of days; -1: none. */
static int64_t serial_of(const char *text)
{
	char *end;
	long long n;

	if (!isdigit((unsigned char)*text) || strlen(text) > 12)
		return -1;
	n = strtoll(text, &end, 10);
	if (*end == '.')
		end += 1 + strspn(end + 1, "0");
	return *end ? -1 : n;
}

static bool read_serial(struct reading_rows *r, int64_t n, char iso[DATE_TEXT], const char **why, const char **next)
{
	struct date first;

	if (!r->rules.serial && !r->rules.serial_1904) {
		r->hints.serial = true;
		return refuse(why, next, "a number is no date, unless it counts the days of a spreadsheet",
			      "say --date-format serial (or serial-1904), or write it as 2012-09-25");
	}
	if (r->rules.serial && n == SERIAL_LEAP)
		return refuse(why, next, "it counts 1900-02-29, a day that never was", "look up which day was meant");
	if (n < 1 || n > SERIAL_MAX)
		return refuse(why, next, "it counts no day from 1900 to 2199", "write it as 2012-09-25");
	date_parse_iso(r->rules.serial ? "1900-01-01" : "1904-01-01", 10, &first);
	first.day += (int32_t)n - (r->rules.serial ? (n > SERIAL_LEAP ? 2 : 1) : 0);
	if (!*date_format(first, iso))
		return refuse(why, next, "it counts no day from 1900 to 2199", "write it as 2012-09-25");
	return true;
}

/* Three numbers with / . or - between, the year last and whole. */
static bool numbers_of(const char *text, int n[3])
{
	const char *p = text;
	char between = 0;

	for (int i = 0; i < 3; i++) {
		size_t digits = strspn(p, "0123456789");

		if (digits < 1 || digits > 4 || (i < 2 && digits > 2) || (i == 2 && digits == 3))
			return false;
		n[i] = (int)strtol(p, NULL, 10);
		p += digits;
		if (i == 2)
			return *p == '\0';
		if (!strchr("/.-", *p) || !*p || (between && *p != between))
			return false;
		between = *p++;
	}
	return false;
}

static bool read_numbers(struct reading_rows *r, const int n[3], char iso[DATE_TEXT], const char **why,
			 const char **next)
{
	int day = r->rules.dmy ? n[0] : n[1], month = r->rules.dmy ? n[1] : n[0];
	char text[40];
	struct date d;

	if (!r->rules.dmy && !r->rules.mdy) {
		r->hints.slashes = true;
		r->hints.first_is_day |= n[0] > 12 && n[1] <= 12;
		r->hints.second_is_day |= n[1] > 12 && n[0] <= 12;
		return refuse(why, next, "which of the numbers is the month is not said",
			      "say --date-format mdy or dmy, or write it as 2012-09-25");
	}
	if (n[2] < 100)
		return refuse(why, next, "the year has two digits", "write the year with four");
	snprintf(text, sizeof text, "%04d-%02d-%02d", n[2], month, day);
	if (!date_parse_iso(text, strlen(text), &d))
		return refuse(why, next, r->rules.dmy ? "it is no day of the calendar, read as day, month, year"
						      : "it is no day of the calendar, read as month, day, year",
			      r->rules.dmy ? "is it month first? say --date-format mdy"
					   : "is it day first? say --date-format dmy");
	date_format(d, iso);
	return true;
}

/* 2012-09-25, with a time behind it that says nothing, or is not asked for. */
static bool read_iso(struct reading_rows *r, const char *text, char iso[DATE_TEXT], const char **why, const char **next)
{
	const char *behind = text + 10;
	struct date d;

	if (!date_parse_iso(text, 10, &d))
		return refuse(why, next, "it is no day of the calendar", "write it as 2012-09-25");
	date_format(d, iso);
	if (!*behind || r->rules.iso)
		return true;
	behind += strspn(behind, "T ");
	if (strspn(behind, "0:.") >= 4 && strspn(behind, "0:.Z+") == strlen(behind))
		return true;
	return refuse(why, next, "there is a time behind the day", "say --date-format iso to take the day alone");
}

static bool is_iso(const char *text)
{
	static const char shape[] = "dddd-dd-dd";

	for (int i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
			return false;
	return text[10] == '\0' || text[10] == 'T' || text[10] == ' ';
}

/* September 25, 2012; 25 Sep 2012; Sep-25-2012: letters, and a year of four digits. */
static bool read_words(struct reading_rows *r, const char *text, char iso[DATE_TEXT], const char **why,
		       const char **next)
{
	struct when_context when = app_when(r->app, NULL);
	size_t letters = 0, year = 0, run = 0;
	struct date d;

	for (const char *p = text; *p; p++) {
		letters += isalpha((unsigned char)*p) != 0;
		run = isdigit((unsigned char)*p) ? run + 1 : 0;
		year = run > year ? run : year;
	}
	if (letters < 3 || year != 4 || when_read(text, strlen(text), &when, &d, NULL) != 0)
		return refuse(why, next, "it is not a date", "write it as 2012-09-25");
	date_format(d, iso);
	return true;
}

static bool is_compact(const char *text)
{
	return strlen(text) == 8 && strspn(text, "0123456789") == 8;
}

bool import_date(struct reading_rows *r, const char *text, char iso[DATE_TEXT], const char **why, const char **next)
{
	int64_t serial = serial_of(text);
	int n[3];

	if (is_iso(text))
		return read_iso(r, text, iso, why, next);
	if (is_compact(text)) { /* 20120925 */
		char spread[16];

		snprintf(spread, sizeof spread, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
		return read_iso(r, spread, iso, why, next);
	}
	if (serial >= 0)
		return read_serial(r, serial, iso, why, next);
	if (numbers_of(text, n))
		return read_numbers(r, n, iso, why, next);
	return read_words(r, text, iso, why, next);
}
