/* SPDX-License-Identifier: MIT */
/* host.c - entering a session that sshd started, and shutting the door behind it. */
#include "host/host.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/access.h"
#include "base/mem.h"
#include "host/host_private.h"
#include "host/split.h"

/* ---- the forced command */

struct forced {
	const char *database, *config, *account, *key;
	bool login;
};

/* "-d FILE", "--database FILE" and "--database=FILE". True: *value is set and *at behind it. */
static bool option(int argc, char **argv, int *at, const char *letter, const char *name, const char **value)
{
	const char *word = argv[*at];
	size_t len = strlen(name);

	if (strncmp(word, name, len) == 0 && word[len] == '=') {
		*value = word + len + 1;
		++*at;
		return true;
	}
	if ((!letter || strcmp(word, letter) != 0) && strcmp(word, name) != 0)
		return false;
	if (*at + 1 >= argc)
		return false;
	*value = argv[*at + 1];
	*at += 2;
	return true;
}

/* False where a word has no place in it. */
static bool read_forced(int argc, char **argv, struct forced *f)
{
	int at = 1;

	*f = (struct forced){ 0 };
	while (at < argc && argv[at][0] == '-')
		if (!option(argc, argv, &at, "-d", "--database", &f->database) &&
		    !option(argc, argv, &at, "-c", "--config", &f->config))
			return false;
	if (at + 1 >= argc || strcmp(argv[at], "host") != 0 || strcmp(argv[at + 1], "login") != 0)
		return false;
	f->login = true;
	at += 2;
	while (at < argc)
		if (!option(argc, argv, &at, NULL, "--account", &f->account) &&
		    !option(argc, argv, &at, NULL, "--key", &f->key))
			return false;
	return f->account != NULL;
}

bool host_is_login(int argc, char **argv)
{
	struct forced f;

	(void)read_forced(argc, argv, &f);
	return f.login;
}

/* ---- the seal */

static int seal(struct app *a, struct error *err)
{
	const char *slash = strrchr(a->database, '/');
	AUTOFREE char *folder = mem_strndup(a->database, slash > a->database ? (size_t)(slash - a->database) : 1);
	int failed = landlock_shut(folder, err);

	return failed ? failed : filter_shut(err);
}

/* ---- entering */

static int split_command(struct host *h, const char *command, struct error *err)
{
	char **words;
	int n = 0, failed = 0;

	if (command)
		failed = host_split(command, strlen(command), &h->arena, &words, &n, err);
	if (!failed && command && !n)
		failed = error_set(err, FAIL_USAGE, "command", NULL, "\"help\" lists the commands", "it says nothing");
	if (failed)
		return failed;
	h->words = arena_alloc(&h->arena, ((size_t)n + 2) * sizeof *h->words);
	h->words[0] = arena_strdup(&h->arena, "closeout");
	for (int i = 0; i < n; i++)
		h->words[i + 1] = words[i];
	h->n_words = n + 1;
	h->who.what = command;
	return 0;
}

/* Where one comes in; asked before the door is shut. */
static void ask_where(struct host *h)
{
	char machine[256] = "HOST";
	const struct passwd *pw = getpwuid(geteuid());

	if (gethostname(machine, sizeof machine - 1) != 0 || !machine[0])
		snprintf(machine, sizeof machine, "HOST");
	h->who.login = arena_strdup(&h->arena, pw && pw->pw_name ? pw->pw_name : "closeout");
	h->who.machine = arena_strdup(&h->arena, machine);
}

int host_enter(struct host *h, int argc, char **argv, struct error *err)
{
	struct environment env;
	struct forced f;
	int failed;

	*h = (struct host){ .arena = ARENA_INIT };
	failed = limits_set(err);
	environment_clear(&env, &h->arena);
	if (failed)
		return failed;
	if (!read_forced(argc, argv, &f))
		return error_set(err, FAIL_USAGE, "host login", NULL, "closeout host login --account NAME --key FINGERPRINT",
				 "this is how sshd calls it, from the file that \"closeout host keys\" writes");
	access_open_system_log();
	h->who = (struct app_host){ .account = f.account, .key = f.key, .address = env.address, .seal = seal };
	ask_where(h);
	h->options = (struct app_options){ .database = f.database, .config = f.config, .host = &h->who };
	return split_command(h, env.command, err);
}

void host_release(struct host *h)
{
	arena_release(&h->arena);
}

void host_versions(struct buf *out)
{
	buf_addf(out, "system-call filter: %s\n", filter_there() ? "yes (libseccomp)" : "no");
	buf_addf(out, "file fence: %s\n", landlock_there() ? "yes (Landlock)" : "no");
}
