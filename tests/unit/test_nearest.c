/* SPDX-License-Identifier: MIT */
/* test_nearest.c - what "did you mean" says, and when it is silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/nearest.h"

static const char *const names[] = {
	"owner_office", "owner_user", "current_target", "due", "report", "recommendations", NULL, "",
	"submit-cap", "next_step", "next_step_on", "g0",
};

static const char *near(const char *wrong)
{
	return nearest_name(wrong, names, sizeof(names) / sizeof(names[0]));
}

static void nearest__finds_one_wrong_letter_of_each_sort(void **state)
{
	(void)state;
	assert_string_equal(near("currnt_target"), "current_target");
	assert_string_equal(near("current__target"), "current_target");
	assert_string_equal(near("curremt_target"), "current_target");
	assert_string_equal(near("crurent_target"), "current_target");
	assert_string_equal(near("deu"), "due");
	assert_string_equal(near("reprot"), "report");
}

static void nearest__takes_no_notice_of_case_and_dashes(void **state)
{
	static const char *const twins[] = { "a-bd", "a_bc" };

	(void)state;
	assert_string_equal(near("Owner-Office"), "owner_office");
	assert_string_equal(near("SUBMIT_CAP"), "submit-cap");
	assert_string_equal(nearest_name("a-bc", twins, 2), "a_bc");
}

static void nearest__prefers_the_closer_one(void **state)
{
	(void)state;
	assert_string_equal(near("next_step_om"), "next_step_on");
	assert_string_equal(near("next_stp"), "next_step");
	assert_string_equal(near("owner_use"), "owner_user");
}

static void nearest__completes_a_beginning(void **state)
{
	(void)state;
	assert_string_equal(near("recom"), "recommendations");
	assert_string_equal(near("rec"), "recommendations");
}

static void nearest__is_silent_when_nothing_is_near(void **state)
{
	static const char *const other[] = { "x" };

	(void)state;
	assert_null(nearest_name("q", other, 1));
	assert_null(near("xyzzy"));
	assert_null(near(""));
	assert_null(near(NULL));
	assert_null(near("q"));
	assert_null(near("zz"));
	assert_null(nearest_name("due", NULL, 0));
}

static void nearest__bears_names_of_any_length(void **state)
{
	char wrong[4096];

	(void)state;
	memset(wrong, 'a', sizeof(wrong) - 1);
	wrong[sizeof(wrong) - 1] = '\0';
	assert_null(near(wrong));
	for (size_t len = 60; len < 70; len++) {
		const char *same[] = { wrong };

		wrong[len] = '\0';
		assert_true(nearest_name(wrong, same, 1) == (len <= 64 ? wrong : NULL));
		wrong[len] = 'a';
	}
}

static void nearest__bears_bytes_that_are_no_letters(void **state)
{
	(void)state;
	assert_string_equal(near("du\xc3\xa9"), "due");
	assert_null(near("\xff\xfe\xfd"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nearest__finds_one_wrong_letter_of_each_sort),
		cmocka_unit_test(nearest__takes_no_notice_of_case_and_dashes),
		cmocka_unit_test(nearest__prefers_the_closer_one),
		cmocka_unit_test(nearest__completes_a_beginning),
		cmocka_unit_test(nearest__is_silent_when_nothing_is_near),
		cmocka_unit_test(nearest__bears_names_of_any_length),
		cmocka_unit_test(nearest__bears_bytes_that_are_no_letters),
	};

	return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
