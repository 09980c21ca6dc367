/* SPDX-License-Identifier: MIT */
/*
 * test_base_key.c - keys by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/key.h"

static void assert_parses(const char *name, uint32_t code, uint8_t mods)
{
	struct key k = { 0, 0 };

	if (!key_parse(name, &k))
		fail_msg("\"%s\" is not read as a key", name);
	assert_int_equal(k.code, code);
	assert_int_equal(k.mods, mods);
}

static void key_parse__reads_characters_and_special_keys(void **state)
{
	(void)state;
	assert_parses("j", 'j', 0);
	assert_parses("J", 'J', 0);
	assert_parses("Space", ' ', 0);
	assert_parses("-", '-', 0);
	assert_parses("?", '?', 0);
	assert_parses("\xC3\xA9", 0xE9, 0);
	assert_parses("F10", KEYCODE_F1 + 9, 0);
	assert_parses("f1", KEYCODE_F1, 0);
	assert_parses("PgDn", KEYCODE_PAGE_DOWN, 0);
	assert_parses("pagedown", KEYCODE_PAGE_DOWN, 0);
	assert_parses("ENTER", KEYCODE_ENTER, 0);
	assert_parses("Escape", KEYCODE_ESC, 0);
}

static void key_parse__reads_modifiers_in_any_case_and_order(void **state)
{
	(void)state;
	assert_parses("Ctrl-S", 's', KEYMOD_CTRL);
	assert_parses("ctrl-s", 's', KEYMOD_CTRL);
	assert_parses("Ctrl-Space", ' ', KEYMOD_CTRL);
	assert_parses("Alt-x", 'x', KEYMOD_ALT);
	assert_parses("Alt-X", 'X', KEYMOD_ALT);
	assert_parses("Shift-Tab", KEYCODE_TAB, KEYMOD_SHIFT);
	assert_parses("Alt-Ctrl-Del", KEYCODE_DELETE, KEYMOD_CTRL | KEYMOD_ALT);
	assert_parses("Ctrl--", '-', KEYMOD_CTRL);
	assert_parses("Ctrl-Shift-Left", KEYCODE_LEFT, KEYMOD_CTRL | KEYMOD_SHIFT);
}

static void key_parse__reads_ctrl_letters_as_the_keys_terminals_send_for_them(void **state)
{
	(void)state;
	assert_parses("Ctrl-I", KEYCODE_TAB, 0);
	assert_parses("Ctrl-M", KEYCODE_ENTER, 0);
	assert_parses("Ctrl-[", KEYCODE_ESC, 0);
	assert_parses("Alt-Ctrl-I", KEYCODE_TAB, KEYMOD_ALT);
}

static void key_parse__refuses_what_is_no_key(void **state)
{
	static const char *const wrong[] = {
		"",        " ",          "jj",       "Ctrl-",   "Ctrl",    "Shift-a",  "F0",
		"F13",     "Ctrl-Ctrl-s", "\x1b",    "\x7f",    "\xC2\x9B", "\xFF",    "Hyper-x",
		"Unknown", "Space ",      "Ctrl- s", "Ctrl-\xC3\xA9", "Enter Enter",
	};
	struct key k = { 'k', KEYMOD_ALT };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (key_parse(wrong[i], &k))
			fail_msg("\"%s\" is read as a key", wrong[i]);
	assert_false(key_parse(NULL, &k));
	assert_int_equal(k.code, 'k');
	assert_int_equal(k.mods, KEYMOD_ALT);
}

static bool has_another_name(struct key k)
{
	return (k.mods & KEYMOD_CTRL) && (k.code == 'i' || k.code == 'm' || k.code == '[');
}

static bool can_be_typed(struct key k)
{
	bool character = k.code < KEYCODE_SPECIAL;
	bool upper = k.code >= 'A' && k.code <= 'Z';

	if (character && (k.mods & KEYMOD_SHIFT))
		return false;
	return !character || !(k.mods & KEYMOD_CTRL) || (k.code <= 0x7E && !upper);
}

static void key_name__is_read_back_as_the_same_key(void **state)
{
	static const uint32_t beyond[] = { 0xE9, 0x20AC, 0x1F600, 0x10FFFD };
	char name[KEY_NAME_MAX], again[KEY_NAME_MAX];
	int count = 0;

	(void)state;
	for (uint32_t i = 0; i < 0x100 + KEYCODE_MAX - KEYCODE_SPECIAL; i++) {
		for (uint8_t mods = 0; mods < 8; mods++) {
			struct key back, k = { i, mods };

			if (i >= 0x7F && i < 0x100)
				k.code = beyond[i % 4];
			if (i >= 0x100)
				k.code = KEYCODE_SPECIAL + i - 0x100;
			if (k.code < 0x20 || k.code == KEYCODE_UNKNOWN)
				continue;
			if (!can_be_typed(k) || has_another_name(k))
				continue;
			assert_true(key_parse(key_text(k, name), &back));
			assert_true(key_equal(k, back));
			assert_string_equal(key_text(back, again), name);
			count++;
		}
	}
	assert_true(count > 500);
}

static void key_name__is_the_one_that_people_know(void **state)
{
	char name[KEY_NAME_MAX];

	(void)state;
	assert_string_equal(key_text((struct key){ 's', KEYMOD_CTRL }, name), "Ctrl-S");
	assert_string_equal(key_text((struct key){ ' ', 0 }, name), "Space");
	assert_string_equal(key_text((struct key){ KEYCODE_TAB, KEYMOD_SHIFT }, name), "Shift-Tab");
	assert_string_equal(key_text((struct key){ KEYCODE_F12, 7 }, name), "Ctrl-Alt-Shift-F12");
	assert_string_equal(key_text((struct key){ KEYCODE_UNKNOWN, 0 }, name), "Unknown");
	assert_string_equal(key_text((struct key){ KEYCODE_NONE, 0 }, name), "");
	assert_string_equal(key_text((struct key){ KEYCODE_MAX, KEYMOD_CTRL }, name), "");
	assert_string_equal(key_text((struct key){ 0x1B, 0 }, name), "");
}

static void key_parse_sequence__reads_up_to_three_keys(void **state)
{
	struct key keys[KEY_SEQUENCE_MAX] = { { 'z', 0 } };

	(void)state;
	assert_int_equal(key_parse_sequence("g g", keys), 2);
	assert_true(keys[0].code == 'g' && keys[1].code == 'g');
	assert_int_equal(key_parse_sequence("  Ctrl-X   Space Enter ", keys), 3);
	assert_true(keys[1].code == ' ' && keys[2].code == KEYCODE_ENTER);
	assert_int_equal(key_parse_sequence("", keys), 0);
	assert_int_equal(key_parse_sequence("a b c d", keys), 0);
	assert_int_equal(key_parse_sequence("g nonsense", keys), 0);
	assert_int_equal(key_parse_sequence("an-endless-name-that-fits-nowhere-at-all", keys), 0);
	assert_int_equal(keys[0].code, 'x');
}

static void key_is_text__only_for_plain_characters(void **state)
{
	(void)state;
	assert_true(key_is_text((struct key){ 'a', 0 }));
	assert_true(key_is_text((struct key){ ' ', 0 }));
	assert_true(key_is_text((struct key){ 0x1F600, 0 }));
	assert_true(key_is_text((struct key){ 0x301, 0 }));
	assert_false(key_is_text((struct key){ 'a', KEYMOD_CTRL }));
	assert_false(key_is_text((struct key){ 'a', KEYMOD_ALT }));
	assert_false(key_is_text((struct key){ KEYCODE_ENTER, 0 }));
	assert_false(key_is_text((struct key){ 0x1B, 0 }));
	assert_false(key_is_text((struct key){ 0x7F, 0 }));
	assert_false(key_is_text((struct key){ 0x9B, 0 }));
	assert_false(key_is_text((struct key){ 0xD800, 0 }));
	assert_false(key_is_text((struct key){ KEYCODE_NONE, 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_parse__reads_characters_and_special_keys),
		cmocka_unit_test(key_parse__reads_modifiers_in_any_case_and_order),
		cmocka_unit_test(key_parse__reads_ctrl_letters_as_the_keys_terminals_send_for_them),
		cmocka_unit_test(key_parse__refuses_what_is_no_key),
		cmocka_unit_test(key_name__is_read_back_as_the_same_key),
		cmocka_unit_test(key_name__is_the_one_that_people_know),
		cmocka_unit_test(key_parse_sequence__reads_up_to_three_keys),
		cmocka_unit_test(key_is_text__only_for_plain_characters),
	};

	return cmocka_run_group_tests_name("base key", tests, NULL, NULL);
}
