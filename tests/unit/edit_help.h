/* SPDX-License-Identifier: MIT */
/* edit_help.h - what the tests of the editor share: keys by name, the text with its cursor. */
#ifndef TESTS_EDIT_HELP_H
#define TESTS_EDIT_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "app/edit.h"
#include "base/utf8.h"

/* Types every character of s as a key. */
static inline void type(struct edit *e, const char *s)
{
	size_t len = strlen(s);

	for (size_t at = 0; at < len;) {
		struct key k = { 0 };

		at += utf8_decode(s + at, len - at, &k.code);
		if (k.code == '\n')
			k.code = KEYCODE_ENTER;
		assert_true(edit_key(e, k));
	}
}

/* Presses keys by name; true if the last one was used. */
static inline bool press(struct edit *e, const char *names)
{
	bool used = false;
	char name[KEY_NAME_MAX];
	struct key k;

	while (*names) {
		size_t len = strcspn(names, " ");

		assert_true(len < sizeof name);
		memcpy(name, names, len);
		name[len] = '\0';
		assert_true(key_parse(name, &k));
		used = edit_key(e, k);
		names += len + (names[len] == ' ');
	}
	return used;
}

/* The text with "|" where the cursor is. */
static inline void assert_shows(const struct edit *e, const char *expected)
{
	AUTOBUF shown = BUF_INIT;

	buf_add(&shown, e->text.s, e->cursor);
	buf_addc(&shown, '|');
	buf_adds(&shown, e->text.s + e->cursor);
	assert_string_equal(shown.s, expected);
	assert_int_equal(strlen(edit_text(e)), e->text.len);
}

static inline void assert_at(const struct edit *e, int row, int col)
{
	int is_row, is_col;

	edit_position(e, &is_row, &is_col);
	assert_int_equal(is_row, row);
	assert_int_equal(is_col, col);
}

static inline int setup(void **state)
{
	(void)state;
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
	return 0;
}

#endif
