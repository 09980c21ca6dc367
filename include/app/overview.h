/* SPDX-License-Identifier: MIT */
/*
 * overview.h - how things stand, on one page: counts, ages, deadlines, the plan, what needs a look.
 *
 * overview_read() gathers the figures, for the screen and for overview_write(),
 * which prints them in 80 columns.
 */
#ifndef APP_OVERVIEW_H
#define APP_OVERVIEW_H

#include "app/listing.h"

#define OVERVIEW_AGES 5
#define OVERVIEW_DEADLINES 8
#define OVERVIEW_PROBLEMS 8

/* Texts live in the overview's arena. */
struct overview_report {
	const char *ref, *issued_on, *title, *due; /* due NULL: none */
	int64_t stated, rows, open, closed;
};

/* A review series against what its newest report says of the earlier ones. */
struct overview_series {
	const char *ref, *newest;
	int64_t stated, stated_closed; /* -1: not stated */
	int64_t rows, closed;          /* of all but the newest report */
	bool agrees;
};

struct overview_deadline {
	const char *ref, *due, *what;
	int64_t days;
};

struct overview_plan {
	const char *ref, *title, *finish, *limit; /* finish, limit NULL: none */
	int64_t milestones, complete, slack;      /* slack: days from finish to limit, below 0: too late */
};

struct overview_problem {
	int64_t count;
	const char *what;
	const char *entity, *query; /* what "list" shows them with */
};

struct overview {
	struct arena arena;
	struct date today;
	struct overview_report *reports;
	int n_reports, cap_reports;
	int64_t stated, rows, open, closed;
	struct overview_series *series;
	int n_series, cap_series;
	int64_t age[OVERVIEW_AGES]; /* open recommendations by days since issue */
	struct overview_deadline deadlines[OVERVIEW_DEADLINES];
	int n_deadlines;
	struct overview_plan *plans;
	int n_plans, cap_plans;
	struct overview_problem problems[OVERVIEW_PROBLEMS];
	int n_problems;
};

extern const char *const overview_age_names[OVERVIEW_AGES]; /* "0-90 days" */

/* As it stands, or as of a day. */
int overview_read(struct app *a, struct date as_of, struct overview *o, struct error *err);
void overview_release(struct overview *o);

int overview_write(struct app *a, struct date as_of, struct output *out, struct error *err);

#endif
