/* SPDX-License-Identifier: MIT */
/* cover_view.c - the calendar of coverage on the screen, as data. */
#include "app/cover_view.h"

#include <stdio.h>
#include <string.h>

#define WEEK 7

void cover_view_init(struct cover_view *v, struct app *a, const char *uid, const struct what_if *(*trying)(void *data),
		     void *data)
{
	*v = (struct cover_view){ .app = a, .trying = trying, .data = data };
	v->plan.arena = (struct arena)ARENA_INIT;
	v->cover.arena = (struct arena)ARENA_INIT;
	if (uid)
		snprintf(v->uid, sizeof v->uid, "%s", uid);
	cover_view_reload(v);
	/* The first gap is what one came for; else this week. */
	for (int i = 0; i < v->cover.n_gaps; i++)
		if (!*v->cover.gaps[i].reason) {
			cover_view_go(v, &v->cover.gaps[i]);
			return;
		}
	if (v->loaded && v->n_weeks)
		cover_view_move(v, 0, (v->plan.today.day - v->monday.day) / WEEK);
}

void cover_view_release(struct cover_view *v)
{
	cover_release(&v->cover);
	plan_release(&v->plan);
}

static int read_all(struct cover_view *v)
{
	const struct what_if *what = v->trying ? v->trying(v->data) : NULL;
	struct plan_options o = PLAN_OPTIONS_INIT;
	int failed;

	o.uid = v->uid[0] ? v->uid : NULL;
	failed = plan_read(v->app, &o, &v->plan, &v->error);
	if (failed)
		return failed;
	/* The what-if was made on the same milestones: its schedule has their indexes. */
	if (what && what->n && schedule_count(what->result.after) != v->plan.n)
		what = NULL;
	snprintf(v->said, sizeof v->said, "%s", what && what->n ? what->said.s : "");
	return cover_read(v->app, &v->plan, what && what->n ? what->result.after : NULL, DATE_NONE, &v->cover,
			  &v->error);
}

void cover_view_reload(struct cover_view *v)
{
	cover_view_release(v);
	v->error = (struct error)ERROR_INIT;
	v->loaded = read_all(v) == 0;
	if (!v->loaded)
		plan_release(&v->plan);
	v->n_weeks = 0;
	if (v->loaded && v->cover.n_days) {
		snprintf(v->uid, sizeof v->uid, "%s", v->plan.uid);
		v->monday = date_add_days(v->cover.first, -(int64_t)date_weekday(v->cover.first));
		v->n_weeks = (v->cover.last.day - v->monday.day) / WEEK + 1;
	}
	cover_view_move(v, 0, 0);
}

static int clamp(int64_t n, int most)
{
	return n < 0 || most <= 0 ? 0 : n >= most ? most - 1 : (int)n;
}

void cover_view_move(struct cover_view *v, int functions, int64_t weeks)
{
	v->function = clamp((int64_t)v->function + functions, v->cover.n_functions);
	v->week = clamp(v->week + weeks, v->n_weeks);
	if (v->week < v->first_week)
		v->first_week = v->week;
	if (v->fit > 0 && v->week >= v->first_week + v->fit)
		v->first_week = v->week - v->fit + 1;
	if (v->fit >= v->n_weeks)
		v->first_week = 0;
}

void cover_view_layout(struct cover_view *v, int fit, int page)
{
	v->fit = fit;
	v->page = page;
	cover_view_move(v, 0, 0);
}

void cover_view_go(struct cover_view *v, const struct cover_gap *g)
{
	v->function = g->function;
	v->week = (g->first.day - v->monday.day) / WEEK;
	cover_view_move(v, 0, 0);
}

struct date cover_view_week(const struct cover_view *v, int week)
{
	return date_add_days(v->monday, (int64_t)week * WEEK);
}

enum cover_mark cover_view_mark(const struct cover_view *v, int function, int week)
{
	return cover_worst(&v->cover, function, cover_view_week(v, week), WEEK);
}

int cover_view_wave(const struct cover_view *v, int week)
{
	const struct what_if *what = v->said[0] && v->trying ? v->trying(v->data) : NULL;
	const struct schedule *schedule = what ? what->result.after : v->plan.schedule;
	struct date from = cover_view_week(v, week);

	for (int wave = 1; wave <= 9; wave++) {
		int32_t m = plan_wave(&v->plan, wave);

		if (m < 0)
			return 0;
		if (!schedule_row(schedule, m)->counts)
			continue;
		/* A wave takes effect on a Sunday and keeps people busy in the week after it. */
		int days = schedule_row(schedule, m)->early_finish.day + 1 - from.day;
		if (days >= 0 && days < WEEK)
			return wave;
	}
	return 0;
}

static bool in_week(const struct cover_view *v, const struct cover_gap *g)
{
	struct date from = cover_view_week(v, v->week);

	return g->function == v->function && date_cmp(g->first, date_add_days(from, WEEK - 1)) <= 0 &&
	       date_cmp(g->last, from) >= 0;
}

const struct cover_gap *cover_view_gap(const struct cover_view *v)
{
	for (int i = 0; i < v->cover.n_gaps; i++)
		if (in_week(v, &v->cover.gaps[i]))
			return &v->cover.gaps[i];
	return NULL;
}

const char *cover_view_uid(const struct cover_view *v)
{
	const struct cover_gap *g = cover_view_gap(v);
	struct date from = cover_view_week(v, v->week);

	if (!v->n_weeks || (g && *g->uid))
		return g && v->n_weeks ? g->uid : NULL;
	for (int i = 0; i < v->cover.n_rows; i++) {
		const struct cover_row *r = &v->cover.rows[i];

		if (r->function == v->function && date_cmp(r->first, date_add_days(from, WEEK - 1)) <= 0 &&
		    date_cmp(r->last, from) >= 0)
			return r->uid;
	}
	return NULL;
}

void cover_view_words(const struct cover_view *v, struct buf *out)
{
	char text[DATE_TEXT];

	if (!v->n_weeks)
		return;
	if (!cover_view_gap(v)) {
		buf_addf(out, "%s, week of %s: %s", v->cover.functions[v->function].label,
			 date_format(cover_view_week(v, v->week), text),
			 cover_mark_words(cover_view_mark(v, v->function, v->week)));
		return;
	}
	for (int i = 0; i < v->cover.n_gaps; i++) {
		if (!in_week(v, &v->cover.gaps[i]))
			continue;
		if (out->len)
			buf_addc(out, '\n');
		cover_gap_words(&v->cover, &v->cover.gaps[i], out);
	}
}
