/* SPDX-License-Identifier: MIT */
/*
 * plan_view.h - the plan on the screen: its lines, what is folded, and a what-if being tried.
 *
 * A line is a phase or a milestone. The selection is kept by milestone through
 * reloads, folding and other people's changes. In a what-if the plan itself stays
 * as it is; what is shown beside it comes from what.result.
 */
#ifndef APP_PLAN_VIEW_H
#define APP_PLAN_VIEW_H

#include "app/gantt.h"
#include "app/picks.h"
#include "app/what_if.h"

#define PLAN_PHASES_MAX 64

struct plan_line {
	int phase;           /* its number in the plan */
	int32_t milestone;   /* -1: the phase itself */
	int32_t first, last; /* of a phase: its milestones */
};

/* Where a milestone stands to the selected one. */
enum plan_tie { PLAN_TIE_NONE, PLAN_TIE_BEFORE, PLAN_TIE_AFTER };

struct plan_view {
	struct app *app;
	char uid[UUID_TEXT];      /* of the plan; "": the only one */
	struct plan plan;
	bool loaded;
	struct error error;       /* why it is not */
	struct plan_line *lines;
	int n_lines, cap_lines;
	uint64_t folded;          /* bit: phase */
	int cursor, top, page;    /* lines; page is set by the layout */
	char selected[UUID_TEXT]; /* milestone under the cursor, "" on a phase */
	bool wide;                /* set by the layout: table and chart side by side */
	bool chart;               /* where only one fits: the chart */
	int chart_cols;           /* set by the layout */
	enum gantt_zoom zoom;
	struct gantt_scale scale;
	bool panned;              /* scale.left was chosen by a person */
	int64_t compared;         /* baseline to compare with; -1: the newest */
	struct what_if what;      /* n 0: none is tried */
	struct picks picks;       /* marked milestones, folded away or not */
	int dropped;              /* marks taken off at the last reading, since the plan has them no more */
};

void plan_view_init(struct plan_view *v, struct app *a, const char *uid); /* uid NULL: the only plan */
void plan_view_release(struct plan_view *v);
void plan_view_reload(struct plan_view *v);

void plan_view_move(struct plan_view *v, int64_t by);
bool plan_view_select(struct plan_view *v, const char *uid);
void plan_view_fold(struct plan_view *v);           /* the phase of the line under the cursor, and back */
void plan_view_zoom(struct plan_view *v, int step); /* +1: nearer */
void plan_view_pan(struct plan_view *v, int step);  /* half a chart */
void plan_view_layout(struct plan_view *v, int page, int chart_cols, bool wide);

/* The milestone under the cursor, -1 on a phase. */
int32_t plan_view_milestone(const struct plan_view *v);
struct picks_rows plan_view_rows(const struct plan_view *v);
/* The schedule that counts: of the what-if, if there is one. */
const struct schedule *plan_view_schedule(const struct plan_view *v);
/* NULL without a what-if. */
const struct schedule *plan_view_after(const struct plan_view *v);
bool plan_view_trying(const struct plan_view *v);

enum plan_tie plan_view_tie(const struct plan_view *v, int32_t milestone);

/* "after M2.3 +5, M3.1; before M3.2"; of a phase nothing. */
void plan_view_tie_words(const struct plan_view *v, struct buf *out);
/* Why the selected milestone falls where it does, in one line. */
void plan_view_why_words(const struct plan_view *v, struct buf *out);
/* What a what-if does to it beyond moving its date: "needs 2013-07-29: pay-period start ..."; or nothing. */
void plan_view_move_words(const struct plan_view *v, struct buf *out);

#endif
