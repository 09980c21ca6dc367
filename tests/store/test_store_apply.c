/* SPDX-License-Identifier: MIT */
/* test_store_apply.c - the one door for change: saving, merging, numbering, refusing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "store_help.h"

#define REC ENTITY_RECOMMENDATION

static void store__writes_the_change_and_its_entry_together(void **state)
{
	int64_t before, after;

	(void)state;
	store_head(world.s, &before, NULL, NULL);
	assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", "Ask for the study"), 0);
	assert_int_equal(world.r.head, before + 1);
	store_head(world.s, &after, NULL, NULL);
	assert_int_equal(after, before + 1);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "Ask for the study");
	assert_verified(world.s);
}

static void store__survives_closing_and_opening(void **state)
{
	(void)state;
	assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", "Ask"), 0);
	world_reopen();
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "Ask");
	assert_verified(world.s);
}

static void store__writes_nothing_when_nothing_differs(void **state)
{
	int64_t before, after;

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "Ask");
	store_head(world.s, &before, NULL, NULL);
	assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", "Ask"), 0);
	assert_int_equal(world.r.batch, 0);
	store_head(world.s, &after, NULL, NULL);
	assert_int_equal(after, before);
}

static void store__takes_the_same_operation_only_once(void **state)
{
	struct edit e;
	int64_t first, head;

	(void)state;
	edit_begin(&e, "set");
	e.b.op_id = "draft-1";
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "Ask");
	assert_int_equal(edit_apply(&e, world.s), 0);
	first = world.r.batch;
	head = world.r.head;
	e.fields[0][0].new = value_text("Ask again");
	assert_int_equal(edit_apply(&e, world.s), 0);
	assert_true(world.r.repeated);
	assert_int_equal(world.r.batch, first);
	assert_int_equal(world.r.head, head);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "Ask");
	edit_end(&e);
}

static void store__writes_all_of_a_batch_or_nothing(void **state)
{
	struct edit e;
	int64_t before, after;

	(void)state;
	store_head(world.s, &before, NULL, NULL);
	edit_begin(&e, "set");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "Ask");
	edit_set(&e, REC, world.rec2);
	edit_text(&e, "concurrence", "");
	assert_int_equal(edit_apply(&e, world.s), FAIL_DATA);
	assert_int_equal(world.r.bad_change, 1);
	assert_string_equal(world.err.where, "OIG-12-130/2, concurrence");
	store_head(world.s, &after, NULL, NULL);
	assert_int_equal(after, before);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "");
	edit_end(&e);
}

static void store__numbers_new_records_within_their_parent(void **state)
{
	char third[UUID_TEXT], update[UUID_TEXT], subject[80];
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add_rec(&e, world.report, third);
	edit_add(&e, ENTITY_UPDATE, update);
	snprintf(subject, sizeof subject, "recommendation:%s", world.rec1);
	edit_text(&e, "subject", subject);
	edit_text(&e, "dated_on", "2012-10-01");
	edit_text(&e, "kind", "status");
	edit_text(&e, "text", "Asked");
	assert_int_equal(edit_apply(&e, world.s), 0);
	assert_string_equal(ref_of(world.s, REC, third), "OIG-12-130/3");
	assert_string_equal(ref_of(world.s, ENTITY_UPDATE, update), "U-1");
	assert_string_equal(get(world.s, ENTITY_UPDATE, update, "subject"), "OIG-12-130/1");
	edit_end(&e);
}

static void store__never_gives_the_number_of_a_removed_record_again(void **state)
{
	char third[UUID_TEXT], fourth[UUID_TEXT];
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add_rec(&e, world.report, third);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	edit_begin(&e, "void");
	edit_set(&e, REC, third);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	edit_begin(&e, "add");
	edit_add_rec(&e, world.report, fourth);
	assert_int_equal(edit_apply(&e, world.s), 0);
	assert_string_equal(ref_of(world.s, REC, fourth), "OIG-12-130/4");
	edit_end(&e);
	edit_begin(&e, "add");
	edit_add_rec(&e, world.report, fourth);
	edit_int(&e, "number", 3);
	assert_int_equal(edit_apply(&e, world.s), FAIL_DATA);
	assert_non_null(strstr(world.err.why, "removed"));
	edit_end(&e);
}

static void store__renumbers_everything_that_is_named_after_a_record(void **state)
{
	char dependency[UUID_TEXT];
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add(&e, ENTITY_DEPENDENCY, dependency);
	edit_text(&e, "plan", world.plan);
	edit_text(&e, "pred", world.m1);
	edit_text(&e, "succ", world.m2);
	edit_text(&e, "kind", "fs");
	edit_int(&e, "lag", 0);
	edit_text(&e, "applies", "always");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_string_equal(ref_of(world.s, ENTITY_DEPENDENCY, dependency), "RECLASS/M0.1>M0.2");
	assert_int_equal(set_text(world.s, ENTITY_REPORT, world.report, "number", "OIG-12-131"), 0);
	assert_string_equal(ref_of(world.s, REC, world.rec2), "OIG-12-131/2");
	assert_int_equal(set_text(world.s, ENTITY_MILESTONE, world.m2, "code", "M0.9"), 0);
	assert_string_equal(ref_of(world.s, ENTITY_DEPENDENCY, dependency), "RECLASS/M0.1>M0.9");
	assert_int_equal(set_text(world.s, ENTITY_PLAN, world.plan, "code", "P2"), 0);
	assert_string_equal(ref_of(world.s, ENTITY_DEPENDENCY, dependency), "P2/M0.1>M0.9");
	assert_verified(world.s);
}

static void store__keeps_short_references_where_they_are_unique(void **state)
{
	char other[UUID_TEXT], twin[UUID_TEXT];
	struct store_found found;
	struct edit e;

	(void)state;
	assert_string_equal(ref_of(world.s, ENTITY_MILESTONE, world.m1), "M0.1");
	edit_begin(&e, "add");
	edit_add(&e, ENTITY_PLAN, other);
	edit_text(&e, "code", "OTHER");
	edit_text(&e, "title", "Another");
	edit_text(&e, "gate_outcome", "pending");
	edit_text(&e, "state", "draft");
	edit_add(&e, ENTITY_MILESTONE, twin);
	edit_text(&e, "plan", other);
	edit_text(&e, "code", "M0.1");
	edit_text(&e, "title", "A step");
	edit_text(&e, "roll", "none");
	edit_text(&e, "state", "draft");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_string_equal(ref_of(world.s, ENTITY_MILESTONE, world.m1), "RECLASS/M0.1");
	assert_int_equal(store_find(world.s, "M0.1", ENTITY_NONE, false, &found, &world.err),
			 FAIL_USAGE);
	assert_non_null(strstr(world.err.why, "OTHER/M0.1"));
	assert_int_equal(store_find(world.s, "other/m0.1", ENTITY_NONE, false, &found, &world.err),
			 0);
	assert_string_equal(found.uid, twin);
}

/* ---- two at once ------------------------------------------------------------------- */

static int set_seen(const char *field, const char *seen, const char *text, int64_t version)
{
	struct edit e;
	int failed;

	edit_begin(&e, "set");
	e.b.actor = "supervisor";
	edit_set(&e, REC, world.rec1);
	e.changes[0].base_version = version;
	edit_text(&e, field, text);
	edit_old(&e, value_text(seen));
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

static int64_t version_of(const char *uid)
{
	struct record r;
	AUTOARENA a = ARENA_INIT;

	assert_int_equal(
		store_get(world.s, record_entity(REC), uid, clock_today(), &a, &r, &world.err), 0);
	return r.version;
}

static void merge__takes_fields_that_do_not_clash(void **state)
{
	int64_t seen = version_of(world.rec1);

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "theirs");
	assert_int_equal(set_seen("due_wording", NULL, "during FY 2013", seen), 0);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "theirs");
	assert_string_equal(get(world.s, REC, world.rec1, "due_wording"), "during FY 2013");
	assert_verified(world.s);
}

static void merge__stops_at_a_field_both_changed(void **state)
{
	int64_t seen = version_of(world.rec1);

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "theirs");
	assert_int_equal(set_seen("next_step", NULL, "mine", seen), FAIL_CONFLICT);
	assert_int_equal(world.r.n_conflicts, 1);
	assert_string_equal(world.r.conflicts[0].field->name, "next_step");
	assert_string_equal(world.r.conflicts[0].theirs.text, "theirs");
	assert_string_equal(world.r.conflicts[0].mine.text, "mine");
	assert_string_equal(world.r.conflicts[0].who, "inspector");
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "theirs");
}

static void merge__lets_both_make_the_same_change(void **state)
{
	int64_t seen = version_of(world.rec1);

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "same");
	assert_int_equal(set_seen("next_step", NULL, "same", seen), 0);
	assert_int_equal(world.r.batch, 0);
}

static void merge__takes_workflow_fields_as_one_group(void **state)
{
	int64_t seen = version_of(world.rec1);

	(void)state;
	set_text(world.s, REC, world.rec1, "work_state", "planning");
	assert_int_equal(set_seen("current_target", NULL, "2013-03-01", seen), FAIL_CONFLICT);
	assert_string_equal(world.r.conflicts[0].field->name, "current_target");
}

static void merge__is_refused_where_the_author_wants_it_strict(void **state)
{
	struct edit e;

	(void)state;
	set_text(world.s, REC, world.rec1, "next_step", "theirs");
	edit_begin(&e, "undo");
	e.b.strict = true;
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "");
	edit_old(&e, value_text("before"));
	assert_int_equal(edit_apply(&e, world.s), FAIL_CONFLICT);
	edit_end(&e);
}

static void merge__notices_a_version_that_was_never_there(void **state)
{
	(void)state;
	assert_int_equal(set_seen("next_step", NULL, "mine", 1000), FAIL_CONFLICT);
	assert_int_equal(world.r.n_conflicts, 0);
}

/* ---- refusing ------------------------------------------------------------------------ */

static void store__refuses_an_account_that_is_not_active(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "set");
	e.b.actor = "nobody";
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "x");
	assert_int_equal(edit_apply(&e, world.s), FAIL_DENIED);
	assert_non_null(strstr(world.err.where, "nobody"));
	e.b.actor = "closeout";
	assert_int_equal(edit_apply(&e, world.s), FAIL_DENIED);
	edit_end(&e);
}

static int set_effective(const char *verb, const char *field, const char *text, const char *when)
{
	struct edit e;
	int failed;

	edit_begin(&e, verb);
	e.b.effective = *when ? day(when) : date_add_days(clock_today(), 1);
	edit_set(&e, REC, world.rec1);
	edit_text(&e, field, text);
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

static void store__refuses_a_change_that_takes_effect_tomorrow(void **state)
{
	(void)state;
	assert_int_equal(set_effective("set", "next_step", "x", ""), FAIL_NO);
}

static void store__lets_only_a_correction_reach_back(void **state)
{
	(void)state;
	assert_int_equal(set_effective("set", "next_step", "a", "2012-10-10"), 0);
	assert_int_equal(set_effective("set", "next_step", "b", "2012-10-09"), FAIL_NO);
	assert_string_equal(world.err.next, "record it as a correction");
	assert_int_equal(set_effective("set", "due_wording", "another field", "2012-10-09"), 0);
	assert_int_equal(set_effective("undo", "next_step", "b", "2012-10-09"), FAIL_NO);
	assert_int_equal(set_effective("correct", "next_step", "b", "2012-10-09"), 0);
	assert_int_equal(set_effective("set", "work_state", "planning", "2012-10-12"), 0);
	assert_int_equal(set_effective("set", "current_target", "2013-01-01", "2012-10-11"),
			 FAIL_NO);
	assert_int_equal(set_effective("set", "finding", "before it was there", "2012-09-01"),
			 FAIL_NO);
	assert_verified(world.s);
}

/* What was known of a record's days is not all there is: others write too, and a batch may be taken back. */
static void store__knows_of_days_that_others_wrote_meanwhile(void **state)
{
	struct store *mine = world.s, *theirs;
	struct edit e;

	(void)state;
	assert_int_equal(set_effective("set", "next_step", "a", "2012-10-10"), 0);
	assert_int_equal(set_effective("set", "next_step", "b", "2012-10-11"), 0);
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &theirs, &world.err), 0);
	world.s = theirs;
	assert_int_equal(set_effective("set", "next_step", "c", "2012-10-14"), 0);
	world.s = mine;
	assert_int_equal(set_effective("set", "next_step", "d", "2012-10-12"), FAIL_NO);
	assert_int_equal(set_effective("set", "next_step", "d", "2012-10-14"), 0);
	/* Two entries of one record, and then a fault: neither was written. */
	edit_begin(&e, "set");
	e.b.effective = day("2012-10-21");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "e");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "due_wording", "e");
	edit_set(&e, REC, world.rec2);
	edit_text(&e, "next_step_on", "2013-02-30");
	assert_int_not_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	world.s = theirs;
	assert_int_equal(set_effective("set", "next_step", "f", "2012-10-25"), 0);
	world.s = mine;
	store_close(theirs);
	assert_int_equal(set_effective("set", "next_step", "g", "2012-10-21"), FAIL_NO);
	assert_int_equal(set_effective("set", "next_step", "g", "2012-10-25"), 0);
	assert_verified(world.s);
}

static void store__looks_several_times_at_one_moment(void **state)
{
	struct store *theirs;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &theirs, &world.err), 0);
	set_text(world.s, REC, world.rec1, "next_step", "before");
	store_look_begin(world.s);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "before");
	assert_int_equal(set_text(theirs, REC, world.rec1, "next_step", "after"), 0);
	store_look_begin(world.s);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "before");
	store_look_end(world.s);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "before");
	/* A save is not of that moment, and ends it. */
	assert_int_equal(set_text(world.s, REC, world.rec2, "next_step", "own"), 0);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "after");
	assert_int_equal(set_text(theirs, REC, world.rec1, "next_step", "later"), 0);
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "later");
	store_look_end(world.s);
	store_close(theirs);
	assert_verified(world.s);
}

/* Between saves the journal keeps its room, and does not grow for ever. */
static void store__writes_its_journal_again_from_the_start(void **state)
{
	char path[520], text[40];
	struct stat st;
	off_t most = 0;

	(void)state;
	snprintf(path, sizeof path, "%s-wal", world.path);
	for (int i = 0; i < 600; i++) {
		snprintf(text, sizeof text, "step number %d", i);
		assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", text), 0);
		assert_int_equal(stat(path, &st), 0);
		assert_true(st.st_size >= most);
		most = st.st_size;
	}
	assert_in_range(most, 4 << 20, 5 << 20);
	world_reopen();
	assert_string_equal(get(world.s, REC, world.rec1, "next_step"), "step number 599");
	assert_verified(world.s);
}

static void store__refuses_to_remove_what_others_refer_to(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "void");
	edit_set(&e, ENTITY_REPORT, world.report);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), FAIL_NO);
	assert_non_null(strstr(world.err.why, "2 recommendations"));
	edit_set(&e, REC, world.rec1);
	edit_removed(&e, true);
	edit_set(&e, REC, world.rec2);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	assert_int_equal(count(world.s, REC, ""), 0);
	edit_end(&e);
	assert_verified(world.s);
	assert_int_equal(set_text(world.s, REC, world.rec1, "next_step", "x"), FAIL_NO);
}

static void store__refuses_a_reference_to_a_removed_record(void **state)
{
	struct edit e;

	(void)state;
	edit_begin(&e, "void");
	edit_set(&e, ENTITY_OFFICE, world.ohc);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(set_text(world.s, REC, world.rec1, "waiting_on_office", world.ohc),
			 FAIL_NO);
	assert_int_equal(set_text(world.s, REC, world.rec1, "waiting_on_office", world.report),
			 FAIL_MISSING);
}

static int depend(const char *pred, const char *succ)
{
	struct edit e;
	int failed;

	edit_begin(&e, "add");
	edit_add(&e, ENTITY_DEPENDENCY, NULL);
	edit_text(&e, "plan", world.plan);
	edit_text(&e, "pred", pred);
	edit_text(&e, "succ", succ);
	edit_text(&e, "kind", "fs");
	edit_int(&e, "lag", 0);
	edit_text(&e, "applies", "always");
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

static void store__names_the_circle_a_dependency_would_close(void **state)
{
	(void)state;
	assert_int_equal(depend(world.m1, world.m2), 0);
	assert_int_equal(depend(world.m2, world.m3), 0);
	assert_int_equal(depend(world.m3, world.m1), FAIL_NO);
	assert_non_null(strstr(world.err.why, "M0.1 > M0.2 > M1.1"));
	assert_int_equal(depend(world.m1, world.m1), FAIL_NO);
}

static void store__does_not_write_to_a_database_opened_for_reading(void **state)
{
	struct store *s;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_ONLY, &s, &world.err), 0);
	assert_int_equal(set_text(s, REC, world.rec1, "next_step", "x"), FAIL_NO);
	assert_string_equal(get(s, REC, world.rec1, "next_step"), "");
	store_close(s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(store__writes_the_change_and_its_entry_together),
		T(store__survives_closing_and_opening),
		T(store__writes_nothing_when_nothing_differs),
		T(store__takes_the_same_operation_only_once),
		T(store__writes_all_of_a_batch_or_nothing),
		T(store__numbers_new_records_within_their_parent),
		T(store__never_gives_the_number_of_a_removed_record_again),
		T(store__renumbers_everything_that_is_named_after_a_record),
		T(store__keeps_short_references_where_they_are_unique),
		T(merge__takes_fields_that_do_not_clash),
		T(merge__stops_at_a_field_both_changed),
		T(merge__lets_both_make_the_same_change),
		T(merge__takes_workflow_fields_as_one_group),
		T(merge__is_refused_where_the_author_wants_it_strict),
		T(merge__notices_a_version_that_was_never_there),
		T(store__refuses_an_account_that_is_not_active),
		T(store__refuses_a_change_that_takes_effect_tomorrow),
		T(store__lets_only_a_correction_reach_back),
		T(store__knows_of_days_that_others_wrote_meanwhile),
		T(store__looks_several_times_at_one_moment),
		T(store__writes_its_journal_again_from_the_start),
		T(store__refuses_to_remove_what_others_refer_to),
		T(store__refuses_a_reference_to_a_removed_record),
		T(store__names_the_circle_a_dependency_would_close),
		T(store__does_not_write_to_a_database_opened_for_reading),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
