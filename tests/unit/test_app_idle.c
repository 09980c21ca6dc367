/* SPDX-License-Identifier: MIT */
/* test_app_idle.c - when a session on a host ends by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/idle.h"

#define SECOND INT64_C(1000000)

static int wait_ms;

static enum idle_state after(int minutes, int64_t seconds)
{
	return idle_state(minutes, 7 * SECOND, (7 + seconds) * SECOND, &wait_ms);
}

static void idle__warns_two_minutes_before_the_end(void **state)
{
	(void)state;
	assert_int_equal(after(15, 0), IDLE_NOT);
	assert_int_equal(wait_ms, 780000);
	assert_int_equal(after(15, 779), IDLE_NOT);
	assert_int_equal(after(15, 780), IDLE_WARN);
	assert_int_equal(wait_ms, 120000);
	assert_int_equal(after(15, 899), IDLE_WARN);
	assert_int_equal(wait_ms, 1000);
	assert_int_equal(after(15, 900), IDLE_END);
}

static void idle__warns_at_half_time_where_there_is_little(void **state)
{
	(void)state;
	assert_int_equal(after(1, 29), IDLE_NOT);
	assert_int_equal(after(1, 30), IDLE_WARN);
	assert_int_equal(after(1, 60), IDLE_END);
}

static void idle__never_ends_where_the_setting_is_0(void **state)
{
	(void)state;
	assert_int_equal(after(0, 1000000), IDLE_NOT);
	assert_int_equal(wait_ms, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(idle__warns_two_minutes_before_the_end),
		cmocka_unit_test(idle__warns_at_half_time_where_there_is_little),
		cmocka_unit_test(idle__never_ends_where_the_setting_is_0),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
