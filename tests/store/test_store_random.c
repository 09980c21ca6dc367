/* SPDX-License-Identifier: MIT */
/*
 * test_store_random.c - random changes: the log replayed is the tables, and no merge drops a change.
 *
 * CLOSEOUT_TEST_SEED and CLOSEOUT_ROUNDS (600 if not set) repeat or lengthen a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store_help.h"

static uint64_t seed;

static int pick(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

static void begin_random(void)
{
	const char *given = getenv("CLOSEOUT_TEST_SEED");

	seed = given ? (uint64_t)strtoll(given, NULL, 10) : UINT64_C(0x2545F4914F6CDD1D);
	print_message("# seed %llu\n", (unsigned long long)seed);
}

static int rounds(void)
{
	const char *text = getenv("CLOSEOUT_ROUNDS");

	return text ? (int)strtol(text, NULL, 10) : 600;
}

/* ---- random edits ---------------------------------------------------------------------- */

static const enum entity_id kinds[] = { ENTITY_RECOMMENDATION, ENTITY_REPORT, ENTITY_MILESTONE,
					ENTITY_PLAN, ENTITY_OFFICE };

static char uids[5][64][UUID_TEXT];
static int n_uids[5];

static void know(int kind, const char *uid)
{
	if (n_uids[kind] < 64)
		memcpy(uids[kind][n_uids[kind]++], uid, UUID_TEXT);
}

static void know_the_world(void)
{
	memset(n_uids, 0, sizeof n_uids);
	know(0, world.rec1);
	know(0, world.rec2);
	know(1, world.report);
	know(2, world.m1);
	know(2, world.m2);
	know(2, world.m3);
	know(3, world.plan);
	know(4, world.opr);
	know(4, world.ohc);
}

/* A value of f, right in most cases. */
static void random_value(struct edit *e, const struct field *f)
{
	char text[64];
	int n = 0;

	if (pick(8) == 0) {
		edit_text(e, f->name, "");
		return;
	}
	switch (f->type) {
	case FIELD_INT:
	case FIELD_MONEY:
		edit_int(e, f->name, pick(30) - 2);
		return;
	case FIELD_BOOL:
		edit_int(e, f->name, pick(2));
		return;
	case FIELD_DATE:
		snprintf(text, sizeof text, "20%02d-%02d-%02d", 10 + pick(4), 1 + pick(12),
			 1 + pick(29));
		break;
	case FIELD_CHOICE:
		while (f->choices[n].name)
			n++;
		snprintf(text, sizeof text, "%s", f->choices[pick(n)].name);
		break;
	case FIELD_REF:
		for (int k = 0; k < 5; k++)
			if (kinds[k] == f->target) {
				edit_text(e, f->name, uids[k][pick(n_uids[k])]);
				return;
			}
		return;
	default:
		snprintf(text, sizeof text, "%s %d", pick(2) ? "text" : "T\xC3\xABxt", pick(40));
	}
	edit_text(e, f->name, text);
}

static void random_fields(struct edit *e, const struct entity *kind)
{
	for (int i = 1 + pick(3); i > 0; i--) {
		const struct field *f = &kind->fields[pick(kind->n_fields)];
		bool twice = false;

		for (int n = 0; n < e->changes[e->b.n_changes - 1].n_fields; n++)
			twice |= e->changes[e->b.n_changes - 1].fields[n].field == f;
		if (record_stored(f) && f->type != FIELD_ANY && !twice)
			random_value(e, f);
	}
}

/* Most are refused by one rule or another; what goes through must be right. */
static bool random_batch(void)
{
	static const char *const verbs[] = { "set", "set", "set", "correct", "undo" };
	char uid[UUID_TEXT];
	struct edit e;
	int kind = pick(5), failed;
	bool adds = pick(6) == 0;

	edit_begin(&e, verbs[pick(5)]);
	e.b.effective = date_add_days(day("2012-09-25"), pick(60));
	for (int i = 1 + pick(3); i > 0; i--) {
		kind = pick(5);
		edit_set(&e, kinds[kind], uids[kind][pick(n_uids[kind])]);
		if (pick(20) == 0)
			edit_removed(&e, pick(2));
		random_fields(&e, record_entity(kinds[kind]));
	}
	if (adds)
		edit_add_rec(&e, world.report, uid);
	failed = edit_apply(&e, world.s);
	if (!failed && adds)
		know(0, uid);
	if (failed == FAIL_BUG || failed == FAIL_IO)
		fail_msg("%s: %s", world.err.where, world.err.why);
	edit_end(&e);
	return !failed;
}

/* ---- the two ways to know how a record stands --------------------------------------------- */

static void compare_record(struct store *past, const struct entity *e, const char *uid)
{
	struct date today = day("2012-11-15");
	AUTOARENA a = ARENA_INIT;
	struct record now, then;

	assert_int_equal(store_get(world.s, e, uid, today, &a, &now, &world.err), 0);
	assert_int_equal(store_get(past, e, uid, today, &a, &then, &world.err), 0);
	assert_string_equal(now.ref, then.ref);
	assert_int_equal(now.version, then.version);
	assert_int_equal(now.removed, then.removed);
	for (int i = 0; i < e->n_fields; i++)
		if (!value_equal(now.values[i], then.values[i]))
			fail_msg("%s %s: %s differs", e->name, now.ref, e->fields[i].name);
}

static void replay__gives_the_tables_again(void **state)
{
	struct store *past;
	int done = 0, n = rounds();

	(void)state;
	begin_random();
	know_the_world();
	for (int i = 0; i < n; i++)
		done += random_batch();
	print_message("# RESULT R18 | the log is complete | %d batches by chance, %d went through | replayed: equal to the "
		      "tables | a table altered is found, see R19b\n", n, done);
	assert_true(done > n / 20);
	assert_verified(world.s);
	assert_int_equal(store_as_of(world.s, DATE_NONE, DATE_NONE, &past, &world.err), 0);
	for (int k = 0; k < 5; k++)
		for (int i = 0; i < n_uids[k]; i++)
			compare_record(past, record_entity(kinds[k]), uids[k][i]);
	assert_verified(past);
	store_close(past);
}

/* ---- merging --------------------------------------------------------------------------------- */

static const char *const fields[] = { "next_step", "due_wording", "condition" };
static const char *const texts[] = { "", "a", "b", "c" };

/* Base, theirs, mine at random for three fields: each field ends as one of the two wanted it, or all stays. */
static void merge_once(void)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	const char *base[3], *theirs[3], *mine[3];
	AUTOARENA a = ARENA_INIT;
	struct record seen;
	struct edit edit;
	bool clash = false;
	int failed;

	for (int who = 0; who < 3; who++) {
		const char **to = who == 0 ? base : who == 1 ? theirs : mine;

		edit_begin(&edit, "set");
		edit_set(&edit, e->id, world.rec1);
		for (int i = 0; i < 3; i++) {
			to[i] = who && pick(2) ? base[i] : texts[pick(4)];
			edit_text(&edit, fields[i], to[i]);
			if (who == 2) {
				edit_old(&edit, value_text(base[i]));
				clash |= strcmp(base[i], theirs[i]) && strcmp(base[i], mine[i]) &&
					 strcmp(theirs[i], mine[i]);
			}
		}
		if (who == 2)
			edit.changes[0].base_version = seen.version;
		failed = edit_apply(&edit, world.s);
		edit_end(&edit);
		if (who == 0)
			assert_int_equal(store_get(world.s, e, world.rec1, clock_today(), &a, &seen,
						   &world.err),
					 0);
	}
	assert_int_equal(failed, clash ? FAIL_CONFLICT : 0);
	for (int i = 0; i < 3; i++) {
		bool only_theirs = clash || strcmp(base[i], mine[i]) == 0;

		assert_string_equal(get(world.s, e->id, world.rec1, fields[i]),
				    only_theirs ? theirs[i] : mine[i]);
	}
}

static void merge__never_drops_a_change(void **state)
{
	(void)state;
	begin_random();
	for (int i = 0; i < rounds() / 4; i++)
		merge_once();
	assert_verified(world.s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(replay__gives_the_tables_again),
		T(merge__never_drops_a_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
