/* SPDX-License-Identifier: MIT */
/* confined.c - a command in a session on a host: whether it may be run, with these words. */
#include "app/access.h"
#include "cli/cli_private.h"
#include "host/policy.h"

const char *cli_line(int argc, char **argv, struct arena *a)
{
	AUTOBUF line = BUF_INIT;

	for (int i = 0; i < argc; i++)
		buf_addf(&line, "%s%s", i ? " " : "", argv[i]);
	return arena_strndup(a, line.s, line.len);
}

int cli_confined(struct cli *c)
{
	struct host_option options[CLI_OPTION_MAX + 1];
	struct host_command command = { .name = c->command->name, .words = c->words, .n_words = c->n_words,
					.options = options };
	int n = 0;

	for (int i = 0; i < CLI_OPTION_MAX; i++)
		if (c->given[i])
			options[n++] = (struct host_option){ cli_options[i].name, c->given[i] };
	/* Noted while options were read, and not followed. */
	if (c->options->refused)
		options[n++] = (struct host_option){ c->options->refused, "" };
	command.n_options = n;
	return host_allows(&command, &c->err);
}

/* Whoever tries what is not theirs to do leaves a trace. */
void cli_note_refusal(struct cli *c, const struct error *e)
{
	AUTOBUF text = BUF_INIT;

	if (!c->app.store || !*c->app.user || e->noted)
		return;
	buf_addf(&text, "%s: %s", c->options->host ? c->options->host->what : c->line, e->why);
	access_note(&c->app, ACCESS_REFUSAL, NULL, text.s);
}
