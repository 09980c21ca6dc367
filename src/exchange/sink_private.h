/* SPDX-License-Identifier: MIT */
/* sink_private.h - what the formats of sink.h share. */
#ifndef EXCHANGE_SINK_PRIVATE_H
#define EXCHANGE_SINK_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "exchange/sink.h"

/* How the text of a value turned out, see sink_value(). */
enum sink_shape {
	SINK_SHAPE_ABSENT,
	SINK_SHAPE_TEXT,   /* free text */
	SINK_SHAPE_NUMBER, /* a JSON number as it stands */
	SINK_SHAPE_WORD    /* true or false */
};

struct sink_table; /* src/exchange/sink_table.c */

struct sink_driver {
	const char *name;
	void (*begin)(struct sink *s);
	void (*row)(struct sink *s, const char *const *values);
	void (*end)(struct sink *s);
};

struct sink {
	const struct sink_driver *driver;
	struct sink_column *columns;
	size_t n;
	struct sink_options options;
	struct out out;
	size_t count;
	char delimiter; /* CSV and TSV */
	struct sink_table *table;
	struct buf scratch;
	struct arena arena; /* names and labels */
};

/*
 * Brings a value into the form its type has in every format and says what it
 * is. Returns text (in s->scratch, or the value itself) and its shape.
 */
const char *sink_value(struct sink *s, size_t column, const char *value, enum sink_shape *shape);

/* The same for people: yes and no instead of true and false. "" if absent. */
const char *sink_human(struct sink *s, size_t column, const char *value);

void sink_delimited_begin(struct sink *s);
void sink_delimited_row(struct sink *s, const char *const *values);
void sink_json_begin(struct sink *s);
void sink_json_row(struct sink *s, const char *const *values);
void sink_json_end(struct sink *s);
void sink_ndjson_row(struct sink *s, const char *const *values);
void sink_lines_row(struct sink *s, const char *const *values);
void sink_table_begin(struct sink *s);
void sink_table_row(struct sink *s, const char *const *values);
void sink_table_end(struct sink *s);
void sink_table_free(struct sink_table *t);

#endif
