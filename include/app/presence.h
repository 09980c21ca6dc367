/* SPDX-License-Identifier: MIT */
/*
 * presence.h - who else has a record open: a hint, never a lock.
 *
 * One small file a record that is open on a screen, beside the drafts, held with a
 * flock as long as it is open. So what a dead session left says nothing, and the
 * database is not written to. What cannot be written or read is as if nobody were there.
 */
#ifndef APP_PRESENCE_H
#define APP_PRESENCE_H

#include "app/app.h"

#define PRESENCE_MAX 6 /* records one session shows that it has open */

struct presence_open {
	char uid[UUID_TEXT];
	bool editing; /* in a form; else it is read */
};

struct presence_other {
	char user[33];
	char role[64];    /* as shown; "" if unknown */
	bool editing;
	bool self;        /* another session of the same account */
	int64_t since_ms;
};

struct presence;

struct presence *presence_new(struct app *a);
void presence_free(struct presence *p); /* NULL is fine */

/* What is open on this screen now; what was and is not any more is taken away. Cheap where nothing changed. */
void presence_set(struct presence *p, const struct presence_open *open, int n);

/* Who else has that record open: those who edit first, then by name. Returns how many there are; out gets up to max. */
int presence_others(struct presence *p, const char *uid, struct presence_other *out, int max);

/* "bob (Supervisor) edits this too, since 10:42 UTC"; "" if there is nobody. True if somebody edits. */
bool presence_words(const struct presence_other *others, int n, char *dst, size_t size);

#endif
