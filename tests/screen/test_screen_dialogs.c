/* SPDX-License-Identifier: MIT */
/* test_screen_dialogs.c - records as pages, pages of text, overlays, messages. */
#include "screen_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- records and pages of text ----------------------------------------------------------------- */

static void sheet__shows_fields_and_what_is_linked(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "Enter");
	shot_golden(s, "sheet-80x24");
	shot_size(s, 60, 200);
	shot_golden(s, "sheet-200x60");
	shot_size(s, 20, 60);
	shot_golden(s, "sheet-60x20");
	shot_keys(s, "End");
	assert_true(shot_shows(s, " of "));
	shot_golden(s, "sheet-end-60x20");
}

static void sheet__marks_the_selected_link_without_colour(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "Enter Tab Tab");
	shot_golden(s, "sheet-link-80x24");
	assert_non_null(strstr(shot_line(s, s->grid.cursor_row), " → "));
	assert_int_equal(shot_paint(s, s->grid.cursor_row, s->grid.cursor_col), PAINT_SELECTION);
}

static void sheet__of_a_record_that_is_gone_says_so(void **state)
{
	struct shot *s = *state;
	struct view *v;

	shot_keys(s, "Enter");
	v = screen_top(&s->screen);
	snprintf(v->sheet.uid, sizeof v->sheet.uid, "%s", "00000000-0000-7000-8000-000000000000");
	sheet_reload(&v->sheet);
	assert_true(v->sheet.gone);
	shot_golden(s, "sheet-gone-80x24");
}

static void text__is_shown_line_by_line_with_a_scroll_bar(void **state)
{
	struct shot *s = *state;
	struct text_page *t = text_push(&s->screen, "Page");

	for (int i = 1; i <= 60; i++)
		buf_addf(
			&t->text,
			i % 10 ? "Line %d\n"
			       : "Line %d with a text that is too long for a terminal of eighty columns\n",
			i);
	screen_resize(&s->screen, 24, 80);
	shot_golden(s, "text-80x24");
	assert_true(shot_shows(s, " Line 22"));
	shot_keys(s, "End");
	assert_true(shot_shows(s, " Line 60"));
	assert_non_null(strstr(shot_line(s, 22), "█"));
	assert_null(strstr(shot_line(s, 1), "█"));
	assert_false(shot_shows(s, " Line 38\n"));
}

/* ---- overlays -------------------------------------------------------------------------------------- */

static void chooser__lists_items_over_the_view_below(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "N");
	shot_golden(s, "chooser-80x24");
	shot_type(s, "e");
	shot_golden(s, "chooser-typed-80x24");
	shot_type(s, "xyz");
	assert_true(shot_shows(s, "Nothing matches \"exyz\"."));
	assert_true(shot_shows(s, " 0 of "));
}

static void chooser__says_in_full_why_something_is_not_possible(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "N Down");
	shot_render(s);
	int row = shot_find(s, "► Account ");
	assert_true(row > 0);
	assert_non_null(strstr(shot_line(s, row), "not now: "));
	/* Beside the item it is cut; the lower border has all of it. */
	assert_null(strstr(shot_line(s, row), "may not add users"));
	row = shot_find(s, "may not add users");
	assert_true(row > 0);
	assert_non_null(strstr(shot_line(s, row), "└─ not now: an inspector"));
}

static void chooser__of_values_stands_over_the_form(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "n");
	shot_keys(s, "Tab F4");
	shot_golden(s, "chooser-values-80x24");
}

static void help__lists_the_keys_that_work_here(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "?");
	shot_golden(s, "help-80x24");
	shot_size(s, 40, 120);
	shot_golden(s, "help-120x40");
	shot_size(s, 20, 60);
	shot_type(s, "sort");
	shot_golden(s, "help-typed-60x20");
}

static void palette__finds_actions_and_records(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "Ctrl-P");
	shot_type(s, "study");
	shot_golden(s, "palette-80x24");
}

static void confirm__has_no_as_its_default_and_brackets_it(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "n");
	shot_type(s, "x");
	shot_keys(s, "0");
	confirm_push(
		&s->screen, "Record the closure?",
		"OIG-12-130/1 is recorded as closed by the letter C-4.\nThis cannot be undone; only a correction can change it later.",
		NULL, NULL);
	shot_golden(s, "confirm-80x24");
	assert_true(shot_shows(s, "[ No ]    Yes"));
	shot_keys(s, "Tab");
	assert_true(shot_shows(s, "  No    [ Yes ]"));
	shot_size(s, 10, 40);
	shot_golden(s, "confirm-40x10");
}

static void prompt__takes_one_line_and_shows_its_error(void **state)
{
	struct shot *s = *state;
	struct prompt *p = prompt_push(&s->screen, "Open a database",
				       "The path of a closeout database.", "/srv/x.db");

	shot_golden(s, "prompt-80x24");
	snprintf(p->error, sizeof p->error,
		 "open: /srv/x.db: there is no such file; give another path");
	shot_golden(s, "prompt-error-80x24");
}

static void first_run__offers_what_can_be_done_without_a_database(void **state)
{
	struct shot *s = *state;

	/* The path differs from run to run. */
	screen_top(&s->screen)->chooser.hint = "There is no database at /srv/sub/closeout.db yet.";
	free(s->app.database);
	s->app.database = strdup("/srv/sub/closeout.db");
	s->app.today = (struct date){ 15659 };
	shot_golden(s, "first-run-80x24");
	shot_size(s, 10, 40);
	shot_golden(s, "first-run-40x10");
}

/* ---- messages ----------------------------------------------------------------------------------------- */

static void message__begins_with_a_word_for_its_level(void **state)
{
	struct shot *s = *state;
	static const struct {
		enum level level;
		const char *shown;
		enum paint paint;
	} levels[] = {
		{ LEVEL_INFO, " Note: hello", PAINT_FOOTER },
		{ LEVEL_GOOD, " OK: hello", PAINT_GOOD },
		{ LEVEL_WARNING, " Warning: hello", PAINT_WARNING },
		{ LEVEL_ERROR, " ERROR: hello", PAINT_ERROR },
	};

	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		screen_say(&s->screen, levels[i].level, "hello");
		shot_render(s);
		assert_string_equal(shot_line(s, 23), levels[i].shown);
		assert_int_equal(shot_paint(s, 23, 1), levels[i].paint);
	}
}

static void message__that_is_long_grows_upwards(void **state)
{
	struct shot *s = *state;

	screen_say(&s->screen, LEVEL_ERROR,
		   "set: OIG-12-130/1, current_target: \"2013-02-30\" is no day of the calendar; "
		   "type a date such as 2013-02-28, 28 feb, eom or +2w, and mind that only an "
		   "extension moves this one");
	shot_golden(s, "message-long-80x24");
	shot_size(s, 10, 40);
	shot_golden(s, "message-long-40x10");
	shot_keys(s, "Down");
	assert_false(shot_shows(s, "ERROR"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, shot_setup, shot_teardown)
	const struct CMUnitTest tests[] = {
		TEST(sheet__shows_fields_and_what_is_linked),
		TEST(sheet__marks_the_selected_link_without_colour),
		TEST(sheet__of_a_record_that_is_gone_says_so),
		TEST(text__is_shown_line_by_line_with_a_scroll_bar),
		TEST(chooser__lists_items_over_the_view_below),
		TEST(chooser__says_in_full_why_something_is_not_possible),
		TEST(chooser__of_values_stands_over_the_form),
		TEST(help__lists_the_keys_that_work_here),
		TEST(palette__finds_actions_and_records),
		TEST(confirm__has_no_as_its_default_and_brackets_it),
		TEST(prompt__takes_one_line_and_shows_its_error),
		cmocka_unit_test_setup_teardown(
			first_run__offers_what_can_be_done_without_a_database, shot_setup_nothing,
			shot_teardown),
		TEST(message__begins_with_a_word_for_its_level),
		TEST(message__that_is_long_grows_upwards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
