/* SPDX-License-Identifier: MIT */
/*
 * people.h - accounts and their login keys, as an administrator of a shared database keeps them.
 */
#ifndef APP_PEOPLE_H
#define APP_PEOPLE_H

#include "app/listing.h"

/* A login key as recorded. Everything lives in the arena given. */
struct people_key {
	const char *uid, *ref;      /* "K-3" */
	const char *account;        /* name */
	const char *public_key;     /* "ssh-ed25519 AAAA..." */
	const char *fingerprint;
	const char *revoked;        /* day, or NULL */
};
/* All of them, in the order they came in. */
int people_keys(struct app *a, struct arena *arena, struct people_key **out, int *n, struct error *err);

struct people_account {
	const char *name, *display_name, *role, *office; /* office may be NULL */
	bool active;
	int keys;                  /* not revoked */
	char last_login[CLOCK_STAMP]; /* "" never */
};
int people_accounts(struct app *a, struct arena *arena, struct people_account **out, int *n, struct error *err);

/* The keys that let somebody in: not revoked, of active accounts. */
int people_usable_keys(struct app *a, struct arena *arena, struct people_key **out, int *n, struct error *err);

/* A new account, with a key if one is given (the line of a .pub file): one batch. *keyed gets K-n, or "". */
struct people_new {
	const char *name, *role, *office, *display_name, *title; /* office and what follows may be NULL */
	const char *key;
};
int people_add(struct app *a, const struct people_new *p, struct buf *keyed, struct error *err);

int people_key_add(struct app *a, const char *account, const char *line, struct buf *ref, struct error *err);

/* which: "K-3", or the fingerprint. *who gets the account. Revoked already: FAIL_NO. */
int people_key_revoke(struct app *a, const char *which, const char *reason, struct buf *who, struct error *err);

/* Accounts with role, office, keys and last login, as rows. */
int people_write(struct app *a, struct output *o, int64_t *rows, struct error *err);

#endif
