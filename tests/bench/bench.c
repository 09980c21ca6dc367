/* SPDX-License-Identifier: MIT */
/*
 * bench.c - what a person waits for, measured in a terminal of our own.
 *
 *	bench NAME ROUNDS FIRST LAST KEYS END DOWN PAGE FILTER SAVE -- PROGRAM ARGUMENT...
 *
 * starts the program ROUNDS times at 120x40 and prints one line of figures:
 * exec until FIRST is on the screen; exec until LAST is, after KEYS and END
 * were sent (LAST of several texts, parted by "|": all of them at once); a step down, a page
 * down: time until its last byte, and bytes; 200 steps at once; a step down while the list is
 * still being read; each word of FILTER (parted by commas) typed at once: until its
 * echo, until its first rows, and until the last byte it causes; a step down and Ctrl-C pressed when
 * the echo is there, while its rows are looked for; with SAVE, the keys from a row to a changed
 * field and the key that saves it (parted by a comma): until the last byte, beside a bare
 * write and fdatasync in the same folder; private memory, also after a filter; processor
 * time, wake-ups and bytes of an idle second. Times are minimum, median and maximum.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "../e2e/pty.h"

#define ROWS       40
#define COLS       120
#define QUIET_MS   60 /* no output for so long: the program has said what it had to */
#define PATIENCE   30000
#define AGAIN_MS   250
#define STEPS      30 /* keys a figure is taken from */
#define BURST      200
#define FILTERS    3
#define SAVES      10
#define IDLE_S     10
#define LONG_QUIET_MS 700 /* the same, after something that takes long */
#define ROUNDS_MAX 50

struct series {
	double at[ROUNDS_MAX * STEPS];
	int n;
};

struct keys {
	const char *first, *last, *before, *end, *down, *page, *filter, *save;
};

struct figures {
	struct series first, all, reading, down, down_bytes, page, page_bytes, save, floor;
	double burst_bytes, private_mib, filtered_mib, idle_bytes, idle_cpu_ms, idle_wakes;
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void add(struct series *s, double value)
{
	if (s->n < ROUNDS_MAX * STEPS)
		s->at[s->n++] = value;
}

static void print_series(const char *name, struct series *s, const char *format)
{
	printf("  %-24s", name);
	if (!s->n) {
		puts("-");
		return;
	}
	qsort(s->at, (size_t)s->n, sizeof *s->at, by_size);
	const double three[] = { s->at[0], s->at[s->n / 2], s->at[s->n - 1] };
	for (int i = 0; i < 3; i++) {
		printf("%s", i ? " / " : "");
		/* One of the two formats this file gives. */
		if (strcmp(format, "ms") == 0)
			printf("%.2f", three[i]);
		else
			printf("%.0f", three[i]);
	}
	printf(" %s\n", format);
}

/* Sends and waits until it is quiet again: milliseconds from the key to the last byte. */
static double answer(struct pty *p, const char *bytes, size_t len)
{
	int64_t sent, last;

	pty_count(p);
	sent = last = clock_monotonic_us();
	pty_send(p, bytes, len);
	while (pty_wait_output(p, QUIET_MS))
		last = clock_monotonic_us();
	return (double)(last - sent) / 1000;
}

static void step(struct pty *p, const char *key, struct series *time, struct series *bytes)
{
	for (int i = 0; i < STEPS && *key; i++) {
		double ms = answer(p, key, strlen(key));

		/* Nothing came: nothing was measured. */
		if (!p->bytes)
			continue;
		add(time, ms);
		add(bytes, (double)p->bytes);
	}
}

static void burst(struct pty *p, const char *key, struct figures *f)
{
	AUTOBUF keys = BUF_INIT;

	for (int i = 0; i < BURST; i++)
		buf_adds(&keys, key);
	(void)answer(p, keys.s, keys.len);
	f->burst_bytes = (double)p->bytes;
}

/* ---- filters ------------------------------------------------------------------------------- */

/* "~512 of 1000000 shown": what the filter line says of the rows. False if there is none. */
static bool shown(const struct pty *p, struct buf *out)
{
	AUTOBUF text = BUF_INIT;
	int row, col;
	const char *at;

	buf_clear(out);
	if (!pty_find(p, " shown", &row, &col))
		return false;
	pty_row(p, row, &text);
	if (text.s[0] != '/')
		return false; /* a message */
	at = strstr(text.s, " shown");
	while (at > text.s && !(at[-1] == ' ' && at > text.s + 1 && at[-2] == ' '))
		at--;
	buf_adds(out, at);
	return true;
}

/* The row of the marker; -1: it is not there. */
static int marker(const struct pty *p)
{
	int row, col;

	return pty_find(p, "\xE2\x96\xBA", &row, &col) ? row : -1;
}

static void wait_long(struct pty *p)
{
	while (pty_wait_output(p, LONG_QUIET_MS))
		;
}

/* The filter line, on the first row. */
static void open_filter(struct pty *p)
{
	(void)pty_key(p, "Home");
	while (pty_wait_output(p, QUIET_MS))
		;
	(void)answer(p, "/", 1);
}

#define STOP "\x03" /* Ctrl-C is Esc, without the moment in which an Esc may begin something longer */

/* Leaves the filter line; stops what is looked for; clears the filter. */
static void leave_filter(struct pty *p)
{
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < 4 && shown(p, &text); i++) {
		(void)answer(p, STOP, 1);
		wait_long(p);
	}
}

struct filtering {
	struct series echo, first, all, key, stop;
};

/* Typed in one go. What follows the echo are the rows, until nothing has come for long. */
static void filter_once(struct pty *p, const char *word, struct filtering *f)
{
	AUTOBUF before = BUF_INIT, now = BUF_INIT;
	double first = -1, last;
	bool more;

	open_filter(p);
	(void)shown(p, &before);
	int64_t sent = clock_monotonic_us();
	pty_text(p, word);
	if (pty_wait_output(p, PATIENCE))
		add(&f->echo, (double)(clock_monotonic_us() - sent) / 1000);
	do {
		last = (double)(clock_monotonic_us() - sent) / 1000;
		(void)shown(p, &now);
		if (first < 0 && strcmp(now.s + (now.s[0] == '~'), before.s) != 0)
			first = last;
		/* "~": rows are still looked for, however long nothing comes. */
		more = pty_wait_output(p, now.s[0] == '~' ? PATIENCE : LONG_QUIET_MS);
	} while (more);
	/* Where as many rows are shown as before nobody can tell them from those. */
	if (first >= 0)
		add(&f->first, first);
	add(&f->all, last);
	leave_filter(p);
}

/* A key that comes with the echo: milliseconds until the marker is in another row. */
static void key_meanwhile(struct pty *p, const char *word, struct filtering *f)
{
	open_filter(p);
	pty_text(p, word);
	(void)pty_wait_output(p, PATIENCE);
	int row = marker(p);
	int64_t sent = clock_monotonic_us();
	(void)pty_key(p, "Down");
	while (marker(p) == row && pty_wait_output(p, LONG_QUIET_MS))
		;
	if (marker(p) != row)
		add(&f->key, (double)(clock_monotonic_us() - sent) / 1000);
	wait_long(p);
	leave_filter(p);
}

/* Leaving the filter line in the same moment. */
static void stop_meanwhile(struct pty *p, const char *word, struct filtering *f)
{
	open_filter(p);
	pty_text(p, word);
	(void)pty_wait_output(p, PATIENCE);
	int64_t sent = clock_monotonic_us();
	pty_send(p, STOP, 1);
	if (pty_wait_output(p, LONG_QUIET_MS))
		add(&f->stop, (double)(clock_monotonic_us() - sent) / 1000);
	wait_long(p);
	leave_filter(p);
}

static void print_filter(const char *word, const char *what, struct series *s)
{
	char name[64];

	snprintf(name, sizeof name, "filter %s, %s", word, what);
	print_series(name, s, "ms");
}

static void filter_word(struct pty *p, const char *word)
{
	struct filtering *f = mem_alloc(sizeof *f);

	for (int i = 0; i < FILTERS; i++)
		filter_once(p, word, f);
	for (int i = 0; i < FILTERS; i++) {
		key_meanwhile(p, word, f);
		stop_meanwhile(p, word, f);
	}
	print_filter(word, "echo", &f->echo);
	print_filter(word, "first", &f->first);
	print_filter(word, "all", &f->all);
	print_filter(word, "key", &f->key);
	print_filter(word, "stop", &f->stop);
	free(f);
}

/* The last one stays, for what it takes in memory. */
static void filter(struct pty *p, const char *words)
{
	while (*words) {
		char word[32];
		size_t len = strcspn(words, ",");

		snprintf(word, sizeof word, "%.*s", (int)len, words);
		filter_word(p, word);
		words += len + (words[len] == ',');
	}
}

/* One page to the disk and back: what no save can be quicker than. */
static void floor_of(struct series *s)
{
	static const char page[4096] = "";
	int fd = open("floor.tmp", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	for (int i = 0; i < STEPS && fd >= 0; i++) {
		int64_t start = clock_monotonic_us();

		if (write(fd, page, sizeof page) != sizeof page || fdatasync(fd) != 0)
			break;
		add(s, (double)(clock_monotonic_us() - start) / 1000);
	}
	if (fd >= 0)
		close(fd);
	unlink("floor.tmp");
}

static void save(struct pty *p, const char *keys, struct figures *f)
{
	size_t len = strcspn(keys, ",");

	for (int i = 0; i < SAVES && keys[len]; i++) {
		(void)answer(p, keys, len);
		(void)answer(p, i % 2 ? "abc" : "xyz", 3);
		add(&f->save, answer(p, keys + len + 1, strlen(keys + len + 1)));
	}
	if (f->save.n)
		floor_of(&f->floor);
}

/* The number behind a name at the start of a line of /proc; 0 if it is another line. */
static long number_of(const char *line, const char *name)
{
	size_t len = strlen(name);

	return strncmp(line, name, len) == 0 ? strtol(line + len, NULL, 10) : 0;
}

/* What one session more would take. Clean pages are those of programs: all sessions of one have them together. */
static double private_mib(pid_t pid)
{
	char path[64], line[256];
	long sum = 0;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	FILE *in = fopen(path, "r");
	while (in && fgets(line, sizeof line, in))
		sum += number_of(line, "Private_Dirty:");
	if (in)
		fclose(in);
	return (double)sum / 1024;
}

/* Processor time in clock ticks. */
static long ticks(pid_t pid)
{
	char path[64], text[1024];
	long sum = 0;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *in = fopen(path, "r");
	size_t n = in ? fread(text, 1, sizeof text - 1, in) : 0;
	if (in)
		fclose(in);
	text[n] = '\0';
	char *at = strrchr(text, ')');
	/* The 11th and 12th number behind the name and the state are its time. */
	if (!at || strlen(at) < 4)
		return 0;
	at += 3;
	for (int i = 1; i <= 12; i++) {
		long number = strtol(at, &at, 10);

		if (i >= 11)
			sum += number;
	}
	return sum;
}

/* How often it was given the processor because something came. */
static long wakes(pid_t pid)
{
	char path[64], line[256];
	long sum = 0;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *in = fopen(path, "r");
	while (in && fgets(line, sizeof line, in))
		sum += number_of(line, "voluntary_ctxt_switches:");
	if (in)
		fclose(in);
	return sum;
}

static void idle(struct pty *p, struct figures *f)
{
	int64_t until = clock_monotonic_us() + IDLE_S * 1000000;
	long before = ticks(p->pid), woken = wakes(p->pid);

	pty_count(p);
	while (clock_monotonic_us() < until)
		(void)pty_wait_output(p, 100);
	f->idle_bytes = (double)p->bytes / IDLE_S;
	f->idle_wakes = (double)(wakes(p->pid) - woken) / IDLE_S;
	f->idle_cpu_ms = (double)(ticks(p->pid) - before) * 1000 / (double)sysconf(_SC_CLK_TCK) / IDLE_S;
}

/* Where the rows are is home: what a program writes there goes with them. */
static char home[4096] = "HOME=";
static const char *const environment[] = {
	"TERM=xterm-256color",   "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", home,
	"GIT_CONFIG_NOSYSTEM=1", NULL,
};

static bool wait_for(struct pty *p, const char *text, int64_t started, struct series *s)
{
	if (!pty_expect(p, text, PATIENCE))
		return false;
	add(s, (double)(clock_monotonic_us() - started) / 1000);
	return true;
}

/* All of them, parted by "|". */
static bool has_all(const struct pty *p, const char *texts)
{
	for (const char *s = texts; *s; s += *s == '|') {
		size_t len = strcspn(s, "|");
		AUTOFREE char *one = mem_strndup(s, len);
		int row, col;

		if (!pty_find(p, one, &row, &col))
			return false;
		s += len;
	}
	return true;
}

static bool comes(struct pty *p, const char *texts, int ms)
{
	int64_t until = clock_monotonic_us() + ms * (int64_t)1000;
	int64_t left;

	while (!has_all(p, texts)) {
		left = (until - clock_monotonic_us()) / 1000;
		if (left <= 0 || !pty_wait_output(p, (int)left))
			return has_all(p, texts);
	}
	return true;
}

/* Some go to the end of what they have read so far: they are asked again until it is the end of all. */
static void wait_for_end(struct pty *p, const struct keys *k, int64_t started, struct series *s)
{
	int64_t until = clock_monotonic_us() + PATIENCE * (int64_t)1000;

	while (clock_monotonic_us() < until) {
		pty_text(p, k->end);
		if (comes(p, k->last, AGAIN_MS)) {
			add(s, (double)(clock_monotonic_us() - started) / 1000);
			return;
		}
	}
}

/* "~" stands before a number that is not final yet. */
static bool is_reading(const struct pty *p)
{
	int row, col;

	return pty_find(p, "/~", &row, &col);
}

/* Steps down from the first frame on, as long as the list is still being read. */
static void step_while_reading(const char *const *argv, const struct keys *k, struct figures *f)
{
	struct pty *p = pty_start(argv, environment, ROWS, COLS, NULL);

	pty_text(p, k->before);
	(void)pty_expect(p, k->first, PATIENCE);
	for (int i = 0; i < STEPS && (!i || is_reading(p)); i++) {
		int row = marker(p);
		int64_t sent = clock_monotonic_us();

		pty_text(p, k->down);
		while (marker(p) == row && pty_wait_output(p, LONG_QUIET_MS))
			;
		if (marker(p) != row)
			add(&f->reading, (double)(clock_monotonic_us() - sent) / 1000);
	}
	pty_stop(p);
}

static bool once(const char *const *argv, const struct keys *k, bool last_round, struct figures *f)
{
	int64_t started = clock_monotonic_us();
	struct pty *p = pty_start(argv, environment, ROWS, COLS, NULL);

	pty_text(p, k->before);
	if (!wait_for(p, k->first, started, &f->first)) {
		fprintf(stderr, "bench: \"%s\" never came\n", k->first);
		pty_stop(p);
		return false;
	}
	if (*k->end)
		wait_for_end(p, k, started, &f->all);
	pty_stop(p);
	/* Only closeout says what it is still reading. */
	if (*k->filter)
		step_while_reading(argv, k, f);
	if (!last_round)
		return true;
	p = pty_start(argv, environment, ROWS, COLS, NULL);
	pty_text(p, k->before);
	(void)pty_expect(p, k->first, PATIENCE);
	/* Let it read all it wants to read. */
	while (pty_wait_output(p, 1000))
		;
	f->private_mib = private_mib(p->pid);
	step(p, k->down, &f->down, &f->down_bytes);
	burst(p, k->down, f);
	step(p, k->page, &f->page, &f->page_bytes);
	idle(p, f);
	save(p, k->save, f);
	filter(p, k->filter);
	if (*k->filter) {
		(void)answer(p, "/e", 2);
		while (pty_wait_output(p, LONG_QUIET_MS))
			;
		f->filtered_mib = private_mib(p->pid);
	}
	pty_stop(p);
	return true;
}

int main(int argc, char **argv)
{
	if (argc < 13 || strcmp(argv[11], "--") != 0) {
		fputs("usage: bench NAME ROUNDS FIRST LAST KEYS END DOWN PAGE FILTER SAVE -- PROGRAM ARGUMENT...\n",
		      stderr);
		return 2;
	}
	struct keys k = { argv[3], argv[4], argv[5], argv[6], argv[7], argv[8], argv[9], argv[10] };
	struct figures *f = mem_alloc(sizeof *f);
	int rounds = (int)strtol(argv[2], NULL, 10);

	signal(SIGPIPE, SIG_IGN);
	if (!getcwd(home + 5, sizeof home - 5))
		return 1;
	if (rounds < 1 || rounds > ROUNDS_MAX)
		rounds = 5;
	puts(argv[1]);
	for (int i = 0; i < rounds; i++)
		if (!once((const char *const *)(argv + 12), &k, i == rounds - 1, f))
			return 1;
	print_series("first frame", &f->first, "ms");
	print_series("all usable", &f->all, "ms");
	if (f->reading.n)
		print_series("down while it is read", &f->reading, "ms");
	print_series("down", &f->down, "ms");
	print_series("down, bytes", &f->down_bytes, "bytes");
	print_series("page down", &f->page, "ms");
	print_series("page down, bytes", &f->page_bytes, "bytes");
	printf("  %-24s%.0f bytes\n", "200 downs at once", f->burst_bytes);
	printf("  %-24s%.1f MiB\n", "private memory", f->private_mib);
	printf("  %-24s%.0f bytes, %.1f ms processor, %.1f wake-ups a second\n", "idle", f->idle_bytes,
	       f->idle_cpu_ms, f->idle_wakes);
	if (*k.filter)
		printf("  %-24s%.1f MiB\n", "memory, filtered", f->filtered_mib);
	if (f->save.n) {
		print_series("save", &f->save, "ms");
		print_series("write and fdatasync", &f->floor, "ms");
	}
	free(f);
	return 0;
}
