/* SPDX-License-Identifier: MIT */
/*
 * doctor_host.c - what is still to be done before people can work on a shared database.
 *
 * One step at a time, the first that is missing, as a command to type.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/doctor_host.h"
#include "app/identity.h"
#include "app/people.h"
#include "base/mem.h"

#define SSHD_BLOCK "/etc/ssh/sshd_config.d/closeout.conf"
#define KEYS_FILE CLOSEOUT_SYSCONFDIR "/authorized_keys"

struct steps {
	struct app *app;
	struct people_account *accounts;
	struct people_key *keys;
	int n_accounts, n_keys, n_offices;
	struct arena arena;
	struct buf *out;
};

static int count_offices(struct steps *s, struct error *err)
{
	struct select all = { .entity = record_entity(ENTITY_OFFICE), .today = s->app->today };
	int64_t n = 0;
	int failed = store_count(s->app->store, &all, &n, err);

	s->n_offices = (int)n;
	return failed;
}

/* ---- the steps: each says what to do, or nothing when that is done */

static bool step_offices(struct steps *s)
{
	if (s->n_offices)
		return false;
	buf_adds(s->out, "enter the offices: closeout add office code=OPR name='...', or closeout import offices FILE");
	return true;
}

static bool step_people(struct steps *s)
{
	if (s->n_accounts > 1)
		return false;
	buf_adds(s->out, "enter the people: closeout import users people.csv "
			 "(columns name, display_name, role, office, key), or closeout user add");
	return true;
}

static bool step_keys(struct steps *s)
{
	int without = 0;
	const char *one = NULL;

	for (int i = 0; i < s->n_accounts; i++)
		if (s->accounts[i].active && !s->accounts[i].keys) {
			without++;
			one = s->accounts[i].name;
		}
	if (!without)
		return false;
	buf_addf(s->out, "%d %s no login key: closeout key add %s FILE.pub", without,
		 without == 1 ? "account has" : "accounts have", one);
	return true;
}

static bool step_sshd(struct steps *s)
{
	if (access(SSHD_BLOCK, F_OK) == 0)
		return false;
	buf_addf(s->out, "set up sshd, as root: closeout host setup --apply (%s is missing)", SSHD_BLOCK);
	return true;
}

/* Every key that lets somebody in is in sshd's file, and no other. */
static bool keys_agree(const struct steps *s)
{
	FILE *f = fopen(KEYS_FILE, "re");
	char *line = NULL;
	size_t size = 0;
	int found = 0, lines = 0;

	if (!f)
		return false;
	while (getline(&line, &size, f) > 0) {
		if (*line == '#' || *line == '\n')
			continue;
		lines++;
		for (int i = 0; i < s->n_keys; i++)
			found += strstr(line, s->keys[i].fingerprint) != NULL;
	}
	free(line);
	fclose(f);
	return found == s->n_keys && lines == s->n_keys;
}

static bool step_file(struct steps *s)
{
	if (keys_agree(s))
		return false;
	buf_addf(s->out, "write the keys for sshd, as root: closeout host keys (%s)",
		 access(KEYS_FILE, F_OK) == 0 ? "the file is not that of the keys recorded" : "there is no file yet");
	return true;
}

static bool (*const steps[])(struct steps *s) = { step_offices, step_people, step_keys, step_sshd, step_file };

void doctor_next_step(struct app *a, struct buf *out)
{
	struct steps s = { .app = a, .arena = ARENA_INIT, .out = out };
	struct error err = ERROR_INIT;
	int failed = count_offices(&s, &err);
	char login[33];

	if (!failed)
		failed = people_accounts(a, &s.arena, &s.accounts, &s.n_accounts, &err);
	if (!failed)
		failed = people_usable_keys(a, &s.arena, &s.keys, &s.n_keys, &err);
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !failed && !out->len; i++)
		steps[i](&s);
	identity_login(login);
	if (!failed && !out->len)
		buf_addf(out, "nothing: people come in with ssh %s@%s", login,
			 *a->settings.host_name ? a->settings.host_name : "HOST");
	arena_release(&s.arena);
}
