/* SPDX-License-Identifier: MIT */
/*
 * index_find.c - the rows that hold a word, from the search index.
 *
 * "holds" is what compile.c says of a word: it stands in the reference, in a text,
 * in the label of a choice, in the reference of what a field refers to, or in a
 * line of the record.
 */
#include <string.h>

#include "base/utf8.h"
#include "store/index.h"
#include "store/words.h"

#define PARTS_MAX   8
#define TERMS_MAX   20000 /* words that hold the part; beyond, reading the rows is quicker */
#define IDS_AT_ONCE 4096
#define TARGETS_MAX 1000  /* beyond, those who refer are gone through, not those referred to */

struct part {
	const char *text;
	size_t len;
	bool open_left, open_right; /* a word may go on there */
	bool much;                  /* more words hold it than are worth looking up */
	struct index_term *terms;   /* the words that hold it, in the order of their bytes */
	size_t n, cap;
};

/* Rows of every kind. */
struct row_sets {
	struct bits of[ENTITY_MAX];
};

struct finding {
	struct store *s;
	const char *word;
	struct buf folded;
	struct part parts[PARTS_MAX];
	int n_parts;
	bool much;     /* the words are no help */
	bool has_long; /* there are words too long to be listed */
	struct row_sets own;  /* whose own texts or reference hold all parts */
	struct row_sets refs; /* whose reference alone does */
	struct arena a;
	struct error *err;
};

static void sets_release(struct row_sets *sets)
{
	for (int i = 0; i < ENTITY_MAX; i++)
		bits_release(&sets->of[i]);
}

/* ---- rows by word --------------------------------------------------------------------------- */

/* Gathered inside the statement, which is quicker. */
static int ask_fts(struct finding *f, const struct index_term *term, struct row_sets *out)
{
	AUTOBUF match = BUF_INIT;

	AUTOSTMT st = stmt_get(f->s, "SELECT gather_rows(?2, rowid) FROM search WHERE search MATCH ?1", f->err);
	if (!st.p)
		return f->s->failed;
	buf_addf(&match, "\"%s\"", term->text);
	stmt_text(&st, 1, match.s);
	sqlite3_bind_pointer(st.p, 2, out->of, "kinds", NULL);
	return stmt_step(&st, f->err) < 0 ? f->s->failed : 0;
}

/* The rows that have one of the words; refs: those that have it in their reference go there instead. */
static int rows_of(struct finding *f, const struct index_term *terms, size_t n, struct row_sets *own,
		   struct row_sets *refs)
{
	bool known;
	int failed = index_pages_rows(f->s, terms, n, own->of, refs ? refs->of : NULL, &known, f->err);

	if (failed || known)
		return failed;
	sets_release(own);
	if (refs)
		sets_release(refs);
	for (size_t i = 0; i < n && !failed; i++)
		failed = ask_fts(f, &terms[i], refs && terms[i].of_ref ? refs : own);
	return failed;
}

/* ---- the word and the words that hold it ------------------------------------------------- */

static void add_part(void *data, const char *word, size_t len)
{
	struct finding *f = data;
	const char *end = f->folded.s + f->folded.len;

	if (len > INDEX_WORD_MAX || f->n_parts == PARTS_MAX) {
		f->much = true;
		return;
	}
	f->parts[f->n_parts++] = (struct part){ .text = word,
						.len = len,
						.open_left = word == f->folded.s,
						.open_right = word + len == end };
}

static bool holds(const struct part *p, const char *term)
{
	size_t len = strlen(term);

	if (len < p->len)
		return false;
	if (p->open_left && p->open_right)
		return true;
	if (p->open_left)
		return memcmp(term + len - p->len, p->text, p->len) == 0;
	return memcmp(term, p->text, p->len) == 0 && (p->open_right || len == p->len);
}

static int list_terms(struct finding *f, struct part *p)
{
	const char *text = arena_strndup(&f->a, p->text, p->len);
	int more;

	AUTOSTMT st = stmt_get(f->s, "SELECT term FROM search_word WHERE instr(term, ?1) > 0 ORDER BY term",
			       f->err);
	if (!st.p)
		return f->s->failed;
	stmt_text(&st, 1, text);
	while ((more = stmt_step(&st, f->err)) > 0 && p->n <= TERMS_MAX) {
		const char *term = stmt_get_text(&st, 0);
		bool of_ref = strncmp(term, INDEX_REF, strlen(INDEX_REF)) == 0;

		if (!holds(p, term + (of_ref ? strlen(INDEX_REF) : 0)))
			continue;
		MEM_GROW(p->terms, p->cap, p->n + 1);
		p->terms[p->n++] = (struct index_term){ arena_strdup(&f->a, term), of_ref };
	}
	p->much = p->n > TERMS_MAX;
	return more < 0 ? f->s->failed : 0;
}

/* Adds the rows of a part, or leaves only them. */
static int join_part(struct finding *f, const struct part *p, bool first)
{
	struct row_sets own = { { BITS_INIT } }, refs = { { BITS_INIT } };
	int failed = rows_of(f, p->terms, p->n, &own, &refs);

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		bits_or(&own.of[i], &refs.of[i]);
		(first ? bits_or : bits_and)(&f->own.of[i], &own.of[i]);
		(first ? bits_or : bits_and)(&f->refs.of[i], &refs.of[i]);
	}
	sets_release(&own);
	sets_release(&refs);
	return failed;
}

static int join_parts(struct finding *f)
{
	static const struct index_term too_long = { INDEX_LONG, false };
	bool first = true;
	int failed = 0;

	for (int i = 0; i < f->n_parts && !failed; i++) {
		if (f->parts[i].much)
			continue;
		failed = join_part(f, &f->parts[i], first);
		first = false;
	}
	if (failed || !f->has_long)
		return failed;
	failed = rows_of(f, &too_long, 1, &f->own, NULL);
	return failed ? failed : rows_of(f, &too_long, 1, &f->refs, NULL);
}

static int begin(struct finding *f)
{
	int64_t found = 0;
	bool help = false;
	int failed;

	utf8_fold(&f->folded, f->word, strlen(f->word));
	index_words(f->folded.s, f->folded.len, add_part, f);
	failed = db_int(f->s, "SELECT count(*) FROM search_word WHERE term = ?1", INDEX_LONG, 0,
			&found, f->err);
	f->has_long = found > 0;
	for (int i = 0; i < f->n_parts && !failed && !f->much; i++) {
		failed = list_terms(f, &f->parts[i]);
		help |= !f->parts[i].much;
	}
	f->much |= !help;
	return failed || f->much ? failed : join_parts(f);
}

static void end(struct finding *f)
{
	buf_release(&f->folded);
	for (int i = 0; i < f->n_parts; i++)
		free(f->parts[i].terms);
	sets_release(&f->own);
	sets_release(&f->refs);
	arena_release(&f->a);
}

/* ---- from rows to rows ------------------------------------------------------------------------ */

/* Runs a statement that gathers ids into ?3, for the rows in ids (?1) and the word (?2). */
static int through(struct finding *f, const char *sql, const struct bits *ids, struct bits *out)
{
	AUTOBUF json = BUF_INIT;
	int64_t from = bits_next(ids, 0);
	int more = 0;

	while (from >= 0 && more >= 0) {
		from = words_json(ids, from, IDS_AT_ONCE, &json);
		AUTOSTMT st = stmt_get(f->s, sql, f->err);
		if (!st.p)
			return f->s->failed;
		stmt_text(&st, 1, json.s);
		stmt_text(&st, 2, f->word);
		sqlite3_bind_pointer(st.p, 3, out, "kinds", NULL); /* ids without a kind go to the first */
		more = stmt_step(&st, f->err);
	}
	return more < 0 ? f->s->failed : 0;
}

/* Runs a statement over all who refer to something: ?1 is for row_in(). */
static int through_all(struct finding *f, const char *sql, struct bits *ids, struct bits *out)
{
	AUTOSTMT st = stmt_get(f->s, sql, f->err);

	if (!st.p)
		return f->s->failed;
	stmt_rows(&st, 1, ids);
	sqlite3_bind_pointer(st.p, 3, out, "kinds", NULL);
	return stmt_step(&st, f->err) < 0 ? f->s->failed : 0;
}

/* ---- what a record refers to ------------------------------------------------------------------ */

/* The rows of e whose reference holds the word: few parts of a word are enough to tell. */
static int ref_rows(struct finding *f, const struct entity *e, struct bits *out)
{
	const struct bits *rows = &f->refs.of[e->id];
	AUTOBUF sql = BUF_INIT;

	if (f->n_parts == 1 && !f->has_long && f->parts[0].open_left && f->parts[0].open_right) {
		bits_or(out, rows);
		return 0;
	}
	buf_addf(&sql,
		 "SELECT gather_rows(?3, t.id) FROM json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value WHERE "
		 "has_word(?2, t.ref)",
		 e->name);
	return through(f, sql.s, rows, out);
}

/* A reference that begins with the whole of another holds what that one holds. */
static bool is_in_ref(const struct entity *e, const struct field *field)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, e->ref, parts);

	for (int i = 0; i < n; i++)
		if (parts[i].field == field && !parts[i].of_target)
			return true;
	return false;
}

/* Many fields are empty in all records: nothing is looked up for them. */
static int anybody_refers(struct finding *f, const struct entity *e, const struct field *field, bool *out)
{
	AUTOBUF sql = BUF_INIT;
	int64_t found = 0;
	int failed;

	buf_addf(&sql, "SELECT EXISTS (SELECT 1 FROM \"%s\" r WHERE r.\"%s\" IS NOT NULL)", e->name, field->name);
	failed = db_int(f->s, sql.s, NULL, 0, &found, f->err);
	*out = !failed && found;
	return failed;
}

static int by_reference(struct finding *f, const struct entity *e, const struct field *field,
			struct bits *out)
{
	AUTOBITS targets = BITS_INIT;
	AUTOBUF sql = BUF_INIT;
	bool any;
	int failed;

	if (is_in_ref(e, field) || !bits_count(&f->refs.of[field->target]))
		return 0;
	failed = anybody_refers(f, e, field, &any);
	if (!failed && any)
		failed = ref_rows(f, record_entity(field->target), &targets);
	if (failed || !bits_count(&targets))
		return failed;
	if (bits_count(&targets) <= TARGETS_MAX)
		return index_referring(f->s, e, field, &targets, out, f->err);
	buf_addf(&sql, "SELECT gather_rows(?3, r.id) FROM \"%s\" r WHERE r.\"%s\" IS NOT NULL AND row_in(?1, r.\"%s\")", e->name,
		 field->name, field->name);
	return through_all(f, sql.s, &targets, out);
}

/* The rows that refer to one of the targets in a field that takes any kind: it holds "kind:uid". */
static int by_kind(struct finding *f, const struct entity *e, const struct field *field,
		   const struct entity *target, struct bits *targets, struct bits *out)
{
	const char *kind = target->name;
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT gather_rows(?3, r.id) FROM \"%s\" r WHERE r.\"%s\" ", e->name, field->name);
	if (bits_count(targets) > TARGETS_MAX) {
		/* ";" comes after ":". */
		buf_addf(&sql,
			 ">= '%s:' AND r.\"%s\" < '%s;' AND row_in(?1, (SELECT t.id FROM \"%s\" t WHERE t.uid = "
			 "substr(r.\"%s\", %zu)))",
			 kind, field->name, kind, kind, field->name, strlen(kind) + 2);
		return through_all(f, sql.s, targets, out);
	}
	buf_addf(&sql,
		 "IN (SELECT '%s:' || t.uid FROM json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value)",
		 kind, kind);
	return through(f, sql.s, targets, out);
}

static int by_any(struct finding *f, const struct entity *e, const struct field *field,
		  struct bits *out)
{
	bool any;
	int failed = anybody_refers(f, e, field, &any);

	for (int i = 0; i < ENTITY_MAX && any && !failed; i++) {
		const struct entity *target = record_entity((enum entity_id)i);
		AUTOBITS targets = BITS_INIT;

		if (!(target->flags & ENTITY_SUBJECT) || !bits_count(&f->refs.of[i]))
			continue;
		failed = ref_rows(f, target, &targets);
		if (!failed && bits_count(&targets))
			failed = by_kind(f, e, field, target, &targets, out);
	}
	return failed;
}

static int by_lines(struct finding *f, const struct field *field, struct bits *out, bool *exact)
{
	const struct entity *line = record_entity(field->target);
	const struct bits *lines = &f->own.of[line->id];
	AUTOBUF sql = BUF_INIT;

	if (!bits_count(lines))
		return 0;
	*exact &= f->n_parts == 1 && !f->has_long;
	buf_addf(&sql,
		 "SELECT gather_rows(?3, t.\"%s\") FROM json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value WHERE "
		 "t.removed = 0",
		 record_parent(line)->name, line->name);
	return through(f, sql.s, lines, out);
}

/* The choices whose label holds the word are known before any row is. */
static void add_choices(struct finding *f, const struct field *field, struct part *to)
{
	for (const struct choice *c = field->choices; c && c->name; c++) {
		if (!utf8_contains(c->label, f->word) && !utf8_contains(c->name, f->word))
			continue;
		MEM_GROW(to->terms, to->cap, to->n + 1);
		to->terms[to->n++] = (struct index_term){ index_choice(&f->a, field, c->name), false };
	}
}

static int by_bytes(const void *a, const void *b)
{
	const struct index_term *x = a, *y = b;

	return strcmp(x->text, y->text);
}

/* Adds the rows of e that have one of the choices in p, which is freed. */
static int by_choices(struct finding *f, const struct entity *e, struct part *p, struct bits *out)
{
	struct row_sets rows = { { BITS_INIT } };
	int failed = 0;

	if (p->n) {
		qsort(p->terms, p->n, sizeof *p->terms, by_bytes);
		failed = rows_of(f, p->terms, p->n, &rows, NULL);
	}
	if (!failed)
		bits_or(out, &rows.of[e->id]);
	sets_release(&rows);
	free(p->terms);
	return failed;
}

static int all_rows(struct finding *f, const struct entity *e, struct word_rows *out)
{
	struct part choices = { .n = 0 };
	int failed = 0;

	bits_or(&out->rows, &f->own.of[e->id]);
	out->exact = f->n_parts == 1 && f->parts[0].open_left && f->parts[0].open_right &&
		     !f->has_long;
	for (int i = 0; i < e->n_fields && !failed; i++) {
		const struct field *field = &e->fields[i];

		if (field->type == FIELD_CHOICE && record_stored(field))
			add_choices(f, field, &choices);
		else if (field->type == FIELD_REF)
			failed = by_reference(f, e, field, &out->sure);
		else if (field->type == FIELD_ANY)
			failed = by_any(f, e, field, &out->sure);
		else if (field->type == FIELD_LINES)
			failed = by_lines(f, field, &out->rows, &out->exact);
	}
	if (failed)
		free(choices.terms);
	else
		failed = by_choices(f, e, &choices, &out->sure);
	bits_or(&out->rows, &out->sure);
	return failed;
}

void word_rows_release(struct word_rows *w)
{
	bits_release(&w->rows);
	bits_release(&w->sure);
	*w = (struct word_rows){ .rows = BITS_INIT };
}

int index_find_choices(struct store *s, const struct entity *e, const struct query *q,
		       struct word_rows *out, struct error *err)
{
	struct finding f = { .s = s, .err = err };
	struct part choices = { .n = 0 };
	int failed;

	*out = (struct word_rows){ .rows = BITS_INIT, .known = true, .exact = true };
	for (int i = 0; i < q->n_values; i++) {
		MEM_GROW(choices.terms, choices.cap, choices.n + 1);
		choices.terms[choices.n++] =
			(struct index_term){ index_choice(&f.a, q->field, q->values[i].text), false };
	}
	failed = by_choices(&f, e, &choices, &out->rows);
	end(&f);
	return failed;
}

int index_find(struct store *s, const struct entity *e, const char *word, struct word_rows *out,
	       struct error *err)
{
	struct finding f = { .s = s, .word = word, .folded = BUF_INIT, .err = err };
	int failed;

	*out = (struct word_rows){ .rows = BITS_INIT, .sure = BITS_INIT };
	if (!index_there(s))
		return 0;
	failed = begin(&f);
	if (!failed && !f.much) {
		out->known = true;
		failed = all_rows(&f, e, out);
	}
	end(&f);
	if (failed)
		word_rows_release(out);
	return failed;
}

int index_find_removed(struct store *s, const struct entity *e, struct bits *out, struct error *err)
{
	static const struct index_term removed = { INDEX_REMOVED, false };
	struct finding f = { .s = s, .err = err };
	struct row_sets rows = { { BITS_INIT } };
	int failed = rows_of(&f, &removed, 1, &rows, NULL);

	if (!failed)
		bits_or(out, &rows.of[e->id]);
	sets_release(&rows);
	return failed;
}

int index_own(struct store *s, const char *word, struct bits rows[ENTITY_MAX], struct bits refs[ENTITY_MAX],
	      bool *known, struct error *err)
{
	struct finding f = { .s = s, .word = word, .folded = BUF_INIT, .err = err };
	int failed;

	*known = false;
	if (!index_there(s))
		return 0;
	failed = begin(&f);
	*known = !failed && !f.much;
	for (int i = 0; i < ENTITY_MAX && *known; i++) {
		bits_or(&rows[i], &f.own.of[i]);
		bits_or(&refs[i], &f.refs.of[i]);
	}
	end(&f);
	return failed;
}
