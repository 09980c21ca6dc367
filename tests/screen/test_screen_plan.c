/* SPDX-License-Identifier: MIT */
/* test_screen_plan.c - the plan on the screen: table, chart, health line, what if. */
#include "screen_help.h"

#include <stdio.h>
#include <string.h>

static struct plan_view *plan(struct shot *s)
{
	struct view *v = screen_top(&s->screen);

	assert_int_equal(v->kind, VIEW_PLAN);
	return &v->plan;
}

static void select_code(struct shot *s, const char *code)
{
	int32_t m = plan_milestone(&plan(s)->plan, code, NULL);

	assert_true(m >= 0 && plan_view_select(plan(s), plan(s)->plan.milestones[m].uid));
}

static int setup(void **state)
{
	int failed = shot_setup(state);

	shot_keys(*state, "3");
	return failed;
}

static const struct {
	int rows, cols;
} sizes[] = { { 20, 60 }, { 24, 80 }, { 40, 120 }, { 60, 200 } };

/* Every size by every scale, in Unicode and in ASCII. */
static void shots(struct shot *s, bool ascii)
{
	static const char *const keys[] = { "+", "-", "-" };
	static const char *const scales[] = { "week", "month", "quarter" };
	char name[80];

	shot_ascii(s, ascii);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		shot_size(s, sizes[i].rows, sizes[i].cols);
		plan(s)->chart = true;
		shot_keys(s, ".");
		select_code(s, "M2.4");
		for (int k = 0; k < 3; k++) {
			shot_keys(s, keys[k]);
			snprintf(name, sizeof name, "gantt-%s%s-%dx%d", ascii ? "ascii-" : "", scales[k], sizes[i].cols,
				 sizes[i].rows);
			shot_golden(s, name);
		}
	}
}

static void gantt__fits_four_sizes_and_three_scales(void **state)
{
	shots(*state, false);
}

static void gantt__has_an_ascii_twin(void **state)
{
	struct shot *s = *state;
	AUTOBUF text = BUF_INIT;

	shots(s, true);
	grid_dump(&s->grid, &text, NULL);
	for (size_t i = 0; i < text.len; i++)
		assert_true((unsigned char)text.s[i] < 0x80);
}

/* ---- the table and what is beside it */

static void plan__says_on_one_screen_how_it_stands_and_why(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	assert_true(shot_shows(s, "finish 2013-09-20, limit 2013-09-30, float 0: pay period"));
	assert_true(shot_shows(s, "no float left before wave 2: M4.2 by 2013-07-14, the fourth pay-period start after "
				  "certification on 2013-05-24"));
	assert_true(shot_shows(s, "late 0, blocked 0, waiting for approval 0, at risk 0"));
}

static void plan__shows_table_or_chart_where_one_fits(void **state)
{
	struct shot *s = *state;

	select_code(s, "M0.2");
	shot_golden(s, "plan-80x24");
	assert_true(shot_shows(s, "Forecast"));
	shot_keys(s, "Tab");
	assert_false(shot_shows(s, "Forecast"));
	assert_true(shot_shows(s, "♦"));
	shot_size(s, 40, 120);
	assert_true(shot_shows(s, "Forecast"));
	shot_keys(s, "Tab");
	assert_true(shot_shows(s, "side by side"));
}

static void plan__has_18_rows_of_data_at_80x24(void **state)
{
	(void)state;
	assert_true(plan(*state)->page >= 18);
}

static void phase__folds_and_unfolds(void **state)
{
	struct shot *s = *state;

	select_code(s, "M2.2");
	shot_keys(s, "o");
	assert_true(shot_shows(s, "2 Classify (4 milestones)"));
	assert_false(shot_shows(s, "M2.1"));
	assert_string_equal(plan(s)->selected, "");
	shot_keys(s, "o");
	assert_true(shot_shows(s, "M2.1"));
}

static void selection__is_kept_by_milestone(void **state)
{
	struct shot *s = *state;
	char uid[UUID_TEXT];

	select_code(s, "M2.4");
	memcpy(uid, plan(s)->selected, sizeof uid);
	shot_keys(s, "R");
	assert_string_equal(plan(s)->selected, uid);
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "Classification certified"));
	shot_keys(s, "Backspace");
	assert_string_equal(plan(s)->selected, uid);
}

static void why__tells_what_a_date_hangs_on(void **state)
{
	struct shot *s = *state;

	select_code(s, "M4.2");
	shot_keys(s, "i");
	shot_golden(s, "plan-why-80x24");
}

/* The outcome of the gate is tried like a date. */
static void gate__none_shows_what_it_cancels(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	select_code(s, "M0.2");
	shot_keys(s, "W");
	shot_type(s, "none");
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "WHAT IF M0.2 none: finish 2013-09-20 -> 2013-02-08"));
	shot_golden(s, "what-if-none-120x40");
}

static void chart__is_printed(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "P");
	assert_true(shot_shows(s, "Transition plan"));
}

/* ---- what if */

static void try(struct shot *s, const char *code, const char *change)
{
	select_code(s, code);
	shot_keys(s, "W");
	shot_type(s, change);
	shot_keys(s, "Enter");
}

static void what_if__shows_all_that_moves_at_once(void **state)
{
	struct shot *s = *state;

	shot_size(s, 40, 120);
	try(s, "M0.1", "+15wd");
	shot_golden(s, "what-if-120x40");
	shot_size(s, 24, 80);
	shot_golden(s, "what-if-80x24");
	select_code(s, "M4.2");
	shot_size(s, 40, 120);
	assert_true(shot_shows(s, "2013-08-11"));
	shot_keys(s, "i");
	assert_true(shot_shows(s, "needs 2013-07-29: pay-period start 2013-07-28 skipped, 2013-08-11 chosen"));
	shot_keys(s, "Esc Esc");
	assert_false(shot_shows(s, "2013-08-11"));
	assert_true(shot_shows(s, "The what-if is dropped"));
}

static void what_if__says_what_cannot_be_read(void **state)
{
	struct shot *s = *state;

	try(s, "M0.1", "frday");
	assert_true(shot_shows(s, "neither a shift nor a date"));
	shot_keys(s, "Esc");
	assert_false(plan_view_trying(plan(s)));
	try(s, "M4.2", "2013-07-15");
	assert_true(shot_shows(s, "no pay-period start"));
}

static void what_if__is_kept_with_a_reason_by_who_may(void **state)
{
	struct shot *s = *state;
	struct error err;

	try(s, "M0.1", "+15wd");
	shot_keys(s, "K");
	shot_type(s, "the study is late");
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "may not set its forecast"));
	shot_keys(s, "Esc");
	assert_int_equal(app_become(&s->app, "planner", &err), 0);
	shot_keys(s, "K");
	shot_type(s, "the study is late");
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "Kept: 18 forecasts"));
	assert_true(shot_shows(s, "Extend OIG-12-130/1 to 2013-01-23"));
	assert_true(shot_shows(s, "a planner may not"));
	shot_keys(s, "Esc");
	assert_false(plan_view_trying(plan(s)));
	shot_keys(s, "u Down");
	assert_true(shot_shows(s, "finish 2013-09-20"));
	shot_keys(s, "Ctrl-R Up");
	assert_true(shot_shows(s, "finish 2013-10-21"));
}

/* Who may ask for the extension gets the request filled in. */
static void what_if__offers_the_extension_it_makes_needed(void **state)
{
	struct shot *s = *state;
	struct error err;

	assert_int_equal(app_become(&s->app, "supervisor", &err), 0);
	try(s, "M0.1", "+15wd");
	shot_keys(s, "K");
	shot_type(s, "the study is late");
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "M0.1 on 2013-01-23 is past the target of OIG-12-130/1 (2012-12-31)"));
	shot_keys(s, "Enter");
	assert_true(shot_shows(s, "Ask for an extension"));
	assert_true(shot_shows(s, "2013-01-23"));
	assert_true(shot_shows(s, "the study is late"));
}

/* Somebody else's change is taken in, and the change that is tried stays. */
static void what_if__lives_through_a_reload(void **state)
{
	struct shot *s = *state;

	try(s, "M0.1", "+15wd");
	shot_keys(s, "R");
	assert_true(plan_view_trying(plan(s)));
	assert_string_equal(plan(s)->what.said.s, "M0.1 +15wd");
}

#define PLAN(test) cmocka_unit_test_setup_teardown(test, setup, shot_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN(gantt__fits_four_sizes_and_three_scales),
		PLAN(gantt__has_an_ascii_twin),
		PLAN(plan__says_on_one_screen_how_it_stands_and_why),
		PLAN(plan__shows_table_or_chart_where_one_fits),
		PLAN(plan__has_18_rows_of_data_at_80x24),
		PLAN(phase__folds_and_unfolds),
		PLAN(selection__is_kept_by_milestone),
		PLAN(why__tells_what_a_date_hangs_on),
		PLAN(gate__none_shows_what_it_cancels),
		PLAN(chart__is_printed),
		PLAN(what_if__shows_all_that_moves_at_once),
		PLAN(what_if__says_what_cannot_be_read),
		PLAN(what_if__is_kept_with_a_reason_by_who_may),
		PLAN(what_if__offers_the_extension_it_makes_needed),
		PLAN(what_if__lives_through_a_reload),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
