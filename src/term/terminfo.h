/* SPDX-License-Identifier: MIT */
/*
 * terminfo.h - what terminfo says about the terminal. Apart, because curses'
 * term.h has a struct term and much else of its own.
 */
#ifndef TERM_TERMINFO_H
#define TERM_TERMINFO_H

#include "base/error.h"

/* Fails (FAIL_IO) if TERM is not known or cannot be drawn on. Curses itself leaks when it finds out. */
int terminfo_check(int fd, struct error *err);

/* The string capability of that name, or NULL. Once curses has started. */
const char *terminfo_string(const char *name);

#endif
