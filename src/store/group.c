/* SPDX-License-Identifier: MIT */
/*
 * group.c - records that a bulk adds one after the other are written many by one statement.
 *
 * Each is looked at as if it came alone. Then their entries of the log are written by one statement and their
 * rows by another, in their order; the guards of the file look at every row all the same. Where one of
 * them is refused none is written, and each is done by itself, so that the one is told and the others go on.
 * What needs those before it in the tables (a reference to one of them, an automatic number) does not join.
 */
#include <string.h>

#include "store/apply.h"
#include "store/index.h"

#define GROUP_MAX     64           /* with more nothing is won */
#define GROUP_BYTES   (256u << 10) /* of the entries: a record may be megabytes */
#define ENTRY_COLUMNS 16
#define FIRST_FIELD   6 /* columns before: id, uid, version, removed, ref, sort key */

struct group {
	const struct entity *entity;
	int n;
	size_t bytes;
	/* The log before the first of them. */
	struct log_head head;
	int64_t batch;
	int changes[GROUP_MAX];
	struct value *entries[GROUP_MAX];
	struct value *rows[GROUP_MAX];
};

struct group *group_new(void)
{
	return mem_alloc(sizeof(struct group));
}

bool group_waits(const struct group *g)
{
	return g && g->n;
}

/* ---- what may join ------------------------------------------------------------ */

static bool given(const struct change *c, const struct field *f)
{
	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f)
			return c->fields[i].new.kind != VALUE_NONE;
	return false;
}

static bool needs_number(const struct change *c)
{
	for (int i = 0; i < c->entity->n_fields; i++)
		if ((c->entity->fields[i].flags & FIELD_AUTO) && !given(c, &c->entity->fields[i]))
			return true;
	return false;
}

/* A dependency is looked at together with all others there are. */
static bool stands_alone(const struct applying *p, const struct change *c)
{
	return !c->add || p->removes || c->entity->id == ENTITY_DEPENDENCY || needs_number(c);
}

static bool waits(const struct group *g, const struct applying *p, const char *uid)
{
	for (int i = 0; i < g->n; i++)
		if (strcmp(p->b->changes[g->changes[i]].uid, uid) == 0)
			return true;
	return false;
}

static bool refers_to_waiting(const struct applying *p, const struct change *c)
{
	for (int i = 0; i < c->n_fields; i++) {
		const struct field *f = c->fields[i].field;
		const char *uid = c->fields[i].new.text;

		if (c->fields[i].new.kind != VALUE_TEXT || (f->type != FIELD_REF && f->type != FIELD_ANY))
			continue;
		if (f->type == FIELD_ANY && !any_entity(c->fields[i].new.text, &uid))
			continue;
		if ((f->type == FIELD_ANY || f->target == p->group->entity->id) && waits(p->group, p, uid))
			return true;
	}
	return false;
}

/* ---- what waits ---------------------------------------------------------------- */

static struct value *entry_values(struct applying *p, const struct entry *e)
{
	const struct value all[ENTRY_COLUMNS] = {
		value_int(e->seq),	   value_text(e->recorded), value_text(e->effective), value_text(e->actor),
		value_text(e->acting_for), value_text(e->key_fp),   value_text(e->session),   value_int(e->batch),
		value_text(e->op_id),	   value_text(e->verb),	    value_text(e->entity),    value_text(e->uid),
		value_int(e->schema),	   value_text(e->changes),  value_text(e->reason),    value_text(e->hash),
	};
	struct value *out = arena_alloc(&p->a, sizeof all);

	memcpy(out, all, sizeof all);
	return out;
}

/* All columns, so that the rows of a kind need one statement, whatever each of them says. */
static int row_values(struct applying *p, const struct working *w, int64_t seq, struct value **out)
{
	const struct entity *e = w->c->entity;
	struct value *v = arena_alloc(&p->a, (size_t)(FIRST_FIELD + e->n_fields) * sizeof *v);
	int n = FIRST_FIELD, failed = 0;
	AUTOBUF key = BUF_INIT;

	v[1] = value_text(w->c->uid);
	v[2] = value_int(seq);
	v[3] = value_int(w->removed);
	v[4] = value_text(w->ref);
	v[5] = value_text(arena_strdup(&p->a, ref_sort_key(w->ref, &key)));
	for (int i = 0; i < e->n_fields && !failed; i++) {
		if (!record_stored(&e->fields[i]))
			continue;
		v[n] = w->after[i];
		if (e->fields[i].type == FIELD_REF && v[n].kind == VALUE_TEXT)
			failed = apply_target_id(p, record_entity(e->fields[i].target), v[n].text, &v[n]);
		n++;
	}
	*out = v;
	return failed;
}

static int put(struct applying *p, int i)
{
	struct group *g = p->group;
	struct working w = { .c = &p->b->changes[i] };
	struct log_head before = p->head;
	int64_t batch = p->batch;
	struct entry e;
	int failed = apply_look(p, &w);

	if (!failed)
		failed = row_values(p, &w, p->head.seq + 1, &g->rows[g->n]);
	if (failed)
		return p->s->broken || sqlite3_get_autocommit(p->s->db) ? failed : bulk_tell(p->s, i, failed, p->err);
	apply_entry(p, &w, &e);
	if (!g->n) {
		g->entity = w.c->entity;
		g->head = before;
		g->batch = batch;
		g->bytes = 0;
	}
	g->entries[g->n] = entry_values(p, &e);
	g->changes[g->n++] = i;
	g->bytes += strlen(e.changes);
	apply_went_in(p, &e);
	return 0;
}

/* ---- writing --------------------------------------------------------------------- */

static int insert(struct store *s, const char *sql, struct value_rows *rows, struct error *err)
{
	AUTOSTMT st = stmt_get(s, sql, err);

	if (!st.p)
		return s->failed;
	stmt_value_rows(&st, 1, rows);
	return stmt_run(&st, err);
}

static int insert_entries(struct applying *p)
{
	struct value_rows rows = { p->group->entries, p->group->n, ENTRY_COLUMNS };
	AUTOBUF sql = BUF_INIT;

	buf_adds(&sql, "INSERT INTO log (" LOG_COLUMNS ") SELECT ");
	value_rows_columns(ENTRY_COLUMNS, &sql);
	return insert(p->s, sql.s, &rows, p->err);
}

/* *columns: how many a row has. */
static const char *rows_sql(struct store *s, const struct entity *e, int *columns)
{
	struct buf sql = BUF_INIT;

	*columns = FIRST_FIELD;
	for (int i = 0; i < e->n_fields; i++)
		*columns += record_stored(&e->fields[i]);
	if (s->insert_rows[e->id])
		return s->insert_rows[e->id];
	buf_addf(&sql, "INSERT INTO \"%s\" (id, uid, version, removed, ref, sort_key", e->name);
	for (int i = 0; i < e->n_fields; i++)
		if (record_stored(&e->fields[i]))
			buf_addf(&sql, ", \"%s\"", e->fields[i].name);
	buf_adds(&sql, ") SELECT ");
	value_rows_columns(*columns, &sql);
	return s->insert_rows[e->id] = buf_detach(&sql, NULL);
}

static int insert_rows(struct applying *p)
{
	struct group *g = p->group;
	struct value_rows rows = { g->rows, g->n, 0 };
	const char *sql = rows_sql(p->s, g->entity, &rows.columns);
	AUTOBUF newest = BUF_INIT;
	int64_t id;
	int failed;

	buf_addf(&newest, "SELECT max(id) FROM \"%s\"", g->entity->name);
	failed = db_int(p->s, newest.s, NULL, 0, &id, p->err);
	for (int i = 0; i < g->n; i++)
		g->rows[i][0] = value_int(id + 1 + i);
	if (!failed)
		failed = insert(p->s, sql, &rows, p->err);
	for (int i = 0; i < g->n && !failed; i++)
		index_added(p->s, g->entity, id + 1 + i);
	return failed;
}

static int write_all(struct applying *p)
{
	int failed = bulk_mark(p->s, "SAVEPOINT change", p->err);

	if (!failed)
		failed = insert_entries(p);
	if (!failed)
		failed = insert_rows(p);
	return failed ? failed : bulk_mark(p->s, "RELEASE change", p->err);
}

/* One of them was refused. */
static int one_by_one(struct applying *p, int n)
{
	struct group *g = p->group;
	int failed = 0;

	for (int i = 0; i < n && !failed; i++) {
		failed = apply_or_tell(p, g->changes[i]);
		if (failed)
			p->r->bad_change = g->changes[i];
		arena_clear(&p->a);
	}
	return failed;
}

int group_write(struct applying *p)
{
	struct group *g = p->group;
	struct store *s = p->s;
	int n = g->n, failed = n ? write_all(p) : 0;

	g->n = 0;
	if (!failed || s->broken || sqlite3_get_autocommit(s->db))
		return failed;
	p->head = g->head;
	p->batch = g->batch;
	if (bulk_mark(s, "ROLLBACK TO change", NULL) || bulk_mark(s, "RELEASE change", NULL))
		return failed;
	return one_by_one(p, n);
}

int group_take(struct applying *p, int i)
{
	const struct change *c = &p->b->changes[i];
	struct group *g = p->group;
	bool alone = stands_alone(p, c);
	int failed = 0;

	if (g->n && (alone || c->entity != g->entity || refers_to_waiting(p, c)))
		failed = group_write(p);
	if (!failed)
		failed = alone ? apply_or_tell(p, i) : put(p, i);
	if (!failed && (g->n == GROUP_MAX || g->bytes > GROUP_BYTES))
		failed = group_write(p);
	return failed;
}
