/* SPDX-License-Identifier: MIT */
/*
 * inbox_view.h - the inbox on the screen, as data: what waits, under a heading for each kind.
 */
#ifndef APP_INBOX_VIEW_H
#define APP_INBOX_VIEW_H

#include "app/inbox.h"
#include "app/picks.h"

struct inbox_view {
	struct app *app;
	struct inbox inbox;
	struct error error;
	bool failed;
	/* What is shown: headings are negative, -1 - kind; else an item. */
	int *lines;
	int n_lines, cap_lines;
	int cursor, top, page; /* in lines */
	char selected[UUID_TEXT]; /* of the item at the cursor */
	enum inbox_kind kind;     /* its kind: a record can stand under two headings */
	struct picks picks;
	int dropped;              /* marks taken off at the last reading, since what they were on waits no more */
};

void inbox_view_init(struct inbox_view *v, struct app *a);
void inbox_view_release(struct inbox_view *v);
void inbox_view_reload(struct inbox_view *v); /* keeps selection and marks by record */
void inbox_view_move(struct inbox_view *v, int64_t by);
void inbox_view_page(struct inbox_view *v, int page);
const struct inbox_item *inbox_view_item(const struct inbox_view *v); /* NULL: none */
struct picks_rows inbox_view_rows(const struct inbox_view *v);

#endif
