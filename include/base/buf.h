/* SPDX-License-Identifier: MIT */
/*
 * buf.h - a string that grows.
 *
 * buf.s is always a terminated string (a shared empty one before the first
 * byte is added); buf.len does not count the terminator. The content may
 * hold NUL bytes. Bytes to add must not lie in the buffer itself. The owner
 * calls buf_release() or buf_detach().
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *s;
	size_t len;
	size_t cap; /* bytes allocated; 0 while s is the shared empty string */
};

extern char buf_empty[];
#define BUF_INIT { .s = buf_empty, .len = 0, .cap = 0 }
#define AUTOBUF __attribute__((cleanup(buf_release))) struct buf

void buf_init(struct buf *b);
void buf_release(struct buf *b);              /* frees and re-initialises */
void buf_clear(struct buf *b);                /* empties, keeps the memory */
char *buf_detach(struct buf *b, size_t *len); /* hands the string over; len may be NULL */
void buf_reserve(struct buf *b, size_t extra);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_adds(struct buf *b, const char *s);  /* NULL adds nothing */
void buf_addc(struct buf *b, char c);
void buf_addi(struct buf *b, int64_t number); /* in decimal digits */
void buf_addf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
void buf_pad(struct buf *b, char c, size_t count);
void buf_cut(struct buf *b, size_t len);      /* shortens to len bytes */
void buf_splice(struct buf *b, size_t at, size_t remove, const void *bytes, size_t len);

/*
 * Adds s as a JSON string with its quotes: only what JSON demands is escaped
 * and always in its shortest form, so the bytes are canonical.
 */
void buf_add_json(struct buf *b, const char *s, size_t len);

#endif
