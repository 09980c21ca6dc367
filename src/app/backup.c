/* SPDX-License-Identifier: MIT */
/* backup.c - backups by name or into a folder that keeps the newest, and restoring one. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/keep.h"
#include "app/paths.h"
#include "base/mem.h"

/* ---- names in a folder: closeout-20121115T083000Z.db */

#define STAMP_LEN 16 /* 20121115T083000Z */

static void base_name(const char *database, struct buf *out)
{
	const char *slash = strrchr(database, '/'), *name = slash ? slash + 1 : database;
	size_t len = strlen(name);

	if (len > 3 && strcmp(name + len - 3, ".db") == 0)
		len -= 3;
	buf_add(out, name, len);
}

/* One a second: a name that is taken gives way to the next. */
static void new_name(const char *database, const char *folder, struct buf *out)
{
	int64_t now = clock_ms();
	char stamp[CLOCK_STAMP];
	struct stat st;

	do {
		clock_stamp(now, stamp);
		buf_clear(out);
		buf_addf(out, "%s/", strcmp(folder, "/") == 0 ? "" : folder);
		base_name(database, out);
		buf_addf(out, "-%.4s%.2s%.2sT%.2s%.2s%.2sZ.db", stamp, stamp + 5, stamp + 8, stamp + 11, stamp + 14,
			 stamp + 17);
		now += 1000;
	} while (lstat(out->s, &st) == 0);
}

/* Only what backup itself named so, of this database, is ever removed. */
static bool is_ours(const char *name, const struct buf *base)
{
	const char *stamp = name + base->len + 1;

	if (strncmp(name, base->s, base->len) != 0 || name[base->len] != '-' ||
	    strlen(name) != base->len + 1 + STAMP_LEN + 3)
		return false;
	for (int i = 0; i < STAMP_LEN; i++)
		if (i == 8 ? stamp[i] != 'T' : i == 15 ? stamp[i] != 'Z' : stamp[i] < '0' || stamp[i] > '9')
			return false;
	return strcmp(stamp + STAMP_LEN, ".db") == 0;
}

static int newest_first(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*y, *x);
}

static void remove_older(const char *database, const char *folder, int64_t keep, struct keep_backup *out)
{
	AUTOBUF base = BUF_INIT, path = BUF_INIT;
	char **names = NULL;
	size_t n = 0, cap = 0;
	DIR *dir = opendir(folder);

	base_name(database, &base);
	for (const struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
		if (!is_ours(e->d_name, &base))
			continue;
		MEM_GROW(names, cap, n + 1);
		names[n++] = mem_strdup(e->d_name);
	}
	if (dir)
		closedir(dir);
	if (n)
		qsort(names, n, sizeof *names, newest_first);
	for (size_t i = 0; i < n; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%s", folder, names[i]);
		if (i >= (size_t)keep && unlink(path.s) == 0)
			out->removed++;
		else
			out->kept++;
		free(names[i]);
	}
	free(names);
}

/* ---- backing up */

static int absolute(const char *path, char **out, struct error *err)
{
	struct app there = { .options = { .database = path } };
	int failed = app_database_path(&there, out, err);

	if (failed)
		error_where(err, "%s", path);
	return failed;
}

int keep_backup(struct app *a, const char *to, int64_t keep, struct keep_backup *out, struct error *err)
{
	AUTOFREE char *full = NULL;
	struct stat st;
	bool folder;
	int failed = absolute(to, &full, err);

	*out = (struct keep_backup){ .path = BUF_INIT };
	if (failed)
		return failed;
	for (size_t len = strlen(full); len > 1 && full[len - 1] == '/'; len--)
		full[len - 1] = '\0';
	folder = stat(full, &st) == 0 && S_ISDIR(st.st_mode);
	if (!folder && to[strlen(to) - 1] == '/')
		return error_set(err, FAIL_CREATE, "cannot back up", to, "make the folder, or name another one",
				 "there is no such folder");
	if (folder)
		new_name(a->database, full, &out->path);
	else
		buf_adds(&out->path, full);
	failed = store_backup(a->store, out->path.s, &out->problems, err);
	if (failed)
		return failed;
	keep_tell_heads(a, "backup");
	/* Older ones may be the only ones without the damage. */
	if (folder && keep && !out->problems)
		remove_older(a->database, full, keep, out);
	return 0;
}

/* ---- restoring */

int keep_restore(struct app *a, const char *from, bool other, struct store_restored *out, struct error *err)
{
	AUTOFREE char *full = NULL;
	int failed = absolute(from, &full, err);

	if (!failed)
		failed = store_restore(a->database, full, other, out, err);
	if (failed)
		return failed;
	if (store_open(a->database, STORE_READ_ONLY, &a->store, err) != 0)
		return err->kind;
	keep_tell_heads(a, "restore");
	return 0;
}
