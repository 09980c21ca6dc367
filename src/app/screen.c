/* SPDX-License-Identifier: MIT */
/* screen.c - the stack of views, keys, messages, timers. */
#include "app/screen_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"

#define POLL_US  800000 /* how often other people's commits are looked for */
#define PAUSE_US 100000 /* a pause in typing after which dependent panes are read */

/* ---- life -------------------------------------------------------------------- */

int screen_init(struct screen *s, struct app *a, struct error *err)
{
	(void)err;
	*s = (struct screen){
		.app = a, .rows = 24, .cols = 80, .redraw = true, .opened_ms = clock_ms()
	};
	s->keymap = keymap_new(&a->settings, &a->warnings);
	if (a->store)
		s->data_version = store_data_version(a->store);
	return 0;
}

void view_release(struct view *v)
{
	switch (v->kind) {
	case VIEW_BENCH:
		bench_release(&v->bench);
		break;
	case VIEW_LIST:
		list_release(&v->list);
		break;
	case VIEW_SHEET:
		sheet_release(&v->sheet);
		break;
	case VIEW_FORM:
		form_free(v->form, true);
		break;
	case VIEW_CHOOSER:
		chooser_release(&v->chooser);
		break;
	case VIEW_CONFIRM:
		free(v->confirm.text);
		break;
	case VIEW_PROMPT:
		edit_release(&v->prompt.input);
		break;
	case VIEW_TEXT:
		buf_release(&v->text.text);
		free(v->text.data);
		break;
	default:
		break;
	}
	free(v);
}

static void ditto_release(struct screen *s)
{
	for (int e = 0; e < ENTITY_MAX; e++) {
		if (!s->ditto[e])
			continue;
		for (int i = 0; i < record_entity((enum entity_id)e)->n_fields; i++)
			free(s->ditto[e][i]);
		free(s->ditto[e]);
	}
}

void screen_release(struct screen *s)
{
	while (s->depth)
		view_release(s->stack[--s->depth]);
	ditto_release(s);
	keymap_free(s->keymap);
}

static void say_warnings(struct screen *s)
{
	const struct warnings *w = &s->app->warnings;

	for (size_t i = 0; i < w->count; i++)
		screen_say(s, LEVEL_WARNING, "%s", w->line[i]);
	if (w->count > 1)
		screen_say(s, LEVEL_WARNING,
			   "%zu problems in the settings; F9 lists them. First: %s", w->count,
			   w->line[0]);
}

void screen_start(struct screen *s)
{
	if (!s->app->store) {
		first_run_push(s);
		return;
	}
	screen_open_view(s, 0);
	say_warnings(s);
	drafts_push(s, true);
}

/* ---- the stack ----------------------------------------------------------------- */

struct view *screen_top(struct screen *s)
{
	return s->depth ? s->stack[s->depth - 1] : NULL;
}

const struct view *screen_top_const(const struct screen *s)
{
	return s->depth ? s->stack[s->depth - 1] : NULL;
}

struct view *screen_push(struct screen *s, enum view_kind kind)
{
	if (s->depth == SCREEN_DEPTH) {
		/* Very deep: forget the oldest step of the way back, never the start view or unsaved text. */
		int at = 1;

		while (at < s->depth - 1 && s->stack[at]->kind == VIEW_FORM)
			at++;
		view_release(s->stack[at]);
		memmove(s->stack + at, s->stack + at + 1,
			(size_t)(s->depth - at - 1) * sizeof *s->stack);
		s->depth--;
	}
	struct view *v = mem_alloc(sizeof *v);

	v->kind = kind;
	v->number = -1;
	s->stack[s->depth++] = v;
	s->redraw = true;
	return v;
}

static void view_reload(struct screen *s, struct view *v)
{
	switch (v->kind) {
	case VIEW_BENCH:
		bench_reload(&v->bench);
		break;
	case VIEW_LIST:
		list_reload(&v->list);
		break;
	case VIEW_SHEET:
		sheet_reload(&v->sheet);
		break;
	case VIEW_TEXT:
		if (v->text.refill)
			v->text.refill(s, &v->text);
		break;
	default:
		break;
	}
}

void screen_pop(struct screen *s)
{
	if (!s->depth)
		return;
	view_release(s->stack[--s->depth]);
	if (!s->depth)
		s->quit = true;
	layout_apply(s);
	s->redraw = true;
}

void screen_reload(struct screen *s)
{
	for (int i = 0; i < s->depth; i++)
		view_reload(s, s->stack[i]);
	layout_apply(s);
	s->redraw = true;
}

unsigned screen_context(const struct screen *s)
{
	const struct view *v = screen_top_const(s);
	const struct list *l = screen_list_const(s);

	if (!v)
		return 0;
	if (l && l->filtering)
		return CONTEXT_FILTER;
	switch (v->kind) {
	case VIEW_BENCH:
		return CONTEXT_BENCH;
	case VIEW_LIST:
		return CONTEXT_LIST;
	case VIEW_SHEET:
		return CONTEXT_SHEET;
	case VIEW_FORM:
		return v->form->in_conflict ? CONTEXT_CONFLICT : CONTEXT_FORM;
	case VIEW_CHOOSER:
		return CONTEXT_CHOOSER;
	case VIEW_CONFIRM:
		return CONTEXT_CONFIRM;
	case VIEW_PROMPT:
		return CONTEXT_PROMPT;
	case VIEW_TEXT:
		return CONTEXT_TEXT;
	default:
		return 0;
	}
}

const struct list *screen_list_const(const struct screen *s)
{
	const struct view *v = screen_top_const(s);

	if (v && v->kind == VIEW_BENCH)
		return &v->bench.pane[v->bench.focus];
	return v && v->kind == VIEW_LIST ? &v->list : NULL;
}

struct list *screen_list(struct screen *s)
{
	struct view *v = screen_top(s);

	if (v && v->kind == VIEW_BENCH)
		return &v->bench.pane[v->bench.focus];
	return v && v->kind == VIEW_LIST ? &v->list : NULL;
}

bool screen_subject(const struct screen *s, const struct entity **e, char uid[UUID_TEXT])
{
	const struct view *v = screen_top_const(s);
	const struct list *l = screen_list_const(s);

	if (l && l->selected[0]) {
		*e = l->entity;
		snprintf(uid, UUID_TEXT, "%s", l->selected);
		return true;
	}
	if (v && v->kind == VIEW_SHEET && !v->sheet.gone) {
		*e = v->sheet.entity;
		snprintf(uid, UUID_TEXT, "%s", v->sheet.uid);
		return true;
	}
	return false;
}

void screen_open_record(struct screen *s, const struct entity *e, const char *uid)
{
	/* The uid may live in the view that is about to be covered or dropped. */
	char copy[UUID_TEXT];

	snprintf(copy, sizeof copy, "%s", uid);
	struct view *v = screen_push(s, VIEW_SHEET);

	sheet_init(&v->sheet, s->app, e, copy);
	layout_apply(s);
}

bool screen_unsaved(const struct screen *s)
{
	for (int i = 0; i < s->depth; i++)
		if (s->stack[i]->kind == VIEW_FORM && s->stack[i]->form->changed)
			return true;
	return false;
}

/* The numbered views and what each shows. */
static const struct {
	enum entity_id entity;
	const char *later; /* what it will be, where this version does not have it */
} numbered[] = {
	[1] = { ENTITY_REPORT, NULL },        [2] = { ENTITY_RECOMMENDATION, NULL },
	[3] = { ENTITY_MILESTONE, NULL },     [4] = { ENTITY_NONE, "Positions" },
	[5] = { ENTITY_NONE, "Inspections" }, [6] = { ENTITY_NONE, "The inbox" },
	[7] = { ENTITY_NONE, NULL },          [8] = { ENTITY_NONE, NULL },
};

/* A form with text in it stays below; everything else above the start view is left. */
static void drop_to_start(struct screen *s)
{
	int keep = 0;

	for (int i = 0; i < s->depth; i++) {
		if (i == 0 || (s->stack[i]->kind == VIEW_FORM && s->stack[i]->form->changed))
			s->stack[keep++] = s->stack[i];
		else
			view_release(s->stack[i]);
	}
	s->depth = keep;
}

void screen_open_view(struct screen *s, int number)
{
	if (number > 0 && numbered[number].later) {
		screen_say(s, LEVEL_INFO, "View %d: %s is not in this version. ? lists what is.",
			   number, numbered[number].later);
		return;
	}
	const struct view *top = screen_top_const(s);
	if (top && top->number == number)
		return;
	drop_to_start(s);
	if (number == 7)
		overview_push(s);
	else if (number == 8)
		history_push(s, NULL, NULL);
	else if (number > 0) {
		struct view *v = screen_push(s, VIEW_LIST);

		list_init(&v->list, s->app, record_entity(numbered[number].entity));
		list_reload(&v->list);
	} else if (!s->depth) {
		struct view *v = screen_push(s, VIEW_BENCH);

		bench_init(&v->bench, s->app);
		layout_apply(s);
		/* Where one pane is shown at a time, it is the one from which all else follows. */
		if (v->bench.single)
			v->bench.focus = 0;
	}
	if (s->depth)
		s->stack[s->depth - 1]->number = number;
	layout_apply(s);
	s->redraw = true;
}

/* ---- messages -------------------------------------------------------------------- */

void screen_say(struct screen *s, enum level level, const char *format, ...)
{
	va_list args;
	struct message *m = &s->message;

	m->level = level;
	va_start(args, format);
	vsnprintf(m->text, sizeof m->text, format, args);
	va_end(args);
	s->log[s->log_n++ % SCREEN_MESSAGES] = *m;
	s->redraw = true;
}

void screen_fail(struct screen *s, const struct error *err)
{
	char line[sizeof s->message.text];

	screen_say(s, LEVEL_ERROR, "%s", error_line(err, line, sizeof line));
}

static const char *view_name(const struct view *v, struct buf *out)
{
	switch (v->kind) {
	case VIEW_BENCH:
		buf_adds(out, "Workbench");
		break;
	case VIEW_LIST:
		buf_adds(out, v->list.entity->labels);
		break;
	case VIEW_SHEET:
		buf_adds(out, v->sheet.gone ? "?" : v->sheet.record.ref);
		break;
	case VIEW_FORM:
		buf_addf(out, "%s %s", v->form->adding ? "New" : "Edit",
			 v->form->adding ? v->form->entity->label : v->form->ref);
		break;
	case VIEW_TEXT:
		buf_adds(out, v->text.title);
		break;
	default:
		break;
	}
	return out->s;
}

void screen_path(const struct screen *s, char *dst, size_t size)
{
	AUTOBUF path = BUF_INIT;

	for (int i = 0; i < s->depth; i++) {
		if (view_is_overlay(s->stack[i]->kind))
			continue;
		if (path.len)
			buf_adds(&path, " > ");
		view_name(s->stack[i], &path);
	}
	snprintf(dst, size, "%s", path.s);
}

/* ---- keys -------------------------------------------------------------------------- */

static bool takes_text(unsigned context)
{
	return context & (CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_CHOOSER | CONTEXT_PROMPT);
}

static bool typed(struct screen *s, struct key k)
{
	struct view *v = screen_top(s);
	struct list *l = screen_list(s);

	if (l && l->filtering)
		return filter_key(s, l, k);
	switch (v->kind) {
	case VIEW_FORM:
		return !v->form->in_conflict && form_key(s, v->form, k);
	case VIEW_CHOOSER:
		return chooser_key(s, &v->chooser, k);
	case VIEW_PROMPT:
		return prompt_key(s, &v->prompt, k);
	default:
		return false;
	}
}

static void unknown_key(struct screen *s, struct key k)
{
	char name[KEY_NAME_MAX];
	const struct action *help = action_by_id("help");

	screen_say(s, LEVEL_INFO, "%s does nothing here; %s lists the keys.", key_text(k, name),
		   keymap_key(s->keymap, help, takes_text(screen_context(s)) ? 1 : 0));
}

static void clear_message(struct screen *s)
{
	if (s->message.text[0])
		s->redraw = true;
	s->message.text[0] = '\0';
}

static void drop_offer(struct screen *s, const struct action *a)
{
	if (s->offer && strcmp(a->id, "accept-offer") != 0 && !(a->flags & ACTION_MOVE)) {
		s->offer = NULL;
		s->offered[0] = '\0';
	}
}

/*
 * In a text of several lines the arrows and Enter are the text's own until it ends. Enter on one that
 * is empty or still selected goes on: a key pressed in passing must not replace what is there.
 */
static bool text_first(struct screen *s, struct key k)
{
	struct view *v = screen_top(s);
	struct edit *e = v->kind == VIEW_FORM && !v->form->in_conflict ? form_edit_focus(v->form) : NULL;

	if (!e || !e->multiline || k.mods || s->n_pending)
		return false;
	if (k.code == KEYCODE_ENTER)
		return e->text.len && !e->selected;
	return k.code == KEYCODE_UP || k.code == KEYCODE_DOWN || k.code == KEYCODE_PAGE_UP ||
	       k.code == KEYCODE_PAGE_DOWN;
}

void screen_key(struct screen *s, struct key k)
{
	const struct action *a = NULL;
	unsigned context = screen_context(s);

	s->redraw = true;
	if (!s->depth)
		return;
	/* In a text field a character is text, whatever the key tables say. */
	if ((takes_text(context) && key_is_text(k) && !s->n_pending) || text_first(s, k)) {
		clear_message(s);
		if (typed(s, k))
			return;
	}
	s->pending[s->n_pending++] = k;
	enum keymap_answer answer = keymap_find(s->keymap, context, s->pending, s->n_pending, &a);
	if (answer == KEYMAP_MORE && s->n_pending < KEY_SEQUENCE_MAX)
		return;
	s->n_pending = 0;
	clear_message(s);
	if (answer == KEYMAP_FOUND) {
		drop_offer(s, a);
		action_run(s, a);
	} else if (!typed(s, k)) {
		unknown_key(s, k);
	}
}

/* Only a text field takes a paste; anywhere else it would be keys, and never is. */
void screen_paste(struct screen *s, const char *text, size_t len, size_t dropped)
{
	struct view *v = screen_top(s);
	struct list *l = screen_list(s);
	struct edit *e = NULL;

	s->redraw = true;
	s->n_pending = 0;
	if (l && l->filtering)
		e = &l->filter;
	else if (v && v->kind == VIEW_FORM && !v->form->in_conflict)
		e = form_edit_focus(v->form);
	else if (v && v->kind == VIEW_PROMPT)
		e = &v->prompt.input;
	else if (v && v->kind == VIEW_CHOOSER)
		e = &v->chooser.input;
	if (!e) {
		screen_say(s, LEVEL_WARNING,
			   "A paste is text, and no text field has the focus: nothing was done.");
		return;
	}
	edit_insert(e, text, len);
	if (dropped + e->dropped)
		screen_say(s, LEVEL_WARNING,
			   "%zu bytes of the paste were left out: too long or no text.",
			   dropped + e->dropped);
	if (l && l->filtering)
		list_apply_filter(l);
	else if (v->kind == VIEW_FORM)
		form_typed(v->form);
	else if (v->kind == VIEW_CHOOSER)
		chooser_filter(s, &v->chooser);
	layout_apply(s);
}

void screen_resize(struct screen *s, int rows, int cols)
{
	s->rows = rows;
	s->cols = cols;
	layout_apply(s);
	s->redraw = true;
}

/* ---- timers -------------------------------------------------------------------------- */

static int sync_drafts(struct screen *s, bool now)
{
	int next = -1;

	for (int i = 0; i < s->depth; i++) {
		if (s->stack[i]->kind != VIEW_FORM)
			continue;
		int due = draft_sync(s->stack[i]->form->draft, now);
		if (due >= 0 && (next < 0 || due < next))
			next = due;
	}
	return next;
}

void screen_save_drafts(struct screen *s)
{
	sync_drafts(s, true);
}

static int sooner(int a, int b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

/* Dependent panes are read in a pause, so that holding a key down costs one list only. */
static int tick_bench(struct screen *s, int64_t now_us, bool busy)
{
	struct view *v = s->depth ? s->stack[0] : NULL;

	if (!v || v->kind != VIEW_BENCH || !bench_is_stale(&v->bench))
		return -1;
	if (busy || now_us < s->stale_since_us + PAUSE_US)
		return busy ? 0 : (int)((s->stale_since_us + PAUSE_US - now_us) / 1000 + 1);
	bench_settle(&v->bench);
	layout_apply(s);
	s->redraw = true;
	return -1;
}

/* Long lists are read on while nobody types. */
static int tick_lists(struct screen *s, bool busy)
{
	bool more = false, changed = false;

	for (int i = 0; i < s->depth; i++) {
		struct view *v = s->stack[i];

		for (int p = 0; v->kind == VIEW_BENCH && p < BENCH_PANES; p++)
			more |= list_tick(&v->bench.pane[p], busy, &changed);
		if (v->kind == VIEW_LIST)
			more |= list_tick(&v->list, busy, &changed);
	}
	s->redraw |= changed;
	s->reading = more;
	return more ? 0 : -1;
}

static int tick_poll(struct screen *s, int64_t now_us)
{
	if (!s->app->store)
		return -1;
	if (now_us >= s->next_poll_us) {
		int64_t version = store_data_version(s->app->store);

		if (s->next_poll_us && version != s->data_version)
			screen_reload(s);
		s->data_version = version;
		s->next_poll_us = now_us + POLL_US;
	}
	return (int)((s->next_poll_us - now_us) / 1000 + 1);
}

bool screen_settled(const struct screen *s)
{
	if (s->reading)
		return false;
	return !s->depth || s->stack[0]->kind != VIEW_BENCH || !bench_is_stale(&s->stack[0]->bench);
}

int screen_tick(struct screen *s, int64_t now_us, bool busy)
{
	s->now_us = now_us;
	int next = sync_drafts(s, false);

	next = sooner(next, tick_bench(s, now_us, busy));
	next = sooner(next, tick_lists(s, busy));
	return sooner(next, tick_poll(s, now_us));
}
