/* SPDX-License-Identifier: MIT */
/*
 * place_views.c - each kind of view as names and texts, and made anew from them.
 *
 * Texts of records do not stand in it, only which record: what is shown is read when it
 * is shown. What an action opened over a view is in place_asked.c.
 */
#include "app/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/list_private.h"
#include "app/screen_private.h"

static const char *const kinds[VIEW_KIND_MAX] = {
	[VIEW_BENCH] = "bench", [VIEW_LIST] = "list",   [VIEW_SHEET] = "record", [VIEW_PLAN] = "plan",
	[VIEW_INBOX] = "inbox", [VIEW_FORM] = "form",   [VIEW_TEXT] = "text", [VIEW_OVERVIEW] = "overview",
};

/* ---- lists ------------------------------------------------------------------------------------- */

static void sort_text(const struct sort *sort, struct buf *out)
{
	for (int i = 0; i < sort->n; i++)
		buf_addf(out, "%s%s%s", i ? "," : "", sort->keys[i].descending ? "-" : "",
			 sort->keys[i].field ? sort->keys[i].field->name : "ref");
}

#define MARKS_MAX 2000 /* runs of marked rows that are kept */
#define ROWS_MAX  8000000

/* "3-3,7-12": by row, which is a record for good. */
static void marks_text(const struct marks *m, struct buf *out)
{
	int32_t last = (int32_t)(m->n_words * 64);
	int runs = 0;

	for (int32_t id = 1; m->n && id < last && runs < MARKS_MAX; id++) {
		int32_t from = id;

		if (!marks_has(m, id))
			continue;
		while (marks_has(m, id + 1))
			id++;
		buf_addf(out, "%s%d-%d", runs++ ? "," : "", (int)from, (int)id);
	}
}

static void take_marks(struct list *l, const char *text)
{
	while (*text) {
		char *end;
		long from = strtol(text, &end, 10), to = *end == '-' ? strtol(end + 1, &end, 10) : 0;

		for (long id = from; id > 0 && id <= to && to - from < 1000000; id++)
			if (id <= ROWS_MAX)
				marks_set(&l->marks, (int32_t)id, true);
		if (*end != ',')
			break;
		text = end + 1;
	}
	l->marks_of = l->app->store;
	list_count_marks(l);
}

void place_put_list(struct place_out *out, const char *view, const struct list *l)
{
	AUTOBUF sort = BUF_INIT;

	place_put(out, l->query_bad ? "" : edit_text(&l->filter), "%sfilter", view);
	sort_text(&l->sort, &sort);
	place_put(out, sort.s, "%ssort", view);
	AUTOBUF marks = BUF_INIT;

	marks_text(&l->marks, &marks);
	if (marks.len)
		place_put(out, marks.s, "%smarks", view);
	place_put(out, l->selected, "%sselected", view);
	place_put_int(out, (int64_t)(l->cursor > l->top ? l->cursor - l->top : 0), view, "above");
}

void place_take_list(struct list *l, const struct place_in *in)
{
	const char *filter = place_get(in, "filter"), *sort = place_get(in, "sort");
	const char *selected = place_get(in, "selected");
	struct sort order;
	bool other = sort && *sort && sort_parse(l->entity, sort, &order, NULL) == 0;

	if (other)
		l->sort = order;
	if (filter && *filter) {
		edit_set(&l->filter, filter, false);
		list_apply_filter(l);
		if (l->query_bad)
			list_clear_filter(l);
	}
	if (other || (filter && *filter))
		list_reload(l);
	const char *marks = place_get(in, "marks");
	if (marks)
		take_marks(l, marks);
	if (!selected || !*selected)
		return;
	if (l->filling) {
		list_seek(l, selected); /* a long list is read on in the pauses */
		return;
	}
	if (!list_select(l, selected))
		return;
	size_t above = (size_t)place_get_int(in, "above", 0, 10000);
	l->top = l->cursor > above ? l->cursor - above : 0;
	list_window(l);
}

static void put_bench(struct place_out *out, const char *view, const struct bench *b)
{
	place_put_int(out, b->focus, view, "focus");
	place_put_int(out, b->zoomed, view, "zoomed");
	for (int i = 0; i < BENCH_PANES; i++) {
		char pane[32];

		snprintf(pane, sizeof pane, "%s%d.", view, i);
		place_put_list(out, pane, &b->pane[i]);
	}
}

/* Each pane after the one it follows from. */
static void take_bench(struct screen *s, struct bench *b, const struct place_in *in)
{
	bench_read(b);
	for (int i = 0; i < BENCH_PANES; i++) {
		char pane[32];
		struct place_in of_pane = { .found = in->found, .view = pane };

		snprintf(pane, sizeof pane, "%s%d.", in->view, i);
		place_take_list(&b->pane[i], &of_pane);
		bench_moved(s, b, i);
		bench_settle(b);
	}
	b->focus = (int)place_get_int(in, "focus", 0, BENCH_PANES - 1);
	b->zoomed = place_get_int(in, "zoomed", 0, 1);
}

/* ---- others -------------------------------------------------------------------------------------- */

static void put_picks(struct place_out *out, const char *view, const struct picks *p)
{
	AUTOBUF marks = BUF_INIT;

	picks_write(p, &marks);
	if (marks.len)
		place_put(out, marks.s, "%smarks", view);
}

static void take_picks(struct picks *p, const struct picks_rows *rows, const struct place_in *in)
{
	const char *marks = place_get(in, "marks");

	if (marks)
		picks_take(p, rows, marks);
}

static void put_inbox(struct place_out *out, const char *view, const struct inbox_view *v)
{
	place_put(out, v->selected, "%sselected", view);
	place_put_int(out, v->kind, view, "under");
	put_picks(out, view, &v->picks);
}

static void take_inbox(struct inbox_view *v, const struct place_in *in)
{
	const char *selected = place_get(in, "selected");
	struct picks_rows rows = inbox_view_rows(v);

	take_picks(&v->picks, &rows, in);
	if (!selected || !*selected)
		return;
	snprintf(v->selected, sizeof v->selected, "%s", selected);
	v->kind = (enum inbox_kind)place_get_int(in, "under", 0, INBOX_KIND_MAX - 1);
	inbox_view_reload(v);
}

static void put_plan(struct place_out *out, const char *view, const struct plan_view *v)
{
	place_put(out, v->uid, "%suid", view);
	place_put(out, v->selected, "%sselected", view);
	place_put_int(out, v->cursor, view, "line"); /* for a phase */
	place_put_int(out, (int64_t)v->folded, view, "folded");
	place_put_int(out, v->chart, view, "chart");
	place_put_int(out, v->zoom, view, "zoom");
	put_picks(out, view, &v->picks);
}

static void take_plan(struct plan_view *v, const struct place_in *in)
{
	const char *selected = place_get(in, "selected");

	struct picks_rows rows = plan_view_rows(v);
	take_picks(&v->picks, &rows, in); /* while all lines are there */
	v->folded = (uint64_t)place_get_int(in, "folded", 0, INT64_MAX);
	v->chart = place_get_int(in, "chart", 0, 1);
	v->zoom = (enum gantt_zoom)place_get_int(in, "zoom", 0, GANTT_ZOOM_MAX - 1);
	plan_view_reload(v);
	if (selected && *selected)
		plan_view_select(v, selected);
	else
		plan_view_move(v, place_get_int(in, "line", 0, 100000) - v->cursor);
}

/* Which figure is selected, by what it leads to. */
static void put_overview(struct place_out *out, const char *view, const struct overview_view *v)
{
	const struct figure_goal *g = overview_view_goal(v);
	char day[DATE_TEXT];

	if (!g)
		return;
	place_put(out, g->entity ? g->entity->name : "", "%sentity", view);
	place_put(out, g->query ? g->query : "", "%squery", view);
	place_put(out, g->ref ? g->ref : "", "%sref", view);
	place_put(out, !date_is_none(g->as_of) ? date_format(g->as_of, day) : "", "%sday", view);
	place_put_int(out, v->top, view, "top");
}

static void take_overview(struct overview_view *v, const struct place_in *in)
{
	const char *entity = place_get(in, "entity"), *query = place_get(in, "query"), *ref = place_get(in, "ref");
	const char *day = place_get(in, "day");

	v->to_entity = entity && *entity ? record_entity_by_name(entity) : NULL;
	snprintf(v->to_query, sizeof v->to_query, "%s", query ? query : "");
	snprintf(v->to_ref, sizeof v->to_ref, "%s", ref ? ref : "");
	if (!day || !date_parse_iso(day, strlen(day), &v->to_day))
		v->to_day = DATE_NONE;
	overview_view_reload(v);
}

static void put_sheet(struct place_out *out, const char *view, const struct sheet *v)
{
	place_put(out, v->entity->name, "%sentity", view);
	place_put(out, v->uid, "%suid", view);
	place_put_int(out, v->top, view, "top");
	place_put_int(out, v->link, view, "link");
}

static bool open_sheet(struct screen *s, const struct place_in *in)
{
	const char *name = place_get(in, "entity"), *uid = place_get(in, "uid");
	const struct entity *e = name ? record_entity_by_name(name) : NULL;

	if (!e || !uid || strlen(uid) != UUID_TEXT - 1 || !store_id(s->app->store, e, uid))
		return false;
	screen_open_record(s, e, uid);
	struct sheet *v = &screen_top(s)->sheet;
	int link = (int)place_get_int(in, "link", -1, v->n_lines - 1);

	if (link >= 0 && v->lines[link].kind == SHEET_LINK)
		v->link = link;
	sheet_scroll(v, (int)place_get_int(in, "top", 0, 1000000));
	return true;
}

/* A form is its draft; one without a draft has nothing typed in it. */
static bool open_form(struct screen *s, const struct place_in *in)
{
	const char *name = place_get(in, "draft");
	char dir[512], path[DRAFT_PATH_MAX * 2];
	int depth = s->depth;

	if (!name || !*name || strchr(name, '/') || !draft_dir(s->app, dir, sizeof dir))
		return false;
	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (access(path, F_OK) != 0 || draft_is_held(path))
		return false;
	draft_open(s, path);
	return s->depth > depth;
}

/* ---- all -------------------------------------------------------------------------------------------- */

void place_put_view(struct place_out *out, const char *view, const struct view *v)
{
	if (place_put_asked(out, view, v) || !kinds[v->kind] || (v->kind == VIEW_TEXT && v->number < 0))
		return;
	place_put(out, kinds[v->kind], "%skind", view);
	place_put_int(out, v->number, view, "number");
	switch (v->kind) {
	case VIEW_BENCH:
		put_bench(out, view, &v->bench);
		break;
	case VIEW_LIST:
		place_put_list(out, view, &v->list);
		break;
	case VIEW_SHEET:
		put_sheet(out, view, &v->sheet);
		break;
	case VIEW_PLAN:
		put_plan(out, view, &v->plan);
		break;
	case VIEW_INBOX:
		put_inbox(out, view, &v->inbox);
		break;
	case VIEW_OVERVIEW:
		put_overview(out, view, &v->overview);
		break;
	case VIEW_FORM:
		place_put(out, v->form->draft ? draft_name(v->form->draft) : "", "%sdraft", view);
		break;
	case VIEW_TEXT:
		place_put_int(out, v->text.top, view, "top");
		break;
	default:
		break;
	}
}

/* The views by number are opened as their number does. */
static bool open_numbered(struct screen *s, enum view_kind kind, int number, const struct place_in *in)
{
	if (number > 0)
		screen_open_view(s, number);
	struct view *v = screen_top(s);

	if (!v || v->number != number || v->kind != kind)
		return false;
	if (kind == VIEW_BENCH)
		take_bench(s, &v->bench, in);
	else if (kind == VIEW_LIST)
		place_take_list(&v->list, in);
	else if (kind == VIEW_PLAN)
		take_plan(&v->plan, in);
	else if (kind == VIEW_INBOX)
		take_inbox(&v->inbox, in);
	else if (kind == VIEW_OVERVIEW)
		take_overview(&v->overview, in);
	else
		text_move(s, &v->text, (int)place_get_int(in, "top", 0, 1000000), 0);
	return true;
}

bool place_open_view(struct screen *s, const struct place_in *in)
{
	const char *name = place_get(in, "kind");
	int number = (int)place_get_int(in, "number", -1, 8);

	if (name && strcmp(name, "asked") == 0)
		return place_open_asked(s, in);
	if (name && (strcmp(name, "bulk") == 0 || strcmp(name, "question") == 0))
		return place_open_deed(s, in);
	for (int k = 0; name && k < VIEW_KIND_MAX; k++) {
		if (!kinds[k] || strcmp(kinds[k], name) != 0)
			continue;
		if (k == VIEW_SHEET)
			return open_sheet(s, in);
		if (k == VIEW_FORM)
			return open_form(s, in);
		return number >= 0 && open_numbered(s, (enum view_kind)k, number, in);
	}
	return false;
}
