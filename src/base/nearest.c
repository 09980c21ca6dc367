/* SPDX-License-Identifier: MIT */
/* nearest.c - the known name that a wrong one resembles. */
#include "base/nearest.h"

#include <string.h>

#define NEAREST_MAX 64 /* longer names have no typing errors, they are something else */

static int fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 'a';
	return c == '_' ? '-' : (unsigned char)c;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/*
 * Optimal string alignment: three rows are enough, because a swap looks
 * back two letters at most. Where two rows have nothing below limit, nothing below it comes
 * any more, and the distance is limit or more.
 */
static int distance(const char *a, size_t alen, const char *b, size_t blen, int limit)
{
	int row[3][NEAREST_MAX + 1];
	int *before = row[0], *last = row[1], *now = row[2], lowest_before = 0;

	for (size_t j = 0; j <= blen; j++)
		last[j] = (int)j;
	for (size_t i = 1; i <= alen; i++) {
		int *spare = before, lowest = (int)i;

		now[0] = (int)i;
		for (size_t j = 1; j <= blen; j++) {
			int same = fold(a[i - 1]) == fold(b[j - 1]);
			int best = last[j - 1] + !same;

			best = least(best, last[j] + 1);
			best = least(best, now[j - 1] + 1);
			if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
			    fold(a[i - 2]) == fold(b[j - 1]))
				best = least(best, before[j - 2] + 1);
			now[j] = best;
			lowest = least(lowest, best);
		}
		if (lowest >= limit && lowest_before >= limit)
			return limit;
		lowest_before = lowest;
		before = last;
		last = now;
		now = spare;
	}
	return last[blen];
}

/* One change in a short word already makes another word; a long one bears three. */
static int tolerance(size_t len)
{
	return len < 4 ? 1 : len < 7 ? 2 : 3;
}

static int begins(const char *name, const char *wrong, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!name[i] || fold(name[i]) != fold(wrong[i]))
			return 0;
	return 1;
}

const char *nearest_name(const char *wrong, const char *const *names, size_t n)
{
	size_t len = wrong ? strlen(wrong) : 0;
	const char *best = NULL;
	int best_distance = tolerance(len) + 1;

	if (!len || len > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t name_len = names[i] ? strlen(names[i]) : 0;
		size_t longer = len > name_len ? len - name_len : name_len - len;
		int d;

		if (!name_len || name_len > NEAREST_MAX || longer >= (size_t)best_distance)
			continue;
		d = distance(wrong, len, names[i], name_len, best_distance);
		/* Changing every letter is not a resemblance. */
		if (d < best_distance && d < (int)(len > name_len ? len : name_len)) {
			best_distance = d;
			best = names[i];
		}
	}
	for (size_t i = 0; !best && len >= 2 && i < n; i++)
		if (names[i] && begins(names[i], wrong, len))
			best = names[i];
	return best;
}
