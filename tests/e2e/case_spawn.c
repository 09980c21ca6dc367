/* SPDX-License-Identifier: MIT */
/*
 * case_spawn.c - a program without a terminal: its input from a file, its
 * output into buffers.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "case.h"

#define RUN_DEADLINE_MS 60000

static int input_file(struct test_case *c)
{
	char path[] = "/tmp/case-input.XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return -1;
	unlink(path);
	if (write(fd, c->input.s, c->input.len) != (ssize_t)c->input.len || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static _Noreturn void become(struct test_case *c, char *const argv[], int in, int out, int err)
{
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(c->tmp) < 0)
		_exit(126);
	execve(argv[0], argv, c->env);
	_exit(127);
}

/* Moves what there is to read; false at its end. */
static bool move(int fd, struct buf *dst)
{
	char bytes[65536];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n > 0)
		buf_add(dst, bytes, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

static bool collect(struct test_case *c, int out, int err)
{
	struct pollfd fds[] = { { .fd = out, .events = POLLIN }, { .fd = err, .events = POLLIN } };
	int64_t deadline = clock_monotonic_us() / 1000 + RUN_DEADLINE_MS;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		int64_t left = deadline - clock_monotonic_us() / 1000;

		if (left <= 0 || poll(fds, 2, (int)left) <= 0)
			return false;
		if (fds[0].revents && !move(out, &c->out))
			fds[0].fd = -1;
		if (fds[1].revents && !move(err, &c->err))
			fds[1].fd = -1;
	}
	return true;
}

bool case_spawn(struct test_case *c, char *const argv[], int *status)
{
	int out[2], err[2], in = input_file(c);
	bool ended;
	pid_t pid;

	buf_clear(&c->input);
	buf_clear(&c->out);
	buf_clear(&c->err);
	if (in < 0 || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0)
		return case_fail(c, "no pipe");
	pid = fork();
	if (pid < 0)
		return case_fail(c, "no process");
	if (pid == 0)
		become(c, argv, in, out[1], err[1]);
	close(in);
	close(out[1]);
	close(err[1]);
	ended = collect(c, out[0], err[0]);
	close(out[0]);
	close(err[0]);
	if (!ended)
		kill(pid, SIGKILL);
	waitpid(pid, status, 0);
	*status = WIFSIGNALED(*status) ? 128 + WTERMSIG(*status) : WEXITSTATUS(*status);
	return ended || case_fail(c, "%s did not end in time", argv[0]);
}
