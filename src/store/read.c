/* SPDX-License-Identifier: MIT */
/* read.c - one record: its row, its derived fields, its references. */
#include <string.h>

#include "store/store_private.h"

const struct entity *any_entity(const char *text, const char **uid)
{
	const char *colon = strchr(text, ':');

	for (int i = 0; colon && i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		if (strlen(e->name) == (size_t)(colon - text) &&
		    memcmp(e->name, text, (size_t)(colon - text)) == 0) {
			*uid = colon + 1;
			return e;
		}
	}
	return NULL;
}

/* ---- the stored row ---------------------------------------------------------- */

/* A field as the log has it: REF columns as uids. */
static void logged_field(const struct field *f, struct buf *sql)
{
	if (f->type == FIELD_REF)
		buf_addf(sql, "(SELECT t.uid FROM \"%s\" t WHERE t.id = r.\"%s\")",
			 record_entity(f->target)->name, f->name);
	else
		buf_addf(sql, "r.\"%s\"", f->name);
}

void row_columns(const struct entity *e, struct buf *sql)
{
	buf_adds(sql, "r.id, r.version, r.removed, r.ref, r.uid");
	for (int i = 0; i < e->n_fields; i++)
		if (record_stored(&e->fields[i])) {
			buf_adds(sql, ", ");
			logged_field(&e->fields[i], sql);
		}
}

void row_read(struct stmt *st, const struct entity *e, struct arena *a, struct row *out)
{
	int at = 5;

	out->id = sqlite3_column_int64(st->p, 0);
	out->version = sqlite3_column_int64(st->p, 1);
	out->removed = sqlite3_column_int(st->p, 2);
	out->ref = stmt_dup_text(st, 3, a);
	out->values = arena_alloc(a, (size_t)e->n_fields * sizeof *out->values);
	for (int i = 0; i < e->n_fields; i++)
		if (record_stored(&e->fields[i]))
			out->values[i] = stmt_get_value(st, at++, a);
}

int row_load(struct store *s, const struct entity *e, const char *uid, struct arena *a,
	     struct row *out, struct error *err)
{
	int more;

	if (!s->select_row[e->id]) {
		struct buf sql = BUF_INIT;

		buf_adds(&sql, "SELECT ");
		row_columns(e, &sql);
		buf_addf(&sql, " FROM \"%s\" r WHERE r.uid = ?1", e->name);
		s->select_row[e->id] = buf_detach(&sql, NULL);
	}
	AUTOSTMT st = stmt_get(s, s->select_row[e->id], err);
	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, uid);
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	*out = (struct row){ .id = 0 };
	if (more)
		row_read(&st, e, a, out);
	return 0;
}

/* ---- a record as people see it ----------------------------------------------- */

static bool has_ref(const struct field *f)
{
	return f->type == FIELD_REF || f->type == FIELD_ANY;
}

/* id, uid, version, removed, reference; then each field, and its reference if it has one. */
static void record_sql(const struct entity *e, bool derived, struct buf *sql)
{
	buf_adds(sql, "SELECT r.id, r.uid, r.version, r.removed, ");
	ref_shown_sql(e, "r", sql);
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (f->type == FIELD_LINES)
			continue;
		buf_adds(sql, ", ");
		if (f->flags & FIELD_DERIVED)
			buf_adds(sql, derived ? derived_sql(e, f) : "NULL");
		else
			logged_field(f, sql);
		if (has_ref(f)) {
			buf_adds(sql, ", ");
			ref_of_field_sql(f, "r", sql);
		}
	}
	buf_addf(sql, " FROM \"%s\" r WHERE r.uid = ?2", e->name);
}

static void record_read(struct stmt *st, const struct entity *e, struct arena *a,
			struct record *out)
{
	int at = 5;

	*out = (struct record){
		.entity = e,
		.id = sqlite3_column_int64(st->p, 0),
		.uid = stmt_dup_text(st, 1, a),
		.version = sqlite3_column_int64(st->p, 2),
		.removed = sqlite3_column_int(st->p, 3),
		.ref = stmt_dup_text(st, 4, a),
		.values = arena_alloc(a, (size_t)e->n_fields * sizeof *out->values),
		.refs = arena_alloc(a, (size_t)e->n_fields * sizeof *out->refs),
	};
	for (int i = 0; i < e->n_fields; i++) {
		if (e->fields[i].type == FIELD_LINES)
			continue;
		out->values[i] = stmt_get_value(st, at++, a);
		if (has_ref(&e->fields[i]))
			out->refs[i] = stmt_dup_text(st, at++, a);
	}
}

/* day NULL: without what is derived. */
static int get_record(struct store *s, const struct entity *e, const char *uid, const char *day, struct arena *a,
		      struct record *out, struct error *err)
{
	char **text = &s->select_record[day != NULL][e->id];
	int more;

	if (!*text) {
		struct buf sql = BUF_INIT;

		record_sql(e, day != NULL, &sql);
		*text = buf_detach(&sql, NULL);
	}
	AUTOSTMT st = stmt_get(s, *text, err);
	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, day);
	stmt_text(&st, 2, uid);
	more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	if (!more)
		return s->failed = error_set(err, FAIL_MISSING, "cannot read", uid, NULL,
					     "there is no such %s", e->name);
	record_read(&st, e, a, out);
	return 0;
}

int store_get(struct store *s, const struct entity *e, const char *uid, struct date today, struct arena *a,
	      struct record *out, struct error *err)
{
	char day[DATE_TEXT];

	return get_record(s, e, uid, date_format(today, day), a, out, err);
}

int store_get_stored(struct store *s, const struct entity *e, const char *uid, struct arena *a, struct record *out,
		     struct error *err)
{
	return get_record(s, e, uid, NULL, a, out, err);
}

const char *store_ref(struct store *s, const struct entity *e, const char *uid, struct arena *a)
{
	AUTOBUF sql = BUF_INIT;

	buf_adds(&sql, "SELECT ");
	ref_shown_sql(e, "r", &sql);
	buf_addf(&sql, " FROM \"%s\" r WHERE r.uid = ?1", e->name);
	AUTOSTMT st = stmt_get(s, sql.s, NULL);
	if (!st.p)
		return NULL;
	stmt_text(&st, 1, uid);
	return stmt_step(&st, NULL) > 0 ? stmt_dup_text(&st, 0, a) : NULL;
}

const char *store_named(struct store *s, const struct entity *e, const char *uid, const char *field, struct arena *a)
{
	const struct field *f = record_field(e, field);
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT t.uid FROM \"%s\" r JOIN \"%s\" t ON t.id = r.\"%s\" WHERE r.uid = ?1", e->name,
		 record_entity(f->target)->name, f->name);
	AUTOSTMT st = stmt_get(s, sql.s, NULL);
	if (!st.p)
		return NULL;
	stmt_text(&st, 1, uid);
	return stmt_step(&st, NULL) > 0 ? stmt_dup_text(&st, 0, a) : NULL;
}

int64_t store_id(struct store *s, const struct entity *e, const char *uid)
{
	AUTOBUF sql = BUF_INIT;
	int64_t id = 0;

	buf_addf(&sql, "SELECT id FROM \"%s\" WHERE uid = ?1", e->name);
	return db_int(s, sql.s, uid, 0, &id, NULL) == 0 ? id : 0;
}

/* ---- what refers to a record ------------------------------------------------- */

int store_referrers(struct store *s, const struct entity *e, const char *uid,
		    void (*see)(void *data, const struct entity *from, const struct field *field,
				int64_t count),
		    void *data, struct error *err)
{
	AUTOBUF sql = BUF_INIT, any = BUF_INIT;
	int64_t count;

	buf_addf(&any, "%s:%s", e->name, uid);
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *from = record_entity((enum entity_id)i);

		for (int n = 0; n < from->n_fields; n++) {
			const struct field *f = &from->fields[n];
			bool is_any = f->type == FIELD_ANY;
			int failed;

			if (!record_stored(f) ||
			    (!is_any && (f->type != FIELD_REF || f->target != e->id)))
				continue;
			buf_clear(&sql);
			buf_addf(
				&sql,
				"SELECT count(*) FROM \"%s\" r WHERE r.removed = 0 AND r.\"%s\" = ",
				from->name, f->name);
			if (is_any)
				buf_adds(&sql, "?1");
			else
				buf_addf(&sql, "(SELECT t.id FROM \"%s\" t WHERE t.uid = ?1)",
					 e->name);
			failed = db_int(s, sql.s, is_any ? any.s : uid, 0, &count, err);
			if (failed)
				return failed;
			if (count)
				see(data, from, f, count);
		}
	}
	return 0;
}
