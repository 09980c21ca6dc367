/* SPDX-License-Identifier: MIT */
/* digest.h - SHA-256, of bytes that come piece by piece. Private to store. */
#ifndef STORE_DIGEST_H
#define STORE_DIGEST_H

/*
 * These functions, older than EVP and called deprecated by OpenSSL 3, are all of libcrypto that is
 * linked, 20 kB of code. The whole library took a fifth of the time to the first frame and
 * 400 kB of every session, and its EVP takes longer to begin a hash than an entry of the log to hash.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <stddef.h>

struct digest {
	SHA256_CTX context;
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t len);
void digest_end(struct digest *d, char out[65]); /* as hexadecimal digits */

#endif
