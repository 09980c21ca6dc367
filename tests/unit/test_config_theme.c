/* SPDX-License-Identifier: MIT */
/*
 * test_config_theme.c - theme files: what they may say, and that ours can be read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include <cmocka.h>

#include "config/palette.h"
#include "config/settings.h"
#include "config/theme.h"
#include "config/theme_read.h"

#include "config_help.h"

static const char *const ours[] = { "dark", "default", "high-contrast", "light", "mono" };
#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void load_ours(const char *name, struct theme *t)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF dir = BUF_INIT;
	const char *dirs[1];

	buf_addf(&dir, "%s/themes", source_root());
	dirs[0] = dir.s;
	assert_true(theme_load(name, dirs, 1, SETTINGS_PLAIN, t, &w));
	assert_no_warning(&w);
	assert_string_equal(t->name, name);
}

/* Reads text over a copy of the built-in theme. */
static bool read_theme(const char *text, struct theme *t, struct warnings *w)
{
	AUTOBUF copy = BUF_INIT;

	*t = *theme_builtin();
	buf_adds(&copy, text);
	return theme_read("x.theme", &copy, t, w);
}

static void roles__fall_back_on_roles_before_them(void **state)
{
	(void)state;
	for (int p = 1; p < PAINT_MAX; p++)
		assert_true((int)paint_fallback((enum paint)p) < p);
}

static void default_theme__is_the_compiled_in_one(void **state)
{
	struct theme t;

	(void)state;
	load_ours("default", &t);
	for (int i = 0; i < PAINT_MAX; i++) {
		enum paint p = (enum paint)i;
		struct style is = theme_style(&t, p), should = theme_style(theme_builtin(), p);

		if (is.fg != should.fg || is.bg != should.bg || is.fg8 != should.fg8 ||
		    is.bg8 != should.bg8 || is.attrs != should.attrs ||
		    is.mono_attrs != should.mono_attrs)
			fail_msg("themes/default.theme and paint.c differ in %s", paint_name(p));
	}
}

static void themes__all_load_without_a_word(void **state)
{
	struct theme t;

	(void)state;
	for (size_t i = 0; i < COUNT(ours); i++)
		load_ours(ours[i], &t);
}

/* WCAG 2: the curve of sRGB, then relative luminance. */
static double linear(int value)
{
	double c = value / 255.0, root = (c + 0.055) / 1.055, result;

	if (c <= 0.04045)
		return c / 12.92;
	/* root to the power of 2.4 = root^2 * fifth root of root^2, by Newton. */
	result = 1;
	for (int i = 0; i < 60; i++)
		result -= (result * result * result * result * result - root * root) /
			  (5 * result * result * result * result);
	return root * root * result;
}

static double luminance(int color)
{
	int rgb[3];

	palette_rgb(color, rgb);
	return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

static double contrast(int a, int b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static void contrast__agrees_with_known_pairs(void **state)
{
	(void)state;
	assert_true(contrast(16, 231) > 20.99 && contrast(16, 231) < 21.01);
	/* #767676 on white is the textbook 4.54. */
	assert_true(contrast(243, 231) > 4.53 && contrast(243, 231) < 4.55);
}

/* Lines and bars need 3:1, text needs more. */
static bool is_line(enum paint p)
{
	return p == PAINT_BORDER || p == PAINT_SCROLLBAR || p == PAINT_BAR || p == PAINT_BASELINE;
}

static void check_contrast(const char *name, double need, double need8)
{
	struct theme t;
	int bad = 0;

	load_ours(name, &t);
	for (int i = 0; i < PAINT_MAX; i++) {
		enum paint p = (enum paint)i;
		struct style st = theme_style(&t, p);
		double has, has8;

		assert_true(st.fg >= 0 && st.bg >= 0 && st.fg8 >= 0 && st.bg8 >= 0);
		assert_false(st.attrs & (STYLE_DIM | STYLE_REVERSE));
		has = contrast(st.fg, st.bg);
		has8 = contrast(st.fg8, st.bg8);
		if (has < (is_line(p) ? 3.0 : need) || has8 < (is_line(p) ? 3.0 : need8)) {
			print_message("%s: %s has %.2f (%.2f with 8 colours)\n", name, paint_name(p),
				      has, has8);
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

static void light_theme__has_contrast(void **state)
{
	(void)state;
	check_contrast("light", 4.5, 3.0);
}

static void dark_theme__has_contrast(void **state)
{
	(void)state;
	check_contrast("dark", 4.5, 4.4);
}

static void high_contrast_theme__has_contrast(void **state)
{
	(void)state;
	check_contrast("high-contrast", 7.0, 7.0);
}

static void mono_theme__has_no_colour(void **state)
{
	struct theme t;

	(void)state;
	load_ours("mono", &t);
	for (int i = 0; i < PAINT_MAX; i++) {
		struct style st = theme_style(&t, (enum paint)i);

		assert_int_equal(st.fg, STYLE_DEFAULT_COLOR);
		assert_int_equal(st.bg, STYLE_DEFAULT_COLOR);
		assert_int_equal(st.fg8, STYLE_DEFAULT_COLOR);
		assert_int_equal(st.bg8, STYLE_DEFAULT_COLOR);
		assert_int_equal(st.attrs, st.mono_attrs);
	}
}

static bool look_alike(struct style a, struct style b, bool mono)
{
	if (mono)
		return a.mono_attrs == b.mono_attrs;
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

/* What a person must be able to tell apart at a glance, in every theme, also without colours. */
static void themes__tell_the_selection_and_the_focus_apart(void **state)
{
	static const enum paint pairs[][2] = {
		{ PAINT_SELECTION, PAINT_TEXT },      { PAINT_SELECTION_IDLE, PAINT_TEXT },
		{ PAINT_SELECTION, PAINT_SELECTION_IDLE }, { PAINT_PANE_ACTIVE, PAINT_PANE },
		{ PAINT_TAB_ACTIVE, PAINT_TAB },      { PAINT_INPUT_FOCUS, PAINT_INPUT },
		{ PAINT_INPUT_SELECTED, PAINT_INPUT }, { PAINT_ERROR, PAINT_TEXT },
		{ PAINT_LATE, PAINT_TEXT },	      { PAINT_TITLE_ALERT, PAINT_TITLE },
		{ PAINT_INPUT_SELECTED, PAINT_INPUT_FOCUS },
	};
	struct theme t;

	(void)state;
	for (size_t i = 0; i < COUNT(ours); i++) {
		load_ours(ours[i], &t);
		for (size_t k = 0; k < COUNT(pairs); k++) {
			struct style a = theme_style(&t, pairs[k][0]);
			struct style b = theme_style(&t, pairs[k][1]);

			if (look_alike(a, b, false) || look_alike(a, b, true))
				fail_msg("%s: %s looks like %s", ours[i], paint_name(pairs[k][0]),
					 paint_name(pairs[k][1]));
		}
	}
}

static void role__takes_names_and_numbers(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	struct theme t;
	struct style st;

	(void)state;
	assert_true(read_theme("late = { fg = 203; bg = \"default\"; fg8 = \"bright-red\"; bg8 = -1;\n"
			       "  attrs = [\"bold\", \"underline\"]; mono = \"reverse\"; };",
			       &t, &w));
	assert_no_warning(&w);
	st = theme_style(&t, PAINT_LATE);
	assert_int_equal(st.fg, 203);
	assert_int_equal(st.bg, STYLE_DEFAULT_COLOR);
	assert_int_equal(st.fg8, 9);
	assert_int_equal(st.bg8, STYLE_DEFAULT_COLOR);
	assert_int_equal(st.attrs, STYLE_BOLD | STYLE_UNDERLINE);
	assert_int_equal(st.mono_attrs, STYLE_REVERSE);
}

static void role__inherits_what_it_leaves_out(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	struct theme t;
	struct style st;

	(void)state;
	/* Also when the role it falls back on comes later in the file. */
	assert_true(read_theme("late = { fg = 124; };\n"
			       "error = { bg = 255; attrs = [\"italic\"]; mono = [\"dim\"]; };\n"
			       "text = { fg = 235; bg = 254; bg8 = \"white\"; };",
			       &t, &w));
	assert_no_warning(&w);
	st = theme_style(&t, PAINT_LATE);
	assert_int_equal(st.fg, 124);
	assert_int_equal(st.fg8, 1); /* the nearest basic colour */
	assert_int_equal(st.bg, 255);
	assert_int_equal(st.attrs, STYLE_ITALIC);
	assert_int_equal(st.mono_attrs, theme_style(theme_builtin(), PAINT_LATE).mono_attrs);
	st = theme_style(&t, PAINT_GOOD);
	assert_int_equal(st.fg, 235);
	assert_int_equal(st.bg8, 7);
}

static void unknown_role__is_named_with_its_line_and_a_guess(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	struct theme t;

	(void)state;
	assert_true(read_theme("\nselecton = { fg = 1; };\nlate = { colour = 1; fgg = 2; };", &t, &w));
	assert_int_equal(w.count, 3);
	assert_string_equal(w.line[0], "x.theme:3: late has no colour");
	assert_string_equal(w.line[1], "x.theme:3: late has no fgg; did you mean fg?");
	assert_string_equal(w.line[2], "x.theme:2: unknown role selecton; did you mean selection?");
}

static void bad_values__leave_the_rest_of_the_role_alone(void **state)
{
	static const char *const bad[] = {
		"fg = 256", "fg = -2", "fg = 3000000000", "fg = \"#ff0000\"", "fg = 1.5", "fg = true",
		"fg8 = 16", "fg = [1]", "fg = \"\\x1b[31m\"", "attrs = [\"blink\"]",
		"attrs = [\"bold\", \"bolt\"]", "attrs = 3", "attrs = { }", "mono = \"all\"",
		"fg = 99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		AUTOBUF text = BUF_INIT;
		struct theme t;
		struct style st, text_style = theme_style(theme_builtin(), PAINT_TEXT);

		buf_addf(&text, "good = { %s; bg = 17; };", bad[i]);
		assert_true(read_theme(text.s, &t, &w));
		assert_int_equal(w.count, 1);
		st = theme_style(&t, PAINT_GOOD);
		assert_int_equal(st.bg, 17);
		assert_int_equal(st.fg, text_style.fg);
		assert_int_equal(st.fg8, text_style.fg8);
		assert_int_equal(st.attrs, text_style.attrs);
	}
}

static void broken_theme__gives_the_built_in_one(void **state)
{
	static const char *const broken[] = {
		"late = {", "late = { fg = 1; }}", "late = \"", "@include \"/etc/passwd\"", "late : fg = 1",
		"late = { fg = 1; fg = 2; };", "text = { attrs = [\"bold\", 1]; };", "\xff = 1;",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		struct theme t;
		const char *dirs[1] = { scratch_dir() };

		write_scratch("odd.theme", broken[i], strlen(broken[i]));
		memset(&t, 0, sizeof(t));
		assert_false(theme_load("odd", dirs, 1, SETTINGS_PLAIN, &t, &w));
		assert_int_equal(w.count, 1);
		assert_non_null(strstr(w.line[0], "/odd.theme:1: "));
		assert_memory_equal(&t, theme_builtin(), sizeof(t));
	}
}

static void theme_load__refuses_paths_and_odd_names(void **state)
{
	static const char *const names[] = { "", "../dark", "/etc/passwd", "a.b", "Dark", "a b", "-\xc3\xa4",
					     "a-very-long-name-of-more-than-31-letters" };
	const char *dirs[1] = { scratch_dir() };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		AUTOWARNINGS w = WARNINGS_INIT;
		struct theme t;

		assert_false(theme_load(names[i], dirs, 1, SETTINGS_PLAIN, &t, &w));
		assert_int_equal(w.count, 1);
		assert_non_null(strstr(w.line[0], "is made of a-z"));
		assert_memory_equal(&t, theme_builtin(), sizeof(t));
	}
}

static void theme_load__guesses_what_was_meant(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF dir = BUF_INIT;
	struct theme t;
	const char *dirs[2] = { NULL };

	(void)state;
	buf_addf(&dir, "%s/themes", source_root());
	dirs[1] = dir.s;
	assert_false(theme_load("drak", dirs, 2, SETTINGS_PLAIN, &t, &w));
	assert_int_equal(w.count, 1);
	assert_string_equal(w.line[0], "theme drak: not found; did you mean dark? (the built-in theme is used)");
}

static void theme_load__takes_the_first_folder_that_has_it(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF dir = BUF_INIT;
	struct theme t;
	const char *dirs[2];

	(void)state;
	buf_addf(&dir, "%s/themes", source_root());
	dirs[0] = scratch_dir();
	dirs[1] = dir.s;
	write_scratch("dark.theme", "text = { fg = 99; };", 20);
	assert_true(theme_load("dark", dirs, 2, SETTINGS_PLAIN, &t, &w));
	assert_int_equal(theme_style(&t, PAINT_TEXT).fg, 99);
	assert_string_equal(t.name, "dark");
}

static void theme_load__does_not_go_on_behind_a_file_it_cannot_read(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	AUTOBUF dir = BUF_INIT;
	struct theme t;
	const char *dirs[2];

	(void)state;
	buf_addf(&dir, "%s/themes", source_root());
	dirs[0] = scratch_dir();
	dirs[1] = dir.s;
	assert_int_equal(mkdir(scratch_path("dark.theme"), 0700), 0);
	assert_false(theme_load("dark", dirs, 2, SETTINGS_PLAIN, &t, &w));
	assert_int_equal(w.count, 1);
	assert_non_null(strstr(w.line[0], "dark.theme: is a directory"));
	assert_memory_equal(&t, theme_builtin(), sizeof(t));
}

static void default__needs_no_file(void **state)
{
	AUTOWARNINGS w = WARNINGS_INIT;
	struct theme t;
	const char *dirs[2] = { NULL, "/nowhere" };

	(void)state;
	assert_true(theme_load("default", dirs, 2, SETTINGS_TRUSTED, &t, &w));
	assert_no_warning(&w);
}

static void theme_list__names_each_theme_once(void **state)
{
	AUTOBUF dir = BUF_INIT;
	const char *dirs[3];
	size_t n;
	char **names;

	(void)state;
	buf_addf(&dir, "%s/themes", source_root());
	dirs[0] = scratch_dir();
	dirs[1] = dir.s;
	dirs[2] = "/nowhere";
	write_scratch("dark.theme", "", 0);
	write_scratch("Not A Theme.theme", "", 0);
	write_scratch(".theme", "", 0);
	names = theme_list(dirs, 3, &n);
	assert_int_equal(n, COUNT(ours));
	for (size_t i = 0; i < n; i++)
		assert_string_equal(names[i], ours[i]);
	theme_list_free(names, n);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles__fall_back_on_roles_before_them),
		cmocka_unit_test(default_theme__is_the_compiled_in_one),
		cmocka_unit_test(themes__all_load_without_a_word),
		cmocka_unit_test(contrast__agrees_with_known_pairs),
		cmocka_unit_test(light_theme__has_contrast),
		cmocka_unit_test(dark_theme__has_contrast),
		cmocka_unit_test(high_contrast_theme__has_contrast),
		cmocka_unit_test(mono_theme__has_no_colour),
		cmocka_unit_test(themes__tell_the_selection_and_the_focus_apart),
		cmocka_unit_test(role__takes_names_and_numbers),
		cmocka_unit_test(role__inherits_what_it_leaves_out),
		cmocka_unit_test(unknown_role__is_named_with_its_line_and_a_guess),
		cmocka_unit_test(bad_values__leave_the_rest_of_the_role_alone),
		IN_SCRATCH(broken_theme__gives_the_built_in_one),
		IN_SCRATCH(theme_load__refuses_paths_and_odd_names),
		cmocka_unit_test(theme_load__guesses_what_was_meant),
		IN_SCRATCH(theme_load__takes_the_first_folder_that_has_it),
		IN_SCRATCH(theme_load__does_not_go_on_behind_a_file_it_cannot_read),
		cmocka_unit_test(default__needs_no_file),
		IN_SCRATCH(theme_list__names_each_theme_once),
	};

	return cmocka_run_group_tests_name("config theme", tests, NULL, NULL);
}
