/* SPDX-License-Identifier: MIT */
/*
 * search.c - text search over every kind of record, best first.
 *
 * All words must occur in a record; a quoted phrase counts as one word. The
 * reference itself ranks before the title, the title before other text. The search
 * index says which rows are worth a look; who only looks while typing (quick) looks
 * at some thousands of them, those found by their reference first.
 */
#include <string.h>

#include "base/utf8.h"
#include "store/index.h"
#include "store/store_private.h"
#include "store/words.h"

#define WORDS_MAX      16
#define SNIPPET_BEFORE 30 /* bytes shown before the hit */
#define SNIPPET_BYTES  90
#define QUICK_ROWS     2000 /* of a kind, looked at by a quick search */
#define PIECE_ROWS     4096 /* looked at by one statement */

struct hit {
	const struct entity *entity;
	const char *uid, *ref, *title, *snippet;
	int rank, order;
};

struct searching {
	struct store *s;
	char *words[WORDS_MAX];
	int n_words;
	int limit;
	struct hit *hits;
	size_t n, cap;
	struct arena a;
	bool quick;
	bool known;                           /* the index says which rows it can be */
	struct bits rows[ENTITY_MAX], refs[ENTITY_MAX];
	struct error *err;
};

/* Words, and phrases in quotes. */
static void split(struct searching *q, const char *text)
{
	while (q->n_words < WORDS_MAX) {
		const char *end;

		text += strspn(text, " \t\n");
		if (!*text)
			return;
		end = text + (*text == '"' ? 1 + strcspn(text + 1, "\"") : strcspn(text, " \t\n"));
		if (*text == '"')
			text++;
		if (end > text)
			q->words[q->n_words++] = arena_strndup(&q->a, text, (size_t)(end - text));
		text = *end == '"' ? end + 1 : end;
	}
}

/* ---- snippets --------------------------------------------------------------------------- */

/* Where word occurs in text, ignoring case; *len gets how many bytes of text it takes. */
static bool find_word(const char *text, const char *word, size_t *at, size_t *len)
{
	size_t size = strlen(text);
	AUTOBUF low = BUF_INIT, piece = BUF_INIT;

	utf8_fold(&low, word, strlen(word));
	for (size_t from = 0; from < size; from = utf8_next(text, size, from)) {
		size_t to = from;

		buf_clear(&piece);
		while (to < size && piece.len < low.len) {
			size_t next = utf8_next(text, size, to);

			utf8_fold(&piece, text + to, next - to);
			to = next;
			if (memcmp(piece.s, low.s, piece.len < low.len ? piece.len : low.len) != 0)
				break;
		}
		if (piece.len < low.len || memcmp(piece.s, low.s, low.len) != 0)
			continue;
		*at = from;
		*len = to - from;
		return true;
	}
	return false;
}

/* On one line; what looks like our marks, which only a file written past every guard can hold, is none. */
static void add_plain(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\x01' || text[i] == '\x02')
			buf_adds(out, "\xEF\xBF\xBD");
		else
			buf_addc(out, text[i] == '\n' || text[i] == '\t' ? ' ' : text[i]);
	}
}

static const char *snippet(struct searching *q, const char *text, size_t at, size_t len)
{
	size_t size = strlen(text), from = at, to = at + len;
	AUTOBUF out = BUF_INIT;

	while (from > 0 && at - from < SNIPPET_BEFORE)
		from = utf8_prev(text, size, from);
	while (to < size && to - from < SNIPPET_BYTES)
		to = utf8_next(text, size, to);
	buf_adds(&out, from ? "\xE2\x80\xA6" : "");
	add_plain(&out, text + from, at - from);
	buf_addc(&out, '\x01');
	add_plain(&out, text + at, len);
	buf_addc(&out, '\x02');
	add_plain(&out, text + at + len, to - at - len);
	buf_adds(&out, to < size ? "\xE2\x80\xA6" : "");
	return arena_strndup(&q->a, out.s, out.len);
}

/* ---- one kind of record -------------------------------------------------------------------- */

static bool searched(const struct field *f)
{
	return record_stored(f) && (f->type == FIELD_TEXT || f->type == FIELD_LONG);
}

/* uid, shown reference, title, rank, reference, texts...; ?1 limit, ?2... words, then the rows as JSON. */
static void search_sql(const struct searching *q, const struct entity *e, struct buf *sql)
{
	const struct field *title = record_field(e, e->title);
	AUTOBUF texts = BUF_INIT;

	for (int i = 0; i < e->n_fields; i++)
		if (searched(&e->fields[i]))
			buf_addf(&texts, ", r.\"%s\"", e->fields[i].name);
	buf_adds(sql, "SELECT r.uid, ");
	ref_shown_sql(e, "r", sql);
	buf_addf(sql, ", %s%s%s, CASE WHEN r.ref = ?2 COLLATE NOCASE THEN 0 WHEN ",
		 title ? "r.\"" : "", title ? title->name : "''", title ? "\"" : "");
	for (int i = 0; i < q->n_words; i++)
		buf_addf(sql, "%shas_word(?%d, r.ref)", i ? " AND " : "", i + 2);
	buf_adds(sql, " THEN 1 WHEN ");
	for (int i = 0; i < q->n_words; i++)
		buf_addf(sql, "%shas_word(?%d, %s%s%s)", i ? " AND " : "", i + 2,
			 title ? "r.\"" : "", title ? title->name : "''", title ? "\"" : "");
	buf_addf(sql, " THEN 2 ELSE 3 END AS rank, r.ref%s FROM ",
		 texts.s);
	if (q->known)
		buf_addf(sql, "json_each(?%d) j CROSS JOIN \"%s\" r ON r.id = j.value", q->n_words + 2, e->name);
	else if (q->quick)
		buf_addf(sql, "(SELECT * FROM \"%s\" ORDER BY id DESC LIMIT %d) r", e->name, QUICK_ROWS);
	else
		buf_addf(sql, "\"%s\" r", e->name);
	buf_adds(sql, " WHERE r.removed = 0");
	for (int i = 0; i < q->n_words; i++)
		buf_addf(sql, " AND has_word(?%d, r.ref%s)", i + 2, texts.s);
	buf_adds(sql, " ORDER BY rank, r.sort_key LIMIT ?1");
}

static void keep(struct searching *q, const struct entity *e, struct stmt *st)
{
	struct hit h = {
		.entity = e,
		.uid = stmt_dup_text(st, 0, &q->a),
		.ref = stmt_dup_text(st, 1, &q->a),
		.title = arena_strdup(&q->a, stmt_get_text(st, 2)),
		.rank = sqlite3_column_int(st->p, 3),
		.order = (int)q->n,
		.snippet = "",
	};
	size_t at, len;

	/* The title says most; then whatever text has the first word. */
	if (find_word(h.title, q->words[0], &at, &len)) {
		h.snippet = snippet(q, h.title, at, len);
	} else {
		for (int i = 4; i < sqlite3_column_count(st->p) && !*h.snippet; i++)
			if (find_word(stmt_get_text(st, i), q->words[0], &at, &len))
				h.snippet = snippet(q, stmt_get_text(st, i), at, len);
	}
	MEM_GROW(q->hits, q->cap, q->n + 1);
	q->hits[q->n++] = h;
}

static int search_rows(struct searching *q, const struct entity *e, const char *rows)
{
	AUTOBUF sql = BUF_INIT;
	int more;

	search_sql(q, e, &sql);
	AUTOSTMT st = stmt_get(q->s, sql.s, q->err);
	if (!st.p)
		return q->s->failed;
	stmt_int(&st, 1, q->limit);
	for (int i = 0; i < q->n_words; i++)
		stmt_text(&st, i + 2, q->words[i]);
	if (q->known)
		stmt_text(&st, q->n_words + 2, rows);
	while ((more = stmt_step(&st, q->err)) > 0)
		keep(q, e, &st);
	return more < 0 ? q->s->failed : 0;
}

/* Those of a set, a piece at a time; quick: no more than some thousands. */
static int search_set(struct searching *q, const struct entity *e, const struct bits *rows)
{
	AUTOBUF json = BUF_INIT;
	int failed = 0, most = q->quick ? QUICK_ROWS : PIECE_ROWS;

	for (int64_t from = bits_next(rows, 0); from >= 0 && !failed;) {
		from = words_json(rows, from, most, &json);
		failed = search_rows(q, e, json.s);
		if (q->quick)
			break;
	}
	return failed;
}

/* What is found by its reference comes first, and is never among those not looked at. */
static int search_in(struct searching *q, const struct entity *e)
{
	int failed;

	if (!q->known)
		return search_rows(q, e, NULL);
	failed = search_set(q, e, &q->refs[e->id]);
	bits_without(&q->rows[e->id], &q->refs[e->id]);
	return failed ? failed : search_set(q, e, &q->rows[e->id]);
}

/* The rows that hold all words, as far as the index knows. */
static int ask_index(struct searching *q)
{
	int failed = 0;

	for (int w = 0; w < q->n_words && !failed; w++) {
		struct bits rows[ENTITY_MAX] = { BITS_INIT }, refs[ENTITY_MAX] = { BITS_INIT };
		bool known;

		failed = index_own(q->s, q->words[w], rows, refs, &known, q->err);
		for (int i = 0; i < ENTITY_MAX; i++) {
			if (known && !failed) {
				(q->known ? bits_and : bits_or)(&q->rows[i], &rows[i]);
				(q->known ? bits_and : bits_or)(&q->refs[i], &refs[i]);
			}
			bits_release(&rows[i]);
			bits_release(&refs[i]);
		}
		q->known |= known;
	}
	return failed;
}

/* ---- all kinds -------------------------------------------------------------------- */

static int better(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	return x->order - y->order;
}

static void show_hits(struct searching *q, void (*see)(void *data, const struct store_hit *hit),
		      void *data)
{
	if (q->n)
		qsort(q->hits, q->n, sizeof *q->hits, better);
	for (size_t i = 0; i < q->n && i < (size_t)q->limit; i++) {
		const struct hit *h = &q->hits[i];
		struct store_hit hit = { .entity = h->entity,
					 .uid = h->uid,
					 .ref = h->ref,
					 .title = h->title,
					 .snippet = h->snippet };

		see(data, &hit);
	}
}

int store_search(struct store *s, const char *text, int limit, bool quick,
		 void (*see)(void *data, const struct store_hit *hit), void *data,
		 struct error *err)
{
	struct searching q = { .s = s, .limit = limit > 0 ? limit : 1000, .quick = quick, .err = err };
	int failed;

	split(&q, text);
	failed = ask_index(&q);
	for (int i = 0; i < ENTITY_MAX && q.n_words && !failed; i++)
		if (!(record_entity((enum entity_id)i)->flags & ENTITY_INTERNAL))
			failed = search_in(&q, record_entity((enum entity_id)i));
	if (!failed)
		show_hits(&q, see, data);
	for (int i = 0; i < ENTITY_MAX; i++) {
		bits_release(&q.rows[i]);
		bits_release(&q.refs[i]);
	}
	free(q.hits);
	arena_release(&q.a);
	return failed;
}
