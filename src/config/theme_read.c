/* SPDX-License-Identifier: MIT */
/* theme_read.c - the text of a theme file becomes a theme. */
#include "config/theme_read.h"

#include <string.h>

#include "config/file.h"
#include "config/palette.h"
#include "config/reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The number of a name is its place less one, so that "default" is -1. */
static const char *const colors[] = {
	"default",	"black",      "red",	      "green",	     "yellow",	   "blue",
	"magenta",	"cyan",	      "white",	      "bright-black", "bright-red", "bright-green",
	"bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white", NULL
};
#define COLOR_OF_CHOICE(i) ((int)(i) - 1)

static const char *const attrs[] = { "bold", "dim", "underline", "reverse", "italic", NULL };
static const uint8_t attr_bits[] = { STYLE_BOLD, STYLE_DIM, STYLE_UNDERLINE, STYLE_REVERSE,
				     STYLE_ITALIC };

/* Which parts of a role the file has named. */
enum part { FG, BG, FG8, BG8, ATTRS, MONO, PART_MAX };
static const char *const parts[PART_MAX] = { "fg", "bg", "fg8", "bg8", "attrs", "mono" };

static bool read_color(struct reading *r, const config_setting_t *at, const char *role,
		       enum part part, int16_t *out)
{
	int max = part == FG8 || part == BG8 ? 15 : 255, number;
	char hint[READING_HINT] = "";
	const char *given = config_setting_get_string(at);
	unsigned choice;

	if (value_int(at, STYLE_DEFAULT_COLOR, max, &number)) {
		*out = (int16_t)number;
		return true;
	}
	if (value_choice(at, colors, &choice)) {
		*out = (int16_t)COLOR_OF_CHOICE(choice);
		return true;
	}
	if (given)
		reading_hint(given, colors, COUNT(colors) - 1, hint);
	reading_warn(r, at, "%s.%s must be a colour: -1 to %d or a name such as \"red\"%s", role,
		     parts[part], max, hint);
	return false;
}

static bool read_attr(struct reading *r, const config_setting_t *at, const char *role,
		      enum part part, uint8_t *bits)
{
	char hint[READING_HINT] = "";
	const char *given = config_setting_get_string(at);
	unsigned choice;

	if (value_choice(at, attrs, &choice)) {
		*bits |= attr_bits[choice];
		return true;
	}
	if (given)
		reading_hint(given, attrs, COUNT(attrs) - 1, hint);
	reading_warn(r, at, "%s.%s must hold bold, dim, underline, reverse or italic, in quotes%s",
		     role, parts[part], hint);
	return false;
}

/* One name or several; nothing is taken over unless all of it is sound. */
static bool read_attrs(struct reading *r, const config_setting_t *at, const char *role,
		       enum part part, uint8_t *out)
{
	uint8_t bits = 0;
	bool good = true;

	if (!config_setting_is_array(at) && !config_setting_is_list(at)) {
		good = read_attr(r, at, role, part, &bits);
	} else {
		for (int i = 0; i < config_setting_length(at); i++)
			good &= read_attr(r, reading_elem(at, (unsigned)i), role, part, &bits);
	}
	if (good)
		*out = bits;
	return good;
}

static bool read_part(struct reading *r, const config_setting_t *at, const char *role,
		      enum part part, struct style *st)
{
	int16_t *color[] = { [FG] = &st->fg, [BG] = &st->bg, [FG8] = &st->fg8, [BG8] = &st->bg8 };

	if (part == ATTRS)
		return read_attrs(r, at, role, part, &st->attrs);
	if (part == MONO)
		return read_attrs(r, at, role, part, &st->mono_attrs);
	return read_color(r, at, role, part, color[part]);
}

static enum part part_by_name(const char *name)
{
	int p = 0;

	while (p < PART_MAX && strcmp(parts[p], name) != 0)
		p++;
	return (enum part)p;
}

/* st holds what the role inherits. */
static void read_role(struct reading *r, const config_setting_t *group, struct style *st)
{
	const char *role = config_setting_name(group);
	bool named[PART_MAX] = { false };
	char hint[READING_HINT];

	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *at = reading_elem(group, (unsigned)i);
		const char *name = config_setting_name(at);
		enum part part = part_by_name(name);

		if (part == PART_MAX)
			reading_warn(r, at, "%s has no %s%s", role, name,
				     reading_hint(name, parts, PART_MAX, hint));
		else
			named[part] = read_part(r, at, role, part, st);
	}
	if (named[FG] && !named[FG8])
		st->fg8 = (int16_t)palette_basic(st->fg);
	if (named[BG] && !named[BG8])
		st->bg8 = (int16_t)palette_basic(st->bg);
}

static void warn_unknown_roles(struct reading *r, const config_setting_t *root)
{
	const char *names[PAINT_MAX];
	char hint[READING_HINT];

	for (int p = 0; p < PAINT_MAX; p++)
		names[p] = paint_name((enum paint)p);
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *at = reading_elem(root, (unsigned)i);
		const char *name = config_setting_name(at);

		if (paint_by_name(name) == PAINT_MAX)
			reading_warn(r, at, "unknown role %s%s", name,
				     reading_hint(name, names, PAINT_MAX, hint));
		else if (!config_setting_is_group(at))
			reading_warn(r, at, "%s must be a group %s = { fg = 12; }", name, name);
	}
}

/*
 * Roles are read in the order of the list, where each stands behind the one
 * it falls back on, so what is inherited is already there whatever the
 * order of the file.
 */
static void read_roles(struct reading *r, const config_setting_t *root, struct theme *t)
{
	memset(t->style, 0, sizeof(t->style));
	for (int i = 0; i < PAINT_MAX; i++) {
		enum paint p = (enum paint)i;
		const config_setting_t *group = config_setting_get_member(root, paint_name(p));
		struct style st;

		if (!group || !config_setting_is_group(group))
			continue;
		st = theme_style(t, paint_fallback(p));
		st.mono_attrs = theme_style(theme_builtin(), p).mono_attrs;
		st.set = true;
		read_role(r, group, &st);
		t->style[p] = st;
	}
	warn_unknown_roles(r, root);
}

bool theme_read(const char *file, struct buf *text, struct theme *t, struct warnings *w)
{
	__attribute__((cleanup(config_destroy))) config_t cfg;
	struct reading r = { .file = file, .w = w };
	struct error err = ERROR_INIT;
	int line = 0, fail;

	config_init(&cfg);
	fail = file_parse(text, &cfg, &line, &err);
	if (fail && line)
		warnings_add(w, "%s:%d: %s (the built-in theme is used)", file, line, err.why);
	else if (fail)
		warnings_add(w, "%s: %s (the built-in theme is used)", file, err.why);
	else
		read_roles(&r, config_root_setting(&cfg), t);
	return !fail;
}
