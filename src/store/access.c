/* SPDX-License-Identifier: MIT */
/*
 * access.c - the access log: who came in, who was refused, what was taken out.
 *
 * A chain of its own beside the log of changes, with the same kind of hash:
 * SHA-256 over "closeout access 1\n", the 64 digits of the hash before, and
 * every column in order (seq, recorded, kind, account, key_fp, address,
 * session, what), each with its length. It is no part of any record and of no
 * export, so nothing is ever built from it.
 */
#include <stdio.h>
#include <string.h>

#include "store/verify.h"

#define ACCESS_COLUMNS "seq, recorded, kind, account, key_fp, address, session, what, hash"
#define ACCESS_GATE_MS 2000 /* a login does not wait longer than that for those who write */

static const char prefix[] = "closeout access 1\n";
static const char sentence[] = "the access log is only ever added to";

const char access_table[] =
	"CREATE TABLE \"access\" (seq INTEGER PRIMARY KEY, recorded TEXT NOT NULL, "
	"kind TEXT NOT NULL, account TEXT, key_fp TEXT, address TEXT, session TEXT, what TEXT, "
	"hash TEXT NOT NULL, "
	"CONSTRAINT \"kind: must be one of login, refusal, export\" "
	"CHECK (kind = 'login' OR kind = 'refusal' OR kind = 'export'), "
	"CONSTRAINT \"what: must have at most 1200 bytes\" CHECK (length(CAST(what AS BLOB)) <= 1200), "
	"CONSTRAINT \"hash: must be 64 hexadecimal digits\" "
	"CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*')) STRICT";

int access_guards(schema_emit emit, void *data, struct error *err)
{
	static const char insert[] =
		"CREATE TRIGGER \"access_insert\" BEFORE INSERT ON \"access\" BEGIN SELECT CASE "
		"WHEN NEW.seq IS NOT (SELECT coalesce(max(t.seq), 0) + 1 FROM \"access\" t) THEN "
		"RAISE (ABORT, 'seq: the next entry of the access log has the next number') "
		"WHEN NEW.recorded < (SELECT t.recorded FROM \"access\" t WHERE t.seq = NEW.seq - 1) THEN "
		"RAISE (ABORT, 'recorded: must not be before the entry above') END; END";
	static const char *const events[] = { "update", "delete" };
	int failed = emit(data, insert, err);

	for (size_t i = 0; i < 2 && !failed; i++) {
		AUTOBUF sql = BUF_INIT;

		buf_addf(&sql,
			 "CREATE TRIGGER \"access_%s\" BEFORE %s ON \"access\" BEGIN SELECT RAISE "
			 "(ABORT, '%s'); END",
			 events[i], events[i], sentence);
		failed = emit(data, sql.s, err);
	}
	return failed;
}

/* ---- entries ------------------------------------------------------------------- */

static void access_hash(struct hasher *h, const char *previous, const struct access_entry *e, char out[65])
{
	struct buf *b = hasher_begin(h, prefix, previous);

	hashed_int(b, e->seq);
	hashed_text(b, e->recorded);
	hashed_text(b, e->kind);
	hashed_text(b, e->account);
	hashed_text(b, e->key_fp);
	hashed_text(b, e->address);
	hashed_text(b, e->session);
	hashed_text(b, e->what);
	hasher_end(h, out);
}

static void access_read(struct stmt *st, struct access_entry *out)
{
	*out = (struct access_entry){
		.seq = sqlite3_column_int64(st->p, 0),
		.recorded = stmt_get_text(st, 1),
		.kind = stmt_get_text(st, 2),
		.account = stmt_opt_text(st, 3),
		.key_fp = stmt_opt_text(st, 4),
		.address = stmt_opt_text(st, 5),
		.session = stmt_opt_text(st, 6),
		.what = stmt_opt_text(st, 7),
		.hash = stmt_get_text(st, 8),
	};
}

static int access_head(struct store *s, struct log_head *out, struct error *err)
{
	return log_newest(s, "SELECT seq, recorded, hash FROM \"access\" ORDER BY seq DESC LIMIT 1",
			  out, err);
}

static int insert(struct store *s, const struct access_entry *e, struct error *err)
{
	const char *texts[] = { e->recorded, e->kind,	 e->account, e->key_fp,
				e->address,  e->session, e->what,    e->hash };
	AUTOSTMT st = stmt_get(s,
			       "INSERT INTO \"access\" (" ACCESS_COLUMNS ") VALUES (?1, ?2, ?3, ?4, "
			       "?5, ?6, ?7, ?8, ?9)",
			       err);

	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, e->seq);
	for (int i = 0; i < 8; i++)
		stmt_text(&st, 2 + i, texts[i]);
	return stmt_run(&st, err);
}

static int add_in_transaction(struct store *s, const struct access_entry *given, struct error *err)
{
	struct access_entry e = *given;
	struct log_head head;
	char now[CLOCK_STAMP], hash[65];
	int failed = store_check_version(s, err);

	if (!failed)
		failed = access_head(s, &head, err);
	if (failed)
		return failed;
	clock_stamp(clock_ms(), now);
	e.seq = head.seq + 1;
	e.recorded = strcmp(now, head.recorded) < 0 ? head.recorded : now;
	access_hash(s->hasher, head.hash, &e, hash);
	e.hash = hash;
	return insert(s, &e, err);
}

int store_access_add(struct store *s, const struct access_entry *e, struct error *err)
{
	int failed = store_writable(s, err);

	if (!failed)
		failed = gate_take(&s->gate, e->account ? e->account : "closeout", ACCESS_GATE_MS, err);
	if (failed)
		return failed;
	failed = db_begin(s, err);
	if (!failed) {
		failed = add_in_transaction(s, e, err);
		failed = db_commit_or_roll_back(s, failed, err);
	}
	gate_leave(&s->gate);
	return failed;
}

/* ---- reading -------------------------------------------------------------------- */

int store_access(struct store *s, const struct access_filter *f,
		 bool (*see)(void *data, const struct access_entry *e), void *data, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	char from[DATE_TEXT], to[DATE_TEXT];
	struct access_entry e;
	int more;

	buf_adds(&sql, "SELECT " ACCESS_COLUMNS " FROM \"access\" WHERE 1");
	if (f->account)
		buf_adds(&sql, " AND account = ?1");
	if (!date_is_none(f->from))
		buf_adds(&sql, " AND substr(recorded, 1, 10) >= ?2");
	if (!date_is_none(f->to))
		buf_adds(&sql, " AND substr(recorded, 1, 10) <= ?3");
	buf_addf(&sql, " ORDER BY seq%s", f->newest_first ? " DESC" : "");
	if (f->limit)
		buf_addf(&sql, " LIMIT %lld", (long long)f->limit);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	/* Numbers that the statement does not use are out of range and ignored. */
	stmt_text(&st, 1, f->account);
	stmt_text(&st, 2, date_format(f->from, from));
	stmt_text(&st, 3, date_format(f->to, to));
	while ((more = stmt_step(&st, err)) > 0) {
		access_read(&st, &e);
		if (!see(data, &e))
			break;
	}
	return more < 0 ? s->failed : 0;
}

int store_access_last(struct store *s, const char *account, char recorded[CLOCK_STAMP], struct error *err)
{
	AUTOSTMT st = stmt_get(s,
			       "SELECT max(recorded) FROM \"access\" WHERE kind = 'login' AND account = ?1",
			       err);

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, account);
	if (stmt_step(&st, err) < 0)
		return s->failed;
	snprintf(recorded, CLOCK_STAMP, "%s", stmt_get_text(&st, 0));
	return 0;
}

/* ---- checking ------------------------------------------------------------------- */

static const char *wrong_with(struct hasher *h, struct log_head *head, const struct access_entry *e)
{
	const char *wrong = NULL;
	char hash[65];

	access_hash(h, head->hash, e, hash);
	if (e->seq != head->seq + 1)
		wrong = "entries before it are missing";
	else if (strcmp(hash, e->hash) != 0)
		wrong = "its hash is not that of its content and the entry before";
	head->seq = e->seq;
	snprintf(head->hash, sizeof head->hash, "%s", e->hash);
	return wrong;
}

int verify_access(struct verifying *v)
{
	AUTOSTMT st = stmt_get(v->s, "SELECT " ACCESS_COLUMNS " FROM \"access\" ORDER BY seq", v->err);
	struct log_head head = { .seq = 0 };
	struct access_entry e;
	AUTOBUF where = BUF_INIT;
	int more;

	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0) {
		const char *wrong;

		access_read(&st, &e);
		wrong = wrong_with(v->s->hasher, &head, &e);
		if (!wrong)
			continue;
		buf_clear(&where);
		buf_addf(&where, "access log entry %lld", (long long)e.seq);
		verify_problem(v, where.s, "%s", wrong);
	}
	if (more < 0 && (v->s->rc & 0xFF) == SQLITE_CORRUPT)
		return verify_unread_entries(v, "access") ? 0 : v->s->failed;
	return more < 0 ? v->s->failed : 0;
}
