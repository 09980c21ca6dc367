/* SPDX-License-Identifier: MIT */
/* actions_dialog.c - the action table: in the filter line and the overlays. */
#include "app/actions.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define REFS_LOOKED_AT 5000 /* records among which a reference is completed */
#define REFS_OFFERED   200

/* ---- the filter line ------------------------------------------------------------------ */

static void run_filter_done(struct screen *s)
{
	struct list *l = screen_list(s);

	l->filtering = false;
	if (l->query_bad)
		screen_fail(s, &l->query_error);
	layout_apply(s);
}

static void filter_move(struct screen *s, int by)
{
	struct view *v = screen_top(s);

	list_move(screen_list(s), by);
	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
}

static void run_filter_down(struct screen *s)
{
	filter_move(s, 1);
}

static void run_filter_up(struct screen *s)
{
	filter_move(s, -1);
}

static void complete_add(void *data, const char *candidate, const char *help)
{
	struct chooser *c = data;

	chooser_add(c, candidate, help, NULL);
}

/* The field whose value begins at start: "owner_office:OP"; NULL where none does. */
static const struct field *field_before(const struct list *l, size_t start)
{
	const char *s = edit_text(&l->filter);
	size_t colon = start, from;
	char name[64];

	while (colon && s[colon - 1] != ':' && s[colon - 1] != ' ')
		colon--;
	if (!colon || s[colon - 1] != ':')
		return NULL;
	from = --colon;
	while (from && (isalnum((unsigned char)s[from - 1]) || s[from - 1] == '_'))
		from--;
	snprintf(name, sizeof name, "%.*s", (int)(colon - from), s + from);
	return record_field(l->entity, name);
}

/* Records that have what is typed anywhere: among many, their references are found by that. */
static const struct query *having(const struct list *l, const struct entity *e, const char *typed, size_t len,
				  struct arena *a)
{
	struct query_context context = app_query_context(l->app);
	AUTOBUF text = BUF_INIT;
	struct query *q = NULL;

	buf_addf(&text, "\"%.*s\"", (int)len, typed);
	if (!len || memchr(typed, '"', len) || memchr(typed, '\\', len) ||
	    query_parse(e, text.s, &context, a, &q, NULL, NULL) != 0)
		return NULL;
	return q;
}

/* References that continue what is typed: offices, accounts, reports. */
static void complete_refs(const struct list *l, const struct entity *e, size_t start, struct chooser *c)
{
	struct select q = { .entity = e, .today = l->app->today, .limit = REFS_LOOKED_AT };
	struct columns columns = { .n = 2, .at = { { .pseudo = QUERY_REF }, { .field = record_field(e, e->title) } } };
	const char *typed = edit_text(&l->filter) + start;
	size_t len = l->filter.cursor - start;
	struct ids ids = { 0 };
	AUTOARENA arena = ARENA_INIT;
	struct rows rows = { 0 };

	q.where = having(l, e, typed, len, &arena);
	if (store_ids(l->app->store, &q, &ids, NULL) == 0 && ids.n)
		(void)store_rows(l->app->store, &q, &columns, ids.at, (int)ids.n, &arena, &rows, NULL);
	for (int i = 0; i < rows.n && c->n_items < REFS_OFFERED; i++) {
		const char *ref = rows.cells[i * 2];

		if (ref && strncasecmp(ref, typed, len) == 0)
			chooser_add(c, strchr(ref, ' ') ? arena_printf(&arena, "\"%s\"", ref) : ref, rows.cells[i * 2 + 1],
				    NULL);
	}
	ids_release(&ids);
}

static void complete_find(const struct list *l, size_t *start, struct chooser *c)
{
	const struct field *f;

	query_complete(l->entity, edit_text(&l->filter), l->filter.cursor, start, complete_add, c);
	f = field_before(l, *start);
	if (f && f->type == FIELD_REF)
		complete_refs(l, record_entity(f->target), *start, c);
}

static void complete_put(struct screen *s, const char *text)
{
	struct list *l = screen_list(s);
	size_t start = 0;
	struct chooser none;

	chooser_init(&none, "");
	complete_find(l, &start, &none);
	chooser_release(&none);
	AUTOBUF full = BUF_INIT;
	buf_add(&full, edit_text(&l->filter), start);
	buf_adds(&full, text);
	size_t cursor = full.len;
	buf_adds(&full, edit_text(&l->filter) + l->filter.cursor);
	edit_set(&l->filter, full.s, false);
	l->filter.cursor = cursor;
	list_apply_filter(l);
	layout_apply(s);
}

static void complete_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	AUTOBUF text = BUF_INIT;
	(void)c;

	buf_adds(&text, item->text);
	screen_pop(s);
	complete_put(s, text.s);
}

/* One candidate is put in at once, several are offered. */
static void run_complete(struct screen *s)
{
	struct list *l = screen_list(s);
	size_t start = 0;
	struct chooser found;

	chooser_init(&found, "");
	complete_find(l, &start, &found);
	if (found.n_items == 1) {
		complete_put(s, found.items[0].text);
	} else if (found.n_items > 1) {
		struct chooser *c = chooser_push(s, "Complete");

		c->chosen = complete_chosen;
		for (int i = 0; i < found.n_items; i++)
			chooser_add(c, found.items[i].text, found.items[i].detail, NULL);
		chooser_filter(s, c);
		layout_apply(s);
	} else {
		screen_say(s, LEVEL_INFO, "Nothing continues this.");
	}
	chooser_release(&found);
}

/* ---- choosers --------------------------------------------------------------------------- */

static void step(struct screen *s, int by)
{
	chooser_move(&screen_top(s)->chooser, by);
}

/* Tab goes on to what else there is to choose from, or else down. */
static void turn(struct screen *s, int by)
{
	struct chooser *c = &screen_top(s)->chooser;

	if (c->turn)
		c->turn(s, c, by);
	else
		step(s, by);
}

static void run_choose_next(struct screen *s)
{
	turn(s, 1);
}

static void run_choose_previous(struct screen *s)
{
	turn(s, -1);
}

static void run_choose_down(struct screen *s)
{
	step(s, 1);
}

static void run_choose_up(struct screen *s)
{
	step(s, -1);
}

static void run_choose_page_down(struct screen *s)
{
	chooser_move(&screen_top(s)->chooser, screen_top(s)->chooser.page);
}

static void run_choose_page_up(struct screen *s)
{
	chooser_move(&screen_top(s)->chooser, -screen_top(s)->chooser.page);
}

static void run_choose(struct screen *s)
{
	chooser_accept(s, &screen_top(s)->chooser);
}

static void run_dismiss(struct screen *s)
{
	screen_pop(s);
}

/* ---- yes or no, one line ------------------------------------------------------------------ */

static void run_toggle(struct screen *s)
{
	struct confirm *c = &screen_top(s)->confirm;

	c->yes = !c->yes;
}

static void answer(struct screen *s, bool yes)
{
	void (*confirmed)(struct screen *, void *) = screen_top(s)->confirm.confirmed;
	void *data = screen_top(s)->confirm.data;

	screen_pop(s);
	if (yes)
		confirmed(s, data);
}

static void run_yes(struct screen *s)
{
	answer(s, true);
}

static void run_no(struct screen *s)
{
	answer(s, false);
}

static void run_answer(struct screen *s)
{
	answer(s, screen_top(s)->confirm.yes);
}

static void run_entered(struct screen *s)
{
	struct prompt *p = &screen_top(s)->prompt;
	AUTOBUF text = BUF_INIT;

	buf_adds(&text, edit_text(&p->input));
	/* Whoever takes the text pops the prompt, since it may open something else. */
	p->entered(s, p, text.s);
}

#define FILTER  CONTEXT_FILTER
#define CHOOSER CONTEXT_CHOOSER
#define HIDDEN  ACTION_HIDDEN

static const struct action table[] = {
	{ "filter-done", "Done", "Enter|Esc|Ctrl-C", FILTER, ACTION_FOOTER,
	  "Leave the filter line, keep the filter.", NULL, run_filter_done },
	{ "filter-complete", "Complete", "Tab", FILTER, ACTION_FOOTER,
	  "Complete a field name or a value.", NULL, run_complete },
	{ "filter-down", "Down", "Down", FILTER, ACTION_MOVE | HIDDEN, "Next row.", NULL,
	  run_filter_down },
	{ "filter-up", "Up", "Up", FILTER, ACTION_MOVE | HIDDEN, "Previous row.", NULL,
	  run_filter_up },
	{ "choose", "Choose", "Enter", CHOOSER, ACTION_FOOTER | HIDDEN, "Take the marked one.",
	  NULL, run_choose },
	{ "choose-down", "Down", "Down|Ctrl-N", CHOOSER, ACTION_MOVE | HIDDEN, "Next.", NULL,
	  run_choose_down },
	{ "choose-up", "Up", "Up|Ctrl-P", CHOOSER, ACTION_MOVE | HIDDEN, "Previous.",
	  NULL, run_choose_up },
	{ "choose-next", "Next", "Tab", CHOOSER, ACTION_MOVE | HIDDEN, "The next one, or the next column.", NULL,
	  run_choose_next },
	{ "choose-previous", "Previous", "Shift-Tab", CHOOSER, ACTION_MOVE | HIDDEN,
	  "The previous one, or the previous column.", NULL, run_choose_previous },
	{ "choose-page-down", "Page down", "PgDn", CHOOSER, ACTION_MOVE | HIDDEN, "Next page.",
	  NULL, run_choose_page_down },
	{ "choose-page-up", "Page up", "PgUp", CHOOSER, ACTION_MOVE | HIDDEN, "Previous page.",
	  NULL, run_choose_page_up },
	{ "dismiss", "Close", "Esc|Ctrl-C|F12|F3", CHOOSER | CONTEXT_PROMPT, ACTION_FOOTER | HIDDEN,
	  "Close without choosing.", NULL, run_dismiss },
	{ "enter-line", "OK", "Enter", CONTEXT_PROMPT, ACTION_FOOTER | HIDDEN,
	  "Take what is typed.", NULL, run_entered },
	{ "answer-toggle", "Other button", "Tab|Left|Right|h|l|Shift-Tab", CONTEXT_CONFIRM, HIDDEN,
	  "The other button.", NULL, run_toggle },
	{ "answer", "Press the button", "Enter", CONTEXT_CONFIRM, ACTION_FOOTER | HIDDEN,
	  "Press the button.", NULL, run_answer },
	{ "answer-yes", "Yes", "y", CONTEXT_CONFIRM, ACTION_FOOTER | HIDDEN, "Yes.", NULL,
	  run_yes },
	{ "answer-no", "No", "n|Esc|Ctrl-C", CONTEXT_CONFIRM, ACTION_FOOTER | HIDDEN, "No.", NULL,
	  run_no },
};

ACTION_PART(actions_dialog, table);
