/* SPDX-License-Identifier: MIT */
/*
 * space.c - room on the disk, and what stands in the way of writing.
 *
 * In WAL mode a full disk stops everything, also the checkpoint that would make room. So nothing
 * is written while less than 32 MiB are free. Where many share a host, somebody else may fill
 * the disk all the same: then a file of 16 MiB beside the database is given up, so that what
 * people are typing can still be kept. A person's own disk is theirs to clear; there is no
 * such file beside a personal database.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/files.h"
#include "store/store_private.h"

#define BALLAST  (INT64_C(16) << 20)
#define PLENTY   (STORE_FREE_MIN + 4 * BALLAST)

/* Tests ask for less, since a small disk cannot have that much. */
static int64_t least(void)
{
	const char *text = getenv("CLOSEOUT_TEST_FREE_MIN");

	return text && *text ? strtoll(text, NULL, 10) : STORE_FREE_MIN;
}

static void ballast_name(const struct store *s, struct buf *out)
{
	buf_addf(out, "%s.ballast", s->path);
}

int space_check(struct store *s, struct error *err)
{
	int failed = files_check_space(s->path, least(), err);

	if (failed)
		space_give_up(s);
	return failed;
}

void space_give_up(struct store *s)
{
	AUTOBUF name = BUF_INIT;

	ballast_name(s, &name);
	unlink(name.s);
}

void store_keep_ballast(struct store *s)
{
	AUTOBUF name = BUF_INIT;
	struct stat st;
	int fd;

	if (s->read_only || s->folded)
		return;
	ballast_name(s, &name);
	if ((lstat(name.s, &st) == 0 && st.st_size >= BALLAST) || files_check_space(s->path, PLENTY, NULL) != 0)
		return;
	fd = open(name.s, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	if (posix_fallocate(fd, 0, BALLAST) != 0)
		unlink(name.s);
	close(fd);
}

enum store_trouble store_trouble(struct store *s)
{
	if (s->folded)
		return STORE_WELL;
	if (s->broken)
		return s->damaged ? STORE_DAMAGED : STORE_FAILED;
	if (store_moved(s))
		return STORE_REPLACED;
	return !s->read_only && files_check_space(s->path, least(), NULL) != 0 ? STORE_DISK_FULL : STORE_WELL;
}
