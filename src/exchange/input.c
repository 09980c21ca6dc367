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

void input_encoding(struct input *in, enum source_encoding encoding)
{
	decoder_init(&in->decoder, encoding);
	if (!decoder_converts(&in->decoder))
		return;
	in->raw = in->block;
	in->block = mem_alloc(INPUT_BLOCK * DECODER_GROWS + 8);
}

void input_release(struct input *in)
{
	free(in->block);
	free(in->raw);
	in->block = NULL;
}

/* Reads into the block and notes a failure. What came before a signal is taken, unless it ends all. */
static size_t read_block(struct input *in, unsigned char *block)
{
	bool stopped = false;
	size_t got;

	do {
		errno = 0;
		got = fread(block, 1, INPUT_BLOCK, in->file);
		if (!ferror(in->file))
			return got;
		clearerr(in->file);
		stopped = errno == EINTR && in->stop && in->stop(in->stop_data);
		if (got && !stopped)
			return got;
		if (errno == EINTR && !stopped && in->waits)
			in->waits(in->stop_data);
	} while (errno == EINTR && !stopped);
	if (stopped)
		error_set(&in->failure, FAIL_NO, "cannot read", in->name, NULL, "cancelled: nothing was written");
	else
		error_set(&in->failure, FAIL_IO, "cannot read", in->name, NULL, "%s",
			  strerror(errno ? errno : EIO));
	return 0;
}

/* At the start of the file: how long its mark is; which half of a pair of UTF-16 comes first. */
static size_t look_for_mark(struct input *in, const unsigned char *s, size_t len)
{
	bool little = len >= 2 && memcmp(s, "\xFF\xFE", 2) == 0;
	bool big = len >= 2 && memcmp(s, "\xFE\xFF", 2) == 0;

	in->decoder.big = big;
	if ((little || big) && in->decoder.encoding == SOURCE_UTF16)
		return 2;
	if (little || big)
		error_set(&in->failure, FAIL_DATA, "cannot read", in->name,
			  "say --encoding utf-16, or save it as UTF-8", "the file is UTF-16, not UTF-8");
	return len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* The next block as UTF-8; false at the end. */
static bool next_block(struct input *in)
{
	bool first = in->bytes == 0;
	unsigned char *raw = in->raw ? in->raw : in->block;
	size_t got = read_block(in, raw), skip = first ? look_for_mark(in, raw, got) : 0;

	in->bytes += got;
	in->at = 0;
	in->end = got;
	if (!in->raw)
		in->at = skip;
	else if (got)
		in->end = decoder_feed(&in->decoder, raw + skip, got - skip, in->block);
	else
		in->end = decoder_end(&in->decoder, in->block);
	in->fed += in->end;
	if (first)
		in->line_start = in->at;
	in->ended = got == 0;
	return in->end > 0 || got;
}

bool input_fill(struct input *in)
{
	if (in->ended || in->failure.kind)
		return false;
	if (!next_block(in))
		return false;
	if (in->limit && in->bytes > in->limit)
		error_set(&in->failure, FAIL_DATA, "cannot read", in->name,
			  "split the file, or ask for a higher limit",
			  "it is longer than %" PRIu64 " bytes", in->limit);
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
	return in->fed - (in->end - in->at) - in->line_start + 1;
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
