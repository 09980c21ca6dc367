/* SPDX-License-Identifier: MIT */
/*
 * test_store_schema.c - the tables are those of the record table, and change only with its number.
 *
 * The golden file schema-2.sql is the schema of version 2. When this test
 * fails because a field, a choice, a limit or a guard was changed, raise
 * RECORD_SCHEMA, give what is new .since, and write schema-N.sql with
 * TEST_RENEW=1; never renew the file of a number that was released.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store/store_private.h"
#include "store_help.h"

/* ---- the golden file ------------------------------------------------------------ */

static int add_line(void *data, int n, char **values, char **names)
{
	(void)n;
	(void)names;
	buf_addf(data, "%s;\n", values[0]);
	return 0;
}

static void schema_text(const char *path, struct buf *out)
{
	sqlite3 *db = NULL;

	sqlite3_open(path, &db);
	assert_int_equal(
		sqlite3_exec(
			db,
			"SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, "
			"CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 ELSE 2 END, name",
			add_line, out, NULL),
		SQLITE_OK);
	sqlite3_close(db);
}

static void golden_path(char *dst, size_t size)
{
	const char *root = getenv("TEST_SRCDIR");

	snprintf(dst, size, "%s/tests/store/schema-%d.sql", root ? root : ".", RECORD_SCHEMA);
}

static void read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "r");
	char chunk[4096];
	size_t n;

	if (!f)
		fail_msg("cannot open %s", path);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
}

static void schema__is_the_golden_one(void **state)
{
	AUTOBUF have = BUF_INIT, want = BUF_INIT;
	char path[1024];
	size_t at = 0, line = 1;

	(void)state;
	schema_text(world.path, &have);
	golden_path(path, sizeof path);
	if (getenv("TEST_RENEW")) {
		FILE *f = fopen(path, "w");

		fwrite(have.s, 1, have.len, f);
		fclose(f);
	}
	read_file(path, &want);
	while (have.s[at] && have.s[at] == want.s[at])
		line += have.s[at++] == '\n';
	if (have.s[at] != want.s[at])
		fail_msg("%s differs in line %zu: raise RECORD_SCHEMA (see the top of this test)",
			 path, line);
}

/* ---- against the record table ------------------------------------------------------ */

static void schema__has_a_column_for_every_stored_field(void **state)
{
	char sql[300];

	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		int stored = 0;

		for (int f = 0; f < e->n_fields; f++) {
			if (!record_stored(&e->fields[f]))
				continue;
			stored++;
			snprintf(sql, sizeof sql,
				 "SELECT count(*) FROM pragma_table_info('%s') WHERE name = '%s'",
				 e->name, e->fields[f].name);
			if (shell_int(world.path, sql) != 1)
				fail_msg("no column for %s.%s", e->name, e->fields[f].name);
		}
		snprintf(sql, sizeof sql, "SELECT count(*) FROM pragma_table_info('%s')", e->name);
		assert_int_equal(shell_int(world.path, sql), stored + 6);
	}
}

static void schema__declares_what_every_table_is(void **state)
{
	sqlite3_stmt *st;
	sqlite3 *db;
	enum table_kind kind;
	int n = 0;

	(void)state;
	sqlite3_open(world.path, &db);
	sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1, &st,
			   NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		if (!schema_table_kind((const char *)sqlite3_column_text(st, 0), &kind))
			fail_msg("nobody says what the table %s is",
				 (const char *)sqlite3_column_text(st, 0));
		n++;
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	/* The two logs, the content of evidence, the search index. */
	assert_int_equal(n, ENTITY_MAX + 9 + (int)life_n_tables);
}

static void schema__uses_nothing_but_what_sqlite_brings(void **state)
{
	(void)state;
	assert_int_equal(
		shell_int(world.path,
			  "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%has_word%' OR "
			  "sql LIKE '%natural%'"),
		0);
	assert_int_equal(
		shell_int(world.path,
			  "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND "
			  "type = 'table' AND name NOT LIKE 'sqlite%' AND strict = 0"),
		0);
}

static void derived__has_an_expression_for_every_derived_field(void **state)
{
	int fields = 0;

	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		for (int f = 0; f < e->n_fields; f++) {
			if (!(e->fields[f].flags & FIELD_DERIVED))
				continue;
			fields++;
			if (!derived_sql(e, &e->fields[f]))
				fail_msg("%s.%s has no expression", e->name, e->fields[f].name);
		}
	}
	assert_int_equal(derived_count(), fields);
	for (int i = 0; i < derived_count(); i++)
		assert_true(derived_known(i));
}

/* Every kind can be listed by every column and sorted by every field: the SQL made for it is valid. */
static void schema__serves_every_column_of_every_kind(void **state)
{
	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		struct select q = { .entity = e, .today = day("2012-11-15"), .removed = true };
		struct columns all = { .n = 0 };
		struct ids ids = { .n = 0 };
		AUTOARENA a = ARENA_INIT;
		struct rows rows;

		for (int f = 0; f < e->n_fields; f++) {
			if (e->fields[f].type == FIELD_LINES)
				continue;
			all.at[all.n++] =
				(struct column){ .pseudo = QUERY_FIELD, .field = &e->fields[f] };
			q.sort = (struct sort){
				.n = 1, .keys = { { .field = &e->fields[f], .descending = f % 2 } }
			};
			if (store_ids(world.s, &q, &ids, &world.err) != 0)
				fail_msg("%s by %s: %s", e->name, e->fields[f].name, world.err.why);
		}
		if (store_rows(world.s, &q, &all, ids.at, (int)ids.n, &a, &rows, &world.err) != 0)
			fail_msg("%s: %s", e->name, world.err.why);
		ids_release(&ids);
	}
}

/* ---- bringing an old file up to date -------------------------------------------------- */

static struct field more_fields[64];
static struct entity more_office;
static const struct entity *next_entities[ENTITY_MAX];

/* The record table as a next version might have it: one more field, one more choice, a longer name. */
static void next_version(void)
{
	static const struct choice kinds[] = { { "other", "Other", NULL },
					       { "new_kind", "New", NULL },
					       { NULL, NULL, NULL } };

	more_office = *record_entity(ENTITY_OFFICE);
	memcpy(more_fields, more_office.fields, (size_t)more_office.n_fields * sizeof *more_fields);
	for (int i = 0; i < more_office.n_fields; i++)
		if (strcmp(more_fields[i].name, "kind") == 0)
			more_fields[i].choices = kinds;
	more_fields[more_office.n_fields++] = (struct field){ .name = "phone",
							      .label = "Phone",
							      .type = FIELD_TEXT,
							      .since = 2,
							      .help = "Its phone." };
	more_office.fields = more_fields;
	memcpy(next_entities, record_entities, sizeof next_entities);
	next_entities[ENTITY_OFFICE] = &more_office;
	schema_entities = next_entities;
	schema_version = RECORD_SCHEMA + 1;
}

static int this_version(void **state)
{
	schema_entities = record_entities;
	schema_version = RECORD_SCHEMA;
	return scratch_end(state);
}

static void migration__gives_the_schema_of_a_new_file(void **state)
{
	AUTOBUF fresh = BUF_INIT, migrated = BUF_INIT, backup = BUF_INIT;
	struct store_genesis g = { .kind = "shared",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	int64_t offices;

	(void)state;
	offices = shell_int(world.path, "SELECT count(*) FROM office");
	store_close(world.s);
	world.s = NULL;
	next_version();
	world_reopen();
	assert_int_equal(shell_int(world.path, "PRAGMA user_version"), RECORD_SCHEMA + 1);
	assert_int_equal(shell_int(world.path, "SELECT count(phone IS NULL) FROM office"), offices);
	assert_int_equal(store_create(scratch_path("fresh.db"), &g, &world.err), 0);
	schema_text(scratch_path("fresh.db"), &fresh);
	schema_text(world.path, &migrated);
	assert_string_equal(fresh.s, migrated.s);
	assert_verified(world.s);
	assert_int_equal(set_text(world.s, ENTITY_OFFICE, world.opr, "kind", "opr"), FAIL_DATA);
	buf_addf(&backup, "t.db.bak-%d", RECORD_SCHEMA);
	assert_int_equal(shell_int(scratch_path(backup.s), "PRAGMA user_version"), RECORD_SCHEMA);
	assert_int_equal(shell_int(scratch_path(backup.s), "SELECT count(*) FROM office"), offices);
}

static void migration__leaves_an_old_file_alone_that_is_only_read(void **state)
{
	struct store *s;

	(void)state;
	store_close(world.s);
	world.s = NULL;
	next_version();
	assert_int_equal(store_open(world.path, STORE_READ_ONLY, &s, &world.err), FAIL_BUSY);
	assert_int_equal(shell_int(world.path, "PRAGMA user_version"), RECORD_SCHEMA);
}

/* A new required field and no step that fills it: the old file stays as it was. */
static void migration__that_fails_changes_nothing(void **state)
{
	AUTOBUF before = BUF_INIT, after = BUF_INIT;
	struct store *s;

	(void)state;
	schema_text(world.path, &before);
	store_close(world.s);
	world.s = NULL;
	next_version();
	more_fields[more_office.n_fields - 1].flags |= FIELD_REQUIRED;
	assert_int_not_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	schema_text(world.path, &after);
	assert_string_equal(before.s, after.s);
	assert_int_equal(shell_int(world.path, "PRAGMA user_version"), RECORD_SCHEMA);
	schema_entities = record_entities;
	schema_version = RECORD_SCHEMA;
	world_reopen();
	assert_verified(world.s);
}

static void session__of_an_old_version_writes_nothing_after_an_update(void **state)
{
	(void)state;
	assert_true(shell(world.path, "PRAGMA user_version = 99"));
	assert_int_equal(set_text(world.s, ENTITY_OFFICE, world.opr, "name", "x"), FAIL_BUSY);
	assert_non_null(strstr(world.err.why, "updated"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
#define M(name) cmocka_unit_test_setup_teardown(name, scratch_begin, this_version)
	const struct CMUnitTest tests[] = {
		T(schema__is_the_golden_one),
		T(schema__has_a_column_for_every_stored_field),
		T(schema__declares_what_every_table_is),
		T(schema__uses_nothing_but_what_sqlite_brings),
		T(derived__has_an_expression_for_every_derived_field),
		T(schema__serves_every_column_of_every_kind),
		M(migration__gives_the_schema_of_a_new_file),
		M(migration__leaves_an_old_file_alone_that_is_only_read),
		M(migration__that_fails_changes_nothing),
		T(session__of_an_old_version_writes_nothing_after_an_update),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
