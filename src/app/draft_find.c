/* SPDX-License-Identifier: MIT */
/* draft_find.c - the drafts on disk: reading, offering and clearing them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/draft_private.h"
#include "base/mem.h"

#define DAY_MS  INT64_C(86400000)
#define KEEP_MS (30 * DAY_MS)

#define LOOK_MS    10
#define LOOK_TRIES 20

/* The lock is worth something only if the file is still the one at path. */
static bool is_current(int fd, const char *path)
{
	struct stat mine, there;

	return fstat(fd, &mine) == 0 && lstat(path, &there) == 0 && mine.st_ino == there.st_ino &&
	       mine.st_dev == there.st_dev;
}

static int check_opened(int fd, const char *path, int lock)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return errno;
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid())
		return EPERM;
	if (flock(fd, lock | LOCK_NB) != 0)
		return errno;
	return is_current(fd, path) ? 0 : ENOENT;
}

static int open_locked(const char *path, int lock)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), number;

	if (fd < 0)
		return -1;
	number = check_opened(fd, path, lock);
	if (!number)
		return fd;
	close(fd);
	errno = number;
	return -1;
}

int draft_open_shared(const char *path)
{
	return open_locked(path, LOCK_SH);
}

/* Somebody who looks holds the lock for a moment only: that is waited for. */
int draft_open_alone(const char *path)
{
	struct timespec moment = { .tv_nsec = LOOK_MS * 1000000L };
	int fd = open_locked(path, LOCK_EX);

	for (int tries = 0; fd < 0 && errno == EWOULDBLOCK && tries < LOOK_TRIES; tries++) {
		nanosleep(&moment, NULL);
		fd = open_locked(path, LOCK_EX);
	}
	return fd;
}

bool draft_read(int fd, struct buf *out)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	/* A file that is too long was not written by us: its beginning will do to see that. */
	size_t want = (size_t)st.st_size < DRAFT_FILE_MAX ? (size_t)st.st_size : DRAFT_FILE_MAX;
	buf_reserve(out, want);
	while (out->len < want) {
		char part[65536];
		size_t most = want - out->len < sizeof part ? want - out->len : sizeof part;
		ssize_t n = pread(fd, part, most, (off_t)out->len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		buf_add(out, part, (size_t)n);
	}
	return true;
}

/* ---- one file --------------------------------------------------------------------------- */

enum verdict { DRAFT_OFFER, DRAFT_LEAVE, DRAFT_REMOVE };

static enum verdict judge(int fd, struct draft_found *f)
{
	struct draft_record record;
	AUTOBUF bytes = BUF_INIT;

	if (!draft_read(fd, &bytes))
		return DRAFT_LEAVE;
	draft_record_last(bytes.s, bytes.len, &record);
	if (!record.payload)
		return DRAFT_REMOVE;
	if (draft_payload_is_newer(record.payload, record.len))
		return DRAFT_LEAVE;
	if (!draft_payload_read(record.payload, record.len, f))
		return DRAFT_REMOVE;
	if (f->written_ms >= clock_ms() - KEEP_MS)
		return DRAFT_OFFER;
	free(f->pairs);
	f->pairs = NULL;
	f->n = 0;
	return DRAFT_REMOVE;
}

/* Removes a file that says the same when it is ours alone. */
static void remove_unwanted(int fd, const char *path)
{
	struct draft_found f = { .n = 0 };

	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_current(fd, path) &&
	    judge(fd, &f) == DRAFT_REMOVE)
		unlink(path);
	free(f.pairs);
}

/* The lock only tells that nobody has it: it is let go before reading, to be in nobody's way. */
static void look_at(const char *path, struct draft_list *out)
{
	struct draft_found f = { .n = 0 };
	int fd = draft_open_shared(path);
	enum verdict verdict;

	if (fd < 0)
		return;
	flock(fd, LOCK_UN);
	verdict = judge(fd, &f);
	if (verdict == DRAFT_REMOVE)
		remove_unwanted(fd, path);
	close(fd);
	if (verdict != DRAFT_OFFER)
		return;
	snprintf(f.path, sizeof f.path, "%s", path);
	MEM_GROW(out->at, out->cap, out->n + 1);
	out->at[out->n++] = f;
}

/* What a process left that died while it made a file. One that is being made is not touched. */
static void clear_unfinished(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st) != 0 || (int64_t)st.st_mtime * 1000 >= clock_ms() - DAY_MS)
		return;
	fd = draft_open_alone(path);
	if (fd < 0)
		return;
	unlink(path);
	close(fd);
}

/* ---- all of them ------------------------------------------------------------------------ */

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), n = strlen(end);

	return len > n && strcmp(name + len - n, end) == 0;
}

static int newest_first(const void *a, const void *b)
{
	const struct draft_found *x = a, *y = b;

	if (x->written_ms != y->written_ms)
		return x->written_ms < y->written_ms ? 1 : -1;
	return strcmp(y->path, x->path);
}

static void read_held(const char *path, struct draft_list *out)
{
	struct draft_found f = { .n = 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	enum verdict verdict = fd >= 0 ? judge(fd, &f) : DRAFT_LEAVE;

	if (fd >= 0)
		close(fd);
	if (verdict != DRAFT_OFFER)
		return;
	snprintf(f.path, sizeof f.path, "%s", path);
	MEM_GROW(out->at, out->cap, out->n + 1);
	out->at[out->n++] = f;
}

bool draft_is_held(const char *path)
{
	int fd = draft_open_shared(path);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EWOULDBLOCK;
}

void draft_find_held(const char *dir, struct draft_list *out)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[DRAFT_PATH_MAX];

	*out = (struct draft_list){ .n = 0 };
	while (d && (entry = readdir(d))) {
		int n = snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);

		if (n > 0 && (size_t)n < sizeof path && ends_with(entry->d_name, DRAFT_SUFFIX) && draft_is_held(path))
			read_held(path, out);
	}
	if (d)
		closedir(d);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, newest_first);
}

void draft_find(const char *dir, struct draft_list *out)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[DRAFT_PATH_MAX];

	*out = (struct draft_list){ .n = 0 };
	if (!d)
		return;
	while ((entry = readdir(d))) {
		int n = snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);

		if (n < 0 || (size_t)n >= sizeof path)
			continue;
		if (ends_with(entry->d_name, DRAFT_SUFFIX))
			look_at(path, out);
		else if (ends_with(entry->d_name, DRAFT_SUFFIX DRAFT_NEW))
			clear_unfinished(path);
	}
	closedir(d);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, newest_first);
}

void draft_list_release(struct draft_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->at[i].pairs);
	free(l->at);
	*l = (struct draft_list){ .n = 0 };
}

const char *draft_get(const struct draft_found *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->pairs[i].name, name) == 0)
			return f->pairs[i].text;
	return NULL;
}

void draft_forget(const struct draft_found *f)
{
	int fd = draft_open_alone(f->path);

	if (fd < 0)
		return;
	unlink(f->path);
	close(fd);
}

/* ---- asking for one that is held ----------------------------------------------------------- */

static void asked_path(const char *path, char dst[DRAFT_PATH_MAX + sizeof DRAFT_ASKED])
{
	snprintf(dst, DRAFT_PATH_MAX + sizeof DRAFT_ASKED, "%s" DRAFT_ASKED, path);
}

bool draft_ask(const char *path)
{
	char asked[DRAFT_PATH_MAX + sizeof DRAFT_ASKED];

	asked_path(path, asked);
	int fd = open(asked, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void draft_unask(const char *path)
{
	char asked[DRAFT_PATH_MAX + sizeof DRAFT_ASKED];

	asked_path(path, asked);
	unlink(asked);
}

bool draft_path_asked(const char *path)
{
	char asked[DRAFT_PATH_MAX + sizeof DRAFT_ASKED];
	struct stat st;

	asked_path(path, asked);
	return lstat(asked, &st) == 0 && st.st_uid == geteuid();
}
