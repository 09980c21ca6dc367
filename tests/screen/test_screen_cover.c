/* SPDX-License-Identifier: MIT */
/* test_screen_cover.c - positions with their totals and problems, the calendar of coverage, risks. */
#include "screen_help.h"

#include <string.h>

#include "app/assign.h"

static struct cover_view *cover(struct shot *s)
{
	struct view *v = screen_top(&s->screen);

	assert_int_equal(v->kind, VIEW_COVER);
	return &v->cover;
}

static void as(struct shot *s, const char *user)
{
	struct error err = ERROR_INIT;

	assert_int_equal(app_become(&s->app, user, &err), 0);
}

/* Adds or changes something behind the screen, as somebody else would. */
static void change(struct shot *s, const char *ref, const char *name, const char *text)
{
	struct assignment at = { name, text };
	struct assign a = { .at = &at, .n = 1 };
	AUTOBUF shown = BUF_INIT;
	struct error err = ERROR_INIT;
	bool changed;

	if (assign_set(&s->app, ref, &a, &shown, &changed, NULL, &err) != 0)
		fail_msg("%s", err.why);
	shot_keys(s, "R");
}

/* ---- positions */

static void positions__add_up_below_the_list(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "4");
	shot_golden(s, "positions-80x24");
	shot_size(s, 40, 120);
	shot_golden(s, "positions-120x40");
	assert_true(shot_shows(s, "14 positions, 11 move, 1 vacant"));
	assert_true(shot_shows(s, "1 problem, 0 block the plan; ! lists them"));
}

static void positions__problems_are_listed_and_gone_to(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "4 !");
	assert_true(shot_shows(s, "TO DO P-009: the grade falls"));
	shot_keys(s, "Enter");
	shot_render(s);
	assert_non_null(strstr(shot_line(s, s->grid.cursor_row), "P-009"));
}

static void positions__say_what_blocks_the_plan(void **state)
{
	struct shot *s = *state;

	as(s, "lead");
	shot_keys(s, "4");
	change(s, "P-002", "wave", "3");
	assert_true(shot_shows(s, "2 problems, 1 blocks the plan"));
	shot_keys(s, "!");
	assert_true(shot_shows(s, "BLOCKS P-002: the plan has no wave 3"));
}

/* What the door refuses the form refuses: the reason stands in it. */
static void position__form_refuses_a_date_that_is_no_pay_period_start(void **state)
{
	struct shot *s = *state;
	struct view *v;

	as(s, "lead");
	shot_keys(s, "4 Down Down Down e");
	v = screen_top(&s->screen);
	assert_int_equal(v->kind, VIEW_FORM);
	form_focus_field(v->form, record_field(v->form->entity, "effective_on"));
	shot_type(s, "2013-07-15");
	shot_keys(s, "Ctrl-S");
	assert_true(shot_shows(s, "2013-07-15 is no pay-period start"));
	assert_true(shot_shows(s, "2013-07-14"));
}

/* ---- coverage */

static void coverage__is_a_calendar_with_letters(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "4 g c");
	shot_golden(s, "coverage-80x24");
	shot_size(s, 40, 120);
	shot_golden(s, "coverage-120x40");
	shot_ascii(s, true);
	shot_golden(s, "coverage-ascii-120x40");
	shot_ascii(s, false);
	shot_size(s, 60, 200);
	shot_golden(s, "coverage-200x60");
	shot_size(s, 20, 60);
	shot_golden(s, "coverage-60x20");
}

static void coverage__goes_to_its_gaps(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "4 g c ! Enter");
	assert_true(shot_shows(s, "Referral of complaints 2013-07-01 to 2013-07-05: 0 of 1"));
	assert_int_equal(cover_view_mark(cover(s), cover(s)->function, cover(s)->week), COVER_EXPLAINED);
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "COV-7"));
	shot_keys(s, "Backspace Left");
	assert_int_equal(cover_view_mark(cover(s), cover(s)->function, cover(s)->week), COVER_FULL);
}

static void coverage__starts_at_an_unexplained_gap(void **state)
{
	struct shot *s = *state;

	as(s, "lead");
	change(s, "COV-7", "gap_reason", "");
	shot_keys(s, "4 g c");
	assert_true(shot_shows(s, "1 gap, 1 unexplained"));
	assert_int_equal(cover_view_mark(cover(s), cover(s)->function, cover(s)->week), COVER_GAP);
	shot_golden(s, "coverage-gap-80x24");
}

static void coverage__follows_a_what_if(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "3 W");
	shot_type(s, "+15wd");
	shot_keys(s, "Enter g c");
	assert_true(shot_shows(s, "no gaps; WHAT IF M0.1 +15wd"));
	shot_keys(s, "Backspace D g c");
	assert_true(shot_shows(s, "1 gap, explained"));
}

static void risks__stand_highest_first(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "g r");
	shot_golden(s, "risks-80x24");
	shot_size(s, 40, 120);
	shot_golden(s, "risks-120x40");
	assert_true(shot_shows(s, "R-3"));
}

static void sizes__down_to_nothing_do_no_harm(void **state)
{
	struct shot *s = *state;
	static const char *const places[] = { "3", "Tab", "g c", "4" };

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		shot_size(s, 24, 80);
		shot_keys(s, places[i]);
		for (int rows = 1; rows < 30; rows += 2)
			for (int cols = 1; cols < 130; cols += 7) {
				shot_size(s, rows, cols);
				shot_render(s);
				shot_keys(s, "Down + > - <");
			}
	}
}

#define T(test) cmocka_unit_test_setup_teardown(test, shot_setup, shot_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(positions__add_up_below_the_list),
		T(positions__problems_are_listed_and_gone_to),
		T(positions__say_what_blocks_the_plan),
		T(position__form_refuses_a_date_that_is_no_pay_period_start),
		T(coverage__is_a_calendar_with_letters),
		T(coverage__goes_to_its_gaps),
		T(coverage__starts_at_an_unexplained_gap),
		T(coverage__follows_a_what_if),
		T(risks__stand_highest_first),
		T(sizes__down_to_nothing_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
