/* SPDX-License-Identifier: MIT */
/* import.c - rows of a file into records: all of them, or none. */
#include "app/import_private.h"

#include <stdlib.h>
#include <string.h>

#include "app/may.h"
#include "base/mem.h"

#define IMPORT_ROLES (ROLE_CLERK | ROLE_LEAD | ROLE_LIAISON | ROLE_SUPERVISOR)

void import_begin(struct reading_rows *r, struct app *a, const struct import *im)
{
	*r = (struct reading_rows){
		.app = a, .im = im, .arena = ARENA_INIT, .of_rows = ARENA_INIT, .effective = im->effective,
	};
}

void import_end(struct reading_rows *r)
{
	free(r->columns);
	free(r->rows);
	free(r->changes);
	arena_release(&r->arena);
	arena_release(&r->of_rows);
	if (r->source)
		source_close(r->source);
}

void import_tell(struct reading_rows *r, const struct error *e)
{
	if (r->faults++ < IMPORT_FAULTS_MAX && r->im->fault)
		r->im->fault(r->im->data, e);
}

static struct import_row *new_row(struct reading_rows *r, const struct source *s, uint64_t line)
{
	struct import_row *row;
	size_t len = 0;

	MEM_GROW(r->rows, r->cap_rows, r->n_rows + 1);
	row = &r->rows[r->n_rows++];
	*row = (struct import_row){ .first = r->n_changes };
	row->where = arena_printf(&r->of_rows, "%s:%llu", r->im->name ? r->im->name : "standard input",
				  (unsigned long long)line);
	if (r->im->skipped) {
		const char *raw = source_raw(s, &len);

		row->raw = arena_strndup(&r->of_rows, raw, len);
		row->raw_len = len;
	}
	return row;
}

/* One row, good or not. False at the end or where the file cannot be read on. */
static bool read_row(struct reading_rows *r, struct source *s, int *failed, struct error *err)
{
	const struct source_row *row;
	struct import_row *out;

	switch (source_next(s, &row, err)) {
	case SOURCE_GOOD:
		out = new_row(r, s, row->line);
		out->bad = import_take_row(r, s, row, out, err) != 0;
		break;
	case SOURCE_BAD:
		out = new_row(r, s, source_place(s).line);
		out->bad = true;
		break;
	case SOURCE_END:
		return false;
	default:
		*failed = err->kind ? err->kind : FAIL_IO;
		return false;
	}
	if (out->bad) {
		error_what(err, "import");
		import_tell(r, err);
	}
	return true;
}

static int open_source(struct reading_rows *r, struct error *err)
{
	struct source_options options = { .name = r->im->name, .csv_safe = r->im->csv_safe };
	size_t len;
	int failed = source_open(&r->source, r->im->format, r->im->file, &options, err);

	if (failed)
		return failed;
	r->raw_header = source_raw_header(r->source, &len);
	r->raw_header = arena_strndup(&r->arena, r->raw_header, len);
	return 0;
}

int import_read(struct reading_rows *r, struct error *err)
{
	int failed = 0;

	if (!r->source) {
		r->ended = false;
		failed = open_source(r, err);
	}
	while (!failed && !(r->most && r->n_rows >= r->most))
		if (!read_row(r, r->source, &failed, err)) {
			r->ended = true;
			break;
		}
	if (r->source && (failed || r->ended)) {
		source_close(r->source);
		r->source = NULL;
	}
	return failed;
}

struct door_request import_request(const struct reading_rows *r)
{
	return (struct door_request){
		.verb = r->im->genesis ? "sample" : "import", .reason = r->im->reason, .effective = r->effective, .import = true,
		.genesis = r->im->genesis, .actor = r->im->actor, .changes = r->changes, .n_changes = r->n_changes,
	};
}

/* ---- faults found by the door */

static struct import_row *row_of(struct reading_rows *r, int change)
{
	for (int lo = 0, hi = r->n_rows - 1; lo <= hi;) {
		int mid = (lo + hi) / 2;
		struct import_row *row = &r->rows[mid];

		if (change < row->first)
			hi = mid - 1;
		else if (change >= row->first + row->n_changes)
			lo = mid + 1;
		else
			return row;
	}
	return NULL;
}

static int by_change(const void *a, const void *b)
{
	const struct door_fault *x = a, *y = b;

	return x->change != y->change ? (x->change > y->change) - (x->change < y->change)
				      : strcmp(x->error.where, y->error.where);
}

/* In the order of the file. */
static void tell_faults(struct reading_rows *r, struct door_faults *faults)
{
	if (faults->n)
		qsort(faults->at, (size_t)faults->n, sizeof *faults->at, by_change);
	for (int i = 0; i < faults->n; i++) {
		struct import_row *row = row_of(r, faults->at[i].change);

		if (row)
			row->bad = true;
		import_tell(r, &faults->at[i].error);
	}
}

int import_count_bad(const struct reading_rows *r)
{
	int bad = 0;

	for (int i = 0; i < r->n_rows; i++)
		bad += r->rows[i].bad;
	return bad;
}

/* Takes the changes of bad rows out, keeping the order. */
static void drop_bad(struct reading_rows *r)
{
	int to = 0;

	for (int i = 0; i < r->n_rows; i++) {
		struct import_row *row = &r->rows[i];
		int n = row->bad ? 0 : row->n_changes;

		memmove(&r->changes[to], &r->changes[row->first], (size_t)n * sizeof *r->changes);
		row->first = to;
		row->n_changes = n;
		to += n;
	}
	r->n_changes = to;
}

/* The checks alone, or with written the whole way; what is checked is not read a second time. */
static int through_the_door(struct reading_rows *r, struct store_result *written, struct door_faults *faults,
			    struct error *err)
{
	struct door_request request = import_request(r);

	return written ? door_commit(r->app, &request, written, faults, err)
		       : door_check(r->app, &request, faults, err);
}

/*
 * Until nothing is wrong with what is left; dropping a row can orphan others. Nothing is written
 * while any row is bad, but where bad ones are put aside.
 */
int import_check(struct reading_rows *r, struct store_result *written, struct error *err)
{
	int failed, before;

	do {
		struct door_faults faults = { 0 };

		before = import_count_bad(r);
		if (r->im->skipped)
			drop_bad(r);
		failed = through_the_door(r, written, &faults, err);
		tell_faults(r, &faults);
		door_faults_release(&faults);
	} while (failed && r->im->skipped && import_count_bad(r) > before);
	return failed;
}

/* ---- the whole */

int import_put_aside(struct reading_rows *r, struct error *err)
{
	FILE *f = r->im->skipped;

	if (!f || !import_count_bad(r))
		return 0;
	if (*r->raw_header)
		fprintf(f, "%s\n", r->raw_header);
	for (int i = 0; i < r->n_rows; i++)
		if (r->rows[i].bad) {
			fwrite(r->rows[i].raw, 1, r->rows[i].raw_len, f);
			putc('\n', f);
		}
	if (fflush(f) == 0)
		return 0;
	return error_set(err, FAIL_IO, "import", "the file of skipped rows", NULL, "it cannot be written");
}

static bool allowed(struct app *a, const struct import *im, struct error *err)
{
	if (im->genesis)
		return true;
	if (may_write(a, err) && may_role(a, IMPORT_ROLES | (im->entity->add_roles & ROLE_ADMIN), "import", err) &&
	    (!im->exclusive || may_role(a, ROLE_LEAD | ROLE_ADMIN, "import with --exclusive", err)))
		return true;
	error_what(err, "import");
	return false;
}

void import_count(const struct reading_rows *r, struct import_result *result)
{
	result->rows = r->n_rows;
	result->bad = import_count_bad(r);
	for (int i = 0; i < r->n_rows; i++) {
		const struct import_row *row = &r->rows[i];

		if (row->bad || !row->n_changes)
			continue;
		if (r->changes[row->first].add)
			result->added++;
		else
			result->existing++;
	}
}

/* kind of the first fault: rows may be wrong, or not this account's to change. */
int import_said_bad(struct reading_rows *r, struct import_result *result, int kind, struct error *err)
{
	import_count(r, result);
	return error_set(err, (enum fail)kind, "import", r->im->name, "mend them, or put them aside with --skip-bad FILE",
			 "%d of %d rows are bad, nothing was written", import_count_bad(r), r->n_rows);
}

int import_rows(struct app *a, const struct import *im, struct import_result *result, struct error *err)
{
	struct reading_rows r;
	struct store_result written = STORE_RESULT_INIT;
	int failed;

	*result = (struct import_result){ 0 };
	if (!allowed(a, im, err))
		return err->kind;
	import_begin(&r, a, im);
	r.most = im->genesis ? 0 : im->exclusive ? IMPORT_PIECE : IMPORT_ROWS_SHARED + 1;
	failed = import_read(&r, err);
	if (!failed && !r.ended) {
		failed = import_bulk(&r, result, err);
		import_end(&r);
		return failed;
	}
	if (!failed) {
		/* With a bad row in the file the checks alone are left to do. */
		bool write = !im->dry_run && (im->skipped || !import_count_bad(&r));

		failed = import_check(&r, write ? &written : NULL, err);
		if (import_count_bad(&r) && !im->skipped)
			failed = import_said_bad(&r, result, failed ? failed : FAIL_DATA, err);
	}
	if (!failed && !im->dry_run)
		failed = import_put_aside(&r, err);
	if (!failed)
		import_count(&r, result);
	result->written = !failed && written.batch ? written.head - written.batch + 1 : 0;
	store_result_release(&written);
	import_end(&r);
	return failed;
}
