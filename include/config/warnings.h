/* SPDX-License-Identifier: MIT */
/*
 * warnings.h - what was wrong in a settings or theme file, one line each.
 *
 * A broken file never stops the program, so nothing here is an error: the
 * readers collect lines ("file:line: what, did you mean") and go on with
 * what is sound. Lines are valid UTF-8 without control characters.
 */
#ifndef CONFIG_WARNINGS_H
#define CONFIG_WARNINGS_H

#include <stddef.h>

#define WARNINGS_MAX 100 /* further ones are only counted */

struct warnings {
	char **line;
	size_t count; /* lines kept */
	size_t cap;
	size_t dropped; /* lines beyond WARNINGS_MAX */
};

#define WARNINGS_INIT { .line = NULL }
#define AUTOWARNINGS __attribute__((cleanup(warnings_release))) struct warnings

/* Adds one line; w may be NULL. Control characters of the arguments are made visible. */
void warnings_add(struct warnings *w, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void warnings_release(struct warnings *w);

#endif
