/* SPDX-License-Identifier: MIT */
/* db.c - prepared statements, kept and reused, and what SQLite's errors mean to a person. */
#include <stdio.h>
#include <string.h>

#include "store/store_private.h"

void sql_name(struct buf *out, const char *name)
{
	buf_addc(out, '"');
	buf_adds(out, name);
	buf_addc(out, '"');
}

void sql_literal(struct buf *out, const char *text)
{
	buf_addc(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_addc(out, '\'');
		buf_addc(out, *text);
	}
	buf_addc(out, '\'');
}

/* ---- errors ------------------------------------------------------------------ */

struct meaning {
	int rc; /* primary result code */
	enum fail kind;
	bool breaks; /* the connection is not to be used again */
	const char *why, *next;
};

static const struct meaning meanings[] = {
	{ SQLITE_BUSY, FAIL_BUSY, false, "the database is busy", "try again in a moment" },
	{ SQLITE_LOCKED, FAIL_BUSY, false, "the database is busy", "try again in a moment" },
	{ SQLITE_FULL, FAIL_IO, false, "the disk is full, nothing was saved",
	  "free some space, then try again" },
	{ SQLITE_IOERR, FAIL_IO, true, "reading or writing the database failed",
	  "check the disk, then open the database again" },
	{ SQLITE_CORRUPT, FAIL_IO, true, "the database is damaged",
	  "leave its files as they are and restore the newest backup" },
	{ SQLITE_NOTADB, FAIL_BUSY, true, "the file is not a database", "give another file" },
	{ SQLITE_READONLY, FAIL_IO, false, "the database cannot be written",
	  "check the modes of file and folder" },
	{ SQLITE_CANTOPEN, FAIL_IO, false, "the database cannot be opened",
	  "check the modes of file and folder" },
	{ SQLITE_NOMEM, FAIL_IO, false, "not enough memory", "narrow the request" },
	{ SQLITE_TOOBIG, FAIL_DATA, false, "too long for one record", "shorten it" },
	{ SQLITE_INTERRUPT, FAIL_NO, false, "", NULL },
};

/* A guard's message, "field: sentence" or a sentence alone; of a constraint it is the name. */
static int guard_fail(const char *message, struct error *err)
{
	static const char check[] = "CHECK constraint failed: ";
	const char *colon;
	char field[64] = "";

	if (strncmp(message, check, strlen(check)) == 0)
		message += strlen(check);
	colon = strstr(message, ": ");
	if (colon && message + strcspn(message, " ") == colon + 1 &&
	    (size_t)(colon - message) < sizeof field) {
		memcpy(field, message, (size_t)(colon - message));
		message = colon + 2;
	}
	return error_set(err, guards_kind(message), "cannot save", field, NULL, "%s", message);
}

/* What SQLite says of the damage: of the schema by name, "malformed database schema (NAME) - ...". */
static void say_damage(struct store *s, int rc, struct buf *out)
{
	static const char schema[] = "malformed database schema (";
	const char *message = sqlite3_errmsg(s->db);

	if (strncmp(message, schema, strlen(schema)) != 0) {
		buf_adds(out, sqlite3_errstr(rc));
		return;
	}
	message += strlen(schema);
	buf_addf(out, "its schema is altered: %.*s", (int)strcspn(message, ")"), message);
}

/* Nothing is to be written to a damaged file any more: what is there may be all there is. */
static int damaged(struct store *s, const struct meaning *m, int rc, struct error *err)
{
	struct store_backup last;
	AUTOBUF what = BUF_INIT;
	char next[256];

	say_damage(s, rc, &what);
	if (!store_last_backup(s->path, &last))
		return error_set(err, m->kind, "database", s->path, m->next, "%s (%s)", m->why, what.s);
	snprintf(next, sizeof next, "leave its files as they are; the newest good backup is %.150s of %.10s", last.path,
		 last.made);
	return error_set(err, m->kind, "database", s->path, next, "%s (%s)", m->why, what.s);
}

int db_fail(struct store *s, int rc, struct error *err)
{
	const char *message = sqlite3_errmsg(s->db);

	s->rc = rc;
	if (rc == SQLITE_CONSTRAINT_TRIGGER || rc == SQLITE_CONSTRAINT_CHECK)
		return s->failed = guard_fail(message, err);
	for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
		const struct meaning *m = &meanings[i];

		if (m->rc != (rc & 0xFF))
			continue;
		s->broken |= m->breaks;
		s->damaged |= m->rc == SQLITE_CORRUPT || m->rc == SQLITE_NOTADB;
		if (m->rc == SQLITE_FULL)
			space_give_up(s);
		if (m->rc == SQLITE_CORRUPT)
			return s->failed = damaged(s, m, rc, err);
		if (m->rc == SQLITE_INTERRUPT || m->rc == SQLITE_FULL)
			return s->failed = error_set(err, m->kind, "database", s->path, m->next,
						     "%s", m->why);
		return s->failed = error_set(err, m->kind, "database", s->path, m->next, "%s (%s)",
					     m->why, sqlite3_errstr(rc));
	}
	return s->failed = error_set(err, (rc & 0xFF) == SQLITE_CONSTRAINT ? FAIL_DATA : FAIL_BUG,
				     "database", s->path, NULL, "%s", message);
}

/* ---- statements -------------------------------------------------------------- */

/* Eight bytes at a time: some statements are long, and all are looked up by their text. */
static uint64_t hash_text(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037), part;
	size_t len = strlen(s);

	for (; len >= sizeof part; s += sizeof part, len -= sizeof part) {
		memcpy(&part, s, sizeof part);
		h = (h ^ part) * UINT64_C(1099511628211);
		h ^= h >> 32;
	}
	for (; len; len--)
		h = (h ^ (unsigned char)*s++) * UINT64_C(1099511628211);
	return h;
}

/* The slot that holds sql, or the one to put it in; -1 if all are busy. */
static int find_slot(struct store *s, const char *sql, uint64_t hash)
{
	int oldest = -1;

	for (int i = 0; i < STMT_CACHE; i++) {
		struct stmt_slot *slot = &s->slots[i];

		if (slot->busy)
			continue;
		if (slot->p && slot->hash == hash && strcmp(slot->sql, sql) == 0)
			return i;
		if (oldest < 0 || slot->used < s->slots[oldest].used)
			oldest = i;
	}
	return oldest;
}

static void empty_slot(struct stmt_slot *slot)
{
	sqlite3_finalize(slot->p);
	free(slot->sql);
	*slot = (struct stmt_slot){ .sql = NULL };
}

void db_forget_statements(struct store *s)
{
	for (int i = 0; i < STMT_CACHE; i++)
		if (!s->slots[i].busy)
			empty_slot(&s->slots[i]);
}

/*
 * A disk that fails, or is full, makes SQLite itself take a transaction back. Whoever went on, having
 * overlooked that, would write outside of any: each statement alone, and half a batch in all.
 */
static bool transaction_lost(struct store *s, struct error *err)
{
	if (!s->writing || !sqlite3_get_autocommit(s->db))
		return false;
	s->failed = error_set(err, FAIL_IO, "database", s->path, "check the disk and its room, then try again",
			      "an earlier read or write failed, nothing was saved");
	return true;
}

struct stmt stmt_get(struct store *s, const char *sql, struct error *err)
{
	struct stmt st = { .s = s, .slot = -1 };
	uint64_t hash = hash_text(sql);
	int slot = find_slot(s, sql, hash);
	int rc;

	if (transaction_lost(s, err))
		return st;
	if (s->broken) {
		s->failed = error_set(err, FAIL_IO, "database", s->path, "open the database again",
				      "an earlier read or write failed");
		return st;
	}
	if (slot >= 0 &&
	    (!s->slots[slot].p || s->slots[slot].hash != hash || strcmp(s->slots[slot].sql, sql))) {
		empty_slot(&s->slots[slot]);
		s->slots[slot].sql = mem_strdup(sql);
		s->slots[slot].hash = hash;
	}
	if (slot >= 0 && s->slots[slot].p) {
		st.p = s->slots[slot].p;
	} else {
		rc = sqlite3_prepare_v3(s->db, sql, -1, slot >= 0 ? SQLITE_PREPARE_PERSISTENT : 0,
					&st.p, NULL);
		if (rc != SQLITE_OK) {
			db_fail(s, rc, err);
			if (slot >= 0)
				empty_slot(&s->slots[slot]);
			return st;
		}
	}
	st.slot = slot;
	if (slot >= 0) {
		s->slots[slot].p = st.p;
		s->slots[slot].busy = true;
		s->slots[slot].used = ++s->ticks;
	}
	return st;
}

void stmt_done(struct stmt *st)
{
	if (!st->p)
		return;
	if (st->slot < 0) {
		sqlite3_finalize(st->p);
	} else {
		sqlite3_reset(st->p);
		sqlite3_clear_bindings(st->p);
		st->s->slots[st->slot].busy = false;
	}
	st->p = NULL;
}

int stmt_step(struct stmt *st, struct error *err)
{
	int rc;

	if (transaction_lost(st->s, err))
		return -1;
	rc = sqlite3_step(st->p);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	db_fail(st->s, sqlite3_extended_errcode(st->s->db), err);
	sqlite3_reset(st->p);
	return -1;
}

int stmt_run(struct stmt *st, struct error *err)
{
	int more;

	do
		more = stmt_step(st, err);
	while (more > 0);
	if (more < 0)
		return st->s->failed;
	sqlite3_reset(st->p);
	return 0;
}

void stmt_text(struct stmt *st, int at, const char *text)
{
	if (text)
		sqlite3_bind_text(st->p, at, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(st->p, at);
}

void stmt_int(struct stmt *st, int at, int64_t number)
{
	sqlite3_bind_int64(st->p, at, number);
}

void stmt_value(struct stmt *st, int at, struct value v)
{
	if (v.kind == VALUE_INT)
		stmt_int(st, at, v.number);
	else
		stmt_text(st, at, v.kind == VALUE_TEXT ? v.text : NULL);
}

void stmt_rows(struct stmt *st, int at, struct bits *rows)
{
	sqlite3_bind_pointer(st->p, at, rows, "rows", NULL);
}

const char *stmt_opt_text(struct stmt *st, int column)
{
	return (const char *)sqlite3_column_text(st->p, column);
}

const char *stmt_get_text(struct stmt *st, int column)
{
	const char *text = (const char *)sqlite3_column_text(st->p, column);

	return text ? text : "";
}

char *stmt_dup_text(struct stmt *st, int column, struct arena *a)
{
	return arena_strdup(a, (const char *)sqlite3_column_text(st->p, column));
}

struct value stmt_get_value(struct stmt *st, int column, struct arena *a)
{
	switch (sqlite3_column_type(st->p, column)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(st->p, column));
	case SQLITE_TEXT:
		return value_text(stmt_dup_text(st, column, a));
	default:
		return VALUE_NULL;
	}
}

int db_exec(struct store *s, const char *sql, struct error *err)
{
	int rc;

	if (transaction_lost(s, err))
		return s->failed;
	rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(s, sqlite3_extended_errcode(s->db), err);
}

void db_end_look(struct store *s)
{
	if (s->looking && !sqlite3_get_autocommit(s->db) && sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	s->looking = false;
}

/* Where it cannot begin, each read is one by itself. */
void store_look_begin(struct store *s)
{
	if (s->looks++ || !sqlite3_get_autocommit(s->db))
		return;
	s->looking = sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
}

void store_look_end(struct store *s)
{
	if (!--s->looks)
		db_end_look(s);
}

int db_begin(struct store *s, struct error *err)
{
	int failed;

	db_end_look(s);
	failed = db_exec(s, "BEGIN IMMEDIATE", err);

	s->writing = !failed;
	return failed;
}

int db_int(struct store *s, const char *sql, const char *text, int64_t missing, int64_t *out,
	   struct error *err)
{
	AUTOSTMT st = stmt_get(s, sql, err);
	int more;

	if (!st.p)
		return s->failed;
	if (sqlite3_bind_parameter_count(st.p) > 0)
		stmt_text(&st, 1, text);
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	*out = more && sqlite3_column_type(st.p, 0) != SQLITE_NULL ? sqlite3_column_int64(st.p, 0)
								   : missing;
	return 0;
}
