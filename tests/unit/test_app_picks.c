/* SPDX-License-Identifier: MIT */
/* test_app_picks.c - marks where lines are of several kinds, headings among them, a record in two of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app/picks.h"

#define HEADING "-"

/* "r:" is a recommendation, "m:" a milestone. */
static const char *const lines[] = { HEADING, "r:b", "m:a", HEADING, "r:b", "r:d", "m:c" };
#define N ((int)(sizeof lines / sizeof *lines))

static bool line_at(const void *view, int i, struct pick *out)
{
	const char *const *at = view;

	if (strcmp(at[i], HEADING) == 0)
		return false;
	out->entity = record_entity(at[i][0] == 'r' ? ENTITY_RECOMMENDATION : ENTITY_MILESTONE);
	snprintf(out->uid, sizeof out->uid, "%s", at[i] + 2);
	return true;
}

static struct picks picks;
static struct picks_rows rows;

static int begin(void **state)
{
	(void)state;
	picks = (struct picks){ 0 };
	rows = (struct picks_rows){ lines, N, 1, line_at };
	return 0;
}

static int end(void **state)
{
	(void)state;
	picks_release(&picks);
	return 0;
}

/* Uids of what is marked and shown, in order: "b a". */
static const char *shown(const struct entity *e)
{
	static char text[64];
	AUTOARENA arena = ARENA_INIT;
	const struct pick **at;
	int n = picks_shown(&picks, &rows, e, &arena, &at);

	text[0] = '\0';
	for (int i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " " : "", at[i]->uid);
	return text;
}

static void pick__a_record_in_two_lines_is_marked_in_both_and_counted_once(void **state)
{
	(void)state;
	assert_true(picks_mark_row(&picks, &rows));
	assert_true(picks_marked(&picks, &rows, 1));
	assert_true(picks_marked(&picks, &rows, 4));
	assert_false(picks_marked(&picks, &rows, 5));
	assert_string_equal(shown(NULL), "b");
	assert_int_equal(picks_listed(&rows), 5);
	/* Its other line takes the mark off. */
	rows.cursor = 4;
	assert_true(picks_mark_row(&picks, &rows));
	assert_string_equal(shown(NULL), "");
}

static void pick__a_heading_is_no_record(void **state)
{
	(void)state;
	rows.cursor = 3;
	assert_false(picks_mark_row(&picks, &rows));
	assert_false(picks_mark_range(&picks, &rows));
	assert_int_equal(picks.n, 0);
}

static void pick__range_is_up_and_down_and_over_headings(void **state)
{
	(void)state;
	rows.cursor = 5;
	assert_true(picks_mark_range(&picks, &rows));
	rows.cursor = 2;
	assert_true(picks_marked(&picks, &rows, 2));
	assert_false(picks_marked(&picks, &rows, 3));
	assert_false(picks_marked(&picks, &rows, 6));
	assert_int_equal(picks.n, 0);
	assert_true(picks_mark_range(&picks, &rows));
	assert_string_equal(shown(NULL), "b a d");
	assert_false(picks.ranging);
}

static void pick__all_others_and_none(void **state)
{
	(void)state;
	picks_mark_row(&picks, &rows);
	picks_mark_others(&picks, &rows);
	assert_string_equal(shown(NULL), "a d c");
	picks_mark_all(&picks, &rows);
	assert_string_equal(shown(NULL), "b a d c");
	assert_string_equal(shown(record_entity(ENTITY_MILESTONE)), "a c");
	assert_string_equal(shown(record_entity(ENTITY_RECOMMENDATION)), "b d");
	assert_true(picks_mark_none(&picks));
	assert_false(picks_mark_none(&picks));
	assert_string_equal(shown(NULL), "");
}

static void pick__what_is_not_listed_stays_marked_and_is_not_shown(void **state)
{
	static const char *const fewer[] = { HEADING, "r:d" };

	(void)state;
	picks_mark_all(&picks, &rows);
	rows = (struct picks_rows){ fewer, 2, 1, line_at };
	assert_int_equal(picks.n, 4);
	assert_string_equal(shown(NULL), "d");
	rows = (struct picks_rows){ lines, N, 1, line_at };
	assert_string_equal(shown(NULL), "b a d c");
}

static void pick__a_range_follows_its_record_or_is_left(void **state)
{
	static const char *const moved[] = { "m:x", "m:y", "r:d", "m:a" };
	static const char *const gone[] = { "m:x", "m:y" };

	(void)state;
	rows.cursor = 5;
	picks_mark_range(&picks, &rows);
	rows = (struct picks_rows){ moved, 4, 3, line_at };
	picks_follow(&picks, &rows);
	assert_true(picks.ranging);
	assert_int_equal(picks.from, 2);
	rows = (struct picks_rows){ gone, 2, 0, line_at };
	picks_follow(&picks, &rows);
	assert_false(picks.ranging);
}

static bool is_known(const void *view, const char *uid)
{
	(void)view;
	return strcmp(uid, "a") != 0 && strcmp(uid, "c") != 0;
}

static void pick__marks_of_what_is_gone_are_taken_off_and_counted(void **state)
{
	(void)state;
	picks_mark_all(&picks, &rows);
	assert_int_equal(picks_drop(&picks, is_known, NULL), 2);
	assert_string_equal(shown(NULL), "b d");
	assert_int_equal(picks_drop(&picks, is_known, NULL), 0);
}

static void pick__kept_as_a_text_only_what_is_listed_comes_back(void **state)
{
	AUTOBUF text = BUF_INIT;

	(void)state;
	picks_mark_all(&picks, &rows);
	picks_write(&picks, &text);
	assert_string_equal(text.s, "a,b,c,d");
	picks_mark_none(&picks);
	picks_take(&picks, &rows, "d,zzz,,a");
	assert_string_equal(shown(NULL), "a d");
	assert_int_equal(picks.n, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(pick__a_record_in_two_lines_is_marked_in_both_and_counted_once),
		TEST(pick__a_heading_is_no_record),
		TEST(pick__range_is_up_and_down_and_over_headings),
		TEST(pick__all_others_and_none),
		TEST(pick__what_is_not_listed_stays_marked_and_is_not_shown),
		TEST(pick__a_range_follows_its_record_or_is_left),
		TEST(pick__marks_of_what_is_gone_are_taken_off_and_counted),
		TEST(pick__kept_as_a_text_only_what_is_listed_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
