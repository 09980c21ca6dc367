/* SPDX-License-Identifier: MIT */
/*
 * rel_cut.c - the line is cut: R8 no keystroke older than a second is lost, R11 the terminal is
 * usable after a crash, and in every view and dialog the process ends and leaves nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "session_help.h"

#include "base/clock.h"

#define KEYS_MAX 64
#define WORKERS  6
#define END_MS   15000 /* only ends what fails; what counts is measured */

/* ---- R8 ------------------------------------------------------------------------------------- */

enum way { WAY_HANGUP, WAY_HUP, WAY_TERM, WAY_KILL, WAY_SEGV, WAY_STOPPED, WAYS };

static void cut(struct pty *p, enum way way)
{
	static const int signals[] = { [WAY_HUP] = SIGHUP, [WAY_TERM] = SIGTERM, [WAY_KILL] = SIGKILL,
				       [WAY_SEGV] = SIGSEGV, [WAY_STOPPED] = SIGSTOP };

	if (way == WAY_HANGUP)
		pty_hangup(p);
	else
		pty_signal(p, signals[way]);
	if (way == WAY_STOPPED)
		pty_signal(p, SIGKILL);
}

/* A new recommendation with the cursor in its text. */
static void open_form(struct pty *p)
{
	assert_true(session_keys(p, "2 n Tab Tab"));
	assert_true(pty_expect(p, "New recommendation", END_MS));
}

/* As long as that, whatever comes out meanwhile. */
static void pause_ms(struct pty *p, int ms)
{
	int64_t end = clock_monotonic_us() + ms * 1000, left;

	while ((left = end - clock_monotonic_us()) > 0)
		if (!pty_wait_output(p, (int)(left / 1000)))
			poll(NULL, 0, left > 2000 ? 1 : 0);
}

/* Types a to z at a person's pace, then cuts. Returns how old the oldest key is that is lost, in ms; -1: none. */
static int64_t type_and_cut(int n, enum way way, bool drafts)
{
	struct pty *p = session_start(n, 24, 80, drafts);
	int64_t sent[KEYS_MAX], now;
	int keys = 30 + (int)chance(KEYS_MAX - 30), status;

	open_form(p);
	for (int i = 0; i < keys; i++) {
		char key[2] = { (char)('a' + i % 26), 0 };

		pty_text(p, key);
		sent[i] = clock_monotonic_us();
		pause_ms(p, 20 + (int)chance(40));
	}
	now = clock_monotonic_us();
	cut(p, way);
	assert_true(pty_wait_exit(p, END_MS, &status));
	pty_stop(p);
	size_t kept = strlen(draft_text(n, "text", NULL));
	drafts_clear(n);
	assert_true(kept <= (size_t)keys);
	return kept < (size_t)keys ? (now - sent[kept]) / 1000 : -1;
}

struct outcome {
	int lost;
	int64_t worst; /* ms; -1: nothing was lost */
};

static struct outcome some_cuts(int worker, int cuts)
{
	struct outcome o = { .worst = -1 };

	for (int i = 0; i < worker * 7; i++)
		chance(2); /* each by a chance of its own */
	for (int i = 0; i < cuts; i++) {
		int64_t age = type_and_cut(30 + worker, (enum way)((i + worker) % WAYS), true);

		o.lost += age >= 1000;
		o.worst = age > o.worst ? age : o.worst;
	}
	return o;
}

/* Several at once, since most of it is waiting for somebody who types. */
static struct outcome all_cuts(int cuts)
{
	struct outcome all = { .worst = -1 }, one;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	for (int w = 0; w < WORKERS; w++) {
		if (fork() > 0)
			continue;
		one = some_cuts(w, cuts / WORKERS);
		_exit(write(ends[1], &one, sizeof one) != sizeof one);
	}
	close(ends[1]);
	for (int w = 0; w < WORKERS; w++) {
		assert_int_equal(read(ends[0], &one, sizeof one), sizeof one);
		all.lost += one.lost;
		all.worst = one.worst > all.worst ? one.worst : all.worst;
	}
	close(ends[0]);
	while (wait(NULL) > 0)
		;
	return all;
}

static void cuts__lose_no_key_older_than_a_second(void **state)
{
	int cuts = figure(18, 60, 600), found = 0;
	struct outcome o = all_cuts(cuts);

	(void)state;
	assert_int_equal(o.lost, 0);
	/* Where nothing can be written all keys are lost, and that is seen. */
	for (int i = 0; i < 2; i++)
		found += type_and_cut(1, WAY_KILL, false) >= 1000;
	assert_int_equal(found, 2);
	say_result("R8 | cut off in a terminal, no key older than 1 s is lost",
		   words("%d cuts in %d ways", cuts, WAYS),
		   words("0 keys older than 1 s lost, worst %lld ms", (long long)(o.worst < 0 ? 0 : o.worst)),
		   "without drafts: keys older than 1 s lost, found 2 of 2");
}

/* ---- R11 ------------------------------------------------------------------------------------ */

static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };
#define CRASHES ((int)(sizeof crashes / sizeof *crashes))

/* What a terminal has to be told so that the next program finds it as it was. */
static bool is_reset(struct pty *p)
{
	static const char *const bytes[] = { "\033[?2004l", "\033[?25h", "\033[0m", "\033[?1049l", "your text is kept" };

	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++)
		if (!memmem(p->output.s, p->output.len, bytes[i], strlen(bytes[i])))
			return false;
	return true;
}

static bool is_cooked(struct pty *p)
{
	struct termios t;

	return tcgetattr(p->fd, &t) == 0 && (t.c_lflag & ICANON) && (t.c_lflag & ECHO);
}

static void crashes__leave_a_usable_terminal_and_the_text(void **state)
{
	int n = figure(10, 50, 500), status;
	bool raw_before = false;

	(void)state;
	for (int i = 0; i < n; i++) {
		struct pty *p = session_start(0, 24, 80, true);
		char text[32];

		open_form(p);
		snprintf(text, sizeof text, "before crash %d", i);
		session_type(p, text);
		raw_before |= !is_cooked(p);
		pty_count(p);
		if (chance(2))
			pty_text(p, "x"); /* in the middle of something */
		pty_signal(p, crashes[i % CRASHES]);
		assert_true(pty_wait_exit(p, END_MS, &status));
		assert_int_equal(status, 128 + crashes[i % CRASHES]);
		assert_true(is_reset(p));
		assert_true(is_cooked(p));
		pty_stop(p);
		assert_memory_equal(draft_text(0, "text", NULL), text, strlen(text));
		drafts_clear(0);
	}
	/* The control: the terminal was not usable before, and after a kill it stays so. */
	assert_true(raw_before);
	struct pty *p = session_start(0, 24, 80, true);
	pty_count(p);
	pty_signal(p, SIGKILL);
	assert_true(pty_wait_exit(p, END_MS, &status));
	assert_false(is_reset(p));
	assert_false(is_cooked(p));
	pty_stop(p);
	say_result("R11 | after a crash the terminal is usable and the text kept",
		   words("%d crashes by %d signals", n, CRASHES), "terminal reset and text kept in all",
		   "after SIGKILL the terminal stays raw");
}

/* ---- everywhere ----------------------------------------------------------------------------- */

static const struct place {
	const char *keys, *type;
	const char *after; /* keys after the text; NULL: none */
	bool form;         /* what was typed is a draft */
} places[] = {
	{ "0", NULL, NULL, false },	     { "1", NULL, NULL, false },
	{ "2", NULL, NULL, false },	     { "3", NULL, NULL, false },
	{ "4", NULL, NULL, false },	     { "6", NULL, NULL, false },
	{ "7", NULL, NULL, false },	     { "8", NULL, NULL, false },
	{ "2 /", "is:op", NULL, false },     { "2 s", NULL, NULL, false },
	{ "2 Enter", NULL, NULL, false },    { "2 Enter Tab Enter", NULL, NULL, false },
	{ "2 a", NULL, NULL, false },	     { "2 W", NULL, NULL, false },
	{ "2 H", NULL, NULL, false },	     { "2 P", NULL, NULL, false },
	{ "2 +", "/tmp/x", NULL, false },    { "2 :", "exp", NULL, false },
	{ "2 ?", NULL, NULL, false },	     { "F9", NULL, NULL, false },
	{ "2 n", "half", NULL, true },	     { "2 n", "half", "F1", true },
	{ "2 n", "half", "Ctrl-S", true },   { "2 n", "half", "Esc", true },
	{ "2 G e", "7", NULL, true },	     { "2 w", "half", NULL, true },
	{ "1 n", "half", NULL, true },	     { "3 Down Down", NULL, NULL, false },
	{ "n", "half", NULL, true },	     { "3 Down Enter", NULL, NULL, false },
};
#define PLACES ((int)(sizeof places / sizeof *places))

static void go(struct pty *p, const struct place *at)
{
	assert_true(session_keys(p, at->keys));
	if (at->type)
		session_type(p, at->type);
	if (at->after)
		assert_true(session_keys(p, at->after));
}

static void cut__in_every_view_and_dialog_ends_it_and_leaves_no_lock(void **state)
{
	int64_t worst = 0;
	int status;
	size_t drafts;

	(void)state;
	for (int i = 0; i < PLACES; i++) {
		struct pty *p = session_start(2, 24, 80, true);

		go(p, &places[i]);
		int64_t start = clock_monotonic_us();
		pty_hangup(p);
		assert_true(pty_wait_exit(p, END_MS, &status));
		int64_t took = (clock_monotonic_us() - start) / 1000;
		worst = took > worst ? took : worst;
		pty_stop(p);
		assert_true(nothing_is_locked(2));
		draft_text(2, "text", &drafts);
		if ((drafts > 0) != places[i].form)
			fail_msg("%s %s: %zu drafts", places[i].keys, places[i].type ? places[i].type : "", drafts);
		if (!places[i].form)
			continue;
		p = session_start(2, 24, 80, true);
		assert_true(pty_expect(p, "Unfinished forms", END_MS));
		pty_stop(p);
		drafts_clear(2);
	}
	say_result("R9 | cut in every view and dialog, the process ends and leaves no lock",
		   words("%d views, dialogs and forms", PLACES),
		   words("all gone, the slowest after %lld ms; no lock left, every draft offered", (long long)worst),
		   "see R9: a program that ignores the hang-up spins");
}

/* ---- R10 ------------------------------------------------------------------------------------ */

/* Output until the pty is full and the program hangs in its write. */
static int get_stuck(struct pty *p)
{
	int waiting = 0, before, same = 0;

	pty_hold(p, true);
	for (int i = 0; i < 1500 && same < 20; i++) {
		struct pollfd fd = { .fd = p->fd, .events = POLLOUT };

		pty_resize(p, 24 + i % 2 * 16, 80 + i % 2 * 40);
		if (poll(&fd, 1, 0) == 1 && write(p->fd, "\f", 1) != 1)
			break;
		poll(NULL, 0, 1);
		before = waiting;
		ioctl(p->fd, FIONREAD, &waiting);
		same = waiting && waiting == before ? same + 1 : 0;
	}
	return same == 20;
}

#ifdef __SANITIZE_ADDRESS__
#define SHARE 20 /* what looks after memory takes its part */
#else
#define SHARE 100 /* a hundredth of a processor each */
#endif

/* Processor time they take in half a second, once they have come to rest: the keys that made them hang come first. */
static int64_t quiet_ms(struct pty *const *p, int n, int64_t *wall)
{
	int64_t used = 0;

	for (int tries = 0; tries < 80; tries++) {
		int64_t start = clock_monotonic_us();

		used = 0;
		for (int i = 0; i < n; i++)
			used -= process_ms(p[i]->pid);
		poll(NULL, 0, 500);
		for (int i = 0; i < n; i++)
			used += process_ms(p[i]->pid);
		*wall = (clock_monotonic_us() - start) / 1000;
		if (used * SHARE <= *wall * n)
			break;
	}
	return used;
}

static void stuck__terminals_hurt_nobody_else_and_end_when_asked(void **state)
{
	int n = PLACES < figure(20, PLACES, PLACES) ? PLACES : figure(20, PLACES, PLACES), status;
	struct pty *stuck[PLACES];
	int64_t took, wall, worst = 0, slowest = 0, start;
	int full = 0;

	(void)state;
	for (int i = 0; i < n; i++) {
		stuck[i] = session_start(10 + i, 24, 80, true);
		go(stuck[i], &places[i]);
		full += get_stuck(stuck[i]);
	}
	assert_true(full > 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(command(&took, "set", "OIG-12-130/1", words("next_step=Saved %d", i), NULL), 0);
		slowest = took > slowest ? took : slowest;
	}
	int64_t used = quiet_ms(stuck, n, &wall);
	assert_true(used * SHARE <= wall * n);
	for (int i = 0; i < n; i++)
		pty_signal(stuck[i], SIGTERM);
	start = clock_monotonic_us();
	for (int i = 0; i < n; i++) {
		assert_true(pty_wait_exit(stuck[i], END_MS, &status));
		worst = (clock_monotonic_us() - start) / 1000;
		pty_stop(stuck[i]);
		assert_true(nothing_is_locked(10 + i));
	}
	if (figure(0, 0, 1)) /* a time says something on a machine that does nothing else only */
		assert_true(slowest <= 1000000);
	say_result("R10 | a terminal that does not read hurts nobody else",
		   words("%d screens that do not read, %d of them in the middle of a write", n, full),
		   words("a save of somebody else took %lld ms, all gone %lld ms after TERM, %lld ms of processor in %lld ms",
			 (long long)slowest / 1000, (long long)worst, (long long)used, (long long)wall),
		   "see R9: one that ignores it all spins");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts__lose_no_key_older_than_a_second),
		cmocka_unit_test(crashes__leave_a_usable_terminal_and_the_text),
		cmocka_unit_test(cut__in_every_view_and_dialog_ends_it_and_leaves_no_lock),
		cmocka_unit_test(stuck__terminals_hurt_nobody_else_and_end_when_asked),
	};

	only();
	return cmocka_run_group_tests(tests, world_begin, world_end);
}
