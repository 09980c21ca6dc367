/* SPDX-License-Identifier: MIT */
/* test_store_open.c - files that are no database of ours, each with its own sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

static void assert_closed(const char *path, int kind, const char *why)
{
	struct store *s = NULL;
	int failed = store_open(path, STORE_READ_WRITE, &s, &world.err);

	if (!failed)
		store_close(s);
	if (failed != kind || !strstr(world.err.why, why))
		fail_msg("%s: %d %s; not %d %s", path, failed, failed ? world.err.why : "opened",
			 kind, why);
}

static void put(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

static void open__says_what_is_wrong_with_the_name(void **state)
{
	(void)state;
	assert_closed(scratch_path("none.db"), FAIL_MISSING, "no such file");
	assert_closed(scratch_path("none/none.db"), FAIL_MISSING, "no such folder");
	mkdir(scratch_path("folder"), 0700);
	assert_closed(scratch_path("folder"), FAIL_BUSY, "folder");
	assert_closed("/", FAIL_USAGE, "folder");
	assert_int_equal(symlink(world.path, scratch_path("link")), 0);
	assert_closed(scratch_path("link"), FAIL_BUSY, "symbolic link");
	assert_int_equal(mkfifo(scratch_path("fifo"), 0600), 0);
	assert_closed(scratch_path("fifo"), FAIL_BUSY, "FIFO");
	assert_closed("/dev/null", FAIL_BUSY, "not a regular file");
}

static void open__says_what_is_wrong_with_the_content(void **state)
{
	(void)state;
	put(scratch_path("x"), "", 0);
	assert_closed(scratch_path("x"), FAIL_BUSY, "empty");
	put(scratch_path("x"), "This is a text and no database, not even a short one.", 50);
	assert_closed(scratch_path("x"), FAIL_BUSY, "not a database");
	unlink(scratch_path("x"));
	assert_true(shell(scratch_path("x"), "CREATE TABLE t (a)"));
	chmod(scratch_path("x"), 0600);
	assert_closed(scratch_path("x"), FAIL_BUSY, "not one of closeout's");
}

static void open__says_what_is_wrong_with_our_own(void **state)
{
	(void)state;
	store_close(world.s);
	world.s = NULL;
	chmod(world.path, 0644);
	assert_closed(world.path, FAIL_BUSY, "other users");
	assert_non_null(strstr(world.err.next, "chmod 600"));
	chmod(world.path, 0600);
	assert_int_equal(link(world.path, scratch_path("twin")), 0);
	assert_closed(world.path, FAIL_BUSY, "2 names");
	unlink(scratch_path("twin"));
	assert_true(shell(world.path, "PRAGMA user_version = 99"));
	assert_closed(world.path, FAIL_BUSY, "newer closeout");
	assert_true(shell(world.path, "PRAGMA user_version = 1; PRAGMA journal_mode = DELETE"));
	assert_closed(world.path, FAIL_BUSY, "journal mode");
	assert_true(shell(world.path, "PRAGMA journal_mode = WAL"));
	assert_int_equal(truncate(world.path, 3000), 0);
	assert_closed(world.path, FAIL_IO, "damaged");
}

/* One byte of the first page: the file is ours all the same, and says so. */
static void open__knows_its_own_file_with_a_damaged_first_page(void **state)
{
	static const char *const damages[] = { "PRAGMA application_id = 1", "PRAGMA user_version = 16777219",
					       "PRAGMA user_version = -3" };

	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		assert_true(shell(world.path, damages[i]));
		assert_closed(world.path, FAIL_IO, "it may be damaged");
		assert_non_null(strstr(world.err.next, "restore"));
		assert_true(shell(world.path, "PRAGMA application_id = 1131179891"));
	}
}

static void open__takes_odd_names(void **state)
{
	static const char *const names[] = {
		"file:x?mode=memory", "a b", ":memory:", "-d", "x'y\"z", "\xC3\xBC.db"
	};
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	struct stat st;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct store *s;

		assert_int_equal(store_create(scratch_path(names[i]), &g, &world.err), 0);
		assert_int_equal(stat(scratch_path(names[i]), &st), 0);
		assert_true(st.st_size > 0);
		assert_int_equal(
			store_open(scratch_path(names[i]), STORE_READ_WRITE, &s, &world.err), 0);
		store_close(s);
	}
}

static void create__makes_folders_and_files_for_their_owner_alone(void **state)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	struct stat st;

	(void)state;
	umask(0);
	assert_int_equal(store_create(scratch_path("new/deep/x.db"), &g, &world.err), 0);
	umask(022);
	assert_int_equal(stat(scratch_path("new/deep"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(stat(scratch_path("new/deep/x.db"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	assert_int_not_equal(stat(scratch_path("new/deep/x.db-wal"), &st), 0);
}

static void create__never_overwrites(void **state)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };

	(void)state;
	assert_int_equal(store_create(world.path, &g, &world.err), FAIL_CREATE);
	put(scratch_path("x"), "", 0);
	assert_int_equal(store_create(scratch_path("x"), &g, &world.err), FAIL_CREATE);
	assert_int_equal(symlink("nowhere", scratch_path("dangling")), 0);
	assert_int_equal(store_create(scratch_path("dangling"), &g, &world.err), FAIL_CREATE);
	g.kind = "wrong";
	assert_int_equal(store_create(scratch_path("y"), &g, &world.err), FAIL_DATA);
	assert_int_not_equal(access(scratch_path("y"), F_OK), 0);
}

static void store__lets_a_sample_be_filled_by_closeout_itself(void **state)
{
	struct store_genesis g = { .kind = "sample",
				   .today = day("2012-11-15"),
				   .effective = day("2009-01-01") };
	struct edit e;
	struct store *s;

	(void)state;
	assert_int_equal(store_create(scratch_path("s.db"), &g, &world.err), 0);
	assert_int_equal(store_open(scratch_path("s.db"), STORE_READ_WRITE, &s, &world.err), 0);
	edit_begin(&e, "sample");
	e.b.actor = "closeout";
	e.b.effective = day("2010-03-04");
	edit_add(&e, ENTITY_OFFICE, NULL);
	edit_text(&e, "code", "OPR");
	edit_text(&e, "name", "Office");
	edit_text(&e, "kind", "opr");
	assert_int_equal(edit_apply(&e, s), 0);
	edit_end(&e);
	assert_verified(s);
	store_close(s);
}

/* The wait itself is five seconds: once is enough. */
static void gate__says_who_is_writing(void **state)
{
	struct store *other;
	char lock[600];
	int fd;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &other, &world.err), 0);
	assert_int_equal(set_text(other, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x"), 0);
	snprintf(lock, sizeof lock, "%s.lock", world.path);
	fd = open(lock, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "y"),
			 FAIL_BUSY);
	assert_non_null(strstr(world.err.why, "inspector (process"));
	close(fd);
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "y"), 0);
	store_close(other);
}

/* What nobody has open may have to be recovered, and that is for one alone: even if he is slow. */
static void gate__is_waited_for_while_somebody_else_opens(void **state)
{
	static const char sign[] = "closeout (opening) (process 1, since now)\n";
	struct store *s;
	char lock[600], byte = 0;
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
	snprintf(lock, sizeof lock, "%s.lock", world.path);
	int fd = open(lock, O_RDWR | O_CREAT, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(pwrite(fd, sign, sizeof sign - 1, 0), sizeof sign - 1);
	if (fork() == 0) {
		usleep(1500000); /* longer than a moment */
		_exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
	}
	close(fd); /* the child has the lock now, and lets it go at its end */
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &s, &world.err), 0);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	store_close(s);
	wait(NULL);
	close(ends[0]);
	close(ends[1]);
}

static void gate__is_not_fooled_by_a_removed_lock_file(void **state)
{
	char lock[600];

	(void)state;
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x"), 0);
	snprintf(lock, sizeof lock, "%s.lock", world.path);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", "y"), 0);
	assert_int_equal(access(lock, F_OK), 0);
}

static void store__notices_other_peoples_commits(void **state)
{
	struct store *other;
	int64_t before;

	(void)state;
	assert_int_equal(store_open(world.path, STORE_READ_WRITE, &other, &world.err), 0);
	before = store_data_version(world.s);
	assert_int_equal(store_data_version(world.s), before);
	assert_int_equal(set_text(other, ENTITY_RECOMMENDATION, world.rec1, "next_step", "x"), 0);
	assert_int_not_equal(store_data_version(world.s), before);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step"), "x");
	store_close(other);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(open__says_what_is_wrong_with_the_name),
		T(open__says_what_is_wrong_with_the_content),
		T(open__says_what_is_wrong_with_our_own),
		T(open__knows_its_own_file_with_a_damaged_first_page),
		T(open__takes_odd_names),
		T(create__makes_folders_and_files_for_their_owner_alone),
		T(create__never_overwrites),
		T(store__lets_a_sample_be_filled_by_closeout_itself),
		T(gate__says_who_is_writing),
		T(gate__is_waited_for_while_somebody_else_opens),
		T(gate__is_not_fooled_by_a_removed_lock_file),
		T(store__notices_other_peoples_commits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
