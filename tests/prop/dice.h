/* SPDX-License-Identifier: MIT */
/* dice.h - repeatable chance for property tests: the same seed gives the same throws. */
#ifndef TESTS_PROP_DICE_H
#define TESTS_PROP_DICE_H

#include <stdint.h>
#include <stdlib.h>

struct dice {
	uint64_t state;
};

static inline void dice_start(struct dice *d, uint64_t seed)
{
	d->state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

/* 0 to end - 1 */
static inline uint32_t dice(struct dice *d, uint32_t end)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return (uint32_t)((d->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % end;
}

/* A number of the environment, so that a failing round can be repeated or a long one asked for. */
static inline uint64_t dice_setting(const char *name, uint64_t usual)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 10) : usual;
}

#endif
