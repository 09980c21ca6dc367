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
	struct keep_backup b = { .path = BUF_INIT };
	int64_t keep = c->app.settings.backup_keep;
	int failed;

	if (strcmp(c->words[0], "-") == 0 || !*c->words[0])
		return error_set(&c->err, FAIL_USAGE, "backup", c->words[0], "name a file or a folder",
				 "a database cannot go to standard output");
	failed = cli_number(c, CLI_BACKUPS, &keep);
	if (!failed)
		failed = keep_backup(&c->app, c->words[0], keep, &b, &c->err);
	if (!failed)
		cli_print("%s\n", b.path.s);
	if (b.removed)
		cli_say("%d kept, %d older removed\n", b.kept, b.removed);
	if (!failed && b.problems)
		failed = error_set(&c->err, FAIL_NO, "backup", b.path.s, "run verify, and keep the older backups",
				   "the copy is whole, but %lld %s wrong in the database", (long long)b.problems,
				   b.problems == 1 ? "thing is" : "things are");
	buf_release(&b.path);
	return failed;
}

int cmd_restore(struct cli *c)
{
	struct store_restored r;
	int failed = keep_restore(&c->app, c->words[0], cli_has(c, CLI_YES), &r, &c->err);

	if (failed)
		return failed;
	cli_print("%s: %lld log entries, newest %s of %.10s\n", c->app.database, (long long)r.entries, r.hash, r.recorded);
	if (*r.kept)
		cli_say("the file it replaces is kept as %s\n", r.kept);
	if (r.replaced_entries > r.entries)
		cli_say("%lld newer log entries are only in that one\n", (long long)(r.replaced_entries - r.entries));
	return 0;
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
