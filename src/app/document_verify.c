/* SPDX-License-Identifier: MIT */
/*
 * document_verify.c - an exported document checked by whoever has only that, and a checkpoint.
 *
 * First the chain of its log, entry by entry; then, if that is whole, the document is
 * loaded into a database made for it, which compares every record with what the log gives.
 */
#include "app/document.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/document_private.h"
#include "base/mem.h"
#include "exchange/document.h"

static const char what[] = "verify";

struct checking {
	const char *name;
	const struct checkpoint *checkpoint;
	void (*see)(void *data, const char *where, const char *what);
	void *data;
	int64_t problems;
	bool reached;  /* the entry of the checkpoint */
	struct document_state *state;
	struct store_chain *chain;
	struct arena arena;
};

static void tell(struct checking *c, const char *where, const char *why)
{
	c->problems++;
	c->see(c->data, where, why);
}

/* ---- the log ------------------------------------------------------------------------------ */

/* The first entry makes the record of the database itself: its identifier is the database's. */
static void check_database(struct checking *c, const struct entry *e)
{
	if (c->checkpoint && e->seq == 1 && strcmp(e->uid, c->checkpoint->database) != 0)
		tell(c, "checkpoint", "it was made of another database");
}

static void check_point(struct checking *c, const struct entry *e)
{
	AUTOBUF where = BUF_INIT;

	if (!c->checkpoint || e->seq != c->checkpoint->entry)
		return;
	c->reached = true;
	buf_addf(&where, "checkpoint: log entry %lld", (long long)e->seq);
	if (strcmp(e->hash, c->checkpoint->hash) != 0)
		tell(c, where.s, "is another one: history up to it was changed, or written anew");
}

static void check_entry(struct checking *c, const struct entry *e)
{
	const char *wrong = store_chain_next(c->chain, e);
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "log entry %lld", (long long)e->seq);
	if (wrong)
		tell(c, where.s, wrong);
	check_database(c, e);
	check_point(c, e);
	c->state->entries = e->seq;
	snprintf(c->state->hash, sizeof c->state->hash, "%s", e->hash);
	snprintf(c->state->recorded, sizeof c->state->recorded, "%s", e->recorded);
}

static bool is_log(const struct document_item *item)
{
	return item->kind == DOCUMENT_ELEMENT && !item->group && item->name && strcmp(item->name, "log") == 0;
}

static int check_element(struct checking *c, const struct document_item *item, struct error *err)
{
	struct source_options options = { .name = c->name, .verbatim = true,
					  .limits = { .field = (size_t)64 << 20, .row = (size_t)64 << 20 } };
	struct source_row row;
	struct entry e;
	int failed;

	arena_clear(&c->arena);
	failed = source_object(&c->arena, item->text, item->len, item->line, &options, &row, err);
	if (failed)
		return failed;
	document_entry(&row, &e);
	check_entry(c, &e);
	return 0;
}

static int check_log(struct checking *c, FILE *file, struct error *err)
{
	struct document_reader *reader;
	struct document_item item = { .kind = DOCUMENT_PAIR };
	AUTOBUF where = BUF_INIT, why = BUF_INIT;
	int failed = document_open(&reader, file, c->name, NULL, err);

	if (failed)
		return failed;
	while (!failed && (failed = document_next(reader, &item, err)) == 0 && item.kind != DOCUMENT_END)
		if (is_log(&item))
			failed = check_element(c, &item, err);
	document_close(reader);
	if (failed || !c->checkpoint || c->reached)
		return failed;
	buf_addf(&where, "checkpoint: log entry %lld", (long long)c->checkpoint->entry);
	buf_addf(&why, "is not there any more: the log ends with entry %lld, what came after it was cut off",
		 (long long)c->state->entries);
	tell(c, where.s, why.s);
	return 0;
}

/* ---- the records --------------------------------------------------------------------------- */

static void remove_database(const char *folder, const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", ".lock" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		AUTOBUF name = BUF_INIT;

		buf_addf(&name, "%s%s", path, endings[i]);
		unlink(name.s);
	}
	rmdir(folder);
}

static int load_aside(const char *path, FILE *file, const char *name, struct error *err)
{
	struct store_genesis genesis = { .kind = "personal", .today = DATE_NONE, .effective = clock_today() };
	struct app a = { .today = clock_today() };
	int64_t entries = 0;
	int failed = store_create(path, &genesis, err);

	if (!failed)
		failed = store_open(path, STORE_READ_WRITE, &a.store, err);
	if (!failed)
		failed = document_load(&a, file, name, &entries, err);
	store_close(a.store);
	return failed;
}

/* What does not come out as listed is a finding, with its line in the file; only the rest is a failure. */
static int check_records(struct checking *c, FILE *file, struct error *err)
{
	const char *temporary = getenv("TMPDIR");
	AUTOBUF folder = BUF_INIT, path = BUF_INIT;
	int failed;

	buf_addf(&folder, "%s/closeout-verify.XXXXXX", temporary && *temporary == '/' ? temporary : "/tmp");
	if (!mkdtemp(folder.s))
		return error_set(err, FAIL_CREATE, what, folder.s, "set TMPDIR to a folder with room", "%s",
				 strerror(errno));
	buf_addf(&path, "%s/aside.db", folder.s);
	failed = load_aside(path.s, file, c->name, err);
	remove_database(folder.s, path.s);
	if (failed != FAIL_DATA)
		return failed;
	tell(c, err->where, err->why);
	return 0;
}

/* ---- both -------------------------------------------------------------------------------- */

/* A file that can be read twice. */
static FILE *rewindable(FILE *file, struct error *err)
{
	FILE *copy;
	char bytes[65536];
	size_t n;

	if (fseek(file, 0, SEEK_SET) == 0)
		return file;
	copy = tmpfile();
	while (copy && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
		if (fwrite(bytes, 1, n, copy) != n)
			break;
	if (copy && !ferror(file) && !ferror(copy) && fflush(copy) == 0 && fseek(copy, 0, SEEK_SET) == 0)
		return copy;
	if (copy)
		fclose(copy);
	error_set(err, FAIL_IO, what, NULL, "give the name of a file", "it cannot be copied aside (%s)", strerror(errno));
	return NULL;
}

int document_verify(FILE *file, const char *name, const struct checkpoint *checkpoint,
		    void (*see)(void *data, const char *where, const char *what), void *data, int64_t *problems,
		    struct document_state *state, struct error *err)
{
	struct checking c = { .name = name, .checkpoint = checkpoint, .see = see, .data = data, .state = state };
	FILE *twice = rewindable(file, err);
	int failed;

	*state = (struct document_state){ .entries = 0 };
	if (!twice)
		return err->kind;
	c.chain = store_chain_new();
	failed = check_log(&c, twice, err);
	if (!failed && !c.problems) {
		rewind(twice);
		failed = check_records(&c, twice, err);
	}
	store_chain_free(c.chain);
	arena_release(&c.arena);
	if (twice != file)
		fclose(twice);
	*problems = c.problems;
	return failed;
}
