/* SPDX-License-Identifier: MIT */
/*
 * history.h - what was done: the log as rows, and text search over everything.
 */
#ifndef APP_HISTORY_H
#define APP_HISTORY_H

#include "app/listing.h"

struct history {
	const char *ref;     /* the record; NULL: everything. A kind of record works too. */
	const char *actor;   /* NULL: anybody */
	const char *verb;    /* NULL: all */
	int64_t batch;       /* 0: all */
	struct date from, to; /* effective; DATE_NONE: open */
	bool oldest_first;
	int64_t limit;       /* 0: none */
};

#define HISTORY_INIT { .from = DATE_NONE, .to = DATE_NONE }

/*
 * The log, newest first. A table says in words what changed; the formats for
 * machines hold every column of an entry, changes as the canonical text.
 */
int history_write(struct app *a, const struct history *h, struct output *o, int64_t *rows, struct error *err);

/* "next_step: Ask -> Call; next_step_on: 2012-11-30", from the canonical text; at most a few fields. */
void history_words(struct app *a, const struct entity *e, const char *changes, struct buf *out);

/* The same with the labels of the screen instead of the names of fields. */
void history_labels(struct app *a, const struct entity *e, const char *changes, struct buf *out);

/* Records that hold the text, best first. */
int search_write(struct app *a, const char *text, int limit, struct output *o, int64_t *rows, struct error *err);

#endif
