/* SPDX-License-Identifier: MIT */
/*
 * test_config_file.c - a settings file may be anything; reading it must end
 * at once, with a reason and a line, and never run what it says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "config/file.h"

#include "config_help.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Reads path and expects the refusal why; anything that waits is killed by the alarm. */
static void refuses(const char *path, bool trusted, int kind, const char *why)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;

	alarm(10);
	assert_int_equal(file_read(path, trusted, &text, &err), kind);
	alarm(0);
	assert_int_equal(err.kind, kind);
	if (!strstr(err.why, why))
		fail_msg("%s: got \"%s\", wanted \"%s\"", path, err.why, why);
}

static void file_read__takes_a_plain_file_whole(void **state)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;

	(void)state;
	write_scratch("a.conf", "theme = \"dark\";\n", 16);
	assert_int_equal(file_read(scratch_path("a.conf"), true, &text, &err), 0);
	assert_string_equal(text.s, "theme = \"dark\";\n");
}

static void file_read__says_what_is_missing(void **state)
{
	(void)state;
	refuses(scratch_path("none.conf"), false, FAIL_MISSING, "No such file");
	write_scratch("plain", "", 0);
	refuses(scratch_path("plain/none.conf"), false, FAIL_MISSING, "Not a directory");
}

static void file_read__refuses_a_directory(void **state)
{
	(void)state;
	assert_int_equal(mkdir(scratch_path("dir.conf"), 0700), 0);
	refuses(scratch_path("dir.conf"), false, FAIL_CONFIG, "is a directory");
	refuses(scratch_path("dir.conf"), true, FAIL_CONFIG, "is a directory");
}

static void file_read__never_waits_for_a_fifo(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(scratch_path("fifo.conf"), 0600), 0);
	refuses(scratch_path("fifo.conf"), false, FAIL_CONFIG, "is a FIFO");
	refuses(scratch_path("fifo.conf"), true, FAIL_CONFIG, "is a FIFO");
}

static void file_read__refuses_devices(void **state)
{
	(void)state;
	refuses("/dev/zero", false, FAIL_CONFIG, "not a regular file");
	refuses("/dev/null", false, FAIL_CONFIG, "not a regular file");
}

static void file_read__follows_links_only_for_own_files(void **state)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	AUTOBUF target = BUF_INIT;

	(void)state;
	buf_adds(&target, write_scratch("real.conf", "x", 1));
	assert_int_equal(symlink(target.s, scratch_path("link.conf")), 0);
	assert_int_equal(file_read(scratch_path("link.conf"), false, &text, &err), 0);
	assert_string_equal(text.s, "x");
	refuses(scratch_path("link.conf"), true, FAIL_CONFIG, "symbolic link");
}

static void file_read__refuses_links_to_nothing_good(void **state)
{
	(void)state;
	assert_int_equal(symlink("loop.conf", scratch_path("loop.conf")), 0);
	refuses(scratch_path("loop.conf"), false, FAIL_CONFIG, "symbolic link");
	assert_int_equal(symlink("fifo2", scratch_path("to-fifo.conf")), 0);
	assert_int_equal(mkfifo(scratch_path("fifo2"), 0600), 0);
	refuses(scratch_path("to-fifo.conf"), false, FAIL_CONFIG, "is a FIFO");
}

static void file_read__refuses_what_others_can_write_where_it_must_trust(void **state)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;

	(void)state;
	write_scratch("open.conf", "x", 1);
	assert_int_equal(chmod(scratch_path("open.conf"), 0666), 0);
	refuses(scratch_path("open.conf"), true, FAIL_CONFIG, "written by other users");
	assert_int_equal(file_read(scratch_path("open.conf"), false, &text, &err), 0);
}

static void file_read__refuses_a_strangers_file_where_it_must_trust(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	write_scratch("theirs.conf", "x", 1);
	assert_int_equal(chown(scratch_path("theirs.conf"), 12345, 12345), 0);
	refuses(scratch_path("theirs.conf"), true, FAIL_CONFIG, "belongs to another user");
}

static void file_read__refuses_more_than_64_KiB(void **state)
{
	char *big = mem_alloc(FILE_BYTES_MAX + 1);
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;

	(void)state;
	memset(big, '#', FILE_BYTES_MAX + 1);
	write_scratch("most.conf", big, FILE_BYTES_MAX);
	assert_int_equal(file_read(scratch_path("most.conf"), false, &text, &err), 0);
	write_scratch("big.conf", big, FILE_BYTES_MAX + 1);
	refuses(scratch_path("big.conf"), false, FAIL_CONFIG, "longer than 64 KiB");
	free(big);
}

/*
 * A file that says it is empty and is not: the limit must hold while
 * reading, too. Each of the pages is a paragraph in the kernel's list.
 */
static void file_read__does_not_believe_the_size(void **state)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = 400;
	char *map = mmap(NULL, pages * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)state;
	assert_ptr_not_equal(map, MAP_FAILED);
	if (access("/proc/self/smaps", R_OK) != 0)
		skip();
	for (size_t i = 0; i < pages; i += 2)
		assert_int_equal(mprotect(map + i * page, page, PROT_NONE), 0);
	refuses("/proc/self/smaps", false, FAIL_CONFIG, "longer than 64 KiB");
	munmap(map, pages * page);
}

struct broken {
	const char *text;
	int line;
	const char *why; /* part of it */
};

static const struct broken broken[] = {
	{ "a = 1;\n@include \"/etc/passwd\"\n", 2, "@include" },
	{ "@include \"/tmp\"", 1, "@include" },
	{ "\n\n \t @include \"/dev/stdin\"", 3, "@include" },
	{ "@INCLUDE \"x\"", 1, "@include" },
	{ "a = 1;\r@include \"x\"", 1, "@include" },
	{ "/* \n@include \"x\" */", 2, "@include" },
	{ "a = \"\n@include \"x\"\";", 2, "@include" },
	{ "a = 1; @include \"x\"", 1, "@ has no meaning" },
	{ "/* c */ @include \"x\"", 1, "@ has no meaning" },
	{ "\f@include \"x\"", 1, "@include" },
	{ "a = 1;\nb = \"abc;\nc = 2;", 2, "no closing quote" },
	{ "b = \"abc\\", 1, "no closing quote" },
	{ "b = \"abc\\\"", 1, "no closing quote" },
	{ "a = 1;\n\n/* never ends\n\n", 3, "has no end" },
	{ "/*/", 1, "has no end" },
	{ "a = { b = 1;\n\n", 1, "never closed" },
	{ "a = {\n b = [1, 2;\n}\n", 3, "where ] should close the bracket of line 2" },
	{ "a = 1;\n}\n", 2, "this } closes nothing" },
	{ "a = ( 1 ]", 1, "where ) should close" },
	{ "a = 1;\na = 2;\n", 2, "duplicate" },
	{ "a 1;\n", 1, "name = value" },
	{ "a = ;\n", 1, "name = value" },
	{ "a = 1;\n = 3;", 2, "name = value" },
	{ "a = [ 1, \"x\" ];", 1, "mismatched" },
	{ "a = [ 1, 99999999999 ];", 1, "mismatched" },
	{ "1a = 2;", 1, "name = value" },
	{ "a = maybe;", 1, "name = value" },
	{ "a = 1;\nb = '\xc3\x28';\n", 2, "not UTF-8" },
	{ "\xff\xfe", 1, "not UTF-8" },
	{ "# caf\xe9\n", 1, "not UTF-8" },
};

static int parse(const char *bytes, size_t len, int *line, struct error *err)
{
	AUTOBUF text = BUF_INIT;
	config_t cfg;
	int fail;

	*line = -1;
	buf_add(&text, bytes, len);
	config_init(&cfg);
	alarm(10);
	fail = file_parse(&text, &cfg, line, err);
	alarm(0);
	config_destroy(&cfg);
	return fail;
}

static void file_parse__names_the_line_of_what_is_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct error err = ERROR_INIT;
		int line;

		if (parse(broken[i].text, strlen(broken[i].text), &line, &err) != FAIL_CONFIG)
			fail_msg("accepted: %s", broken[i].text);
		if (line != broken[i].line || !strstr(err.why, broken[i].why))
			fail_msg("%s\ngot line %d: %s", broken[i].text, line, err.why);
	}
}

static void file_parse__refuses_NUL_bytes(void **state)
{
	struct error err = ERROR_INIT;
	int line;

	(void)state;
	assert_int_equal(parse("a = 1;\n\0b = 2;", 15, &line, &err), FAIL_CONFIG);
	assert_int_equal(line, 2);
	assert_non_null(strstr(err.why, "NUL"));
}

static void file_parse__refuses_deep_nesting_of_every_bracket(void **state)
{
	static const char *const open[] = { "{", "(", "[", "a={", "a:{", "((" };

	(void)state;
	for (size_t i = 0; i < COUNT(open); i++) {
		struct error err = ERROR_INIT;
		AUTOBUF text = BUF_INIT;
		int line;

		buf_adds(&text, "x = ");
		while (text.len < FILE_BYTES_MAX - 8)
			buf_adds(&text, open[i]);
		assert_int_equal(parse(text.s, text.len, &line, &err), FAIL_CONFIG);
		assert_non_null(strstr(err.why, "too deep"));
	}
}

static void file_parse__takes_what_only_looks_odd(void **state)
{
	static const char *const good[] = {
		"",
		"\n",
		"# @include \"x\"",
		"// {[(\"",
		"/* } ] ) \" 99999999999999999999 */",
		"a = \"@include { [ ( /* # 99999999999999999999\";",
		"\xef\xbb\xbfg = 1;",
		"a = 1;\r\nb = 2;\r\n",
		"a : 1 b = 2, c = 0x1F;",
		"a = \"\\\"}\"; b = \"x\" \"y\";",
		"a9999999999999 = { b = [ ]; c = ( ); d = { }; };",
		"a = -1.5e+10; b = 3.; c = .5;",
		"a = 12L; b = 123456789012345678L; c = -2147483648;",
		"/**/a = 1;/***/",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		struct error err = ERROR_INIT;
		int line;

		/* libconfig itself is stricter than this check about -2147483648 and others. */
		if (parse(good[i], strlen(good[i]), &line, &err))
			fail_msg("%s\ngot line %d: %s", good[i], line, err.why);
	}
}

/* What libconfig makes of "a = TEXT": the number, or LLONG_MIN where it is no integer. */
static long long number(const char *digits)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	config_t cfg;
	config_setting_t *a;
	long long result = INT64_MIN;
	int line = 0;

	buf_addf(&text, "a = %s;", digits);
	config_init(&cfg);
	if (file_parse(&text, &cfg, &line, &err))
		fail_msg("%s: %s", digits, err.why);
	a = config_lookup(&cfg, "a");
	assert_non_null(a);
	if (config_setting_type(a) == CONFIG_TYPE_INT)
		result = config_setting_get_int(a);
	else if (config_setting_type(a) == CONFIG_TYPE_INT64)
		result = config_setting_get_int64(a);
	config_destroy(&cfg);
	return result;
}

static void numbers__never_become_other_numbers(void **state)
{
	static const char *const too_large[] = {
		"3000000000", "2147483648", "-3000000000", "+99999999999", "99999999999999999999",
		"-99999999999999999999", "9999999999999999999L", "1234567890123456789L",
		"99999999999999999999LL", "0xFFFFFFFF", "0x80000000", "0xFFFFFFFFFFFFFFFFL",
		"0x123456789ABCDEF01",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(too_large); i++)
		if (number(too_large[i]) != INT64_MIN)
			fail_msg("%s was read as %lld", too_large[i], number(too_large[i]));
	assert_int_equal(number("2147483647"), 2147483647);
	assert_int_equal(number("-2147483647"), -2147483647);
	assert_int_equal(number("000000000000000000000000000000042"), 42);
	assert_int_equal(number("0x7FFFFFFF"), 0x7fffffff);
	assert_true(number("123456789012345678L") == 123456789012345678LL);
	assert_true(number("-123456789012345678L") == -123456789012345678LL);
	assert_int_equal(number("+7"), 7);
}

static void digits__of_a_whole_file_are_refused_at_once(void **state)
{
	AUTOBUF text = BUF_INIT;

	(void)state;
	buf_pad(&text, '7', FILE_BYTES_MAX - 16);
	alarm(10);
	assert_true(number(text.s) == INT64_MIN);
	alarm(0);
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(file_read__takes_a_plain_file_whole),
		IN_SCRATCH(file_read__says_what_is_missing),
		IN_SCRATCH(file_read__refuses_a_directory),
		IN_SCRATCH(file_read__never_waits_for_a_fifo),
		IN_SCRATCH(file_read__refuses_devices),
		IN_SCRATCH(file_read__follows_links_only_for_own_files),
		IN_SCRATCH(file_read__refuses_links_to_nothing_good),
		IN_SCRATCH(file_read__refuses_what_others_can_write_where_it_must_trust),
		IN_SCRATCH(file_read__refuses_a_strangers_file_where_it_must_trust),
		IN_SCRATCH(file_read__refuses_more_than_64_KiB),
		cmocka_unit_test(file_read__does_not_believe_the_size),
		cmocka_unit_test(file_parse__names_the_line_of_what_is_broken),
		cmocka_unit_test(file_parse__refuses_NUL_bytes),
		cmocka_unit_test(file_parse__refuses_deep_nesting_of_every_bracket),
		cmocka_unit_test(file_parse__takes_what_only_looks_odd),
		cmocka_unit_test(numbers__never_become_other_numbers),
		cmocka_unit_test(digits__of_a_whole_file_are_refused_at_once),
	};

	return cmocka_run_group_tests_name("config file", tests, NULL, NULL);
}
