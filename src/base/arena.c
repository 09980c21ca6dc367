/* SPDX-License-Identifier: MIT */
/*
 * arena.c - memory that is freed all at once.
 *
 * A chain of blocks, newest first. Small requests are cut from the newest
 * block; blocks grow up to a limit so that a big result needs few of them.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BLOCK_FIRST ((size_t)4096)
#define BLOCK_LARGEST ((size_t)1 << 20)
#define ALIGNMENT _Alignof(max_align_t)

struct arena_block {
	struct arena_block *older;
	size_t size; /* bytes in data */
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

static struct arena_block *block_new(size_t size)
{
	struct arena_block *block;

	/* Too large for a size_t: SIZE_MAX makes mem_realloc() end the program. */
	if (size > SIZE_MAX - sizeof *block)
		block = mem_realloc(NULL, SIZE_MAX, 1);
	else
		block = mem_realloc(NULL, sizeof *block + size, 1);
	block->older = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* A block with room for size bytes. */
static struct arena_block *block_with_room(struct arena *a, size_t size)
{
	struct arena_block *head = a->head, *block;
	size_t wanted;

	if (head && head->size - head->used >= size)
		return head;
	wanted = head ? head->size * 2 : BLOCK_FIRST;
	if (wanted > BLOCK_LARGEST)
		wanted = BLOCK_LARGEST;
	if (head && size > wanted / 4) {
		/* A big request gets its own block behind the head, whose room stays in use. */
		block = block_new(size);
		block->older = head->older;
		head->older = block;
		return block;
	}
	block = block_new(size > wanted ? size : wanted);
	block->older = head;
	a->head = block;
	return block;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *block;
	size_t rounded;
	void *p;

	if (size > SIZE_MAX - ALIGNMENT)
		rounded = SIZE_MAX;
	else
		rounded = (size ? size + ALIGNMENT - 1 : ALIGNMENT) / ALIGNMENT * ALIGNMENT;
	block = block_with_room(a, rounded);
	p = block->data + block->used;
	block->used += rounded;
	memset(p, 0, size);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy;

	if (!s)
		return NULL;
	copy = arena_alloc(a, len == SIZE_MAX ? len : len + 1);
	memcpy(copy, s, len);
	return copy;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	char *s;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	s = arena_alloc(a, n > 0 ? (size_t)n + 1 : 1);
	if (n > 0)
		vsnprintf(s, (size_t)n + 1, format, again);
	va_end(again);
	return s;
}

void arena_clear(struct arena *a)
{
	struct arena_block *kept = a->head;

	if (!kept)
		return;
	while (kept->older) {
		struct arena_block *gone = kept->older;

		kept->older = gone->older;
		free(gone);
	}
	kept->used = 0;
	if (kept->size > BLOCK_LARGEST) /* one huge request shall not stay for ever */
		arena_release(a);
}

void arena_release(struct arena *a)
{
	while (a->head) {
		struct arena_block *gone = a->head;

		a->head = gone->older;
		free(gone);
	}
}
