/* SPDX-License-Identifier: MIT */
/*
 * test_base_utf8.c - decoding, normal form, clusters, words and widths.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/clock.h"
#include "base/utf8.h"

/* Characters that meet in surprising ways: marks, Hangul, flags, joiners, case without pairs. */
static const uint32_t pool[] = {
	'a',    'b',    'A',    ' ',    '\n',   '\r',    '0',    '_',     0xE9,    0xDF,    0x130,
	0x300,  0x301,  0x316,  0x327,  0x344,  0x345,   0x340,  0xF73,   0xF71,   0x1E9B,  0x323,
	0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x3B1,   0x1FB3, 0x3C3,   0x3C2,   0x212A,  0x212B,
	0x200D, 0xFE0F, 0x2764, 0x1F468, 0x1F3FD, 0x1F1E9, 0x1F1EA, 0x1F600, 0x4E00, 0x600, 0x903,
	0xFB01, 0x1D15E, 0x5AE, 0x59A,
};

static uint32_t random_below(uint32_t end)
{
	uint32_t r;

	clock_random(&r, sizeof r);
	return r % end;
}

static void random_text(struct buf *b, uint32_t most)
{
	uint32_t count = random_below(most + 1);
	char text[4];

	buf_clear(b);
	while (count--) {
		uint32_t cp = pool[random_below(sizeof pool / sizeof pool[0])];

		buf_add(b, text, utf8_encode(cp, text));
	}
}

static void utf8_decode__reads_back_every_character(void **state)
{
	char text[4];

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		uint32_t back;
		size_t len;

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		len = utf8_encode(cp, text);
		if (utf8_decode(text, len, &back) != len || back != cp)
			fail_msg("U+%04X comes back as U+%04X", cp, back);
		/* One byte short it is no character. */
		if (len > 1) {
			assert_int_equal(utf8_decode(text, len - 1, &back), 1);
			assert_int_equal(back, UTF8_BAD);
		}
	}
}

static void utf8_decode__refuses_what_is_not_strict(void **state)
{
	static const char *const wrong[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF",
		"\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF",
		"\xC3(", "\xE2\x82(", "\xF0\x9F\x98(",
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		uint32_t cp = 0;

		assert_int_equal(utf8_decode(wrong[i], strlen(wrong[i]), &cp), 1);
		assert_int_equal(cp, UTF8_BAD);
		assert_false(utf8_valid(wrong[i], strlen(wrong[i]), NULL));
	}
}

static void utf8_encode__replaces_what_is_no_character(void **state)
{
	char text[4];

	(void)state;
	assert_int_equal(utf8_encode(0xD800, text), 3);
	assert_memory_equal(text, "\xEF\xBF\xBD", 3);
	assert_int_equal(utf8_encode(UTF8_BAD, text), 3);
	assert_memory_equal(text, "\xEF\xBF\xBD", 3);
}

static void utf8_valid__says_where_the_first_wrong_byte_is(void **state)
{
	size_t bad = 99;

	(void)state;
	assert_true(utf8_valid("caf\xC3\xA9", 5, &bad));
	assert_true(utf8_valid("", 0, &bad));
	assert_int_equal(bad, 99);
	assert_false(utf8_valid("caf\xC3\xA9\xFF\xFF", 7, &bad));
	assert_int_equal(bad, 5);
	assert_false(utf8_valid("ab\0c", 4, &bad));
	assert_int_equal(bad, 2);
}

static void utf8_storable__takes_tab_and_in_long_texts_line_feeds(void **state)
{
	size_t bad = 99;

	(void)state;
	assert_true(utf8_storable("a\tb \xC3\xA9", 6, false, &bad));
	assert_true(utf8_storable("a\nb", 3, true, &bad));
	assert_false(utf8_storable("a\nb", 3, false, &bad));
	assert_int_equal(bad, 1);
	assert_false(utf8_storable("ab\r\n", 4, true, &bad));
	assert_int_equal(bad, 2);
	assert_false(utf8_storable("\x1b[m", 3, true, &bad));
	assert_false(utf8_storable("a\x7f", 2, true, &bad));
	assert_false(utf8_storable("a\xC2\x9B", 3, true, &bad));
	assert_false(utf8_storable("a\0", 2, true, &bad));
	assert_false(utf8_storable("a\xFF", 2, true, NULL));
	assert_true(utf8_storable("\xC2\xA0", 2, false, NULL));
}

static void assert_nfc(const char *text, const char *expected)
{
	AUTOBUF b = BUF_INIT;

	utf8_nfc(&b, text, strlen(text));
	assert_string_equal(b.s, expected);
}

static void utf8_nfc__composes_and_orders_marks(void **state)
{
	(void)state;
	assert_nfc("", "");
	assert_nfc("plain", "plain");
	assert_nfc("e\xCC\x81", "\xC3\xA9");
	assert_nfc("A\xCC\x8A and \xE2\x84\xAB", "\xC3\x85 and \xC3\x85");
	assert_nfc("a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81"); /* the dot below comes first */
	assert_nfc("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81"); /* Hangul */
	assert_nfc("\xEF\xAC\x81", "\xEF\xAC\x81"); /* fi ligature: no compatibility mapping */
}

static void utf8_nfc__agrees_with_the_library_on_random_text(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF ours = BUF_INIT;
	AUTOBUF twice = BUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		utf8proc_uint8_t *theirs;

		random_text(&text, i % 10 == 0 ? 60 : 8);
		buf_clear(&ours);
		buf_clear(&twice);
		utf8_nfc(&ours, text.s, text.len);
		theirs = utf8proc_NFC((const utf8proc_uint8_t *)text.s);
		assert_string_equal(ours.s, (const char *)theirs);
		free(theirs);
		utf8_nfc(&twice, ours.s, ours.len);
		assert_string_equal(twice.s, ours.s);
	}
}

/* With a sort that takes quadratic time this test does not end. */
static void utf8_nfc__orders_a_million_marks(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF out = BUF_INIT;
	const size_t count = 500000;

	(void)state;
	buf_adds(&text, "x");
	for (size_t i = 0; i < count; i++)
		buf_adds(&text, "\xCC\x81\xCC\xA7"); /* acute, then cedilla, which goes first */
	utf8_nfc(&out, text.s, text.len);
	assert_int_equal(out.len, text.len);
	for (size_t i = 0; i < count; i++) {
		assert_memory_equal(out.s + 1 + 2 * i, "\xCC\xA7", 2);
		assert_memory_equal(out.s + 1 + 2 * (count + i), "\xCC\x81", 2);
	}
}

static bool same_folded(const char *a, const char *b)
{
	AUTOBUF one = BUF_INIT;
	AUTOBUF two = BUF_INIT;

	utf8_fold(&one, a, strlen(a));
	utf8_fold(&two, b, strlen(b));
	return strcmp(one.s, two.s) == 0;
}

static void utf8_fold__makes_cases_equal(void **state)
{
	(void)state;
	assert_true(same_folded("OIG-12-130", "oig-12-130"));
	assert_true(same_folded("STRASSE", "stra\xC3\x9F""e"));
	assert_true(same_folded("\xC3\x89t\xC3\xA9", "e\xCC\x81T\xC3\x89"));
	assert_true(same_folded("\xCE\xA3\xCE\x9F\xCE\xA3", "\xCF\x83\xCE\xBF\xCF\x82"));
	assert_false(same_folded("e", "\xC3\xA9"));
}

static void utf8_fold__of_its_output_is_itself(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF once = BUF_INIT;
	AUTOBUF twice = BUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		random_text(&text, 8);
		buf_clear(&once);
		buf_clear(&twice);
		utf8_fold(&once, text.s, text.len);
		utf8_fold(&twice, once.s, once.len);
		assert_string_equal(twice.s, once.s);
	}
}

static void utf8_contains__ignores_case(void **state)
{
	(void)state;
	assert_true(utf8_contains("Job Series Plan", "series"));
	assert_true(utf8_contains("Job Series Plan", "JOB SERIES PLAN"));
	assert_true(utf8_contains("Job Series Plan", ""));
	assert_true(utf8_contains("", ""));
	assert_false(utf8_contains("", "x"));
	assert_false(utf8_contains("plan", "plans"));
	assert_true(utf8_contains("Caf\xC3\xA9 M\xC3\x9CNCHEN", "m\xC3\xBCnchen"));
	assert_true(utf8_contains("273 \xE2\x84\xAA""elvin", "kelvin"));
	assert_true(utf8_contains("caf\xC3\xA9", "CAFE\xCC\x81"));
	assert_false(utf8_contains("caf\xC3\xA9", "cafe"));
}

static void assert_clusters(const char *text, const size_t *ends, size_t count)
{
	size_t len = strlen(text), at = 0;

	for (size_t i = 0; i < count; i++) {
		at = utf8_next(text, len, at);
		assert_int_equal(at, ends[i]);
	}
	assert_int_equal(at, len);
	for (size_t i = count; i-- > 0;) {
		at = utf8_prev(text, len, at);
		assert_int_equal(at, i ? ends[i - 1] : 0);
	}
}

#define CLUSTERS(text, ...)                                                         \
	do {                                                                        \
		static const size_t ends_[] = { __VA_ARGS__ };                      \
		assert_clusters(text, ends_, sizeof ends_ / sizeof ends_[0]);       \
	} while (0)

static void utf8_next__steps_over_what_people_see_as_one(void **state)
{
	(void)state;
	CLUSTERS("abc", 1, 2, 3);
	CLUSTERS("e\xCC\x81x", 3, 4);
	CLUSTERS("a\r\nb", 1, 3, 4);
	/* Two flags, and a lone letter of a flag. */
	CLUSTERS("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7\xF0\x9F\x87\xA9",
		 8, 16, 20);
	/* A family: man, joiner, woman, joiner, girl. */
	CLUSTERS("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7!",
		 18, 19);
	CLUSTERS("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8k", 9, 10);
	CLUSTERS("\xFF\xFE", 1, 2);
	assert_int_equal(utf8_next("abc", 3, 3), 3);
	assert_int_equal(utf8_next("abc", 3, 9), 3);
	assert_int_equal(utf8_prev("abc", 3, 0), 0);
	assert_int_equal(utf8_prev("abc", 3, 9), 2);
	assert_int_equal(utf8_next("", 0, 0), 0);
}

static void utf8_prev__finds_the_boundaries_that_next_found(void **state)
{
	AUTOBUF text = BUF_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		size_t ends[64], count = 0, at = 0;

		random_text(&text, 40);
		while (at < text.len) {
			size_t next = utf8_next(text.s, text.len, at);

			assert_true(next > at && next <= text.len);
			ends[count++] = at = next;
		}
		while (count--) {
			at = utf8_prev(text.s, text.len, at);
			assert_int_equal(at, count ? ends[count - 1] : 0);
		}
		assert_int_equal(at, 0);
	}
}

static void utf8_steps__always_move_on_random_bytes(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++) {
		char bytes[40];
		size_t len = random_below(sizeof bytes + 1);
		size_t at = 0;

		clock_random(bytes, sizeof bytes);
		while (at < len) {
			size_t next = utf8_next(bytes, len, at);

			assert_true(next > at && next <= len);
			assert_true(utf8_prev(bytes, len, next) < next);
			assert_true(utf8_next_word(bytes, len, at) > at);
			assert_true(utf8_prev_word(bytes, len, next) < next);
			at = next;
		}
	}
}

static void utf8_words__begin_after_what_is_no_letter(void **state)
{
	const char *text = "OIG-12 the \xC3\xA9t\xC3\xA9, end.";
	static const size_t starts[] = { 4, 7, 11, 18, 22 };
	static const size_t back[] = { 18, 11, 7, 4, 0 };
	size_t len = strlen(text), at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		at = utf8_next_word(text, len, at);
		assert_int_equal(at, starts[i]);
	}
	assert_int_equal(at, len);
	for (size_t i = 0; i < sizeof back / sizeof back[0]; i++) {
		at = utf8_prev_word(text, len, at);
		assert_int_equal(at, back[i]);
	}
	assert_int_equal(utf8_prev_word(text, len, 9), 7);
	/* A mark belongs to the star before it, not to the word after. */
	assert_int_equal(utf8_prev_word("a *\xCC\x81""b", 6, 6), 2);
}

static void check_widths(void)
{
	assert_int_equal(utf8_char_width('a'), 1);
	assert_int_equal(utf8_char_width(0xE9), 1);
	assert_int_equal(utf8_char_width(0x301), 0);
	assert_int_equal(utf8_char_width(0x4E00), 2);
	assert_int_equal(utf8_char_width(0x1F600), 2);
	assert_int_equal(utf8_char_width(0x1B), -1);
	assert_int_equal(utf8_char_width(0x7F), -1);
	assert_int_equal(utf8_char_width(0x9B), -1);
	assert_int_equal(utf8_char_width('\n'), -1);
	assert_int_equal(utf8_char_width(UTF8_BAD), -1);
	assert_int_equal(utf8_width("", 0), 0);
	assert_int_equal(utf8_width("\xCD\xB8", 2), 1); /* not assigned */
	assert_int_equal(utf8_width("a\nb", 3), 2);
	assert_int_equal(utf8_width("a\xE4\xB8\x80\xC3\xA9""e\xCC\x81", 9), 5);
}

static void utf8_plain__ends_where_a_byte_is_no_cell(void **state)
{
	static const struct {
		const char *s;
		size_t plain;
	} cases[] = {
		{ "", 0 }, { " ~", 2 }, { "a\tb", 1 }, { "a\x7f", 1 }, { "e\xcc\x81", 1 }, { "\xc3\xa9", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(utf8_plain(cases[i].s, strlen(cases[i].s)), cases[i].plain);
}

static void utf8_width__counts_cells(void **state)
{
	(void)state;
	check_widths();
}

static void utf8_width__stays_sane_in_the_c_locale(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C"));
	check_widths();
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
}

static void assert_clip(const char *text, int cells, size_t bytes, int used)
{
	int got = -1;

	assert_int_equal(utf8_clip(text, strlen(text), cells, &got), bytes);
	assert_int_equal(got, used);
}

static void utf8_clip__never_cuts_a_cluster(void **state)
{
	(void)state;
	assert_clip("abcdef", 3, 3, 3);
	assert_clip("abc", 9, 3, 3);
	assert_clip("abc", 0, 0, 0);
	assert_clip("abc", -5, 0, 0);
	assert_clip("ae\xCC\x81""b", 2, 4, 2);
	assert_clip("\xE4\xB8\x80\xE4\xB8\x80", 3, 3, 2);
	assert_clip("\xE4\xB8\x80", 1, 0, 0);
	assert_int_equal(utf8_clip("abc", 3, 2, NULL), 2);
}

static int setup(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
	return setenv("CLOSEOUT_TEST_SEED", "20120925", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_decode__reads_back_every_character),
		cmocka_unit_test(utf8_decode__refuses_what_is_not_strict),
		cmocka_unit_test(utf8_encode__replaces_what_is_no_character),
		cmocka_unit_test(utf8_valid__says_where_the_first_wrong_byte_is),
		cmocka_unit_test(utf8_storable__takes_tab_and_in_long_texts_line_feeds),
		cmocka_unit_test(utf8_nfc__composes_and_orders_marks),
		cmocka_unit_test(utf8_nfc__agrees_with_the_library_on_random_text),
		cmocka_unit_test(utf8_nfc__orders_a_million_marks),
		cmocka_unit_test(utf8_fold__makes_cases_equal),
		cmocka_unit_test(utf8_fold__of_its_output_is_itself),
		cmocka_unit_test(utf8_contains__ignores_case),
		cmocka_unit_test(utf8_next__steps_over_what_people_see_as_one),
		cmocka_unit_test(utf8_prev__finds_the_boundaries_that_next_found),
		cmocka_unit_test(utf8_steps__always_move_on_random_bytes),
		cmocka_unit_test(utf8_words__begin_after_what_is_no_letter),
		cmocka_unit_test(utf8_plain__ends_where_a_byte_is_no_cell),
		cmocka_unit_test(utf8_width__counts_cells),
		cmocka_unit_test(utf8_width__stays_sane_in_the_c_locale),
		cmocka_unit_test(utf8_clip__never_cuts_a_cluster),
	};

	return cmocka_run_group_tests_name("base utf8", tests, setup, NULL);
}
