/* SPDX-License-Identifier: MIT */
/*
 * filter.c - the system calls a session may make, once everything is open.
 *
 * A list of what is allowed; all else is refused with EPERM (clone3 with ENOSYS, so that
 * the C library falls back to what is refused as well). So no program is started, no process
 * made, nobody else's signalled or traced, no connection opened, no key pushed into a terminal,
 * no memory made executable.
 */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "host/host_private.h"

#if defined HAVE_SECCOMP && !defined WITH_SANITIZERS

#include <errno.h>
#include <seccomp.h>
#include <string.h>

/* The library's own macros leave fields out. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

/* By name, since not every architecture has all of them. */
static const char *const allowed[] = {
	/* files already open, and those below the folder of the database */
	"read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev", "lseek", "_llseek",
	"open", "openat", "creat", "close", "close_range", "dup", "dup3", "fcntl", "fcntl64", "flock", "fsync", "fdatasync",
	"ftruncate", "ftruncate64", "truncate", "fallocate", "fadvise64", "stat", "stat64", "lstat", "lstat64",
	"fstat", "fstat64", "newfstatat", "fstatat64", "statx", "statfs", "statfs64", "fstatfs", "fstatfs64",
	"access", "faccessat", "faccessat2", "readlink", "readlinkat", "getcwd", "getdents", "getdents64", "rename",
	"renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "chmod",
	"fchmod", "fchmodat", "umask", "utimensat", "pipe2",
	/* waiting, time and timers */
	"poll", "ppoll", "select", "_newselect", "pselect6", "nanosleep", "clock_nanosleep", "clock_gettime",
	"clock_getres", "gettimeofday", "time", "times", "alarm", "setitimer", "timer_create", "timer_settime",
	"timer_gettime", "timer_delete", "restart_syscall", "pause",
	/* memory and oneself; a file in memory holds a frame */
	"brk", "memfd_create", "munmap", "mremap", "madvise", "msync", "getrandom", "futex", "sched_yield", "sched_getaffinity",
	"rseq", "set_robust_list", "set_tid_address", "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid",
	"getegid", "getpgrp", "getpgid", "getsid", "getrlimit", "ugetrlimit", "getrusage", "sysinfo", "uname",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "rt_sigpending", "rt_sigsuspend",
	"rt_sigtimedwait", "sigaltstack", "exit", "exit_group",
	/* the system's log, whose connection is open */
	"sendto",
};

/* What may be asked of a terminal: its modes and size. TIOCSTI would type into it. */
static const unsigned long terminal_calls[] = {
	TCGETS, TCSETS, TCSETSW, TCSETSF, TIOCGWINSZ, TIOCGPGRP, FIONREAD, TCFLSH, TCSBRK, TCXONC, FIOCLEX,
};

/* Signals go to this process alone. */
static const char *const signal_calls[] = { "kill", "tgkill" };

static int allow(scmp_filter_ctx c, const char *name, unsigned n, struct scmp_arg_cmp arg)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number == __NR_SCMP_ERROR)
		return 0; /* not known to this library: not needed then */
	return seccomp_rule_add_array(c, SCMP_ACT_ALLOW, number, n, &arg);
}

static int add_rules(scmp_filter_ctx c)
{
	const struct scmp_arg_cmp none = { 0 };
	int rc = 0;

	for (size_t i = 0; i < sizeof allowed / sizeof *allowed && !rc; i++)
		rc = allow(c, allowed[i], 0, none);
	for (size_t i = 0; i < sizeof terminal_calls / sizeof *terminal_calls && !rc; i++)
		rc = allow(c, "ioctl", 1, SCMP_A1_32(SCMP_CMP_EQ, (uint32_t)terminal_calls[i]));
	for (size_t i = 0; i < sizeof signal_calls / sizeof *signal_calls && !rc; i++)
		rc = allow(c, signal_calls[i], 1, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)getpid()));
	/* Reading limits, not setting them. */
	if (!rc)
		rc = allow(c, "prlimit64", 1, SCMP_A2_64(SCMP_CMP_EQ, 0));
	if (!rc)
		rc = allow(c, "mmap", 1, SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!rc)
		rc = allow(c, "mmap2", 1, SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!rc)
		rc = allow(c, "mprotect", 1, SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!rc)
		rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return rc;
}

bool filter_there(void)
{
	return true;
}

int filter_shut(struct error *err)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int rc = c ? add_rules(c) : -ENOMEM;

	/* A call of another architecture is nobody's honest wish. */
	if (!rc)
		rc = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (!rc)
		rc = seccomp_load(c);
	seccomp_release(c);
	if (!rc)
		return 0;
	return error_set(err, FAIL_IO, "cannot confine the session", "system calls", "ask whoever runs the host", "%s",
			 strerror(-rc));
}

#else

bool filter_there(void)
{
	return false;
}

int filter_shut(struct error *err)
{
	(void)err;
	return 0;
}

#endif
