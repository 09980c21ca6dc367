/* SPDX-License-Identifier: MIT */
/*
 * test_cases.c - the case language must be able to say no: each line here,
 * at the end of a case, has to make it fail, and for the right reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "case.h"

/* Runs a case of these lines; what it says goes into said. */
static enum case_result run_text(const char *lines, struct buf *said)
{
	const char *folder = getenv("TMPDIR");
	enum case_result result;
	char path[256], text[4096];
	FILE *f, *capture = tmpfile();
	int keep = dup(1);
	size_t n;

	snprintf(path, sizeof(path), "%s/self-test.%d", folder ? folder : "/tmp", (int)getpid());
	f = fopen(path, "w");
	assert_non_null(f);
	assert_non_null(capture);
	fputs(lines, f);
	fclose(f);
	fflush(stdout);
	dup2(fileno(capture), 1);
	result = case_run(path);
	fflush(stdout);
	dup2(keep, 1);
	close(keep);
	rewind(capture);
	while ((n = fread(text, 1, sizeof(text), capture)) > 0)
		buf_add(said, text, n);
	fclose(capture);
	unlink(path);
	return result;
}

static void check_failure(const char *line, const char *why)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF said = BUF_INIT;

	buf_adds(&text, "program $BUILD/tests/e2e/demo_term\nstart keys\nkeys a\n");
	buf_adds(&text, line);
	buf_addc(&text, '\n');
	if (run_text(text.s, &said) != CASE_FAILED)
		fail_msg("\"%s\" did not fail", line);
	if (strstr(said.s, why) == NULL)
		fail_msg("\"%s\" failed because of\n%s", line, said.s);
}

static void cases__fail_when_the_screen_is_another(void **state)
{
	(void)state;
	check_failure("expect-row -1 \"key b\"", ":4: not in row -1: key b");
	check_failure("row-is 24 key", "not in row 24");
	check_failure("expect-row 99 key", "not in row 99");
	check_failure("reject \"key a\"", "on the screen, row 24: key a");
	check_failure("cursor-on b", "the cursor is not on");
	check_failure("cursor-at 1 1", "the cursor is at row 24 column 1");
	check_failure("style \"key a\" bold", "not bold: key a");
	check_failure("style \"key a\" no-plain", "not no-plain: key a");
	check_failure("style \"key a\" blue", "no such style blue");
	check_failure("bytes-max 1", "bytes, more than 1");
	check_failure("cursor-column 3", "the cursor is in column 1");
	check_failure("remember\nkeys x\nsame", "is another one");
	check_failure("keys q\nstart wide\nno-colour", "colours were set");
	check_failure("keys q\nstart wide\nonly-ascii", "of 0x80 and above");
	check_failure("count-keys\nkeys a b\ntype text\nkeys-max 1", "2 keys, more than 1");
	check_failure("repeat 2\nexpect \"key a\"\nexpect $I\ndone", ":6: not on the screen: 1");
}

static void cases__show_the_screen_when_they_fail(void **state)
{
	(void)state;
	check_failure("expect \"key b\"", "#   |key a\n");
	check_failure("expect \"key b\"", "cursor at row 24 column 1");
}

static void cases__fail_when_the_program_ends_otherwise(void **state)
{
	(void)state;
	check_failure("signal TERM\nexit-code 0", "exit code 4, not 0");
	check_failure("ends-within 50 0", "still there after 50 ms");
	check_failure("signal TERM\nends-within 5000 0", "exit code 4, not 0");
	check_failure("keys q x", "the program has ended");
	check_failure("session 2\nkeys x", "nothing was started in this session");
	check_failure("run keys", "exit code 2, not 0");
	check_failure("run =2 keys\nexpect-out terminal", "not on stdout: terminal");
	check_failure("run =2 keys\nexpect-err elephant", "not on stderr: elephant");
	check_failure("sh echo yes\nreject-out yes", "on stdout: yes");
	check_failure("sh false", "exit code 1, not 0");
}

static void cases__fail_when_they_cannot_be_read(void **state)
{
	(void)state;
	check_failure("dance", "no such command: dance");
	check_failure("keys Hyper-x", "no such key: Hyper-x");
	check_failure("expect", "expect takes 1 to");
	check_failure("expect \"open", "a string without its end");
	check_failure("expect \"\\q\"", "an escape of no meaning");
	check_failure("expect $NOWHERE", "$NOWHERE has no value");
	check_failure("size wide 24", "not a number: wide");
	check_failure("session 9", "sessions are 1 to 4");
	check_failure("signal WAVE", "no such signal: WAVE");
}

static void cases__without_their_program_are_skipped(void **state)
{
	AUTOBUF said = BUF_INIT;

	(void)state;
	assert_int_equal(run_text("program /no/such/program\nstart\nexpect x\n", &said), CASE_SKIPPED);
	assert_int_equal(run_text("program /no/such/program\nrun\n", &said), CASE_SKIPPED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases__fail_when_the_screen_is_another),
		cmocka_unit_test(cases__show_the_screen_when_they_fail),
		cmocka_unit_test(cases__fail_when_the_program_ends_otherwise),
		cmocka_unit_test(cases__fail_when_they_cannot_be_read),
		cmocka_unit_test(cases__without_their_program_are_skipped),
	};

	setenv("CASE_PATIENCE_MS", "50", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
