/* SPDX-License-Identifier: MIT */
/* heads.c - where the logs stand, for checkpoints; and the log against a checkpoint. */
#include <stdio.h>
#include <string.h>

#include "store/replay.h"
#include "store/verify.h"

static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

static int read_id(struct store *s, struct checkpoint *out, struct error *err)
{
	AUTOSTMT st = stmt_get(s, "SELECT uid FROM \"database\" ORDER BY id LIMIT 1", err);

	if (!st.p || stmt_step(&st, err) < 0)
		return s->failed;
	snprintf(out->database, sizeof out->database, "%s", stmt_get_text(&st, 0));
	return 0;
}

static int read_heads(struct store *s, struct checkpoint *out, struct error *err)
{
	static const char newest_access[] = "SELECT seq, recorded, hash FROM \"access\" ORDER BY seq DESC LIMIT 1";
	struct log_head log, access;
	int failed = read_id(s, out, err);

	if (!failed)
		failed = log_head(s, &log, err);
	if (!failed)
		failed = log_newest(s, newest_access, &access, err);
	if (failed)
		return failed;
	out->entry = log.seq;
	memcpy(out->hash, log.hash, sizeof out->hash);
	memcpy(out->recorded, log.recorded, sizeof out->recorded);
	out->access_entry = access.seq;
	memcpy(out->access_hash, access.seq ? access.hash : no_hash, sizeof out->access_hash);
	clock_stamp(clock_ms(), out->made);
	return 0;
}

int store_heads(struct store *s, struct checkpoint *out, struct error *err)
{
	bool own = sqlite3_get_autocommit(s->db);
	int failed = own ? db_exec(s, "BEGIN", err) : 0;

	if (!failed)
		failed = read_heads(s, out, err);
	if (own)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return failed;
}

/* ---- against a checkpoint ---------------------------------------------------------------- */

/* One of the two logs: what the checkpoint says of it, and what is there. */
static int compare_log(struct verifying *v, const char *name, const char *table, int64_t entry, const char *want)
{
	AUTOBUF sql = BUF_INIT, where = BUF_INIT;
	struct log_head head;
	char hash[65] = "";
	int more, failed;

	if (!entry)
		return 0;
	buf_addf(&sql, "SELECT seq, recorded, hash FROM \"%s\" ORDER BY seq DESC LIMIT 1", table);
	failed = log_newest(v->s, sql.s, &head, v->err);
	if (failed)
		return failed;
	buf_addf(&where, "checkpoint: %s entry %lld", name, (long long)entry);
	if (head.seq < entry) {
		verify_problem(v, where.s,
			       "is not there any more: the log ends with entry %lld, what came after it was cut off",
			       (long long)head.seq);
		return 0;
	}
	buf_clear(&sql);
	buf_addf(&sql, "SELECT hash FROM \"%s\" WHERE seq = ?1", table);
	AUTOSTMT st = stmt_get(v->s, sql.s, v->err);
	if (!st.p)
		return v->s->failed;
	stmt_int(&st, 1, entry);
	more = stmt_step(&st, v->err);
	if (more < 0)
		return v->s->failed;
	if (more)
		snprintf(hash, sizeof hash, "%s", stmt_get_text(&st, 0));
	if (strcmp(hash, want) != 0)
		verify_problem(v, where.s, "is another one: history up to it was changed, or written anew");
	return 0;
}

int store_verify_checkpoint(struct store *s, const struct checkpoint *c,
			    void (*see)(void *data, const struct store_problem *p), void *data, int64_t *problems,
			    struct error *err)
{
	struct error spare = ERROR_INIT;
	struct verifying v = { .s = s, .see = see, .data = data, .err = err ? err : &spare };
	struct checkpoint now;
	int failed = read_id(s, &now, v.err);

	if (!failed && strcmp(now.database, c->database) != 0)
		verify_problem(&v, "checkpoint", "it was made of another database (%s, this is %s)", c->database,
			       now.database);
	else if (!failed)
		failed = compare_log(&v, "log", "log", c->entry, c->hash);
	if (!failed && !v.n)
		failed = compare_log(&v, "access log", "access", c->access_entry, c->access_hash);
	*problems = v.n;
	return failed;
}

/* ---- a log that lies in no database ----------------------------------------------------- */

struct store_chain {
	struct chain chain;
	struct hasher *hasher;
	struct buf scratch;
};

struct store_chain *store_chain_new(void)
{
	struct store_chain *c = mem_alloc(sizeof *c);

	c->hasher = hasher_new();
	buf_init(&c->scratch);
	return c;
}

void store_chain_free(struct store_chain *c)
{
	if (!c)
		return;
	hasher_free(c->hasher);
	buf_release(&c->scratch);
	free(c);
}

const char *store_chain_next(struct store_chain *c, const struct entry *e)
{
	return chain_next(&c->chain, c->hasher, e, &c->scratch);
}
