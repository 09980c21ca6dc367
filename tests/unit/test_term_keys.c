/* SPDX-License-Identifier: MIT */
/*
 * test_term_keys.c - bytes of a terminal become keys and pastes, and nothing
 * else becomes text.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "term/keys.h"

static struct keys keys;

static int setup(void **state)
{
	(void)state;
	keys_init(&keys);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	keys_release(&keys);
	return 0;
}

/* Appends the events: names with spaces between, a paste as {text}, with +dropped behind. */
static void collect(struct buf *got)
{
	struct term_event ev;
	char name[KEY_NAME_MAX];

	while (keys_next(&keys, &ev)) {
		if (got->len > 0)
			buf_addc(got, ' ');
		if (ev.type == TERM_KEY) {
			buf_adds(got, key_text(ev.key, name));
			continue;
		}
		buf_addc(got, '{');
		buf_add(got, ev.paste, ev.paste_len);
		buf_addc(got, '}');
		if (ev.paste_dropped > 0)
			buf_addf(got, "+%zu", ev.paste_dropped);
	}
}

static void settle(struct buf *got)
{
	collect(got);
	for (int rounds = 0; keys_wait_ms(&keys) >= 0; rounds++) {
		keys_timeout(&keys);
		collect(got);
		assert_in_range(rounds, 0, 8);
	}
}

/* What the bytes mean, coming at once and coming one by one, must be the same. */
#define check(bytes, expected) check_bytes(bytes, sizeof(bytes) - 1, expected, __LINE__)

static void check_bytes(const char *bytes, size_t len, const char *expected, int line)
{
	AUTOBUF whole = BUF_INIT;
	AUTOBUF split = BUF_INIT;

	keys_feed(&keys, bytes, len);
	settle(&whole);
	if (strcmp(whole.s, expected) != 0)
		fail_msg("line %d: got \"%s\", not \"%s\"", line, whole.s, expected);
	for (size_t i = 0; i < len; i++) {
		keys_feed(&keys, bytes + i, 1);
		collect(&split);
	}
	settle(&split);
	if (strcmp(split.s, expected) != 0)
		fail_msg("line %d: byte by byte got \"%s\", not \"%s\"", line, split.s, expected);
	assert_int_equal(keys.state, KEYS_GROUND);
	assert_int_equal(keys.at, keys.in.len);
}

static void characters__are_themselves(void **state)
{
	(void)state;
	check("aZ 5", "a Z Space 5");
	check("é日👩", "é 日 👩");
	check("e\xCC\x81", "e \xCC\x81");
}

static void control_characters__have_names(void **state)
{
	(void)state;
	check("\0", "Ctrl-Space");
	check("\r\n\t\b\x7f", "Enter Enter Tab Backspace Backspace");
	check("\x01\x03\x13\x11\x1a", "Ctrl-A Ctrl-C Ctrl-S Ctrl-Q Ctrl-Z");
	check("\x1c\x1d\x1e\x1f", "Ctrl-\\ Ctrl-] Ctrl-^ Ctrl-_");
}

static void sequences__of_many_terminals_are_keys(void **state)
{
	(void)state;
	check("\033[A\033[B\033[C\033[D\033[H\033[F", "Up Down Right Left Home End");
	check("\033OA\033OB\033OC\033OD\033OH\033OF", "Up Down Right Left Home End");
	check("\033OP\033OQ\033OR\033OS\033[P\033[Q", "F1 F2 F3 F4 F1 F2");
	check("\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5");
	check("\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5");
	check("\033[17~\033[18~\033[19~\033[20~\033[21~", "F6 F7 F8 F9 F10");
	check("\033[23~\033[24~\033[25~\033[34~", "F11 F12 Shift-F1 Shift-F8");
	check("\033[1~\033[2~\033[3~\033[4~\033[5~\033[6~", "Home Insert Delete End PgUp PgDn");
	check("\033[7~\033[8~\033[Z\033OM", "Home End Shift-Tab Enter");
	check("\033Oj\033Ok\033Op\033Oy", "* + 0 9");
}

static void modifiers__are_read(void **state)
{
	(void)state;
	check("\033[1;2A\033[1;5C\033[1;3D\033[1;6F", "Shift-Up Ctrl-Right Alt-Left Ctrl-Shift-End");
	check("\033[1;2P\033[1;5R\033[3;5~\033[5;2~", "Shift-F1 Ctrl-F3 Ctrl-Delete Shift-PgUp");
	check("\033[15;5~\033[24;6~", "Ctrl-F5 Ctrl-Shift-F12");
	check("\033[a\033[d\033Oa\033Od", "Shift-Up Shift-Left Ctrl-Up Ctrl-Left");
	check("\033[3^\033[5$\033[11@", "Ctrl-Delete Shift-PgUp Ctrl-Shift-F1");
	check("\033\033[A\033\033OP", "Alt-Up Alt-F1");
}

static void spelled_out_keys__are_read(void **state)
{
	(void)state;
	check("\033[97;5u\033[65;6u\033[97;3u\033[32;5u", "Ctrl-A Ctrl-A Alt-a Ctrl-Space");
	check("\033[13;5u\033[27u\033[9;2u\033[127;5u", "Ctrl-Enter Esc Shift-Tab Ctrl-Backspace");
	check("\033[27;5;115~\033[27;2;9~", "Ctrl-S Shift-Tab");
	check("\033[97:65;5:1u", "Ctrl-A");
	check("\033[1114112u\033[55296u\033[155u\033[0u\033[u", "");
}

static void escape_alone__is_a_key_after_a_short_wait(void **state)
{
	AUTOBUF got = BUF_INIT;

	(void)state;
	keys_feed(&keys, "\033", 1);
	collect(&got);
	assert_string_equal(got.s, "");
	assert_in_range(keys_wait_ms(&keys), 1, 30);
	keys_timeout(&keys);
	collect(&got);
	assert_string_equal(got.s, "Esc");
	assert_int_equal(keys_wait_ms(&keys), -1);
	check("\033\033", "Esc Esc");
	check("\033\033\033[A", "Esc Alt-Up");
}

static void alt__is_escape_and_a_key(void **state)
{
	(void)state;
	check("\033x\033Z\0331\033é", "Alt-x Alt-Z Alt-1 Alt-é");
	check("\033X", "Alt-X");
	check("\033\r\033\x7f\033\x01\033\t", "Alt-Enter Alt-Backspace Ctrl-Alt-A Alt-Tab");
	check("\033[", "Alt-[");
	check("\033O", "Alt-O");
	check("\033]", "Alt-]");
	check("\033P", "Alt-P");
}

static void unknown_function_key__is_named_unknown(void **state)
{
	(void)state;
	check("\033[99~", "Unknown");
	check("\033[E", "Unknown");
	check("\033[42;5~", "Ctrl-Unknown");
}

static void replies__are_swallowed_whole(void **state)
{
	(void)state;
	check("\033[?1;2cx", "x");                        /* what it is */
	check("\033[>41;354;0cx", "x");
	check("\033[24;80Rx", "x");                       /* where its cursor is */
	check("\033[0nx", "x");                           /* it is well */
	check("\033[8;24;80tx", "x");                     /* how large it is */
	check("\033[?2026;2$yx", "x");
	check("\033[4;1$yx", "x");
	check("\033[Ix\033[Oy", "x y");                   /* focus */
	check("\033[M !!x\033[<0;10;10Mx\033[<0;10;10mx", "x x x"); /* mouse */
	check("\033[?62;uxx", "x x");
	check("\033[1;1u\033[5;5;5;5Ax", "Ctrl-A x");
}

static void strings__are_swallowed_whole(void **state)
{
	(void)state;
	check("\033]0;rm -rf\ax", "x");
	check("\033]52;c;cm0gLXJm\033\\x", "x");
	check("\033]l\rquit\r\n\033\\x", "x");
	check("\033P1$r0m\033\\x", "x");
	check("\033P+q544e\ax", "x");
	check("\033_Gi=1;OK\033\\x\033^private\033\\y\033Xsos\033\\z", "x y z");
	check("\033]2;\xC3\x9C" "berschrift\033\\x", "x"); /* a letter with the byte of ST in it */
	check("\x9d" "0;t\x9cx", "x");
	check("\xC2\x9d" "0;t\xC2\x9cx", "x");
	check("\x90q\xC2\x9cx", "x");
	check("\033]0;broken off\x18x", "x");
	check("\033]0;broken off\033[Ax", "Up x");
	check("\033]0;never ended", "");
	check("\033Pq#0;2;0;0;0", "");
}

static void sequences_with_junk__are_swallowed_whole(void **state)
{
	(void)state;
	check("\033[1;2;3;4;5;6;7;8;9Ax", "x");
	check("\033[ 5Ax\033[5 qx\033[!px", "x x x");
	check("\033[1\x03;2Ax", "x");
	check("\033[\xC3\xA9" "12~x", "x");
	check("\033[99999999999999999999~x", "x");
	check("\033[1;2\x18x", "x");
	check("\033[1;2\033[Ax", "Up x");
	check("\x9b" "31mx\xC2\x9b" "31mx\x9b" "Ax", "x x Up x");
	check("\xC2\x85\xC2\x80\x85x", "x");
	check("\033[1;2", "");
	check("\033O5", "");
	check("\033[[", "");
	check("\033[[zx", "x");
}

static void endless_sequence__is_swallowed_in_constant_memory(void **state)
{
	AUTOBUF got = BUF_INIT;

	(void)state;
	keys_feed(&keys, "\033[", 2);
	for (int i = 0; i < 100000; i++) {
		keys_feed(&keys, "1;", 2);
		collect(&got);
	}
	assert_in_range(keys.in.cap, 0, 4096);
	keys_feed(&keys, "Ax\033]", 4);
	for (int i = 0; i < 100000; i++) {
		keys_feed(&keys, "osc ", 4);
		collect(&got);
	}
	assert_in_range(keys.in.cap, 0, 4096);
	keys_feed(&keys, "\ay", 2);
	settle(&got);
	assert_string_equal(got.s, "x y");
}

static void invalid_bytes__are_no_keys(void **state)
{
	(void)state;
	check("\xFF\xC0\x80x\xC3", "x");
	check("\xE2\x82", "");
	check("\xED\xA0\x80x", "x");
}

static void paste__is_text_and_never_keys(void **state)
{
	(void)state;
	check("\033[200~quit\rq\003\033[201~x", "{quit\nq}+1 x");
	check("\033[200~a\r\nb\nc\td\033[201~", "{a\nb\nc\td}");
	check("\033[200~\033[31mred\033[0m\033[201~", "{[31mred[0m}+2");
	check("\033[200~\033[20\033[201~", "{[20}+1");
	check("\033[200~\033\033[201~x", "{}+1 x");
	check("\033[200~\033[201~", "{}");
	check("\033[200~\x80\xFF" "é\xC2\x9b\0z\033[201~", "{éz}+5");
	check("\033[201~x", "x");
	check("\x9b" "200~text\x9b" "201~x", "{text} x");
}

static void paste__is_capped_and_tells_what_it_dropped(void **state)
{
	size_t total = KEYS_PASTE_MAX + 12345;
	struct term_event ev;
	bool more = true;

	(void)state;
	keys_feed(&keys, "\033[200~", 6);
	for (size_t sent = 0; sent < total; sent += 5) {
		assert_false(keys_next(&keys, &ev));
		keys_feed(&keys, "abcd\r", 5);
	}
	keys_feed(&keys, "\033[201~k", 7);
	more = keys_next(&keys, &ev);
	assert_true(more);
	assert_int_equal(ev.type, TERM_PASTE);
	assert_int_equal(ev.paste_len, KEYS_PASTE_MAX);
	assert_int_equal(ev.paste_dropped, (total + 4) / 5 * 5 - KEYS_PASTE_MAX);
	assert_true(keys_next(&keys, &ev));
	assert_int_equal(ev.key.code, 'k');
}

static void paste_without_end__is_left_with_control_c_after_a_pause(void **state)
{
	AUTOBUF got = BUF_INIT;

	(void)state;
	keys_feed(&keys, "\033[200~ab\003cd", 11);
	collect(&got);
	assert_true(keys_wait_ms(&keys) > 0);
	keys_timeout(&keys);
	collect(&got);
	assert_int_equal(keys_wait_ms(&keys), -1);
	assert_string_equal(got.s, "");
	keys_feed(&keys, "\003x", 2);
	collect(&got);
	assert_string_equal(got.s, "{abcd}+1 Ctrl-C x");
}

static void learned_sequences__come_first(void **state)
{
	(void)state;
	keys_learn(&keys, "\033[M", (struct key){ .code = KEYCODE_F1 });
	keys_learn(&keys, "\033[224z", (struct key){ .code = KEYCODE_F1 + 1 });
	keys_learn(&keys, "\033A", (struct key){ .code = KEYCODE_UP });
	keys_learn(&keys, "\001@\r", (struct key){ .code = KEYCODE_DOWN });
	keys_learn(&keys, NULL, (struct key){ .code = KEYCODE_DOWN });
	check("\033[M\033[224zx\033A\001@\r", "F1 F2 x Up Ctrl-A @ Enter");
	check("\033[225zx\033", "x Esc");
}

static void consumed__counts_every_byte(void **state)
{
	AUTOBUF got = BUF_INIT;
	uint64_t before = keys.consumed;

	(void)state;
	keys_feed(&keys, "ab\033[A\033]0;x\a\033", 12);
	collect(&got);
	assert_int_equal(keys.consumed - before, 11);
	keys_timeout(&keys);
	collect(&got);
}

static uint32_t seed = 19330412;

static uint32_t dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

static void any_bytes__give_the_same_keys_however_they_are_split(void **state)
{
	static const char *const pieces[] = { "\033", "[", "O", "]", "P", "1", ";", "A", "~", "200~",
		"\033[200~", "\033[201~", "x", "\xC3", "\xA9", "\x9b", "\x9c", "\a", "\r", "\003", "M",
		"$", "u", "\033\\", "?", "日" };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		AUTOBUF bytes = BUF_INIT;
		AUTOBUF whole = BUF_INIT;
		AUTOBUF split = BUF_INIT;

		for (uint32_t n = 1 + dice(16); n > 0; n--)
			buf_adds(&bytes, pieces[dice(sizeof(pieces) / sizeof(*pieces))]);
		buf_adds(&bytes, "\033[201~\x9b" "201~\xC2\x9b" "201~\x18zzz\033\\z");
		keys_feed(&keys, bytes.s, bytes.len);
		settle(&whole);
		for (size_t i = 0, n; i < bytes.len; i += n) {
			n = 1 + dice(3);
			n = n < bytes.len - i ? n : bytes.len - i;
			keys_feed(&keys, bytes.s + i, n);
			collect(&split);
		}
		settle(&split);
		assert_string_equal(whole.s, split.s);
		assert_int_equal(keys.state, KEYS_GROUND);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters__are_themselves),
		cmocka_unit_test(control_characters__have_names),
		cmocka_unit_test(sequences__of_many_terminals_are_keys),
		cmocka_unit_test(modifiers__are_read),
		cmocka_unit_test(spelled_out_keys__are_read),
		cmocka_unit_test(escape_alone__is_a_key_after_a_short_wait),
		cmocka_unit_test(alt__is_escape_and_a_key),
		cmocka_unit_test(unknown_function_key__is_named_unknown),
		cmocka_unit_test(replies__are_swallowed_whole),
		cmocka_unit_test(strings__are_swallowed_whole),
		cmocka_unit_test(sequences_with_junk__are_swallowed_whole),
		cmocka_unit_test(endless_sequence__is_swallowed_in_constant_memory),
		cmocka_unit_test(invalid_bytes__are_no_keys),
		cmocka_unit_test(paste__is_text_and_never_keys),
		cmocka_unit_test(paste__is_capped_and_tells_what_it_dropped),
		cmocka_unit_test(paste_without_end__is_left_with_control_c_after_a_pause),
		cmocka_unit_test(consumed__counts_every_byte),
		cmocka_unit_test(any_bytes__give_the_same_keys_however_they_are_split),
		cmocka_unit_test(learned_sequences__come_first),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, setup, teardown);
}
