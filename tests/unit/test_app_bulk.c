/* SPDX-License-Identifier: MIT */
/* test_app_bulk.c - marks, and changing what is marked: looked at first, one batch, one undo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list_help.h"

#include "app/bulk.h"
#include "core/lifecycle.h"

#define OFFICES 10000

static struct bulk bulk;

static int ten_thousand_offices(void **state)
{
	AUTOBUF text = BUF_INIT;

	if (help_sample(state) || help_open("admin"))
		return 1;
	buf_adds(&text, "code,name\n");
	for (int i = 1; i <= OFFICES; i++)
		buf_addf(&text, "ZZ%d,one of many\n", i);
	if (help_import(ENTITY_OFFICE, text.s))
		return 1;
	list_show(ENTITY_OFFICE);
	return 0;
}

static int end(void **state)
{
	bulk_release(&bulk);
	return help_list_end(state);
}

/* Of what is marked and shown. */
static void begin(void)
{
	AUTOARENA arena = ARENA_INIT;
	const char **uids;
	int32_t *ids;
	size_t n = list_marked_ids(&list, &ids);
	int count;

	assert_int_equal(bulk_uids(&help.app, list.entity, ids, n, &arena, &uids, &count, &help.err), 0);
	assert_int_equal(bulk_init(&bulk, &help.app, list.entity, uids, count, &help.err), 0);
	free(ids);
}

static int look(void)
{
	while (bulk.looked < bulk.n) {
		int failed = bulk_look(&bulk, 300, &help.err);

		if (failed)
			return failed;
	}
	return 0;
}

static void set(const char *name, const char *text)
{
	struct assignment a = { name, text };

	assert_int_equal(bulk_set(&bulk, &a, 1, &help.err), 0);
}

static int problems(void)
{
	int64_t n = -1;

	assert_int_equal(store_verify(help.app.store, NULL, NULL, &n, &help.err), 0);
	return (int)n;
}

/* ---- marks ----------------------------------------------------------------------------- */

static void marks__belong_to_records_through_sort_and_filter(void **state)
{
	struct sort by_text;
	char uid[UUID_TEXT];

	(void)state;
	list_go(&list, 2);
	snprintf(uid, sizeof uid, "%s", list.selected);
	list_mark_row(&list);
	assert_int_equal(list.cursor, 3);
	assert_int_equal(list.marks.n, 1);
	assert_int_equal(sort_parse(list.entity, "-ref", &by_text, NULL), 0);
	list.sort = by_text;
	list_reload(&list);
	assert_true(list_select(&list, uid));
	assert_true(list.cursor != 2);
	assert_true(list_marked(&list, list.cursor));
	list_filter("is:open");
	assert_int_equal(list_marks_hidden(&list), 1);
	assert_int_equal(list.marked_shown, 0);
	list_clear_filter(&list);
	assert_int_equal(list.marked_shown, 1);
	assert_int_equal(list_marks_hidden(&list), 0);
}

static void marks__of_a_range_go_from_its_begin_to_the_cursor(void **state)
{
	(void)state;
	list_go(&list, 5);
	list_mark_range(&list);
	list_go(&list, 2);
	assert_true(list_marked(&list, 3)); /* shown already, marked only when the range ends */
	assert_int_equal(list.marks.n, 0);
	list_mark_range(&list);
	assert_int_equal(list.marks.n, 4);
	assert_false(list_marked(&list, 6));
}

static void marks__all_and_the_others(void **state)
{
	(void)state;
	list_filter("is:open");
	list_mark_all(&list);
	assert_int_equal(list.marks.n, 4);
	list_clear_filter(&list);
	list_mark_others(&list);
	assert_int_equal(list.marked_shown, 60);
	list_filter("is:open");
	assert_int_equal(list.marked_shown, 0);
	assert_int_equal(list_marks_hidden(&list), 60);
	assert_true(list_mark_none(&list));
	assert_false(list_mark_none(&list));
}

/* ---- looking and doing -------------------------------------------------------------------- */

static void bulk__is_about_what_is_marked_and_shown_only(void **state)
{
	(void)state;
	list_mark_all(&list);
	list_filter("is:open");
	begin();
	assert_int_equal(bulk.n, 4);
}

static void bulk__of_nothing_marked_is_about_nothing(void **state)
{
	int64_t before = help_head(), batch = -1;

	(void)state;
	begin();
	set("next_step", "Call");
	assert_int_equal(look(), 0);
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), 0);
	assert_int_equal(batch, 0);
	assert_int_equal(help_head(), before);
}

static void bulk__shows_old_and_new_and_what_is_so_already(void **state)
{
	AUTOBUF sum = BUF_INIT;
	int64_t before = help_head();

	(void)state;
	assert_int_equal(help_set("OIG-12-130/1", "next_step=Call", NULL), 0);
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	set("next_step", "Call");
	assert_int_equal(look(), 0);
	assert_int_equal(help_head(), before + 1); /* looking writes nothing */
	assert_int_equal(bulk.count[BULK_CHANGES], 3);
	assert_int_equal(bulk.count[BULK_SAME], 1);
	assert_string_equal(bulk.rows[1].ref, "OIG-11-119/13");
	assert_string_equal(bulk.rows[1].words, "Next step: (empty) → Call");
	bulk_summary(&bulk, &sum);
	assert_string_equal(sum.s, "3 change, 1 is so already");
}

static void bulk__says_why_one_may_not_and_changes_the_others(void **state)
{
	const struct life_rule *r = life_find(record_entity(ENTITY_RECOMMENDATION), "submit-cap");
	int64_t batch;

	(void)state;
	list_mark_all(&list);
	begin();
	assert_int_equal(bulk_act(&bulk, r, NULL, 0, &help.err), 0);
	assert_int_equal(look(), 0);
	assert_true(bulk.count[BULK_REFUSED] > 0);
	for (int i = 0; i < bulk.n; i++)
		assert_true(bulk.rows[i].fate != BULK_REFUSED || *bulk.rows[i].words);
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), 0);
	assert_int_equal(problems(), 0);
}

static void bulk__refuses_for_all_what_fits_none(void **state)
{
	(void)state;
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	set("next_step_on", "2013-02-30");
	assert_int_equal(look(), FAIL_DATA);
	assert_string_equal(help.err.where, "next_step_on");
}

static void bulk__writes_nothing_over_what_came_between(void **state)
{
	int64_t batch = 0;

	(void)state;
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	set("next_step", "Call");
	assert_int_equal(look(), 0);
	assert_int_equal(help_set("OIG-12-130/2", "next_step=Mine", NULL), 0);
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), FAIL_CONFLICT);
	assert_string_equal(help_field("OIG-12-130/2", "next_step"), "Mine");
	assert_string_equal(help_field("OIG-12-130/1", "next_step"), "");
}

static void bulk__of_ten_thousand_is_one_batch_and_one_undo(void **state)
{
	int64_t before = help_head(), batch = 0, undone = 0;

	(void)state;
	list_filter("name:\"one of many\"");
	list_mark_all(&list);
	assert_int_equal(list.marked_shown, OFFICES);
	begin();
	set("name", "another one");
	assert_int_equal(look(), 0);
	assert_int_equal(bulk.count[BULK_CHANGES], OFFICES);
	assert_string_equal(bulk.rows[OFFICES - 1].words, "Name: one of many → another one");
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), 0);
	assert_int_equal(help_head(), before + OFFICES);
	assert_int_equal(help_count("office", "name:\"another one\"", NULL), OFFICES);
	assert_int_equal(problems(), 0);
	assert_int_equal(door_undo(&help.app, 0, &undone, NULL, 0, &help.err), 0);
	assert_int_equal(undone, batch);
	assert_int_equal(help_count("office", "name:\"one of many\"", NULL), OFFICES);
	assert_int_equal(problems(), 0);
}

/* Two at a time, as more than fit into memory are. */
static void in_pieces(void)
{
	bulk.whole = 1;
	bulk.piece = 2;
}

static void bulk__in_pieces_is_one_batch(void **state)
{
	int64_t before = help_head(), batch = 0, again = 0, undone = 0;

	(void)state;
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	in_pieces();
	set("next_step", "Call");
	assert_int_equal(look(), 0);
	assert_int_equal(bulk_do(&bulk, "0190a000-0000-7000-8000-000000000001", &batch, &help.err), 0);
	assert_int_equal(batch, before + 1);
	assert_int_equal(help_head(), before + 4);
	/* The same once more, for a line that was cut before the answer came. */
	assert_int_equal(bulk_do(&bulk, "0190a000-0000-7000-8000-000000000001", &again, &help.err), 0);
	assert_int_equal(again, batch);
	assert_int_equal(help_head(), before + 4);
	assert_int_equal(problems(), 0);
	assert_int_equal(door_undo(&help.app, 0, &undone, NULL, 0, &help.err), 0);
	assert_int_equal(undone, batch);
	assert_int_equal(help_count("recommendation", "next_step:Call", NULL), 0);
}

static void bulk__in_pieces_is_refused_whole(void **state)
{
	int64_t before, batch = 0;

	(void)state;
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	in_pieces();
	set("next_step", "Call");
	assert_int_equal(look(), 0);
	assert_int_equal(help_set(bulk.rows[3].ref, "next_step=Mine", NULL), 0);
	before = help_head();
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), FAIL_CONFLICT);
	assert_non_null(strstr(help.err.where, bulk.rows[3].ref));
	assert_int_equal(batch, 0);
	assert_int_equal(help_head(), before);
	assert_int_equal(help_count("recommendation", "next_step:Call", NULL), 0);
	assert_int_equal(help_set(bulk.rows[0].ref, "next_step=Later", NULL), 0); /* the gate is free */
	assert_int_equal(problems(), 0);
}

static void bulk__in_pieces_does_an_action(void **state)
{
	const struct life_rule *r = life_find(record_entity(ENTITY_RECOMMENDATION), "post-update");
	const struct assignment said = { "text", "Called the liaison" };
	int64_t before, batch = 0;

	(void)state;
	before = help_head();
	list_filter("is:open");
	list_mark_all(&list);
	begin();
	in_pieces();
	assert_int_equal(bulk_act(&bulk, r, &said, 1, &help.err), 0);
	assert_int_equal(look(), 0);
	assert_int_equal(bulk.count[BULK_CHANGES], 4);
	assert_int_equal(bulk_do(&bulk, NULL, &batch, &help.err), 0);
	assert_int_equal(batch, before + 1);
	assert_int_equal(help_count("update", "text:\"Called the liaison\"", NULL), 4);
	assert_int_equal(problems(), 0);
}

#define SMALL(test) cmocka_unit_test_setup_teardown(test, help_recommendations, end)
#define LARGE(test) cmocka_unit_test_setup_teardown(test, ten_thousand_offices, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SMALL(marks__belong_to_records_through_sort_and_filter),
		SMALL(marks__of_a_range_go_from_its_begin_to_the_cursor),
		SMALL(marks__all_and_the_others),
		SMALL(bulk__is_about_what_is_marked_and_shown_only),
		SMALL(bulk__of_nothing_marked_is_about_nothing),
		SMALL(bulk__shows_old_and_new_and_what_is_so_already),
		SMALL(bulk__says_why_one_may_not_and_changes_the_others),
		SMALL(bulk__refuses_for_all_what_fits_none),
		SMALL(bulk__writes_nothing_over_what_came_between),
		SMALL(bulk__in_pieces_is_one_batch),
		SMALL(bulk__in_pieces_is_refused_whole),
		SMALL(bulk__in_pieces_does_an_action),
		LARGE(bulk__of_ten_thousand_is_one_batch_and_one_undo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
