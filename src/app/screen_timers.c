/* SPDX-License-Identifier: MIT */
/* screen_timers.c - what happens in pauses: drafts to disk, long lists, other people's commits. */
#include "app/idle.h"
#include "app/place.h"
#include "app/screen_private.h"

#define POLL_US  800000 /* how often other people's commits are looked for */
#define PAUSE_US 100000 /* a pause in typing after which dependent panes are read */

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

void screen_end(struct screen *s, bool cut_off)
{
	screen_save_drafts(s);
	place_end(s, !cut_off);
}

static int sooner(int a, int b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

/* Dependent panes are read in a pause, so that holding a key down costs one list only. */
static int tick_bench(struct screen *s, int64_t now_us, bool busy)
{
	struct view *v = s->depth ? s->stack[0] : NULL;

	if (v && v->kind == VIEW_BENCH && v->bench.unread && s->depth == 1) {
		bench_read(&v->bench);
		layout_apply(s);
		s->redraw = true;
	}
	if (!v || v->kind != VIEW_BENCH || !bench_is_stale(&v->bench))
		return -1;
	if (busy || now_us < s->stale_since_us + PAUSE_US)
		return busy ? 0 : (int)((s->stale_since_us + PAUSE_US - now_us) / 1000 + 1);
	bench_settle(&v->bench);
	layout_apply(s);
	s->redraw = true;
	return -1;
}

static bool tick_list(struct screen *s, struct list *l, bool busy, bool *changed)
{
	bool sorting = list_sorting(l), more = list_tick(l, busy, changed);

	if (sorting && !more && !l->error.kind && l == screen_list(s))
		sort_said(s, l);
	return more;
}

/* Long lists are read on while nobody types; what a key changed is drawn before. */
static int tick_lists(struct screen *s, bool busy)
{
	bool more = false, changed = false;

	busy |= s->redraw;
	for (int i = 0; i < s->depth; i++) {
		struct view *v = s->stack[i];

		for (int p = 0; v->kind == VIEW_BENCH && p < BENCH_PANES; p++)
			more |= tick_list(s, &v->bench.pane[p], busy, &changed);
		if (v->kind == VIEW_LIST)
			more |= tick_list(s, &v->list, busy, &changed);
	}
	s->redraw |= changed;
	s->reading = more;
	return more ? 0 : -1;
}

/* What a chooser counts, while nobody types. */
static int tick_chooser(struct screen *s, bool busy)
{
	struct view *v = screen_top(s);

	if (!v || v->kind != VIEW_CHOOSER || !v->chooser.more)
		return -1;
	busy |= s->redraw;
	if (!busy && !v->chooser.more(s, &v->chooser))
		return -1;
	s->reading = true;
	return 0;
}

/* Bulk edits are looked at while nobody types. */
static int tick_bulk(struct screen *s, bool busy)
{
	for (int i = 0; i < s->depth; i++)
		if (s->stack[i]->kind == VIEW_BULK && bulk_tick(s, s->stack[i], busy)) {
			s->reading = true;
			return 0;
		}
	return -1;
}

#define RETRY_US 2000000 /* between two tries to open the database again */

/* A disk that failed may be back; nobody has to leave for that. */
static enum store_trouble try_again(struct screen *s)
{
	if (s->now_us < s->next_try_us)
		return STORE_FAILED;
	s->next_try_us = s->now_us + RETRY_US;
	if (store_reopen(s->app->store, NULL) != 0)
		return store_trouble(s->app->store);
	screen_reload(s);
	return STORE_WELL;
}

/* A long log is folded up while nobody types; Esc can come between. */
static int tick_past(struct screen *s, bool busy)
{
	if (!past_tick(s, busy))
		return -1;
	s->reading = true;
	return 0;
}

/* What stands in the way of writing shows in the title line before anybody has typed for nothing. */
static void look_for_trouble(struct screen *s)
{
	static const char *const words[] = {
		[STORE_WELL] = "It can be written again.",
		[STORE_DISK_FULL] = "The disk is full: nothing is saved until there is room. What you type is kept.",
		[STORE_FAILED] = "The disk failed: nothing is saved until it is back. What you type is kept.",
		[STORE_DAMAGED] = "The database is damaged: nothing more is saved. What you type is kept; run verify, then restore.",
		[STORE_REPLACED] = "The database was replaced: leave and start again. What you type is kept.",
	};
	enum store_trouble now = store_trouble(s->app->store);

	if (now == STORE_FAILED && s->app->trouble == STORE_FAILED)
		now = try_again(s);
	if (now == s->app->trouble)
		return;
	s->app->trouble = now;
	screen_say(s, now == STORE_WELL ? LEVEL_INFO : LEVEL_ERROR, "%s", words[now]);
	s->redraw = true;
}

static int tick_poll(struct screen *s, int64_t now_us)
{
	if (!s->app->store)
		return -1;
	if (now_us >= s->next_poll_us) {
		int64_t version = store_data_version(s->app->store);

		look_for_trouble(s);
		if (s->next_poll_us && version != s->data_version) {
			screen_reload(s);
			await_look(s);
		}
		s->data_version = version;
		if (take_over_asked(s))
			s->quit = s->taken = true;
		s->next_poll_us = now_us + POLL_US;
	}
	return (int)((s->next_poll_us - now_us) / 1000 + 1);
}

#define SLOW_COUNT_US 20000 /* a count that takes longer waits for a second without keys */

/* What waits is counted when nothing else is to be done. */
static int tick_count(struct screen *s, int64_t now_us, bool busy)
{
	int64_t pause_us = s->count_us > SLOW_COUNT_US && s->counted ? 1000000 : 0;

	if (!s->count_later)
		return -1;
	if (busy || s->redraw || s->reading)
		return 0;
	if (now_us < s->key_us + pause_us)
		return (int)((s->key_us + pause_us - now_us) / 1000 + 1);
	screen_count_in_pause(s);
	s->counted |= !s->count_later;
	return s->count_later || s->redraw ? 0 : -1;
}

bool screen_settled(const struct screen *s)
{
	if (s->reading || s->count_later)
		return false;
	return !s->depth || s->stack[0]->kind != VIEW_BENCH || !bench_is_stale(&s->stack[0]->bench);
}

int screen_idle_tick(struct screen *s, int minutes, int64_t last_key_us, int64_t now_us)
{
	int wait;
	enum idle_state state = idle_state(minutes, last_key_us, now_us, &wait);

	if (state == IDLE_NOT)
		s->idle_warned = false;
	if (state == IDLE_END)
		s->quit = s->left_alone = true;
	if (state == IDLE_WARN && !s->idle_warned) {
		s->idle_warned = true;
		screen_say(s, LEVEL_WARNING,
			   "Nobody types: this session ends in %d seconds; any key keeps it. What you typed is kept.",
			   (wait + 999) / 1000);
	}
	return wait;
}

int screen_tick(struct screen *s, int64_t now_us, bool busy)
{
	s->now_us = now_us;
	int next = sync_drafts(s, false);

	next = sooner(next, tick_bench(s, now_us, busy));
	next = sooner(next, tick_lists(s, busy));
	next = sooner(next, tick_count(s, now_us, busy));
	next = sooner(next, place_tick(s, now_us));
	next = sooner(next, take_over_tick(s, now_us));
	next = sooner(next, screen_presence_tick(s, now_us));
	next = sooner(next, tick_bulk(s, busy));
	next = sooner(next, tick_chooser(s, busy));
	next = sooner(next, tick_past(s, busy));
	return sooner(next, tick_poll(s, now_us));
}
