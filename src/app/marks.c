/* SPDX-License-Identifier: MIT */
/* marks.c - which records are marked: a bit a row id. */
#include "app/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BITS 64

void marks_release(struct marks *m)
{
	free(m->bits);
	*m = (struct marks){ 0 };
}

void marks_clear(struct marks *m)
{
	if (m->n)
		memset(m->bits, 0, m->n_words * sizeof *m->bits);
	m->n = 0;
}

bool marks_has(const struct marks *m, int32_t id)
{
	size_t word = (size_t)(id > 0 ? id : 0) / BITS;

	return id > 0 && word < m->n_words && m->bits[word] >> ((size_t)id % BITS) & 1;
}

/* Room for twice as much, since ids are marked one after the other. */
static void grow(struct marks *m, size_t words)
{
	size_t n = m->n_words * 2 > words ? m->n_words * 2 : words;

	m->bits = mem_realloc(m->bits, n, sizeof *m->bits);
	memset(m->bits + m->n_words, 0, (n - m->n_words) * sizeof *m->bits);
	m->n_words = n;
}

void marks_set(struct marks *m, int32_t id, bool on)
{
	size_t word = (size_t)(id > 0 ? id : 0) / BITS;
	uint64_t bit = UINT64_C(1) << ((size_t)(id > 0 ? id : 0) % BITS);

	if (id < 1 || marks_has(m, id) == on)
		return;
	if (word >= m->n_words)
		grow(m, word + 1);
	m->bits[word] ^= bit;
	m->n += on ? 1 : (size_t)-1;
}
