/* SPDX-License-Identifier: MIT */
/*
 * theme.h - theme files: what every role of base/paint.h looks like.
 *
 * A theme file is libconfig; each role is a group and everything may be left out:
 *
 *	about = "Dark text on paper white.";
 *	late = { fg = 124; bg = "default"; fg8 = "red"; bg8 = "default";
 *		 attrs = ["bold"]; mono = ["bold", "reverse"]; };
 *
 * What a role leaves out comes from the role it falls back on; fg8 and bg8
 * are the nearest basic colours of fg and bg; mono is the built-in theme's.
 * A role that is not named looks like the one it falls back on.
 * Themes hold names and numbers, never anything that is sent as it stands.
 */
#ifndef CONFIG_THEME_H
#define CONFIG_THEME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/paint.h"
#include "config/warnings.h"

#define THEME_NAME_MAX 31 /* bytes; fits struct theme */

/* True for a-z, 0-9 and "-", 1 to THEME_NAME_MAX of them. */
bool theme_name_valid(const char *name);

/*
 * Fills t from NAME.theme of the first folder that has it (NULL folders are
 * skipped). t is always usable: where nothing is found or the file is
 * broken it is theme_builtin(), with a warning ("default" needs no file).
 * flags as for settings_load(). Returns true if t is the theme asked for.
 */
bool theme_load(const char *name, const char *const dirs[], int n, unsigned flags,
		struct theme *t, struct warnings *w);

/* The names that theme_load() would find, sorted, each once, "default" always among them. Free with theme_list_free(). */
char **theme_list(const char *const dirs[], int n, size_t *count);
void theme_list_free(char **names, size_t count);

/* Appends the list of roles of closeout.conf(5). */
void theme_write_man(struct buf *dst);

#endif
