/* SPDX-License-Identifier: MIT */
/* cmd_plan.c - the transition plan: as it stands, and what if. */
#include <string.h>

#include "app/plan_table.h"
#include "app/what_if.h"
#include "cli/cli_private.h"

/* Where the words of a what-if begin; behind the last word if there are none. */
static int read_words(struct cli *c, struct plan_options *o, int *at)
{
	int i = 0;

	if (i < c->n_words && strcmp(c->words[i], "what-if") != 0)
		o->ref = c->words[i++];
	*at = i < c->n_words ? i + 1 : i;
	if (i < c->n_words && strcmp(c->words[i], "what-if") != 0)
		return error_set(&c->err, FAIL_USAGE, "plan", c->words[i], "usage: closeout plan [PLAN] [what-if MILESTONE CHANGE]",
				 "what-if is expected there");
	if (i < c->n_words && (*at == c->n_words || (c->n_words - *at) % 2))
		return error_set(&c->err, FAIL_USAGE, "plan", "what-if", "say for example: what-if M0.1 +15wd",
				 "it takes milestones and changes in pairs");
	return 0;
}

static int write_plan(struct cli *c, const struct plan *p)
{
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_out_open(c, SINK_TABLE, &out);

	if (!failed)
		failed = plan_write(p, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

static int keep(struct cli *c, const struct plan *p, const struct what_if *w)
{
	char day[DATE_TEXT];
	struct what_if_kept kept = { .n = 0 };
	int failed = what_if_keep(&c->app, p, w, c->given[CLI_REASON], &kept, &c->err);

	if (failed)
		return failed;
	if (kept.batch)
		cli_say("kept: the forecasts of %d milestone%s, batch %lld; closeout undo takes it back\n", kept.n,
			kept.n == 1 ? "" : "s", (long long)kept.batch);
	else
		cli_say("nothing changed: the forecasts were so already\n");
	for (int i = 0; i < kept.n_offers; i++)
		cli_say("%s: request-extension %s to_date=%s\n", kept.offers[i].words, kept.offers[i].ref,
			date_format(kept.offers[i].to, day));
	what_if_kept_release(&kept);
	return 0;
}

static int write_what_if(struct cli *c, const struct plan *p, const struct what_if *w)
{
	struct cli_out out;
	int failed = cli_out_open(c, SINK_TABLE, &out);

	if (!failed)
		failed = what_if_write(p, w, &out.output, &c->err);
	failed = cli_out_close(c, &out, failed);
	if (!failed && cli_has(c, CLI_KEEP))
		failed = keep(c, p, w);
	else if (!failed)
		cli_say("nothing is saved; --keep with --reason makes these dates the forecasts\n");
	return failed;
}

static int what_if(struct cli *c, const struct plan *p, int at)
{
	struct what_if w = WHAT_IF_INIT;
	int failed = 0;

	for (; at + 1 < c->n_words && !failed; at += 2)
		failed = what_if_add(&c->app, p, c->words[at], c->words[at + 1], &w, &c->err);
	if (!failed)
		failed = write_what_if(c, p, &w);
	what_if_release(&w);
	return failed;
}

static int check_options(struct cli *c, bool has_what_if)
{
	if (cli_has(c, CLI_KEEP) && (!has_what_if || cli_has(c, CLI_AS_OF)))
		return error_set(&c->err, FAIL_USAGE, "plan", "--keep", "leave it out", "it keeps a what-if of today");
	if (cli_has(c, CLI_KEEP) && !cli_has(c, CLI_REASON))
		return error_set(&c->err, FAIL_USAGE, "plan", "--keep", "add --reason TEXT", "a shift is kept with its reason");
	return 0;
}

int cmd_plan(struct cli *c)
{
	struct plan_options o = PLAN_OPTIONS_INIT;
	struct plan p;
	int at, failed = read_words(c, &o, &at);

	if (!failed)
		failed = check_options(c, at < c->n_words);
	if (!failed)
		failed = cli_number(c, CLI_BASELINE, &o.baseline);
	if (!failed)
		failed = cli_date(c, CLI_AS_OF, &o.as_of);
	if (!failed)
		failed = plan_read(&c->app, &o, &p, &c->err);
	if (failed)
		return failed;
	failed = at < c->n_words ? what_if(c, &p, at) : write_plan(c, &p);
	plan_release(&p);
	return failed;
}
