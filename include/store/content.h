/* SPDX-License-Identifier: MIT */
/*
 * content.h - the content of evidence, kept in the database.
 *
 * A content is stored once, under its SHA-256: compressed as one zstd stream,
 * cut into parts of at most 1 MiB. It is never changed and never taken out;
 * verify reads all of it again and compares the hash.
 */
#ifndef STORE_CONTENT_H
#define STORE_CONTENT_H

#include <stdio.h>

#include "store/store.h"

#define CONTENT_PART_MAX (1 << 20)               /* bytes of a stored part */
#define CONTENT_LIMIT    (INT64_C(50) << 20)     /* bytes of a file, unless told otherwise */

/* A content on its way in: read, hashed and compressed before anybody waits for the gate. */
struct content {
	char sha256[65];
	int64_t size;
	const char *media_type; /* guessed from its first bytes: "text/plain" */
	struct buf *parts;
	int n_parts;
};

/* Reads to the end of f. FAIL_DATA beyond limit bytes, FAIL_IO. name is for messages. */
int content_read(struct content *c, FILE *f, const char *name, int64_t limit, struct error *err);
void content_release(struct content *c);

/* store_apply(), and the content in the same transaction, if it is not there already. */
int store_apply_content(struct store *s, const struct batch *b, const struct content *c, struct store_result *r,
			struct error *err);

struct content_info {
	int64_t size, stored; /* bytes; stored: compressed */
	int parts;
};
/* False if it is not in this database. */
bool store_content_find(struct store *s, const char *sha256, struct content_info *out);

/*
 * Calls write with the content piece by piece (NULL: only checks) and compares
 * size and hash. FAIL_MISSING if it is not here; FAIL_IO if it is damaged: what
 * was written until then is not to be trusted.
 */
int store_content_write(struct store *s, const char *sha256, int (*write)(void *data, const char *bytes, size_t len),
			void *data, struct error *err);

/* The stored parts as they are, for a document; and one of them back again, inside store_load(). */
int store_content_parts(struct store *s, const char *sha256,
			int (*see)(void *data, int number, const char *bytes, size_t len), void *data,
			struct error *err);
int store_content_take(struct store *s, const char *sha256, const struct content_info *info, int number,
		       const char *bytes, size_t len, struct error *err);

#endif
