/* SPDX-License-Identifier: MIT */
/* test_store_guards.c - what the file refuses to a bare SQL shell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store_help.h"

/* A log entry for a record as a forger would write it, with the version then claimed for the row. */
#define FORGE(kind, where, verb)                                                                  \
	"INSERT INTO log SELECT (SELECT max(seq) + 1 FROM log), '2999-01-01T00:00:00.000Z', "     \
	"'2012-11-01', "                                                                          \
	"'inspector', NULL, NULL, NULL, (SELECT max(seq) + 1 FROM log), NULL, '" verb "', '" kind \
	"', uid, 1, '{}', "                                                                       \
	"NULL, (SELECT hash FROM log LIMIT 1) FROM \"" kind "\" WHERE " where ";"
#define NEWEST "(SELECT max(seq) FROM log)"

static void assert_refused(const char *sql, const char *why)
{
	if (shell(world.path, sql))
		fail_msg("went through: %s", sql);
	if (!strstr(shell_error(), why))
		fail_msg("%s: refused with \"%s\", not \"%s\"", sql, shell_error(), why);
}

static void guard__refuses_a_bare_update(void **state)
{
	(void)state;
	assert_refused("UPDATE recommendation SET next_step = 'x'",
		       "together with a new entry of the log");
	assert_refused("UPDATE recommendation SET version = version + 1",
		       "together with a new entry");
	assert_refused("UPDATE recommendation SET removed = 1", "together with a new entry");
	assert_refused("UPDATE recommendation SET version = 1, next_step = 'x'",
		       "together with a new entry");
	assert_refused("UPDATE recommendation SET sort_key = 'A'", "sort_key");
	assert_refused("UPDATE recommendation SET ref = 'OIG-12-130/7'", "must agree");
	assert_refused("UPDATE recommendation SET uid = 'x' || uid", "identity");
	assert_refused("UPDATE recommendation SET id = id + 10", "identity");
	assert_verified(world.s);
}

static void guard__refuses_a_bare_insert(void **state)
{
	(void)state;
	assert_refused("INSERT INTO office (uid, version, ref, sort_key, code, name, kind) VALUES "
		       "('00000000-0000-0000-0000-000000000000', 1, 'X', 'X', 'X', 'X', 'other')",
		       "new entry of the log");
}

static void guard__refuses_every_delete(void **state)
{
	char sql[128];

	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"",
			 record_entity((enum entity_id)i)->name);
		if (shell_int(world.path, sql) == 0)
			continue;
		snprintf(sql, sizeof sql, "DELETE FROM \"%s\"",
			 record_entity((enum entity_id)i)->name);
		assert_refused(sql, "no record is ever deleted");
	}
	assert_refused("DELETE FROM log", "only ever added to");
	assert_refused("UPDATE log SET reason = 'x'", "only ever added to");
}

/* REPLACE deletes without a word where recursive_triggers is off, as it is by default. */
static void guard__closes_the_holes_of_replace(void **state)
{
	(void)state;
	assert_refused("REPLACE INTO log SELECT * FROM log WHERE seq = 3", "next number");
	assert_refused("REPLACE INTO report SELECT * FROM report", "taken");
	assert_refused("REPLACE INTO office (uid, version, ref, sort_key, code, name, kind) SELECT "
		       "uid, version, ref, sort_key, code, name, kind FROM office LIMIT 1",
		       "taken");
	assert_refused("UPDATE OR REPLACE office SET ref = 'OHC', code = 'OHC' WHERE ref = 'OPR'",
		       "taken");
	assert_refused(FORGE("office", "ref = 'OPR'",
			     "set") "UPDATE OR REPLACE office SET ref = 'OHC', code = 'OHC', "
				    "version = " NEWEST " WHERE ref = 'OPR'",
		       "taken");
}

/* The same uid with everything else new: a unique index alone would let REPLACE take the old row away. */
static void guard__lets_no_row_take_the_identity_of_another(void **state)
{
	(void)state;
	assert_refused(
		FORGE("office", "ref = 'OPR'",
		      "set") "REPLACE INTO office (id, uid, version, ref, sort_key, code, name, "
			     "kind) "
			     "SELECT 99, uid, " NEWEST
			     ", 'NEW', 'NEW', 'NEW', name, kind FROM office WHERE ref = 'OPR'",
		"is already taken");
}

static void guard__refuses_replacing_an_entry_by_its_operation(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "set");
	e.b.op_id = "op-1";
	edit_set(&e, ENTITY_OFFICE, world.opr);
	edit_text(&e, "name", "Another");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_refused("REPLACE INTO log SELECT seq + 1, recorded, effective, actor, acting_for, "
		       "key_fp, session, seq + 1, "
		       "op_id, verb, entity, uid, schema, changes, reason, hash FROM log WHERE "
		       "op_id = 'op-1'",
		       "already in the log");
}

static void guard__refuses_entries_that_no_active_account_makes(void **state)
{
	(void)state;
	assert_refused(
		"INSERT INTO log SELECT seq + 1, recorded, effective, 'nobody', NULL, NULL, NULL, "
		"seq + 1, NULL, "
		"verb, entity, uid, schema, changes, NULL, hash FROM log ORDER BY seq DESC LIMIT 1",
		"not active");
	assert_refused(
		"INSERT INTO log SELECT seq + 1, recorded, effective, 'closeout', NULL, NULL, "
		"NULL, seq + 1, NULL, "
		"verb, entity, uid, schema, changes, NULL, hash FROM log ORDER BY seq DESC LIMIT 1",
		"only a new database is filled like that");
	assert_refused("INSERT INTO log SELECT seq + 1, recorded, effective, 'migration:2', NULL, "
		       "NULL, NULL, seq + 1, "
		       "NULL, verb, entity, uid, schema, changes, NULL, hash FROM log ORDER BY seq "
		       "DESC LIMIT 1",
		       "not active");
	assert_refused("INSERT INTO log SELECT seq + 1, '2012-01-01T00:00:00.000Z', effective, "
		       "actor, NULL, NULL, NULL, "
		       "seq + 1, NULL, verb, entity, uid, schema, changes, NULL, hash FROM log "
		       "ORDER BY seq DESC LIMIT 1",
		       "before the entry above");
}

/* With an entry forged too, the values still have to be right. */
static void guard__holds_rows_to_the_record_table(void **state)
{
	static const struct {
		const char *set, *why;
	} wrong[] = {
		{ "text = ''", "text: must have" },
		{ "text = replace(hex(zeroblob(40000)), '0', 'x')", "text: must have" },
		{ "questioned_cents = -1", "questioned_cents: must be between" },
		{ "concurrence = NULL", "concurrence: is required" },
		{ "concurrence = 'maybe'", "concurrence: must be one of" },
		{ "significant = 2", "significant: must be 0 or 1" },
		{ "current_target = '2013-02-30'", "current_target: must be a day" },
		{ "current_target = 'now'", "current_target: must be a day" },
		{ "current_target = '2013-2-3'", "current_target: must be a day" },
		{ "original_target = '2013-01-01'", "original_target: is set once" },
		{ "removed = 2", "removed: must be" },
		{ "action = 'closed', resolution = 'unresolved'",
		  "unresolved recommendation cannot be closed" },
		{ "action = 'closed'", "closure_reason: a recommendation closed by letter" },
		{ "action = 'closed', closure_reason = 'implemented'", "closed_on: a closed" },
		{ "action = 'closed', closure_reason = 'implemented', closed_on = '2012-09-24'",
		  "before its report" },
		{ "number = 7", "ref: is made from other fields" },
		{ "number = 2, ref = 'OIG-12-130/2'", "taken" },
	};
	char sql[1200];

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		snprintf(sql, sizeof sql,
			 "BEGIN;%s UPDATE recommendation SET version = %s, %s WHERE number = 1",
			 FORGE("recommendation", "number = 1", "set"), NEWEST, wrong[i].set);
		assert_refused(sql, wrong[i].why);
	}
	snprintf(sql, sizeof sql,
		 "BEGIN;%s UPDATE recommendation SET version = %s, action = 'closed', "
		 "closure_reason = "
		 "'implemented', closed_on = '2012-09-26' WHERE number = 1",
		 FORGE("recommendation", "number = 1", "set"), NEWEST);
	assert_true(shell(world.path, sql));
}

static void guard__keeps_the_report_older_than_its_closures(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "record-closure");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "action", "closed");
	edit_text(&e, "closure_reason", "implemented");
	edit_text(&e, "closed_on", "2012-11-02");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(set_text(world.s, ENTITY_REPORT, world.report, "issued_on", "2012-11-03"),
			 FAIL_NO);
	assert_string_equal(world.err.where, "OIG-12-130, issued_on");
}

static void guard__lets_undo_and_correct_change_what_is_set_once(void **state)
{
	struct edit e;

	(void)state;
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "original_target",
				  "2013-01-01"),
			 FAIL_NO);
	assert_string_equal(world.err.where, "OIG-12-130/1, original_target");
	edit_begin(&e, "correct");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "original_target", "2013-01-01");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(set_text(world.s, ENTITY_USER, world.inspector, "name", "other"), FAIL_NO);
}

static void guard__never_changes_what_the_database_is(void **state)
{
	(void)state;
	assert_refused(FORGE("database", "1", "correct") "UPDATE database SET version = " NEWEST
							 ", kind = 'sample'",
		       "fixed when the database is made");
}

static void guard__keeps_updates_as_they_were_written(void **state)
{
	char update[UUID_TEXT], subject[80];
	struct edit e;

	(void)state;
	edit_begin(&e, "post-update");
	edit_add(&e, ENTITY_UPDATE, update);
	snprintf(subject, sizeof subject, "recommendation:%s", world.rec1);
	edit_text(&e, "subject", subject);
	edit_text(&e, "dated_on", "2012-10-01");
	edit_text(&e, "kind", "status");
	edit_text(&e, "text", "Asked");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(set_text(world.s, ENTITY_UPDATE, update, "text", "Never asked"), FAIL_NO);
	assert_refused("BEGIN;" FORGE("update", "1",
				      "set") "UPDATE \"update\" SET version = " NEWEST
					     ", subject = 'user:x'",
		       "never edited");
	assert_refused("BEGIN;" FORGE("update", "1",
				      "correct") "UPDATE \"update\" SET version = " NEWEST
						 ", subject = 'recommendation:x'",
		       "subject: refers to");
}

static void guard__keeps_the_mark_of_rights_that_nobody_confirmed(void **state)
{
	(void)state;
	if (!shell(world.path, FORGE("user", "name = 'inspector'", "set")
		   "UPDATE user SET unconfirmed = 1, version = " NEWEST " WHERE name = 'inspector'"))
		fail_msg("no mark: %s", shell_error());
	assert_refused(FORGE("user", "name = 'inspector'", "set")
		       "UPDATE user SET unconfirmed = 0, version = " NEWEST " WHERE name = 'inspector'",
		       "only a second person confirms");
	assert_refused(FORGE("user", "name = 'inspector'", "set")
		       "UPDATE user SET unconfirmed = NULL, version = " NEWEST " WHERE name = 'inspector'",
		       "only a second person confirms");
}

static void guard__refuses_a_circle_of_dependencies(void **state)
{
	static const char add[] = "BEGIN; INSERT INTO log SELECT seq + 1, recorded, effective, "
				  "actor, NULL, NULL, NULL, seq + 1, NULL, 'add', "
				  "'dependency', '00000000-0000-7000-8000-00000000000%d', 1, '{}', "
				  "NULL, hash FROM log ORDER BY seq DESC LIMIT 1;"
				  "INSERT INTO dependency (uid, version, ref, sort_key, plan, "
				  "pred, succ, kind, lag, applies) VALUES "
				  "('00000000-0000-7000-8000-00000000000%d', " NEWEST
				  ", 'RECLASS/%s>%s', 'x', 1, (SELECT id FROM milestone "
				  "WHERE code = '%s'), (SELECT id FROM milestone WHERE code = "
				  "'%s'), 'fs', 0, 'always'); COMMIT";
	char sql[1200];

	(void)state;
	snprintf(sql, sizeof sql, add, 1, 1, "M0.1", "M0.2", "M0.1", "M0.2");
	assert_true(shell(world.path, sql));
	snprintf(sql, sizeof sql, add, 2, 2, "M0.2", "M1.1", "M0.2", "M1.1");
	assert_true(shell(world.path, sql));
	snprintf(sql, sizeof sql, add, 3, 3, "M1.1", "M0.1", "M1.1", "M0.1");
	assert_refused(sql, "circle");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(guard__refuses_a_bare_update),
		T(guard__refuses_a_bare_insert),
		T(guard__refuses_every_delete),
		T(guard__closes_the_holes_of_replace),
		T(guard__lets_no_row_take_the_identity_of_another),
		T(guard__refuses_replacing_an_entry_by_its_operation),
		T(guard__refuses_entries_that_no_active_account_makes),
		T(guard__holds_rows_to_the_record_table),
		T(guard__keeps_the_report_older_than_its_closures),
		T(guard__lets_undo_and_correct_change_what_is_set_once),
		T(guard__never_changes_what_the_database_is),
		T(guard__keeps_updates_as_they_were_written),
		T(guard__keeps_the_mark_of_rights_that_nobody_confirmed),
		T(guard__refuses_a_circle_of_dependencies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
