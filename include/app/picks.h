/* SPDX-License-Identifier: MIT */
/*
 * picks.h - marks in a view that lists records of several kinds and holds all of them: inbox, plan.
 *
 * As in marks.h they belong to records: folding, other people's changes and a second line of
 * the same record do not move them. A long list of one kind has marks.h instead.
 */
#ifndef APP_PICKS_H
#define APP_PICKS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "core/record.h"

struct pick {
	const struct entity *entity;
	char uid[UUID_TEXT];
};

struct picks {
	struct pick *at; /* by uid */
	int n, cap;
	bool ranging;    /* a range is being marked, from that row to the cursor */
	int from;
	char from_uid[UUID_TEXT];
};

/* What a view lists: its lines, some of which are records. A record may stand in several of them. */
struct picks_rows {
	const void *view;
	int n, cursor;
	bool (*at)(const void *view, int i, struct pick *out); /* false: line i is no record */
};

void picks_release(struct picks *p);
bool picks_has(const struct picks *p, const char *uid);

/* False if the line at the cursor is no record. */
bool picks_mark_row(struct picks *p, const struct picks_rows *rows); /* or unmarks it; moves nothing */
bool picks_mark_range(struct picks *p, const struct picks_rows *rows); /* begins it; the second time: marks it */
void picks_mark_all(struct picks *p, const struct picks_rows *rows);
void picks_mark_others(struct picks *p, const struct picks_rows *rows);
bool picks_mark_none(struct picks *p); /* false if there was nothing */

/* A range that is open counts. */
bool picks_marked(const struct picks *p, const struct picks_rows *rows, int i);
/* The marked ones that are listed, once each and in that order; e NULL: of all kinds. In arena. */
int picks_shown(const struct picks *p, const struct picks_rows *rows, const struct entity *e, struct arena *arena,
		const struct pick ***out);
int picks_listed(const struct picks_rows *rows); /* lines that are records */

/* After the lines were read again: an open range is found again, or left. */
void picks_follow(struct picks *p, const struct picks_rows *rows);
/* Takes off the marks of what is known no more; how many they were. */
int picks_drop(struct picks *p, bool (*known)(const void *view, const char *uid), const void *view);

/* As a text, and from it: what is not listed is left out. */
void picks_write(const struct picks *p, struct buf *out);
void picks_take(struct picks *p, const struct picks_rows *rows, const char *text);

#endif
