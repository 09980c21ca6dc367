/* SPDX-License-Identifier: MIT */
/*
 * rel_tamper.c - promise R19: what was altered past the program shows, and where. Single bytes of
 * the file, entries of the log, the log cut off or written anew (which only a checkpoint shows),
 * and the guards against SQL.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "app/access.h"
#include "base/mem.h"
#include "rel_help.h"
#include "store/store_private.h"

/* ---- a bare SQL shell ---------------------------------------------------------------------- */

static sqlite3 *shell_open(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(help.path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 1000);
	return db;
}

static int shell(const char *sql)
{
	sqlite3 *db = shell_open();
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	sqlite3_close(db);
	return rc;
}

static void drop_guards(void)
{
	AUTOBUF sql = BUF_INIT;
	sqlite3 *db = shell_open();
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", -1, &st, NULL),
			 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_addf(&sql, "DROP TRIGGER \"%s\";", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	assert_int_equal(sqlite3_exec(db, sql.s, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void see(void *data, const struct store_problem *p)
{
	buf_addf(data, "%s: %s\n", p->where, p->what);
}

/* How many problems verify has that are not about the schema, a line each in found; -1: it does not even open. */
static int64_t verify(struct buf *found, const struct checkpoint *against)
{
	struct store *s;
	int64_t problems = 0, more = 0;

	buf_clear(found);
	if (store_open(help.path, STORE_READ_ONLY, &s, &help.err) != 0) {
		if (store_examine(help.path, see, found) == 0)
			buf_addf(found, "page 1: %s\n", help.err.why);
		return -1;
	}
	assert_int_equal(store_verify(s, see, found, &problems, &help.err), 0);
	if (against)
		assert_int_equal(store_verify_checkpoint(s, against, see, found, &more, &help.err), 0);
	store_close(s);
	return problems + more;
}

/* A line that begins with start. */
static bool names(const struct buf *found, const char *start)
{
	size_t len = strlen(start);

	for (const char *at = found->s; at; at = strchr(at, '\n'), at += at != NULL)
		if (strncmp(at, start, len) == 0)
			return true;
	return false;
}

/* A line about one record, one entry, or some: "log entries 12-15". */
static bool by_record(const struct buf *found)
{
	AUTOBUF start = BUF_INIT;
	bool named = names(found, "log entr") || names(found, "access log entr");

	for (int i = 0; i < ENTITY_MAX && !named; i++) {
		buf_clear(&start);
		buf_addf(&start, "%s ", record_entity((enum entity_id)i)->name);
		named = names(found, start.s);
	}
	return named;
}

/* ---- what the file says ------------------------------------------------------------------------ */

struct item {
	char name[200]; /* "log entry 17", "office OPR", "access log entry 3" */
	unsigned char hash[32];
};

struct dump {
	struct item *at;
	size_t n, cap;
	bool broken;
};

static void dump_query(sqlite3 *db, const char *sql, const char *prefix, struct dump *d)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		AUTOBUF bytes = BUF_INIT;
		struct item *item;

		for (int i = 1; i < sqlite3_column_count(st); i++) {
			buf_addf(&bytes, "%d %d ", sqlite3_column_type(st, i), sqlite3_column_bytes(st, i));
			buf_add(&bytes, sqlite3_column_blob(st, i), (size_t)sqlite3_column_bytes(st, i));
		}
		MEM_GROW(d->at, d->cap, d->n + 1);
		item = &d->at[d->n++];
		snprintf(item->name, sizeof item->name, "%s%.150s", prefix, (const char *)sqlite3_column_text(st, 0));
		store_sha256(bytes.s, bytes.len, item->hash);
		rc = SQLITE_OK;
	}
	d->broken |= rc != SQLITE_DONE;
	sqlite3_finalize(st);
}

static struct dump dump(void)
{
	struct dump d = { .n = 0 };
	AUTOBUF sql = BUF_INIT;
	AUTOBUF prefix = BUF_INIT;
	sqlite3 *db = shell_open();

	dump_query(db, "SELECT seq, * FROM log NOT INDEXED ORDER BY rowid", "log entry ", &d);
	dump_query(db, "SELECT seq, * FROM \"access\" NOT INDEXED ORDER BY rowid", "access log entry ", &d);
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		buf_clear(&sql);
		buf_addf(&sql, "SELECT ref, * FROM \"%s\" NOT INDEXED ORDER BY rowid", e->name);
		buf_clear(&prefix);
		buf_addf(&prefix, "%s ", e->name);
		dump_query(db, sql.s, prefix.s, &d);
	}
	sqlite3_close(db);
	return d;
}

/* The first thing that is not as it was, or NULL. */
static const char *differs(const struct dump *was, const struct dump *is)
{
	for (size_t i = 0; i < was->n && i < is->n; i++)
		if (memcmp(was->at[i].hash, is->at[i].hash, 32) != 0)
			return strcmp(was->at[i].name, is->at[i].name) == 0 ? was->at[i].name : "";
	return was->n != is->n ? "" : NULL;
}

/* ---- single bytes ---------------------------------------------------------------------------------- */

static void flip(int64_t at, unsigned char mask)
{
	int fd = open(help.path, O_RDWR | O_CLOEXEC);
	unsigned char byte;

	assert_true(fd >= 0);
	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= mask;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

/* Which pages hold what records and entries say; without the table "dbstat" all are taken for such. */
struct pages {
	bool *content;
	size_t n;
};

static bool is_content(sqlite3 *db, const char *table)
{
	bool ours = strcmp(table, "log") == 0 || strcmp(table, "access") == 0 || record_entity_by_name(table);
	AUTOBUF sql = BUF_INIT;
	sqlite3_stmt *st;

	if (!ours)
		return false;
	buf_addf(&sql, "SELECT 1 FROM \"%s\"", table);
	assert_int_equal(sqlite3_prepare_v2(db, sql.s, -1, &st, NULL), SQLITE_OK);
	ours = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return ours;
}

static struct pages pages_of(int64_t size)
{
	struct pages p = { .n = (size_t)(size / 4096) + 1 };
	sqlite3 *db = shell_open();
	sqlite3_stmt *st;

	p.content = mem_alloc(p.n * sizeof *p.content);
	if (sqlite3_prepare_v2(db, "SELECT name, pageno FROM dbstat", -1, &st, NULL) == SQLITE_OK)
		while (sqlite3_step(st) == SQLITE_ROW)
			p.content[sqlite3_column_int64(st, 1) - 1] =
				is_content(db, (const char *)sqlite3_column_text(st, 0));
	else
		memset(p.content, 1, p.n);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return p;
}

struct flips {
	int content, elsewhere, tried;
};

/* The file is altered at that byte. Whatever it did to what the file says is found; content by its name. */
static void look_at_flip(struct flips *n, const struct dump *was, int64_t at, bool content)
{
	struct dump is = dump();
	const char *which = differs(was, &is);
	AUTOBUF found = BUF_INIT;

	n->tried++;
	if (which || is.broken) {
		if (!verify(&found, NULL))
			fail_msg("byte %lld altered %s and was not found", (long long)at, which ? which : "?");
		if ((content || !is.broken) && !by_record(&found))
			fail_msg("byte %lld: not by record: %s", (long long)at, found.s);
		if (!is.broken && which && *which && !names(&found, which))
			fail_msg("byte %lld altered %s, found as: %s", (long long)at, which, found.s);
		n->content += content;
		n->elsewhere += !content;
	}
	free(is.at);
}

/*
 * Flips bytes anywhere in the file until enough of them have altered what a record or an entry
 * says. Each is found with the name of what it altered, even where its page cannot be read. What
 * keeps the schema from being read is found as well.
 */
static void flipped_bytes__are_found_by_record(void **state)
{
	int want = rel_figure(25, 500, 5000);
	struct flips n = { 0 };
	struct pages pages;
	struct dump was;
	struct stat st;

	(void)state;
	rel_fresh(REL_SAVE);
	was = dump();
	assert_false(was.broken);
	assert_int_equal(stat(help.path, &st), 0);
	pages = pages_of(st.st_size);
	while (n.content < want) {
		int64_t at = (int64_t)(rel_random() % (uint64_t)st.st_size);
		unsigned char mask = (unsigned char)(1 + rel_pick(255));

		flip(at, mask);
		look_at_flip(&n, &was, at, pages.content[at / 4096]);
		flip(at, mask);
		unlink(rel_words("%s-wal", help.path));
		unlink(rel_words("%s-shm", help.path));
	}
	free(pages.content);
	free(was.at);
	rel_result("R19b", "a byte that alters content is found, by record",
		   rel_words("%d of %d flips altered what a record or an entry says", n.content, n.tried),
		   rel_words("all found by record or entry; %d more kept the schema from being read: all found", n.elsewhere),
		   "untouched file: nothing found");
}

/* ---- entries of the log ----------------------------------------------------------------------------- */

static int64_t newest(void)
{
	sqlite3 *db = shell_open();
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(db, "SELECT max(seq) FROM log", -1, &st, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static const char *const edits[] = {
	"UPDATE log SET actor = 'nobody' WHERE seq = %lld",
	"UPDATE log SET recorded = '2001-01-01T00:00:00.000Z' WHERE seq = %lld",
	"UPDATE log SET effective = '2001-01-01' WHERE seq = %lld",
	"UPDATE log SET changes = replace(changes, 'e', 'a') || ' ' WHERE seq = %lld",
	"UPDATE log SET reason = 'because' WHERE seq = %lld",
	"UPDATE log SET verb = 'correct' WHERE seq = %lld",
	"UPDATE log SET session = 'x' WHERE seq = %lld",
	"UPDATE log SET hash = replace(hash, '0', '1') || '' WHERE seq = %lld AND hash LIKE '%%0%%'",
	"DELETE FROM log WHERE seq = %lld",
	("UPDATE log SET seq = -1 WHERE seq = %lld; UPDATE log SET seq = seq - 1 WHERE seq = %lld + 1; "
	 "UPDATE log SET seq = %lld + 1 WHERE seq = -1"),
};

static void entries__altered_in_any_way_are_found(void **state)
{
	int times = rel_figure(30, 100, 1000);
	AUTOBUF found = BUF_INIT;
	AUTOBUF sql = BUF_INIT;
	int64_t entries;

	(void)state;
	rel_fresh(REL_SAVE);
	assert_int_equal(verify(&found, NULL), 0);
	entries = newest();
	for (int i = 0; i < times; i++) {
		/* Not the last: taking that away is another matter. */
		long long seq = 1 + rel_pick((int)entries - 2);

		rel_fresh(REL_SAVE);
		drop_guards();
		buf_clear(&sql);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
		buf_addf(&sql, edits[(size_t)i % (sizeof edits / sizeof *edits)], seq, seq, seq);
#pragma GCC diagnostic pop
		if (shell(sql.s) != SQLITE_OK)
			continue; /* a constraint of the table itself */
		if (verify(&found, NULL) == 0 || (!names(&found, "log entry ") && !names(&found, "log: ")))
			fail_msg("%s: not found: %s", sql.s, found.s);
	}
	rel_result("R19", "tampering shows", rel_words("%d entries edited, taken out or swapped", times), "all found",
		   "untouched file: nothing found");
}

static void checkpoint_of(struct checkpoint *c)
{
	struct store *s;

	assert_int_equal(store_open(help.path, STORE_READ_ONLY, &s, &help.err), 0);
	assert_int_equal(store_heads(s, c, &help.err), 0);
	store_close(s);
}

/* Whoever owns the file can cut off the end of the log, rows and all: only a checkpoint shows that. */
static void cut_off__entries_are_found_with_a_checkpoint_only(void **state)
{
	struct checkpoint head, before;
	AUTOBUF found = BUF_INIT;

	(void)state;
	rel_fresh(REL_SAVE);
	assert_int_equal(help_open("inspector"), 0);
	rel_close();
	checkpoint_of(&before);
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step=to be forgotten", NULL), 0);
	rel_close();
	checkpoint_of(&head);
	assert_int_equal(head.entry, before.entry + 1);
	assert_int_equal(verify(&found, &head), 0);
	/* The file as it was before that save is just what cutting it off carefully comes to. */
	rel_fresh(REL_SAVE);
	assert_int_equal(verify(&found, NULL), 0);
	assert_true(verify(&found, &head) > 0);
	assert_true(names(&found, "checkpoint: log entry "));
	assert_non_null(strstr(found.s, "cut off"));
	rel_result("R19c", "newest entries cut off", "1", "found with a checkpoint, not without: as promised", "is the control");
}

/* Every hash computed anew over an altered entry: the chain is sound again, the checkpoint is not met. */
static void written_anew__a_log_is_found_with_a_checkpoint(void **state)
{
	struct checkpoint head;
	AUTOBUF found = BUF_INIT;
	int64_t problems;
	struct store *s;

	(void)state;
	rel_fresh(REL_SAVE);
	checkpoint_of(&head);
	drop_guards();
	assert_int_equal(shell("UPDATE log SET reason = 'forged' WHERE seq = 5"), SQLITE_OK);
	assert_int_equal(store_open(help.path, STORE_READ_WRITE, &s, &help.err), 0);
	s->maintenance = true;
	for (int64_t seq = 5; seq <= head.entry; seq++) {
		AUTOBUF sql = BUF_INIT;
		struct log_head previous;
		struct entry e;
		char hash[65];

		buf_addf(&sql, "SELECT seq, recorded, hash FROM log WHERE seq = %lld", (long long)seq - 1);
		assert_int_equal(log_newest(s, sql.s, &previous, &help.err), 0);
		buf_clear(&sql);
		buf_addf(&sql, "SELECT " LOG_COLUMNS " FROM log WHERE seq = %lld", (long long)seq);
		{
			AUTOSTMT st = stmt_get(s, sql.s, &help.err);

			assert_int_equal(stmt_step(&st, &help.err), 1);
			log_read(&st, &e);
			log_hash(s->hasher, previous.hash, &e, hash);
		}
		buf_clear(&sql);
		buf_addf(&sql, "UPDATE log SET hash = '%s' WHERE seq = %lld", hash, (long long)seq);
		assert_int_equal(db_exec(s, sql.s, &help.err), 0);
	}
	s->maintenance = false;
	store_close(s);
	problems = verify(&found, &head);
	assert_true(problems > 0);
	assert_false(names(&found, "log entry "));
	assert_true(names(&found, "checkpoint: log entry "));
	rel_result("R19d", "all of the log written anew", "1", "found with a checkpoint, not by the chain: as promised",
		   "is the control");
}

/* ---- SQL ----------------------------------------------------------------------------------------------- */

/* Past the program, with the guards in place. */
static const char *const attacks[] = {
	"UPDATE log SET actor = 'x' WHERE seq = 3",
	"DELETE FROM log WHERE seq = 3",
	"DELETE FROM log",
	"REPLACE INTO log SELECT * FROM log WHERE seq = 3",
	("INSERT OR REPLACE INTO log SELECT seq, recorded, effective, 'x', acting_for, key_fp, session, batch, op_id, verb, "
	 "entity, uid, schema, changes, reason, hash FROM log WHERE seq = 3"),
	("INSERT INTO log SELECT seq + 100000, recorded, effective, actor, acting_for, key_fp, session, batch, NULL, verb, "
	 "entity, uid, schema, changes, reason, hash FROM log WHERE seq = 3"),
	"UPDATE OR REPLACE log SET seq = 4 WHERE seq = 3",
	"UPDATE recommendation SET action = 'closed'",
	"UPDATE recommendation SET next_step = 'x' WHERE ref = 'OIG-12-130/1'",
	"UPDATE report SET version = version + 1",
	"DELETE FROM recommendation",
	"REPLACE INTO user SELECT * FROM user LIMIT 1",
	"UPDATE user SET role = 'admin' WHERE name = 'viewer'",
	"UPDATE \"access\" SET account = 'x'",
	"DELETE FROM \"access\"",
	"REPLACE INTO \"access\" SELECT * FROM \"access\"",
};

static void sql__past_the_program_is_refused_by_the_file(void **state)
{
	int n = (int)(sizeof attacks / sizeof *attacks);
	AUTOBUF found = BUF_INIT;

	(void)state;
	rel_fresh(REL_SAVE);
	assert_int_equal(help_open("inspector"), 0);
	access_note(&help.app, ACCESS_EXPORT, NULL, "a test");
	rel_close();
	for (int i = 0; i < n; i++)
		if (shell(attacks[i]) == SQLITE_OK)
			fail_msg("went through: %s", attacks[i]);
	assert_int_equal(verify(&found, NULL), 0);
	/* The control: without its guards the same goes through, and verify sees it. */
	drop_guards();
	assert_int_equal(shell(attacks[0]), SQLITE_OK);
	assert_true(verify(&found, NULL) > 0);
	rel_result("R19a", "SQL past the program is refused by the file", rel_words("%d statements", n), "0 passed",
		   "without guards they pass, and verify says so");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, rel_begin, rel_end)
	const struct CMUnitTest tests[] = {
		T(flipped_bytes__are_found_by_record),
		T(entries__altered_in_any_way_are_found),
		T(cut_off__entries_are_found_with_a_checkpoint_only),
		T(written_anew__a_log_is_found_with_a_checkpoint),
		T(sql__past_the_program_is_refused_by_the_file),
	};

	rel_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
