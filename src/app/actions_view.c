/* SPDX-License-Identifier: MIT */
/* actions_view.c - the action table: opening, going back, views, help, leaving. */
#include "app/actions.h"
#include "app/marked.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* ---- opening and going back -------------------------------------------------------- */

static bool possible_open(const struct screen *s, char *why, size_t size)
{
	const struct view *v = screen_top_const(s);

	if (v->kind == VIEW_INBOX && inbox_view_item(&v->inbox))
		return true;
	if (v->kind == VIEW_OVERVIEW && overview_view_goal(&v->overview))
		return true;
	if (v->kind != VIEW_SHEET)
		return possible_on_record(s, why, size);
	if (v->sheet.link >= 0)
		return true;
	snprintf(why, size, "no reference is selected; Tab goes to the next one");
	return false;
}

static void open_list(struct screen *s, const struct entity *e, const char *query)
{
	struct list *l = &screen_push(s, VIEW_LIST)->list;

	list_init(l, s->app, e);
	edit_set(&l->filter, query, false);
	list_apply_filter(l);
	list_reload(l);
	layout_apply(s);
}

/* A list to be opened once the past is there. */
struct wanted {
	const struct entity *entity;
	char query[];
};

static struct wanted *list_wanted(const struct figure_goal *g)
{
	size_t size = strlen(g->query) + 1;
	struct wanted *w = mem_alloc(sizeof *w + size);

	w->entity = g->entity;
	memcpy(w->query, g->query, size);
	return w;
}

static void open_list_then(struct screen *s, void *data)
{
	const struct wanted *w = data;

	open_list(s, w->entity, w->query);
}

/* The list that a figure counts, as it stood on the day of the figure; or the record it is about. */
static void open_goal(struct screen *s, const struct figure_goal *g)
{
	struct error err = ERROR_INIT;
	struct store_found found;

	if (!g->query) {
		if (store_find(s->app->store, g->ref, g->entity->id, false, &found, &err) != 0)
			screen_fail(s, &err);
		else if (g->entity->id == ENTITY_PLAN)
			plan_push(s, found.uid);
		else
			screen_open_record(s, found.entity, found.uid);
		return;
	}
	if (date_is_none(g->as_of))
		open_list(s, g->entity, g->query);
	else
		past_open(s, g->as_of, open_list_then, list_wanted(g));
}

static void run_open(struct screen *s)
{
	struct view *v = screen_top(s);
	const struct entity *e;
	char uid[UUID_TEXT];

	if (v->kind == VIEW_OVERVIEW) {
		/* What is opened may make the page anew. */
		struct figure_goal g = *overview_view_goal(&v->overview);
		AUTOARENA arena = ARENA_INIT;

		g.query = g.query ? arena_strdup(&arena, g.query) : NULL;
		g.ref = g.ref ? arena_strdup(&arena, g.ref) : NULL;
		open_goal(s, &g);
	} else if (v->kind == VIEW_SHEET) {
		const struct sheet_line *line = &v->sheet.lines[v->sheet.link];

		screen_open_record(s, line->entity, line->uid);
	} else if (v->kind == VIEW_INBOX && inbox_view_item(&v->inbox)->path) {
		draft_open(s, inbox_view_item(&v->inbox)->path);
	} else if (screen_subject(s, &e, uid)) {
		screen_open_record(s, e, uid);
	}
}

static void follow_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct entity *e = item->data;
	char uid[UUID_TEXT];
	(void)c;

	snprintf(uid, sizeof uid, "%s", item->uid);
	screen_pop(s);
	screen_open_record(s, e, uid);
}

static void run_follow(struct screen *s)
{
	struct view *v = screen_top(s);
	const struct entity *e;
	char uid[UUID_TEXT];
	struct sheet sheet;

	if (v->kind == VIEW_SHEET && v->sheet.link >= 0) {
		run_open(s);
		return;
	}
	if (!screen_subject(s, &e, uid))
		return;
	sheet_init(&sheet, s->app, e, uid);
	struct chooser *c = chooser_push(s, "Follow");
	c->chosen = follow_chosen;
	c->hint = "Records this one refers to, and those that refer to it.";
	for (int i = 0; i < sheet.n_lines; i++) {
		const struct sheet_line *line = &sheet.lines[i];

		if (line->kind != SHEET_LINK || !line->entity)
			continue;
		chooser_add(c, line->text, line->label[0] ? line->label : line->entity->label,
			    line->entity);
		snprintf(c->items[c->n_items - 1].uid, UUID_TEXT, "%s", line->uid);
	}
	sheet_release(&sheet);
	chooser_filter(s, c);
	layout_apply(s);
}

/* Esc: leave the filter, said aloud; then back. */
static bool clear_filter(struct screen *s)
{
	struct list *l = screen_list(s);
	struct view *v = screen_top(s);

	if (!l || !list_filtered(l))
		return false;
	list_clear_filter(l);
	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
	layout_apply(s);
	screen_say(s, LEVEL_INFO, "Filter cleared: all %zu %s are shown.", l->ids.n,
		   l->entity->plural);
	return true;
}

static void run_escape(struct screen *s)
{
	struct list *l = screen_list(s);

	bool sorting = l && list_sorting(l);

	if (l && list_cancel(l)) {
		if (sorting)
			screen_say(s, LEVEL_INFO, "The order stays as it was.");
		else
			screen_say(s, LEVEL_INFO, "Stopped looking: %zu %s were found so far.", l->ids.n,
				   l->entity->plural);
		return;
	}
	if (marked_leave_range(screen_top(s))) {
		screen_say(s, LEVEL_INFO, "The range is left; nothing of it was marked.");
		return;
	}
	if (clear_filter(s) || history_escape(s) || plan_escape(s) || past_escape(s))
		return;
	if (s->depth > 1)
		screen_pop(s);
	else
		screen_say(s, LEVEL_INFO, "This is the start. q quits.");
}

static void run_back(struct screen *s)
{
	if (s->depth > 1)
		screen_pop(s);
	else
		screen_say(s, LEVEL_INFO, "This is the start. q quits.");
}

static void quit_confirmed(struct screen *s, void *data)
{
	(void)data;
	screen_save_drafts(s);
	s->quit = true;
}

static void run_quit(struct screen *s)
{
	if (screen_unsaved(s) || drafts_left(s))
		confirm_push(
			s, "Quit?",
			"There is unsaved text. It is kept as a draft and offered at the next start.",
			quit_confirmed, NULL);
	else
		s->quit = true;
}

static void run_close(struct screen *s)
{
	if (s->depth > 1)
		screen_pop(s);
	else
		run_quit(s);
}

/* ---- views ------------------------------------------------------------------------- */

#define VIEW_ACTION(n)                             \
	static void run_view_##n(struct screen *s) \
	{                                          \
		screen_open_view(s, n);            \
	}
VIEW_ACTION(0)
VIEW_ACTION(1)
VIEW_ACTION(2)
VIEW_ACTION(3)
VIEW_ACTION(4)
VIEW_ACTION(5)
VIEW_ACTION(6)
VIEW_ACTION(7)
VIEW_ACTION(8)

static void run_reload(struct screen *s)
{
	s->repaint = true;
	screen_say(s, LEVEL_INFO, "Read again.");
	screen_reload(s); /* what it has to say comes last */
}

static void run_history(struct screen *s)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	if (screen_subject(s, &e, uid))
		history_push(s, e, uid);
}

static void run_where(struct screen *s)
{
	AUTOBUF words = BUF_INIT;
	char path[256];
	const struct list *l = screen_list_const(s);
	struct marked m;

	screen_path(s, path, sizeof path);
	buf_addf(&words, "%s", path);
	if (l && l->ids.n)
		buf_addf(&words, "; row %zu of %zu%s%s", l->cursor + 1, l->ids.n,
			 list_filtered(l) ? ", filtered by " : "",
			 list_filtered(l) ? edit_text(&l->filter) : "");
	if (l)
		list_words(l, &words);
	else if (marked_look(screen_top_const(s), &m) && m.n)
		buf_addf(&words, ", %zu marked", m.n);
	screen_say(s, LEVEL_INFO, "%s; acting as %s.", words.s, s->app->user);
}

static void run_suspend(struct screen *s)
{
	s->suspend = true;
}

/* ---- lists ---------------------------------------------------------------------------- */

static void run_filter(struct screen *s)
{
	struct list *l = screen_list(s);

	l->filtering = true;
	l->filter.cursor = l->filter.text.len;
	l->filter.selected = l->filter.text.len > 0;
	layout_apply(s);
}

static bool possible_page_filter(const struct screen *s, char *why, size_t size)
{
	if (screen_top_const(s)->text.can_filter)
		return true;
	snprintf(why, size, "this page is always shown whole");
	return false;
}

static bool possible_open_entry(const struct screen *s, char *why, size_t size)
{
	if (screen_top_const(s)->text.n_marks)
		return true;
	snprintf(why, size, "there is nothing to open on this page");
	return false;
}

static void run_sort(struct screen *s)
{
	sort_push(s, screen_list(s));
}

static const struct action open_table[] = {
	{ "open", "Open", "Enter", CONTEXT_VIEWS & ~CONTEXT_TEXT, ACTION_FOOTER | ACTION_PLACE,
	  "Open the record, or follow the selected reference.", possible_open, run_open },
	{ "open-entry", "Open", "Enter", CONTEXT_TEXT, ACTION_FOOTER | ACTION_PLACE,
	  "Open the record of this entry of the history, as it stood then.", possible_open_entry, history_open },
	{ "follow", "Follow", "f", CONTEXT_RECORD, ACTION_PLACE,
	  "Go to a record this one is linked with.", possible_on_record, run_follow },
	{ "escape", "Back", "Esc|Ctrl-C", CONTEXT_VIEWS, ACTION_MOVE,
	  "Clear the filter, else go back.", NULL, run_escape },
	{ "back", "Back", "Backspace", CONTEXT_VIEWS, ACTION_MOVE, "Go back to the same row.", NULL,
	  run_back },
	{ "filter", "Filter", "/|F7", CONTEXT_ROWS, ACTION_FOOTER,
	  "Show only what matches; the query language of the manual.", possible_with_store,
	  run_filter },
	{ "filter-history", "Filter", "/|F7", CONTEXT_TEXT, ACTION_FOOTER | ACTION_PLACE,
	  "Show only part of the history: by whom, what was done, which record, when.", possible_page_filter,
	  history_filter },
	{ "sort", "Sort", "s", CONTEXT_ROWS, ACTION_PLACE, "Sort by a column.", possible_with_store,
	  run_sort },
};

ACTION_PART(actions_open, open_table);

static const struct action table[] = {
	{ "history", "History", "H", CONTEXT_RECORD, ACTION_PLACE,
	  "Who changed what in this record.", possible_on_record, run_history },
	{ "where", "Where am I", "=", CONTEXT_VIEWS, ACTION_PLACE, "Says in words where you are.", NULL,
	  run_where },
	{ "view-bench", "Workbench", "0", CONTEXT_VIEWS, 0,
	  "Reports, recommendations and plan together.", possible_with_store, run_view_0 },
	{ "view-reports", "Reports", "1", CONTEXT_VIEWS, 0, "All reports.", possible_with_store,
	  run_view_1 },
	{ "view-recommendations", "Recommendations", "2", CONTEXT_VIEWS, 0, "All recommendations.",
	  possible_with_store, run_view_2 },
	{ "view-plan", "Transition plan", "3", CONTEXT_VIEWS, 0,
	  "Milestones and their chart, what is critical, and what if.", possible_with_store,
	  run_view_3 },
	{ "view-positions", "Positions", "4", CONTEXT_VIEWS, 0,
	  "The crosswalk of positions, its totals and what breaks it.",
	  possible_with_store, run_view_4 },
	{ "view-inspections", "Inspections", "5", CONTEXT_VIEWS, ACTION_HIDDEN, "Inspections.",
	  possible_with_store, run_view_5 },
	{ "view-inbox", "Inbox", "6", CONTEXT_VIEWS, 0, "What waits for me.",
	  possible_with_store, run_view_6 },
	{ "view-overview", "Overview", "7", CONTEXT_VIEWS, 0,
	  "Where everything stands, in figures.", possible_with_store, run_view_7 },
	{ "view-history", "History of all", "8", CONTEXT_VIEWS, 0, "The newest entries of the log.",
	  possible_with_store, run_view_8 },
	{ "help", "Help", "?|F1", CONTEXT_PAGES | CONTEXT_CONFIRM, ACTION_FOOTER | ACTION_PLACE,
	  "All keys that work here.", NULL, help_push },
	{ "help-typing", "Help", "F1",
	  CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_PROMPT | CONTEXT_CONFLICT, ACTION_FOOTER,
	  "All keys that work here.", NULL, help_push },
	{ "palette", "Palette", ":|Ctrl-P", CONTEXT_VIEWS, ACTION_FOOTER | ACTION_PLACE,
	  "Find an action, a record or a view by name.", NULL, palette_push },
	{ "messages", "Messages", "F9", CONTEXT_VIEWS, ACTION_PLACE, "The messages so far.", NULL,
	  messages_push },
	{ "reload", "Reload", "R|F5|Ctrl-L", CONTEXT_VIEWS, 0,
	  "Read everything again and repaint the screen.", possible_with_store, run_reload },
	{ "suspend", "Suspend", "Ctrl-Z", CONTEXT_VIEWS, 0, "Back to the shell; fg returns.", NULL,
	  run_suspend },
	{ "close", "Close", "q|F3", CONTEXT_VIEWS, 0, "Close this view; at the start, quit.", NULL,
	  run_close },
	{ "quit", "Quit", "Q", CONTEXT_VIEWS, ACTION_FOOTER,
	  "Leave closeout. Unsaved text is kept as a draft.", NULL, run_quit },
};

ACTION_PART(actions_view, table);
