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

#define PARTS_MAX     8
#define TERMS_MAX     3000 /* words that hold the part; beyond, reading the rows is quicker */
#define IDS_AT_ONCE   4096
#define FEW_TERMS   10
#define TERMS_AT_ONCE 100 /* in one expression */

struct part {
	const char *text;
	size_t len;
	bool open_left, open_right; /* a word may go on there */
	bool much;                  /* more words hold it than are worth looking up */
	struct term {
		const char *text;
		bool of_ref;
	} * terms; /* the words that hold it */
	size_t n, cap;
};

struct finding {
	struct store *s;
	const char *word;
	struct buf folded;
	struct part parts[PARTS_MAX];
	int n_parts;
	bool much;     /* the words are no help */
	bool has_long; /* there are words too long to be listed */
	struct arena a;
	struct error *err;
};

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

	AUTOSTMT st =
		stmt_get(f->s, "SELECT term FROM search_word WHERE instr(term, ?1) > 0", f->err);
	if (!st.p)
		return f->s->failed;
	stmt_text(&st, 1, text);
	while ((more = stmt_step(&st, f->err)) > 0 && p->n <= TERMS_MAX) {
		const char *term = stmt_get_text(&st, 0);
		bool of_ref = strncmp(term, INDEX_REF, strlen(INDEX_REF)) == 0;

		if (!holds(p, term + (of_ref ? strlen(INDEX_REF) : 0)))
			continue;
		MEM_GROW(p->terms, p->cap, p->n + 1);
		p->terms[p->n++] = (struct term){ arena_strdup(&f->a, term), of_ref };
	}
	/* A letter is in most words, and their rows are more than there are rows to read. */
	p->much = p->n > TERMS_MAX || (p->len == 1 && p->n > FEW_TERMS);
	return more < 0 ? f->s->failed : 0;
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
	return failed;
}

static void end(struct finding *f)
{
	buf_release(&f->folded);
	for (int i = 0; i < f->n_parts; i++)
		free(f->parts[i].terms);
	arena_release(&f->a);
}

/* ---- rows by word --------------------------------------------------------------------------- */

/* Adds the rows of e that an expression of FTS5 finds; gathered inside the statement, which is quicker. */
static int rows_matching(struct finding *f, const struct entity *e, const char *match,
			 struct bits *out)
{
	AUTOSTMT st = stmt_get(
		f->s,
		"SELECT gather_rows(?4, rowid) FROM search WHERE search MATCH ?1 AND rowid "
		"BETWEEN ?2 AND ?3",
		f->err);

	if (!st.p)
		return f->s->failed;
	stmt_text(&st, 1, match);
	stmt_int(&st, 2, index_row(e, 0));
	stmt_int(&st, 3, index_row(e, INT32_MAX));
	stmt_rows(&st, 4, out);
	return stmt_step(&st, f->err) < 0 ? f->s->failed : 0;
}

/* Adds the rows of e that have exactly this word. */
static int rows_of(struct finding *f, const struct entity *e, const char *term, struct bits *out)
{
	AUTOBUF match = BUF_INIT;

	buf_addf(&match, "\"%s\"", term);
	return rows_matching(f, e, match.s, out);
}

/* The words of all parts as one expression, where they are few. */
static bool expression(const struct finding *f, bool ref_only, struct buf *out)
{
	size_t all = 0;

	for (int i = 0; i < f->n_parts; i++) {
		const struct part *p = &f->parts[i];
		size_t n = 0;

		if (p->much)
			continue;
		buf_adds(out, out->len ? ") AND (" : "(");
		for (size_t t = 0; t < p->n && all + n <= TERMS_AT_ONCE; t++)
			if (p->terms[t].of_ref || !ref_only)
				buf_addf(out, "%s\"%s\"", n++ ? " OR " : "", p->terms[t].text);
		if (!n)
			buf_adds(out, "\"\""); /* no word: no row */
		all += n;
	}
	buf_addc(out, ')');
	return f->n_parts > 1 && all <= TERMS_AT_ONCE;
}

/* The rows of e whose own texts, or whose reference alone, hold the word. */
static int own_rows(struct finding *f, const struct entity *e, bool ref_only, struct bits *out)
{
	AUTOBUF match = BUF_INIT;
	bool first = true, at_once = expression(f, ref_only, &match);
	int failed = at_once ? rows_matching(f, e, match.s, out) : 0;

	for (int i = 0; i < f->n_parts && !failed && !at_once; i++) {
		const struct part *p = &f->parts[i];
		AUTOBITS rows = BITS_INIT;

		if (p->much)
			continue;
		for (size_t t = 0; t < p->n && !failed; t++)
			if (p->terms[t].of_ref || !ref_only)
				failed = rows_of(f, e, p->terms[t].text, &rows);
		if (first)
			bits_or(out, &rows);
		else
			bits_and(out, &rows);
		first = false;
	}
	if (!failed && f->has_long)
		failed = rows_of(f, e, INDEX_LONG, out);
	return failed;
}

/* ---- from rows to rows ------------------------------------------------------------------------ */

/* Runs a statement that gives ids for the rows in ids (?1) and the word (?2); gathers them. */
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
		if (sqlite3_bind_parameter_count(st.p) > 1)
			stmt_text(&st, 2, f->word);
		while ((more = stmt_step(&st, f->err)) > 0)
			bits_put(out, (uint32_t)sqlite3_column_int64(st.p, 0));
	}
	return more < 0 ? f->s->failed : 0;
}

/* ---- what a record refers to ------------------------------------------------------------------ */

/* The rows of e whose reference holds the word: few parts of a word are enough to tell. */
static int ref_rows(struct finding *f, const struct entity *e, struct bits *out)
{
	AUTOBITS rows = BITS_INIT;
	AUTOBUF sql = BUF_INIT;
	int failed = own_rows(f, e, true, &rows);

	if (failed)
		return failed;
	if (f->n_parts == 1 && !f->has_long && f->parts[0].open_left && f->parts[0].open_right) {
		bits_or(out, &rows);
		return 0;
	}
	buf_addf(&sql,
		 "SELECT t.id FROM json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value WHERE "
		 "has_word(?2, t.ref)",
		 e->name);
	return through(f, sql.s, &rows, out);
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

static int by_reference(struct finding *f, const struct entity *e, const struct field *field,
			struct bits *out)
{
	AUTOBITS targets = BITS_INIT;
	AUTOBUF sql = BUF_INIT;
	int failed;

	if (is_in_ref(e, field))
		return 0;
	failed = ref_rows(f, record_entity(field->target), &targets);
	if (failed || !bits_count(&targets))
		return failed;
	buf_addf(
		&sql,
		"SELECT r.id FROM \"%s\" r WHERE r.\"%s\" IN (SELECT j.value FROM json_each(?1) j)",
		e->name, field->name);
	return through(f, sql.s, &targets, out);
}

static int by_any(struct finding *f, const struct entity *e, const struct field *field,
		  struct bits *out)
{
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *target = record_entity((enum entity_id)i);
		AUTOBITS targets = BITS_INIT;
		AUTOBUF sql = BUF_INIT;

		if (!(target->flags & ENTITY_SUBJECT))
			continue;
		failed = ref_rows(f, target, &targets);
		if (failed || !bits_count(&targets))
			continue;
		buf_addf(&sql,
			 "SELECT r.id FROM \"%s\" r WHERE r.\"%s\" IN (SELECT '%s:' || t.uid FROM "
			 "json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value)",
			 e->name, field->name, target->name, target->name);
		failed = through(f, sql.s, &targets, out);
	}
	return failed;
}

static int by_lines(struct finding *f, const struct field *field, struct bits *out, bool *exact)
{
	const struct entity *line = record_entity(field->target);
	AUTOBITS lines = BITS_INIT;
	AUTOBUF sql = BUF_INIT;
	int failed = own_rows(f, line, false, &lines);

	if (failed || !bits_count(&lines))
		return failed;
	*exact &= f->n_parts == 1 && !f->has_long;
	buf_addf(&sql,
		 "SELECT t.\"%s\" FROM json_each(?1) j CROSS JOIN \"%s\" t ON t.id = j.value WHERE "
		 "t.removed = 0",
		 record_parent(line)->name, line->name);
	return through(f, sql.s, &lines, out);
}

/* The choices whose label holds the word are known before any row is. */
static int by_choice(struct finding *f, const struct entity *e, const struct field *field,
		     struct bits *out)
{
	int failed = 0;

	for (const struct choice *c = field->choices; c && c->name && !failed; c++) {
		AUTOBUF term = BUF_INIT;

		if (!utf8_contains(c->label, f->word) && !utf8_contains(c->name, f->word))
			continue;
		buf_addf(&term, INDEX_CHOICE "%s" INDEX_CHOICE "%s", field->name, c->name);
		failed = rows_of(f, e, term.s, out);
	}
	return failed;
}

static int all_rows(struct finding *f, const struct entity *e, struct word_rows *out)
{
	int failed = own_rows(f, e, false, &out->rows);

	out->exact = f->n_parts == 1 && f->parts[0].open_left && f->parts[0].open_right &&
		     !f->has_long;
	for (int i = 0; i < e->n_fields && !failed; i++) {
		const struct field *field = &e->fields[i];

		if (field->type == FIELD_CHOICE && record_stored(field))
			failed = by_choice(f, e, field, &out->rows);
		else if (field->type == FIELD_REF)
			failed = by_reference(f, e, field, &out->rows);
		else if (field->type == FIELD_ANY)
			failed = by_any(f, e, field, &out->rows);
		else if (field->type == FIELD_LINES)
			failed = by_lines(f, field, &out->rows, &out->exact);
	}
	return failed;
}

int index_find_choices(struct store *s, const struct entity *e, const struct query *q,
		       struct word_rows *out, struct error *err)
{
	struct finding f = { .s = s, .err = err };
	int failed = 0;

	*out = (struct word_rows){ .rows = BITS_INIT, .known = true, .exact = true };
	for (int i = 0; i < q->n_values && !failed; i++) {
		AUTOBUF term = BUF_INIT;

		buf_addf(&term, INDEX_CHOICE "%s" INDEX_CHOICE "%s", q->field->name,
			 q->values[i].text);
		failed = rows_of(&f, e, term.s, &out->rows);
	}
	if (failed)
		bits_release(&out->rows);
	return failed;
}

int index_find(struct store *s, const struct entity *e, const char *word, struct word_rows *out,
	       struct error *err)
{
	struct finding f = { .s = s, .word = word, .folded = BUF_INIT, .err = err };
	int failed;

	*out = (struct word_rows){ .rows = BITS_INIT };
	if (!index_there(s))
		return 0;
	failed = begin(&f);
	if (!failed && !f.much) {
		out->known = true;
		failed = all_rows(&f, e, out);
	}
	end(&f);
	if (failed)
		bits_release(&out->rows);
	return failed;
}

int index_find_removed(struct store *s, const struct entity *e, struct bits *out, struct error *err)
{
	struct finding f = { .s = s, .err = err };

	return rows_of(&f, e, INDEX_REMOVED, out);
}

int index_own(struct store *s, const char *word, struct bits rows[ENTITY_MAX], struct bits refs[ENTITY_MAX],
	      bool *known, struct error *err)
{
	struct finding f = { .s = s, .word = word, .folded = BUF_INIT, .err = err };
	int failed = 0;

	*known = false;
	if (!index_there(s))
		return 0;
	failed = begin(&f);
	*known = !failed && !f.much;
	for (int i = 0; i < ENTITY_MAX && *known && !failed; i++) {
		failed = own_rows(&f, record_entity((enum entity_id)i), false, &rows[i]);
		if (!failed)
			failed = own_rows(&f, record_entity((enum entity_id)i), true, &refs[i]);
	}
	end(&f);
	return failed;
}
