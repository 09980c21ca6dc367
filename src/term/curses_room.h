/* SPDX-License-Identifier: MIT */
/*
 * curses_room.h - curses, for the two files that use it.
 */
#ifndef TERM_CURSES_ROOM_H
#define TERM_CURSES_ROOM_H

#include <curses.h>

#include "base/paint.h"

/* Curses attributes of a role. */
struct look {
	attr_t attrs;
	short pair;
};

/* ------------------------------------------------ style.c */

void style_open(bool color);
void style_theme(const struct theme *theme);
struct look style_look(enum paint p);

#endif
