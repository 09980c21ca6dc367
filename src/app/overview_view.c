/* SPDX-License-Identifier: MIT */
/* overview_view.c - the overview on the screen, as data. */
#include "app/overview_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APART 1000 /* what another column is away, in rows */

static bool leads(const struct overview_view *v, int i)
{
	return i >= 0 && i < v->figures.n && v->figures.at[i].goal >= 0;
}

/* The selected one is seen; the first one with all that stands above it. */
static void show(struct overview_view *v)
{
	int last = v->figures.rows > v->page ? v->figures.rows - v->page : 0;
	int row = leads(v, v->at) ? v->figures.at[v->at].row : 0;
	bool first = true;

	for (int i = 0; i < v->at; i++)
		first = first && !(leads(v, i) && v->figures.at[i].row < row);
	if (first)
		v->top = 0;
	else if (row < v->top)
		v->top = row;
	if (v->page > 0 && row >= v->top + v->page)
		v->top = row - v->page + 1;
	v->top = v->top > last ? last : v->top < 0 ? 0 : v->top;
}

static void note(struct overview_view *v)
{
	const struct figure_goal *g = overview_view_goal(v);

	if (!g)
		return;
	v->to_entity = g->entity;
	v->to_day = g->as_of;
	snprintf(v->to_query, sizeof v->to_query, "%s", g->query ? g->query : "");
	snprintf(v->to_ref, sizeof v->to_ref, "%s", g->ref ? g->ref : "");
}

static bool is_noted(const struct overview_view *v, const struct figure_goal *g)
{
	return g->entity == v->to_entity && date_cmp(g->as_of, v->to_day) == 0 &&
	       strcmp(g->query ? g->query : "", v->to_query) == 0 && strcmp(g->ref ? g->ref : "", v->to_ref) == 0;
}

static int find_again(const struct overview_view *v)
{
	for (int i = 0; i < v->figures.n; i++)
		if (leads(v, i) && is_noted(v, &v->figures.goals[v->figures.at[i].goal]))
			return i;
	return -1;
}

static void make(struct overview_view *v)
{
	int at;

	figures_release(&v->figures);
	figures_init(&v->figures, &v->overview.arena);
	if (v->failed)
		return;
	overview_figures(v->app, &v->overview, v->cols, false, &v->figures);
	at = find_again(v);
	if (at < 0)
		for (at = 0; at < v->figures.n && !leads(v, at);)
			at++;
	v->at = leads(v, at) ? at : -1;
}

void overview_view_reload(struct overview_view *v)
{
	figures_release(&v->figures);
	if (!v->failed)
		overview_release(&v->overview);
	v->error = (struct error)ERROR_INIT;
	v->failed = overview_read(v->app, DATE_NONE, &v->overview, &v->error) != 0;
	if (v->cols)
		make(v);
	show(v);
}

void overview_view_init(struct overview_view *v, struct app *a)
{
	*v = (struct overview_view){ .app = a, .at = -1, .failed = true, .error = ERROR_INIT };
	overview_view_reload(v);
}

void overview_view_release(struct overview_view *v)
{
	figures_release(&v->figures);
	if (!v->failed)
		overview_release(&v->overview);
}

void overview_view_layout(struct overview_view *v, int cols, int page)
{
	v->page = page;
	if (cols != v->cols) {
		v->cols = cols;
		make(v);
	}
	show(v);
}

void overview_view_step(struct overview_view *v, int by)
{
	for (int i = v->at + by; i >= 0 && i < v->figures.n; i += by) {
		if (!leads(v, i))
			continue;
		v->at = i;
		break;
	}
	note(v);
	show(v);
}

/* How far it is, going so many rows; the same column of the page first, then the nearest figure. */
static int64_t distance(const struct figure *from, const struct figure *to, int64_t rows)
{
	int64_t down = (int64_t)to->row - from->row, side = labs((long)to->col - from->col);

	if (rows > 0 ? down <= 0 : down >= 0)
		return INT64_MAX;
	return llabs(down - rows) * 4 + side / 4 + (side > 40 ? APART : 0);
}

void overview_view_move(struct overview_view *v, int64_t rows)
{
	int64_t best = INT64_MAX;
	int to = v->at;

	if (!leads(v, v->at) || !rows)
		return;
	for (int i = 0; i < v->figures.n; i++) {
		int64_t d = leads(v, i) ? distance(&v->figures.at[v->at], &v->figures.at[i], rows) : INT64_MAX;

		if (d < best) {
			best = d;
			to = i;
		}
	}
	v->at = to;
	note(v);
	show(v);
}

const struct figure_goal *overview_view_goal(const struct overview_view *v)
{
	return leads(v, v->at) ? &v->figures.goals[v->figures.at[v->at].goal] : NULL;
}
