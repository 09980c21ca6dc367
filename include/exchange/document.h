/* SPDX-License-Identifier: MIT */
/*
 * document.h - the whole database as one JSON text, streamed both ways.
 *
 *	{"format":"closeout-document","version":1,"schema":3,
 *	"log":[
 *	{...},
 *	{...}
 *	],
 *	"records":{
 *	"office":[
 *	{...}
 *	],
 *	"report":[]
 *	},
 *	"content":[]
 *	}
 *
 * Members stand in the order they were written, one array element a line, no
 * other white space: the same calls give the same bytes. This header knows
 * nothing of records or log entries; an element is the JSON text of one value.
 * Memory holds one element, however long the document.
 */
#ifndef EXCHANGE_DOCUMENT_H
#define EXCHANGE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "exchange/out.h"

#define DOCUMENT_FORMAT "closeout-document"
#define DOCUMENT_VERSION 1

/* A header member behind format and version. */
struct document_pair {
	const char *name;
	const char *value; /* NULL: null */
	bool number;       /* value is an integer in decimal text */
};

struct document_writer;

/* *out is only set on success. Returns 0, FAIL_IO, or FAIL_BUG for a pair that is no integer. */
int document_begin(struct document_writer **out, const struct out_target *target,
		   const struct document_pair *pairs, size_t n, struct error *err);

/*
 * Starts an array. group NULL: it is a member of the document; else of the
 * object of that name ("records"), which goes on while group stays the same.
 */
int document_section(struct document_writer *w, const char *group, const char *name,
		     struct error *err);

/* One element: the text of one JSON value on one line. Line ends in it are FAIL_BUG. */
int document_element(struct document_writer *w, const char *json, size_t len, struct error *err);

/*
 * Finishes, flushes and frees (NULL is fine); with abandon nothing more is
 * written. reader_gone may be NULL.
 */
int document_end(struct document_writer *w, bool abandon, bool *reader_gone, struct error *err);

enum document_kind {
	DOCUMENT_PAIR,    /* a header member: name, text (a string: its content, else JSON) */
	DOCUMENT_SECTION, /* an array begins: group (or NULL), name; also for empty ones */
	DOCUMENT_ELEMENT, /* an element of it: group, name, text, line */
	DOCUMENT_END
};

/* Valid until the next call. */
struct document_item {
	enum document_kind kind;
	const char *group;
	const char *name;
	const char *text; /* verbatim; brackets and strings balanced, UTF-8 valid; terminated */
	size_t len;
	bool string;   /* PAIR: the value was a string */
	uint64_t line; /* of the file, where it starts */
};

struct document_limits {
	uint64_t bytes; /* of the whole document; 0: none */
	size_t element; /* 0: 64 MiB */
	int depth;      /* 0: 32 */
};

struct document_reader;

/*
 * Checks that the file begins as a document of a version we know. name is for
 * messages. Returns 0, FAIL_DATA or FAIL_IO; *out is only set on success.
 */
int document_open(struct document_reader **out, FILE *file, const char *name,
		  const struct document_limits *limits, struct error *err);

/*
 * The next item in the order of the file; after DOCUMENT_END nothing but
 * white space was left. format and version are not given again. Every fault
 * (FAIL_DATA with file:line, FAIL_IO) is final.
 */
int document_next(struct document_reader *r, struct document_item *item, struct error *err);

uint64_t document_bytes(const struct document_reader *r); /* read so far, for progress */
void document_close(struct document_reader *r);           /* NULL is fine */

#endif
