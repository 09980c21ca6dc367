/* SPDX-License-Identifier: MIT */
/* actions_past.c - the action table: everything as it stood on a day, and back to now. */
#include "app/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/list_private.h"
#include "app/past.h"
#include "base/clock.h"
#include "base/mem.h"
#include "core/when.h"

/* Numbers of rows and days of a filter are those of one store: both are found anew. */
static void turn_list(struct list *l)
{
	l->ids.n = 0;
	list_drop_base(l);
	list_drop_hits(l);
	list_clear_rows(l);
	if (list_filtered(l))
		list_apply_filter(l);
}

/* The store is another one: everything on the screen is read again from it. */
static void turned(struct screen *s)
{
	for (int i = 0; i < s->depth; i++) {
		struct view *v = s->stack[i];

		for (int p = 0; v->kind == VIEW_BENCH && p < BENCH_PANES; p++)
			turn_list(&v->bench.pane[p]);
		if (v->kind == VIEW_LIST)
			turn_list(&v->list);
	}
	s->data_version = store_data_version(s->app->store);
	s->n_pending = 0;
	screen_reload(s);
}

static void leave(struct screen *s)
{
	past_leave(s->app);
	s->past_goes = false;
	turned(s);
	screen_say(s, LEVEL_INFO, "Back to now.");
}

/* True if the past was left; Esc asks on every view. */
bool past_escape(struct screen *s)
{
	if (!past_is(s->app) || s->depth > s->past_depth)
		return false;
	/* A list opened from a page of now goes with its past. */
	if (s->past_goes) {
		screen_pop(s);
		return true;
	}
	leave(s);
	return true;
}

/* ---- on the way there ----------------------------------------------------------------- */

#define STEP_ENTRIES 500
#define STEP_US      50000
#define AT_ONCE_US   200000 /* what takes longer is shown, and can be left */

/* A past that is being folded up: data of the page that shows how far it is. */
struct folding {
	struct store_fold *fold;
	struct date as_of, known_on;
	int64_t began_us;
	bool goes; /* with the view that is opened then */
	void (*then)(struct screen *s, void *data);
	void *data;
};

static void drop(void *data)
{
	struct folding *f = data;

	store_fold_drop(f->fold);
	free(f->data);
}

static void arrived(struct screen *s, struct folding *f)
{
	struct store_fold *fold = f->fold;
	struct error err = ERROR_INIT;

	f->fold = NULL;
	if (past_arrive(s->app, f->as_of, f->known_on, fold, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	s->past_goes = f->goes;
	s->past_depth = s->depth + f->goes;
	turned(s);
	f->then(s, f->data);
}

static void write_progress(struct screen *s, struct text_page *t)
{
	const struct folding *f = t->data;
	int64_t done, all, us = clock_monotonic_us() - f->began_us;
	(void)s;

	store_fold_progress(f->fold, &done, &all);
	buf_clear(&t->text);
	buf_addf(&t->text, "Everything as it stood is read from the log, entry by entry.\n\n");
	buf_addf(&t->text, "  %lld of %lld entries, %lld a second\n\n", (long long)done, (long long)all,
		 us > 0 ? (long long)(done * 1000000 / us) : 0LL);
	buf_adds(&t->text, "Esc leaves it, and nothing is changed.\n");
}

/* True once it has ended, or failed: then f is at its end as well. */
static bool step(struct screen *s, struct folding *f, int64_t for_us)
{
	int64_t until = clock_monotonic_us() + for_us;
	struct error err = ERROR_INIT;
	int failed = 0;

	while (!failed && !store_fold_ended(f->fold) && clock_monotonic_us() < until)
		failed = store_fold_step(f->fold, STEP_ENTRIES, &err);
	if (failed)
		screen_fail(s, &err);
	return failed || store_fold_ended(f->fold);
}

static struct folding *folding_of(struct view *v)
{
	return v && v->kind == VIEW_TEXT && v->text.drop == drop ? v->text.data : NULL;
}

bool past_tick(struct screen *s, bool busy)
{
	struct view *v = screen_top(s);
	struct folding *f = folding_of(v), here;

	if (!f)
		return false;
	if (busy)
		return true;
	s->redraw = true;
	if (!step(s, f, STEP_US)) {
		write_progress(s, &v->text);
		return true;
	}
	here = *f;
	f->fold = NULL;
	f->data = NULL;
	screen_pop(s);
	if (store_fold_ended(here.fold))
		arrived(s, &here);
	drop(&here);
	return false;
}

static void set_out(struct screen *s, struct folding *f)
{
	struct folding *kept;

	if (step(s, f, AT_ONCE_US)) {
		if (store_fold_ended(f->fold))
			arrived(s, f);
		drop(f);
		return;
	}
	kept = mem_alloc(sizeof *kept);
	*kept = *f;
	struct text_page *t = text_push(s, "On the way to the past");

	t->data = kept;
	t->drop = drop;
	t->refill = write_progress;
	write_progress(s, t);
	layout_apply(s);
}

/* A list of then is about to be opened over a page of now: it goes with the past it is of. */
void past_open(struct screen *s, struct date day, void (*then)(struct screen *s, void *data), void *data)
{
	struct folding f = { .as_of = day, .known_on = DATE_NONE, .goes = true, .then = then, .data = data,
			     .began_us = clock_monotonic_us() };
	struct error err = ERROR_INIT;

	if (past_begin(s->app, day, DATE_NONE, &f.fold, &err) != 0) {
		screen_fail(s, &err);
		free(data);
		return;
	}
	set_out(s, &f);
}

/* Called when a view was left. */
void past_left_view(struct screen *s)
{
	if (!s->past_goes || s->depth >= s->past_depth || !past_is(s->app))
		return;
	past_leave(s->app);
	s->past_goes = false;
	turned(s);
}

static void say_where(struct screen *s, void *data)
{
	char words[40];
	(void)data;

	screen_say(s, LEVEL_INFO, "%s: all is shown as it stood. Esc goes back to now.", past_words(s->app, words));
}

static void enter(struct screen *s, struct prompt *p, struct date as_of, struct date known_on)
{
	struct folding f = { .as_of = as_of, .known_on = known_on, .then = say_where,
			     .began_us = clock_monotonic_us() };
	struct error err = ERROR_INIT;

	if (past_begin(s->app, as_of, known_on, &f.fold, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%.250s", err.why);
		return;
	}
	screen_pop(s);
	set_out(s, &f);
}

static bool read_day(struct screen *s, struct prompt *p, const char *text, struct date *day)
{
	struct when_context when = app_when(s->app, NULL);
	struct error err = ERROR_INIT;

	when.prefer_past = true;
	if (past_is(s->app))
		when.today = s->app->past.today;
	if (when_read(text, strlen(text), &when, day, &err) == 0)
		return true;
	snprintf(p->error, sizeof p->error, "%.120s; %.120s", err.why, err.next);
	return false;
}

static bool left_by_nothing(struct screen *s, const char *text)
{
	if (*text)
		return false;
	screen_pop(s);
	if (past_is(s->app)) {
		leave(s);
	}
	return true;
}

static bool as_of_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct date day;

	if (!left_by_nothing(s, text) && read_day(s, p, text, &day))
		enter(s, p, day, DATE_NONE);
	return false;
}

static bool known_on_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct date day;

	if (!left_by_nothing(s, text) && read_day(s, p, text, &day))
		enter(s, p, DATE_NONE, day);
	return false;
}

static void run_as_of(struct screen *s)
{
	char day[DATE_TEXT] = "";

	if (past_is(s->app))
		date_format(s->app->past.as_of, day);
	prompt_push(s, "As of which day?", "Everything is then shown as it stood on it, for reading. Empty: now.", day)
		->entered = as_of_entered;
	layout_apply(s);
}

static void run_known_on(struct screen *s)
{
	prompt_push(s, "As known on which day?",
		    "Only what was recorded up to that day of the real calendar. Empty: now.", "")
		->entered = known_on_entered;
	layout_apply(s);
}

static bool possible_now(const struct screen *s, char *why, size_t size)
{
	if (past_is(s->app))
		return true;
	snprintf(why, size, "it is now already");
	return false;
}

static void run_now(struct screen *s)
{
	leave(s);
}

static const struct action table[] = {
	{ "as-of", "As of a day", "@", CONTEXT_VIEWS, ACTION_PLACE,
	  "Every list and record as it stood on a day in the past, for reading.", possible_with_store, run_as_of },
	{ "known-on", "As known on a day", "", CONTEXT_VIEWS, ACTION_PLACE,
	  "Every list and record with only what had been recorded by that day.", possible_with_store, run_known_on },
	{ "now", "Back to now", "", CONTEXT_VIEWS, 0, "Leave the past: everything as it stands now.", possible_now,
	  run_now },
};

ACTION_PART(actions_past, table);
