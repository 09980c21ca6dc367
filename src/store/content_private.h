/* SPDX-License-Identifier: MIT */
/* content_private.h - what the files of evidence content share. Private to store. */
#ifndef STORE_CONTENT_PRIVATE_H
#define STORE_CONTENT_PRIVATE_H

#include <openssl/evp.h>

#include "store/content.h"
#include "store/store_private.h"

/* SHA-256 of bytes that come piece by piece. */
struct digest {
	EVP_MD_CTX *context;
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t len);
void digest_end(struct digest *d, char out[65]); /* frees it */

/* Inside the transaction of a batch: the content it brings, unless it is there. */
int content_insert(struct store *s, const struct content *c, struct error *err);

#endif
