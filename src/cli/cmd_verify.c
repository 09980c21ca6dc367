/* SPDX-License-Identifier: MIT */
/* cmd_verify.c - proving that nothing was altered: verify, and checkpoints to verify against. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/document.h"
#include "app/identity.h"
#include "app/keep.h"
#include "cli/cli_private.h"

static int put(const struct buf *text, struct output *o, struct error *err)
{
	struct out out;
	int failed;

	out_init(&out, &o->sink.target);
	buf_add(&out.buf, text->s, text->len);
	failed = out_flush(&out, err);
	o->reader_gone = out_reader_gone(&out);
	out_release(&out);
	return failed;
}

int cmd_checkpoint(struct cli *c)
{
	AUTOBUF text = BUF_INIT;
	struct checkpoint now;
	struct cli_out out;
	int failed = keep_checkpoint(&c->app, &now, &c->err);

	if (failed)
		return failed;
	checkpoint_write(&now, &text);
	failed = cli_out_open(c, SINK_TABLE, &out);
	if (!failed)
		failed = put(&text, &out.output, &c->err);
	failed = cli_out_close(c, &out, failed);
	if (!failed)
		keep_tell_heads(&c->app, "checkpoint");
	return failed;
}

/* ---- what to verify against */

struct against {
	struct checkpoint checkpoint;
	const char *name;
};

/* Standard input, or a file; FAIL_MISSING where there is none. */
static FILE *open_input(struct cli *c, const char *path)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (!f)
		error_set(&c->err, FAIL_MISSING, "verify", path, NULL, "it cannot be read: %s", strerror(errno));
	return f;
}

static int read_checkpoint(struct cli *c, struct against *a)
{
	const char *path = c->given[CLI_CHECKPOINT];
	AUTOBUF text = BUF_INIT;
	FILE *f;
	int failed;

	if (!path)
		return 0;
	a->name = strcmp(path, "-") == 0 ? "standard input" : path;
	f = open_input(c, path);
	if (!f)
		return c->err.kind;
	failed = cli_read_all(c, f, a->name, &text);
	if (f != stdin)
		fclose(f);
	return failed ? failed : checkpoint_read(text.s, a->name, &a->checkpoint, &c->err);
}

static void see_problem(void *data, const char *where, const char *what)
{
	(void)data;
	cli_print("%s: %s\n", where, what);
}

static int found(struct cli *c, const char *where, int64_t problems, const char *next)
{
	return error_set(&c->err, FAIL_NO, "verify", where, next, "%lld %s wrong", (long long)problems,
			 problems == 1 ? "thing is" : "things are");
}

/* What was proved, and what was not. */
static void say_sound(const struct against *a, int64_t entries, const char *hash)
{
	cli_print("sound: %lld log entries, newest %s\n", (long long)entries, hash);
	if (!a->name)
		cli_print("not shown: that no newer entries were cut off; only a checkpoint kept elsewhere can show that\n");
	else
		cli_print("checkpoint: history up to entry %lld of %.10s is unchanged, %lld newer\n",
			  (long long)a->checkpoint.entry, a->checkpoint.recorded,
			  (long long)(entries - a->checkpoint.entry));
}

/* ---- an exported document */

static int verify_export(struct cli *c, struct against *a)
{
	const char *path = c->given[CLI_EXPORT];
	const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
	struct document_state state;
	int64_t problems = 0;
	FILE *f;
	int failed;

	if (a->name && strcmp(path, "-") == 0 && strcmp(c->given[CLI_CHECKPOINT], "-") == 0)
		return error_set(&c->err, FAIL_USAGE, "verify", "--checkpoint", "name a file",
				 "both cannot be standard input");
	f = open_input(c, path);
	if (!f)
		return c->err.kind;
	failed = document_verify(f, name, a->name ? &a->checkpoint : NULL, see_problem, NULL, &problems, &state,
				 &c->err);
	if (f != stdin)
		fclose(f);
	if (failed)
		return failed;
	if (problems)
		return found(c, name, problems, "keep the file as it is and ask for another export");
	say_sound(a, state.entries, state.hash);
	return 0;
}

/* ---- the database */

/* What to do about a database: the newest good backup is named where one is known. */
static const char *mend(struct cli *c, char next[256])
{
	struct store_backup last;

	if (!store_last_backup(c->app.database, &last))
		return "keep the file as it is; restore puts a backup in its place";
	snprintf(next, 256, "keep the file as it is; the newest good backup is of %.10s: closeout restore %.150s",
		 last.made, last.path);
	return next;
}

/* It does not open. If that is because it is damaged, that is a finding, with the page. */
static int examine(struct cli *c, int failed)
{
	char next[256];
	int64_t problems = 0;

	if (failed == FAIL_IO || failed == FAIL_BUSY)
		problems = keep_examine(&c->app, see_problem, NULL);
	if (!problems && !strstr(c->err.why, "damaged"))
		return failed;
	if (!problems)
		see_problem(NULL, "schema", c->err.why);
	return found(c, c->app.database, problems ? problems : 1, mend(c, next));
}

static int verify_database(struct cli *c, struct against *a)
{
	int64_t problems = 0, more = 0, entries = 0;
	char hash[65] = "", next[256];
	int failed;

	if (!c->app.store) {
		/* Who examines a file changes nothing in it. */
		c->app.options.read_only |= !cli_has(c, CLI_REINDEX);
		failed = identity_open(&c->app, &c->err);
		if (failed)
			return examine(c, failed);
	}
	failed = cli_has(c, CLI_REINDEX) ? keep_reindex(&c->app, &c->err) : 0;
	if (!failed)
		failed = keep_verify(&c->app, see_problem, NULL, &problems, &c->err);
	if (!failed && a->name)
		failed = keep_verify_checkpoint(&c->app, &a->checkpoint, see_problem, NULL, &more, &c->err);
	if (failed)
		return failed;
	if (problems + more)
		return found(c, c->app.database, problems + more, mend(c, next));
	failed = keep_head(&c->app, &entries, hash, &c->err);
	if (!failed)
		say_sound(a, entries, hash);
	return failed;
}

int cmd_verify(struct cli *c)
{
	struct against a = { .name = NULL };
	int failed = read_checkpoint(c, &a);

	if (failed)
		return failed;
	return cli_has(c, CLI_EXPORT) ? verify_export(c, &a) : verify_database(c, &a);
}
