/* SPDX-License-Identifier: MIT */
/*
 * import_bulk.c - a file into one batch, piece by piece.
 *
 * A short file is one piece, so that its rows may refer to each other in any
 * order; of a long one every piece is checked and written before the next is
 * read, so that memory does not grow with it, and rows that name one further on
 * wait until the file is through. Bad rows are told and left out, and
 * the others go on, so that all that is wrong is found in one run. Whether it is
 * kept is decided at the end: a bad row, a dry run and Ctrl-C take all of it back.
 */
#include <stdio.h>
#include <string.h>

#include "app/import_private.h"
#include "base/clock.h"

/* ---- what the store refuses */

/* "OIG-12-130/1, closed_on": the field behind the last comma. */
static const struct field *field_in(const struct entity *e, const char *where)
{
	const char *comma = strrchr(where, ',');

	return comma ? record_field(e, comma + 1 + strspn(comma + 1, " ")) : NULL;
}

static void bad_change(void *data, int change, const struct error *e)
{
	struct reading_rows *r = data;

	import_door_fault(r, change, field_in(r->send[change].entity, e->where), e);
}

/* ---- one piece */

/* *in: what the door let pass is in; what the store refused of it is told and left out. */
static int pass(struct reading_rows *r, bool write, bool *in, struct import_result *result, struct error *err)
{
	struct store_result written = STORE_RESULT_INIT;
	struct door_faults faults = { 0 };
	struct door_request request = import_request(r);
	int failed = write ? door_commit(r->app, &request, &written, &faults, err)
			   : door_check(r->app, &request, &faults, err);

	for (int i = 0; i < faults.n; i++)
		import_door_fault(r, faults.at[i].change, faults.at[i].field, &faults.at[i].error);
	if (!failed && written.batch)
		result->written = written.head - written.batch + 1;
	/* What the door found is told and left out; only the machine's failures end it. */
	*in = write && !failed;
	if (faults.n)
		failed = 0;
	door_faults_release(&faults);
	store_result_release(&written);
	return failed;
}

static int count_out(const struct reading_rows *r)
{
	int n = 0;

	for (int i = 0; i < r->n_rows; i++)
		n += r->rows[i].bad || r->rows[i].left_out;
	return n;
}

/*
 * First all rows, the bad ones too, so that all that is wrong with them is told and nothing is called
 * wrong for referring to one; then, until nothing is found any more, those that are left. What is found
 * then comes of the rows that were left out: it is told only where the rest is kept.
 */
static int write_piece(struct reading_rows *r, struct import_result *result, struct error *err)
{
	bool in = false;
	int before, failed = 0;

	import_order(r, true);
	if (r->n_send)
		failed = pass(r, !count_out(r), &in, result, err);
	r->secondary = !r->im->skipped;
	for (before = -1; !failed && !in && count_out(r) > before;) {
		import_order(r, false);
		before = count_out(r);
		if (!r->n_send)
			break;
		failed = pass(r, true, &in, result, err);
	}
	r->secondary = false;
	return failed;
}

static void let_go(struct reading_rows *r)
{
	r->before += r->n_rows;
	r->n_rows = r->n_changes = r->n_named = 0;
	r->held = 0;
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

/* How far it is: whoever started it, and those who wait. */
static void tell_progress(struct reading_rows *r, const struct import_result *result, bool indexing)
{
	struct import_progress p = {
		.rows = result->rows, .size = r->size, .indexing = indexing,
		.bytes = r->source ? source_bytes(r->source) : r->bytes,
		.seconds = (double)(clock_monotonic_us() - r->started_us) / 1000000,
	};
	char words[120];

	if (r->im->progress)
		r->im->progress(r->im->data, &p);
	if (p.size)
		snprintf(words, sizeof words, "%.40s imports %s, %lld rows so far, %d %%", r->app->user, r->im->entity->plural,
			 (long long)p.rows, (int)(p.bytes * 100 / p.size));
	else
		snprintf(words, sizeof words, "%.40s imports %s, %lld rows so far", r->app->user, r->im->entity->plural,
			 (long long)p.rows);
	store_bulk_say(r->app->store, words);
}

static int cancelled(const struct reading_rows *r, struct error *err)
{
	return error_set(err, FAIL_NO, "import", r->im->name, NULL, "cancelled in row %lld: nothing was written",
			 (long long)r->before + r->n_rows);
}

static bool asked_to_stop(struct reading_rows *r)
{
	return r->cancelled || (r->im->stop && r->im->stop(r->im->data));
}

static int too_many(struct reading_rows *r, const struct import_result *result, struct error *err)
{
	if (r->im->exclusive || result->rows + r->n_rows + import_later_rows(r) <= IMPORT_ROWS_SHARED)
		return 0;
	r->hints.exclusive = true;
	return error_set(err, FAIL_USAGE, "import", r->im->name,
			 r->app->options.host ? "split the file: a session on a host takes no more"
					      : "say --exclusive, or split the file",
			 "it has more than %d rows", IMPORT_ROWS_SHARED);
}

static int take_all(struct reading_rows *r, struct import_result *result, struct error *err)
{
	int failed = 0;

	while (!failed) {
		failed = too_many(r, result, err);
		if (!failed && asked_to_stop(r))
			failed = cancelled(r, err);
		if (!failed)
			failed = write_piece(r, result, err);
		import_tell(r);
		if (!failed && !r->im->dry_run)
			failed = import_put_aside(r, err);
		add_up(r, result);
		tell_progress(r, result, false);
		let_go(r);
		if (!failed && !r->ended)
			failed = import_read(r, err);
		else if (failed || !import_later_next(r, &failed, err))
			break;
	}
	return failed;
}

/* kind of the gravest problem: rows may be wrong, or not this account's to change. */
static int said_bad(struct reading_rows *r, const struct import_result *result, struct error *err)
{
	enum fail kind = r->worst ? r->worst : FAIL_DATA;

	if (!result->bad)
		return error_set(err, kind, "import", r->im->name, NULL, "its columns do not fit, nothing was written");
	return error_set(err, kind, "import", r->im->name, "mend them, or put them aside with --skip-bad FILE",
			 "%lld of %lld row%s %s bad, nothing was written", (long long)result->bad, (long long)result->rows,
			 result->rows == 1 ? "" : "s", result->bad == 1 ? "is" : "are");
}

static bool stop_index(void *data)
{
	return asked_to_stop(data);
}

int import_bulk(struct reading_rows *r, struct import_result *result, struct error *err)
{
	struct store_bulk how = { .bad = bad_change, .stop = r->im->stop ? stop_index : NULL, .data = r };
	struct store *s = r->app->store;
	int failed = too_many(r, result, err), ended;
	bool keep;

	if (!failed)
		failed = store_bulk_begin(s, r->app->user, &how, err);
	if (failed) {
		error_what(err, "import");
		return failed;
	}
	failed = take_all(r, result, err);
	if (!failed && (r->file_bad || (result->bad && !r->im->skipped)))
		failed = said_bad(r, result, err);
	keep = !failed && !r->im->dry_run;
	if (keep && asked_to_stop(r)) {
		keep = false;
		failed = cancelled(r, err);
	}
	if (keep)
		tell_progress(r, result, true);
	ended = store_bulk_end(s, keep, failed ? NULL : err);
	if (!failed && ended == FAIL_NO)
		ended = cancelled(r, err);
	if (failed || ended || r->im->dry_run)
		result->written = 0;
	return failed ? failed : ended;
}
