/* SPDX-License-Identifier: MIT */
/*
 * verify.c - is the file whole, and do its tables say what its log says?
 *
 * Everything is read in one transaction, so that the log and the tables are of
 * one moment. What cannot be read is a finding like any other; the steps after
 * it still look at the rest.
 */
#include <string.h>

#include "store/verify.h"

void verify_problem(struct verifying *v, const char *where, const char *what, ...)
{
	AUTOBUF text = BUF_INIT;
	struct store_problem p = { .where = where };
	va_list args;

	va_start(args, what);
	buf_vaddf(&text, what, args);
	va_end(args);
	p.what = text.s;
	v->n++;
	if (v->see)
		v->see(v->data, &p);
}

/* ---- pages and links ------------------------------------------------------------------ */

/* The n-th row of a table, as it is called elsewhere: "log entry 17", "office OPR". */
static bool name_row(struct verifying *v, const char *table, int64_t n, struct buf *out)
{
	static const struct {
		const char *table, *what;
	} logs[] = { { "log", "log entry" }, { "access", "access log entry" } };
	const struct entity *e = record_entity_by_name(table);
	AUTOBUF sql = BUF_INIT;
	int log = -1;

	for (int i = 0; i < 2; i++)
		log = strcmp(table, logs[i].table) == 0 ? i : log;
	if (log < 0 && !e)
		return false;
	buf_addf(&sql, "SELECT %s FROM \"%s\" NOT INDEXED ORDER BY rowid LIMIT 1 OFFSET ?1", log < 0 ? "ref" : "seq",
		 log < 0 ? e->name : table);
	AUTOSTMT st = stmt_get(v->s, sql.s, NULL);
	if (!st.p)
		return false;
	stmt_int(&st, 1, n - 1);
	if (stmt_step(&st, NULL) <= 0)
		return false;
	buf_addf(out, "%s %s", log < 0 ? e->name : logs[log].what, stmt_get_text(&st, 0));
	return true;
}

/* "row 15 missing from index NAME", in SQLite's words, named as a record; false if it is something else. */
static bool tell_row(struct verifying *v, const char *text)
{
	const char *index = strstr(text, " index ");
	AUTOBUF where = BUF_INIT, table = BUF_INIT;

	if (strncmp(text, "row ", 4) != 0 || !index)
		return false;
	AUTOSTMT st = stmt_get(v->s, "SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ?1", NULL);
	if (!st.p)
		return false;
	stmt_text(&st, 1, index + 7);
	if (stmt_step(&st, NULL) <= 0)
		return false;
	buf_adds(&table, stmt_get_text(&st, 0));
	if (!name_row(v, table.s, strtoll(text + 4, NULL, 10), &where))
		return false;
	verify_problem(v, where.s, "its row is not the one that is in index %s", index + 7);
	return true;
}

static int verify_pages(struct verifying *v)
{
	AUTOSTMT st = stmt_get(v->s, "PRAGMA integrity_check(100)", v->err);
	int more;

	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0) {
		const char *text = stmt_get_text(&st, 0), *end = strchr(text, '\n');

		/* A heading, "*** in database main ***", says nothing here. */
		text = strncmp(text, "***", 3) == 0 && end ? end + 1 : text;
		if (strcmp(text, "ok") != 0 && !tell_row(v, text))
			verify_problem(v, "pages", "%s", text);
	}
	return more < 0 ? v->s->failed : 0;
}

static int verify_links(struct verifying *v)
{
	AUTOSTMT st = stmt_get(v->s, "PRAGMA foreign_key_check", v->err);
	AUTOBUF where = BUF_INIT;
	int more;

	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0) {
		buf_clear(&where);
		buf_addf(&where, "%s, row %s", stmt_get_text(&st, 0), stmt_get_text(&st, 1));
		verify_problem(v, where.s, "refers to a %s that does not exist",
			       stmt_get_text(&st, 2));
	}
	return more < 0 ? v->s->failed : 0;
}

/* ---- the chain -------------------------------------------------------------------------- */

/* From that entry on. joined: it must fit to what chain has; else it is taken as it is. */
static int walk_chain(struct verifying *v, int64_t from, struct chain *chain, bool joined)
{
	AUTOSTMT st = stmt_get(v->s, "SELECT " LOG_COLUMNS " FROM log WHERE seq >= ?1 ORDER BY seq", v->err);
	AUTOBUF scratch = BUF_INIT, where = BUF_INIT;
	struct entry e;
	int more;

	if (!st.p)
		return v->s->failed;
	stmt_int(&st, 1, from);
	for (; (more = stmt_step(&st, v->err)) > 0; joined = true) {
		const char *wrong;

		log_read(&st, &e);
		wrong = chain_next(chain, v->s->hasher, &e, &scratch);
		if (!wrong || !joined)
			continue;
		buf_clear(&where);
		buf_addf(&where, "log entry %lld", (long long)e.seq);
		verify_problem(v, where.s, "%s", wrong);
	}
	return more < 0 ? v->s->failed : 0;
}

static int verify_chain(struct verifying *v)
{
	struct chain chain = { .batch = 0 };
	int failed = walk_chain(v, INT64_MIN, &chain, true);
	int64_t after;

	if (!failed || (v->s->rc & 0xFF) != SQLITE_CORRUPT)
		return failed;
	after = verify_unread_entries(v, "log");
	return after ? walk_chain(v, after, &chain, false) : failed;
}

/* ---- rows by themselves -------------------------------------------------------------------- */

static int verify_guards(struct verifying *v, const struct entity *e)
{
	AUTOBUF sql = BUF_INIT, where = BUF_INIT;
	int more;

	buf_adds(&sql, "SELECT ref, bad FROM (SELECT r.ref, coalesce(");
	guards_check(e, schema_version, &sql);
	buf_addf(&sql,
		 ", CASE WHEN r.sort_key IS NOT natural_key(r.ref) THEN "
		 "'sort_key: is not the one of the reference' END) AS bad FROM \"%s\" r) WHERE bad "
		 "IS NOT NULL",
		 e->name);
	AUTOSTMT st = stmt_get(v->s, sql.s, v->err);
	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0) {
		const char *bad = stmt_get_text(&st, 1), *colon = strstr(bad, ": ");
		int field = colon && strcspn(bad, " ") > (size_t)(colon - bad) ? (int)(colon - bad)
									       : 0;

		buf_clear(&where);
		buf_addf(&where, "%s %s%s%.*s", e->name, stmt_get_text(&st, 0),
			 field ? ", field " : "", field, bad);
		verify_problem(v, where.s, "%s", field ? colon + 2 : bad);
	}
	return more < 0 ? v->s->failed : 0;
}

/* ---- all of it ----------------------------------------------------------------------------- */

/*
 * What a step could not read. Damage was found, so that is an answer; only
 * other failures (a lock, an interruption) are failures of the check.
 */
static int after(struct verifying *v, const char *where, int failed)
{
	int rc = v->s->rc & 0xFF;

	if (!failed)
		return 0;
	if (rc != SQLITE_CORRUPT && rc != SQLITE_NOTADB && rc != SQLITE_ERROR && rc != SQLITE_IOERR)
		return failed;
	verify_problem(v, where, "cannot be read: %s", sqlite3_errstr(v->s->rc));
	v->s->broken = false; /* for the steps that follow */
	return 0;
}

static int verify_entities(struct verifying *v)
{
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		failed = after(v, e->name, verify_rows(v, e));
		if (!failed)
			failed = after(v, e->name, verify_guards(v, e));
	}
	return failed;
}

int store_verify(struct store *s, void (*see)(void *data, const struct store_problem *p),
		 void *data, int64_t *problems, struct error *err)
{
	static const struct {
		int (*check)(struct verifying *v);
		const char *where;
	} steps[] = {
		{ verify_pages, "pages" },     { verify_chain, "log" },
		{ verify_entities, "tables" }, { verify_links, "references" },
		{ verify_schema, "schema" },    { verify_access, "access log" },
		{ verify_content, "content" }, { verify_index, "search index" },
	};
	struct error spare = ERROR_INIT;
	struct verifying v = { .s = s, .see = see, .data = data, .err = err ? err : &spare };
	bool was_broken = s->broken, own = sqlite3_get_autocommit(s->db);
	int failed;

	s->broken = false;
	failed = own ? db_exec(s, "BEGIN", v.err) : 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !failed; i++)
		if (!s->folded || steps[i].check != verify_schema) /* the past has no guards */
			failed = after(&v, steps[i].where, steps[i].check(&v));
	if (own)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->broken = was_broken;
	if (failed)
		return failed;
	*problems = v.n;
	return 0;
}
