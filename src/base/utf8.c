/* SPDX-License-Identifier: MIT */
/*
 * utf8.c - decoding, checking, clusters, words and widths.
 *
 * Normal form and case are in utf8_norm.c, the text filter in utf8_visible.c.
 */
#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#define REPLACEMENT 0xFFFD
#define ZWJ 0x200D

/* How long a character is by its first byte, and the least code point worth that length. */
static size_t lead_length(unsigned char lead, uint32_t *bits, uint32_t *least)
{
	static const struct {
		unsigned char mask, mark;
		uint32_t least;
	} leads[] = {
		{ 0xE0, 0xC0, 0x80 },
		{ 0xF0, 0xE0, 0x800 },
		{ 0xF8, 0xF0, 0x10000 },
	};

	for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
		if ((lead & leads[i].mask) == leads[i].mark) {
			*bits = lead & (unsigned char)~leads[i].mask;
			*least = leads[i].least;
			return i + 2;
		}
	}
	return 0;
}

size_t utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	unsigned char lead = (unsigned char)s[0];
	uint32_t c, least;
	size_t need;

	if (lead < 0x80) {
		*cp = lead;
		return 1;
	}
	*cp = UTF8_BAD;
	need = lead_length(lead, &c, &least);
	if (!need || need > len)
		return 1;
	for (size_t i = 1; i < need; i++) {
		if (((unsigned char)s[i] & 0xC0) != 0x80)
			return 1;
		c = c << 6 | ((unsigned char)s[i] & 0x3F);
	}
	if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 1;
	*cp = c;
	return need;
}

size_t utf8_encode(uint32_t cp, char dst[4])
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = REPLACEMENT;
	if (cp < 0x80) {
		dst[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		dst[0] = (char)(0xC0 | cp >> 6);
		dst[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		dst[0] = (char)(0xE0 | cp >> 12);
		dst[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		dst[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	dst[0] = (char)(0xF0 | cp >> 18);
	dst[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	dst[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	dst[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool utf8_valid(const char *s, size_t len, size_t *bad)
{
	uint32_t cp;

	for (size_t at = 0; at < len;) {
		size_t n = utf8_decode(s + at, len - at, &cp);

		if (cp == UTF8_BAD || cp == 0) {
			if (bad)
				*bad = at;
			return false;
		}
		at += n;
	}
	return true;
}

bool utf8_storable(const char *s, size_t len, bool multiline, size_t *bad)
{
	uint32_t cp;

	for (size_t at = 0; at < len;) {
		size_t n;

		if (s[at] >= ' ' && s[at] <= '~') {
			at++;
			continue;
		}
		n = utf8_decode(s + at, len - at, &cp);
		bool control = cp < 0x20 || (cp >= 0x7F && cp <= 0x9F);
		bool wanted = cp == '\t' || (cp == '\n' && multiline);

		if (cp == UTF8_BAD || (control && !wanted)) {
			if (bad)
				*bad = at;
			return false;
		}
		at += n;
	}
	return true;
}

static bool is_plain_ascii(char c)
{
	return c >= 0x20 && c < 0x7F;
}

size_t utf8_plain(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && is_plain_ascii(s[n]))
		n++;
	return n;
}

/* Decodes for the segmentation rules, which want a code point for everything. */
static size_t decode_any(const char *s, size_t len, utf8proc_int32_t *cp)
{
	uint32_t c;
	size_t n = utf8_decode(s, len, &c);

	*cp = c == UTF8_BAD ? REPLACEMENT : (utf8proc_int32_t)c;
	return n;
}

size_t utf8_next(const char *s, size_t len, size_t from)
{
	utf8proc_int32_t before, after, state = 0;
	size_t at = from;

	if (at >= len)
		return len;
	if (is_plain_ascii(s[at]) && (at + 1 == len || is_plain_ascii(s[at + 1])))
		return at + 1;
	at += decode_any(s + at, len - at, &before);
	while (at < len) {
		size_t n = decode_any(s + at, len - at, &after);

		if (utf8proc_grapheme_break_stateful(before, after, &state))
			break;
		at += n;
		before = after;
	}
	return at;
}

/* Start of the character before at; an invalid byte is a character of its own. */
static size_t char_before(const char *s, size_t at)
{
	size_t start = at - 1;
	uint32_t cp;

	while (start > 0 && at - start < 4 && ((unsigned char)s[start] & 0xC0) == 0x80)
		start--;
	if (utf8_decode(s + start, at - start, &cp) == at - start)
		return start;
	return at - 1;
}

/*
 * The nearest place at or before at - 1 where a cluster starts whatever came
 * earlier. Only joined emoji and pairs of flag letters look further back
 * than one character, and neither has a break here between two neighbours.
 */
static size_t safe_start(const char *s, size_t at)
{
	utf8proc_int32_t before, after;
	size_t start = char_before(s, at);

	while (start > 0) {
		size_t earlier = char_before(s, start);

		decode_any(s + earlier, start - earlier, &before);
		decode_any(s + start, at - start, &after);
		if (before != ZWJ && utf8proc_grapheme_break(before, after))
			break;
		start = earlier;
	}
	return start;
}

size_t utf8_prev(const char *s, size_t len, size_t from)
{
	size_t start, next;

	if (from > len)
		from = len;
	if (from == 0)
		return 0;
	if (from >= 2 && is_plain_ascii(s[from - 1]) && is_plain_ascii(s[from - 2]))
		return from - 1;
	start = safe_start(s, from);
	while ((next = utf8_next(s, len, start)) < from)
		start = next;
	return start;
}

/* Is the cluster at this place part of a word? */
static bool is_word(const char *s, size_t len, size_t at)
{
	utf8proc_int32_t cp;
	utf8proc_category_t category;

	decode_any(s + at, len - at, &cp);
	category = utf8proc_category(cp);
	return cp == '_' || (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

size_t utf8_next_word(const char *s, size_t len, size_t from)
{
	while (from < len && is_word(s, len, from))
		from = utf8_next(s, len, from);
	while (from < len && !is_word(s, len, from))
		from = utf8_next(s, len, from);
	return from < len ? from : len;
}

/* Goes back by characters, which is cheap, and only at the end to where a cluster begins. */
size_t utf8_prev_word(const char *s, size_t len, size_t from)
{
	size_t at = from < len ? from : len;
	uint32_t cp;

	while (at > 0 && !is_word(s, len, char_before(s, at)))
		at = char_before(s, at);
	while (at > 0 && is_word(s, len, char_before(s, at)))
		at = char_before(s, at);
	if (at == len)
		return at;
	return utf8_prev(s, len, at + utf8_decode(s + at, len - at, &cp));
}

int utf8_char_width(uint32_t cp)
{
	int width;

	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp > 0x10FFFF)
		return -1;
	width = wcwidth((wchar_t)cp);
	/* A locale without Chinese characters knows nothing beyond ASCII: do not believe it. */
	if (width < 0 && wcwidth(0x4E00) < 0)
		width = utf8proc_charwidth((utf8proc_int32_t)cp);
	return width;
}

int utf8_width(const char *s, size_t len)
{
	int cells = 0;
	uint32_t cp;

	for (size_t at = 0; at < len;) {
		int width;

		at += utf8_decode(s + at, len - at, &cp);
		width = utf8_char_width(cp);
		/* Not printable, yet not a control: whatever is shown for it takes a cell. */
		if (width < 0)
			width = cp > 0x9F;
		cells += width;
	}
	return cells;
}

size_t utf8_clip(const char *s, size_t len, int cells, int *used)
{
	size_t at = 0;
	int taken = 0;

	while (at < len) {
		size_t next = utf8_next(s, len, at);
		int width = utf8_width(s + at, next - at);

		if (width > cells - taken)
			break;
		taken += width;
		at = next;
	}
	if (used)
		*used = taken;
	return at;
}
