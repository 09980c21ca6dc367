/* SPDX-License-Identifier: MIT */
/*
 * import_spool.c - what a session on a host sends, as a file of its own before anything is read of it.
 *
 * Others wait while rows are written. So nothing is written while we wait for a line that may be slow,
 * or for somebody who sends a byte now and then.
 */
#include "app/import.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

static const char what[] = "import";
static const char source[] = "standard input";

/* A file beside the database that has no name any more. */
static int nameless(const struct app *a)
{
	char uid[UUID_TEXT];
	AUTOBUF path = BUF_INIT;
	int fd;

	clock_uuid(uid);
	buf_addf(&path, "%s.import-%s", a->database, uid);
	fd = open(path.s, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0)
		unlink(path.s);
	return fd;
}

/* Bytes that came, 0 at the end, -1: failed. */
static ssize_t next_bytes(const struct app *a, int in, char *to, size_t size, struct error *err)
{
	struct pollfd p = { .fd = in, .events = POLLIN };
	int ready;
	ssize_t n;

	do
		ready = poll(&p, 1, a->settings.host_import_wait * 1000);
	while (ready < 0 && errno == EINTR);
	if (!ready) {
		error_set(err, FAIL_IO, what, source, "send it again; the setting host.import_wait says how long is waited",
			  "nothing came for %d second%s: nothing was written", a->settings.host_import_wait,
			  a->settings.host_import_wait == 1 ? "" : "s");
		return -1;
	}
	do
		n = read(in, to, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		error_set(err, FAIL_IO, what, source, NULL, "%s", strerror(errno));
	return n;
}

static int write_all(int fd, const char *bytes, size_t len, struct error *err)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(err, FAIL_IO, what, "a file beside the database", NULL, "%s", strerror(errno));
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

/* One byte more than may be is enough: whoever reads it says that it is too long. */
static int copy(const struct app *a, int in, int to, struct error *err)
{
	static const size_t size = 1 << 16;
	int64_t left = ((int64_t)a->settings.host_import_mib << 20) + 1;
	AUTOFREE char *bytes = mem_alloc(size);

	while (left > 0) {
		ssize_t n = next_bytes(a, in, bytes, left < (int64_t)size ? (size_t)left : size, err);

		if (n <= 0)
			return n < 0 ? FAIL_IO : 0;
		if (write_all(to, bytes, (size_t)n, err) != 0)
			return FAIL_IO;
		left -= n;
	}
	return 0;
}

int import_spool(const struct app *a, int in, FILE **out, struct error *err)
{
	int fd = nameless(a), failed = 0;

	if (fd < 0)
		return error_set(err, FAIL_IO, what, "a file beside the database", NULL, "%s", strerror(errno));
	failed = copy(a, in, fd, err);
	if (!failed && lseek(fd, 0, SEEK_SET) == 0) {
		*out = fdopen(fd, "r");
		return 0;
	}
	close(fd);
	return failed ? failed : error_set(err, FAIL_IO, what, source, NULL, "%s", strerror(errno));
}
