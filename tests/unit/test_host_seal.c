/* SPDX-License-Identifier: MIT */
/* test_host_seal.c - what a process cannot do any more once a session is shut in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/host_private.h"

static char folder[256], inside[300], outside[300];

static int of(long result)
{
	return result < 0 ? errno : 0;
}

static int try_exec(void)
{
	char *argv[] = { NULL };

	return of(syscall(SYS_execve, "/bin/true", argv, argv));
}

static int try_execveat(void)
{
	char *argv[] = { NULL };

	return of(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, argv, 0));
}

static int try_fork(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return of(child);
}

static int try_clone3(void)
{
	return of(syscall(SYS_clone3, NULL, 0));
}

static int try_socket(void)
{
	return of(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_unix_socket(void)
{
	return of(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int try_ptrace(void)
{
	return of(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int try_kill(void)
{
	return of(kill(getppid(), 0));
}

static int try_typing(void)
{
	return of(ioctl(0, TIOCSTI, "x"));
}

static int try_limits(void)
{
	struct rlimit core = { 0, 0 };

	return of(setrlimit(RLIMIT_CORE, &core));
}

static int try_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

static int try_code_later(void)
{
	static char page[8192] __attribute__((aligned(4096)));

	return of(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int try_namespace(void)
{
	return of(unshare(CLONE_NEWUSER));
}

static int try_prctl(void)
{
	return of(prctl(PR_SET_NAME, "x"));
}

static int try_chroot(void)
{
	return of(chroot("/"));
}

static int try_outside(void)
{
	return of(open(outside, O_RDONLY));
}

static int try_making_outside(void)
{
	return of(open("/tmp/closeout-seal", O_WRONLY | O_CREAT | O_EXCL, 0600));
}

static int try_listing(void)
{
	return of(open("/", O_RDONLY | O_DIRECTORY));
}

/* ---- what still works */

static int try_inside(void)
{
	int fd = open(inside, O_RDWR | O_CREAT, 0600);

	return of(fd) ? of(fd) : of(pwrite(fd, "x", 1, 0)) ? of(-1) : of(unlink(inside));
}

static int try_timer(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_NONE };
	timer_t timer;

	return of(timer_create(CLOCK_MONOTONIC, &event, &timer));
}

static int try_memory(void)
{
	char *p = malloc(4 << 20);

	if (p)
		memset(p, 1, 4 << 20);
	free(p);
	return p ? 0 : ENOMEM;
}

static int try_raise(void)
{
	signal(SIGUSR1, SIG_IGN);
	return of(raise(SIGUSR1));
}

/* ---- in a process of its own */

static int in_child(int (*attempt)(void), bool shut)
{
	struct error err = ERROR_INIT;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (shut && (landlock_shut(folder, &err) != 0 || filter_shut(&err) != 0))
			_exit(254);
		_exit(attempt());
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), 254);
	return WEXITSTATUS(status);
}

static int begin(void **state)
{
	const char *tmp = getenv("TMPDIR");
	int fd;

	(void)state;
	snprintf(folder, sizeof folder, "%s/seal.XXXXXX", tmp ? tmp : "/tmp");
	snprintf(outside, sizeof outside, "%s/outside.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	fd = mkstemp(outside);
	if (fd < 0)
		return -1;
	close(fd);
	snprintf(inside, sizeof inside, "%s/file", folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	unlink(outside);
	rmdir(folder);
	return 0;
}

static void seal__refuses_system_calls(void **state)
{
	static const struct {
		const char *name;
		int (*attempt)(void);
		int want;
		bool control; /* works where nothing is shut */
	} refused[] = {
		{ "execve", try_exec, EPERM, true },	   { "execveat", try_execveat, EPERM, true },
		{ "fork", try_fork, EPERM, true },	   { "clone3", try_clone3, ENOSYS, false },
		{ "socket", try_socket, EPERM, true },	   { "unix socket", try_unix_socket, EPERM, true },
		{ "ptrace", try_ptrace, EPERM, true },	   { "kill", try_kill, EPERM, true },
		{ "TIOCSTI", try_typing, EPERM, false },   { "setrlimit", try_limits, EPERM, true },
		{ "code", try_code, EPERM, false },	   { "code later", try_code_later, EPERM, false },
		{ "unshare", try_namespace, EPERM, false }, { "prctl", try_prctl, EPERM, true },
		{ "chroot", try_chroot, EPERM, false },
	};

	(void)state;
	if (!filter_there())
		skip();
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		int got = in_child(refused[i].attempt, true);

		if (got != refused[i].want)
			fail_msg("%s: %s", refused[i].name, strerror(got));
		if (refused[i].control && (got = in_child(refused[i].attempt, false)) != 0)
			fail_msg("the control of %s: %s", refused[i].name, strerror(got));
	}
}

static void seal__refuses_other_files(void **state)
{
	(void)state;
	if (!landlock_there())
		skip();
	assert_int_equal(in_child(try_outside, true), EACCES);
	assert_int_equal(in_child(try_making_outside, true), EACCES);
	assert_int_equal(in_child(try_listing, true), EACCES);
	assert_int_equal(in_child(try_outside, false), 0);
	assert_int_equal(in_child(try_listing, false), 0);
}

static void seal__leaves_what_a_session_needs(void **state)
{
	(void)state;
	assert_int_equal(in_child(try_inside, true), 0);
	assert_int_equal(in_child(try_timer, true), 0);
	assert_int_equal(in_child(try_memory, true), 0);
	assert_int_equal(in_child(try_raise, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seal__refuses_system_calls),
		cmocka_unit_test(seal__refuses_other_files),
		cmocka_unit_test(seal__leaves_what_a_session_needs),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
