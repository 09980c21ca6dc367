/* SPDX-License-Identifier: MIT */
/* apply_row.c - the row that a change makes: automatic numbers, reference, writing, links. */
#include <string.h>

#include "store/apply.h"
#include "store/index.h"

/* ---- automatic numbers ------------------------------------------------------- */

/*
 * Corrections that gave a record another key, as rows l and r; they are few and have an index. What is
 * bound to ?1 is the parent, where there is one.
 */
static void corrected_sql(const struct entity *e, const struct field *parent, struct buf *sql)
{
	buf_addf(sql, " FROM log l JOIN \"%s\" r ON r.uid = l.uid WHERE l.verb = 'correct' AND l.entity = '%s'", e->name, e->name);
	if (parent)
		buf_addf(sql, " AND r.\"%s\" = (SELECT t.id FROM \"%s\" t WHERE t.uid = ?1)", parent->name,
			 record_entity(parent->target)->name);
}

/* The number after the highest one ever used, freed ones too, within the parent where there is one. */
static int next_number(struct applying *p, const struct working *w, const struct field *f,
		       int64_t *out)
{
	const struct entity *e = w->c->entity;
	const struct field *parent = record_parent(e);
	struct value of = VALUE_NULL;
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT max(n) + 1 FROM (SELECT max(r.\"%s\") AS n FROM \"%s\" r", f->name, e->name);
	if (parent) {
		of = w->after[record_field_index(e, parent)];
		buf_addf(&sql, " WHERE r.\"%s\" = (SELECT t.id FROM \"%s\" t WHERE t.uid = ?1)",
			 parent->name, record_entity(parent->target)->name);
	}
	buf_addf(&sql, " UNION ALL SELECT max(json_extract(l.changes, '$.%s[0]'))", f->name);
	corrected_sql(e, parent, &sql);
	buf_addc(&sql, ')');
	return db_int(p->s, sql.s, of.kind == VALUE_TEXT ? of.text : NULL, record_min(f), out,
		      p->err);
}

int apply_fill(struct applying *p, struct working *w)
{
	const struct entity *e = w->c->entity;
	int64_t number;

	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];
		int failed;

		if (!(f->flags & FIELD_AUTO) || w->after[i].kind != VALUE_NONE)
			continue;
		failed = next_number(p, w, f, &number);
		if (failed)
			return failed;
		w->after[i] = value_int(number);
		w->fields[w->n_fields++] = (struct change_field){
			.field = f, .old = VALUE_NULL, .new = w->after[i], .has_old = true
		};
	}
	return 0;
}

/* ---- references -------------------------------------------------------------- */

/* The uid of a REF value as the id of its row, in SQL; the uid is parameter at. */
static void ref_param(const struct field *f, int at, struct buf *sql)
{
	if (f->type == FIELD_REF)
		buf_addf(sql, "(SELECT t.id FROM \"%s\" t WHERE t.uid = ?%d)",
			 record_entity(f->target)->name, at);
	else
		buf_addf(sql, "?%d", at);
}

static int check_free(struct applying *p, struct working *w)
{
	const struct entity *e = w->c->entity;
	char **sql = &p->s->check_free[e->id];
	int more;

	if (!*sql) {
		struct buf text = BUF_INIT;

		buf_addf(&text,
			 "SELECT r.removed FROM \"%s\" r WHERE r.ref = ?1 COLLATE NOCASE AND r.uid <> ?2",
			 e->name);
		*sql = buf_detach(&text, NULL);
	}
	AUTOSTMT st = stmt_get(p->s, *sql, p->err);
	if (!st.p)
		return p->s->failed;
	stmt_text(&st, 1, w->ref);
	stmt_text(&st, 2, w->c->uid);
	more = stmt_step(&st, p->err);
	if (more < 0)
		return p->s->failed;
	if (!more)
		return 0;
	error_set(p->err, FAIL_DATA, "cannot save", NULL, "give another one",
		  sqlite3_column_int(st.p, 0)
			  ? "%s belongs to a removed %s; references are never used again"
			  : "there is a %s %s already",
		  sqlite3_column_int(st.p, 0) ? w->ref : e->name,
		  sqlite3_column_int(st.p, 0) ? e->name : w->ref);
	apply_where(p, w, NULL);
	return FAIL_DATA;
}

/* Most kinds have no correction, and the rows of an import are many: there it is asked once. */
static bool any_corrected(struct applying *p, const struct entity *e)
{
	signed char *known = &p->s->corrected[e->id];
	int64_t n = 0;

	if (p->s->bulk && *known)
		return *known > 0;
	if (db_int(p->s, "SELECT EXISTS (SELECT 1 FROM log WHERE verb = 'correct' AND entity = ?1)", e->name, 0, &n, NULL))
		return true;
	*known = n ? 1 : -1;
	return n;
}

/* A reference is one record's for ever, even if it was a mistake: papers and letters name it. */
static int check_never_borne(struct applying *p, struct working *w)
{
	const struct entity *e = w->c->entity;
	const struct field *parent = record_parent(e);
	int failed = 0;

	if (!w->c->add || !any_corrected(p, e))
		return 0;
	for (int i = 0; i < e->n_fields && !failed; i++) {
		const struct field *f = &e->fields[i];
		AUTOBUF sql = BUF_INIT;

		if (!(f->flags & FIELD_KEY) || f->type == FIELD_REF || w->after[i].kind == VALUE_NONE)
			continue;
		buf_adds(&sql, "SELECT r.ref");
		corrected_sql(e, parent, &sql);
		buf_addf(&sql, " AND json_extract(l.changes, '$.%s[0]') = ?2 COLLATE NOCASE AND r.uid <> ?3 LIMIT 1", f->name);
		AUTOSTMT st = stmt_get(p->s, sql.s, p->err);
		if (!st.p)
			return p->s->failed;
		stmt_text(&st, 1, parent ? w->after[record_field_index(e, parent)].text : NULL);
		stmt_value(&st, 2, w->after[i]);
		stmt_text(&st, 3, w->c->uid);
		if (stmt_step(&st, p->err) <= 0)
			continue;
		failed = error_set(p->err, FAIL_DATA, "cannot save", NULL,
				   "give another one; an administrator can give it with correct, which a supervisor confirms",
				   "%s was the reference of what is %s since a correction; references are never used again", w->ref,
				   stmt_get_text(&st, 0));
		apply_where(p, w, NULL);
	}
	return failed;
}

static bool needs_ref(const struct working *w)
{
	if (!w->row.id)
		return true;
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed &&
		    ref_uses(w->c->entity, w->fields[i].field))
			return true;
	return false;
}

/* The pattern's own SQL over a row of parameters. */
static const char *make_ref_sql(struct store *s, const struct entity *e, const struct ref_part *parts, int n)
{
	struct buf sql = BUF_INIT;
	int at = 0;

	if (s->make_ref[e->id])
		return s->make_ref[e->id];
	buf_adds(&sql, "SELECT ");
	ref_sql(e, e->ref, "r", &sql);
	buf_adds(&sql, " FROM (SELECT ");
	for (int i = 0; i < n; i++)
		if (parts[i].field) {
			buf_adds(&sql, at++ ? ", " : "");
			ref_param(parts[i].field, at, &sql);
			buf_addf(&sql, " AS \"%s\"", parts[i].field->name);
		}
	buf_adds(&sql, ") r");
	return s->make_ref[e->id] = buf_detach(&sql, NULL);
}

int apply_make_ref(struct applying *p, struct working *w)
{
	const struct entity *e = w->c->entity;
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, e->ref, parts);

	if (!needs_ref(w))
		return 0;
	AUTOSTMT st = stmt_get(p->s, make_ref_sql(p->s, e, parts, n), p->err);
	if (!st.p)
		return p->s->failed;
	for (int i = 0, param = 1; i < n; i++)
		if (parts[i].field)
			stmt_value(&st, param++, w->after[record_field_index(e, parts[i].field)]);
	if (stmt_step(&st, p->err) < 0)
		return p->s->failed;
	w->ref = stmt_dup_text(&st, 0, &p->a);
	if (!w->ref)
		return error_set(p->err, FAIL_DATA, "cannot save", e->name, NULL,
				 "a part of its reference is missing");
	/* Of an import the door has looked, and the file has the last word. */
	int failed = p->s->bulk ? 0 : check_free(p, w);

	return failed ? failed : check_never_borne(p, w);
}

/* ---- writing ----------------------------------------------------------------- */

/* Parameters 1 to 5 are uid, version, removed, ref, sort key; fields follow. */
#define FIRST_FIELD 6

static void bind_row(struct stmt *st, const struct working *w, int64_t seq, struct buf *key)
{
	int at = FIRST_FIELD;

	stmt_text(st, 1, w->c->uid);
	stmt_int(st, 2, seq);
	stmt_int(st, 3, w->removed);
	if (w->ref) {
		stmt_text(st, 4, w->ref);
		stmt_text(st, 5, ref_sort_key(w->ref, key));
	}
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed)
			stmt_value(st, at++, w->fields[i].new);
}

static bool same_fields(const struct insert_text *t, const struct working *w)
{
	if (t->entity != w->c->entity || t->n != w->n_fields)
		return false;
	for (int i = 0; i < t->n; i++)
		if (t->fields[i] != w->fields[i].field)
			return false;
	return true;
}

static struct insert_text *text_for(struct store *s, const struct working *w)
{
	uint64_t h = (uintptr_t)w->c->entity;

	for (int i = 0; i < w->n_fields; i++)
		h = (h ^ (uintptr_t)w->fields[i].field) * UINT64_C(1099511628211);
	return &s->insert_texts[(h >> 32) % INSERT_TEXTS];
}

static const char *insert_sql(struct store *s, const struct working *w)
{
	struct insert_text *t = text_for(s, w);
	struct buf *sql = &t->sql;
	int at = FIRST_FIELD;

	if (same_fields(t, w))
		return sql->s;
	MEM_GROW(t->fields, t->cap, w->n_fields + 1);
	t->entity = w->c->entity;
	t->n = w->n_fields;
	for (int i = 0; i < t->n; i++)
		t->fields[i] = w->fields[i].field;
	buf_clear(sql);
	buf_addf(sql, "INSERT INTO \"%s\" (uid, version, removed, ref, sort_key",
		 w->c->entity->name);
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed)
			buf_addf(sql, ", \"%s\"", w->fields[i].field->name);
	buf_adds(sql, ") VALUES (?1, ?2, ?3, ?4, ?5");
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed) {
			buf_adds(sql, ", ");
			ref_param(w->fields[i].field, at++, sql);
		}
	buf_addc(sql, ')');
	return sql->s;
}

static void update_sql(const struct working *w, struct buf *sql)
{
	int at = FIRST_FIELD;

	buf_addf(sql, "UPDATE \"%s\" SET version = ?2", w->c->entity->name);
	/* Most indexes have it, and SQLite writes those of whatever is named, changed or not. */
	if (w->removed != w->row.removed)
		buf_adds(sql, ", removed = ?3");
	if (w->ref)
		buf_adds(sql, ", ref = ?4, sort_key = ?5");
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed) {
			buf_addf(sql, ", \"%s\" = ", w->fields[i].field->name);
			ref_param(w->fields[i].field, at++, sql);
		}
	buf_adds(sql, " WHERE uid = ?1");
}

/* True if references of other records are built from what changes here. */
static bool feeds_others(const struct working *w)
{
	if (!w->row.id)
		return false;
	if (w->ref && strcmp(w->ref, w->row.ref) != 0)
		return true;
	for (int i = 0; i < w->n_fields; i++)
		if (w->fields[i].field != &change_removed &&
		    ref_feeds(w->c->entity, w->fields[i].field))
			return true;
	return false;
}

int apply_write(struct applying *p, struct working *w, int64_t seq)
{
	AUTOBUF sql = BUF_INIT, key = BUF_INIT;
	int failed = w->row.id ? index_before(p->s, w->c->entity, w->row.id, p->err) : 0;

	if (failed)
		return failed;
	if (w->row.id)
		update_sql(w, &sql);
	{
		const char *text = w->row.id ? sql.s : insert_sql(p->s, w);
		AUTOSTMT st = stmt_get(p->s, text, p->err);
		if (!st.p)
			return p->s->failed;
		bind_row(&st, w, seq, &key);
		failed = stmt_run(&st, p->err);
		if (!failed && !w->row.id)
			index_added(p->s, w->c->entity, sqlite3_last_insert_rowid(p->s->db));
	}
	if (!failed && feeds_others(w))
		failed = ref_cascade(p->s, w->c->entity, w->row.id, p->err);
	return failed;
}

/* ---- links ------------------------------------------------------------------- */

struct link {
	const struct entity *from;
	int64_t count;
};

static void see_link(void *data, const struct entity *from, const struct field *field,
		     int64_t count)
{
	struct link *l = data;

	(void)field;
	if (!l->count)
		*l = (struct link){ from, count };
}

/* What a removed record would leave without. */
static int check_not_referred(struct applying *p, const struct working *w)
{
	struct link l = { .count = 0 };
	int failed = store_referrers(p->s, w->c->entity, w->c->uid, see_link, &l, p->err);

	if (failed || !l.count)
		return failed;
	error_set(p->err, FAIL_NO, "cannot save", NULL,
		  "remove those first, or point them elsewhere",
		  "%lld %s refer to it and would be left without", (long long)l.count,
		  l.count == 1 ? l.from->name : l.from->plural);
	apply_where(p, w, NULL);
	return FAIL_NO;
}

static const struct known *known(const struct applying *p, const struct entity *e, const char *uid)
{
	for (unsigned i = 0; i < KNOWN_MAX && i < p->n_known; i++)
		if (p->known[i].entity == e && strcmp(p->known[i].uid, uid) == 0)
			return &p->known[i];
	return NULL;
}

/* The oldest one gives way. Where records are removed in the batch nothing is taken for granted. */
static void note_known(struct applying *p, const struct entity *e, const char *uid, int64_t id)
{
	struct known *k = &p->known[p->n_known % KNOWN_MAX];

	if (p->removes || strlen(uid) >= sizeof k->uid)
		return;
	k->entity = e;
	k->id = id;
	memcpy(k->uid, uid, strlen(uid) + 1);
	p->n_known++;
}

/* *id: of its row, less than 0 if it is removed, 0 if there is none. */
static int look_for(struct applying *p, const struct entity *e, const char *uid, int64_t *id)
{
	const struct known *k = known(p, e, uid);
	AUTOBUF sql = BUF_INIT;
	int failed;

	if (k) {
		*id = k->id;
		return 0;
	}
	buf_addf(&sql, "SELECT CASE WHEN removed THEN -id ELSE id END FROM \"%s\" WHERE uid = ?1", e->name);
	failed = db_int(p->s, sql.s, uid, 0, id, p->err);
	if (!failed && *id > 0)
		note_known(p, e, uid, *id);
	return failed;
}

int apply_target_id(struct applying *p, const struct entity *e, const char *uid, struct value *out)
{
	int64_t id;
	int failed = look_for(p, e, uid, &id);

	if (!failed)
		*out = id ? value_int(id < 0 ? -id : id) : VALUE_NULL;
	return failed;
}

/* The record a value of f refers to: must exist and, unless later is true, not be removed. */
static int check_target(struct applying *p, const struct working *w, const struct field *f,
			struct value v, bool later)
{
	const char *uid = v.text;
	const struct entity *e = f->type == FIELD_ANY ? any_entity(v.text, &uid)
						      : record_entity(f->target);
	int64_t id = 0;
	int failed = e ? look_for(p, e, uid, &id) : 0;

	if (failed || id > 0 || (id < 0 && later))
		return failed;
	failed = error_set(p->err, id ? FAIL_NO : FAIL_MISSING, "cannot save", NULL, "choose another record",
			   id ? "the record it refers to has been removed"
			      : "it refers to a record that does not exist");
	apply_where(p, w, f->name);
	return failed;
}

int apply_check_targets(struct applying *p, const struct working *w)
{
	int failed = 0;

	for (int i = 0; i < w->n_fields && !failed; i++) {
		const struct field *f = w->fields[i].field;

		if ((f->type == FIELD_REF || f->type == FIELD_ANY) &&
		    w->fields[i].new.kind == VALUE_TEXT)
			failed = check_target(p, w, f, w->fields[i].new, p->removes);
	}
	return failed;
}

/* After the whole batch, so that the order within it does not matter. */
int apply_check_links(struct applying *p, const struct change *c)
{
	struct working w = { .c = c };
	const struct entity *e = c->entity;
	int failed = row_load(p->s, e, c->uid, &p->a, &w.row, p->err);

	if (failed || !w.row.id)
		return failed;
	if (w.row.removed)
		return check_not_referred(p, &w);
	for (int i = 0; i < e->n_fields && !failed; i++) {
		const struct field *f = &e->fields[i];

		if ((f->type == FIELD_REF || f->type == FIELD_ANY) &&
		    w.row.values[i].kind == VALUE_TEXT)
			failed = check_target(p, &w, f, w.row.values[i], false);
	}
	return failed;
}
