/* SPDX-License-Identifier: MIT */
/*
 * list_seek.c - position to: the first row whose sort column begins with what is typed.
 *
 * The rows are in order, so halving the vector finds it among a million with some twenty reads of
 * one cell. What compares here has to compare as the store sorts.
 */
#include "app/list_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

struct seek {
	const struct list *l;
	struct sort_key key;
	struct columns column;
	const char *typed;
	char natural[512];
	struct buf folded;
};

struct sort_key list_position_key(const struct list *l)
{
	struct sort sort = l->sorted;
	struct sort_key ref = { .field = NULL };

	if (!sort.n && sort_parse(l->entity, l->entity->sort, &sort, NULL) != 0)
		sort.n = 0;
	return sort.n ? sort.keys[0] : ref;
}

static bool is_number(const struct field *f)
{
	return f && (f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_BOOL);
}

/* Text as it is found in a row and as it is typed, in the order of the store. */
static int compare_text(const struct seek *s, const char *cell)
{
	char key[512];

	if (is_number(s->key.field)) {
		double a = strtod(cell, NULL), b = strtod(s->typed, NULL);

		return a < b ? -1 : a > b;
	}
	if (s->key.field && s->key.field->type == FIELD_DATE)
		return strcmp(cell, s->typed);
	record_natural_key(cell, key, sizeof key);
	return strcmp(key, s->natural);
}

static int choice_place(const struct field *f, const char *name)
{
	int n = 0;

	for (const struct choice *c = f->choices; c && c->name; c++, n++)
		if (strcasecmp(c->name, name) == 0)
			return n;
	return n;
}

static int choice_typed(const struct seek *s)
{
	int n = 0;
	size_t len = strlen(s->typed);

	for (const struct choice *c = s->key.field->choices; c && c->name; c++, n++)
		if (strncasecmp(c->label, s->typed, len) == 0 || strncasecmp(c->name, s->typed, len) == 0)
			return n;
	return n;
}

/* Below 0: the row stands before what is looked for, in the order that is shown. Empty ones come last. */
static int compare(const struct seek *s, size_t index)
{
	struct select q = list_select_of(s->l, true);
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;
	const char *cell;
	int order;

	if (store_rows(s->l->app->store, &q, &s->column, s->l->ids.at + index, 1, &arena, &rows, NULL) != 0)
		return 1;
	cell = rows.cells[0];
	if (!cell)
		return 1;
	if (s->key.field && s->key.field->type == FIELD_CHOICE && record_stored(s->key.field))
		order = choice_place(s->key.field, cell) - choice_typed(s);
	else
		order = compare_text(s, cell);
	return s->key.descending ? -order : order;
}

/* With the order turned round the first that begins so is the last that is not after all that do. */
static void upper_end(struct seek *s)
{
	size_t len = strlen(s->natural);

	if (s->key.descending && len + 2 < sizeof s->natural && !is_number(s->key.field))
		memcpy(s->natural + len, "\xff", 2);
}

static bool begins(const char *cell, const char *typed)
{
	AUTOBUF a = BUF_INIT;
	AUTOBUF b = BUF_INIT;

	utf8_fold(&a, cell, strlen(cell));
	utf8_fold(&b, typed, strlen(typed));
	return strncmp(a.s, b.s, b.len) == 0;
}

#define SCAN_MOST 20000 /* rows looked through where halving found none */
#define SCAN_PART 500

/* Where what is shown is not what it is sorted by (short references of several plans) one looks through them. */
static size_t scan(struct list *l, const struct columns *column, const char *typed)
{
	struct select q = list_select_of(l, true);

	for (size_t from = 0; from < l->ids.n && from < SCAN_MOST; from += SCAN_PART) {
		int n = (int)(l->ids.n - from < SCAN_PART ? l->ids.n - from : SCAN_PART);
		AUTOARENA arena = ARENA_INIT;
		struct rows rows;

		if (store_rows(l->app->store, &q, column, l->ids.at + from, n, &arena, &rows, NULL) != 0)
			break;
		for (int i = 0; i < n; i++)
			if (rows.cells[i] && begins(rows.cells[i], typed))
				return from + (size_t)i;
	}
	return l->ids.n;
}

static bool row_begins(const struct seek *s, size_t index, const char *typed)
{
	struct select q = list_select_of(s->l, true);
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;
	const struct choice *c;

	if (index >= s->l->ids.n ||
	    store_rows(s->l->app->store, &q, &s->column, s->l->ids.at + index, 1, &arena, &rows, NULL) != 0 ||
	    !rows.cells[0])
		return false;
	if (is_number(s->key.field))
		return true; /* the first that is not less */
	c = s->key.field && s->key.field->type == FIELD_CHOICE ? record_choice(s->key.field, rows.cells[0]) : NULL;
	return begins(rows.cells[0], typed) || (c && begins(c->label, typed));
}

size_t list_position(struct list *l, const char *typed)
{
	struct seek s = { .l = l, .key = list_position_key(l), .typed = typed };
	size_t low = 0, high;
	char upper[64];

	if (l->filling && l->growing)
		list_fill_whole(l);
	s.column.n = 1;
	s.column.at[0] = (struct column){ .pseudo = s.key.field ? QUERY_FIELD : QUERY_REF, .field = s.key.field };
	record_natural_key(typed, s.natural, sizeof s.natural);
	upper_end(&s);
	if (s.key.descending && s.key.field && s.key.field->type == FIELD_DATE) {
		snprintf(upper, sizeof upper, "%s\xff", typed);
		s.typed = upper;
	}
	high = l->ids.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&s, middle) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return row_begins(&s, low, typed) ? low : is_number(s.key.field) ? l->ids.n : scan(l, &s.column, typed);
}
