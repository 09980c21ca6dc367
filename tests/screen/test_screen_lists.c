/* SPDX-License-Identifier: MIT */
/* test_screen_lists.c - lists, the workbench and the frame around them. */
#include "screen_help.h"

#include <stdio.h>
#include <string.h>

#include "app/action.h"
#include "core/query.h"

static struct list *focused(struct shot *s)
{
	return screen_list(&s->screen);
}

/* A number that is cut is another number. */
static void list__says_that_a_number_is_larger_than_its_column(void **state)
{
	struct shot *s = *state;

	date_from_ymd(2050, 6, 15, &s->screen.app->today);
	shot_size(s, 40, 120);
	shot_keys(s, "2");
	shot_type(s, "/is:open");
	shot_keys(s, "Enter R");
	shot_render(s);
	assert_true(shot_shows(s, "2012-12-31"));
	assert_true(shot_shows(s, " <-999  "));
	assert_false(shot_shows(s, "-13…"));
	assert_false(shot_shows(s, "-136…"));
	/* Days is the fourth; wide enough it says all. */
	shot_keys(s, "c Down Down Down + Enter");
	shot_render(s);
	assert_false(shot_shows(s, "<-999"));
	assert_true(shot_shows(s, " -13680  "));
	/* As narrow as can be it says at least that it is less. */
	shot_keys(s, "c Down Down Down - - - - Enter");
	shot_render(s);
	assert_true(shot_shows(s, " <  "));
	assert_false(shot_shows(s, "-1…"));
}

static void bench__shows_three_panes_where_they_fit(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	shot_golden(s, "bench-120x40");
	shot_size(s, 60, 200);
	shot_golden(s, "bench-200x60");
}

static void bench__shows_one_pane_where_three_do_not_fit(void **state)
{
	struct shot *s = *state;

	shot_golden(s, "bench-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "bench-60x20");
	shot_size(s, 10, 40);
	shot_golden(s, "bench-40x10");
}

static void bench__marks_the_pane_with_focus_without_colour(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	shot_render(s);
	assert_string_equal(shot_line(s, 1), strstr(shot_line(s, 1), "─ 1 Reports"));
	shot_keys(s, "Shift-Tab");
	shot_golden(s, "bench-focus-120x40");
	assert_non_null(strstr(shot_line(s, 1), "► 1 Reports"));
}

static void bench__has_an_ascii_twin_for_everything(void **state)
{
	struct shot *s = *state;
	AUTOBUF text = BUF_INIT;

	shot_ascii(s, true);
	shot_size(s, 40, 120);
	shot_golden(s, "bench-ascii-120x40");
	grid_dump(&s->grid, &text, NULL);
	for (size_t i = 0; i < text.len; i++)
		assert_true((unsigned char)text.s[i] < 0x80);
}

static void small__terminal_gets_a_notice_only(void **state)
{
	struct shot *s = *state;

	shot_size(s, 9, 39);
	shot_golden(s, "small-39x9");
	shot_size(s, 6, 20);
	shot_golden(s, "small-20x6");
	shot_size(s, 24, 80);
	assert_false(shot_shows(s, "enlarge"));
}

static void small__sizes_down_to_nothing_do_no_harm(void **state)
{
	struct shot *s = *state;
	static const char *const places[] = { "0", "2 /", "Enter Enter", "e", "Esc N", "Esc ?" };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		shot_size(s, 24, 80);
		shot_keys(s, places[i]);
		for (int rows = 1; rows < 16; rows++)
			for (int cols = 1; cols < 70; cols += 3) {
				shot_size(s, rows, cols);
				shot_render(s);
			}
	}
}

static void list__has_at_least_18_rows_of_data_at_80x24(void **state)
{
	struct shot *s = *state;
	int rows = 0;

	shot_keys(s, "2 /");
	shot_type(s, "transcribed");
	shot_render(s);
	for (int row = 0; row < 24; row++)
		rows += strstr(shot_line(s, row), "OIG-1") != NULL;
	assert_true(rows >= 18);
}

static void list__with_a_filter_shows_matches_and_counts(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "is:open STUDY");
	shot_golden(s, "list-filtering-80x24");
	shot_keys(s, "Enter");
	shot_golden(s, "list-filtered-80x24");
	shot_size(s, 40, 120);
	shot_golden(s, "list-filtered-120x40");
}

static void list__paints_what_the_filter_found_whatever_its_case(void **state)
{
	struct shot *s = *state;
	const char *line;

	shot_keys(s, "2 /");
	shot_type(s, "TRANSCRIBED");
	shot_render(s);
	line = shot_line(s, 3);
	assert_non_null(strstr(line, "transcribed"));
	int col = (int)(strstr(line, "transcribed") - line);
	assert_int_equal(shot_paint(s, 3, col), PAINT_MATCH);
	assert_int_equal(shot_paint(s, 3, col + 10), PAINT_MATCH);
	assert_int_equal(shot_paint(s, 3, col - 1), PAINT_TEXT);
	assert_int_equal(shot_paint(s, 3, col + 11), PAINT_TEXT);
}

static void list__paints_every_match_in_a_cell(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 /");
	shot_type(s, "287");
	struct list *l = focused(s);
	l->rows.cells[2 * l->rows.n_columns - 1] = "287 and 287\xcc\x81 and 287";
	shot_render(s);
	int row = shot_find(s, "287 and"), col = 79;
	assert_true(row > 0);
	while (shot_paint(s, row, col) != PAINT_MATCH)
		col--;
	assert_int_equal(shot_paint(s, row, col - 16), PAINT_MATCH);
	assert_int_equal(shot_paint(s, row, col - 18), PAINT_MATCH);
	assert_int_equal(shot_paint(s, row, col - 10), PAINT_MATCH);
	assert_int_equal(shot_paint(s, row, col - 3), PAINT_TEXT);
}

static void list__names_the_place_where_a_filter_does_not_parse(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "study due<frday");
	shot_golden(s, "list-filter-error-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "list-filter-error-60x20");
	assert_int_equal(shot_paint(s, 18, 2 + 10), PAINT_ERROR);
	assert_int_equal(shot_paint(s, 18, 2 + 9), PAINT_INPUT_FOCUS);
}

static void list__says_why_it_is_empty(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "zebra");
	shot_keys(s, "Enter");
	shot_golden(s, "list-empty-80x24");
	assert_true(s->grid.cursor_row >= 0);
}

static void list__marks_the_sorted_column(void **state)
{
	struct shot *s = *state;
	struct list *l;

	shot_keys(s, "2");
	l = focused(s);
	l->sort = (struct sort){ .n = 1, .keys = { { record_field(l->entity, "due"), true } } };
	list_reload(l);
	shot_keys(s, "Home");
	shot_golden(s, "list-sorted-80x24");
	assert_non_null(strstr(shot_line(s, 1), "Due▼"));
	assert_null(strstr(shot_line(s, 1), "▲"));
}

static void list__drops_columns_before_the_text_gets_too_narrow(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2");
	shot_size(s, 24, 100);
	assert_true(shot_shows(s, "Owner office"));
	shot_size(s, 24, 80);
	assert_false(shot_shows(s, "Owner office"));
	assert_true(shot_shows(s, "Due "));
	shot_size(s, 24, 60);
	assert_false(shot_shows(s, "Due "));
	assert_true(shot_shows(s, "Days"));
	shot_size(s, 24, 45);
	assert_false(shot_shows(s, "Days"));
	assert_true(shot_shows(s, "Text"));
}

static void list__scrolls_its_text_column(void **state)
{
	struct shot *s = *state;

	assert_true(shot_shows(s, "Provide the Office"));
	shot_keys(s, "Right");
	assert_false(shot_shows(s, "Provide"));
	assert_true(shot_shows(s, "…he Office"));
}

static void list__keeps_the_cursor_on_the_selected_row(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2");
	for (int i = 0; i < 80; i++) {
		shot_render(s);
		const char *line = shot_line(s, s->grid.cursor_row);

		assert_int_equal(strncmp(line, "►", strlen("►")), 0);
		assert_int_equal(shot_paint(s, s->grid.cursor_row, 4), PAINT_SELECTION);
		shot_keys(s, i % 7 == 6 ? "PgUp" : i % 5 == 4 ? "PgDn" : "j");
	}
}

static void list__shows_a_scroll_bar_only_where_it_does_not_fit(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1");
	shot_render(s);
	assert_int_equal(shot_paint(s, 2, 79), PAINT_TEXT);
	shot_keys(s, "2");
	shot_render(s);
	assert_int_equal(shot_paint(s, 2, 79), PAINT_SCROLLBAR);
	assert_non_null(strstr(shot_line(s, 2), "█"));
	assert_non_null(strstr(shot_line(s, 22), "│"));
	shot_keys(s, "G");
	shot_render(s);
	assert_non_null(strstr(shot_line(s, 2), "│"));
	assert_non_null(strstr(shot_line(s, 22), "█"));
}

/* Text that is hostile, wide, right to left or long, as rows of a list that was read. */
static void list__shows_any_text_in_its_columns(void **state)
{
	static const char *const texts[] = {
		"Latin: e\xcc\x81te\xcc\x81, Stra\xc3\x9f"
		"e, A\xcc\x8angstro\xcc\x88m",
		"Wide: 漢字かな交じり文、한국어 텍스트, 這是一個很長的標題",
		"Emoji: 👍 👩‍👩‍👧‍👦 🇩🇪 ☀️ end",
		"Right to left: שלום עולם العربية end",
		"Bidi control: safe\xe2\x80\xae"
		"drowkcab\xe2\x80\xac end",
		"Escape: \x1b[31mred\x1b[0m bell\a nul-ish \x01 end",
		"Lines: first\nsecond\tthird\r\nfourth",
		"Bad bytes: \xff\xfe\xc3( end",
		"Zero width: a\xe2\x80\x8b"
		"b\xef\xbb\xbf"
		"c\xc2\xad"
		"d end",
		"Zalgo: Z\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89 end",
		"Nothing but a very long word: "
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		"",
	};
	struct shot *s = *state;
	struct list *l;

	shot_keys(s, "2 Home Down Down Down");
	l = focused(s);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		l->rows.cells[i * (size_t)l->rows.n_columns + (size_t)l->rows.n_columns - 1] =
			texts[i];
	shot_golden(s, "list-any-text-80x24");
	shot_size(s, 40, 120);
	l = focused(s);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		l->rows.cells[i * (size_t)l->rows.n_columns + (size_t)l->rows.n_columns - 1] =
			texts[i];
	shot_golden(s, "list-any-text-120x40");
}

static void bench__shows_late_in_a_pane_without_focus_too(void **state)
{
	struct shot *s = *state;

	s->app.today = (struct date){ s->app.today.day + 90 };
	screen_reload(&s->screen);
	shot_size(s, 40, 120);
	shot_keys(s, "Tab");
	shot_golden(s, "bench-late-120x40");
	int row = shot_find(s, "► OIG-12-130/1");
	const char *line = shot_line(s, row), *late = strstr(line, "LATE");
	assert_non_null(late);
	/* The marker before it is three bytes for one cell. */
	int col = (int)(late - line) - 2;
	assert_int_equal(shot_paint(s, row, col), PAINT_LATE);
	assert_int_equal(shot_paint(s, row, col - 1), PAINT_SELECTION_IDLE);
}

static void title__says_when_it_is_read_only(void **state)
{
	struct shot *s = *state;

	assert_false(shot_shows(s, "READ-ONLY"));
	s->app.options.read_only = true;
	assert_true(shot_shows(s, "READ-ONLY SAMPLE 2012-11-15"));
	shot_golden(s, "title-read-only-80x24");
}

static void title__shows_the_way_back_and_keeps_its_end(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "Enter");
	assert_true(shot_shows(s, " Workbench > OIG-12-130/1"));
	shot_keys(s, "Tab Enter Tab Enter Tab Enter");
	shot_size(s, 20, 60);
	shot_render(s);
	assert_int_equal(strncmp(shot_line(s, 0), " … ", strlen(" … ")), 0);
	assert_non_null(strstr(shot_line(s, 0), "2012-11-15"));
}

static void title__never_loses_the_day_or_a_flag(void **state)
{
	struct shot *s = *state;

	s->app.options.read_only = true;
	snprintf(s->app.title, sizeof s->app.title,
		 "A database with a title that is much too long for any line");
	for (int cols = 40; cols < 200; cols++) {
		shot_size(s, 24, cols);
		shot_render(s);
		if (!strstr(shot_line(s, 0), "READ-ONLY SAMPLE 2012-11-15"))
			fail_msg("at %d columns the title line is %s", cols, shot_line(s, 0));
		if (!strchr(shot_line(s, 0), '['))
			fail_msg("at %d columns no tab is marked: %s", cols, shot_line(s, 0));
	}
}

static void footer__shows_keys_from_the_table_and_always_help(void **state)
{
	struct shot *s = *state;

	for (int cols = 40; cols < 130; cols += 7) {
		shot_size(s, 24, cols);
		shot_render(s);
		assert_non_null(strstr(shot_line(s, 23), "? Help"));
	}
	assert_non_null(strstr(shot_line(s, 23), "Enter Open"));
	shot_keys(s, "/");
	shot_render(s);
	assert_non_null(strstr(shot_line(s, 23), "F1 Help"));
}

static void footer__shows_no_character_as_a_key_where_text_is_typed(void **state)
{
	struct shot *s = *state;
	struct settings_key keys[] = {
		{ .action = "filter-done", .key = "d", .file = "test", .line = 1 },
		{ .action = "filter-done", .key = "F12", .file = "test", .line = 2 },
	};
	struct settings settings = { .keys = keys, .key_count = 2 };

	keymap_free(s->screen.keymap);
	s->screen.keymap = keymap_new(&settings, &s->app.warnings);
	shot_keys(s, "/");
	assert_true(shot_shows(s, "F12 Done"));
}

static void footer__shows_a_key_that_waits_for_another(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 j j g");
	assert_true(shot_shows(s, " g …"));
	shot_keys(s, "g");
	assert_true(shot_shows(s, " 1/64"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, shot_setup, shot_teardown)
	const struct CMUnitTest tests[] = {
		TEST(list__says_that_a_number_is_larger_than_its_column),
		TEST(bench__shows_three_panes_where_they_fit),
		TEST(bench__shows_one_pane_where_three_do_not_fit),
		TEST(bench__marks_the_pane_with_focus_without_colour),
		TEST(bench__shows_late_in_a_pane_without_focus_too),
		TEST(bench__has_an_ascii_twin_for_everything),
		TEST(small__terminal_gets_a_notice_only),
		TEST(small__sizes_down_to_nothing_do_no_harm),
		TEST(list__has_at_least_18_rows_of_data_at_80x24),
		TEST(list__with_a_filter_shows_matches_and_counts),
		TEST(list__paints_what_the_filter_found_whatever_its_case),
		TEST(list__paints_every_match_in_a_cell),
		TEST(list__names_the_place_where_a_filter_does_not_parse),
		TEST(list__says_why_it_is_empty),
		TEST(list__marks_the_sorted_column),
		TEST(list__drops_columns_before_the_text_gets_too_narrow),
		TEST(list__scrolls_its_text_column),
		TEST(list__keeps_the_cursor_on_the_selected_row),
		TEST(list__shows_a_scroll_bar_only_where_it_does_not_fit),
		TEST(list__shows_any_text_in_its_columns),
		TEST(title__says_when_it_is_read_only),
		TEST(title__shows_the_way_back_and_keeps_its_end),
		TEST(title__never_loses_the_day_or_a_flag),
		TEST(footer__shows_keys_from_the_table_and_always_help),
		TEST(footer__shows_no_character_as_a_key_where_text_is_typed),
		TEST(footer__shows_a_key_that_waits_for_another),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
