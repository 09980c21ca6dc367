/* SPDX-License-Identifier: MIT */
/*
 * index_diff.c - which words a change of a row takes away, and which it brings.
 *
 * A row stands in the index once for each word, however often it holds it. So what
 * an edit leaves as it was need not be taken out and written again.
 */
#include <string.h>

#include "store/index.h"

enum { OLD = 1, NEW = 2 };

struct seen {
	const char *word; /* NULL: free */
	size_t len;
	uint64_t hash;
	int in; /* OLD, NEW or both */
};

struct seen_words {
	struct seen *at;
	size_t mask;
};

static size_t count_words(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == ' ';
	return n;
}

static struct seen *find(struct seen_words *all, const char *word, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)word[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	for (size_t i = h & all->mask;; i = (i + 1) & all->mask) {
		struct seen *s = &all->at[i];

		if (!s->word)
			*s = (struct seen){ word, len, h, 0 };
		if (s->hash == h && s->len == len && memcmp(s->word, word, len) == 0)
			return s;
	}
}

static void mark(struct seen_words *all, const char *text, int in)
{
	while (*text) {
		size_t len = strcspn(text, " ");

		if (len)
			find(all, text, len)->in |= in;
		text += len + (text[len] == ' ');
	}
}

static void add(struct buf *out, const struct seen *s)
{
	if (out->len)
		buf_addc(out, ' ');
	buf_add(out, s->word, s->len);
}

bool index_diff(const char *old, const char *new, struct arena *a, struct buf *gone, struct buf *come)
{
	size_t n = 2 * (count_words(old) + count_words(new)), cap = 64;
	struct seen_words all;

	while (cap < n)
		cap *= 2;
	all = (struct seen_words){ arena_alloc(a, cap * sizeof *all.at), cap - 1 };
	mark(&all, old, OLD);
	mark(&all, new, NEW);
	for (size_t i = 0; i < cap; i++)
		if (all.at[i].in == OLD)
			add(gone, &all.at[i]);
		else if (all.at[i].in == NEW)
			add(come, &all.at[i]);
	return gone->len || come->len;
}
