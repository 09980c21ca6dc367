/* SPDX-License-Identifier: MIT */
/* cmd_do.c - the commands of the life cycles: do, inbox. */
#include <string.h>

#include "app/deed.h"
#include "app/inbox.h"
#include "cli/cli_private.h"

/* References stand before the first FIELD=VALUE. */
static int count_refs(const struct cli *c)
{
	int n = 0;

	while (1 + n < c->n_words && !strchr(c->words[1 + n], '='))
		n++;
	return n;
}

static int find_subjects(struct cli *c, struct deed_subject *at, int n)
{
	struct error first = ERROR_INIT;

	for (int i = 0; i < n; i++) {
		struct error own = ERROR_INIT;

		if (!deed_find(&c->app, c->words[1 + i], c->words[0], &at[i], &own))
			continue;
		if (!first.kind || own.kind == FAIL_USAGE)
			first = own;
	}
	c->err = first;
	return first.kind ? error_what(&c->err, c->words[0]) : 0;
}

static void say_lines(const char *before, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		cli_say("%s%.*s\n", before, (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

void cli_effects(const struct buf *effects, const struct buf *warnings)
{
	say_lines("closeout: warning: ", warnings->s);
	say_lines("", effects->s);
}

static void tell(struct cli *c, const struct deed_result *r, int n_refs, bool dry_run)
{
	for (int i = 0; i < n_refs && !dry_run; i++)
		cli_print("%s\n", c->words[1 + i]);
	if (*r->acting_for)
		cli_say("acting for %s\n", r->acting_for);
	cli_effects(&r->effects, &r->warnings);
	if (!r->batch && !dry_run)
		cli_say("nothing changed: it was so already\n");
}

/* With none of that name the word before is looked at: "do --list" says what there is. */
static int do_action(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	struct deed_result result = DEED_RESULT_INIT;
	struct assign given = { 0 };
	int n = count_refs(c), failed = 0;
	struct deed_subject *at = arena_alloc(&arena, (size_t)n * sizeof *at + 1);
	struct deed d = { .action = c->words[0], .at = at, .n = n, .as = c->given[CLI_AS] };
	int64_t version = 0;

	if (!n)
		return error_set(&c->err, FAIL_USAGE, "do", c->words[0], "name the record: closeout do ACTION REF",
				 "it says nothing to do it with");
	if (c->n_words > 1 + n)
		failed = cli_assignments(c, 1 + n, &arena, &given);
	if (!failed)
		failed = cli_number(c, CLI_IF_VERSION, &version);
	if (!failed && version && n > 1)
		failed = error_set(&c->err, FAIL_USAGE, "do", "--if-version", "do them one by one",
				   "several records have several versions");
	if (!failed && !life_by_action(c->words[0]))
		failed = deed_do(&c->app, &d, &result, &c->err);
	if (!failed)
		failed = find_subjects(c, at, n);
	if (failed)
		return failed;
	at[0].version = version;
	d.given = given.at;
	d.n_given = given.n;
	d.dry_run = cli_has(c, CLI_DRY_RUN);
	failed = deed_do(&c->app, &d, &result, &c->err);
	if (!failed)
		tell(c, &result, n, d.dry_run);
	deed_result_release(&result);
	return failed;
}

static int do_list(struct cli *c)
{
	struct cli_out out;
	int failed;

	if (c->n_words != 1)
		return error_set(&c->err, FAIL_USAGE, "do", "--list", "closeout do --list REF", "it takes one record");
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = deed_list_write(&c->app, c->words[0], &out.output, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_do(struct cli *c)
{
	if (cli_has(c, CLI_LIST))
		return do_list(c);
	return cli_has(c, CLI_WHERE) ? cli_do_where(c) : do_action(c);
}

int cmd_inbox(struct cli *c)
{
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_out_open(c, SINK_TABLE, &out);

	if (failed)
		return failed;
	failed = inbox_write(&c->app, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}
