/* SPDX-License-Identifier: MIT */
/* host_private.h - what the files of the host room share. */
#ifndef HOST_PRIVATE_H
#define HOST_PRIVATE_H

#include "base/buf.h"
#include "host/host.h"

/* ---- environment.c: what is kept of it, and nothing else */

struct environment {
	const char *command; /* SSH_ORIGINAL_COMMAND, NULL: none; any bytes */
	const char *address; /* of the other side, from SSH_CONNECTION; NULL: unknown */
};

/* Takes what is needed into a, clears all of it, and sets the few variables a session has. */
void environment_clear(struct environment *out, struct arena *a);

/* ---- limits.c: descriptors, limits, privileges, the terminal's mode */

int limits_set(struct error *err);

/* ---- filter.c: system calls */

bool filter_there(void);
int filter_shut(struct error *err);

/* ---- landlock.c: files */

bool landlock_there(void); /* in this build and this kernel */
/* folder and what lies below may be written; what terminals and clocks need may be read. */
int landlock_shut(const char *folder, struct error *err);

/* ---- keys.c */

bool host_plain_path(const char *path); /* absolute, and nothing in it that a shell would find */

#endif
