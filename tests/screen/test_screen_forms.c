/* SPDX-License-Identifier: MIT */
/* test_screen_forms.c - forms: labels, values, errors, tables of lines, clashes, long text. */
#include "screen_help.h"

#include <stdio.h>
#include <string.h>

#include "app/door.h"
#include "app/names.h"

static struct form *the_form(struct shot *s)
{
	struct view *v = screen_top(&s->screen);

	assert_int_equal(v->kind, VIEW_FORM);
	return v->form;
}

static void focus(struct shot *s, const char *name)
{
	struct form *f = the_form(s);
	const struct field *field = record_field(f->entity, name);

	assert_non_null(field);
	assert_true(form_focus_field(f, field));
}

/* Somebody else changes a field of OIG-12-130/1. */
static void changed_elsewhere(struct shot *s, const char *field, const char *text)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct door_field f = { .field = record_field(e, field), .text = text };
	struct door_change change = { .entity = e, .fields = &f, .n_fields = 1 };
	struct door_request r = {
		.verb = "set", .effective = DATE_NONE, .changes = &change, .n_changes = 1
	};
	struct store_result result = STORE_RESULT_INIT;
	struct store_found found;
	struct error err = ERROR_INIT;
	char line[1200];

	assert_int_equal(names_record(&s->app, "OIG-12-130/1", &found, &err), 0);
	snprintf(change.uid, sizeof change.uid, "%s", found.uid);
	if (door_commit(&s->app, &r, &result, NULL, &err))
		fail_msg("%s", error_line(&err, line, sizeof line));
	store_result_release(&result);
}

static void form__for_a_new_record_asks_for_its_entry_fields(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "n");
	shot_golden(s, "form-new-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "form-new-60x20");
	shot_size(s, 40, 120);
	shot_golden(s, "form-new-120x40");
	shot_ascii(s, true);
	shot_golden(s, "form-new-ascii-120x40");
}

static void form__says_what_was_saved_so_far(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "n");
	focus(s, "text");
	shot_type(s, "Third thing to do.");
	focus(s, "to_office");
	shot_type(s, "OPR");
	focus(s, "owner_office");
	shot_type(s, "OPR");
	shot_keys(s, "Ctrl-N");
	assert_true(shot_shows(s, "New recommendation · saved OIG-12-130/3 (1 so far)"));
	assert_true(shot_shows(s, " OK: "));
	shot_golden(s, "form-again-80x24");
}

static void form__tells_what_a_value_means_beside_it(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "issued_on");
	shot_type(s, "30 sep");
	assert_true(shot_shows(s, "Sun 2012-09-30, 46 days ago"));
	assert_true(shot_shows(s, "not saved yet"));
	shot_golden(s, "form-reading-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "form-reading-60x20");
}

static void form__shows_the_choices_of_a_field_with_focus(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "agency");
	assert_true(shot_shows(s, "[OIG]  GAO   Other"));
	focus(s, "title");
	assert_false(shot_shows(s, "[OIG]  GAO"));
}

static void form__shows_every_error_below_its_field(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "issued_on");
	shot_type(s, "frday");
	focus(s, "stated_rec_count");
	shot_type(s, "x");
	shot_keys(s, "Ctrl-S");
	assert_true(shot_shows(s, "! 4 fields are wrong"));
	assert_true(shot_shows(s, " ERROR: "));
	shot_golden(s, "form-errors-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "form-errors-60x20");
}

static void form__keeps_focus_and_its_error_visible(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "Enter e");
	struct form *f = the_form(s);
	for (int rows = 10; rows < 40; rows += 5) {
		shot_size(s, rows, 80);
		for (int i = 0; i < f->n_fields; i++) {
			f->focus = i;
			f->fields[i].locked = false;
			snprintf(
				f->fields[i].error, sizeof f->fields[i].error,
				"wrong; this takes three rows since it says at length what would do here, "
				"what would not and why it would not, up to the end of %d",
				i);
			shot_render(s);
			char error[32];
			snprintf(error, sizeof error, "end of %d ", i);
			error[strlen(error) - 1] = '\0';
			if (strncmp(shot_line(s, s->grid.cursor_row), "►", strlen("►")) != 0 &&
			    !f->fields[i].edit.multiline)
				fail_msg("%d rows: the cursor is not in field %d", rows, i);
			if (!shot_shows(s, error) && !(f->fields[i].edit.multiline && rows < 20))
				fail_msg("%d rows: the error of field %d is out of sight", rows, i);
			f->fields[i].error[0] = '\0';
		}
		f->focus = 0;
	}
}

static void form__keeps_the_reason_of_a_lock_visible(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "e");
	struct form *f = the_form(s);
	for (int i = 0; i < f->n_fields; i++) {
		f->focus = i;
		f->fields[i].locked = true;
		snprintf(f->fields[i].locked_why, sizeof f->fields[i].locked_why,
			 "this takes three rows since it says at length who may change this field, "
			 "who may not and why, and what else could be done, up to its end");
		for (int rows = 12; rows < 30; rows++) {
			shot_size(s, rows, 80);
			if (!shot_shows(s, "up to its end"))
				fail_msg("%d rows: the reason of field %d is out of sight", rows,
					 i);
		}
		f->fields[i].locked = false;
	}
}

static void form__shows_a_table_of_lines(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "addressees");
	assert_true(shot_shows(s, "none yet; typing adds the first line"));
	shot_type(s, "T. Moynihan");
	shot_keys(s, "Tab");
	shot_type(s, "Assistant Director, Office of Professional Responsibility");
	shot_keys(s, "Tab");
	shot_type(s, "OPR");
	shot_keys(s, "Alt-Enter");
	shot_type(s, "G. Mead");
	shot_keys(s, "Alt-Enter");
	shot_type(s, "Mistake");
	shot_keys(s, "Ctrl-X");
	assert_true(shot_shows(s, " removed"));
	shot_golden(s, "form-lines-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "form-lines-60x20");
	shot_size(s, 60, 200);
	shot_golden(s, "form-lines-200x60");
}

static void form__shows_many_lines_and_the_one_with_focus(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "addressees");
	for (int i = 0; i < 40; i++) {
		char name[16];

		snprintf(name, sizeof name, "N%d", i);
		shot_keys(s, "Alt-Enter");
		shot_type(s, name);
		shot_render(s);
		assert_non_null(strstr(shot_line(s, s->grid.cursor_row), name));
	}
}

static void form__wraps_long_text_and_follows_its_cursor(void **state)
{
	struct shot *s = *state;
	AUTOBUF text = BUF_INIT;

	for (int i = 1; i <= 120; i++)
		buf_addf(&text, "Sentence %d of a text that goes on and on. ", i);
	shot_keys(s, "n");
	focus(s, "text");
	shot_paste(s, text.s);
	shot_golden(s, "form-long-text-80x24");
	assert_non_null(strstr(shot_line(s, s->grid.cursor_row), "on and on."));
	for (int i = 0; i < 100; i++) {
		shot_keys(s, "Up");
		shot_render(s);
		assert_true(s->grid.cursor_row > 1 && s->grid.cursor_row < 23);
	}
}

static void form__holds_any_text(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "title");
	shot_paste(s, "e\xcc\x81 漢字 👩‍👩‍👧‍👦 שלום end");
	focus(s, "number");
	shot_paste(s, "漢字かな交じり文漢字かな交じり文漢字か");
	shot_golden(s, "form-any-text-80x24");
}

static void form__scrolls_a_line_that_is_longer_than_its_field(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 n");
	focus(s, "title");
	shot_type(
		s,
		"A title that is longer than the field, by far longer than the field can show at once");
	shot_render(s);
	assert_true(shot_shows(s, "field can show at once"));
	assert_non_null(strstr(shot_line(s, s->grid.cursor_row), "…"));
	shot_keys(s, "Home");
	assert_true(shot_shows(s, "A title that is longer"));
}

static void form__says_why_a_field_is_locked(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "e");
	focus(s, "original_target");
	assert_true(shot_shows(s, "locked: Original target is set once and never changes"));
	shot_golden(s, "form-locked-80x24");
}

static void form__lets_choose_between_theirs_and_mine(void **state)
{
	struct shot *s = *state;
	struct form *f;

	shot_keys(s, "e");
	f = the_form(s);
	focus(s, "next_step");
	shot_keys(s, "Ctrl-U");
	shot_type(s,
		  "Ask the office of human capital for the study, again and in writing this time");
	focus(s, "topic");
	shot_type(s, "Training");
	changed_elsewhere(s, "next_step", "Wait for the study");
	changed_elsewhere(s, "topic", "performance");
	shot_keys(s, "Ctrl-S");
	assert_true(f->in_conflict);
	assert_int_equal(f->conflict.n_conflicts, 2);
	for (int i = 0; i < 2; i++)
		f->conflict.conflicts[i].recorded = "2012-11-15T10:02:11.000Z";
	shot_golden(s, "form-conflict-80x24");
	shot_keys(s, "t");
	shot_golden(s, "form-conflict-theirs-80x24");
	shot_size(s, 20, 60);
	shot_golden(s, "form-conflict-60x20");
}

/* Another reference is another place in the list; any other field leaves the order alone. */
static void form__that_changes_a_reference_moves_its_record(void **state)
{
	struct shot *s = *state;

	shot_keys(s, "1 Home");
	shot_render(s);
	int first = shot_find(s, "OIG-10-63");
	assert_int_equal(shot_find(s, "OIG-10-124"), first + 1);
	shot_keys(s, "e");
	assert_string_equal(the_form(s)->ref, "OIG-10-63");
	focus(s, "title");
	shot_keys(s, "Ctrl-U");
	shot_type(s, "Quite another");
	shot_keys(s, "Ctrl-S");
	shot_render(s);
	assert_int_equal(shot_find(s, "Quite another"), first);
	shot_keys(s, "e");
	focus(s, "number");
	shot_keys(s, "Ctrl-U");
	shot_type(s, "OIG-99-1");
	shot_keys(s, "Ctrl-S");
	shot_render(s);
	assert_int_equal(shot_find(s, "OIG-10-124"), first);
	assert_int_equal(shot_find(s, "Quite another"), first + 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, shot_setup, shot_teardown)
	const struct CMUnitTest tests[] = {
		TEST(form__for_a_new_record_asks_for_its_entry_fields),
		TEST(form__says_what_was_saved_so_far),
		TEST(form__tells_what_a_value_means_beside_it),
		TEST(form__shows_the_choices_of_a_field_with_focus),
		TEST(form__shows_every_error_below_its_field),
		TEST(form__keeps_focus_and_its_error_visible),
		TEST(form__keeps_the_reason_of_a_lock_visible),
		TEST(form__shows_a_table_of_lines),
		TEST(form__shows_many_lines_and_the_one_with_focus),
		TEST(form__wraps_long_text_and_follows_its_cursor),
		TEST(form__holds_any_text),
		TEST(form__scrolls_a_line_that_is_longer_than_its_field),
		TEST(form__says_why_a_field_is_locked),
		TEST(form__that_changes_a_reference_moves_its_record),
		TEST(form__lets_choose_between_theirs_and_mine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
