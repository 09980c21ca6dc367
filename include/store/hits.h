/* SPDX-License-Identifier: MIT */
/*
 * hits.h - the rows that a query finds, as a set: from the search index, and what that does not know from the rows.
 *
 * The set comes without an order and can be laid over a list that has one. What the
 * index cannot decide (parts of several words, one or two letters, comparisons
 * beside the words) is read from the rows, a piece at a time, and nothing is held
 * in between.
 */
#ifndef STORE_HITS_H
#define STORE_HITS_H

#include "base/bits.h"
#include "store/store.h"

struct hits;

/* True if the rows of a query can be found as a set: not in the past, not those of one record. */
bool hits_help(struct store *s, const struct select *q);

/* q->where must outlive it. */
struct hits *hits_new(struct store *s, const struct select *q);
void hits_free(struct hits *h);

/*
 * The first call asks the index. Each further one looks at rows for about as long as
 * that many take to read. True in *done: all are found. FAIL_NO with an empty why if it
 * was interrupted: call again.
 */
int hits_step(struct hits *h, int most, bool *done, struct error *err);

/* Found so far; removed rows may be among them. */
const struct bits *hits_rows(const struct hits *h);
/* All rows that may be found are among these; NULL if nothing is known of that. */
const struct bits *hits_candidates(const struct hits *h);

/* The ids in h that are in the order of q, sorted by SQLite: for few. */
int hits_sorted(struct hits *h, struct ids *out, struct error *err);

#endif
