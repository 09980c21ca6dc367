/* SPDX-License-Identifier: MIT */
/*
 * test_base_error.c - errors, and memory that ends the program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"

static void error_set__fills_all_parts_and_returns_the_kind(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(error_set(&err, FAIL_DATA, "set", "OIG-12-130 due", "write 2012-12-24",
				   "%d is no date", 31), FAIL_DATA);
	assert_int_equal(err.kind, FAIL_DATA);
	assert_string_equal(err.what, "set");
	assert_string_equal(err.where, "OIG-12-130 due");
	assert_string_equal(err.why, "31 is no date");
	assert_string_equal(err.next, "write 2012-12-24");
	assert_int_equal(error_set(&err, FAIL_IO, NULL, NULL, NULL, "%s", "disk full"), FAIL_IO);
	assert_string_equal(err.what, "");
	assert_string_equal(err.next, "");
	assert_int_equal(error_set(NULL, FAIL_BUSY, "a", "b", "c", "%s", "d"), FAIL_BUSY);
}

static void error_set__may_be_given_its_own_parts(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, FAIL_IO, "one", "two", "three", "%s", "four");
	error_set(&err, FAIL_IO, err.next, err.what, err.where, "%s again", err.why);
	assert_string_equal(err.what, "three");
	assert_string_equal(err.where, "one");
	assert_string_equal(err.next, "two");
	assert_string_equal(err.why, "four again");
}

static void error_set__makes_controls_visible(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, FAIL_DATA, "\x1b[2J", "a\xFF", "b\nc", "%s", "\xE2\x80\xAE");
	assert_string_equal(err.what, "<1B>[2J");
	assert_string_equal(err.where, "a<FF>");
	assert_string_equal(err.next, "b<0A>c");
	assert_string_equal(err.why, "<202E>");
}

static void error_set__cuts_long_parts_at_a_character(void **state)
{
	struct error err = ERROR_INIT;
	char text[1000];

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'x', sizeof text);
		for (size_t i = shift; i + 3 < sizeof text; i += 3)
			memcpy(text + i, "\xE2\x82\xAC", 3);
		text[sizeof text - 1] = '\0';
		error_set(&err, FAIL_DATA, text, text, text, "%s", text);
		assert_in_range(strlen(err.what), sizeof err.what - 3, sizeof err.what - 1);
		assert_in_range(strlen(err.why), sizeof err.why - 3, sizeof err.why - 1);
		assert_true(utf8_valid(err.what, strlen(err.what), NULL));
		assert_true(utf8_valid(err.where, strlen(err.where), NULL));
		assert_true(utf8_valid(err.why, strlen(err.why), NULL));
		assert_true(utf8_valid(err.next, strlen(err.next), NULL));
	}
}

static void error_what_and_where__replace_one_part(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, FAIL_MISSING, "look up", "x", NULL, "not there");
	assert_int_equal(error_what(&err, "show"), FAIL_MISSING);
	assert_int_equal(error_where(&err, "%s/%d", "OIG-12-130", 2), FAIL_MISSING);
	assert_string_equal(err.what, "show");
	assert_string_equal(err.where, "OIG-12-130/2");
	assert_string_equal(err.why, "not there");
	error_where(&err, "in %s", err.where);
	assert_string_equal(err.where, "in OIG-12-130/2");
	error_what(&err, NULL);
	assert_string_equal(err.what, "");
	assert_int_equal(error_what(NULL, "x"), FAIL_NONE);
	assert_int_equal(error_where(NULL, "x"), FAIL_NONE);
}

static void error_line__joins_the_parts_that_are_there(void **state)
{
	struct error err = ERROR_INIT;
	char line[100], tiny[6];

	(void)state;
	assert_string_equal(error_line(&err, line, sizeof line), "");
	error_set(&err, FAIL_DATA, "set", "due", "try again", "no date");
	assert_string_equal(error_line(&err, line, sizeof line), "set: due: no date; try again");
	error_set(&err, FAIL_DATA, "set", NULL, NULL, "no date");
	assert_string_equal(error_line(&err, line, sizeof line), "set: no date");
	error_set(&err, FAIL_DATA, NULL, NULL, NULL, "no date \xE2\x82\xAC");
	assert_string_equal(error_line(&err, tiny, sizeof tiny), "no da");
	assert_string_equal(error_line(&err, line, 10), "no date ");
	assert_string_equal(error_line(&err, line, 1), "");
	line[0] = '!';
	error_line(&err, line, 0);
	assert_int_equal(line[0], '!');
}

static void say_restored(void)
{
	ssize_t n = write(STDERR_FILENO, "restored ", 9);

	(void)n;
}

/* Runs wish in a child, whose last words go into said; returns the signal that ended it. */
static int last_words(void (*wish)(void), char said[100])
{
	int pipe_fds[2], status;
	ssize_t n, got = 0;
	pid_t pid;

	assert_int_equal(pipe(pipe_fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		dup2(pipe_fds[1], STDERR_FILENO);
		mem_on_exhausted(say_restored);
		wish();
		_exit(0);
	}
	close(pipe_fds[1]);
	while (got < 99 && (n = read(pipe_fds[0], said + got, (size_t)(99 - got))) > 0)
		got += n;
	said[got] = '\0';
	close(pipe_fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void wish_too_many(void)
{
	mem_realloc(NULL, SIZE_MAX / 4 + 2, 4); /* 4 bytes, if the product wraps */
}

static void mem_realloc__ends_the_program_when_there_is_no_more(void **state)
{
	char said[100];

	(void)state;
	assert_int_equal(last_words(wish_too_many, said), SIGABRT);
	assert_string_equal(said, "restored closeout: out of memory\n");
}

static void mem_copies__are_terminated(void **state)
{
	AUTOFREE char *whole = mem_strdup("abc");
	AUTOFREE char *part = mem_strndup("abcdef", 2);
	AUTOFREE unsigned char *zeroed = mem_alloc(64);
	AUTOFREE unsigned char *nothing = mem_alloc(0);

	(void)state;
	assert_string_equal(whole, "abc");
	assert_string_equal(part, "ab");
	assert_null(mem_strdup(NULL));
	assert_null(mem_strndup(NULL, 5));
	assert_non_null(nothing);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(zeroed[i], 0);
}

static void mem_grow__doubles(void **state)
{
	AUTOFREE int *numbers = NULL;
	size_t cap = 0;
	int moves = 0;

	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		size_t before = cap;

		MEM_GROW(numbers, cap, i + 1);
		moves += cap != before;
		numbers[i] = (int)i;
	}
	assert_true(moves < 13);
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(numbers[i], i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(error_set__fills_all_parts_and_returns_the_kind),
		cmocka_unit_test(error_set__may_be_given_its_own_parts),
		cmocka_unit_test(error_set__makes_controls_visible),
		cmocka_unit_test(error_set__cuts_long_parts_at_a_character),
		cmocka_unit_test(error_what_and_where__replace_one_part),
		cmocka_unit_test(error_line__joins_the_parts_that_are_there),
		cmocka_unit_test(mem_realloc__ends_the_program_when_there_is_no_more),
		cmocka_unit_test(mem_copies__are_terminated),
		cmocka_unit_test(mem_grow__doubles),
	};

	return cmocka_run_group_tests_name("base error and mem", tests, NULL, NULL);
}
