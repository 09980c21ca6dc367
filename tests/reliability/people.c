/* SPDX-License-Identifier: MIT */
/*
 * people.c - many people at once, each in a terminal of their own, through whatever command lets
 * them in (ssh), and what becomes of them.
 *
 *	people run N SECONDS COMMAND ...	work at a person's pace; key to screen, memory
 *	people crowd N DRAFTS COMMAND ...	all commands killed at once; what is left after it
 *	people cuts N DRAFTS COMMAND ...	one after the other cut off while typing; what is lost
 *
 * "%d" in a word of COMMAND is the number of the person, from 1. DRAFTS is the folder with one of
 * drafts for each person, pN. Each has a report called PEOPLE-13-N. Runs as root: it looks into drafts
 * and at processes of the service. Lines of "name=number" come out.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "people_look.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"

#define PEOPLE_MAX  256
#define TIMES_MAX   4000000
#define START_MS    120000
#define KEY_MS      10000
#define TYPED_MAX   60

struct person {
	int number;
	pid_t pid;
	int fd;
	struct buf out;      /* the newest of what came */
	int64_t sent_us;     /* a key whose answer is waited for; 0: none */
	int64_t next_us;     /* when the next key is due */
	int step, keys;      /* where in what one does */
	int saves;
	bool ready, gone;
};

static char *const *command;
static int n_command;

/* ---- in and out ------------------------------------------------------------------------------ */

static uint32_t chance(uint32_t n)
{
	static uint64_t seed = UINT64_C(88172645463325252);

	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 11) % n);
}

static _Noreturn void become(const struct person *p, const char *tty)
{
	char *argv[64];
	int n = 0;

	setsid();
	int fd = open(tty, O_RDWR);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	for (; n < n_command && n < 63; n++) {
		const char *at = strstr(command[n], "%d");
		char word[1024];

		argv[n] = command[n];
		if (!at)
			continue;
		snprintf(word, sizeof word, "%.*s%d%s", (int)(at - command[n]), command[n], p->number, at + 2);
		argv[n] = mem_strdup(word);
	}
	argv[n] = NULL;
	for (int i = 3; i < 1024; i++)
		close(i);
	execv(argv[0], argv);
	_exit(127);
}

static void come_in(struct person *p, int number)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	char tty[64];

	*p = (struct person){ .number = number, .fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) };
	buf_init(&p->out);
	if (p->fd < 0 || grantpt(p->fd) < 0 || unlockpt(p->fd) < 0 || ptsname_r(p->fd, tty, sizeof tty) != 0) {
		perror("pty");
		exit(1);
	}
	ioctl(p->fd, TIOCSWINSZ, &size);
	p->pid = fork();
	if (p->pid == 0)
		become(p, tty);
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
}

/* True: something came. */
static bool take(struct person *p)
{
	char bytes[16384];
	ssize_t n = read(p->fd, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		p->gone = true;
		return false;
	}
	buf_add(&p->out, bytes, (size_t)n);
	if (p->out.len > 65536)
		buf_splice(&p->out, 0, p->out.len - 16384, "", 0);
	return true;
}

static bool shows(const struct person *p, const char *text)
{
	return memmem(p->out.s, p->out.len, text, strlen(text)) != NULL;
}

static bool wait_for(struct person *p, const char *text, int ms)
{
	int64_t end = clock_monotonic_us() + ms * INT64_C(1000);

	while (!shows(p, text) && !p->gone && clock_monotonic_us() < end) {
		struct pollfd fd = { .fd = p->fd, .events = POLLIN };

		poll(&fd, 1, 50);
		take(p);
	}
	return shows(p, text);
}

static void send_bytes(struct person *p, const char *bytes)
{
	if (write(p->fd, bytes, strlen(bytes)) < 0 && errno != EAGAIN)
		p->gone = true;
}

static void quiet(struct person *p, int ms)
{
	struct pollfd fd = { .fd = p->fd, .events = POLLIN };

	while (!p->gone && poll(&fd, 1, ms) > 0)
		take(p);
}

static void leave(struct person *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	close(p->fd);
	buf_release(&p->out);
}

/* ---- crowd and cuts ----------------------------------------------------------------------------- */

/* To the title of one's own report. */
static bool open_title(struct person *p)
{
	char filter[32];

	if (!wait_for(p, "Reports", START_MS))
		return false;
	quiet(p, 150);
	send_bytes(p, "1");
	quiet(p, 150);
	snprintf(filter, sizeof filter, "/number:PEOPLE-13-%d\r", p->number);
	send_bytes(p, filter);
	quiet(p, 200);
	send_bytes(p, "e");
	if (!wait_for(p, "Edit PEOPLE-13-", KEY_MS))
		return false;
	quiet(p, 150);
	send_bytes(p, "\t");
	quiet(p, 150);
	return true;
}

static int crowd(int n, const char *drafts)
{
	static struct person people[PEOPLE_MAX];
	char text[400];
	pid_t pid;
	int opened = 0, kept = 0, left;

	for (int i = 0; i < n; i++) {
		come_in(&people[i], i + 1);
		if (i % 4 == 3)
			quiet(&people[i], 100);
	}
	for (int i = 0; i < n; i++)
		opened += open_title(&people[i]);
	for (int i = 0; i < n; i++)
		send_bytes(&people[i], "half a title");
	for (int i = 0; i < n; i++)
		quiet(&people[i], 200);
	printf("opened=%d\nsessions=%d\n", opened, sessions(NULL));
	int64_t start = clock_monotonic_us();
	for (int i = 0; i < n; i++)
		kill(people[i].pid, SIGKILL);
	while ((left = sessions(NULL)) > 0 && clock_monotonic_us() - start < 20000000)
		poll(NULL, 0, 20);
	printf("left=%d\ngone_ms=%lld\n", left, (long long)((clock_monotonic_us() - start) / 1000));
	for (int i = 0; i < n; i++) {
		leave(&people[i]);
		kept += read_draft(drafts, i + 1, text, sizeof text, &pid) && strcmp(text, "half a title") == 0;
		clear_drafts(drafts, i + 1);
	}
	printf("kept=%d\n", kept);
	return 0;
}

enum way { WAY_CLIENT, WAY_PROGRAM, WAY_SSHD, WAY_TERM, WAY_CLOSED, WAY_HUP, WAYS };

static void cut(struct person *p, enum way way, pid_t program)
{
	static const int signals[] = { [WAY_PROGRAM] = SIGKILL, [WAY_TERM] = SIGTERM, [WAY_HUP] = SIGHUP };

	if (way == WAY_CLIENT)
		kill(p->pid, SIGKILL);
	else if (way == WAY_CLOSED)
		close(p->fd);
	else
		kill(way == WAY_SSHD ? parent_of(program) : program, way == WAY_SSHD ? SIGKILL : signals[way]);
	if (way == WAY_CLOSED)
		p->fd = open("/dev/null", O_RDWR | O_CLOEXEC);
}

/* How old the oldest key is that was lost, in ms; -1: none; -2: it did not come so far. */
static int64_t type_and_cut(int number, enum way way, const char *drafts)
{
	int64_t sent[TYPED_MAX], now, age;
	int keys = 30 + (int)chance(TYPED_MAX - 30);
	struct person p;
	char text[400] = "";
	pid_t program = 0, other;

	clear_drafts(drafts, number);
	come_in(&p, number);
	bool opened = open_title(&p);
	for (int i = 0; i < keys && opened; i++) {
		char key[2] = { (char)('a' + i % 26), 0 };

		send_bytes(&p, key);
		sent[i] = clock_monotonic_us();
		poll(NULL, 0, 20 + (int)chance(40));
		take(&p);
		if (i == 5)
			read_draft(drafts, number, text, sizeof text, &program);
	}
	if (!opened || program <= 1) {
		leave(&p);
		return -2;
	}
	now = clock_monotonic_us();
	cut(&p, way, program);
	for (int tries = 0; tries < 1500 && kill(program, 0) == 0; tries++)
		poll(NULL, 0, 10);
	leave(&p);
	if (!read_draft(drafts, number, text, sizeof text, &other))
		text[0] = '\0';
	size_t kept = strlen(text);
	age = kept >= (size_t)keys ? -1 : (now - sent[kept]) / 1000;
	clear_drafts(drafts, number);
	return age;
}

#define WORKERS 6

static int cuts(int n, const char *drafts)
{
	int ends[2], done = 0, lost = 0, failed = 0;
	int64_t worst = -1, age;

	if (pipe(ends) != 0)
		return 1;
	for (int w = 0; w < WORKERS; w++) {
		if (fork() > 0)
			continue;
		for (int i = 0; i < w * 5; i++)
			chance(2);
		for (int i = w; i < n; i += WORKERS) {
			age = type_and_cut(w + 1, (enum way)(i / WORKERS % WAYS), drafts);
			if (write(ends[1], &age, sizeof age) != sizeof age)
				_exit(1);
		}
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], &age, sizeof age) == sizeof age) {
		done++;
		failed += age == -2;
		lost += age >= 1000;
		worst = age > worst ? age : worst;
	}
	while (wait(NULL) > 0)
		;
	printf("cuts=%d\nfailed=%d\nlost=%d\nworst_ms=%lld\n", done, failed, lost, (long long)(worst < 0 ? 0 : worst));
	return 0;
}

/* ---- at a person's pace ----------------------------------------------------------------------------- */

static int32_t *times;
static size_t n_times, errors;

static void think(struct person *p, int low_ms, int high_ms)
{
	p->next_us = clock_monotonic_us() + (low_ms + (int)chance((uint32_t)(high_ms - low_ms))) * INT64_C(1000);
}

/*
 * What one does, round and round: look through the list, find one's report, change its title, save,
 * leave the filter. A key each call; what it is goes out, and its answer is waited for.
 */
static void next_key(struct person *p)
{
	char text[64];
	const char *key = "";
	char one[2] = "";
	bool last = false;

	switch (p->step) {
	case 0:
		key = p->keys % 2 ? "\033[A" : "\033[B";
		last = p->keys == 11;
		break;
	case 1:
		snprintf(text, sizeof text, "/number:PEOPLE-13-%d\r", p->number);
		one[0] = text[p->keys];
		key = one;
		last = !text[p->keys + 1];
		break;
	case 2:
		key = p->keys ? "\t" : "e";
		last = p->keys == 1;
		break;
	case 3:
		snprintf(text, sizeof text, "Title %d of %d\x13", p->saves + 1, p->number);
		one[0] = text[p->keys];
		key = one;
		last = !text[p->keys + 1];
		p->saves += last;
		break;
	default:
		key = "\033";
		last = true;
	}
	p->sent_us = clock_monotonic_us();
	send_bytes(p, key);
	p->keys = last ? 0 : p->keys + 1;
	p->step = last ? (p->step + 1) % 5 : p->step;
	if (last)
		think(p, 800, 4000);
	else
		think(p, 120, 400);
}

static void note(struct person *p, int64_t now)
{
	if (!p->sent_us)
		return;
	if (n_times < TIMES_MAX)
		times[n_times++] = (int32_t)(now - p->sent_us);
	p->sent_us = 0;
}

static int by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return x < y ? -1 : x > y;
}

static void work(struct person *people, int n, int64_t end)
{
	static struct pollfd fds[PEOPLE_MAX];

	for (;;) {
		int64_t now = clock_monotonic_us();
		bool busy = false;

		for (int i = 0; i < n; i++) {
			struct person *p = &people[i];

			fds[i] = (struct pollfd){ .fd = p->gone ? -1 : p->fd, .events = POLLIN };
			if (p->gone)
				continue;
			/* A round that was begun is ended, so that each save is one. */
			bool more = now < end || p->step || p->keys;
			busy |= more;
			if (p->sent_us && now - p->sent_us > KEY_MS * INT64_C(1000)) {
				errors++;
				p->sent_us = 0;
			}
			if (!p->sent_us && more && now >= p->next_us)
				next_key(p);
		}
		if (!busy)
			return;
		if (poll(fds, (nfds_t)n, 5) <= 0)
			continue;
		now = clock_monotonic_us();
		for (int i = 0; i < n; i++)
			if (fds[i].revents && take(&people[i]))
				note(&people[i], now);
	}
}

static int run(int n, int seconds)
{
	static struct person people[PEOPLE_MAX];
	int64_t start = clock_monotonic_us();
	long most = 0, saves = 0;
	int there = 0, gone = 0;

	times = mem_alloc(TIMES_MAX * sizeof *times);
	for (int i = 0; i < n; i++) {
		come_in(&people[i], i + 1);
		quiet(&people[i], 50);
	}
	for (int i = 0; i < n; i++) {
		there += wait_for(&people[i], "Reports", START_MS);
		quiet(&people[i], 50);
		send_bytes(&people[i], "1");
		quiet(&people[i], 100);
		think(&people[i], 0, 3000);
	}
	printf("there=%d\nup_ms=%lld\n", there, (long long)((clock_monotonic_us() - start) / 1000));
	work(people, n, clock_monotonic_us() + seconds * INT64_C(1000000));
	int left = sessions(&most);
	for (int i = 0; i < n; i++) {
		gone += people[i].gone;
		saves += people[i].saves;
		quiet(&people[i], 100);
	}
	qsort(times, n_times, sizeof *times, by_size);
	printf("sessions=%d\ngone=%d\nerrors=%zu\nsaves=%ld\nkeys=%zu\nprivate_kib=%ld\n", left, gone, errors, saves, n_times,
	       most);
	if (n_times)
		printf("p50_us=%d\np99_us=%d\nmax_us=%d\n", times[n_times / 2], times[n_times * 99 / 100], times[n_times - 1]);
	for (int i = 0; i < n; i++)
		send_bytes(&people[i], "Q");
	for (int i = 0; i < n; i++)
		wait_for(&people[i], "\033[?1049l", 2000);
	for (int i = 0; i < n; i++)
		leave(&people[i]);
	free(times);
	return 0;
}

int main(int argc, char **argv)
{
	int n = argc > 4 ? (int)strtol(argv[2], NULL, 10) : 0;

	if (n < 1 || n > 100000)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	command = argv + 4;
	n_command = argc - 4;
	if (strcmp(argv[1], "cuts") == 0)
		return cuts(n, argv[3]);
	if (n > PEOPLE_MAX)
		return 2;
	if (strcmp(argv[1], "crowd") == 0)
		return crowd(n, argv[3]);
	return strcmp(argv[1], "run") == 0 ? run(n, (int)strtol(argv[3], NULL, 10)) : 2;
}
