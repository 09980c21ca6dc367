/* SPDX-License-Identifier: MIT */
/*
 * create.c - making a new database.
 *
 * It is made under another name and gets its own only when it is complete, so
 * that nobody ever opens half a database and nothing is ever overwritten.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/apply.h"
#include "store/files.h"
#include "store/index.h"

static const char what[] = "cannot create the database";

static struct change_field set_to(const struct entity *e, const char *name, struct value v)
{
	return (struct change_field){ .field = record_field(e, name), .new = v };
}

/* The batch a database begins with: the record of itself, then what the caller wants in it. */
static int write_genesis(struct store *s, const struct store_genesis *g, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_DATABASE);
	char today[DATE_TEXT];
	struct change_field fields[] = {
		set_to(e, "name", value_text("database")),
		set_to(e, "kind", value_text(g->kind)),
		set_to(e, "title", value_text(g->title)),
		set_to(e, "today", value_text(date_format(g->today, today))),
	};
	struct change *changes = mem_alloc((size_t)(g->n_changes + 1) * sizeof *changes);
	struct batch b = { .actor = "closeout",
			   .effective = g->effective,
			   .verb = "init",
			   .changes = changes,
			   .n_changes = g->n_changes + 1 };
	struct store_result r = STORE_RESULT_INIT;
	int failed;

	changes[0] = (struct change){ .entity = e, .add = true, .fields = fields, .n_fields = 4 };
	clock_uuid(changes[0].uid);
	for (int i = 0; i < g->n_changes; i++)
		changes[i + 1] = g->changes[i];
	failed = apply_changes(s, &b, &r, err);
	store_result_release(&r);
	free(changes);
	return failed;
}

static int fill(struct store *s, const struct store_genesis *g, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed = open_pragmas(s, err);

	if (!failed)
		failed = functions_add(s, err);
	buf_addf(&sql, "PRAGMA application_id = %d; BEGIN IMMEDIATE", STORE_APPLICATION_ID);
	if (!failed)
		failed = db_exec(s, sql.s, err);
	if (failed)
		return failed;
	failed = schema_make(s, schema_version, err);
	buf_clear(&sql);
	buf_addf(&sql, "PRAGMA user_version = %d", schema_version);
	if (!failed)
		failed = db_exec(s, sql.s, err);
	if (!failed)
		failed = write_genesis(s, g, err);
	if (!failed)
		failed = index_flush(s, err);
	failed = db_commit_or_roll_back(s, failed, err);
	return failed ? failed : db_exec(s, "PRAGMA journal_mode = WAL", err);
}

static void remove_all(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal", ".lock" };
	AUTOBUF name = BUF_INIT;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		buf_clear(&name);
		buf_addf(&name, "%s%s", path, endings[i]);
		unlink(name.s);
	}
}

/* Makes the finished file from; closing it the ordinary way leaves no journal behind. */
static int make(const char *from, const struct store_genesis *g, struct error *err)
{
	struct store *s = store_new(from);
	int failed = open_connection(s, from, SQLITE_OPEN_READWRITE, err);

	s->maintenance = true;
	if (!failed)
		failed = fill(s, g, err);
	if (s->db)
		sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	store_free(s);
	return failed;
}

int store_create(const char *path, const struct store_genesis *genesis, struct error *err)
{
	AUTOFREE char *full = NULL;
	AUTOBUF temporary = BUF_INIT;
	struct stat st;
	int failed = files_make_folder(path, err);

	if (!failed)
		failed = files_full_path(path, &full, err);
	if (!failed)
		failed = files_check_folder(full, err);
	if (failed) {
		error_what(err, what);
		return failed;
	}
	if (lstat(full, &st) == 0)
		return error_set(err, FAIL_CREATE, what, full, "give another name",
				 "there is something with that name");
	if (files_have_wal(full))
		return error_set(err, FAIL_CREATE, what, full, "move the journal away, or give another name",
				 "the journal of another database is there (%s-wal)", full);
	buf_addf(&temporary, "%s.new-%ld", full, (long)getpid());
	failed = files_create(temporary.s, err);
	if (failed)
		return failed;
	failed = make(temporary.s, genesis, err);
	if (!failed)
		failed = files_publish(temporary.s, full, err);
	remove_all(temporary.s);
	return failed;
}
