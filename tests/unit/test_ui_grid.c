/* SPDX-License-Identifier: MIT */
/*
 * test_ui_grid.c - painting into a grid: filter, clipping, wide characters,
 * marks, boxes, wrap, dump.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "base/wrap.h"
#include "ui/grid.h"

static struct grid grid;
static struct area all;

static void canvas(int rows, int cols)
{
	grid_release(&grid);
	grid_resize(&grid, rows, cols);
	all = grid_area(&grid);
}

static int teardown(void **state)
{
	(void)state;
	grid_release(&grid);
	return 0;
}

#define check_text(expected) check_dump(expected, NULL, __LINE__)
#define check_both(expected, paints) check_dump(expected, paints, __LINE__)

static void check_dump(const char *expected, const char *expected_paints, int line)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF paints = BUF_INIT;

	grid_dump(&grid, &text, &paints);
	if (strcmp(text.s, expected) != 0)
		fail_msg("line %d: the grid is\n%s\nnot\n%s", line, text.s, expected);
	if (expected_paints != NULL && strcmp(paints.s, expected_paints) != 0)
		fail_msg("line %d: the paints are\n%s\nnot\n%s", line, paints.s, expected_paints);
}

static void put__writes_text_and_tells_its_cells(void **state)
{
	(void)state;
	canvas(2, 10);
	assert_int_equal(area_put(all, 0, 2, -1, PAINT_LATE, "late"), 4);
	assert_int_equal(area_put(all, 1, 0, -1, PAINT_TEXT, ""), 0);
	assert_int_equal(area_put(all, 1, 0, -1, PAINT_TEXT, NULL), 0);
	check_both("  late\n\n", "..LLLL\n\n");
}

static void put__cuts_with_an_ellipsis(void **state)
{
	(void)state;
	canvas(4, 6);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, "abcdefgh"), 6);
	assert_int_equal(area_put(all, 1, 0, 3, PAINT_DIM, "abcd"), 3);
	assert_int_equal(area_put(all, 2, 0, 3, PAINT_DIM, "abc"), 3);
	assert_int_equal(area_put(all, 3, 0, 1, PAINT_DIM, "ab"), 1);
	check_both("abcde…\nab…\nabc\n…\n", "dddddd\nddd\nddd\nd\n");
}

static void put__cuts_without_an_ellipsis_when_told(void **state)
{
	(void)state;
	canvas(1, 4);
	assert_int_equal(area_put_len(all, 0, 0, -1, PAINT_TEXT, "abcdef", 5, false), 4);
	check_text("abcd\n");
}

static void put__uses_the_ascii_ellipsis(void **state)
{
	(void)state;
	canvas(1, 4);
	grid.ascii = true;
	area_put(all, 0, 0, -1, PAINT_TEXT, "abcdef");
	check_text("abc~\n");
}

static void put__does_nothing_outside(void **state)
{
	(void)state;
	canvas(2, 4);
	assert_int_equal(area_put(all, -1, 0, -1, PAINT_TEXT, "a"), 0);
	assert_int_equal(area_put(all, 2, 0, -1, PAINT_TEXT, "a"), 0);
	assert_int_equal(area_put(all, 0, 4, -1, PAINT_TEXT, "a"), 0);
	assert_int_equal(area_put(all, 0, 0, 0, PAINT_TEXT, "a"), 0);
	assert_int_equal(area_put(all, 0, INT32_MIN, -1, PAINT_TEXT, "a"), 0);
	check_text("\n\n");
}

static void put__left_of_the_area_shows_the_rest(void **state)
{
	(void)state;
	canvas(1, 6);
	assert_int_equal(area_put(area_sub(all, 0, 2, 1, 4), 0, -2, -1, PAINT_DIM, "abcd"), 4);
	check_both("  cd\n", "..dd\n");
}

static void put__keeps_wide_characters_whole(void **state)
{
	(void)state;
	canvas(3, 5);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, "日本x"), 5);
	assert_int_equal(area_put(all, 1, 0, 4, PAINT_DIM, "日本語"), 3);
	assert_int_equal(area_put_len(all, 2, 0, 3, PAINT_DIM, "日本", 6, false), 2);
	check_both("日本x\n日…\n日\n", "ddddd\nddd\ndd\n");
}

static void put__over_half_a_wide_character_blanks_the_other_half(void **state)
{
	(void)state;
	canvas(2, 4);
	area_put(all, 0, 0, -1, PAINT_TEXT, "日本");
	area_put(all, 1, 0, -1, PAINT_TEXT, "日本");
	area_put(all, 0, 1, -1, PAINT_TEXT, "x");
	area_put(all, 1, 2, -1, PAINT_TEXT, "x");
	check_text(" x本\n日x\n");
	area_put(all, 0, 1, -1, PAINT_TEXT, "語");
	check_text(" 語\n日x\n");
}

static void put__wide_character_does_not_leave_its_area(void **state)
{
	(void)state;
	canvas(1, 4);
	area_put(all, 0, 0, -1, PAINT_TEXT, "abcd");
	area_put(area_sub(all, 0, 1, 1, 1), 0, 0, -1, PAINT_TEXT, "日");
	check_text("a…cd\n");
}

static void put__keeps_marks_with_their_letter_and_at_most_four(void **state)
{
	(void)state;
	canvas(1, 4);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_TEXT,
				  "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86x"), 2);
	assert_int_equal(grid.cells[0].len, 1 + 4 * 2);
	check_text("e\xCC\x81\xCC\x82\xCC\x83\xCC\x84x\n");
}

static void put__never_cuts_a_joined_emoji(void **state)
{
	static const char family[] = "👩\xE2\x80\x8D👧";

	(void)state;
	canvas(2, 6);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_TEXT, family), 4);
	assert_int_equal(area_put(all, 1, 0, 3, PAINT_TEXT, family), 1);
	check_text("👩\xE2\x80\x8D👧\n…\n");
}

static void put__shows_controls_as_tokens(void **state)
{
	(void)state;
	canvas(3, 30);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, "a\033[2Jb\x9b\nc\td"), 20);
	assert_int_equal(area_put(all, 1, 0, -1, PAINT_DIM, "<1B>\xE2\x80\xAE<202E>"), 16);
	check_both("a<1B>[2Jb<9B><0A>c d\n<1B><202E><202E>\n\n",
		   "d^^^^dddd^^^^^^^^ddd\ndddd^^^^^^dddddd\n\n");
}

static void put__keeps_tokens_whole(void **state)
{
	(void)state;
	canvas(1, 6);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, "ab\033\033"), 3);
	check_both("ab…\n", "ddd\n");
}

static void put__keeps_clusters_whole_beside_tokens(void **state)
{
	(void)state;
	canvas(1, 7);
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, "\033👩\xE2\x80\x8D👧"), 5);
	check_both("<1B>…\n", "^^^^d\n");
}

static void put__drops_marks_beyond_the_filters_cap_and_goes_on(void **state)
{
	AUTOBUF text = BUF_INIT;

	(void)state;
	canvas(1, 12);
	buf_addc(&text, 'e');
	for (int i = 0; i < 20; i++)
		buf_adds(&text, "\xCC\x81");
	buf_adds(&text, "\a<x");
	assert_int_equal(area_put(all, 0, 0, -1, PAINT_DIM, text.s), 7);
	check_both("e\xCC\x81\xCC\x81\xCC\x81\xCC\x81<07><x\n", "d^^^^dd\n");
}

static void put_right__ends_at_the_right_edge(void **state)
{
	(void)state;
	canvas(3, 8);
	assert_int_equal(area_put_right(all, 0, 1, 5, PAINT_DIM, "12"), 2);
	assert_int_equal(area_put_right(all, 1, 0, -1, PAINT_DIM, "日1"), 3);
	assert_int_equal(area_put_right(all, 2, 0, 4, PAINT_DIM, "12345"), 4);
	check_both("    12\n     日1\n123…\n", "....dd\n.....ddd\ndddd\n");
}

static void putf__formats(void **state)
{
	(void)state;
	canvas(1, 20);
	assert_int_equal(area_putf(all, 0, 0, -1, PAINT_TEXT, "%d of %s", 12, "64"), 8);
	check_text("12 of 64\n");
}

static void area_sub__is_clipped_to_its_area(void **state)
{
	struct area a;

	(void)state;
	canvas(4, 10);
	a = area_sub(area_sub(all, 1, 2, 2, 4), -1, 1, 100, 100);
	assert_int_equal(a.row, 1);
	assert_int_equal(a.col, 3);
	assert_int_equal(a.rows, 2);
	assert_int_equal(a.cols, 3);
	a = area_sub(all, 3, 9, INT32_MAX, INT32_MAX);
	assert_int_equal(a.rows, 1);
	assert_int_equal(a.cols, 1);
	a = area_sub(all, 9, 9, 5, -5);
	assert_int_equal(a.rows, 0);
	assert_int_equal(a.cols, 0);
}

static void fill_and_erase__stay_inside(void **state)
{
	(void)state;
	canvas(3, 6);
	for (int row = 0; row < 3; row++)
		area_put(all, row, 0, -1, PAINT_TEXT, "xxxxxx");
	area_erase(area_sub(all, 1, 1, 1, 3), PAINT_SELECTION);
	area_fill(all, 0, 4, 100, PAINT_DIM);
	area_fill(all, 2, -3, 4, PAINT_DIM);
	check_both("xxxx\nx   xx\n xxxxx\n", "....dd\n.###\nd\n");
}

static void paint__keeps_text_and_tokens(void **state)
{
	(void)state;
	canvas(1, 8);
	area_put(all, 0, 0, -1, PAINT_TEXT, "a\033b");
	area_paint(all, 0, -2, 100, PAINT_SELECTION);
	check_both("a<1B>b\n", "#^^^^###\n");
}

static void cursor__is_clipped_or_hidden(void **state)
{
	(void)state;
	canvas(3, 6);
	assert_int_equal(grid.cursor_row, -1);
	area_cursor(area_sub(all, 1, 1, 2, 3), 7, 7);
	assert_int_equal(grid.cursor_row, 2);
	assert_int_equal(grid.cursor_col, 3);
	area_cursor(area_sub(all, 1, 1, 0, 3), 0, 0);
	assert_int_equal(grid.cursor_row, -1);
}

static void box__has_a_title_and_an_ascii_twin(void **state)
{
	(void)state;
	canvas(3, 14);
	area_box(all, PAINT_BORDER, PAINT_DIALOG_TITLE, "Sort");
	check_both("┌─ Sort ─────┐\n│            │\n└────────────┘\n",
		   "--GGGGGG------\n-............-\n--------------\n");
	grid_erase(&grid);
	grid.ascii = true;
	area_box(area_sub(all, 0, 0, 3, 8), PAINT_BORDER, PAINT_DIALOG_TITLE, "Sort");
	check_text("+- S~ -+\n|      |\n+------+\n");
}

static void box__of_any_size_is_safe(void **state)
{
	(void)state;
	for (int rows = 0; rows < 4; rows++)
		for (int cols = 0; cols < 9; cols++) {
			canvas(rows, cols);
			area_box(all, PAINT_BORDER, PAINT_TITLE, "Title");
		}
}

static void glyphs__take_one_cell(void **state)
{
	(void)state;
	for (int g = 0; g < GLYPH_MAX; g++) {
		const char *wide = glyph_text(false, (enum glyph)g);
		const char *ascii = glyph_text(true, (enum glyph)g);

		assert_int_equal(utf8_width(wide, strlen(wide)), 1);
		assert_int_equal(strlen(ascii), 1);
		assert_in_range(ascii[0], 0x21, 0x7e);
	}
}

static void glyph__repeats_inside_its_area(void **state)
{
	(void)state;
	canvas(2, 6);
	area_glyph(area_sub(all, 0, 1, 1, 4), 0, -1, PAINT_BAR, GLYPH_BLOCK, 3);
	area_glyph(all, 1, INT32_MIN, PAINT_BAR, GLYPH_BLOCK, INT32_MAX);
	check_both(" ██\n\n", ".rr\n\n");
}

static void letters__differ_for_every_role(void **state)
{
	(void)state;
	for (int a = 0; a < PAINT_MAX; a++) {
		assert_int_not_equal(paint_letter((enum paint)a), '?');
		for (int b = 0; b < a; b++)
			assert_int_not_equal(paint_letter((enum paint)a),
					     paint_letter((enum paint)b));
	}
}

static void equal__sees_text_paint_cursor_and_size(void **state)
{
	struct grid other;

	(void)state;
	canvas(2, 4);
	grid_init(&other);
	grid_resize(&other, 2, 4);
	assert_true(grid_equal(&grid, &other));
	area_put(all, 0, 0, -1, PAINT_TEXT, "e\xCC\x81");
	area_put(all, 0, 0, -1, PAINT_TEXT, "e");
	area_put(grid_area(&other), 0, 0, -1, PAINT_TEXT, "e");
	assert_true(grid_equal(&grid, &other));
	area_paint(all, 1, 1, 1, PAINT_DIM);
	assert_false(grid_equal(&grid, &other));
	area_paint(all, 1, 1, 1, PAINT_TEXT);
	area_cursor(all, 1, 1);
	assert_false(grid_equal(&grid, &other));
	grid_resize(&other, 4, 2);
	grid_erase(&grid);
	assert_false(grid_equal(&grid, &other));
	grid_release(&other);
}

/* The lines as "[one][two]!", "!" after a hard one. */
static void check_wrap(const char *text, int cols, const char *expected)
{
	AUTOBUF got = BUF_INIT;
	struct wrap_line lines[32];
	int count = text_wrap(text, strlen(text), cols, lines, 32);

	assert_int_equal(text_wrap(text, strlen(text), cols, NULL, 0), count);
	assert_in_range(count, 1, 32);
	for (int i = 0; i < count; i++) {
		buf_addc(&got, '[');
		buf_add(&got, text + lines[i].from, lines[i].len);
		buf_adds(&got, lines[i].hard ? "]!" : "]");
	}
	assert_string_equal(got.s, expected);
}

static void wrap__breaks_at_blanks(void **state)
{
	(void)state;
	check_wrap("", 10, "[]");
	check_wrap("the classification study", 10, "[the][classifica][tion study]");
	check_wrap("the class study", 10, "[the class][study]");
	check_wrap("one   two", 5, "[one][two]");
	check_wrap("abcd efgh", 4, "[abcd][efgh]");
	check_wrap("abcd ", 4, "[abcd]");
	check_wrap("ab  ", 4, "[ab  ]");
	check_wrap("ab     cd", 4, "[ab][cd]");
	check_wrap("  indented text", 8, "[  indent][ed text]");
	check_wrap("a\tb", 2, "[a][b]");
}

static void wrap__knows_hard_newlines(void **state)
{
	(void)state;
	check_wrap("a\nb", 10, "[a]![b]");
	check_wrap("a\n\nb\n", 10, "[a]![]![b]![]");
	check_wrap("\n", 10, "[]![]");
	check_wrap("a\r\nb", 10, "[a]![b]");
	check_wrap("abcd  \nef", 4, "[abcd]![ef]");
}

static void wrap__measures_what_is_shown(void **state)
{
	(void)state;
	check_wrap("ab\033cd", 6, "[ab\033][cd]");
	check_wrap("e\xCC\x81" "e\xCC\x81" "e\xCC\x81", 2, "[e\xCC\x81" "e\xCC\x81][e\xCC\x81]");
	check_wrap("日本語", 4, "[日本][語]");
	check_wrap("ab 日本語", 5, "[ab 日][本語]");
	check_wrap("日本abc", 6, "[日本][abc]");
	check_wrap("日", 1, "[日]");
	check_wrap("ab", 0, "[a][b]");
}

static uint32_t seed;

static uint32_t dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

/* Something nasty: text, controls, wide characters, marks, joiners, junk. */
static size_t junk(char *dst, size_t size)
{
	static const char *const pieces[] = { "a", "<", "1B>", " ", "\t", "\n", "\033", "\x9b", "日",
		"\xCC\x81", "👩", "\xE2\x80\x8D", "👧", "\xEF\xB8\x8F", "\xE2\x80\xAE", "\xFF",
		"\xF3\xA0\x81\x81", "🇩", "🇪", "한", "\xE0\xB5\x8E", "\x7f", "word ", "\r\n" };
	size_t len = 0;

	for (uint32_t n = dice(24); n > 0; n--) {
		const char *piece = pieces[dice(sizeof(pieces) / sizeof(*pieces))];

		if (len + strlen(piece) > size)
			break;
		memcpy(dst + len, piece, strlen(piece));
		len += strlen(piece);
	}
	return len;
}

static void check_cells(void)
{
	for (int i = 0; i < grid.rows * grid.cols; i++) {
		const struct cell *c = &grid.cells[i];

		assert_true(utf8_is_visible(c->bytes, c->len, 0));
		if (c->width == 2) {
			assert_int_not_equal(i % grid.cols, grid.cols - 1);
			assert_int_equal(c[1].width, 0);
		}
		if (c->width == 0) {
			assert_int_equal(c->len, 0);
			assert_int_not_equal(i % grid.cols, 0);
			assert_int_equal(c[-1].width, 2);
		}
	}
}

static void put__of_anything_anywhere_leaves_a_sound_grid(void **state)
{
	(void)state;
	seed = 20121115;
	canvas(3, 17);
	for (int round = 0; round < 20000; round++) {
		struct area a = area_sub(all, (int)dice(4) - 1, (int)dice(19) - 1, (int)dice(4),
					 (int)dice(18));
		char text[64];
		size_t len = junk(text, sizeof(text));
		int col = (int)dice(20) - 2;
		int used = area_put_len(a, (int)dice(3), col, (int)dice(20) - 1, PAINT_DIM, text,
					len, dice(2) == 0);

		assert_in_range(used, 0, a.cols - col > 0 ? a.cols - col : 0);
		check_cells();
	}
}

/* With room enough the grid holds what the filter says, but for marks beyond the fourth. */
static void put__shows_what_the_filter_says(void **state)
{
	(void)state;
	seed = 1930;
	for (int round = 0; round < 5000; round++) {
		AUTOBUF shown = BUF_INIT;
		AUTOBUF got = BUF_INIT;
		char text[64];
		size_t len = junk(text, sizeof(text));
		int used;

		canvas(1, 400);
		used = area_put_len(all, 0, 0, -1, PAINT_DIM, text, len, true);
		utf8_visible(&shown, text, len, 0);
		assert_int_equal(used, utf8_width(shown.s, shown.len));
		for (int i = 0; i < used; i++)
			buf_add(&got, grid.cells[i].bytes, grid.cells[i].len);
		if (strstr(shown.s, "\xCC\x81\xCC\x81") == NULL)
			assert_string_equal(got.s, shown.s);
	}
}

static void wrap__covers_every_byte_within_the_width(void **state)
{
	(void)state;
	seed = 1801;
	for (int round = 0; round < 20000; round++) {
		struct wrap_line lines[64];
		char text[64];
		size_t len = junk(text, sizeof(text)), next = 0;
		int cols = 6 + (int)dice(12);
		int count = text_wrap(text, len, cols, lines, 64);

		assert_in_range(count, 1, 64);
		for (int i = 0; i < count; i++) {
			AUTOBUF shown = BUF_INIT;

			assert_true(lines[i].from >= next);
			for (size_t at = next; at < lines[i].from; at++)
				assert_non_null(strchr(" \t\r\n", text[at]));
			next = lines[i].from + lines[i].len;
			utf8_visible(&shown, text + lines[i].from, lines[i].len, 0);
			if (lines[i].len > 0 &&
			    utf8_next(text, len, lines[i].from) < lines[i].from + lines[i].len)
				assert_true(utf8_width(shown.s, shown.len) <= cols);
		}
		for (size_t at = next; at < len; at++)
			assert_non_null(strchr(" \t\r\n", text[at]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(put__writes_text_and_tells_its_cells),
		cmocka_unit_test(put__cuts_with_an_ellipsis),
		cmocka_unit_test(put__cuts_without_an_ellipsis_when_told),
		cmocka_unit_test(put__uses_the_ascii_ellipsis),
		cmocka_unit_test(put__does_nothing_outside),
		cmocka_unit_test(put__left_of_the_area_shows_the_rest),
		cmocka_unit_test(put__keeps_wide_characters_whole),
		cmocka_unit_test(put__over_half_a_wide_character_blanks_the_other_half),
		cmocka_unit_test(put__wide_character_does_not_leave_its_area),
		cmocka_unit_test(put__keeps_marks_with_their_letter_and_at_most_four),
		cmocka_unit_test(put__never_cuts_a_joined_emoji),
		cmocka_unit_test(put__shows_controls_as_tokens),
		cmocka_unit_test(put__keeps_tokens_whole),
		cmocka_unit_test(put__keeps_clusters_whole_beside_tokens),
		cmocka_unit_test(put__drops_marks_beyond_the_filters_cap_and_goes_on),
		cmocka_unit_test(put_right__ends_at_the_right_edge),
		cmocka_unit_test(putf__formats),
		cmocka_unit_test(area_sub__is_clipped_to_its_area),
		cmocka_unit_test(fill_and_erase__stay_inside),
		cmocka_unit_test(paint__keeps_text_and_tokens),
		cmocka_unit_test(cursor__is_clipped_or_hidden),
		cmocka_unit_test(box__has_a_title_and_an_ascii_twin),
		cmocka_unit_test(box__of_any_size_is_safe),
		cmocka_unit_test(glyphs__take_one_cell),
		cmocka_unit_test(glyph__repeats_inside_its_area),
		cmocka_unit_test(letters__differ_for_every_role),
		cmocka_unit_test(equal__sees_text_paint_cursor_and_size),
		cmocka_unit_test(wrap__breaks_at_blanks),
		cmocka_unit_test(wrap__knows_hard_newlines),
		cmocka_unit_test(wrap__measures_what_is_shown),
		cmocka_unit_test(put__of_anything_anywhere_leaves_a_sound_grid),
		cmocka_unit_test(put__shows_what_the_filter_says),
		cmocka_unit_test(wrap__covers_every_byte_within_the_width),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, teardown);
}
