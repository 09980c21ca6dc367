/* SPDX-License-Identifier: MIT */
/* test_host_policy.c - what a session on a host may run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/cli.h"
#include "host/policy.h"

static struct error err;

/* Words, ended by NULL; "--name" and "--name=argument" are options. */
static int allows(const char *name, ...)
{
	char *words[16];
	struct host_option options[16];
	struct host_command c = { .name = name, .words = words, .options = options };
	static char names[16][40];
	va_list args;
	char *word;

	va_start(args, name);
	while ((word = va_arg(args, char *)) != NULL) {
		size_t len = strcspn(word, "=");

		if (strncmp(word, "--", 2) != 0) {
			words[c.n_words++] = word;
			continue;
		}
		memcpy(names[c.n_options], word + 2, len - 2);
		names[c.n_options][len - 2] = '\0';
		options[c.n_options] = (struct host_option){ names[c.n_options], word[len] ? word + len + 1 : "" };
		c.n_options++;
	}
	va_end(args);
	err = (struct error)ERROR_INIT;
	return host_allows(&c, &err);
}

static void policy__knows_every_command(void **state)
{
	const struct cli_command *c;

	(void)state;
	for (size_t i = 0; (c = cli_command_at(i)) != NULL; i++)
		if (!host_knows_command(c->name))
			fail_msg("src/host/policy.c does not say whether \"%s\" may be run in a session on a host", c->name);
}

static void policy__knows_every_option(void **state)
{
	(void)state;
	for (int i = 0; i < CLI_OPTION_MAX; i++) {
		const struct cli_command *c;
		bool used = i < CLI_GLOBAL_MAX;

		for (size_t k = 0; (c = cli_command_at(k)) != NULL; k++)
			used |= (c->options & UINT64_C(1) << (i < CLI_IMPORT_FIRST ? i : 63)) &&
				allows(c->name, NULL) == 0;
		if (used && !host_knows_option(cli_options[i].name))
			fail_msg("src/host/policy.c does not say whether --%s may be given in a session on a host",
				 cli_options[i].name);
	}
}

/* An option whose argument is a file is "-" or nothing. */
static void policy__no_option_names_a_file(void **state)
{
	(void)state;
	for (int i = 0; i < CLI_OPTION_MAX; i++) {
		char word[60];

		if (!cli_options[i].argument || (strcmp(cli_options[i].argument, "FILE") != 0 &&
						 strcmp(cli_options[i].argument, "DIR") != 0))
			continue;
		snprintf(word, sizeof word, "--%s=/tmp/x", cli_options[i].name);
		if (strcmp(cli_options[i].name, "key") != 0)
			assert_int_equal(allows("list", word, NULL), FAIL_DENIED);
	}
}

static void policy__lets_people_work(void **state)
{
	(void)state;
	assert_int_equal(allows("list", "recommendations", "is:late", "--format=csv", NULL), 0);
	assert_int_equal(allows("show", "OIG-12-130/1", "--format=json", NULL), 0);
	assert_int_equal(allows("set", "OIG-12-130/1", "next_step=Call @home", "text=@@x", "finding=-", NULL), 0);
	assert_int_equal(allows("do", "submit-cap", "OIG-12-130/1", NULL), 0);
	assert_int_equal(allows("import", "recommendations", "-", "--update", NULL), 0);
	assert_int_equal(allows("export", "--output=-", NULL), 0);
	assert_int_equal(allows("evidence", "add", "OIG-12-130/1", "-", "title=x", NULL), 0);
	assert_int_equal(allows("evidence", "list", "OIG-12-130/1", NULL), 0);
	assert_int_equal(allows("evidence", "cat", "E-1", NULL), 0);
	assert_int_equal(allows("list", "reports", "--help", NULL), 0);
}

static void policy__refuses_what_is_for_the_host_itself(void **state)
{
	static const char *const names[] = { "init", "restore", "host", "key", "user", "backup", "anything" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(allows(names[i], "x", NULL), FAIL_DENIED);
	assert_int_equal(allows("import", "all.json", NULL), FAIL_DENIED);
	assert_int_equal(allows("import", "-", NULL), FAIL_DENIED); /* a document */
}

static void policy__refuses_files(void **state)
{
	(void)state;
	assert_int_equal(allows("import", "reports", "/etc/passwd", NULL), FAIL_DENIED);
	assert_int_equal(allows("import", "reports", "-x", NULL), FAIL_DENIED);
	assert_int_equal(allows("set", "OIG-12-130/1", "next_step=@/etc/passwd", NULL), FAIL_DENIED);
	assert_int_equal(allows("add", "office", "code=X", "name=@x", NULL), FAIL_DENIED);
	assert_int_equal(allows("do", "x", "y", "text=@f", NULL), FAIL_DENIED);
	assert_int_equal(allows("export", "--output=/tmp/x", NULL), FAIL_DENIED);
	assert_int_equal(allows("export", "--output=", NULL), FAIL_DENIED);
	assert_int_equal(allows("evidence", "add", "OIG-12-130/1", "/etc/passwd", NULL), FAIL_DENIED);
	assert_int_equal(allows("evidence", "add", "OIG-12-130/1", "-", "title=@x", NULL), FAIL_DENIED);
	assert_int_equal(allows("import", "reports", "-", "--skip-bad=x", NULL), FAIL_DENIED);
}

static void policy__refuses_to_be_somebody_or_somewhere_else(void **state)
{
	static const char *const words[] = { "--database=x", "--config=x", "--user=admin", "--today=2012-01-01",
					     "--theme=mono", "--exclusive", "--new-option" };

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		assert_int_equal(allows("list", "reports", words[i], NULL), FAIL_DENIED);
		assert_non_null(strstr(err.where, "--"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy__knows_every_command),
		cmocka_unit_test(policy__knows_every_option),
		cmocka_unit_test(policy__no_option_names_a_file),
		cmocka_unit_test(policy__lets_people_work),
		cmocka_unit_test(policy__refuses_what_is_for_the_host_itself),
		cmocka_unit_test(policy__refuses_files),
		cmocka_unit_test(policy__refuses_to_be_somebody_or_somewhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
