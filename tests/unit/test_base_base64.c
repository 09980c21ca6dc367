/* SPDX-License-Identifier: MIT */
/* test_base_base64.c - bytes as text and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base64.h"

static void base64__is_that_of_rfc_4648(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },           { "f", "Zg==" },         { "fo", "Zm8=" },         { "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		AUTOBUF text = BUF_INIT, back = BUF_INIT;

		base64_add(&text, rows[i][0], strlen(rows[i][0]));
		assert_string_equal(text.s, rows[i][1]);
		assert_true(base64_read(&back, text.s, text.len));
		assert_string_equal(back.s, rows[i][0]);
	}
}

static void base64__carries_every_byte(void **state)
{
	AUTOBUF bytes = BUF_INIT, text = BUF_INIT, back = BUF_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_addc(&bytes, (char)(i * 7));
	base64_add(&text, bytes.s, bytes.len);
	assert_true(base64_read(&back, text.s, text.len));
	assert_int_equal(back.len, bytes.len);
	assert_memory_equal(back.s, bytes.s, back.len);
}

static void base64__refuses_what_it_does_not_write(void **state)
{
	static const char *const bad[] = { "Z", "Zg", "Zg=", "Zg=a", "=g==", "Z===", "Zm9v Zg==", "Zh==", "Zg==Zg==", "Zm9!" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		AUTOBUF back = BUF_INIT;

		buf_adds(&back, "kept");
		assert_false(base64_read(&back, bad[i], strlen(bad[i])));
		assert_string_equal(back.s, "kept");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64__is_that_of_rfc_4648),
		cmocka_unit_test(base64__carries_every_byte),
		cmocka_unit_test(base64__refuses_what_it_does_not_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
