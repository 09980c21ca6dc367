/* SPDX-License-Identifier: MIT */
/*
 * may.h - permissions that are not about one field: see also app_may_add() and app_may_edit().
 */
#ifndef APP_MAY_H
#define APP_MAY_H

#include "app/app.h"
#include "base/buf.h"

/* False where this run only reads: --read-only, or --today on a database that is no sample. */
bool may_write(const struct app *a, struct error *why);

/* True if the account's role is among roles (a personal database's only user may do everything). */
bool may_role(const struct app *a, unsigned roles, const char *act, struct error *why);

/* Appends "clerk, liaison". */
void may_roles(unsigned roles, struct buf *out);

#endif
