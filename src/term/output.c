/* SPDX-License-Identifier: MIT */
/*
 * output.c - a grid becomes the least output.
 *
 * What was drawn last is kept as cells; only cells that differ go to curses,
 * which finds the cheapest way to change the screen. Nothing is read through
 * curses: its ideas of keys and of how long to wait are not ours.
 *
 * Curses writes at every move of the cursor, some hundred times for a screen,
 * and each write wakes whoever reads: over SSH each may become a packet. So
 * while it draws its descriptor is a file in memory, and what that then holds
 * goes to the terminal at once.
 */
#include "term/curses_room.h"
#include "term/private.h"
#include "term/terminfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Bracketed paste; terminals that do not know it ignore it. */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

static struct {
	SCREEN *screen;
	FILE *stream;           /* what curses writes to: the terminal under a number of its own */
	int frame;              /* a file in memory; -1: there is none, curses writes to the terminal */
	const char *letters;    /* what chooses the usual set of letters: sent once */
	bool ansi;              /* speaks control sequences that start with ESC [ */
	int rows, cols;
	struct cell *shown;     /* rows * cols; what curses was told last */
	cchar_t *line;          /* one row on its way to curses */
	int cursor_row, cursor_col;
	bool all;               /* the terminal's own content is not to be relied on */
} out;

static const struct cell never_shown = { .len = 0xFF };

static const struct {
	const char *capability;
	struct key key;
} known_keys[] = {
	{ "kcuu1", { KEYCODE_UP, 0 } },       { "kcud1", { KEYCODE_DOWN, 0 } },
	{ "kcub1", { KEYCODE_LEFT, 0 } },     { "kcuf1", { KEYCODE_RIGHT, 0 } },
	{ "khome", { KEYCODE_HOME, 0 } },     { "kend", { KEYCODE_END, 0 } },
	{ "kpp", { KEYCODE_PAGE_UP, 0 } },    { "knp", { KEYCODE_PAGE_DOWN, 0 } },
	{ "kich1", { KEYCODE_INSERT, 0 } },   { "kdch1", { KEYCODE_DELETE, 0 } },
	{ "kcbt", { KEYCODE_TAB, KEYMOD_SHIFT } }, { "kent", { KEYCODE_ENTER, 0 } },
	{ "kf1", { KEYCODE_F1, 0 } },         { "kf2", { KEYCODE_F1 + 1, 0 } },
	{ "kf3", { KEYCODE_F1 + 2, 0 } },     { "kf4", { KEYCODE_F1 + 3, 0 } },
	{ "kf5", { KEYCODE_F1 + 4, 0 } },     { "kf6", { KEYCODE_F1 + 5, 0 } },
	{ "kf7", { KEYCODE_F1 + 6, 0 } },     { "kf8", { KEYCODE_F1 + 7, 0 } },
	{ "kf9", { KEYCODE_F1 + 8, 0 } },     { "kf10", { KEYCODE_F1 + 9, 0 } },
	{ "kf11", { KEYCODE_F1 + 10, 0 } },   { "kf12", { KEYCODE_F1 + 11, 0 } },
};

static bool wants_color(enum term_color color)
{
	const char *no_color = getenv("NO_COLOR");

	if (color == TERM_COLOR_AUTO)
		return no_color == NULL || *no_color == '\0';
	return color == TERM_COLOR_ALWAYS;
}

static void forget_shown(void)
{
	size_t count = (size_t)out.rows * (size_t)out.cols;

	for (size_t i = 0; i < count; i++)
		out.shown[i] = never_shown;
	out.cursor_row = -2;
}

static void resize_buffers(int rows, int cols)
{
	out.rows = rows;
	out.cols = cols;
	out.shown = mem_realloc(out.shown, (size_t)rows * (size_t)cols, sizeof(*out.shown));
	out.line = mem_realloc(out.line, (size_t)cols, sizeof(*out.line));
	forget_shown();
}

static void set_up(int rows, int cols, enum term_color color)
{
	raw();
	noecho();
	nonl();
	typeahead(-1); /* a frame is drawn whole; term_pending() says when to skip one */
	idlok(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	style_open(wants_color(color));
	resize_term(rows, cols);
	resize_buffers(rows, cols);
	out.all = true;
}

/* Curses asks the environment for the size first, and we know it better. */
static void say_size(int rows, int cols)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", rows);
	setenv("LINES", number, 1);
	snprintf(number, sizeof(number), "%d", cols);
	setenv("COLUMNS", number, 1);
}

static int open_stream(struct error *err)
{
	int fd = fcntl(TERM_OUT, F_DUPFD_CLOEXEC, 3);

	out.stream = fd < 0 ? NULL : fdopen(fd, "w");
	if (out.stream == NULL) {
		if (fd >= 0)
			close(fd);
		return error_set(err, FAIL_IO, "cannot open the screen", "standard output", NULL, "%s",
				 strerror(errno));
	}
	out.frame = memfd_create("frame", MFD_CLOEXEC);
	return 0;
}

static void close_stream(void)
{
	fclose(out.stream);
	if (out.frame >= 0)
		close(out.frame);
}

int output_open(const struct term_options *opt, int rows, int cols, struct keys *keys,
		struct error *err)
{
	int fail = terminfo_check(TERM_OUT, err);

	if (fail)
		return fail;
	say_size(rows, cols);
	fail = open_stream(err);
	if (fail)
		return fail;
	out.screen = newterm(NULL, out.stream, stdin);
	if (out.screen == NULL) {
		close_stream();
		return error_set(err, FAIL_IO, "cannot open the screen", getenv("TERM"), NULL,
				 "curses does not start");
	}
	out.ansi = strncmp(terminfo_string("cup"), "\033[", 2) == 0;
	for (size_t i = 0; i < sizeof(known_keys) / sizeof(known_keys[0]); i++)
		keys_learn(keys, terminfo_string(known_keys[i].capability), known_keys[i].key);
	set_up(rows, cols, opt->color);
	style_theme(opt->theme);
	out.letters = squeeze_letters();
	term_write(out.letters, strlen(out.letters));
	if (out.ansi)
		term_write(PASTE_ON, strlen(PASTE_ON));
	return 0;
}

void output_close(void)
{
	if (out.screen == NULL)
		return;
	if (out.ansi)
		term_write(PASTE_OFF, strlen(PASTE_OFF));
	curs_set(1);
	endwin();
	delscreen(out.screen);
	close_stream();
	free(out.shown);
	free(out.line);
	memset(&out, 0, sizeof(out));
}

void output_resize(int rows, int cols)
{
	resize_term(rows, cols);
	resize_buffers(rows, cols);
	out.all = true;
}

void output_theme(const struct theme *theme)
{
	style_theme(theme);
	forget_shown();
}

void output_redraw(void)
{
	forget_shown();
	out.all = true;
}

void output_leave(void)
{
	if (out.ansi)
		term_write(PASTE_OFF, strlen(PASTE_OFF));
	curs_set(1);
	endwin();
}

void output_return(void)
{
	reset_prog_mode();
	if (out.ansi)
		term_write(PASTE_ON, strlen(PASTE_ON));
	output_redraw();
}

/* ------------------------------------------------ drawing */

/* What curses and this locale make of a character: itself, or what takes as many cells. */
static wchar_t showable(uint32_t cp, int width, bool *same)
{
	*same = true;
	if (cp < 0x7f)
		return (wchar_t)cp;
	if (MB_CUR_MAX > 1 && wcwidth((wchar_t)cp) == width)
		return (wchar_t)cp;
	if (MB_CUR_MAX == 1 && wctob((wint_t)cp) != EOF)
		return (wchar_t)cp;
	*same = false;
	return (wchar_t)(unsigned char)ascii_twin(cp);
}

#define ZWJ  0x200D
#define VS16 0xFE0F

/* Fills one or, where a wide character cannot be shown, two curses cells. Returns how many. */
static int to_curses(const struct cell *c, cchar_t *dst)
{
	wchar_t text[CCHARW_MAX + 1] = { L' ' };
	struct look look = style_look((enum paint)c->paint);
	int n = 0, width = c->width;
	bool same = true;

	for (size_t i = 0; i < c->len && n < CCHARW_MAX && same;) {
		uint32_t cp;

		i += utf8_decode(c->bytes + i, c->len - i, &cp);
		/*
		 * A mark that curses takes for a letter, or that this locale lacks, stays away. So do the
		 * joiner of emoji and the sign for their colours: a terminal that obeys them takes fewer or
		 * more cells than are counted, and the rest of the row would stand beside its place.
		 */
		if (n > 0 && (MB_CUR_MAX == 1 || wcwidth((wchar_t)cp) != 0 || cp == ZWJ || cp == VS16))
			continue;
		text[n] = showable(cp, n > 0 ? 0 : width, &same);
		n++;
	}
	text[n > 0 ? n : 1] = L'\0';
	setcchar(&dst[0], text, look.attrs, look.pair, NULL);
	if (same || width < 2)
		return 1;
	dst[1] = dst[0];
	return 2;
}

/* The first and last changed cell of a row, widened to whole characters; false if there is none. */
static bool changed_range(const struct cell *now, const struct cell *shown, int cols, int *first,
			  int *last)
{
	*first = 0;
	*last = cols - 1;
	if (memcmp(now, shown, (size_t)cols * sizeof(*now)) == 0)
		return false;
	while (memcmp(&now[*first], &shown[*first], sizeof(*now)) == 0)
		(*first)++;
	while (memcmp(&now[*last], &shown[*last], sizeof(*now)) == 0)
		(*last)--;
	while (*first > 0 && now[*first].width == 0)
		(*first)--;
	while (*last < cols - 1 && now[*last + 1].width == 0)
		(*last)++;
	return true;
}

static bool draw_row(const struct grid *g, int row, int cols)
{
	const struct cell *now = &g->cells[(size_t)row * (size_t)g->cols];
	struct cell *shown = &out.shown[(size_t)row * (size_t)out.cols];
	int first, last, n = 0;

	if (!changed_range(now, shown, cols, &first, &last))
		return false;
	for (int col = first; col <= last; col++)
		if (now[col].width > 0)
			n += to_curses(&now[col], &out.line[n]);
	mvwadd_wchnstr(stdscr, row, first, out.line, n);
	memcpy(&shown[first], &now[first], (size_t)(last - first + 1) * sizeof(*now));
	return true;
}

static bool draw_cursor(const struct grid *g)
{
	int row = g->cursor_row < out.rows ? g->cursor_row : out.rows - 1;
	int col = g->cursor_col < out.cols ? g->cursor_col : out.cols - 1;

	if (row < 0) {
		row = -1;
		col = 0;
	}
	if (row == out.cursor_row && col == out.cursor_col)
		return false;
	if ((row < 0) != (out.cursor_row < 0) || out.cursor_row == -2)
		curs_set(row < 0 ? 0 : 1);
	out.cursor_row = row;
	out.cursor_col = col;
	return true;
}

/* Sends what curses has drawn into the file in memory, which is empty again afterwards. */
static void send_frame(void)
{
	off_t size = lseek(out.frame, 0, SEEK_END);
	char *bytes = size > 0 ? mem_alloc((size_t)size) : NULL;
	ssize_t n = bytes ? pread(out.frame, bytes, (size_t)size, 0) : 0;

	if (n > 0)
		term_write(bytes, squeeze(out.letters, bytes, (size_t)n));
	free(bytes);
	if (ftruncate(out.frame, 0) == 0)
		lseek(out.frame, 0, SEEK_SET);
}

static void refresh_at_once(void)
{
	int fd = fileno(out.stream);
	bool held = out.frame >= 0 && dup3(out.frame, fd, O_CLOEXEC) >= 0;

	wrefresh(stdscr);
	if (held) {
		dup3(TERM_OUT, fd, O_CLOEXEC);
		send_frame();
	}
}

bool output_draw(const struct grid *g)
{
	int rows = g->rows < out.rows ? g->rows : out.rows;
	int cols = g->cols < out.cols ? g->cols : out.cols;
	bool changed = out.all;

	if (out.all) {
		werase(stdscr);
		clearok(curscr, TRUE);
		out.all = false;
	}
	if (cols > 0)
		for (int row = 0; row < rows; row++)
			changed |= draw_row(g, row, cols);
	changed |= draw_cursor(g);
	if (!changed)
		return false;
	wmove(stdscr, out.cursor_row < 0 ? 0 : out.cursor_row, out.cursor_col);
	refresh_at_once();
	return true;
}
