/* SPDX-License-Identifier: MIT */
/*
 * draft.h - what is being typed, on disk at most a second later.
 *
 * One append-only file per open form: records of magic, length, CRC-32 and
 * payload, one write() per burst of keys, fdatasync at most once a second;
 * compacted over 1 MiB through a new file and a rename. A reader takes the last
 * record whose checksum holds. The owner holds a flock on it, so that two
 * sessions cannot resume the same one. After the commit it is removed; if the
 * process died in between, the operation id is already in the log and the
 * draft is dropped when it is next looked at. Drafts live in
 * $XDG_STATE_HOME/closeout/drafts/DATABASE-ID/, folder 0700, files 0600.
 */
#ifndef APP_DRAFT_H
#define APP_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/error.h"

#define DRAFT_PATH_MAX 512

struct draft;

/* What a form is, as strings: names may repeat for lines ("addressees.0.name"). */
struct draft_pair {
	const char *name;
	const char *text;
};

/*
 * Starts a draft file in dir (made when missing). Never fails the form: on
 * error a NULL draft is given, which all functions take, and err says why
 * text is not being kept.
 */
struct draft *draft_start(const char *dir, struct error *err);

/*
 * Appends the state if it differs from the last one written. On failure the
 * file is as before, and the next call tries again.
 */
int draft_write(struct draft *d, const struct draft_pair *pairs, size_t n, struct error *err);

/*
 * fdatasync if something was written a second ago or longer (or now is set).
 * Returns ms until it is due, -1: nothing due.
 */
int draft_sync(struct draft *d, bool now);

const char *draft_name(const struct draft *d); /* of its file */
void draft_keep(struct draft *d);    /* syncs, unlocks, frees; the file stays to be offered again */
void draft_discard(struct draft *d); /* removes the file, frees */

/* A draft found on disk, not in use by anybody else. */
struct draft_found {
	char path[DRAFT_PATH_MAX];
	int64_t written_ms;          /* when it was last written */
	struct draft_pair *pairs;
	size_t n;
};
struct draft_list {
	struct draft_found *at;
	size_t n, cap;
};

/*
 * All readable drafts of dir that nobody holds, newest first; unreadable and
 * older than 30 days ones are removed. What a newer version wrote is left alone.
 */
void draft_find(const char *dir, struct draft_list *out);
/*
 * Those that a session holds now, this one too, as they were last written. Their "pid"
 * is the process that wrote that.
 */
void draft_find_held(const char *dir, struct draft_list *out);
bool draft_is_held(const char *path);

/* Asks whoever holds it to let it go, where no signal may be sent; takes that back. */
bool draft_ask(const char *path);
void draft_unask(const char *path);
bool draft_asked(const struct draft *d); /* somebody asked for it */
void draft_list_release(struct draft_list *l);
const char *draft_get(const struct draft_found *f, const char *name); /* NULL if absent */

/*
 * Takes a found draft over: locks it and continues that file. NULL if somebody
 * was faster: holds it, went on with it since it was found, or removed it.
 */
struct draft *draft_resume(const struct draft_found *f, struct error *err);
void draft_forget(const struct draft_found *f); /* removes it, unless somebody holds it */

#endif
