/* SPDX-License-Identifier: MIT */
/*
 * mem.h - memory that is either there or the end of the program.
 *
 * Out of memory is not survivable for an interactive program: the handler
 * (the terminal room installs one that restores the terminal) runs, a line
 * is written to stderr, and the process aborts. Text being typed is already
 * on disk in its draft.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);                             /* zeroed; free with free() */
void *mem_realloc(void *old, size_t count, size_t size);  /* checks count * size */
char *mem_strdup(const char *s);                          /* NULL gives NULL */
char *mem_strndup(const char *s, size_t len);

/*
 * Large blocks go back to the system when they are freed: the C library would keep ever larger
 * ones for later, and a list of a million rows is such a block. Called once, at the start.
 */
void mem_give_back(void);

/*
 * The other way round, for work that takes and frees the same megabytes over and over: they stay.
 */
void mem_keep(void);

/*
 * Says that about size bytes in small blocks are wanted soon. The pages of the heap are then made
 * at once, which costs a third of making each when it is first touched. A wish: nothing fails.
 */
void mem_expect(size_t size);

/* Called once, before the abort. It must not allocate. */
void mem_on_exhausted(void (*handler)(void));

/* Grows an array to hold at least need elements, doubling; cap is updated. */
#define MEM_GROW(array, cap, need)                                                       \
	do {                                                                             \
		if ((size_t)(need) > (size_t)(cap)) {                                    \
			size_t mem_n_ = (size_t)(cap) * 2 > (size_t)(need)               \
						? (size_t)(cap) * 2 : (size_t)(need);    \
			mem_n_ = mem_n_ < 8 ? 8 : mem_n_;                                \
			(array) = mem_realloc((array), mem_n_, sizeof *(array));         \
			(cap) = mem_n_;                                                  \
		}                                                                        \
	} while (0)

/* __attribute__((cleanup)) helpers: "AUTOFREE char *s = ...;" */
void mem_autofree(void *pointer_to_pointer);
#define AUTOFREE __attribute__((cleanup(mem_autofree)))

#endif
