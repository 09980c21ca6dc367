/* SPDX-License-Identifier: MIT */
/* cmd_report.c - the commands that tell: deadlines, why, reports. */
#include <string.h>

#include "app/deadlines.h"
#include "app/report.h"
#include "app/status.h"
#include "app/why.h"
#include "cli/cli_private.h"

static int write_deadlines(struct cli *c, int at)
{
	AUTOARENA arena = ARENA_INIT;
	struct deadlines d = { .words = cli_joined(c, at, &arena), .as_of = DATE_NONE };
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_number(c, CLI_LIMIT, &d.limit);

	if (!failed)
		failed = cli_date(c, CLI_AS_OF, &d.as_of);
	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = deadlines_write(&c->app, &d, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

int cmd_deadlines(struct cli *c)
{
	return write_deadlines(c, 0);
}

/* "list deadlines": a kind of row that is no kind of record. */
int cmd_list_deadlines(struct cli *c)
{
	return write_deadlines(c, 1);
}

int cmd_why(struct cli *c)
{
	AUTOBUF text = BUF_INIT;
	int failed = why_ref(&c->app, c->words[0], c->n_words > 1 ? c->words[1] : NULL, &text, &c->err);

	if (!failed)
		cli_print("%s", text.s);
	return failed;
}

/* ---- report NAME ---- */

/* A report about the plan: pages of text, or its rows in any format. */
static int write_report(struct cli *c)
{
	struct report_ask ask = REPORT_ASK_INIT;
	const char *format = c->given[CLI_FORMAT];
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_date(c, CLI_AS_OF, &ask.as_of);

	ask.name = c->words[0];
	ask.plan = c->n_words > 1 ? c->words[1] : NULL;
	ask.text = !format || strcmp(format, "text") == 0;
	if (!failed)
		failed = cli_number(c, CLI_BASELINE, &ask.baseline);
	if (ask.text)
		c->given[CLI_FORMAT] = NULL;
	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = report_write(&c->app, &ask, &out.output, &rows, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_report(struct cli *c)
{
	struct status_ask ask = { .ref = c->n_words > 1 ? c->words[1] : NULL, .as_of = DATE_NONE };
	const char *format = c->given[CLI_FORMAT] ? c->given[CLI_FORMAT] : "text";
	bool json = strcmp(format, "json") == 0;
	struct cli_out out;
	int failed;

	if (strcmp(c->words[0], "status") != 0)
		return write_report(c);
	failed = cli_date(c, CLI_AS_OF, &ask.as_of);
	if (!failed && !json && strcmp(format, "text") != 0)
		failed = error_set(&c->err, FAIL_USAGE, "report", "--format", "say text or json", "\"%s\" is neither", format);
	if (failed)
		return failed;
	c->given[CLI_FORMAT] = NULL;
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (!failed)
		failed = status_write(&c->app, &ask, json, &out.output, &c->err);
	return cli_out_close(c, &out, failed);
}
