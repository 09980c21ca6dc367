/* SPDX-License-Identifier: MIT */
/*
 * marked.h - what is marked in a view, whichever view it is: lists, workbench, inbox, plan.
 *
 * The actions on marks, the footer and the bulk edit come here and do not ask what kind of view it
 * is. What is marked and not shown (filtered out, folded away) is counted and never acted on.
 */
#ifndef APP_MARKED_H
#define APP_MARKED_H

#include "app/screen.h"

struct marked {
	size_t n;     /* all marks of the view */
	size_t shown; /* of them that it shows */
	size_t rows;  /* records it shows */
	size_t range; /* lines of a range that is open; 0: none is */
	bool all;     /* all are marked as soon as they are found */
	bool reading; /* it is still being read: shown is not final */
};

/* False if the view lists no records that could be marked. */
bool marked_look(const struct view *v, struct marked *out);

/* The i-th kind of what is marked and shown, in the order of the lines; NULL: no more. n: how many of it. */
const struct entity *marked_kind(const struct view *v, int i, size_t *n);

/* False if the cursor is on no record. */
bool marked_row(struct view *v);
bool marked_range(struct view *v);
void marked_all(struct view *v);
void marked_others(struct view *v);
bool marked_none(struct view *v);        /* false if there was nothing */
bool marked_leave_range(struct view *v); /* false if none was open */

/* What is marked and shown of a kind, in the order of the lines: uids in arena; row ids that the caller frees. */
int marked_uids(struct app *a, const struct view *v, const struct entity *e, struct arena *arena, const char ***uids,
		int *n, struct error *err);
size_t marked_ids(struct app *a, const struct view *v, const struct entity *e, int32_t **ids);

#endif
