/* SPDX-License-Identifier: MIT */
/*
 * draft.c - writing the draft of an open form.
 *
 * A file appears under its name only when it is locked already: it is made
 * under another name, locked and renamed. So nobody who looks for drafts can
 * take one that is just being started or compacted.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/draft_private.h"
#include "app/paths.h"
#include "base/mem.h"

#define SYNC_US      1000000
#define COMPACT_SIZE ((size_t)1 << 20)

struct draft {
	int fd;
	char path[DRAFT_PATH_MAX];
	size_t size;
	struct buf last; /* the payload written last */
	bool dirty;
	int64_t dirty_us; /* since when */
	bool new_name;    /* the folder does not hold the file's name for sure */
};

static int fail(struct error *err, enum fail kind, const char *where, int number)
{
	return error_set(err, kind, "text being typed is not kept", where,
			 number == ENOSPC || number == EDQUOT ? "make room, or save soon"
							      : "save soon",
			 "%s", strerror(number));
}

/* ---- files ---------------------------------------------------------------------------- */

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* A new locked file with the record in it, put in the place of path. -1 with errno. */
int draft_replace_file(const char *path, const struct buf *record, bool sync)
{
	char made[DRAFT_PATH_MAX + sizeof DRAFT_NEW];
	int fd, number;

	snprintf(made, sizeof made, "%s%s", path, DRAFT_NEW);
	unlink(made);
	fd = open(made, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -1;
	if (fchmod(fd, 0600) == 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    write_all(fd, record->s, record->len) && (!sync || fdatasync(fd) == 0) &&
	    rename(made, path) == 0)
		return fd;
	number = errno;
	unlink(made);
	close(fd);
	errno = number;
	return -1;
}

/* The folder is there, is ours and is closed to others. */
static int check_folder(const char *dir, struct error *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), number = 0;
	struct stat st;

	if (fd < 0)
		return fail(err, FAIL_CREATE, dir, errno);
	if (fstat(fd, &st) != 0)
		number = errno;
	else if (st.st_uid != geteuid())
		number = EPERM;
	else if ((st.st_mode & 07777) != 0700 && fchmod(fd, 0700) != 0)
		number = errno;
	close(fd);
	return number ? fail(err, FAIL_CREATE, dir, number) : 0;
}

int draft_make_folder_of(const char *path, struct error *err)
{
	char dir[DRAFT_PATH_MAX];
	int failed = app_make_folder_of(path, err);

	snprintf(dir, sizeof dir, "%.*s", (int)(strrchr(path, '/') - path), path);
	return failed ? failed : check_folder(dir, err);
}

static void sync_folder(const char *path)
{
	char dir[DRAFT_PATH_MAX];
	int fd;

	snprintf(dir, sizeof dir, "%.*s", (int)(strrchr(path, '/') - path), path);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* ---- starting ------------------------------------------------------------------------- */

struct draft *draft_start(const char *dir, struct error *err)
{
	static const struct buf nothing = BUF_INIT;
	struct draft *d = mem_alloc(sizeof *d);
	char uuid[UUID_TEXT];

	int n = snprintf(d->path, sizeof d->path, "%s/%s" DRAFT_SUFFIX, dir, clock_uuid(uuid));
	if (n < 0 || (size_t)n >= sizeof d->path) {
		fail(err, FAIL_CREATE, dir, ENAMETOOLONG);
		free(d);
		return NULL;
	}
	if (draft_make_folder_of(d->path, err)) {
		error_what(err, "text being typed is not kept");
		free(d);
		return NULL;
	}
	d->fd = draft_replace_file(d->path, &nothing, false);
	if (d->fd < 0) {
		fail(err, FAIL_CREATE, d->path, errno);
		free(d);
		return NULL;
	}
	d->new_name = true;
	buf_init(&d->last);
	return d;
}

static int refuse(const char *path, int number, struct error *err)
{
	if (number == EWOULDBLOCK)
		return error_set(err, FAIL_BUSY, "unfinished form", path,
				 "finish it there, or close that session",
				 "another session has it open");
	if (number == ENOENT)
		return error_set(err, FAIL_MISSING, "unfinished form", path, NULL,
				 "somebody saved or dropped it meanwhile");
	return error_set(err, FAIL_IO, "unfinished form", path, NULL, "%s", strerror(number));
}

/* What is in the file is still what was found; then d takes it over. */
static int take_over(struct draft *d, const struct draft_found *f, struct error *err)
{
	struct draft_record record;
	AUTOBUF bytes = BUF_INIT;
	AUTOBUF known = BUF_INIT;
	struct draft_record expected;

	if (!draft_read(d->fd, &bytes))
		return refuse(f->path, errno, err);
	draft_record_last(bytes.s, bytes.len, &record);
	draft_record_add(&known, f->written_ms, f->pairs, f->n);
	draft_record_last(known.s, known.len, &expected);
	if (!record.payload || record.len != expected.len ||
	    memcmp(record.payload, expected.payload, record.len) != 0)
		return error_set(err, FAIL_CONFLICT, "unfinished form", f->path,
				 "open the list of unfinished forms again",
				 "another session went on with it meanwhile");
	if (record.end < bytes.len && ftruncate(d->fd, (off_t)record.end) != 0)
		return refuse(f->path, errno, err);
	d->size = record.end;
	buf_add(&d->last, record.payload, record.len);
	return 0;
}

struct draft *draft_resume(const struct draft_found *f, struct error *err)
{
	int fd = draft_open_alone(f->path);
	struct draft *d;

	if (fd < 0) {
		refuse(f->path, errno, err);
		return NULL;
	}
	d = mem_alloc(sizeof *d);
	d->fd = fd;
	buf_init(&d->last);
	snprintf(d->path, sizeof d->path, "%s", f->path);
	if (take_over(d, f, err) == 0)
		return d;
	close(fd);
	buf_release(&d->last);
	free(d);
	return NULL;
}

/* ---- writing --------------------------------------------------------------------------- */

int draft_write(struct draft *d, const struct draft_pair *pairs, size_t n, struct error *err)
{
	AUTOBUF record = BUF_INIT;
	int number;

	if (!d)
		return 0;
	draft_record_add(&record, clock_ms(), pairs, n);

	const char *payload = record.s + DRAFT_HEAD;
	size_t len = record.len - DRAFT_HEAD;
	if (len > DRAFT_PAYLOAD_MAX || d->size + record.len > DRAFT_FILE_MAX)
		return fail(err, FAIL_IO, d->path, EFBIG);
	if (draft_payload_same(payload, len, d->last.s, d->last.len))
		return 0;
	if (!write_all(d->fd, record.s, record.len)) {
		number = errno;
		/* Half a record does no harm, but the next shall stand right behind the last. */
		if (ftruncate(d->fd, (off_t)d->size) != 0)
			number = errno;
		return fail(err, FAIL_IO, d->path, number);
	}
	d->size += record.len;
	buf_clear(&d->last);
	buf_add(&d->last, payload, len);
	if (!d->dirty)
		d->dirty_us = clock_monotonic_us();
	d->dirty = true;
	return 0;
}

static bool wants_new_file(const struct draft *d)
{
	struct stat st;

	if (fstat(d->fd, &st) == 0 && st.st_nlink == 0)
		return true; /* somebody removed it */
	return d->size > COMPACT_SIZE && d->size / 2 > d->last.len;
}

/* Puts a file with the last record alone in the place of the old one. */
static bool compact(struct draft *d)
{
	AUTOBUF record = BUF_INIT;
	int fd;

	draft_record_seal(&record, d->last.s, d->last.len);
	fd = draft_replace_file(d->path, &record, true);
	if (fd < 0)
		return false;
	close(d->fd);
	d->fd = fd;
	d->size = record.len;
	d->new_name = true;
	return true;
}

int draft_sync(struct draft *d, bool now)
{
	int64_t wait_us;

	if (!d || !d->dirty)
		return -1;
	wait_us = d->dirty_us + SYNC_US - clock_monotonic_us();
	if (!now && wait_us > 0)
		return (int)((wait_us + 999) / 1000);
	/* After a failed sync the kernel may have dropped what it could not write: write it anew. */
	if ((wants_new_file(d) && compact(d)) || fdatasync(d->fd) == 0 || compact(d)) {
		if (d->new_name)
			sync_folder(d->path);
		d->new_name = false;
		d->dirty = false;
		return -1;
	}
	d->dirty_us = clock_monotonic_us();
	return SYNC_US / 1000;
}

static void free_draft(struct draft *d)
{
	close(d->fd);
	buf_release(&d->last);
	free(d);
}

void draft_keep(struct draft *d)
{
	if (!d)
		return;
	if (!d->last.len) {
		draft_discard(d);
		return;
	}
	draft_sync(d, true);
	free_draft(d);
}

void draft_discard(struct draft *d)
{
	if (!d)
		return;
	unlink(d->path);
	free_draft(d);
}

bool draft_asked(const struct draft *d)
{
	return d && draft_path_asked(d->path);
}

const char *draft_name(const struct draft *d)
{
	return strrchr(d->path, '/') + 1;
}
