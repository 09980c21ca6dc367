/* SPDX-License-Identifier: MIT */
/* theme_read.h - the text of a theme file becomes a theme. */
#ifndef CONFIG_THEME_READ_H
#define CONFIG_THEME_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/paint.h"
#include "config/warnings.h"

/*
 * file is the name for the warnings. False, with a warning and *t
 * untouched, if text cannot be parsed; single faults only give warnings.
 * t->name is left to the caller. text is changed by the check.
 */
bool theme_read(const char *file, struct buf *text, struct theme *t, struct warnings *w);

#endif
