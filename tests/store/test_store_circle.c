/* SPDX-License-Identifier: MIT */
/* test_store_circle.c - dependencies that come round are found, whatever the order in which they are made. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../prop/dice.h"
#include "store_help.h"

#define N      12
#define ROUNDS 6
#define THROWS 60

static char milestones[N][UUID_TEXT];
static bool after[N][N]; /* after[a][b]: b comes after a */

static void make_milestones(int round)
{
	struct edit e;

	edit_begin(&e, "add");
	for (int i = 0; i < N; i++) {
		char code[16];

		snprintf(code, sizeof code, "R%d.%02d", round, i);
		edit_add(&e, ENTITY_MILESTONE, milestones[i]);
		edit_text(&e, "plan", world.plan);
		edit_text(&e, "code", code);
		edit_text(&e, "title", code);
		edit_text(&e, "roll", "none");
		edit_text(&e, "state", "draft");
	}
	if (edit_apply(&e, world.s))
		fail_msg("%s: %s", world.err.where, world.err.why);
	edit_end(&e);
	memset(after, 0, sizeof after);
}

static int depend(int pred, int succ)
{
	char uid[UUID_TEXT];
	struct edit e;
	int failed;

	edit_begin(&e, "add");
	edit_add(&e, ENTITY_DEPENDENCY, uid);
	edit_text(&e, "plan", world.plan);
	edit_text(&e, "pred", milestones[pred]);
	edit_text(&e, "succ", milestones[succ]);
	edit_text(&e, "kind", "fs");
	edit_int(&e, "lag", 0);
	edit_text(&e, "applies", "always");
	failed = edit_apply(&e, world.s);
	edit_end(&e);
	return failed;
}

static void note(int pred, int succ)
{
	for (int a = 0; a < N; a++)
		for (int b = 0; b < N; b++)
			if ((a == pred || after[a][pred]) && (b == succ || after[succ][b]))
				after[a][b] = true;
}

/* "R0.03 > ... > R0.01 already come": from the successor to the predecessor. */
static void assert_path(int round, int pred, int succ)
{
	char from[48], to[48];

	snprintf(from, sizeof from, "a circle: R%d.%02d", round, succ);
	snprintf(to, sizeof to, "R%d.%02d already come", round, pred);
	assert_non_null(strstr(world.err.why, from));
	assert_non_null(strstr(world.err.why, to));
}

static void circle__is_found_in_any_order(void **state)
{
	struct dice d;
	int refused = 0, taken = 0;

	(void)state;
	dice_start(&d, 11);
	for (int round = 0; round < ROUNDS; round++) {
		bool made[N][N] = { { false } };

		make_milestones(round);
		for (int k = 0; k < THROWS; k++) {
			/* Some rounds run mostly upwards, some mostly downwards, some anyhow. */
			int a = (int)dice(&d, N), b = (int)dice(&d, N), swap = a;
			bool closes;

			if (round % 3 != 2 && dice(&d, 10) && (a < b) != (round % 3 == 0)) {
				a = b;
				b = swap;
			}
			if (made[a][b])
				continue;
			closes = a == b || after[b][a];
			assert_int_equal(depend(a, b), closes ? FAIL_NO : 0);
			made[a][b] = !closes;
			if (closes)
				assert_path(round, a, b);
			else
				note(a, b);
			refused += closes;
			taken += !closes;
		}
	}
	assert_true(refused > 30 && taken > 100);
	assert_verified(world.s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(circle__is_found_in_any_order, scratch_begin, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
