/* SPDX-License-Identifier: MIT */
/*
 * fuzz_when.c - any bytes as a date: refused with the shapes, or a day of the
 * calendar that is read again from its own text. The same bytes go into every
 * type of field.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_date(const struct when_context *when, const char *s, size_t len)
{
	struct date d = DATE_NONE, again = DATE_NONE;
	struct error err = ERROR_INIT;
	char text[DATE_TEXT];
	AUTOBUF said = BUF_INIT;

	if (when_read(s, len, when, &d, &err) != 0) {
		must(err.kind == FAIL_DATA && err.why[0] && err.next[0] && date_is_none(d));
		return;
	}
	date_format(d, text);
	must(when_read(text, strlen(text), when, &again, NULL) == 0 && date_cmp(d, again) == 0);
	when_explain(d, when->today, &said);
	must(said.len > strlen(text));
}

static void check_value(const struct field *f, const struct when_context *when, const char *text)
{
	AUTOARENA a = ARENA_INIT;
	AUTOBUF written = BUF_INIT;
	AUTOBUF shown = BUF_INIT;
	struct value v = VALUE_NULL, again = VALUE_NULL;
	struct error err = ERROR_INIT;

	if (value_read(f, text, when, &a, &v, &err) != 0) {
		must(err.kind == FAIL_DATA && err.why[0] && err.where[0]);
		return;
	}
	if (record_stored(f) && f->type != FIELD_REF && f->type != FIELD_ANY)
		must(value_check(f, v, NULL) == 0);
	value_write(f, v, &written);
	value_show(f, v, &shown);
	must(value_read(f, written.s, when, &a, &again, NULL) == 0 && value_equal(v, again));
	must(value_read(f, shown.s, when, &a, &again, NULL) == 0 && value_equal(v, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct when_context when = { .due = DATE_NONE };
	const struct entity *e;
	AUTOFREE char *text = NULL;

	/* The first byte sets the context, the second the kind of record. */
	if (size < 2)
		return 0;
	date_from_ymd(2012, 11, 15, &when.today);
	when.dmy = data[0] & 1;
	when.prefer_past = data[0] & 2;
	when.roll = data[0] & 4;
	if (data[0] & 8)
		date_from_ymd(2199, 12, 20, &when.due);
	e = record_entity((enum entity_id)(data[1] % ENTITY_MAX));
	check_date(&when, (const char *)data + 2, size - 2);
	text = mem_strndup((const char *)data + 2, size - 2);
	for (int i = 0; i < e->n_fields; i++)
		check_value(&e->fields[i], &when, text);
	return 0;
}
