/* SPDX-License-Identifier: MIT */
/*
 * list_fill.c - finding the rows of a list, however many there are.
 *
 * What is quick is done at once. The rest is done in pieces between keys:
 * rows in the order of references are added as they are found, other orders
 * are sorted aside and shown when complete. A key that waits stops a piece.
 */
#include <stdio.h>
#include <string.h>

#include "app/list_private.h"
#include "base/clock.h"

#define FIRST_ROWS  512   /* looked at before the first frame */
#define PIECE_ROWS  32768 /* looked at in one piece, where an index says which they are */
#define SEARCH_ROWS 2048  /* the same, where each has to be read */
#define FIRST_US    4000  /* for the first rows of a search, before its echo is drawn */
#define PIECE_US    8000  /* between two looks for a key */
#define SORT_US     40000 /* for a sort, before it is left to the pauses */
#define LONG_LIST   20000 /* rows, above which nothing is looked up before the echo is drawn */

static bool key_waits(const struct list *l)
{
	return l->app->key_waits && l->app->key_waits(l->app->key_data);
}

static bool give_way(void *data)
{
	const struct list *l = data;

	return key_waits(l) || (l->patience_us && clock_monotonic_us() > l->patience_us);
}

/* One piece, or all at once where the order allows no pieces. True if it went well. */
static void show_found(struct list *l);

static bool find_hits(struct list *l, struct error *err)
{
	bool well;

	if (l->app->key_waits)
		store_on_progress(l->app->store, give_way, l);
	well = list_hits_piece(l, err);
	store_on_progress(l->app->store, NULL, NULL);
	if (l->page_found)
		show_found(l);
	l->found_some |= l->page_found;
	l->page_found = false;
	return well;
}

static bool find_piece(struct list *l, struct error *err)
{
	struct ids *to = l->growing ? &l->ids : &l->next;
	struct select q = list_select_of(l, true);
	int failed;

	if (l->hits)
		return find_hits(l, err);
	if (store_ids_sliced(&q)) {
		int64_t most = l->after == 0 ? FIRST_ROWS : q.where ? SEARCH_ROWS : PIECE_ROWS;

		/* Nobody waits for a key: no reason for pieces. */
		if (!l->app->key_waits)
			most = INT32_MAX;
		failed = store_ids_more(l->app->store, &q, most, to, &l->after, err);
		l->filling = failed || l->after > 0;
		return !failed;
	}
	if (l->app->key_waits)
		store_on_progress(l->app->store, give_way, l);
	failed = store_ids(l->app->store, &q, to, err);
	store_on_progress(l->app->store, NULL, NULL);
	l->filling = failed != 0;
	return !failed;
}

/* The rows found so far take the place of those shown. */
static void show_found(struct list *l)
{
	ids_release(&l->ids);
	l->ids = l->next;
	l->next = (struct ids){ 0 };
	l->growing = l->filling;
	l->sorted = l->sort;
	l->error = (struct error)ERROR_INIT;
	/* The first page shows where it begins; whoever moves before the rest is there does not go back. */
	if (!list_keep_selection(l) && l->filling && l->ids.n) {
		if (!l->sought[0])
			snprintf(l->sought, sizeof l->sought, "%s", l->selected[0] ? l->selected : l->lost);
		l->cursor = l->top = 0;
	}
	list_clear_rows(l);
	list_window(l);
	list_count_marks(l);
}

static void all_found(struct list *l)
{
	if (!l->growing)
		show_found(l);
	else
		list_count_marks(l);
	if (!l->query)
		l->total = (int64_t)l->ids.n;
	if (l->ids.n > LONG_LIST)
		store_rest(l->app->store);
	if (l->sought[0]) {
		char uid[UUID_TEXT];

		memcpy(uid, l->sought, sizeof uid);
		l->sought[0] = '\0';
		l->filling = l->growing = false;
		(void)list_select(l, uid);
	}
	if (l->wanted) {
		size_t to = l->wanted;

		l->wanted = 0;
		list_go(l, to);
	}
	l->growing = false;
}

/* What cannot be read is shown as such; what gave way to a key goes on later. */
static bool gave_up(struct list *l, const struct error *err)
{
	if (err->kind == FAIL_NO && !*err->why) {
		if (l->after) { /* the row to go on from is gone */
			l->after = 0;
			l->next.n = 0;
			l->growing = false;
		}
		return false;
	}
	l->filling = l->growing = false;
	l->error = *err;
	l->ids.n = l->next.n = 0;
	list_clear_rows(l);
	list_window(l);
	list_count_marks(l);
	return true;
}

/* Until it is over, time is up or a key waits. */
static bool find(struct list *l, int64_t until_us)
{
	struct error err = ERROR_INIT;

	do {
		if (!find_piece(l, &err)) {
			if (gave_up(l, &err) || l->app->key_waits)
				return false;
		}
	} while (l->filling &&
		 !(l->app->key_waits && (clock_monotonic_us() > until_us || key_waits(l))));
	return true;
}

void list_fill(struct list *l, bool keep)
{
	int64_t now = clock_monotonic_us();
	struct select q = list_select_of(l, true);
	bool sliced = store_ids_sliced(&q);
	bool is_long = l->app->key_waits && (l->total > LONG_LIST || l->base.n > LONG_LIST);

	l->next.n = 0;
	l->filling = true;
	l->growing = false;
	l->after = 0;
	l->wanted = 0;
	list_drop_hits(l);
	if (!keep && !q.where && list_back_to_base(l)) {
		l->filling = false;
		all_found(l);
		return;
	}
	if (hits_help(l->app->store, &q)) {
		l->hits = hits_new(l->app->store, &q);
		l->asked = l->hits_whole = false;
		/* The echo first; what is on the screen stays until there is something better. */
		if (is_long)
			return;
		sliced = false;
	}
	l->patience_us = now + SORT_US;
	(void)find(l, now + (q.where ? FIRST_US : sliced ? 0 : SORT_US));
	l->patience_us = 0;
	if (!l->filling && !l->error.kind)
		all_found(l);
	else if (l->filling && sliced && (!keep || !l->ids.n))
		show_found(l);
}

bool list_fill_a_while(struct list *l)
{
	if (!l->app->key_waits)
		return false;
	(void)find(l, clock_monotonic_us() + FIRST_US);
	if (!l->filling && !l->error.kind)
		all_found(l);
	return l->filling;
}

void list_fill_whole(struct list *l)
{
	bool (*key_waits_for)(void *data) = l->app->key_waits;

	/* A key that waits would break off a sort each time it is begun. */
	l->app->key_waits = NULL;
	while (l->filling)
		(void)find(l, INT64_MAX);
	l->app->key_waits = key_waits_for;
	if (!l->error.kind)
		all_found(l);
}

bool list_tick(struct list *l, bool busy, bool *changed)
{
	if (!l->filling || busy)
		return l->filling;
	size_t before = l->ids.n, page = (size_t)(l->page > 0 ? l->page : 1);

	(void)find(l, clock_monotonic_us() + PIECE_US);
	if (!l->filling && !l->error.kind)
		all_found(l);
	/* While it grows the first pages and the end are all there is to see. */
	*changed |= !l->filling || l->found_some || (before < page && l->ids.n != before);
	l->found_some = false;
	if (l->growing && before < page)
		list_window(l);
	return l->filling;
}

bool list_cancel(struct list *l)
{
	if (!l->filling)
		return false;
	if (!l->growing)
		l->sort = l->sorted;
	l->filling = l->growing = false;
	l->wanted = 0;
	l->mark_all = false;
	list_count_marks(l);
	list_drop_hits(l);
	ids_release(&l->next);
	return true;
}
