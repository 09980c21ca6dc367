/* SPDX-License-Identifier: MIT */
/*
 * compile.c - queries as SQL: columns by name from the record table, values only ever bound.
 *
 * SQL's three-valued logic never shows: a term about an empty field is false,
 * and what is not true is its opposite. Chains of "and" and "or" are written
 * balanced, so that a hundred terms stay within the depth SQLite takes.
 */
#include <string.h>

#include "base/utf8.h"
#include "store/store_private.h"
#include "store/words.h"

void compiled_init(struct compiled *c, struct date today)
{
	char day[DATE_TEXT];

	*c = (struct compiled){ .sql = BUF_INIT };
	compiled_bind(c, value_text(arena_strdup(
				 &c->arena, date_format(today, day)))); /* ?1 of derived fields */
}

void compiled_release(struct compiled *c)
{
	buf_release(&c->sql);
	free(c->binds);
	free(c->sets);
	arena_release(&c->arena);
}

int compiled_bind(struct compiled *c, struct value v)
{
	MEM_GROW(c->binds, c->cap_binds, (size_t)c->n_binds + 1);
	c->binds[c->n_binds++] = v;
	return c->n_binds;
}

void compiled_apply(const struct compiled *c, struct stmt *st)
{
	for (int i = 0; i < c->n_binds; i++)
		stmt_value(st, i + 1, c->binds[i]);
	for (size_t i = 0; i < c->n_sets; i++)
		stmt_rows(st, c->sets[i].param, c->sets[i].rows);
}

void compile_field(struct buf *out, const struct entity *e, const struct field *f)
{
	if (f->flags & FIELD_DERIVED)
		buf_adds(out, derived_sql(e, f));
	else
		buf_addf(out, "r.\"%s\"", f->name);
}

/* ---- words anywhere in the record -------------------------------------------- */

static bool is_text(const struct field *f)
{
	return record_stored(f) && (f->type == FIELD_TEXT || f->type == FIELD_LONG);
}

/* has_word(?n, ref, every text field) over alias. */
static void texts_have(struct compiled *c, const struct entity *e, const char *alias, int word)
{
	buf_addf(&c->sql, "has_word(?%d, %s.ref", word, alias);
	for (int i = 0; i < e->n_fields; i++)
		if (is_text(&e->fields[i]))
			buf_addf(&c->sql, ", %s.\"%s\"", alias, e->fields[i].name);
	buf_addc(&c->sql, ')');
}

/* The choices whose label holds the word are known before the query runs. */
static void choices_have(struct compiled *c, const struct field *f, const char *word)
{
	bool first = true;

	for (const struct choice *choice = f->choices; choice && choice->name; choice++) {
		if (!utf8_contains(choice->label, word) && !utf8_contains(choice->name, word))
			continue;
		if (first)
			buf_addf(&c->sql, " OR r.\"%s\" IN (", f->name);
		else
			buf_adds(&c->sql, ", ");
		sql_literal(&c->sql, choice->name);
		first = false;
	}
	if (!first)
		buf_addc(&c->sql, ')');
}

/* Tables of some dozens of records are looked through once, for all rows. */
static bool is_small(enum entity_id id)
{
	return id == ENTITY_OFFICE || id == ENTITY_USER;
}

/* Most references are empty, and those that are not are one look into the table they point at. */
static void targets_have(struct compiled *c, const struct field *f, int word)
{
	const char *joint = "";

	if (f->type == FIELD_REF && is_small(f->target)) {
		buf_addf(&c->sql,
			 " OR r.\"%s\" IN (SELECT t.id FROM \"%s\" t WHERE has_word(?%d, t.ref))",
			 f->name, record_entity(f->target)->name, word);
		return;
	}
	if (f->type == FIELD_REF) {
		buf_addf(&c->sql,
			 " OR (SELECT has_word(?%d, t.ref) FROM \"%s\" t WHERE t.id = r.\"%s\")",
			 word, record_entity(f->target)->name, f->name);
		return;
	}
	buf_addf(&c->sql, " OR r.\"%s\" IN (", f->name);
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		if (!record_any_fits(f, e))
			continue;
		buf_addf(&c->sql,
			 "%sSELECT '%s:' || t.uid FROM \"%s\" t WHERE has_word(?%d, t.ref)", joint,
			 e->name, e->name, word);
		joint = " UNION ALL ";
	}
	buf_addc(&c->sql, ')');
}

static void lines_have(struct compiled *c, const struct field *f, int word)
{
	const struct entity *line = record_entity(f->target);
	const struct field *parent = record_parent(line);

	buf_addf(&c->sql, " OR r.id IN (SELECT t.\"%s\" FROM \"%s\" t WHERE t.removed = 0 AND ",
		 parent->name, line->name);
	texts_have(c, line, "t", word);
	buf_addc(&c->sql, ')');
}

static void row_is_in(struct compiled *c, struct bits *rows)
{
	MEM_GROW(c->sets, c->cap_sets, c->n_sets + 1);
	c->sets[c->n_sets] = (struct compiled_set){ compiled_bind(c, VALUE_NULL), rows };
	buf_addf(&c->sql, "row_in(?%d, r.id)", c->sets[c->n_sets++].param);
}

/*
 * What the index knows for sure needs no look at the row. Where it only thinks that the row's
 * own texts or lines may hold the word, these alone are looked at.
 */
static bool known_word(struct compiled *c, const struct entity *e, const struct query *q)
{
	const struct query_word *w = NULL;

	for (int i = 0; c->words && i < c->words->n; i++)
		if (c->words->at[i].node == q)
			w = &c->words->at[i];
	if (!w || (!w->exact && q->kind != QUERY_WORD))
		return false;
	if (w->exact) {
		row_is_in(c, w->rows);
		return true;
	}
	buf_addc(&c->sql, '(');
	row_is_in(c, w->sure);
	buf_adds(&c->sql, " OR (");
	row_is_in(c, w->rows);
	buf_adds(&c->sql, " AND (");
	int n = compiled_bind(c, value_text(q->word));

	texts_have(c, e, "r", n);
	for (int i = 0; i < e->n_fields; i++)
		if (e->fields[i].type == FIELD_LINES)
			lines_have(c, &e->fields[i], n);
	buf_adds(&c->sql, ")))");
	return true;
}

static void compile_word(struct compiled *c, const struct entity *e, const struct query *q)
{
	if (known_word(c, e, q))
		return;
	const char *word = q->word;
	int n = compiled_bind(c, value_text(word));

	buf_addc(&c->sql, '(');
	texts_have(c, e, "r", n);
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if (f->type == FIELD_CHOICE && record_stored(f))
			choices_have(c, f, word);
		else if (f->type == FIELD_REF || f->type == FIELD_ANY)
			targets_have(c, f, n);
		else if (f->type == FIELD_LINES)
			lines_have(c, f, n);
	}
	buf_addc(&c->sql, ')');
}

/* ---- comparing a field ------------------------------------------------------- */

/* One parameter for any number of values: "= ?n" or "IN (the elements of ?n)". */
static void equal_values(struct compiled *c, const struct query *q)
{
	AUTOBUF json = BUF_INIT;

	if (q->n_values == 1) {
		buf_addf(&c->sql, " = ?%d", compiled_bind(c, q->values[0]));
		return;
	}
	for (int i = 0; i < q->n_values; i++) {
		buf_addc(&json, i ? ',' : '[');
		if (q->values[i].kind == VALUE_INT)
			buf_addf(&json, "%lld", (long long)q->values[i].number);
		else
			buf_add_json(&json, q->values[i].text, strlen(q->values[i].text));
	}
	buf_addc(&json, ']');
	buf_addf(&c->sql, " IN (SELECT j.value FROM json_each(?%d) j)",
		 compiled_bind(c, value_text(arena_strdup(&c->arena, json.s))));
}

static int bind_list(struct compiled *c, const struct query *q)
{
	AUTOBUF json = BUF_INIT;

	for (int i = 0; i < q->n_values; i++) {
		buf_addc(&json, i ? ',' : '[');
		buf_add_json(&json, q->values[i].text, strlen(q->values[i].text));
	}
	buf_addc(&json, ']');
	return compiled_bind(c, value_text(arena_strdup(&c->arena, json.s)));
}

static void text_has(struct compiled *c, const struct entity *e, const struct query *q)
{
	if (q->n_values == 1)
		buf_addf(&c->sql, "has_word(?%d, ", compiled_bind(c, q->values[0]));
	else
		buf_addf(&c->sql, "EXISTS (SELECT 1 FROM json_each(?%d) j WHERE has_word(j.value, ",
			 bind_list(c, q));
	compile_field(&c->sql, e, q->field);
	buf_adds(&c->sql, q->n_values == 1 ? ")" : "))");
}

/* alias.ref is the parameter, or one of its JSON list; the short form counts too. */
static void ref_is(struct compiled *c, const struct entity *e, const char *alias, int param,
		   bool one)
{
	AUTOBUF test = BUF_INIT;

	if (one)
		buf_addf(&test, " = ?%d COLLATE NOCASE", param);
	else
		buf_addf(&test, " COLLATE NOCASE IN (SELECT j.value FROM json_each(?%d) j)", param);
	buf_addf(&c->sql, "%s.ref%s", alias, test.s);
	if (!e->short_ref)
		return;
	buf_adds(&c->sql, " OR ");
	ref_sql(e, e->short_ref, alias, &c->sql);
	buf_adds(&c->sql, test.s);
}

static void target_is(struct compiled *c, const struct query *q)
{
	const struct field *f = q->field;
	bool one = q->n_values == 1;
	int param = one ? compiled_bind(c, q->values[0]) : bind_list(c, q);
	const char *joint = "";

	buf_addf(&c->sql, "r.\"%s\" IN (", f->name);
	if (f->type == FIELD_REF) {
		buf_addf(&c->sql, "SELECT t.id FROM \"%s\" t WHERE ",
			 record_entity(f->target)->name);
		ref_is(c, record_entity(f->target), "t", param, one);
	}
	for (int i = 0; i < ENTITY_MAX && f->type == FIELD_ANY; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		if (!record_any_fits(f, e))
			continue;
		buf_addf(&c->sql, "%sSELECT '%s:' || t.uid FROM \"%s\" t WHERE ", joint, e->name,
			 e->name);
		ref_is(c, e, "t", param, one);
		joint = " UNION ALL ";
	}
	buf_addc(&c->sql, ')');
}

static void compile_equal(struct compiled *c, const struct entity *e, const struct query *q)
{
	const struct field *f = q->field;

	if (!q->n_values) {
		buf_addc(&c->sql, '0'); /* "me", and nobody is */
	} else if (f->type == FIELD_TEXT || f->type == FIELD_LONG) {
		text_has(c, e, q);
	} else if (f->type == FIELD_REF || f->type == FIELD_ANY) {
		target_is(c, q);
	} else {
		compile_field(&c->sql, e, f);
		equal_values(c, q);
	}
}

static void compile_order_compare(struct compiled *c, const struct query *q,
				  const struct buf *column)
{
	static const char *const signs[] = {
		[QUERY_LESS] = "<",
		[QUERY_LESS_EQUAL] = "<=",
		[QUERY_GREATER] = ">",
		[QUERY_GREATER_EQUAL] = ">=",
	};
	int first;

	switch (q->compare) {
	case QUERY_NONE:
		buf_addf(&c->sql, "%s IS NULL", column->s);
		return;
	case QUERY_ANY:
		buf_addf(&c->sql, "%s IS NOT NULL", column->s);
		return;
	case QUERY_RANGE:
		first = compiled_bind(c, q->values[0]);
		buf_addf(&c->sql, "%s BETWEEN ?%d AND ?%d", column->s, first,
			 compiled_bind(c, q->values[1]));
		return;
	default:
		buf_addf(&c->sql, "%s %s ?%d", column->s, signs[q->compare],
			 compiled_bind(c, q->values[0]));
	}
}

static void compile_pseudo(struct compiled *c, const struct entity *e, const struct query *q)
{
	bool one = q->n_values == 1;

	if (q->pseudo == QUERY_REF) {
		ref_is(c, e, "r", one ? compiled_bind(c, q->values[0]) : bind_list(c, q), one);
		return;
	}
	buf_adds(&c->sql, q->pseudo == QUERY_UID ? "r.uid" : "r.version");
	equal_values(c, q);
}

static void compile_compare(struct compiled *c, const struct entity *e, const struct query *q)
{
	AUTOBUF column = BUF_INIT;

	if (known_word(c, e, q))
		return;
	buf_addc(&c->sql, '(');
	if (q->pseudo != QUERY_FIELD && q->compare == QUERY_EQUAL) {
		compile_pseudo(c, e, q);
	} else if (q->compare == QUERY_EQUAL) {
		compile_equal(c, e, q);
	} else {
		if (q->pseudo == QUERY_FIELD)
			compile_field(&column, e, q->field);
		else
			buf_adds(&column, q->pseudo == QUERY_REF   ? "r.ref"
					  : q->pseudo == QUERY_UID ? "r.uid"
								   : "r.version");
		compile_order_compare(c, q, &column);
	}
	buf_addc(&c->sql, ')');
}

/* ---- the tree ---------------------------------------------------------------- */

struct terms {
	const struct query **at;
	size_t n, cap;
};

static void collect(struct terms *t, const struct query *q, enum query_kind kind)
{
	if (q->kind == kind) {
		collect(t, q->left, kind);
		collect(t, q->right, kind);
		return;
	}
	MEM_GROW(t->at, t->cap, t->n + 1);
	t->at[t->n++] = q;
}

static void balanced(struct compiled *c, const struct entity *e, const struct query **at, size_t n,
		     const char *joint)
{
	if (n == 1) {
		compile_query(c, e, at[0]);
		return;
	}
	buf_addc(&c->sql, '(');
	balanced(c, e, at, n / 2, joint);
	buf_adds(&c->sql, joint);
	balanced(c, e, at + n / 2, n - n / 2, joint);
	buf_addc(&c->sql, ')');
}

void compile_query(struct compiled *c, const struct entity *e, const struct query *q)
{
	struct terms terms = { .n = 0 };

	switch (q->kind) {
	case QUERY_AND:
	case QUERY_OR:
		collect(&terms, q, q->kind);
		balanced(c, e, terms.at, terms.n, q->kind == QUERY_AND ? " AND " : " OR ");
		free(terms.at);
		return;
	case QUERY_NOT:
		buf_addc(&c->sql, '(');
		compile_query(c, e, q->left);
		buf_adds(&c->sql, " IS NOT TRUE)");
		return;
	case QUERY_WORD:
		compile_word(c, e, q);
		return;
	case QUERY_COMPARE:
		compile_compare(c, e, q);
		return;
	case QUERY_NEW:
		buf_addf(&c->sql, "(r.version > ?%d", compiled_bind(c, value_int(c->new_since)));
		if (c->new_not_by)
			buf_addf(&c->sql, " AND (SELECT t.actor FROM log t WHERE t.seq = r.version) IS NOT ?%d",
				 compiled_bind(c, value_text(c->new_not_by)));
		buf_adds(&c->sql, ")");
		return;
	}
}

/*
 * A search reads the whole table once rather than rows here and there in the
 * order of an index; where only the first few are asked for and any field
 * tells which, the index has them sooner.
 */
static bool scans(const struct select *q)
{
	/* The few that refer to a record by its index, not all rows in the order of another. */
	if (q->parent_field && !(q->parent_field->flags & FIELD_PARENT))
		return true;
	return q->where && !q->parent_field && (!q->limit || query_has_words(q->where));
}

void compile_from(struct compiled *c, const struct select *q)
{
	c->new_since = q->new_since > 0 ? q->new_since : INT64_MAX;
	c->new_not_by = q->new_not_by;
	buf_adds(&c->sql, " FROM ");
	if (c->among)
		buf_addf(&c->sql, "json_each(?%d) j CROSS JOIN ", c->among);
	buf_addf(&c->sql, "\"%s\" r%s WHERE ", q->entity->name,
		 c->among ? " ON r.id = j.value" : "");
	if (c->within) {
		row_is_in(c, c->within);
		buf_adds(&c->sql, " AND ");
	}
	buf_adds(&c->sql, q->removed ? "1" : scans(q) ? "+r.removed = 0" : "r.removed = 0");
	if (q->parent_field) {
		int n = compiled_bind(c, value_text(q->parent_uid));

		buf_addf(&c->sql, " AND r.\"%s\" = ", q->parent_field->name);
		if (q->parent_field->type == FIELD_ANY)
			buf_addf(&c->sql, "?%d", n);
		else
			buf_addf(&c->sql, "(SELECT t.id FROM \"%s\" t WHERE t.uid = ?%d)",
				 record_entity(q->parent_field->target)->name, n);
	}
	if (q->where) {
		buf_adds(&c->sql, " AND ");
		compile_query(c, q->entity, q->where);
	}
}

/* ---- order ------------------------------------------------------------------- */

static void sort_choice(struct buf *out, const struct field *f)
{
	int n = 0;

	buf_addf(out, "CASE r.\"%s\"", f->name);
	for (const struct choice *c = f->choices; c && c->name; c++)
		buf_addf(out, " WHEN '%s' THEN %d", c->name, n++);
	buf_adds(out, " END");
}

static void sort_column(struct buf *out, const struct entity *e, const struct field *f)
{
	if (!f) {
		buf_adds(out, "r.sort_key");
	} else if (f->type == FIELD_REF) {
		buf_addf(out, "(SELECT t.sort_key FROM \"%s\" t WHERE t.id = r.\"%s\")",
			 record_entity(f->target)->name, f->name);
	} else if (f->type == FIELD_ANY) {
		ref_of_field_sql(f, "r", out);
		buf_adds(out, " COLLATE NATURAL_TEXT");
	} else if (f->type == FIELD_CHOICE && record_stored(f)) {
		sort_choice(out, f);
	} else {
		compile_field(out, e, f);
		if (f->type == FIELD_TEXT || f->type == FIELD_LONG)
			buf_adds(out, " COLLATE NATURAL_TEXT");
	}
}

void compile_order(struct compiled *c, const struct entity *e, const struct sort *sort)
{
	struct sort fallback = { .n = 0 };
	bool by_ref = false;

	if (!sort->n) {
		(void)sort_parse(e, e->sort, &fallback, NULL);
		sort = &fallback;
	}
	buf_adds(&c->sql, " ORDER BY ");
	for (int i = 0; i < sort->n; i++) {
		const struct field *f = sort->keys[i].field;

		sort_column(&c->sql, e, f);
		buf_adds(&c->sql, sort->keys[i].descending ? " DESC" : "");
		/* Empty ones come last; where there are none, an index may give the order. */
		if (f && !sort->keys[i].descending && !(f->flags & FIELD_REQUIRED))
			buf_adds(&c->sql, " NULLS LAST");
		buf_adds(&c->sql, ", ");
		by_ref |= !f;
	}
	buf_adds(&c->sql, by_ref ? "r.id" : "r.sort_key, r.id");
}
