/* SPDX-License-Identifier: MIT */
/* cmd_evidence.c - evidence add, cat, list, check. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app/evidence.h"
#include "app/listing.h"
#include "app/names.h"
#include "base/utf8.h"
#include "cli/cli_private.h"

static int wants(struct cli *c, int least, const char *usage)
{
	if (c->n_words >= least)
		return 0;
	return error_set(&c->err, FAIL_USAGE, "evidence", c->words[0], usage, "words are missing");
}

static FILE *open_file(struct cli *c, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (!f)
		error_set(&c->err, FAIL_MISSING, "evidence", path, NULL, "%s", strerror(errno));
	return f;
}

static int evidence_add_words(struct cli *c)
{
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF ref = BUF_INIT;
	struct door_faults faults = { 0 };
	struct assign s = { .reason = c->given[CLI_REASON], .dry_run = cli_has(c, CLI_DRY_RUN) };
	FILE *f;
	int failed = wants(c, 3, "usage: closeout evidence add REF FILE|- title=...");

	if (!failed && c->n_words > 3)
		failed = cli_assignments(c, 3, &arena, &s);
	if (failed)
		return failed;
	f = open_file(c, c->words[2]);
	if (!f)
		return c->err.kind;
	failed = evidence_add(&c->app, c->words[1], f, f == stdin ? "standard input" : c->words[2], &s, &ref, &faults,
			      &c->err);
	if (f != stdin)
		fclose(f);
	failed = cli_faults(c, &faults, failed);
	door_faults_release(&faults);
	if (!failed && ref.len)
		cli_print("%s\n", ref.s);
	return failed;
}

/* ---- cat ---- */

struct catting {
	bool filter; /* a terminal reads: nothing in the text acts on it */
	bool failed;
};

static int write_out(void *data, const char *bytes, size_t len)
{
	struct catting *t = data;
	AUTOBUF clean = BUF_INIT;

	if (t->filter) {
		utf8_visible(&clean, bytes, len, UTF8_KEEP_LF | UTF8_KEEP_TAB);
		bytes = clean.s;
		len = clean.len;
	}
	t->failed = fwrite(bytes, 1, len, stdout) != len;
	return t->failed ? FAIL_IO : 0;
}

static int evidence_cat(struct cli *c)
{
	struct evidence e;
	struct catting t = { .filter = isatty(STDOUT_FILENO) };
	int failed = wants(c, 2, "usage: closeout evidence cat E-12 > FILE");

	if (!failed)
		failed = evidence_find(&c->app, c->words[1], &e, &c->err);
	if (!failed && t.filter && !e.text && !cli_has(c, CLI_FORCE))
		failed = error_set(&c->err, FAIL_USAGE, "evidence", e.ref, "send it to a file, or say --force",
				   "it is %s, no text for a terminal", e.media_type);
	t.filter &= !cli_has(c, CLI_FORCE);
	if (!failed)
		failed = evidence_write(&c->app, &e, write_out, &t, &c->err);
	return failed && t.failed ? cli_flush(c) : failed;
}

/* ---- list, check ---- */

static int evidence_list(struct cli *c)
{
	AUTOBUF query = BUF_INIT;
	struct listing l = LISTING_INIT;
	struct cli_out out;
	int64_t rows = 0;
	int failed;

	if (c->n_words > 1)
		buf_addf(&query, "subject:\"%s\"", c->words[1]);
	l.entity = record_entity(ENTITY_EVIDENCE);
	l.query = query.s;
	l.columns = "ref,subject,dated_on,type,size,media_type,withdrawn,title";
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (!failed)
		failed = listing_write(&c->app, &l, &out.output, &rows, &c->err);
	failed = cli_out_close(c, &out, failed);
	return failed ? failed : rows ? 0 : FAIL_NO;
}

static void see_evidence(void *data, const struct evidence *e, const struct error *state)
{
	(void)data;
	cli_print("%-8s %-8s %s  %s\n", e->ref,
		  !state->kind ? "sound" : state->kind == FAIL_MISSING ? "absent" : "DAMAGED", e->sha256, e->title);
}

static int evidence_check_all(struct cli *c)
{
	struct evidence_counts n;
	int failed = evidence_check(&c->app, see_evidence, NULL, &n, &c->err);

	if (failed)
		return failed;
	cli_say("%lld sound, %lld not in this database, %lld damaged\n", (long long)n.sound, (long long)n.absent,
		(long long)n.damaged);
	return n.damaged || n.absent ? FAIL_NO : 0;
}

int cmd_evidence(struct cli *c)
{
	static const struct {
		const char *name;
		int (*run)(struct cli *c);
	} verbs[] = {
		{ "add", evidence_add_words }, { "cat", evidence_cat },
		{ "list", evidence_list },     { "check", evidence_check_all },
	};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, c->words[0]) == 0)
			return verbs[i].run(c);
	return error_set(&c->err, FAIL_USAGE, "evidence", c->words[0], "say add, cat, list or check",
			 "that is nothing to do with evidence");
}
