/* SPDX-License-Identifier: MIT */
/* test_core_change.c - the canonical text of changes. */
#include "core_help.h"

#include "core/change.h"

static const struct entity *report(void)
{
	return record_entity(ENTITY_REPORT);
}

static void changes__are_written_in_the_order_of_their_names(void **state)
{
	const struct change_field fields[] = {
		{ field_of("report", "title"), value_text("old \"one\""), value_text("new\n\xc3\xa9"), true },
		{ field_of("report", "joint"), value_int(0), value_int(1), true },
		{ &change_removed, VALUE_NULL, value_int(1), true },
		{ field_of("report", "agency"), value_text("oig"), VALUE_NULL, true },
	};
	AUTOBUF out = BUF_INIT;

	(void)state;
	change_write(fields, COUNT(fields), &out);
	assert_string_equal(out.s, "{\"agency\":[\"oig\",null],\"joint\":[0,1],\"removed\":[null,1],"
				   "\"title\":[\"old \\\"one\\\"\",\"new\\n\xc3\xa9\"]}");
}

static void an_unknown_old_value__is_written_as_null(void **state)
{
	const struct change_field f = { field_of("report", "title"), value_text("x"), value_text("y"), false };
	AUTOBUF out = BUF_INIT;

	(void)state;
	change_write(&f, 1, &out);
	assert_string_equal(out.s, "{\"title\":[null,\"y\"]}");
	buf_clear(&out);
	change_write(NULL, 0, &out);
	assert_string_equal(out.s, "{}");
}

static void what_is_written__is_read_back_the_same(void **state)
{
	static const char *const texts[] = {
		"{}",
		"{\"title\":[null,\"The Performance of 287(g) Agreements\"]}",
		"{\"agency\":[\"oig\",\"gao\"],\"removed\":[0,1]}",
		"{\"issued_on\":[\"2012-09-25\",null],\"questioned_cents\":[1700000000,null]}",
		"{\"notes\":[\"a\\ttab, a \\\\ and \\\"quotes\\\"\",null]}",
		"{\"review_series\":[null,\"0190a1b2-c3d4-7e5f-8a6b-0123456789ab\"]}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		AUTOARENA a = ARENA_INIT;
		AUTOBUF out = BUF_INIT;
		struct change_field *fields;
		struct error err = ERROR_INIT;
		int n, failed = change_read(report(), texts[i], &a, &fields, &n, &err);

		if (failed)
			fail_msg("%s: %s", texts[i], err.why);
		change_write(fields, n, &out);
		assert_string_equal(out.s, texts[i]);
	}
}

static void values_read_back__have_fields_and_both_sides(void **state)
{
	AUTOARENA a = ARENA_INIT;
	struct change_field *fields;
	int n;

	(void)state;
	assert_int_equal(change_read(report(), "{\"joint\":[0,1],\"title\":[null,\"x\"]}", &a, &fields, &n, NULL), 0);
	assert_int_equal(n, 2);
	assert_string_equal(fields[0].field->name, "joint");
	assert_int_equal(fields[0].old.number, 0);
	assert_int_equal(fields[0].new.number, 1);
	assert_true(fields[1].has_old);
	assert_int_equal(fields[1].old.kind, VALUE_NONE);
	assert_string_equal(fields[1].new.text, "x");
}

static void text_that_is_not_canonical__is_refused(void **state)
{
	static const char *const bad[] = {
		"", "null", "[]", "{", "{} ", " {}", "{}{}", "3", "{\"title\":null}", "{\"title\":[]}",
		"{\"title\":[null]}", "{\"title\":[null,null,null]}", "{\"title\":{\"a\":1}}",
		"{\"title\":[null, \"x\"]}", "{\"title\": [null,\"x\"]}",
		"{\"title\":[null,\"x\"],\"joint\":[0,1]}",
		"{\"title\":[null,\"x\"],\"title\":[null,\"x\"]}", "{\"Title\":[null,\"x\"]}",
		"{\"nothing\":[null,\"x\"]}", "{\"rec_count\":[1,2]}", "{\"addressees\":[null,\"x\"]}",
		"{\"title\":[null,\"\"]}", "{\"title\":[null,1]}", "{\"title\":[null,true]}",
		"{\"title\":[null,\"a\\u0000b\"]}", "{\"title\":[null,\"\\u001b\"]}",
		"{\"title\":[null,\"e\\u0301\"]}", "{\"title\":[null,\"\\u00e9\"]}",
		"{\"title\":[null,\"\\/\"]}", "{\"title\":[null,\"two\\nlines\"]}",
		"{\"title\":[null,\"\xff\"]}", "{\"joint\":[0,1.0]}", "{\"joint\":[0,1e0]}",
		"{\"joint\":[0,-0]}", "{\"joint\":[0,2]}", "{\"joint\":[0,\"1\"]}",
		"{\"questioned_cents\":[null,99999999999999999999]}", "{\"issued_on\":[null,\"2012-9-25\"]}",
		"{\"agency\":[null,\"OIG\"]}", "{\"review_series\":[null,\"287(g)\"]}", "{\"removed\":[0,2]}",
		"{\"uid\":[null,\"x\"]}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		AUTOARENA a = ARENA_INIT;
		struct change_field *fields = NULL;
		struct error err = ERROR_INIT;
		int n = -1;

		if (change_read(report(), bad[i], &a, &fields, &n, &err) != FAIL_DATA)
			fail_msg("%s is not refused", bad[i]);
		assert_true(err.why[0] != '\0');
		assert_null(fields);
		assert_int_equal(n, -1);
	}
}

/* Every stored field of every kind of record, with a value of its type. */
static void every_stored_field__goes_through_the_log(void **state)
{
	static const char uid[] = "0190a1b2-c3d4-7e5f-8a6b-0123456789ab";

	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entities[i];
		struct change_field fields[128], *again;
		AUTOARENA a = ARENA_INIT;
		AUTOBUF out = BUF_INIT;
		struct error err = ERROR_INIT;
		int n = 0, n_again;

		for (int j = 0; j < e->n_fields; j++) {
			const struct field *f = &e->fields[j];
			struct value samples[FIELD_TYPE_MAX] = {
				[FIELD_TEXT] = value_text("text"),
				[FIELD_LONG] = value_text("two\nlines"),
				[FIELD_INT] = value_int(f->min),
				[FIELD_MONEY] = value_int(123456),
				[FIELD_BOOL] = value_int(1),
				[FIELD_DATE] = value_text("2012-09-25"),
				[FIELD_CHOICE] = value_text(f->choices ? f->choices[0].name : NULL),
				[FIELD_REF] = value_text(uid),
				[FIELD_ANY] = value_text("report:0190a1b2-c3d4-7e5f-8a6b-0123456789ab"),
			};

			if (record_stored(f))
				fields[n++] = (struct change_field){ f, VALUE_NULL, samples[f->type], true };
		}
		change_write(fields, n, &out);
		if (change_read(e, out.s, &a, &again, &n_again, &err) != 0)
			fail_msg("%s: %s: %s", e->name, err.where, err.why);
		assert_int_equal(n_again, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes__are_written_in_the_order_of_their_names),
		cmocka_unit_test(an_unknown_old_value__is_written_as_null),
		cmocka_unit_test(what_is_written__is_read_back_the_same),
		cmocka_unit_test(values_read_back__have_fields_and_both_sides),
		cmocka_unit_test(text_that_is_not_canonical__is_refused),
		cmocka_unit_test(every_stored_field__goes_through_the_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
