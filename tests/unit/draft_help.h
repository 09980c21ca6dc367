/* SPDX-License-Identifier: MIT */
/* draft_help.h - what the tests of drafts share: a folder each, files to look at and to spoil. */
#ifndef TESTS_DRAFT_HELP_H
#define TESTS_DRAFT_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/draft.h"
#include "base/buf.h"

static char top[256]; /* of the running test */
static char drafts[300];

static inline int new_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	snprintf(top, sizeof top, "%s/draft-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(top))
		return -1;
	snprintf(drafts, sizeof drafts, "%s/state/drafts", top);
	return 0;
}

static inline void empty_folder(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		AUTOBUF path = BUF_INIT;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		buf_addf(&path, "%s/%s", dir, entry->d_name);
		if (unlink(path.s) == 0)
			continue;
		empty_folder(path.s);
		rmdir(path.s);
	}
	if (d)
		closedir(d);
}

static inline int drop_folder(void **state)
{
	(void)state;
	unsetenv("CLOSEOUT_TEST_NOW");
	empty_folder(top);
	return rmdir(top);
}

static inline int count_files(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int n = 0;

	while (d && (entry = readdir(d)))
		n += entry->d_name[0] != '.';
	if (d)
		closedir(d);
	return n;
}

static inline void read_file(const char *path, struct buf *out)
{
	char part[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	while ((n = read(fd, part, sizeof part)) > 0)
		buf_add(out, part, (size_t)n);
	close(fd);
}

static inline void write_file(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* Writes the state of a form with one text. */
static inline int write_text(struct draft *d, const char *text)
{
	struct draft_pair pairs[] = { { "entity", "report" }, { "text.title", text } };
	struct error err = ERROR_INIT;

	return draft_write(d, pairs, 2, &err);
}

static inline struct draft *start(void)
{
	struct error err = ERROR_INIT;
	struct draft *d = draft_start(drafts, &err);

	if (!d)
		fail_msg("%s: %s", err.where, err.why);
	return d;
}

/* A draft left behind, with this text. */
static inline void leave(const char *text)
{
	struct draft *d = start();

	assert_int_equal(write_text(d, text), 0);
	draft_keep(d);
}

/* There is one draft, with this text; gives its path. */
static inline void assert_found(const char *text, char path[DRAFT_PATH_MAX])
{
	struct draft_list l;

	draft_find(drafts, &l);
	assert_int_equal(l.n, 1);
	assert_string_equal(draft_get(&l.at[0], "text.title"), text);
	if (path)
		memcpy(path, l.at[0].path, DRAFT_PATH_MAX);
	draft_list_release(&l);
}

static inline void assert_none_found(void)
{
	struct draft_list l;

	draft_find(drafts, &l);
	assert_int_equal(l.n, 0);
	draft_list_release(&l);
}

#endif
