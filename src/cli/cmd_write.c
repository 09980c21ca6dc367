/* SPDX-License-Identifier: MIT */
/* cmd_write.c - the commands that change records: add, set, undo, redo, import. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/document.h"
#include "app/import.h"
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

/* ---- import */

static FILE *open_input(struct cli *c, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (!f)
		error_set(&c->err, FAIL_MISSING, "import", path, NULL, "%s", strerror(errno));
	return f;
}

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

static void tell_fault(void *data, const struct error *e)
{
	(void)data;
	cli_error(e);
}

/* One line that is written over and over, where somebody looks on. */
static void tell_progress(void *data, int64_t rows, double seconds)
{
	(void)data;
	if (isatty(STDERR_FILENO))
		cli_say("\r%lld rows, %.0f a second ", (long long)rows, seconds > 0 ? (double)rows / seconds : 0);
}

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

static int run_import(struct cli *c, struct import *im)
{
	const char *aside = c->given[CLI_SKIP_BAD];
	struct import_result r;
	int failed;

	if (aside && !im->dry_run) {
		im->skipped = fopen(aside, "wxe");
		if (!im->skipped)
			return error_set(&c->err, FAIL_CREATE, "import", aside, "name a new file", "%s", strerror(errno));
	}
	failed = import_rows(&c->app, im, &r, &c->err);
	if (im->skipped)
		fclose(im->skipped);
	if (r.bad > IMPORT_FAULTS_MAX)
		cli_say("closeout: import: only the first %d faults are shown\n", IMPORT_FAULTS_MAX);
	if (!failed)
		cli_say("%lld rows: %lld new, %lld existing, %lld bad; %lld changes written\n", (long long)r.rows,
			(long long)r.added, (long long)r.existing, (long long)r.bad, (long long)r.written);
	return failed;
}

static int import_entity(struct cli *c, FILE *f, const char *name)
{
	struct import im = {
		.entity = names_entity(c->words[0], &c->err), .file = f, .name = name, .map = c->given[CLI_MAP],
		.key = c->given[CLI_KEY], .update = cli_has(c, CLI_UPDATE), .dry_run = cli_has(c, CLI_DRY_RUN),
		.csv_safe = cli_has(c, CLI_CSV_SAFE), .exclusive = cli_has(c, CLI_EXCLUSIVE),
		.reason = c->given[CLI_REASON], .effective = DATE_NONE, .fault = tell_fault,
		.progress = tell_progress,
	};
	int failed = im.entity ? choose_source(c, name, &im) : error_what(&c->err, "import");

	return failed ? failed : run_import(c, &im);
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
