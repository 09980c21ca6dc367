/* SPDX-License-Identifier: MIT */
/* files.c - what is looked at on the disk before SQLite opens anything. */
#include "store/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static const char what[] = "cannot open the database";

/* The folder of path, for free(); path is absolute or relative. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_strdup(".");
	return slash == path ? mem_strdup("/") : mem_strndup(path, (size_t)(slash - path));
}

int files_full_path(const char *path, char **out, struct error *err)
{
	AUTOFREE char *folder = folder_of(path);
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	AUTOFREE char *real = realpath(folder, NULL);
	AUTOBUF full = BUF_INIT;

	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return error_set(err, FAIL_USAGE, what, path, "give a file", "it is a folder");
	if (!real)
		return error_set(err, FAIL_MISSING, what, path, "init makes a new database",
				 "there is no such folder (%s)", strerror(errno));
	buf_addf(&full, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	*out = buf_detach(&full, NULL);
	return 0;
}

static int wrong_type(const char *path, mode_t mode, struct error *err)
{
	const char *is = S_ISDIR(mode)    ? "it is a folder"
			 : S_ISLNK(mode)  ? "it is a symbolic link"
			 : S_ISFIFO(mode) ? "it is a FIFO"
					  : "it is not a regular file";

	return error_set(err, FAIL_BUSY, what, path,
			 S_ISLNK(mode) ? "give the name of the file itself" : "give another file",
			 "%s", is);
}

static int check_owner(const char *path, const struct stat *st, struct error *err)
{
	AUTOBUF mend = BUF_INIT;

	if (st->st_uid != geteuid())
		return error_set(err, FAIL_BUSY, what, path,
				 "its owner can open it, or make you a copy with backup",
				 "it belongs to another user");
	if (st->st_nlink != 1)
		return error_set(err, FAIL_BUSY, what, path,
				 "remove the other name; its journal would be lost by it",
				 "the file has %lu names (hard links)",
				 (unsigned long)st->st_nlink);
	if (!(st->st_mode & (S_IRWXG | S_IRWXO)))
		return 0;
	buf_addf(&mend, "mend it with: chmod 600 '%s'", path);
	return error_set(err, FAIL_BUSY, what, path, mend.s,
			 "other users of this machine can reach it (mode %04o)",
			 (unsigned)(st->st_mode & 07777));
}

int files_check(const char *path, struct error *err)
{
	struct stat st;

	if (lstat(path, &st) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return error_set(err, FAIL_MISSING, what, path, "init makes a new database",
					 "there is no such file");
		return error_set(err, FAIL_IO, what, path, NULL, "%s", strerror(errno));
	}
	if (!S_ISREG(st.st_mode))
		return wrong_type(path, st.st_mode, err);
	if (check_owner(path, &st, err) != 0)
		return FAIL_BUSY;
	if (st.st_size == 0)
		return error_set(err, FAIL_BUSY, what, path, "remove it; init makes a new database",
				 "the file is empty");
	return files_check_folder(path, err);
}

/* File systems that other machines write too: their locks do not hold SQLite's promises. */
static const struct {
	unsigned long magic;
	const char *name;
} network[] = {
	{ 0x6969, "NFS" },        { 0x517B, "SMB" },      { 0xFF534D42, "CIFS" },
	{ 0xFE534D42, "SMB2" },   { 0x65735546, "FUSE" }, { 0x01021997, "9p" },
	{ 0x5346414F, "AFS" },    { 0x6B414653, "AFS" },  { 0x00C36400, "Ceph" },
	{ 0x0BD00BD0, "Lustre" },
};

int files_check_folder(const char *path, struct error *err)
{
	AUTOFREE char *folder = folder_of(path);
	struct statfs fs;

	if (statfs(folder, &fs) != 0)
		return error_set(err, FAIL_IO, what, path, NULL, "%s", strerror(errno));
	for (size_t i = 0; i < sizeof network / sizeof *network; i++)
		if ((unsigned long)(fs.f_type & 0xFFFFFFFFL) == network[i].magic)
			return error_set(err, FAIL_BUSY, what, path,
					 "put it on a disk of this machine",
					 "it lies on a network file system (%s), where several "
					 "writers would damage it",
					 network[i].name);
	return 0;
}

int files_make_folder(const char *path, struct error *err)
{
	AUTOFREE char *folder = folder_of(path);

	for (char *slash = strchr(folder + 1, '/');; slash = strchr(slash + 1, '/')) {
		if (slash)
			*slash = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return error_set(err, FAIL_CREATE, "cannot create the database", folder,
					 "check the modes of the folder above", "%s",
					 strerror(errno));
		if (!slash)
			return 0;
		*slash = '/';
	}
}

bool files_have_wal(const char *path)
{
	AUTOBUF wal = BUF_INIT;
	struct stat st;

	buf_addf(&wal, "%s-wal", path);
	return lstat(wal.s, &st) == 0 && st.st_size > 0;
}

int files_check_space(const char *path, int64_t least, struct error *err)
{
	AUTOFREE char *folder = folder_of(path);
	struct statvfs fs;
	uint64_t left;

	if (statvfs(folder, &fs) != 0)
		return 0; /* not known: the write itself will tell */
	left = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (left >= (uint64_t)least)
		return 0;
	return error_set(err, FAIL_IO, "cannot save", folder, "free some space, then try again",
			 "the disk is full (%llu MiB left), nothing was saved",
			 (unsigned long long)(left >> 20));
}

int files_create(const char *path, struct error *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return error_set(
			err, FAIL_CREATE, "cannot create", path,
			errno == EEXIST ? "give another name" : "check the modes of the folder",
			"%s",
			errno == EEXIST ? "there is something with that name" : strerror(errno));
	fchmod(fd, 0600);
	close(fd);
	return 0;
}

static int sync_one(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int failed;

	if (fd < 0)
		return -1;
	failed = fsync(fd);
	close(fd);
	return failed;
}

int files_sync(const char *path, struct error *err)
{
	AUTOFREE char *folder = folder_of(path);

	if (sync_one(path, O_RDWR) == 0 && sync_one(folder, O_RDONLY | O_DIRECTORY) == 0)
		return 0;
	return error_set(err, FAIL_IO, "cannot write", path, NULL, "%s", strerror(errno));
}

int files_publish(const char *from, const char *to, struct error *err)
{
	int failed = files_sync(from, err);

	if (failed)
		return failed;
	/* link() never overwrites, unlike rename(). */
	if (link(from, to) != 0)
		return error_set(err, FAIL_CREATE, "cannot create", to,
				 errno == EEXIST ? "give another name" : NULL, "%s",
				 errno == EEXIST ? "there is something with that name"
						 : strerror(errno));
	unlink(from);
	return files_sync(to, err);
}
