/* SPDX-License-Identifier: MIT */
/*
 * term.c - the terminal's life: opening, size, suspending, closing.
 */
#include "term/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"

static struct termios modes_before;

void term_write(const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(TERM_OUT, bytes, len);

		if (n < 0 && errno != EINTR)
			return;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

/* The size in use: 0 means that the terminal does not know, and 80 by 24 is what it then is. */
static int fit(int size, int unknown, int most)
{
	if (size <= 0)
		return unknown;
	return size < most ? size : most;
}

static void ask_size(struct term *t)
{
	struct winsize size = { 0 };

	ioctl(TERM_OUT, TIOCGWINSZ, &size);
	t->tty_rows = size.ws_row;
	t->tty_cols = size.ws_col;
	t->rows = fit(size.ws_row, 24, TERM_ROWS_MAX);
	t->cols = fit(size.ws_col, 80, TERM_COLS_MAX);
}

bool term_fit(struct term *t)
{
	int rows = t->rows, cols = t->cols;

	ask_size(t);
	if (rows == t->rows && cols == t->cols) {
		output_redraw();
		return false;
	}
	output_resize(t->rows, t->cols);
	return true;
}

/* Curses waits for ever on a descriptor that does not block; somebody may have left it so. */
static void make_blocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags >= 0 && (flags & O_NONBLOCK))
		fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

int term_open(struct term **ret, const struct term_options *opt, struct error *err)
{
	struct term *t;
	int fail;

	if (!isatty(TERM_IN) || !isatty(TERM_OUT) || tcgetattr(TERM_IN, &modes_before) < 0)
		return error_set(err, FAIL_USAGE, "cannot open the screen",
				 "standard input and output", "give a command, see \"closeout help\"",
				 "not a terminal");
	t = mem_alloc(sizeof(*t));
	t->opt = *opt;
	if (t->opt.theme == NULL)
		t->opt.theme = theme_builtin();
	keys_init(&t->keys);
	make_blocking(TERM_IN);
	make_blocking(TERM_OUT);
	ask_size(t);
	fail = signals_open(&modes_before, err);
	if (!fail)
		fail = output_open(&t->opt, t->rows, t->cols, &t->keys, err);
	if (fail) {
		term_close(t);
		return fail;
	}
	t->changed = true;
	*ret = t;
	return 0;
}

void term_close(struct term *t)
{
	if (t == NULL)
		return;
	output_close();
	tcsetattr(TERM_IN, TCSANOW, &modes_before);
	signals_close();
	keys_release(&t->keys);
	free(t);
}

void term_set_theme(struct term *t, const struct theme *theme)
{
	t->opt.theme = theme;
	output_theme(theme);
}

void term_size(const struct term *t, int *rows, int *cols)
{
	*rows = t->rows;
	*cols = t->cols;
}

void term_draw(struct term *t, const struct grid *g)
{
	if (!t->hangup && output_draw(g))
		t->changed = true;
}

void term_redraw_all(struct term *t)
{
	(void)t;
	output_redraw();
}

void term_idle(struct term *t)
{
	char mark[80];
	int len;

	if (!t->opt.idle_mark || t->hangup)
		return;
	if (!t->changed && t->marked == t->keys.consumed)
		return;
	t->changed = false;
	t->marked = t->keys.consumed;
	len = snprintf(mark, sizeof(mark), "\033]7777;idle;%llu;%d;%d\a",
		       (unsigned long long)t->marked, t->tty_rows, t->tty_cols);
	term_write(mark, (size_t)len);
}

void term_suspend(struct term *t)
{
	if (!t->opt.allow_suspend)
		return;
	output_leave();
	tcsetattr(TERM_IN, TCSANOW, &modes_before);
	signals_stop();
	output_return();
	t->resized = true;
}
