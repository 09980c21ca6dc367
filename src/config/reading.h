/* SPDX-License-Identifier: MIT */
/* reading.h - from one libconfig value to one field, or to a warning. */
#ifndef CONFIG_READING_H
#define CONFIG_READING_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "config/settings.h"
#include "config/warnings.h"

struct reading {
	const char *file; /* for the warnings */
	struct settings *s; /* NULL while reading a theme */
	struct warnings *w;
};

/* Adds "file:line: ...". */
void reading_warn(struct reading *r, const config_setting_t *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* "; did you mean NAME" or "" in dst, which is returned. */
#define READING_HINT 128
const char *reading_hint(const char *wrong, const char *const *names, size_t n,
			 char dst[READING_HINT]);

/* Says that the value of at does not fit row and that the old one stays. */
void reading_refuse(struct reading *r, const struct setting *row, const config_setting_t *at);

/* Each is false if at is of another type or does not fit, and then leaves *out alone. */
bool value_int(const config_setting_t *at, int min, int max, int *out);
bool value_bool(const config_setting_t *at, bool *out);
bool value_date(const config_setting_t *at, struct date *out);
bool value_choice(const config_setting_t *at, const char *const *choices, unsigned *out);
/* A string without control characters, at most max characters; points into the libconfig tree. */
bool reading_text(const config_setting_t *at, int max, const char **out);

/* Reads the value of row's setting into r->s. */
void setting_read(struct reading *r, const struct setting *row, const config_setting_t *at);

/* Those for the kinds that have parts (reading_parts.c). */
void read_clock(struct reading *r, const struct setting *row, const config_setting_t *at);
void read_closures(struct reading *r, const struct setting *row, const config_setting_t *at);
void read_keys(struct reading *r, const struct setting *row, const config_setting_t *at);

/* In NFC, in the arena of the settings. */
const char *reading_keep(struct reading *r, const char *text);

static inline config_setting_t *reading_elem(const config_setting_t *group, unsigned i)
{
	return config_setting_get_elem(group, i);
}

#endif
