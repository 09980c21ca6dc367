/* SPDX-License-Identifier: MIT */
/* import.c - rows of a file into records: all of them, or none. */
#include "app/access.h"
#include "app/import_private.h"

#include <stdlib.h>
#include <string.h>

#include "app/may.h"
#include "base/clock.h"
#include "base/mem.h"

#define IMPORT_ROLES (ROLE_CLERK | ROLE_LEAD | ROLE_LIAISON | ROLE_SUPERVISOR)

void import_begin(struct reading_rows *r, struct app *a, const struct import *im)
{
	*r = (struct reading_rows){
		.app = a, .im = im, .arena = ARENA_INIT, .of_rows = ARENA_INIT, .effective = im->effective,
		.started_us = clock_monotonic_us(),
	};
}

static void free_words(struct import_words *w)
{
	free(w->at);
}

void import_end(struct reading_rows *r)
{
	void *lists[] = { r->columns, r->rows, r->changes, r->owners, r->send, r->send_owners, r->problems, r->sorts,
			  r->said_of, r->named };
	struct import_words *words[] = { &r->hints.none, &r->hints.columns, &r->hints.encodings, &r->hints.values,
					 &r->hints.fields, &r->notes, &r->made };

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		free(lists[i]);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		free_words(words[i]);
	import_rules_free(&r->rules);
	import_cache_free(r->cache);
	import_later_free(r->later);
	arena_release(&r->arena);
	arena_release(&r->of_rows);
	if (r->source)
		source_close(r->source);
}

struct door_request import_request(const struct reading_rows *r)
{
	return (struct door_request){
		.verb = r->im->genesis ? "sample" : "import", .reason = r->im->reason, .effective = r->effective, .import = true,
		.genesis = r->im->genesis, .actor = r->im->actor, .changes = r->send, .n_changes = r->n_send,
	};
}

/* ---- counting */

int import_count_bad(const struct reading_rows *r)
{
	int bad = 0;

	for (int i = 0; i < r->n_rows; i++)
		bad += r->rows[i].bad && !r->rows[i].made;
	return bad;
}

void import_count(const struct reading_rows *r, struct import_result *result)
{
	*result = (struct import_result){ 0 };
	for (int i = 0; i < r->n_rows; i++) {
		const struct import_row *row = &r->rows[i];
		bool has = row->first < r->n_changes && r->owners[row->first] == i;

		if (row->later)
			continue;
		result->rows += !row->made;
		result->bad += row->bad && !row->made;
		if (row->bad || row->made || !has)
			continue;
		if (r->changes[row->first].add)
			result->added++;
		else
			result->existing++;
	}
}

/* The first time with the line that names the columns. */
int import_put_aside(struct reading_rows *r, struct error *err)
{
	FILE *f = r->im->skipped;

	if (!f || !import_count_bad(r))
		return 0;
	if (*r->raw_header && !r->header_put)
		fprintf(f, "%s\n", r->raw_header);
	r->header_put = true;
	for (int i = 0; i < r->n_rows; i++)
		if (r->rows[i].bad && !r->rows[i].made) {
			fwrite(r->rows[i].raw, 1, r->rows[i].raw_len, f);
			putc('\n', f);
		}
	if (fflush(f) == 0)
		return 0;
	return error_set(err, FAIL_IO, "import", "the file of skipped rows", NULL, "it cannot be written");
}

/* ---- the whole */

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

/* Sample records: into a database that is being made, or straight through the door. */
static int take_genesis(struct reading_rows *r, struct import_result *result, struct error *err)
{
	struct store_result written = STORE_RESULT_INIT;
	struct door_request request;
	int failed = import_read(r, err);

	if (failed)
		return failed;
	import_order(r, true);
	request = import_request(r);
	import_tell(r);
	if (!r->faults)
		failed = door_commit(r->app, &request, &written, NULL, err);
	import_count(r, result);
	if (r->faults)
		failed = error_set(err, FAIL_DATA, "import", r->im->name, NULL, "a row is bad");
	result->written = !failed && written.batch ? written.head - written.batch + 1 : 0;
	store_result_release(&written);
	return failed;
}

static int take(struct reading_rows *r, struct import_result *result, struct error *err)
{
	int failed = import_rules_read(r, err);

	if (failed)
		return failed;
	r->most = r->im->exclusive ? IMPORT_PIECE : IMPORT_ROWS_SHARED + 1;
	r->most_bytes = r->im->exclusive ? IMPORT_PIECE_BYTES : IMPORT_SHORT_BYTES;
	failed = import_read(r, err);
	if (failed)
		import_tell(r);
	/* From here on memory is what one piece takes. */
	r->most = IMPORT_PIECE;
	r->most_bytes = IMPORT_PIECE_BYTES;
	if (!failed)
		failed = import_bulk(r, result, err);
	import_finish(r);
	return failed;
}

int import_rows(struct app *a, const struct import *im, struct import_result *result, struct error *err)
{
	struct reading_rows r;
	int failed;

	*result = (struct import_result){ 0 };
	if (!allowed(a, im, err))
		return err->kind;
	import_begin(&r, a, im);
	failed = im->genesis ? take_genesis(&r, result, err) : take(&r, result, err);
	/* Whoever tries what is not theirs to do leaves a trace; what it was is said row by row, not in the end. */
	if (*r.denied) {
		access_note(a, ACCESS_REFUSAL, NULL, r.denied);
		err->noted = failed;
	}
	import_end(&r);
	return failed;
}
