/* SPDX-License-Identifier: MIT */
/*
 * bench.c - the workbench: reports, their recommendations, the plan.
 *
 * The selection flows down: the report selected filters the
 * recommendations, the recommendation selected brings up the plan that
 * answers it, or else the report's plan, or else the only plan.
 */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

enum { REPORTS, RECOMMENDATIONS, PLAN };

static struct list *pane(struct bench *b, int which)
{
	return &b->pane[which];
}

/* Runs a query of the query language and returns its first record's uid. */
static bool first_of(struct app *a, const struct entity *e, const char *query, const char *sort,
		     char uid[UUID_TEXT], struct arena *arena)
{
	struct query_context context = app_query_context(a);
	struct select q = { .entity = e, .today = a->today, .limit = 1 };
	struct columns c;
	struct query *where = NULL;
	struct ids ids = { 0 };
	struct rows rows;
	bool found = false;

	if (query_parse(e, query, &context, arena, &where, NULL, NULL) ||
	    sort_parse(e, sort, &q.sort, NULL) || columns_parse(e, "ref", &c, NULL))
		return false;
	q.where = where;
	if (store_ids(a->store, &q, &ids, NULL) == 0 && ids.n &&
	    store_rows(a->store, &q, &c, ids.at, 1, arena, &rows, NULL) == 0 && rows.uids[0]) {
		snprintf(uid, UUID_TEXT, "%s", rows.uids[0]);
		found = true;
	}
	ids_release(&ids);
	return found;
}

static bool plan_of(struct bench *b, char uid[UUID_TEXT], struct arena *arena)
{
	struct app *a = pane(b, REPORTS)->app;
	const struct entity *plan = record_entity(ENTITY_PLAN);
	struct select all = { .entity = plan, .today = a->today };
	int64_t n = 0;

	if (store_count(a->store, &all, &n, NULL) != 0 || !n)
		return false;
	const char *rec = list_selected_ref(pane(b, RECOMMENDATIONS), arena);
	const char *report = list_selected_ref(pane(b, REPORTS), arena);

	if (rec &&
	    first_of(a, plan, arena_printf(arena, "recommendation:\"%s\"", rec), "ref", uid, arena))
		return true;
	/* The report's plan: that of any of its recommendations. */
	struct list *recs = pane(b, RECOMMENDATIONS);
	for (size_t i = 0; report && i < recs->ids.n && i < 50; i++) {
		const char *ref = arena_printf(arena, "recommendation:\"%s/%zu\"", report, i + 1);

		if (first_of(a, plan, ref, "ref", uid, arena))
			return true;
	}
	return n == 1 && first_of(a, plan, "", "ref", uid, arena);
}

static void read_recommendations(struct bench *b)
{
	struct list *l = pane(b, RECOMMENDATIONS), *reports = pane(b, REPORTS);
	AUTOARENA arena = ARENA_INIT;

	list_set_parent(l, record_field(l->entity, "report"), reports->entity,
			reports->selected[0] ? reports->selected : NULL,
			list_selected_ref(reports, &arena));
}

static void read_plan(struct bench *b)
{
	struct list *l = pane(b, PLAN);
	const struct entity *plan = record_entity(ENTITY_PLAN);
	char uid[UUID_TEXT];
	AUTOARENA arena = ARENA_INIT;
	bool found = plan_of(b, uid, &arena);
	const char *ref = found ? store_ref(l->app->store, plan, uid, &arena) : NULL;

	snprintf(b->plan_ref, sizeof b->plan_ref, "%s", ref ? ref : "");
	if (strcmp(l->parent_uid, found ? uid : "") != 0 || !l->parent_field)
		list_set_parent(l, record_field(l->entity, "plan"), plan, found ? uid : NULL, ref);
}

#define NEWEST 64 /* reports looked at one by one before all are asked */

/* The first open recommendation of a report. */
static bool open_in(struct app *a, const char *report, char uid[UUID_TEXT], struct arena *arena)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct query_context context = app_query_context(a);
	struct select q = { .entity = e,
			    .today = a->today,
			    .limit = 1,
			    .parent_uid = report,
			    .parent_field = record_field(e, "report") };
	struct columns c;
	struct query *where = NULL;
	struct ids ids = { 0 };
	struct rows rows;
	bool found = false;

	if (query_parse(e, "is:open", &context, arena, &where, NULL, NULL) ||
	    columns_parse(e, "ref", &c, NULL))
		return false;
	q.where = where;
	if (store_ids(a->store, &q, &ids, NULL) == 0 && ids.n &&
	    store_rows(a->store, &q, &c, ids.at, 1, arena, &rows, NULL) == 0 && rows.uids[0]) {
		snprintf(uid, UUID_TEXT, "%s", rows.uids[0]);
		found = true;
	}
	ids_release(&ids);
	return found;
}

/* Mostly it is one of the newest reports that has something open. */
static bool newest_open(struct app *a, char report[UUID_TEXT], char rec[UUID_TEXT],
			struct arena *arena)
{
	const struct entity *e = record_entity(ENTITY_REPORT);
	struct select q = { .entity = e, .today = a->today, .limit = NEWEST };
	struct columns c;
	struct ids ids = { 0 };
	struct rows rows;
	bool found = false;

	if (sort_parse(e, "-issued_on", &q.sort, NULL) || columns_parse(e, "ref", &c, NULL) ||
	    store_ids(a->store, &q, &ids, NULL) != 0 ||
	    store_rows(a->store, &q, &c, ids.at, (int)ids.n, arena, &rows, NULL) != 0) {
		ids_release(&ids);
		return false;
	}
	for (int i = 0; i < rows.n && !found; i++) {
		found = rows.uids[i] && open_in(a, rows.uids[i], rec, arena);
		if (found)
			snprintf(report, UUID_TEXT, "%s", rows.uids[i]);
	}
	ids_release(&ids);
	if (found || rows.n < NEWEST)
		return found;
	return first_of(a, e, "is:open", "-issued_on", report, arena) &&
	       open_in(a, report, rec, arena);
}

/* The newest report with an open recommendation, and that recommendation. */
static void select_start(struct bench *b)
{
	AUTOARENA arena = ARENA_INIT;
	char report[UUID_TEXT], rec[UUID_TEXT];
	bool found = newest_open(pane(b, REPORTS)->app, report, rec, &arena);

	if (found)
		list_select(pane(b, REPORTS), report);
	read_recommendations(b);
	if (found)
		list_select(pane(b, RECOMMENDATIONS), rec);
	read_plan(b);
}

void bench_read(struct bench *b)
{
	if (!b->unread)
		return;
	b->unread = false;
	list_reload(pane(b, REPORTS));
	select_start(b);
	b->focus = pane(b, REPORTS)->ids.n ? RECOMMENDATIONS : REPORTS;
}

/* Where a key was typed ahead it may open another view: this one is read when it is shown. */
void bench_init(struct bench *b, struct app *a)
{
	list_init(pane(b, REPORTS), a, record_entity(ENTITY_REPORT));
	list_init(pane(b, RECOMMENDATIONS), a, record_entity(ENTITY_RECOMMENDATION));
	list_init(pane(b, PLAN), a, record_entity(ENTITY_MILESTONE));
	b->unread = true;
	if (!a->key_waits || !a->key_waits(a->key_data))
		bench_read(b);
}

void bench_release(struct bench *b)
{
	for (int i = 0; i < BENCH_PANES; i++)
		list_release(pane(b, i));
}

void bench_moved(struct screen *s, struct bench *b, int which)
{
	for (int i = which + 1; i < BENCH_PANES; i++)
		b->stale[i] = true;
	s->stale_since_us = s->now_us;
}

bool bench_is_stale(const struct bench *b)
{
	return b->stale[RECOMMENDATIONS] || b->stale[PLAN];
}

void bench_settle(struct bench *b)
{
	if (b->stale[RECOMMENDATIONS])
		read_recommendations(b);
	if (b->stale[PLAN])
		read_plan(b);
	b->stale[RECOMMENDATIONS] = b->stale[PLAN] = false;
}

void bench_reload(struct bench *b, bool moved)
{
	if (b->unread)
		return;
	(moved ? list_reload : list_refresh)(pane(b, REPORTS));
	read_recommendations(b);
	read_plan(b);
	list_reload(pane(b, PLAN));
	b->stale[RECOMMENDATIONS] = b->stale[PLAN] = false;
}
