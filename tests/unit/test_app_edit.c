/* SPDX-License-Identifier: MIT */
/*
 * test_app_edit.c - text being typed: characters, erasing, selection, limits.
 */
#include "edit_help.h"

/* ---- typing --------------------------------------------------------------------------- */

static void edit_key__types_where_the_cursor_is(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	type(&e, "held");
	press(&e, "Left");
	type(&e, "lo wor");
	assert_shows(&e, "hello wor|d");
	press(&e, "Left Left Delete Backspace Right");
	assert_shows(&e, "hello r|d");
	edit_release(&e);
}

static void edit_key__composes_marks_with_the_letter_before(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	type(&e, "ex");
	press(&e, "Left");
	type(&e, "\u0301");
	assert_shows(&e, "\u00e9|x");
	/* A mark of a lower class goes before, and the letter composes with that one instead. */
	edit_set(&e, "\u00e1x", false);
	press(&e, "Left");
	type(&e, "\u0323");
	assert_shows(&e, "\u1ea1\u0301|x");
	press(&e, "Backspace");
	assert_shows(&e, "|x");
	/* Typed with nothing before it stands alone, and joins what is typed there later. */
	edit_set(&e, "", false);
	type(&e, "\u0301z");
	assert_shows(&e, "\u0301z|");
	press(&e, "Home");
	type(&e, "e");
	assert_shows(&e, "\u00e9|z");
	/* Hangul letters make syllables. */
	edit_set(&e, "", false);
	type(&e, "\u1112\u1161\u11ab");
	assert_shows(&e, "\ud55c|");
	edit_release(&e);
}

static void edit_key__erasing_lets_what_is_left_compose(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 100);
	edit_set(&e, "e\n\u0301x", false);
	press(&e, "Ctrl-Home Right Delete");
	assert_shows(&e, "\u00e9|x");
	assert_true(edit_undo(&e));
	assert_shows(&e, "e|\n\u0301x");
	edit_release(&e);
}

static void edit_key__steps_over_clusters(void **state)
{
	static const char family[] = "\U0001F469\u200D\U0001F467";
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	type(&e, "a");
	type(&e, family);
	type(&e, "\u4e2d\U0001F1FA\U0001F1F8q\u0323\u0307");
	press(&e, "Left");
	assert_string_equal(edit_text(&e) + e.cursor, "q\u0323\u0307");
	press(&e, "Left");
	assert_string_equal(edit_text(&e) + e.cursor, "\U0001F1FA\U0001F1F8q\u0323\u0307");
	assert_at(&e, 0, 1 + 2 + 2 + 2);
	press(&e, "Left Left Delete");
	assert_shows(&e, "a|\u4e2d\U0001F1FA\U0001F1F8q\u0323\u0307");
	press(&e, "End Backspace Backspace Backspace");
	assert_shows(&e, "a|");
	edit_release(&e);
}

static void edit_key__moves_and_erases_by_words(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	type(&e, "the 2nd caf\u00e9, closed");
	press(&e, "Ctrl-Left");
	assert_shows(&e, "the 2nd caf\u00e9, |closed");
	press(&e, "Ctrl-Left Ctrl-Left");
	assert_shows(&e, "the |2nd caf\u00e9, closed");
	press(&e, "Ctrl-Right");
	assert_shows(&e, "the 2nd |caf\u00e9, closed");
	press(&e, "Ctrl-W");
	assert_shows(&e, "the |caf\u00e9, closed");
	press(&e, "Ctrl-Delete Ctrl-Backspace");
	assert_shows(&e, "|closed");
	press(&e, "End Alt-Backspace Ctrl-W");
	assert_shows(&e, "|");
	edit_release(&e);
}

static void edit_key__erases_to_the_ends_of_the_line(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 100);
	edit_set(&e, "one\ntwo three\nfour", false);
	press(&e, "Ctrl-Home Down Ctrl-Right");
	assert_shows(&e, "one\ntwo |three\nfour");
	press(&e, "Ctrl-U");
	assert_shows(&e, "one\n|three\nfour");
	press(&e, "Ctrl-U Ctrl-K");
	assert_shows(&e, "one\n|\nfour");
	press(&e, "Ctrl-K Ctrl-K");
	assert_shows(&e, "one\n|");
	assert_true(press(&e, "Ctrl-K"));
	edit_release(&e);
}

/* Those keys belong to the form, the list or the program around. */
static void edit_key__leaves_other_keys_alone(void **state)
{
	static const char *const never[] = {
		"Tab",    "Shift-Tab",  "Esc",       "F1",     "F4",         "F10",
		"F12",    "Insert",     "Ctrl-S",    "Ctrl-N", "Ctrl-D",     "Ctrl-P",
		"Ctrl-R", "Ctrl-Z",     "Ctrl-X",    "Ctrl-O", "Ctrl-F",     "Ctrl-B",
		"Ctrl-C", "Ctrl-Space", "Alt-Enter", "Alt-x",  "Shift-Left",
	};
	static const char *const one_line[] = { "Enter", "Up", "Down", "PgUp", "PgDn" };
	struct key unknown = { KEYCODE_UNKNOWN, 0 };
	struct edit one, many;

	(void)state;
	edit_init(&one, false, 100);
	edit_init(&many, true, 100);
	edit_set(&one, "one", true);
	edit_set(&many, "more", true);
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
		assert_false(press(&one, never[i]));
		assert_false(press(&many, never[i]));
	}
	assert_false(edit_key(&one, unknown));
	for (size_t i = 0; i < sizeof one_line / sizeof one_line[0]; i++)
		assert_false(press(&one, one_line[i]));
	assert_false(press(&many, "Up"));
	assert_false(press(&many, "Down"));
	assert_false(press(&many, "PgUp"));
	assert_false(press(&many, "PgDn"));
	assert_true(one.selected && many.selected);
	assert_shows(&one, "one|");
	edit_release(&one);
	edit_release(&many);
}

/* ---- the selection ----------------------------------------------------------------------- */

static void edit_set__selects_what_typing_then_replaces(void **state)
{
	static const char *const erasers[] = {
		"Backspace", "Delete", "Ctrl-U", "Ctrl-K", "Ctrl-W", "Ctrl-Delete",
	};
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	edit_set(&e, "old value", true);
	type(&e, "new");
	assert_shows(&e, "new|");
	assert_true(edit_undo(&e));
	assert_shows(&e, "old value|");
	assert_false(e.selected);
	for (size_t i = 0; i < sizeof erasers / sizeof erasers[0]; i++) {
		edit_set(&e, "old value", true);
		assert_true(press(&e, erasers[i]));
		assert_shows(&e, "|");
		assert_false(e.selected);
	}
	edit_set(&e, "", true);
	assert_false(e.selected);
	edit_release(&e);
}

static void edit_key__moving_keeps_what_was_selected(void **state)
{
	static const char *const moves[] = { "Left", "Right", "Home", "End", "Ctrl-Left", "Ctrl-A" };
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		edit_set(&e, "value", true);
		press(&e, moves[i]);
		assert_false(e.selected);
		assert_string_equal(edit_text(&e), "value");
	}
	edit_set(&e, "value", true);
	press(&e, "Left");
	type(&e, "-");
	assert_shows(&e, "valu-|e");
	edit_release(&e);
}

static void edit_insert__replaces_what_is_selected(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	edit_set(&e, "value", true);
	edit_insert(&e, "pasted", 6);
	assert_shows(&e, "pasted|");
	/* A value that is empty empties the field; a paste of which nothing is text does not. */
	e.selected = true;
	edit_insert(&e, "\x1b\x07", 2);
	assert_shows(&e, "pasted|");
	assert_true(e.selected);
	edit_insert(&e, "", 0);
	assert_shows(&e, "|");
	assert_true(edit_undo(&e));
	assert_true(edit_undo(&e));
	assert_shows(&e, "value|");
	edit_release(&e);
}

/* ---- pastes and limits ------------------------------------------------------------------- */

static void edit_insert__makes_newlines_blanks_in_one_line(void **state)
{
	static const char paste[] = "a\nb\r\nc\rd\te\vf\xc2\x85g";
	struct edit e;

	(void)state;
	edit_init(&e, false, 100);
	edit_insert(&e, paste, strlen(paste));
	assert_string_equal(edit_text(&e), "a b c d e f g");
	assert_int_equal(e.dropped, 0);
	edit_release(&e);
	edit_init(&e, true, 100);
	edit_insert(&e, paste, strlen(paste));
	assert_string_equal(edit_text(&e), "a\nb\nc\nd\te\nf\ng");
	edit_release(&e);
}

static void edit_insert__drops_and_counts_what_is_no_text(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, true, 100);
	edit_insert(&e,
		    "a\x1b[31mb\x7f\xc2\x9b"
		    "c\xff\0d",
		    14);
	assert_string_equal(edit_text(&e), "a[31mbcd");
	assert_int_equal(e.dropped, 1 + 1 + 2 + 1 + 1);
	edit_insert(&e, "x", 1);
	assert_int_equal(e.dropped, 0);
	/* What is written from right to left may need its marks: they stay, and are shown. */
	edit_insert(&e, "\u200f", 3);
	assert_string_equal(edit_text(&e), "a[31mbcdx\u200f");
	edit_release(&e);
}

static void edit_insert__keeps_whole_clusters_within_the_limit(void **state)
{
	struct edit e;
	unsigned before;

	(void)state;
	edit_init(&e, false, 8);
	edit_insert(&e, "abcde", 5);
	press(&e, "Left Left");
	edit_insert(&e, "1\u4e2d2", 5);
	assert_shows(&e, "abc1|de");
	assert_int_equal(e.dropped, 4);
	type(&e, "\u00e9");
	assert_shows(&e, "abc1\u00e9|de");
	before = e.revision;
	type(&e, "x");
	assert_int_equal(e.dropped, 1);
	assert_int_equal(e.revision, before);
	/* A letter and its mark are one: both or none. */
	edit_set(&e, "1234567", false);
	edit_insert(&e, "q\u0323", 3);
	assert_shows(&e, "1234567|");
	assert_int_equal(e.dropped, 3);
	/* The mark fits because it composes. */
	edit_set(&e, "123456e", false);
	edit_insert(&e, "\u0301", 2);
	assert_shows(&e, "123456\u00e9|");
	assert_int_equal(e.dropped, 0);
	/* And this one does not, because composing anew makes the text longer. */
	edit_set(&e, "1234\u00e1", false);
	edit_insert(&e, "\u0323", 2);
	assert_shows(&e, "1234\u00e1|");
	edit_release(&e);
}

static void edit_insert__what_does_not_fit_leaves_the_selection_alone(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 2);
	edit_set(&e, "ab", true);
	type(&e, "\u4e2d");
	assert_shows(&e, "ab|");
	assert_true(e.selected);
	type(&e, "c");
	assert_shows(&e, "c|");
	edit_release(&e);
}

static void edit_set__cleans_what_it_is_given(void **state)
{
	struct edit e;

	(void)state;
	edit_init(&e, false, 6);
	type(&e, "typed");
	edit_set(&e, "e\u0301\x1b[\u4e2d\u4e2d", false);
	assert_shows(&e, "\u00e9[\u4e2d|");
	assert_int_equal(e.dropped, 1 + 3);
	assert_false(edit_undo(&e));
	edit_set(&e, "a\tb", false);
	assert_string_equal(edit_text(&e), "a\tb");
	edit_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edit_key__types_where_the_cursor_is),
		cmocka_unit_test(edit_key__composes_marks_with_the_letter_before),
		cmocka_unit_test(edit_key__erasing_lets_what_is_left_compose),
		cmocka_unit_test(edit_key__steps_over_clusters),
		cmocka_unit_test(edit_key__moves_and_erases_by_words),
		cmocka_unit_test(edit_key__erases_to_the_ends_of_the_line),
		cmocka_unit_test(edit_key__leaves_other_keys_alone),
		cmocka_unit_test(edit_set__selects_what_typing_then_replaces),
		cmocka_unit_test(edit_key__moving_keeps_what_was_selected),
		cmocka_unit_test(edit_insert__replaces_what_is_selected),
		cmocka_unit_test(edit_insert__makes_newlines_blanks_in_one_line),
		cmocka_unit_test(edit_insert__drops_and_counts_what_is_no_text),
		cmocka_unit_test(edit_insert__keeps_whole_clusters_within_the_limit),
		cmocka_unit_test(edit_insert__what_does_not_fit_leaves_the_selection_alone),
		cmocka_unit_test(edit_set__cleans_what_it_is_given),
	};

	return cmocka_run_group_tests_name("app edit", tests, setup, NULL);
}
