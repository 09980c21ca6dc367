/* SPDX-License-Identifier: MIT */
/*
 * term.h - the terminal: the one place that knows ncurses.
 *
 * Owns the tty, its modes, the signals and the crash handler. Bytes become
 * events, a grid becomes the least output that turns the screen into it.
 * Nothing here knows records. There is one terminal at a time.
 *
 * Life: term_open() -> { term_wait(), term_next() ..., term_draw() } -> term_close().
 *
 * While it is open SIGALRM is taken: a process that was asked to leave
 * (SIGHUP, SIGTERM, SIGINT, the terminal gone) ends after 3 seconds whatever
 * it is doing, since nothing else gets one out of writing to a terminal that
 * does not read. A crash restores the terminal and says that text is kept.
 */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/key.h"
#include "base/paint.h"
#include "ui/grid.h"

enum term_color { TERM_COLOR_AUTO, TERM_COLOR_ALWAYS, TERM_COLOR_NEVER };

struct term_options {
	const struct theme *theme; /* must outlive the terminal; NULL: the compiled-in one */
	enum term_color color;     /* AUTO obeys NO_COLOR and what terminfo says */
	bool mouse;                /* reserved: never switched on now */
	bool allow_suspend;        /* local mode: term_suspend() does something */
	bool idle_mark;            /* tests: emit an idle mark, see term_idle() */
};

enum term_event_type {
	TERM_NOTHING = 0,
	TERM_KEY,      /* Ctrl-C, Ctrl-S, Ctrl-Q and Ctrl-Z are keys like others */
	TERM_PASTE,    /* text of a bracketed paste: filtered, newlines kept */
	TERM_RESIZE,   /* also after SIGCONT: draw everything */
	TERM_HANGUP,   /* the terminal is gone: save drafts, leave without drawing; comes last, once */
	TERM_TERMINATE /* SIGTERM or SIGINT from outside: save drafts, restore, leave; last, once */
};

struct term_event {
	enum term_event_type type;
	struct key key;
	const char *paste;   /* owned by term, until the next term_next(); valid UTF-8, not NFC */
	size_t paste_len;
	size_t paste_dropped; /* bytes beyond the cap of 1 MiB or filtered away */
};

struct term;

/* Fails (FAIL_USAGE) if 0 and 1 are no terminals, (FAIL_IO) if terminfo does not know TERM. */
int term_open(struct term **out, const struct term_options *opt, struct error *err);
void term_close(struct term *t); /* restores the terminal; NULL is fine */
void term_set_theme(struct term *t, const struct theme *theme);
void term_size(const struct term *t, int *rows, int *cols); /* 1x1 to 500x1000 */

/*
 * Sleeps until input, a signal, extra_fd (or -1) becoming readable, or
 * timeout_ms (-1: for ever). Returns true if term_next() may have something.
 */
bool term_wait(struct term *t, int extra_fd, int timeout_ms);

/* The next event without waiting; false when there is none now. Call it until it says false. */
bool term_next(struct term *t, struct term_event *ev);

/* True if input is waiting to be read: the caller may skip a frame. */
bool term_pending(struct term *t);

/* Shows the grid. Sends nothing if nothing changed. */
void term_draw(struct term *t, const struct grid *g);
void term_redraw_all(struct term *t); /* the next draw repaints every cell */

/*
 * Tests: says that all input so far is handled and drawn, when that is news:
 * "ESC ] 7777 ; idle ; BYTES ; ROWS ; COLS BEL" with the bytes of input and
 * the window that were handled. Call it each time before term_wait().
 */
void term_idle(struct term *t);

/*
 * Restores the terminal and stops the process as Ctrl-Z asks; returns after
 * SIGCONT. Does nothing without allow_suspend.
 */
void term_suspend(struct term *t);

#endif
