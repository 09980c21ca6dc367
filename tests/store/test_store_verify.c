/* SPDX-License-Identifier: MIT */
/* test_store_verify.c - what verify finds, and where it says it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <fcntl.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store_help.h"

/* The world closed, its guards dropped by a bare shell, sql run. */
static void tamper(const char *sql)
{
	store_close(world.s);
	world.s = NULL;
	shell_drop_triggers(world.path);
	if (!shell(world.path, sql))
		fail_msg("%s: %s", sql, shell_error());
}

static void verify__finds_nothing_wrong_with_a_sound_file(void **state)
{
	(void)state;
	assert_verified(world.s);
}

static void verify__names_record_and_field_of_a_changed_row(void **state)
{
	(void)state;
	tamper("UPDATE recommendation SET next_step = 'hacked' WHERE ref = 'OIG-12-130/1'");
	assert_true(
		verify_finds(world.path, "recommendation OIG-12-130/1, field next_step", "hacked"));
	assert_true(verify_finds(world.path, "triggers: missing: ", "recommendation_update"));
	assert_false(verify_finds(world.path, "OIG-12-130/2", NULL));
}

static void verify__compares_every_kind_of_column(void **state)
{
	static const char *const changes[][2] = {
		{ "concurrence = 'partial'", "field concurrence" },
		{ "owner_office = (SELECT id FROM office WHERE ref = 'OHC')",
		  "field owner_office" },
		{ "original_target = '2013-01-01'", "field original_target" },
		{ "significant = 1", "field significant" },
		{ "removed = 1", "field removed" },
		{ "version = version + 1", "field version" },
		{ "sort_key = 'Z'", "field sort_key" },
		{ "ref = 'OIG-12-130/9'", "field ref" },
		{ "action = 'closed'", "field action" },
	};
	char sql[256];

	(void)state;
	tamper("SELECT 1");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		snprintf(sql, sizeof sql,
			 "PRAGMA ignore_check_constraints = ON; "
			 "UPDATE recommendation SET %s WHERE number = 2",
			 changes[i][0]);
		assert_true(shell(world.path, sql));
		assert_true(verify_finds(world.path, changes[i][1], "recommendation OIG-12-130/"));
	}
}

static void verify__finds_a_deleted_row_and_one_without_a_log(void **state)
{
	char uid[UUID_TEXT];

	(void)state;
	memcpy(uid, world.rec2, sizeof uid);
	tamper("DELETE FROM recommendation WHERE number = 2");
	assert_true(verify_finds(world.path, uid, "its row is missing"));
	assert_true(
		shell(world.path,
		      "INSERT INTO office (uid, version, ref, sort_key, code, name, kind) VALUES "
		      "('x', 1, 'X', 'X', 'X', 'X', 'other')"));
	assert_true(verify_finds(world.path, "office X", "not in the log"));
}

static void verify__finds_a_changed_entry_in_any_column(void **state)
{
	static const char *const changes[] = {
		"recorded = '2998-01-01T00:00:00.000Z'",
		"effective = '2012-01-02'",
		"actor = 'supervisor'",
		"acting_for = 'supervisor'",
		"key_fp = 'k'",
		"session = 's'",
		"op_id = 'o'",
		"verb = 'set'",
		"schema = 1",
		"changes = replace(changes, 'Performance', 'performance')",
		"reason = 'r'",
		("hash = replace(hash, substr(hash, 1, 1), CASE substr(hash, 1, 1) WHEN 'a' THEN "
		 "'b' ELSE 'a' END)"),
	};
	char sql[400];

	(void)state;
	tamper("CREATE TABLE kept AS SELECT * FROM log WHERE entity = 'report'");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		snprintf(sql, sizeof sql, "UPDATE log SET %s WHERE entity = 'report'", changes[i]);
		assert_true(shell(world.path, sql));
		assert_true(verify_finds(world.path, "log entry ", "hash does not fit"));
		assert_true(shell(world.path, "REPLACE INTO log SELECT * FROM kept"));
	}
	assert_true(shell(world.path, "DROP TABLE kept"));
	assert_false(verify_finds(world.path, "log entry", NULL));
}

static void verify__finds_a_removed_entry(void **state)
{
	(void)state;
	tamper("DELETE FROM log WHERE seq = 6");
	assert_true(verify_finds(world.path, "log entry 7", "missing or out of order"));
}

static void verify__finds_an_inserted_entry(void **state)
{
	(void)state;
	tamper("INSERT INTO log SELECT seq + 1, recorded, effective, actor, acting_for, key_fp, "
	       "session, seq + 1, op_id, "
	       "verb, entity, uid, schema, changes, reason, hash FROM log ORDER BY seq DESC LIMIT "
	       "1");
	assert_true(verify_finds(world.path, "log entry ", "hash does not fit"));
}

static void verify__finds_reordered_entries(void **state)
{
	(void)state;
	tamper("UPDATE log SET seq = -4 WHERE seq = 4; UPDATE log SET seq = 4 WHERE seq = 5; "
	       "UPDATE log SET seq = 5 WHERE seq = -4");
	assert_true(verify_finds(world.path, "log entry 4", NULL));
	assert_true(verify_finds(world.path, "log entry 5", NULL));
}

static void verify__finds_a_changed_schema(void **state)
{
	(void)state;
	store_close(world.s);
	world.s = NULL;
	assert_true(shell(
		world.path,
		"DROP TRIGGER log_delete; CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN "
		"SELECT 1; END; CREATE VIEW spy AS SELECT * FROM user; DROP INDEX log_record"));
	assert_true(verify_finds(world.path, "schema: trigger log_delete", "was changed"));
	assert_true(verify_finds(world.path, "schema: view spy", "is not part"));
	assert_true(verify_finds(world.path, "schema: index log_record", "is missing"));
}

static void verify__finds_a_broken_reference(void **state)
{
	(void)state;
	tamper("PRAGMA foreign_keys = OFF; UPDATE recommendation SET to_office = 77 WHERE number = "
	       "1");
	assert_true(
		verify_finds(world.path, "recommendation, row 1", "office that does not exist"));
	assert_true(verify_finds(world.path, "recommendation OIG-12-130/1, field to_office",
				 "nothing"));
}

/* Every page but the first, which opening already looks at. */
static void verify__finds_a_damaged_page(void **state)
{
	int64_t pages;
	unsigned char noise[512];
	int fd;

	(void)state;
	store_close(world.s);
	world.s = NULL;
	/* A page of the table itself, where damage cannot be free space. */
	pages = shell_int(world.path,
			  "SELECT rootpage FROM sqlite_schema WHERE name = 'recommendation'");
	assert_true(pages > 1);
	memset(noise, 0xA5, sizeof noise);
	fd = open(world.path, O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, noise, sizeof noise, (pages - 1) * 4096), sizeof noise);
	close(fd);
	assert_true(verify_finds(world.path, "pages", NULL));
}

/* One byte anywhere in what a row or an entry says. */
static void verify__finds_single_flipped_bytes_of_content(void **state)
{
	static const char *const texts[] = { "Performance of the programme", "Establish a process",
					     "Office of Human Capital", "2012-12-31", "inspector" };
	static char bytes[1 << 20];
	int fd, flips = 0;
	ssize_t size;

	(void)state;
	store_close(world.s);
	world.s = NULL;
	fd = open(world.path, O_RDWR);
	assert_true(fd >= 0);
	size = pread(fd, bytes, sizeof bytes, 0);
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		size_t len = strlen(texts[t]);

		for (ssize_t at = 0; at + (ssize_t)len < size; at++) {
			if (memcmp(bytes + at, texts[t], len) != 0)
				continue;
			assert_int_equal(pwrite(fd, "~", 1, at + 3), 1);
			if (!verify_finds(world.path, "", NULL))
				fail_msg("%s at %ld: not found", texts[t], (long)at);
			assert_int_equal(pwrite(fd, bytes + at + 3, 1, at + 3), 1);
			flips++;
		}
	}
	close(fd);
	assert_true(flips > 20);
	world_reopen();
	assert_verified(world.s);
}

static int64_t root_page(const char *table)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	int64_t page;

	assert_int_equal(sqlite3_open(world.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = ?1", -1, &st, NULL), SQLITE_OK);
	sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	page = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return page;
}

/* SQLite gives up the table at such a page; whoever has to mend it wants to know which records are hit. */
static void verify__names_the_records_that_cannot_be_read(void **state)
{
	static const unsigned char nowhere[2] = { 0xA1, 0x2F };
	int64_t at;
	int fd;

	(void)state;
	tamper("PRAGMA wal_checkpoint(TRUNCATE)");
	/* So few records are all on the first page of their table; this is where its first cell is said to be. */
	at = (root_page("recommendation") - 1) * 4096 + 8;
	fd = open(world.path, O_RDWR);
	assert_int_equal(pwrite(fd, nowhere, sizeof nowhere, at), sizeof nowhere);
	close(fd);
	assert_true(verify_finds(world.path, "recommendation OIG-12-130/1", "its row cannot be read"));
	assert_false(verify_finds(world.path, "recommendation OIG-12-130/2", "its row cannot be read"));
}

/* The first leaf of a table's tree. */
static int64_t first_leaf(int fd, const char *table)
{
	int64_t at = (root_page(table) - 1) * 4096;
	unsigned char p[4];

	while (pread(fd, p, 1, at) == 1 && p[0] == 5) {
		assert_int_equal(pread(fd, p, 2, at + 12), 2);
		assert_int_equal(pread(fd, p, 4, at + (p[0] << 8 | p[1])), 4);
		at = (((int64_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]) - 1) * 4096;
	}
	return at;
}

static void verify__names_the_entries_that_cannot_be_read(void **state)
{
	static const unsigned char no_page = 0xA5;
	int fd;

	(void)state;
	tamper("PRAGMA wal_checkpoint(TRUNCATE)");
	fd = open(world.path, O_RDWR);
	assert_int_equal(pwrite(fd, &no_page, 1, first_leaf(fd, "log")), 1);
	close(fd);
	assert_true(verify_finds(world.path, "log entries 1-", "cannot be read"));
	/* Those behind them are checked all the same, and nothing is said of them. */
	assert_false(verify_finds(world.path, "log entry ", NULL));
}

static void damage__of_the_schema_names_what_of_it_is_altered(void **state)
{
	struct error err = ERROR_INIT;
	struct store *s;

	(void)state;
	tamper("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABEL' || substr(sql, 13) WHERE name = "
	       "'office' AND type = 'table'");
	assert_int_not_equal(store_open(world.path, STORE_READ_ONLY, &s, &err), 0);
	assert_non_null(strstr(err.why, "its schema is altered: office"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(verify__finds_nothing_wrong_with_a_sound_file),
		T(verify__names_record_and_field_of_a_changed_row),
		T(verify__compares_every_kind_of_column),
		T(verify__finds_a_deleted_row_and_one_without_a_log),
		T(verify__finds_a_changed_entry_in_any_column),
		T(verify__finds_a_removed_entry),
		T(verify__finds_an_inserted_entry),
		T(verify__finds_reordered_entries),
		T(verify__finds_a_changed_schema),
		T(verify__finds_a_broken_reference),
		T(verify__finds_a_damaged_page),
		T(verify__names_the_records_that_cannot_be_read),
		T(verify__names_the_entries_that_cannot_be_read),
		T(damage__of_the_schema_names_what_of_it_is_altered),
		T(verify__finds_single_flipped_bytes_of_content),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
