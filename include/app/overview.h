/* SPDX-License-Identifier: MIT */
/*
 * overview.h - how things stand, on one page: counts, ages, deadlines, the plan, what needs a look.
 *
 * overview_read() gathers the figures, overview_figures() puts them on a page, which the screen
 * shows as links and overview_write() prints.
 */
#ifndef APP_OVERVIEW_H
#define APP_OVERVIEW_H

#include "app/figures.h"
#include "app/listing.h"

#define OVERVIEW_AGES 5
#define OVERVIEW_DEADLINES 8
#define OVERVIEW_PROBLEMS 12
#define OVERVIEW_ENDS 8

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

/* How many were open at the end of a half-year, when the oversight body reports. */
struct overview_end {
	struct date on;
	int64_t open;
};

struct overview_deadline {
	const struct entity *entity;
	const char *ref, *due, *what;
	int64_t days;
};

struct overview_plan {
	const char *ref, *title, *finish, *limit; /* finish, limit NULL: none */
	int64_t milestones, complete, late, slack; /* slack: days from finish to limit, below 0: too late */
};

struct overview_problem {
	int64_t count;
	const char *what;
	const struct entity *entity;
	const char *query; /* what "list" shows them with */
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
	struct overview_end ends[OVERVIEW_ENDS]; /* oldest first; the last is the day itself */
	int n_ends;
	struct overview_deadline deadlines[OVERVIEW_DEADLINES];
	int n_deadlines;
	struct overview_plan *plans;
	int n_plans, cap_plans;
	struct overview_problem problems[OVERVIEW_PROBLEMS];
	int n_problems;
};

extern const char *const overview_age_names[OVERVIEW_AGES]; /* "0-90 days" */
/* "is:open age>90 age<=180" */
const char *overview_age_query(int i, char dst[64]);

/* As it stands, or as of a day. */
int overview_read(struct app *a, struct date as_of, struct overview *o, struct error *err);
void overview_release(struct overview *o);

/* "OIG-12-130 states 3, 2 on record: 1 missing." is appended; nothing where they agree. */
bool overview_difference(const struct overview_report *r, struct buf *out);

/* On a page of cols columns; head: with what the title line of the screen says too. */
void overview_figures(struct app *a, struct overview *o, int cols, bool head, struct figures *f);

int overview_write(struct app *a, struct date as_of, struct output *out, struct error *err);

#endif
