/* SPDX-License-Identifier: MIT */
/*
 * test_base_paint.c - roles and the compiled-in theme.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/paint.h"

static void paint_names__are_found_again_and_differ(void **state)
{
	(void)state;
	for (int p = 0; p < PAINT_MAX; p++) {
		assert_true(strlen(paint_name((enum paint)p)) > 0);
		assert_true(strlen(paint_help((enum paint)p)) > 0);
		assert_int_equal(paint_by_name(paint_name((enum paint)p)), p);
	}
	assert_int_equal(paint_by_name("no such role"), PAINT_MAX);
	assert_int_equal(paint_by_name(""), PAINT_MAX);
	assert_int_equal(paint_by_name(NULL), PAINT_MAX);
}

static void paint_fallbacks__all_end_at_text(void **state)
{
	(void)state;
	for (int start = 0; start < PAINT_MAX; start++) {
		enum paint p = (enum paint)start;

		for (int steps = 0; p != PAINT_TEXT; steps++) {
			assert_true(steps < PAINT_MAX);
			p = paint_fallback(p);
		}
	}
	assert_int_equal(paint_fallback(PAINT_TEXT), PAINT_TEXT);
}

static void theme_style__follows_the_fallbacks(void **state)
{
	struct theme t = { .name = "test" };

	(void)state;
	t.style[PAINT_ERROR] = (struct style){ .fg = 9, .fg8 = 1, .set = true };
	assert_int_equal(theme_style(&t, PAINT_LATE).fg, 9);
	assert_int_equal(theme_style(&t, PAINT_CONTROL).fg, 9);
	/* A theme that names nothing shows the terminal's own colours. */
	assert_int_equal(theme_style(&t, PAINT_SOON).fg, STYLE_DEFAULT_COLOR);
	assert_true(theme_style(&t, PAINT_SOON).set);
	assert_int_equal(theme_style(&t, PAINT_MAX).fg, STYLE_DEFAULT_COLOR);
}

static void builtin_theme__leaves_text_and_backgrounds_to_the_terminal(void **state)
{
	const struct theme *t = theme_builtin();

	(void)state;
	assert_string_equal(t->name, "default");
	assert_int_equal(theme_style(t, PAINT_TEXT).fg, STYLE_DEFAULT_COLOR);
	for (int p = 0; p < PAINT_MAX; p++) {
		struct style s = theme_style(t, (enum paint)p);

		assert_int_equal(s.bg, STYLE_DEFAULT_COLOR);
		assert_int_equal(s.bg8, STYLE_DEFAULT_COLOR);
		/* Black and white are somebody's background. */
		assert_true(s.fg8 == STYLE_DEFAULT_COLOR || (s.fg8 >= 1 && s.fg8 <= 6));
		assert_int_equal(s.fg == STYLE_DEFAULT_COLOR, s.fg8 == STYLE_DEFAULT_COLOR);
	}
}

/* Relative luminance of WCAG 2.1 for the six steps of the 256-colour cube, times 10,000. */
static int luminance(int color)
{
	static const int step[] = { 0, 1144, 2423, 4287, 6795, 10000 };
	int cube = color - 16;

	assert_in_range(color, 16, 231); /* the part of the palette that is the same everywhere */
	return (2126 * step[cube / 36] + 7152 * step[cube / 6 % 6] + 722 * step[cube % 6]) / 10000;
}

static void builtin_theme__is_readable_on_black_and_on_white(void **state)
{
	int colored = 0;

	(void)state;
	for (int p = 0; p < PAINT_MAX; p++) {
		struct style s = theme_style(theme_builtin(), (enum paint)p);
		int light;

		if (s.fg == STYLE_DEFAULT_COLOR)
			continue;
		colored++;
		light = luminance(s.fg) + 500;
		if (light < 3 * 500 || 10500 < 3 * light)
			fail_msg("%s: contrast below 3:1", paint_name((enum paint)p));
	}
	assert_true(colored >= 8);
}

static bool same_in_mono(enum paint a, enum paint b)
{
	return theme_style(theme_builtin(), a).mono_attrs ==
	       theme_style(theme_builtin(), b).mono_attrs;
}

static void builtin_theme__tells_what_matters_apart_without_colours(void **state)
{
	static const enum paint marked[] = {
		PAINT_SELECTION, PAINT_SELECTION_IDLE, PAINT_ERROR, PAINT_LATE,
		PAINT_SOON,      PAINT_WARNING,        PAINT_LINK,  PAINT_CONTROL,
		PAINT_TITLE,     PAINT_INPUT_FOCUS,    PAINT_CHANGED,
	};

	(void)state;
	for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++)
		assert_false(same_in_mono(marked[i], PAINT_TEXT));
	assert_false(same_in_mono(PAINT_SELECTION, PAINT_SELECTION_IDLE));
	assert_false(same_in_mono(PAINT_TAB, PAINT_TAB_ACTIVE));
	assert_false(same_in_mono(PAINT_PANE, PAINT_PANE_ACTIVE));
	assert_false(same_in_mono(PAINT_INPUT, PAINT_INPUT_FOCUS));
	assert_false(same_in_mono(PAINT_INPUT, PAINT_INPUT_SELECTED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paint_names__are_found_again_and_differ),
		cmocka_unit_test(paint_fallbacks__all_end_at_text),
		cmocka_unit_test(theme_style__follows_the_fallbacks),
		cmocka_unit_test(builtin_theme__leaves_text_and_backgrounds_to_the_terminal),
		cmocka_unit_test(builtin_theme__is_readable_on_black_and_on_white),
		cmocka_unit_test(builtin_theme__tells_what_matters_apart_without_colours),
	};

	return cmocka_run_group_tests_name("base paint", tests, NULL, NULL);
}
