/* SPDX-License-Identifier: MIT */
/*
 * identity.h - who is acting: the two halves of app_open(), for commands that
 * look at a file even when nothing in it can be trusted (verify, doctor).
 */
#ifndef APP_IDENTITY_H
#define APP_IDENTITY_H

#include "app/app.h"

/* The effective user's login name, cut to what an account name may be; "uid1000" where there is none. */
void identity_login(char dst[33]);

/* The same, but who became the service account of a host with sudo is who they were before. */
void identity_sudo(char dst[33]);

/*
 * True for a plain name: it can stand in file names and in the file of keys.
 */
bool identity_name_ok(const char *name);
/* True for what a new account may be called: such a name, but not that of the program itself in the log. */
bool identity_account_ok(const char *name);

/* Opens the file; nobody is acting yet and today is the real day or --today. */
int identity_open(struct app *a, struct error *err);

/*
 * Reads what the database says of itself and takes the account: a sample's is
 * --user or "inspector"; elsewhere the login name has to be one (FAIL_DENIED).
 */
int identity_settle(struct app *a, struct error *err);

#endif
