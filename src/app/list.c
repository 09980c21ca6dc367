/* SPDX-License-Identifier: MIT */
/* list.c - a list of records as a window over row ids. */
#include "app/list_private.h"

#include <stdio.h>
#include <string.h>

#include "app/news.h"
#include "base/mem.h"

#define FILTER_MAX   4096 /* bytes a filter line takes: as many as the query language */
#define WINDOW_PAGES 3    /* rows kept formatted: the screen, one page before, one behind */

void list_init(struct list *l, struct app *a, const struct entity *e)
{
	*l = (struct list){ .app = a, .entity = e, .page = 1, .facet = -1 };
	list_usual_columns(l);
	edit_init(&l->filter, false, FILTER_MAX);
	edit_init(&l->seek, false, FILTER_MAX);
}

void list_release(struct list *l)
{
	edit_release(&l->filter);
	edit_release(&l->seek);
	arena_release(&l->query_arena);
	arena_release(&l->row_arena);
	ids_release(&l->ids);
	ids_release(&l->next);
	marks_release(&l->marks);
	list_drop_hits(l);
	list_drop_base(l);
}

void list_set_parent(struct list *l, const struct field *f, const struct entity *parent,
		     const char *uid, const char *ref)
{
	l->parent_field = f;
	l->parent_uid[0] = l->parent_ref[0] = '\0';
	if (uid && f->type == FIELD_ANY)
		snprintf(l->parent_uid, sizeof l->parent_uid, "%s:%s", parent->name, uid);
	else if (uid)
		snprintf(l->parent_uid, sizeof l->parent_uid, "%s", uid);
	snprintf(l->parent_ref, sizeof l->parent_ref, "%s", ref ? ref : "");
	list_reload(l);
}

bool list_filtered(const struct list *l)
{
	return l->filter.text.len > 0;
}

struct select list_select_of(const struct list *l, bool filtered)
{
	return (struct select){
		.entity = l->entity,
		.where = filtered ? l->query : NULL,
		.sort = l->sort,
		.today = l->app->today,
		.parent_field = l->parent_field,
		.parent_uid = l->parent_uid,
		.new_since = l->app->news.since,
		.new_not_by = l->app->user,
	};
}

void list_clear_rows(struct list *l)
{
	arena_clear(&l->row_arena);
	l->rows = (struct rows){ 0 };
	l->fresh = NULL;
	l->window = 0;
}

/* The row that the same record has now; where it is gone, the nearest place. */
bool list_keep_selection(struct list *l)
{
	const char *uid = l->selected[0] ? l->selected : l->lost;
	int64_t id = uid[0] ? store_id(l->app->store, l->entity, uid) : 0;

	for (size_t i = 0; id && i < l->ids.n; i++) {
		if (l->ids.at[i] == id) {
			/* Keep the row where it is on the screen, not only selected. */
			size_t above = l->cursor - (l->cursor < l->top ? l->cursor : l->top);
			l->cursor = i;
			l->top = i > above ? i - above : 0;
			return true;
		}
	}
	if (l->cursor >= l->ids.n)
		l->cursor = l->ids.n ? l->ids.n - 1 : 0;
	return false;
}

static void reload(struct list *l, bool keep)
{
	if (!l->app->store)
		return;
	if (l->parent_field && !l->parent_uid[0]) {
		l->ids.n = 0;
		l->total = 0;
		l->filling = l->growing = false;
		list_clear_rows(l);
		list_window(l);
		list_count_marks(l);
		return;
	}
	list_fill(l, keep);
}

void list_reload(struct list *l)
{
	list_drop_base(l);
	reload(l, true);
	/* The rows on screen are read again even where the rest takes its time. */
	if (l->filling) {
		list_clear_rows(l);
		list_window(l);
	}
	if (l->query && l->app->store) {
		struct select all = list_select_of(l, false);

		store_count(l->app->store, &all, &l->total, NULL);
	}
	if (l->note)
		l->note(l);
}

void list_refresh(struct list *l)
{
	struct select q = list_select_of(l, true);

	if (!l->app->store || !l->ids.n || l->filling || l->query || l->parent_field || l->error.kind ||
	    !store_ids_sliced(&q)) {
		list_reload(l);
		return;
	}
	list_clear_rows(l);
	list_window(l);
	if (l->note)
		l->note(l);
}

void list_apply_filter(struct list *l)
{
	struct query_context context = app_query_context(l->app);
	struct arena arena = ARENA_INIT;
	struct query *q = NULL;

	l->query_bad = query_parse(l->entity, edit_text(&l->filter), &context, &arena, &q,
				   &l->query_at, &l->query_error) != 0;
	if (l->query_bad) {
		arena_release(&arena);
		return;
	}
	/* A list that was still being read does not know yet how long it is. */
	bool unknown = l->filling && !l->query;

	if (q && !l->query && !l->parent_field)
		list_keep_base(l);
	list_drop_hits(l); /* they know the old query */
	arena_release(&l->query_arena);
	l->query_arena = arena;
	l->query = q;
	reload(l, false);
	if (l->query && unknown) {
		struct select all = list_select_of(l, false);

		store_count(l->app->store, &all, &l->total, NULL);
	}
}

void list_clear_filter(struct list *l)
{
	edit_set(&l->filter, "", false);
	l->filtering = false;
	list_apply_filter(l);
}

/* Reads the rows of the window; a move inside it runs no SQL. */
static void list_read_rows(struct list *l)
{
	size_t page = (size_t)(l->page > 0 ? l->page : 1);
	/* The first frame of a list waits for nothing but itself: what is on the screen, and no more. */
	size_t pages = l->rows.n || !l->app->key_waits ? WINDOW_PAGES : 1;
	size_t before = pages > 1 ? page : 0;
	size_t from = l->top > before ? l->top - before : 0;
	size_t n = l->ids.n - from;
	struct select q = list_select_of(l, true);

	if (n > page * pages)
		n = page * pages;
	list_clear_rows(l);
	l->window = from;
	if (n && store_rows(l->app->store, &q, &l->columns, l->ids.at + from, (int)n, &l->row_arena,
			    &l->rows, &l->error))
		l->rows = (struct rows){ 0 };
	l->fresh = arena_alloc(&l->row_arena, (size_t)l->rows.n * sizeof *l->fresh + 1);
	for (int i = 0; i < l->rows.n; i++)
		l->fresh[i] = news_is_new(l->app, l->rows.versions[i]);
}

static bool list_in_window(const struct list *l)
{
	size_t last = l->top + (size_t)(l->page > 0 ? l->page : 1);

	if (last > l->ids.n)
		last = l->ids.n;
	return l->top >= l->window && last <= l->window + (size_t)l->rows.n;
}

void list_window(struct list *l)
{
	size_t page = (size_t)(l->page > 0 ? l->page : 1);

	if (!l->ids.n) {
		l->top = l->cursor = 0;
		if (l->selected[0])
			memcpy(l->lost, l->selected, sizeof l->lost);
		l->selected[0] = '\0';
		return;
	}
	l->lost[0] = '\0';
	if (l->cursor >= l->ids.n)
		l->cursor = l->ids.n - 1;
	if (l->cursor < l->top)
		l->top = l->cursor;
	if (l->cursor >= l->top + page)
		l->top = l->cursor - page + 1;
	if (l->top + page > l->ids.n)
		l->top = l->ids.n > page ? l->ids.n - page : 0;
	if (!list_in_window(l))
		list_read_rows(l);
	const char *uid = list_uid(l, l->cursor);
	snprintf(l->selected, sizeof l->selected, "%s", uid ? uid : "");
}

void list_go(struct list *l, size_t index)
{
	l->wanted = l->growing && index >= l->ids.n ? index : 0;
	l->sought[0] = '\0';
	l->cursor = index;
	list_window(l);
}

void list_move(struct list *l, int64_t by)
{
	int64_t to = (int64_t)l->cursor + by;

	if (to < 0)
		to = 0;
	list_go(l, (size_t)to);
}

static bool select_id(struct list *l, int64_t id)
{
	for (size_t i = 0; id && i < l->ids.n; i++) {
		if (l->ids.at[i] == id) {
			list_go(l, i);
			return true;
		}
	}
	return false;
}

bool list_select(struct list *l, const char *uid)
{
	int64_t id = store_id(l->app->store, l->entity, uid);

	if (select_id(l, id))
		return true;
	if (!id || !l->filling)
		return false;
	list_fill_whole(l);
	return select_id(l, id);
}

void list_seek(struct list *l, const char *uid)
{
	int64_t id = store_id(l->app->store, l->entity, uid);

	if (select_id(l, id) || !id || !l->filling)
		return;
	if (!list_fill_a_while(l)) {
		list_select(l, uid);
		return;
	}
	if (!select_id(l, id))
		snprintf(l->sought, sizeof l->sought, "%s", uid);
}

const char *list_cell(const struct list *l, size_t index, int column)
{
	if (index < l->window || index >= l->window + (size_t)l->rows.n ||
	    column >= l->rows.n_columns)
		return NULL;
	return l->rows.cells[(index - l->window) * (size_t)l->rows.n_columns + (size_t)column];
}

const char *list_uid(const struct list *l, size_t index)
{
	if (index < l->window || index >= l->window + (size_t)l->rows.n)
		return NULL;
	return l->rows.uids[index - l->window];
}

bool list_is_new(const struct list *l, size_t index)
{
	return l->fresh && index >= l->window && index < l->window + (size_t)l->rows.n && l->fresh[index - l->window];
}

const char *list_selected_ref(struct list *l, struct arena *a)
{
	return l->selected[0] ? store_ref(l->app->store, l->entity, l->selected, a) : NULL;
}

const char *list_empty_reason(const struct list *l, char *dst, size_t size)
{
	dst[0] = '\0';
	if (l->ids.n)
		return dst;
	if (l->error.kind)
		return error_line(&l->error, dst, size);
	if (l->filling)
		snprintf(dst, size, "Looking for %s. Any key can be pressed meanwhile.",
			 l->entity->plural);
	else if (list_filtered(l) && l->total)
		snprintf(dst, size, "None of %lld matches the filter. Esc clears it, / changes it.",
			 (long long)l->total);
	else if (l->parent_field && !l->parent_uid[0])
		snprintf(dst, size, "Nothing is selected that %s belong to.", l->entity->labels);
	else if (l->parent_field)
		snprintf(dst, size, "%s has no %s yet. n adds one.", l->parent_ref,
			 l->entity->plural);
	else
		snprintf(dst, size, "No %s yet. n adds one.", l->entity->plural);
	return dst;
}
