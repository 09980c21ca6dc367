/* SPDX-License-Identifier: MIT */
/* screen.c - the stack of views, and messages. */
#include "app/screen_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/access.h"
#include "app/news.h"
#include "app/place.h"
#include "app/presence.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"

/* ---- life -------------------------------------------------------------------- */

int screen_init(struct screen *s, struct app *a, struct error *err)
{
	(void)err;
	*s = (struct screen){
		.app = a, .rows = 24, .cols = 80, .redraw = true, .opened_ms = clock_ms()
	};
	s->waits = mem_alloc(sizeof *s->waits);
	s->presence = presence_new(a);
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
	case VIEW_PLAN:
		plan_view_release(&v->plan);
		break;
	case VIEW_COVER:
		cover_view_release(&v->cover);
		break;
	case VIEW_INBOX:
		inbox_view_release(&v->inbox);
		break;
	case VIEW_OVERVIEW:
		overview_view_release(&v->overview);
		break;
	case VIEW_FORM:
		form_free(v->form, true);
		break;
	case VIEW_BULK:
		bulk_view_release(&v->bulk);
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
		free(v->text.marks);
		if (v->text.drop)
			v->text.drop(v->text.data);
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
	news_seen(s->app);
	while (s->depth)
		view_release(s->stack[--s->depth]);
	place_free(s);
	presence_free(s->presence);
	ditto_release(s);
	keymap_free(s->keymap);
	arena_release(&s->waits->arena);
	free(s->waits);
	free(s->opened);
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

void say_news(struct screen *s)
{
	AUTOBUF text = BUF_INIT;

	/* What is said already stays in front of it. */
	buf_addf(&text, "%s%s", s->message.text, s->message.text[0] ? " " : "");
	size_t before = text.len;
	if (news_words(s->app, &text, NULL) == 0 && text.len > before)
		screen_say(s, LEVEL_INFO, "%s. Marked in lists; is:new shows them.", text.s);
}

void screen_start(struct screen *s)
{
	if (!s->app->store) {
		first_run_push(s);
		return;
	}
	screen_count_waiting(s);
	screen_open_view(s, 0);
	say_news(s);
	views_open_start(s);
	say_warnings(s);
	if (!place_return(s) && s->app->settings.start == SETTINGS_START_INBOX)
		screen_open_view(s, INBOX_NUMBER);
	/* A form that is open again is what one was at; the others can wait. */
	if (screen_top(s)->kind != VIEW_FORM)
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

/* Marks go aloud: nobody is to believe that they are still there. */
static void say_dropped(struct screen *s, int n, const char *where)
{
	if (n)
		screen_say(s, LEVEL_INFO, "%d mark%s taken off: what %s on is not %s any more.", n, n == 1 ? "" : "s",
			   n == 1 ? "it was" : "they were", where);
}

static void view_reload(struct screen *s, struct view *v, bool moved)
{
	switch (v->kind) {
	case VIEW_BENCH:
		bench_reload(&v->bench, moved);
		break;
	case VIEW_LIST:
		(moved ? list_reload : list_refresh)(&v->list);
		break;
	case VIEW_SHEET:
		sheet_reload(&v->sheet);
		screen_note_opened(s, &v->sheet);
		break;
	case VIEW_PLAN:
		plan_view_reload(&v->plan);
		say_dropped(s, v->plan.dropped, "in the plan");
		break;
	case VIEW_COVER:
		cover_view_reload(&v->cover);
		break;
	case VIEW_INBOX:
		inbox_view_reload(&v->inbox);
		say_dropped(s, v->inbox.dropped, "waiting");
		break;
	case VIEW_OVERVIEW:
		overview_view_reload(&v->overview);
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
	past_left_view(s);
	layout_apply(s);
	s->redraw = true;
}

static void reload(struct screen *s, bool moved)
{
	if (s->app->store)
		store_look_begin(s->app->store);
	screen_count_waiting(s);
	for (int i = 0; i < s->depth; i++)
		view_reload(s, s->stack[i], moved);
	if (s->app->store)
		store_look_end(s->app->store);
	layout_apply(s);
	s->redraw = true;
}

void screen_reload(struct screen *s)
{
	reload(s, true);
}

void screen_refresh(struct screen *s)
{
	reload(s, false);
}

unsigned screen_context(const struct screen *s)
{
	const struct view *v = screen_top_const(s);
	const struct list *l = screen_list_const(s);

	if (!v)
		return 0;
	if (l && l->filtering)
		return CONTEXT_FILTER;
	if (l && l->seeking)
		return CONTEXT_SEEK;
	switch (v->kind) {
	case VIEW_BENCH:
		return CONTEXT_BENCH;
	case VIEW_LIST:
		return CONTEXT_LIST;
	case VIEW_SHEET:
		return CONTEXT_SHEET;
	case VIEW_PLAN:
		return CONTEXT_PLAN;
	case VIEW_COVER:
		return CONTEXT_COVER;
	case VIEW_INBOX:
		return CONTEXT_INBOX;
	case VIEW_OVERVIEW:
		return CONTEXT_OVERVIEW;
	case VIEW_BULK:
		return CONTEXT_BULK;
	case VIEW_FORM:
		return v->form->in_conflict ? CONTEXT_CONFLICT : CONTEXT_FORM;
	case VIEW_CHOOSER:
		return CONTEXT_CHOOSER;
	case VIEW_COLUMNS:
		return CONTEXT_COLUMNS;
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
	if (v && v->kind == VIEW_COVER && cover_view_uid(&v->cover)) {
		*e = record_entity(ENTITY_COVERAGE);
		snprintf(uid, UUID_TEXT, "%s", cover_view_uid(&v->cover));
		return true;
	}
	if (v && v->kind == VIEW_INBOX && inbox_view_item(&v->inbox) && v->inbox.selected[0]) {
		*e = inbox_view_item(&v->inbox)->entity;
		snprintf(uid, UUID_TEXT, "%s", v->inbox.selected);
		return true;
	}
	if (v && v->kind == VIEW_PLAN && v->plan.selected[0]) {
		*e = record_entity(ENTITY_MILESTONE);
		snprintf(uid, UUID_TEXT, "%s", v->plan.selected);
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
	screen_note_opened(s, &v->sheet);
	layout_apply(s);
}

/* Text that is kept as a draft. */
static bool has_text(const struct view *v)
{
	return v->kind == VIEW_FORM && v->form->changed;
}

bool screen_unsaved(const struct screen *s)
{
	for (int i = 0; i < s->depth; i++)
		if (has_text(s->stack[i]))
			return true;
	return false;
}

/* The numbered views and what each shows. */
static const struct {
	enum entity_id entity;
	const char *later; /* what it will be, where this version does not have it */
} numbered[] = {
	[1] = { ENTITY_REPORT, NULL },        [2] = { ENTITY_RECOMMENDATION, NULL },
	[3] = { ENTITY_MILESTONE, NULL },     [4] = { ENTITY_POSITION, NULL },
	[5] = { ENTITY_NONE, "Inspections" }, [6] = { ENTITY_NONE, NULL },
	[7] = { ENTITY_NONE, NULL },          [8] = { ENTITY_NONE, NULL },
};

/* A form with text in it stays below; everything else above the start view is left. */
static void drop_to_start(struct screen *s)
{
	int keep = 0;

	for (int i = 0; i < s->depth; i++) {
		if (i == 0 || has_text(s->stack[i]))
			s->stack[keep++] = s->stack[i];
		else
			view_release(s->stack[i]);
	}
	s->depth = keep;
}

/* The plan that the workbench shows; NULL: the only one, if there is one. */
static const char *plan_of_bench(const struct screen *s)
{
	const struct view *v = s->depth ? s->stack[0] : NULL;

	return v && v->kind == VIEW_BENCH && v->bench.plan_ref[0] ? v->bench.pane[2].parent_uid : NULL;
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
	/* The record one was on stays selected where the view has it. */
	const struct entity *e = NULL;
	char uid[UUID_TEXT];
	bool was = screen_subject(s, &e, uid) && number > 0 && e->id == numbered[number].entity;
	drop_to_start(s);
	past_left_view(s);
	if (number == INBOX_NUMBER) {
		struct view *v = screen_push(s, VIEW_INBOX);

		inbox_view_init(&v->inbox, s->app);
	} else if (number == 7)
		overview_view_init(&screen_push(s, VIEW_OVERVIEW)->overview, s->app);
	else if (number == 8)
		history_push(s, NULL, NULL);
	else if (number == 3)
	{
		plan_push(s, plan_of_bench(s));
		if (was)
			plan_view_select(&screen_top(s)->plan, uid);
	}
	else if (number > 0) {
		struct view *v = screen_push(s, VIEW_LIST);

		list_init(&v->list, s->app, record_entity(numbered[number].entity));
		if (!was)
			v->list.page = s->rows; /* a little more than there will be room for, read at once */
		if (number == 4)
			v->list.note = crosswalk_note;
		list_reload(&v->list);
		if (was)
			list_seek(&v->list, uid);
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
	/* Whoever tries what is not theirs to do leaves a trace. */
	if (err->kind == FAIL_DENIED && !err->noted && s->app->store)
		access_note(s->app, ACCESS_REFUSAL, NULL, line);
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
	case VIEW_INBOX:
		buf_adds(out, "Inbox");
		break;
	case VIEW_OVERVIEW:
		buf_adds(out, "Overview");
		break;
	case VIEW_COVER:
		buf_addf(out, "Coverage%s", v->cover.said[0] ? ", what if" : "");
		break;
	case VIEW_PLAN:
		buf_addf(out, "Plan %s", v->plan.loaded ? v->plan.plan.ref : "?");
		break;
	case VIEW_FORM:
		buf_addf(out, "%s %s", v->form->rule ? v->form->rule->label : v->form->adding ? "New" : "Edit",
			 v->form->adding ? v->form->entity->label : v->form->ref);
		break;
	case VIEW_BULK:
		buf_adds(out, "Preview");
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
