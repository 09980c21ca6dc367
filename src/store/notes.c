/* SPDX-License-Identifier: MIT */
/*
 * notes.c - what is written down beside the database: the newest good backup.
 *
 * DATABASE.backup has three lines: where it is, when it was made, and the newest
 * entry of the log in it. Whoever finds the database damaged is told of it, and
 * the damaged file need not be read for that.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/files.h"
#include "store/store_private.h"

static void note_name(const char *database, struct buf *out)
{
	buf_addf(out, "%s.backup", database);
}

/* Only a convenience: where it cannot be written, nothing else fails. */
void note_backup(const char *database, const char *backup, int64_t entry)
{
	AUTOBUF name = BUF_INIT, temporary = BUF_INIT, text = BUF_INIT;
	char stamp[CLOCK_STAMP];
	bool written = false;
	int fd;

	if (strchr(backup, '\n'))
		return;
	note_name(database, &name);
	buf_addf(&temporary, "%s.tmp-%ld", name.s, (long)getpid());
	buf_addf(&text, "%s\n%s\n%lld\n", backup, clock_stamp(clock_ms(), stamp), (long long)entry);
	fd = open(temporary.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	written = write(fd, text.s, text.len) == (ssize_t)text.len && fsync(fd) == 0;
	if (close(fd) != 0 || !written || rename(temporary.s, name.s) != 0)
		unlink(temporary.s);
}

bool store_last_backup(const char *database, struct store_backup *out)
{
	AUTOBUF name = BUF_INIT;
	char text[sizeof out->path + 64], *at = text, *line[3];
	ssize_t n;
	int fd;

	note_name(database, &name);
	fd = open(name.s, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (int i = 0; i < 3; i++) {
		char *end = strchr(at, '\n');

		if (!end)
			return false;
		*end = '\0';
		line[i] = at;
		at = end + 1;
	}
	if (*line[0] != '/' || strlen(line[1]) != CLOCK_STAMP - 1)
		return false;
	snprintf(out->path, sizeof out->path, "%s", line[0]);
	snprintf(out->made, sizeof out->made, "%s", line[1]);
	out->entry = strtoll(line[2], NULL, 10);
	return true;
}
