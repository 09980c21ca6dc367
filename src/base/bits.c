/* SPDX-License-Identifier: MIT */
/* bits.c - sets of small numbers. */
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void bits_release(struct bits *b)
{
	free(b->at);
	*b = (struct bits)BITS_INIT;
}

void bits_reserve(struct bits *b, uint32_t below)
{
	size_t need = ((size_t)below + 63) / 64;

	if (need <= b->n)
		return;
	b->at = mem_realloc(b->at, need, sizeof *b->at);
	memset(b->at + b->n, 0, (need - b->n) * sizeof *b->at);
	b->n = need;
}

void bits_put(struct bits *b, uint32_t i)
{
	if (i / 64 >= b->n) {
		uint64_t room = (uint64_t)i + i / 8 + 64;

		bits_reserve(b, room > UINT32_MAX ? UINT32_MAX : (uint32_t)room);
	}
	b->at[i / 64] |= UINT64_C(1) << (i % 64);
}

void bits_fill(struct bits *b, uint32_t below)
{
	bits_reserve(b, below);
	memset(b->at, 0xFF, below / 64 * sizeof *b->at);
	if (below % 64)
		b->at[below / 64] |= (UINT64_C(1) << (below % 64)) - 1;
}

void bits_or(struct bits *to, const struct bits *from)
{
	if (from->n > to->n)
		bits_reserve(to, (uint32_t)(from->n * 64));
	for (size_t i = 0; i < from->n; i++)
		to->at[i] |= from->at[i];
}

void bits_and(struct bits *to, const struct bits *with)
{
	for (size_t i = 0; i < to->n; i++)
		to->at[i] &= i < with->n ? with->at[i] : 0;
}

void bits_without(struct bits *to, const struct bits *less)
{
	for (size_t i = 0; i < to->n && i < less->n; i++)
		to->at[i] &= ~less->at[i];
}

size_t bits_count(const struct bits *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += (size_t)__builtin_popcountll(b->at[i]);
	return n;
}

int64_t bits_next(const struct bits *b, uint32_t from)
{
	size_t i = from / 64;
	uint64_t word;

	if (i >= b->n)
		return -1;
	word = b->at[i] & ~UINT64_C(0) << (from % 64);
	while (!word) {
		if (++i >= b->n)
			return -1;
		word = b->at[i];
	}
	return (int64_t)(i * 64) + __builtin_ctzll(word);
}
