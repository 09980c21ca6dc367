/* SPDX-License-Identifier: MIT */
/* import_read.c - the file, opened by the options, and its rows a piece at a time. */
#include "app/import_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/mem.h"

#define ASK_EVERY 256 /* rows between two questions whether to go on */

static void keep_raw(struct reading_rows *r, struct import_row *row)
{
	const char *raw = source_raw(r->source, &row->raw_len);

	row->raw = arena_strndup(&r->of_rows, raw, row->raw_len);
}

static int new_row(struct reading_rows *r, uint64_t line, uint64_t number)
{
	struct import_row *row;
	size_t len = 0;

	MEM_GROW(r->rows, r->cap_rows, r->n_rows + 1);
	row = &r->rows[r->n_rows++];
	*row = (struct import_row){ .first = r->n_changes, .line = line, .number = number };
	if (r->again)
		*row = (struct import_row){ .first = r->n_changes, .line = r->again->line, .number = r->again->number };
	row->where = arena_printf(&r->of_rows, "%s:%llu", r->im->name ? r->im->name : "standard input",
				  (unsigned long long)row->line);
	source_raw(r->source, &len);
	r->held += len;
	r->line_shift = row->line - line;
	if (r->im->skipped)
		keep_raw(r, row);
	return r->n_rows - 1;
}

/* What the file itself is wrong at, as a problem of its row. */
static void source_problem_of(struct reading_rows *r, const struct error *e)
{
	struct source_place p = source_place(r->source);
	int at = new_row(r, p.line, p.row);

	r->hints.ragged |= p.problem == SOURCE_SHORT_ROW || p.problem == SOURCE_LONG_ROW;
	if (p.problem == SOURCE_NOT_UTF8)
		import_word(r, &r->hints.encodings, source_encoding_name(p.reads_as));
	if (p.problem == SOURCE_TWICE_UTF8)
		import_word(r, &r->hints.encodings, source_encoding_name(SOURCE_DOUBLE_UTF8));
	import_problem(r, &(struct import_problem){
		.row = at, .kind = FAIL_DATA, .line = p.line, .column = p.column,
		.name = p.column_name ? arena_strdup(&r->of_rows, p.column_name) : NULL,
		.why = arena_strdup(&r->of_rows, e->why), .next = arena_strdup(&r->of_rows, e->next) });
}

/* A row that may have to wait is kept as it stands. */
static void take_row(struct reading_rows *r, const struct source_row *row)
{
	int at = new_row(r, row->line, row->number);

	import_take_row(r, row, at);
	if (!r->rows[at].raw && import_may_wait(r) && import_names_own_kind(r, at))
		keep_raw(r, &r->rows[at]);
}

bool import_read_row(struct reading_rows *r, int *failed, struct error *err)
{
	const struct source_row *row;

	switch (source_next(r->source, &row, err)) {
	case SOURCE_GOOD:
		take_row(r, row);
		return true;
	case SOURCE_BAD:
		source_problem_of(r, err);
		return true;
	case SOURCE_END:
		return false;
	default:
		*failed = err->kind ? err->kind : FAIL_IO;
		error_what(err, "import");
		return false;
	}
}

/* ---- opening */

static int read_options(const struct import *im, struct source_options *o, struct error *err)
{
	o->encoding = im->encoding ? source_encoding_by_name(im->encoding) : SOURCE_ENCODING_UNSAID;
	if (o->encoding == SOURCE_ENCODING_MAX)
		return error_set(err, FAIL_USAGE, "import", "--encoding",
				 "say utf-8, latin-1, windows-1252, double-utf-8 or utf-16", "\"%s\" is none of them",
				 im->encoding);
	if (!im->separator)
		return 0;
	if (strcmp(im->separator, "tab") == 0 || strcmp(im->separator, "\\t") == 0)
		o->separator = '\t';
	else if (strlen(im->separator) == 1 && !strchr("\"\n\r", im->separator[0]))
		o->separator = im->separator[0];
	else
		return error_set(err, FAIL_USAGE, "import", "--separator", "say ; or , or | or tab",
				 "\"%s\" is not one character", im->separator);
	return 0;
}

static void note_found(struct reading_rows *r)
{
	char separator = source_separator(r->source);

	if (r->im->format == SOURCE_CSV && !r->im->separator && separator != ',')
		import_word(r, &r->notes, separator == '\t' ? "cells are separated by tabs (--separator tab)"
							    : arena_printf(&r->arena, "cells are separated by %c (--separator '%c')",
									   separator, separator));
	if (r->im->format == SOURCE_JSON && !r->im->rows && source_member(r->source))
		import_word(r, &r->notes, arena_printf(&r->arena, "rows are those of \"%s\" (--rows %s)",
						       source_member(r->source), source_member(r->source)));
}

int import_source_options(const struct reading_rows *r, struct source_options *o, struct error *err)
{
	*o = (struct source_options){ .name = r->im->name, .csv_safe = r->im->csv_safe, .member = r->im->rows,
				      .ragged = r->im->ragged, .loose = !r->im->genesis, .stop = r->im->stop,
				      .waits = r->im->waits, .stop_data = r->im->data };
	return read_options(r->im, o, err);
}

static int open_source(struct reading_rows *r, struct error *err)
{
	struct source_options options;
	int failed = import_source_options(r, &options, err);
	struct stat st;
	size_t len;

	if (r->app->options.host)
		options.limits.bytes = (uint64_t)r->app->settings.host_import_mib << 20;
	if (!failed)
		failed = source_open(&r->source, r->im->format, r->im->file, &options, err);
	if (failed) {
		error_what(err, "import");
		return failed;
	}
	r->raw_header = source_raw_header(r->source, &len);
	r->raw_header = arena_strndup(&r->arena, r->raw_header, len);
	if (fstat(fileno(r->im->file), &st) == 0 && S_ISREG(st.st_mode))
		r->size = (uint64_t)st.st_size;
	r->n_header = source_columns(r->source, NULL);
	r->separator = source_separator(r->source);
	note_found(r);
	import_header(r);
	return 0;
}

/* ---- pieces */

static bool full(const struct reading_rows *r)
{
	return (r->most && r->n_rows >= r->most) || (r->most_bytes && r->held >= r->most_bytes);
}

int import_read(struct reading_rows *r, struct error *err)
{
	int failed = 0;

	if (!r->source) {
		r->ended = false;
		failed = open_source(r, err);
	}
	for (int i = 1; !failed && !full(r); i++) {
		if (i % ASK_EVERY == 0 && r->im->stop && r->im->stop(r->im->data)) {
			r->cancelled = true;
			break;
		}
		if (!import_read_row(r, &failed, err)) {
			r->ended = true;
			break;
		}
	}
	if (r->source && (failed || r->ended)) {
		if (r->ended && !failed)
			import_header_end(r);
		r->bytes = source_bytes(r->source);
		source_close(r->source);
		r->source = NULL;
	}
	return failed;
}
