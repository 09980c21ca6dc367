/* SPDX-License-Identifier: MIT */
/*
 * source.h - rows in, from any format.
 *
 * The one interface for everything that reads rows. It streams: memory holds
 * one row, whatever the size of the file. It is strict: nothing is guessed or
 * silently changed but these three, which every spreadsheet needs: a byte
 * order mark at the start is skipped, CR LF counts as LF, text becomes NFC.
 * What a file needs beyond that (another encoding, another separator, short
 * rows) is named in options, and where it is not, the fault says which.
 *
 *	csv, tsv  the first line names the columns. Empty lines are skipped.
 *	          An empty cell is absent. Cells are text.
 *	          A first line "sep=;" names the separator.
 *	json      an array of objects, or an object with such an array in it: the
 *	          member that options names, or the first array there is. null is
 *	          absent. An object with nothing but one object in it is that one.
 *	ndjson    one object a line. Empty lines are skipped.
 *
 * A value in JSON is a string, number, true, false, null, or an array of
 * objects of such values: the sub-rows of a table of lines. With options.loose
 * whatever else there is becomes a NESTED cell, for whoever leaves it out.
 *
 * A faulty row is reported with file, line, column and reason, and reading
 * goes on behind it, so that all faults of a file can be listed at once. What
 * makes the rest of the file unreadable is fatal.
 */
#ifndef EXCHANGE_SOURCE_H
#define EXCHANGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

/* How a file is written. UNSAID is UTF-8 that is looked at: text that was written twice is a fault. */
enum source_encoding {
	SOURCE_ENCODING_UNSAID,
	SOURCE_UTF8,
	SOURCE_LATIN1,
	SOURCE_WINDOWS_1252,
	SOURCE_DOUBLE_UTF8, /* each value, where it is: undone */
	SOURCE_UTF16,       /* of either order; without a mark the low byte comes first */
	SOURCE_ENCODING_MAX
};

const char *source_encoding_name(enum source_encoding e);
enum source_encoding source_encoding_by_name(const char *name); /* SOURCE_ENCODING_MAX if unknown */

enum source_format { SOURCE_CSV, SOURCE_TSV, SOURCE_JSON, SOURCE_NDJSON, SOURCE_FORMAT_MAX };

const char *source_format_name(enum source_format f);
enum source_format source_format_by_name(const char *name);     /* SOURCE_FORMAT_MAX if unknown */

/* By the ending of a file name: .csv .tsv .json .ndjson .jsonl */
enum source_format source_format_by_file(const char *filename);

/* 0 means the default in brackets. */
struct source_limits {
	uint64_t bytes;   /* of the whole input [none] */
	uint64_t rows;    /* [none] */
	size_t columns;   /* of a row [200] */
	size_t field;     /* bytes of one value [1 MiB] */
	size_t row;       /* bytes of one row as it stands in the file [16 MiB] */
	int depth;        /* of nesting in JSON [32] */
};

struct source_options {
	const char *name;   /* file name for messages; NULL: "standard input" */
	const char *member; /* JSON: the array is this member of the object; NULL: the outermost, or the first */
	enum source_encoding encoding;
	char separator;     /* CSV; 0: the comma, or what stands in a header that has none */
	bool ragged;        /* CSV: short rows end with empty cells; empty cells beyond the header are nothing */
	bool loose;         /* JSON: what is no value of ours is NESTED instead of a fault */
	bool csv_safe;      /* take the ' off again that sink.h's csv_safe put there */
	bool verbatim;      /* JSON: texts byte by byte, for what is covered by a hash */
	struct source_limits limits;
	bool (*stop)(void *data); /* asked where a signal cuts a read short: true gives up, FAIL_NO; may be NULL */
	void (*waits)(void *data); /* told there otherwise: nothing came until then; may be NULL */
	void *stop_data;           /* of both */
};

enum source_type {
	SOURCE_ABSENT, /* empty cell, null */
	SOURCE_TEXT,
	SOURCE_NUMBER, /* a JSON number, in decimal text */
	SOURCE_BOOL,   /* a JSON true or false: text "true" or "false" */
	SOURCE_ROWS,   /* sub-rows */
	SOURCE_NESTED, /* with options.loose: an object, or an array of something else */
	SOURCE_TYPE_MAX
};

struct source_row;

struct source_cell {
	const char *name;        /* of the column */
	const char *text;        /* valid UTF-8, NFC, terminated; NULL for ABSENT and ROWS */
	size_t len;
	enum source_type type;
	size_t column;           /* 1 for the first */
	uint64_t line;           /* where the cell starts (JSON: the row) */
	struct source_row *rows; /* ROWS only */
	size_t n_rows;
};

struct source_row {
	struct source_cell *cells;
	size_t n;
	uint64_t number; /* 1 for the first row of data; faulty rows count */
	uint64_t line;   /* of the file, where the row starts */
};

enum source_result {
	SOURCE_END, /* no more rows */
	SOURCE_GOOD,
	SOURCE_BAD,   /* this row is faulty, err says why: call again for the next */
	SOURCE_FATAL, /* the file cannot be read on, err says why */
};

/* What sort of fault, where an option would help. */
enum source_problem {
	SOURCE_OTHER,
	SOURCE_NOT_UTF8,   /* reads as Windows-1252, or Latin-1 */
	SOURCE_TWICE_UTF8, /* reads as UTF-8 that was written twice */
	SOURCE_SHORT_ROW,
	SOURCE_LONG_ROW    /* with nothing in the cells beyond the header */
};

/* Where the last fault is, for lists of faults; err.where holds the same in words. */
struct source_place {
	uint64_t line;
	uint64_t row;            /* 0: the header, or no row at all */
	size_t column;           /* 0 if none */
	const char *column_name; /* or NULL; valid until the next call */
	enum source_problem problem;
	enum source_encoding reads_as; /* NOT_UTF8 */
};

struct source;

/*
 * Reads the header. The file stays the caller's. *out is only set on success.
 * Returns 0, FAIL_DATA (a header that cannot be used) or FAIL_IO.
 */
int source_open(struct source **out, enum source_format format, FILE *file,
		const struct source_options *options, struct error *err);
void source_close(struct source *s); /* NULL is fine */

/* The names in the header of a CSV or TSV file; none for JSON, where each row has its own. */
size_t source_columns(const struct source *s, const char *const **names);

/* The next row, valid until the next call. *row is set for GOOD only; err for BAD and FATAL. */
enum source_result source_next(struct source *s, const struct source_row **row, struct error *err);

struct source_place source_place(const struct source *s);

/* What the file turned out to have: its separator; the member with the rows, NULL if there is none. */
char source_separator(const struct source *s);
const char *source_member(const struct source *s);

/* The last row (good or bad) as it stands in the file, to put it aside. Without line end. */
const char *source_raw(const struct source *s, size_t *len);
const char *source_raw_header(const struct source *s, size_t *len); /* "" for JSON */

uint64_t source_bytes(const struct source *s); /* read so far, for progress */

/* The cell of that column, or NULL. */
const struct source_cell *source_cell(const struct source_row *row, const char *name);

/*
 * One JSON object as a row, by the same rules: for those who hold one element
 * of a document. The cells live in arena; line is where text starts; options
 * may be NULL. Returns 0 or FAIL_DATA; row is only set on success.
 */
int source_object(struct arena *arena, const char *text, size_t len, uint64_t line,
		  const struct source_options *options, struct source_row *row, struct error *err);

/* err for a fault found later in a good row: the same words for the place. Returns FAIL_DATA. */
int source_fault(const struct source *s, const struct source_row *row,
		 const struct source_cell *cell, const char *next, struct error *err,
		 const char *why, ...) __attribute__((format(printf, 6, 7)));

#endif
