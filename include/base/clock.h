/* SPDX-License-Identifier: MIT */
/*
 * clock.h - the real clock, random bytes and identifiers.
 *
 * Only main, store (the log's time stamps) and the loop's timers ask for the
 * time; everything else has "today" passed in. Tests set the environment
 * variable CLOSEOUT_TEST_NOW (seconds since 1970) and CLOSEOUT_TEST_SEED to
 * make runs repeatable; confined sessions clear the environment first. Each
 * process with the same seed draws the same bytes and identifiers: tests that
 * start several on one database give each its own seed.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

#define CLOCK_STAMP 25 /* "2012-11-15T08:30:00.123Z" and its terminator */
#define UUID_TEXT 37   /* 36 characters and a terminator */

int64_t clock_ms(void);           /* milliseconds since 1970, UTC */
int64_t clock_monotonic_us(void); /* for measuring */
const char *clock_stamp(int64_t ms, char dst[CLOCK_STAMP]);
struct date clock_today(void);    /* the system's local civil day */

void clock_random(void *dst, size_t len);

/*
 * A UUIDv7 (RFC 9562) in lower-case text: sorts by time of making, also within
 * one millisecond of one process.
 */
const char *clock_uuid(char dst[UUID_TEXT]);

#endif
