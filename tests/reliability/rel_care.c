/* SPDX-License-Identifier: MIT */
/*
 * rel_care.c - promises R24 and R25: a killed migration leaves the old or the new file, with a
 * backup that is whole; backups made while others write can be restored, with all that was saved
 * before they were begun.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "rel_help.h"

/* ---- R24 --------------------------------------------------------------------------------- */

/* Microseconds that a migration takes, so that kills fall into it. */
static int64_t time_migration(void)
{
	int64_t start = clock_monotonic_us();

	rel_fresh(REL_MIGRATE);
	assert_int_equal(rel_ops[REL_MIGRATE].run(), 0);
	assert_int_equal(rel_look(REL_MIGRATE, "migration"), 1);
	return clock_monotonic_us() - start;
}

static void migration__that_is_killed_is_old_or_new(void **state)
{
	int kills = rel_figure(12, 50, 500), done[2] = { 0, 0 };
	int64_t all = time_migration();

	(void)state;
	for (int i = 0; i < kills; i++) {
		pid_t child;
		int status;

		rel_fresh(REL_MIGRATE);
		child = fork();
		if (!child)
			_exit(rel_ops[REL_MIGRATE].run());
		usleep((useconds_t)rel_pick((int)all));
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		done[rel_look(REL_MIGRATE, rel_words("kill %d", i))]++;
	}
	rel_result("R24", "migration: old or new, never between", rel_words("%d kills", kills),
		   rel_words("%d old, %d new, 0 between, every backup whole", done[0], done[1]), "see R24c");
}

/* A migration without a transaction, stopped in the middle, must be seen as between. */
static void control__a_migration_in_steps_is_found_out(void **state)
{
	sqlite3 *db;

	(void)state;
	rel_fresh(REL_MIGRATE);
	assert_int_equal(sqlite3_open(help.path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "ALTER TABLE office ADD COLUMN phone TEXT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(rel_ops[REL_MIGRATE].done(), -1);
	rel_result("R24c", "control: half a migration", "1", "seen as between", "is the control");
}

/* ---- R25 --------------------------------------------------------------------------------- */

enum { WRITERS = 4 };

static struct shared {
	int saved[WRITERS]; /* number of the newest save that was done */
	bool stop;
} *shared;

static void write_on(int writer)
{
	static const char *const fields[] = { "next_step", "due_wording" };

	if (help_open("inspector") != 0)
		_exit(2);
	for (int n = 1; !__atomic_load_n(&shared->stop, __ATOMIC_ACQUIRE); n++) {
		AUTOBUF words = BUF_INIT;

		buf_addf(&words, "%s=save %d", fields[writer % 2], n);
		if (help_set(writer < 2 ? "OIG-12-130/1" : "OIG-12-130/2", words.s, NULL) != 0)
			_exit(3);
		__atomic_store_n(&shared->saved[writer], n, __ATOMIC_RELEASE);
	}
	rel_close();
	_exit(0);
}

static int saved_in(int writer)
{
	const char *text = help_field(writer < 2 ? "OIG-12-130/1" : "OIG-12-130/2", writer % 2 ? "due_wording" : "next_step");

	return strncmp(text, "save ", 5) == 0 ? (int)strtol(text + 5, NULL, 10) : 0;
}

/* Opens what was restored, and looks for what had been saved before. Returns how many are missing. */
static int look_restored(const int before[WRITERS])
{
	AUTOBUF found = BUF_INIT;
	int missing = 0;

	if (help_open("inspector") != 0)
		return WRITERS;
	if (!rel_verified(&found))
		missing = WRITERS;
	for (int i = 0; i < WRITERS; i++)
		missing += saved_in(i) < before[i];
	rel_close();
	return missing;
}

static void copy_bytes(const char *from, const char *to)
{
	static char bytes[1 << 20];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t n;

	while ((n = read(in, bytes, sizeof bytes)) > 0)
		assert_int_equal(write(out, bytes, (size_t)n), n);
	close(in);
	close(out);
}

/* One backup under the writers, restored elsewhere. plain: only the file is copied, as with cp. */
static int drill(const char *live, const char *copy, bool plain)
{
	const char *restored = rel_words("%s.restored", live);
	struct store_restored r;
	struct store *s;
	int64_t problems = 0;
	int before[WRITERS], missing;

	for (int i = 0; i < WRITERS; i++)
		before[i] = __atomic_load_n(&shared->saved[i], __ATOMIC_ACQUIRE);
	if (plain) {
		copy_bytes(live, copy);
	} else {
		assert_int_equal(store_open(live, STORE_READ_WRITE, &s, &help.err), 0);
		if (store_backup(s, copy, &problems, &help.err) != 0)
			fail_msg("backup: %s", help.err.why);
		store_close(s);
		assert_int_equal(problems, 0);
	}
	snprintf(help.path, sizeof help.path, "%s", restored);
	missing = store_restore(restored, copy, false, &r, &help.err) ? WRITERS : look_restored(before);
	for (int i = 0; i < 4; i++) {
		static const char *const tails[] = { "", "-wal", "-shm", ".lock" };

		unlink(rel_words("%s%s", restored, tails[i]));
	}
	snprintf(help.path, sizeof help.path, "%s", live);
	unlink(copy);
	unlink(rel_words("%s.backup", restored));
	return missing;
}

static void wait_for_saves(void)
{
	int want[WRITERS];

	for (int i = 0; i < WRITERS; i++)
		want[i] = __atomic_load_n(&shared->saved[i], __ATOMIC_ACQUIRE) + 2;
	for (int i = 0; i < WRITERS; i++)
		while (__atomic_load_n(&shared->saved[i], __ATOMIC_ACQUIRE) < want[i])
			usleep(500);
}

static int drills(int times, bool plain)
{
	pid_t children[WRITERS];
	char live[300];
	int missing = 0, status;

	rel_fresh(REL_SAVE);
	memset(shared, 0, sizeof *shared);
	snprintf(live, sizeof live, "%s", help.path);
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		if (!children[i])
			write_on(i);
	}
	for (int n = 0; n < times; n++) {
		wait_for_saves();
		missing += drill(live, rel_words("%s.backup-%d", live, n), plain);
	}
	__atomic_store_n(&shared->stop, true, __ATOMIC_RELEASE);
	for (int i = 0; i < WRITERS; i++) {
		waitpid(children[i], &status, 0);
		assert_int_equal(status, 0);
	}
	return missing;
}

static void backups__under_writers_restore_to_all_that_was_saved(void **state)
{
	int times = rel_figure(3, 10, 100);

	(void)state;
	assert_int_equal(drills(times, false), 0);
	rel_result("R25", "backups restore", rel_words("%d under %d writers, each restored and verified", times, WRITERS),
		   "0 missing, all consistent", "see R25c");
}

/* Copying the file alone leaves out what is in its journal. */
static void control__a_copy_of_the_file_alone_is_found_out(void **state)
{
	int times = rel_figure(5, 10, 50), missing = drills(times, true);

	(void)state;
	assert_true(missing > 0);
	rel_result("R25c", "control: the file copied with cp", rel_words("%d under %d writers", times, WRITERS),
		   rel_words("%d saves missing", missing), "is the control");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, rel_begin, rel_end)
	const struct CMUnitTest tests[] = {
		T(migration__that_is_killed_is_old_or_new),
		T(control__a_migration_in_steps_is_found_out),
		T(backups__under_writers_restore_to_all_that_was_saved),
		T(control__a_copy_of_the_file_alone_is_found_out),
	};

	rel_only();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED ? 99 : cmocka_run_group_tests(tests, NULL, NULL);
}
