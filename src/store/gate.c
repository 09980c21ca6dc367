/* SPDX-License-Identifier: MIT */
/*
 * gate.c - the write gate: one writer at a time, in the order they came.
 *
 * SQLite's own waiting is unfair, and its WAL can be corrupted by a commit that
 * meets a checkpoint at the wrong moment (3.7.0 to 3.51.2). An exclusive
 * flock on a file beside the database around every write and every checkpoint
 * cures both. The kernel hands the lock to those who wait in turn and takes it
 * from whoever dies. Waiting ends by a timer of its own, so that alarm() stays
 * free for the program.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/store_private.h"

#define TELL_MS 1000 /* how often waiting is told; each time the place in the queue is lost */

void gate_init(struct gate *g, const char *database)
{
	AUTOBUF path = BUF_INIT;

	buf_addf(&path, "%s.lock", database);
	*g = (struct gate){ .fd = -1, .path = buf_detach(&path, NULL) };
}

void gate_release(struct gate *g)
{
	if (g->fd >= 0)
		close(g->fd);
	free(g->path);
	*g = (struct gate){ .fd = -1 };
}

static int open_lock(struct gate *g, struct error *err)
{
	struct stat st;

	if (g->fd >= 0)
		return 0;
	g->fd = open(g->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (g->fd >= 0 && fstat(g->fd, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	if (g->fd < 0)
		return error_set(err, FAIL_IO, "cannot write", g->path,
				 "check the modes of the folder",
				 "the lock file cannot be opened (%s)", strerror(errno));
	close(g->fd);
	g->fd = -1;
	return error_set(err, FAIL_IO, "cannot write", g->path, "remove it",
			 "the lock file is not a regular file");
}

/* Somebody may have removed the file since it was opened; then the lock on it is worth nothing. */
static bool is_current(const struct gate *g)
{
	struct stat mine, theirs;

	return fstat(g->fd, &mine) == 0 && lstat(g->path, &theirs) == 0 &&
	       mine.st_ino == theirs.st_ino && mine.st_dev == theirs.st_dev;
}

/* Who has the gate, as they wrote into it: "bob (process 12, since ...)". */
static void read_holder(const struct gate *g, char who[192])
{
	ssize_t n = pread(g->fd, who, 191, 0);

	who[n > 0 ? n : 0] = '\0';
	who[strcspn(who, "\n")] = '\0';
	if (!*who)
		snprintf(who, 192, "somebody else");
}

static int busy(const struct gate *g, int wait_ms, struct error *err)
{
	char who[192];

	read_holder(g, who);
	return error_set(err, FAIL_BUSY, "cannot save", NULL,
			 "try again in a moment; nothing was saved",
			 "the database has been busy for %d s: %s is writing", wait_ms / 1000, who);
}

static void tell(const struct gate *g, int64_t since_us)
{
	int seconds = (int)((clock_monotonic_us() - since_us) / 1000000);
	char who[192];

	if (!g->wait || seconds < 1)
		return;
	read_holder(g, who);
	who[strcspn(who, "(")] = '\0';
	if (*who && who[strlen(who) - 1] == ' ')
		who[strlen(who) - 1] = '\0';
	g->wait(g->wait_data, who, seconds);
}

static void wake(int signal_number)
{
	(void)signal_number; /* being interrupted is all that is wanted */
}

/* flock() that gives up after wait_ms. Returns 0 or the error number. */
static int lock_within(const struct gate *g, int wait_ms)
{
	int64_t start = clock_monotonic_us(), deadline = start + (int64_t)wait_ms * 1000;
	/* Without anybody to tell it is not woken before its time. */
	int first_ms = g->wait && wait_ms > TELL_MS ? TELL_MS : wait_ms;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN };
	struct itimerspec every = { .it_value = { first_ms / 1000, first_ms % 1000 * 1000000L + 1 },
				    .it_interval = { TELL_MS / 1000, TELL_MS % 1000 * 1000000L } };
	struct sigaction action = { .sa_handler = wake }, before;
	timer_t timer;
	int failed;

	sigemptyset(&action.sa_mask);
	sigaction(SIGRTMIN, &action, &before);
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) {
		sigaction(SIGRTMIN, &before, NULL);
		return errno;
	}
	timer_settime(timer, 0, &every, NULL);
	while ((failed = flock(g->fd, LOCK_EX) == 0 ? 0 : errno) == EINTR && clock_monotonic_us() < deadline)
		tell(g, start);
	timer_delete(timer);
	/* A signal still on its way must not meet the default action, which ends the process. */
	if (before.sa_handler != SIG_DFL)
		sigaction(SIGRTMIN, &before, NULL);
	return failed;
}

void gate_sign(const struct gate *g, const char *who)
{
	char stamp[CLOCK_STAMP], text[192];
	int len = snprintf(text, sizeof text, "%.96s (process %ld, since %s)\n", who,
			   (long)getpid(), clock_stamp(clock_ms(), stamp));

	/* Only words for those who wait: if it fails, they do without. */
	if (len > 0 && pwrite(g->fd, text, (size_t)len, 0) == len && ftruncate(g->fd, len) != 0)
		return;
}

int gate_take(struct gate *g, const char *who, int wait_ms, struct error *err)
{
	for (;;) {
		int failed = open_lock(g, err);

		if (failed)
			return failed;
		failed = flock(g->fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
		if (failed && wait_ms > 0)
			failed = lock_within(g, wait_ms);
		if (failed)
			return busy(g, wait_ms, err);
		if (is_current(g))
			break;
		close(g->fd);
		g->fd = -1;
	}
	g->held = true;
	gate_sign(g, who);
	return 0;
}

void gate_leave(struct gate *g)
{
	if (g->held)
		flock(g->fd, LOCK_UN);
	g->held = false;
}

bool gate_is_held_by(const struct gate *g, const char *who)
{
	char holder[192];

	if (g->fd < 0)
		return false;
	read_holder(g, holder);
	return strncmp(holder, who, strlen(who)) == 0;
}

void store_on_wait(struct store *s, void (*wait)(void *data, const char *who, int seconds), void *data)
{
	s->gate.wait = wait;
	s->gate.wait_data = data;
}
