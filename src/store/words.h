/* SPDX-License-Identifier: MIT */
/* words.h - the words of a query as sets of rows, known before its SQL runs. Private to store. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#include "base/bits.h"
#include "store/store_private.h"

/* One word of a query, and the rows that hold it. */
struct query_word {
	const struct query *node;
	struct bits *rows, *sure; /* of the store's memory: until the next words_find() */
	bool exact;
};

#define QUERY_WORDS_MAX 8

struct query_words {
	struct query_word at[QUERY_WORDS_MAX];
	int n;
	int looked; /* words asked for */
};

bool query_has_words(const struct query *q); /* words or choices, which the search index has */
bool query_has_known(const struct query *q); /* terms whose rows some index has */
/* Asks the index for the words of q; those it does not know are left out. */
int words_find(struct store *s, const struct entity *e, const struct query *q,
	       struct query_words *out, struct error *err);
/* The rows q may hold for; false if that can be any. *exact: it holds for all of them. */
bool words_rows(const struct query_words *w, const struct query *q, uint32_t below,
		struct bits *out, bool *exact);

/* What a store remembers of the last words that were looked for. */
struct word_memory;
void words_forget(struct store *s);

/* Prepares c for a query: words that the index knows for sure need no reading. Before compile_from(). */
int words_of_select(struct compiled *c, struct store *s, const struct select *q, struct error *err);

/* How many rows a query finds, where the index alone can tell; else *known is false. */
int words_count(struct store *s, const struct select *q, int64_t *out, bool *known, struct error *err);

/* A JSON list of ids from the number from on; returns the next one, -1: none. */
int64_t words_json(const struct bits *ids, int64_t from, int most, struct buf *json);

#endif
