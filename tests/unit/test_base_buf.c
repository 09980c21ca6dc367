/* SPDX-License-Identifier: MIT */
/*
 * test_base_buf.c - a string that grows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void buf_init__is_an_empty_terminated_string(void **state)
{
	AUTOBUF b = BUF_INIT;

	(void)state;
	assert_string_equal(b.s, "");
	assert_int_equal(b.len, 0);
	buf_adds(&b, NULL);
	buf_adds(&b, "");
	buf_cut(&b, 0);
	buf_clear(&b);
	assert_int_equal(b.cap, 0);
	assert_int_equal(buf_empty[0], '\0');
}

static void buf_add__grows_and_stays_terminated(void **state)
{
	AUTOBUF b = BUF_INIT;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		buf_addc(&b, (char)('a' + i % 26));
		assert_int_equal(b.s[b.len], '\0');
	}
	assert_int_equal(b.len, 10000);
	for (int i = 0; i < 10000; i++)
		assert_int_equal(b.s[i], 'a' + i % 26);
}

static void buf_add__holds_nul_bytes(void **state)
{
	AUTOBUF b = BUF_INIT;

	(void)state;
	buf_add(&b, "a\0b", 3);
	buf_adds(&b, "c");
	assert_int_equal(b.len, 4);
	assert_memory_equal(b.s, "a\0bc", 5);
}

static void buf_addf__formats_what_fits_and_what_does_not(void **state)
{
	AUTOBUF b = BUF_INIT;
	char longer[300];

	(void)state;
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	buf_addf(&b, "%s", "");
	assert_string_equal(b.s, "");
	buf_addf(&b, "%d-", 12);
	assert_string_equal(b.s, "12-");
	buf_addf(&b, "%s", longer);
	assert_int_equal(b.len, 3 + 299);
	assert_string_equal(b.s + 3, longer);
	/* Every length around the point where the room ends. */
	for (int n = 0; n < 200; n++) {
		AUTOBUF c = BUF_INIT;

		buf_adds(&c, "1234567890");
		buf_addf(&c, "%.*s", n, longer);
		assert_int_equal(c.len, 10 + n);
		assert_int_equal(strlen(c.s), c.len);
	}
}

static void buf_pad_and_cut__set_the_length(void **state)
{
	AUTOBUF b = BUF_INIT;

	(void)state;
	buf_pad(&b, '-', 5);
	assert_string_equal(b.s, "-----");
	buf_pad(&b, '+', 0);
	buf_cut(&b, 2);
	assert_string_equal(b.s, "--");
	buf_cut(&b, 9);
	assert_int_equal(b.len, 2);
}

static void buf_splice__replaces_in_the_middle(void **state)
{
	static const struct {
		size_t at, remove;
		const char *insert, *expected;
	} cases[] = {
		{ 0, 0, "x", "xabcdef" },   { 6, 0, "x", "abcdefx" },
		{ 2, 2, "", "abef" },       { 2, 2, "XYZ", "abXYZef" },
		{ 0, 6, "", "" },           { 4, 99, "!", "abcd!" },
		{ 99, 1, "end", "abcdefend" }, { 3, 0, "", "abcdef" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		AUTOBUF b = BUF_INIT;

		buf_adds(&b, "abcdef");
		buf_splice(&b, cases[i].at, cases[i].remove, cases[i].insert,
			   strlen(cases[i].insert));
		assert_string_equal(b.s, cases[i].expected);
		assert_int_equal(b.len, strlen(cases[i].expected));
	}
}

static void buf_splice__fills_an_empty_buffer(void **state)
{
	AUTOBUF b = BUF_INIT;

	(void)state;
	buf_splice(&b, 0, 0, "abc", 3);
	assert_string_equal(b.s, "abc");
}

static void buf_detach__hands_the_string_over(void **state)
{
	struct buf b = BUF_INIT;
	size_t len = 99;
	AUTOFREE char *empty = buf_detach(&b, &len);
	AUTOFREE char *text = NULL;

	(void)state;
	assert_string_equal(empty, "");
	assert_ptr_not_equal(empty, buf_empty);
	assert_int_equal(len, 0);
	buf_adds(&b, "mine");
	text = buf_detach(&b, NULL);
	assert_string_equal(text, "mine");
	assert_string_equal(b.s, "");
	assert_int_equal(b.cap, 0);
}

static void buf_clear__keeps_the_memory(void **state)
{
	AUTOBUF b = BUF_INIT;
	const char *memory;

	(void)state;
	buf_adds(&b, "something");
	memory = b.s;
	buf_clear(&b);
	assert_string_equal(b.s, "");
	buf_adds(&b, "else");
	assert_ptr_equal(b.s, memory);
}

static void buf_add_json__escapes_only_what_json_demands(void **state)
{
	AUTOBUF b = BUF_INIT;
	static const char text[] = "a\"b\\c/\b\t\n\f\r\x01\x1f\x7f\0\xC3\xA9<";

	(void)state;
	buf_add_json(&b, text, sizeof text - 1);
	assert_string_equal(b.s, "\"a\\\"b\\\\c/\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\\u0000\xC3\xA9<\"");
	buf_clear(&b);
	buf_add_json(&b, "", 0);
	assert_string_equal(b.s, "\"\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_init__is_an_empty_terminated_string),
		cmocka_unit_test(buf_add__grows_and_stays_terminated),
		cmocka_unit_test(buf_add__holds_nul_bytes),
		cmocka_unit_test(buf_addf__formats_what_fits_and_what_does_not),
		cmocka_unit_test(buf_pad_and_cut__set_the_length),
		cmocka_unit_test(buf_splice__replaces_in_the_middle),
		cmocka_unit_test(buf_splice__fills_an_empty_buffer),
		cmocka_unit_test(buf_detach__hands_the_string_over),
		cmocka_unit_test(buf_clear__keeps_the_memory),
		cmocka_unit_test(buf_add_json__escapes_only_what_json_demands),
	};

	return cmocka_run_group_tests_name("base buf", tests, NULL, NULL);
}
