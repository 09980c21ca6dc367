/* SPDX-License-Identifier: MIT */
/*
 * rel_memory.c - promise R7: out of memory is an error, or an end that says so, and never a crash
 * or half a change.
 *
 * Every allocation of an operation fails in turn, ours and the libraries', once and from then on,
 * each in a process of its own. SQLite reports it; our own code says "out of memory" and ends, as
 * it is meant to. Nothing is left in part either way. Control: an operation that uses what it was
 * not given is found out.
 *
 * Migrations and backups look at every row, and allocate a quarter of a million times at some
 * hundred places. Of these each place, that is each way of calls that leads to an allocation,
 * fails at the first and at the last time it is passed; the ten nearest calls tell places apart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "base/mem.h"
#include "rel_help.h"

#if defined WITH_SANITIZERS || !defined __GLIBC__

int main(void)
{
	printf("1..0 # SKIP the sanitizers have allocations of their own\n");
	return 77;
}

#else

/* ---- allocations that fail ---------------------------------------------------------------- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

#define PLACES_MAX (1 << 19)
#define CALLS_MAX 13 /* the ten nearest, and those of the count itself */

static struct {
	int64_t at, seen;
	bool on, lasting;
	uint64_t *places; /* where each allocation is made, is noted there; or NULL */
} failing;

/* The calls that lead here, as one number. */
static uint64_t place(void)
{
	void *calls[CALLS_MAX];
	uint64_t h = 0;

	failing.on = false;
	for (int i = backtrace(calls, CALLS_MAX) - 1; i > 2; i--)
		h = (h ^ (uint64_t)(uintptr_t)calls[i]) * UINT64_C(0x9E3779B97F4A7C15) + 1;
	failing.on = true;
	return h;
}

static bool fails(void)
{
	if (!failing.on)
		return false;
	failing.seen++;
	if (failing.places && failing.seen <= PLACES_MAX)
		failing.places[failing.seen - 1] = place();
	return failing.seen == failing.at || (failing.lasting && failing.at && failing.seen > failing.at);
}

void *malloc(size_t size)
{
	if (!fails())
		return __libc_malloc(size);
	errno = ENOMEM;
	return NULL;
}

void *calloc(size_t n, size_t size)
{
	if (!fails())
		return __libc_calloc(n, size);
	errno = ENOMEM;
	return NULL;
}

void *realloc(void *old, size_t size)
{
	if (!fails())
		return __libc_realloc(old, size);
	errno = ENOMEM;
	return NULL;
}

static void arm(int64_t at, bool lasting)
{
	failing.seen = 0;
	failing.at = at;
	failing.lasting = lasting;
	failing.on = true;
}

/* ---- one allocation of one operation --------------------------------------------------------- */

static struct shared {
	int64_t seen;
	int failed; /* what the operation returned, -1: it did not return */
	enum fail kind;
	uint64_t places[PLACES_MAX];
} *shared;

enum end { WELL, REFUSED, ENDED, CRASHED };

/* cmocka would take a crash for a failed test and go on, in the child. */
static void default_signals(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		signal(signals[i], SIG_DFL);
}

static void run_child(enum rel_kind op, int64_t at, bool lasting, int message)
{
	default_signals();
	dup2(message, STDERR_FILENO);
	if (rel_open(op) != 0)
		_exit(9);
	failing.places = at ? NULL : shared->places;
	arm(at, lasting);
	shared->failed = -1;
	shared->failed = rel_ops[op].run();
	failing.on = false;
	shared->seen = failing.seen;
	shared->kind = help.err.kind;
	_exit(0);
}

static enum end fail_once(enum rel_kind op, int64_t at, bool lasting)
{
	char text[200] = "";
	int ends[2], status;
	pid_t child;

	rel_fresh(op);
	shared->failed = -1;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child)
		run_child(op, at, lasting, ends[1]);
	close(ends[1]);
	if (read(ends[0], text, sizeof text - 1) < 0)
		text[0] = '\0';
	close(ends[0]);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return shared->failed ? REFUSED : WELL;
	/* Our own end: said, and by abort(). */
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strstr(text, "out of memory"))
		return ENDED;
	print_message("# %s, allocation %lld%s: status %d, \"%s\"\n", rel_ops[op].name, (long long)at,
		      lasting ? " and on" : "", status, text);
	return CRASHED;
}

static int64_t count(enum rel_kind op)
{
	assert_int_equal(fail_once(op, 0, false), WELL);
	return shared->seen;
}

struct tally {
	int64_t tried, ends[4], wrong;
};

/* ---- which of them ----------------------------------------------------------------------------- */

struct points {
	int64_t *at;
	size_t n, cap;
};

static void add_point(struct points *p, int64_t at)
{
	MEM_GROW(p->at, p->cap, p->n + 1);
	p->at[p->n++] = at;
}

static void every(struct points *p, int64_t n, int64_t step)
{
	for (int64_t at = 1 + rel_pick((int)step); at <= n; at += step)
		add_point(p, at);
}

struct passed {
	uint64_t place;
	int64_t at;
};

static int by_place(const void *a, const void *b)
{
	const struct passed *x = a, *y = b;

	if (x->place != y->place)
		return (x->place > y->place) - (x->place < y->place);
	return (x->at > y->at) - (x->at < y->at);
}

/* The first and the last time of each place. */
static void places(struct points *p, int64_t n)
{
	struct passed *all = mem_alloc((size_t)n * sizeof *all);

	assert_true(n <= PLACES_MAX);
	for (int64_t i = 0; i < n; i++)
		all[i] = (struct passed){ shared->places[i], i + 1 };
	qsort(all, (size_t)n, sizeof *all, by_place);
	for (int64_t i = 0; i < n; i++) {
		bool first = !i || all[i - 1].place != all[i].place;
		bool last = i + 1 == n || all[i + 1].place != all[i].place;

		if (first || last)
			add_point(p, all[i].at);
	}
	free(all);
}

static void fail_all(enum rel_kind op, const struct points *p, struct tally *t)
{
	/* Verifying takes ten times as long as failing; whether it is there is asked each time. */
	int64_t verify = rel_figure(3, 7, 50);

	for (size_t i = 0; i < p->n; i++)
		for (int lasting = 0; lasting < 2; lasting++) {
			enum end end = fail_once(op, p->at[i], lasting);
			const char *where = rel_words("%s, allocation %lld", rel_ops[op].name, (long long)p->at[i]);
			int done;

			t->tried++;
			t->ends[end]++;
			done = t->tried % verify == 0 ? rel_look(op, where) : rel_done(op, where);
			t->wrong += (end == WELL && !done) || (end == REFUSED && done);
		}
}

static void fail_operation(enum rel_kind op, struct tally *t)
{
	struct points p = { .n = 0 };
	int64_t n = count(op);

	if (rel_level() != REL_RELEASE)
		every(&p, n, n / rel_figure(5, 60, 0) + 1);
	else if (op == REL_MIGRATE || op == REL_BACKUP)
		places(&p, n);
	else
		every(&p, n, 1);
	print_message("# %s: %lld allocations, %zu of them fail\n", rel_ops[op].name, (long long)n, p.n);
	fail_all(op, &p, t);
	free(p.at);
}

static void memory__that_is_not_there_is_an_error(void **state)
{
	const char *only = getenv("CLOSEOUT_OPERATION"); /* to try one of them again */
	struct tally t = { 0 };
	int operations = 0;

	(void)state;
	for (int op = 0; op < REL_KINDS; op++)
		if (!only || strcmp(only, rel_ops[op].name) == 0) {
			fail_operation((enum rel_kind)op, &t);
			operations++;
		}
	assert_int_equal(t.ends[CRASHED], 0);
	assert_int_equal(t.wrong, 0);
	assert_true(t.ends[REFUSED] + t.ends[ENDED] > 0);
	rel_result("R7", "out of memory is an error, not a crash",
		   rel_words("%lld allocations of %d operations, once and lasting", (long long)t.tried, operations),
		   rel_words("%lld refused, %lld ended with a message, %lld not needed, 0 crashes, 0 in part",
			     (long long)t.ends[REFUSED], (long long)t.ends[ENDED], (long long)t.ends[WELL]),
		   "see R7c");
}

/* What uses memory it did not get must be seen as a crash. */
static void control__a_careless_operation_is_found_out(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	if (!child) {
		volatile char *p;

		default_signals();
		arm(1, true);
		p = malloc(10);
		*p = 1;
		_exit(0);
	}
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) != SIGABRT);
	rel_result("R7c", "control: memory used that was not given", "1", "seen as a crash", "is the control");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(memory__that_is_not_there_is_an_error, rel_begin, rel_end),
		cmocka_unit_test_setup_teardown(control__a_careless_operation_is_found_out, rel_begin, rel_end),
	};

	void *warm[4];

	(void)backtrace(warm, 4); /* it allocates the first time */
	rel_only();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? 99 : cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
