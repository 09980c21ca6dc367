/* SPDX-License-Identifier: MIT */
/* actions_move.c - the action table: moving in lists, records and pages. */
#include "app/actions.h"

/* After a move in a pane of the workbench the panes below follow, in the next pause. */
static void moved(struct screen *s)
{
	struct view *v = screen_top(s);

	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
}

static void move(struct screen *s, int lines, int pages)
{
	struct view *v = screen_top(s);
	struct list *l = screen_list(s);

	if (l) {
		list_move(l, lines + (int64_t)pages * (l->page > 1 ? l->page - 1 : 1));
		moved(s);
	} else if (v->kind == VIEW_COVER) {
		cover_view_move(&v->cover, lines, (int64_t)pages * (v->cover.fit > 1 ? v->cover.fit - 1 : 1));
	} else if (v->kind == VIEW_INBOX) {
		inbox_view_move(&v->inbox, lines + (int64_t)pages * (v->inbox.page > 1 ? v->inbox.page - 1 : 1));
	} else if (v->kind == VIEW_OVERVIEW) {
		int64_t page = v->overview.page > 1 ? v->overview.page - 1 : 1;

		overview_view_move(&v->overview, lines + pages * page);
	} else if (v->kind == VIEW_PLAN) {
		plan_view_move(&v->plan, lines + (int64_t)pages * (v->plan.page > 1 ? v->plan.page - 1 : 1));
	} else if (v->kind == VIEW_SHEET) {
		sheet_scroll(&v->sheet, lines + pages * (v->sheet.page - 1));
	} else if (v->kind == VIEW_BULK) {
		bulk_view_scroll(&v->bulk, lines + (int64_t)pages * (v->bulk.page > 1 ? v->bulk.page - 1 : 1));
	} else if (v->kind == VIEW_TEXT) {
		text_move(s, &v->text, lines, pages);
	}
}

static void run_down(struct screen *s)
{
	move(s, 1, 0);
}

static void run_up(struct screen *s)
{
	move(s, -1, 0);
}

static void run_page_down(struct screen *s)
{
	move(s, 0, 1);
}

static void run_page_up(struct screen *s)
{
	move(s, 0, -1);
}

#define FAR 1000000000

static void run_home(struct screen *s)
{
	move(s, -FAR, 0);
}

static void run_end(struct screen *s)
{
	move(s, FAR, 0);
}

#define SHIFT 8 /* cells a step to the side */

static void shift(struct screen *s, int by)
{
	struct list *l = screen_list(s);

	if (l)
		l->shift = l->shift + by < 0 ? 0 : l->shift + by;
}

static void run_left(struct screen *s)
{
	shift(s, -SHIFT);
}

static void run_right(struct screen *s)
{
	shift(s, SHIFT);
}

static void next_pane(struct screen *s, int step)
{
	struct view *v = screen_top(s);

	if (v->kind == VIEW_BENCH) {
		v->bench.focus = (v->bench.focus + step + BENCH_PANES) % BENCH_PANES;
		bench_settle(&v->bench);
		layout_apply(s);
	} else if (v->kind == VIEW_OVERVIEW) {
		overview_view_step(&v->overview, step);
	} else if (v->kind == VIEW_SHEET && !sheet_next_link(&v->sheet, step)) {
		v->sheet.link = -1;
		if (!sheet_next_link(&v->sheet, step))
			screen_say(s, LEVEL_INFO, "This record has no references.");
	}
}

static void run_next_pane(struct screen *s)
{
	next_pane(s, 1);
}

static void run_prev_pane(struct screen *s)
{
	next_pane(s, -1);
}

static void run_zoom(struct screen *s)
{
	struct bench *b = &screen_top(s)->bench;

	if (b->single && !b->zoomed)
		screen_say(s, LEVEL_INFO, "One pane fits at this size; Tab shows the next one.");
	else
		b->zoomed = !b->zoomed;
	layout_apply(s);
}

#define MOVE ACTION_MOVE

static const struct action table[] = {
	{ "down", "Down", "Down|j", CONTEXT_PAGES, MOVE, "Next row.", NULL, run_down },
	{ "up", "Up", "Up|k", CONTEXT_PAGES, MOVE, "Previous row.", NULL, run_up },
	{ "page-down", "Page down", "PgDn|Ctrl-F", CONTEXT_PAGES, MOVE, "Next page.", NULL,
	  run_page_down },
	{ "page-up", "Page up", "PgUp|Ctrl-B", CONTEXT_PAGES, MOVE, "Previous page.", NULL,
	  run_page_up },
	{ "page-space", "Page down", "Space", CONTEXT_SHEET | CONTEXT_TEXT, MOVE | ACTION_HIDDEN,
	  "Next page.", NULL, run_page_down },
	{ "first", "First", "Home|g g", CONTEXT_PAGES, MOVE, "First row.", NULL, run_home },
	{ "last", "Last", "End|G", CONTEXT_PAGES, MOVE, "Last row.", NULL, run_end },
	{ "left", "Left", "Left|h", CONTEXT_ROWS, MOVE, "Move long text back to the right.", NULL,
	  run_left },
	{ "right", "Right", "Right|l", CONTEXT_ROWS, MOVE, "See more of long text.", NULL,
	  run_right },
	{ "next-pane", "Next pane", "Tab", CONTEXT_BENCH, MOVE | ACTION_FOOTER,
	  "The next pane gets the keys.", NULL, run_next_pane },
	{ "prev-pane", "Previous pane", "Shift-Tab", CONTEXT_BENCH, MOVE,
	  "The previous pane gets the keys.", NULL, run_prev_pane },
	{ "next-link", "Next link", "Tab|Right|l", CONTEXT_SHEET, MOVE | ACTION_FOOTER,
	  "The next reference on the page; Enter opens it.", NULL, run_next_pane },
	{ "prev-link", "Previous link", "Shift-Tab|Left|h", CONTEXT_SHEET, MOVE,
	  "The previous reference on the page.", NULL, run_prev_pane },
	{ "next-figure", "Next figure", "Tab|Right|l", CONTEXT_OVERVIEW, MOVE | ACTION_FOOTER,
	  "The next figure; Enter opens what it counts.", NULL, run_next_pane },
	{ "prev-figure", "Previous figure", "Shift-Tab|Left|h", CONTEXT_OVERVIEW, MOVE, "The previous figure.", NULL,
	  run_prev_pane },
	{ "zoom", "Zoom", "z", CONTEXT_BENCH, MOVE, "One pane at full size, and back.", NULL,
	  run_zoom },
};

ACTION_PART(actions_move, table);
