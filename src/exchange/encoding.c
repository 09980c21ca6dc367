/* SPDX-License-Identifier: MIT */
/* encoding.c - bytes that are not UTF-8 yet: Latin-1, Windows-1252, UTF-16, UTF-8 written twice. */
#include "exchange/encoding.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* Windows-1252 from 0x80 to 0x9F; 0: nothing stands there. */
static const uint16_t windows[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static const char *const names[SOURCE_ENCODING_MAX] = {
	[SOURCE_ENCODING_UNSAID] = "",
	[SOURCE_UTF8] = "utf-8",
	[SOURCE_LATIN1] = "latin-1",
	[SOURCE_WINDOWS_1252] = "windows-1252",
	[SOURCE_DOUBLE_UTF8] = "double-utf-8",
	[SOURCE_UTF16] = "utf-16",
};

const char *source_encoding_name(enum source_encoding e)
{
	return e < SOURCE_ENCODING_MAX ? names[e] : "";
}

enum source_encoding source_encoding_by_name(const char *name)
{
	static const struct {
		const char *name;
		enum source_encoding encoding;
	} others[] = {
		{ "utf8", SOURCE_UTF8 },           { "latin1", SOURCE_LATIN1 },
		{ "iso-8859-1", SOURCE_LATIN1 },   { "cp1252", SOURCE_WINDOWS_1252 },
		{ "utf16", SOURCE_UTF16 },         { "windows1252", SOURCE_WINDOWS_1252 },
	};

	for (int e = SOURCE_UTF8; e < SOURCE_ENCODING_MAX; e++)
		if (strcasecmp(names[e], name) == 0)
			return (enum source_encoding)e;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcasecmp(others[i].name, name) == 0)
			return others[i].encoding;
	return SOURCE_ENCODING_MAX;
}

/* ---- block by block ---------------------------------------------------------- */

void decoder_init(struct decoder *d, enum source_encoding encoding)
{
	*d = (struct decoder){ .encoding = encoding, .half = -1 };
}

bool decoder_converts(const struct decoder *d)
{
	return d->encoding == SOURCE_LATIN1 || d->encoding == SOURCE_WINDOWS_1252 ||
	       d->encoding == SOURCE_UTF16;
}

/* Without a look at what it is: a lone surrogate comes out as bytes that no UTF-8 has. */
static size_t put(unsigned char *dst, unsigned c)
{
	if (c < 0x80) {
		dst[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		dst[0] = (unsigned char)(0xC0 | c >> 6);
		dst[1] = (unsigned char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		dst[0] = (unsigned char)(0xE0 | c >> 12);
		dst[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
		dst[2] = (unsigned char)(0x80 | (c & 0x3F));
		return 3;
	}
	dst[0] = (unsigned char)(0xF0 | c >> 18);
	dst[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
	dst[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
	dst[3] = (unsigned char)(0x80 | (c & 0x3F));
	return 4;
}

static unsigned of_1252(unsigned char byte)
{
	if (byte < 0x80 || byte > 0x9F || !windows[byte - 0x80])
		return byte;
	return windows[byte - 0x80];
}

/* One unit of UTF-16. */
static size_t unit(struct decoder *d, unsigned u, unsigned char *dst)
{
	size_t n = 0;

	if (d->high && u >= 0xDC00 && u <= 0xDFFF) {
		n = put(dst, 0x10000 + ((d->high - 0xD800) << 10) + (u - 0xDC00));
		d->high = 0;
		return n;
	}
	if (d->high)
		n = put(dst, d->high);
	d->high = u >= 0xD800 && u <= 0xDBFF ? u : 0;
	return d->high ? n : n + put(dst + n, u);
}

static size_t feed_utf16(struct decoder *d, const unsigned char *bytes, size_t len,
			 unsigned char *dst)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (d->half < 0) {
			d->half = bytes[i];
			continue;
		}
		n += unit(d,
			  d->big ? (unsigned)d->half << 8 | bytes[i]
				 : (unsigned)bytes[i] << 8 | (unsigned)d->half,
			  dst + n);
		d->half = -1;
	}
	return n;
}

size_t decoder_feed(struct decoder *d, const unsigned char *bytes, size_t len, unsigned char *dst)
{
	size_t n = 0;

	if (d->encoding == SOURCE_UTF16)
		return feed_utf16(d, bytes, len, dst);
	for (size_t i = 0; i < len; i++)
		n += put(dst + n, d->encoding == SOURCE_LATIN1 ? bytes[i] : of_1252(bytes[i]));
	return n;
}

size_t decoder_end(struct decoder *d, unsigned char *dst)
{
	size_t n = d->high ? put(dst, d->high) : 0;

	if (d->half >= 0)
		dst[n++] = 0xFF; /* no byte of UTF-8: the file ends in the middle of a character */
	d->high = 0;
	d->half = -1;
	return n;
}

/* ---- telling apart ------------------------------------------------------------ */

void encoding_as_1252(struct buf *dst, const char *bytes, size_t len)
{
	unsigned char c[4];

	for (size_t i = 0; i < len; i++)
		buf_add(dst, c, put(c, of_1252((unsigned char)bytes[i])));
}

bool encoding_is_1252(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c >= 0x80 && c <= 0x9F && !windows[c - 0x80])
			return false;
	}
	return true;
}

/* The byte that Windows-1252 or Latin-1 writes as c; -1: none. */
static int byte_of(unsigned c)
{
	if (c < 0x100)
		return (int)c;
	for (int i = 0; i < 32; i++)
		if (windows[i] == c)
			return 0x80 + i;
	return -1;
}

/* A run of characters beyond ASCII from *at on, as the bytes they may stand for. False: they do not. */
static bool take_run(const char *text, size_t len, size_t *at, struct buf *bytes)
{
	bool all = true;

	buf_clear(bytes);
	while (*at < len && (text[*at] & 0x80)) {
		uint32_t c;
		size_t n = utf8_decode(text + *at, len - *at, &c);
		int byte = n ? byte_of(c) : -1;

		all = all && byte >= 0x80;
		if (all)
			buf_addc(bytes, (char)byte);
		*at += n ? n : 1;
	}
	return all && bytes->len > 1 && utf8_valid(bytes->s, bytes->len, NULL);
}

bool encoding_once(struct buf *dst, const char *text, size_t len)
{
	AUTOBUF bytes = BUF_INIT;
	size_t before = dst->len, at = 0;
	bool found = false;

	while (at < len) {
		size_t from = at;

		while (at < len && !(text[at] & 0x80))
			at++;
		buf_add(dst, text + from, at - from);
		from = at;
		if (at == len)
			break;
		if (take_run(text, len, &at, &bytes)) {
			found = true;
			buf_add(dst, bytes.s, bytes.len);
		} else {
			buf_add(dst, text + from, at - from);
		}
	}
	if (!found)
		buf_cut(dst, before);
	return found;
}
