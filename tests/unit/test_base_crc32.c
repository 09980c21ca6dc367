/* SPDX-License-Identifier: MIT */
/* test_base_crc32.c - the checksum other programs compute, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/crc32.h"

static void crc32_add__gives_the_known_checksums(void **state)
{
	static const char fox[] = "The quick brown fox jumps over the lazy dog";
	static const unsigned char high[] = { 0xFF, 0xFF, 0xFF, 0xFF };

	(void)state;
	assert_int_equal(crc32_add(0, "", 0), 0);
	assert_int_equal(crc32_add(0, "123456789", 9), 0xCBF43926);
	assert_int_equal(crc32_add(0, fox, strlen(fox)), 0x414FA339);
	assert_int_equal(crc32_add(0, high, sizeof high), 0xFFFFFFFF);
	assert_int_equal(crc32_add(0, "\0", 1), 0xD202EF8D);
}

static void crc32_add__continues_where_it_left(void **state)
{
	static const char text[] = "in pieces of any size";
	uint32_t whole = crc32_add(0, text, sizeof text);

	(void)state;
	for (size_t i = 0; i <= sizeof text; i++)
		assert_int_equal(crc32_add(crc32_add(0, text, i), text + i, sizeof text - i),
				 whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(crc32_add__gives_the_known_checksums),
		cmocka_unit_test(crc32_add__continues_where_it_left),
	};

	return cmocka_run_group_tests_name("base crc32", tests, NULL, NULL);
}
