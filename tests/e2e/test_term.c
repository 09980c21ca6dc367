/* SPDX-License-Identifier: MIT */
/*
 * test_term.c - the terminal room in a real pty: screen, keys, pastes, bytes
 * and sizes. demo_term.c is the program.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "demo.h"

#ifndef WITH_SANITIZERS
#define WITH_SANITIZERS 0
#endif

/* ------------------------------------------------ screen */

static void screen__shows_the_grid(void **state)
{
	int row, col;

	(void)state;
	demo("list", 24, 80);
	assert_true(pty->alternate);
	check_row(0, "Recommendations");
	check_row(1, "► OIG-10-000/1   2013-01-01      0   open   Provide the results of study 0");
	check_row(23, "1 of 1000");
	pty_cursor(pty, &row, &col);
	assert_int_equal(row, 1);
	assert_int_equal(col, 0);
	press("Down");
	pty_cursor(pty, &row, &col);
	assert_int_equal(row, 2);
	check_row(23, "2 of 1000");
}

static void screen__is_the_same_on_every_terminal(void **state)
{
	static const char *const terms[] = { "xterm", "xterm-256color", "linux", "screen-256color",
		"tmux-256color", "rxvt", "vt100", "vt220" };

	(void)state;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		char term[64];
		const char *env[] = { term, NULL };

		snprintf(term, sizeof(term), "TERM=%s", terms[i]);
		demo_with(env, "list", NULL, 24, 80);
		settle();
		for (int n = 0; n < 30; n++)
			pty_key(pty, "j");
		settle();
		check_row(23, "31 of 1000");
		check_row(22, "► OIG-40-210/4   2013-07-03    390   open   Provide the results of study 30");
		check_row(21, "  OIG-39-203/3   2013-06-02    377   open   Provide the results of study 29");
	}
}

static void screen__shows_wide_and_combined_characters_and_tokens(void **state)
{
	int row, col;

	(void)state;
	demo("wide", 24, 80);
	check_row(0, "“Résumé” — fin");
	check_row(1, "[日本語] e\xCC\x81|");
	check_row(2, "a<1B>[31mb<9B><202E>|");
	check_row(5, "───");
	assert_true(pty_find(pty, "]", &row, &col));
	assert_int_equal(col, 7);
}

static void screen__in_the_c_locale_is_ascii(void **state)
{
	static const char *const env[] = { "LC_ALL=C", NULL };

	(void)state;
	demo_with(env, "wide", NULL, 24, 80);
	settle();
	check_row(0, "\"Resume\" - fin");
	check_row(1, "[??????] e|");
	check_row(5, "---");
	for (size_t i = 0; i < pty->output.len; i++)
		assert_true((unsigned char)pty->output.s[i] < 0x80);
}

/* True if colours 30..37, 38, 40..47 or their like were set. */
static bool colored(void)
{
	VTermScreenCell cell;
	int row, col;

	assert_true(pty_find(pty, "late", &row, &col));
	assert_true(pty_cell(pty, row, col, &cell));
	return !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg);
}

static void colors__follow_the_terminal_and_no_color(void **state)
{
	static const struct { const char *term, *no_color; bool colored; const char *bytes; } cases[] = {
		{ "TERM=xterm-256color", "NO_COLOR=", true, "38;5;196" },
		{ "TERM=xterm-256color", "NO_COLOR=1", false, NULL },
		{ "TERM=xterm", "NO_COLOR=", true, "\033[31m" },
		{ "TERM=linux", "NO_COLOR=", true, "31m" },
		{ "TERM=vt100", "NO_COLOR=", false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *env[] = { cases[i].term, cases[i].no_color, NULL };
		VTermScreenCell cell;

		demo_with(env, "wide", NULL, 24, 80);
		settle();
		assert_int_equal(colored(), cases[i].colored);
		if (cases[i].bytes != NULL)
			must_contain(cases[i].bytes);
		else
			assert_null(strstr(pty->output.s, "38;5;"));
		assert_true(pty_cell(pty, 3, 0, &cell));
		assert_true(cell.attrs.reverse);
	}
}

/* ------------------------------------------------ keys */

static void keys__arrive_by_their_names(void **state)
{
	static const char *const names[] = { "a", "Z", "é", "日", "Space", "Enter", "Tab", "Backspace",
		"Shift-Tab", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn",
		"Insert", "Delete", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F11", "F12",
		"Shift-F1", "Ctrl-A", "Ctrl-C", "Ctrl-D", "Ctrl-P", "Ctrl-Q", "Ctrl-S", "Ctrl-\\",
		"Ctrl-Space", "Alt-x", "Alt-X", "Alt-Enter", "Ctrl-Up", "Ctrl-Shift-Right", "Alt-PgDn" };

	(void)state;
	demo("keys", 24, 80);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char line[64];

		press(names[i]);
		snprintf(line, sizeof(line), "key %s", names[i]);
		check_row(23, line);
	}
}

static void keys__escape_alone_is_fast(void **state)
{
	int64_t start;

	(void)state;
	demo("keys", 24, 80);
	start = clock_monotonic_us();
	press("Esc");
	check_row(23, "key Esc");
	assert_true(clock_monotonic_us() - start < 150000);
}

/* Whoever sorts a million rows looks for keys now and then: an Esc with nothing behind it is one. */
static void keys__escape_alone_is_seen_by_a_program_at_work(void **state)
{
	(void)state;
	demo("work", 24, 80);
	press("a");
	press("Esc");
	check_row(23, "key Esc");
}

static void keys__replies_of_the_terminal_are_no_text(void **state)
{
	(void)state;
	demo("keys", 24, 80);
	pty_text(pty, "\033]0;q\a\033P1$rq\033\\\033[?1;2c\033[24;80R\033_q\033\\\033[M !!\033[<0;1;1M");
	settle();
	check_row(23, "");
	press("x");
	check_row(22, "");
	check_row(23, "key x");
}

static void keys__of_a_burst_are_drawn_in_few_frames(void **state)
{
	char downs[200];

	(void)state;
	demo("list", 40, 120);
	pty_count(pty);
	memset(downs, 'j', 200);
	pty_send(pty, downs, 200);
	settle();
	check_row(39, "201 of 1000");
	print_message("# 200 Downs at once: %zu bytes\n", pty->bytes);
	assert_true(pty->bytes < 20000);
}

static void paste__is_text(void **state)
{
	(void)state;
	demo("keys", 24, 80);
	pty_paste(pty, "q\nsecond line\033[A");
	settle();
	check_row(23, "paste 15 dropped 1: q/second line[A");
	press("x");
	check_row(23, "key x");
}

static void paste__of_more_than_a_megabyte_says_what_it_dropped(void **state)
{
	size_t len = (1 << 20) + 5;
	char *text = mem_alloc(len + 1);

	(void)state;
	memset(text, 'q', len);
	demo("keys", 24, 80);
	pty_paste(pty, text);
	free(text);
	settle();
	assert_true(pty_expect(pty, "paste 1048576 dropped 5: qqq", 1000));
}

/* ------------------------------------------------ bytes */

static void bytes__nothing_happens_nothing_is_sent(void **state)
{
	(void)state;
	demo("list", 40, 120);
	pty_count(pty);
	assert_false(pty_wait_output(pty, 300));
	assert_int_equal(pty->bytes, 0);
	press("x"); /* does nothing: the same frame again */
	assert_int_equal(pty->bytes, 0);
}

static size_t cost(const char *key)
{
	pty_count(pty);
	press(key);
	return pty->bytes;
}

static void bytes__are_few(void **state)
{
	size_t down, scroll, page;

	(void)state;
	demo("list", 40, 120);
	press("j");
	down = cost("j");
	press("PgDn");
	page = cost("PgDn");
	scroll = cost("j");
	print_message("# 120x40 full width: down %zu, scroll %zu, page %zu bytes\n", down, scroll, page);
	assert_true(down < 350 && scroll < 450 && page < 6000);
	check_row(39, "80 of 1000");
	demo_with(NULL, "list", "split", 40, 120);
	settle();
	press("j");
	print_message("# 70 columns beside a pane: down %zu bytes\n", cost("j"));
}

/* ------------------------------------------------ sizes */

static void resize__is_followed(void **state)
{
	(void)state;
	demo("list", 24, 80);
	pty_resize(pty, 10, 40);
	settle();
	check_row(9, "1 of 1000");
	check_row(8, "  OIG-17-049/8   2013-08-08     91   op…");
	pty_resize(pty, 40, 120);
	settle();
	check_row(39, "1 of 1000");
	check_row(38, "  OIG-47-259/2   2013-02-10     81   open   Provide the results of study 37");
}

static uint32_t seed = 2012;

static int dice(int sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)sides);
}

static void resize__storm_while_typing_loses_no_key(void **state)
{
	struct demo_log log;

	(void)state;
	demo_log_open(&log);
	demo_with(log.env, "keys", NULL, 24, 80);
	settle();
	for (int i = 0; i < 1000; i++) {
		int most = dice(4) == 0 ? 3000 : 60;

		pty_resize(pty, dice(most), dice(most));
		pty_text(pty, "x");
		if (i % 10 == 0)
			settle();
	}
	pty_resize(pty, 24, 80);
	settle();
	press("y");
	check_row(23, "key y");
	pty_key(pty, "q");
	check_exit(PTY_DEADLINE_MS, 0);
	assert_int_equal(demo_log_count(&log, "key x"), 1000);
}

static void size__of_3000_by_3000_fits_into_half_a_gigabyte(void **state)
{
	static const char *const env[] = { "TERM=xterm", "LC_ALL=C.UTF-8", "CLOSEOUT_TEST_IDLE=1", NULL };
	AUTOBUF script = BUF_INIT;
	const char *argv[] = { "/bin/sh", "-c", NULL, NULL };

	(void)state;
	if (WITH_SANITIZERS)
		skip(); /* they take the address space for themselves */
	buf_addf(&script, "ulimit -v 524288; exec '%s' list", demo_path());
	argv[2] = script.s;
	pty_stop(pty);
	pty = pty_start(argv, env, 3000, 3000, NULL);
	settle();
	pty_resize(pty, 24, 80);
	settle();
	check_row(23, "1 of 1000");
}

static void size__unknown_is_taken_as_80_by_24(void **state)
{
	(void)state;
	demo("list", 0, 0);
	pty_key(pty, "q");
	check_exit(PTY_DEADLINE_MS, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(screen__shows_the_grid),
		TEST(screen__is_the_same_on_every_terminal),
		TEST(screen__shows_wide_and_combined_characters_and_tokens),
		TEST(screen__in_the_c_locale_is_ascii),
		TEST(colors__follow_the_terminal_and_no_color),
		TEST(keys__arrive_by_their_names),
		TEST(keys__escape_alone_is_fast),
		TEST(keys__escape_alone_is_seen_by_a_program_at_work),
		TEST(keys__replies_of_the_terminal_are_no_text),
		TEST(keys__of_a_burst_are_drawn_in_few_frames),
		TEST(paste__is_text),
		TEST(paste__of_more_than_a_megabyte_says_what_it_dropped),
		TEST(bytes__nothing_happens_nothing_is_sent),
		TEST(bytes__are_few),
		TEST(resize__is_followed),
		TEST(resize__storm_while_typing_loses_no_key),
		TEST(size__of_3000_by_3000_fits_into_half_a_gigabyte),
		TEST(size__unknown_is_taken_as_80_by_24),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
