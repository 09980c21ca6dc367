/* SPDX-License-Identifier: MIT */
/* cmd_import.c - the command import: a document, or the rows of a file; its report, its progress, Ctrl-C. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "app/document.h"
#include "app/import.h"
#include "app/mapping.h"
#include "app/names.h"
#include "cli/cli_private.h"

/* What the command has in hand while rows go by. */
struct importing {
	struct cli *c;
	bool dry_run;
	bool looks_on;  /* a terminal shows how far it is */
	bool shown;     /* a line of progress stands there */
	double told_at; /* seconds */
	int64_t rows;   /* that were taken */
};

/* ---- progress, and Ctrl-C */

static volatile sig_atomic_t stopped;

static void on_interrupt(int number)
{
	(void)number;
	stopped = 1;
}

static bool asked_to_stop(void *data)
{
	(void)data;
	return stopped;
}

static void on_alarm(int number)
{
	(void)number; /* being woken is all that is wanted */
}

/* Once a second, so that somebody who looks on is told that nothing comes. */
static void wake_each_second(bool on, struct sigaction *before)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct itimerval every = { { on, 0 }, { on, 0 } };

	if (on)
		sigaction(SIGALRM, &action, before);
	setitimer(ITIMER_REAL, &every, NULL);
	if (!on)
		sigaction(SIGALRM, before, NULL);
}

static void wipe_progress(struct importing *i)
{
	if (i->shown)
		fprintf(stderr, "\r%-78s\r", "");
	i->shown = false;
}

/* 123456 as 123,456. */
static const char *counted(int64_t n, char dst[32])
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%lld", (long long)n), to = 0;

	for (int k = 0; k < len && to < 30; k++) {
		if (k && (len - k) % 3 == 0)
			dst[to++] = ',';
		dst[to++] = digits[k];
	}
	dst[to] = '\0';
	return dst;
}

/* One line that is written over and over, where somebody looks on. */
static void tell_progress(void *data, const struct import_progress *p)
{
	struct importing *i = data;
	char rows[32], rate[32], line[120];
	double left = p->size && p->bytes ? p->seconds * (double)(p->size - p->bytes) / (double)p->bytes : 0;
	int len;

	i->rows = p->rows;
	if (!i->looks_on || p->seconds < 0.5 || (p->seconds - i->told_at < 0.2 && !p->indexing))
		return;
	i->told_at = p->seconds;
	len = snprintf(line, sizeof line, "%s rows, %s a second", counted(p->rows, rows),
		       counted((int64_t)((double)p->rows / p->seconds), rate));
	if (p->indexing)
		snprintf(line, sizeof line, "%s rows are in; making the search index; Ctrl-C takes it back",
			 counted(p->rows, rows));
	else if (p->size)
		snprintf(line + len, sizeof line - (size_t)len, ", %d %%, %.0f s left; Ctrl-C takes it back",
			 (int)(p->bytes * 100 / p->size), left);
	fprintf(stderr, "\r%-78.78s", line);
	i->shown = true;
}

static void tell_waits(void *data)
{
	struct importing *i = data;
	char rows[32], line[120];

	if (!i->looks_on)
		return;
	snprintf(line, sizeof line, "%s rows are in; waiting for more to come; Ctrl-C takes it back", counted(i->rows, rows));
	fprintf(stderr, "\r%-78.78s", line);
	i->shown = true;
}

/* ---- the report */

static void tell_fault(void *data, const struct error *e)
{
	wipe_progress(data);
	cli_error(e);
}

static void put_line(const struct importing *i, const char *text)
{
	if (i->dry_run)
		cli_print("%s\n", text);
	else
		cli_say("%s\n", text);
}

static void put_list(const struct importing *i, const char *heading, const char *const *lines, int n)
{
	if (n)
		put_line(i, heading);
	for (int k = 0; k < n; k++) {
		AUTOBUF line = BUF_INIT;

		buf_addf(&line, "  %s", lines[k]);
		put_line(i, line.s);
	}
}

#define SORTS_SHOWN 40

static void put_sorts(const struct importing *i, const struct import_report *r)
{
	char all[32], count[32];
	AUTOBUF head = BUF_INIT;

	if (!r->n_sorts)
		return;
	buf_addf(&head, "%s problem%s", counted(r->problems, all), r->problems == 1 ? "" : "s");
	if (r->said < r->problems)
		buf_addf(&head, ", of which %lld are shown above", (long long)r->said);
	buf_adds(&head, ", by kind:");
	put_line(i, head.s);
	for (int k = 0; k < r->n_sorts && k < SORTS_SHOWN; k++) {
		const struct import_sort *s = &r->sorts[k];
		AUTOBUF line = BUF_INIT;

		buf_addf(&line, "%10s  %s%s%s (first in line %llu)", counted(s->count, count), s->column ? s->column : "",
			 s->column ? ": " : "", s->why, (unsigned long long)s->line);
		put_line(i, line.s);
	}
	if (r->n_sorts > SORTS_SHOWN) {
		AUTOBUF line = BUF_INIT;

		buf_addf(&line, "%10s  and %d more kinds", "", r->n_sorts - SORTS_SHOWN);
		put_line(i, line.s);
	}
}

static void tell_report(void *data, const struct import_report *r)
{
	struct importing *i = data;

	wipe_progress(i);
	if (i->dry_run || r->problems > r->said)
		put_sorts(i, r);
	put_list(i, "these options would help:", r->options, r->n_options);
	put_list(i, i->dry_run ? "offices that would be made:" : "offices made:", r->made, r->n_made);
	put_list(i, "worth knowing:", r->notes, r->n_notes);
}

static void tell_result(const struct importing *i, const struct import_result *r)
{
	AUTOBUF line = BUF_INIT;
	char n[4][32];

	buf_addf(&line, "%lld row%s: ", (long long)r->rows, r->rows == 1 ? "" : "s");
	if (i->dry_run)
		buf_addf(&line, "%s would be added, %s would be changed, %s bad; nothing was written",
			 counted(r->added, n[0]), counted(r->existing, n[1]), counted(r->bad, n[2]));
	else
		buf_addf(&line, "%lld new, %lld existing, %lld bad; %lld change%s written", (long long)r->added,
			 (long long)r->existing, (long long)r->bad, (long long)r->written, r->written == 1 ? "" : "s");
	put_line(i, line.s);
}

/* ---- rows */

static int choose_source(struct cli *c, const char *name, struct import *im)
{
	const char *format = c->given[CLI_FORMAT];

	im->format = format ? source_format_by_name(format) : source_format_by_file(name);
	if (im->format == SOURCE_FORMAT_MAX && !format)
		im->format = SOURCE_CSV;
	if (im->format == SOURCE_FORMAT_MAX)
		return error_set(&c->err, FAIL_USAGE, "import", "--format", "say csv, tsv, json or ndjson",
				 "\"%s\" is none of them", format);
	return 0;
}

static int run_import(struct cli *c, struct import *im, struct importing *i)
{
	const char *aside = c->given[CLI_SKIP_BAD];
	struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = SA_RESETHAND }, before, alarm_before;
	struct import_result r;
	int failed;

	if (aside && !im->dry_run) {
		im->skipped = fopen(aside, "wxe");
		if (!im->skipped)
			return error_set(&c->err, FAIL_CREATE, "import", aside, "name a new file", "%s", strerror(errno));
	}
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, &before);
	if (i->looks_on)
		wake_each_second(true, &alarm_before);
	failed = import_rows(&c->app, im, &r, &c->err);
	if (i->looks_on)
		wake_each_second(false, &alarm_before);
	sigaction(SIGINT, &before, NULL);
	wipe_progress(i);
	if (im->skipped)
		fclose(im->skipped);
	if (!failed || (im->dry_run && r.rows))
		tell_result(i, &r);
	return failed;
}

static void read_given(struct cli *c, struct import *im)
{
	im->map = c->given[CLI_MAP];
	im->values = c->given[CLI_MAP_VALUES];
	im->none = c->given[CLI_NONE];
	im->ignore = c->given[CLI_IGNORE];
	im->dates = c->given[CLI_DATE_FORMAT];
	im->create = c->given[CLI_CREATE];
	im->encoding = c->given[CLI_ENCODING];
	im->separator = c->given[CLI_SEPARATOR];
	im->rows = c->given[CLI_ROWS];
	im->key = c->given[CLI_KEY];
	im->ragged = cli_has(c, CLI_RAGGED);
	im->csv_safe = cli_has(c, CLI_CSV_SAFE);
	im->update = cli_has(c, CLI_UPDATE);
	im->dry_run = cli_has(c, CLI_DRY_RUN);
	im->exclusive = cli_has(c, CLI_EXCLUSIVE);
	im->reason = c->given[CLI_REASON];
}

static int import_entity(struct cli *c, FILE *f, const char *name)
{
	struct importing i = { .c = c, .dry_run = cli_has(c, CLI_DRY_RUN),
			       .looks_on = isatty(STDERR_FILENO) };
	struct import im = {
		.entity = names_entity(c->words[0], &c->err), .file = f, .name = name, .effective = DATE_NONE,
		.fault = tell_fault, .report = tell_report, .progress = tell_progress, .stop = asked_to_stop,
		.waits = tell_waits,
		.data = &i,
	};
	int failed = im.entity ? choose_source(c, name, &im) : error_what(&c->err, "import");

	read_given(c, &im);
	if (!failed && cli_has(c, CLI_MAPPING))
		failed = mapping_load(&c->app, c->given[CLI_MAPPING], c->arena, &im, &c->err);
	if (!failed && cli_has(c, CLI_SAVE_MAPPING))
		failed = mapping_check(&c->app, c->given[CLI_SAVE_MAPPING], &im, &c->err);
	if (!failed)
		failed = run_import(c, &im, &i);
	if (!failed && cli_has(c, CLI_SAVE_MAPPING) && !im.dry_run) {
		failed = mapping_save(&c->app, c->given[CLI_SAVE_MAPPING], &im, &c->err);
		if (!failed)
			cli_say("its options are kept as \"%s\"\n", c->given[CLI_SAVE_MAPPING]);
	}
	return failed;
}

/* ---- a document */

static int import_document(struct cli *c, FILE *f, const char *name)
{
	int64_t entries = 0, absent = 0;
	int failed = document_import(&c->app, f, name, &entries, &c->err);

	if (!failed)
		cli_say("took in %lld log entries; the accounts are now those of the document\n", (long long)entries);
	if (!failed && document_absent(c->app.store, c->app.today, &absent, &c->err) == 0 && absent)
		cli_say("the content of %lld piece%s of evidence was not in it (export --with-evidence takes it along)\n",
			(long long)absent, absent == 1 ? "" : "s");
	return failed;
}

static FILE *open_input(struct cli *c, const char *path)
{
	bool given = strcmp(path, "-") == 0;
	FILE *f = given ? stdin : fopen(path, "re");

	if (given && c->options->host && import_spool(&c->app, STDIN_FILENO, &f, &c->err) != 0)
		return NULL;
	if (!f)
		error_set(&c->err, FAIL_MISSING, "import", path, NULL, "%s", strerror(errno));
	return f;
}

int cmd_import(struct cli *c)
{
	const char *path = c->words[c->n_words - 1];
	const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
	FILE *f = open_input(c, path);
	int failed;

	if (!f)
		return c->err.kind;
	failed = c->n_words == 1 ? import_document(c, f, name) : import_entity(c, f, name);
	if (f != stdin)
		fclose(f);
	return failed;
}
