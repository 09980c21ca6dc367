/* SPDX-License-Identifier: MIT */
/*
 * demo_term.c - a small program that stands on the terminal room alone, for
 * the tests of that room and of the pty harness.
 *
 *	demo_term keys		shows the events that arrive, newest at the bottom
 *	demo_term list [split]	a list with a selected row, moved by j k PgUp PgDn;
 *				split: another pane stands to the right of it
 *	demo_term flood		draws without pause
 *	demo_term wide		text of many kinds
 *
 * q quits. F10 crashes by a bad address, F9 by abort(), F8 by running out of
 * memory, Ctrl-Z suspends. Exit codes: 0 quit, 3 hangup, 4 terminated.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "term/term.h"
#include "ui/grid.h"

#define EXIT_HANGUP 3
#define EXIT_TERMINATED 4
#define LIST_ROWS 1000

struct demo {
	struct term *term;
	struct grid grid;
	const struct mode *mode;
	bool split;
	int selected, top;
	long frame;
	struct buf log; /* lines */
};

struct mode {
	const char *name;
	void (*draw)(struct demo *d, struct area a);
	bool busy;
	bool works; /* looks for a key now and then instead of waiting for one */
};

/* The newest lines that fit. */
static void draw_keys(struct demo *d, struct area a)
{
	const char *line = d->log.s + d->log.len;
	int row = a.rows;

	while (row > 0 && line > d->log.s) {
		const char *end = line - 1;

		line = end;
		while (line > d->log.s && line[-1] != '\n')
			line--;
		area_put_len(a, --row, 0, -1, PAINT_TEXT, line, (size_t)(end - line), true);
	}
	area_cursor(a, a.rows - 1, 0);
}

static void draw_list(struct demo *d, struct area a)
{
	struct area left = a, right = area_sub(a, 0, a.cols - 50, a.rows, 50);
	int rows = a.rows - 2;

	if (d->split)
		left = area_sub(a, 0, 0, a.rows, a.cols - 50);
	if (d->selected < d->top)
		d->top = d->selected;
	if (d->selected >= d->top + rows)
		d->top = d->selected - rows + 1;
	area_fill(left, 0, 0, left.cols, PAINT_TITLE);
	area_put(left, 0, 0, -1, PAINT_TITLE, "Recommendations");
	for (int i = 0; i < rows && d->top + i < LIST_ROWS; i++) {
		int n = d->top + i;

		area_putf(left, 1 + i, 0, -1, PAINT_TEXT,
			  "  OIG-%02d-%03d/%d   2013-%02d-%02d   %4d   open   Provide the results of study %d",
			  n % 90 + 10, n * 7 % 1000, n % 9 + 1, n % 12 + 1, n % 28 + 1, n * 13 % 400, n);
		if (n == d->selected) {
			area_paint(left, 1 + i, 0, left.cols, PAINT_SELECTION);
			area_glyph(left, 1 + i, 0, PAINT_SELECTION, GLYPH_MARKER, 1);
			area_cursor(left, 1 + i, 0);
		}
	}
	area_putf(left, a.rows - 1, 0, -1, PAINT_FOOTER, "%d of %d", d->selected + 1, LIST_ROWS);
	for (int i = 0; d->split && i < a.rows; i++)
		area_putf(right, i, 0, -1, PAINT_DIM, "| another pane, line %d", i);
}

static void draw_flood(struct demo *d, struct area a)
{
	d->frame++;
	for (int row = 0; row < a.rows; row++)
		for (int col = 0; col < a.cols; col++)
			area_putf(a, row, col, 1, PAINT_TEXT, "%ld", (d->frame + row + col) % 10);
}

static void draw_wide(struct demo *d, struct area a)
{
	(void)d;
	area_put(a, 0, 0, -1, PAINT_TEXT, "\xE2\x80\x9CR\xC3\xA9sum\xC3\xA9\xE2\x80\x9D \xE2\x80\x94 fin");
	area_put(a, 1, 0, -1, PAINT_TEXT, "[日本語] e\xCC\x81|");
	area_put(a, 2, 0, -1, PAINT_TEXT, "a\033[31mb\x9b\xE2\x80\xAE|");
	area_put(a, 3, 0, -1, PAINT_SELECTION, "selected");
	area_put(a, 4, 0, -1, PAINT_LATE, "late");
	area_glyph(a, 5, 0, PAINT_TEXT, GLYPH_HLINE, 3);
}

static const struct mode modes[] = {
	{ "keys", draw_keys, false, false },
	{ "work", draw_keys, false, true },
	{ "list", draw_list, false, false },
	{ "flood", draw_flood, true, false },
	{ "wide", draw_wide, false, false },
};

static void draw(struct demo *d)
{
	int rows, cols;

	term_size(d->term, &rows, &cols);
	grid_resize(&d->grid, rows, cols);
	d->mode->draw(d, grid_area(&d->grid));
	term_draw(d->term, &d->grid);
}

/* What was understood before the end, for tests that cannot see the screen any more. */
static void keep_log(const struct demo *d)
{
	const char *path = getenv("DEMO_LOG");
	FILE *f = path ? fopen(path, "w") : NULL;

	if (f == NULL)
		return;
	fwrite(d->log.s, 1, d->log.len, f);
	fclose(f);
}

static void leave(struct demo *d, int status)
{
	keep_log(d);
	term_close(d->term);
	grid_release(&d->grid);
	buf_release(&d->log);
	exit(status);
}

static void crash(void)
{
	raise(SIGSEGV);
}

static void run_out(void)
{
	mem_realloc(NULL, (size_t)-1, 16);
}

static void move(struct demo *d, int by)
{
	d->selected += by;
	if (d->selected < 0)
		d->selected = 0;
	if (d->selected >= LIST_ROWS)
		d->selected = LIST_ROWS - 1;
}

static void on_key(struct demo *d, struct key key)
{
	char name[KEY_NAME_MAX];
	static const struct { const char *name; void (*act)(void); } acts[] = {
		{ "F10", crash }, { "F9", abort }, { "F8", run_out },
	};
	static const struct { const char *name; int by; } moves[] = {
		{ "j", 1 }, { "k", -1 }, { "Down", 1 }, { "Up", -1 }, { "PgDn", 38 }, { "PgUp", -38 },
	};

	key_text(key, name);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strcmp(name, acts[i].name) == 0)
			acts[i].act();
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (strcmp(name, moves[i].name) == 0)
			move(d, moves[i].by);
	if (strcmp(name, "q") == 0)
		leave(d, 0);
	if (strcmp(name, "Ctrl-Z") == 0)
		term_suspend(d->term);
	buf_addf(&d->log, "key %s\n", name);
}

static void on_event(struct demo *d, const struct term_event *ev)
{
	int rows, cols;

	switch (ev->type) {
	case TERM_KEY:
		on_key(d, ev->key);
		break;
	case TERM_PASTE:
		buf_addf(&d->log, "paste %zu dropped %zu: ", ev->paste_len, ev->paste_dropped);
		for (size_t i = 0; i < ev->paste_len && i < 100; i++)
			buf_addc(&d->log, ev->paste[i] == '\n' ? '/' : ev->paste[i]);
		buf_addc(&d->log, '\n');
		break;
	case TERM_RESIZE:
		term_size(d->term, &rows, &cols);
		buf_addf(&d->log, "size %dx%d\n", cols, rows);
		break;
	case TERM_HANGUP:
		leave(d, EXIT_HANGUP);
		break;
	case TERM_TERMINATE:
		leave(d, EXIT_TERMINATED);
		break;
	case TERM_NOTHING:
		break;
	}
}

static _Noreturn void loop(struct demo *d)
{
	struct term_event ev;

	for (;;) {
		while (term_next(d->term, &ev))
			on_event(d, &ev);
		draw(d);
		if (!d->mode->busy)
			term_idle(d->term);
		while (d->mode->works && !term_pending(d->term))
			continue;
		term_wait(d->term, -1, d->mode->busy ? 0 : -1);
	}
}

int main(int argc, char **argv)
{
	static struct demo demo;
	struct term_options opt = {
		.allow_suspend = true,
		.idle_mark = getenv("CLOSEOUT_TEST_IDLE") != NULL,
	};
	struct error err = ERROR_INIT;
	char line[512];

	setlocale(LC_CTYPE, "");
	buf_init(&demo.log);
	grid_init(&demo.grid);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (argc > 1 && strcmp(argv[1], modes[i].name) == 0)
			demo.mode = &modes[i];
	demo.split = argc > 2;
	if (demo.mode == NULL) {
		fprintf(stderr, "usage: demo_term keys|list [split]|flood|wide\n");
		return 2;
	}
	if (term_open(&demo.term, &opt, &err) != 0) {
		fprintf(stderr, "demo_term: %s\n", error_line(&err, line, sizeof(line)));
		return (int)err.kind;
	}
	loop(&demo);
}
