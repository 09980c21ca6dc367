/* SPDX-License-Identifier: MIT */
/* idle.c - when a session on a host ends by itself. */
#include "app/idle.h"

#define SECOND INT64_C(1000000)

enum idle_state idle_state(int minutes, int64_t last_us, int64_t now_us, int *wait_ms)
{
	int64_t all = minutes * 60 * SECOND;
	int64_t before = IDLE_WARNING_SECONDS * SECOND;
	int64_t idle = now_us - last_us, next;

	*wait_ms = -1;
	if (minutes <= 0)
		return IDLE_NOT;
	if (before > all / 2)
		before = all / 2;
	if (idle >= all)
		return IDLE_END;
	next = idle < all - before ? all - before : all;
	*wait_ms = (int)((next - idle + 999) / 1000);
	return idle < all - before ? IDLE_NOT : IDLE_WARN;
}
