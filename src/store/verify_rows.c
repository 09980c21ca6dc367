/* SPDX-License-Identifier: MIT */
/*
 * verify_rows.c - every row against the log replayed.
 *
 * The log of a kind comes in the order of uid and number, the table in the
 * order of uid; both are walked side by side, and one record at a time is
 * folded in memory.
 */
#include <string.h>

#include "store/verify.h"

/* A record as the log has it. */
struct folded {
	char uid[UUID_TEXT];
	bool known; /* the log has it */
	bool unreadable;
	int64_t version;
	bool removed;
	struct value *values;
	struct arena a;
};

struct walk {
	struct verifying *v;
	const struct entity *e;
	struct stmt log, table;
	int log_more, table_more;
};

static struct value *slot(struct walk *w, struct folded *f, const struct field *field)
{
	return &f->values[record_field_index(w->e, field)];
}

static void wrong_entry(struct walk *w, int64_t seq, const char *what)
{
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "log entry %lld", (long long)seq);
	verify_problem(w->v, where.s, "%s", what);
}

static void fold_field(struct walk *w, struct folded *f, const struct change_field *c, int64_t seq)
{
	struct value *now;
	struct value removed = value_int(f->removed), old = c->old;
	AUTOBUF what = BUF_INIT;

	now = c->field == &change_removed ? &removed : slot(w, f, c->field);
	if (c->field == &change_removed && old.kind == VALUE_NONE)
		old = value_int(0);
	if (!value_equal(*now, old)) {
		buf_addf(&what, "its old value of %s is not the one the log had before",
			 c->field->name);
		wrong_entry(w, seq, what.s);
	}
	if (c->field == &change_removed)
		f->removed = c->new.kind == VALUE_INT && c->new.number;
	else
		*now = c->new;
}

/* One entry of the log: seq, uid, changes. */
static void fold_entry(struct walk *w, struct folded *f)
{
	int64_t seq = sqlite3_column_int64(w->log.p, 0);
	struct error err = ERROR_INIT;
	struct change_field *fields;
	int n;

	f->version = seq;
	if (change_read(w->e, stmt_get_text(&w->log, 2), &f->a, &fields, &n, &err) != 0) {
		wrong_entry(w, seq, err.why);
		f->unreadable = true;
		return;
	}
	for (int i = 0; i < n; i++)
		fold_field(w, f, &fields[i], seq);
}

/* All entries of the record the log stands at. */
static void fold_record(struct walk *w, struct folded *f)
{
	f->known = true;
	f->values = arena_alloc(&f->a, (size_t)w->e->n_fields * sizeof *f->values);
	do {
		fold_entry(w, f);
		w->log_more = stmt_step(&w->log, w->v->err);
	} while (w->log_more > 0 && strcmp(stmt_get_text(&w->log, 1), f->uid) == 0);
}

/* ---- comparing ----------------------------------------------------------------------------- */

static void show(struct walk *w, const struct field *f, struct value v, struct buf *out)
{
	AUTOARENA a = ARENA_INIT;
	size_t from = out->len;
	const char *ref = NULL;

	if (v.kind == VALUE_NONE) {
		buf_adds(out, "nothing");
		return;
	}
	if (f->type == FIELD_REF && v.kind == VALUE_TEXT)
		ref = store_ref(w->v->s, record_entity(f->target), v.text, &a);
	buf_addc(out, '"');
	if (ref)
		buf_adds(out, ref);
	else
		value_write(f, v, out);
	if (out->len - from > 80) {
		while (out->len > from + 77 || ((unsigned char)out->s[out->len] & 0xC0) == 0x80)
			buf_cut(out, out->len - 1);
		buf_adds(out, "...");
	}
	buf_addc(out, '"');
}

static void compare_value(struct walk *w, const struct row *row, const struct field *f,
			  struct value table, struct value log)
{
	AUTOBUF where = BUF_INIT, in_table = BUF_INIT, in_log = BUF_INIT;

	if (value_equal(table, log))
		return;
	buf_addf(&where, "%s %s, field %s", w->e->name, row->ref, f->name);
	show(w, f, table, &in_table);
	show(w, f, log, &in_log);
	verify_problem(w->v, where.s, "the table says %s, the log says %s", in_table.s, in_log.s);
}

static void compare_record(struct walk *w, const struct row *row, const struct folded *f)
{
	static const struct field version = { .name = "version", .type = FIELD_INT };

	if (f->unreadable)
		return;
	compare_value(w, row, &version, value_int(row->version), value_int(f->version));
	compare_value(w, row, &change_removed, value_int(row->removed), value_int(f->removed));
	for (int i = 0; i < w->e->n_fields; i++)
		if (record_stored(&w->e->fields[i]))
			compare_value(w, row, &w->e->fields[i], row->values[i], f->values[i]);
}

static void lonely(struct walk *w, const char *name, const char *what)
{
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "%s %s", w->e->name, name);
	verify_problem(w->v, where.s, "%s", what);
}

/* The next record of either side, the lower uid first. */
static void step(struct walk *w)
{
	struct folded f = { .known = false };
	struct row row = { .id = 0 };
	const char *log_uid = w->log_more > 0 ? stmt_get_text(&w->log, 1) : NULL;
	const char *table_uid = w->table_more > 0 ? stmt_get_text(&w->table, 4) : NULL;
	int side = !log_uid ? 1 : !table_uid ? -1 : strcmp(log_uid, table_uid);

	if (side >= 0)
		row_read(&w->table, w->e, &f.a, &row);
	if (side <= 0) {
		memcpy(f.uid, log_uid, strnlen(log_uid, UUID_TEXT - 1));
		fold_record(w, &f);
	}
	if (side < 0)
		lonely(w, f.uid, "is in the log, but its row is missing");
	else if (side > 0)
		lonely(w, row.ref, "has a row, but is not in the log");
	else
		compare_record(w, &row, &f);
	if (side >= 0)
		w->table_more = stmt_step(&w->table, w->v->err);
	arena_release(&f.a);
}

int verify_rows(struct verifying *v, const struct entity *e)
{
	AUTOBUF sql = BUF_INIT;

	buf_adds(&sql, "SELECT ");
	row_columns(e, &sql);
	buf_addf(&sql, " FROM \"%s\" r ORDER BY r.uid", e->name);
	AUTOSTMT log = stmt_get(
		v->s, "SELECT seq, uid, changes FROM log WHERE entity = ?1 ORDER BY uid, seq",
		v->err);
	AUTOSTMT table = stmt_get(v->s, sql.s, v->err);
	struct walk w = { .v = v, .e = e, .log = log, .table = table };

	if (!log.p || !table.p)
		return v->s->failed;
	stmt_text(&w.log, 1, e->name);
	w.log_more = stmt_step(&w.log, v->err);
	w.table_more = stmt_step(&w.table, v->err);
	while (w.log_more >= 0 && w.table_more >= 0 && w.log_more + w.table_more > 0)
		step(&w);
	if (w.table_more < 0 && (v->s->rc & 0xFF) == SQLITE_CORRUPT)
		verify_unread_records(v, e);
	if (w.log_more < 0 && (v->s->rc & 0xFF) == SQLITE_CORRUPT) {
		verify_problem(v, e->name, "cannot be compared any further: an entry of the log cannot be read");
		v->s->broken = false;
		return 0;
	}
	return w.log_more < 0 || w.table_more < 0 ? v->s->failed : 0;
}
