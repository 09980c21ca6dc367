/* SPDX-License-Identifier: MIT */
/*
 * gantt.h - bars and marks of a plan over time, as columns.
 *
 * One row a milestone, one column some days. What a column shows is a mark;
 * gantt_text() is the character for it, in Unicode or ASCII. The screen paints
 * marks, the printed report writes them. No mark needs a colour to be told from
 * another.
 */
#ifndef APP_GANTT_H
#define APP_GANTT_H

#include "app/plan.h"

#define GANTT_COLS_MAX 400

enum gantt_zoom { GANTT_WEEK, GANTT_MONTH, GANTT_QUARTER, GANTT_ZOOM_MAX };
const char *gantt_zoom_name(enum gantt_zoom z); /* "week" */

/* The part of time that is shown. */
struct gantt_scale {
	enum gantt_zoom zoom;
	struct date left; /* first day of the first column */
	int days;         /* of a column */
	int cols;         /* 1 .. GANTT_COLS_MAX */
};

enum gantt_mark {
	GANTT_EMPTY,
	GANTT_GRID,         /* where a week, month or quarter begins */
	GANTT_TODAY,
	GANTT_LIMIT,        /* the plan's limit */
	GANTT_BASELINE,     /* where the bar was to be */
	GANTT_BASELINE_END, /* the date that was approved */
	GANTT_BAR,
	GANTT_BAR_CRITICAL,
	GANTT_BAR_DONE,
	GANTT_PHASE,        /* from the first start to the last date of a phase */
	GANTT_MILESTONE,
	GANTT_GATE,
	GANTT_REACHED,
	GANTT_MARK_MAX
};

const char *gantt_text(enum gantt_mark m, bool ascii); /* always one cell */

struct gantt_row {
	enum gantt_mark at[GANTT_COLS_MAX];
	char words[24]; /* "+12d": beside the row's last mark; or "" */
	int words_col;
};

/*
 * The scale that shows the plan in so many columns: from today or its first start to the
 * limit or the finish. The month scale takes fewer days a column where there is room.
 */
void gantt_fit(const struct plan *p, enum gantt_zoom zoom, int cols, struct gantt_scale *out);

/* Column of a day, below 0 or beyond the last one if it is not shown. */
int gantt_col(const struct gantt_scale *s, struct date d);

/*
 * One milestone. after: the schedule of a what-if, whose dates are drawn over those of
 * the plan instead of over its baseline; NULL: none.
 */
void gantt_milestone(const struct plan *p, const struct schedule *after, int32_t milestone, const struct gantt_scale *s,
		     struct gantt_row *out);

/* Milestones first .. last as one line. */
void gantt_phase(const struct plan *p, const struct schedule *after, int32_t first, int32_t last,
		 const struct gantt_scale *s, struct gantt_row *out);

/* The heading: blanks and the names of weeks, months or quarters; dst holds cols bytes and a terminator. */
void gantt_heading(const struct plan *p, const struct gantt_scale *s, char *dst);

#endif
