/* SPDX-License-Identifier: MIT */
/*
 * bulk.c - a batch that comes in pieces, because all of it would not fit in memory.
 *
 * The gate and one transaction are held from begin to end: others read what
 * was there before, writers wait. A piece that fails leaves nothing behind.
 */
#include <string.h>

#include "store/apply.h"
#include "store/index.h"

static int begin(struct store *s, struct error *err)
{
	int failed = db_begin(s, err);

	if (!failed)
		failed = store_check_version(s, err);
	if (failed && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return failed;
}

int store_bulk_begin(struct store *s, const char *actor, const struct store_bulk *how, struct error *err)
{
	int failed = store_writable(s, err);

	if (!failed)
		failed = gate_take(&s->gate, actor, STORE_GATE_MS, err);
	if (failed)
		return failed;
	failed = begin(s, err);
	if (failed) {
		gate_leave(&s->gate);
		return failed;
	}
	s->bulk = true;
	memset(s->corrected, 0, sizeof s->corrected);
	s->bulk_batch = 0;
	s->bulk_how = *how;
	apply_bulk_cache(s, true);
	return 0;
}

/*
 * A savepoint a change and none around them: SQLite keeps what it may have to take back in memory as
 * long as it is little. Around a piece it was four gigabytes of temporary files for 100,000 rows.
 */
int bulk_mark(struct store *s, const char *sql, struct error *err)
{
	AUTOSTMT st = stmt_get(s, sql, err);

	return st.p ? stmt_run(&st, err) : s->failed;
}

int bulk_tell(struct store *s, int change, int failed, const struct error *e)
{
	if (failed == FAIL_IO || failed == FAIL_BUG || failed == FAIL_BUSY)
		return failed;
	s->bulk_how.bad(s->bulk_how.data, change, e);
	return 0;
}

void store_bulk_say(struct store *s, const char *words)
{
	if (s->bulk)
		gate_sign(&s->gate, words);
}

int bulk_piece(struct store *s, const struct batch *b, struct store_result *r, struct error *err)
{
	int failed;

	/* SQLite itself rolls back when the disk fails; what came next would stand alone. */
	if (sqlite3_get_autocommit(s->db))
		return error_set(err, FAIL_IO, "cannot save", s->path, NULL,
				 "an earlier piece of the batch failed");
	/* The whole of it was done before: as long as nothing of this one is in. */
	failed = s->bulk_batch ? 0 : store_find_repeat(s, b->op_id, r, err);
	if (failed || r->repeated)
		return failed ? failed : store_head(s, &r->head, NULL, err);
	failed = apply_changes(s, b, r, err);
	if (!failed && index_much_waits(s))
		failed = index_flush(s, err);
	if (failed)
		r->batch = r->head = 0;
	else if (r->batch)
		s->bulk_batch = r->batch;
	return failed;
}

static int ask_to_stop(void *data)
{
	const struct store *s = data;

	return s->bulk_how.stop(s->bulk_how.data);
}

/* The index of all that was added is made at the end, which takes a while. */
static int make_index(struct store *s, struct error *err)
{
	int failed;

	if (!s->bulk_how.stop)
		return index_flush(s, err);
	sqlite3_progress_handler(s->db, 50000, ask_to_stop, s);
	failed = index_flush(s, err);
	store_on_progress(s, s->stop, s->stop_data);
	return failed;
}

int store_bulk_end(struct store *s, bool keep, struct error *err)
{
	int failed = 0;

	s->bulk = false;
	s->bulk_batch = 0;
	if (keep && sqlite3_get_autocommit(s->db))
		failed = error_set(err, FAIL_IO, "cannot save", s->path, NULL,
				   "a piece of the batch failed, nothing was saved");
	else if (keep)
		failed = db_commit_or_roll_back(s, make_index(s, err), err);
	else if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (!keep || failed)
		index_forget(s);
	s->writing = false;
	apply_bulk_cache(s, false);
	if (!failed && s->wal_pages > STORE_WAL_PAGES)
		store_checkpoint(s);
	gate_leave(&s->gate);
	return failed;
}
