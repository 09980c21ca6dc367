/* SPDX-License-Identifier: MIT */
/*
 * sink.h - rows out, in any format.
 *
 * The one interface for everything that prints rows. Values come as text, in
 * the form the record table stores them, and NULL (or "") means absent:
 *
 *	type   value             table, lines   csv, tsv   json, ndjson
 *	TEXT   "Ask for it"      filtered       as it is   string
 *	INT    "-12"             flush right    -12        -12
 *	BOOL   "1" "0"           yes / no       true/false true / false
 *	DATE   "2012-09-25"      as it is       as it is   string
 *	MONEY  "123456"          1234.56        1234.56    1234.56
 *	JSON   "[{...}]"         as it is       as it is   as it is: the caller answers for it
 *
 * MONEY is given in cents, or in dollars with exactly two decimals ("1234.56");
 * it is written as dollars, in JSON as a number with two decimals. BOOL may also
 * be given as yes/no or true/false.
 *
 * An absent value is an empty cell, and null in JSON. CSV, TSV and JSON hold
 * the header and the rows, nothing else. An INT, BOOL or MONEY whose text is
 * not of that form is written as the text it is (in JSON: as a string).
 *
 *	table   aligned columns under their labels. Widths come from the first
 *	        rows (up to 2 MiB of text); a later, wider cell pushes its row
 *	        to the right, it is never cut unless a width was asked for
 *	csv     field names in the first line; LF line ends; a cell is quoted
 *	        when it holds a comma, quote or line end, begins or ends with
 *	        a space, begins with a byte order mark, or is the empty cell of a
 *	        one-column row
 *	tsv     the same with tabs between
 *	json    an array, one object a line; "[]" without rows
 *	ndjson  one object a line
 *	lines   "Label: value" blocks with an empty line between; absent values
 *	        are left out; further lines of a value are indented
 */
#ifndef EXCHANGE_SINK_H
#define EXCHANGE_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "exchange/out.h"

enum sink_format {
	SINK_TABLE,
	SINK_CSV,
	SINK_TSV,
	SINK_JSON,
	SINK_NDJSON,
	SINK_LINES,
	SINK_FORMAT_MAX
};

const char *sink_format_name(enum sink_format f);
enum sink_format sink_format_by_name(const char *name); /* SINK_FORMAT_MAX if unknown */

enum sink_type {
	SINK_TYPE_TEXT,
	SINK_TYPE_INT,
	SINK_TYPE_BOOL,
	SINK_TYPE_DATE,
	SINK_TYPE_MONEY,
	SINK_TYPE_RAW_JSON,
	SINK_TYPE_MAX
};

struct sink_column {
	const char *name;  /* field name: CSV header, JSON key */
	const char *label; /* heading for people; NULL: the name */
	enum sink_type type;
};

struct sink_options {
	struct out_target target;
	int width;     /* cells a table may take; 0: as wide as it needs */
	const int *widths; /* one a column: cells of it in a table, 0: as many as it needs; NULL: all so */
	bool csv_safe; /* make text cells of CSV and TSV inert in spreadsheets, see below */
	bool ascii;    /* "~" instead of "…" where text is cut */
	bool terminal; /* a terminal reads: CSV and TSV are filtered too, JSON escapes more */
};

struct sink;

/*
 * Copies the columns and writes what comes before the first row (the table
 * waits). *out is only set on success; sink_close() frees it.
 */
int sink_open(struct sink **out, enum sink_format format, const struct sink_column *columns,
	      size_t n, const struct sink_options *options, struct error *err);

/* One row of n values, in the order of the columns; they are not kept. */
int sink_row(struct sink *s, const char *const *values, struct error *err);

size_t sink_count(const struct sink *s); /* rows so far */

/*
 * True if a failure meant that nobody reads any more; then be quiet. Ask
 * before sink_close(), or use its result: it sets *reader_gone.
 */
bool sink_reader_gone(const struct sink *s);

/*
 * Writes what is left, flushes the target and frees s (NULL is fine), whether
 * it fails or not. reader_gone may be NULL. An earlier failure is returned again.
 */
int sink_close(struct sink *s, bool *reader_gone, struct error *err);

/*
 * The spreadsheet rule, one place for both directions: a text cell that
 * begins with = + - @ TAB or CR, after any number of ', gets one more ' in
 * front. sink_safe_needed() says whether text is such a cell;
 * sink_safe_added() whether it is one that got a ' (to be taken off again).
 */
bool sink_safe_needed(const char *text, size_t len);
bool sink_safe_added(const char *text, size_t len);

#endif
