/* SPDX-License-Identifier: MIT */
/* test_store_bulk.c - a batch in pieces: records that are written many by one statement are as if each came alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store_help.h"

#define MANY 64 /* as many as an edit holds, and a group */

static struct {
	int n, changes[MANY];
	char why[MANY][200];
} told;

static void tell(void *data, int change, const struct error *e)
{
	(void)data;
	assert_true(told.n < MANY);
	told.changes[told.n] = change;
	snprintf(told.why[told.n++], sizeof told.why[0], "%.150s", e->why);
}

static const struct store_bulk how = { .bad = tell };

static int begin(void **state)
{
	int failed = scratch_begin(state);

	told.n = 0;
	return failed ? failed : store_bulk_begin(world.s, "inspector", &how, &world.err);
}

static void end(void)
{
	assert_int_equal(store_bulk_end(world.s, true, &world.err), 0);
	assert_verified(world.s);
}

/* Recommendations 11, 12 and so on. */
static void add_many(struct edit *e, int n, int *numbers, char uids[][UUID_TEXT])
{
	edit_begin(e, "import");
	for (int i = 0; i < n; i++) {
		edit_add_rec(e, world.report, uids ? uids[i] : NULL);
		edit_int(e, "number", numbers ? numbers[i] : 11 + i);
	}
}

static void bulk__entries_and_rows_of_a_group_go_together(void **state)
{
	static struct edit e;
	char uids[MANY][UUID_TEXT], number[20];

	(void)state;
	add_many(&e, MANY, NULL, uids);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(told.n, 0);
	end();
	assert_int_equal(count(world.s, ENTITY_RECOMMENDATION, ""), MANY + 2);
	for (int i = 0; i < MANY; i++) {
		snprintf(number, sizeof number, "%d", 11 + i);
		assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, uids[i], "number"), number);
	}
	/* One batch, and each row at the version of its own entry. */
	assert_int_equal(shell_int(world.path, "SELECT count(DISTINCT batch) FROM log WHERE verb = 'import'"), 1);
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM recommendation r JOIN log l ON l.seq = r.version AND "
					       "l.uid = r.uid WHERE l.verb = 'import'"), MANY);
}

static void bulk__one_that_the_file_refuses_is_told_and_others_are_written(void **state)
{
	static struct edit e;
	int numbers[20];

	(void)state;
	for (int i = 0; i < 20; i++)
		numbers[i] = 11 + i;
	numbers[7] = 15;  /* as the fifth */
	numbers[19] = 13; /* as the third */
	add_many(&e, 20, numbers, NULL);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(told.n, 2);
	assert_int_equal(told.changes[0], 7);
	assert_int_equal(told.changes[1], 19);
	assert_string_equal(told.why[0], "is already taken by another record");
	add_many(&e, 1, (int[]){ 40 }, NULL);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	end();
	assert_int_equal(told.n, 2);
	assert_int_equal(count(world.s, ENTITY_RECOMMENDATION, ""), 18 + 1 + 2);
}

static void bulk__a_record_may_refer_to_the_one_before_it(void **state)
{
	static struct edit e;
	char uids[2][UUID_TEXT], uid[UUID_TEXT];

	(void)state;
	add_many(&e, 2, NULL, uids);
	edit_add_rec(&e, world.report, uid);
	edit_int(&e, "number", 90);
	edit_text(&e, "rolled_from", uids[1]);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(told.n, 0);
	end();
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, uid, "rolled_from"), "OIG-12-130/12");
	assert_int_equal(shell_int(world.path, "SELECT count(*) FROM recommendation a JOIN recommendation b ON "
					       "b.id = a.rolled_from WHERE a.number = 90 AND b.number = 12"), 1);
}

static void bulk__a_number_that_is_not_given_comes_after_those_before_it(void **state)
{
	static struct edit e;
	char uid[UUID_TEXT];

	(void)state;
	add_many(&e, 3, NULL, NULL);
	edit_add_rec(&e, world.report, uid);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(told.n, 0);
	end();
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, uid, "number"), "14");
}

static void bulk__a_change_between_new_records_keeps_its_place_in_the_log(void **state)
{
	static struct edit e;

	(void)state;
	add_many(&e, 3, NULL, NULL);
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "next_step", "Ask again");
	edit_add_rec(&e, world.report, NULL);
	edit_int(&e, "number", 60);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(told.n, 0);
	end();
	assert_int_equal(shell_int(world.path, "SELECT max(seq) - min(seq) FROM log WHERE verb = 'import'"), 4);
	assert_int_equal(shell_int(world.path, "SELECT (SELECT max(seq) FROM log) - seq FROM log WHERE verb = 'import' AND "
					       "changes LIKE '%Ask again%'"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(bulk__entries_and_rows_of_a_group_go_together, begin, scratch_end),
		cmocka_unit_test_setup_teardown(bulk__one_that_the_file_refuses_is_told_and_others_are_written, begin,
						scratch_end),
		cmocka_unit_test_setup_teardown(bulk__a_record_may_refer_to_the_one_before_it, begin, scratch_end),
		cmocka_unit_test_setup_teardown(bulk__a_number_that_is_not_given_comes_after_those_before_it, begin,
						scratch_end),
		cmocka_unit_test_setup_teardown(bulk__a_change_between_new_records_keeps_its_place_in_the_log, begin,
						scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
