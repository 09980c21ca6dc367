/* SPDX-License-Identifier: MIT */
/*
 * keep.h - looking after the file: verify, backup, and what doctor reports.
 */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include "app/app.h"
#include "base/buf.h"

/*
 * Checks the whole file; needs identity_open() only. Tells each problem;
 * *problems counts them. See store_verify().
 */
int keep_verify(struct app *a, void (*see)(void *data, const char *where, const char *what), void *data,
		int64_t *problems, struct error *err);

/* A file that does not open: what is wrong with it, as far as that can be told. Returns how many things. */
int64_t keep_examine(struct app *a, void (*see)(void *data, const char *where, const char *what), void *data);

/* Makes the search index anew from the records; needs identity_open() only. */
int keep_reindex(struct app *a, struct error *err);

/* What there is to say about a sound file: entries in the log, and the hash of the newest. */
int keep_head(struct app *a, int64_t *entries, char hash[65], struct error *err);

/* Where the logs stand, for checkpoint_write(); and telling the system's log so. occasion is one word. */
int keep_checkpoint(struct app *a, struct checkpoint *out, struct error *err);
void keep_tell_heads(struct app *a, const char *occasion);
/* A session on a host: where its log stood; told at its end if it has grown. */
void keep_session_begins(struct app *a);
void keep_session_ends(struct app *a);

/* What a checkpoint said is still so; tells each problem. See store_verify_checkpoint(). */
int keep_verify_checkpoint(struct app *a, const struct checkpoint *c,
			   void (*see)(void *data, const char *where, const char *what), void *data,
			   int64_t *problems, struct error *err);

/*
 * An online copy, verified as a whole; a relative path is taken from the working folder. to is a
 * new file, or a folder: then the name says database and time, and of the backups made so only
 * the newest keep stay (0: all). FAIL_CREATE if the file exists. With problems the copy is there,
 * none was removed, and the database is to be looked at.
 */
struct keep_backup {
	struct buf path; /* to be released, also after a failure */
	int64_t problems;
	int kept, removed; /* in a folder */
};
int keep_backup(struct app *a, const char *to, int64_t keep, struct keep_backup *out, struct error *err);

/* A backup in the place of a->database, which is kept; a has nothing open. See store_restore(). */
int keep_restore(struct app *a, const char *from, bool other, struct store_restored *out, struct error *err);

/*
 * The environment, one fact a line: what it is, how it stands, whether that is
 * sound, and how to mend it. mend is NULL where nothing is to be mended.
 */
struct doctor_line {
	const char *topic, *state, *mend;
	bool sound;
};
/* a is initialised; the database need not exist or open. *problems counts the lines that are not sound. */
void keep_doctor(struct app *a, void (*see)(void *data, const struct doctor_line *line), void *data, int *problems);

/* "closeout 0.1.0" and the libraries used, a line each. */
void keep_versions(struct buf *out);

#endif
