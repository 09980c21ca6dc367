/* SPDX-License-Identifier: MIT */
/*
 * input.h - bytes of a file, with the line they stand on.
 *
 * Reads in blocks, skips a byte order mark at the start, counts lines and
 * bytes, and stops at a size limit. Private to this room.
 */
#ifndef EXCHANGE_INPUT_H
#define EXCHANGE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/error.h"
#include "exchange/encoding.h"

#define INPUT_BLOCK 65536
#define INPUT_EOF (-1) /* also after a failure: see input_failed() */

struct input {
	FILE *file;
	const char *name;
	unsigned char *block;
	unsigned char *raw;  /* before it is converted; NULL where nothing is */
	struct decoder decoder;
	size_t at, end;      /* unread part of the block */
	uint64_t bytes;      /* read from the file so far, to the end of the block */
	uint64_t fed;        /* the same after conversion */
	uint64_t limit;      /* 0: none */
	uint64_t line;       /* of the next byte; the first is 1 */
	uint64_t line_start; /* offset in what was fed where that line starts */
	bool ended;
	bool (*stop)(void *data); /* asked where a signal cuts a read short; or NULL */
	void (*waits)(void *data); /* told there otherwise; or NULL */
	void *stop_data;
	struct error failure; /* kind FAIL_NONE while all is well */
};

void input_init(struct input *in, FILE *file, const char *name, uint64_t limit);
/* Before anything is read: the bytes are of that encoding. */
void input_encoding(struct input *in, enum source_encoding encoding);
void input_release(struct input *in);

/* Reads the next block; false at the end or after a failure. */
bool input_fill(struct input *in);

/* True (with err filled) if reading failed; then INPUT_EOF was not the end of the file. */
bool input_failed(const struct input *in, struct error *err);

static inline int input_peek(struct input *in)
{
	if (in->at == in->end && !input_fill(in))
		return INPUT_EOF;
	return in->block[in->at];
}

/* Steps over the byte that input_peek() gave. */
static inline void input_step(struct input *in)
{
	if (in->block[in->at++] == '\n') {
		in->line++;
		in->line_start = in->fed - (in->end - in->at);
	}
}

/* The number of the next byte within its line, from 1. */
uint64_t input_column(const struct input *in);

enum input_result { INPUT_LINE, INPUT_NO_LINE, INPUT_LONG_LINE };

/*
 * Appends the next line to dst, without its LF. *ended tells whether it had
 * one. A line that would make dst longer than max is read to its end, but not
 * kept: INPUT_LONG_LINE. At the end or after a failure: INPUT_NO_LINE.
 */
enum input_result input_line(struct input *in, struct buf *dst, size_t max, bool *ended);

#endif
