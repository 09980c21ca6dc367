/* SPDX-License-Identifier: MIT */
/*
 * scan.c - runs a program in a terminal and reads every byte it sends there.
 *
 *	scan [-s] [-k KEYS]... PROGRAM ARGUMENT ...
 *
 * What a screen and a command need is known: text in UTF-8, line ends, cursor and colour
 * sequences, the modes that are switched on and off. Anything else is said and ends with 1: C0 and
 * C1 controls, DEL, other sequences, OSC, DCS and their like, reports, bidi controls, invisible
 * characters, what is not UTF-8. Each KEYS is sent when the program is at rest (it
 * writes idle marks). -s: it is a screen; else carriage movements are line ends alone.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../e2e/pty.h"
#include "base/clock.h"
#include "base/utf8.h"

#define WAIT_MS 20000

static bool screen;
static int faults;
static unsigned long long seen;

static void fault(const char *what, const char *bytes, size_t len)
{
	if (++faults > 10)
		return;
	printf("# %s:", what);
	for (size_t i = 0; i < len && i < 24; i++)
		printf(" %02x", (unsigned char)bytes[i]);
	printf("\n");
}

/* ---- sequences -------------------------------------------------------------------------- */

static bool known_mode(const char *parameters)
{
	static const char *const modes[] = { "?1", "?7", "?12", "?25", "?12;25", "?1049", "?2004", "?1000", "?1006", "4",
					     "?47", "22;0;0", "23;0;0", "?69" };

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcmp(parameters, modes[i]) == 0)
			return true;
	return false;
}

/* ESC [ ... Returns its length; 0: it is not whole. */
static size_t take_csi(const char *s, size_t len)
{
	char parameters[32] = "";
	size_t n = 2;

	while (n < len && n < 30 && (unsigned char)s[n] >= 0x20 && (unsigned char)s[n] < 0x40)
		n++;
	if (n == len)
		return 0;
	memcpy(parameters, s + 2, n - 2);
	bool fits = strchr("hl", s[n]) ? known_mode(parameters)
		  : s[n] == 't' ? known_mode(parameters)
				: strchr("ABCDEFGHJKLMPSTX@bdfmr", s[n]) && !strpbrk(parameters, "?<=> !\"$'*");
	if (!fits || (!screen && s[n] != 'm'))
		fault("sequence", s, n + 1);
	return n + 1;
}

static size_t take_escape(const char *s, size_t len)
{
	static const char mark[] = "\033]7777;idle;";
	const char *end;

	if (len < 2)
		return 0;
	if (s[1] == '[')
		return take_csi(s, len);
	if (screen && strchr("()", s[1]))
		return len < 3 ? 0 : strchr("B0", s[2]) ? 3 : (fault("character set", s, 3), 3);
	if (screen && strchr("=>78M", s[1]))
		return 2;
	if (s[1] == ']' && len < sizeof mark)
		return 0;
	if (s[1] == ']' && memcmp(s, mark, sizeof mark - 1) == 0) {
		end = memchr(s, '\a', len);
		return end ? (size_t)(end - s) + 1 : 0;
	}
	fault("escape", s, len);
	return 2;
}

/* ---- characters --------------------------------------------------------------------------- */

static bool invisible(uint32_t cp)
{
	return (cp >= 0x80 && cp < 0xA0) || cp == 0xAD || cp == 0x61C ||
	       (cp >= 0x200B && cp <= 0x200F && cp != 0x200D) ||
	       (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp & 0xFFFE) == 0xFFFE || (cp >= 0xE0000 && cp <= 0xE0FFF);
}

static size_t take_character(const char *s, size_t len)
{
	unsigned char first = (unsigned char)*s;
	size_t need = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	uint32_t cp;

	if (first < 0x20 || first == 0x7F) {
		/* Screens go back by BS. */
		if (first != '\r' && first != '\n' && first != '\t' && !(screen && first == '\b'))
			fault("control", s, 1);
		return 1;
	}
	if (len < need)
		return 0;
	if (!utf8_valid(s, need, NULL)) {
		fault("not UTF-8", s, need);
		return 1;
	}
	utf8_decode(s, need, &cp);
	if (invisible(cp))
		fault("invisible character", s, need);
	return need;
}

/* Returns what is left over: a sequence or character that is not whole yet. */
static size_t scan(const char *s, size_t len, bool last)
{
	size_t at = 0;

	while (at < len) {
		size_t n = s[at] == '\033' ? take_escape(s + at, len - at) : take_character(s + at, len - at);

		if (!n && !last)
			break;
		if (!n)
			fault("at the end", s + at, len - at);
		at += n ? n : len - at;
	}
	seen += at;
	return len - at;
}

/* ---- the program ----------------------------------------------------------------------------- */

struct run {
	struct pty *p;
	struct buf left;
	unsigned long long marks; /* idle ones */
};

static void count_marks(struct run *r, const char *s, size_t len)
{
	static const char mark[] = "\033]7777;idle;";

	for (const char *at = s; (at = memmem(at, len - (size_t)(at - s), mark, sizeof mark - 1)); at++)
		r->marks++;
}

/* False: it ended. */
static bool read_on(struct run *r, int ms)
{
	struct pollfd fd = { .fd = r->p->fd, .events = POLLIN };
	char bytes[65536];

	if (poll(&fd, 1, ms) <= 0)
		return true;
	ssize_t n = read(r->p->fd, bytes, sizeof bytes);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0)
		return false;
	buf_add(&r->left, bytes, (size_t)n);
	count_marks(r, r->left.s + (r->left.len - (size_t)n > 16 ? r->left.len - (size_t)n - 16 : 0),
		    r->left.len - (r->left.len - (size_t)n > 16 ? r->left.len - (size_t)n - 16 : 0));
	size_t over = scan(r->left.s, r->left.len, false);
	buf_splice(&r->left, 0, r->left.len - over, "", 0);
	return true;
}

/* Until it has been at rest for a moment. */
static bool rest(struct run *r)
{
	unsigned long long before = r->marks;
	int64_t end = clock_monotonic_us() + WAIT_MS * INT64_C(1000);
	struct pollfd fd = { .fd = r->p->fd, .events = POLLIN };

	while (r->marks == before && clock_monotonic_us() < end)
		if (!read_on(r, 100))
			return false;
	while (poll(&fd, 1, 5) > 0)
		if (!read_on(r, 0))
			return false;
	return true;
}

int main(int argc, char **argv)
{
	const char *keys[4096];
	int n = 0, option, status;
	struct run r = { .left = BUF_INIT };
	extern char **environ;

	while ((option = getopt(argc, argv, "+sk:")) != -1) {
		if (option == 's')
			screen = true;
		else if (option == 'k' && n < 4096)
			keys[n++] = optarg;
		else
			return 2;
	}
	if (optind >= argc)
		return 2;
	r.p = pty_start((const char *const *)(argv + optind), (const char *const *)environ, 40, 120, NULL);
	bool there = !n || rest(&r);
	for (int i = 0; i < n && there; i++)
		there = write(r.p->fd, keys[i], strlen(keys[i])) == (ssize_t)strlen(keys[i]) && rest(&r);
	int64_t end = clock_monotonic_us() + WAIT_MS * INT64_C(1000);
	if (n && there)
		kill(r.p->pid, SIGTERM);
	while (clock_monotonic_us() < end && read_on(&r, 200))
		;
	scan(r.left.s, r.left.len, true);
	if (!pty_wait_exit(r.p, WAIT_MS, &status))
		status = 128 + SIGKILL;
	printf("# %llu bytes, %d faults, ended with %d\n", seen, faults, status);
	buf_release(&r.left);
	pty_stop(r.p);
	return faults > 0;
}
