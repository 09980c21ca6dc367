/* SPDX-License-Identifier: MIT */
/* list.c - lists: which rows, how many, and their cells. */
#include <string.h>

#include "store/store_private.h"
#include "store/words.h"

void ids_release(struct ids *ids)
{
	free(ids->at);
	*ids = (struct ids){ .at = NULL };
}

int store_ids(struct store *s, const struct select *q, struct ids *out, struct error *err)
{
	struct compiled c;
	int failed = 0, more = -1;

	compiled_init(&c, q->today);
	failed = words_of_select(&c, s, q, err);
	buf_adds(&c.sql, "SELECT r.id");
	compile_from(&c, q);
	compile_order(&c, q->entity, &q->sort);
	if (q->limit)
		buf_addf(&c.sql, " LIMIT %lld", (long long)q->limit);
	if (!failed) {
		AUTOSTMT st = stmt_get(s, c.sql.s, err);
		if (st.p)
			compiled_apply(&c, &st);
		out->n = 0;
		while (st.p && (more = stmt_step(&st, err)) > 0) {
			MEM_GROW(out->at, out->cap, out->n + 1);
			out->at[out->n++] = sqlite3_column_int(st.p, 0);
		}
		if (more < 0)
			failed = s->failed;
	}
	compiled_release(&c);
	return failed;
}

int store_count(struct store *s, const struct select *q, int64_t *out, struct error *err)
{
	bool known;
	struct compiled c;
	int failed = words_count(s, q, out, &known, err);

	if (failed || known)
		return failed;
	compiled_init(&c, q->today);
	failed = words_of_select(&c, s, q, err);
	buf_adds(&c.sql, "SELECT count(*)");
	compile_from(&c, q);
	if (!failed) {
		AUTOSTMT st = stmt_get(s, c.sql.s, err);
		if (st.p)
			compiled_apply(&c, &st);
		if (!st.p || stmt_step(&st, err) < 0)
			failed = s->failed;
		else
			*out = sqlite3_column_int64(st.p, 0);
	}
	compiled_release(&c);
	return failed;
}

/* ---- cells ------------------------------------------------------------------- */

static void cell_sql(const struct entity *e, const struct column *c, struct buf *sql)
{
	if (c->pseudo == QUERY_REF)
		ref_shown_sql(e, "r", sql);
	else if (c->pseudo == QUERY_VERSION)
		buf_adds(sql, "r.version");
	else if (c->pseudo == QUERY_UID)
		buf_adds(sql, "r.uid");
	else if (c->field->type == FIELD_LINES)
		buf_adds(sql, "NULL");
	else if (c->field->type == FIELD_REF || c->field->type == FIELD_ANY)
		ref_of_field_sql(c->field, "r", sql);
	else
		compile_field(sql, e, c->field);
}

static const char *cell_text(struct stmt *st, int at, const struct column *c, struct arena *a,
			     struct buf *scratch)
{
	switch (sqlite3_column_type(st->p, at)) {
	case SQLITE_TEXT:
		return stmt_dup_text(st, at, a);
	case SQLITE_INTEGER:
		buf_clear(scratch);
		if (c->field)
			value_write(c->field, value_int(sqlite3_column_int64(st->p, at)), scratch);
		else
			buf_addf(scratch, "%lld", (long long)sqlite3_column_int64(st->p, at));
		return arena_strndup(a, scratch->s, scratch->len);
	default:
		return NULL;
	}
}

static void rows_sql(const struct entity *e, const struct columns *c, struct buf *sql)
{
	buf_adds(sql, "SELECT j.key, r.uid, r.version");
	for (int i = 0; i < c->n; i++) {
		buf_adds(sql, ", ");
		cell_sql(e, &c->at[i], sql);
	}
	buf_addf(sql, " FROM json_each(?2) j CROSS JOIN \"%s\" r ON r.id = j.value", e->name);
}

static void id_list(const int32_t *ids, int n, struct buf *json)
{
	for (int i = 0; i < n; i++)
		buf_addf(json, "%c%d", i ? ',' : '[', ids[i]);
	buf_adds(json, n ? "]" : "[]");
}

int store_rows(struct store *s, const struct select *q, const struct columns *c, const int32_t *ids,
	       int n, struct arena *a, struct rows *out, struct error *err)
{
	AUTOBUF sql = BUF_INIT, json = BUF_INIT, scratch = BUF_INIT;
	char day[DATE_TEXT];
	struct rows rows = {
		.n = n,
		.n_columns = c->n,
		.cells = arena_alloc(a, (size_t)n * (size_t)c->n * sizeof *rows.cells + 1),
		.versions = arena_alloc(a, (size_t)n * sizeof *rows.versions + 1),
		.uids = arena_alloc(a, (size_t)n * sizeof *rows.uids + 1),
	};
	int more;

	rows_sql(q->entity, c, &sql);
	id_list(ids, n, &json);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, date_format(q->today, day));
	stmt_text(&st, 2, json.s);
	while ((more = stmt_step(&st, err)) > 0) {
		int at = sqlite3_column_int(st.p, 0);

		rows.uids[at] = stmt_dup_text(&st, 1, a);
		rows.versions[at] = sqlite3_column_int64(st.p, 2);
		for (int i = 0; i < c->n; i++)
			rows.cells[at * c->n + i] = cell_text(&st, 3 + i, &c->at[i], a, &scratch);
	}
	if (more < 0)
		return s->failed;
	*out = rows;
	return 0;
}
