/* SPDX-License-Identifier: MIT */
/*
 * buf.c - a string that grows.
 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Shared by all empty buffers; never written to. */
char buf_empty[1];

void buf_init(struct buf *b)
{
	*b = (struct buf)BUF_INIT;
}

void buf_release(struct buf *b)
{
	if (b->cap)
		free(b->s);
	buf_init(b);
}

void buf_clear(struct buf *b)
{
	buf_cut(b, 0);
}

char *buf_detach(struct buf *b, size_t *len)
{
	char *s;

	buf_reserve(b, 0);
	s = b->s;
	if (len)
		*len = b->len;
	buf_init(b);
	return s;
}

void buf_reserve(struct buf *b, size_t extra)
{
	size_t need, cap;

	/* On overflow ask for all there is: mem_realloc() then says what has to be said. */
	if (__builtin_add_overflow(b->len, extra, &need) || need >= SIZE_MAX / 2)
		need = SIZE_MAX - 1;
	need++;
	if (need <= b->cap)
		return;
	cap = need < SIZE_MAX / 2 && need < b->cap * 2 ? b->cap * 2 : need;
	if (cap < 32)
		cap = 32;
	if (b->cap) {
		b->s = mem_realloc(b->s, cap, 1);
	} else {
		b->s = mem_realloc(NULL, cap, 1);
		b->s[0] = '\0';
	}
	b->cap = cap;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (!len)
		return;
	buf_reserve(b, len);
	memcpy(b->s + b->len, bytes, len);
	b->len += len;
	b->s[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	if (s)
		buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	if (b->len + 1 >= b->cap)
		buf_reserve(b, 1);
	b->s[b->len++] = c;
	b->s[b->len] = '\0';
}

void buf_addi(struct buf *b, int64_t number)
{
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	char digits[24];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[--at] = '-';
	buf_add(b, digits + at, sizeof digits - at);
}

void buf_addf(struct buf *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vaddf(b, format, args);
	va_end(args);
}

void buf_vaddf(struct buf *b, const char *format, va_list args)
{
	size_t room = b->cap ? b->cap - b->len : 0;
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(room ? b->s + b->len : NULL, room, format, args);
	if (n >= 0 && (size_t)n >= room) {
		buf_reserve(b, (size_t)n);
		n = vsnprintf(b->s + b->len, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (n > 0)
		b->len += (size_t)n;
	else if (b->cap) /* vsnprintf() refused: leave the content as it was */
		b->s[b->len] = '\0';
}

void buf_pad(struct buf *b, char c, size_t count)
{
	if (!count)
		return;
	buf_reserve(b, count);
	memset(b->s + b->len, c, count);
	b->len += count;
	b->s[b->len] = '\0';
}

void buf_cut(struct buf *b, size_t len)
{
	if (len > b->len)
		return;
	b->len = len;
	if (b->cap)
		b->s[len] = '\0';
}

void buf_splice(struct buf *b, size_t at, size_t remove, const void *bytes, size_t len)
{
	size_t tail;

	if (at > b->len)
		at = b->len;
	if (remove > b->len - at)
		remove = b->len - at;
	if (!remove && !len)
		return;
	tail = b->len - at - remove;
	buf_reserve(b, len);
	memmove(b->s + at + len, b->s + at + remove, tail);
	if (len)
		memcpy(b->s + at, bytes, len);
	b->len = at + len + tail;
	b->s[b->len] = '\0';
}

/* The letter after the backslash for the controls that have a short form (RFC 8259). */
static const char json_short[0x20] = {
	['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
};

static void add_json_byte(struct buf *b, unsigned char c)
{
	if (c == '"' || c == '\\')
		buf_addf(b, "\\%c", c);
	else if (json_short[c])
		buf_addf(b, "\\%c", json_short[c]);
	else
		buf_addf(b, "\\u%04x", c);
}

void buf_add_json(struct buf *b, const char *s, size_t len)
{
	size_t done = 0;

	buf_reserve(b, len + 2);
	buf_addc(b, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(b, s + done, i - done);
		add_json_byte(b, c);
		done = i + 1;
	}
	buf_add(b, s + done, len - done);
	buf_addc(b, '"');
}
