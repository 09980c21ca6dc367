/* SPDX-License-Identifier: MIT */
/* input.c - bytes of a file, with the line they stand on. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "exchange/input.h"

void input_init(struct input *in, FILE *file, const char *name, uint64_t limit)
{
	memset(in, 0, sizeof *in);
	in->file = file;
	in->name = name ? name : "standard input";
	in->block = mem_alloc(INPUT_BLOCK);
	in->limit = limit;
	in->line = 1;
}

void input_release(struct input *in)
{
	free(in->block);
	in->block = NULL;
}

/* Reads into the block and notes a failure. */
static size_t read_block(struct input *in)
{
	size_t got;

	do {
		errno = 0;
		got = fread(in->block, 1, INPUT_BLOCK, in->file);
		if (got || !ferror(in->file))
			return got;
		clearerr(in->file);
	} while (errno == EINTR);
	error_set(&in->failure, FAIL_IO, "cannot read", in->name, NULL, "%s",
		  strerror(errno ? errno : EIO));
	return 0;
}

/* At the start of the file: skips the UTF-8 mark, recognises UTF-16. */
static void look_for_mark(struct input *in)
{
	if (in->end >= 3 && memcmp(in->block, "\xEF\xBB\xBF", 3) == 0) {
		in->at = 3;
		in->line_start = 3;
	} else if (in->end >= 2 && (memcmp(in->block, "\xFF\xFE", 2) == 0 ||
				    memcmp(in->block, "\xFE\xFF", 2) == 0)) {
		error_set(&in->failure, FAIL_DATA, "cannot read", in->name,
			  "save it as UTF-8 and try again", "the file is UTF-16, not UTF-8");
	}
}

bool input_fill(struct input *in)
{
	bool first = in->bytes == 0;

	if (in->ended || in->failure.kind)
		return false;
	in->at = 0;
	in->end = read_block(in);
	in->bytes += in->end;
	if (in->end == 0) {
		in->ended = true;
		return false;
	}
	if (in->limit && in->bytes > in->limit)
		error_set(&in->failure, FAIL_DATA, "cannot read", in->name,
			  "split the file, or ask for a higher limit",
			  "it is longer than %" PRIu64 " bytes", in->limit);
	else if (first)
		look_for_mark(in);
	if (in->failure.kind)
		in->end = in->at = 0;
	return in->at < in->end || input_fill(in);
}

bool input_failed(const struct input *in, struct error *err)
{
	if (in->failure.kind && err)
		*err = in->failure;
	return in->failure.kind != FAIL_NONE;
}

uint64_t input_column(const struct input *in)
{
	return in->bytes - (in->end - in->at) - in->line_start + 1;
}

enum input_result input_line(struct input *in, struct buf *dst, size_t max, bool *ended)
{
	bool kept = true;

	*ended = false;
	if (input_peek(in) == INPUT_EOF)
		return INPUT_NO_LINE;
	while (!*ended && input_peek(in) != INPUT_EOF) {
		const unsigned char *from = in->block + in->at;
		const unsigned char *lf = memchr(from, '\n', in->end - in->at);
		size_t len = lf ? (size_t)(lf - from) : in->end - in->at;

		kept = kept && dst->len + len <= max;
		if (kept)
			buf_add(dst, from, len);
		in->at += len;
		if (lf) {
			*ended = true;
			input_step(in);
		}
	}
	if (in->failure.kind)
		return INPUT_NO_LINE;
	return kept ? INPUT_LINE : INPUT_LONG_LINE;
}
