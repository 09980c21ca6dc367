/* SPDX-License-Identifier: MIT */
/*
 * reopen.c - a connection whose disk failed, made anew when the disk is back.
 *
 * What SQLite holds of the file may not be what is there any more, so nothing of the old
 * connection is used again. It has to be the same file: rows are known by their numbers.
 */
#include <sys/stat.h>

#include "store/files.h"
#include "store/index.h"
#include "store/store_private.h"
#include "store/words.h"

static const char what[] = "cannot open the database again";

/* The file has to be the one that was open before the first try. */
static int check_same(struct store *s, struct error *err)
{
	struct stat st;

	if (store_moved(s) || lstat(s->path, &st) != 0 ||
	    (s->reopening && (st.st_dev != s->dev || st.st_ino != s->ino)))
		return error_set(err, FAIL_BUSY, what, s->path, "leave and start closeout again",
				 "it is not there, or another file has its name");
	s->reopening = true;
	s->dev = st.st_dev;
	s->ino = st.st_ino;
	return files_check(s->path, err);
}

static int let_go(struct store *s, struct error *err)
{
	db_forget_statements(s);
	words_forget(s);
	index_forget(s);
	s->looking = false;
	s->latest.entity = NULL;
	if (sqlite3_close(s->db) != SQLITE_OK)
		return error_set(err, FAIL_BUSY, what, s->path, "try again", "it is being read");
	s->db = NULL;
	return 0;
}

/* Whether anything can be read, and something could be written. */
static int try_it(struct store *s, struct error *err)
{
	int64_t entries;

	if (sqlite3_db_readonly(s->db, "main") == 1 && !s->read_only)
		return error_set(err, FAIL_IO, what, s->path, "check the disk", "it can only be read");
	return db_int(s, "SELECT count(*) FROM (SELECT 1 FROM log ORDER BY seq DESC LIMIT 10)", NULL, 0, &entries, err);
}

int store_reopen(struct store *s, struct error *err)
{
	int failed;

	if (!s->broken || s->damaged || s->folded || s->bulk || s->gate.held)
		return error_set(err, FAIL_NO, what, s->path, NULL, "nothing is to be done");
	failed = check_same(s, err);
	if (!failed)
		failed = let_go(s, err);
	if (failed)
		return failed;
	s->broken = false;
	s->writing = false;
	s->wal_pages = 0;
	failed = open_all(s, err);
	if (!failed)
		failed = try_it(s, err);
	s->broken |= failed != 0;
	s->reopening = failed != 0;
	if (!failed)
		store_on_progress(s, s->stop, s->stop_data);
	return failed;
}
