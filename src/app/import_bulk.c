/* SPDX-License-Identifier: MIT */
/*
 * import_bulk.c - a file too long to hold, piece by piece into one batch.
 *
 * Every piece is checked and written before the next is read, so that rows
 * may refer to earlier ones, and memory does not grow with the file. What is
 * wrong anywhere takes all of it back. A dry run does the same and keeps nothing.
 */
#include "app/import_private.h"

#include "base/clock.h"
#include "base/mem.h"

static void let_go(struct reading_rows *r)
{
	r->before += r->n_rows;
	r->n_rows = r->n_changes = 0;
	arena_clear(&r->of_rows);
}

static void add_up(struct reading_rows *r, struct import_result *result)
{
	struct import_result piece = { 0 };

	import_count(r, &piece);
	result->rows += piece.rows;
	result->bad += piece.bad;
	result->added += piece.added;
	result->existing += piece.existing;
}

/* One piece; written NULL: the checks alone, because nothing of it will be kept. */
static int take_piece(struct reading_rows *r, bool write, struct import_result *result,
		      struct error *err)
{
	struct store_result written = STORE_RESULT_INIT;
	bool set_aside = r->im->skipped && !r->im->dry_run;
	int failed = import_check(r, write ? &written : NULL, err);
	int bad;

	if (!failed && written.batch)
		result->written = written.head - written.batch + 1;
	store_result_release(&written);
	bad = import_count_bad(r);
	/* A piece with bad rows was not written; that is settled at the end. */
	if (failed && bad)
		failed = 0;
	if (!failed && set_aside && bad) {
		failed = import_put_aside(r, err);
		r->raw_header = "";
	}
	add_up(r, result);
	return failed;
}

static void tell_progress(const struct reading_rows *r, int64_t started_us)
{
	double seconds = (double)(clock_monotonic_us() - started_us) / 1000000;

	if (r->im->progress)
		r->im->progress(r->im->data, r->before, seconds);
}

static int take_all(struct reading_rows *r, struct import_result *result, struct error *err)
{
	int64_t started_us = clock_monotonic_us();
	bool skips = r->im->skipped != NULL;
	int failed = 0;

	r->most = IMPORT_PIECE;
	for (;;) {
		bool write = skips || (!result->bad && !import_count_bad(r));

		failed = take_piece(r, write, result, err);
		if (failed)
			return failed;
		let_go(r);
		tell_progress(r, started_us);
		if (r->ended)
			break;
		failed = import_read(r, err);
		if (failed)
			return failed;
	}
	if (!result->bad || skips)
		return 0;
	return error_set(err, FAIL_DATA, "import", r->im->name,
			 "mend them, or put them aside with --skip-bad FILE",
			 "%lld of %lld rows are bad, nothing was written", (long long)result->bad,
			 (long long)result->rows);
}

int import_bulk(struct reading_rows *r, struct import_result *result, struct error *err)
{
	struct store *s = r->app->store;
	int failed;

	if (!r->im->exclusive)
		return error_set(err, FAIL_USAGE, "import", r->im->name,
				 "say --exclusive, or split the file", "it has more than %d rows",
				 IMPORT_ROWS_SHARED);
	failed = store_bulk_begin(s, r->app->user, err);
	if (failed) {
		error_what(err, "import");
		return failed;
	}
	failed = take_all(r, result, err);
	int ended = store_bulk_end(s, !failed && !r->im->dry_run, failed ? NULL : err);

	if (failed || ended || r->im->dry_run)
		result->written = 0;
	return failed ? failed : ended;
}
