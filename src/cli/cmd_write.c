/* SPDX-License-Identifier: MIT */
/* cmd_write.c - the commands that change records: add, set, undo, redo. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/names.h"
#include "cli/cli_private.h"

int cmd_add(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF ref = BUF_INIT;
	AUTOBUF effects = BUF_INIT;
	AUTOBUF warnings = BUF_INIT;
	const struct entity *e = names_entity(c->words[0], &c->err);
	struct door_faults faults = { 0 };
	struct assign s = { 0 };
	int failed = e ? cli_assignments(c, 1, &arena, &s) : error_what(&c->err, "add");

	s.effects = &effects;
	s.warnings = &warnings;
	if (!failed)
		failed = assign_add(&c->app, e, &s, &ref, &faults, &c->err);
	failed = cli_faults(c, &faults, failed);
	door_faults_release(&faults);
	if (!failed && ref.len)
		cli_print("%s\n", ref.s);
	if (!failed)
		cli_effects(&effects, &warnings);
	return failed;
}

static int set_one(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF ref = BUF_INIT;
	AUTOBUF effects = BUF_INIT;
	AUTOBUF warnings = BUF_INIT;
	struct door_faults faults = { 0 };
	struct assign s = { 0 };
	bool changed = false;
	int failed = cli_assignments(c, 1, &arena, &s);

	s.effects = &effects;
	s.warnings = &warnings;
	if (!failed)
		failed = cli_number(c, CLI_IF_VERSION, &s.if_version);
	if (!failed)
		failed = assign_set(&c->app, c->words[0], &s, &ref, &changed, &faults, &c->err);
	failed = cli_faults(c, &faults, failed);
	door_faults_release(&faults);
	if (failed)
		return failed;
	cli_print("%s\n", ref.s);
	cli_effects(&effects, &warnings);
	if (!changed && !s.dry_run)
		cli_say("nothing changed: it was so already\n");
	return 0;
}

int cmd_set(struct cli *c)
{
	return cli_has(c, CLI_WHERE) ? cli_set_where(c) : set_one(c);
}

int cmd_undo(struct cli *c)
{
	char what[200] = "";
	char *end = NULL;
	int64_t batch = c->n_words ? strtoll(c->words[0], &end, 10) : 0, undone = 0;
	int failed;

	if (end && (*end || batch < 1))
		return error_set(&c->err, FAIL_USAGE, "undo", c->words[0], "\"closeout log --format csv\" shows the batches",
				 "it is not the number of a batch");
	failed = door_undo(&c->app, batch, &undone, what, sizeof what, &c->err);
	if (!failed)
		cli_print("undid batch %lld: %s\n", (long long)undone, what);
	return failed;
}

int cmd_redo(struct cli *c)
{
	char what[200] = "";
	int64_t redone = 0;
	int failed = door_redo(&c->app, &redone, what, sizeof what, &c->err);

	if (!failed)
		cli_print("redid what batch %lld undid: %s\n", (long long)redone, what);
	return failed;
}
