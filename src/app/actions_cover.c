/* SPDX-License-Identifier: MIT */
/* actions_cover.c - the action table: the crosswalk's problems, coverage, risks. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/crosswalk.h"

/* ---- the crosswalk ------------------------------------------------------------------- */

/* Of the plan that the selected position belongs to; in an empty list of the only one. */
static int read_crosswalk(const struct list *l, struct crosswalk *out, struct error *err)
{
	struct plan_options o = PLAN_OPTIONS_INIT;
	struct app *a = l->app;
	AUTOARENA arena = ARENA_INIT;
	struct plan p;
	int failed;

	if (l->selected[0])
		o.uid = store_named(a->store, l->entity, l->selected, "plan", &arena);
	failed = plan_read(a, &o, &p, err);

	if (failed)
		return failed;
	failed = crosswalk_read(a, &p, DATE_NONE, out, err);
	plan_release(&p);
	return failed;
}

void crosswalk_note(struct list *l)
{
	struct error err = ERROR_INIT;
	AUTOBUF totals = BUF_INIT;
	AUTOBUF problems = BUF_INIT;
	struct crosswalk c;

	l->n_notes = 0;
	if (!l->app->store || read_crosswalk(l, &c, &err) != 0)
		return;
	crosswalk_total_words(&c, &totals);
	crosswalk_problem_words(&c, &problems);
	snprintf(l->notes[0], sizeof l->notes[0], "%s", totals.s);
	snprintf(l->notes[1], sizeof l->notes[1], "%s%s", problems.s, c.n_problems ? "; ! lists them" : "");
	l->note_alert = c.n_blocking > 0;
	l->n_notes = LIST_NOTES;
	crosswalk_release(&c);
}

static bool possible_problems(const struct screen *s, char *why, size_t size)
{
	const struct view *v = screen_top_const(s);

	if ((v->kind == VIEW_LIST && v->list.entity->id == ENTITY_POSITION) ||
	    (v->kind == VIEW_COVER && v->cover.loaded))
		return true;
	snprintf(why, size, "it is about positions and coverage");
	return false;
}

/* Selected in the list if it is there, else opened. */
static void position_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	char uid[UUID_TEXT];
	(void)c;

	snprintf(uid, sizeof uid, "%s", item->uid);
	screen_pop(s);
	struct list *l = screen_list(s);
	if (uid[0] && (!l || !list_select(l, uid)))
		screen_open_record(s, record_entity(ENTITY_POSITION), uid);
}

static void crosswalk_problems(struct screen *s)
{
	struct error err = ERROR_INIT;
	struct crosswalk walk;

	if (read_crosswalk(screen_list(s), &walk, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	struct chooser *c = chooser_push(s, "What breaks the crosswalk");
	c->hint = "Enter goes to the position.";
	c->wide = true;
	c->chosen = position_chosen;
	for (int i = 0; i < walk.n_problems; i++) {
		const struct crosswalk_problem *p = &walk.problems[i];

		chooser_add(c, arena_strdup(&c->arena, *p->ref ? p->ref : "all"),
			    arena_printf(&c->arena, "%s %s", p->blocks ? "BLOCKS" : "TO DO", p->words), NULL);
		if (p->row >= 0)
			snprintf(c->items[c->n_items - 1].uid, UUID_TEXT, "%s", walk.rows.uids[p->row]);
	}
	crosswalk_release(&walk);
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- coverage --------------------------------------------------------------------------- */

static struct cover_view *cover_view(struct screen *s)
{
	struct view *v = screen_top(s);

	return v && v->kind == VIEW_COVER ? &v->cover : NULL;
}

static void gap_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	int at = (int)(item - c->items);

	screen_pop(s);
	struct cover_view *v = cover_view(s);
	if (v && at < v->cover.n_gaps)
		cover_view_go(v, &v->cover.gaps[at]);
}

static void coverage_gaps(struct screen *s)
{
	const struct cover_view *v = cover_view(s);
	struct chooser *c = chooser_push(s, "Gaps in coverage");

	c->hint = "Enter goes to the week.";
	c->wide = true;
	c->chosen = gap_chosen;
	for (int i = 0; i < v->cover.n_gaps; i++) {
		AUTOBUF words = BUF_INIT;

		cover_gap_words(&v->cover, &v->cover.gaps[i], &words);
		chooser_add(c, arena_strdup(&c->arena, words.s), NULL, NULL);
	}
	chooser_filter(s, c);
	layout_apply(s);
}

static void run_problems(struct screen *s)
{
	if (cover_view(s))
		coverage_gaps(s);
	else
		crosswalk_problems(s);
}

/* The what-if of the plan below, if one is tried there. */
static const struct what_if *trying(void *data)
{
	struct screen *s = data;

	for (int i = s->depth - 1; i >= 0; i--)
		if (s->stack[i]->kind == VIEW_PLAN && plan_view_trying(&s->stack[i]->plan))
			return &s->stack[i]->plan.what;
	return NULL;
}

static void run_coverage(struct screen *s)
{
	char uid[UUID_TEXT] = "";

	for (int i = s->depth - 1; i >= 0 && !uid[0]; i--)
		if (s->stack[i]->kind == VIEW_PLAN)
			snprintf(uid, sizeof uid, "%s", s->stack[i]->plan.uid);
	struct view *v = screen_push(s, VIEW_COVER);
	cover_view_init(&v->cover, s->app, uid[0] ? uid : NULL, trying, s);
	layout_apply(s);
}

static void week(struct screen *s, int by)
{
	cover_view_move(cover_view(s), 0, by);
}

static void run_week_left(struct screen *s)
{
	week(s, -1);
}

static void run_week_right(struct screen *s)
{
	week(s, 1);
}

static void run_month_left(struct screen *s)
{
	week(s, -4);
}

static void run_month_right(struct screen *s)
{
	week(s, 4);
}

/* ---- risks ------------------------------------------------------------------------------ */

static void run_risks(struct screen *s)
{
	struct view *v = screen_push(s, VIEW_LIST);

	list_init(&v->list, s->app, record_entity(ENTITY_RISK));
	list_reload(&v->list);
	layout_apply(s);
}

#define COVER CONTEXT_COVER

static const struct action table[] = {
	{ "problems", "Problems", "!", CONTEXT_LIST | COVER, ACTION_FOOTER | ACTION_PLACE,
	  "What breaks the crosswalk, or the gaps in coverage; Enter goes there.", possible_problems, run_problems },
	{ "view-coverage", "Coverage", "g c", CONTEXT_VIEWS & ~COVER, ACTION_PLACE,
	  "The calendar of coverage by week, with its gaps.", possible_with_store, run_coverage },
	{ "view-risks", "Risks", "g r", CONTEXT_VIEWS, ACTION_PLACE, "The risk register, highest score first.", possible_with_store,
	  run_risks },
	{ "week-before", "Earlier", "Left|h", COVER, ACTION_MOVE, "The week before.", NULL, run_week_left },
	{ "week-after", "Later", "Right|l", COVER, ACTION_MOVE, "The week after.", NULL, run_week_right },
	{ "weeks-before", "Four weeks earlier", "<", COVER, ACTION_MOVE, "Four weeks back.", NULL, run_month_left },
	{ "weeks-after", "Four weeks later", ">", COVER, ACTION_MOVE, "Four weeks on.", NULL, run_month_right },
};

ACTION_PART(actions_cover, table);
