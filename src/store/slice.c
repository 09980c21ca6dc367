/* SPDX-License-Identifier: MIT */
/*
 * slice.c - the ids of a list a piece at a time.
 *
 * A piece goes from the row after one to a row some thousands further on in
 * the order of references, which an index holds. Between two pieces nothing
 * is kept but the id of the last row looked at, so no reader stands in the
 * way of a writer while a key is answered.
 */
#include "store/store_private.h"
#include "store/words.h"

/* True if the order is that of the references: the first key decides, for they are unique. */
static bool by_reference(const struct select *q, bool *down)
{
	struct sort sort = q->sort;

	if (!sort.n && sort_parse(q->entity, q->entity->sort, &sort, NULL) != 0)
		return false;
	*down = sort.keys[0].descending;
	return sort.n && !sort.keys[0].field;
}

bool store_ids_sliced(const struct select *q)
{
	bool down;

	return by_reference(q, &down) && !q->removed && !q->limit && !(q->where && q->parent_field);
}

/* Where a piece begins or ends. */
struct edge {
	int64_t id; /* 0: at the very end of the list */
	char *key;
};

static int edge_of(struct store *s, const struct select *q, int64_t id, struct arena *a,
		   struct edge *out, struct error *err)
{
	AUTOBUF sql = BUF_INIT;

	*out = (struct edge){ id, NULL };
	if (!id)
		return 0;
	buf_addf(&sql, "SELECT sort_key FROM \"%s\" WHERE id = ?1", q->entity->name);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	stmt_int(&st, 1, id);
	int more = stmt_step(&st, err);
	if (more < 0)
		return s->failed;
	if (!more)
		return error_set(err, FAIL_NO, NULL, NULL, NULL, "%s", "");
	out->key = stmt_dup_text(&st, 0, a);
	return 0;
}

/* " AND (r.sort_key, r.id) > (...)": beyond the edge, or with another sign up to it. */
static void beyond(struct compiled *c, const struct edge *e, const char *sign)
{
	if (!e->id)
		return;
	int key = compiled_bind(c, value_text(e->key));

	buf_addf(&c->sql, " AND (r.sort_key, r.id) %s (?%d, ?%d)", sign, key,
		 compiled_bind(c, value_int(e->id)));
}

static void in_order(struct compiled *c, bool down)
{
	buf_addf(&c->sql, " ORDER BY r.sort_key%s, r.id%s", down ? " DESC" : "",
		 down ? " DESC" : "");
}

/* The row that ends the piece: most rows further on. */
static int find_end(struct store *s, const struct select *q, const struct edge *from, bool down,
		    int64_t most, int64_t *id, struct error *err)
{
	struct compiled c;
	int failed = 0, more;

	compiled_init(&c, q->today);
	buf_addf(&c.sql, "SELECT r.id FROM \"%s\" r WHERE r.removed = 0", q->entity->name);
	beyond(&c, from, down ? "<" : ">");
	in_order(&c, down);
	buf_addf(&c.sql, " LIMIT 1 OFFSET %lld", (long long)most - 1);
	{
		AUTOSTMT st = stmt_get(s, c.sql.s, err);
		if (st.p)
			compiled_apply(&c, &st);
		more = st.p ? stmt_step(&st, err) : -1;
		if (more < 0)
			failed = s->failed;
		*id = more > 0 ? sqlite3_column_int64(st.p, 0) : 0;
	}
	compiled_release(&c);
	return failed;
}

static int collect(struct store *s, struct compiled *c, struct ids *out, struct error *err)
{
	AUTOSTMT st = stmt_get(s, c->sql.s, err);
	int more = -1;

	if (st.p)
		compiled_apply(c, &st);
	while (st.p && (more = stmt_step(&st, err)) > 0) {
		MEM_GROW(out->at, out->cap, out->n + 1);
		out->at[out->n++] = sqlite3_column_int(st.p, 0);
	}
	return more < 0 ? s->failed : 0;
}

/*
 * From the key of the edge on: a place in the index, where "beyond" would be asked of each
 * row. Those of that key that came before, the edge itself mostly, are left out.
 */
static int at_key(struct compiled *c, const struct edge *e, bool down)
{
	if (!e->id)
		return 0;
	int key = compiled_bind(c, value_text(e->key));

	buf_addf(&c->sql, " AND r.sort_key %s ?%d", down ? "<=" : ">=", key);
	return key;
}

static void skip_key(struct compiled *c, const struct select *q, const struct edge *e, int key, bool down)
{
	buf_addf(&c->sql,
		 " OFFSET (SELECT count(*) FROM \"%s\" t WHERE t.removed = 0 AND t.sort_key = ?%d AND t.id %s ?%d)",
		 q->entity->name, key, down ? ">=" : "<=", compiled_bind(c, value_int(e->id)));
}

static int gather(struct store *s, struct compiled *c, int into, struct ids *out, struct error *err)
{
	AUTOSTMT st = stmt_get(s, c->sql.s, err);

	if (!st.p)
		return s->failed;
	compiled_apply(c, &st);
	sqlite3_bind_pointer(st.p, into, out, "ids", NULL);
	return stmt_step(&st, err) < 0 ? s->failed : 0;
}

/* All rows of a piece, straight from the index. */
static int plain_piece(struct store *s, const struct select *q, const struct edge *from, bool down,
		       int64_t most, struct ids *out, int64_t *after, struct error *err)
{
	struct compiled c;
	size_t before = out->n;

	compiled_init(&c, q->today);
	int into = compiled_bind(&c, VALUE_NULL);
	int key = 0;

	buf_addf(&c.sql, "SELECT gather_ids(?%d, p.id) FROM (SELECT r.id", into);
	compile_from(&c, q);
	if (q->parent_field)
		beyond(&c, from, down ? "<" : ">");
	else
		key = at_key(&c, from, down);
	in_order(&c, down);
	buf_addf(&c.sql, " LIMIT %lld", (long long)most);
	if (key)
		skip_key(&c, q, from, key, down);
	buf_adds(&c.sql, ") p");
	int failed = gather(s, &c, into, out, err);

	compiled_release(&c);
	if (!failed)
		*after = out->n - before == (size_t)most ? out->at[out->n - 1] : -1;
	return failed;
}

/* Those rows of a piece that the condition holds for. */
static int filtered_piece(struct store *s, const struct select *q, const struct edge *from,
			  bool down, int64_t most, struct ids *out, int64_t *after,
			  struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	struct query_words words;
	struct compiled c;
	struct edge to;
	int64_t end;
	int failed = find_end(s, q, from, down, most, &end, err);

	if (!failed)
		failed = edge_of(s, q, end, &a, &to, err);
	if (!failed)
		failed = words_find(s, q->entity, q->where, &words, err);
	if (failed)
		return failed;
	compiled_init(&c, q->today);
	c.words = &words;
	c.new_since = q->new_since > 0 ? q->new_since : INT64_MAX;
	c.new_not_by = q->new_not_by;
	buf_addf(&c.sql, "SELECT r.id FROM \"%s\" r INDEXED BY \"%s_sort\" WHERE r.removed = 0",
		 q->entity->name, q->entity->name);
	beyond(&c, from, down ? "<" : ">");
	beyond(&c, &to, down ? ">=" : "<=");
	buf_adds(&c.sql, " AND ");
	compile_query(&c, q->entity, q->where);
	in_order(&c, down);
	failed = collect(s, &c, out, err);
	compiled_release(&c);
	if (!failed)
		*after = end ? end : -1;
	return failed;
}

int store_ids_more(struct store *s, const struct select *q, int64_t most, struct ids *out,
		   int64_t *after, struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	struct edge from;
	bool down = false;
	size_t before = out->n;
	int failed = edge_of(s, q, *after, &a, &from, err);

	if (failed)
		return failed;
	(void)by_reference(q, &down);
	failed = (q->where ? filtered_piece : plain_piece)(s, q, &from, down, most, out, after, err);
	if (failed)
		out->n = before; /* a piece that was broken off will be asked for again */
	return failed;
}
