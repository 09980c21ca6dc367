/* SPDX-License-Identifier: MIT */
/*
 * migrate.c - bringing an older file up to date.
 *
 * Inside the gate: a backup that is checked, then everything in one exclusive
 * transaction, so that the file is old or new and never between. What a
 * version makes of the tables comes from the record table; only changes of
 * data are written by hand, as steps that also write log entries (actor
 * "migration:N"), because replay never runs migration code.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/files.h"
#include "store/index.h"
#include "store/store_private.h"

/* Steps that change data, by the version they lead to. */
static int (*const steps[])(struct store *s, struct error *err) = { NULL };

static int run_steps(struct store *s, int from, struct error *err)
{
	int failed = 0;

	for (int version = from + 1; version <= schema_version && !failed; version++)
		if ((size_t)version < sizeof steps / sizeof *steps && steps[version])
			failed = steps[version](s, err);
	return failed;
}

/* One row of a check that should give "ok" or nothing. */
static int check_whole(struct store *s, const char *pragma, struct error *err)
{
	AUTOSTMT st = stmt_get(s, pragma, err);
	int more;

	if (!st.p)
		return s->failed;
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	if (!more || strcmp(stmt_get_text(&st, 0), "ok") == 0)
		return 0;
	return error_set(err, FAIL_IO, "cannot bring the database up to date", s->path,
			 "nothing was changed; run verify with the older version", "%s: %s", pragma,
			 stmt_get_text(&st, 0));
}

static int change_schema(struct store *s, int from, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed = schema_unguard(s, err);

	if (!failed)
		failed = schema_tables(s, schema_version, err);
	if (!failed)
		failed = schema_index(s, schema_version, err);
	if (!failed)
		failed = run_steps(s, from, err);
	if (!failed)
		failed = index_renew(s, err);
	if (!failed)
		failed = schema_guard(s, schema_version, err);
	if (!failed)
		failed = db_exec(s, "PRAGMA ignore_check_constraints = OFF", err);
	if (!failed)
		failed = check_whole(s, "PRAGMA quick_check(1)", err);
	if (!failed)
		failed = check_whole(s, "PRAGMA foreign_key_check", err);
	buf_addf(&sql, "PRAGMA user_version = %d", schema_version);
	return failed ? failed : db_exec(s, sql.s, err);
}

static int migrate_in_gate(struct store *s, int from, struct error *err)
{
	AUTOBUF backup = BUF_INIT;
	int64_t version;
	int failed;

	/* Another session may have been quicker. */
	failed = db_int(s, "PRAGMA user_version", NULL, 0, &version, err);
	if (failed || version == schema_version)
		return failed;
	buf_addf(&backup, "%s.bak-%d", s->path, from);
	for (int n = 2; access(backup.s, F_OK) == 0; n++) {
		buf_clear(&backup);
		buf_addf(&backup, "%s.bak-%d.%d", s->path, from, n);
	}
	failed = store_backup(s, backup.s, NULL, err);
	/*
	 * Tables are dropped and made anew: references to them must wait, keep
	 * their names, and new columns may be empty until a step has filled them.
	 * None of these settings has any effect inside a transaction.
	 */
	if (!failed)
		failed = db_exec(s,
				 "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; "
				 "PRAGMA ignore_check_constraints = ON; BEGIN EXCLUSIVE",
				 err);
	if (failed)
		return failed;
	s->writing = true;
	failed = db_int(s, "PRAGMA user_version", NULL, 0, &version, err);
	if (!failed && version == from)
		failed = change_schema(s, from, err);
	return db_commit_or_roll_back(s, failed, err);
}

int migrate(struct store *s, int from, struct error *err)
{
	int failed = gate_take(&s->gate, "closeout (update)", STORE_GATE_MS, err);

	if (failed)
		return failed;
	s->maintenance = true;
	failed = migrate_in_gate(s, from, err);
	sqlite3_exec(s->db,
		     "PRAGMA ignore_check_constraints = OFF; PRAGMA legacy_alter_table = OFF; "
		     "PRAGMA foreign_keys = ON",
		     NULL, NULL, NULL);
	s->maintenance = false;
	gate_leave(&s->gate);
	db_forget_statements(s);
	return failed;
}
