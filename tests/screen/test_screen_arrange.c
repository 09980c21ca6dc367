/* SPDX-License-Identifier: MIT */
/* test_screen_arrange.c - marks and bulk edits, as they look and as keys do them. */
#include "screen_help.h"

#include <string.h>

#include "app/action.h"

static bool says(struct shot *s, const char *text)
{
	return strstr(s->screen.message.text, text) != NULL;
}

static void marks__show_a_sign_and_are_counted(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home Space j V j j V k");
	shot_golden(s, "marks-80x24");
	shot_ascii(s, true);
	shot_size(s, 40, 120);
	shot_golden(s, "marks-ascii-120x40");
	shot_keys(s, "M");
	shot_render(s);
	assert_true(says(s, "4 marks taken off"));
}

static void marks__of_what_is_not_shown_are_counted_and_left_out(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home Space /");
	shot_type(s, "is:open");
	shot_keys(s, "Enter");
	shot_render(s);
	assert_true(shot_shows(s, "1 marked, not shown"));
	shot_keys(s, "B");
	shot_render(s);
	assert_true(says(s, "what is marked is not shown, and nothing is done unseen"));
	shot_keys(s, "Space B");
	shot_render(s);
	assert_true(shot_shows(s, "1 recommendation marked, 1 more not shown and left out."));
}

static void marks__none_never_means_all(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 B");
	shot_render(s);
	assert_true(says(s, "nothing is marked; Space marks a row, * all that are shown"));
}

static void marks__a_range_can_be_left(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home V j j");
	shot_render(s);
	assert_true(shot_shows(s, "range of 3"));
	shot_keys(s, "Esc");
	shot_render(s);
	assert_true(says(s, "The range is left; nothing of it was marked."));
	assert_int_equal(screen_list(&s->screen)->marks.n, 0);
}

static struct form *form_here(struct shot *s)
{
	return screen_top(&s->screen)->form;
}

static void bulk__goes_by_form_preview_and_a_word(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "is:open");
	shot_keys(s, "Enter * B");
	shot_golden(s, "bulk-menu-80x24");
	shot_keys(s, "Enter");
	form_focus_field(form_here(s), record_field(form_here(s)->entity, "next_step"));
	shot_type(s, "Call the office");
	shot_golden(s, "bulk-form-80x24");
	shot_keys(s, "Ctrl-S");
	shot_golden(s, "bulk-preview-80x24");
	shot_keys(s, "Enter");
	shot_golden(s, "bulk-confirm-80x24");
	shot_keys(s, "Enter"); /* the button with focus is No */
	shot_render(s);
	assert_true(shot_shows(s, "Preview"));
	shot_keys(s, "Enter y");
	screen_tick(&s->screen, s->now_us, false);
	screen_tick(&s->screen, s->now_us, false);
	shot_render(s);
	assert_true(says(s, "Next step = Call the office: 4 recommendations changed. u takes it all back."));
	shot_keys(s, "u");
	shot_render(s);
	assert_true(says(s, "Undone: set"));
}

static void bulk__a_dash_empties_and_nothing_filled_in_changes_nothing(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "OIG-12-130/2");
	shot_keys(s, "Enter * B Enter Ctrl-S");
	shot_render(s);
	assert_true(says(s, "Nothing is filled in"));
	form_focus_field(form_here(s), record_field(form_here(s)->entity, "next_step"));
	shot_type(s, "-");
	shot_keys(s, "Ctrl-S");
	shot_render(s);
	assert_true(shot_shows(s, "→ (empty)"));
	shot_keys(s, "Esc Esc");
	shot_render(s);
	assert_true(says(s, "Nothing was changed."));
}

static void bulk__shows_why_an_action_is_not_possible(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	shot_keys(s, "2 /");
	shot_type(s, "is:open");
	shot_keys(s, "Enter * B");
	shot_type(s, "Recall");
	shot_keys(s, "Enter");
	shot_golden(s, "bulk-refused-120x40");
}

static void decide__leaves_out_what_was_not_opened(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Space A");
	shot_render(s);
	assert_true(says(s, "None of the 1 marked waits for a decision."));
}

#define SHOT(test) cmocka_unit_test_setup_teardown(test, shot_setup, shot_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOT(marks__show_a_sign_and_are_counted),
		SHOT(marks__of_what_is_not_shown_are_counted_and_left_out),
		SHOT(marks__none_never_means_all),
		SHOT(marks__a_range_can_be_left),
		SHOT(bulk__goes_by_form_preview_and_a_word),
		SHOT(bulk__a_dash_empties_and_nothing_filled_in_changes_nothing),
		SHOT(bulk__shows_why_an_action_is_not_possible),
		SHOT(decide__leaves_out_what_was_not_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
