/* SPDX-License-Identifier: MIT */
/*
 * test_base_arena.c - memory that is freed all at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"

static void arena_alloc__gives_zeroed_memory_aligned_for_any_type(void **state)
{
	AUTOARENA a = ARENA_INIT;

	(void)state;
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *p = arena_alloc(&a, size);

		assert_non_null(p);
		assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xFF, size);
	}
}

static void arena_alloc__never_hands_out_the_same_bytes_twice(void **state)
{
	AUTOARENA a = ARENA_INIT;
	unsigned char *pieces[400];
	size_t sizes[400];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 400; i++) {
			uint32_t r;

			clock_random(&r, sizeof r);
			sizes[i] = i % 50 == 0 ? 5000 + r % 90000 : r % 300;
			pieces[i] = arena_alloc(&a, sizes[i]);
			memset(pieces[i], (int)(i % 251), sizes[i]);
		}
		for (size_t i = 0; i < 400; i++)
			for (size_t at = 0; at < sizes[i]; at++)
				assert_int_equal(pieces[i][at], i % 251);
		arena_clear(&a);
	}
}

static void arena_alloc__serves_a_small_request_after_a_huge_first_one(void **state)
{
	AUTOARENA a = ARENA_INIT;
	char *huge = arena_alloc(&a, 5 << 20);
	char *small = arena_strdup(&a, "small");

	(void)state;
	memset(huge, 'x', 5 << 20);
	assert_string_equal(small, "small");
}

static void arena_clear__keeps_a_block_and_its_memory_comes_back_zeroed(void **state)
{
	AUTOARENA a = ARENA_INIT;
	unsigned char *first = arena_alloc(&a, 100);
	unsigned char *again;

	(void)state;
	memset(first, 0xAA, 100);
	arena_clear(&a);
	again = arena_alloc(&a, 100);
	assert_ptr_equal(first, again);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(again[i], 0);
}

static void arena_clear__gives_a_huge_block_back(void **state)
{
	AUTOARENA a = ARENA_INIT;

	(void)state;
	arena_alloc(&a, 5 << 20);
	arena_clear(&a);
	assert_null(a.head);
}

static void arena_strings__are_copied_and_terminated(void **state)
{
	AUTOARENA a = ARENA_INIT;
	char source[] = "OIG-12-130";
	char *copy = arena_strdup(&a, source);

	(void)state;
	source[0] = 'x';
	assert_string_equal(copy, "OIG-12-130");
	assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
	assert_string_equal(arena_printf(&a, "%s/%d", "OIG-12-130", 2), "OIG-12-130/2");
	assert_string_equal(arena_printf(&a, "%s", ""), "");
	assert_null(arena_strdup(&a, NULL));
	assert_null(arena_strndup(&a, NULL, 0));
}

static void arena_release__may_be_followed_by_new_use(void **state)
{
	struct arena a = ARENA_INIT;

	(void)state;
	arena_release(&a);
	arena_strdup(&a, "one");
	arena_release(&a);
	assert_string_equal(arena_strdup(&a, "two"), "two");
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_alloc__gives_zeroed_memory_aligned_for_any_type),
		cmocka_unit_test(arena_alloc__never_hands_out_the_same_bytes_twice),
		cmocka_unit_test(arena_alloc__serves_a_small_request_after_a_huge_first_one),
		cmocka_unit_test(arena_clear__keeps_a_block_and_its_memory_comes_back_zeroed),
		cmocka_unit_test(arena_clear__gives_a_huge_block_back),
		cmocka_unit_test(arena_strings__are_copied_and_terminated),
		cmocka_unit_test(arena_release__may_be_followed_by_new_use),
	};

	return cmocka_run_group_tests_name("base arena", tests, NULL, NULL);
}
