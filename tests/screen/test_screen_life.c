/* SPDX-License-Identifier: MIT */
/* test_screen_life.c - overview, the past, the inbox and what is decided there. */
#include "screen_help.h"

#include <stdio.h>
#include <string.h>

#include "app/overview_view.h"

static void overview__fits_every_size(void **state)
{
	static const struct {
		int rows, cols;
		const char *name;
	} sizes[] = { { 24, 80, "overview-80x24" },
		      { 40, 120, "overview-120x40" },
		      { 60, 200, "overview-200x60" },
		      { 20, 60, "overview-60x20" } };
	struct shot *s = *state;

	shot_keys(s, "7");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		shot_size(s, sizes[i].rows, sizes[i].cols);
		shot_golden(s, sizes[i].name);
	}
	shot_ascii(s, true);
	shot_size(s, 40, 120);
	shot_golden(s, "overview-ascii-120x40");
}

/* Whatever the size: Tab reaches every figure, each is seen when it is reached, and leads somewhere. */
static void overview__every_figure_is_reached_seen_and_leads_somewhere(void **state)
{
	static const int cols[] = { 60, 120 };
	struct shot *s = *state;

	shot_keys(s, "7");
	for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) {
		const struct overview_view *v = &screen_top(&s->screen)->overview;
		int reached = 1, last;

		shot_size(s, 24, cols[i]);
		shot_keys(s, "Home");
		while (overview_view_goal(v) != &v->figures.goals[0])
			shot_keys(s, "Shift-Tab");
		do {
			const struct figure *f = &v->figures.at[v->at];

			assert_true(f->row >= v->top && f->row < v->top + v->page);
			shot_keys(s, "Enter");
			assert_true(screen_top(&s->screen)->kind != VIEW_OVERVIEW);
			assert_int_equal(s->screen.message.level, LEVEL_INFO);
			shot_keys(s, "Backspace");
			v = &screen_top(&s->screen)->overview;
			assert_int_equal(screen_top(&s->screen)->kind, VIEW_OVERVIEW);
			last = v->at;
			shot_keys(s, "Tab");
			reached += v->at != last;
		} while (v->at != last);
		assert_int_equal(reached, v->figures.n_goals);
	}
}

static void past__is_said_in_the_title_and_only_read(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 @");
	shot_type(s, "2011-12-31");
	shot_keys(s, "Enter");
	shot_golden(s, "past-80x24");
	assert_non_null(strstr(shot_line(s, 0), "AS OF 2011-12-31"));
	shot_keys(s, "n");
	assert_non_null(strstr(s->screen.message.text, "the past cannot be changed"));
	shot_keys(s, "Esc");
	shot_render(s);
	assert_null(strstr(shot_line(s, 0), "AS OF"));
}

static void act_as(struct shot *s, const char *name)
{
	char words[80];

	snprintf(words, sizeof words, "act as %s", name);
	shot_keys(s, ":");
	shot_type(s, words);
	shot_keys(s, "Enter");
}

/* M0.1 is submitted by one and waits for another. */
static void submit(struct shot *s)
{
	act_as(s, "classifier");
	shot_keys(s, "3 a");
	shot_type(s, "submit");
	shot_keys(s, "Enter Ctrl-S");
	assert_non_null(strstr(s->screen.message.text, "waits for a second person"));
	act_as(s, "director");
}

static void inbox__lists_what_waits_and_why(void **state)
{
	struct shot *s = *state;

	submit(s);
	shot_keys(s, "6");
	shot_golden(s, "inbox-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "inbox-60x20");
	shot_size(s, 40, 120);
	shot_golden(s, "inbox-120x40");
}

/* Who asks for what, since when, what changed, the proof, the evidence: all above the first fold. */
static void decision__has_all_that_is_needed_on_one_screen(void **state)
{
	static const char *const needed[] = { "waits for Assistant director: Submit as done", "2012-11-15 by classifier",
					      "State: Active", "Submitted", "E-1", "due 2012-12-31" };
	struct shot *s = *state;

	submit(s);
	shot_keys(s, "6 Enter");
	shot_golden(s, "decision-80x24");
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		assert_true(shot_shows(s, needed[i]));
	shot_keys(s, "A");
	shot_golden(s, "decision-confirm-80x24");
	shot_keys(s, "n T");
	shot_golden(s, "decision-return-80x24");
	shot_keys(s, "Esc");
	shot_size(s, 40, 120);
	shot_golden(s, "decision-120x40");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, shot_setup, shot_teardown)
	const struct CMUnitTest tests[] = {
		TEST(overview__fits_every_size),
		TEST(overview__every_figure_is_reached_seen_and_leads_somewhere),
		TEST(past__is_said_in_the_title_and_only_read),
		TEST(inbox__lists_what_waits_and_why),
		TEST(decision__has_all_that_is_needed_on_one_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
