/* SPDX-License-Identifier: MIT */
/* forge_help.c - entries of the log written with bare SQL, and what refuses them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "app_help.h"
#include "forge_help.h"

sqlite3 *forge_db;
char forge_refused[512];

void forge_open(void)
{
	assert_int_equal(sqlite3_open(help.path, &forge_db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(forge_db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
}

void forge_close(void)
{
	sqlite3_exec(forge_db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(forge_db);
}

bool forge_sql(const char *sql)
{
	char *message = NULL;
	int rc = sqlite3_exec(forge_db, sql, NULL, NULL, &message);

	snprintf(forge_refused, sizeof forge_refused, "%s", message ? message : "");
	sqlite3_free(message);
	return rc == SQLITE_OK;
}

bool forge(const char *actor, const char *verb, const char *entity, const char *uid, const char *changes)
{
	return forge_acting(actor, "", verb, entity, uid, changes);
}

bool forge_acting(const char *actor, const char *acting_for, const char *verb, const char *entity, const char *uid,
	       const char *changes)
{
	AUTOBUF sql = BUF_INIT;
	bool through;

	buf_addf(&sql,
		 "INSERT INTO log SELECT max(seq) + 1, '2999-01-01T00:00:00.000Z', '2012-11-15', '%s', nullif('%s', ''), NULL, "
		 "NULL, max(seq) + 1, NULL, '%s', '%s', '%s', 1, '%s', NULL, (SELECT hash FROM log LIMIT 1) FROM log",
		 actor, acting_for, verb, entity, uid, changes);
	assert_true(sqlite3_exec(forge_db, "SAVEPOINT forgery", NULL, NULL, NULL) == SQLITE_OK);
	through = forge_sql(sql.s);
	sqlite3_exec(forge_db, "ROLLBACK TO forgery; RELEASE forgery", NULL, NULL, NULL);
	return through;
}
