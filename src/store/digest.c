/* SPDX-License-Identifier: MIT */
/* digest.c - SHA-256 by libcrypto. */
#include "store/digest.h"

#include <stdlib.h>

#include "store/store_private.h"

void digest_begin(struct digest *d)
{
	if (!SHA256_Init(&d->context))
		abort(); /* nothing can be recorded or checked */
}

void digest_add(struct digest *d, const void *bytes, size_t len)
{
	if (!SHA256_Update(&d->context, bytes, len))
		abort();
}

static void finish(struct digest *d, unsigned char out[32])
{
	if (!SHA256_Final(out, &d->context))
		abort();
}

void digest_end(struct digest *d, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[32];

	finish(d, digest);
	for (size_t i = 0; i < sizeof digest; i++) {
		out[2 * i] = hex[digest[i] >> 4];
		out[2 * i + 1] = hex[digest[i] & 15];
	}
	out[64] = '\0';
}

void store_sha256(const void *bytes, size_t len, unsigned char out[32])
{
	struct digest d;

	digest_begin(&d);
	digest_add(&d, bytes, len);
	finish(&d, out);
}
