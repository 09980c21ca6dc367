/* SPDX-License-Identifier: MIT */
/* base64.c - bytes as text and back. */
#include "base/base64.h"

#include <stdint.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(struct buf *out, const char *bytes, size_t len)
{
	const unsigned char *b = (const unsigned char *)bytes;

	buf_reserve(out, (len + 2) / 3 * 4);
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t group = (uint32_t)b[i] << 16 | (n > 1 ? (uint32_t)b[i + 1] << 8 : 0) | (n > 2 ? b[i + 2] : 0u);
		char text[4];

		for (int k = 0; k < 4; k++)
			text[k] = k <= (int)n ? digits[group >> (18 - 6 * k) & 63] : '=';
		buf_add(out, text, 4);
	}
}

static int digit_value(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Four characters; bytes gets how many they stand for, 0: they are wrong. */
static size_t read_group(const char *text, bool last, char bytes[3])
{
	size_t n = !last || text[3] != '=' ? 3 : text[2] != '=' ? 2 : 1;
	uint32_t group = 0;

	for (size_t k = 0; k < 4; k++) {
		int value = k <= n ? digit_value(text[k]) : 0;

		if (value < 0 || (k > n && text[k] != '='))
			return 0;
		group = group << 6 | (uint32_t)value;
	}
	for (size_t k = 0; k < 3; k++)
		bytes[k] = (char)(group >> (16 - 8 * k) & 255);
	for (size_t k = n; k < 3; k++)
		if (bytes[k])
			return 0; /* bits that nothing wrote */
	return n;
}

bool base64_read(struct buf *out, const char *text, size_t len)
{
	size_t before = out->len;

	for (size_t i = 0; i < len; i += 4) {
		char bytes[3];
		size_t n = len - i < 4 ? 0 : read_group(text + i, i + 4 == len, bytes);

		if (!n) {
			buf_cut(out, before);
			return false;
		}
		buf_add(out, bytes, n);
	}
	return true;
}
