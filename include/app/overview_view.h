/* SPDX-License-Identifier: MIT */
/*
 * overview_view.h - the overview on the screen: figures on a page, one of them selected.
 */
#ifndef APP_OVERVIEW_VIEW_H
#define APP_OVERVIEW_VIEW_H

#include "app/overview.h"

struct overview_view {
	struct app *app;
	struct overview overview;
	struct figures figures; /* for so many columns */
	int cols;
	int top, page;          /* first row shown; rows on screen */
	int at;                 /* index of the selected one in figures.at, -1: none leads anywhere */
	/* What it leads to, to find it again when the figures are made anew. */
	const struct entity *to_entity;
	char to_query[96], to_ref[64];
	struct date to_day;
	bool failed;
	struct error error;
};

void overview_view_init(struct overview_view *v, struct app *a);
void overview_view_release(struct overview_view *v);
void overview_view_reload(struct overview_view *v);
void overview_view_layout(struct overview_view *v, int cols, int page);

/* To the next or previous figure that leads somewhere; by rows to the nearest one up or down. */
void overview_view_step(struct overview_view *v, int by);
void overview_view_move(struct overview_view *v, int64_t rows);

/* What is behind the selected figure; NULL: nothing. */
const struct figure_goal *overview_view_goal(const struct overview_view *v);

#endif
