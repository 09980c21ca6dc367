/* SPDX-License-Identifier: MIT */
/*
 * out.h - where documents go.
 *
 * Every writer of this room (sink, document, pages) takes a struct out_target:
 * a FILE the caller opened and will close, or a function that takes bytes.
 * Bytes are gathered and handed on in large pieces. The first failure sticks:
 * later writes do nothing and report the same error again.
 */
#ifndef EXCHANGE_OUT_H
#define EXCHANGE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/error.h"

/* Takes len bytes. Returns 0 or an errno value (EPIPE, ENOSPC, ...). */
typedef int (*out_write_fn)(void *arg, const char *bytes, size_t len);

struct out_target {
	FILE *file;         /* used if write is NULL */
	out_write_fn write;
	void *arg;          /* handed to write */
	const char *name;   /* for messages; NULL: "standard output" */
};

/* The buffer in front of a target. A writer adds to out.buf and calls out_spill() now and then. */
struct out {
	struct out_target target;
	struct buf buf;
	int failed; /* the errno value of the first failure, or 0 */
};

void out_init(struct out *o, const struct out_target *target);
void out_release(struct out *o); /* drops what was not flushed; call out_flush() before */

/* Hands the buffer on once it is large enough. Returns 0 or FAIL_IO. */
int out_spill(struct out *o, struct error *err);

/* Hands everything on, also through stdio's own buffer. Returns 0 or FAIL_IO. */
int out_flush(struct out *o, struct error *err);

/*
 * True if the failure was that nobody reads any more (EPIPE): the caller stops
 * without a message, as programs in a pipe do.
 */
bool out_reader_gone(const struct out *o);

#endif
