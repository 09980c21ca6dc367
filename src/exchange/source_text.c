/* SPDX-License-Identifier: MIT */
/* source_text.c - the text of one value on its way in. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "exchange/source_private.h"

/* What a text holds that needs a closer look. */
enum { HAS_CR = 1, HAS_HIGH = 2, HAS_NUL = 4 };

static unsigned survey(const char *text, size_t len)
{
	unsigned found = 0;
	unsigned char high = 0;

	for (size_t i = 0; i < len; i++)
		high |= (unsigned char)text[i];
	if (high & 0x80)
		found |= HAS_HIGH;
	if (memchr(text, '\r', len))
		found |= HAS_CR;
	if (memchr(text, '\0', len))
		found |= HAS_NUL;
	return found;
}

/* Adds text with CR LF as LF; a CR on its own is a flaw. */
static enum source_flaw fold_line_ends(struct buf *dst, const char *text, size_t len, size_t *at)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '\r')
			continue;
		if (i + 1 == len || text[i + 1] != '\n') {
			*at = i;
			return SOURCE_FLAW_CR;
		}
		buf_add(dst, text + from, i - from);
		from = i + 1;
	}
	buf_add(dst, text + from, len - from);
	return SOURCE_FLAW_NONE;
}

static enum source_flaw find_flaw(const char *text, size_t len, unsigned found, size_t *at)
{
	if ((found & (HAS_HIGH | HAS_NUL)) && !utf8_valid(text, len, at))
		return text[*at] ? SOURCE_FLAW_UTF8 : SOURCE_FLAW_NUL;
	return SOURCE_FLAW_NONE;
}

/* Text written as UTF-8 twice: undone where that was asked for, a flaw where nothing was. */
static enum source_flaw once(struct buf *undone, const char **text, size_t *len,
			     enum source_encoding encoding)
{
	if (encoding != SOURCE_DOUBLE_UTF8 && encoding != SOURCE_ENCODING_UNSAID)
		return SOURCE_FLAW_NONE;
	if (!encoding_once(undone, *text, *len))
		return SOURCE_FLAW_NONE;
	if (encoding == SOURCE_ENCODING_UNSAID)
		return SOURCE_FLAW_TWICE;
	*text = undone->s;
	*len = undone->len;
	return SOURCE_FLAW_NONE;
}

enum source_flaw source_text(struct buf *dst, const char *text, size_t len,
			     const struct source_options *options, size_t *at)
{
	AUTOBUF folded = BUF_INIT;
	AUTOBUF undone = BUF_INIT;
	bool verbatim = options->verbatim;
	unsigned found = survey(text, len);
	enum source_flaw flaw = find_flaw(text, len, found, at);

	if (!flaw && !verbatim && (found & HAS_HIGH)) {
		*at = 0;
		flaw = once(&undone, &text, &len, options->encoding);
	}
	if (!flaw && !verbatim && (found & HAS_CR)) {
		flaw = fold_line_ends(&folded, text, len, at);
		text = folded.s;
		len = folded.len;
	}
	if (flaw)
		return flaw;
	if (!verbatim && (found & HAS_HIGH))
		utf8_nfc(dst, text, len);
	else
		buf_add(dst, text, len);
	return SOURCE_FLAW_NONE;
}

/* A piece of the text around a place, short enough for a message. */
static void around(const char **text, size_t *len, size_t at)
{
	size_t from = at > 24 ? at - 24 : 0;

	while (from && from < at && ((*text)[from] & 0xC0) == 0x80)
		from++;
	*text += from;
	*len = *len - from > 48 ? 48 : *len - from;
}

static void not_utf8(const char *text, size_t len, size_t at, struct source_flawed *out)
{
	bool windows = encoding_is_1252(text, len);
	unsigned char byte = (unsigned char)text[at];
	AUTOBUF reads = BUF_INIT;

	around(&text, &len, at);
	encoding_as_1252(&reads, text, len);
	out->problem = SOURCE_NOT_UTF8;
	out->reads_as = windows ? SOURCE_WINDOWS_1252 : SOURCE_LATIN1;
	snprintf(out->why, sizeof out->why, "not UTF-8 (byte 0x%02X); it reads as %s: \"%s\"", byte,
		 windows ? "Windows-1252" : "Latin-1", reads.s);
	out->next = windows ? "say --encoding windows-1252, or save the file as UTF-8"
			    : "say --encoding latin-1, or save the file as UTF-8";
}

static void written_twice(const char *text, size_t len, struct source_flawed *out)
{
	AUTOBUF reads = BUF_INIT;
	size_t at = 0;

	while (at < len && !(text[at] & 0x80))
		at++;
	around(&text, &len, at);
	encoding_once(&reads, text, len);
	out->problem = SOURCE_TWICE_UTF8;
	out->reads_as = SOURCE_DOUBLE_UTF8;
	snprintf(out->why, sizeof out->why, "it was written as UTF-8 twice; once it reads: \"%s\"", reads.s);
	out->next = "say --encoding double-utf-8, or --encoding utf-8 to take it as it stands";
}

void source_flaw_words(enum source_flaw flaw, const char *text, size_t len, size_t at,
		       struct source_flawed *out)
{
	*out = (struct source_flawed){ .flaw = flaw };
	if (flaw == SOURCE_FLAW_UTF8) {
		not_utf8(text, len, at, out);
	} else if (flaw == SOURCE_FLAW_TWICE) {
		written_twice(text, len, out);
	} else if (flaw == SOURCE_FLAW_NUL) {
		snprintf(out->why, sizeof out->why, "a NUL byte, byte %zu of the value", at + 1);
		out->next = "take the NUL byte out: a text file has none";
	} else {
		snprintf(out->why, sizeof out->why, "a carriage return without a line feed, byte %zu of the value",
			 at + 1);
		out->next = "save the file with LF or CR LF line ends";
	}
}
