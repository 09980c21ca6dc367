/* SPDX-License-Identifier: MIT */
/*
 * fuzz_csv.c - any bytes as a CSV file.
 *
 * The first byte chooses CSV or TSV, csv_safe, small limits, an encoding and ragged rows. Whatever is
 * read well must be valid text, have its place, and come back the same when
 * it is written and read again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "exchange/sink.h"
#include "exchange/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)           \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

enum { OPTION_TSV = 1, OPTION_SAFE = 2, OPTION_SMALL = 4, OPTION_ENCODING = 8 /* to 32 */, OPTION_RAGGED = 64 };

static int take(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

static FILE *open_bytes(const void *bytes, size_t len)
{
	return len ? fmemopen((void *)(uintptr_t)bytes, len, "r") : fopen("/dev/null", "r");
}

static void check_row(const struct source *s, const struct source_row *row, uint64_t last_line)
{
	const char *const *names;
	size_t raw;

	MUST(row->n == source_columns(s, &names));
	MUST(row->line > last_line);
	MUST(source_raw(s, &raw) && raw > 0);
	for (size_t i = 0; i < row->n; i++) {
		const struct source_cell *c = &row->cells[i];

		MUST(c->name == names[i] && c->line >= row->line);
		MUST((c->type == SOURCE_ABSENT) == !c->text);
		MUST(!c->text || (utf8_valid(c->text, c->len, NULL) && strlen(c->text) == c->len));
	}
}

/* Writes the good rows of s again. Returns how many. */
static size_t copy_rows(struct source *s, const struct sink_options *options, unsigned format)
{
	const char *const *names;
	size_t n = source_columns(s, &names);
	struct sink_column *columns = mem_alloc(n * sizeof *columns);
	const char **values = mem_alloc(n * sizeof *values);
	const struct source_row *row;
	enum source_result result;
	struct error err = ERROR_INIT;
	struct sink *out;
	uint64_t line = 0;
	size_t rows = 0;

	for (size_t i = 0; i < n; i++)
		columns[i] = (struct sink_column){ names[i], NULL, SINK_TYPE_TEXT };
	MUST(sink_open(&out, format & OPTION_TSV ? SINK_TSV : SINK_CSV, columns, n, options,
		       &err) == 0);
	while ((result = source_next(s, &row, &err)) != SOURCE_END) {
		if (result != SOURCE_GOOD) {
			MUST(err.kind == FAIL_DATA && err.where[0] && source_place(s).line > 0);
			continue;
		}
		check_row(s, row, line);
		line = row->line;
		for (size_t i = 0; i < n; i++)
			values[i] = row->cells[i].text;
		MUST(sink_row(out, values, &err) == 0);
		rows++;
	}
	MUST(sink_close(out, NULL, &err) == 0);
	free(columns);
	free(values);
	return rows;
}

/* Reads bytes, writes what was good into dst. Returns the number of good rows, -1 without header. */
static long pass(const void *bytes, size_t len, unsigned format, bool again, struct buf *dst)
{
	struct source_options options = { .csv_safe = format & OPTION_SAFE };
	const struct sink_options sink_options = {
		.target = { .write = take, .arg = dst },
		.csv_safe = format & OPTION_SAFE,
	};
	struct error err = ERROR_INIT;
	FILE *file = open_bytes(bytes, len);
	struct source *s;
	long rows = -1;

	/* What was written is UTF-8 and has its separator, whatever was read. */
	options.encoding = again ? SOURCE_UTF8
				 : (enum source_encoding)(format / OPTION_ENCODING % 8 % SOURCE_ENCODING_MAX);
	options.separator = again ? (format & OPTION_TSV ? '\t' : ',') : 0;
	options.ragged = !again && format & OPTION_RAGGED;
	if (format & OPTION_SMALL)
		options.limits =
			(struct source_limits){ .columns = 4, .field = 16, .row = 64, .rows = 8 };
	if (source_open(&s, format & OPTION_TSV ? SOURCE_TSV : SOURCE_CSV, file, &options, &err) ==
	    0) {
		rows = (long)copy_rows(s, &sink_options, format);
		source_close(s);
	}
	fclose(file);
	return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTOBUF once = BUF_INIT;
	AUTOBUF twice = BUF_INIT;
	unsigned format;
	long rows;

	if (!size)
		return 0;
	format = data[0];
	rows = pass(data + 1, size - 1, format, false, &once);
	if (rows >= 0) {
		MUST(pass(once.s, once.len, format & ~(unsigned)OPTION_SMALL, true, &twice) == rows);
		MUST(once.len == twice.len && memcmp(once.s, twice.s, once.len) == 0);
	}
	return 0;
}
