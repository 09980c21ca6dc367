/* SPDX-License-Identifier: MIT */
/*
 * test_base_visible.c - the one text filter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

#define RUNS 200000

static void assert_shown(const char *text, size_t len, unsigned keep, const char *expected)
{
	AUTOBUF b = BUF_INIT;

	utf8_visible(&b, text, len, keep);
	assert_string_equal(b.s, expected);
	assert_int_equal(utf8_is_visible(text, len, keep),
			 strlen(expected) == len && memcmp(text, expected, len) == 0);
}

#define SHOWN(text, expected) assert_shown(text, sizeof(text) - 1, UTF8_FILTER_NONE, expected)

static void utf8_visible__leaves_plain_text_alone(void **state)
{
	(void)state;
	SHOWN("", "");
	SHOWN("Resolved, open", "Resolved, open");
	SHOWN("caf\xC3\xA9 \xE2\x80\x94 \xE4\xB8\x80 ~", "caf\xC3\xA9 \xE2\x80\x94 \xE4\xB8\x80 ~");
	SHOWN("e\xCC\x81", "e\xCC\x81");
	SHOWN(" \xCC\x81", " \xCC\x81");
	SHOWN("\xC2\xA0", "\xC2\xA0");
	SHOWN("\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8");
}

static void utf8_visible__shows_controls_as_tokens(void **state)
{
	(void)state;
	SHOWN("\x1b[31mred", "<1B>[31mred");
	SHOWN("\x1b]0;title\x07", "<1B>]0;title<07>");
	SHOWN("a\0b", "a<00>b");
	SHOWN("a\x7f", "a<7F>");
	SHOWN("a\rb\bc", "a<0D>b<08>c");
	SHOWN("\xC2\x9B""2J", "<9B>2J");
	SHOWN("\xC2\x85", "<85>");
}

static void utf8_visible__keeps_line_feed_and_tab_only_when_asked(void **state)
{
	(void)state;
	SHOWN("a\nb\tc", "a<0A>b c");
	assert_shown("a\nb\tc", 5, UTF8_KEEP_LF, "a\nb c");
	assert_shown("a\nb\tc", 5, UTF8_KEEP_TAB, "a<0A>b\tc");
	assert_shown("a\nb\tc", 5, UTF8_KEEP_LF | UTF8_KEEP_TAB, "a\nb\tc");
}

static void utf8_visible__shows_what_turns_or_hides_text(void **state)
{
	(void)state;
	SHOWN("a\xE2\x80\xAE""b", "a<202E>b");         /* right-to-left override */
	SHOWN("a\xE2\x81\xA7""b", "a<2067>b");         /* right-to-left isolate */
	SHOWN("a\xE2\x80\x8F", "a<200F>");             /* right-to-left mark */
	SHOWN("a\xD8\x9C", "a<61C>");                  /* Arabic letter mark */
	SHOWN("a\xE2\x80\x8B""b", "a<200B>b");         /* zero width space */
	SHOWN("a\xE2\x80\x8C""b", "a<200C>b");         /* zero width non-joiner */
	SHOWN("a\xE2\x81\xA0", "a<2060>");             /* word joiner */
	SHOWN("\xEF\xBB\xBF""a", "<FEFF>a");           /* byte order mark */
	SHOWN("a\xC2\xAD", "a<AD>");                   /* soft hyphen */
	SHOWN("a\xE2\x80\xA8\xE2\x80\xA9", "a<2028><2029>");
	SHOWN("a\xF3\xA0\x81\x81", "a<E0041>");        /* tag letter */
	SHOWN("a\xF3\xA0\x84\x80", "a<E0100>");        /* variation selector */
	SHOWN("a\xCD\x8F", "a<34F>");                  /* grapheme joiner */
	SHOWN("\xE3\x85\xA4", "<3164>");               /* Hangul filler */
	SHOWN("\xEF\xBF\xBF", "<FFFF>");
	SHOWN("\xEF\xB7\x90", "<FDD0>");
	SHOWN("\xF4\x8F\xBF\xBF", "<10FFFF>");
	SHOWN("\xCD\xB8", "<378>");                    /* not assigned */
}

static void utf8_visible__shows_invalid_bytes(void **state)
{
	(void)state;
	SHOWN("a\xFF""b", "a<FF>b");
	SHOWN("\xC3", "<C3>");
	SHOWN("\xED\xA0\x80", "<ED><A0><80>");
	SHOWN("\xC0\xAF", "<C0><AF>");
	SHOWN("\x9B""31m", "<9B>31m");
}

static void utf8_visible__keeps_joiners_inside_emoji_only(void **state)
{
	(void)state;
	SHOWN("\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
	      "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9"); /* man, joiner, woman */
	SHOWN("\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4\xEF\xB8\x8F"); /* red heart */
	SHOWN("\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5",
	      "\xE2\x9D\xA4\xEF\xB8\x8F\xE2\x80\x8D\xF0\x9F\x94\xA5"); /* heart on fire */
	SHOWN("\xF0\x9F\x91\xA8\xF0\x9F\x8F\xBD\xE2\x80\x8D\xF0\x9F\x9A\x80",
	      "\xF0\x9F\x91\xA8\xF0\x9F\x8F\xBD\xE2\x80\x8D\xF0\x9F\x9A\x80"); /* skin tone */
	SHOWN("1\xEF\xB8\x8F\xE2\x83\xA3", "1\xEF\xB8\x8F\xE2\x83\xA3"); /* keycap */
	SHOWN("a\xE2\x80\x8D""b", "a<200D>b");
	SHOWN("\xF0\x9F\x91\xA8\xE2\x80\x8D", "\xF0\x9F\x91\xA8<200D>");
	SHOWN("\xF0\x9F\x91\xA8\xE2\x80\x8D""b", "\xF0\x9F\x91\xA8<200D>b");
	SHOWN("a\xEF\xB8\x8F", "a<FE0F>");
	SHOWN("1\xEF\xB8\x8F", "1<FE0F>");
	SHOWN("\xE2\x9D\xA4\xEF\xB8\x8F\xEF\xB8\x8F", "\xE2\x9D\xA4\xEF\xB8\x8F<FE0F>");
}

static void utf8_visible__gives_every_mark_a_base_and_a_base_eight(void **state)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF shown = BUF_INIT;

	(void)state;
	SHOWN("\xCC\x81x", "<301>x");
	SHOWN("\xE1\x85\xA1x", "<1161>x"); /* a Hangul vowel is drawn onto the letter before */
	assert_shown("a\n\xCC\x81", 4, UTF8_KEEP_LF, "a\n<301>");
	assert_shown("a\t\xCC\x81", 4, UTF8_KEEP_TAB, "a\t<301>");
	buf_adds(&text, "a");
	for (int i = 0; i < 8; i++)
		buf_adds(&text, "\xCC\x81");
	assert_true(utf8_is_visible(text.s, text.len, UTF8_FILTER_NONE));
	for (int i = 0; i < 100; i++)
		buf_adds(&text, "\xCC\x81");
	assert_false(utf8_is_visible(text.s, text.len, UTF8_FILTER_NONE));
	buf_adds(&text, "b\xCC\x81");
	utf8_visible(&shown, text.s, text.len, UTF8_FILTER_NONE);
	assert_int_equal(shown.len, 1 + 8 * 2 + 3);
}

/* There libc has no widths to help. */
static void utf8_visible__hides_nothing_in_the_c_locale(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C"));
	SHOWN("caf\xC3\xA9", "caf\xC3\xA9");
	utf8_visible__shows_controls_as_tokens(NULL);
	utf8_visible__shows_what_turns_or_hides_text(NULL);
	utf8_visible__shows_invalid_bytes(NULL);
	utf8_visible__keeps_joiners_inside_emoji_only(NULL);
	utf8_visible__gives_every_mark_a_base_and_a_base_eight(NULL);
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
}

/* What must never come out, written down without the tables that the filter uses. */
static const struct {
	uint32_t first, last;
} forbidden[] = {
	{ 0x00, 0x1F },       { 0x7F, 0x9F },       { 0xAD, 0xAD },       { 0x34F, 0x34F },
	{ 0x61C, 0x61C },     { 0x115F, 0x1160 },   { 0x180E, 0x180E },   { 0x200B, 0x200C },
	{ 0x200E, 0x200F },   { 0x2028, 0x202E },   { 0x2060, 0x206F },   { 0x3164, 0x3164 },
	{ 0xD800, 0xDFFF },   { 0xFDD0, 0xFDEF },   { 0xFE00, 0xFE0E },   { 0xFEFF, 0xFEFF },
	{ 0xFFA0, 0xFFA0 },   { 0xFFF0, 0xFFFB },   { 0xFFFE, 0xFFFF },   { 0x1BCA0, 0x1BCA3 },
	{ 0x1D173, 0x1D17A }, { 0x1FFFE, 0x1FFFF }, { 0xE0000, 0xE0FFF }, { 0x10FFFE, 0x10FFFF },
};

static bool is_forbidden(uint32_t cp)
{
	for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++)
		if (cp >= forbidden[i].first && cp <= forbidden[i].last)
			return true;
	return cp == UTF8_BAD;
}

static void check_output(const struct buf *out, unsigned keep)
{
	uint32_t cp, before = 0;
	int zero = 0;

	for (size_t at = 0; at < out->len;) {
		bool kept;
		int width;

		at += utf8_decode(out->s + at, out->len - at, &cp);
		kept = (cp == '\n' && (keep & UTF8_KEEP_LF)) ||
		       (cp == '\t' && (keep & UTF8_KEEP_TAB));
		if (is_forbidden(cp) && !kept)
			fail_msg("U+%04X came out", cp);
		/* Joiners only right after something that is not ASCII, or in a keycap. */
		if (cp == 0x200D || cp == 0xFE0F)
			assert_true(before >= 0xA9 ||
				    (cp == 0xFE0F && before >= '#' && before <= '9'));
		width = utf8_char_width(cp);
		assert_true(kept || width >= 0);
		zero = width == 0 ? zero + 1 : 0;
		assert_true(zero <= 8 + 2);
		before = cp;
	}
}

/* Bytes of many kinds: pure noise, noise with valid characters, and the dangerous ones in a row. */
static void random_input(struct buf *b, int kind)
{
	static const uint32_t pool[] = {
		'a', '1', '#', '*', ' ', '<', '>', '\n', '\t', 0x1B, 0x9B, 0x301, 0x301,
		0x20E3, 0x200D, 0xFE0F, 0x2764, 0x1F468, 0x1F3FD, 0xA9, 0x202E, 0x200B, 0x1160,
		0x1161, 0x1100, 0xAC00, 0xE0061, 0x1F1E9, 0xFFFF, 0x378, 0x903, 0x4E00, 0x1F6DC,
		0x1FAE9, 0x488,
	};
	const size_t count = sizeof pool / sizeof pool[0];
	unsigned char noise[64];
	char text[4];

	buf_clear(b);
	clock_random(noise, sizeof noise);
	for (size_t i = 1; i < 1 + noise[0] % 40u; i++) {
		uint32_t cp = (uint32_t)noise[i] << 13 | (uint32_t)noise[i + 1] << 5 |
			      noise[i + 2] % 32;

		if (kind == 0)
			buf_addc(b, (char)noise[i]);
		else if (kind == 1)
			buf_add(b, text, utf8_encode(cp % 0x110000, text));
		else
			buf_add(b, text, utf8_encode(pool[noise[i] % count], text));
	}
	if (kind == 2 && noise[63] < 16)
		buf_addc(b, (char)noise[62]);
}

static void utf8_visible__is_safe_and_settled_whatever_goes_in(void **state)
{
	AUTOBUF in = BUF_INIT;
	AUTOBUF out = BUF_INIT;
	AUTOBUF again = BUF_INIT;

	(void)state;
	for (int i = 0; i < RUNS; i++) {
		unsigned keep = (unsigned)i / 3 % 4;

		random_input(&in, i % 3);
		buf_clear(&out);
		buf_clear(&again);
		utf8_visible(&out, in.s, in.len, keep);
		assert_true(utf8_valid(out.s, out.len, NULL));
		check_output(&out, keep);
		utf8_visible(&again, out.s, out.len, keep);
		assert_string_equal(again.s, out.s);
		assert_true(utf8_is_visible(out.s, out.len, keep));
		assert_int_equal(utf8_is_visible(in.s, in.len, keep),
				 in.len == out.len && memcmp(in.s, out.s, in.len) == 0);
	}
}

/* Every single character, after a base and alone. */
static void utf8_visible__never_lets_a_forbidden_character_out(void **state)
{
	AUTOBUF out = BUF_INIT;
	char text[5] = "x";

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		size_t len = 1 + utf8_encode(cp, text + 1);
		bool passes = utf8_is_visible(text, len, UTF8_FILTER_NONE);

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		if (passes && (is_forbidden(cp) || cp == 0x200D || cp == 0xFE0F))
			fail_msg("U+%04X passes", cp);
		buf_clear(&out);
		utf8_visible(&out, text, len, UTF8_FILTER_NONE);
		check_output(&out, UTF8_FILTER_NONE);
	}
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
		cmocka_unit_test(utf8_visible__leaves_plain_text_alone),
		cmocka_unit_test(utf8_visible__shows_controls_as_tokens),
		cmocka_unit_test(utf8_visible__keeps_line_feed_and_tab_only_when_asked),
		cmocka_unit_test(utf8_visible__shows_what_turns_or_hides_text),
		cmocka_unit_test(utf8_visible__shows_invalid_bytes),
		cmocka_unit_test(utf8_visible__keeps_joiners_inside_emoji_only),
		cmocka_unit_test(utf8_visible__gives_every_mark_a_base_and_a_base_eight),
		cmocka_unit_test(utf8_visible__hides_nothing_in_the_c_locale),
		cmocka_unit_test(utf8_visible__is_safe_and_settled_whatever_goes_in),
		cmocka_unit_test(utf8_visible__never_lets_a_forbidden_character_out),
	};

	return cmocka_run_group_tests_name("base visible", tests, setup, NULL);
}
