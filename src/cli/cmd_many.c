/* SPDX-License-Identifier: MIT */
/*
 * cmd_many.c - set and do with --where: many records at once.
 *
 * The preview goes to standard output, one row a record and field. Nothing is written without --yes.
 */
#include <string.h>
#include <unistd.h>

#include "app/bulk.h"
#include "app/deed.h"
#include "app/names.h"
#include "cli/cli_private.h"
#include "core/lifecycle.h"

#define PIECE 500

static int look(struct cli *c, struct bulk *b)
{
	bool tell = isatty(STDERR_FILENO) && b->n > 4 * PIECE;

	while (b->looked < b->n) {
		int failed = bulk_look(b, PIECE, &c->err);

		if (failed)
			return failed;
		if (tell)
			cli_say("\r%d of %d looked at ", b->looked, b->n);
	}
	if (tell)
		cli_say("\n");
	return 0;
}

static int preview(struct cli *c, const struct bulk *b)
{
	struct cli_out out;
	int failed = cli_out_open(c, SINK_TABLE, &out);

	if (failed)
		return failed;
	failed = bulk_write(b, &out.output, &c->err);
	return cli_out_close(c, &out, failed);
}

static void tell(const struct bulk *b, bool done)
{
	AUTOBUF sum = BUF_INIT;

	for (int i = 0; i < b->n && done; i++) {
		if (b->rows[i].fate == BULK_CHANGES)
			cli_print("%s\n", b->rows[i].ref);
		else if (b->rows[i].fate == BULK_REFUSED)
			cli_say("closeout: left out: %s: %s\n", b->rows[i].ref, b->rows[i].words);
	}
	bulk_summary(b, &sum);
	cli_say("%s%s\n", sum.s, done ? "; \"closeout undo\" takes it back" : "");
}

/* Where none of them may be changed, the first reason is the reason. */
static int all_refused(struct cli *c, const struct bulk *b, const char *what)
{
	const struct bulk_row *r = &b->rows[0];

	return error_set(&c->err, r->kind ? r->kind : FAIL_NO, what, r->ref, NULL, "%s%s", r->words,
			 b->n > 1 ? " (and so the others)" : "");
}

static int ask_for_yes(struct cli *c, const struct bulk *b, const char *what)
{
	AUTOBUF sum = BUF_INIT;

	bulk_summary(b, &sum);
	return error_set(&c->err, FAIL_USAGE, what, "--where", "say --yes to do it, --dry-run to see this only",
			 "it changes many records at once (%s)", sum.s);
}

static void tell_written(void *data, int done)
{
	const struct bulk *b = data;

	cli_say("\r%d of %d written ", done, b->count[BULK_CHANGES]);
	if (done == b->count[BULK_CHANGES])
		cli_say("\n");
}

static int carry_out(struct cli *c, struct bulk *b, const char *what)
{
	int64_t batch = 0;
	int failed;

	if (!b->count[BULK_CHANGES] && b->count[BULK_REFUSED] == b->n)
		return all_refused(c, b, what);
	if (!cli_has(c, CLI_YES)) {
		failed = preview(c, b);
		if (!failed && !cli_has(c, CLI_DRY_RUN))
			failed = ask_for_yes(c, b, what);
		else if (!failed)
			tell(b, false);
		return failed;
	}
	if (isatty(STDERR_FILENO))
		b->tell = tell_written;
	b->tell_data = b;
	failed = bulk_do(b, NULL, &batch, &c->err);
	if (!failed)
		tell(b, batch != 0);
	return failed;
}

static int check_options(struct cli *c, const char *what)
{
	if (cli_has(c, CLI_YES) && cli_has(c, CLI_DRY_RUN))
		return error_set(&c->err, FAIL_USAGE, what, "--where", "say one of them", "--yes and --dry-run contradict");
	if (cli_has(c, CLI_IF_VERSION))
		return error_set(&c->err, FAIL_USAGE, what, "--if-version", "it is for one record",
				 "several records have several versions");
	return 0;
}

/* The fate of all that match; what is given is set, or the rule is done. */
static int many(struct cli *c, const struct entity *e, const struct life_rule *r, const struct assign *given,
		const char *what)
{
	AUTOARENA arena = ARENA_INIT;
	struct listing l = LISTING_INIT;
	struct bulk b = { 0 };
	const char **uids = NULL;
	int n = 0, failed;

	l.entity = e;
	l.query = c->given[CLI_WHERE];
	failed = listing_uids(&c->app, &l, &arena, &uids, &n, &c->err);
	if (!failed)
		failed = bulk_init(&b, &c->app, e, uids, n, &c->err);
	b.reason = c->given[CLI_REASON];
	b.as = c->given[CLI_AS];
	if (!failed)
		failed = r ? bulk_act(&b, r, given->at, given->n, &c->err) : bulk_set(&b, given->at, given->n, &c->err);
	if (!failed)
		failed = look(c, &b);
	if (!failed && !n)
		cli_say("nothing matches\n");
	else if (!failed)
		failed = carry_out(c, &b, what);
	else
		error_what(&c->err, what);
	bool left = b.count[BULK_REFUSED] > 0;
	bulk_release(&b);
	return failed ? failed : !n || left ? FAIL_NO : 0;
}

int cli_set_where(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	struct assign s = { 0 };
	bool named = c->n_words && !strchr(c->words[0], '=');
	const struct entity *e = names_entity(named ? c->words[0] : "recommendations", &c->err);
	int failed;

	if (!e)
		return error_what(&c->err, "set");
	failed = check_options(c, "set");
	if (!failed)
		failed = cli_assignments(c, named, &arena, &s);
	return failed ? failed : many(c, e, NULL, &s, "set");
}

/* Without a word for the kind it is the one that the action is for. */
int cli_do_where(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	struct assign s = { 0 };
	const struct life_rule *any = life_by_action(c->words[0]), *r;
	bool named = c->n_words > 1 && !strchr(c->words[1], '=');
	const struct entity *e;
	int failed = check_options(c, c->words[0]);

	if (failed)
		return failed;
	if (!any) {
		struct deed none = { .action = c->words[0] };
		struct deed_result result = DEED_RESULT_INIT;

		return deed_do(&c->app, &none, &result, &c->err);
	}
	e = named ? names_entity(c->words[1], &c->err) : any->entity == ENTITY_NONE ? NULL : record_entity(any->entity);
	if (!e && !named)
		return error_set(&c->err, FAIL_USAGE, "do", c->words[0], "name it: do ACTION ENTITY --where QUERY",
				 "it is done with several kinds of record");
	if (!e)
		return error_what(&c->err, "do");
	r = life_find(e, c->words[0]);
	if (!r)
		return error_set(&c->err, FAIL_USAGE, "do", c->words[0], NULL, "it is nothing that is done with %s", e->plural);
	if (c->n_words > 1 + named)
		failed = cli_assignments(c, 1 + named, &arena, &s);
	return failed ? failed : many(c, e, r, &s, c->words[0]);
}
