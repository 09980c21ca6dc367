/* SPDX-License-Identifier: MIT */
/* cmd_keep.c - the commands about the file: init, backup, doctor. */
#include <string.h>

#include "app/identity.h"
#include "app/keep.h"
#include "cli/cli_private.h"

int cmd_init(struct cli *c)
{
	bool sample = cli_has(c, CLI_SAMPLE);
	char login[33];
	int failed;

	if (sample && cli_has(c, CLI_SHARED))
		return error_set(&c->err, FAIL_USAGE, "init", "--shared", "say one of them", "the sample records are no shared database");
	if (cli_has(c, CLI_SHARED))
		return cli_init_shared(c);
	failed = app_create(&c->app, sample, &c->err);
	if (failed)
		return failed;
	cli_print("%s\n", c->app.database);
	identity_login(login);
	if (sample)
		cli_say("sample records; people, positions and the plan are fictional.\n"
			"It starts as inspector; any account can be tried with --user.\n");
	else
		cli_say("a new, empty database of %s\n", login);
	return 0;
}

int cmd_backup(struct cli *c)
{
	int failed;

	if (strcmp(c->words[0], "-") == 0)
		return error_set(&c->err, FAIL_USAGE, "backup", c->words[0], "name a file",
				 "a database cannot go to standard output");
	failed = keep_backup(&c->app, c->words[0], &c->err);
	if (!failed)
		cli_print("%s\n", c->words[0]);
	return failed;
}

static void see_line(void *data, const struct doctor_line *line)
{
	(void)data;
	cli_print("%-8s%-12s%s%s%s\n", line->sound ? "ok" : "PROBLEM", line->topic, line->state, line->sound ? "" : "; ",
		  line->sound ? "" : line->mend);
}

int cmd_doctor(struct cli *c)
{
	int problems = 0;

	keep_doctor(&c->app, see_line, NULL, &problems);
	return problems ? FAIL_NO : 0;
}
