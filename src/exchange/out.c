/* SPDX-License-Identifier: MIT */
/* out.c - the buffer in front of a file or function that takes bytes. */
#include <errno.h>
#include <string.h>

#include "exchange/out.h"

#define OUT_PIECE 32768

void out_init(struct out *o, const struct out_target *target)
{
	o->target = *target;
	buf_init(&o->buf);
	o->failed = 0;
}

void out_release(struct out *o)
{
	buf_release(&o->buf);
}

bool out_reader_gone(const struct out *o)
{
	return o->failed == EPIPE;
}

static int out_report(const struct out *o, struct error *err)
{
	const char *next = NULL;

	if (!o->failed)
		return FAIL_NONE;
	if (o->failed == ENOSPC || o->failed == EDQUOT)
		next = "free some space and run it again: what was written is not complete";
	return error_set(err, FAIL_IO, "cannot write",
			 o->target.name ? o->target.name : "standard output", next, "%s",
			 strerror(o->failed));
}

static int out_write_file(FILE *file, const char *bytes, size_t len)
{
	errno = 0;
	if (fwrite(bytes, 1, len, file) == len)
		return 0;
	return errno ? errno : EIO;
}

static void out_deliver(struct out *o)
{
	const struct out_target *t = &o->target;

	if (!o->failed && o->buf.len) {
		o->failed = t->write ? t->write(t->arg, o->buf.s, o->buf.len)
				     : out_write_file(t->file, o->buf.s, o->buf.len);
	}
	buf_clear(&o->buf);
}

int out_spill(struct out *o, struct error *err)
{
	if (o->buf.len >= OUT_PIECE || o->failed)
		out_deliver(o);
	return out_report(o, err);
}

int out_flush(struct out *o, struct error *err)
{
	out_deliver(o);
	if (!o->failed && !o->target.write) {
		errno = 0;
		if (fflush(o->target.file) != 0)
			o->failed = errno ? errno : EIO;
	}
	return out_report(o, err);
}
