/* SPDX-License-Identifier: MIT */
/* actions_plan.c - the action table: the plan, its chart, and what if. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/page.h"
#include "app/report.h"

static struct plan_view *plan_view(struct screen *s)
{
	struct view *v = screen_top(s);

	return v && v->kind == VIEW_PLAN ? &v->plan : NULL;
}

static bool possible_with_plan(const struct screen *s, char *why, size_t size)
{
	const struct view *v = screen_top_const(s);

	if (v->kind == VIEW_PLAN && v->plan.loaded)
		return true;
	snprintf(why, size, "no plan is shown");
	return false;
}

static bool possible_on_milestone(const struct screen *s, char *why, size_t size)
{
	if (!possible_with_plan(s, why, size))
		return false;
	if (plan_view_milestone(&screen_top_const(s)->plan) >= 0)
		return true;
	snprintf(why, size, "no milestone is selected");
	return false;
}

/* ---- the chart */

static void say_scale(struct screen *s, const struct plan_view *v)
{
	char from[DATE_TEXT], to[DATE_TEXT];
	struct date last = date_add_days(v->scale.left, (int64_t)v->scale.days * v->scale.cols - 1);

	screen_say(s, LEVEL_INFO, "By %s: %s to %s.", gantt_zoom_name(v->zoom), date_format(v->scale.left, from),
		   date_format(last, to));
}

static void zoom(struct screen *s, int step)
{
	struct plan_view *v = plan_view(s);

	plan_view_zoom(v, step);
	say_scale(s, v);
}

static void run_nearer(struct screen *s)
{
	zoom(s, 1);
}

static void run_farther(struct screen *s)
{
	zoom(s, -1);
}

static void pan(struct screen *s, int step)
{
	struct plan_view *v = plan_view(s);

	plan_view_pan(v, step);
	say_scale(s, v);
}

static void run_pan_left(struct screen *s)
{
	pan(s, -1);
}

static void run_pan_right(struct screen *s)
{
	pan(s, 1);
}

static void run_whole(struct screen *s)
{
	struct plan_view *v = plan_view(s);

	v->panned = false;
	v->zoom = GANTT_MONTH;
	layout_apply(s);
	say_scale(s, v);
}

static void run_fold(struct screen *s)
{
	plan_view_fold(plan_view(s));
}

static bool possible_toggle(const struct screen *s, char *why, size_t size)
{
	if (!possible_with_plan(s, why, size))
		return false;
	if (!screen_top_const(s)->plan.wide)
		return true;
	snprintf(why, size, "table and chart stand side by side");
	return false;
}

static void run_toggle(struct screen *s)
{
	struct plan_view *v = plan_view(s);

	v->chart = !v->chart;
	layout_apply(s);
}

/* ---- which plan, which baseline */

static void plan_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	char uid[UUID_TEXT];
	(void)c;

	snprintf(uid, sizeof uid, "%s", item->uid);
	screen_pop(s);
	struct plan_view *v = plan_view(s);
	if (!v)
		return;
	int page = v->page, marks = v->picks.n;
	plan_view_release(v);
	plan_view_init(v, s->app, uid);
	v->page = page;
	layout_apply(s);
	if (marks)
		screen_say(s, LEVEL_INFO, "%d mark%s of the other plan taken off.", marks, marks == 1 ? "" : "s");
}

static void run_choose_plan(struct screen *s)
{
	struct chooser *c = chooser_push(s, "Which plan?");

	c->chosen = plan_chosen;
	chooser_fill_records(s, c, record_entity(ENTITY_PLAN));
	chooser_filter(s, c);
	layout_apply(s);
}

static void baseline_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	int64_t number = item - c->items - 1;
	const struct plan_view *below = &s->stack[s->depth - 2]->plan;

	number = number < 0 ? -1 : below->plan.baselines[number].number;
	screen_pop(s);
	struct plan_view *v = plan_view(s);
	v->compared = number;
	plan_view_reload(v);
	layout_apply(s);
	if (number < 0)
		screen_say(s, LEVEL_INFO, "Compared with the newest baseline of each milestone.");
	else
		screen_say(s, LEVEL_INFO, "Compared with baseline %lld.", (long long)number);
}

static bool possible_baseline(const struct screen *s, char *why, size_t size)
{
	if (!possible_with_plan(s, why, size))
		return false;
	if (screen_top_const(s)->plan.plan.n_baselines)
		return true;
	snprintf(why, size, "no baseline is frozen yet");
	return false;
}

static void run_baseline(struct screen *s)
{
	const struct plan *p = &plan_view(s)->plan;
	struct chooser *c = chooser_push(s, "Compare with which baseline?");
	char text[DATE_TEXT];

	c->chosen = baseline_chosen;
	chooser_add(c, "newest", "the newest of each milestone", NULL);
	for (size_t i = 0; i < p->n_baselines; i++)
		chooser_add(c, p->baselines[i].ref,
			    arena_printf(&c->arena, "%s  %s", date_format(p->baselines[i].frozen_on, text),
					 p->baselines[i].reason),
			    NULL);
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- why */

static void add_line(void *data, const char *text)
{
	buf_addf(data, "%s\n", text);
}

static void why_of(const struct plan_view *v, int32_t m, struct buf *out)
{
	const struct schedule *schedule = plan_view_schedule(v);
	const struct schedule_row *row = schedule_row(schedule, m);

	buf_addf(out, "%s  %s\n\n", v->plan.milestones[m].code, v->plan.milestones[m].title);
	plan_view_why_words(v, out);
	buf_adds(out, "\n");
	size_t before = out->len;
	plan_view_move_words(v, out);
	if (out->len > before)
		buf_adds(out, "\n");
	plan_view_tie_words(v, out);
	buf_adds(out, "\n");
	plan_slip_words(v->app, &v->plan, m, out);
	buf_adds(out, "\n");
	if (!row->counts)
		return;
	if (row->float_left != SCHEDULE_NO_FLOAT_LIMIT) {
		buf_addf(out, "float %d working days: ", (int)row->float_left);
		schedule_limit_explain(schedule, &row->binding, out);
		buf_adds(out, "\n");
	}
	buf_addf(out, "%s; it can slip %d working days before another date moves\n",
		 row->critical ? "critical" : "not critical", (int)row->free_float);
}

static void run_why(struct screen *s)
{
	struct plan_view *v = plan_view(s);
	int32_t m = plan_view_milestone(v);
	AUTOBUF text = BUF_INIT;
	struct page page;
	char title[96];

	why_of(v, m, &text);
	if (plan_view_trying(v)) {
		buf_addf(&text, "\nWhat if %s\n", v->what.said.s);
		what_if_lines(&v->plan, &v->what, add_line, &text);
	}
	page_init(&page, s->cols - 3);
	page_text(&page, 0, text.s);
	snprintf(title, sizeof title, "Why %s falls where it does", v->plan.milestones[m].code);
	buf_adds(&text_push(s, title)->text, page.text.s);
	page_release(&page);
	layout_apply(s);
}

/* ---- what if */

static void say_what_if(struct screen *s, const struct plan_view *v)
{
	const struct schedule_what_if *r = &v->what.result;
	char from[DATE_TEXT], to[DATE_TEXT];
	size_t broken;

	schedule_broken(r->after, &broken);
	screen_say(s, broken ? LEVEL_WARNING : LEVEL_INFO, "What if %s: finish %s -> %s, %zu dates move%s. %s keeps, %s drops it.",
		   v->what.said.s, date_format(r->finish.from, from), date_format(r->finish.to, to), r->n_moves,
		   broken ? ", A LIMIT IS BROKEN" : "", keymap_key(s->keymap, action_by_id("what-if-keep"), 0),
		   keymap_key(s->keymap, action_by_id("what-if-drop"), 0));
}

static bool change_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct plan_view *v = &s->stack[s->depth - 2]->plan;
	int32_t m = plan_view_milestone(v);
	struct error err = ERROR_INIT;

	if (m < 0 || what_if_add(s->app, &v->plan, v->plan.milestones[m].code, text, &v->what, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%.250s", err.why);
		return false;
	}
	screen_pop(s);
	say_what_if(s, v);
	return true;
}

static void run_what_if(struct screen *s)
{
	struct plan_view *v = plan_view(s);
	int32_t m = plan_view_milestone(v);
	char title[96];

	snprintf(title, sizeof title, "What if %s changes?", v->plan.milestones[m].code);
	prompt_push(s, title, "+15d, +15wd (working days), -1w, a date, or =20 (its duration)", "")->entered = change_entered;
	layout_apply(s);
}

static bool possible_trying(const struct screen *s, char *why, size_t size)
{
	if (!possible_with_plan(s, why, size))
		return false;
	if (plan_view_trying(&screen_top_const(s)->plan))
		return true;
	snprintf(why, size, "nothing is tried; %s tries a change",
		 keymap_key(s->keymap, action_by_id("what-if"), 0));
	return false;
}

bool plan_escape(struct screen *s)
{
	struct plan_view *v = plan_view(s);

	if (!v || !plan_view_trying(v))
		return false;
	what_if_release(&v->what);
	screen_say(s, LEVEL_INFO, "The what-if is dropped: the plan is as it was.");
	return true;
}

static void run_drop(struct screen *s)
{
	plan_escape(s);
}

static bool reason_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct plan_view *v = &s->stack[s->depth - 2]->plan;
	struct what_if_kept kept = { .n = 0 };
	char reason[600];
	struct error err = ERROR_INIT;

	if (what_if_keep(s->app, &v->plan, &v->what, text, &kept, &err) != 0) {
		error_line(&err, p->error, sizeof p->error);
		return false;
	}
	snprintf(reason, sizeof reason, "%s", text);
	screen_pop(s);
	what_if_release(&v->what);
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "Kept: %d forecasts in one batch; %s takes it back. Their owners see it in the inbox.", kept.n,
		   keymap_key(s->keymap, action_by_id("undo"), 0));
	offer_extensions(s, &kept, reason);
	what_if_kept_release(&kept);
	return true;
}

static void run_keep(struct screen *s)
{
	char hint[160];

	snprintf(hint, sizeof hint, "%zu dates become forecasts in one batch. Why?", plan_view(s)->what.result.n_moves);
	prompt_push(s, "Keep this what-if?", hint, "")->entered = reason_entered;
	layout_apply(s);
}

void plan_push(struct screen *s, const char *uid)
{
	char copy[UUID_TEXT] = "";

	if (uid)
		snprintf(copy, sizeof copy, "%.36s", uid);
	struct view *v = screen_push(s, VIEW_PLAN);
	plan_view_init(&v->plan, s->app, *copy ? copy : NULL);
	layout_apply(s);
}

/* ---- as a list */

static void run_list(struct screen *s)
{
	struct view *v = screen_push(s, VIEW_LIST);

	list_init(&v->list, s->app, record_entity(ENTITY_MILESTONE));
	list_reload(&v->list);
	layout_apply(s);
}

/* ---- on paper */

static int to_buf(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

/* As wide as the screen shows it, within what a report can be. */
static int page_width(int cols)
{
	return cols < REPORT_NARROWEST ? REPORT_NARROWEST : cols > REPORT_WIDEST ? REPORT_WIDEST : cols;
}

static void print_report(struct screen *s, const char *name)
{
	AUTOBUF text = BUF_INIT;
	struct output out = { .sink = { .target = { .write = to_buf, .arg = &text }, .ascii = s->app->options.ascii } };
	struct report_ask ask = REPORT_ASK_INIT;
	const struct view *v = screen_top(s);
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	int64_t rows;

	ask.name = name;
	ask.text = true;
	ask.width = page_width(s->cols - 4);
	ask.plan = store_ref(s->app->store, record_entity(ENTITY_PLAN),
			     v->kind == VIEW_PLAN ? v->plan.uid : v->cover.uid, &arena);
	if (report_write(s->app, &ask, &out, &rows, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	buf_adds(&text_push(s, "Print form")->text, text.s);
	layout_apply(s);
}

static bool possible_print(const struct screen *s, char *why, size_t size)
{
	const struct view *v = screen_top_const(s);

	if (v->kind == VIEW_PLAN ? v->plan.loaded : v->cover.loaded)
		return true;
	snprintf(why, size, "no plan is shown");
	return false;
}

static void run_print(struct screen *s)
{
	print_report(s, screen_top(s)->kind == VIEW_PLAN ? "gantt" : "coverage");
}

#define PLAN CONTEXT_PLAN

static const struct action table[] = {
	{ "what-if", "What if", "W", PLAN, ACTION_FOOTER | ACTION_PLACE,
	  "Try another date or duration: all dates that move show at once, nothing is saved.", possible_on_milestone,
	  run_what_if },
	{ "what-if-keep", "Keep", "K", PLAN, ACTION_FOOTER | ACTION_WRITES,
	  "Make the dates of the what-if the forecasts, with a reason.", possible_trying, run_keep },
	{ "what-if-drop", "Drop", "D", PLAN, ACTION_FOOTER, "Forget the what-if.", possible_trying, run_drop },
	{ "plan-why", "Why", "i", PLAN, ACTION_FOOTER | ACTION_PLACE,
	  "Why this date: what it waits for, its float, how it came to be late.", possible_on_milestone, run_why },
	{ "plan-chart", "Table or chart", "Tab|Shift-Tab", PLAN, ACTION_FOOTER | ACTION_MOVE,
	  "Where only one fits: the other one.", possible_toggle, run_toggle },
	{ "plan-nearer", "Nearer", "+", PLAN, ACTION_MOVE, "The chart by month or week.", possible_with_plan,
	  run_nearer },
	{ "plan-farther", "Farther", "-", PLAN, ACTION_MOVE, "The chart by month or quarter.", possible_with_plan,
	  run_farther },
	{ "plan-earlier", "Earlier", "<|Left|h", PLAN, ACTION_MOVE, "Earlier days in the chart.", possible_with_plan,
	  run_pan_left },
	{ "plan-later", "Later", ">|Right|l", PLAN, ACTION_MOVE, "Later days in the chart.", possible_with_plan,
	  run_pan_right },
	{ "plan-whole", "Whole plan", ".", PLAN, ACTION_MOVE, "The chart shows the plan from its start.",
	  possible_with_plan, run_whole },
	{ "plan-fold", "Fold", "o", PLAN, ACTION_MOVE, "Fold the phase, or unfold it.", possible_with_plan, run_fold },
	{ "plan-list", "As a list", "L", PLAN, ACTION_PLACE,
	  "The milestones as a list: to filter, to sort, to mark, and to act on many at once.", possible_with_plan, run_list },
	{ "plan-print", "Print form", "P", PLAN | CONTEXT_COVER, 0,
	  "The chart, or the calendar of coverage, as pages.", possible_print, run_print },
	{ "plan-baseline", "Compare", "b", PLAN, ACTION_PLACE, "Compare with another baseline.", possible_baseline, run_baseline },
	{ "plan-choose", "Another plan", "p", PLAN, ACTION_PLACE, "Show another plan.", possible_with_store, run_choose_plan },
};

ACTION_PART(actions_plan, table);
