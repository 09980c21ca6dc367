/* SPDX-License-Identifier: MIT */
/*
 * error.c - filling and showing a struct error.
 *
 * Every part goes through the text filter, because file names and values
 * of strangers end up in messages and messages end up on terminals.
 */
#include "base/error.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Copies at most size - 1 bytes and never half a character. text must be valid UTF-8. */
static void copy_cut(char *dst, size_t size, const char *text, size_t len)
{
	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(dst, text, len);
	dst[len] = '\0';
}

static void copy_part(char *dst, size_t size, const char *text, size_t len)
{
	AUTOBUF shown = BUF_INIT;

	utf8_visible(&shown, text, len, UTF8_FILTER_NONE);
	copy_cut(dst, size, shown.s, shown.len);
}

static void copy_string(char *dst, size_t size, const char *text)
{
	if (text)
		copy_part(dst, size, text, strlen(text));
}

int error_set(struct error *err, enum fail kind, const char *what, const char *where,
	      const char *next, const char *why, ...)
{
	/* A fresh struct, because the arguments may point into *err. */
	struct error fresh = { .kind = kind };
	AUTOBUF text = BUF_INIT;
	va_list args;

	if (!err)
		return kind;
	va_start(args, why);
	buf_vaddf(&text, why, args);
	va_end(args);
	copy_string(fresh.what, sizeof fresh.what, what);
	copy_string(fresh.where, sizeof fresh.where, where);
	copy_part(fresh.why, sizeof fresh.why, text.s, text.len);
	copy_string(fresh.next, sizeof fresh.next, next);
	*err = fresh;
	return kind;
}

int error_what(struct error *err, const char *what)
{
	char fresh[sizeof err->what] = "";

	if (!err)
		return FAIL_NONE;
	copy_string(fresh, sizeof fresh, what);
	memcpy(err->what, fresh, sizeof fresh);
	return err->kind;
}

int error_where(struct error *err, const char *where, ...)
{
	AUTOBUF text = BUF_INIT;
	va_list args;

	if (!err)
		return FAIL_NONE;
	va_start(args, where);
	buf_vaddf(&text, where, args);
	va_end(args);
	copy_part(err->where, sizeof err->where, text.s, text.len);
	return err->kind;
}

const char *error_line(const struct error *err, char *dst, unsigned long size)
{
	const char *parts[] = { err->what, err->where, err->why, err->next };
	const char *joints[] = { ": ", ": ", ": ", "; " };
	AUTOBUF line = BUF_INIT;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (!parts[i][0])
			continue;
		if (line.len)
			buf_adds(&line, joints[i]);
		buf_adds(&line, parts[i]);
	}
	if (size)
		copy_cut(dst, size, line.s, line.len);
	return dst;
}
