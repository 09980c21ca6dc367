/* SPDX-License-Identifier: MIT */
/* cli.c - from words to a command, and from its failure to the exit status. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/identity.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "cli/cli_private.h"

#define COMMANDS_MAX 64

const struct cli_command *cli_command_by_name(const char *name, struct error *err)
{
	const char *known[COMMANDS_MAX], *near;
	const struct cli_command *cmd;
	char next[80];
	size_t n = 0;

	for (; (cmd = cli_command_at(n)) != NULL && n < COMMANDS_MAX; n++) {
		if (strcmp(cmd->name, name) == 0)
			return cmd;
		known[n] = cmd->name;
	}
	near = nearest_name(name, known, n);
	if (near)
		snprintf(next, sizeof next, "did you mean \"%s\"?", near);
	error_set(err, FAIL_USAGE, "command", name, near ? next : "\"closeout help\" lists them", "there is no such command");
	return NULL;
}

static int check_words(struct cli *c)
{
	const struct cli_command *cmd = c->command;
	const char *why = NULL;
	char next[160];

	if (c->n_words < cmd->min_words)
		why = "it needs more words";
	else if (cmd->max_words >= 0 && c->n_words > cmd->max_words)
		why = "it takes fewer words";
	if (!why)
		return 0;
	snprintf(next, sizeof next, "usage: closeout %s %s", cmd->name, cmd->usage);
	return error_set(&c->err, FAIL_USAGE, cmd->name, NULL, next, "%s", why);
}

static void say_warnings(const struct app *a)
{
	for (size_t i = 0; i < a->warnings.count; i++)
		cli_say("closeout: warning: %s\n", a->warnings.line[i]);
}

/* To people only: a program that waits has no use for it. */
static void waits(void *data, const char *who, int seconds)
{
	(void)data;
	cli_say("waiting for %s, %d s\n", who, seconds);
}

static int prepare(struct cli *c)
{
	bool confined = c->options->host != NULL;
	int failed;

	c->options->bulk = c->command->run == cmd_import && c->n_words > 1;
	if (!confined && c->command->needs == CLI_NEEDS_NOTHING)
		return 0;
	failed = app_init(&c->app, c->options, &c->err);
	if (failed)
		return failed;
	if (isatty(STDERR_FILENO))
		app_on_wait(&c->app, waits, NULL);
	if (c->command->run != cmd_doctor)
		say_warnings(&c->app);
	/* On a host even help is for those who may come in. */
	if (confined) {
		failed = app_open(&c->app, &c->err);
		return failed ? failed : cli_confined(c);
	}
	if (c->command->needs == CLI_NEEDS_FILE) {
		c->app.options.read_only |= c->command->run != cmd_backup; /* who examines a file changes nothing */
		return identity_open(&c->app, &c->err);
	}
	return c->command->needs == CLI_NEEDS_ACCOUNT ? app_open(&c->app, &c->err) : 0;
}

/* Nobody reads what we print: end as other programs in a pipe do, without a word. */
static int end_quietly(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
	return 0;
}

static int run(struct cli *c)
{
	int failed = prepare(c);

	if (!failed)
		failed = cli_has(c, CLI_HELP) ? cli_help_command(c->command) : c->command->run(c);
	if (!failed)
		failed = cli_flush(c);
	if (failed == FAIL_DENIED)
		cli_note_refusal(c, &c->err);
	app_release(&c->app);
	return failed;
}

int cli_run(struct app_options *options, int argc, char **argv)
{
	struct cli c = { .options = options, .err = ERROR_INIT };
	AUTOARENA arena = ARENA_INIT;
	AUTOFREE char **words = mem_alloc(((size_t)argc + 1) * sizeof *words);
	bool version = strcmp(argv[0], "version") == 0;
	int failed;

	c.words = words;
	c.arena = &arena;
	c.line = cli_line(argc, argv, &arena);
	c.command = version ? cli_command_by_name("help", &c.err) : cli_command_by_name(argv[0], &c.err);
	if (!c.command)
		return cli_error(&c.err);
	failed = cli_parse(&c, argc, argv);
	if (!failed && version)
		c.given[CLI_VERSION] = "";
	if (!failed && cli_has(&c, CLI_HELP) && !options->host)
		return cli_help_command(c.command);
	if (!failed && !cli_has(&c, CLI_HELP))
		failed = check_words(&c);
	if (!failed)
		failed = run(&c);
	if (failed < 0)
		return end_quietly();
	if (failed && *c.err.why)
		return cli_error(&c.err);
	return failed;
}
