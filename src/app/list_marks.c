/* SPDX-License-Identifier: MIT */
/*
 * list_marks.c - marks in a list: one row, a range, all that are shown, the others.
 *
 * What is marked and not shown stays marked, is counted aloud and is never acted on.
 */
#include "app/list_private.h"

#include <string.h>

#include "base/mem.h"

/* How many of the marked ones the list has: asked again whenever its rows are others. */
void list_count_marks(struct list *l)
{
	size_t n = 0;

	/* Another day is another store, where the same id may be another record. */
	if (l->marks.n && l->marks_of != l->app->store)
		list_mark_none(l);
	l->marks_of = l->app->store;
	if (l->mark_all && !l->filling) {
		l->mark_all = false;
		list_mark_all(l);
		return;
	}
	for (size_t i = 0; l->marks.n && i < l->ids.n; i++)
		n += marks_has(&l->marks, l->ids.at[i]);
	l->marked_shown = n;
	if (!l->ranging)
		return;
	for (size_t i = 0; i < l->ids.n; i++)
		if (l->ids.at[i] == l->range_id) {
			l->range_from = i;
			return;
		}
	l->ranging = false; /* where it began is not in the list any more */
}

size_t list_marks_hidden(const struct list *l)
{
	return l->marks.n - l->marked_shown;
}

static void range(const struct list *l, size_t *from, size_t *to)
{
	*from = l->range_from < l->cursor ? l->range_from : l->cursor;
	*to = l->range_from < l->cursor ? l->cursor : l->range_from;
}

bool list_marked(const struct list *l, size_t index)
{
	size_t from, to;

	if (l->ranging) {
		range(l, &from, &to);
		if (index >= from && index <= to)
			return true;
	}
	return index < l->ids.n && marks_has(&l->marks, l->ids.at[index]);
}

static void mark(struct list *l, size_t index, bool on)
{
	size_t before = l->marks.n;

	marks_set(&l->marks, l->ids.at[index], on);
	l->marked_shown += l->marks.n - before;
}

void list_mark_row(struct list *l)
{
	if (!l->ids.n)
		return;
	mark(l, l->cursor, !marks_has(&l->marks, l->ids.at[l->cursor]));
	list_move(l, 1);
}

void list_mark_range(struct list *l)
{
	size_t from, to;

	if (!l->ids.n)
		return;
	if (!l->ranging) {
		l->ranging = true;
		l->range_from = l->cursor;
		l->range_id = l->ids.at[l->cursor];
		return;
	}
	range(l, &from, &to);
	for (size_t i = from; i <= to && i < l->ids.n; i++)
		mark(l, i, true);
	l->ranging = false;
}

void list_mark_all(struct list *l)
{
	if (l->filling) {
		l->mark_all = true;
		return;
	}
	for (size_t i = 0; i < l->ids.n; i++)
		marks_set(&l->marks, l->ids.at[i], true);
	l->marked_shown = l->ids.n;
	l->ranging = false;
}

void list_mark_others(struct list *l)
{
	for (size_t i = 0; i < l->ids.n; i++)
		mark(l, i, !marks_has(&l->marks, l->ids.at[i]));
	l->ranging = false;
}

bool list_mark_none(struct list *l)
{
	bool any = l->marks.n || l->ranging || l->mark_all;

	marks_clear(&l->marks);
	l->marked_shown = 0;
	l->ranging = l->mark_all = false;
	return any;
}

size_t list_marked_ids(const struct list *l, int32_t **out)
{
	int32_t *ids = mem_alloc((l->marked_shown + 1) * sizeof *ids);
	size_t n = 0;

	for (size_t i = 0; i < l->ids.n && n < l->marked_shown; i++)
		if (marks_has(&l->marks, l->ids.at[i]))
			ids[n++] = l->ids.at[i];
	*out = ids;
	return n;
}
