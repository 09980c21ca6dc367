/* SPDX-License-Identifier: MIT */
/*
 * fuzz_json.c - any bytes as a JSON file of rows, as NDJSON, and as a document.
 *
 * The first byte chooses which, and small limits. Every reader must come to
 * an end, and every fault must have its place.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "exchange/document.h"
#include "exchange/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)           \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

enum { OPTION_NDJSON = 1, OPTION_MEMBER = 2, OPTION_SMALL = 4, OPTION_DOCUMENT = 8 };

static void check_row(const struct source_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct source_cell *c = &row->cells[i];

		MUST(utf8_valid(c->name, strlen(c->name), NULL));
		MUST(!c->text == (c->type == SOURCE_ABSENT || c->type == SOURCE_ROWS));
		MUST(!c->text || (utf8_valid(c->text, c->len, NULL) && strlen(c->text) == c->len));
		for (size_t j = 0; j < c->n_rows; j++)
			check_row(&c->rows[j]);
	}
}

static void read_rows(FILE *file, unsigned how)
{
	struct source_options options = { .member = how & OPTION_MEMBER ? "nodes" : NULL };
	struct error err = ERROR_INIT;
	const struct source_row *row;
	enum source_result result;
	struct source *s;

	if (how & OPTION_SMALL)
		options.limits =
			(struct source_limits){ .columns = 3, .field = 8, .row = 48, .depth = 3 };
	if (source_open(&s, how & OPTION_NDJSON ? SOURCE_NDJSON : SOURCE_JSON, file, &options,
			&err)) {
		MUST(err.kind == FAIL_DATA && err.where[0] && err.why[0]);
		return;
	}
	while ((result = source_next(s, &row, &err)) != SOURCE_END) {
		if (result == SOURCE_GOOD)
			check_row(row);
		else
			MUST(err.kind == FAIL_DATA && err.where[0] && source_place(s).line > 0);
	}
	source_close(s);
}

static void read_document(FILE *file, unsigned how)
{
	struct document_limits limits = { .bytes = 0 };
	struct document_item item = { .kind = DOCUMENT_PAIR };
	struct error err = ERROR_INIT;
	struct document_reader *r;

	if (how & OPTION_SMALL)
		limits = (struct document_limits){ .element = 32, .depth = 3 };
	if (document_open(&r, file, "in", &limits, &err)) {
		MUST(err.kind == FAIL_DATA && err.where[0]);
		return;
	}
	while (item.kind != DOCUMENT_END && !document_next(r, &item, &err))
		MUST(utf8_valid(item.text, item.len, NULL) &&
		     utf8_valid(item.name, strlen(item.name), NULL));
	MUST(item.kind == DOCUMENT_END || (err.kind == FAIL_DATA && err.where[0]));
	document_close(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *file;

	if (size < 2)
		return 0;
	file = fmemopen((void *)(uintptr_t)(data + 1), size - 1, "r");
	if (data[0] & OPTION_DOCUMENT)
		read_document(file, data[0]);
	else
		read_rows(file, data[0]);
	fclose(file);
	return 0;
}
