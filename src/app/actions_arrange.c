/* SPDX-License-Identifier: MIT */
/* actions_arrange.c - the action table: columns, values, position to, saved views, the command for it all. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/command_line.h"

static struct columns_view *columns_here(struct screen *s)
{
	return &screen_top(s)->columns;
}

static void run_columns(struct screen *s)
{
	struct list *l = screen_list(s);
	struct view *v = screen_push(s, VIEW_COLUMNS);

	columns_view_init(&v->columns, l);
	layout_apply(s);
}

static void run_columns_down(struct screen *s)
{
	columns_view_move(columns_here(s), 1);
}

static void run_columns_up(struct screen *s)
{
	columns_view_move(columns_here(s), -1);
}

static void run_columns_page_down(struct screen *s)
{
	columns_view_move(columns_here(s), columns_here(s)->page);
}

static void run_columns_page_up(struct screen *s)
{
	columns_view_move(columns_here(s), -columns_here(s)->page);
}

static void run_columns_toggle(struct screen *s)
{
	if (!columns_view_toggle(columns_here(s)))
		screen_say(s, LEVEL_WARNING, "A list has at least one column and at most %d.", COLUMNS_MAX);
}

static void run_columns_earlier(struct screen *s)
{
	columns_view_shift(columns_here(s), -1);
}

static void run_columns_later(struct screen *s)
{
	columns_view_shift(columns_here(s), 1);
}

static void run_columns_wider(struct screen *s)
{
	columns_view_widen(columns_here(s), 1);
}

static void run_columns_narrower(struct screen *s)
{
	columns_view_widen(columns_here(s), -1);
}

static void run_columns_reset(struct screen *s)
{
	columns_view_reset(columns_here(s));
	screen_say(s, LEVEL_INFO, "The usual columns.");
}

static void run_columns_take(struct screen *s)
{
	screen_pop(s);
	screen_say(s, LEVEL_INFO, "Kept until closeout ends; v saves them as a view.");
}

static void run_columns_cancel(struct screen *s)
{
	columns_view_cancel(columns_here(s));
	screen_pop(s);
	screen_say(s, LEVEL_INFO, "The columns are as they were.");
}

/* ---- values, views ----------------------------------------------------------------------- */

static void run_facets(struct screen *s)
{
	facets_push(s, screen_list(s));
}

static void run_views(struct screen *s)
{
	views_push(s, screen_list(s));
}

/* ---- position to ----------------------------------------------------------------------------- */

static void run_seek(struct screen *s)
{
	struct list *l = screen_list(s);

	l->seeking = true;
	l->seek_found = true;
	edit_set(&l->seek, "", false);
	layout_apply(s);
}

static void run_seek_done(struct screen *s)
{
	struct list *l = screen_list(s);

	l->seeking = false;
	layout_apply(s);
}

bool seek_key(struct screen *s, struct list *l, struct key k)
{
	unsigned before = l->seek.revision;
	struct view *v = screen_top(s);
	size_t at;

	if (!edit_key(&l->seek, k))
		return false;
	if (l->seek.revision == before || !l->seek.text.len)
		return true;
	at = list_position(l, edit_text(&l->seek));
	l->seek_found = at < l->ids.n;
	if (!l->seek_found)
		return true;
	list_go(l, at);
	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
	return true;
}

/* ---- the command for what is shown --------------------------------------------------------------- */

static void run_command_line(struct screen *s)
{
	struct command_line c;
	AUTOBUF line = BUF_INIT;
	AUTOBUF remote = BUF_INIT;
	struct text_page *t;
	bool host = s->app->options.host != NULL;

	if (!command_line_of(s, &c)) {
		screen_say(s, LEVEL_INFO, "No command of the command line shows this.");
		command_line_release(&c);
		return;
	}
	command_line_shell(&c, s->cols > 20 ? s->cols - 4 : 0, &line);
	bool ssh = command_line_ssh(s, &c, &remote);
	command_line_release(&c);
	t = text_push(s, "The command for this");
	if (!host)
		buf_addf(&t->text, "On the command line:\n\n%s\n", line.s);
	if (ssh)
		buf_addf(&t->text, "%sFrom the machine you came from:\n\n%s\n", host ? "" : "\n", remote.s);
	buf_adds(&t->text, "\n\"closeout help\" names all commands.\n");
	layout_apply(s);
}

#define COLUMNS CONTEXT_COLUMNS
#define SEEK    CONTEXT_SEEK
#define HIDDEN  ACTION_HIDDEN
#define FOOTER  ACTION_FOOTER

static const struct action table[] = {
	{ "columns", "Columns", "c", CONTEXT_ROWS, ACTION_PLACE, "Choose the columns: which, in which order, how wide.",
	  possible_with_store, run_columns },
	{ "saved-views", "Saved views", "v", CONTEXT_ROWS, ACTION_PLACE,
	  "Filter, columns and order under a name: open one, save what is shown.", possible_with_store, run_views },
	{ "values-of-column", "Values", "F", CONTEXT_ROWS, ACTION_PLACE,
	  "The values of a column with how many rows have each; Enter keeps only these.", possible_on_rows, run_facets },
	{ "position-to", "Position to", "'", CONTEXT_ROWS, 0,
	  "Type: the first row whose sort column begins so is selected.", possible_on_rows, run_seek },
	{ "command-line", "Command", "Y", CONTEXT_VIEWS, ACTION_PLACE,
	  "The line of the command line that shows what is on the screen.", possible_with_store, run_command_line },
	{ "command-line-form", "Command", "Alt-y", CONTEXT_FORM, 0,
	  "The line of the command line that does what the form does.", possible_with_store, run_command_line },
	{ "seek-done", "Done", "Enter|Esc|Ctrl-C", SEEK, FOOTER, "Stay on this row.", NULL, run_seek_done },
	{ "columns-take", "Keep", "Enter", COLUMNS, FOOTER | HIDDEN, "Keep them until closeout ends.", NULL, run_columns_take },
	{ "columns-toggle", "Show or hide", "Space|Ins", COLUMNS, FOOTER | HIDDEN, "Show or hide the column.", NULL,
	  run_columns_toggle },
	{ "columns-earlier", "Earlier", "K|<|Shift-Up", COLUMNS, FOOTER | HIDDEN, "Further to the left.", NULL,
	  run_columns_earlier },
	{ "columns-later", "Later", "J|>|Shift-Down", COLUMNS, FOOTER | HIDDEN, "Further to the right.", NULL,
	  run_columns_later },
	{ "columns-wider", "Wider", "+|Right|l", COLUMNS, FOOTER | HIDDEN, "One cell wider.", NULL, run_columns_wider },
	{ "columns-narrower", "Narrower", "-|Left|h", COLUMNS, FOOTER | HIDDEN, "One cell narrower.", NULL,
	  run_columns_narrower },
	{ "columns-reset", "Usual", "r", COLUMNS, FOOTER | HIDDEN, "The usual columns of the kind.", NULL,
	  run_columns_reset },
	{ "columns-cancel", "Cancel", "Esc|Ctrl-C|q|F3|F12", COLUMNS, FOOTER | HIDDEN, "Leave them as they were.", NULL,
	  run_columns_cancel },
	{ "columns-down", "Down", "Down|j|Tab", COLUMNS, ACTION_MOVE | HIDDEN, "Next column.", NULL, run_columns_down },
	{ "columns-up", "Up", "Up|k|Shift-Tab", COLUMNS, ACTION_MOVE | HIDDEN, "Previous column.", NULL, run_columns_up },
	{ "columns-page-down", "Page down", "PgDn", COLUMNS, ACTION_MOVE | HIDDEN, "Next page.", NULL,
	  run_columns_page_down },
	{ "columns-page-up", "Page up", "PgUp", COLUMNS, ACTION_MOVE | HIDDEN, "Previous page.", NULL,
	  run_columns_page_up },
};

ACTION_PART(actions_arrange, table);
