/* SPDX-License-Identifier: MIT */
/*
 * arena.h - memory that is freed all at once.
 *
 * Query results, parsed queries and frames live in one. Nothing in an arena
 * is freed by itself; arena_clear() keeps the first block for reuse.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *head;
};

#define ARENA_INIT { .head = NULL }
#define AUTOARENA __attribute__((cleanup(arena_release))) struct arena

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_clear(struct arena *a);
void arena_release(struct arena *a);

#endif
