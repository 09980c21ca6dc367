/* SPDX-License-Identifier: MIT */
/*
 * fuzz_utf8.c - any bytes through the text functions.
 *
 * The first byte chooses what the filter keeps, the rest is the text. What
 * must hold for every text is checked; a breach aborts.
 */
#include <locale.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds)
{
	if (!holds)
		abort();
}

static bool same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

/* What comes out is valid, has nothing to obey in it, and filtering again changes nothing. */
static void check_filter(const char *s, size_t len, unsigned keep)
{
	AUTOBUF once = BUF_INIT;
	AUTOBUF twice = BUF_INIT;
	uint32_t cp;

	utf8_visible(&once, s, len, keep);
	utf8_visible(&twice, once.s, once.len, keep);
	demand(same(&once, &twice));
	demand(utf8_is_visible(once.s, once.len, keep));
	demand(utf8_valid(once.s, once.len, NULL));
	for (size_t at = 0; at < once.len;) {
		at += utf8_decode(once.s + at, once.len - at, &cp);
		demand(utf8_char_width(cp) >= 0 || (cp == '\n' && (keep & UTF8_KEEP_LF)) ||
		       (cp == '\t' && (keep & UTF8_KEEP_TAB)));
		demand(!(cp >= 0x200E && cp <= 0x200F) && !(cp >= 0x2028 && cp <= 0x202E));
		demand(!(cp >= 0x2060 && cp <= 0x206F) && !(cp >= 0xE0000 && cp <= 0xE0FFF));
	}
}

/* Forward and back there are the same places to stand, and every step moves. */
static void check_steps(const char *s, size_t len)
{
	size_t at = 0;

	while (at < len) {
		size_t next = utf8_next(s, len, at);

		demand(next > at && next <= len);
		demand(utf8_prev(s, len, next) == at);
		at = next;
	}
	for (at = 0; at < len;) {
		size_t next = utf8_next_word(s, len, at);

		demand(next > at && next <= len);
		demand(utf8_prev_word(s, len, next) < next);
		at = next;
	}
}

static void check_clip(const char *s, size_t len, int cells)
{
	int used = -1;
	size_t bytes = utf8_clip(s, len, cells, &used);

	demand(bytes <= len);
	demand(used >= 0 && used <= cells);
	demand(utf8_width(s, bytes) == used);
}

/* Normal form and folded text are valid, and their own normal form and folded text. */
static void check_forms(const char *s, size_t len)
{
	AUTOBUF once = BUF_INIT;
	AUTOBUF twice = BUF_INIT;

	utf8_nfc(&once, s, len);
	utf8_nfc(&twice, once.s, once.len);
	demand(same(&once, &twice));
	demand(utf8_valid(once.s, once.len, NULL));
	buf_clear(&once);
	buf_clear(&twice);
	utf8_fold(&once, s, len);
	utf8_fold(&twice, once.s, once.len);
	demand(same(&once, &twice));
	demand(utf8_valid(once.s, once.len, NULL));
	if (!memchr(s, '\0', len)) {
		AUTOBUF text = BUF_INIT;

		buf_add(&text, s, len);
		demand(utf8_contains(text.s, once.s));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	AUTOBUF text = BUF_INIT;

	if (!ready && !setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "");
	ready = true;
	if (!size)
		return 0;
	buf_add(&text, data + 1, size - 1);
	check_filter(text.s, text.len, data[0] & (UTF8_KEEP_LF | UTF8_KEEP_TAB));
	check_steps(text.s, text.len);
	check_clip(text.s, text.len, data[0] >> 2);
	if (utf8_valid(text.s, text.len, NULL))
		check_forms(text.s, text.len);
	return 0;
}
