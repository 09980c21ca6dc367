/* SPDX-License-Identifier: MIT */
/*
 * schedule_days.c - working days by number.
 *
 * Every working day has a number; adding working days is adding numbers. The
 * tables are made for the years a plan lives in and grow by doubling, so a
 * plan of a year costs a few kilobytes and one of centuries still no loop.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>

#include "base/mem.h"

#define DAYS_AROUND 400 /* to either side of the first day asked about */

static void fill(struct workdays *w)
{
	size_t days = (size_t)(w->last - w->first + 1);

	w->upto = mem_realloc(w->upto, days, sizeof *w->upto);
	w->nth = mem_realloc(w->nth, days, sizeof *w->nth);
	w->n = 0;
	for (int32_t day = w->first; day <= w->last; day++) {
		if (calendar_is_working_day(&w->calendar, (struct date){ .day = day }))
			w->nth[w->n++] = day;
		w->upto[day - w->first] = w->n;
	}
}

static int32_t held(const struct workdays *w, int64_t day)
{
	return day < w->min ? w->min : day > w->max ? w->max : (int32_t)day;
}

void workdays_init(struct workdays *w, const struct calendar *c, struct date near)
{
	struct date day_0 = { .day = 0 };

	*w = (struct workdays){ .calendar = *c };
	w->min = date_add_days(day_0, INT32_MIN).day;
	w->max = date_add_days(day_0, INT32_MAX).day;
	w->first = held(w, (int64_t)near.day - DAYS_AROUND);
	w->last = held(w, (int64_t)near.day + DAYS_AROUND);
	fill(w);
}

void workdays_release(struct workdays *w)
{
	free(w->upto);
	free(w->nth);
	w->upto = w->nth = NULL;
}

/* Covers days to the left or right beyond the range, and as much again as there is. */
static void grow(struct workdays *w, int64_t left, int64_t right)
{
	int64_t size = (int64_t)w->last - w->first + 1;
	int32_t old_first = w->first;

	if (left > 0)
		w->first = held(w, w->first - left - size);
	if (right > 0)
		w->last = held(w, w->last + right + size);
	fill(w);
	if (w->first < old_first)
		w->before += w->upto[old_first - 1 - w->first];
}

static void cover(struct workdays *w, int32_t day)
{
	if (day < w->first || day > w->last)
		grow(w, (int64_t)w->first - day, (int64_t)day - w->last);
}

int64_t workdays_upto(struct workdays *w, int32_t day)
{
	day = held(w, day);
	cover(w, day);
	return (int64_t)w->upto[day - w->first] - w->before;
}

int32_t workdays_nth(struct workdays *w, int64_t number)
{
	/* Growing by as many days as working days are wanted may not reach; then it grows again. */
	while (number + w->before < 1 && w->first > w->min)
		grow(w, 1 - (number + w->before), 0);
	while (number + w->before > w->n && w->last < w->max)
		grow(w, 0, number + w->before - w->n);
	if (number + w->before < 1)
		return w->min;
	if (number + w->before > w->n)
		return w->max;
	return w->nth[number + w->before - 1];
}

/* The number of the first working day >= day. */
static int64_t number_from(struct workdays *w, int32_t day)
{
	return workdays_upto(w, day - 1) + 1;
}

int32_t workdays_from(struct workdays *w, int32_t day)
{
	return day <= w->min ? workdays_nth(w, workdays_upto(w, w->min))
			     : workdays_nth(w, number_from(w, day));
}

int32_t workdays_till(struct workdays *w, int32_t day)
{
	return workdays_nth(w, workdays_upto(w, day));
}

int32_t workdays_add(struct workdays *w, int32_t day, int64_t count)
{
	if (!count)
		return day;
	if (count > 0)
		return workdays_nth(w, workdays_upto(w, day) + count);
	return workdays_nth(w, number_from(w, day) + count);
}

int32_t workdays_back(struct workdays *w, int32_t limit, int64_t count)
{
	if (!count)
		return limit;
	if (count < 0)
		return workdays_nth(w, workdays_upto(w, limit) - count);
	/* Adding starts from the last working day before, so the days off behind it do as well. */
	return held(w, (int64_t)workdays_nth(w, workdays_upto(w, limit) - count + 1) - 1);
}
