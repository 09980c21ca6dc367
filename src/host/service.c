/* SPDX-License-Identifier: MIT */
/*
 * service.c - the user and group of the service, in passwd, group and shadow.
 *
 * closeout starts no other program, so useradd(8) is no way. The files are
 * simple: a line is added to a copy, and the copy takes the file's place.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/setup_private.h"

#define SYSTEM_FIRST 100
#define SYSTEM_LAST 999

static int cannot(const char *path, struct error *err)
{
	return error_set(err, FAIL_CREATE, "host setup", path, "make the account with useradd and run it again", "%s",
			 strerror(errno));
}

static bool lets_in(const char *shell)
{
	return shell && *shell && !strstr(shell, "nologin") && !strstr(shell, "/false");
}

static void take(const struct passwd *pw, struct service *out)
{
	*out = (struct service){ pw->pw_uid, pw->pw_gid, lets_in(pw->pw_shell) };
}

/* Below another root only its own file counts; on the machine itself whatever knows accounts. */
static FILE *open_below(const char *root, const char *name)
{
	AUTOBUF path = BUF_INIT;

	buf_addf(&path, "%s/etc/%s", root, name);
	return fopen(path.s, "re");
}

int service_find(const char *root, const char *name, struct service *out, struct error *err)
{
	const struct passwd *pw = NULL;
	FILE *f = *root ? open_below(root, "passwd") : NULL;

	if (!*root)
		pw = getpwnam(name);
	while (f && (pw = fgetpwent(f)) != NULL && strcmp(pw->pw_name, name) != 0)
		;
	if (pw)
		take(pw, out);
	if (f)
		fclose(f);
	return pw ? 0 : error_set(err, FAIL_MISSING, "host setup", name, NULL, "there is no such account");
}

/* ---- a free number, for user and group alike */

static bool taken_below(const char *root, unsigned long id)
{
	FILE *users = open_below(root, "passwd"), *groups = open_below(root, "group");
	const struct passwd *pw = NULL;
	const struct group *gr = NULL;

	while (users && (pw = fgetpwent(users)) != NULL && pw->pw_uid != id)
		;
	while (groups && (gr = fgetgrent(groups)) != NULL && gr->gr_gid != id)
		;
	if (users)
		fclose(users);
	if (groups)
		fclose(groups);
	return pw || gr;
}

static unsigned long free_id(const char *root)
{
	for (unsigned long id = SYSTEM_LAST; id >= SYSTEM_FIRST; id--)
		if (!taken_below(root, id) && (*root || (!getpwuid((uid_t)id) && !getgrgid((gid_t)id))))
			return id;
	return 0;
}

/* ---- a line more */

static bool copy_and_add(FILE *in, int out, const char *line)
{
	struct buf all = BUF_INIT;
	char piece[4096];
	size_t n;
	bool good;

	while ((n = fread(piece, 1, sizeof piece, in)) > 0)
		buf_add(&all, piece, n);
	if (all.len && all.s[all.len - 1] != '\n')
		buf_addc(&all, '\n');
	buf_adds(&all, line);
	good = !ferror(in) && write(out, all.s, all.len) == (ssize_t)all.len && fsync(out) == 0;
	explicit_bzero(all.s, all.len);
	buf_release(&all);
	return good;
}

/* must: the file has to be there. */
static int add_line(const char *root, const char *name, bool must, const char *line, struct error *err)
{
	AUTOBUF path = BUF_INIT, tmp = BUF_INIT;
	struct stat st;
	FILE *in;
	int fd, failed = 0;

	buf_addf(&path, "%s/etc/%s", root, name);
	in = fopen(path.s, "re");
	if (!in)
		return must ? cannot(path.s, err) : 0;
	buf_addf(&tmp, "%s.closeout", path.s);
	fd = open(tmp.s, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || fstat(fileno(in), &st) != 0 || !copy_and_add(in, fd, line) ||
	    fchown(fd, st.st_uid, st.st_gid) != 0 ||
	    fchmod(fd, st.st_mode & 07777) != 0 || rename(tmp.s, path.s) != 0)
		failed = cannot(path.s, err);
	if (fd >= 0)
		close(fd);
	if (failed && fd >= 0)
		unlink(tmp.s);
	fclose(in);
	return failed;
}

static int add_lines(const char *root, const char *name, const char *home, unsigned long id, struct error *err)
{
	AUTOBUF passwd = BUF_INIT, group = BUF_INIT, shadow = BUF_INIT, gshadow = BUF_INIT;
	int failed;

	buf_addf(&group, "%s:x:%lu:\n", name, id);
	buf_addf(&gshadow, "%s:!::\n", name);
	buf_addf(&shadow, "%s:*:::::::\n", name); /* no password fits; "!" would be a locked account */
	buf_addf(&passwd, "%s:x:%lu:%lu:closeout:%s:/bin/sh\n", name, id, id, home);
	failed = add_line(root, "group", true, group.s, err);
	if (!failed)
		failed = add_line(root, "gshadow", false, gshadow.s, err);
	if (!failed)
		failed = add_line(root, "shadow", true, shadow.s, err);
	return failed ? failed : add_line(root, "passwd", true, passwd.s, err);
}

int service_make(const char *root, const char *name, const char *home, struct service *out, struct error *err)
{
	bool machine = !*root;
	unsigned long id;
	int failed;

	if (machine && lckpwdf() != 0)
		return cannot("/etc/.pwd.lock", err);
	id = free_id(root);
	failed = id ? add_lines(root, name, home, id, err)
		    : error_set(err, FAIL_CREATE, "host setup", name, NULL, "no number is free for a system account");
	if (machine)
		ulckpwdf();
	if (!failed)
		*out = (struct service){ (uid_t)id, (gid_t)id, true };
	return failed;
}
