/* SPDX-License-Identifier: MIT */
/*
 * calendar.c - fiscal years, working days, pay periods.
 *
 * Counting goes day by day: the range of dates is 300 years, a plan some
 * hundred days, and the rules stay readable.
 */
#include "core/calendar.h"

#include <stdlib.h>

struct calendar calendar_default(void)
{
	struct calendar c = { .fiscal_start_month = 10, .pay_days = 14 };

	date_from_ymd(2012, 1, 1, &c.pay_anchor);
	return c;
}

/* Months from the start of the fiscal year to d's month: 0 .. 11. */
static int fiscal_month(const struct calendar *c, struct date d)
{
	int month;

	date_to_ymd(d, NULL, &month, NULL);
	return (month - c->fiscal_start_month + 12) % 12;
}

int calendar_fiscal_year(const struct calendar *c, struct date d)
{
	int year, month;

	date_to_ymd(d, &year, &month, NULL);
	return year + (c->fiscal_start_month > 1 && month >= c->fiscal_start_month);
}

static struct date month_end(struct date d, int months_on)
{
	int year, month;

	d = date_add_months(d, months_on);
	date_to_ymd(d, &year, &month, NULL);
	date_from_ymd(year, month, date_days_in_month(year, month), &d);
	return d;
}

struct date calendar_fiscal_end(const struct calendar *c, struct date d)
{
	return date_is_none(d) ? d : month_end(d, 11 - fiscal_month(c, d));
}

struct date calendar_quarter_end(const struct calendar *c, struct date d)
{
	return date_is_none(d) ? d : month_end(d, 2 - fiscal_month(c, d) % 3);
}

static int compare_dates(const void *a, const void *b)
{
	return date_cmp(*(const struct date *)a, *(const struct date *)b);
}

bool calendar_is_working_day(const struct calendar *c, struct date d)
{
	if (date_is_none(d) || date_weekday(d) >= SATURDAY || calendar_holiday(d))
		return false;
	return !c->n_closures ||
	       !bsearch(&d, c->closures, c->n_closures, sizeof *c->closures, compare_dates);
}

/* The next working day after d in the direction of step; the end of the range if there is none. */
static struct date step_working(const struct calendar *c, struct date d, int step)
{
	struct date next = date_add_days(d, step);

	while (!calendar_is_working_day(c, next)) {
		struct date further = date_add_days(next, step);

		if (date_cmp(further, next) == 0)
			break;
		next = further;
	}
	return next;
}

struct date calendar_roll_forward(const struct calendar *c, struct date d)
{
	return date_is_none(d) || calendar_is_working_day(c, d) ? d : step_working(c, d, 1);
}

struct date calendar_add_working_days(const struct calendar *c, struct date d, int64_t count)
{
	int step = count < 0 ? -1 : 1;

	if (date_is_none(d) || !count)
		return calendar_roll_forward(c, d);
	for (; count; count -= step) {
		struct date next = step_working(c, d, step);

		if (date_cmp(next, d) == 0)
			break; /* the end of the range */
		d = next;
	}
	return d;
}

int64_t calendar_working_days_between(const struct calendar *c, struct date from, struct date to)
{
	int64_t count = 0;

	if (date_is_none(from) || date_is_none(to))
		return 0;
	if (date_cmp(from, to) > 0)
		return -calendar_working_days_between(c, to, from);
	for (struct date d = from; date_cmp(d, to) < 0;) {
		struct date next = date_add_days(d, 1);

		if (date_cmp(next, d) == 0)
			break;
		d = next;
		count += calendar_is_working_day(c, d);
	}
	return count;
}

/* Days from the start of d's pay period to d. */
static int64_t into_pay_period(const struct calendar *c, struct date d)
{
	int64_t days;

	if (c->pay_days < 1)
		return 0; /* no pay periods */
	days = ((int64_t)d.day - c->pay_anchor.day) % c->pay_days;
	return days < 0 ? days + c->pay_days : days;
}

struct date calendar_pay_start_of(const struct calendar *c, struct date d)
{
	return date_is_none(d) ? d : date_add_days(d, -into_pay_period(c, d));
}

struct date calendar_pay_start_from(const struct calendar *c, struct date d)
{
	int64_t into = date_is_none(d) ? 0 : into_pay_period(c, d);

	return into ? date_add_days(d, c->pay_days - into) : d;
}
