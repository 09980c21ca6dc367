/* SPDX-License-Identifier: MIT */
/*
 * drive.c - how a full-screen program feels: runs it in a pty of our own and
 * measures from outside, so that any program can be compared with any other.
 *
 *	drive [OPTION ...] PROGRAM [ARGUMENT ...]
 *
 *	-s COLSxROWS	of the window (120x40)
 *	-r RUNS		starts of the program (9)
 *	-e TEXT		on the screen when the first frame is there; needed
 *	-k KEYS		pressed before anything is measured: "2 Home"
 *	-d KEY -u KEY	one row down, one row up (Down, Up)
 *	-t ROWS		so many rows down before going up again (10)
 *	-q MS		no more output for so long: what was asked for is done (20)
 *	-i SECONDS	left alone for so long in the last run (5)
 *
 * Prints one line of medians: ms to the first frame, its bytes, ms and bytes of a
 * move of the cursor, of a page, bytes of 200 moves at once, bytes while left
 * alone, KiB of private memory.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../e2e/pty.h"
#include "base/clock.h"
#include "base/key.h"

#define MOVES     20
#define PAGES     4 /* pairs of them */
#define BURST     200
#define RUNS_MOST 101
#define PATIENCE  10000 /* ms until the first frame has to be there */

struct options {
	int rows, cols, runs, turn, quiet_ms, idle_s;
	const char *expect, *keys, *down, *up;
};

struct samples {
	double at[RUNS_MOST * MOVES];
	int n;
};

static struct samples first_ms, first_bytes, move_ms, move_bytes, page_ms, page_bytes, burst_bytes, idle_bytes,
	private_kib;

static void sample(struct samples *s, double value)
{
	s->at[s->n++] = value;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(struct samples *s)
{
	qsort(s->at, (size_t)s->n, sizeof s->at[0], by_size);
	return s->n == 0 ? 0 : s->n % 2 ? s->at[s->n / 2] : (s->at[s->n / 2 - 1] + s->at[s->n / 2]) / 2;
}

static _Noreturn void die(const char *what, const char *which)
{
	fprintf(stderr, "drive: %s: %s\n", what, which);
	exit(1);
}

/* Waits until nothing has come for so long; when the last of it came. */
static int64_t settle(struct pty *p, const struct options *o)
{
	int64_t last = clock_monotonic_us();

	while (pty_wait_output(p, o->quiet_ms))
		last = clock_monotonic_us();
	return last;
}

/* Presses a key and measures all that follows from it. */
static void measure(struct pty *p, const struct options *o, const char *key, struct samples *ms,
		    struct samples *bytes)
{
	int64_t start;

	pty_count(p);
	start = clock_monotonic_us();
	if (!pty_key(p, key))
		die("no such key", key);
	int64_t last = settle(p, o);
	sample(ms, (double)(last - start) / 1000);
	sample(bytes, (double)p->bytes);
}

static void press_all(struct pty *p, const struct options *o)
{
	const char *s = o->keys;

	while (*s) {
		char name[KEY_NAME_MAX];
		size_t len = strcspn(s, " ");

		snprintf(name, sizeof name, "%.*s", (int)len, s);
		if (!pty_key(p, name))
			die("no such key", name);
		settle(p, o);
		s += len + (s[len] == ' ');
	}
}

static double private_memory(pid_t pid)
{
	char path[64], line[256];
	long sum = 0;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	FILE *f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof line, f))
		if (strncmp(line, "Private_Clean:", 14) == 0 || strncmp(line, "Private_Dirty:", 14) == 0)
			sum += strtol(line + 14, NULL, 10);
	fclose(f);
	return (double)sum;
}

static struct pty *start(const struct options *o, char *const argv[])
{
	const char *const *words = (const char *const *)argv;
	int64_t begin = clock_monotonic_us();
	struct pty *p = pty_start(words, (const char *const *)environ, o->rows, o->cols, NULL);

	if (!pty_expect(p, o->expect, PATIENCE)) {
		AUTOBUF screen = BUF_INIT;

		pty_screen(p, &screen);
		fprintf(stderr, "%s", screen.s);
		die("not on the screen", o->expect);
	}
	int64_t last = clock_monotonic_us(), more = settle(p, o);
	/* What comes after the last row of the frame still belongs to it. */
	sample(&first_ms, (double)((more > last ? more : last) - begin) / 1000);
	sample(&first_bytes, (double)p->bytes);
	return p;
}

/* Two pages one way: the one that scrolls, which in some programs the first need not. */
static void measure_page(struct pty *p, const struct options *o, const char *key)
{
	struct samples ms = { .n = 0 }, bytes = { .n = 0 };

	measure(p, o, key, &ms, &bytes);
	measure(p, o, key, &ms, &bytes);
	int more = bytes.at[1] > bytes.at[0];

	sample(&page_ms, ms.at[more]);
	sample(&page_bytes, bytes.at[more]);
}

/* Down and up again in turns; pages; then Down as a key that is held. */
static void move_about(struct pty *p, const struct options *o)
{
	for (int i = 0; i < MOVES; i++)
		measure(p, o, i / o->turn % 2 ? o->up : o->down, &move_ms, &move_bytes);
	for (int i = 0; i < PAGES; i++)
		measure_page(p, o, i % 2 ? "PgUp" : "PgDn");
	pty_count(p);
	for (int i = 0; i < BURST; i++)
		pty_key(p, o->down);
	settle(p, o);
	sample(&burst_bytes, (double)p->bytes);
}

static void leave_alone(struct pty *p, const struct options *o)
{
	int64_t end = clock_monotonic_us() + (int64_t)o->idle_s * 1000000;

	settle(p, o);
	pty_count(p);
	for (int64_t now = clock_monotonic_us(); now < end; now = clock_monotonic_us())
		pty_wait_output(p, (int)((end - now) / 1000) + 1);
	sample(&idle_bytes, (double)p->bytes);
}

static void run(const struct options *o, char *const argv[], bool last)
{
	struct pty *p = start(o, argv);

	press_all(p, o);
	move_about(p, o);
	sample(&private_kib, private_memory(p->pid));
	if (last)
		leave_alone(p, o);
	pty_stop(p);
}

static int number(const char *text)
{
	long n = strtol(text, NULL, 10);

	if (n < 1 || n > 10000)
		die("not a number", text);
	return (int)n;
}

static void read_size(struct options *o, const char *text)
{
	const char *x = strchr(text, 'x');

	if (!x)
		die("not a size", text);
	o->cols = number(text);
	o->rows = number(x + 1);
}

static void read_options(struct options *o, int argc, char *const argv[])
{
	int c;

	while ((c = getopt(argc, argv, "+s:r:e:k:d:u:t:q:i:")) != -1) {
		switch (c) {
		case 's': read_size(o, optarg); break;
		case 'r': o->runs = number(optarg); break;
		case 'e': o->expect = optarg; break;
		case 'k': o->keys = optarg; break;
		case 'd': o->down = optarg; break;
		case 'u': o->up = optarg; break;
		case 't': o->turn = number(optarg); break;
		case 'q': o->quiet_ms = number(optarg); break;
		case 'i': o->idle_s = number(optarg); break;
		default: exit(2);
		}
	}
	if (!o->expect || optind >= argc || o->runs > RUNS_MOST)
		die("usage", "drive -e TEXT [OPTION ...] PROGRAM [ARGUMENT ...]");
}

int main(int argc, char **argv)
{
	struct options o = { .rows = 40, .cols = 120, .runs = 9, .turn = 10, .quiet_ms = 20, .idle_s = 5, .keys = "",
			     .down = "Down", .up = "Up" };

	read_options(&o, argc, argv);
	for (int i = 0; i < o.runs; i++)
		run(&o, argv + optind, i == o.runs - 1);
	printf("%.2f %.0f %.2f %.0f %.2f %.0f %.0f %.0f %.0f\n", median(&first_ms), median(&first_bytes),
	       median(&move_ms), median(&move_bytes), median(&page_ms), median(&page_bytes), median(&burst_bytes),
	       median(&idle_bytes), median(&private_kib));
	return 0;
}
