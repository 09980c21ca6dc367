/* SPDX-License-Identifier: MIT */
/*
 * load.c - an empty database takes over another one's log.
 *
 * In one transaction: the entries replace the genesis batch word for word, the
 * chain is checked, the tables are rebuilt from it, and the guards that were
 * away meanwhile are put back after every row has been held against them.
 */
#include <string.h>

#include "store/files.h"
#include "store/index.h"
#include "store/replay.h"

static const char what[] = "cannot load";

static int check_empty(struct store *s, struct error *err)
{
	int64_t more;
	int failed = db_int(s, "SELECT count(*) FROM log WHERE batch <> 1", NULL, 0, &more, err);

	if (!failed && more)
		failed = error_set(
			err, FAIL_CREATE, what, s->path,
			"make a new database with init, and load into that",
			"the database is not empty: its log has %lld entries since it was made",
			(long long)more);
	return failed;
}

static int empty_tables(struct store *s, struct error *err)
{
	AUTOBUF sql = BUF_INIT;

	buf_adds(&sql, "PRAGMA defer_foreign_keys = ON; DELETE FROM log;");
	for (int i = ENTITY_MAX - 1; i >= 0; i--)
		buf_addf(&sql, "DELETE FROM \"%s\";", record_entity((enum entity_id)i)->name);
	return db_exec(s, sql.s, err);
}

static int load_entry(struct store *s, struct chain *c, const struct entry *e, struct arena *a,
		      struct error *err)
{
	const struct entity *entity;
	AUTOBUF scratch = BUF_INIT;
	const char *wrong = chain_next(c, s->hasher, e, &scratch);
	int failed;

	if (wrong)
		return error_set(err, FAIL_DATA, what, NULL, NULL, "log entry %lld: %s",
				 (long long)e->seq, wrong);
	entity = replay_entity(e);
	failed = log_insert(s, e, err);
	if (!failed)
		failed = replay_entry(s, e, !store_id(s, entity, e->uid), REPLAY_REFUSE, a, err);
	return failed;
}

static int load_entries(struct store *s,
			int (*next)(void *data, struct entry *e, struct error *err), void *data,
			struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	struct chain chain = { .batch = 0 };
	struct entry e = { .seq = 0 };
	int more, failed = 0;

	while (!failed && (more = next(data, &e, err)) != 0) {
		failed = more < 0 ? (err && err->kind ? (int)err->kind : FAIL_DATA)
				  : load_entry(s, &chain, &e, &a, err);
		arena_clear(&a);
	}
	if (!failed && !chain.head.seq)
		failed = error_set(err, FAIL_DATA, what, NULL, NULL, "it has no log");
	return failed;
}

/* Every row against the guards: they were away while it was written. */
static int check_rows(struct store *s, struct error *err)
{
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		AUTOBUF sql = BUF_INIT;
		int more;

		buf_adds(&sql, "SELECT ref, bad FROM (SELECT r.ref, ");
		guards_check(e, schema_version, &sql);
		buf_addf(&sql, " AS bad FROM \"%s\" r) WHERE bad IS NOT NULL LIMIT 1", e->name);
		AUTOSTMT st = stmt_get(s, sql.s, err);
		if (!st.p)
			return s->failed;
		more = stmt_step(&st, err);
		if (more < 0)
			return s->failed;
		if (more)
			return error_set(err, FAIL_DATA, what, stmt_get_text(&st, 0), NULL, "%s",
					 stmt_get_text(&st, 1));
	}
	return 0;
}

static int rebuild(struct store *s, int (*next)(void *data, struct entry *e, struct error *err),
		   void *data, struct error *err)
{
	int failed = schema_unguard(s, err);

	s->latest.entity = NULL; /* another log */
	if (!failed)
		failed = empty_tables(s, err);
	if (!failed)
		failed = load_entries(s, next, data, err);
	if (!failed)
		failed = ref_all(s, err);
	if (!failed)
		failed = schema_index(s, schema_version, err);
	if (!failed)
		failed = check_rows(s, err);
	if (!failed)
		failed = index_renew(s, err);
	return failed ? failed : schema_guard(s, schema_version, err);
}

int store_load(struct store *s, int (*next)(void *data, struct entry *e, struct error *err),
	       int (*check)(void *data, struct store *s, struct error *err), void *data,
	       struct error *err)
{
	int failed = store_writable(s, err);

	if (!failed)
		failed = gate_take(&s->gate, "closeout (loading a document)", STORE_GATE_MS, err);
	if (failed)
		return failed;
	failed = db_begin(s, err);
	if (!failed) {
		s->maintenance = true;
		failed = check_empty(s, err);
		if (!failed)
			failed = rebuild(s, next, data, err);
		if (!failed && check)
			failed = check(data, s, err);
		failed = db_commit_or_roll_back(s, failed, err);
		s->maintenance = false;
		db_forget_statements(s);
	}
	if (!failed && s->wal_pages > STORE_WAL_PAGES)
		store_checkpoint(s);
	gate_leave(&s->gate);
	return failed;
}
