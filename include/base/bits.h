/* SPDX-License-Identifier: MIT */
/*
 * bits.h - sets of small numbers, such as row ids: one bit a number.
 *
 * A set grows by what is put in; numbers beyond its end are not in it. A
 * million rows take 125 kB.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
	uint64_t *at;
	size_t n; /* words of 64 */
};

#define BITS_INIT { .at = NULL, .n = 0 }
#define AUTOBITS __attribute__((cleanup(bits_release))) struct bits

void bits_release(struct bits *b); /* frees and empties */
void bits_reserve(struct bits *b, uint32_t below); /* room for numbers below that one */

static inline bool bits_has(const struct bits *b, uint32_t i)
{
	return i / 64 < b->n && (b->at[i / 64] >> (i % 64) & 1);
}

void bits_put(struct bits *b, uint32_t i);
void bits_fill(struct bits *b, uint32_t below); /* all numbers below that one */
void bits_or(struct bits *to, const struct bits *from);
void bits_and(struct bits *to, const struct bits *with);
void bits_without(struct bits *to, const struct bits *less);
size_t bits_count(const struct bits *b);
/* The first number in it that is not before from; -1 if there is none. */
int64_t bits_next(const struct bits *b, uint32_t from);

#endif
