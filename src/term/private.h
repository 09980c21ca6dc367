/* SPDX-License-Identifier: MIT */
/*
 * private.h - what the files of the terminal room share.
 *
 * signal.c and output.c each look after something of which a process has
 * one: its signal dispositions, and curses. So there is one terminal at a
 * time, and they keep their state to themselves.
 */
#ifndef TERM_PRIVATE_H
#define TERM_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>
#include <termios.h>

#include "base/error.h"
#include "term/keys.h"
#include "term/term.h"

/* Larger windows are used in part: curses holds three screens of 28 bytes a cell in memory. */
#define TERM_ROWS_MAX 500
#define TERM_COLS_MAX 1000

#define TERM_IN 0
#define TERM_OUT 1

struct term {
	struct term_options opt;
	struct keys keys;
	bool starved;            /* the decoder has said that it needs more bytes */
	int64_t last_input_us;
	int tty_rows, tty_cols;  /* as the terminal says */
	int rows, cols;          /* as used */
	bool resized;            /* TERM_RESIZE is due */
	bool key_turn;           /* one was given: keys first now */
	bool hangup, terminate;  /* said by a signal or the terminal */
	bool last_read;          /* after that: one more read, so that nothing typed is lost */
	bool last_given;         /* TERM_HANGUP or TERM_TERMINATE, which comes once */
	bool changed;            /* since the last idle mark */
	uint64_t marked;         /* bytes decoded by then */
};

/* ------------------------------------------------ term.c */

/* Asks for the size and fits curses to it. True if it is another one. */
bool term_fit(struct term *t);
/* Writes all of it to the terminal, past curses. */
void term_write(const char *bytes, size_t len);

/* ------------------------------------------------ squeeze.c */

/* What chooses the usual set of letters on this terminal; "": nothing does. Once curses has started. */
const char *squeeze_letters(void);
/* Takes out of a frame what changes nothing; the new length. letters was sent once before. */
size_t squeeze(const char *letters, char *bytes, size_t len);

/* ------------------------------------------------ signal.c */

enum signal_seen {
	SIGNAL_HANGUP = 1,
	SIGNAL_TERMINATE = 2,
	SIGNAL_RESIZE = 4,
	SIGNAL_CONTINUE = 8,
};

/*
 * Sets all dispositions; modes are the terminal's to be restored by a crash.
 * To be called before curses starts, which takes over what it finds unset.
 */
int signals_open(const struct termios *modes, struct error *err);
void signals_close(void);
int signals_fd(void);           /* readable when a signal came */
unsigned signals_take(void);    /* enum signal_seen of what came since the last call */
void signals_deadline(void);    /* the process ends in 3 seconds whatever it is doing */
void signals_stop(void);        /* stops the process group as Ctrl-Z does; returns on SIGCONT */

/* ------------------------------------------------ output.c */

int output_open(const struct term_options *opt, int rows, int cols, struct keys *keys,
		struct error *err);
void output_close(void);
void output_resize(int rows, int cols);
void output_theme(const struct theme *theme);
void output_redraw(void);
bool output_draw(const struct grid *g); /* false: nothing had changed, nothing was sent */
void output_leave(void);                /* before the process stops */
void output_return(void);               /* after it goes on, whatever others did to the modes */

/* ------------------------------------------------ ascii.c */

/* The nearest ASCII character, '?' if there is none near. */
char ascii_twin(uint32_t cp);

#endif
