/* SPDX-License-Identifier: MIT */
/*
 * utf8_norm.c - normal form and case.
 *
 * utf8proc knows the tables. The order of combining marks is made here,
 * because the library's own sort takes quadratic time: a megabyte of marks
 * in an import would keep a session busy for hours.
 */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/mem.h"

#define REPLACEMENT 0xFFFD
#define DECOMPOSED_MAX 32 /* code points one character may become; Unicode needs 18 */
#define SHORT_RUN 16

struct chars {
	utf8proc_int32_t *cp;
	size_t count, cap;
};

static void decompose(struct chars *out, const char *s, size_t len, utf8proc_option_t options)
{
	int bound = 0;
	uint32_t cp;

	for (size_t at = 0; at < len;) {
		utf8proc_ssize_t n;

		at += utf8_decode(s + at, len - at, &cp);
		if (cp == UTF8_BAD)
			cp = REPLACEMENT;
		MEM_GROW(out->cp, out->cap, out->count + DECOMPOSED_MAX);
		n = utf8proc_decompose_char((utf8proc_int32_t)cp, out->cp + out->count,
					    DECOMPOSED_MAX, options, &bound);
		if (n < 0 || n > DECOMPOSED_MAX) {
			out->cp[out->count] = (utf8proc_int32_t)cp;
			n = 1;
		}
		out->count += (size_t)n;
	}
}

static unsigned mark_class(utf8proc_int32_t cp)
{
	return (unsigned)utf8proc_get_property(cp)->combining_class & 0xFF;
}

static void insertion_sort(utf8proc_int32_t *cp, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		utf8proc_int32_t moved = cp[i];
		unsigned class = mark_class(moved);
		size_t at = i;

		for (; at > 0 && mark_class(cp[at - 1]) > class; at--)
			cp[at] = cp[at - 1];
		cp[at] = moved;
	}
}

/* A stable sort by counting how many marks there are of each class. */
static void counting_sort(utf8proc_int32_t *cp, size_t count)
{
	AUTOFREE utf8proc_int32_t *copy = mem_realloc(NULL, count, sizeof *copy);
	size_t start[257] = { 0 };

	memcpy(copy, cp, count * sizeof *copy);
	for (size_t i = 0; i < count; i++)
		start[mark_class(copy[i]) + 1]++;
	for (size_t class = 1; class < 257; class++)
		start[class] += start[class - 1];
	for (size_t i = 0; i < count; i++)
		cp[start[mark_class(copy[i])]++] = copy[i];
}

/* The canonical order of Unicode: marks of a run by class, equal ones as they came. */
static void order_marks(struct chars *chars)
{
	for (size_t at = 0; at < chars->count;) {
		size_t end = at;

		while (end < chars->count && mark_class(chars->cp[end]))
			end++;
		if (end - at > SHORT_RUN)
			counting_sort(chars->cp + at, end - at);
		else
			insertion_sort(chars->cp + at, end - at);
		at = end + 1;
	}
}

static void normalise(struct buf *dst, const char *s, size_t len, utf8proc_option_t options)
{
	struct chars chars = { 0 };
	utf8proc_ssize_t count;
	char text[4];

	decompose(&chars, s, len, options);
	order_marks(&chars);
	count = utf8proc_normalize_utf32(chars.cp, (utf8proc_ssize_t)chars.count, options);
	buf_reserve(dst, len);
	for (utf8proc_ssize_t i = 0; i < count; i++)
		buf_add(dst, text, utf8_encode((uint32_t)chars.cp[i], text));
	free(chars.cp);
}

/*
 * Nothing below U+0300 changes under NFC; in UTF-8 that is every lead byte
 * below 0xCC. Invalid bytes between 0x80 and there pass as they are.
 */
static bool is_nfc_at_sight(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0xCC)
			return false;
	return true;
}

void utf8_nfc(struct buf *dst, const char *s, size_t len)
{
	if (is_nfc_at_sight(s, len))
		buf_add(dst, s, len);
	else
		normalise(dst, s, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

static bool is_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

static char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

void utf8_fold(struct buf *dst, const char *s, size_t len)
{
	if (!is_ascii(s, len)) {
		normalise(dst, s, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
		return;
	}
	buf_reserve(dst, len);
	for (size_t i = 0; i < len; i++)
		buf_addc(dst, ascii_lower(s[i]));
}

static bool ascii_contains(const char *hay, size_t hay_len, const char *needle, size_t needle_len)
{
	if (needle_len > hay_len)
		return false;
	for (size_t at = 0; at <= hay_len - needle_len; at++) {
		size_t same = 0;

		while (same < needle_len &&
		       ascii_lower(hay[at + same]) == ascii_lower(needle[same]))
			same++;
		if (same == needle_len)
			return true;
	}
	return false;
}

bool utf8_contains(const char *hay, const char *needle)
{
	size_t hay_len = strlen(hay), needle_len = strlen(needle);
	AUTOBUF folded_hay = BUF_INIT;
	AUTOBUF folded_needle = BUF_INIT;

	if (!needle_len)
		return true;
	if (is_ascii(hay, hay_len) && is_ascii(needle, needle_len))
		return ascii_contains(hay, hay_len, needle, needle_len);
	utf8_fold(&folded_hay, hay, hay_len);
	utf8_fold(&folded_needle, needle, needle_len);
	return strstr(folded_hay.s, folded_needle.s) != NULL;
}
