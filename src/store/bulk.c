/* SPDX-License-Identifier: MIT */
/*
 * bulk.c - a batch that comes in pieces, because all of it would not fit in memory.
 *
 * The gate and one transaction are held from begin to end: others read what
 * was there before, writers wait. A piece that fails leaves nothing behind.
 */
#include "store/apply.h"
#include "store/index.h"

static int begin(struct store *s, struct error *err)
{
	int failed = db_exec(s, "BEGIN IMMEDIATE", err);

	if (!failed)
		failed = store_check_version(s, err);
	if (failed && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return failed;
}

int store_bulk_begin(struct store *s, const char *actor, struct error *err)
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
	s->bulk_batch = 0;
	apply_bulk_cache(s, true);
	return 0;
}

int bulk_piece(struct store *s, const struct batch *b, struct store_result *r, struct error *err)
{
	struct index_mark mark = index_mark(s);
	int failed;

	/* SQLite itself rolls back when the disk fails; what came next would stand alone. */
	if (sqlite3_get_autocommit(s->db))
		return error_set(err, FAIL_IO, "cannot save", s->path, NULL,
				 "an earlier piece of the batch failed");
	failed = db_exec(s, "SAVEPOINT piece", err);
	if (failed)
		return failed;
	failed = apply_changes(s, b, r, err);
	if (failed && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK TO piece", NULL, NULL, NULL);
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "RELEASE piece", NULL, NULL, NULL);
	if (failed)
		index_back_to(s, &mark);
	else if (index_much_waits(s))
		failed = index_flush(s, err);
	if (failed)
		r->batch = r->head = 0;
	else if (r->batch)
		s->bulk_batch = r->batch;
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
		failed = db_commit_or_roll_back(s, index_flush(s, err), err);
	else if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (!keep || failed)
		index_forget(s);
	apply_bulk_cache(s, false);
	if (!failed && s->wal_pages > STORE_WAL_PAGES)
		store_checkpoint(s);
	gate_leave(&s->gate);
	return failed;
}
