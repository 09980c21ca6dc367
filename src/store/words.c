/* SPDX-License-Identifier: MIT */
/*
 * words.c - the words of a query as sets of rows.
 *
 * The last few words are remembered as long as nobody writes: a list asks for
 * its pieces, its count and its order one after the other.
 */
#include "store/words.h"

#include <string.h>

#include "store/index.h"

#define REMEMBERED QUERY_WORDS_MAX

struct word_memory {
	struct remembered {
		char *word;
		const struct entity *entity;
		struct word_rows found;
		uint64_t used;
	} at[REMEMBERED];
	int64_t version, written;
	uint64_t ticks;
};

/* "field:choice": the index has the choices of every row. */
static bool is_choice(const struct query *q)
{
	return q->kind == QUERY_COMPARE && q->pseudo == QUERY_FIELD && q->compare == QUERY_EQUAL &&
	       q->n_values && q->field->type == FIELD_CHOICE && record_stored(q->field);
}

/* "field:reference": an index of the table has who refers to whom. */
static bool is_reference(const struct query *q)
{
	return q->kind == QUERY_COMPARE && q->pseudo == QUERY_FIELD && q->compare == QUERY_EQUAL &&
	       q->n_values && (q->field->type == FIELD_REF || q->field->type == FIELD_ANY) &&
	       record_stored(q->field);
}

/* "due<today": only open ones have a date that is due, and which these are the index knows. */
static bool is_only(const struct query *q)
{
	return q->kind == QUERY_COMPARE && q->pseudo == QUERY_FIELD && (q->field->flags & FIELD_DERIVED);
}

/* A term whose rows, or of whose rows a part, can be known without reading them. */
static bool is_known(const struct query *q)
{
	return q->kind == QUERY_WORD || is_choice(q) || is_reference(q) || is_only(q);
}

static bool has_any(const struct query *q, bool (*is)(const struct query *q))
{
	switch (q->kind) {
	case QUERY_AND:
	case QUERY_OR:
		return has_any(q->left, is) || has_any(q->right, is);
	case QUERY_NOT:
		return has_any(q->left, is);
	default:
		return is(q);
	}
}

static bool is_word(const struct query *q)
{
	return q->kind == QUERY_WORD || is_choice(q);
}

bool query_has_words(const struct query *q)
{
	return has_any(q, is_word);
}

bool query_has_known(const struct query *q)
{
	return has_any(q, is_known);
}

static void drop(struct remembered *r)
{
	free(r->word);
	word_rows_release(&r->found);
	*r = (struct remembered){ .used = 0 };
}

void words_forget(struct store *s)
{
	for (int i = 0; s->words && i < REMEMBERED; i++)
		drop(&s->words->at[i]);
	free(s->words);
	s->words = NULL;
}

/* What was remembered holds as long as neither this connection nor another has written. */
static void refresh(struct store *s)
{
	int64_t version = store_data_version(s), written = sqlite3_total_changes64(s->db);

	if (s->words && (s->words->version != version || s->words->written != written))
		words_forget(s);
	if (!s->words)
		s->words = mem_alloc(sizeof *s->words);
	s->words->version = version;
	s->words->written = written;
}

static struct remembered *slot_for(struct store *s, const struct entity *e, const char *word)
{
	struct remembered *oldest = &s->words->at[0];

	for (int i = 0; i < REMEMBERED; i++) {
		struct remembered *r = &s->words->at[i];

		if (r->word && r->entity == e && strcmp(r->word, word) == 0)
			return r;
		if (r->used < oldest->used)
			oldest = r;
	}
	return oldest;
}

/* What a term is remembered by. */
static void term_name(const struct query *q, struct buf *out)
{
	buf_addf(out, "%d%s", q->kind, q->kind == QUERY_WORD ? q->word : q->field->name);
	for (int i = 0; i < q->n_values; i++)
		buf_addf(out, "\n%s", q->values[i].text);
}

/* Puts the rows of e that a term holds for into out. */
static int gather(struct store *s, const struct entity *e, const struct query *term, struct bits *out,
		  struct error *err)
{
	struct compiled c;
	int failed = 0;

	compiled_init(&c, DATE_NONE);
	buf_addf(&c.sql, "SELECT gather_rows(?%d, r.id) FROM \"%s\" r WHERE ", compiled_bind(&c, VALUE_NULL),
		 e->name);
	compile_query(&c, e, term);
	{
		AUTOSTMT st = stmt_get(s, c.sql.s, err);
		if (st.p) {
			compiled_apply(&c, &st);
			/* Ids without a kind go to the first set. */
			sqlite3_bind_pointer(st.p, 2, out, "kinds", NULL);
		}
		if (!st.p || stmt_step(&st, err) < 0)
			failed = s->failed;
	}
	compiled_release(&c);
	return failed;
}

/* What is referred to first, then who refers to it. */
static int find_references(struct store *s, const struct entity *e, const struct query *node,
			   struct word_rows *out, struct error *err)
{
	struct query target = { .kind = QUERY_COMPARE, .pseudo = QUERY_REF, .compare = QUERY_EQUAL,
				.values = node->values, .n_values = node->n_values };
	AUTOBITS targets = BITS_INIT;
	int failed;

	*out = (struct word_rows){ .rows = BITS_INIT, .sure = BITS_INIT, .known = true, .exact = true };
	if (node->field->type == FIELD_ANY) {
		failed = gather(s, e, node, &out->rows, err);
	} else {
		failed = gather(s, record_entity(node->field->target), &target, &targets, err);
		if (!failed && bits_count(&targets))
			failed = index_referring(s, e, node->field, &targets, &out->rows, err);
	}
	if (failed)
		word_rows_release(out);
	return failed;
}

static int ask(struct store *s, const struct entity *e, const struct query *node, struct word_rows *out,
	       struct error *err)
{
	if (node->kind == QUERY_WORD)
		return index_find(s, e, node->word, out, err);
	return (is_choice(node) ? index_find_choices : find_references)(s, e, node, out, err);
}

static int find_word(struct store *s, const struct entity *e, const struct query *node,
		     struct query_words *out, struct error *err)
{
	AUTOBUF name = BUF_INIT;
	struct remembered *r;
	int failed;

	term_name(node, &name);
	r = slot_for(s, e, name.s);
	if (!r->word || r->entity != e || strcmp(r->word, name.s) != 0) {
		drop(r);
		failed = ask(s, e, node, &r->found, err);
		if (failed)
			return failed;
		r->word = mem_strdup(name.s);
		r->entity = e;
	}
	r->used = ++s->words->ticks;
	if (r->found.known)
		out->at[out->n++] = (struct query_word){ node, &r->found.rows, &r->found.sure, r->found.exact };
	return 0;
}

/* Those it may hold for are those of a choice: the term itself is still asked of each. */
static int find_only(struct store *s, const struct entity *e, const struct query *q, struct query_words *out,
		     struct error *err)
{
	const char *choice = NULL;
	struct value value;
	struct query by = { .kind = QUERY_COMPARE, .pseudo = QUERY_FIELD, .compare = QUERY_EQUAL, .values = &value,
			    .n_values = 1 };
	int before = out->n, failed;

	by.field = derived_only(e, q, &choice);
	if (!by.field)
		return 0;
	value = value_text(choice);
	failed = find_word(s, e, &by, out, err);
	if (out->n > before) {
		out->at[before].node = q;
		out->at[before].exact = false;
	}
	return failed;
}

static int find_all(struct store *s, const struct entity *e, const struct query *q,
		    struct query_words *out, struct error *err)
{
	int failed;

	switch (q->kind) {
	case QUERY_AND:
	case QUERY_OR:
		failed = find_all(s, e, q->left, out, err);
		return failed ? failed : find_all(s, e, q->right, out, err);
	case QUERY_NOT:
		return find_all(s, e, q->left, out, err);
	default:
		if (!is_known(q) || out->looked++ >= QUERY_WORDS_MAX)
			return 0;
		return (is_only(q) ? find_only : find_word)(s, e, q, out, err);
	}
}

int words_find(struct store *s, const struct entity *e, const struct query *q,
	       struct query_words *out, struct error *err)
{
	out->n = out->looked = 0;
	if (!q || !index_there(s) || !query_has_known(q))
		return 0;
	refresh(s);
	return find_all(s, e, q, out, err);
}

/* ---- the tree --------------------------------------------------------------------------- */

static bool joined(const struct query_words *w, const struct query *q, uint32_t below,
		   struct bits *out, bool *exact)
{
	AUTOBITS right = BITS_INIT;
	bool left_exact, right_exact;
	bool know_left = words_rows(w, q->left, below, out, &left_exact);
	bool know_right = words_rows(w, q->right, below, &right, &right_exact);

	*exact = know_left && know_right && left_exact && right_exact;
	if (!know_left)
		bits_release(out); /* whatever was in it */
	if (q->kind == QUERY_OR) {
		bits_or(out, &right);
		return know_left && know_right;
	}
	if (know_left && know_right)
		bits_and(out, &right);
	else if (know_right)
		bits_or(out, &right);
	return know_left || know_right;
}

bool words_rows(const struct query_words *w, const struct query *q, uint32_t below,
		struct bits *out, bool *exact)
{
	AUTOBITS less = BITS_INIT;

	*exact = false;
	switch (q->kind) {
	case QUERY_AND:
	case QUERY_OR:
		return joined(w, q, below, out, exact);
	case QUERY_NOT:
		if (!words_rows(w, q->left, below, &less, exact) || !*exact) {
			*exact = false;
			return false;
		}
		bits_fill(out, below);
		bits_without(out, &less);
		return true;
	default:
		for (int i = 0; i < w->n; i++)
			if (w->at[i].node == q) {
				bits_or(out, w->at[i].rows);
				*exact = w->at[i].exact;
				return true;
			}
		return false;
	}
}

/* ---- for the SQL of a query -------------------------------------------------------------- */

#define FEW_ROWS 5000 /* candidates that are looked up one by one rather than met in a scan */

int64_t words_json(const struct bits *ids, int64_t from, int most, struct buf *json)
{
	int n = 0;

	buf_clear(json);
	buf_addc(json, '[');
	for (from = bits_next(ids, (uint32_t)from); from >= 0 && n < most;
	     from = bits_next(ids, (uint32_t)(from + 1)))
		buf_addf(json, "%s%lld", n++ ? "," : "", (long long)from);
	buf_addc(json, ']');
	return from;
}

static int highest_id(struct store *s, const struct entity *e, int64_t *out, struct error *err)
{
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT max(id) FROM \"%s\"", e->name);
	return db_int(s, sql.s, NULL, 0, out, err);
}

int words_of_select(struct compiled *c, struct store *s, const struct select *q, struct error *err)
{
	AUTOBITS rows = BITS_INIT;
	AUTOBUF json = BUF_INIT;
	struct query_words *words;
	int64_t last;
	bool exact;
	int failed;

	if (!q->where || q->parent_field || !query_has_known(q->where))
		return 0;
	words = arena_alloc(&c->arena, sizeof *words);
	failed = words_find(s, q->entity, q->where, words, err);
	if (!failed)
		failed = highest_id(s, q->entity, &last, err);
	if (failed)
		return failed;
	c->words = words;
	if (!words_rows(words, q->where, (uint32_t)last + 1, &rows, &exact) ||
	    bits_count(&rows) > FEW_ROWS)
		return 0;
	words_json(&rows, 0, FEW_ROWS, &json);
	c->among = compiled_bind(c, value_text(arena_strndup(&c->arena, json.s, json.len)));
	return 0;
}

int words_count(struct store *s, const struct select *q, int64_t *out, bool *known, struct error *err)
{
	AUTOBITS rows = BITS_INIT;
	AUTOBITS removed = BITS_INIT;
	struct query_words words;
	int64_t last;
	bool exact;
	int failed;

	*known = false;
	if (!q->where || q->parent_field || q->limit || !query_has_known(q->where))
		return 0;
	failed = words_find(s, q->entity, q->where, &words, err);
	if (!failed)
		failed = highest_id(s, q->entity, &last, err);
	if (failed || !words_rows(&words, q->where, (uint32_t)last + 1, &rows, &exact) || !exact)
		return failed;
	/* What is not something holds for rows that never were: those are asked for. */
	if (bits_has(&rows, 0))
		return 0;
	failed = q->removed ? 0 : index_find_removed(s, q->entity, &removed, err);
	bits_without(&rows, &removed);
	*out = (int64_t)bits_count(&rows);
	*known = !failed;
	return failed;
}
