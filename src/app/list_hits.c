/* SPDX-License-Identifier: MIT */
/*
 * list_hits.c - a filter with words in a long list: the rows come from the search index.
 *
 * The index gives a set, the list without the filter gives the order; one laid
 * over the other is the filtered list, and nothing is sorted or read. Where the
 * index alone does not decide, the first page is looked for in the order of the
 * list and shown, and the rest is found meanwhile.
 */
#include <string.h>

#include "app/list_private.h"
#include "base/mem.h"
#include "base/clock.h"

#define FEW         3000  /* so many are sorted by themselves */
#define LOOK_ROWS   4096  /* looked at in one piece */
#define FIRST_ROWS  512   /* of the first page, in one piece */
#define FIRST_US    12000 /* for the first page; then the set is found first */
#define BASE_ROWS   32768

void list_drop_hits(struct list *l)
{
	hits_free(l->hits);
	l->hits = NULL;
	l->first_page = false;
}

void list_drop_base(struct list *l)
{
	ids_release(&l->base);
	l->base_whole = false;
	l->base_after = 0;
}

static bool same_sort(const struct sort *a, const struct sort *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (a->keys[i].field != b->keys[i].field || a->keys[i].descending != b->keys[i].descending)
			return false;
	return true;
}

bool list_sorting(const struct list *l)
{
	return l->filling && !l->growing && l->ids.n && !same_sort(&l->sort, &l->sorted);
}

void list_keep_base(struct list *l)
{
	if (l->base_whole || l->filling || l->error.kind || !same_sort(&l->sort, &l->sorted))
		return;
	list_drop_base(l);
	MEM_GROW(l->base.at, l->base.cap, l->ids.n + 1);
	if (l->ids.n)
		memcpy(l->base.at, l->ids.at, l->ids.n * sizeof *l->ids.at);
	l->base.n = l->ids.n;
	l->base_whole = true;
	l->base_sort = l->sort;
}

bool list_back_to_base(struct list *l)
{
	if (!l->base_whole || !same_sort(&l->sort, &l->base_sort))
		return false;
	ids_release(&l->next);
	l->next = l->base;
	l->base = (struct ids){ 0 };
	l->base_whole = false;
	return true;
}

/* ---- the first page ---------------------------------------------------------------------- */

/* In the order of the list, until the screen is full. True if that was all there is. */
static bool first_page(struct list *l, struct error *err, int *failed)
{
	struct select q = list_select_of(l, true);
	int64_t until = clock_monotonic_us() + FIRST_US;
	size_t page = (size_t)(l->page > 0 ? l->page : 1);

	l->first_page = true;
	l->after = 0;
	l->next.n = 0;
	*failed = 0;
	while (store_ids_sliced(&q) && l->after >= 0 && l->next.n < page && !*failed &&
	       clock_monotonic_us() < until)
		*failed = store_ids_more(l->app->store, &q, FIRST_ROWS, &l->next, &l->after, err);
	bool all = !*failed && l->after < 0;

	l->after = 0;
	return all;
}

/* ---- the order ----------------------------------------------------------------------------- */

static int fill_base(struct list *l, struct error *err)
{
	struct select q = list_select_of(l, false);
	int failed;

	if (!store_ids_sliced(&q)) {
		failed = store_ids(l->app->store, &q, &l->base, err);
		l->base_whole = !failed;
	} else {
		failed = store_ids_more(l->app->store, &q, BASE_ROWS, &l->base, &l->base_after, err);
		l->base_whole = !failed && l->base_after < 0;
	}
	l->base_sort = l->sort;
	return failed;
}

static void lay_over(struct list *l)
{
	const struct bits *rows = hits_rows(l->hits);
	size_t n = 0;

	MEM_GROW(l->next.at, l->next.cap, bits_count(rows) + 1);
	/* Without a branch: whether a row is in the set cannot be foreseen. */
	for (size_t i = 0; i < l->base.n && n < l->next.cap; i++) {
		l->next.at[n] = l->base.at[i];
		n += bits_has(rows, (uint32_t)l->base.at[i]);
	}
	l->next.n = n;
}

/* The set is whole: puts it in order. True if that is done. */
static bool put_in_order(struct list *l, struct error *err, int *failed)
{
	*failed = 0;
	if (l->base.n && !same_sort(&l->sort, &l->base_sort))
		list_drop_base(l);
	if (bits_count(hits_rows(l->hits)) <= FEW) {
		*failed = hits_sorted(l->hits, &l->next, err);
		return !*failed;
	}
	if (!l->base_whole)
		*failed = fill_base(l, err);
	if (*failed || !l->base_whole)
		return false;
	lay_over(l);
	return true;
}

bool list_hits_piece(struct list *l, struct error *err)
{
	bool asked = l->asked, done = false;
	int failed = 0;

	if (l->asked && !l->hits_whole && !l->first_page) {
		done = first_page(l, err, &failed);
		if (!failed && !done && l->next.n) {
			/* Shown while the rest is found; they stay until all of it is. */
			l->page_found = true;
			return true;
		}
		if (!failed && done) {
			l->filling = false;
			return true;
		}
	}
	if (!failed && !l->hits_whole) {
		failed = hits_step(l->hits, LOOK_ROWS, &l->hits_whole, err);
		l->asked |= !failed;
		if (!failed && !asked)
			return true;
	}
	if (!failed && l->hits_whole && put_in_order(l, err, &failed)) {
		l->filling = l->growing = false;
		list_drop_hits(l);
	}
	return !failed;
}
