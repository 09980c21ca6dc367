/* SPDX-License-Identifier: MIT */
/* config_help.c - what the tests of settings and themes share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <unistd.h>

#include <cmocka.h>

#include "config_help.h"

static char dir[512];
static char path[1024];

/* libconfig 1.5 loses the text it is in when the parser gives up. Read by LeakSanitizer. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig\n";
}

const char *source_root(void)
{
	const char *root = getenv("TEST_SRCDIR");

	return root ? root : ".";
}

int scratch_begin(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(dir, sizeof(dir), "%s/config.XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

int scratch_end(void **state)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	(void)state;
	while (d && (e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		if (unlink(scratch_path(e->d_name)) < 0)
			rmdir(scratch_path(e->d_name));
	}
	if (d)
		closedir(d);
	return rmdir(dir);
}

const char *scratch_dir(void)
{
	return dir;
}

const char *scratch_path(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

const char *write_scratch(const char *name, const void *bytes, size_t len)
{
	FILE *f = fopen(scratch_path(name), "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	return path;
}

void assert_no_warning(const struct warnings *w)
{
	for (size_t i = 0; i < w->count; i++)
		print_message("%s\n", w->line[i]);
	assert_int_equal(w->count, 0);
}

int warned(const struct warnings *w, const char *part)
{
	for (size_t i = 0; i < w->count; i++)
		if (strstr(w->line[i], part))
			return 1;
	return 0;
}
