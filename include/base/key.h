/* SPDX-License-Identifier: MIT */
/*
 * key.h - keys by name.
 *
 * One name per key, used by the key tables, the settings, the help and the
 * messages: "j", "Enter", "Ctrl-S", "F10", "Shift-Tab", "Alt-x", "Space",
 * "PgDn". The terminal room turns bytes into struct key; nothing else knows
 * escape sequences. A key sequence ("g g") is names with spaces between.
 */
#ifndef BASE_KEY_H
#define BASE_KEY_H

#include <stdbool.h>
#include <stdint.h>

enum key_code {
	KEYCODE_NONE = 0,
	/* 1 .. 0x10FFFF: that character */
	KEYCODE_SPECIAL = 0x110000,
	KEYCODE_ENTER = KEYCODE_SPECIAL,
	KEYCODE_TAB,
	KEYCODE_ESC,
	KEYCODE_BACKSPACE,
	KEYCODE_DELETE,
	KEYCODE_INSERT,
	KEYCODE_UP,
	KEYCODE_DOWN,
	KEYCODE_LEFT,
	KEYCODE_RIGHT,
	KEYCODE_HOME,
	KEYCODE_END,
	KEYCODE_PAGE_UP,
	KEYCODE_PAGE_DOWN,
	KEYCODE_F1, /* F2 .. F12 follow */
	KEYCODE_F12 = KEYCODE_F1 + 11,
	KEYCODE_UNKNOWN, /* a sequence we do not know */
	KEYCODE_MAX
};

enum key_mod { KEYMOD_NONE = 0, KEYMOD_CTRL = 1, KEYMOD_ALT = 2, KEYMOD_SHIFT = 4 };

/*
 * Space is the character 0x20 and prints as "Space". Ctrl with a letter is
 * the lower-case letter with KEYMOD_CTRL ("Ctrl-S"); Ctrl-Space is 0x20 with
 * KEYMOD_CTRL. KEYMOD_SHIFT is only used with special keys.
 */
struct key {
	uint32_t code;
	uint8_t mods;
};

#define KEY_NAME_MAX 32
#define KEY_SEQUENCE_MAX 3

bool key_equal(struct key a, struct key b);

/* Writes the key's one name into dst and returns dst. */
const char *key_text(struct key k, char dst[KEY_NAME_MAX]);

/*
 * Reads one name (case-insensitive but for a single letter); false if it is
 * none. Ctrl-I, Ctrl-M and Ctrl-[ are read as Tab, Enter and Esc, because
 * that is what terminals send for them.
 */
bool key_parse(const char *name, struct key *out);

/* Reads "g g" into keys[KEY_SEQUENCE_MAX]; returns how many, 0 if wrong. */
int key_parse_sequence(const char *names, struct key keys[KEY_SEQUENCE_MAX]);

/* True if the key types a character into a text field. */
bool key_is_text(struct key k);

#endif
