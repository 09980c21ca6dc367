/* SPDX-License-Identifier: MIT */
/*
 * landlock.c - the files a session can reach at all, by Linux's Landlock where there is one.
 *
 * Open files stay open. Of the rest only the folder of the database can be reached for
 * writing, and for reading what terminals, clocks and random numbers need. What a kernel
 * does not know is left out: it is a second fence.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "host/host_private.h"

#if defined HAVE_LANDLOCK && !defined WITH_SANITIZERS

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Later than the headers of some systems. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#define ACCESS_IOCTL (1ULL << 15)
#define NET_BIND_AND_CONNECT 3ULL
#define SCOPE_SOCKETS_AND_SIGNALS 3ULL

struct attributes {
	uint64_t files, net, scope;
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define CHANGE                                                                                      \
	(READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                     \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG)

static const char *const readable[] = {
	"/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo", "/usr/local/share/terminfo",
	"/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom",
};

/* Asked once: when the door is shut, the question is refused as well. */
static long version(void)
{
	static long known;

	if (!known)
		known = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return known;
}

bool landlock_there(void)
{
	return version() > 0;
}

/* Files of what is not there need no rule. */
static int add(int rules, const char *path, uint64_t access, uint64_t handled)
{
	struct landlock_path_beneath_attr below = { .parent_fd = open(path, O_PATH | O_CLOEXEC) };
	long rc;

	if (below.parent_fd < 0)
		return 0;
	below.allowed_access = access & handled;
	rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
	if (rc != 0 && errno == EINVAL) {
		/* Not a folder: only what goes with a file. */
		below.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
		rc = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0);
	}
	close(below.parent_fd);
	return rc == 0 ? 0 : -1;
}

static int shut(int rules, const char *folder, uint64_t handled)
{
	uint64_t change = CHANGE | LANDLOCK_ACCESS_FS_REFER | LANDLOCK_ACCESS_FS_TRUNCATE;

	if (add(rules, folder, change, handled) != 0)
		return -1;
	for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
		if (add(rules, readable[i], READ, handled) != 0)
			return -1;
	return syscall(SYS_landlock_restrict_self, rules, 0) == 0 ? 0 : -1;
}

int landlock_shut(const char *folder, struct error *err)
{
	long abi = version();
	struct attributes all = { .files = (1ULL << 13) - 1 };
	size_t size = sizeof all.files;
	int rules, rc;

	if (abi < 1)
		return 0;
	if (abi >= 2)
		all.files |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		all.files |= LANDLOCK_ACCESS_FS_TRUNCATE;
	if (abi >= 5)
		all.files |= ACCESS_IOCTL;
	if (abi >= 4) {
		all.net = NET_BIND_AND_CONNECT;
		size = 2 * sizeof all.files;
	}
	if (abi >= 6) {
		all.scope = SCOPE_SOCKETS_AND_SIGNALS;
		size = sizeof all;
	}
	rules = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (rules < 0)
		return error_set(err, FAIL_IO, "cannot confine the session", "files", "ask whoever runs the host", "%s",
				 strerror(errno));
	rc = shut(rules, folder, all.files);
	if (rc != 0)
		error_set(err, FAIL_IO, "cannot confine the session", "files", "ask whoever runs the host", "%s",
			  strerror(errno));
	close(rules);
	return rc == 0 ? 0 : FAIL_IO;
}

#else

bool landlock_there(void)
{
	return false;
}

int landlock_shut(const char *folder, struct error *err)
{
	(void)folder;
	(void)err;
	return 0;
}

#endif
