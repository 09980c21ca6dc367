/* SPDX-License-Identifier: MIT */
/*
 * when.h - dates as people type them.
 *
 * 2013-09-30, 20130930, 30 sep, 30 sep 2013, dec 31, December 31, 2012,
 * 12/31/2012, 12/31, fri, t, today, t+30, +2w, -3d, +10wd, eom, eoq, eofy,
 * due+90d. "+15d" is calendar days rolled forward to a working day only where
 * roll says so. A weekday is the next one, today included. Without a year the
 * nearest past (prefer_past) or the nearest future day is meant.
 */
#ifndef CORE_WHEN_H
#define CORE_WHEN_H

#include "base/buf.h"
#include "base/error.h"
#include "core/calendar.h"

struct when_context {
	struct date today;
	const struct calendar *calendar; /* NULL: the default one */
	bool dmy;         /* 12/31 is day/month */
	bool prefer_past; /* for dates of letters and reports */
	bool roll;        /* +15d ends on a working day (plans and schedules) */
	struct date due;  /* what "due" stands for; DATE_NONE: not allowed here */
};

/* FAIL_DATA with the accepted shapes in next. len bytes of s; blanks around are ignored. */
int when_read(const char *s, size_t len, const struct when_context *when, struct date *out, struct error *err);

/* Appends "Mon 2013-09-30, in 12 days". */
void when_explain(struct date d, struct date today, struct buf *out);

#define WHEN_SHAPES "2013-09-30, 30 sep, dec 31, 12/31/2012, fri, today, +2w, -3d, +10wd, eom, eoq, eofy"

#endif
