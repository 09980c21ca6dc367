/* SPDX-License-Identifier: MIT */
/* settings_table.h - what the files that read and describe settings share. */
#ifndef CONFIG_SETTINGS_TABLE_H
#define CONFIG_SETTINGS_TABLE_H

#include <stddef.h>
#include <string.h>

#include "config/settings.h"

extern const char *const settings_units[]; /* by enum settings_unit, ends with NULL */
extern const char *const settings_rolls[]; /* by enum settings_roll */

/*
 * Reads text (len bytes) over s; file is its name in the warnings and in
 * the key list. A text that cannot be parsed changes nothing.
 */
void settings_read_text(const char *file, const char *text, size_t len, struct settings *s,
			struct warnings *w);

#endif
