/* SPDX-License-Identifier: MIT */
/*
 * fuzz_draft.c - any bytes as a draft file, and as the payload of a record whose
 * checksum holds: what is read lies within them, and written again is the same.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/draft_file.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void read_payload(const char *payload, size_t len)
{
	struct draft_found f = { .n = 0 };
	struct draft_record again;
	AUTOBUF record = BUF_INIT;

	if (!draft_payload_read(payload, len, &f)) {
		must(!f.pairs && !f.n);
		return;
	}
	for (size_t i = 0; i < f.n; i++) {
		must(utf8_valid(f.pairs[i].name, strlen(f.pairs[i].name), NULL));
		must(draft_get(&f, f.pairs[i].name) != NULL);
	}
	draft_record_add(&record, f.written_ms, f.pairs, f.n);
	draft_record_last(record.s, record.len, &again);
	must(again.payload && again.len == len && memcmp(again.payload, payload, len) == 0);
	free(f.pairs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct draft_record r, again;
	AUTOBUF sealed = BUF_INIT;

	draft_record_last(bytes, size, &r);
	if (r.payload) {
		must(r.payload > bytes && r.payload + r.len == bytes + r.end && r.end <= size);
		draft_record_last(bytes, r.end, &again);
		must(again.payload == r.payload && again.len == r.len);
		read_payload(r.payload, r.len);
	}
	read_payload(bytes, size);
	if (!size)
		return 0;
	/* A whole record in front is found, whatever follows. */
	draft_record_seal(&sealed, bytes, size);
	buf_add(&sealed, bytes, size);
	draft_record_last(sealed.s, sealed.len, &r);
	must(r.payload != NULL && r.len > 0);
	return 0;
}
