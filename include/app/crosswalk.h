/* SPDX-License-Identifier: MIT */
/*
 * crosswalk.h - the positions of a plan: what each moves from and to, totals, and what breaks it.
 *
 * Conservation: every position stands in it once, what goes in comes out, no wave
 * takes more than half of the inspectors, effective dates are those of the waves.
 * A problem that blocks stands in the way of a baseline; the others only have to be
 * done in time (a notice that is not due yet).
 */
#ifndef APP_CROSSWALK_H
#define APP_CROSSWALK_H

#include "app/plan.h"

enum crosswalk_column {
	CROSSWALK_NO, CROSSWALK_TITLE, CROSSWALK_STATION, CROSSWALK_FROM, CROSSWALK_TO, CROSSWALK_CHANGE,
	CROSSWALK_FILLED, CROSSWALK_WAVE, CROSSWALK_NOA, CROSSWALK_CERTIFIED, CROSSWALK_NOTICE, CROSSWALK_EFFECTIVE,
	CROSSWALK_LEO_BEFORE, CROSSWALK_LEO_AFTER, CROSSWALK_LEAP_BEFORE, CROSSWALK_LEAP_AFTER, CROSSWALK_RETENTION,
	CROSSWALK_RETENTION_END, CROSSWALK_STATE, CROSSWALK_INSPECTS, CROSSWALK_TO_SERIES, CROSSWALK_TO_GRADE,
	CROSSWALK_COLUMNS
};

struct crosswalk_problem {
	int row;           /* -1: of the crosswalk as a whole */
	const char *ref;   /* of the position; "" */
	const char *words; /* "P-009: the grade falls and no notice is on record" */
	bool blocks;
};

struct crosswalk_total {
	const char *from, *to; /* "GS-1811-13"; to "open" while the series is open */
	int n;
};

#define CROSSWALK_WAVES 9

struct crosswalk {
	struct arena arena;
	struct rows rows; /* columns as above, texts as in lists */
	struct crosswalk_problem *problems;
	int n_problems, cap_problems, n_blocking;
	struct crosswalk_total *totals;
	int n_totals, cap_totals;
	int n_vacant, n_moving, n_inspectors; /* inspectors: of the filled positions */
	int in_wave[CROSSWALK_WAVES + 1], inspectors_in_wave[CROSSWALK_WAVES + 1];
};

/* p as read for the same day. The caller releases *out. */
int crosswalk_read(struct app *a, const struct plan *p, struct date as_of, struct crosswalk *out, struct error *err);
void crosswalk_release(struct crosswalk *c);

const char *crosswalk_cell(const struct crosswalk *c, int row, enum crosswalk_column column); /* "" if empty */

/* "yes" once the SF-50 was compared, "not verified" when effective, else "". */
const char *crosswalk_match(const struct crosswalk *c, int row);

/* "14 positions, 11 move, 1 vacant: GS-1811-13 > GS-1801-13 6, ..." */
void crosswalk_total_words(const struct crosswalk *c, struct buf *out);
/* "no problems", "2 problems, 1 blocks the plan" */
void crosswalk_problem_words(const struct crosswalk *c, struct buf *out);

#endif
