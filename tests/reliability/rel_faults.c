/* SPDX-License-Identifier: MIT */
/*
 * rel_faults.c - promises R5 and R6: a full disk loses nothing, and an I/O error is never called
 * success. tests/store/test_store_faults.c does every call of one save; here it is any call of
 * any operation. Control: a disk that says a failed write went well is found out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "disk.h"
#include "rel_help.h"

#include "app/screen.h"

static const enum rel_kind ops[] = { REL_SAVE, REL_APPROVE, REL_IMPORT, REL_UNDO, REL_MIGRATE, REL_BACKUP };
#define OPS ((int)(sizeof ops / sizeof *ops))

static int count_calls(enum rel_kind op, unsigned kinds)
{
	int n;

	rel_fresh(op);
	assert_int_equal(rel_open(op), 0);
	disk_arm(kinds, 0, 0, false);
	assert_int_equal(rel_ops[op].run(), 0);
	n = disk_calls();
	disk_disarm();
	rel_close();
	return n;
}

struct tally {
	int fired, failed, wrong;
};

/* One call fails; what was reported must be so, but for the last sync on a disk that stays broken. */
static void fail_once(enum rel_kind op, unsigned kinds, int code, int at, bool lasting, struct tally *t)
{
	const char *where = rel_words("%s, call %d%s", rel_ops[op].name, at, lasting ? " and all after it" : "");
	bool unknown;
	int failed, done;

	rel_fresh(op);
	assert_int_equal(rel_open(op), 0);
	disk_arm(kinds, at, code, lasting);
	failed = rel_ops[op].run();
	if (failed && help.err.kind != FAIL_IO && help.err.kind != FAIL_BUSY && help.err.kind != FAIL_CREATE)
		fail_msg("%s: kind %d, %s", where, help.err.kind, help.err.why);
	unknown = failed && strstr(help.err.next, "look whether it was saved");
	rel_close();
	t->fired += disk_fired();
	t->failed += failed != 0;
	disk_disarm();
	done = rel_look(op, where);
	if (done == (failed != 0) && !(unknown && lasting)) {
		print_message("# %s: reported %s, which is not so: %s\n", where, failed ? "failed" : "done", help.err.why);
		t->wrong++;
	}
}

static struct tally fail_many(unsigned kinds, int code, int points)
{
	struct tally t = { 0 };
	int calls[OPS];

	for (int i = 0; i < OPS; i++)
		calls[i] = count_calls(ops[i], kinds);
	for (int n = 0; n < points; n++) {
		int i = n % OPS;

		if (calls[i])
			fail_once(ops[i], kinds, code, 1 + rel_pick(calls[i]), rel_pick(2), &t);
	}
	return t;
}

static void disk__full_at_any_write_loses_nothing(void **state)
{
	int points = rel_figure(36, 300, 3000);
	struct tally t = fail_many(1u << DISK_WRITE, SQLITE_FULL, points);

	(void)state;
	assert_int_equal(t.wrong, 0);
	assert_true(t.fired > points / 2);
	rel_result("R5", "a full disk loses nothing", rel_words("%d writes of 6 operations", points),
		   rel_words("%d refused, 0 reported wrongly, 0 in part", t.failed), "see R5c");
}

static void disk__errors_are_never_called_success(void **state)
{
	static const unsigned kinds[] = { 1u << DISK_READ, 1u << DISK_WRITE, 1u << DISK_SYNC };
	int points = rel_figure(36, 300, 3000), failed = 0, fired = 0;

	(void)state;
	for (int k = 0; k < 3; k++) {
		struct tally t = fail_many(kinds[k], SQLITE_IOERR_WRITE, points / 3);

		assert_int_equal(t.wrong, 0);
		failed += t.failed;
		fired += t.fired;
	}
	assert_true(fired > points / 3);
	rel_result("R6", "an I/O error is never called success",
		   rel_words("%d reads, writes, syncs of 6 operations, once and lasting", points),
		   rel_words("%d refused, 0 reported wrongly", failed), "see R5c");
}

static bool says(const struct screen *s, const char *words)
{
	return strstr(s->message.text, words) != NULL;
}

/* Two seconds and more pass. */
static void wait_a_while(struct screen *s)
{
	(void)screen_tick(s, s->now_us + 3000000, false);
	(void)screen_tick(s, s->now_us + 3000000, false);
}

/* A disk that fails, goes on failing, and is back: an open session stays, and saves. */
static void disk__that_is_back_needs_nobody_to_leave(void **state)
{
	struct screen s;

	(void)state;
	rel_fresh(REL_SAVE);
	assert_int_equal(rel_open(REL_SAVE), 0);
	assert_int_equal(screen_init(&s, &help.app, &help.err), 0);
	screen_start(&s);
	wait_a_while(&s);
	disk_arm(1u << DISK_READ | 1u << DISK_WRITE | 1u << DISK_SYNC, 1, SQLITE_IOERR_WRITE, true);
	assert_int_equal(rel_ops[REL_SAVE].run(), FAIL_IO);
	wait_a_while(&s);
	assert_int_equal(help.app.trouble, STORE_FAILED);
	assert_true(says(&s, "The disk failed"));
	wait_a_while(&s);
	assert_int_equal(help.app.trouble, STORE_FAILED);
	assert_int_equal(rel_ops[REL_SAVE].run(), FAIL_IO);
	disk_disarm();
	wait_a_while(&s);
	assert_int_equal(help.app.trouble, STORE_WELL);
	assert_true(says(&s, "written again"));
	assert_int_equal(rel_ops[REL_SAVE].done(), 0);
	assert_int_equal(rel_ops[REL_SAVE].run(), 0);
	assert_int_equal(rel_ops[REL_SAVE].done(), 1);
	screen_release(&s);
	assert_int_equal(rel_look(REL_SAVE, "a disk that is back"), 1);
}

/* The same name, another file: what is on the screen would be of neither. */
static void disk__that_is_back_with_another_file_is_not_taken(void **state)
{
	(void)state;
	rel_fresh(REL_SAVE);
	assert_int_equal(rel_open(REL_SAVE), 0);
	disk_arm(1u << DISK_READ | 1u << DISK_WRITE, 1, SQLITE_IOERR_WRITE, true);
	assert_int_equal(rel_ops[REL_SAVE].run(), FAIL_IO);
	disk_disarm();
	assert_int_equal(rename(help.path, rel_words("%s.kept", help.path)), 0);
	assert_int_equal(store_reopen(help.app.store, &help.err), FAIL_BUSY);
	rel_fresh(REL_SAVE);
	assert_int_equal(store_reopen(help.app.store, &help.err), FAIL_BUSY);
	assert_int_equal(store_trouble(help.app.store), STORE_FAILED);
	rel_close();
	unlink(rel_words("%s.kept", help.path));
}

/* Writes that failed and were reported well: some must be missing or damaged afterwards. */
static void control__a_disk_that_lies_is_found_out(void **state)
{
	int points = rel_figure(20, 100, 300), bad = 0;
	int calls = count_calls(REL_SAVE, 1u << DISK_WRITE);

	(void)state;
	disk_lies(true);
	for (int n = 0; n < points; n++) {
		AUTOBUF found = BUF_INIT;
		int failed;

		rel_fresh(REL_SAVE);
		assert_int_equal(rel_open(REL_SAVE), 0);
		disk_arm(1u << DISK_WRITE, 1 + rel_pick(calls), SQLITE_FULL, true);
		failed = rel_ops[REL_SAVE].run();
		rel_close();
		disk_disarm();
		if (help_open("inspector") != 0 || !rel_verified(&found) ||
		    (!failed && rel_ops[REL_SAVE].done() != 1))
			bad++;
		rel_close();
	}
	disk_lies(false);
	assert_true(bad > 0);
	rel_result("R5c", "control: a disk that says a failed write went well", rel_words("%d saves", points),
		   rel_words("%d lost or damaged", bad), "is the control");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, rel_begin, rel_end)
	const struct CMUnitTest tests[] = {
		T(disk__full_at_any_write_loses_nothing),
		T(disk__errors_are_never_called_success),
		T(disk__that_is_back_needs_nobody_to_leave),
		T(disk__that_is_back_with_another_file_is_not_taken),
		T(control__a_disk_that_lies_is_found_out),
	};

	disk_install();
	rel_only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
