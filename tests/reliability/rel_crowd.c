/* SPDX-License-Identifier: MIT */
/*
 * rel_crowd.c - R9 all clients gone at once: no session is left and none spins; R12 a storm of
 * sizes while somebody types.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session_help.h"

#include "base/clock.h"

#define CROWD_MAX 200
#define END_MS    15000

/* ---- R9 ------------------------------------------------------------------------------------- */

static int64_t crowd_ms(struct pty *const *p, int n)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++) {
		int64_t ms = process_ms(p[i]->pid);

		sum += ms > 0 ? ms : 0;
	}
	return sum;
}

/* What such a program does when nobody has thought of it: the end of its terminal is "no key" for ever. */
static pid_t spinner(struct pty *p)
{
	pid_t pid = fork();
	char byte;

	if (pid != 0)
		return pid;
	signal(SIGHUP, SIG_IGN);
	(void)p;
	int ends[2];
	if (pipe(ends) != 0)
		_exit(1);
	close(ends[1]);
	for (;;)
		if (read(ends[0], &byte, 1) > 0)
			_exit(1);
}

static int64_t percent(int64_t used_ms, int64_t wall_us)
{
	return wall_us ? used_ms * 100000 / wall_us : 0;
}

static int64_t spinner_percent(void)
{
	pid_t pid = spinner(NULL);
	int64_t start = clock_monotonic_us();

	poll(NULL, 0, 1000);
	int64_t share = percent(process_ms(pid), clock_monotonic_us() - start);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return share;
}

static void crowd__of_clients_gone_at_once_leaves_no_session_and_none_spins(void **state)
{
	int n = figure(20, 20, CROWD_MAX), status;
	struct pty *p[CROWD_MAX];
	size_t drafts, kept = 0;

	(void)state;
	for (int i = 0; i < n; i++) {
		p[i] = session_start(i, 24, 80, true);
		assert_true(session_keys(p[i], "2 n Tab Tab"));
		session_type(p[i], "half a text");
	}
	/* Nobody types: what a session costs then. */
	int64_t before = crowd_ms(p, n), start = clock_monotonic_us();
	poll(NULL, 0, figure(2000, 5000, 10000));
	int64_t idle = crowd_ms(p, n) - before, wall = clock_monotonic_us() - start;
	assert_true(percent(idle, wall) <= n);
	start = clock_monotonic_us();
	for (int i = 0; i < n; i++)
		pty_hangup(p[i]);
	for (int i = 0; i < n; i++)
		assert_true(pty_wait_exit(p[i], END_MS, &status));
	int64_t gone = (clock_monotonic_us() - start) / 1000;
	for (int i = 0; i < n; i++) {
		pty_stop(p[i]);
		kept += strcmp(draft_text(i, "text", &drafts), "half a text") == 0 && drafts == 1;
	}
	assert_int_equal(kept, n);
	int64_t control = spinner_percent();
	/* On a machine that is busy it gets less than all of a processor, but far more than a session may. */
	assert_true(control > 10);
	say_result("R9 | no session is left and none spins", words("%d sessions cut at once", n),
		   words("0 left after %lld ms, all drafts there; idle they take %lld.%02lld %% of a processor each",
			 (long long)gone, (long long)(percent(idle * 100, wall) / n / 100),
			 (long long)(percent(idle * 100, wall) / n % 100)),
		   words("one that ignores it takes %lld %%", (long long)control));
}

/* ---- R12 ------------------------------------------------------------------------------------ */

/* Sizes by chance while a thousand keys are typed; one of them is left out, or -1. True: the draft has them all. */
static bool storm_keeps_keys(int sizes, int left_out, int *typed)
{
	static const int edges[] = { 0, 1, 2, 3, 9, 10, 24, 39, 40, 80, 200, 500, 1000, 3000 };
	struct pty *p = session_start(CROWD_MAX, 24, 80, true);
	char expected[1001] = "";
	int status;
	bool kept;

	*typed = 0;
	assert_true(session_keys(p, "2 n Tab Tab"));
	for (int i = 0; i < sizes; i++) {
		int rows = edges[chance(sizeof edges / sizeof *edges)];
		int cols = edges[chance(sizeof edges / sizeof *edges)];

		pty_resize(p, rows, cols);
		if (*typed < 1000 && i % (sizes / 1000) == 0) {
			char key[2] = { (char)('a' + chance(26)), 0 };

			if (*typed != left_out)
				pty_text(p, key);
			expected[(*typed)++] = key[0];
			expected[*typed] = '\0';
		}
		if (i % 16 == 0)
			pty_wait_output(p, 1);
	}
	pty_resize(p, 24, 80);
	assert_true(pty_settle(p));
	assert_true(pty_expect(p, "New recommendation", END_MS));
	pty_signal(p, SIGTERM);
	assert_true(pty_wait_exit(p, END_MS, &status));
	assert_int_equal(status, 0);
	pty_stop(p);
	kept = strcmp(draft_text(CROWD_MAX, "text", NULL), expected) == 0;
	drafts_clear(CROWD_MAX);
	return kept;
}

static void storm__of_sizes_loses_no_key(void **state)
{
	int n = figure(1000, 1000, 10000), typed, some;

	(void)state;
	assert_true(storm_keeps_keys(n, -1, &typed));
	/* The control: one key of them is lost. */
	assert_false(storm_keeps_keys(1000, 700, &some));
	say_result("R12 | a storm of sizes loses no key",
		   words("%d sizes from 0x0 to 3000x3000, %d keys between them", n, typed), "0 keys lost, no crash",
		   "one key of a thousand lost: found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crowd__of_clients_gone_at_once_leaves_no_session_and_none_spins),
		cmocka_unit_test(storm__of_sizes_loses_no_key),
	};

	only();
	return cmocka_run_group_tests(tests, world_begin, world_end);
}
