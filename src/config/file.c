/* SPDX-License-Identifier: MIT */
/* file.c - reads a file without waiting and without trusting it. */
#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(struct error *err, const char *path, const char *why)
{
	return error_set(err, FAIL_CONFIG, "settings", path, NULL, "%s", why);
}

static int refuse_errno(struct error *err, const char *path)
{
	int kind = errno == ENOENT || errno == ENOTDIR ? FAIL_MISSING : FAIL_CONFIG;

	if (errno == ELOOP)
		return refuse(err, path, "is a symbolic link");
	return error_set(err, kind, "settings", path, NULL, "%s", strerror(errno));
}

static const char *kind_of(mode_t mode)
{
	if (S_ISDIR(mode))
		return "is a directory, not a file";
	if (S_ISFIFO(mode))
		return "is a FIFO, not a file";
	if (S_ISLNK(mode))
		return "is a symbolic link";
	return "is not a regular file";
}

static int check_status(const char *path, const struct stat *st, bool trusted, struct error *err)
{
	if (!S_ISREG(st->st_mode))
		return refuse(err, path, kind_of(st->st_mode));
	if (st->st_size > FILE_BYTES_MAX)
		return refuse(err, path, "is longer than 64 KiB");
	if (!trusted)
		return 0;
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return refuse(err, path, "belongs to another user");
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return refuse(err, path, "can be written by other users");
	return 0;
}

static int read_all(int fd, const char *path, struct buf *dst, struct error *err)
{
	char chunk[4096];

	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return refuse_errno(err, path);
		if (got == 0)
			return 0;
		buf_add(dst, chunk, (size_t)got);
		/* The size at opening is only a promise: the file may grow. */
		if (dst->len > FILE_BYTES_MAX)
			return refuse(err, path, "is longer than 64 KiB");
	}
}

/*
 * Looks before opening, because opening a FIFO or a device can already do
 * something, and again after it, because the name may stand for another
 * file by then. O_NONBLOCK covers the moment between the two.
 */
int file_read(const char *path, bool trusted, struct buf *dst, struct error *err)
{
	struct stat st;
	int fd, fail;

	if ((trusted ? lstat(path, &st) : stat(path, &st)) < 0)
		return refuse_errno(err, path);
	fail = check_status(path, &st, trusted, err);
	if (fail)
		return fail;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (trusted ? O_NOFOLLOW : 0));
	if (fd < 0)
		return refuse_errno(err, path);
	if (fstat(fd, &st) < 0)
		fail = refuse_errno(err, path);
	else
		fail = check_status(path, &st, trusted, err);
	if (!fail)
		fail = read_all(fd, path, dst, err);
	close(fd);
	return fail;
}

int file_parse(struct buf *text, config_t *cfg, int *line, struct error *err)
{
	int fail = file_check(text, line, err);
	const char *why;

	if (fail || config_read_string(cfg, text->s))
		return fail;
	*line = config_error_line(cfg);
	why = config_error_text(cfg);
	if (!why || !strcmp(why, "syntax error"))
		why = "cannot be read here: a setting is written  name = value;";
	return error_set(err, FAIL_CONFIG, "settings", NULL, NULL, "%s", why);
}
