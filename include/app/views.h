/* SPDX-License-Identifier: MIT */
/*
 * views.h - saved views: a filter, columns and an order under a name.
 *
 * A view is a record like any other: kept in the log, undone, exported. One's own
 * and those that others share can be used; only the owner or an administrator
 * changes one. What it holds is text and is parsed anew whenever it is used.
 */
#ifndef APP_VIEWS_H
#define APP_VIEWS_H

#include "app/app.h"

struct saved_view {
	char uid[UUID_TEXT];
	const char *ref, *name, *owner; /* owner: the account's name */
	const char *kind;               /* plural of the records: "recommendations" */
	const char *query, *columns, *sort; /* "" where it has none */
	bool shared, start, mine;
};

/* One's own by name, then the others' that are shared. e NULL: of every kind. Lives in arena. */
int views_list(struct app *a, const struct entity *e, struct arena *arena, struct saved_view **out, int *n,
	       struct error *err);

/*
 * The view of that name (case ignored) or reference; one's own is found first.
 * FAIL_MISSING with the nearest name in next.
 */
int views_find(struct app *a, const struct entity *e, const char *name, struct arena *arena, struct saved_view *out,
	       struct error *err);

bool views_same_name(const char *a, const char *b); /* case ignored */

/* What is the default when closeout starts; false: there is none. */
bool views_start(struct app *a, struct arena *arena, struct saved_view *out);

/* Adds it (uid empty), or changes the one with that uid. name, kind, query, columns, sort and shared are taken. */
int views_save(struct app *a, const struct saved_view *v, struct error *err);
int views_rename(struct app *a, const struct saved_view *v, const char *name, struct error *err);
int views_share(struct app *a, const struct saved_view *v, bool shared, struct error *err);
/* Makes it the one that opens at start, in place of another; or no more. One batch. */
int views_set_start(struct app *a, const struct saved_view *v, bool start, struct error *err);
int views_remove(struct app *a, const struct saved_view *v, struct error *err);

#endif
