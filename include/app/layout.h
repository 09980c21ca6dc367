/* SPDX-License-Identifier: MIT */
/*
 * layout.h - which part of the screen belongs to what.
 *
 * One computation for both sides: the app needs to know how many rows a page
 * has, the ui paints into the same rectangles.
 */
#ifndef APP_LAYOUT_H
#define APP_LAYOUT_H

#include "app/screen.h"

struct box {
	int row, col, rows, cols; /* rows 0: not shown */
};

#define LAYOUT_MIN_ROWS 10 /* below this or these columns: only the "enlarge" notice */
#define LAYOUT_MIN_COLS 40
#define LAYOUT_BENCH_ROWS 30 /* from here all three panes show */
#define LAYOUT_BENCH_COLS 100

struct layout {
	bool too_small;
	struct box title;               /* title line, tabs on the same line */
	struct box body;                /* all between title and footer */
	struct box others;              /* who else has the record open: one row below the body; or none */
	struct box footer;              /* keys or message */
	struct box pane[BENCH_PANES];   /* bench: pane title, headings, rows, filter line */
	struct box overlay;             /* the overlay on top, border included */
	int form_label_cols, form_text_cols;
};

void layout_compute(const struct screen *s, struct layout *out);

/* Inside a list's box: 1 title line (bench only), 1 heading line, a filter line when set. */
struct list_layout {
	struct box title, headings, rows, filter, notes;
};
void layout_list(const struct list *l, struct box box, bool titled, struct list_layout *out);

/* A plan: table and chart side by side, or one of them; below them how it stands. */
#define LAYOUT_PLAN_WIDE_COLS  100
#define LAYOUT_PLAN_NOTES_ROWS 30 /* from here there is room for all notes */
#define PLAN_LABEL_COLS        12 /* of a chart on its own: marker, code, critical */

struct plan_layout {
	bool wide;
	struct box headings, rows, notes;
	int table_cols, chart_cols; /* chart_cols 0: not shown */
};
void layout_plan(const struct plan_view *v, struct box box, struct plan_layout *out);

/* The calendar of coverage: labels, then so many weeks of so many cells. */
struct cover_layout {
	int label_cols, week_cols, weeks;
};
void layout_cover(const struct cover_view *v, struct box box, struct cover_layout *out);

/* Gives every view its page sizes; after a resize and whenever a view was pushed or a filter line appeared. */
void layout_apply(struct screen *s);

#endif
