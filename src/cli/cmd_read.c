/* SPDX-License-Identifier: MIT */
/* cmd_read.c - the commands that look: list, export, show, search, log, overview. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/document.h"
#include "app/history.h"
#include "app/names.h"
#include "app/overview.h"
#include "app/show.h"
#include "base/utf8.h"
#include "app/views.h"
#include "cli/cli_private.h"

/* What is said on the line goes before what the view says; a query narrows the view's. */
static int apply_view(struct cli *c, struct arena *arena, struct listing *l)
{
	struct saved_view v;
	int failed = views_find(&c->app, l->entity, c->given[CLI_VIEW], arena, &v, &c->err);

	if (failed)
		return failed;
	if (*v.query && l->query && *l->query)
		l->query = arena_printf(arena, "(%s) (%s)", v.query, l->query);
	else if (*v.query)
		l->query = v.query;
	if (!l->columns && *v.columns)
		l->columns = v.columns;
	if (!l->sort && *v.sort)
		l->sort = v.sort;
	return 0;
}

/* A kind of record in the first word, a query in the others, and the options of list. */
static int read_listing(struct cli *c, struct arena *arena, struct listing *l)
{
	int failed;

	*l = (struct listing)LISTING_INIT;
	l->entity = names_entity(c->words[0], &c->err);
	if (!l->entity)
		return error_what(&c->err, c->command->name);
	l->query = cli_joined(c, 1, arena);
	l->columns = c->given[CLI_COLUMNS];
	l->sort = c->given[CLI_SORT];
	failed = cli_has(c, CLI_VIEW) ? apply_view(c, arena, l) : 0;
	if (!failed)
		failed = cli_number(c, CLI_LIMIT, &l->limit);
	if (!failed)
		failed = cli_date(c, CLI_AS_OF, &l->as_of);
	if (!failed)
		failed = cli_date(c, CLI_KNOWN_ON, &l->known_on);
	return failed ? failed : cli_date(c, CLI_CHANGED_SINCE, &l->changed_since);
}

static int write_listing(struct cli *c, enum sink_format format, bool everything, int64_t *rows)
{
	AUTOARENA arena = ARENA_INIT;
	struct listing l;
	struct cli_out out;
	int failed = read_listing(c, &arena, &l);

	if (failed)
		return failed;
	l.everything = everything;
	failed = cli_out_open(c, format, &out);
	if (!failed)
		failed = listing_write(&c->app, &l, &out.output, rows, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_list(struct cli *c)
{
	int64_t rows = 0;
	int failed;

	if (strcmp(c->words[0], "deadlines") == 0)
		return cmd_list_deadlines(c);
	failed = write_listing(c, SINK_TABLE, false, &rows);

	return failed ? failed : rows ? 0 : FAIL_NO;
}

/* On a terminal: what it could act on becomes an escape of JSON, which means the same. Pieces are whole lines. */
static int write_harmlessly(void *arg, const char *bytes, size_t len)
{
	AUTOBUF out = BUF_INIT;

	for (size_t at = 0; at < len;) {
		uint32_t cp;
		size_t step = utf8_decode(bytes + at, len - at, &cp);

		if (cp != UTF8_BAD && utf8_is_visible(bytes + at, step, UTF8_KEEP_LF))
			buf_add(&out, bytes + at, step);
		else if (cp != UTF8_BAD && cp >= 0x10000)
			buf_addf(&out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)), (unsigned)(0xDC00 + (cp & 0x3FF)));
		else
			buf_addf(&out, "\\u%04x", cp == UTF8_BAD ? 0xFFFD : (unsigned)cp);
		at += step;
	}
	return fwrite(out.s, 1, out.len, arg) == out.len ? 0 : errno;
}

static int export_document(struct cli *c)
{
	struct cli_out out;
	int failed;

	if (cli_has(c, CLI_FORMAT) && strcmp(c->given[CLI_FORMAT], "json") != 0)
		return error_set(&c->err, FAIL_USAGE, "export", "--format", "name the kind of record to export",
				 "the whole database is one JSON document");
	failed = cli_out_open(c, SINK_JSON, &out);
	struct out_target target = out.output.sink.target;

	if (!failed && out.output.sink.terminal)
		target = (struct out_target){ .write = write_harmlessly, .arg = stdout, .name = target.name };
	if (!failed)
		failed = (cli_has(c, CLI_WITH_EVIDENCE) ? document_export_evidence : document_export)(
			&c->app, &target, &out.output.reader_gone, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_export(struct cli *c)
{
	int64_t rows = 0;
	int failed = c->n_words ? write_listing(c, SINK_CSV, true, &rows) : export_document(c);

	if (failed <= 0) /* below 0: whoever read it had enough */
		access_note(&c->app, ACCESS_EXPORT, NULL, c->line);
	return failed;
}

int cmd_show(struct cli *c)
{
	const char *format = c->given[CLI_FORMAT] ? c->given[CLI_FORMAT] : "text";
	bool json = strcmp(format, "json") == 0;
	struct date as_of = DATE_NONE;
	struct cli_out out;
	int failed = cli_date(c, CLI_AS_OF, &as_of);

	if (!failed && !json && strcmp(format, "text") != 0)
		failed = error_set(&c->err, FAIL_USAGE, "show", "--format", "say text or json", "\"%s\" is neither", format);
	if (failed)
		return failed;
	c->given[CLI_FORMAT] = NULL;
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (!failed)
		failed = show_record(&c->app, c->words[0], as_of, json, &out.output, &c->err);
	return cli_out_close(c, &out, failed);
}

int cmd_search(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	struct cli_out out;
	int64_t rows = 0, limit = 0;
	int failed = cli_number(c, CLI_LIMIT, &limit);

	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = search_write(&c->app, cli_joined(c, 0, &arena), (int)(limit < 1000000 ? limit : 1000000), &out.output,
			      &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

static int log_access(struct cli *c)
{
	struct access_wish w = ACCESS_WISH_INIT;
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_number(c, CLI_LIMIT, &w.limit);

	if (!failed && (c->n_words || cli_has(c, CLI_BATCH)))
		failed = error_set(&c->err, FAIL_USAGE, "log", "--access", "use --by, --from and --to",
				   "the access log is not about records");
	if (!failed)
		failed = cli_date(c, CLI_FROM, &w.from);
	if (!failed)
		failed = cli_date(c, CLI_TO, &w.to);
	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	w.account = c->given[CLI_BY];
	w.oldest_first = cli_has(c, CLI_OLDEST_FIRST);
	failed = access_write(&c->app, &w, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

static int log_changes(struct cli *c)
{
	struct history h = HISTORY_INIT;
	struct cli_out out;
	int64_t rows = 0;
	int failed = cli_number(c, CLI_LIMIT, &h.limit);

	h.ref = c->n_words ? c->words[0] : NULL;
	h.actor = c->given[CLI_BY];
	h.oldest_first = cli_has(c, CLI_OLDEST_FIRST);
	if (!failed)
		failed = cli_number(c, CLI_BATCH, &h.batch);
	if (!failed)
		failed = cli_date(c, CLI_FROM, &h.from);
	if (!failed)
		failed = cli_date(c, CLI_TO, &h.to);
	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = history_write(&c->app, &h, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

int cmd_log(struct cli *c)
{
	return cli_has(c, CLI_ACCESS) ? log_access(c) : log_changes(c);
}

int cmd_overview(struct cli *c)
{
	struct date as_of = DATE_NONE;
	struct cli_out out;
	int failed = cli_date(c, CLI_AS_OF, &as_of);

	if (!failed)
		failed = cli_out_open(c, SINK_TABLE, &out);
	if (failed)
		return failed;
	failed = overview_write(&c->app, as_of, &out.output, &c->err);
	return cli_out_close(c, &out, failed);
}
