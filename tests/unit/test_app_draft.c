/* SPDX-License-Identifier: MIT */
/*
 * test_app_draft.c - drafts of open forms: kept, offered, taken over, cleared.
 */
#include "draft_help.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "app/draft_file.h"

static void draft_start__makes_what_only_the_owner_can_read(void **state)
{
	struct stat st;
	mode_t before = umask(0);
	char path[DRAFT_PATH_MAX];

	(void)state;
	leave("mine");
	umask(before);
	assert_found("mine", path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(drafts, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	/* A folder that was opened to others is closed again. */
	assert_int_equal(chmod(drafts, 0755), 0);
	draft_discard(start());
	assert_int_equal(stat(drafts, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
}

static void draft_find__offers_what_was_left_newest_first(void **state)
{
	struct draft_list l;

	(void)state;
	assert_none_found();
	setenv("CLOSEOUT_TEST_NOW", "1353000000", 1);
	leave("older");
	setenv("CLOSEOUT_TEST_NOW", "1353000100", 1);
	leave("newer");
	setenv("CLOSEOUT_TEST_NOW", "1353000050", 1);
	leave("between");
	draft_find(drafts, &l);
	assert_int_equal(l.n, 3);
	assert_string_equal(draft_get(&l.at[0], "text.title"), "newer");
	assert_string_equal(draft_get(&l.at[1], "text.title"), "between");
	assert_string_equal(draft_get(&l.at[2], "text.title"), "older");
	assert_true(l.at[0].written_ms == INT64_C(1353000100000));
	assert_null(draft_get(&l.at[0], "text"));
	draft_list_release(&l);
}

static void draft_find__offers_the_last_state_written(void **state)
{
	struct draft *d = start();
	struct draft_pair many[] = { { "a", "1" }, { "a", "2" }, { "", "" }, { "b", "\u4e2d\n\t" } };
	struct error err = ERROR_INIT;
	struct draft_list l;

	(void)state;
	write_text(d, "first");
	write_text(d, "second");
	assert_int_equal(draft_write(d, many, 4, &err), 0);
	draft_keep(d);
	draft_find(drafts, &l);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.at[0].n, 4);
	assert_string_equal(draft_get(&l.at[0], "a"), "1");
	assert_string_equal(l.at[0].pairs[1].text, "2");
	assert_string_equal(draft_get(&l.at[0], ""), "");
	assert_string_equal(draft_get(&l.at[0], "b"), "\u4e2d\n\t");
	draft_list_release(&l);
}

static void draft_find__leaves_out_what_somebody_holds(void **state)
{
	struct draft *d = start();

	(void)state;
	write_text(d, "open");
	assert_none_found();
	draft_keep(d);
	assert_found("open", NULL);
}

static void draft_find__removes_what_is_older_than_30_days(void **state)
{
	(void)state;
	setenv("CLOSEOUT_TEST_NOW", "1353000000", 1);
	leave("old");
	setenv("CLOSEOUT_TEST_NOW", "1355592000", 1); /* 30 days later */
	assert_found("old", NULL);
	setenv("CLOSEOUT_TEST_NOW", "1355592001", 1);
	assert_none_found();
	assert_int_equal(count_files(drafts), 0);
}

static void draft_find__removes_what_nobody_can_read(void **state)
{
	char path[DRAFT_PATH_MAX + 16];
	AUTOBUF wrong = BUF_INIT;

	(void)state;
	leave("good");
	snprintf(path, sizeof path, "%s/empty.draft", drafts);
	write_file(path, "", 0);
	snprintf(path, sizeof path, "%s/garbage.draft", drafts);
	write_file(path, "no draft at all", 15);
	draft_record_seal(&wrong,
			  "\x01"
			  "12345678name\0\xff",
			  15);
	snprintf(path, sizeof path, "%s/no-text.draft", drafts);
	write_file(path, wrong.s, wrong.len);
	assert_found("good", NULL);
	assert_int_equal(count_files(drafts), 1);
}

static void draft_find__leaves_alone_what_is_not_ours(void **state)
{
	char path[DRAFT_PATH_MAX + 16], target[DRAFT_PATH_MAX + 16];
	AUTOBUF newer = BUF_INIT;

	(void)state;
	leave("good");
	snprintf(path, sizeof path, "%s/folder.draft", drafts);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/pipe.draft", drafts);
	assert_int_equal(mkfifo(path, 0600), 0);
	snprintf(target, sizeof target, "%s/target", top);
	write_file(target, "garbage", 7);
	snprintf(path, sizeof path, "%s/link.draft", drafts);
	assert_int_equal(symlink(target, path), 0);
	snprintf(path, sizeof path, "%s/notes.txt", drafts);
	write_file(path, "garbage", 7);
	snprintf(path, sizeof path, "%s/being-made.draft.new", drafts);
	write_file(path, "", 0);
	draft_record_seal(&newer, "\x02what a later version says", 26);
	snprintf(path, sizeof path, "%s/newer.draft", drafts);
	write_file(path, newer.s, newer.len);
	assert_found("good", NULL);
	assert_int_equal(count_files(drafts), 7);
	/* What is half made for more than a day is never going to be finished. */
	setenv("CLOSEOUT_TEST_NOW", "4000000000", 1);
	assert_none_found();
	assert_int_equal(count_files(drafts), 5);
}

static void draft_write__writes_only_what_differs(void **state)
{
	struct draft *d = start();
	struct stat st;
	char path[DRAFT_PATH_MAX];
	off_t size;

	(void)state;
	write_text(d, "same");
	draft_keep(d);
	assert_found("same", path);
	assert_int_equal(stat(path, &st), 0);
	size = st.st_size;

	struct draft_list l;
	struct error err = ERROR_INIT;
	draft_find(drafts, &l);
	d = draft_resume(&l.at[0], &err);
	assert_non_null(d);
	assert_int_equal(write_text(d, "same"), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, size);
	assert_int_equal(draft_sync(d, false), -1);
	assert_int_equal(write_text(d, "sane"), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 2 * size);
	draft_list_release(&l);
	draft_keep(d);
}

static void draft_sync__is_due_a_second_after_the_first_write(void **state)
{
	struct draft *d = start();
	int due;

	(void)state;
	assert_int_equal(draft_sync(d, false), -1);
	assert_int_equal(draft_sync(d, true), -1);
	write_text(d, "a");
	due = draft_sync(d, false);
	assert_in_range(due, 500, 1000);
	usleep(300000);
	write_text(d, "ab");
	due = draft_sync(d, false);
	assert_in_range(due, 1, 700);
	usleep((unsigned)due * 1000 + 1000);
	assert_int_equal(draft_sync(d, false), -1);
	write_text(d, "abc");
	assert_in_range(draft_sync(d, false), 500, 1000);
	assert_int_equal(draft_sync(d, true), -1);
	draft_discard(d);
}

static void draft_keep__of_nothing_typed_keeps_nothing(void **state)
{
	(void)state;
	draft_keep(start());
	assert_int_equal(count_files(drafts), 0);
}

static void draft_discard__removes_the_file(void **state)
{
	struct draft *d = start();

	(void)state;
	write_text(d, "saved");
	assert_int_equal(count_files(drafts), 1);
	draft_discard(d);
	assert_int_equal(count_files(drafts), 0);
}

static void draft_functions__take_no_draft(void **state)
{
	(void)state;
	assert_int_equal(write_text(NULL, "lost"), 0);
	assert_int_equal(draft_sync(NULL, true), -1);
	draft_keep(NULL);
	draft_discard(NULL);
}

static void draft_resume__continues_the_file(void **state)
{
	struct draft_list l;
	struct error err = ERROR_INIT;
	struct draft *d;

	(void)state;
	leave("before");
	draft_find(drafts, &l);
	d = draft_resume(&l.at[0], &err);
	assert_non_null(d);
	assert_none_found();
	write_text(d, "after");
	draft_keep(d);
	assert_found("after", NULL);
	assert_int_equal(count_files(drafts), 1);
	draft_list_release(&l);
}

static void draft_resume__refuses_what_somebody_was_faster_with(void **state)
{
	struct draft_list l;
	struct error err = ERROR_INIT;
	struct draft *d;

	(void)state;
	leave("before");
	draft_find(drafts, &l);
	d = draft_resume(&l.at[0], &err);
	assert_non_null(d);
	assert_null(draft_resume(&l.at[0], &err));
	assert_int_equal(err.kind, FAIL_BUSY);
	draft_forget(&l.at[0]);
	assert_int_equal(count_files(drafts), 1);
	write_text(d, "gone on with");
	draft_keep(d);
	assert_null(draft_resume(&l.at[0], &err));
	assert_int_equal(err.kind, FAIL_CONFLICT);
	assert_found("gone on with", NULL);
	draft_forget(&l.at[0]);
	assert_null(draft_resume(&l.at[0], &err));
	assert_int_equal(err.kind, FAIL_MISSING);
	draft_list_release(&l);
}

/* Of a form whose text is long, every key writes all of it: the file may not grow for ever. */
static void draft_sync__compacts_a_large_file(void **state)
{
	struct draft *d = start();
	char path[DRAFT_PATH_MAX], *text = malloc(100001);
	struct stat st;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', 100000);
	text[100000] = '\0';
	for (int i = 0; i < 50; i++) {
		text[i] = 'y';
		assert_int_equal(write_text(d, text), 0);
		if (i % 7 == 6)
			draft_sync(d, true);
		assert_none_found(); /* it is held all the time */
	}
	draft_keep(d);
	assert_found(text, path);
	assert_int_equal(stat(path, &st), 0);
	assert_in_range(st.st_size, 100000, 1100000);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(count_files(drafts), 1);
	free(text);
}

static void draft_sync__makes_a_removed_file_again(void **state)
{
	struct draft *d = start();

	(void)state;
	write_text(d, "precious");
	empty_folder(drafts);
	assert_int_equal(draft_sync(d, true), -1);
	assert_none_found();
	draft_keep(d);
	assert_found("precious", NULL);
}

/* A write that fails halfway, as on a full disk. */
static void draft_write__that_fails_leaves_the_file_as_it_was(void **state)
{
	struct rlimit before, limit;
	struct draft *d = start();
	struct error err = ERROR_INIT;
	char long_text[5000];
	struct draft_pair pair = { "text.title", long_text };

	(void)state;
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	assert_int_equal(write_text(d, "kept"), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = 1000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(draft_write(d, &pair, 1, &err), FAIL_IO);
	assert_string_equal(err.why, strerror(EFBIG));
	assert_int_equal(write_text(d, "kept too"), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	draft_keep(d);

	char path[DRAFT_PATH_MAX];
	AUTOBUF bytes = BUF_INIT;
	struct draft_record r;
	assert_found("kept too", path);
	read_file(path, &bytes);
	draft_record_last(bytes.s, bytes.len, &r);
	assert_int_equal(r.end, bytes.len);
	assert_in_range(bytes.len, 80, 200);
}

static void draft_start__says_why_it_cannot(void **state)
{
	struct error err = ERROR_INIT;
	char path[DRAFT_PATH_MAX + 400], name[300];

	(void)state;
	snprintf(path, sizeof path, "%s/state", top);
	write_file(path, "", 0);
	assert_null(draft_start(drafts, &err));
	assert_int_equal(err.kind, FAIL_CREATE);
	assert_string_equal(err.what, "text being typed is not kept");
	assert_true(err.why[0] && err.where[0]);
	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(path, sizeof path, "%s/%s/%.200s", top, name, name);
	assert_null(draft_start(path, &err));
	assert_string_equal(err.why, strerror(ENAMETOOLONG));
	/* A link in the place of the folder may lead anywhere. */
	snprintf(path, sizeof path, "%s/state", top);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(symlink(top, drafts), 0);
	assert_null(draft_start(drafts, &err));
	assert_int_equal(err.kind, FAIL_CREATE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(draft_start__makes_what_only_the_owner_can_read),
		TEST(draft_find__offers_what_was_left_newest_first),
		TEST(draft_find__offers_the_last_state_written),
		TEST(draft_find__leaves_out_what_somebody_holds),
		TEST(draft_find__removes_what_is_older_than_30_days),
		TEST(draft_find__removes_what_nobody_can_read),
		TEST(draft_find__leaves_alone_what_is_not_ours),
		TEST(draft_write__writes_only_what_differs),
		TEST(draft_sync__is_due_a_second_after_the_first_write),
		TEST(draft_keep__of_nothing_typed_keeps_nothing),
		TEST(draft_discard__removes_the_file),
		TEST(draft_functions__take_no_draft),
		TEST(draft_resume__continues_the_file),
		TEST(draft_resume__refuses_what_somebody_was_faster_with),
		TEST(draft_sync__compacts_a_large_file),
		TEST(draft_sync__makes_a_removed_file_again),
		TEST(draft_write__that_fails_leaves_the_file_as_it_was),
		TEST(draft_start__says_why_it_cannot),
	};

	return cmocka_run_group_tests_name("app draft", tests, NULL, NULL);
}
