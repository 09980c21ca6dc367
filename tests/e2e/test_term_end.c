/* SPDX-License-Identifier: MIT */
/*
 * test_term_end.c - the ways in which a terminal, or a program on it, can go
 * away: quitting, signals, hangup, a terminal that stops, crashes, stopping.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "demo.h"

#define HANGUP 3
#define TERMINATED 4

/* What a crash must have written, whatever else was on its way. */
static const char reset_bytes[] =
	"\033[?2004l\033[?1000l\033[?1006l\033[?25h\033[0m\033(B\033[?1049l\r\n";

static void quit__restores_the_terminal(void **state)
{
	(void)state;
	demo("list", 24, 80);
	assert_false(modes_restored());
	pty_key(pty, "q");
	check_exit(PTY_DEADLINE_MS, 0);
	assert_true(modes_restored());
	assert_false(pty->alternate);
	must_contain("\033[?2004l");
}

static void terminate__restores_the_terminal(void **state)
{
	static const int numbers[] = { SIGTERM, SIGINT };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		demo("list", 24, 80);
		pty_signal(pty, numbers[i]);
		check_exit(1000, TERMINATED);
		assert_true(modes_restored());
		assert_false(pty->alternate);
	}
}

static void terminate__comes_after_what_was_typed(void **state)
{
	struct demo_log log;

	(void)state;
	demo_log_open(&log);
	demo_with(log.env, "keys", NULL, 24, 80);
	settle();
	pty_signal(pty, SIGSTOP);
	pty_text(pty, "x");
	pty_signal(pty, SIGTERM);
	pty_signal(pty, SIGCONT);
	check_exit(1000, TERMINATED);
	assert_int_equal(demo_log_count(&log, "key x"), 1);
}

static void hangup__ends_within_a_second(void **state)
{
	static const char *const all[] = { "keys", "list", "flood" };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		demo_with(NULL, all[i], NULL, 24, 80);
		assert_true(pty_wait_output(pty, 2000));
		pty_hangup(pty);
		check_exit(1000, HANGUP);
	}
}

/* No signal tells a process that the terminal it only borrows is gone. */
static void hangup__without_a_signal_is_seen(void **state)
{
	static const char *const env[] = { "TERM=xterm", "LC_ALL=C.UTF-8", NULL };
	static const char *const all[] = { "keys", "flood" };
	const struct pty_options opt = { .detached = true };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *argv[] = { demo_path(), all[i], NULL };

		pty_stop(pty);
		pty = pty_start(argv, env, 24, 80, &opt);
		assert_true(pty_wait_output(pty, 2000));
		pty_hangup(pty);
		check_exit(1000, HANGUP);
	}
}

static void hangup__signal_alone_ends_too(void **state)
{
	(void)state;
	demo("list", 24, 80);
	pty_signal(pty, SIGHUP);
	check_exit(1000, HANGUP);
	assert_true(modes_restored());
}

/* The processor time of the program so far, in milliseconds. */
static int64_t cpu_ms(void)
{
	struct timespec used;
	clockid_t id;

	assert_int_equal(clock_getcpuclockid(pty->pid, &id), 0);
	assert_int_equal(clock_gettime(id, &used), 0);
	return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/*
 * Waits until the program, whose output nobody reads, cannot write any more. On a busy machine it may
 * only have had no turn for a while, so it has to stand still for long.
 */
static void wait_blocked(void)
{
	int64_t before = -1;
	int still = 0;

	for (int i = 0; i < 200 && still < 15; i++) {
		int64_t now = cpu_ms();

		still = now == before ? still + 1 : 0;
		before = now;
		usleep(30000);
	}
	assert_int_equal(still, 15);
}

static void stuck_terminal__is_left_in_time_and_costs_nothing(void **state)
{
	int64_t before, start;
	int status = -1;

	(void)state;
	demo_with(NULL, "flood", NULL, 50, 200);
	assert_true(pty_wait_output(pty, 2000));
	pty_hold(pty, true);
	wait_blocked();
	before = cpu_ms();
	usleep(300000);
	assert_true(cpu_ms() - before <= 10);
	start = clock_monotonic_us();
	pty_signal(pty, SIGTERM);
	/* Where the end of the frame still finds room, it leaves as usual, and at once. */
	assert_true(pty_wait_exit(pty, 4000, &status));
	assert_true(status == 128 + SIGTERM || status == TERMINATED);
	print_message("# a stuck terminal is left after %lld ms\n",
		      (long long)((clock_monotonic_us() - start) / 1000));
	assert_true(modes_restored());
}

static void stuck_terminal__goes_on_when_it_is_read_again(void **state)
{
	(void)state;
	demo_with(NULL, "flood", NULL, 50, 200);
	assert_true(pty_wait_output(pty, 2000));
	pty_hold(pty, true);
	wait_blocked();
	pty_hold(pty, false);
	pty_key(pty, "q");
	check_exit(PTY_DEADLINE_MS, 0);
}

static void stuck_terminal__that_closes_is_left_at_once(void **state)
{
	(void)state;
	demo_with(NULL, "flood", NULL, 50, 200);
	assert_true(pty_wait_output(pty, 2000));
	pty_hold(pty, true);
	wait_blocked();
	pty_hangup(pty);
	check_exit(1000, HANGUP);
}

static void crash__leaves_the_terminal_usable(void **state)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		demo("list", 24, 80);
		pty_signal(pty, numbers[i]);
		check_exit(2000, 128 + numbers[i]);
		must_contain(reset_bytes);
		must_contain("closeout stopped; your text is kept");
		assert_true(modes_restored());
		assert_false(pty->alternate);
	}
}

/* The bytes cannot be written then, but the process must not stay, and the modes come back. */
static void crash__on_a_stuck_terminal_ends_in_time(void **state)
{
	(void)state;
	demo_with(NULL, "flood", NULL, 50, 200);
	assert_true(pty_wait_output(pty, 2000));
	pty_hold(pty, true);
	wait_blocked();
	pty_signal(pty, SIGSEGV);
	/* The alarm ends it; where the terminal took the last bytes after all, the crash itself does. */
	int status = -1;
	assert_true(pty_wait_exit(pty, 4000, &status));
	assert_true(status == 128 + SIGALRM || status == 128 + SIGSEGV);
	assert_true(modes_restored());
}

static void crash__of_our_own_making_leaves_the_terminal_usable(void **state)
{
	static const struct { const char *key; int status; const char *says; } cases[] = {
		{ "F10", 128 + SIGSEGV, "closeout stopped" },
		{ "F9", 128 + SIGABRT, "closeout stopped" },
		{ "F8", 128 + SIGABRT, "out of memory" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		demo("list", 24, 80);
		pty_key(pty, cases[i].key);
		check_exit(2000, cases[i].status);
		must_contain(reset_bytes);
		must_contain(cases[i].says);
		assert_true(modes_restored());
	}
}

static void ignored_signals__change_nothing(void **state)
{
	static const int numbers[] = { SIGQUIT, SIGTSTP, SIGPIPE };

	(void)state;
	demo("keys", 24, 80);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		pty_signal(pty, numbers[i]);
	press("x");
	check_row(23, "key x");
}

static void continue__draws_everything_again(void **state)
{
	(void)state;
	demo("list", 24, 80);
	pty_signal(pty, SIGSTOP);
	pty_count(pty);
	pty_signal(pty, SIGCONT);
	assert_true(pty_wait_output(pty, 2000));
	press("x");
	must_contain("Recommendations");
	must_contain("\033[?2004h");
}

/* A shell with job control, since only a shell's job can be stopped. */
static void suspend__gives_the_terminal_back_and_takes_it_again(void **state)
{
	static const char *const env[] = { "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin",
		NULL };
	AUTOBUF script = BUF_INIT;
	const char *argv[] = { "/bin/sh", "-m", "-c", NULL, NULL };

	(void)state;
	buf_addf(&script, "'%s' list; echo STOPPED; read line; fg >/dev/null; echo LEFT $?", demo_path());
	argv[3] = script.s;
	pty_stop(pty);
	pty = pty_start(argv, env, 24, 80, NULL);
	assert_true(pty_expect(pty, "1 of 1000", PTY_DEADLINE_MS));
	pty_key(pty, "Ctrl-Z");
	assert_true(pty_expect(pty, "STOPPED", PTY_DEADLINE_MS));
	assert_false(pty->alternate);
	assert_true(modes_restored());
	pty_text(pty, "\r");
	assert_true(pty_expect(pty, "1 of 1000", PTY_DEADLINE_MS));
	assert_true(pty->alternate);
	assert_false(modes_restored());
	pty_key(pty, "j");
	assert_true(pty_expect(pty, "2 of 1000", PTY_DEADLINE_MS));
	pty_key(pty, "q");
	assert_true(pty_expect(pty, "LEFT 0", PTY_DEADLINE_MS));
}

static void open__refuses_what_is_no_terminal(void **state)
{
	static const struct { const char *term, *redirect, *says; } cases[] = {
		{ "TERM=xterm", "</dev/null", "not a terminal" },
		{ "TERM=xterm", ">/dev/null", "not a terminal" },
		{ "TERM=no-such-terminal", "", "not known" },
		{ "TERM=../../etc/passwd", "", "not known" },
		{ "TERM=dumb", "", "dumb" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *env[] = { cases[i].term, "LC_ALL=C.UTF-8", NULL };
		const char *argv[] = { "/bin/sh", "-c", NULL, NULL };
		AUTOBUF script = BUF_INIT;

		buf_addf(&script, "'%s' keys %s", demo_path(), cases[i].redirect);
		argv[2] = script.s;
		pty_stop(pty);
		pty = pty_start(argv, env, 24, 80, NULL);
		check_exit(PTY_DEADLINE_MS, *cases[i].redirect ? 2 : 74);
		must_contain(cases[i].says);
		assert_true(modes_restored());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(quit__restores_the_terminal),
		TEST(terminate__restores_the_terminal),
		TEST(terminate__comes_after_what_was_typed),
		TEST(hangup__ends_within_a_second),
		TEST(hangup__without_a_signal_is_seen),
		TEST(hangup__signal_alone_ends_too),
		TEST(stuck_terminal__is_left_in_time_and_costs_nothing),
		TEST(stuck_terminal__goes_on_when_it_is_read_again),
		TEST(stuck_terminal__that_closes_is_left_at_once),
		TEST(crash__leaves_the_terminal_usable),
		TEST(crash__on_a_stuck_terminal_ends_in_time),
		TEST(crash__of_our_own_making_leaves_the_terminal_usable),
		TEST(ignored_signals__change_nothing),
		TEST(continue__draws_everything_again),
		TEST(suspend__gives_the_terminal_back_and_takes_it_again),
		TEST(open__refuses_what_is_no_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
