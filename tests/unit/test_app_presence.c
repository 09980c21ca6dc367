/* SPDX-License-Identifier: MIT */
/* test_app_presence.c - who else has a record open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/presence.h"
#include "core/role.h"

#define UID_A "01a20d68-e596-7808-81c9-000000000001"
#define UID_B "01a20d68-e596-7808-81c9-000000000002"

static char state_dir[200];

/* Presence asks of an app where drafts lie and who it is; the store is only looked at for being there. */
static void make_app(struct app *a, const char *user, unsigned role)
{
	static int dummy;

	memset(a, 0, sizeof *a);
	a->store = (struct store *)(void *)&dummy;
	snprintf(a->database_id, sizeof a->database_id, "db");
	snprintf(a->user, sizeof a->user, "%s", user);
	a->role = role;
	clock_uuid(a->session);
}

static int new_state(void **state)
{
	(void)state;
	snprintf(state_dir, sizeof state_dir, "%s/presence-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	return mkdtemp(state_dir) && setenv("XDG_STATE_HOME", state_dir, 1) == 0 ? 0 : -1;
}

static struct presence *opens(struct app *a, const char *uid, bool editing)
{
	struct presence *p = presence_new(a);
	struct presence_open o = { .editing = editing };

	snprintf(o.uid, sizeof o.uid, "%s", uid);
	presence_set(p, &o, 1);
	return p;
}

static void assert_words(struct presence *p, const char *uid, const char *expected, bool edited)
{
	struct presence_other others[2];
	char words[160];
	int n = presence_others(p, uid, others, 2);

	assert_int_equal(presence_words(others, n, words, sizeof words), edited);
	assert_string_equal(words, expected);
}

static void presence__names_who_else_has_it_open(void **state)
{
	struct app a, b, c;

	(void)state;
	make_app(&a, "alice", ROLE_INSPECTOR);
	make_app(&b, "bob", ROLE_SUPERVISOR);
	make_app(&c, "carol", ROLE_NONE);
	struct presence *pa = opens(&a, UID_A, false), *pb = opens(&b, UID_A, false);
	assert_words(pa, UID_A, "bob (Supervisor) has this open", false);
	assert_words(pb, UID_A, "alice (Inspector) has this open", false);
	assert_words(pa, UID_B, "", false);
	setenv("CLOSEOUT_TEST_NOW", "1353000000", 1);
	struct presence *pc = opens(&c, UID_A, true);
	unsetenv("CLOSEOUT_TEST_NOW");
	assert_words(pa, UID_A, "carol edits this too, since 17:20 UTC; bob (Supervisor) too", true);
	presence_free(pb);
	assert_words(pa, UID_A, "carol edits this too, since 17:20 UTC", true);
	presence_set(pc, NULL, 0);
	assert_words(pa, UID_A, "", false);
	presence_free(pa);
	presence_free(pc);
}

static void presence__calls_another_session_of_ones_own_by_its_name(void **state)
{
	struct app a, b;

	(void)state;
	make_app(&a, "alice", ROLE_INSPECTOR);
	make_app(&b, "alice", ROLE_INSPECTOR);
	struct presence *pa = opens(&a, UID_A, false), *pb = opens(&b, UID_A, false);
	assert_words(pa, UID_A, "Another session of yours has this open", false);
	presence_free(pa);
	presence_free(pb);
}

static size_t count_files(const char *uid)
{
	char path[300];
	size_t n = 0;

	snprintf(path, sizeof path, "%s/closeout/drafts/db/open", state_dir);
	DIR *d = opendir(path);
	struct dirent *entry;
	while (d && (entry = readdir(d)))
		n += strncmp(entry->d_name, uid, 36) == 0;
	if (d)
		closedir(d);
	return n;
}

static void presence__of_the_killed_goes_with_the_first_who_looks(void **state)
{
	struct app a, b;
	int status, ready[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	make_app(&b, "bob", ROLE_CLERK);
	pid_t child = fork();
	if (child == 0) {
		opens(&b, UID_B, true);
		(void)!write(ready[1], "", 1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	make_app(&a, "alice", ROLE_INSPECTOR);
	struct presence *pa = opens(&a, UID_A, false);
	struct presence_other others[2];
	assert_int_equal(presence_others(pa, UID_B, others, 2), 1);
	assert_string_equal(others[0].user, "bob");
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	assert_int_equal(count_files(UID_B), 1);
	assert_words(pa, UID_B, "", false);
	assert_int_equal(count_files(UID_B), 0);
	presence_free(pa);
	assert_int_equal(count_files(UID_A), 0);
}

static void presence__believes_no_file_that_nobody_holds_or_that_is_none(void **state)
{
	struct app a, b;
	char path[400], target[400];
	struct presence_other others[2];

	(void)state;
	make_app(&a, "alice", ROLE_INSPECTOR);
	make_app(&b, "bob", ROLE_CLERK);
	struct presence *pa = opens(&a, UID_A, false);
	assert_int_equal(presence_others(pa, UID_A, others, 2), 0);
	snprintf(path, sizeof path, "%s/closeout/drafts/db/open/" UID_A ".%s.open", state_dir, b.session);
	snprintf(target, sizeof target, "%s/elsewhere", state_dir);
	assert_int_equal(symlink(target, path), 0);
	assert_int_equal(presence_others(pa, UID_A, others, 2), 0);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(presence_others(pa, UID_A, others, 2), 0);
	unlink(path);
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	assert_true(write(fd, "eve\nx\n1\n0\n", 10) == 10);
	close(fd);
	assert_int_equal(presence_others(pa, UID_A, others, 2), 0);
	assert_int_equal(access(path, F_OK), -1);
	presence_free(pa);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(presence__names_who_else_has_it_open),
		cmocka_unit_test(presence__calls_another_session_of_ones_own_by_its_name),
		cmocka_unit_test(presence__of_the_killed_goes_with_the_first_who_looks),
		cmocka_unit_test(presence__believes_no_file_that_nobody_holds_or_that_is_none),
	};

	return cmocka_run_group_tests(tests, new_state, NULL);
}
