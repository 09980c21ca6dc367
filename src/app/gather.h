/* SPDX-License-Identifier: MIT */
/*
 * gather.h - records of a kind as rows of text, from today's or a past store. Private to app.
 */
#ifndef APP_GATHER_H
#define APP_GATHER_H

#include "app/app.h"

/* Text is written as in "list"; NULL means everything, or the kind's own. */
struct gather_query {
	enum entity_id entity;
	const char *where, *columns, *sort;
	/* Only the records whose field .parent refers to that one. NULL: all. */
	const char *parent, *parent_uid;
	int64_t limit; /* 0: none */
};

/* Where rows are read: a->store or one as of a day, which is today for what is computed. */
struct gather_from {
	struct app *app;
	struct store *store;
	struct date today;
};

/* Everything lives in arena. */
int gather_rows(const struct gather_from *from, const struct gather_query *q, struct arena *arena, struct rows *out,
		struct error *err);

/* How many there are; limit, columns and sort do not matter. */
int gather_count(const struct gather_from *from, const struct gather_query *q, struct arena *arena, int64_t *out,
		 struct error *err);

/* The cell of row i, "" where it is empty. */
const char *gather_cell(const struct rows *rows, int i, int column);
struct date gather_date(const struct rows *rows, int i, int column); /* DATE_NONE where it is empty */
int64_t gather_number(const struct rows *rows, int i, int column);   /* 0 where it is empty */

#endif
