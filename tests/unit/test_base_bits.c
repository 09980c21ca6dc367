/* SPDX-License-Identifier: MIT */
/* test_base_bits.c - sets of row ids. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bits.h"

static void bits__hold_what_was_put_in_and_nothing_else(void **state)
{
	AUTOBITS b = BITS_INIT;

	(void)state;
	assert_false(bits_has(&b, 0));
	assert_int_equal(bits_next(&b, 0), -1);
	bits_put(&b, 0);
	bits_put(&b, 63);
	bits_put(&b, 64);
	bits_put(&b, 100000);
	assert_true(bits_has(&b, 0) && bits_has(&b, 63) && bits_has(&b, 64) &&
		    bits_has(&b, 100000));
	assert_false(bits_has(&b, 1) || bits_has(&b, 65) || bits_has(&b, 99999));
	assert_false(bits_has(&b, UINT32_MAX));
	assert_int_equal(bits_count(&b), 4);
}

static void bits__are_walked_in_order(void **state)
{
	static const uint32_t in[] = { 3, 64, 65, 127, 128, 4096 };
	AUTOBITS b = BITS_INIT;
	int64_t at = -1;

	(void)state;
	for (size_t i = 0; i < sizeof in / sizeof *in; i++)
		bits_put(&b, in[i]);
	for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
		at = bits_next(&b, (uint32_t)(at + 1));
		assert_int_equal(at, in[i]);
	}
	assert_int_equal(bits_next(&b, 4097), -1);
	assert_int_equal(bits_next(&b, UINT32_MAX), -1);
}

static void bits__join_and_cut_whatever_their_lengths(void **state)
{
	AUTOBITS few = BITS_INIT, many = BITS_INIT, all = BITS_INIT;

	(void)state;
	bits_put(&few, 5);
	bits_put(&many, 5);
	bits_put(&many, 1000);
	bits_fill(&all, 70);
	assert_int_equal(bits_count(&all), 70);
	assert_true(bits_has(&all, 69));
	assert_false(bits_has(&all, 70));
	bits_without(&all, &many);
	assert_int_equal(bits_count(&all), 69);
	bits_or(&few, &many);
	assert_int_equal(bits_count(&few), 2);
	bits_and(&many, &all);
	assert_int_equal(bits_count(&many), 0);
	bits_and(&few, &all);
	assert_int_equal(bits_count(&few), 0);
	bits_fill(&all, 128);
	assert_int_equal(bits_count(&all), 128);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bits__hold_what_was_put_in_and_nothing_else),
		cmocka_unit_test(bits__are_walked_in_order),
		cmocka_unit_test(bits__join_and_cut_whatever_their_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
