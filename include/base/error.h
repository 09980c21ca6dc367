/* SPDX-License-Identifier: MIT */
/*
 * error.h - what went wrong, said so that a person can mend it.
 *
 * A function that can fail returns 0 or an enum fail, leaves its outputs
 * untouched on failure and fills the caller's struct error. Nobody below
 * the screen and the command line prints. The kinds are the exit codes of
 * the command line, so no second table maps one to the other.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>

enum fail {
	FAIL_NONE = 0,
	FAIL_NO = 1,        /* the answer is no: nothing found, not in this state, damage found */
	FAIL_USAGE = 2,     /* unknown command, option, entity, field; query that does not parse */
	FAIL_DATA = 65,     /* a value that does not fit its field */
	FAIL_MISSING = 66,  /* no such record or input file */
	FAIL_BUSY = 69,     /* database busy or unavailable */
	FAIL_BUG = 70,      /* closeout itself is wrong */
	FAIL_CREATE = 73,   /* cannot create the output */
	FAIL_IO = 74,       /* read or write failed, disk full */
	FAIL_CONFLICT = 75, /* somebody else changed it: look again and retry */
	FAIL_DENIED = 77,   /* role or separation of duties forbids it */
	FAIL_CONFIG = 78    /* settings are wrong */
};

/*
 * One error. Printed as "closeout: what: where: why; next". Every part is
 * valid UTF-8 with control characters made visible; a part may be empty.
 */
struct error {
	enum fail kind;
	char what[128];  /* what was tried: "set", "cannot open the database" */
	char where[256]; /* which record and field, or file:line */
	char why[512];   /* why it failed */
	char next[256];  /* what to do now */
	bool noted;      /* a refusal that is in the access log already: whoever shows it need not note it */
};

#define ERROR_INIT { .kind = FAIL_NONE }

/* The same for one that is made for every field of every row: its texts are long. */
static inline void error_clear(struct error *err)
{
	err->kind = FAIL_NONE;
	err->what[0] = err->where[0] = err->why[0] = err->next[0] = 0;
}

/*
 * Fills err (which may be NULL) and returns kind, so that a function can
 * end with "return error_set(...)". what, where and next may be NULL; why
 * is a printf format. Over-long parts are cut at a character boundary.
 */
int error_set(struct error *err, enum fail kind, const char *what, const char *where,
	      const char *next, const char *why, ...) __attribute__((format(printf, 6, 7)));

/* Replaces the what part, for a caller that knows better what was tried. Returns err->kind. */
int error_what(struct error *err, const char *what);

/* Replaces the where part (printf format). Returns err->kind. */
int error_where(struct error *err, const char *where, ...) __attribute__((format(printf, 2, 3)));

/*
 * Writes "what: where: why; next" without line end into dst (size bytes,
 * always terminated), skipping empty parts. Returns dst.
 */
const char *error_line(const struct error *err, char *dst, unsigned long size);

#endif
