/* SPDX-License-Identifier: MIT */
/*
 * index.h - the search index: which records hold which words. Private to store.
 *
 * An FTS5 table without content (search) says for each word which rows have it;
 * a plain table (search_word) lists the words. A part of a word is looked for in
 * the list, and the rows of all words that hold it are those that hold the part:
 * nothing has to be read again. Words of a reference are marked with INDEX_REF, a
 * choice stands as INDEX_CHOICE field INDEX_CHOICE choice. A row's number in
 * the table is its kind and its id.
 *
 * The index is disposable: it says nothing that the tables do not, and
 * store_reindex() makes it anew. It is written in the transaction that changes the
 * rows, all rows of a batch together at its end.
 */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include "base/bits.h"
#include "store/store_private.h"

#define INDEX_SINCE    3
#define INDEX_REF      "\xC2\xA7"
#define INDEX_CHOICE   "\xC2\xA6"
#define INDEX_LONG     INDEX_CHOICE "long" /* has words that are too long to be listed */
#define INDEX_REMOVED  INDEX_CHOICE "removed"
#define INDEX_WORD_MAX 60                  /* bytes */

extern const char *const index_tables[]; /* their text, ends with NULL */

/* The number of a row of e in the table. */
static inline int64_t index_row(const struct entity *e, int64_t id)
{
	return ((int64_t)e->id << 32) | id;
}

/* ---- index_text.c: what of a record is found -------------------------------------- */

/*
 * Calls see with every word of folded text (not NUL-terminated). A word is letters and
 * digits of any script; everything else parts words.
 */
void index_words(const char *folded, size_t len,
		 void (*see)(void *data, const char *word, size_t len), void *data);
/* Appends the SQL of what is found of a row of e, over alias r. */
void index_text_sql(const struct entity *e, struct buf *out);
int index_functions(struct store *s, struct error *err);
/* The word that stands for a choice of a field; in a. */
const char *index_choice(struct arena *a, const struct field *f, const char *choice);

/* ---- index_write.c ---------------------------------------------------------------- */

struct index; /* what a connection keeps of it */
struct index *index_new(void);
void index_free(struct index *x);

bool index_there(struct store *s); /* false in the past, and in a file that lost it */
void index_look_again(struct store *s);
/* A word that search_text() came upon. */
void index_note_word(struct store *s, const char *mark, const char *word, size_t len);

/* Before a row is changed; after one was added. */
int index_before(struct store *s, const struct entity *e, int64_t id, struct error *err);
void index_added(struct store *s, const struct entity *e, int64_t id);
bool index_much_waits(const struct store *s);
/* Where a part of a transaction begins, and that it was rolled back. */
struct index_mark {
	size_t olds, runs;
	int64_t to;
};
struct index_mark index_mark(const struct store *s);
void index_back_to(struct store *s, const struct index_mark *mark);
/* Writes what was changed since the last time. */
int index_flush(struct store *s, struct error *err);
/* The transaction was rolled back, in part or whole: nothing of it happened. */
void index_forget(struct store *s);

/* All rows of all tables into an index that has just been made. */
int index_fill(struct store *s, struct error *err);
/* Makes it anew, or makes it; inside a transaction, with maintenance on. */
int index_renew(struct store *s, struct error *err);

/* ---- index_diff.c ----------------------------------------------------------------- */

/* The words of a row's text that are no longer there, and those that are new. False: neither. Uses a. */
bool index_diff(const char *old, const char *new, struct arena *a, struct buf *gone, struct buf *come);

/* ---- index_pages.c ---------------------------------------------------------------- */

struct index_term {
	const char *text;
	bool of_ref; /* a word of a reference */
};

/*
 * Adds the rows of every kind that have one of the words, which come in the order of their bytes; those
 * that have it in their reference to refs, where that is not NULL. *known false: FTS5 has to be asked, what
 * was added is to be thrown away.
 */
int index_pages_rows(struct store *s, const struct index_term *terms, size_t n, struct bits own[ENTITY_MAX],
		     struct bits refs[ENTITY_MAX], bool *known, struct error *err);

/* ---- index_refs.c ----------------------------------------------------------------- */

/* Adds the rows of e whose field refers to one of the targets, which are rows of its kind. */
int index_referring(struct store *s, const struct entity *e, const struct field *field, const struct bits *targets,
		    struct bits *out, struct error *err);

/* ---- index_find.c ------------------------------------------------------------------ */

/*
 * The rows of e that hold a word anywhere, as the query language means it. *exact
 * false: those that may; sure are those of them that do, whatever their own texts and
 * lines say. *known false: the index cannot say. FAIL_NO with an empty why if it was
 * interrupted.
 */
struct word_rows {
	struct bits rows, sure;
	bool known, exact;
};
void word_rows_release(struct word_rows *w);
int index_find(struct store *s, const struct entity *e, const char *word, struct word_rows *out,
	       struct error *err);
/*
 * The rows of every kind whose own texts or reference hold a word, refs: whose reference does; or may.
 * *known false: the index cannot say.
 */
int index_own(struct store *s, const char *word, struct bits rows[ENTITY_MAX], struct bits refs[ENTITY_MAX],
	      bool *known, struct error *err);
/* The rows of e that were removed. */
int index_find_removed(struct store *s, const struct entity *e, struct bits *out, struct error *err);
/* The same for "field:choice,choice", which it always knows. */
int index_find_choices(struct store *s, const struct entity *e, const struct query *q,
		       struct word_rows *out, struct error *err);

#endif
