/* SPDX-License-Identifier: MIT */
/* limits.c - what a session inherits and may use: descriptors, limits, privileges, the terminal's mode. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/host_private.h"

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#define MEMORY_MAX (512ul << 20)
#define FILES_MAX 64

static int fail(struct error *err, const char *what)
{
	return error_set(err, FAIL_IO, "cannot confine the session", what, "ask whoever runs the host", "%s", strerror(errno));
}

/* 0 to 2 are open, so that nothing opened later lands there; nothing above is. */
static int settle_descriptors(struct error *err)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return fail(err, "descriptors");
	closefrom(3);
	return 0;
}

/* sshd leaves the terminal open to members of the group tty: to write(1). */
static void close_terminal(void)
{
	struct stat st;

	if (isatty(0) && fstat(0, &st) == 0 && st.st_uid == geteuid())
		(void)!fchmod(0, 0600);
}

static int set_limit(int what, rlim_t most, const char *name, struct error *err)
{
	struct rlimit now;

	if (getrlimit(what, &now) != 0)
		return fail(err, name);
	if (now.rlim_max < most)
		most = now.rlim_max;
	now = (struct rlimit){ .rlim_cur = most, .rlim_max = most };
	return setrlimit(what, &now) == 0 ? 0 : fail(err, name);
}

static int set_limits(struct error *err)
{
	int failed = set_limit(RLIMIT_CORE, 0, "core files", err);

	if (!failed)
		failed = set_limit(RLIMIT_NOFILE, FILES_MAX, "open files", err);
#ifndef WITH_SANITIZERS
	if (!failed)
		failed = set_limit(RLIMIT_AS, MEMORY_MAX, "memory", err);
	if (!failed && prctl(PR_SET_DUMPABLE, 0) != 0)
		failed = fail(err, "dumpable");
#endif
	return failed;
}

int limits_set(struct error *err)
{
	sigset_t none;
	int failed = settle_descriptors(err);

	umask(077);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (failed)
		return failed;
	close_terminal();
	failed = set_limits(err);
	if (!failed && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		failed = fail(err, "privileges");
	/* A database below the folder of the service account: nobody's working folder counts. */
	if (!failed && chdir("/") != 0)
		failed = fail(err, "/");
	return failed;
}
