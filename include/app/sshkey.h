/* SPDX-License-Identifier: MIT */
/*
 * sshkey.h - a public key of OpenSSH, read strictly.
 *
 * What is taken is one line as a .pub file has it: type, key, comment. Options
 * in front ("command=..."), certificates, DSA, short RSA, a key whose inside
 * does not say what its type says, and anything behind the key's end are
 * refused. What is kept is made anew from what was understood, so nothing of
 * the line but these bytes ever reaches sshd's file.
 */
#ifndef APP_SSHKEY_H
#define APP_SSHKEY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define SSHKEY_COMMENT_MAX 120 /* bytes; what is longer is cut */

struct sshkey {
	const char *type;        /* "ssh-ed25519" */
	const char *text;        /* "ssh-ed25519 AAAA...", without the comment */
	const char *comment;     /* "" where there is none; storable text */
	char fingerprint[64];    /* "SHA256:..." as ssh-keygen -l prints it */
};

/* line may end with one line end. FAIL_DATA with why. Texts live in a. */
int sshkey_read(const char *line, size_t len, struct arena *a, struct sshkey *out, struct error *err);

#endif
