/* SPDX-License-Identifier: MIT */
/*
 * idle.h - when a session on a host ends by itself, because nobody types any more.
 */
#ifndef APP_IDLE_H
#define APP_IDLE_H

#include <stdint.h>

#define IDLE_WARNING_SECONDS 120 /* before the end; half of the time where that is less than four minutes */

enum idle_state { IDLE_NOT, IDLE_WARN, IDLE_END };

/*
 * How a session stands that had its last key at last_us, with the setting minutes (0: it never
 * ends). *wait_ms gets the milliseconds until that changes, -1 if it does not.
 */
enum idle_state idle_state(int minutes, int64_t last_us, int64_t now_us, int *wait_ms);

#endif
