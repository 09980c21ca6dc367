/* SPDX-License-Identifier: MIT */
/*
 * forge_help.h - the database of help.path as a forger meets it: entries of its log written with bare
 * SQL, taken back again. Include it after cmocka.h and app_help.h.
 */
#ifndef TESTS_FORGE_HELP_H
#define TESTS_FORGE_HELP_H

#include <sqlite3.h>
#include <stdbool.h>

#define ROLE_REFUSED "the role may not do that"
#define NEW_UID      "00000000-0000-7000-8000-00000000abcd"

extern sqlite3 *forge_db;
extern char forge_refused[512]; /* what refused the last statement; "" if nothing did */

/* From open to close one transaction is held, which close takes back. */
void forge_open(void);
void forge_close(void);
bool forge_sql(const char *sql);

/* An entry by that account, written and undone again. True if it went through. */
bool forge(const char *actor, const char *verb, const char *entity, const char *uid, const char *changes);
/* The same in somebody's name; "": in one's own. */
bool forge_acting(const char *actor, const char *acting_for, const char *verb, const char *entity, const char *uid,
	       const char *changes);

#endif
