/* SPDX-License-Identifier: MIT */
/* theme.c - finds theme files by name. */
#include "config/theme.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "config/file.h"
#include "config/settings.h"
#include "config/theme_read.h"

#define SUFFIX ".theme"

bool theme_name_valid(const char *name)
{
	size_t len = name ? strlen(name) : 0;

	return len && len <= THEME_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static void warn_missing(const char *name, const char *const dirs[], int n, struct warnings *w)
{
	size_t count;
	char **names = theme_list(dirs, n, &count);
	const char **known = mem_alloc(count * sizeof(*known));
	const char *near;

	for (size_t i = 0; i < count; i++)
		known[i] = names[i];
	near = nearest_name(name, known, count);
	warnings_add(w, "theme %s: not found%s%s%s (the built-in theme is used)", name,
		     near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
	free(known);
	theme_list_free(names, count);
}

/*
 * A file that is there but cannot be read ends the search: the next folder's
 * would be another theme of the same name.
 */
static bool load_found(const char *file, struct buf *text, int fail, const struct error *err,
		       struct theme *t, struct warnings *w)
{
	if (!fail)
		return theme_read(file, text, t, w);
	warnings_add(w, "%s: %s (the built-in theme is used)", file, err->why);
	return false;
}

bool theme_load(const char *name, const char *const dirs[], int n, unsigned flags,
		struct theme *t, struct warnings *w)
{
	*t = *theme_builtin();
	if (!theme_name_valid(name)) {
		warnings_add(w, "theme %s: a theme's name is made of a-z, 0-9 and -, at most 31 of them "
				"(the built-in theme is used)", name ? name : "");
		return false;
	}
	for (int i = 0; i < n; i++) {
		AUTOBUF path = BUF_INIT;
		AUTOBUF text = BUF_INIT;
		struct error err = ERROR_INIT;
		int fail;

		if (!dirs[i])
			continue;
		buf_addf(&path, "%s/%s" SUFFIX, dirs[i], name);
		fail = file_read(path.s, flags & SETTINGS_TRUSTED, &text, &err);
		if (fail == FAIL_MISSING)
			continue;
		if (!load_found(path.s, &text, fail, &err, t, w))
			return false;
		snprintf(t->name, sizeof(t->name), "%s", name);
		return true;
	}
	if (!strcmp(name, theme_builtin()->name))
		return true;
	warn_missing(name, dirs, n, w);
	return false;
}

struct names {
	char **name;
	size_t count, cap;
};

static void add_name(struct names *names, const char *name, size_t len)
{
	char *copy = mem_strndup(name, len);

	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->name[i], copy) != 0)
			continue;
		free(copy);
		return;
	}
	MEM_GROW(names->name, names->cap, names->count + 1);
	names->name[names->count++] = copy;
}

static void add_folder(struct names *names, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		size_t len = strlen(e->d_name), suffix = strlen(SUFFIX);
		char name[THEME_NAME_MAX + 1];

		if (len <= suffix || len - suffix > THEME_NAME_MAX ||
		    strcmp(e->d_name + len - suffix, SUFFIX) != 0)
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(len - suffix), e->d_name);
		if (theme_name_valid(name))
			add_name(names, name, len - suffix);
	}
	if (d)
		closedir(d);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **theme_list(const char *const dirs[], int n, size_t *count)
{
	struct names names = { .name = NULL };

	add_name(&names, theme_builtin()->name, strlen(theme_builtin()->name));
	for (int i = 0; i < n; i++)
		if (dirs[i])
			add_folder(&names, dirs[i]);
	qsort(names.name, names.count, sizeof(*names.name), by_name);
	*count = names.count;
	return names.name;
}

void theme_list_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}
