/* SPDX-License-Identifier: MIT */
/* cmd_host.c - the commands that make a machine the host: host setup, host keys; and init --shared. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/identity.h"
#include "app/people.h"
#include "app/paths.h"
#include "base/mem.h"
#include "cli/cli_private.h"
#include "host/setup.h"

int cli_init_shared(struct cli *c)
{
	const char *file = c->given[CLI_KEY_FILE];
	AUTOBUF key = BUF_INIT;
	char login[33];
	struct people_new admin = { .name = c->given[CLI_ADMIN] };
	int failed = file ? cli_read_file(c, file, &key) : 0;

	if (failed)
		return failed;
	identity_sudo(login);
	if (!admin.name)
		admin.name = login;
	admin.key = file ? key.s : NULL;
	failed = app_create_shared(&c->app, &admin, &c->err);
	if (failed)
		return failed;
	cli_print("%s\n", c->app.database);
	cli_say("a new, empty database for many people; %s is its first administrator\n"
		"next: closeout doctor says what is still to be done\n",
		admin.name);
	return 0;
}

/* ---- setup */

static void tell(void *data, const char *line)
{
	(void)data;
	cli_print("%s\n", line);
}

static void say_what_follows(const struct host_setup *s)
{
	cli_say("next: sshd -t && systemctl reload ssh\n");
	if (access(s->database, F_OK) != 0)
		cli_say("next: sudo -u %s %s init --shared --key - <FILE.pub\n", s->account, s->program);
	cli_say("next: %s host keys\n", s->program);
}

static int setup(struct cli *c)
{
	struct host_setup s = { .root = c->given[CLI_ROOT], .account = c->given[CLI_ACCOUNT],
				.database = c->options->database };
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF script = BUF_INIT;
	int failed = host_setup_fill(&s, &arena, &c->err);

	if (failed)
		return failed;
	if (!cli_has(c, CLI_APPLY)) {
		host_setup_print(&s, &script);
		cli_print("%s", script.s);
		return 0;
	}
	failed = host_setup_apply(&s, tell, NULL, &c->err);
	if (!failed && !*s.root)
		say_what_follows(&s);
	return failed;
}

/* ---- keys */

/* The file of keys is read by sshd, far from this working folder. */
static int absolute(struct cli *c, const char *given, char **out)
{
	struct app there = { .options = { .database = given } };

	*out = NULL;
	return given ? app_database_path(&there, out, &c->err) : 0;
}

static int collect(struct cli *c, struct host_keys *k, struct buf *text, int *n)
{
	struct stat st;

	if (!c->options->database && !c->app.settings.database[0])
		c->options->database = host_default_database();
	app_release(&c->app);
	int failed = app_init(&c->app, c->options, &c->err);
	if (failed)
		return failed;
	if (lstat(c->app.database, &st) == 0 && st.st_uid != geteuid() && geteuid() == 0)
		return host_keys_as_owner(c->options, k, text, n, &c->err);
	failed = identity_open(&c->app, &c->err);
	return failed ? failed : host_keys_text(&c->app, k, text, n, &c->err);
}

static int keys(struct cli *c)
{
	const char *path = c->given[CLI_OUTPUT] ? c->given[CLI_OUTPUT] : host_keys_path();
	AUTOFREE char *database = NULL;
	AUTOFREE char *config = NULL;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF text = BUF_INIT;
	struct host_keys k = { .program = host_program(&arena) };
	int n = 0, failed = absolute(c, c->options->database, &database);

	if (!failed)
		failed = absolute(c, c->options->config, &config);
	k.database = database;
	k.config = config;
	if (!failed && !k.program)
		failed = error_set(&c->err, FAIL_IO, "host keys", NULL, NULL, "the path of the program cannot be told");
	if (!failed)
		failed = collect(c, &k, &text, &n);
	if (failed)
		return failed;
	if (strcmp(path, "-") == 0) {
		cli_print("%s", text.s);
		return 0;
	}
	failed = host_keys_publish(path, &text, &c->err);
	if (!failed)
		cli_say("%s: %d %s\n", path, n, n == 1 ? "key" : "keys");
	return failed;
}

static int login(struct cli *c)
{
	return error_set(&c->err, FAIL_USAGE, "host login", NULL, "let sshd do it; see closeout(8)",
			 "it is the command that sshd runs for a key");
}

int cmd_host(struct cli *c)
{
	static const struct cli_sub subs[] = {
		{ "setup", setup, 0, 0, "closeout host setup [--apply]" },
		{ "keys", keys, 0, 0, "closeout host keys [-o FILE]" },
		{ "login", login, 0, 0, "closeout host login --account NAME --key FINGERPRINT" },
	};

	return cli_subcommand(c, subs, 3);
}
