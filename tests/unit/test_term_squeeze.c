/* SPDX-License-Identifier: MIT */
/* test_term_squeeze.c - only what changes nothing is taken out of a frame. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/private.h"

static void assert_squeezed(const char *letters, const char *from, const char *to)
{
	char frame[256];

	memcpy(frame, from, strlen(from));
	frame[squeeze(letters, frame, strlen(from))] = '\0';
	assert_string_equal(frame, to);
}

static void squeeze__takes_out_the_choice_of_letters(void **state)
{
	(void)state;
	assert_squeezed("\033(B", "a\033(B\033[0;1mb\033(B", "a\033[0;1mb");
	assert_squeezed("\017", "a\033[m\017b\017", "a\033[mb");
	assert_squeezed("", "a\033(B\033[mb", "a\033(B\033[mb");
}

static void squeeze__takes_out_a_colour_that_goes_back_with_everything(void **state)
{
	(void)state;
	assert_squeezed("\033(B", "\033[38;5;196mx\033[39m\033(B\033[m ", "\033[38;5;196mx\033[m ");
	assert_squeezed("", "x\033[39;49m\033[0;7my", "x\033[0;7my");
	assert_squeezed("\017", "x\033[49m\017\033[0m", "x\033[0m");
}

static void squeeze__leaves_everything_else(void **state)
{
	(void)state;
	assert_squeezed("\033(B", "x\033[39my\033[4dz", "x\033[39my\033[4dz");
	assert_squeezed("\033(B", "x\033[39m\033[1m", "x\033[39m\033[1m");
	assert_squeezed("\033(B", "(B[39m[m\r\n", "(B[39m[m\r\n");
	assert_squeezed("\033(B", "cut\033[39m", "cut\033[39m");
	assert_squeezed("\033(B", "cut\033(", "cut\033(");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(squeeze__takes_out_the_choice_of_letters),
		cmocka_unit_test(squeeze__takes_out_a_colour_that_goes_back_with_everything),
		cmocka_unit_test(squeeze__leaves_everything_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
