/* SPDX-License-Identifier: MIT */
/*
 * access.h - the access log: who came in, who was refused, what was taken out.
 */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H

#include "app/listing.h"

enum access_kind { ACCESS_LOGIN, ACCESS_REFUSAL, ACCESS_EXPORT };

/*
 * Notes it, in the database and, for a session on a host, in the system's log. Never fails:
 * what could not be noted must not keep anybody from reading. what is words for people, of
 * any origin; it is filtered and cut here. account NULL: whoever is acting.
 */
void access_note(struct app *a, enum access_kind kind, const char *account, const char *what);

/* Opens the system's log, while that is still possible: before system calls are restricted. Twice is once. */
void access_open_system_log(void);
bool access_system_log_open(void);

struct access_wish {
	const char *account; /* NULL: all */
	struct date from, to;
	bool oldest_first;
	int64_t limit;
};
#define ACCESS_WISH_INIT { .from = DATE_NONE, .to = DATE_NONE }

/* The access log as rows; for auditors and administrators (FAIL_DENIED). */
int access_write(struct app *a, const struct access_wish *w, struct output *o, int64_t *rows, struct error *err);

#endif
