/* SPDX-License-Identifier: MIT */
/*
 * loop.c - the one loop: terminal and timers in, screen out.
 *
 * Order, each time round: read all keys -> change the screen's data -> write
 * drafts -> draw, and draw only when no further key waits.
 */
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/screen.h"
#include "base/clock.h"
#include "term/term.h"
#include "ui/render.h"

struct loop {
	struct app *app;
	struct screen screen;
	struct term *term;
	struct grid grid;
	bool gone; /* the terminal is not there any more: nothing may be drawn */
	bool cut_off; /* or somebody ended the process */
	int64_t last_key_us; /* a session on a host ends when nobody types any more */
};

static void loop_event(struct loop *l, const struct term_event *ev)
{
	int rows, cols;

	if (ev->type == TERM_KEY || ev->type == TERM_PASTE)
		l->last_key_us = clock_monotonic_us();
	switch (ev->type) {
	case TERM_KEY:
		screen_key(&l->screen, ev->key);
		break;
	case TERM_PASTE:
		screen_paste(&l->screen, ev->paste, ev->paste_len, ev->paste_dropped);
		break;
	case TERM_RESIZE:
		term_size(l->term, &rows, &cols);
		screen_resize(&l->screen, rows, cols);
		break;
	case TERM_HANGUP:
		l->gone = l->cut_off = l->screen.quit = true;
		break;
	case TERM_TERMINATE:
		l->cut_off = l->screen.quit = true;
		break;
	default:
		break;
	}
}

static void loop_draw(struct loop *l)
{
	if (l->screen.repaint)
		term_redraw_all(l->term);
	l->screen.repaint = l->screen.redraw = false;
	grid_resize(&l->grid, l->screen.rows, l->screen.cols);
	ui_render(&l->screen, &l->grid);
	term_draw(l->term, &l->grid);
}

static void loop_run(struct loop *l)
{
	struct term_event ev;
	int minutes = l->app->options.host ? l->app->settings.idle_minutes : 0;

	while (!l->screen.quit) {
		while (!l->screen.quit && term_next(l->term, &ev))
			loop_event(l, &ev);
		if (l->screen.quit)
			break;
		bool busy = term_pending(l->term);
		int wait = screen_tick(&l->screen, clock_monotonic_us(), busy);
		int idle = screen_idle_tick(&l->screen, minutes, l->last_key_us, clock_monotonic_us());
		if (l->screen.quit)
			break;
		if (idle >= 0 && (wait < 0 || idle < wait))
			wait = idle;
		if (l->screen.suspend) {
			l->screen.suspend = false;
			screen_save_drafts(&l->screen);
			term_suspend(l->term);
			continue;
		}
		if (l->screen.redraw && !busy)
			loop_draw(l);
		if (!busy && screen_settled(&l->screen))
			term_idle(l->term);
		term_wait(l->term, -1, wait);
	}
	screen_end(&l->screen, l->cut_off || l->screen.left_alone || l->screen.taken);
}

static bool key_waits(void *data)
{
	return term_pending(data);
}

/* In the middle of a save: only the message line is new. */
static void waits(void *data, const char *who, int seconds)
{
	struct loop *l = data;

	if (l->gone)
		return;
	screen_say(&l->screen, LEVEL_INFO, "Waiting for %s, %d s", who, seconds);
	loop_draw(l);
}

static int loop_open(struct loop *l, struct error *err)
{
	struct term_options options = {
		.theme = &l->app->theme,
		.color = l->app->options.color == SETTINGS_COLOR_NEVER	? TERM_COLOR_NEVER
			 : l->app->options.color == SETTINGS_COLOR_ALWAYS ? TERM_COLOR_ALWAYS
									  : TERM_COLOR_AUTO,
		.allow_suspend = !l->app->options.host,
		.idle_mark = getenv("CLOSEOUT_TEST_IDLE") != NULL,
	};
	int rows, cols;

	/* A locale that cannot show our glyphs gets their ASCII twins. */
	if (MB_CUR_MAX == 1 || l->app->settings.ascii)
		l->app->options.ascii = true;
	int rc = term_open(&l->term, &options, err);

	if (rc)
		return rc;
	l->app->key_waits = key_waits;
	l->app->key_data = l->term;
	app_on_wait(l->app, waits, l);
	rc = screen_init(&l->screen, l->app, err);
	if (rc)
		return rc;
	grid_init(&l->grid);
	term_size(l->term, &rows, &cols);
	screen_resize(&l->screen, rows, cols);
	l->last_key_us = clock_monotonic_us();
	screen_start(&l->screen);
	return 0;
}

int loop(struct app *a, struct error *err)
{
	struct loop l = { .app = a };
	bool left_alone = false, taken = false;
	int rc = loop_open(&l, err);

	if (rc == 0) {
		loop_run(&l);
		left_alone = l.screen.left_alone;
		taken = l.screen.taken;
		screen_release(&l.screen);
		grid_release(&l.grid);
	}
	a->key_waits = NULL;
	app_on_wait(a, NULL, NULL);
	term_close(l.term);
	if (taken)
		fprintf(stderr, "closeout: ended, since another session of yours took its form over\n");
	if (left_alone)
		fprintf(stderr, "closeout: ended, since nobody typed for %d minutes; what was typed is kept\n",
			a->settings.idle_minutes);
	return rc;
}
