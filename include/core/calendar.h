/* SPDX-License-Identifier: MIT */
/*
 * calendar.h - fiscal years, working days, federal holidays, pay periods.
 *
 * Federal holidays are computed by rule (5 USC 6103), each from the year its
 * law came in, moved to Friday or Monday where they fall on a weekend; the
 * settings add closures. Pay periods are 14 days counted from an anchor.
 */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

struct calendar {
	int fiscal_start_month;       /* 10 */
	struct date pay_anchor;       /* a first day of a pay period: 2012-01-01 */
	int pay_days;                 /* 14 */
	const struct date *closures;  /* further days off, sorted; not owned */
	size_t n_closures;
};

struct calendar calendar_default(void);

int calendar_fiscal_year(const struct calendar *c, struct date d);    /* 2012-10-01 is in 2013 */
struct date calendar_fiscal_end(const struct calendar *c, struct date d); /* last day of d's fiscal year */
struct date calendar_quarter_end(const struct calendar *c, struct date d);

/* Name of the federal holiday observed on d, or NULL. */
const char *calendar_holiday(struct date d);
bool calendar_is_working_day(const struct calendar *c, struct date d);

/*
 * The day count working days after d (before d where count is below 0). d
 * itself is not counted and need not be a working day. 0 gives d rolled
 * forward to a working day.
 */
struct date calendar_add_working_days(const struct calendar *c, struct date d, int64_t count);
int64_t calendar_working_days_between(const struct calendar *c, struct date from, struct date to); /* (from, to] */
struct date calendar_roll_forward(const struct calendar *c, struct date d); /* first working day >= d */

/* First pay-period start >= d; the start of d's pay period. */
struct date calendar_pay_start_from(const struct calendar *c, struct date d);
struct date calendar_pay_start_of(const struct calendar *c, struct date d);

#endif
