/* SPDX-License-Identifier: MIT */
/*
 * paste.c - what is left of a paste when it is handed out.
 */
#include "term/keys.h"

#include "base/utf8.h"

static bool is_dropped(uint32_t cp)
{
	return cp == UTF8_BAD || (cp >= 0x7f && cp < 0xA0) ||
	       (cp < 0x20 && cp != '\n' && cp != '\t');
}

size_t keys_filter_paste(struct buf *dst, const char *s, size_t len)
{
	size_t dropped = 0, n;

	for (size_t i = 0; i < len; i += n) {
		uint32_t cp;

		n = utf8_decode(s + i, len - i, &cp);
		if (cp == '\r') {
			buf_addc(dst, '\n');
			if (i + 1 < len && s[i + 1] == '\n')
				n = 2;
		} else if (is_dropped(cp)) {
			dropped += n;
		} else {
			buf_add(dst, s + i, n);
		}
	}
	return dropped;
}
