/* SPDX-License-Identifier: MIT */
/* screen_keys.c - keys, pastes and sizes: what they do to the view on top. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

static bool takes_text(unsigned context)
{
	return context & (CONTEXT_FORM | CONTEXT_FILTER | CONTEXT_SEEK | CONTEXT_CHOOSER | CONTEXT_PROMPT);
}

static bool typed(struct screen *s, struct key k)
{
	struct view *v = screen_top(s);
	struct list *l = screen_list(s);

	if (l && l->filtering)
		return filter_key(s, l, k);
	if (l && l->seeking)
		return seek_key(s, l, k);
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

/* Keys typed ahead find the workbench read, unless they open another view. */
static void read_bench(struct screen *s, struct key k)
{
	struct view *v = screen_top(s);

	if (v->kind != VIEW_BENCH || !v->bench.unread || (!k.mods && k.code >= '0' && k.code <= '9'))
		return;
	bench_read(&v->bench);
	layout_apply(s);
}

void screen_key(struct screen *s, struct key k)
{
	const struct action *a = NULL;
	unsigned context = screen_context(s);

	s->redraw = s->place.stirred = true;
	s->key_us = s->now_us;
	if (!s->depth)
		return;
	read_bench(s, k);
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

	s->redraw = s->place.stirred = true;
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
