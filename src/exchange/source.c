/* SPDX-License-Identifier: MIT */
/* source.c - rows in: opening, closing, faults and their places. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "exchange/source_private.h"

static const struct source_driver drivers[SOURCE_FORMAT_MAX] = {
	[SOURCE_CSV] = { "csv", source_csv_open, source_csv_next, source_csv_close },
	[SOURCE_TSV] = { "tsv", source_csv_open, source_csv_next, source_csv_close },
	[SOURCE_JSON] = { "json", source_json_open, source_json_next, source_json_close },
	[SOURCE_NDJSON] = { "ndjson", source_ndjson_open, source_ndjson_next, source_json_close },
};

const char *source_format_name(enum source_format f)
{
	return f < SOURCE_FORMAT_MAX ? drivers[f].name : "";
}

enum source_format source_format_by_name(const char *name)
{
	for (int f = 0; f < SOURCE_FORMAT_MAX; f++) {
		if (strcmp(drivers[f].name, name) == 0)
			return (enum source_format)f;
	}
	return SOURCE_FORMAT_MAX;
}

enum source_format source_format_by_file(const char *filename)
{
	static const struct {
		const char *ending;
		enum source_format format;
	} endings[] = {
		{ ".csv", SOURCE_CSV },       { ".tsv", SOURCE_TSV },      { ".json", SOURCE_JSON },
		{ ".ndjson", SOURCE_NDJSON }, { ".jsonl", SOURCE_NDJSON },
	};
	const char *dot = strrchr(filename, '.');

	for (size_t i = 0; dot && i < sizeof endings / sizeof endings[0]; i++) {
		if (strcasecmp(dot, endings[i].ending) == 0)
			return endings[i].format;
	}
	return SOURCE_FORMAT_MAX;
}

void source_limits_fill(struct source_limits *l)
{
	l->columns = l->columns ? l->columns : 200;
	l->field = l->field ? l->field : 1u << 20;
	l->row = l->row ? l->row : 16u << 20;
	l->depth = l->depth > 0 ? l->depth : 32;
}

/* ---- faults */

void source_where(struct error *err, const char *file, uint64_t line, size_t column,
		  const char *name)
{
	AUTOBUF at = BUF_INIT;

	buf_addf(&at, "%s:%" PRIu64, file, line);
	if (column && name)
		buf_addf(&at, ", column %zu (%s)", column, name);
	else if (column)
		buf_addf(&at, ", column %zu", column);
	else if (name)
		buf_addf(&at, ", %s", name);
	error_where(err, "%s", at.s);
}

__attribute__((format(printf, 5, 0))) static void note_fault(struct source *s,
							     const struct source_place *place,
							     const char *next, struct error *err,
							     const char *why, va_list args)
{
	AUTOBUF text = BUF_INIT;
	char what[64];

	s->place = *place;
	s->place.problem = s->problem;
	s->place.reads_as = s->reads_as;
	s->problem = SOURCE_OTHER;
	snprintf(what, sizeof what, "cannot read row %" PRIu64, place->row);
	buf_vaddf(&text, why, args);
	error_set(err, FAIL_DATA, place->row ? what : "cannot read the file", NULL, next, "%s",
		  text.s);
	source_where(err, s->in.name, place->line, place->column, place->column_name);
}

enum source_result source_bad(struct source *s, uint64_t line, size_t column, const char *name,
			      const char *next, struct error *err, const char *why, ...)
{
	struct source_place place = {
		.line = line, .row = s->row.number, .column = column, .column_name = name
	};
	va_list args;

	va_start(args, why);
	note_fault(s, &place, next, err, why, args);
	va_end(args);
	return SOURCE_BAD;
}

enum source_result source_fatal(struct source *s, uint64_t line, size_t column, const char *name,
				const char *next, struct error *err, const char *why, ...)
{
	struct source_place place = {
		.line = line, .row = s->row.number, .column = column, .column_name = name
	};
	va_list args;

	va_start(args, why);
	note_fault(s, &place, next, err, why, args);
	va_end(args);
	s->over = true;
	return SOURCE_FATAL;
}

enum source_result source_unreadable(struct source *s, struct error *err)
{
	s->place = (struct source_place){ .line = s->in.line, .row = s->row.number };
	s->over = true;
	input_failed(&s->in, err);
	return SOURCE_FATAL;
}

int source_fault(const struct source *s, const struct source_row *row,
		 const struct source_cell *cell, const char *next, struct error *err,
		 const char *why, ...)
{
	AUTOBUF text = BUF_INIT;
	char what[64];
	va_list args;

	va_start(args, why);
	buf_vaddf(&text, why, args);
	va_end(args);
	snprintf(what, sizeof what, "cannot take row %" PRIu64, row->number);
	error_set(err, FAIL_DATA, what, NULL, next, "%s", text.s);
	source_where(err, s->in.name, cell ? cell->line : row->line,
		     cell && s->n_names ? cell->column : 0, cell ? cell->name : NULL);
	return FAIL_DATA;
}

/* ---- open, next, close */

int source_open(struct source **out, enum source_format format, FILE *file,
		const struct source_options *options, struct error *err)
{
	struct source *s;
	int rc;

	if (format >= SOURCE_FORMAT_MAX)
		return error_set(err, FAIL_BUG, "cannot read rows", NULL, NULL, "no such format");
	s = mem_alloc(sizeof *s);
	s->driver = &drivers[format];
	if (options)
		s->options = *options;
	source_limits_fill(&s->options.limits);
	s->delimiter = s->options.separator;
	if (!s->delimiter && format == SOURCE_TSV)
		s->delimiter = '\t';
	buf_init(&s->raw);
	buf_init(&s->raw_header);
	input_init(&s->in, file, s->options.name, s->options.limits.bytes);
	s->in.stop = s->options.stop;
	s->in.waits = s->options.waits;
	s->in.stop_data = s->options.stop_data;
	input_encoding(&s->in, s->options.encoding);
	rc = s->driver->open(s, err);
	if (rc) {
		source_close(s);
		return rc;
	}
	*out = s;
	return FAIL_NONE;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	s->driver->close(s);
	input_release(&s->in);
	buf_release(&s->raw);
	buf_release(&s->raw_header);
	arena_release(&s->keep);
	arena_release(&s->arena);
	free(s);
}

enum source_result source_next(struct source *s, const struct source_row **row, struct error *err)
{
	uint64_t limit = s->options.limits.rows;
	enum source_result result;

	if (s->over)
		return SOURCE_END;
	arena_clear(&s->arena);
	s->problem = SOURCE_OTHER;
	buf_clear(&s->raw);
	s->row.n = 0;
	result = s->driver->next(s, err);
	if (result == SOURCE_END)
		s->over = true;
	if (result == SOURCE_GOOD && limit && s->row.number > limit)
		return source_fatal(s, s->row.line, 0, NULL,
				    "split the file, or ask for a higher limit", err,
				    "it has more than %" PRIu64 " rows", limit);
	if (result == SOURCE_GOOD)
		*row = &s->row;
	return result;
}

size_t source_columns(const struct source *s, const char *const **names)
{
	if (names)
		*names = s->names;
	return s->n_names;
}

struct source_place source_place(const struct source *s)
{
	return s->place;
}

char source_separator(const struct source *s)
{
	return s->delimiter;
}

const char *source_member(const struct source *s)
{
	return s->options.member;
}

const char *source_raw(const struct source *s, size_t *len)
{
	if (len)
		*len = s->raw.len;
	return s->raw.s;
}

const char *source_raw_header(const struct source *s, size_t *len)
{
	if (len)
		*len = s->raw_header.len;
	return s->raw_header.s;
}

uint64_t source_bytes(const struct source *s)
{
	return s->in.bytes;
}

const struct source_cell *source_cell(const struct source_row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++) {
		if (strcmp(row->cells[i].name, name) == 0)
			return &row->cells[i];
	}
	return NULL;
}
