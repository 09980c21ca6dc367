/* SPDX-License-Identifier: MIT */
/*
 * screen_help.h - what the screen tests share: the sample records, keys in, a grid out, goldens.
 *
 * Every test has a database of its own, made anew from the sample records, so
 * that no test sees what another one changed.
 */
#ifndef TESTS_SCREEN_HELP_H
#define TESTS_SCREEN_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/screen.h"
#include "ui/grid.h"

struct shot {
	struct app app;
	struct screen screen;
	struct grid grid;
	int64_t now_us;
	char path[256];
};

/* For cmocka: a struct shot in *state at 80x24, on the sample records, in Unicode. */
int shot_setup(void **state);
int shot_setup_nothing(void **state); /* there is no database yet */
int shot_teardown(void **state);

void shot_size(struct shot *s, int rows, int cols);
void shot_ascii(struct shot *s, bool ascii);

/* Presses keys by name, divided by blanks: "2 / Enter". */
void shot_keys(struct shot *s, const char *names);
void shot_type(struct shot *s, const char *text);
void shot_paste(struct shot *s, const char *text);

/* Paints it anew into s->grid. */
void shot_render(struct shot *s);
/* Line row of what was painted last, trailing blanks cut; valid until the next call. */
const char *shot_line(struct shot *s, int row);
/* The first line that holds the text; -1: none. Of what was painted last. */
int shot_find(struct shot *s, const char *text);
/* True if the text stands somewhere on it. */
bool shot_shows(struct shot *s, const char *text);
enum paint shot_paint(const struct shot *s, int row, int col);

/*
 * Compares text and paints with golden/NAME.txt. With RENEW_GOLDENS=1 in the
 * environment it writes that file instead.
 */
void shot_golden(struct shot *s, const char *name);

#endif
