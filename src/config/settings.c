/* SPDX-License-Identifier: MIT */
/* settings.c - defaults, then the system's file, then the person's. */
#include "config/settings.h"

#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/nearest.h"
#include "config/file.h"
#include "config/reading.h"
#include "config/settings_table.h"

#define PATH_MAX_SETTING 128 /* longer than any row's path */
#define SIBLINGS_MAX 64

static const struct setting *find_row(const char *path)
{
	size_t n;
	const struct setting *rows = settings_table(&n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(rows[i].path, path))
			return &rows[i];
	return NULL;
}

static bool is_group_path(const char *path)
{
	size_t n, len = strlen(path);
	const struct setting *rows = settings_table(&n);

	for (size_t i = 0; i < n; i++)
		if (!strncmp(rows[i].path, path, len) && rows[i].path[len] == '.')
			return true;
	return false;
}

/*
 * What could have been meant by name within prefix ("" or "fiscal."): the
 * full path of a setting that has just this name elsewhere, or a near name.
 */
static const char *hint_for(const char *name, const char *prefix, struct arena *a,
			    char dst[READING_HINT])
{
	const char *siblings[SIBLINGS_MAX];
	size_t n, count = 0, prefix_len = strlen(prefix);
	const struct setting *rows = settings_table(&n);

	for (size_t i = 0; i < n && count < SIBLINGS_MAX; i++) {
		const char *dot = strrchr(rows[i].path, '.');
		const char *rest = rows[i].path + prefix_len;

		if (dot && !strcmp(dot + 1, name)) {
			snprintf(dst, READING_HINT, "; did you mean %s?", rows[i].path);
			return dst;
		}
		if (!strncmp(rows[i].path, prefix, prefix_len))
			siblings[count++] = arena_strndup(a, rest, strcspn(rest, "."));
	}
	return reading_hint(name, siblings, count, dst);
}

static void warn_unknown(struct reading *r, const config_setting_t *at, const char *prefix)
{
	__attribute__((cleanup(arena_release))) struct arena names = ARENA_INIT;
	const char *name = config_setting_name(at);
	char hint[READING_HINT];

	reading_warn(r, at, "unknown setting %s%s%s", prefix, name,
		     hint_for(name, prefix, &names, hint));
}

static void read_group(struct reading *r, const config_setting_t *group, const char *prefix)
{
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *at = reading_elem(group, (unsigned)i);
		char path[PATH_MAX_SETTING];
		const struct setting *row;

		snprintf(path, sizeof(path), "%s%s", prefix, config_setting_name(at));
		row = find_row(path);
		if (row) {
			setting_read(r, row, at);
		} else if (!is_group_path(path)) {
			warn_unknown(r, at, prefix);
		} else if (!config_setting_is_group(at)) {
			reading_warn(r, at, "%s must be a group %s = { ... }", path, path);
		} else {
			snprintf(path, sizeof(path), "%s%s.", prefix, config_setting_name(at));
			read_group(r, at, path);
		}
	}
}

/* Says why a file is not used, with the line where there is one. */
static void warn_file(struct warnings *w, const char *file, int line, const struct error *err)
{
	if (line)
		warnings_add(w, "%s:%d: %s (the file is not used)", file, line, err->why);
	else
		warnings_add(w, "%s: %s (the file is not used)", file, err->why);
}

static void read_buf(const char *file, struct buf *text, struct settings *s, struct warnings *w)
{
	__attribute__((cleanup(config_destroy))) config_t cfg;
	struct reading r = { .file = file, .s = s, .w = w };
	struct error err = ERROR_INIT;
	int line = 0;

	config_init(&cfg);
	if (file_parse(text, &cfg, &line, &err))
		warn_file(w, file, line, &err);
	else
		read_group(&r, config_root_setting(&cfg), "");
}

void settings_read_text(const char *file, const char *text, size_t len, struct settings *s,
			struct warnings *w)
{
	AUTOBUF copy = BUF_INIT;

	buf_add(&copy, text, len);
	read_buf(file, &copy, s, w);
}

/*
 * The defaults are read like a file, so that the table says each of them
 * once. A test proves that this gives no warning.
 */
void settings_init(struct settings *s)
{
	size_t n;
	const struct setting *rows = settings_table(&n);

	*s = (struct settings){ .database = "", .theme = "", .agency_name = "" };
	for (size_t i = 0; i < n; i++) {
		AUTOBUF text = BUF_INIT;
		const char *dot = strchr(rows[i].path, '.');
		int group = dot ? (int)(dot - rows[i].path) : 0;

		if (dot)
			buf_addf(&text, "%.*s: { %s = %s; };", group, rows[i].path, dot + 1,
				 rows[i].fallback);
		else
			buf_addf(&text, "%s = %s;", rows[i].path, rows[i].fallback);
		read_buf("defaults", &text, s, NULL);
	}
}

void settings_release(struct settings *s)
{
	free(s->closures);
	free(s->keys);
	arena_release(&s->arena);
	*s = (struct settings){ .database = "", .theme = "", .agency_name = "" };
}

void settings_load(const char *const paths[], int n, unsigned flags, struct settings *s,
		   struct warnings *w)
{
	settings_init(s);
	for (int i = 0; i < n; i++) {
		AUTOBUF text = BUF_INIT;
		struct error err = ERROR_INIT;
		bool needed = (flags & SETTINGS_MUST_EXIST) && i == n - 1;
		int fail;

		if (!paths[i])
			continue;
		fail = file_read(paths[i], flags & SETTINGS_TRUSTED, &text, &err);
		if (!fail)
			read_buf(paths[i], &text, s, w);
		else if (fail != FAIL_MISSING || needed)
			warn_file(w, paths[i], 0, &err);
	}
}

void settings_database(const struct settings *s, const char *home, struct buf *dst)
{
	const char *path = s->database;

	if (path[0] == '~' && home && home[0])
		buf_adds(dst, home);
	buf_adds(dst, path[0] == '~' && home && home[0] ? path + 1 : path);
}
