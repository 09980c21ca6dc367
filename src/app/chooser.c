/* SPDX-License-Identifier: MIT */
/* chooser.c - the overlays: things to choose from, yes or no, one line of text, a page of text. */
#include "app/screen_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define INPUT_MAX 400

void chooser_init(struct chooser *c, const char *title)
{
	*c = (struct chooser){ .title = title, .page = 10 };
	edit_init(&c->input, false, INPUT_MAX);
}

void chooser_clear(struct chooser *c)
{
	arena_clear(&c->arena);
	c->n_items = 0;
}

void chooser_release(struct chooser *c)
{
	if (c->drop)
		c->drop(c->own);
	edit_release(&c->input);
	arena_release(&c->arena);
	free(c->items);
	free(c->shown);
}

struct chooser *chooser_push(struct screen *s, const char *title)
{
	struct view *v = screen_push(s, VIEW_CHOOSER);

	chooser_init(&v->chooser, title);
	return &v->chooser;
}

void chooser_add(struct chooser *c, const char *text, const char *detail, const void *data)
{
	MEM_GROW(c->items, c->cap_items, c->n_items + 1);
	c->items[c->n_items++] = (struct choice_item){
		.text = arena_strdup(&c->arena, text),
		.detail = arena_strdup(&c->arena, detail),
		.data = data,
	};
}

bool words_match(const char *hay, const char *words)
{
	char word[INPUT_MAX + 1];

	while (*words) {
		size_t len = strcspn(words, " ");

		snprintf(word, sizeof word, "%.*s", (int)len, words);
		if (len && !utf8_contains(hay, word))
			return false;
		words += len + (words[len] == ' ');
	}
	return true;
}

static bool item_matches(const struct choice_item *item, const char *words)
{
	AUTOBUF all = BUF_INIT;

	buf_addf(&all, "%s %s %s", item->text, item->detail ? item->detail : "",
		 item->key ? item->key : "");
	return words_match(all.s, words);
}

void chooser_window(struct chooser *c)
{
	int page = c->page > 0 ? c->page : 1;

	if (c->cursor >= c->n_shown)
		c->cursor = c->n_shown ? c->n_shown - 1 : 0;
	if (c->cursor < c->top)
		c->top = c->cursor;
	if (c->cursor >= c->top + page)
		c->top = c->cursor - page + 1;
}

static bool is_heading(const struct chooser *c, int shown)
{
	return c->items[c->shown[shown]].heading;
}

static bool begins(const char *text, const char *words)
{
	AUTOBUF folded = BUF_INIT;
	AUTOBUF start = BUF_INIT;

	utf8_fold(&folded, text, strlen(text));
	utf8_fold(&start, words, strlen(words));
	return strncmp(folded.s, start.s, start.len) == 0;
}

/* How well an item fits: 0 it is that text, 1 begins so, 2 has it, 3 it stands beside it, 4 not at all. */
static int item_rank(const struct choice_item *item, const char *words)
{
	if (words_match(item->text, words) && begins(item->text, words))
		return strlen(item->text) == strlen(words) ? 0 : 1;
	if (words_match(item->text, words))
		return 2;
	return item_matches(item, words) ? 3 : 4;
}

static void chooser_show(struct chooser *c, int item)
{
	MEM_GROW(c->shown, c->cap_shown, c->n_shown + 1);
	c->shown[c->n_shown++] = item;
}

/* What fits best stands first, so that Enter takes it. */
static void chooser_rank(struct chooser *c, const char *words)
{
	for (int rank = 0; rank < 4; rank++)
		for (int i = 0; i < c->n_items; i++)
			if (!c->items[i].heading && item_rank(&c->items[i], words) == rank)
				chooser_show(c, i);
}

void chooser_filter(struct screen *s, struct chooser *c)
{
	const char *words = edit_text(&c->input);

	if (c->refill)
		c->refill(s, c);
	c->n_shown = 0;
	if (*words && !c->refill)
		chooser_rank(c, words);
	else
		for (int i = 0; i < c->n_items; i++)
			if (!c->items[i].heading || !*words)
				chooser_show(c, i);
	c->cursor = c->top = 0;
	if (c->n_shown > 1 && is_heading(c, 0))
		c->cursor = 1;
	chooser_window(c);
	s->redraw = true;
}

void chooser_move(struct chooser *c, int by)
{
	int step = by < 0 ? -1 : 1, to = c->cursor + by;

	if (to < 0)
		to = 0;
	if (to >= c->n_shown)
		to = c->n_shown - 1;
	while (to > 0 && to < c->n_shown - 1 && is_heading(c, to))
		to += step;
	if (to >= 0 && to < c->n_shown && !is_heading(c, to))
		c->cursor = to;
	if (c->cursor == 1 && by < 0)
		c->top = 0; /* show the heading above the first item too */
	chooser_window(c);
}

/* What Enter takes has to be there first, however many keys follow. */
static void find_the_rest(struct screen *s, struct chooser *c)
{
	bool (*key_waits)(void *data) = s->app->key_waits;

	s->app->key_waits = NULL;
	c->more(s, c);
	s->app->key_waits = key_waits;
}

void chooser_accept(struct screen *s, struct chooser *c)
{
	if (c->more && c->enter_waits)
		find_the_rest(s, c);
	if (!c->n_shown) {
		if (c->typed)
			c->typed(s, c, edit_text(&c->input));
		else
			screen_say(s, LEVEL_INFO, "Nothing matches \"%s\".", edit_text(&c->input));
		return;
	}
	const struct choice_item *item = &c->items[c->shown[c->cursor]];
	if (item->heading)
		return;
	if (item->why_not) {
		screen_say(s, LEVEL_WARNING, "%s: not possible now: %s", item->text, item->why_not);
		return;
	}
	c->chosen(s, c, item);
}

bool chooser_key(struct screen *s, struct chooser *c, struct key k)
{
	unsigned before = c->input.revision;

	if (!edit_key(&c->input, k))
		return false;
	if (c->input.revision != before)
		chooser_filter(s, c);
	return true;
}

/* ---- yes or no ------------------------------------------------------------------ */

void confirm_push(struct screen *s, const char *title, const char *text,
		  void (*confirmed)(struct screen *, void *), void *data)
{
	struct view *v = screen_push(s, VIEW_CONFIRM);

	snprintf(v->confirm.title, sizeof v->confirm.title, "%s", title);
	v->confirm.text = mem_strdup(text);
	v->confirm.confirmed = confirmed;
	v->confirm.data = data;
	layout_apply(s);
}

/* ---- one line of text ----------------------------------------------------------- */

struct prompt *prompt_push(struct screen *s, const char *title, const char *hint, const char *text)
{
	struct view *v = screen_push(s, VIEW_PROMPT);
	struct prompt *p = &v->prompt;

	snprintf(p->title, sizeof p->title, "%s", title);
	snprintf(p->hint, sizeof p->hint, "%s", hint ? hint : "");
	edit_init(&p->input, false, INPUT_MAX);
	edit_set(&p->input, text ? text : "", true);
	layout_apply(s);
	return p;
}

bool prompt_key(struct screen *s, struct prompt *p, struct key k)
{
	(void)s;
	p->error[0] = '\0';
	return edit_key(&p->input, k);
}

/* ---- a page of text -------------------------------------------------------------- */

struct text_page *text_push(struct screen *s, const char *title)
{
	struct view *v = screen_push(s, VIEW_TEXT);

	snprintf(v->text.title, sizeof v->text.title, "%s", title);
	buf_init(&v->text.text);
	return &v->text;
}

/* ---- the filter line of a list ----------------------------------------------------- */

bool filter_key(struct screen *s, struct list *l, struct key k)
{
	unsigned before = l->filter.revision;
	struct view *v = screen_top(s);

	if (!edit_key(&l->filter, k))
		return false;
	if (l->filter.revision != before) {
		list_apply_filter(l);
		if (v->kind == VIEW_BENCH)
			bench_moved(s, &v->bench, v->bench.focus);
	}
	layout_apply(s);
	return true;
}
