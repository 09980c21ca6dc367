/* SPDX-License-Identifier: MIT */
/*
 * test_app_edit_move.c - text being typed: rows as they are shown, and undo.
 */
#include "edit_help.h"

/* ---- rows ---------------------------------------------------------------------------------- */

static void edit_position__follows_the_soft_wrap(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	e.cols = 10;
	assert_int_equal(edit_rows(&e), 1);
	assert_at(&e, 0, 0);
	edit_set(&e, "one two three four\nfive", false);
	/* "one two", "three four", "five" */
	assert_int_equal(edit_rows(&e), 3);
	assert_at(&e, 2, 4);
	press(&e, "Ctrl-Home End");
	assert_at(&e, 0, 7);
	press(&e, "Right");
	assert_at(&e, 1, 0);
	press(&e, "End");
	assert_at(&e, 1, 10);
	assert_string_equal(edit_text(&e) + e.cursor, "\nfive");
	type(&e, "   ");
	assert_at(&e, 1, 10);
	assert_int_equal(edit_rows(&e), 3);
	/* One line is one row, however long, and counts what is shown for what is hidden. */
	edit_release(&e);
	edit_init(&e, false, 1000);
	e.cols = 10;
	edit_set(&e, "one two three four\u202e\u4e2d", false);
	assert_int_equal(edit_rows(&e), 1);
	assert_at(&e, 0, 18 + 6 + 2);
	edit_release(&e);
}

static void edit_key__moves_by_rows_and_keeps_the_column(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	e.cols = 10;
	edit_set(&e, "one two three four\n\n\u4e2d\u4e2d\u4e2d\u4e2d\nlast", false);
	press(&e, "Ctrl-Home Right Right Right Right Right");
	assert_at(&e, 0, 5);
	assert_true(press(&e, "Down"));
	assert_at(&e, 1, 5);
	press(&e, "Down");
	assert_at(&e, 2, 0);
	press(&e, "Down");
	assert_at(&e, 3, 4); /* a wide character is not entered */
	press(&e, "Down");
	assert_at(&e, 4, 4);
	assert_false(press(&e, "Down"));
	press(&e, "Up Up Up Up");
	assert_at(&e, 0, 5);
	assert_false(press(&e, "Up"));
	press(&e, "Left Down");
	assert_at(&e, 1, 4);
	edit_release(&e);
}

/* Where a word is broken, the end of one row is the start of the next. */
static void edit_key__stays_in_the_row_of_a_broken_word(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	e.cols = 4;
	edit_set(&e, "abcdefghij", false);
	assert_int_equal(edit_rows(&e), 3);
	press(&e, "Up");
	assert_at(&e, 1, 2);
	press(&e, "End");
	assert_at(&e, 1, 3);
	press(&e, "Right");
	assert_at(&e, 2, 0);
	press(&e, "Right Right Up Left Home");
	assert_shows(&e, "abcd|efghij");
	/* Pressed again they go to the ends of the line. */
	press(&e, "Home");
	assert_shows(&e, "|abcdefghij");
	press(&e, "End End");
	assert_shows(&e, "abcdefghij|");
	edit_release(&e);
}

static void edit_key__pages_by_ten_rows(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	e.cols = 20;
	for (int i = 0; i < 24; i++)
		type(&e, i < 23 ? "row\n" : "row");
	assert_true(press(&e, "PgUp"));
	assert_at(&e, 13, 3);
	assert_true(press(&e, "PgUp PgUp"));
	assert_at(&e, 0, 3);
	assert_false(press(&e, "PgUp"));
	press(&e, "PgDn PgDn PgDn");
	assert_at(&e, 23, 3);
	assert_false(press(&e, "PgDn"));
	edit_release(&e);
}

static void edit_position__counts_many_short_rows(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	for (int i = 0; i < 300; i++)
		type(&e, "\n");
	assert_at(&e, 300, 0);
	e.cols = 20;
	assert_at(&e, 300, 0);
	assert_true(press(&e, "Up"));
	assert_at(&e, 299, 0);
	edit_release(&e);
}

/* ---- undo ------------------------------------------------------------------------------------ */

static void edit_undo__takes_back_words(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	type(&e, "hello big\nworld");
	assert_true(edit_undo(&e));
	assert_shows(&e, "hello big\n|");
	assert_true(edit_undo(&e));
	assert_shows(&e, "hello |");
	assert_true(edit_undo(&e));
	assert_shows(&e, "|");
	assert_false(edit_undo(&e));
	assert_true(edit_redo(&e) && edit_redo(&e));
	assert_shows(&e, "hello big\n|");
	type(&e, "x");
	assert_false(edit_redo(&e));
	assert_shows(&e, "hello big\nx|");
	edit_release(&e);
}

static void edit_undo__separates_what_moving_and_kinds_separate(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 1000);
	type(&e, "abcdef");
	press(&e, "Left Left");
	type(&e, "XY");
	press(&e, "Backspace Backspace Backspace");
	press(&e, "Delete Delete");
	assert_shows(&e, "abc|");
	edit_undo(&e);
	assert_shows(&e, "abc|ef");
	edit_undo(&e);
	assert_shows(&e, "abcdXY|ef");
	edit_undo(&e);
	assert_shows(&e, "abcd|ef");
	edit_undo(&e);
	assert_shows(&e, "|");
	edit_release(&e);
}

/* A form may put the cursor elsewhere itself. */
static void edit_undo__does_not_join_what_is_typed_elsewhere(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 1000);
	type(&e, "ab");
	e.cursor = 0;
	type(&e, "c");
	assert_shows(&e, "c|ab");
	edit_undo(&e);
	assert_shows(&e, "|ab");
	edit_undo(&e);
	assert_shows(&e, "|");
	edit_release(&e);
}

static void edit_undo__ends_a_burst_without_blanks(void **state)
{
	struct edit e;
	int steps = 0;

	(void)state;
	edit_init(&e, false, 1000);
	for (int i = 0; i < 100; i++)
		type(&e, "\u4e2d");
	while (edit_undo(&e))
		steps++;
	assert_int_equal(steps, 4);
	assert_int_equal(e.text.len, 0);
	edit_release(&e);
}

static void edit_undo__takes_a_paste_back_at_once(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 1000);
	type(&e, "ab");
	edit_insert(&e, "one two\nthree", 13);
	type(&e, "c");
	edit_undo(&e);
	assert_shows(&e, "abone two\nthree|");
	edit_undo(&e);
	assert_shows(&e, "ab|");
	edit_redo(&e);
	assert_shows(&e, "abone two\nthree|");
	edit_release(&e);
}

/* Replacing a megabyte again and again may not keep every one of them. */
static void edit_undo__forgets_the_oldest_of_very_much(void **state)
{
	struct edit e;
	size_t len = 1 << 19;
	char *big = malloc(len);
	int steps = 0;

	(void)state;
	assert_non_null(big);
	edit_init(&e, true, 1 << 20);
	for (int i = 0; i < 100; i++) {
		memset(big, 'a' + i % 2, len);
		e.selected = true;
		edit_insert(&e, big, len);
	}
	while (edit_undo(&e))
		steps++;
	assert_int_equal(steps, 3);
	assert_int_equal(e.text.len, len);
	edit_release(&e);
	free(big);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edit_position__follows_the_soft_wrap),
		cmocka_unit_test(edit_position__counts_many_short_rows),
		cmocka_unit_test(edit_key__moves_by_rows_and_keeps_the_column),
		cmocka_unit_test(edit_key__stays_in_the_row_of_a_broken_word),
		cmocka_unit_test(edit_key__pages_by_ten_rows),
		cmocka_unit_test(edit_undo__takes_back_words),
		cmocka_unit_test(edit_undo__separates_what_moving_and_kinds_separate),
		cmocka_unit_test(edit_undo__does_not_join_what_is_typed_elsewhere),
		cmocka_unit_test(edit_undo__ends_a_burst_without_blanks),
		cmocka_unit_test(edit_undo__takes_a_paste_back_at_once),
		cmocka_unit_test(edit_undo__forgets_the_oldest_of_very_much),
	};

	return cmocka_run_group_tests_name("app edit, rows and undo", tests, setup, NULL);
}
