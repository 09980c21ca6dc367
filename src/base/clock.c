/* SPDX-License-Identifier: MIT */
/*
 * clock.c - the real clock, random bytes and identifiers.
 */
#include "base/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MS_PER_DAY INT64_C(86400000)

/* A whole number in the environment; false if it is not set or not a number. */
static bool env_number(const char *name, int64_t *out)
{
	const char *text = getenv(name);
	char *end;
	long long value;

	if (!text || !*text)
		return false;
	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || *end)
		return false;
	*out = value;
	return true;
}

int64_t clock_ms(void)
{
	struct timespec now;
	int64_t fixed;

	if (env_number("CLOSEOUT_TEST_NOW", &fixed) && fixed > INT64_MIN / 1000 &&
	    fixed < INT64_MAX / 1000)
		return fixed * 1000;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

const char *clock_stamp(int64_t ms, char dst[CLOCK_STAMP])
{
	struct date first, d;
	int64_t days, rest;
	int year, month, day;

	days = ms / MS_PER_DAY;
	rest = ms % MS_PER_DAY;
	if (rest < 0) {
		rest += MS_PER_DAY;
		days--;
	}
	date_from_ymd(1970, 1, 1, &first);
	d = date_add_days(first, days);
	date_to_ymd(d, &year, &month, &day);
	/* The remainders say to the compiler that the text always fits. */
	snprintf(dst, CLOCK_STAMP, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", (unsigned)year % 10000,
		 (unsigned)month % 100, (unsigned)day % 100, (unsigned)(rest / 3600000) % 100,
		 (unsigned)(rest / 60000 % 60), (unsigned)(rest / 1000 % 60),
		 (unsigned)(rest % 1000));
	return dst;
}

struct date clock_today(void)
{
	int64_t ms = clock_ms();
	time_t now = (time_t)(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
	struct date d;
	struct tm tm;

	if (localtime_r(&now, &tm) &&
	    date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &d))
		return d;
	/* A clock outside the calendar: the nearest day there is. */
	date_from_ymd(1970, 1, 1, &d);
	return date_add_days(d, ms / MS_PER_DAY);
}

/* The next number of a generator for tests; splitmix64, well mixed from any seed. */
static uint64_t test_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* Fills dst from CLOSEOUT_TEST_SEED; false if it is not set. A new seed starts a new stream. */
static bool fill_for_test(unsigned char *dst, size_t len)
{
	static bool started;
	static int64_t last_seed;
	static uint64_t state;
	int64_t seed;

	if (!env_number("CLOSEOUT_TEST_SEED", &seed))
		return false;
	if (!started || seed != last_seed) {
		started = true;
		last_seed = seed;
		state = (uint64_t)seed;
	}
	while (len) {
		uint64_t word = test_random(&state);
		size_t n = len < sizeof word ? len : sizeof word;

		memcpy(dst, &word, n);
		dst += n;
		len -= n;
	}
	return true;
}

void clock_random(void *dst, size_t len)
{
	unsigned char *p = dst;

	if (fill_for_test(p, len))
		return;
	while (len) {
		size_t n = len < 256 ? len : 256; /* what getentropy() gives at once */

		/* Without random numbers identifiers would repeat: there is no going on. */
		if (getentropy(p, n) != 0)
			abort();
		p += n;
		len -= n;
	}
}

#define COUNTER_MAX 0xFFFu

/*
 * The time and the 12-bit counter of the next identifier. The counter starts
 * low at random and counts within a millisecond; when it is full, or the
 * clock goes back, time is borrowed from the future instead of repeating.
 */
static void uuid_tick(int64_t *ms, unsigned *counter)
{
	static int64_t last_ms = -1;
	static unsigned last_counter;
	int64_t now = clock_ms() & INT64_C(0xFFFFFFFFFFFF);

	if (now <= last_ms && last_counter < COUNTER_MAX) {
		last_counter++;
	} else {
		uint16_t start;

		clock_random(&start, sizeof start);
		last_counter = start & (COUNTER_MAX >> 1);
		last_ms = now > last_ms ? now : last_ms + 1;
	}
	*ms = last_ms;
	*counter = last_counter;
}

const char *clock_uuid(char dst[UUID_TEXT])
{
	unsigned char tail[8];
	unsigned counter;
	int64_t ms;

	uuid_tick(&ms, &counter);
	clock_random(tail, sizeof tail);
	tail[0] = (unsigned char)((tail[0] & 0x3F) | 0x80); /* the variant of RFC 9562 */
	snprintf(dst, UUID_TEXT, "%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 (unsigned)(ms >> 16) & 0xFFFFFFFFu, (unsigned)ms & 0xFFFFu, counter & 0xFFFu,
		 tail[0], tail[1], tail[2], tail[3], tail[4], tail[5], tail[6], tail[7]);
	return dst;
}
