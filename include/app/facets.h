/* SPDX-License-Identifier: MIT */
/*
 * facets.h - the values of one column of a list with how many rows have each.
 *
 * Counted over the rows that the list shows, in pieces between keys, so that a million rows
 * hold nobody up: what is counted so far can be looked at any time. More than
 * FACETS_MAX different values are not told apart; the rest is one number.
 */
#ifndef APP_FACETS_H
#define APP_FACETS_H

#include "app/list.h"

#define FACETS_MAX 2000

struct facet {
	const char *text; /* as for machines; "" for empty */
	int64_t n;
};

struct facets {
	struct app *app;
	const struct entity *entity;
	struct column column;
	int32_t *ids;      /* of the rows, as the list had them */
	size_t n_ids, seen;
	struct facet *at;  /* most first once facets_sort() ran */
	int n;
	int *slots;        /* hash of texts to places in at */
	int64_t others;    /* rows with values beyond FACETS_MAX */
	struct arena arena;
};

/* Of the rows the list has now; column is one of the entity's. */
void facets_init(struct facets *f, const struct list *l, const struct column *column);
void facets_release(struct facets *f);

/* Counts on for a while, until a key waits; true while there are more rows. */
bool facets_tick(struct facets *f, struct error *err);
void facets_sort(struct facets *f);

/* The term of the query language that keeps the rows with that value: owner_office:OPR, -due:any. */
void facets_term(const struct facets *f, const char *text, struct buf *out);
/* A value as a person reads it. */
void facets_show(const struct facets *f, const char *text, struct buf *out);

#endif
