/* SPDX-License-Identifier: MIT */
/*
 * test_store_faults.c - disks that fail at the n-th call, for every n.
 *
 * The disk of tests/reliability makes one call fail, once or from then on. Whatever
 * fails: what was reported saved is there, what was reported failed is not, nothing
 * is half there, and the file verifies afterwards.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

#include "../copy_file.h"
#include "../reliability/disk.h"
#include "store/verify.h"

#define REC ENTITY_RECOMMENDATION

/* ---- one operation, failing at every call ------------------------------------------- */

static void fresh_copy(const char *path)
{
	static const char *const endings[] = { "-wal", "-shm", ".lock" };
	char name[700];

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		snprintf(name, sizeof name, "%s%s", path, endings[i]);
		unlink(name);
	}
	copy_file(world.path, path);
}

/* Two changes and a renumbering in one batch: all of it, or none. */
static int save(struct store *s)
{
	struct edit e;
	int failed;

	edit_begin(&e, "set");
	edit_set(&e, REC, world.rec1);
	edit_text(&e, "next_step", "saved");
	edit_set(&e, ENTITY_REPORT, world.report);
	edit_text(&e, "number", "OIG-12-999");
	failed = edit_apply(&e, s);
	edit_end(&e);
	return failed;
}

/* What is in the file when the disk works again: 1 the save, 0 not, and nothing in between. */
static bool is_saved(const char *path)
{
	struct store *s;
	bool saved;

	if (store_open(path, STORE_READ_WRITE, &s, &world.err) != 0)
		fail_msg("cannot be opened any more: %s", world.err.why);
	assert_verified(s);
	saved = strcmp(get(s, REC, world.rec1, "next_step"), "saved") == 0;
	assert_string_equal(ref_of(s, REC, world.rec2), saved ? "OIG-12-999/2" : "OIG-12-130/2");
	assert_string_equal(ref_of(s, ENTITY_REPORT, world.report),
			    saved ? "OIG-12-999" : "OIG-12-130");
	store_close(s);
	return saved;
}

/* Saves with the n-th call failing, for n = 1, 2, ... until no call fails. Returns how many there were. */
static int every_call(unsigned kinds, int code, bool lasting, bool from_open)
{
	const char *path = scratch_path("copy.db");
	char copy[700];
	int n = 0;

	snprintf(copy, sizeof copy, "%s", path);
	do {
		struct store *s = NULL;
		bool fired, unknown;
		int failed;

		fresh_copy(copy);
		if (from_open)
			disk_arm(kinds, ++n, code, lasting);
		failed = store_open(copy, STORE_READ_WRITE, &s, &world.err);
		if (!from_open)
			disk_arm(kinds, ++n, code, lasting);
		if (!failed)
			failed = save(s);
		fired = disk_fired();
		if (failed && world.err.kind != FAIL_IO && world.err.kind != FAIL_BUSY)
			fail_msg("call %d: kind %d, %s", n, world.err.kind, world.err.why);
		if (failed && !fired)
			fail_msg("call %d: failed without a fault: %s", n, world.err.why);
		/* The last sync of all: where the disk stays broken, nobody can know. */
		unknown = failed && strstr(world.err.next, "look whether it was saved");
		store_close(s);
		disk_disarm();
		if (is_saved(copy) == (failed != 0) && !(unknown && lasting))
			fail_msg("call %d: reported %s, which is not so", n,
				 failed ? "failed" : "saved");
		if (!fired)
			return n - 1;
	} while (n < 2000);
	return n;
}

#define MASK(kind) (1u << (kind))

static int begin(void **state)
{
	disk_disarm();
	verify_keeps_schema = true;
	if (scratch_begin(state) != 0)
		return -1;
	store_close(world.s);
	world.s = NULL;
	return 0;
}

static void save__survives_every_failing_write(void **state)
{
	int n = every_call(MASK(DISK_WRITE), SQLITE_IOERR_WRITE, false, false);

	(void)state;
	print_message("# %d writes\n", n);
	assert_true(n > 5);
	assert_int_equal(every_call(MASK(DISK_WRITE), SQLITE_IOERR_WRITE, true, false), n);
}

static void save__survives_a_full_disk_at_every_write(void **state)
{
	(void)state;
	assert_true(every_call(MASK(DISK_WRITE), SQLITE_FULL, false, false) > 5);
	assert_true(every_call(MASK(DISK_WRITE), SQLITE_FULL, true, false) > 5);
}

static void save__survives_every_failing_sync(void **state)
{
	(void)state;
	assert_true(every_call(MASK(DISK_SYNC), 0, false, false) > 0);
	assert_true(every_call(MASK(DISK_SYNC), 0, true, false) > 0);
}

static void save__survives_every_failing_read(void **state)
{
	(void)state;
	assert_true(every_call(MASK(DISK_READ), 0, false, false) > 0);
	assert_true(every_call(MASK(DISK_READ), 0, true, false) > 0);
}

static void open__survives_every_failing_call(void **state)
{
	(void)state;
	assert_true(every_call(DISK_ALL, SQLITE_IOERR_WRITE, false, true) > 10);
	assert_true(every_call(DISK_ALL, SQLITE_IOERR_WRITE, true, true) > 10);
}

/* After an I/O error the connection is not used again, even when the disk works. */
static void store__does_not_go_on_after_an_io_error(void **state)
{
	struct store *s;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	disk_arm(MASK(DISK_SYNC), 1, 0, false);
	assert_int_equal(save(s), FAIL_IO);
	disk_disarm();
	assert_int_equal(save(s), FAIL_IO);
	assert_string_equal(world.err.next, "open the database again");
	store_close(s);
	assert_false(is_saved(world.path));
}

/* ---- making and copying ------------------------------------------------------------------ */

static void create__leaves_nothing_behind_when_it_fails(void **state)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	unsigned kinds = MASK(DISK_WRITE) | MASK(DISK_SYNC) | MASK(DISK_TRUNCATE);
	char path[700];
	bool fired;
	int n = 0;

	(void)state;
	snprintf(path, sizeof path, "%s", scratch_path("new.db"));
	do {
		int failed;

		/* Every seventh call: a new database is some hundred pages. */
		disk_arm(kinds, n += 7, SQLITE_FULL, false);
		failed = store_create(path, &g, &world.err);
		fired = disk_fired();
		disk_disarm();
		if (failed) {
			assert_true(fired);
			assert_int_not_equal(access(path, F_OK), 0);
		} else {
			struct store *s;

			assert_int_equal(store_open(path, STORE_READ_WRITE, &s, &world.err), 0);
			assert_verified(s);
			store_close(s);
			unlink(path);
		}
	} while (fired);
	assert_true(n > 50);
}

static void backup__that_fails_leaves_no_file(void **state)
{
	struct store *s;
	char path[700];
	bool fired;
	int n = 0;

	(void)state;
	snprintf(path, sizeof path, "%s", scratch_path("b.db"));
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	do {
		int failed;

		disk_arm(MASK(DISK_WRITE), n += 11, SQLITE_FULL, false);
		failed = store_backup(s, path, NULL, &world.err);
		fired = disk_fired();
		disk_disarm();
		assert_int_equal(failed != 0, fired);
		assert_int_equal(access(path, F_OK) == 0, !failed);
	} while (fired);
	store_close(s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(save__survives_every_failing_write),
		T(save__survives_a_full_disk_at_every_write),
		T(save__survives_every_failing_sync),
		T(save__survives_every_failing_read),
		T(open__survives_every_failing_call),
		T(store__does_not_go_on_after_an_io_error),
		T(create__leaves_nothing_behind_when_it_fails),
		T(backup__that_fails_leaves_no_file),
	};

	disk_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
