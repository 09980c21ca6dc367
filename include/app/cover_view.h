/* SPDX-License-Identifier: MIT */
/*
 * cover_view.h - the calendar of coverage on the screen: functions by week.
 */
#ifndef APP_COVER_VIEW_H
#define APP_COVER_VIEW_H

#include "app/cover.h"
#include "app/what_if.h"

struct cover_view {
	struct app *app;
	char uid[UUID_TEXT];      /* of the plan; "": the only one */
	struct plan plan;
	struct cover cover;
	bool loaded;
	struct error error;
	struct date monday;       /* of the first week */
	int n_weeks;
	int function, week;       /* under the cursor */
	int first_week, fit;      /* first one shown; how many fit, set by the layout */
	int page;                 /* rows for gaps, set by the layout */
	char said[128];           /* of the what-if it is looked at in; "" for none */
	/* The schedule of a what-if in progress, or NULL: asked for at each reading. */
	const struct what_if *(*trying)(void *data);
	void *data;
};

/* uid NULL: the only plan. trying may be NULL. */
void cover_view_init(struct cover_view *v, struct app *a, const char *uid, const struct what_if *(*trying)(void *data),
		     void *data);
void cover_view_release(struct cover_view *v);
void cover_view_reload(struct cover_view *v);

void cover_view_move(struct cover_view *v, int functions, int64_t weeks); /* clips */
void cover_view_layout(struct cover_view *v, int fit, int page);
void cover_view_go(struct cover_view *v, const struct cover_gap *g);

struct date cover_view_week(const struct cover_view *v, int week);
enum cover_mark cover_view_mark(const struct cover_view *v, int function, int week);
/* The wave that takes effect in a week, 0: none. */
int cover_view_wave(const struct cover_view *v, int week);

/* What there is to say of the week under the cursor: one line a gap, else the mark in words. */
void cover_view_words(const struct cover_view *v, struct buf *out);
/* The coverage record under the cursor; NULL if there is none. */
const char *cover_view_uid(const struct cover_view *v);
/* A gap in that week, NULL if there is none. */
const struct cover_gap *cover_view_gap(const struct cover_view *v);

#endif
