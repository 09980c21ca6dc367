/* SPDX-License-Identifier: MIT */
/* draft_file.c - the bytes of a draft file, written and read without trust. */
#include "app/draft_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/crc32.h"
#include "base/mem.h"
#include "base/utf8.h"

#define PAYLOAD_HEAD 9 /* version and time */

static const char magic[4] = { '\xff', 'c', 'd', '\xfe' };

static void put_number(char *dst, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		dst[i] = (char)(number >> 8 * i);
}

static uint64_t get_number(const char *src, size_t bytes)
{
	uint64_t number = 0;

	for (size_t i = 0; i < bytes; i++)
		number |= (uint64_t)(unsigned char)src[i] << 8 * i;
	return number;
}

static void put_head(char head[DRAFT_HEAD], const char *payload, size_t len)
{
	uint32_t crc;

	memcpy(head, magic, sizeof magic);
	put_number(head + 4, len, 4);
	crc = crc32_add(crc32_add(0, head + 4, 4), payload, len);
	put_number(head + 8, crc, 4);
}

void draft_record_seal(struct buf *out, const char *payload, size_t len)
{
	char head[DRAFT_HEAD];

	put_head(head, payload, len);
	buf_add(out, head, sizeof head);
	buf_add(out, payload, len);
}

void draft_record_add(struct buf *out, int64_t written_ms, const struct draft_pair *pairs, size_t n)
{
	size_t start = out->len;
	char head[DRAFT_HEAD + PAYLOAD_HEAD];

	memset(head, 0, sizeof head);
	head[DRAFT_HEAD] = DRAFT_VERSION;
	put_number(head + DRAFT_HEAD + 1, (uint64_t)written_ms, 8);
	buf_add(out, head, sizeof head);
	for (size_t i = 0; i < n; i++) {
		buf_add(out, pairs[i].name, strlen(pairs[i].name) + 1);
		buf_add(out, pairs[i].text, strlen(pairs[i].text) + 1);
	}
	put_head(out->s + start, out->s + start + DRAFT_HEAD, out->len - start - DRAFT_HEAD);
}

/* Length of the payload the head at s announces; 0 if it is no head or more than there is. */
static size_t announced(const char *s, size_t len)
{
	size_t payload;

	if (len < DRAFT_HEAD || memcmp(s, magic, sizeof magic) != 0)
		return 0;
	payload = (size_t)get_number(s + 4, 4);
	return payload <= len - DRAFT_HEAD && payload <= DRAFT_PAYLOAD_MAX ? payload : 0;
}

static bool checksum_holds(const char *s, size_t payload)
{
	uint32_t crc = crc32_add(crc32_add(0, s + 4, 4), s + DRAFT_HEAD, payload);

	return crc == get_number(s + 8, 4);
}

/*
 * After a record that does not hold, the next magic is looked for. Bytes made
 * to announce many long records could keep us busy, so all checksums together
 * may cost a few times the file and no more.
 */
void draft_record_last(const char *bytes, size_t len, struct draft_record *out)
{
	size_t budget = len < SIZE_MAX / 8 ? len * 8 : SIZE_MAX, at = 0;

	*out = (struct draft_record){ .payload = NULL };
	while (at + DRAFT_HEAD <= len) {
		size_t payload = announced(bytes + at, len - at);
		const char *next;

		if (payload && payload <= budget) {
			budget -= payload;
			if (checksum_holds(bytes + at, payload)) {
				out->payload = bytes + at + DRAFT_HEAD;
				out->len = payload;
				at += DRAFT_HEAD + payload;
				out->end = at;
				continue;
			}
		}
		next = memchr(bytes + at + 1, magic[0], len - at - 1);
		if (!next)
			return;
		at = (size_t)(next - bytes);
	}
}

bool draft_payload_is_newer(const char *payload, size_t len)
{
	return len > 0 && (unsigned char)payload[0] > DRAFT_VERSION;
}

bool draft_payload_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && a_len >= PAYLOAD_HEAD && a[0] == b[0] &&
	       memcmp(a + PAYLOAD_HEAD, b + PAYLOAD_HEAD, a_len - PAYLOAD_HEAD) == 0;
}

/* How many strings there are; SIZE_MAX if the last has no end. */
static size_t count_strings(const char *s, size_t len)
{
	size_t n = 0;

	if (len && s[len - 1])
		return SIZE_MAX;
	for (const char *end = s + len; s < end; s += strlen(s) + 1)
		n++;
	return n;
}

bool draft_payload_read(const char *payload, size_t len, struct draft_found *f)
{
	size_t strings, text;

	if (len < PAYLOAD_HEAD || payload[0] != DRAFT_VERSION)
		return false;
	text = len - PAYLOAD_HEAD;
	strings = count_strings(payload + PAYLOAD_HEAD, text);
	if (strings % 2)
		return false;

	struct draft_pair *pairs = mem_alloc(strings / 2 * sizeof *pairs + text + 1);
	char *s = (char *)(pairs + strings / 2);

	memcpy(s, payload + PAYLOAD_HEAD, text);
	for (size_t i = 0; i < strings; i++) {
		size_t one = strlen(s);

		if (!utf8_valid(s, one, NULL)) {
			free(pairs);
			return false;
		}
		*(i % 2 ? &pairs[i / 2].text : &pairs[i / 2].name) = s;
		s += one + 1;
	}
	f->pairs = pairs;
	f->n = strings / 2;
	f->written_ms = (int64_t)get_number(payload + 1, 8);
	return true;
}
