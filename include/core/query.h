/* SPDX-License-Identifier: MIT */
/*
 * query.h - the query language: one grammar for the filter line, the command
 * line, saved views and exports.
 *
 *   word "a phrase"      text anywhere in the record
 *   field:value          equal; for text: contains     field:a,b   any of
 *   field<v <= > >=      field:a..b  range             field:none field:any
 *   -term  not term      and  or  ( )                  is:open and other shorthands
 *
 * Terms side by side mean and. "or" binds weaker than "and". Parsing knows
 * the entity, so the tree holds fields and checked values, never names. A date may
 * be several words (due<30 sep 2013). A range
 * may be open ("a..", "..b"). Where a field has a choice named none, field:none
 * is that choice; -field:any asks for emptiness. A bracket within a word belongs
 * to it: 287(g). Limits: 4 KiB of text, 100 terms (values and the terms of
 * shorthands count), nesting 50. Chains of and and or are balanced trees.
 */
#ifndef CORE_QUERY_H
#define CORE_QUERY_H

#include "base/arena.h"
#include "base/error.h"
#include "core/record.h"
#include "core/value.h"

enum query_kind { QUERY_AND, QUERY_OR, QUERY_NOT, QUERY_WORD, QUERY_COMPARE, QUERY_NEW };

enum query_compare {
	QUERY_EQUAL, /* any of values; text: contains any of them; no values ("me", nobody): nothing */
	QUERY_LESS, QUERY_LESS_EQUAL, QUERY_GREATER, QUERY_GREATER_EQUAL,
	QUERY_RANGE, /* values[0] .. values[1], both included */
	QUERY_NONE, QUERY_ANY
};

enum query_pseudo { QUERY_FIELD, QUERY_REF, QUERY_VERSION, QUERY_UID };

struct query {
	enum query_kind kind;
	struct query *left, *right;  /* AND, OR: both; NOT: left */
	const char *word;            /* WORD: as typed, NFC */
	bool phrase;                 /* WORD: was quoted */
	enum query_pseudo pseudo;    /* COMPARE: which column it is about */
	const struct field *field;   /* COMPARE with QUERY_FIELD */
	enum query_compare compare;
	/*
	 * COMPARE: choices by name, dates as ISO text, numbers, money in cents,
	 * booleans 0/1, text as typed; REF and ANY fields and ref: the reference
	 * as typed ("me" is already replaced by the account's name).
	 */
	struct value *values;
	int n_values;
	size_t from, to;             /* bytes of the source */
};

struct query_context {
	struct when_context when;
	const char *me; /* account name, for "me"; NULL: nobody */
};

struct query_error {
	size_t at;          /* byte offset of the character where it stands */
	char expected[160]; /* what was expected there */
};

/*
 * Parses text about entity e into *out, which lives in a; *out is NULL for an
 * empty query (everything). FAIL_USAGE with at (may be NULL) and err filled:
 * err->why names the character and what was expected, did-you-mean included.
 */
int query_parse(const struct entity *e, const char *text, const struct query_context *context,
		struct arena *a, struct query **out, struct query_error *at, struct error *err);

/* Writes q in canonical form; parsing that gives the same tree. */
void query_write(const struct query *q, struct buf *out);

/*
 * The words of q that stand for themselves (not under "not"), for showing
 * matches: fills words[max], returns how many.
 */
int query_words(const struct query *q, const char **words, int max);

/*
 * Completion for the text before the cursor at byte at: calls emit for every
 * candidate (field names with ":", choices, shorthands, "none", "any") that
 * continues the term there. *start gets the byte the candidates replace from.
 */
void query_complete(const struct entity *e, const char *text, size_t at, size_t *start,
		    void (*emit)(void *data, const char *candidate, const char *help), void *data);

/* A sort order such as "issued_on,-number": checked against e. */
#define SORT_MAX 4
struct sort {
	int n;
	struct sort_key {
		const struct field *field; /* NULL: the reference's natural order */
		bool descending;
	} keys[SORT_MAX];
};
int sort_parse(const struct entity *e, const char *text, struct sort *out, struct error *err);

/* The same written out; "" for n 0. */
void sort_write(const struct sort *s, struct buf *out);

/* A column list such as "ref,due,title:40" (so many cells wide): checked against e. */
#define COLUMNS_MAX 64
#define COLUMN_WIDTH_MAX 400
struct columns {
	int n;
	struct column {
		enum query_pseudo pseudo;
		const struct field *field; /* NULL for a pseudo column */
		int width;                 /* cells; 0: its usual ones */
	} at[COLUMNS_MAX];
};
int columns_parse(const struct entity *e, const char *text, struct columns *out, struct error *err);
void columns_write(const struct columns *c, struct buf *out);
const char *column_name(const struct column *c);
const char *column_label(const struct column *c);

#endif
