/* SPDX-License-Identifier: MIT */
/* test_screen_arrange.c - marks and bulk edits, as they look and as keys do them. */
#include "screen_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/action.h"
#include "app/command_line.h"

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
	assert_true(says(s, "kept as a draft"));
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

static void columns__are_chosen_beside_the_list(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home c j j Space K +");
	shot_golden(s, "columns-80x24");
	shot_keys(s, "Esc");
	assert_int_equal(screen_list(&s->screen)->columns.n, 8);
	shot_keys(s, "c Space Enter");
	assert_int_equal(screen_list(&s->screen)->columns.n, 7);
	shot_keys(s, "1 2");
	assert_int_equal(screen_list(&s->screen)->columns.n, 7); /* for as long as the program runs */
	shot_keys(s, "c r Enter");
	assert_int_equal(screen_list(&s->screen)->columns.n, 8);
}

static void values__narrow_the_list(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home F");
	shot_golden(s, "values-80x24");
	shot_keys(s, "Tab");
	shot_render(s);
	assert_true(shot_shows(s, "Owner office: 3 values"));
	shot_type(s, "OHC");
	shot_keys(s, "Enter");
	assert_true(says(s, "Narrowed by owner_office:OHC."));
	assert_int_equal(screen_list(&s->screen)->ids.n, 1);
}

static void position_to__follows_the_typing(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home '");
	shot_type(s, "oig-12");
	shot_golden(s, "position-80x24");
	assert_int_equal(screen_list(&s->screen)->cursor, 62);
	shot_type(s, "x");
	shot_render(s);
	assert_true(shot_shows(s, "! no Reference begins so"));
	assert_int_equal(screen_list(&s->screen)->cursor, 62);
	shot_keys(s, "Enter j");
	assert_int_equal(screen_list(&s->screen)->cursor, 63);
}

static void views__are_saved_opened_and_open_at_start(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "is:open");
	shot_keys(s, "Enter v");
	shot_golden(s, "views-none-80x24");
	shot_type(s, "Save");
	shot_keys(s, "Enter");
	shot_type(s, "What is open");
	shot_keys(s, "Enter");
	assert_true(says(s, "Saved as \"What is open\"."));
	shot_keys(s, "Esc v");
	shot_golden(s, "views-80x24");
	shot_keys(s, "Enter");
	assert_true(says(s, "View \"What is open\": 4 recommendations."));
	shot_keys(s, "v");
	shot_type(s, "Change");
	shot_keys(s, "Enter Enter");
	shot_golden(s, "views-change-80x24");
	shot_type(s, "Open at");
	shot_keys(s, "Enter");
	assert_true(says(s, "opens at every start"));
	screen_release(&s->screen);
	assert_int_equal(screen_init(&s->screen, &s->app, NULL), 0);
	screen_start(&s->screen);
	shot_size(s, 24, 80);
	assert_string_equal(edit_text(&screen_list(&s->screen)->filter), "is:open");
	assert_int_equal(screen_list(&s->screen)->entity->id, ENTITY_RECOMMENDATION);
}

static void filter__is_completed_with_references(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "owner_office:OP");
	shot_keys(s, "Tab");
	shot_golden(s, "complete-80x24");
	shot_type(s, "287");
	shot_keys(s, "Enter");
	assert_string_equal(edit_text(&screen_list(&s->screen)->filter), "owner_office:OPR-287G");
	shot_type(s, " owner_user:classifi");
	shot_keys(s, "Tab");
	shot_render(s);
	assert_true(shot_shows(s, "classifier2"));
	shot_keys(s, "Esc Esc");
}

static void where__says_order_marks_and_view(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 Home Space s");
	shot_type(s, "Due");
	shot_keys(s, "Enter =");
	assert_true(says(s, ", by Due, smallest first, 1 marked; acting as inspector."));
}

/* ---- the command for what is shown ----------------------------------------------------------- */

/* What a shell makes of the line: the references it prints, a blank behind each. */
static void run_line(const char *line, struct buf *out)
{
	int ends[2], status;
	char part[512];
	ssize_t n;
	const char *list = strstr(line, " list ");
	AUTOBUF script = BUF_INIT;

	buf_addf(&script, "closeout() { \"$CLOSEOUT\" \"$@\"; }\n%.*s list --format csv%s | tail -n +2 | cut -d, -f1 | tr '\\n' ' '\n",
		 (int)(list - line), line, list + 5);
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		execl("/bin/sh", "sh", "-c", script.s, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while ((n = read(ends[0], part, sizeof part)) > 0)
		buf_add(out, part, (size_t)n);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void line_of(struct shot *s, int width, struct buf *out)
{
	struct command_line c;

	assert_true(command_line_of(&s->screen, &c));
	command_line_shell(&c, width, out);
	command_line_release(&c);
}

/* The line gives the rows of the list, in its order. */
static void check_rows(struct shot *s)
{
	struct list *l = screen_list(&s->screen);
	struct select q = { .entity = l->entity, .today = s->app.today };
	struct columns c;
	struct rows rows;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF want = BUF_INIT;
	AUTOBUF got = BUF_INIT;
	AUTOBUF line = BUF_INIT;

	assert_int_equal(columns_parse(l->entity, "ref", &c, NULL), 0);
	assert_int_equal(store_rows(s->app.store, &q, &c, l->ids.at, (int)l->ids.n, &arena, &rows, NULL), 0);
	for (int i = 0; i < rows.n; i++)
		buf_addf(&want, "%s ", rows.cells[i]);
	assert_true(want.len > 0);
	line_of(s, 60, &line);
	run_line(line.s, &got);
	assert_string_equal(got.s, want.s);
}

static void command__gives_the_rows_that_are_shown(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2");
	check_rows(s);
	shot_keys(s, "/");
	shot_type(s, "-is:open not OIG-12-130/1 \"Text not\" or topic:none");
	shot_keys(s, "Enter s");
	shot_type(s, "No.");
	shot_keys(s, "Enter c j j Space Enter");
	check_rows(s);
	shot_size(s, 40, 120);
	shot_keys(s, "0 Tab");
	while (screen_list(&s->screen)->entity->id != ENTITY_RECOMMENDATION)
		shot_keys(s, "Tab");
	check_rows(s); /* those of one report */
}

static void command__is_shown_as_it_is_typed(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 /");
	shot_type(s, "is:open owner_office:OHC it's");
	shot_keys(s, "Enter Y");
	shot_render(s);
	assert_true(shot_shows(s, "'is:open owner_office:OHC it'\\''s'"));
	assert_true(shot_find(s, "closeout ") > 0);
}

static bool has_line(struct shot *s, const char *end)
{
	AUTOBUF line = BUF_INIT;

	line_of(s, 4096, &line); /* the path of the database may be long: not folded */
	return line.len >= strlen(end) && strcmp(line.s + line.len - strlen(end), end) == 0;
}

static void command__is_there_for_pages_and_forms(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "2 End Enter");
	assert_true(has_line(s, " show OIG-12-130/2"));
	shot_keys(s, "H");
	assert_true(has_line(s, " log OIG-12-130/2"));
	shot_keys(s, "Esc e");
	form_focus_field(form_here(s), record_field(form_here(s)->entity, "next_step"));
	shot_type(s, "Ask again");
	assert_true(has_line(s, " set OIG-12-130/2 'next_step=Ask again'"));
	shot_keys(s, "Esc Esc 3");
	assert_true(has_line(s, " plan RECLASS-FY13"));
	shot_keys(s, "6");
	assert_true(has_line(s, " inbox"));
	shot_keys(s, "7");
	assert_true(has_line(s, " overview"));
	shot_keys(s, "8");
	assert_true(has_line(s, " log"));
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
		SHOT(columns__are_chosen_beside_the_list),
		SHOT(values__narrow_the_list),
		SHOT(position_to__follows_the_typing),
		SHOT(views__are_saved_opened_and_open_at_start),
		SHOT(filter__is_completed_with_references),
		SHOT(where__says_order_marks_and_view),
		SHOT(command__gives_the_rows_that_are_shown),
		SHOT(command__is_shown_as_it_is_typed),
		SHOT(command__is_there_for_pages_and_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
