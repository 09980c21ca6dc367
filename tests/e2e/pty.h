/* SPDX-License-Identifier: MIT */
/*
 * pty.h - a program in a terminal of our own.
 *
 * The program runs in a pty; what it writes goes through libvterm, so a
 * test sees the screen a person would see. Nothing sleeps: the program
 * writes an idle mark "ESC ] 7777 ; idle ; BYTES ; ROWS ; COLS BEL" when it
 * has handled BYTES bytes of input and a window of that size, and
 * pty_settle() waits for the mark that covers all that was sent. Deadlines
 * only make a test fail.
 */
#ifndef TESTS_E2E_PTY_H
#define TESTS_E2E_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

#include "base/buf.h"

#define PTY_DEADLINE_MS 10000

struct pty {
	pid_t pid;
	int fd;                 /* the master; -1 after a hangup */
	int rows, cols;
	bool held;              /* not reading, as a terminal after Ctrl-S */
	bool exited;
	int status;             /* of waitpid() */

	unsigned long long sent;        /* bytes of input */
	unsigned long long idle_sent;   /* as the newest idle mark says */
	int idle_rows, idle_cols;
	unsigned long long marks;       /* idle marks so far */

	size_t bytes;           /* of output, idle marks left out, since pty_count() */
	struct buf output;      /* the same bytes, the newest 64 KiB */
	struct buf escape;      /* an OSC that may become an idle mark */
	size_t high_bytes;      /* of 0x80 and above, since the start */
	size_t colours;         /* sequences that set a colour, since the start */
	char sgr[64];           /* a sequence that may become one */

	VTerm *vterm;
	VTermScreen *screen;
	bool cursor_visible, alternate;
};

struct pty_options {
	const char *folder; /* to start in; NULL: where we are */
	bool detached;      /* the pty does not become its controlling terminal: no signals from it */
};

/*
 * Starts argv[0] (a path) in a window of that size, with exactly env
 * ("NAME=VALUE", NULL at the end) as its environment. Aborts if that fails.
 * opt may be NULL.
 */
struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int cols,
		      const struct pty_options *opt);
void pty_stop(struct pty *p); /* kills what is left of it; NULL is fine */

/* ------------------------------------------------ in */

void pty_send(struct pty *p, const void *bytes, size_t len);
void pty_text(struct pty *p, const char *text);
bool pty_key(struct pty *p, const char *name); /* "Ctrl-S", "PgDn", "Alt-x", "é"; false if unknown */
void pty_paste(struct pty *p, const char *text);
void pty_resize(struct pty *p, int rows, int cols);
void pty_signal(struct pty *p, int number);
void pty_hangup(struct pty *p);
void pty_hold(struct pty *p, bool hold);

/* ------------------------------------------------ wait; all false when the deadline passes */

/* For the idle mark that covers all input and the window; false also when the program ended. */
bool pty_settle(struct pty *p);
/* For any more output, at most ms. */
bool pty_wait_output(struct pty *p, int ms);
/* For text on the screen; idle marks are not needed. */
bool pty_expect(struct pty *p, const char *text, int ms);
/* For the end; *status becomes the exit code, or 128 + signal. */
bool pty_wait_exit(struct pty *p, int ms, int *status);

/* ------------------------------------------------ out */

void pty_row(const struct pty *p, int row, struct buf *dst);  /* trailing blanks cut */
void pty_screen(const struct pty *p, struct buf *dst);        /* a line each, trailing blank lines too */
bool pty_find(const struct pty *p, const char *text, int *row, int *col); /* in one row; cells */
void pty_cursor(const struct pty *p, int *row, int *col);
bool pty_cell(const struct pty *p, int row, int col, VTermScreenCell *cell);
void pty_count(struct pty *p); /* starts to count bytes anew */

#endif
