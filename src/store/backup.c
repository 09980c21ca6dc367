/* SPDX-License-Identifier: MIT */
/*
 * backup.c - an online copy: taken in one step, checked, then given its name.
 *
 * One step, because a copy in several begins again whenever somebody else
 * commits. Readers and writers go on meanwhile.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/files.h"
#include "store/store_private.h"

static const char what[] = "cannot back up";

static int copy(struct store *s, const char *to, struct error *err)
{
	sqlite3 *db = NULL;
	sqlite3_backup *b;
	int rc = sqlite3_open_v2(to, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL,
				  NULL); /* synced whole afterwards */
	if (rc == SQLITE_OK) {
		b = sqlite3_backup_init(db, "main", s->db, "main");
		rc = b ? sqlite3_backup_step(b, -1) : sqlite3_errcode(db);
		if (b)
			sqlite3_backup_finish(b);
	}
	sqlite3_close(db);
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return 0;
	return error_set(err, FAIL_IO, what, to,
			 rc == SQLITE_FULL ? "free some space, then try again" : NULL, "%s",
			 sqlite3_errstr(rc));
}

static int single(sqlite3 *db, const char *sql, char *dst, size_t size)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(st, 0);
		size_t len = strnlen(text ? text : "", size - 1);

		memcpy(dst, text ? text : "", len);
		dst[len] = '\0';
	}
	sqlite3_finalize(st);
	return rc;
}

/* The copy must be whole, and its log a beginning of ours. */
static int check_copy(struct store *s, const char *path, struct error *err)
{
	char answer[256] = "", head[80] = "";
	sqlite3 *db = NULL;
	int64_t found = 0;
	int failed;
	int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);

	if (rc == SQLITE_OK)
		rc = single(db, "PRAGMA integrity_check(1)", answer, sizeof answer);
	if (rc == SQLITE_ROW)
		rc = single(db, "SELECT hash FROM log ORDER BY seq DESC LIMIT 1", head,
			    sizeof head);
	sqlite3_close(db);
	if (rc != SQLITE_ROW || strcmp(answer, "ok") != 0)
		return error_set(err, FAIL_IO, what, path, "run verify on the database",
				 "the copy is damaged: %s", *answer ? answer : sqlite3_errstr(rc));
	failed = db_int(s, "SELECT 1 FROM log WHERE hash = ?1", head, 0, &found, err);
	if (!failed && !found)
		failed = error_set(err, FAIL_IO, what, path, NULL,
				   "the copy's log is not the database's");
	return failed;
}

static void remove_temporary(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal", ".lock" };
	AUTOBUF name = BUF_INIT;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		buf_clear(&name);
		buf_addf(&name, "%s%s", path, endings[i]);
		unlink(name.s);
	}
}

/* The whole of it, as verify does; the copy is still under its temporary name. */
static int verify_copy(const char *path, int64_t *problems, struct error *err)
{
	struct store *copy = store_new(path);
	int failed;

	copy->read_only = true;
	failed = open_steps(copy, err);
	if (!failed)
		failed = store_verify(copy, NULL, NULL, problems, err);
	store_free(copy);
	return failed;
}

static int make(struct store *s, const char *temporary, const char *path, int64_t *problems, struct error *err)
{
	int failed = files_create(temporary, err);

	if (failed)
		return failed;
	failed = copy(s, temporary, err);
	if (!failed)
		failed = check_copy(s, temporary, err);
	if (!failed && problems)
		failed = verify_copy(temporary, problems, err);
	return failed ? failed : files_publish(temporary, path, err);
}

static int where_to(const char *path, char **full, struct error *err)
{
	struct stat st;
	int failed = files_full_path(path, full, err);

	if (failed == FAIL_MISSING)
		return error_set(err, FAIL_CREATE, what, path, "make the folder, or name another one",
				 "there is no such folder");
	if (failed)
		return error_what(err, what);
	if (lstat(*full, &st) == 0)
		return error_set(err, FAIL_CREATE, what, *full, "give another name",
				 "there is something with that name");
	return 0;
}

int store_backup(struct store *s, const char *path, int64_t *problems, struct error *err)
{
	AUTOFREE char *full = NULL;
	AUTOBUF temporary = BUF_INIT;
	struct log_head head = { .seq = 0 };
	int64_t found = 0;
	int failed = where_to(path, &full, err);

	if (failed)
		return failed;
	if (!s->folded)
		(void)log_head(s, &head, NULL);
	buf_addf(&temporary, "%s.tmp-%ld", full, (long)getpid());
	failed = make(s, temporary.s, full, problems ? &found : NULL, err);
	remove_temporary(temporary.s);
	if (failed)
		return error_what(err, what);
	if (!found)
		note_backup(s->path, full, head.seq);
	if (problems)
		*problems = found;
	return 0;
}
