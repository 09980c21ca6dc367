/* SPDX-License-Identifier: MIT */
/*
 * refs.c - references: made from the record table's patterns, kept in the column ref.
 *
 * One piece of SQL per pattern serves for everything: making the reference of
 * a new row, checking it in the guards, working it out anew when a part
 * changes, and verifying it.
 */
#include <string.h>

#include "store/index.h"
#include "store/store_private.h"

static void part_sql(const struct ref_part *part, const char *alias, struct buf *out)
{
	if (part->literal) {
		char *text = mem_strndup(part->literal, part->len);

		sql_literal(out, text);
		free(text);
	} else if (part->field->type == FIELD_REF) {
		buf_addf(out, "(SELECT t.\"%s\" FROM \"%s\" t WHERE t.id = %s.\"%s\")",
			 part->of_target ? part->of_target->name : "ref",
			 record_entity(part->field->target)->name, alias, part->field->name);
	} else {
		buf_addf(out, "%s%s\"%s\"", alias, *alias ? "." : "", part->field->name);
	}
}

void ref_sql(const struct entity *e, const char *pattern, const char *alias, struct buf *out)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, pattern, parts);

	buf_addc(out, '(');
	for (int i = 0; i < n; i++) {
		if (i)
			buf_adds(out, " || ");
		part_sql(&parts[i], alias, out);
	}
	if (n == 1 && parts[0].field && parts[0].field->type == FIELD_INT)
		buf_adds(out, " || ''"); /* a number alone becomes text too */
	buf_addc(out, ')');
}

void ref_shown_sql(const struct entity *e, const char *alias, struct buf *out)
{
	if (!e->short_ref) {
		buf_addf(out, "%s.ref", alias);
		return;
	}
	buf_addf(out, "CASE WHEN EXISTS (SELECT 1 FROM \"%s\" o WHERE ", e->name);
	ref_sql(e, e->short_ref, "o", out);
	buf_adds(out, " = ");
	ref_sql(e, e->short_ref, alias, out);
	buf_addf(out, " COLLATE NOCASE AND o.id <> %s.id AND o.removed = 0) THEN %s.ref ELSE ",
		 alias, alias);
	ref_sql(e, e->short_ref, alias, out);
	buf_adds(out, " END");
}

void ref_of_field_sql(const struct field *f, const char *alias, struct buf *out)
{
	if (f->type == FIELD_REF) {
		const struct entity *target = record_entity(f->target);

		buf_adds(out, "(SELECT ");
		ref_shown_sql(target, "t", out);
		buf_addf(out, " FROM \"%s\" t WHERE t.id = %s.\"%s\")", target->name, alias,
			 f->name);
		return;
	}
	buf_addf(out, "CASE substr(%s.\"%s\", 1, instr(%s.\"%s\", ':') - 1)", alias, f->name, alias,
		 f->name);
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		buf_addf(out, " WHEN '%s' THEN (SELECT ", e->name);
		ref_shown_sql(e, "t", out);
		buf_addf(out, " FROM \"%s\" t WHERE t.uid = substr(%s.\"%s\", %d))", e->name, alias,
			 f->name, (int)strlen(e->name) + 2);
	}
	buf_adds(out, " END");
}

bool ref_uses(const struct entity *e, const struct field *f)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, e->ref, parts);

	for (int i = 0; i < n; i++)
		if (parts[i].field == f)
			return true;
	return false;
}

bool ref_feeds(const struct entity *e, const struct field *f)
{
	struct ref_part parts[REF_PARTS_MAX];

	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *other = record_entity((enum entity_id)i);
		int n = record_ref_parts(other, other->ref, parts);

		for (int p = 0; p < n; p++)
			if (parts[p].field && parts[p].field->type == FIELD_REF &&
			    parts[p].field->target == e->id && parts[p].of_target == f)
				return true;
	}
	return false;
}

const char *ref_sort_key(const char *ref, struct buf *out)
{
	size_t size = strlen(ref) * 2 + 1;

	buf_clear(out);
	buf_reserve(out, size);
	record_natural_key(ref, out->s, size);
	return out->s;
}

/* ---- keeping them right ------------------------------------------------------ */

struct stale {
	int64_t id;
	const char *ref;
};

static int store_ref_of(struct store *s, const struct entity *e, const struct stale *row,
			struct error *err)
{
	AUTOBUF sql = BUF_INIT, key = BUF_INIT;
	int failed = index_before(s, e, row->id, err);

	if (failed)
		return failed;
	buf_addf(&sql, "UPDATE \"%s\" SET ref = ?2, sort_key = ?3 WHERE id = ?1", e->name);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, row->id);
	stmt_text(&st, 2, row->ref);
	stmt_text(&st, 3, ref_sort_key(row->ref, &key));
	return stmt_run(&st, err);
}

/*
 * Rows of e that refer to the record id by that field and whose reference is not
 * what it should be.
 */
static int find_stale(struct store *s, const struct entity *e, const struct field *through,
		      int64_t id, struct arena *a, struct stale **rows, size_t *n,
		      struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	size_t cap = 0;
	int more;

	buf_adds(&sql, "SELECT id, new FROM (SELECT r.id, r.ref, ");
	ref_sql(e, e->ref, "r", &sql);
	buf_addf(&sql, " AS new FROM \"%s\" r", e->name);
	buf_addf(&sql, " WHERE r.\"%s\" = ?1", through->name);
	buf_adds(&sql, ") WHERE new IS NOT NULL AND new IS NOT ref");
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, id);
	while ((more = stmt_step(&st, err)) > 0) {
		MEM_GROW(*rows, cap, *n + 1);
		(*rows)[(*n)++] =
			(struct stale){ sqlite3_column_int64(st.p, 0), stmt_dup_text(&st, 1, a) };
	}
	return more < 0 ? s->failed : 0;
}

/* Works out anew the references of those rows of e that refer to the record id by a field. */
static int refresh(struct store *s, const struct entity *e, const struct field *through, int64_t id,
		   struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	AUTOFREE struct stale *rows = NULL;
	size_t n = 0;
	int failed = find_stale(s, e, through, id, &a, &rows, &n, err);

	for (size_t i = 0; i < n && !failed; i++) {
		failed = store_ref_of(s, e, &rows[i], err);
		if (!failed)
			failed = ref_cascade(s, e, rows[i].id, err);
	}
	return failed;
}

int ref_cascade(struct store *s, const struct entity *e, int64_t id, struct error *err)
{
	struct ref_part parts[REF_PARTS_MAX];
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *other = record_entity((enum entity_id)i);
		int n = record_ref_parts(other, other->ref, parts);

		for (int p = 0; p < n && !failed; p++)
			if (parts[p].field && parts[p].field->type == FIELD_REF &&
			    parts[p].field->target == e->id)
				failed = refresh(s, other, parts[p].field, id, err);
	}
	return failed;
}

static int refresh_table(struct store *s, const struct entity *e, struct error *err)
{
	AUTOBUF sql = BUF_INIT, ref = BUF_INIT;

	ref_sql(e, e->ref, "r", &ref);
	buf_addf(&sql,
		 "UPDATE \"%s\" AS r SET ref = %s, sort_key = natural_key(%s) WHERE %s IS NOT NULL",
		 e->name, ref.s, ref.s, ref.s);
	return db_exec(s, sql.s, err);
}

/* Those that references of e are built from come first. */
static int ref_all_of(struct store *s, const struct entity *e, bool done[ENTITY_MAX],
		      struct error *err)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, e->ref, parts), failed = 0;

	if (done[e->id])
		return 0;
	done[e->id] = true;
	for (int p = 0; p < n && !failed; p++)
		if (parts[p].field && parts[p].field->type == FIELD_REF)
			failed = ref_all_of(s, record_entity(parts[p].field->target), done, err);
	return failed ? failed : refresh_table(s, e, err);
}

int ref_all(struct store *s, struct error *err)
{
	bool done[ENTITY_MAX] = { false };
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		failed = ref_all_of(s, record_entity((enum entity_id)i), done, err);
	return failed;
}

void ref_name(struct store *s, const struct entity *e, const char *uid, struct buf *out)
{
	AUTOARENA a = ARENA_INIT;
	const char *ref = store_ref(s, e, uid, &a);

	buf_addf(out, "%s %s", e->name, ref ? ref : uid);
}
