/* SPDX-License-Identifier: MIT */
/*
 * draft_file.h - the bytes of a draft file.
 *
 * A record is a magic of 4 bytes that occur in no text, the length and the
 * CRC-32 of the payload (32 bits each, little-endian, the CRC over the length
 * too), and the payload: a version byte, the time it was written (64 bits, ms
 * since 1970), and name and text of each pair, each with its NUL.
 */
#ifndef APP_DRAFT_FILE_H
#define APP_DRAFT_FILE_H

#include "app/draft.h"
#include "base/buf.h"

#define DRAFT_VERSION 1
#define DRAFT_HEAD    12 /* bytes before the payload */
#define DRAFT_PAYLOAD_MAX ((size_t)16 << 20)
#define DRAFT_FILE_MAX    ((size_t)64 << 20)

/* Appends a record. */
void draft_record_add(struct buf *out, int64_t written_ms, const struct draft_pair *pairs,
		      size_t n);

/* The record around a payload that was read or written before. */
void draft_record_seal(struct buf *out, const char *payload, size_t len);

/* The last record of a file, as found. */
struct draft_record {
	const char *payload; /* in the bytes given; NULL: none is whole */
	size_t len;
	size_t end; /* offset behind it: where the next belongs */
};

/* Finds the last whole record of any version, in time linear in len whatever the bytes are. */
void draft_record_last(const char *bytes, size_t len, struct draft_record *out);

/*
 * Reads a payload into f's pairs and written_ms; one free(f->pairs) frees all.
 * False if the payload is none of ours.
 */
bool draft_payload_read(const char *payload, size_t len, struct draft_found *f);

/* True if the payload was written by a later version of the program. */
bool draft_payload_is_newer(const char *payload, size_t len);

/* What two payloads say, whenever they were written. */
bool draft_payload_same(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
