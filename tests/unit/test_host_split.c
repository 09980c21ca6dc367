/* SPDX-License-Identifier: MIT */
/* test_host_split.c - a command line into words, without a shell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "host/split.h"

/* The words with | between them, or ! and why. Valid until the next call. */
static const char *words(const char *line)
{
	static struct buf out = BUF_INIT;
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	char **at;
	int n;

	buf_clear(&out);
	if (host_split(line, strlen(line), &arena, &at, &n, &err) != 0) {
		assert_int_equal(err.kind, FAIL_USAGE);
		buf_addf(&out, "!%s", err.why);
		return out.s;
	}
	for (int i = 0; i < n; i++)
		buf_addf(&out, "%s%s", i ? "|" : "", at[i]);
	assert_null(at[n]);
	return out.s;
}

static void split__words_stand_between_blanks(void **state)
{
	(void)state;
	assert_string_equal(words("list recommendations is:late"), "list|recommendations|is:late");
	assert_string_equal(words("  list \t reports  "), "list|reports");
	assert_string_equal(words(""), "");
	assert_string_equal(words("   "), "");
}

static void split__quotes_keep_blanks(void **state)
{
	(void)state;
	assert_string_equal(words("set X text='two words'"), "set|X|text=two words");
	assert_string_equal(words("set X text=\"two words\""), "set|X|text=two words");
	assert_string_equal(words("a'b c'd"), "ab cd");
	assert_string_equal(words("a '' \"\""), "a||");
	assert_string_equal(words("a\\ b \\' \\\" \\\\"), "a b|'|\"|\\");
	assert_string_equal(words("'\\n \"'"), "\\n \"");
	assert_string_equal(words("\"\\\" \\\\ \\n '\""), "\" \\ \\n '");
}

static void split__nothing_means_anything_to_a_shell(void **state)
{
	(void)state;
	assert_string_equal(words("list x; id"), "list|x;|id");
	assert_string_equal(words("list $(id) `id` ${HOME} $HOME"), "list|$(id)|`id`|${HOME}|$HOME");
	assert_string_equal(words("list > /tmp/x < y | z & && ||"), "list|>|/tmp/x|<|y|||z|&|&&|||");
	assert_string_equal(words("list * ? ~ [a-z] {a,b} #x !x"), "list|*|?|~|[a-z]|{a,b}|#x|!x");
	assert_string_equal(words("list due<+30d"), "list|due<+30d");
}

static void split__refuses_what_is_no_line_of_text(void **state)
{
	char long_line[4200];

	(void)state;
	assert_string_equal(words("list\nid"), "!it holds control characters or line ends");
	assert_string_equal(words("list\rid"), "!it holds control characters or line ends");
	assert_string_equal(words("list \033[2J"), "!it holds control characters or line ends");
	assert_string_equal(words("list \302\233"), "!it holds control characters or line ends");
	assert_string_equal(words("list \177"), "!it holds control characters or line ends");
	assert_string_equal(words("list \377"), "!it is not UTF-8 text");
	assert_string_equal(words("list \300\257"), "!it is not UTF-8 text");
	assert_string_equal(words("list 'a"), "!a quote does not end");
	assert_string_equal(words("list \"a\\\""), "!a quote does not end");
	assert_string_equal(words("list \\"), "!a backslash stands at its end");
	memset(long_line, 'a', sizeof long_line);
	long_line[4097] = '\0';
	assert_string_equal(words(long_line), "!it has more than 4096 bytes");
	long_line[4096] = '\0';
	assert_int_equal(strlen(words(long_line)), 4096);
	for (int i = 0; i < 4096; i += 2)
		long_line[i] = ' ';
	assert_int_equal(strlen(words(long_line)), 4095);
}

static void split__takes_text_of_any_language(void **state)
{
	(void)state;
	assert_string_equal(words("search Übergang 移行"), "search|Übergang|移行");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split__words_stand_between_blanks),
		cmocka_unit_test(split__quotes_keep_blanks),
		cmocka_unit_test(split__nothing_means_anything_to_a_shell),
		cmocka_unit_test(split__refuses_what_is_no_line_of_text),
		cmocka_unit_test(split__takes_text_of_any_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
