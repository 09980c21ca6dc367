/* SPDX-License-Identifier: MIT */
/*
 * restore.c - a backup takes the place of the database, which is kept beside it.
 *
 * The backup is copied and the copy checked first; only a sound one goes on.
 * While names change nobody can have the file open: the gate is held, and
 * so are the locks that every connection needs. The old file gets its second
 * name before it loses the first, so that at any moment the name stands for
 * the old file or for the new one; between the two the old one has two names,
 * and such a file is not opened. Its journal goes with it: a journal that stayed
 * would be taken for one of the new file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/files.h"
#include "store/store_private.h"

static const char what[] = "cannot restore";

/* Where SQLite's connections hold their locks in a file: PENDING, RESERVED and the shared ones. */
#define LOCKS_FROM 0x40000000L
#define LOCKS_LEN  512

struct restoring {
	const char *path; /* of the database */
	const char *from;
	struct buf temporary;
	struct store_restored *out;
	bool other;  /* also a backup of another database */
	bool exists; /* there is a database to be replaced */
	struct error *err;
};

static void name_of(const char *path, const char *ending, struct buf *out)
{
	buf_clear(out);
	buf_addf(out, "%s%s", path, ending);
}

/* ---- the copy ------------------------------------------------------------------------- */

static int check_from(struct restoring *r)
{
	struct stat st, own;

	if (lstat(r->from, &st) != 0)
		return error_set(r->err, FAIL_MISSING, what, r->from, NULL, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return error_set(r->err, FAIL_DATA, what, r->from, "name the backup itself", "it is not a regular file");
	if (lstat(r->path, &own) == 0 && own.st_dev == st.st_dev && own.st_ino == st.st_ino)
		return error_set(r->err, FAIL_USAGE, what, r->from, "name a backup", "it is the database itself");
	if (files_have_wal(r->from))
		return error_set(r->err, FAIL_BUSY, what, r->from, "make a backup of it with backup, and restore that",
				 "it has a journal beside it: it is a database in use, not a backup");
	return 0;
}

static int copy_bytes(int in, int out)
{
	char bytes[1 << 16];
	ssize_t n;

	while ((n = read(in, bytes, sizeof bytes)) > 0)
		for (ssize_t done = 0, w; done < n; done += w) {
			w = write(out, bytes + done, (size_t)(n - done));
			if (w < 0)
				return -1;
		}
	return n < 0 ? -1 : 0;
}

static int copy(struct restoring *r)
{
	int in = open(r->from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out, failed;

	if (in < 0)
		return error_set(r->err, errno == EACCES ? FAIL_DENIED : FAIL_IO, what, r->from, NULL, "%s",
				 strerror(errno));
	failed = files_create(r->temporary.s, r->err);
	if (failed) {
		close(in);
		return error_what(r->err, what);
	}
	out = open(r->temporary.s, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	failed = out < 0 || copy_bytes(in, out) != 0 || fsync(out) != 0;
	if (failed)
		error_set(r->err, FAIL_IO, what, r->path, "free some space, then try again", "%s; nothing was changed",
			  strerror(errno));
	close(in);
	if (out >= 0)
		close(out);
	return failed ? (int)r->err->kind : 0;
}

static void remove_temporary(struct restoring *r)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal", ".lock", ".backup" };
	AUTOBUF name = BUF_INIT;

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		name_of(r->temporary.s, endings[i], &name);
		unlink(name.s);
	}
	/* An older backup was brought up to date, after a backup of its own. */
	for (int version = 1; version < schema_version; version++) {
		buf_clear(&name);
		buf_addf(&name, "%s.bak-%d", r->temporary.s, version);
		unlink(name.s);
	}
}

/* ---- is it sound, and is it ours? --------------------------------------------------------- */

static int check_sound(struct restoring *r, struct checkpoint *heads)
{
	struct store *s;
	int64_t problems = 0;
	int failed = store_open(r->temporary.s, STORE_READ_WRITE, &s, r->err);

	if (failed) {
		error_where(r->err, "%s", r->from);
		error_what(r->err, what);
		return failed;
	}
	failed = store_verify(s, NULL, NULL, &problems, r->err);
	if (!failed && problems)
		failed = error_set(r->err, FAIL_NO, what, r->from, "take an older backup; verify names what is wrong",
				   "%lld %s wrong in it; nothing was changed", (long long)problems,
				   problems == 1 ? "thing is" : "things are");
	if (!failed)
		failed = store_heads(s, heads, r->err);
	store_close(s);
	if (!failed && files_have_wal(r->temporary.s))
		failed = error_set(r->err, FAIL_IO, what, r->from, "try again", "the copy could not be completed");
	return failed;
}

static int check_ours(struct restoring *r, const struct checkpoint *theirs)
{
	struct checkpoint own;
	struct store *s;

	r->out->entries = theirs->entry;
	memcpy(r->out->hash, theirs->hash, sizeof r->out->hash);
	memcpy(r->out->recorded, theirs->recorded, sizeof r->out->recorded);
	/* One that cannot be read cannot be compared: that is what backups are for. */
	if (!r->exists || store_open(r->path, STORE_READ_ONLY, &s, NULL) != 0)
		return 0;
	if (store_heads(s, &own, NULL) != 0)
		own = *theirs, own.entry = 0;
	store_close(s);
	r->out->replaced_entries = own.entry;
	if (r->other || strcmp(own.database, theirs->database) == 0)
		return 0;
	return error_set(r->err, FAIL_NO, what, r->from, "say --yes if that is meant",
			 "it is a backup of another database; nothing was changed");
}

/* ---- nobody else ----------------------------------------------------------------------------- */

/* The descriptor that holds the locks, or -1. This process has no connection to the file now. */
static int lock_out(struct restoring *r)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCKS_FROM, .l_len = LOCKS_LEN };
	int fd = open(r->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0) {
		error_set(r->err, errno == EACCES ? FAIL_DENIED : FAIL_IO, what, r->path, NULL, "%s", strerror(errno));
		return -1;
	}
	if (fcntl(fd, F_SETLK, &lock) == 0)
		return fd;
	if (fcntl(fd, F_GETLK, &lock) != 0)
		lock.l_pid = 0;
	close(fd);
	error_set(r->err, FAIL_BUSY, what, r->path, "everybody has to leave first; nothing was changed",
		  "somebody has it open (process %ld)", (long)lock.l_pid);
	return -1;
}

/* ---- names ------------------------------------------------------------------------------------ */

/* NAME.before-20121115T083000Z, not there yet. */
static void keep_name(struct restoring *r)
{
	char stamp[CLOCK_STAMP];
	AUTOBUF name = BUF_INIT;
	struct stat st;
	int n = 1;

	clock_stamp(clock_ms(), stamp);
	do {
		buf_clear(&name);
		buf_addf(&name, "%s.before-%.4s%.2s%.2sT%.2s%.2s%.2sZ", r->path, stamp, stamp + 5, stamp + 8, stamp + 11,
			 stamp + 14, stamp + 17);
		if (n > 1)
			buf_addf(&name, ".%d", n);
		n++;
	} while (lstat(name.s, &st) == 0);
	snprintf(r->out->kept, sizeof r->out->kept, "%s", name.s);
}

static int cannot_rename(struct restoring *r)
{
	return error_set(r->err, FAIL_IO, what, r->path, "run restore again: both files are there", "%s",
			 strerror(errno));
}

static int keep_old(struct restoring *r)
{
	bool journal = files_have_wal(r->path);
	AUTOBUF old = BUF_INIT, kept = BUF_INIT;

	keep_name(r);
	if (r->exists && link(r->path, r->out->kept) != 0)
		return cannot_rename(r);
	name_of(r->path, "-wal", &old);
	name_of(r->out->kept, "-wal", &kept);
	if (journal ? rename(old.s, kept.s) != 0 : unlink(old.s) != 0 && errno != ENOENT)
		return cannot_rename(r);
	name_of(r->path, "-shm", &old);
	if (unlink(old.s) != 0 && errno != ENOENT)
		return cannot_rename(r);
	if (!r->exists)
		r->out->kept[0] = '\0';
	return 0;
}

static int swap(struct restoring *r)
{
	int failed = keep_old(r);

	if (!failed && rename(r->temporary.s, r->path) != 0)
		failed = cannot_rename(r);
	return failed ? failed : files_sync(r->path, r->err);
}

static int swap_alone(struct restoring *r)
{
	struct gate gate;
	int fd = -1, failed;

	gate_init(&gate, r->path);
	failed = gate_take(&gate, "closeout (restore)", 0, r->err);
	if (failed)
		error_what(r->err, what);
	if (!failed && r->exists) {
		fd = lock_out(r);
		failed = fd < 0 ? (int)r->err->kind : 0;
	}
	if (!failed)
		failed = swap(r);
	if (fd >= 0)
		close(fd);
	gate_leave(&gate);
	gate_release(&gate);
	return failed;
}

static int restore(struct restoring *r)
{
	struct checkpoint heads;
	int failed = check_from(r);

	if (!failed)
		failed = copy(r);
	if (!failed)
		failed = check_sound(r, &heads);
	if (!failed)
		failed = check_ours(r, &heads);
	return failed ? failed : swap_alone(r);
}

int store_restore(const char *path, const char *from, bool other, struct store_restored *out, struct error *err)
{
	struct error spare = ERROR_INIT;
	struct restoring r = { .from = from, .out = out, .other = other, .err = err ? err : &spare,
			       .temporary = BUF_INIT };
	AUTOFREE char *full = NULL;
	struct stat st;
	int failed = files_full_path(path, &full, r.err);

	*out = (struct store_restored){ .entries = 0 };
	if (!failed)
		failed = files_check_folder(full, r.err);
	if (failed)
		return error_what(r.err, what);
	r.path = full;
	r.exists = lstat(full, &st) == 0;
	if (r.exists && !S_ISREG(st.st_mode))
		return error_set(r.err, FAIL_BUSY, what, full, "give the name of the file itself",
				 "the database is not a regular file");
	buf_addf(&r.temporary, "%s.new-%ld", full, (long)getpid());
	failed = restore(&r);
	remove_temporary(&r);
	buf_release(&r.temporary);
	return failed;
}
