/* SPDX-License-Identifier: MIT */
/*
 * signal.c - signals, and the end of a process that crashed or is stuck.
 *
 * A handler sets a flag and writes to a pipe that the loop polls. Those that
 * ask us to leave also start an alarm: curses cannot be interrupted while it
 * writes, so a terminal that stopped reading would keep us for ever. A crash
 * writes one constant and restores the modes; it can rely on nothing else.
 */
#include "term/private.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

#define GRACE_SECONDS 3

#define RESET_BYTES                                                                          \
	"\033[?2004l\033[?1000l\033[?1006l\033[?25h\033[0m\033(B\033[?1049l\r\n"
#define CRASH_BYTES RESET_BYTES "closeout stopped; your text is kept\r\n"

static struct {
	struct termios modes;
	int pipe[2];
	bool open;
	volatile sig_atomic_t any;     /* set before the pipe is written to */
	volatile sig_atomic_t seen[NSIG];
	volatile sig_atomic_t leaving; /* the signal that asked us to */
	volatile sig_atomic_t restored;
	char stack[32768];             /* of the crash handlers: ours may be what overflowed */
} sig;

static void on_alarm(int number)
{
	(void)number;
	tcsetattr(TERM_IN, TCSANOW, &sig.modes);
	_exit(sig.leaving ? 128 + (int)sig.leaving : 128 + SIGALRM);
}

static void on_signal(int number)
{
	int saved = errno;

	sig.seen[number] = 1;
	sig.any = 1;
	if (number == SIGHUP || number == SIGTERM || number == SIGINT) {
		if (!sig.leaving)
			sig.leaving = number;
		alarm(GRACE_SECONDS);
	}
	/* A full pipe is as good as one more byte in it. */
	if (write(sig.pipe[1], "", 1) < 0)
		errno = saved;
	errno = saved;
}

static void restore_terminal(const char *bytes, size_t len)
{
	if (sig.restored)
		return;
	sig.restored = 1;
	while (len > 0) {
		ssize_t n = write(TERM_OUT, bytes, len);

		if (n < 0 && errno != EINTR)
			break;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	tcsetattr(TERM_IN, TCSANOW, &sig.modes);
}

static void on_crash(int number)
{
	alarm(GRACE_SECONDS); /* should the terminal not take the bytes */
	restore_terminal(CRASH_BYTES, sizeof(CRASH_BYTES) - 1);
	raise(number);        /* SA_RESETHAND has put the default back */
}

static void on_exhausted(void)
{
	restore_terminal(RESET_BYTES, sizeof(RESET_BYTES) - 1);
}

static const struct disposition {
	int number;
	void (*handler)(int);
	int flags;
} dispositions[] = {
	{ SIGHUP, on_signal, SA_RESTART },
	{ SIGTERM, on_signal, SA_RESTART },
	{ SIGINT, on_signal, SA_RESTART },
	{ SIGWINCH, on_signal, SA_RESTART },
	{ SIGCONT, on_signal, SA_RESTART },
	{ SIGALRM, on_alarm, SA_RESTART },
	{ SIGTSTP, SIG_IGN, 0 },
	{ SIGQUIT, SIG_IGN, 0 },
	{ SIGPIPE, SIG_IGN, 0 },
	{ SIGSEGV, on_crash, SA_RESETHAND | SA_ONSTACK },
	{ SIGBUS, on_crash, SA_RESETHAND | SA_ONSTACK },
	{ SIGFPE, on_crash, SA_RESETHAND | SA_ONSTACK },
	{ SIGILL, on_crash, SA_RESETHAND | SA_ONSTACK },
	{ SIGABRT, on_crash, SA_RESETHAND | SA_ONSTACK },
};

#define DISPOSITIONS (sizeof(dispositions) / sizeof(dispositions[0]))

static struct sigaction before[DISPOSITIONS];

static void set_disposition(const struct disposition *d, struct sigaction *old)
{
	struct sigaction action = { .sa_handler = d->handler, .sa_flags = d->flags };

	sigemptyset(&action.sa_mask);
	sigaction(d->number, &action, old);
}

int signals_open(const struct termios *modes, struct error *err)
{
	stack_t stack = { .ss_sp = sig.stack, .ss_size = sizeof(sig.stack) };

	if (pipe2(sig.pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return error_set(err, FAIL_IO, "cannot open the screen", "pipe", NULL, "%s",
				 strerror(errno));
	sig.modes = *modes;
	sig.any = 0;
	for (int i = 0; i < NSIG; i++)
		sig.seen[i] = 0;
	sig.leaving = 0;
	sig.restored = 0;
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < DISPOSITIONS; i++)
		set_disposition(&dispositions[i], &before[i]);
	mem_on_exhausted(on_exhausted);
	sig.open = true;
	return 0;
}

void signals_close(void)
{
	stack_t none = { .ss_flags = SS_DISABLE };

	if (!sig.open)
		return;
	for (size_t i = 0; i < DISPOSITIONS; i++)
		/* Asked to leave, the alarm stays on: the rest must not take long either. */
		if (!sig.leaving || dispositions[i].handler == on_crash)
			sigaction(dispositions[i].number, &before[i], NULL);
	mem_on_exhausted(NULL);
	sigaltstack(&none, NULL);
	sig.open = false;
	if (!sig.leaving) {
		close(sig.pipe[0]);
		close(sig.pipe[1]);
	}
}

int signals_fd(void)
{
	return sig.pipe[0];
}

static unsigned take(int number, unsigned bit)
{
	if (!sig.seen[number])
		return 0;
	sig.seen[number] = 0;
	return bit;
}

/* The pipe first: a signal that comes between leaves a byte, and we are woken once too often. */
unsigned signals_take(void)
{
	unsigned seen;
	char bytes[64];

	if (!sig.any)
		return 0;
	sig.any = 0;
	while (read(sig.pipe[0], bytes, sizeof(bytes)) == (ssize_t)sizeof(bytes))
		;
	seen = take(SIGHUP, SIGNAL_HANGUP);
	seen |= take(SIGTERM, SIGNAL_TERMINATE) | take(SIGINT, SIGNAL_TERMINATE);
	return seen | take(SIGWINCH, SIGNAL_RESIZE) | take(SIGCONT, SIGNAL_CONTINUE);
}

void signals_deadline(void)
{
	if (!sig.leaving)
		sig.leaving = SIGHUP;
	alarm(GRACE_SECONDS);
}

void signals_stop(void)
{
	struct disposition stop = { SIGTSTP, SIG_DFL, 0 };

	set_disposition(&stop, NULL);
	kill(0, SIGTSTP);
	stop.handler = SIG_IGN;
	set_disposition(&stop, NULL);
}
