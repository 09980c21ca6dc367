/* SPDX-License-Identifier: MIT */
/*
 * encoding.h - bytes that are not UTF-8 yet. Private to this room.
 *
 * What was asked for is converted as it is read; what was not is only told
 * apart, so that whoever has the file can be offered the right word.
 */
#ifndef EXCHANGE_ENCODING_H
#define EXCHANGE_ENCODING_H

#include "base/buf.h"
#include "exchange/source.h"

/* Reading goes on in the middle of a character from block to block. */
struct decoder {
	enum source_encoding encoding;
	bool big;      /* UTF-16: the high byte comes first */
	int half;      /* the first byte of a pair, -1: none */
	unsigned high; /* the first half of a surrogate pair, 0: none */
};

void decoder_init(struct decoder *d, enum source_encoding encoding);

/* True for encodings that are converted block by block, before rows are looked for. */
bool decoder_converts(const struct decoder *d);

/* At most this many bytes come of one. */
#define DECODER_GROWS 3

/* Writes the UTF-8 of len bytes to dst; returns how much. What is broken becomes what UTF-8 refuses. */
size_t decoder_feed(struct decoder *d, const unsigned char *bytes, size_t len, unsigned char *dst);
/* At the end of the file: half a character is left. */
size_t decoder_end(struct decoder *d, unsigned char *dst);

/* What bytes read as in Windows-1252 (Latin-1 where that has nothing). */
void encoding_as_1252(struct buf *dst, const char *bytes, size_t len);
/* True if every byte means something in Windows-1252. */
bool encoding_is_1252(const char *bytes, size_t len);

/*
 * Text that was UTF-8, was taken for Windows-1252 or Latin-1, and written as UTF-8 again: appends what
 * it was. Letters that were not written twice stay. False, and nothing appended, if there are none.
 */
bool encoding_once(struct buf *dst, const char *text, size_t len);

#endif
