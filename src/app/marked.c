/* SPDX-License-Identifier: MIT */
/* marked.c - marks in whichever view lists records. */
#include "app/marked.h"

#include <stdlib.h>

#include "base/mem.h"

/* ---- which marks a view has ------------------------------------------------------------- */

static const struct list *list_in(const struct view *v)
{
	if (v->kind == VIEW_BENCH)
		return &v->bench.pane[v->bench.focus];
	return v->kind == VIEW_LIST ? &v->list : NULL;
}

static struct list *list_of(struct view *v)
{
	if (v->kind == VIEW_BENCH)
		return &v->bench.pane[v->bench.focus];
	return v->kind == VIEW_LIST ? &v->list : NULL;
}

static const struct picks *picks_in(const struct view *v, struct picks_rows *rows)
{
	if (v->kind == VIEW_INBOX) {
		*rows = inbox_view_rows(&v->inbox);
		return &v->inbox.picks;
	}
	if (v->kind == VIEW_PLAN) {
		*rows = plan_view_rows(&v->plan);
		return &v->plan.picks;
	}
	return NULL;
}

static struct picks *picks_of(struct view *v, struct picks_rows *rows)
{
	if (!picks_in(v, rows))
		return NULL;
	return v->kind == VIEW_INBOX ? &v->inbox.picks : &v->plan.picks;
}

static size_t distance(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

bool marked_look(const struct view *v, struct marked *out)
{
	const struct list *l = list_in(v);
	AUTOARENA arena = ARENA_INIT;
	const struct pick **shown;
	struct picks_rows rows;

	*out = (struct marked){ 0 };
	if (l) {
		*out = (struct marked){ .n = l->marks.n, .shown = l->marked_shown, .rows = l->ids.n, .all = l->mark_all,
					.reading = l->filling };
		out->range = l->ranging ? 1 + distance(l->cursor, l->range_from) : 0;
		return true;
	}
	const struct picks *p = picks_in(v, &rows);
	if (!p)
		return false;
	out->n = (size_t)p->n;
	out->shown = (size_t)picks_shown(p, &rows, NULL, &arena, &shown);
	out->rows = (size_t)picks_listed(&rows);
	for (int i = 0; p->ranging && i < rows.n; i++) {
		struct pick pick;

		out->range += (i >= p->from ? i <= rows.cursor : i >= rows.cursor) && rows.at(rows.view, i, &pick);
	}
	return true;
}

const struct entity *marked_kind(const struct view *v, int i, size_t *n)
{
	const struct list *l = list_in(v);
	AUTOARENA arena = ARENA_INIT;
	const struct pick **shown;
	struct picks_rows rows;
	bool seen[ENTITY_MAX] = { false };

	if (l) {
		*n = l->marked_shown;
		return i || !l->marked_shown ? NULL : l->entity;
	}
	const struct picks *p = picks_in(v, &rows);
	int all = p ? picks_shown(p, &rows, NULL, &arena, &shown) : 0;
	for (int k = 0; k < all; k++) {
		const struct entity *e = shown[k]->entity;

		if (seen[e->id] || i-- > 0) {
			seen[e->id] = true;
			continue;
		}
		*n = (size_t)picks_shown(p, &rows, e, &arena, &shown);
		return e;
	}
	return NULL;
}

/* ---- marking ------------------------------------------------------------------------------- */

/* To the next record: a phase between two milestones is stepped over. */
static void down(struct view *v)
{
	struct plan_view *p = &v->plan;

	if (v->kind == VIEW_INBOX) {
		inbox_view_move(&v->inbox, 1);
		return;
	}
	plan_view_move(p, 1);
	if (plan_view_milestone(p) < 0 && p->cursor + 1 < p->n_lines && p->lines[p->cursor + 1].milestone >= 0)
		plan_view_move(p, 1);
}

bool marked_row(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;

	if (l) {
		list_mark_row(l);
		return true;
	}
	struct picks *p = picks_of(v, &rows);
	if (!p || !picks_mark_row(p, &rows))
		return false;
	down(v);
	return true;
}

bool marked_range(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;

	if (l) {
		list_mark_range(l);
		return true;
	}
	struct picks *p = picks_of(v, &rows);
	return p && picks_mark_range(p, &rows);
}

void marked_all(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;
	struct picks *p = picks_of(v, &rows);

	if (l)
		list_mark_all(l);
	if (p)
		picks_mark_all(p, &rows);
}

void marked_others(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;
	struct picks *p = picks_of(v, &rows);

	if (l)
		list_mark_others(l);
	if (p)
		picks_mark_others(p, &rows);
}

bool marked_none(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;
	struct picks *p = picks_of(v, &rows);

	return l ? list_mark_none(l) : p && picks_mark_none(p);
}

bool marked_leave_range(struct view *v)
{
	struct list *l = list_of(v);
	struct picks_rows rows;
	struct picks *p = picks_of(v, &rows);
	bool was = l ? l->ranging : p && p->ranging;

	if (l)
		l->ranging = false;
	if (p)
		p->ranging = false;
	return was;
}

/* ---- what is marked --------------------------------------------------------------------------- */

int marked_uids(struct app *a, const struct view *v, const struct entity *e, struct arena *arena, const char ***uids,
		int *n, struct error *err)
{
	const struct list *l = list_in(v);
	const struct pick **shown;
	struct picks_rows rows;

	if (l) {
		int32_t *ids;
		size_t count = list_marked_ids(l, &ids);
		int failed = bulk_uids(a, e, ids, count, arena, uids, n, err);

		free(ids);
		return failed;
	}
	const struct picks *p = picks_in(v, &rows);
	*n = p ? picks_shown(p, &rows, e, arena, &shown) : 0;
	*uids = arena_alloc(arena, (size_t)*n * sizeof **uids + 1);
	for (int i = 0; i < *n; i++)
		(*uids)[i] = arena_strdup(arena, shown[i]->uid);
	return 0;
}

size_t marked_ids(struct app *a, const struct view *v, const struct entity *e, int32_t **ids)
{
	const struct list *l = list_in(v);
	AUTOARENA arena = ARENA_INIT;
	const struct pick **shown;
	struct picks_rows rows;
	size_t n = 0;

	if (l)
		return list_marked_ids(l, ids);
	const struct picks *p = picks_in(v, &rows);
	int all = p ? picks_shown(p, &rows, e, &arena, &shown) : 0;
	*ids = mem_alloc(((size_t)all + 1) * sizeof **ids);
	for (int i = 0; i < all; i++) {
		int64_t id = store_id(a->store, e, shown[i]->uid);

		if (id > 0)
			(*ids)[n++] = (int32_t)id;
	}
	return n;
}
