/* SPDX-License-Identifier: MIT */
/*
 * mem.c - allocation that either succeeds or ends the program.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE (256 * 1024)
#define KEPT  (16 * 1024 * 1024)
#define PAGE  4096u

static void (*exhausted_handler)(void);

void mem_give_back(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, LARGE);
#endif
}

void mem_keep(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, KEPT);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
#endif
}

void mem_expect(size_t size)
{
#if defined(__GLIBC__) && defined(MADV_POPULATE_WRITE)
	char *block, *end;

	(void)mallopt(M_TOP_PAD, (int)size);
	block = malloc(LARGE / 2);
	end = sbrk(0);
	/* Not of the heap where the allocator is another one. */
	if (block && block < end && (size_t)(end - block) < 2 * size) {
		size_t used = PAGE - (uintptr_t)block % PAGE;

		(void)madvise(block + used, (size_t)(end - block) - used, MADV_POPULATE_WRITE);
	}
	free(block);
#else
	(void)size;
#endif
}

void mem_on_exhausted(void (*handler)(void))
{
	exhausted_handler = handler;
}

/* Nothing here may allocate: no stdio, no messages that are put together. */
static _Noreturn void exhausted(void)
{
	static const char message[] = "closeout: out of memory\n";
	void (*handler)(void) = exhausted_handler;
	ssize_t ignored;

	exhausted_handler = NULL;
	if (handler)
		handler();
	ignored = write(STDERR_FILENO, message, sizeof message - 1);
	(void)ignored;
	abort();
}

void *mem_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		exhausted();
	return p;
}

void *mem_realloc(void *old, size_t count, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(count, size, &bytes))
		exhausted();
	p = realloc(old, bytes ? bytes : 1);
	if (!p)
		exhausted();
	return p;
}

char *mem_strdup(const char *s)
{
	return s ? mem_strndup(s, strlen(s)) : NULL;
}

char *mem_strndup(const char *s, size_t len)
{
	char *copy;

	if (!s)
		return NULL;
	if (len == SIZE_MAX)
		exhausted();
	copy = mem_realloc(NULL, len + 1, 1);
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

void mem_autofree(void *pointer_to_pointer)
{
	void *p;

	/* By copy: the variable may be a char * or any other object pointer. */
	memcpy(&p, pointer_to_pointer, sizeof p);
	free(p);
}
