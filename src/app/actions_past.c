/* SPDX-License-Identifier: MIT */
/* actions_past.c - the action table: everything as it stood on a day, and back to now. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/list_private.h"
#include "app/past.h"
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

/* A list of then is about to be opened over a page of now: it goes with the past it is of. */
bool past_open(struct screen *s, struct date day, struct error *err)
{
	if (past_enter(s->app, day, DATE_NONE, err) != 0)
		return false;
	turned(s);
	s->past_depth = s->depth + 1;
	s->past_goes = true;
	return true;
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

static void enter(struct screen *s, struct prompt *p, struct date as_of, struct date known_on)
{
	struct error err = ERROR_INIT;
	char words[40];

	if (past_enter(s->app, as_of, known_on, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%.250s", err.why);
		return;
	}
	s->past_goes = false;
	screen_pop(s);
	s->past_depth = s->depth;
	turned(s);
	screen_say(s, LEVEL_INFO, "%s: all is shown as it stood. Esc goes back to now.", past_words(s->app, words));
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
