/* SPDX-License-Identifier: MIT */
/*
 * test_base_clock.c - time, random bytes and identifiers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

static int clear_environment(void **state)
{
	(void)state;
	unsetenv("CLOSEOUT_TEST_NOW");
	unsetenv("CLOSEOUT_TEST_SEED");
	return 0;
}

static void clock_ms__obeys_the_test_clock(void **state)
{
	char stamp[CLOCK_STAMP];

	(void)state;
	assert_true(clock_ms() > INT64_C(1600000000000));
	setenv("CLOSEOUT_TEST_NOW", "1352968200", 1);
	assert_int_equal(clock_ms(), INT64_C(1352968200000));
	assert_string_equal(clock_stamp(clock_ms(), stamp), "2012-11-15T08:30:00.000Z");
	setenv("CLOSEOUT_TEST_NOW", "yesterday", 1);
	assert_true(clock_ms() > INT64_C(1600000000000));
	setenv("CLOSEOUT_TEST_NOW", "99999999999999999999", 1);
	assert_true(clock_ms() > INT64_C(1600000000000));
}

static void clock_today__is_the_day_where_the_computer_stands(void **state)
{
	char text[DATE_TEXT];

	(void)state;
	setenv("CLOSEOUT_TEST_NOW", "1352943000", 1); /* 2012-11-15 01:30 UTC */
	setenv("TZ", "UTC0", 1);
	tzset();
	assert_string_equal(date_format(clock_today(), text), "2012-11-15");
	setenv("TZ", "EST5", 1);
	tzset();
	assert_string_equal(date_format(clock_today(), text), "2012-11-14");
	setenv("TZ", "UTC0", 1);
	tzset();
	setenv("CLOSEOUT_TEST_NOW", "999999999999", 1);
	assert_string_equal(date_format(clock_today(), text), "2199-12-31");
}

static void clock_stamp__writes_utc_with_milliseconds(void **state)
{
	char stamp[CLOCK_STAMP];

	(void)state;
	assert_string_equal(clock_stamp(0, stamp), "1970-01-01T00:00:00.000Z");
	assert_string_equal(clock_stamp(-1, stamp), "1969-12-31T23:59:59.999Z");
	assert_string_equal(clock_stamp(INT64_C(1352968200123), stamp), "2012-11-15T08:30:00.123Z");
	assert_int_equal(strlen(clock_stamp(INT64_MAX, stamp)), CLOCK_STAMP - 1);
	assert_int_equal(strlen(clock_stamp(INT64_MIN, stamp)), CLOCK_STAMP - 1);
}

static void clock_monotonic__does_not_go_back(void **state)
{
	int64_t last = clock_monotonic_us();

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_monotonic_us();

		assert_true(now >= last);
		last = now;
	}
}

static void clock_random__repeats_with_a_seed_only(void **state)
{
	unsigned char a[700] = { 0 }, b[700] = { 0 }, c[700] = { 0 };

	(void)state;
	clock_random(a, sizeof a);
	clock_random(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
	assert_memory_not_equal(a + 600, c, 100); /* beyond what one system call gives */
	setenv("CLOSEOUT_TEST_SEED", "7", 1);
	clock_random(a, sizeof a);
	setenv("CLOSEOUT_TEST_SEED", "8", 1);
	clock_random(b, sizeof b);
	setenv("CLOSEOUT_TEST_SEED", "7", 1);
	clock_random(c, sizeof c);
	assert_memory_equal(a, c, sizeof a);
	assert_memory_not_equal(a, b, sizeof a);
	clock_random(c, sizeof c);
	assert_memory_not_equal(a, c, sizeof a);
}

static void assert_uuid(const char *uuid)
{
	assert_int_equal(strlen(uuid), UUID_TEXT - 1);
	for (size_t i = 0; i < UUID_TEXT - 1; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(uuid[i], '-');
		else
			assert_non_null(strchr("0123456789abcdef", uuid[i]));
	}
	assert_int_equal(uuid[14], '7');
	assert_non_null(strchr("89ab", uuid[19]));
}

static void clock_uuid__sorts_by_time_of_making(void **state)
{
	char last[UUID_TEXT] = "", uuid[UUID_TEXT];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		assert_uuid(clock_uuid(uuid));
		assert_true(strcmp(last, uuid) < 0);
		memcpy(last, uuid, sizeof last);
	}
}

static void check_rising(const char *now)
{
	char last[UUID_TEXT], uuid[UUID_TEXT];

	clock_uuid(last);
	setenv("CLOSEOUT_TEST_NOW", now, 1);
	for (int i = 0; i < 20000; i++) {
		clock_uuid(uuid);
		assert_true(strcmp(last, uuid) < 0);
		memcpy(last, uuid, sizeof last);
	}
}

/* More than the counter holds, so that time has to be borrowed. */
static void clock_uuid__rises_when_the_clock_stands_or_goes_back(void **state)
{
	(void)state;
	check_rising("1352968200"); /* 2012 */
	check_rising("4102444800"); /* 2100 */
	check_rising("1352968200");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(clock_ms__obeys_the_test_clock, clear_environment),
		cmocka_unit_test_setup(clock_today__is_the_day_where_the_computer_stands,
				       clear_environment),
		cmocka_unit_test_setup(clock_stamp__writes_utc_with_milliseconds,
				       clear_environment),
		cmocka_unit_test_setup(clock_monotonic__does_not_go_back, clear_environment),
		cmocka_unit_test_setup(clock_random__repeats_with_a_seed_only, clear_environment),
		cmocka_unit_test_setup(clock_uuid__sorts_by_time_of_making, clear_environment),
		cmocka_unit_test_setup(clock_uuid__rises_when_the_clock_stands_or_goes_back,
				       clear_environment),
	};

	return cmocka_run_group_tests_name("base clock", tests, NULL, NULL);
}
