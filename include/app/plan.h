/* SPDX-License-Identifier: MIT */
/*
 * plan.h - a transition plan with its schedule, read from the records.
 *
 * plan_read() gathers the milestones, dependencies and baselines of a plan, as
 * they stand or stood on a day, and has the schedule computed. A struct plan is
 * a copy: it holds no statement and changes nothing. Milestones are known by
 * their index, which is that of the schedule.
 */
#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/app.h"
#include "core/schedule.h"

/* What is true of a milestone on the day asked for; computed, never stored. */
enum plan_flag {
	PLAN_COMPLETE = 1 << 0,
	PLAN_CANCELLED = 1 << 1,
	PLAN_LATE = 1 << 2,    /* not done, and past its newest approved baseline */
	PLAN_BLOCKED = 1 << 3, /* a blocker is on record */
	PLAN_WAITING = 1 << 4, /* proposed or submitted: somebody has to approve */
	PLAN_AT_RISK = 1 << 5  /* will be late, breaks a limit, waits for a late one, or is due soon and not begun */
};

struct plan_milestone {
	const char *uid, *ref, *code, *title, *phase, *gate, *state;
	const char *owner_office, *owner_user, *evidence, *blocker, *waiting_on, *fulfils;
	const char *approver_1, *approver_2; /* roles; "" or "none" */
	struct date forecast, actual;        /* as recorded */
	struct date baseline;                /* in the newest baseline that has it, or in the one compared with */
	int baseline_at;                     /* that baseline's index, or -1 */
	int64_t duration;
	bool pay_period;                     /* falls on the first day of one */
	unsigned flags;
};

struct plan_baseline {
	int64_t number;
	const char *ref, *approved_by, *reason;
	struct date frozen_on;
	struct date *dates; /* one a milestone; DATE_NONE: not in it */
};

struct plan {
	struct arena arena;
	struct calendar calendar;
	const char *uid, *ref, *title, *state, *recommendation, *sensitivity;
	enum schedule_gate gate;
	struct date limit, today;
	struct plan_milestone *milestones;
	size_t n;
	struct schedule_dependency *dependencies; /* as the schedule knows them */
	size_t n_dependencies;
	struct plan_baseline *baselines;          /* by number */
	size_t n_baselines;
	int64_t compared;                         /* number of the baseline compared with; -1: the newest of each */
	struct schedule *schedule;
	int n_complete, n_cancelled, n_late, n_blocked, n_waiting, n_at_risk;
};

struct plan_options {
	const char *ref;    /* of the plan; NULL: the only open one */
	const char *uid;    /* or its uid */
	struct date as_of;  /* DATE_NONE: now */
	int64_t baseline;   /* number to compare with; -1: the newest of each milestone */
	/* Called before the schedule is made: what a change that is not made yet would say of the milestones. */
	void (*adjust)(void *data, const struct plan *p, struct schedule_milestone *milestones);
	void *data;
};

#define PLAN_OPTIONS_INIT { .as_of = DATE_NONE, .baseline = -1 }

/*
 * FAIL_MISSING when there is no such plan or baseline, FAIL_USAGE when no plan is
 * named and several are open; and what schedule_new() refuses, with the milestone's
 * name. The caller releases *out; it needs the app's settings only while reading.
 */
int plan_read(struct app *a, const struct plan_options *o, struct plan *out, struct error *err);
void plan_release(struct plan *p);

/* Index of a milestone by code or reference, any case; -1 and FAIL_MISSING with the nearest one. */
int32_t plan_milestone(const struct plan *p, const char *name, struct error *err);
int32_t plan_milestone_by_uid(const struct plan *p, const char *uid);

/* The gate that comes next: the first milestone with a gate that is not done; -1: none. */
int32_t plan_next_gate(const struct plan *p);

/* Whether it is the second gate, at which classification is certified. */
bool plan_certifies(const struct plan_milestone *m);
/* The day on which classification is certified there; DATE_NONE without such a milestone. */
struct date plan_certified(const struct plan *p);

/* The milestone on which a wave takes effect: the first pay-period one is wave 1; -1: none. */
int32_t plan_wave(const struct plan *p, int64_t wave);
/* False for -1, and for what is cancelled. */
bool plan_takes_place(const struct plan *p, int32_t milestone);

/* The day it was reached, or the one the schedule gives. */
struct date plan_date(const struct plan *p, int32_t milestone);

/* "LATE", "AT RISK", "BLOCKED", "WAITING", else the state in capitals. */
const char *plan_status_word(const struct plan *p, int32_t milestone);
/* "LATE", "AT RISK", "ON TRACK"; "DONE", "CANCELLED". */
const char *plan_health_word(const struct plan *p, int32_t milestone);

/* "finish 2013-09-20, limit 2013-09-30, float 0: pay period" */
void plan_health_words(const struct plan *p, struct buf *out);
/* "late 0, blocked 0, waiting for approval 1, at risk 2" */
void plan_count_words(const struct plan *p, struct buf *out);
/* Why there is no more float: "M4.2 by 2013-07-14, the fourth ..."; nothing without a limit. */
void plan_binding_words(const struct plan *p, struct buf *out);

/* What decides its date, its float, and how it came to be late: a line each. */
void plan_why_words(struct app *a, const struct plan *p, int32_t milestone, struct buf *out);

/*
 * How a milestone came to be late, cause by cause: "M2.4 is 12 days late, 9 of them from
 * baseline 2 (staffing), 3 from the forecast of M0.1 (2012-11-20 by planner: the study is late)".
 * A cause is a later baseline of its own, or whatever moved what it waits for: an extension of
 * the recommendation that is fulfilled there, a baseline, a forecast, a day reached too late.
 */
int plan_slip_days(const struct plan *p, int32_t milestone); /* behind its first baseline; 0 without one */
void plan_slip_words(struct app *a, const struct plan *p, int32_t milestone, struct buf *out);

/* Milestones that an outcome of the first gate cancels: indexes, at most max. *n gets how many there are. */
int plan_gate_cancels(const struct plan *p, enum schedule_gate outcome, int32_t *out, size_t max, size_t *n,
		      struct error *err);

#endif
