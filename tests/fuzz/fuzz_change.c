/* SPDX-License-Identifier: MIT */
/*
 * fuzz_change.c - any bytes as the changes of a log entry: refused, or written
 * back as exactly the same bytes with values that fit their fields.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/change.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct entity *e;
	struct change_field *fields;
	struct error err = ERROR_INIT;
	AUTOFREE char *text = NULL;
	AUTOARENA a = ARENA_INIT;
	AUTOBUF out = BUF_INIT;
	int n;

	/* The first byte chooses the kind of record. */
	if (size < 1)
		return 0;
	e = record_entity((enum entity_id)(data[0] % ENTITY_MAX));
	text = mem_strndup((const char *)data + 1, size - 1);
	if (change_read(e, text, &a, &fields, &n, &err) != 0) {
		must(err.kind == FAIL_DATA && err.why[0]);
		return 0;
	}
	for (int i = 0; i < n; i++) {
		must(value_check(fields[i].field, fields[i].old, NULL) == 0);
		must(value_check(fields[i].field, fields[i].new, NULL) == 0);
	}
	change_write(fields, n, &out);
	must(strcmp(out.s, text) == 0);
	return 0;
}
