/* SPDX-License-Identifier: MIT */
/*
 * open.c - opening a database file in the one safe order.
 *
 * The file is looked at before SQLite touches it; then the connection is made
 * as little trusting as it can be, its identity is read, and only then does
 * anything of the file's content count. Never open and close the database
 * file by any other way: closing any descriptor on it drops the locks that
 * SQLite holds.
 */
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "store/files.h"
#include "store/index.h"
#include "store/store_private.h"
#include "store/words.h"

#define HEAP_LIMIT (INT64_C(256) << 20)
/* What the schema takes in memory, and the first list with it: read next. */
#define SCHEMA_SIZE      (2 << 20)
#define FIRST_READ_MS 1000
#define FIRST_READ_TRIES 10

/*
 * What a statement with guards may have to take back is kept in memory up to this size. A change
 * touches ten pages and now and then twenty; once it did not fit, all that follow go to a file.
 * SQLite hands it to a file in one piece, of which its Unix layer writes at most 128 KiB: a larger
 * limit ends in "disk full" on an empty disk.
 */
#define STATEMENT_JOURNAL (120 << 10)

/* Of an import of a million rows one does not fit, and the rest would write what they may have to take back. */
static int statement_journal = STATEMENT_JOURNAL;

void store_expect_bulk(void)
{
	statement_journal = -1;
}

const char *store_library(void)
{
	return "SQLite " SQLITE_VERSION;
}

/* ---- settings of the connection ---------------------------------------------- */

static const struct {
	int what, value;
} switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 }, /* checkpoints happen inside the gate only */
};

static const struct {
	int what, value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 4 << 20 },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 200 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 50 },
	{ SQLITE_LIMIT_VDBE_OP, 25000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 64 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 2048 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 250 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
};

static const struct {
	const char *set, *get;
	int64_t value;
} pragmas[] = {
	{ "PRAGMA busy_timeout = 5000", NULL, 0 },
	{ "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", 1 },
	{ "PRAGMA recursive_triggers = ON", "PRAGMA recursive_triggers", 1 },
	{ "PRAGMA synchronous = FULL", "PRAGMA synchronous", 2 },
	{ "PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", 0 },
	{ "PRAGMA journal_size_limit = 16777216", "PRAGMA journal_size_limit", 16777216 },
	{ "PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", 1 },
	{ "PRAGMA mmap_size = 0", NULL, 0 },
	{ "PRAGMA temp_store = FILE", "PRAGMA temp_store", 1 },
	{ "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", 0 },
};

int open_pragmas(struct store *s, struct error *err)
{
	int64_t value;
	int failed;

	for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
		failed = db_exec(s, pragmas[i].set, err);
		if (failed)
			return failed;
		if (!pragmas[i].get)
			continue;
		failed = db_int(s, pragmas[i].get, NULL, -1, &value, err);
		if (failed)
			return failed;
		if (value != pragmas[i].value)
			return s->failed = error_set(err, FAIL_BUG, "cannot open the database",
						     s->path, NULL, "%s did not take",
						     pragmas[i].set);
	}
	return 0;
}

/* ---- what statements may do -------------------------------------------------- */

static const char *const allowed_pragmas[] = { "data_version", "user_version", "application_id",
					       "integrity_check", "foreign_key_check" };

static int authorize(void *data, int action, const char *a, const char *b, const char *c,
		     const char *d)
{
	const struct store *s = data;

	(void)c;
	(void)d;
	if (s->maintenance)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return b && sqlite3_stricmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_INSERT:
		return SQLITE_OK;
	case SQLITE_DELETE: /* what FTS5 does to its own tables */
		return strcmp(a, "search_data") == 0 || strcmp(a, "search_idx") == 0 ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_UPDATE:
		return strcmp(a, "log") == 0 || strcmp(a, "access") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_PRAGMA:
		for (size_t i = 0; i < sizeof allowed_pragmas / sizeof *allowed_pragmas; i++)
			if (sqlite3_stricmp(a, allowed_pragmas[i]) == 0 && (!b || i >= 3))
				return SQLITE_OK;
		return SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

static int progress(void *data)
{
	struct store *s = data;

	/* What is being written is written to its end. */
	return s->stop && !s->gate.held && s->stop(s->stop_data);
}

void store_on_progress(struct store *s, bool (*stop)(void *data), void *data)
{
	s->stop = stop;
	s->stop_data = data;
	sqlite3_progress_handler(s->db, stop ? 2000 : 0, progress, s);
}

static int count_wal(void *data, sqlite3 *db, const char *name, int pages)
{
	struct store *s = data;

	(void)db;
	(void)name;
	s->wal_pages = pages;
	return SQLITE_OK;
}

/* ---- the connection ---------------------------------------------------------- */

struct store *store_new(const char *path)
{
	struct store *s = mem_alloc(sizeof *s);

	s->path = mem_strdup(path);
	s->hasher = hasher_new();
	for (int i = 0; i < INSERT_TEXTS; i++)
		buf_init(&s->insert_texts[i].sql);
	s->index = index_new();
	s->rules = deadline_rules_default();
	gate_init(&s->gate, path);
	return s;
}

void store_free(struct store *s)
{
	if (!s)
		return;
	db_forget_statements(s);
	sqlite3_close(s->db);
	for (int i = 0; i < ENTITY_MAX; i++)
		free(s->select_record[0][i]), free(s->select_record[1][i]), free(s->select_row[i]),
			free(s->make_ref[i]), free(s->insert_rows[i]), free(s->check_free[i]),
			free(s->find_record[0][i]), free(s->find_record[1][i]);
	for (int i = 0; i < INSERT_TEXTS; i++) {
		free(s->insert_texts[i].fields);
		buf_release(&s->insert_texts[i].sql);
	}
	gate_release(&s->gate);
	index_free(s->index);
	words_forget(s);
	hasher_free(s->hasher);
	free(s->path);
	free(s);
}

int open_connection(struct store *s, const char *path, int flags, struct error *err)
{
	int rc, now;

	mem_expect(SCHEMA_SIZE);
	(void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, statement_journal); /* counts the first time */
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD); /* there is one: no lock is taken for every allocation */
	sqlite3_hard_heap_limit64(HEAP_LIMIT);
	rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX,
			     NULL);
	if (rc != SQLITE_OK)
		return db_fail(s, rc, err);
	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
		rc = sqlite3_db_config(s->db, switches[i].what, switches[i].value, &now);
		if (rc != SQLITE_OK || now != switches[i].value)
			return error_set(err, FAIL_BUG, "cannot open the database", path, NULL,
					 "the SQLite library refuses a safe setting (%d)",
					 switches[i].what);
	}
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(s->db, limits[i].what, limits[i].value);
	return 0;
}

/* One byte of the first page may have changed: then the rest still is what it was. */
static bool has_our_tables(struct store *s)
{
	static const char ours[] = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND "
				   "name IN ('log', 'access', 'database', 'user', 'recommendation')";
	int64_t n = 0;

	return db_int(s, ours, NULL, 0, &n, NULL) == 0 && n == 5;
}

static int damaged_header(struct store *s, struct error *err, const char *why)
{
	struct store_backup last;
	char next[256];

	s->broken = s->damaged = true;
	if (!store_last_backup(s->path, &last))
		return error_set(err, FAIL_IO, "cannot open the database", s->path,
				 "run verify, and restore the newest backup", "it may be damaged: %s", why);
	snprintf(next, sizeof next, "run verify, and restore the newest good backup: %.150s of %.10s", last.path, last.made);
	return error_set(err, FAIL_IO, "cannot open the database", s->path, next, "it may be damaged: %s", why);
}

/* Is it ours, and of which version? */
static int read_identity(struct store *s, int64_t *version, struct error *err)
{
	static const char what[] = "cannot open the database";
	int64_t id;
	int failed = db_int(s, "PRAGMA application_id", NULL, 0, &id, err);

	if (failed)
		return failed == FAIL_BUG ? failed : (error_what(err, what), failed);
	if (id != STORE_APPLICATION_ID && has_our_tables(s))
		return damaged_header(s, err, "its tables are closeout's, but its first page does not say so");
	if (id != STORE_APPLICATION_ID)
		return error_set(err, FAIL_BUSY, what, s->path,
				 "give another file; init makes a new one",
				 "it is a SQLite database, but not one of closeout's");
	failed = db_int(s, "PRAGMA user_version", NULL, 0, version, err);
	if (failed)
		return failed;
	if (*version > STORE_VERSION_MAX || *version < 0)
		return damaged_header(s, err, "its first page gives a schema number that there is not");
	if (*version > schema_version)
		return error_set(err, FAIL_BUSY, what, s->path, "update closeout",
				 "it was made by a newer closeout (schema %lld, this one knows %d)",
				 (long long)*version, schema_version);
	return 0;
}

/*
 * The first look into a database that nobody has open makes the index of its WAL anew, and
 * recovers what was left in it, under the lock of writers. That is done inside the gate. Who
 * holds it for longer than a moment is connected, and there is nothing to recover; unless it is
 * somebody who opens it just now, and has not come to it: that is waited for.
 */
static int first_read(struct store *s, int64_t *version, struct error *err)
{
	static const char opening[] = "closeout (opening)";
	int failed, tries = 0;

	while (gate_take(&s->gate, opening, FIRST_READ_MS, NULL) != 0 && ++tries < FIRST_READ_TRIES)
		if (!gate_is_held_by(&s->gate, opening))
			break;
	failed = read_identity(s, version, err);
	gate_leave(&s->gate);
	return failed;
}

static int check_journal(struct store *s, struct error *err)
{
	AUTOSTMT st = stmt_get(s, "PRAGMA journal_mode", err);

	if (!st.p)
		return s->failed;
	if (stmt_step(&st, err) < 0)
		return s->failed;
	if (strcmp(stmt_get_text(&st, 0), "wal") == 0)
		return 0;
	return error_set(err, FAIL_BUSY, "cannot open the database", s->path,
			 "restore the newest backup", "its journal mode was changed to %s",
			 stmt_get_text(&st, 0));
}

static int count_guard(void *data, const char *sql, struct error *err)
{
	(void)sql;
	(void)err;
	++*(int64_t *)data;
	return 0;
}

/*
 * Bringing a file up to date makes its guards anew. A file whose guards were
 * taken away must not become sound by that: it is left for verify and a backup.
 */
static int check_older(struct store *s, int64_t version, struct error *err)
{
	int64_t want = 0, have = 0;
	int failed = version < 1 ? FAIL_NO : guards_each((int)version, count_guard, &want, err);

	if (!failed)
		failed = db_int(s, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' "
				   "AND tbl_name NOT LIKE 'guard\\_%' ESCAPE '\\'", NULL, 0,
				&have, err);
	if (version >= 1 && (failed || have == want))
		return failed;
	return error_set(err, FAIL_NO, "cannot open the database", s->path,
			 "keep the file as it is and restore the last good backup beside it",
			 "it says it is of schema %lld, and its guards are not those of that schema",
			 (long long)version);
}

int open_steps(struct store *s, struct error *err)
{
	int64_t version = 0;
	int failed = open_connection(s, s->path, SQLITE_OPEN_READWRITE, err);

	if (!failed)
		failed = first_read(s, &version, err);
	if (!failed)
		failed = open_pragmas(s, err);
	if (!failed)
		failed = check_journal(s, err);
	if (!failed)
		failed = functions_add(s, err);
	if (failed)
		return failed;
	/* The pages of the schema, which is read by now, take as much as half a list. */
	sqlite3_db_release_memory(s->db);
	/* Opened while restore changed names: our journal would be the other file's. */
	if (store_moved(s))
		return error_set(err, FAIL_BUSY, "cannot open the database", s->path, "try again",
				 "it was replaced just now");
	sqlite3_wal_hook(s->db, count_wal, s);
	sqlite3_set_authorizer(s->db, authorize, s);
	if (version < schema_version) {
		if (s->read_only)
			return error_set(
				err, FAIL_BUSY, "cannot open the database", s->path,
				"open it once for writing: it is brought up to date after a backup",
				"it was made by an older closeout (schema %lld)",
				(long long)version);
		failed = check_older(s, version, err);
		if (!failed)
			failed = migrate(s, (int)version, err);
	}
	return failed;
}

int open_all(struct store *s, struct error *err)
{
	int failed = open_steps(s, err);

	if (failed || !s->read_only)
		return failed;
	s->maintenance = true;
	failed = db_exec(s, "PRAGMA query_only = ON", err);
	s->maintenance = false;
	return failed;
}

int store_open(const char *path, enum store_mode mode, struct store **out, struct error *err)
{
	AUTOFREE char *full = NULL;
	struct store *s;
	int failed = files_full_path(path, &full, err);

	if (!failed)
		failed = files_check(full, err);
	if (failed)
		return failed;
	s = store_new(full);
	s->read_only = mode == STORE_READ_ONLY;
	failed = open_all(s, err);
	if (failed) {
		store_free(s);
		return failed;
	}
	*out = s;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (!s->read_only && !s->folded && !s->broken &&
	    gate_take(&s->gate, "closeout", 0, NULL) == 0) {
		store_checkpoint(s);
		gate_leave(&s->gate);
	}
	store_free(s);
}

/* The gate is held. What cannot be copied now, because somebody reads, is copied the next time. */
static void checkpoint(struct store *s, int mode)
{
	sqlite3_busy_timeout(s->db, 0);
	if (sqlite3_wal_checkpoint_v2(s->db, NULL, mode, NULL, NULL) == SQLITE_OK)
		s->wal_pages = 0;
	sqlite3_busy_timeout(s->db, 5000);
}

void store_checkpoint(struct store *s)
{
	checkpoint(s, SQLITE_CHECKPOINT_TRUNCATE);
}

/* The journal is written again from its start: on a file that does not grow a sync takes half as long. */
void store_checkpoint_on(struct store *s)
{
	checkpoint(s, s->wal_pages > 4 * STORE_WAL_PAGES ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART);
}

void store_rest(struct store *s)
{
	sqlite3_db_release_memory(s->db);
	malloc_trim(0);
}

const char *store_path(const struct store *s)
{
	return s->path;
}

bool store_read_only(const struct store *s)
{
	return s->read_only;
}

int64_t store_data_version(struct store *s)
{
	int64_t version = 0;

	if (db_int(s, "PRAGMA data_version", NULL, 0, &version, NULL) != 0)
		return -1;
	return version;
}
