/* SPDX-License-Identifier: MIT */
/*
 * columns_view.h - choosing the columns of a list: which, in which order, how wide.
 *
 * Every change shows in the list at once; leaving without taking puts back what was.
 */
#ifndef APP_COLUMNS_VIEW_H
#define APP_COLUMNS_VIEW_H

#include "app/list.h"

#define COLUMNS_VIEW_MAX 160

struct columns_view {
	struct list *list;            /* below; it lives longer */
	struct columns before;
	struct column at[COLUMNS_VIEW_MAX]; /* those shown first, in their order, then the others */
	bool shown[COLUMNS_VIEW_MAX];
	int n, cursor, top, page;
};

void columns_view_init(struct columns_view *v, struct list *l);
void columns_view_move(struct columns_view *v, int by);
bool columns_view_toggle(struct columns_view *v); /* false: the last one stays */
void columns_view_shift(struct columns_view *v, int by); /* up or down in the order */
bool columns_view_widen(struct columns_view *v, int by); /* false: it is as wide as it can be */
void columns_view_reset(struct columns_view *v);  /* the usual ones of the kind */
void columns_view_cancel(struct columns_view *v);
void columns_view_page(struct columns_view *v, int page);

#endif
