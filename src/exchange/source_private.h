/* SPDX-License-Identifier: MIT */
/* source_private.h - what the formats of source.h share. */
#ifndef EXCHANGE_SOURCE_PRIVATE_H
#define EXCHANGE_SOURCE_PRIVATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "exchange/input.h"
#include "exchange/source.h"

struct source_csv;
struct source_json;

struct source_driver {
	const char *name;
	int (*open)(struct source *s, struct error *err);
	enum source_result (*next)(struct source *s, struct error *err);
	void (*close)(struct source *s);
};

struct source {
	const struct source_driver *driver;
	struct source_options options; /* limits filled in */
	struct input in;
	struct source_row row;
	struct source_place place;
	enum source_problem problem; /* of the row at hand, for the next fault */
	enum source_encoding reads_as;
	struct buf raw;        /* the row as it stands in the file */
	struct buf raw_header;
	const char **names;    /* of the columns: CSV and TSV */
	size_t n_names;
	bool over;             /* the end or a fatal fault was reported */
	char delimiter;
	struct source_csv *csv;
	struct source_json *json;
	struct arena keep;     /* lives as long as the source */
	struct arena arena;    /* lives as long as the row */
};

void source_limits_fill(struct source_limits *l);

/*
 * Sets the place and fills err: SOURCE_BAD. column 0: none; its name may be NULL.
 * The first row fault is the one that is kept; why is a printf format.
 */
enum source_result source_bad(struct source *s, uint64_t line, size_t column, const char *name,
			      const char *next, struct error *err, const char *why, ...)
	__attribute__((format(printf, 7, 8)));

/* The same, but nothing more can be read. */
enum source_result source_fatal(struct source *s, uint64_t line, size_t column, const char *name,
				const char *next, struct error *err, const char *why, ...)
	__attribute__((format(printf, 7, 8)));

/* The input itself failed: hands its error on. */
enum source_result source_unreadable(struct source *s, struct error *err);

/* Sets where: "FILE:LINE, column 3 (title)"; column 0: the name alone; either may be missing. */
void source_where(struct error *err, const char *file, uint64_t line, size_t column,
		  const char *name);

/* What may be wrong with the bytes of a text. */
enum source_flaw {
	SOURCE_FLAW_NONE,
	SOURCE_FLAW_NUL,
	SOURCE_FLAW_CR,
	SOURCE_FLAW_UTF8,
	SOURCE_FLAW_TWICE, /* UTF-8 written twice */
	SOURCE_FLAW_MAX
};

/*
 * Appends the text to dst as the database wants it: CR LF as LF, NFC (verbatim
 * leaves it). A flaw is reported with its offset and nothing is added.
 */
enum source_flaw source_text(struct buf *dst, const char *text, size_t len,
			     const struct source_options *options, size_t *at);

/* What a flaw is in words, what to do about it, and what sort it is. */
struct source_flawed {
	enum source_flaw flaw;
	char why[200];
	const char *next;
	enum source_problem problem;
	enum source_encoding reads_as;
};
void source_flaw_words(enum source_flaw flaw, const char *text, size_t len, size_t at,
		       struct source_flawed *out);

/* source_sniff.c: the separator, where none was named; a line "sep=;" is passed over. */
void source_csv_separator(struct source *s);

int source_csv_open(struct source *s, struct error *err);
enum source_result source_csv_next(struct source *s, struct error *err);
void source_csv_close(struct source *s);

int source_json_open(struct source *s, struct error *err);
enum source_result source_json_next(struct source *s, struct error *err);
enum source_result source_ndjson_next(struct source *s, struct error *err);
int source_ndjson_open(struct source *s, struct error *err);
void source_json_close(struct source *s);

#endif
