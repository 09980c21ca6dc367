/* SPDX-License-Identifier: MIT */
/*
 * app_help.h - what tests of the app room share: databases in a folder of their
 * own, records by field name, edits in one line. Include it after cmocka.h.
 */
#ifndef TESTS_APP_HELP_H
#define TESTS_APP_HELP_H

#include "app/app.h"
#include "app/assign.h"
#include "app/door.h"

/* The sample records, opened as an account; app_help_open() starts over on the same file. */
struct help {
	struct app app;
	struct app_options options;
	char folder[256], path[300];
	struct error err;
	struct door_faults faults;
};
extern struct help help;

int help_sample(void **state);   /* cmocka setup: a sample database, as inspector */
int help_personal(void **state); /* cmocka setup: a new personal one */
int help_end(void **state);      /* cmocka teardown */

/* Opens the database again as user (NULL: as options say). Returns what app_open() does. */
int help_open(const char *user);

/* Text of a field as for machines, "" for none; valid until the fourth next call. */
const char *help_field(const char *ref, const char *field);

/* "field=text" words, ended by NULL. Both return the failure and keep err and faults. */
int help_set(const char *ref, const char *words, ...) __attribute__((sentinel));
int help_add(const char *entity, const char *words, ...) __attribute__((sentinel));
extern char help_ref[128]; /* of the record added last */

int64_t help_count(const char *entity, const char *query, const char *as_of); /* as_of NULL: now */
int64_t help_head(void); /* seq of the newest log entry */

#endif
