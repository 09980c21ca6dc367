/* SPDX-License-Identifier: MIT */
/* columns_view.c - choosing the columns of a list. */
#include "app/columns_view.h"

#include <string.h>

#define WIDTH_FIRST 12 /* where it had none of its own */

static bool listed(const struct columns_view *v, const struct column *c)
{
	for (int i = 0; i < v->n; i++)
		if (v->at[i].pseudo == c->pseudo && v->at[i].field == c->field)
			return true;
	return false;
}

static void add(struct columns_view *v, struct column c, bool shown)
{
	if (v->n == COLUMNS_VIEW_MAX || listed(v, &c))
		return;
	v->at[v->n] = c;
	v->shown[v->n++] = shown;
}

static void fill(struct columns_view *v, const struct columns *shown)
{
	const struct entity *e = v->list->entity;

	v->n = 0;
	for (int i = 0; i < shown->n; i++)
		add(v, shown->at[i], true);
	add(v, (struct column){ .pseudo = QUERY_REF }, false);
	for (int i = 0; i < e->n_fields; i++)
		if (e->fields[i].type != FIELD_LINES && !(e->fields[i].flags & FIELD_RETIRED))
			add(v, (struct column){ .pseudo = QUERY_FIELD, .field = &e->fields[i] }, false);
	add(v, (struct column){ .pseudo = QUERY_VERSION }, false);
}

static void window(struct columns_view *v)
{
	int page = v->page > 0 ? v->page : 1;

	if (v->cursor >= v->n)
		v->cursor = v->n - 1;
	if (v->cursor < 0)
		v->cursor = 0;
	if (v->cursor < v->top)
		v->top = v->cursor;
	if (v->cursor >= v->top + page)
		v->top = v->cursor - page + 1;
}

static void show(struct columns_view *v)
{
	struct columns c = { .n = 0 };

	for (int i = 0; i < v->n && c.n < COLUMNS_MAX; i++)
		if (v->shown[i])
			c.at[c.n++] = v->at[i];
	list_set_columns(v->list, &c);
	window(v);
}

void columns_view_init(struct columns_view *v, struct list *l)
{
	*v = (struct columns_view){ .list = l, .before = l->columns, .page = 1 };
	fill(v, &l->columns);
}

void columns_view_move(struct columns_view *v, int by)
{
	v->cursor += by;
	window(v);
}

static int count(const struct columns_view *v)
{
	int n = 0;

	for (int i = 0; i < v->n; i++)
		n += v->shown[i];
	return n;
}

bool columns_view_toggle(struct columns_view *v)
{
	int n = count(v);

	if (v->shown[v->cursor] ? n == 1 : n == COLUMNS_MAX)
		return false;
	v->shown[v->cursor] = !v->shown[v->cursor];
	show(v);
	return true;
}

void columns_view_shift(struct columns_view *v, int by)
{
	int to = v->cursor + by;
	struct column c = v->at[v->cursor];
	bool shown = v->shown[v->cursor];

	if (to < 0 || to >= v->n)
		return;
	v->at[v->cursor] = v->at[to];
	v->shown[v->cursor] = v->shown[to];
	v->at[to] = c;
	v->shown[to] = shown;
	v->cursor = to;
	show(v);
}

bool columns_view_widen(struct columns_view *v, int by)
{
	struct column *c = &v->at[v->cursor];
	int usual = c->field && c->field->width ? c->field->width : WIDTH_FIRST;
	int to = (c->width ? c->width : usual) + by;

	if (to < 1 || to > COLUMN_WIDTH_MAX)
		return false;
	c->width = to;
	show(v);
	return true;
}

void columns_view_reset(struct columns_view *v)
{
	struct columns usual;

	if (columns_parse(v->list->entity, v->list->entity->columns, &usual, NULL) != 0)
		return;
	fill(v, &usual);
	v->cursor = 0;
	show(v);
}

void columns_view_cancel(struct columns_view *v)
{
	list_set_columns(v->list, &v->before);
}

void columns_view_page(struct columns_view *v, int page)
{
	v->page = page;
	window(v);
}
