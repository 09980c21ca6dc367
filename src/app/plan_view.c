/* SPDX-License-Identifier: MIT */
/* plan_view.c - the plan on the screen, as data. */
#include "app/plan_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- life */

void plan_view_init(struct plan_view *v, struct app *a, const char *uid)
{
	*v = (struct plan_view){ .app = a, .zoom = GANTT_MONTH, .compared = -1, .what = WHAT_IF_INIT };
	v->plan.arena = (struct arena)ARENA_INIT;
	if (uid)
		snprintf(v->uid, sizeof v->uid, "%s", uid);
	v->scale.cols = v->chart_cols = 1;
	plan_view_reload(v);
	/* Where work stands: the first milestone that is not done. */
	for (size_t i = 0; i < v->plan.n; i++)
		if (!(v->plan.milestones[i].flags & (PLAN_COMPLETE | PLAN_CANCELLED))) {
			plan_view_select(v, v->plan.milestones[i].uid);
			break;
		}
}

void plan_view_release(struct plan_view *v)
{
	what_if_release(&v->what);
	plan_release(&v->plan);
	picks_release(&v->picks);
	free(v->lines);
}

/* ---- lines */

static void add_line(struct plan_view *v, struct plan_line line)
{
	MEM_GROW(v->lines, v->cap_lines, v->n_lines + 1);
	v->lines[v->n_lines++] = line;
}

static bool is_folded(const struct plan_view *v, int phase)
{
	return phase < PLAN_PHASES_MAX && v->folded & UINT64_C(1) << phase;
}

/* Milestones that follow each other with the same phase are one; without phases there are none. */
static void make_lines(struct plan_view *v)
{
	const struct plan *p = &v->plan;
	int phase = -1;

	v->n_lines = 0;
	for (size_t i = 0; i < p->n; i++) {
		const char *name = p->milestones[i].phase;
		size_t last = i;

		if (!i || strcmp(name, p->milestones[i - 1].phase) != 0) {
			phase++;
			while (last + 1 < p->n && strcmp(name, p->milestones[last + 1].phase) == 0)
				last++;
			if (*name)
				add_line(v, (struct plan_line){ phase, -1, (int32_t)i, (int32_t)last });
		}
		if (!*name || !is_folded(v, phase))
			add_line(v, (struct plan_line){ phase, (int32_t)i, (int32_t)i, (int32_t)i });
	}
}

static void note_selected(struct plan_view *v)
{
	int32_t m = plan_view_milestone(v);

	snprintf(v->selected, sizeof v->selected, "%s", m < 0 ? "" : v->plan.milestones[m].uid);
}

static void clip(struct plan_view *v)
{
	int last = v->n_lines > v->page ? v->n_lines - v->page : 0;

	if (v->cursor >= v->n_lines)
		v->cursor = v->n_lines - 1;
	if (v->cursor < 0)
		v->cursor = 0;
	if (v->cursor < v->top)
		v->top = v->cursor;
	if (v->page > 0 && v->cursor >= v->top + v->page)
		v->top = v->cursor - v->page + 1;
	if (v->top > last)
		v->top = last;
}

bool plan_view_select(struct plan_view *v, const char *uid)
{
	for (int i = 0; i < v->n_lines; i++) {
		int32_t m = v->lines[i].milestone;

		if (m < 0 || strcmp(v->plan.milestones[m].uid, uid) != 0)
			continue;
		v->cursor = i;
		clip(v);
		note_selected(v);
		return true;
	}
	return false;
}

/* ---- the chart */

static void fit(struct plan_view *v)
{
	struct date left = v->scale.left;

	if (!v->loaded)
		return;
	gantt_fit(&v->plan, v->zoom, v->chart_cols, &v->scale);
	if (v->panned)
		v->scale.left = left;
}

void plan_view_zoom(struct plan_view *v, int step)
{
	int zoom = (int)v->zoom - step;
	int64_t days = (int64_t)v->scale.days * v->scale.cols;
	struct date middle = date_add_days(v->scale.left, days / 2);
	int32_t m = plan_view_milestone(v);

	if (zoom < 0 || zoom >= GANTT_ZOOM_MAX)
		return;
	if (m >= 0 && schedule_row(plan_view_schedule(v), m)->counts)
		middle = schedule_row(plan_view_schedule(v), m)->early_finish;
	v->zoom = (enum gantt_zoom)zoom;
	fit(v);
	/* Nearer shows the selected milestone, or the middle of what was shown; the rest is one key away. */
	if (v->panned || step > 0) {
		v->panned = true;
		days = (int64_t)v->scale.days * v->scale.cols;
		v->scale.left = date_add_days(middle, -days / 2);
		v->scale.left = date_add_days(v->scale.left, -(int64_t)date_weekday(v->scale.left));
	}
}

void plan_view_pan(struct plan_view *v, int step)
{
	int64_t days = (int64_t)v->scale.days * (v->scale.cols / 2 > 0 ? v->scale.cols / 2 : 1);

	v->scale.left = date_add_days(v->scale.left, days * step);
	v->scale.left = date_add_days(v->scale.left, -(int64_t)date_weekday(v->scale.left));
	v->panned = true;
}

void plan_view_layout(struct plan_view *v, int page, int chart_cols, bool wide)
{
	v->page = page;
	v->chart_cols = chart_cols;
	v->wide = wide;
	fit(v);
	clip(v);
}

/* ---- reading */

/* A what-if is tried again on the plan as it is now; what does not fit any more is dropped. */
static void try_again(struct plan_view *v, const struct what_if *old, const struct plan *before)
{
	AUTOBUF change = BUF_INIT;
	struct error ignored = ERROR_INIT;
	char text[DATE_TEXT];

	for (size_t i = 0; i < old->n; i++) {
		const struct schedule_edit *e = &old->edits[i];

		buf_clear(&change);
		if (e->kind == SCHEDULE_SET_GATE)
			buf_adds(&change, schedule_gate_name((enum schedule_gate)e->amount));
		else if (e->kind == SCHEDULE_SET_DATE)
			buf_adds(&change, date_format(e->date, text));
		else if (e->kind == SCHEDULE_SET_DURATION)
			buf_addf(&change, "=%d", (int)e->amount);
		else
			buf_addf(&change, "%+d%s", (int)e->amount, e->kind == SCHEDULE_SHIFT_DAYS ? "d" : "wd");
		what_if_add(v->app, &v->plan, before->milestones[e->milestone].code, change.s, &v->what, &ignored);
	}
}

static int read_plan(struct plan_view *v, struct plan *out)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	o.uid = v->uid[0] ? v->uid : NULL;
	o.baseline = v->compared;
	return plan_read(v->app, &o, out, &v->error);
}

static bool pick_at(const void *view, int i, struct pick *out)
{
	const struct plan_view *v = view;
	int32_t m = i < 0 || i >= v->n_lines ? -1 : v->lines[i].milestone;

	if (m < 0)
		return false;
	out->entity = record_entity(ENTITY_MILESTONE);
	snprintf(out->uid, sizeof out->uid, "%s", v->plan.milestones[m].uid);
	return true;
}

struct picks_rows plan_view_rows(const struct plan_view *v)
{
	return (struct picks_rows){ v, v->n_lines, v->cursor, pick_at };
}

static bool in_plan(const void *view, const char *uid)
{
	const struct plan_view *v = view;

	for (size_t i = 0; i < v->plan.n; i++)
		if (strcmp(v->plan.milestones[i].uid, uid) == 0)
			return true;
	return false;
}

void plan_view_reload(struct plan_view *v)
{
	struct plan fresh, before = v->plan;
	struct what_if old = v->what;
	char selected[UUID_TEXT];

	v->error = (struct error)ERROR_INIT;
	memcpy(selected, v->selected, sizeof selected);
	v->what = (struct what_if)WHAT_IF_INIT;
	v->loaded = read_plan(v, &fresh) == 0;
	v->plan = v->loaded ? fresh : (struct plan){ .arena = ARENA_INIT };
	if (v->loaded) {
		snprintf(v->uid, sizeof v->uid, "%s", v->plan.uid);
		try_again(v, &old, &before);
	}
	what_if_release(&old);
	plan_release(&before);
	make_lines(v);
	fit(v);
	if (!selected[0] || !plan_view_select(v, selected))
		clip(v);
	note_selected(v);
	struct picks_rows rows = plan_view_rows(v);
	picks_follow(&v->picks, &rows);
	v->dropped = v->loaded ? picks_drop(&v->picks, in_plan, v) : 0;
}

/* ---- moving */

void plan_view_move(struct plan_view *v, int64_t by)
{
	int64_t to = v->cursor + by;

	v->cursor = to < 0 ? 0 : to >= v->n_lines ? v->n_lines - 1 : (int)to;
	clip(v);
	note_selected(v);
}

void plan_view_fold(struct plan_view *v)
{
	int phase;

	if (!v->n_lines || v->lines[v->cursor].phase >= PLAN_PHASES_MAX)
		return;
	phase = v->lines[v->cursor].phase;
	v->folded ^= UINT64_C(1) << phase;
	make_lines(v);
	for (int i = 0; i < v->n_lines; i++)
		if (v->lines[i].phase == phase) {
			v->cursor = i;
			break;
		}
	clip(v);
	note_selected(v);
	struct picks_rows rows = plan_view_rows(v);
	picks_follow(&v->picks, &rows);
}

int32_t plan_view_milestone(const struct plan_view *v)
{
	return v->cursor < v->n_lines ? v->lines[v->cursor].milestone : -1;
}

bool plan_view_trying(const struct plan_view *v)
{
	return v->what.n > 0;
}

const struct schedule *plan_view_after(const struct plan_view *v)
{
	return v->what.n ? v->what.result.after : NULL;
}

const struct schedule *plan_view_schedule(const struct plan_view *v)
{
	return v->what.n ? v->what.result.after : v->plan.schedule;
}

/* ---- the selected one and its neighbours */

enum plan_tie plan_view_tie(const struct plan_view *v, int32_t milestone)
{
	int32_t selected = plan_view_milestone(v);

	for (size_t k = 0; selected >= 0 && k < v->plan.n_dependencies; k++) {
		const struct schedule_dependency *d = &v->plan.dependencies[k];

		if (!schedule_applies(plan_view_schedule(v), k))
			continue;
		if (d->succ == selected && d->pred == milestone)
			return PLAN_TIE_BEFORE;
		if (d->pred == selected && d->succ == milestone)
			return PLAN_TIE_AFTER;
	}
	return PLAN_TIE_NONE;
}

static void add_tie(const struct plan_view *v, const struct schedule_dependency *d, int32_t other, int *n,
		    struct buf *out)
{
	static const char *const kinds[SCHEDULE_KIND_MAX] = { "", " start", " finish" };

	buf_addf(out, "%s%s%s", (*n)++ ? ", " : "", v->plan.milestones[other].code, kinds[d->kind]);
	if (d->lag)
		buf_addf(out, " %+d", (int)d->lag);
}

static void add_ties(const struct plan_view *v, int32_t selected, bool before, struct buf *out)
{
	int n = 0;

	for (size_t k = 0; k < v->plan.n_dependencies; k++) {
		const struct schedule_dependency *d = &v->plan.dependencies[k];
		int32_t own = before ? d->succ : d->pred, other = before ? d->pred : d->succ;

		if (own != selected || !schedule_applies(plan_view_schedule(v), k))
			continue;
		if (!n)
			buf_addf(out, "%s%s ", out->len ? "; " : "", before ? "after" : "before");
		add_tie(v, d, other, &n, out);
	}
}

void plan_view_tie_words(const struct plan_view *v, struct buf *out)
{
	int32_t selected = plan_view_milestone(v);
	AUTOBUF words = BUF_INIT;

	if (selected < 0)
		return;
	add_ties(v, selected, true, &words);
	add_ties(v, selected, false, &words);
	buf_addf(out, "%s: %s", v->plan.milestones[selected].code, words.len ? words.s : "tied to nothing");
}

void plan_view_why_words(const struct plan_view *v, struct buf *out)
{
	int32_t selected = plan_view_milestone(v);

	if (selected < 0)
		return;
	schedule_why_words(plan_view_schedule(v), selected, out);
}

void plan_view_move_words(const struct plan_view *v, struct buf *out)
{
	int32_t selected = plan_view_milestone(v);

	for (size_t i = 0; plan_view_trying(v) && i < v->what.result.n_moves; i++)
		if (v->what.result.moves[i].milestone == selected)
			what_if_note(&v->what.result.moves[i], out);
}
