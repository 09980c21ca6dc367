/* SPDX-License-Identifier: MIT */
/*
 * setup.h - making a machine the host: the service account, folders, sshd's block, the file of keys.
 *
 * All of it is one plan, which is printed as a script for sh, or carried out by root. What is
 * there already is left as it is.
 */
#ifndef HOST_SETUP_H
#define HOST_SETUP_H

#include "app/app.h"
#include "base/buf.h"

struct host_setup {
	const char *root;     /* everything lies below this folder; "" the machine itself */
	const char *account;  /* of the service; its user, and the folder's owner */
	const char *database; /* absolute */
	const char *program;  /* absolute: what the forced command runs */
};

/* "closeout" and the places of the installation, where NULL. FAIL_DATA for a name or path that is not plain. */
int host_setup_fill(struct host_setup *s, struct arena *a, struct error *err);

/* The script. */
void host_setup_print(const struct host_setup *s, struct buf *out);

/* Does it, as root (FAIL_DENIED). Tells what was done or found, a line each. */
int host_setup_apply(const struct host_setup *s, void (*tell)(void *data, const char *line), void *data,
		     struct error *err);

/* ---- the file of keys, which sshd reads: one forced command a key */

struct host_keys {
	const char *program;  /* absolute */
	const char *database; /* absolute, or NULL: the settings name it */
	const char *config;   /* absolute, or NULL */
};

/* The lines for the keys that let somebody in. *n counts them. */
int host_keys_text(struct app *a, const struct host_keys *k, struct buf *out, int *n, struct error *err);

/*
 * The same for a caller who is not the owner of the database, such as root: a process of its
 * own gives up everything but the owner's rights, reads the database and hands the keys over;
 * nothing it says is believed but keys that can be read.
 */
int host_keys_as_owner(const struct app_options *options, const struct host_keys *k, struct buf *out, int *n,
		       struct error *err);

/* Puts text in the place of path, whole or not at all, readable by all and writable by the caller. */
int host_keys_publish(const char *path, const struct buf *text, struct error *err);

/* Where the database of a host is, if nothing says otherwise. */
const char *host_default_database(void);

/* Where sshd looks for it. */
const char *host_keys_path(void);

/* The absolute path of the running program; NULL if it cannot be told. In a. */
const char *host_program(struct arena *a);

#endif
