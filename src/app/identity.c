/* SPDX-License-Identifier: MIT */
/* identity.c - who is acting, in which role, and which day it is. */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "app/access.h"
#include "app/identity.h"
#include "app/news.h"
#include "app/keep.h"
#include "app/people.h"
#include "base/mem.h"
#include "store/clocks.h"

#define SAMPLE_USER "inspector"

void identity_login(char dst[33])
{
	const struct passwd *pw = getpwuid(geteuid());

	if (pw && pw->pw_name && *pw->pw_name)
		snprintf(dst, 33, "%s", pw->pw_name);
	else
		snprintf(dst, 33, "uid%lu", (unsigned long)geteuid());
}

static const char *text_of(const struct record *r, const char *name)
{
	const struct field *f = record_field(r->entity, name);
	const struct value *v = &r->values[record_field_index(r->entity, f)];

	return v->kind == VALUE_TEXT ? v->text : "";
}

static int read_record(struct app *a, const char *ref, enum entity_id kind, struct arena *arena,
		       struct record *out, struct error *err)
{
	struct store_found found;
	int failed = store_find(a->store, ref, kind, false, &found, err);

	if (failed)
		return failed;
	return store_get_stored(a->store, found.entity, found.uid, arena, out, err);
}

/* What the database says of itself: its kind, its title, a sample's own day. */
static int read_database(struct app *a, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct record r;
	const char *kind, *day;
	int failed = read_record(a, "database", ENTITY_DATABASE, &arena, &r, err);

	if (failed)
		return error_what(err, "cannot open the database");
	snprintf(a->database_id, sizeof a->database_id, "%s", r.uid);
	kind = text_of(&r, "kind");
	a->kind = strcmp(kind, "sample") == 0 ? APP_SAMPLE : strcmp(kind, "shared") == 0 ? APP_SHARED : APP_PERSONAL;
	snprintf(a->title, sizeof a->title, "%s", text_of(&r, "title"));
	day = text_of(&r, "today");
	if (!a->options.today && a->kind == APP_SAMPLE && date_parse_iso(day, strlen(day), &a->today))
		a->today_is_real = false;
	return 0;
}

static int take_account(struct app *a, const char *user, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const struct field *active = record_field(record_entity(ENTITY_USER), "active");
	struct record r;
	int failed = read_record(a, user, ENTITY_USER, &arena, &r, err);

	if (failed)
		return failed;
	if (r.values[record_field_index(r.entity, active)].number != 1)
		return error_set(err, FAIL_DENIED, "account", user, "ask an administrator", "it is not active");
	snprintf(a->user, sizeof a->user, "%s", text_of(&r, "name"));
	snprintf(a->user_uid, sizeof a->user_uid, "%s", r.uid);
	snprintf(a->display_name, sizeof a->display_name, "%s", text_of(&r, "display_name"));
	a->role = role_by_name(text_of(&r, "role"));
	return 0;
}

/* The role is what the file says now: a session that has been open for a day learns of changes. */
int app_refresh_account(struct app *a, struct error *err)
{
	char user[sizeof a->user];

	snprintf(user, sizeof user, "%s", a->user);
	return user[0] ? take_account(a, user, err) : 0;
}

int app_become(struct app *a, const char *user, struct error *err)
{
	if (a->kind != APP_SAMPLE)
		return error_set(err, FAIL_DENIED, "account", user, "leave out --user",
				 "only in a sample database an account can be chosen");
	int failed = take_account(a, user, err);

	if (!failed && a->store)
		news_open(a);
	return failed;
}

/* ---- somebody whom sshd let in */

bool identity_name_ok(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len <= 32 && *name != '-' && *name != '.' &&
	       name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] == '\0';
}

bool identity_account_ok(const char *name)
{
	return identity_name_ok(name) && strcmp(name, "closeout") != 0;
}

/*
 * A key that is known here must be this account's and not revoked; so a revocation takes
 * effect at the next login, whatever the file of keys says. One that is not known was put
 * into that file by hand, by whoever owns the machine.
 */
static int check_key(struct app *a, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const char *fp = a->options.host->key;
	struct people_key *keys;
	int n, failed = fp ? people_keys(a, &arena, &keys, &n, err) : 0;

	if (failed || !fp)
		return failed;
	for (int i = 0; i < n; i++) {
		if (strcmp(keys[i].fingerprint, fp) != 0)
			continue;
		if (keys[i].revoked)
			return error_set(err, FAIL_DENIED, "account", a->user, "ask an administrator to add your new key",
					 "the key was revoked on %s", keys[i].revoked);
		if (strcmp(keys[i].account, a->user) != 0)
			return error_set(err, FAIL_DENIED, "account", a->user, "run closeout host keys anew",
					 "the key is that of another account");
	}
	return 0;
}

static int take_host(struct app *a, struct error *err)
{
	const char *name = a->options.host->account;
	int failed;

	if (a->kind != APP_SHARED)
		return error_set(err, FAIL_DENIED, "account", name, "make it with closeout init --shared",
				 "this database is not shared");
	failed = identity_name_ok(name) ? take_account(a, name, err) : FAIL_MISSING;
	if (failed == FAIL_MISSING)
		return error_set(err, FAIL_DENIED, "account", name, "ask an administrator", "there is no such account here");
	if (failed)
		return failed;
	if (a->role == ROLE_NONE || a->role == ROLE_PERSONAL)
		return error_set(err, FAIL_DENIED, "account", name, "ask an administrator", "it has no role");
	return check_key(a, err);
}

/*
 * The service account's own user is nobody in particular. Who became it with sudo is
 * somebody: their login name counts, as sudo says it.
 */
void identity_sudo(char dst[33])
{
	const char *sudo = getenv("SUDO_USER");

	identity_login(dst);
	if (sudo && identity_name_ok(sudo))
		snprintf(dst, 33, "%s", sudo);
}

/* A person's own file, or a shared one: whoever is logged in, and nobody else. */
static int take_login(struct app *a, struct error *err)
{
	char login[33];
	int failed;

	if (a->kind == APP_SHARED)
		identity_sudo(login);
	else
		identity_login(login);
	if (a->options.user && strcmp(a->options.user, login) != 0)
		return app_become(a, a->options.user, err);
	failed = take_account(a, login, err);
	if (failed == FAIL_MISSING)
		return error_set(err, FAIL_DENIED, "account", login, "ask an administrator of this database",
				 "your login name is not an account of %s", a->database);
	return failed;
}

void app_on_wait(struct app *a, void (*waits)(void *data, const char *who, int seconds), void *data)
{
	a->waits = waits;
	a->waits_data = data;
	if (a->store)
		store_on_wait(a->store, waits, data);
}

int identity_open(struct app *a, struct error *err)
{
	struct deadline_rules clocks = app_clocks(a);
	int failed;

	if (a->store)
		return 0;
	if (a->options.bulk) {
		mem_keep();
		store_expect_bulk();
	}
	failed = store_open(a->database, a->options.read_only ? STORE_READ_ONLY : STORE_READ_WRITE, &a->store, err);
	if (failed)
		return failed;
	store_set_clocks(a->store, &clocks);
	store_on_wait(a->store, a->waits, a->waits_data);
	return 0;
}

int identity_settle(struct app *a, struct error *err)
{
	int failed = read_database(a, err);

	if (failed)
		return failed;
	if (a->kind == APP_SHARED)
		store_keep_ballast(a->store);
	if (a->options.host)
		return take_host(a, err);
	if (a->kind == APP_SAMPLE)
		return take_account(a, a->options.user ? a->options.user : SAMPLE_USER, err);
	return take_login(a, err);
}

/* Comings and refusals at the door of a host are noted; then the door shuts behind whoever came in. */
static int enter_host(struct app *a, int failed, struct error *err)
{
	const struct app_host *host = a->options.host;
	char line[512];

	if (failed) {
		if (failed == FAIL_DENIED)
			access_note(a, ACCESS_REFUSAL, host->account, error_line(err, line, sizeof line));
		return failed;
	}
	access_note(a, ACCESS_LOGIN, NULL, host->what ? host->what : "screen");
	keep_session_begins(a);
	return host->seal ? host->seal(a, err) : 0;
}

int app_open(struct app *a, struct error *err)
{
	int failed = identity_open(a, err);

	if (failed)
		return failed;
	failed = identity_settle(a, err);
	if (a->options.host)
		failed = enter_host(a, failed, err);
	if (failed) {
		store_close(a->store);
		a->store = NULL;
	} else {
		news_open(a);
	}
	return failed;
}
