/* SPDX-License-Identifier: MIT */
/*
 * test_app_draft_crash.c - drafts of processes that die, files torn anywhere, two
 * sessions at once, and folders one may not write to.
 */
#include "draft_help.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "app/draft_file.h"
#include "base/clock.h"

/* ---- torn and spoiled files ------------------------------------------------------------- */

/* A file of records saying "1" to "5"; ends[i] is where the i-th ends. */
static void five_records(struct buf *out, size_t ends[6])
{
	char text[2] = "0";
	struct draft_pair pairs[] = { { "text.title", text }, { "text.body", "words\nand words" } };

	ends[0] = 0;
	for (int i = 1; i <= 5; i++) {
		text[0] = (char)('0' + i);
		draft_record_add(out, 1000 * i, pairs, 2);
		ends[i] = out->len;
	}
}

/* The title of the last record found in the bytes; 0 if none. */
static char last_title(const char *bytes, size_t len)
{
	struct draft_found f = { .n = 0 };
	struct draft_record r;
	char title;

	draft_record_last(bytes, len, &r);
	if (!r.payload)
		return 0;
	assert_true(draft_payload_read(r.payload, r.len, &f));
	title = draft_get(&f, "text.title")[0];
	assert_true(f.written_ms == (title - '0') * 1000);
	free(f.pairs);
	return title;
}

static void draft_record_last__finds_the_last_whole_one_in_any_torn_file(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	size_t ends[6];

	(void)state;
	five_records(&bytes, ends);
	for (size_t len = 0; len <= bytes.len; len++) {
		int whole = 0;

		while (whole < 5 && ends[whole + 1] <= len)
			whole++;
		assert_int_equal(last_title(bytes.s, len), whole ? '0' + whole : 0);
	}
}

static void draft_record_last__passes_over_what_is_spoiled(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	size_t ends[6];

	(void)state;
	five_records(&bytes, ends);
	for (size_t at = 0; at < bytes.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			bytes.s[at] ^= (char)(1 << bit);
			assert_int_equal(last_title(bytes.s, bytes.len), at < ends[4] ? '5' : '4');
			bytes.s[at] ^= (char)(1 << bit);
		}
	}
	/* A hole of zeros, as a power cut may leave. */
	memset(bytes.s + ends[1] + 3, 0, ends[3] - ends[1]);
	assert_int_equal(last_title(bytes.s, bytes.len), '5');
	memset(bytes.s + ends[4], 0, bytes.len - ends[4]);
	assert_int_equal(last_title(bytes.s, bytes.len), '1');
}

/* Heads that all announce the rest of the file: without a limit this would take hours. */
static void draft_record_last__takes_linear_time_on_hostile_bytes(void **state)
{
	AUTOBUF bytes = BUF_INIT;
	struct draft_record r;
	int64_t start = clock_monotonic_us();

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_add(&bytes,
			"\xff"
			"cd\xfe\x00\x00\x10\x00"
			"1234",
			12);
	draft_record_last(bytes.s, bytes.len, &r);
	assert_null(r.payload);
	assert_in_range(clock_monotonic_us() - start, 0, 10000000);
}

static void draft_resume__goes_on_behind_the_last_whole_record(void **state)
{
	char path[DRAFT_PATH_MAX];
	struct error err = ERROR_INIT;
	struct draft_list l;
	struct draft *d;
	AUTOBUF bytes = BUF_INIT;

	(void)state;
	d = start();
	write_text(d, "whole");
	write_text(d, "half");
	draft_keep(d);
	assert_found("half", path);
	read_file(path, &bytes);
	assert_int_equal(truncate(path, (off_t)bytes.len - 1), 0);
	draft_find(drafts, &l);
	assert_string_equal(draft_get(&l.at[0], "text.title"), "whole");
	d = draft_resume(&l.at[0], &err);
	assert_non_null(d);
	write_text(d, "more");
	draft_keep(d);
	draft_list_release(&l);
	assert_found("more", NULL);
	buf_clear(&bytes);
	read_file(path, &bytes);

	struct draft_record r;
	draft_record_last(bytes.s, bytes.len, &r);
	assert_int_equal(r.end, bytes.len);
	assert_null(memmem(bytes.s, bytes.len, "half", 4));
}

/* ---- processes --------------------------------------------------------------------------- */

/* Children do not outlive the test, even if it fails. */
static pid_t fork_child(void)
{
	pid_t child = fork();

	if (child == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return child;
}

static void end_child(pid_t child, int expected)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
		fail_msg("the child ended with status %x", (unsigned)status);
}

static void draft_find__offers_what_a_killed_process_held(void **state)
{
	int ready[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork_child();
	if (child == 0) {
		write_text(start(), "typed before the end");
		if (write(ready[1], "r", 1) != 1)
			_exit(1);
		pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_none_found();
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_found("typed before the end", NULL);
	close(ready[0]);
	close(ready[1]);
}

/* Types numbers and tells each one that is written, until it is killed. */
static void type_numbers(int told, size_t len)
{
	static char text[300000];
	struct draft *d = draft_start(drafts, NULL);

	memset(text, '.', sizeof text - 1);
	text[len] = '\0'; /* long ones are compacted often */
	for (uint32_t i = 1;; i++) {
		char number[12];

		snprintf(number, sizeof number, "%u", i);
		struct draft_pair pairs[] = { { "number", number }, { "text", text } };
		if (draft_write(d, pairs, 2, NULL) != 0 || write(told, &i, sizeof i) < 0)
			_exit(1);
		draft_sync(d, i % 8 == 0);
	}
}

static void draft_write__loses_nothing_it_has_written_when_killed(void **state)
{
	(void)state;
	for (int round = 0; round < 40; round++) {
		uint32_t told = 0, n, wait_us;
		int fds[2];

		assert_int_equal(pipe(fds), 0);
		pid_t child = fork_child();
		if (child == 0)
			type_numbers(fds[1], round % 2 ? 100 : 250000);
		close(fds[1]);
		assert_int_equal(read(fds[0], &told, sizeof told), sizeof told);
		clock_random(&wait_us, sizeof wait_us);
		usleep(wait_us % 20000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		while (read(fds[0], &n, sizeof n) == sizeof n)
			told = n;
		close(fds[0]);

		struct draft_list l;
		draft_find(drafts, &l);
		assert_int_equal(l.n, 1);
		assert_true((uint32_t)strtoul(draft_get(&l.at[0], "number"), NULL, 10) >= told);
		draft_forget(&l.at[0]);
		draft_list_release(&l);
	}
}

/* Compacting puts a new file in the place of the old, whose lock is then free. */
static void draft_find__never_offers_what_is_being_compacted(void **state)
{
	int64_t end = clock_monotonic_us() + 700000;
	uint32_t told;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid_t child = fork_child();
	if (child == 0)
		type_numbers(fds[1], 299999);
	assert_int_equal(read(fds[0], &told, sizeof told), sizeof told);
	assert_int_equal(fcntl(fds[0], F_SETFL, O_NONBLOCK), 0);
	while (clock_monotonic_us() < end) {
		assert_none_found();
		while (read(fds[0], &told, sizeof told) > 0)
			;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_in_range(told, 9, 1000000);
	close(fds[0]);
	close(fds[1]);
}

/* While others look at drafts all the time, starting, resuming and compacting work as ever. */
static void draft_start__is_not_disturbed_by_those_who_look(void **state)
{
	pid_t lookers[2];
	char text[24] = "";

	(void)state;
	draft_discard(start());
	for (int i = 0; i < 2; i++) {
		lookers[i] = fork_child();
		if (lookers[i] == 0) {
			for (;;) {
				struct draft_list l;

				draft_find(drafts, &l);
				draft_list_release(&l);
			}
		}
	}
	leave("0");
	for (int i = 1; i < 300; i++) {
		struct draft_list l;
		struct error err = ERROR_INIT;

		draft_discard(start());
		draft_find(drafts, &l);
		assert_int_equal(l.n, 1);
		struct draft *d = draft_resume(&l.at[0], &err);
		if (!d)
			fail_msg("%s", err.why);
		snprintf(text, sizeof text, "%d", i);
		assert_int_equal(write_text(d, text), 0);
		draft_keep(d);
		draft_list_release(&l);
	}
	for (int i = 0; i < 2; i++) {
		kill(lookers[i], SIGKILL);
		waitpid(lookers[i], NULL, 0);
	}
	assert_found(text, NULL);
}

/* Looks, waits for the others, takes it up, and holds it until all have tried. */
static void want_it(const int ready[2], const int go[2], const int won[2], const int lost[2])
{
	struct draft_list l;
	struct draft *d;
	char byte;

	draft_find(drafts, &l);
	close(go[1]);
	if (l.n != 1 || write(ready[1], "r", 1) != 1 || read(go[0], &byte, 1) != 0)
		_exit(1);
	d = draft_resume(&l.at[0], NULL);
	if (write(d ? won[1] : lost[1], "x", 1) != 1)
		_exit(1);
	close(lost[1]);
	while (d && read(lost[0], &byte, 1) == 1)
		;
	draft_keep(d);
	draft_list_release(&l);
	_exit(0);
}

static void close_both(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

/* Many sessions take up the same draft at the same time: one gets it. */
static void draft_resume__is_given_to_one_of_many(void **state)
{
	(void)state;
	for (int round = 0; round < 10; round++) {
		int won[2], lost[2], go[2], ready[2];
		pid_t children[6];
		char byte;

		leave("wanted");
		assert_int_equal(pipe(won) | pipe(lost) | pipe(go) | pipe(ready), 0);
		for (int i = 0; i < 6; i++) {
			children[i] = fork_child();
			if (children[i] == 0)
				want_it(ready, go, won, lost);
		}
		for (int i = 0; i < 6; i++)
			assert_int_equal(read(ready[0], &byte, 1), 1);
		close_both(go);
		close(won[1]);
		close(lost[1]);
		for (int i = 0; i < 6; i++)
			end_child(children[i], 0);
		assert_int_equal(read(won[0], &byte, 1), 1);
		assert_int_equal(read(won[0], &byte, 1), 0);
		close(won[0]);
		close(lost[0]);
		close_both(ready);
		empty_folder(drafts);
	}
}

/* ---- permissions ----------------------------------------------------------------------------- */

/* Gives the folder to nobody and becomes nobody; for a child process of root's tests. */
static void become_nobody(void)
{
	if (geteuid() != 0)
		return;
	if (chown(top, 65534, 65534) != 0 || chdir(top) != 0 || setgroups(0, NULL) != 0 ||
	    setgid(65534) != 0 || setuid(65534) != 0)
		_exit(2);
	/* The folders above may be closed to nobody: it stands inside already. */
	snprintf(top, sizeof top, ".");
	snprintf(drafts, sizeof drafts, "./state/drafts");
}

static int folder_may_not_be_written(void)
{
	struct error err = ERROR_INIT;
	struct draft_list l;

	leave("typed before");
	if (chmod("state/drafts", 0500) != 0 || chmod("state", 0500) != 0)
		return 3;
	/* The folder is ours, so it is opened again: only what is above it can refuse. */
	struct draft *d = draft_start(drafts, &err);
	if (!d)
		return 4;
	draft_discard(d);
	if (draft_start("state/other", &err) || err.kind != FAIL_CREATE ||
	    strcmp(err.why, strerror(EACCES)) != 0)
		return 5;
	/* A file one may not open is neither offered nor removed. */
	draft_find(drafts, &l);
	if (l.n != 1 || chmod(l.at[0].path, 0) != 0)
		return 6;
	if (draft_resume(&l.at[0], &err) || strcmp(err.why, strerror(EACCES)) != 0)
		return 7;
	draft_list_release(&l);
	draft_find(drafts, &l);
	return l.n == 0 && count_files(drafts) == 1 ? 0 : 8;
}

static void draft_start__says_that_it_may_not(void **state)
{
	(void)state;
	pid_t child = fork_child();
	if (child == 0) {
		become_nobody();
		_exit(chdir(top) != 0 ? 2 : folder_may_not_be_written());
	}
	end_child(child, 0);
	chmod(top, 0700);
	snprintf(drafts, sizeof drafts, "%s/state", top);
	chmod(drafts, 0700);
}

/* Only root can make a file that belongs to somebody else. */
static void draft_find__takes_nothing_from_others(void **state)
{
	struct error err = ERROR_INIT;
	struct draft_list l;
	char path[DRAFT_PATH_MAX];

	(void)state;
	if (geteuid() != 0)
		skip();
	leave("put here by somebody else");
	assert_found("put here by somebody else", path);
	draft_find(drafts, &l);
	assert_int_equal(chown(path, 65534, 65534), 0);
	assert_none_found();
	assert_null(draft_resume(&l.at[0], &err));
	assert_string_equal(err.why, strerror(EPERM));
	draft_forget(&l.at[0]);
	assert_int_equal(count_files(drafts), 1);
	draft_list_release(&l);
	assert_int_equal(chown(drafts, 65534, 65534), 0);
	assert_null(draft_start(drafts, &err));
	assert_int_equal(err.kind, FAIL_CREATE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draft_record_last__finds_the_last_whole_one_in_any_torn_file),
		cmocka_unit_test(draft_record_last__passes_over_what_is_spoiled),
		cmocka_unit_test(draft_record_last__takes_linear_time_on_hostile_bytes),
		TEST(draft_resume__goes_on_behind_the_last_whole_record),
		TEST(draft_find__offers_what_a_killed_process_held),
		TEST(draft_write__loses_nothing_it_has_written_when_killed),
		TEST(draft_find__never_offers_what_is_being_compacted),
		TEST(draft_start__is_not_disturbed_by_those_who_look),
		TEST(draft_resume__is_given_to_one_of_many),
		TEST(draft_start__says_that_it_may_not),
		TEST(draft_find__takes_nothing_from_others),
	};

	return cmocka_run_group_tests_name("app draft, crashes", tests, NULL, NULL);
}
