/* SPDX-License-Identifier: MIT */
/* setup_private.h - the service account, between setup.c and service.c. */
#ifndef HOST_SETUP_PRIVATE_H
#define HOST_SETUP_PRIVATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "host/host_private.h"

struct service {
	uid_t uid;
	gid_t gid;
	bool usable_shell; /* sshd runs the forced command with it */
};

/* root: "" or the folder that stands for /. FAIL_MISSING where there is no such account. */
int service_find(const char *root, const char *name, struct service *out, struct error *err);

/*
 * Adds user and group of that name, a system account: no password, no home of its own, /bin/sh.
 * passwd, group and shadow are each replaced whole, under the lock that passwd(1) takes too.
 */
int service_make(const char *root, const char *name, const char *home, struct service *out, struct error *err);

#endif
