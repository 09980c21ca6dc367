/* SPDX-License-Identifier: MIT */
/*
 * schedule.h - when the milestones of a plan fall, what that leaves, and what if.
 *
 * A milestone is a date at the end of some working days. It waits for others
 * (dependencies) and for given dates (constraints); the date that follows is
 * its early finish:
 *
 *   finish to start   its date >= other's date + lag + own duration
 *   start to start    its start >= other's start + lag
 *   finish to finish  its date >= other's date + lag
 *
 * Durations and lags are working days; a start is the finish less the
 * duration. An ordinary milestone falls on a working day, one that rolls to
 * the pay period on the first day of one. Given dates stand as they are.
 *
 * Two questions look backward. Late dates keep the forecast finish: from them
 * come total float and what is critical. Latest dates keep every limit (the
 * plan's, a milestone's, a pay-period window, a fixed date): from them comes
 * the float left and the limit that binds. Floats count working days.
 *
 * Pure: no clock, no store. The schedule copies what it is given but for the
 * names and the calendar's closures, which must live as long. Milestones are
 * known by their index in the input.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include "base/buf.h"
#include "base/error.h"
#include "core/calendar.h"

#define SCHEDULE_DURATION_MAX 2000
#define SCHEDULE_LAG_MAX 1000
#define SCHEDULE_PAY_PERIODS 4          /* reasonable time between certification and effect */
#define SCHEDULE_NO_FLOAT_LIMIT INT32_MAX /* float_left where nothing limits */
#define SCHEDULE_SIZE_MAX 1000000       /* milestones, dependencies */

enum schedule_kind { SCHEDULE_FS, SCHEDULE_SS, SCHEDULE_FF, SCHEDULE_KIND_MAX };

/* Whether a dependency hangs on the outcome of the first gate. */
enum schedule_applies {
	SCHEDULE_ALWAYS,
	SCHEDULE_UNLESS_NONE, /* not if nothing is reclassified */
	SCHEDULE_IF_NONE,     /* only then */
	SCHEDULE_APPLIES_MAX
};

/*
 * The outcome of the first gate. With "none", what follows the gate is
 * cancelled (row.by_gate), except what an if_none dependency leads to.
 * Pending, reclassify and partial schedule alike: "partial" is carried out by
 * cancelling the milestones that do not apply.
 */
enum schedule_gate {
	SCHEDULE_GATE_PENDING,
	SCHEDULE_GATE_RECLASSIFY,
	SCHEDULE_GATE_PARTIAL,
	SCHEDULE_GATE_NONE,
	SCHEDULE_GATE_MAX
};

enum schedule_status {
	SCHEDULE_OPEN,      /* draft, proposed, baselined */
	SCHEDULE_BEGUN,     /* active, submitted: its date is the one its owner gives */
	SCHEDULE_DONE,      /* complete: its date is the actual one */
	SCHEDULE_CANCELLED, /* takes no time: what waits for it waits for what it waited for */
	SCHEDULE_STATUS_MAX
};

/* From the choice names of the record table: "fs", "if_none", "partial", "active"; else -1. */
int schedule_kind_by_name(const char *name);
int schedule_applies_by_name(const char *name);
int schedule_gate_by_name(const char *name);
const char *schedule_gate_name(enum schedule_gate gate);
int schedule_status_by_name(const char *state);

/* Dates not given are DATE_NONE: begin with schedule_milestone(). */
struct schedule_milestone {
	const char *name;       /* "M2.4", for messages and words */
	int32_t duration;       /* working days, 0 .. SCHEDULE_DURATION_MAX */
	bool pay_period;        /* falls on the first day of a pay period */
	bool certifies;         /* pay-period milestones behind it must follow within the window */
	enum schedule_status status;
	struct date fixed_on;   /* given, not computed; a later forecast moves it */
	struct date not_before;
	struct date not_after;  /* a limit: never moves a date, is broken by one */
	struct date forecast;   /* holds an open milestone back, never pulls it forward */
	struct date actual;
	struct date baseline;   /* to compare with */
};

struct schedule_milestone schedule_milestone(const char *name, int32_t duration);

struct schedule_dependency {
	int32_t pred, succ; /* indexes of milestones */
	enum schedule_kind kind;
	int32_t lag;        /* working days, -SCHEDULE_LAG_MAX .. SCHEDULE_LAG_MAX */
	enum schedule_applies applies;
};

struct schedule_input {
	const struct calendar *calendar;
	const struct schedule_milestone *milestones;
	size_t n_milestones;
	const struct schedule_dependency *dependencies;
	size_t n_dependencies;
	enum schedule_gate gate;
	struct date limit;  /* the day by which all must be done, or none */
	struct date start;  /* where milestones begin that wait for nothing and have no date; or none */
	struct date today;  /* nothing that is not reached yet falls before it; none: not asked */
	int pay_periods;    /* length of the window; 0: SCHEDULE_PAY_PERIODS */
};

/* What decided a date. */
enum schedule_why {
	SCHEDULE_BY_NOTHING,     /* not scheduled */
	SCHEDULE_BY_PREDECESSOR, /* row.driver says which dependency */
	SCHEDULE_BY_START,
	SCHEDULE_BY_NOT_BEFORE,
	SCHEDULE_BY_FORECAST,
	SCHEDULE_BY_TODAY,
	SCHEDULE_BY_FIXED,
	SCHEDULE_BY_ACTUAL,
	SCHEDULE_BY_WHAT_IF,
	SCHEDULE_WHY_MAX
};

/* In the order in which they are named where two allow the same date. */
enum schedule_limit_kind {
	SCHEDULE_LIMIT_NONE,
	SCHEDULE_LIMIT_PAY_PERIOD,  /* the last start of the window after certification */
	SCHEDULE_LIMIT_PLAN,        /* the plan's limit */
	SCHEDULE_LIMIT_NOT_AFTER,
	SCHEDULE_LIMIT_FIXED,       /* a fixed date that its predecessors must let stand */
	SCHEDULE_LIMIT_PAY_START,   /* only in broken lists: not the first day of a pay period */
	SCHEDULE_LIMIT_CERTIFIED,   /* only in broken lists: effective before certification */
	SCHEDULE_LIMIT_MAX
};

struct schedule_limit {
	enum schedule_limit_kind kind;
	int32_t milestone; /* whose limit; the plan's: the last milestone, or -1 */
	struct date on;
};

/* What is known of one milestone. Starts are the first working day of its bar. */
struct schedule_row {
	bool counts;                         /* false: cancelled; by_gate and driver at most are set */
	bool by_gate;                        /* the gate's outcome cancels it */
	bool critical;                       /* not done, and its total float is the least of all */
	bool broken;                         /* it breaks a limit: schedule_broken() */
	struct date early_start, early_finish;
	struct date late_start, late_finish; /* the latest that keep the forecast finish */
	struct date latest;                  /* the latest that keeps every limit; none: no limit */
	int32_t total_float;                 /* working days from early_finish to late_finish */
	int32_t free_float;                  /* working days it can slip and move no other date */
	int32_t float_left;                  /* working days from early_finish to latest */
	struct schedule_limit binding;       /* what float_left is counted to */
	enum schedule_why why;
	int32_t driver;                      /* index of the dependency, or -1 */
	struct date needed;                  /* what predecessors and not_before ask for, unrolled */
	struct date certified, window_end;   /* of a pay-period milestone, else none */
	int32_t slip;                        /* calendar days behind its baseline; 0 without one */
	int32_t slip_working;                /* the same in working days */
};

struct schedule_broken {
	struct schedule_limit limit;
	struct date date;  /* what breaks it: the milestone's date; of a fixed one, the date needed */
	int32_t over;      /* working days beyond it */
	bool fresh;        /* in a what-if: not broken before */
};

/* One line for the plan. */
struct schedule_health {
	struct date finish;             /* none: no milestone counts */
	int32_t finish_milestone;       /* the first that falls on it, or -1 */
	struct date limit;
	int32_t finish_float;           /* working days from finish to limit, or SCHEDULE_NO_FLOAT_LIMIT */
	int32_t float_left;             /* the least of all that are not done */
	struct schedule_limit binding;  /* the limit that leaves it */
	size_t n_critical, n_broken;
};

struct schedule;

/*
 * Builds and computes. FAIL_DATA with the milestone's name: a duration or lag
 * out of range, a milestone without anything to count from, a date beyond
 * 1900 .. 2199; FAIL_NO: dependencies in a circle, which is named
 * ("M2.1 > M2.2 > M2.1"), under any outcome of the gate. The caller frees *out.
 */
int schedule_new(const struct schedule_input *in, struct schedule **out, struct error *err);
void schedule_free(struct schedule *s); /* NULL is fine */
void schedule_autofree(struct schedule **s);
#define AUTOSCHEDULE __attribute__((cleanup(schedule_autofree))) struct schedule

size_t schedule_count(const struct schedule *s);
const struct schedule_row *schedule_row(const struct schedule *s, int32_t milestone);
const char *schedule_name(const struct schedule *s, int32_t milestone);
const struct schedule_health *schedule_health(const struct schedule *s);
const struct schedule_broken *schedule_broken(const struct schedule *s, size_t *n);

/* Whether the dependency applies under the outcome; whether it decides the successor's date. */
bool schedule_applies(const struct schedule *s, size_t dependency);
bool schedule_drives(const struct schedule *s, size_t dependency);

/*
 * The milestones that decide the date of one, from the first cause to itself:
 * at most max of them, the nearest kept. Returns how many were written.
 */
size_t schedule_path(const struct schedule *s, int32_t milestone, int32_t *out, size_t max);

/* "finish 2013-09-20, limit 2013-09-30, float 0: pay period" */
void schedule_health_words(const struct schedule *s, struct buf *out);
/* "pay period", "limit", "M4.2 not after 2013-07-14" */
void schedule_limit_words(const struct schedule *s, const struct schedule_limit *limit,
			  struct buf *out);
/* "M4.2 by 2013-07-14, the fourth pay-period start after certification on 2013-05-24" */
void schedule_limit_explain(const struct schedule *s, const struct schedule_limit *limit,
			    struct buf *out);
/* "2013-05-24 = M2.3 2013-05-03 + lag 5 + 10 working days" */
void schedule_why_words(const struct schedule *s, int32_t milestone, struct buf *out);

/*
 * Effective dates: the first day of a pay period, not before certification
 * and at most the given number of starts after it. The check refuses with
 * FAIL_DATA, the rule and the allowed dates; where names the record.
 */
size_t schedule_window(const struct calendar *c, struct date certified, int periods,
		       struct date *out, size_t max); /* how many there are; at most max are written */
int schedule_check_effective(const struct calendar *c, const char *where, struct date certified,
			     int periods, struct date on, struct error *err);
/* The same for the date proposed for a milestone; others than pay-period ones are never refused. */
int schedule_check_date(const struct schedule *s, int32_t milestone, struct date on,
			struct error *err);

/* ---------------------------------------------------------------- what if */

enum schedule_edit_kind {
	SCHEDULE_SHIFT_DAYS,         /* calendar days, rolled forward to a day it can fall on */
	SCHEDULE_SHIFT_WORKING_DAYS,
	SCHEDULE_SET_DATE,
	SCHEDULE_SET_DURATION,
	SCHEDULE_SET_GATE,           /* amount is an enum schedule_gate; no milestone */
	SCHEDULE_DROP_FORECAST,       /* the date is what durations and ties say */
	SCHEDULE_EDIT_MAX
};

struct schedule_edit {
	int32_t milestone;
	enum schedule_edit_kind kind;
	int32_t amount;
	struct date date;
};

/* Reads "+15d", "-2w", "+15wd", "2013-08-11" or "=20" (duration); sets all but the milestone. */
int schedule_edit_read(const char *text, struct schedule_edit *out, struct error *err);

/* One date that moves. */
struct schedule_move {
	int32_t milestone;
	struct date from, to;  /* to is none where the gate cancels it, from where it comes in */
	int32_t days, working_days;
	struct date needed;    /* the date asked for, before the roll to a pay-period start */
	int32_t n_skipped;     /* pay-period starts passed over by one that rolls and moves back */
	struct date skipped;   /* the last of them */
};

struct schedule_what_if {
	struct schedule *after;      /* the scratch copy, computed; lives as long as the original */
	struct schedule_move *moves; /* in the order of the milestones; the edited ones included */
	size_t n_moves;
	struct schedule_move finish; /* always set, moved or not; its milestone is the last one after */
	int32_t float_used;          /* working days taken from what the finish has to the limit, */
};                                   /* or without one from the least float left */

/*
 * Computes a scratch copy with all edits; s is not changed. A shift later
 * still waits for predecessors, a shift earlier is taken at its word (what it
 * breaks is listed). Forecasts that only repeat what the durations give move
 * along; the others hold. Limits broken: schedule_broken(out->after).
 * FAIL_NO: the milestone is complete or cancelled, or a duration where the
 * date is given; FAIL_DATA: out of range, or not a pay-period start.
 */
int schedule_what_if(const struct schedule *s, const struct schedule_edit *edits, size_t n,
		     struct schedule_what_if *out, struct error *err);
void schedule_what_if_release(struct schedule_what_if *w);

#endif
