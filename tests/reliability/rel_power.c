/* SPDX-License-Identifier: MIT */
/*
 * rel_power.c - promise R2: what was reported saved survives a power cut.
 *
 * Power goes at a write, sync or truncation by chance, from just before the operation on. Then
 * the file is what a disk may have made of it. Controls: disks that do not keep the order that
 * syncs demand lose what was reported saved.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "rel_help.h"

enum outcome { WELL, LOST, DAMAGED };

/* Power goes at that call after opening. True: the operation was reported done. */
static bool run_cut(enum rel_kind op, int at, enum disk_sync sync)
{
	bool reported;

	rel_fresh(op);
	disk_power(0, sync);
	assert_int_equal(rel_open(op), 0);
	disk_power(at, sync);
	reported = rel_ops[op].run() == 0;
	/* What goes on afterwards may be cut as well; what was reported is known by then. */
	rel_close();
	return reported;
}

/* How many calls there are to the end, when the power stays. */
static int count_calls(enum rel_kind op)
{
	int high = 8;

	for (;; high *= 2) {
		bool reached;

		(void)run_cut(op, high, DISK_SYNCS);
		reached = disk_is_cut();
		disk_power_back(rel_random);
		if (!reached)
			return high;
	}
}

/* A look that may find the file damaged, for controls. */
static enum outcome look(enum rel_kind op, bool reported)
{
	AUTOBUF found = BUF_INIT;
	enum outcome o = WELL;

	if (help_open(rel_ops[op].user) != 0)
		o = DAMAGED;
	else if (rel_ops[op].done() < 0 || !rel_verified(&found))
		o = DAMAGED;
	else if (reported && rel_ops[op].done() != 1)
		o = LOST;
	rel_close();
	return o;
}

static enum outcome cut_once(enum rel_kind op, int at, enum disk_sync sync, bool control)
{
	bool reported = run_cut(op, at, sync);
	int done;

	disk_power_back(rel_random);
	unlink(rel_words("%s-shm", help.path));
	if (control)
		return look(op, reported);
	done = rel_look(op, rel_words("%s, cut at call %d", rel_ops[op].name, at));
	return reported && !done ? LOST : WELL;
}

static void power__cuts_lose_nothing_that_was_reported(void **state)
{
	static const enum rel_kind ops[] = { REL_SAVE, REL_APPROVE, REL_IMPORT, REL_MIGRATE };
	int cuts = rel_figure(12, 300, 3000), lost = 0;

	(void)state;
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		int calls = count_calls(ops[i]);

		for (int n = 0; n < cuts; n++)
			lost += cut_once(ops[i], 1 + rel_pick(calls), DISK_SYNCS, false) == LOST;
	}
	assert_int_equal(lost, 0);
	rel_result("R2", "what was reported saved survives a power cut",
		   rel_words("%d cuts of each of save, approve, import, migrate", cuts), "0 lost, 0 in part, 0 damaged",
		   "see R2c");
}

/* A save whose sync is not one: reported, and gone with the power. */
static void control__a_disk_that_does_not_sync_is_found_out(void **state)
{
	static const enum disk_sync modes[] = { DISK_SYNCS_NO_WAL, DISK_SYNCS_NOTHING };
	int cuts = rel_figure(10, 100, 1000), bad[2] = { 0, 0 };

	(void)state;
	for (int m = 0; m < 2; m++) {
		int calls = count_calls(REL_SAVE);

		for (int n = 0; n < cuts; n++)
			bad[m] += cut_once(REL_SAVE, calls / 2 + rel_pick(calls), modes[m], true) != WELL;
		assert_true(bad[m] > 0);
	}
	rel_result("R2c", "control: syncs that are ignored", rel_words("%d cuts each", cuts),
		   rel_words("journal's ignored: %d lost or damaged, all ignored: %d", bad[0], bad[1]), "is the control");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(power__cuts_lose_nothing_that_was_reported, rel_begin, rel_end),
		cmocka_unit_test_setup_teardown(control__a_disk_that_does_not_sync_is_found_out, rel_begin, rel_end),
	};

	disk_install();
	rel_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
