/* SPDX-License-Identifier: MIT */
/*
 * pty.c - the process behind a pty: starting, sending, waiting, ending.
 */
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "pty_private.h"

#define OUTPUT_KEPT 65536

static void die(const char *what)
{
	perror(what);
	abort();
}

static void set_window(int fd, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	ioctl(fd, TIOCSWINSZ, &size);
}

/* Default dispositions: what the one who runs the tests ignores is not the program's business. */
static void forget_signals(void)
{
	sigset_t none;

	for (int i = 1; i < 32; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(const char *const argv[], const char *const env[], const char *tty,
			     const struct pty_options *opt)
{
	int fd;

	setsid();
	fd = open(tty, O_RDWR | O_NOCTTY);
	if (fd < 0 || (opt != NULL && opt->folder != NULL && chdir(opt->folder) < 0))
		_exit(126);
	if ((opt == NULL || !opt->detached) && ioctl(fd, TIOCSCTTY, 0) < 0)
		_exit(126);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	forget_signals();
	/* execve() does not write to them; its type is older than const. */
	execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
	_exit(127);
}

struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int cols,
		      const struct pty_options *opt)
{
	struct pty *p = mem_alloc(sizeof(*p));
	char tty[64];

	p->rows = rows;
	p->cols = cols;
	buf_init(&p->output);
	buf_init(&p->escape);
	p->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (p->fd < 0 || grantpt(p->fd) < 0 || unlockpt(p->fd) < 0 ||
	    ptsname_r(p->fd, tty, sizeof(tty)) != 0)
		die("pty");
	set_window(p->fd, rows, cols);
	vscreen_open(p);
	p->pid = fork();
	if (p->pid < 0)
		die("fork");
	if (p->pid == 0)
		become(argv, env, tty, opt);
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	return p;
}

void pty_stop(struct pty *p)
{
	if (p == NULL)
		return;
	if (!p->exited) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
	}
	if (p->fd >= 0)
		close(p->fd);
	vscreen_close(p);
	buf_release(&p->output);
	buf_release(&p->escape);
	free(p);
}

/* ------------------------------------------------ output */

/* Reads "idle;BYTES;ROWS;COLS" behind "ESC ] 7777 ;". */
static bool read_mark(struct pty *p, const char *s)
{
	char *end;

	if (strncmp(s, "idle;", 5) != 0)
		return false;
	p->idle_sent = strtoull(s + 5, &end, 10);
	p->idle_rows = *end == ';' ? (int)strtol(end + 1, &end, 10) : 0;
	p->idle_cols = *end == ';' ? (int)strtol(end + 1, &end, 10) : 0;
	p->marks++;
	return true;
}

/* True if "ESC [ ... m" sets a colour: 30 to 49 and 90 to 107, but not 39 and 49, the terminal's own. */
static bool sets_colour(const char *s)
{
	for (s += 2; *s != '\0'; s += strspn(s, ";:m")) {
		char *end;
		long n = strtol(s, &end, 10);

		if ((n >= 30 && n <= 48 && n != 39) || (n >= 90 && n <= 107))
			return true;
		if (end == s)
			break;
		s = end;
	}
	return false;
}

static void look_at(struct pty *p, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		size_t have = strlen(p->sgr);

		p->high_bytes += (unsigned char)bytes[i] >= 0x80;
		if (bytes[i] == '\033') {
			snprintf(p->sgr, sizeof(p->sgr), "\033");
		} else if (have > 0 && have < sizeof(p->sgr) - 1 && (have > 1 || bytes[i] == '[')) {
			p->sgr[have] = bytes[i];
			p->sgr[have + 1] = '\0';
			p->colours += bytes[i] == 'm' && sets_colour(p->sgr);
			if (have > 1 && strchr("0123456789;:", bytes[i]) == NULL)
				p->sgr[0] = '\0';
		} else {
			p->sgr[0] = '\0';
		}
	}
}

static void pass_on(struct pty *p, const char *bytes, size_t len)
{
	look_at(p, bytes, len);
	p->bytes += len;
	buf_add(&p->output, bytes, len);
	if (p->output.len > 2 * OUTPUT_KEPT)
		buf_splice(&p->output, 0, p->output.len - OUTPUT_KEPT, "", 0);
	vscreen_feed(p, bytes, len);
}

/* Takes idle marks out of the output. */
static void take_output(struct pty *p, const char *bytes, size_t len)
{
	static const char start[] = "\033]7777;";
	size_t start_len = sizeof(start) - 1;

	for (size_t i = 0; i < len; i++) {
		size_t have = p->escape.len;
		bool fits = have < start_len ? bytes[i] == start[have] : have < 100;

		if (!fits && have > 0) {
			pass_on(p, p->escape.s, have);
			buf_clear(&p->escape);
			fits = bytes[i] == start[0];
		}
		if (!fits) {
			size_t n = i;

			while (n < len && bytes[n] != start[0])
				n++;
			pass_on(p, bytes + i, n - i);
			i = n - 1;
			continue;
		}
		buf_addc(&p->escape, bytes[i]);
		if (bytes[i] != '\a')
			continue;
		if (!read_mark(p, p->escape.s + start_len))
			pass_on(p, p->escape.s, p->escape.len);
		buf_clear(&p->escape);
	}
}

/* Reads what there is; false when the other end is closed. */
static bool read_some(struct pty *p)
{
	char bytes[65536];
	ssize_t n = read(p->fd, bytes, sizeof(bytes));

	if (n > 0)
		take_output(p, bytes, (size_t)n);
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void reap(struct pty *p, int flags)
{
	if (!p->exited && waitpid(p->pid, &p->status, flags) == p->pid)
		p->exited = true;
}

static int64_t now_ms(void)
{
	return clock_monotonic_us() / 1000;
}

/* Waits for output until the deadline. False: nothing came, or there will be no more. */
static bool pump(struct pty *p, int64_t deadline)
{
	struct pollfd fd = { .fd = p->held ? -1 : p->fd, .events = POLLIN };
	int64_t left = deadline - now_ms();

	if (p->fd < 0)
		return false;
	if (poll(&fd, 1, left > 0 ? (int)left : 0) <= 0)
		return false;
	if (fd.revents & POLLIN)
		return read_some(p);
	reap(p, WNOHANG); /* hung up: nobody has the terminal open any more */
	return false;
}

/* ------------------------------------------------ in */

void pty_send(struct pty *p, const void *bytes, size_t len)
{
	const char *s = bytes;
	int64_t deadline = now_ms() + PTY_DEADLINE_MS;

	while (len > 0 && p->fd >= 0) {
		struct pollfd fd = { .fd = p->fd, .events = (short)(POLLOUT | (p->held ? 0 : POLLIN)) };
		ssize_t n;

		/* Both ways: a program that waits for us to read does not read either. */
		if (poll(&fd, 1, (int)(deadline - now_ms())) <= 0)
			return;
		if ((fd.revents & POLLIN) && !read_some(p))
			return;
		n = write(p->fd, s, len);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (n > 0) {
			s += n;
			len -= (size_t)n;
			p->sent += (unsigned long long)n;
		}
	}
}

void pty_resize(struct pty *p, int rows, int cols)
{
	p->rows = rows;
	p->cols = cols;
	while (!p->held && pump(p, now_ms()))
		;
	set_window(p->fd, rows, cols);
	vscreen_resize(p, rows, cols);
}

void pty_signal(struct pty *p, int number)
{
	if (!p->exited)
		kill(p->pid, number);
}

void pty_hangup(struct pty *p)
{
	close(p->fd);
	p->fd = -1;
}

void pty_hold(struct pty *p, bool hold)
{
	p->held = hold;
}

void pty_count(struct pty *p)
{
	p->bytes = 0;
	buf_clear(&p->output);
}

/* ------------------------------------------------ wait */

static bool is_settled(const struct pty *p)
{
	return p->marks > 0 && p->idle_sent == p->sent && p->idle_rows == p->rows &&
	       p->idle_cols == p->cols;
}

bool pty_settle(struct pty *p)
{
	int64_t deadline = now_ms() + PTY_DEADLINE_MS;

	while (pump(p, now_ms()))
		;
	while (!is_settled(p))
		if (!pump(p, deadline))
			return false;
	return true;
}

bool pty_wait_output(struct pty *p, int ms)
{
	size_t before = p->bytes;
	int64_t deadline = now_ms() + ms;

	while (p->bytes == before)
		if (!pump(p, deadline))
			return false;
	return true;
}

bool pty_expect(struct pty *p, const char *text, int ms)
{
	int64_t deadline = now_ms() + ms;
	int row, col;

	while (pump(p, now_ms()))
		;
	while (!pty_find(p, text, &row, &col))
		if (!pump(p, deadline))
			return false;
	return true;
}

bool pty_wait_exit(struct pty *p, int ms, int *status)
{
	int64_t deadline = now_ms() + ms;

	/* Closing the pty wakes us; where it is held or gone, look every few milliseconds. */
	while (!p->exited && now_ms() < deadline) {
		reap(p, WNOHANG);
		if (!p->exited && !(p->fd >= 0 && !p->held && pump(p, deadline)))
			poll(NULL, 0, 2);
	}
	if (!p->exited)
		return false;
	while (p->fd >= 0 && !p->held && pump(p, now_ms()))
		;
	*status = WIFSIGNALED(p->status) ? 128 + WTERMSIG(p->status) : WEXITSTATUS(p->status);
	return true;
}
