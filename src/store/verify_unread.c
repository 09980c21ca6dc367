/* SPDX-License-Identifier: MIT */
/*
 * verify_unread.c - what is on pages that cannot be read, by name.
 *
 * Every record and every entry that there must be is asked for by itself: the log says which
 * records there are, and entries are numbered.
 */
#include <string.h>

#include "store/verify.h"

/* ---- records -------------------------------------------------------------------------- */

/* By an index, since the row itself cannot be read; else by the name that the log has. */
static void name_unread(struct verifying *v, const struct entity *e, const char *uid, struct buf *out)
{
	AUTOBUF sql = BUF_INIT;

	v->s->broken = false;
	buf_addf(&sql, "SELECT ref FROM \"%s\" WHERE +rowid = (SELECT rowid FROM \"%s\" WHERE uid = ?1)", e->name, e->name);
	AUTOSTMT st = stmt_get(v->s, sql.s, NULL);
	if (st.p)
		stmt_text(&st, 1, uid);
	if (st.p && stmt_step(&st, NULL) > 0)
		buf_addf(out, "%s %s", e->name, stmt_get_text(&st, 0));
	else
		buf_addf(out, "%s %s", e->name, uid);
}

static bool can_be_read(struct verifying *v, const struct entity *e, const char *uid)
{
	AUTOBUF sql = BUF_INIT;

	v->s->broken = false;
	buf_addf(&sql, "SELECT * FROM \"%s\" WHERE uid = ?1", e->name);
	AUTOSTMT st = stmt_get(v->s, sql.s, NULL);
	if (!st.p)
		return true; /* not a matter of this row */
	stmt_text(&st, 1, uid);
	return stmt_step(&st, NULL) >= 0;
}

/* Which records are on it: one after the other is asked for. */
void verify_unread_records(struct verifying *v, const struct entity *e)
{
	int rc = v->s->rc, failed = v->s->failed;

	v->s->broken = false;
	AUTOSTMT log = stmt_get(v->s, "SELECT DISTINCT uid FROM log WHERE entity = ?1 ORDER BY uid", NULL);
	if (log.p)
		stmt_text(&log, 1, e->name);
	while (log.p && stmt_step(&log, NULL) > 0) {
		AUTOBUF where = BUF_INIT;

		if (can_be_read(v, e, stmt_get_text(&log, 0)))
			continue;
		name_unread(v, e, stmt_get_text(&log, 0), &where);
		verify_problem(v, where.s, "its row cannot be read; the log has what it said");
	}
	v->s->rc = rc;
	v->s->failed = failed;
	v->s->broken = true;
}

/* ---- entries of a log ----------------------------------------------------------------- */

static int64_t number_of(struct verifying *v, const char *sql)
{
	v->s->broken = false;
	AUTOSTMT st = stmt_get(v->s, sql, NULL);

	return st.p && stmt_step(&st, NULL) > 0 ? sqlite3_column_int64(st.p, 0) : 0;
}

/* The highest number that anything still tells of: the log, its index, or a row's version. */
static int64_t last_entry(struct verifying *v, const char *table)
{
	AUTOBUF sql = BUF_INIT;
	int64_t last, n;

	buf_addf(&sql, "SELECT max(seq) FROM \"%s\"", table);
	last = number_of(v, sql.s);
	if (strcmp(table, "log") != 0)
		return last;
	n = number_of(v, "SELECT max(seq) FROM log INDEXED BY log_record");
	last = n > last ? n : last;
	for (int i = 0; i < ENTITY_MAX; i++) {
		buf_clear(&sql);
		buf_addf(&sql, "SELECT max(version) FROM \"%s\"", record_entity((enum entity_id)i)->name);
		n = number_of(v, sql.s);
		last = n > last ? n : last;
	}
	return last;
}

/* The last one that is read going on from the first; where nothing else is known, the rest is lost. */
static int64_t last_reached(struct verifying *v, const char *table)
{
	AUTOBUF sql = BUF_INIT;
	int64_t last = 0;

	v->s->broken = false;
	buf_addf(&sql, "SELECT seq FROM \"%s\" ORDER BY seq", table);
	AUTOSTMT st = stmt_get(v->s, sql.s, NULL);
	while (st.p && stmt_step(&st, NULL) > 0)
		last = sqlite3_column_int64(st.p, 0);
	return last;
}

static void tell_entries(struct verifying *v, const char *table, int64_t from, int64_t to, bool and_on)
{
	const char *what = strcmp(table, "log") == 0 ? "log" : "access log";
	AUTOBUF where = BUF_INIT;

	if (from == to)
		buf_addf(&where, "%s entry %lld", what, (long long)from);
	else
		buf_addf(&where, "%s entries %lld-%lld", what, (long long)from, (long long)to);
	verify_problem(v, where.s, and_on ? "it cannot be read, nor those after it" : "cannot be read");
}

static bool entry_can_be_read(struct verifying *v, const char *sql, int64_t seq)
{
	v->s->broken = false;
	AUTOSTMT st = stmt_get(v->s, sql, NULL);

	if (!st.p)
		return false;
	stmt_int(&st, 1, seq);
	return stmt_step(&st, NULL) > 0;
}

int64_t verify_unread_entries(struct verifying *v, const char *table)
{
	int rc = v->s->rc, failed = v->s->failed;
	int64_t last = last_entry(v, table), from = 0, after = 0;
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT * FROM \"%s\" WHERE seq = ?1", table);
	for (int64_t seq = 1; seq <= last + 1; seq++) {
		bool read = seq > last || entry_can_be_read(v, sql.s, seq);

		if (!read && !from)
			from = seq;
		if (!read || !from)
			continue;
		tell_entries(v, table, from, seq - 1, false);
		after = seq;
		from = 0;
	}
	if (!last)
		tell_entries(v, table, last_reached(v, table) + 1, last_reached(v, table) + 1, true);
	v->s->rc = rc;
	v->s->failed = failed;
	v->s->broken = false;
	return after;
}
