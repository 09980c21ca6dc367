/* SPDX-License-Identifier: MIT */
/* cmd_people.c - the commands about accounts and their login keys: user, key. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/people.h"
#include "cli/cli_private.h"

int cli_subcommand(struct cli *c, const struct cli_sub *subs, int n)
{
	AUTOBUF all = BUF_INIT;

	for (int i = 0; i < n; i++) {
		if (strcmp(subs[i].name, c->words[0]) != 0)
			continue;
		if (c->n_words - 1 >= subs[i].min_words && c->n_words - 1 <= subs[i].max_words)
			return subs[i].run(c);
		return error_set(&c->err, FAIL_USAGE, c->command->name, subs[i].name, subs[i].usage, "it needs other words");
	}
	for (int i = 0; i < n; i++)
		buf_addf(&all, "%s%s", i ? ", " : "say ", subs[i].name);
	return error_set(&c->err, FAIL_USAGE, c->command->name, c->words[0], all.s, "it does no such thing");
}

int cli_read_file(struct cli *c, const char *path, struct buf *out)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	int failed;

	if (!f)
		return error_set(&c->err, FAIL_MISSING, c->command->name, path, NULL, "%s", strerror(errno));
	failed = cli_read_all(c, f, f == stdin ? "standard input" : path, out);
	if (f != stdin)
		fclose(f);
	return failed;
}

/* The words of an error about a file of keys say which one. */
static int about_file(struct cli *c, int failed, const char *path)
{
	if (failed == FAIL_DATA && path)
		error_where(&c->err, "%s", path);
	return failed;
}

static int user_add(struct cli *c)
{
	const char *file = c->given[CLI_KEY_FILE];
	AUTOBUF key = BUF_INIT, keyed = BUF_INIT;
	struct people_new p = { .name = c->words[1], .role = c->given[CLI_ROLE], .office = c->given[CLI_OFFICE],
				.display_name = c->given[CLI_NAME], .title = c->given[CLI_TITLE] };
	int failed = file ? cli_read_file(c, file, &key) : 0;

	if (failed)
		return failed;
	if (!p.role)
		return error_set(&c->err, FAIL_USAGE, "user add", p.name, "--role inspector, for example; \"closeout help user\" says more",
				 "it needs a role");
	p.key = file ? key.s : NULL;
	failed = people_add(&c->app, &p, &keyed, &c->err);
	if (failed)
		return failed;
	cli_print("%s\n", p.name);
	if (keyed.len)
		cli_say("key %s; it lets %s in once \"closeout host keys\" has been run\n", keyed.s, p.name);
	return 0;
}

static int user_list(struct cli *c)
{
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_out_open(c, SINK_TABLE, &out);

	if (!failed)
		failed = people_write(&c->app, &out.output, &rows, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_user(struct cli *c)
{
	static const struct cli_sub subs[] = {
		{ "add", user_add, 1, 1, "closeout user add NAME --role ROLE --office OFFICE --key FILE" },
		{ "list", user_list, 0, 0, "closeout user list" },
	};

	return cli_subcommand(c, subs, 2);
}

static int key_add(struct cli *c)
{
	AUTOBUF line = BUF_INIT, ref = BUF_INIT;
	int failed = cli_read_file(c, c->words[2], &line);

	if (!failed)
		failed = about_file(c, people_key_add(&c->app, c->words[1], line.s, &ref, &c->err), c->words[2]);
	if (failed)
		return failed;
	cli_print("%s\n", ref.s);
	cli_say("it lets %s in once \"closeout host keys\" has been run\n", c->words[1]);
	return 0;
}

static int key_list(struct cli *c)
{
	AUTOBUF query = BUF_INIT;
	struct listing l = LISTING_INIT;
	struct cli_out out;
	int64_t rows = 0;
	int failed;

	l.entity = record_entity(ENTITY_KEY);
	if (c->n_words > 1)
		buf_addf(&query, "account:%s", c->words[1]);
	l.query = query.s;
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (!failed)
		failed = listing_write(&c->app, &l, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

static int key_revoke(struct cli *c)
{
	AUTOBUF who = BUF_INIT;
	int failed = people_key_revoke(&c->app, c->words[1], c->given[CLI_REASON], &who, &c->err);

	if (failed)
		return failed;
	cli_print("%s\n", c->words[1]);
	cli_say("%s does not come in with it any more; \"closeout host keys\" takes it out of sshd's file\n", who.s);
	return 0;
}

int cmd_key(struct cli *c)
{
	static const struct cli_sub subs[] = {
		{ "add", key_add, 2, 2, "closeout key add ACCOUNT FILE" },
		{ "list", key_list, 0, 1, "closeout key list [ACCOUNT]" },
		{ "revoke", key_revoke, 1, 1, "closeout key revoke KEY" },
	};

	return cli_subcommand(c, subs, 3);
}
