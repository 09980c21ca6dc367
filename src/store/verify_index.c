/* SPDX-License-Identifier: MIT */
/*
 * verify_index.c - does the search index say what the tables say?
 *
 * Both sides are summed up without regard to order: each pair of a word and a row
 * gives a number, and the numbers of each kind are joined by exclusive or.
 */
#include <string.h>

#include "store/index.h"
#include "store/verify.h"

struct sums {
	uint64_t of[ENTITY_MAX];
};

static uint64_t pair(const char *word, size_t len, uint64_t row)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)word[i]) * UINT64_C(1099511628211);
	h = (h ^ row) * UINT64_C(0x9E3779B97F4A7C15);
	h = (h ^ h >> 32) * UINT64_C(0xD1B54A32D192ED03);
	return h ^ h >> 29;
}

/* ---- what the tables say ---------------------------------------------------------------- */

struct pairs {
	uint64_t *at;
	size_t n, cap;
};

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A word counts once a row, however often it is there. */
static uint64_t sum_of_text(struct pairs *p, const char *text, int64_t row)
{
	uint64_t sum = 0;

	p->n = 0;
	while (*text) {
		size_t len = strcspn(text, " ");

		if (len) {
			MEM_GROW(p->at, p->cap, p->n + 1);
			p->at[p->n++] = pair(text, len, (uint64_t)row);
		}
		text += len + (text[len] == ' ');
	}
	if (p->n)
		qsort(p->at, p->n, sizeof *p->at, by_number);
	for (size_t i = 0; i < p->n; i++)
		if (!i || p->at[i] != p->at[i - 1])
			sum ^= p->at[i];
	return sum;
}

static int sum_table(struct verifying *v, const struct entity *e, struct pairs *p, struct sums *out)
{
	AUTOBUF sql = BUF_INIT;
	int more;

	buf_adds(&sql, "SELECT r.id, ");
	index_text_sql(e, &sql);
	buf_addf(&sql, " FROM \"%s\" r", e->name);
	AUTOSTMT st = stmt_get(v->s, sql.s, v->err);
	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0)
		out->of[e->id] ^= sum_of_text(p, stmt_get_text(&st, 1),
					      index_row(e, sqlite3_column_int64(st.p, 0)));
	return more < 0 ? v->s->failed : 0;
}

/* ---- what the index says ----------------------------------------------------------------- */

static int sum_word(struct verifying *v, const char *word, struct sums *out)
{
	AUTOBUF match = BUF_INIT;
	int more;

	AUTOSTMT st = stmt_get(v->s, "SELECT rowid FROM search WHERE search MATCH ?1", v->err);
	if (!st.p)
		return v->s->failed;
	buf_addf(&match, "\"%s\"", word);
	stmt_text(&st, 1, match.s);
	while ((more = stmt_step(&st, v->err)) > 0) {
		int64_t row = sqlite3_column_int64(st.p, 0), kind = row >> 32;

		if (kind >= 0 && kind < ENTITY_MAX)
			out->of[kind] ^= pair(word, strlen(word), (uint64_t)row);
	}
	return more < 0 ? v->s->failed : 0;
}

static int sum_listed(struct verifying *v, struct sums *out)
{
	AUTOSTMT st = stmt_get(v->s, "SELECT term FROM search_word", v->err);
	int more, failed = 0;

	if (!st.p)
		return v->s->failed;
	while ((more = stmt_step(&st, v->err)) > 0 && !failed)
		if (!strchr(stmt_get_text(&st, 0), '"'))
			failed = sum_word(v, stmt_get_text(&st, 0), out);
	return more < 0 ? v->s->failed : failed;
}

/* A choice of the same field may be in several kinds: it is asked for once. */
static bool first_with(int kind, int field, int choice)
{
	const struct field *f = &record_entity((enum entity_id)kind)->fields[field];
	const char *name = f->choices[choice].name;

	for (int i = 0; i < kind; i++) {
		const struct field *same = record_field(record_entity((enum entity_id)i), f->name);

		for (const struct choice *c =
			     same && same->type == FIELD_CHOICE && record_stored(same)
				     ? same->choices
				     : NULL;
		     c && c->name; c++)
			if (strcmp(c->name, name) == 0)
				return false;
	}
	return true;
}

static int sum_choices(struct verifying *v, struct sums *out)
{
	int failed = sum_word(v, INDEX_REMOVED, out);

	for (int kind = 0; kind < ENTITY_MAX; kind++) {
		const struct entity *e = record_entity((enum entity_id)kind);

		for (int i = 0; i < e->n_fields; i++) {
			const struct field *f = &e->fields[i];

			if (f->type != FIELD_CHOICE || !record_stored(f))
				continue;
			for (int c = 0; f->choices[c].name && !failed; c++) {
				AUTOBUF word = BUF_INIT;

				buf_addf(&word, INDEX_CHOICE "%s" INDEX_CHOICE "%s", f->name,
					 f->choices[c].name);
				if (first_with(kind, i, c))
					failed = sum_word(v, word.s, out);
			}
		}
	}
	return failed;
}

int verify_index(struct verifying *v)
{
	struct sums tables = { { 0 } }, index = { { 0 } };
	struct pairs pairs = { .n = 0 };
	int failed = 0;

	index_look_again(v->s);
	if (!index_there(v->s)) /* the schema says it, if it should be there */
		return 0;
	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		failed = sum_table(v, record_entity((enum entity_id)i), &pairs, &tables);
	free(pairs.at);
	if (!failed)
		failed = sum_listed(v, &index);
	if (!failed)
		failed = sum_choices(v, &index);
	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		if (tables.of[i] != index.of[i]) {
			AUTOBUF where = BUF_INIT;

			buf_addf(&where, "search index, %s",
				 record_entity((enum entity_id)i)->plural);
			verify_problem(
				v, where.s,
				"does not say what the records say; nothing is lost: closeout "
				"verify --reindex makes it anew");
		}
	return failed;
}
