/* SPDX-License-Identifier: MIT */
/*
 * test_store_crash.c - many writers at once, and writers killed in the middle.
 *
 * A child reports a save over a pipe only after store_apply() has returned;
 * what was reported must be there whatever happens to the child.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

#define REC ENTITY_RECOMMENDATION

static int number_of(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text ? (int)strtol(text, NULL, 10) : otherwise;
}

static bool say(int fd, const struct store_result *r)
{
	return write(fd, &r->head, sizeof r->head) == sizeof r->head;
}

/* Saves until count is reached or it is killed; each save is one entry and touches one of two records. */
static void write_on(int fd, int count, const char *field)
{
	struct store *s;
	char text[64];

	if (store_open(world.path, STORE_READ_WRITE, &s, &world.err) != 0)
		_exit(2);
	for (int i = 0; i != count; i++) {
		snprintf(text, sizeof text, "save %d of process %ld", i, (long)getpid());
		if (set_text(s, REC, i % 2 ? world.rec1 : world.rec2, field, text) != 0)
			_exit(3);
		if (!say(fd, &world.r))
			_exit(4);
	}
	store_close(s);
	_exit(0);
}

/* No connection may live across a fork. */
static pid_t start(int fd[2], int count, const char *field)
{
	pid_t child;

	assert_int_equal(pipe(fd), 0);
	child = fork();
	assert_true(child >= 0);
	if (child)
		close(fd[1]);
	else
		write_on(fd[1], count, field);
	return child;
}

static int64_t read_saves(int fd, int *saves)
{
	int64_t seq, last = 0;

	while (read(fd, &seq, sizeof seq) == sizeof seq) {
		last = seq;
		++*saves;
	}
	close(fd);
	return last;
}

static void saves__survive_a_killed_writer(void **state)
{
	int kills = number_of("CLOSEOUT_KILLS", 100), saves = 0;

	(void)state;
	store_close(world.s);
	world.s = NULL;
	srand(number_of("CLOSEOUT_TEST_SEED", 1));
	for (int i = 0; i < kills; i++) {
		int fd[2], status;
		pid_t child = start(fd, -1, "next_step");
		int64_t first, last, head;

		/* Once it has begun, at any moment. */
		assert_int_equal(read(fd[0], &first, sizeof first), sizeof first);
		usleep((useconds_t)(rand() % 6000));
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		assert_true(WIFSIGNALED(status));
		saves++;
		last = read_saves(fd[0], &saves);
		last = last > first ? last : first;
		world_reopen();
		assert_int_equal(store_head(world.s, &head, NULL, &world.err), 0);
		if (head < last)
			fail_msg("entry %lld was reported saved and is lost", (long long)last);
		if (i % 20 == 19)
			assert_verified(world.s);
		store_close(world.s);
		world.s = NULL;
	}
	world_reopen();
	assert_verified(world.s);
	print_message("# %d kills, %d saves reported\n", kills, saves);
	/* Enough to mean something, also where sanitizers make a save slow. */
	assert_true(saves > kills / 4);
}

static void saves__of_many_processes_are_all_there(void **state)
{
	enum { PROCESSES = 8 };
	int each = number_of("CLOSEOUT_SAVES", 50), saves = 0;
	int fds[PROCESSES][2], status;
	pid_t children[PROCESSES];
	int64_t before, after, start_us = clock_monotonic_us();
	static const char *const fields[] = { "next_step", "due_wording" };

	(void)state;
	store_head(world.s, &before, NULL, NULL);
	store_close(world.s);
	world.s = NULL;
	for (int i = 0; i < PROCESSES; i++)
		children[i] = start(fds[i], each, fields[i % 2]);
	for (int i = 0; i < PROCESSES; i++)
		(void)read_saves(fds[i][0], &saves);
	for (int i = 0; i < PROCESSES; i++) {
		waitpid(children[i], &status, 0);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	world_reopen();
	store_head(world.s, &after, NULL, NULL);
	assert_int_equal(saves, PROCESSES * each);
	assert_int_equal(after - before, PROCESSES * each);
	assert_verified(world.s);
	print_message("# %d saves of %d processes: %.1f ms each\n", saves, PROCESSES,
		      (double)(clock_monotonic_us() - start_us) / 1000 / saves);
}

/* Each adds to a counter it has read; who comes late must look again. No addition is lost. */
static void count_up(int times)
{
	struct store *s;

	if (store_open(world.path, STORE_READ_WRITE, &s, &world.err) != 0)
		_exit(2);
	while (times > 0) {
		AUTOARENA a = ARENA_INIT;
		struct record r;
		struct edit e;
		int at = record_field_index(record_entity(REC),
					    record_field(record_entity(REC), "returned_count"));
		int failed;

		if (store_get(s, record_entity(REC), world.rec1, clock_today(), &a, &r,
			      &world.err) != 0)
			_exit(3);
		edit_begin(&e, "record-return");
		edit_set(&e, REC, world.rec1);
		e.changes[0].base_version = r.version;
		edit_int(&e, "returned_count", r.values[at].number + 1);
		edit_old(&e, r.values[at]);
		failed = edit_apply(&e, s);
		edit_end(&e);
		if (failed && failed != FAIL_CONFLICT)
			_exit(4);
		times -= !failed;
	}
	store_close(s);
	_exit(0);
}

static void saves__never_lose_an_update(void **state)
{
	enum { PROCESSES = 4, EACH = 25 };
	pid_t children[PROCESSES];
	int status;

	(void)state;
	store_close(world.s);
	world.s = NULL;
	for (int i = 0; i < PROCESSES; i++) {
		children[i] = fork();
		if (!children[i])
			count_up(EACH);
	}
	for (int i = 0; i < PROCESSES; i++) {
		waitpid(children[i], &status, 0);
		assert_int_equal(status, 0);
	}
	world_reopen();
	assert_string_equal(get(world.s, REC, world.rec1, "returned_count"), "100");
	assert_verified(world.s);
}

static void backups__taken_under_writers_are_whole(void **state)
{
	int fds[2][2], status, saves = 0;
	pid_t children[2];
	struct store *s;
	char name[32];

	(void)state;
	store_close(world.s);
	world.s = NULL;
	for (int i = 0; i < 2; i++)
		children[i] = start(fds[i], 60, "next_step");
	world_reopen();
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "b%d.db", i);
		if (store_backup(world.s, scratch_path(name), NULL, &world.err) != 0)
			fail_msg("backup: %s", world.err.why);
		assert_int_equal(store_open(scratch_path(name), STORE_READ_WRITE, &s, &world.err),
				 0);
		assert_verified(s);
		store_close(s);
	}
	for (int i = 0; i < 2; i++) {
		(void)read_saves(fds[i][0], &saves);
		waitpid(children[i], &status, 0);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(saves__survive_a_killed_writer),
		T(saves__of_many_processes_are_all_there),
		T(saves__never_lose_an_update),
		T(backups__taken_under_writers_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
