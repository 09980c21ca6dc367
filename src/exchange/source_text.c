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

enum source_flaw source_text(struct buf *dst, const char *text, size_t len, bool verbatim,
			     size_t *at)
{
	AUTOBUF folded = BUF_INIT;
	unsigned found = survey(text, len);
	enum source_flaw flaw = find_flaw(text, len, found, at);

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

const char *source_flaw_text(enum source_flaw flaw, const char *text, size_t at, char *dst,
			     size_t size)
{
	if (flaw == SOURCE_FLAW_NUL)
		snprintf(dst, size, "a NUL byte, byte %zu of the value", at + 1);
	else if (flaw == SOURCE_FLAW_CR)
		snprintf(dst, size, "a carriage return without a line feed, byte %zu of the value",
			 at + 1);
	else
		snprintf(dst, size, "not UTF-8: byte 0x%02X, byte %zu of the value",
			 (unsigned char)text[at], at + 1);
	return dst;
}

const char *source_flaw_next(enum source_flaw flaw)
{
	static const char *const steps[] = {
		[SOURCE_FLAW_NONE] = "",
		[SOURCE_FLAW_NUL] = "take the NUL byte out: a text file has none",
		[SOURCE_FLAW_CR] = "save the file with LF or CR LF line ends",
		[SOURCE_FLAW_UTF8] = "save the file as UTF-8",
	};

	return steps[flaw];
}
