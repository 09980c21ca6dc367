/* SPDX-License-Identifier: MIT */
/* test_app_identity.c - who is acting, which day it is, and where files are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <unistd.h>

#include "app_help.h"

#include "app/identity.h"
#include "app/may.h"
#include "app/paths.h"

static void identity__starts_a_sample_as_inspector_on_its_own_day(void **state)
{
	char day[DATE_TEXT];

	(void)state;
	assert_string_equal(help.app.user, "inspector");
	assert_int_equal(help.app.role, ROLE_INSPECTOR);
	assert_int_equal(help.app.kind, APP_SAMPLE);
	assert_string_equal(date_format(help.app.today, day), "2012-11-15");
	assert_false(help.app.today_is_real);
}

static void identity__takes_any_account_of_a_sample(void **state)
{
	(void)state;
	assert_int_equal(help_open("director"), 0);
	assert_int_equal(help.app.role, ROLE_DIRECTOR);
	assert_int_equal(app_become(&help.app, "clerk", &help.err), 0);
	assert_int_equal(help.app.role, ROLE_CLERK);
	assert_int_equal(help_open("nobody"), FAIL_MISSING);
	assert_null(help.app.store);
}

static void identity__refuses_an_account_that_is_not_active(void **state)
{
	(void)state;
	assert_int_equal(help_open("admin"), 0);
	assert_int_equal(help_set("viewer", "active=no", NULL), 0);
	assert_int_equal(help_open("viewer"), FAIL_DENIED);
}

static void identity__makes_a_personal_database_for_the_login(void **state)
{
	char login[33];
	struct stat st;

	(void)state;
	identity_login(login);
	assert_string_equal(help.app.user, login);
	assert_int_equal(help.app.role, ROLE_PERSONAL);
	assert_int_equal(help_count("user", "", NULL), 1);
	assert_int_equal(stat(help.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(help_add("office", "code=A", "name=An office", NULL), 0);
}

static void identity__lets_nobody_choose_an_account_elsewhere(void **state)
{
	char login[33];

	(void)state;
	identity_login(login);
	assert_int_equal(help_open(login), 0);
	assert_int_equal(help_open("somebody"), FAIL_DENIED);
}

static void identity__reads_only_on_another_day_outside_samples(void **state)
{
	(void)state;
	help.options.today = "2012-12-24";
	assert_int_equal(help_open(NULL), 0);
	assert_true(help.app.today_given);
	assert_false(may_write(&help.app, &help.err));
	assert_int_equal(help_add("office", "code=A", "name=An office", NULL), FAIL_DENIED);
}

static void identity__writes_on_another_day_in_a_sample(void **state)
{
	(void)state;
	help.options.today = "2012-12-24";
	assert_int_equal(help_open(NULL), 0);
	assert_int_equal(help_set("OIG-12-130/1", "next_step_on=+1d", NULL), 0);
	assert_string_equal(help_field("OIG-12-130/1", "next_step_on"), "2012-12-25");
	help.options.today = "frday";
	assert_int_equal(help_open(NULL), FAIL_USAGE);
}

static void create__never_overwrites(void **state)
{
	(void)state;
	assert_int_equal(app_create(&help.app, false, &help.err), FAIL_CREATE);
	assert_int_equal(app_create(&help.app, true, &help.err), FAIL_CREATE);
	assert_int_equal(help_open(NULL), 0);
}

static void create__makes_the_folders(void **state)
{
	char path[400];

	(void)state;
	snprintf(path, sizeof path, "%s/a/b/c.db", help.folder);
	help.options.database = path;
	app_release(&help.app);
	assert_int_equal(app_init(&help.app, &help.options, &help.err), 0);
	assert_int_equal(app_create(&help.app, false, &help.err), 0);
	assert_int_equal(app_open(&help.app, &help.err), 0);
	help.options.database = help.path;
}

static void open__says_what_is_not_there(void **state)
{
	(void)state;
	help.options.database = "/nonexistent/closeout.db";
	assert_int_equal(help_open(NULL), FAIL_MISSING);
	help.options.database = help.path;
}

/* The path app_init() finds with the environment as it is. */
static const char *found_path(void)
{
	static char path[400];
	struct app_options none = { 0 };
	struct app a;

	assert_int_equal(app_init(&a, &none, &help.err), 0);
	snprintf(path, sizeof path, "%s", a.database);
	app_release(&a);
	return path;
}

static void paths__are_asked_for_in_order(void **state)
{
	(void)state;
	setenv("HOME", "/h", 1);
	assert_string_equal(found_path(), "/h/.local/share/closeout/closeout.db");
	setenv("XDG_DATA_HOME", "relative", 1);
	assert_string_equal(found_path(), "/h/.local/share/closeout/closeout.db");
	setenv("XDG_DATA_HOME", "/x", 1);
	assert_string_equal(found_path(), "/x/closeout/closeout.db");
	setenv("CLOSEOUT_DATABASE", "/e.db", 1);
	assert_string_equal(found_path(), "/e.db");
	unsetenv("CLOSEOUT_DATABASE");
	unsetenv("XDG_DATA_HOME");
}

static void paths__are_made_absolute(void **state)
{
	char cwd[300], want[400];
	struct app_options options = { .database = "./some.db" };
	struct app a;

	(void)state;
	assert_non_null(getcwd(cwd, sizeof cwd));
	snprintf(want, sizeof want, "%s/some.db", cwd);
	assert_int_equal(app_init(&a, &options, &help.err), 0);
	assert_string_equal(a.database, want);
	app_release(&a);
}

#define SAMPLE(test) cmocka_unit_test_setup_teardown(test, help_sample, help_end)
#define PERSONAL(test) cmocka_unit_test_setup_teardown(test, help_personal, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SAMPLE(identity__starts_a_sample_as_inspector_on_its_own_day),
		SAMPLE(identity__takes_any_account_of_a_sample),
		SAMPLE(identity__refuses_an_account_that_is_not_active),
		PERSONAL(identity__makes_a_personal_database_for_the_login),
		PERSONAL(identity__lets_nobody_choose_an_account_elsewhere),
		PERSONAL(identity__reads_only_on_another_day_outside_samples),
		SAMPLE(identity__writes_on_another_day_in_a_sample),
		PERSONAL(create__never_overwrites),
		PERSONAL(create__makes_the_folders),
		PERSONAL(open__says_what_is_not_there),
		cmocka_unit_test(paths__are_asked_for_in_order),
		cmocka_unit_test(paths__are_made_absolute),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
