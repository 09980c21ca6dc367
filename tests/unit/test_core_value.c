/* SPDX-License-Identifier: MIT */
/* test_core_value.c - values of fields: read, checked, written, shown. */
#include "core_help.h"

#include "core/value.h"

static struct arena arena = ARENA_INIT;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct value read_as(const struct field *f, const char *typed)
{
	struct when_context when = sample_when();
	struct value v = VALUE_NULL;
	struct error err = ERROR_INIT;

	if (value_read(f, typed, &when, &arena, &v, &err) != 0)
		fail_msg("%s: \"%s\" is refused: %s", f->name, typed, err.why);
	return v;
}

static struct error refused(const struct field *f, const char *typed)
{
	struct when_context when = sample_when();
	struct value v = value_int(-77);
	struct error err = ERROR_INIT;

	if (value_read(f, typed, &when, &arena, &v, &err) != FAIL_DATA)
		fail_msg("%s: \"%s\" is not refused", f->name, typed);
	assert_int_equal(v.number, -77);
	assert_string_equal(err.where, f->name);
	assert_true(err.why[0] != '\0' && err.next[0] != '\0');
	return err;
}

static void text__is_trimmed_and_normalised(void **state)
{
	const struct field *f = field_of("report", "title");

	(void)state;
	assert_string_equal(read_as(f, "  A title \n").text, "A title");
	assert_string_equal(read_as(f, "e\xcc\x81").text, "\xc3\xa9");
	assert_int_equal(read_as(f, " \t ").kind, VALUE_NONE);
	assert_int_equal(read_as(f, NULL).kind, VALUE_NONE);
	assert_string_equal(read_as(field_of("report", "notes"), "one\r\n  two\n").text, "one\n  two");
}

static void text__with_controls_or_broken_bytes_is_refused(void **state)
{
	const struct field *title = field_of("report", "title");

	(void)state;
	assert_non_null(strstr(refused(title, "a\x1b[2J").why, "control character at byte 2"));
	assert_non_null(strstr(refused(title, "two\nlines").why, "more than one line"));
	assert_non_null(strstr(refused(title, "a\xffz").why, "byte 2 is not UTF-8"));
	refused(field_of("report", "notes"), "one\rtwo");
}

static void text__has_a_longest_length(void **state)
{
	const struct field *f = field_of("report", "number");
	char text[60];

	(void)state;
	memset(text, 'x', sizeof text);
	text[40] = '\0';
	assert_string_equal(read_as(f, text).text, text);
	text[40] = 'x';
	text[41] = '\0';
	assert_non_null(strstr(refused(f, text).next, "at most 40 bytes"));
}

static void numbers__are_whole_and_within_range(void **state)
{
	const struct field *f = field_of("recommendation", "number");

	(void)state;
	assert_int_equal(read_as(f, "33").number, 33);
	assert_int_equal(read_as(f, " +7 ").number, 7);
	assert_int_equal(read_as(f, "1,234").number, 1234);
	refused(f, "0");
	refused(f, "-1");
	refused(f, "10001");
	refused(f, "99999999999999999999");
	refused(f, "3.0");
	refused(f, "1,23");
	refused(f, "1e3");
	refused(f, "x");
	refused(f, "-");
	assert_int_equal(read_as(field_of("dependency", "lag"), "-5").number, -5);
}

static void money__is_kept_in_cents(void **state)
{
	const struct field *f = field_of("report", "questioned_cents");

	(void)state;
	assert_int_equal(read_as(f, "1,234.50").number, 123450);
	assert_int_equal(read_as(f, "1234.5").number, 123450);
	assert_int_equal(read_as(f, "$17,000,000").number, 1700000000);
	assert_int_equal(read_as(f, "0.07").number, 7);
	assert_int_equal(read_as(f, "12").number, 1200);
	refused(f, "-1");
	refused(f, "1.234");
	refused(f, "1,2345.00");
	refused(f, "1,23");
	refused(f, "12.");
	refused(f, ".5");
	refused(f, "92233720368547758.08");
	refused(f, "99999999999999999");
}

static void yes_and_no__have_several_words(void **state)
{
	const struct field *f = field_of("recommendation", "priority");
	static const char *const yes[] = { "yes", "YES", "true", "1", "y" };
	static const char *const no[] = { "no", "False", "0", "N" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_int_equal(read_as(f, yes[i]).number, 1);
	for (size_t i = 0; i < COUNT(no); i++)
		assert_int_equal(read_as(f, no[i]).number, 0);
	refused(f, "2");
	refused(f, "maybe");
}

static void dates__become_iso_text(void **state)
{
	(void)state;
	assert_string_equal(read_as(field_of("recommendation", "next_step_on"), "30 sep").text, "2013-09-30");
	assert_string_equal(read_as(field_of("report", "issued_on"), "30 sep").text, "2012-09-30");
	assert_non_null(strstr(refused(field_of("report", "issued_on"), "frday").next, "friday"));
}

static void dates__without_a_context_are_iso_only(void **state)
{
	const struct field *f = field_of("report", "issued_on");
	struct value v;

	(void)state;
	assert_int_equal(value_read(f, "2012-09-25", NULL, &arena, &v, NULL), 0);
	assert_int_equal(value_read(f, "today", NULL, &arena, &v, NULL), FAIL_DATA);
}

static void choices__are_read_by_name_or_label(void **state)
{
	const struct field *f = field_of("recommendation", "concurrence");
	struct error err;

	(void)state;
	assert_string_equal(read_as(f, "partial").text, "partial");
	assert_string_equal(read_as(f, "PARTIALLY concur").text, "partial");
	assert_string_equal(read_as(f, "Non-concur").text, "nonconcur");
	err = refused(f, "pendng");
	assert_non_null(strstr(err.next, "did you mean pending?"));
	assert_non_null(strstr(err.next, "concur, partial, nonconcur, pending"));
	refused(f, "part");
	err = refused(field_of("recommendation", "topic"), "Managment control");
	assert_non_null(strstr(err.next, "did you mean mgmt_control?"));
}

static void references__are_kept_as_typed(void **state)
{
	(void)state;
	assert_string_equal(read_as(field_of("recommendation", "report"), " OIG-12-130 ").text, "OIG-12-130");
	assert_string_equal(read_as(field_of("update", "subject"), "milestone:M2.4").text, "milestone:M2.4");
	refused(field_of("report", "addressees"), "somebody");
}

static void value_check__takes_only_what_the_log_may_hold(void **state)
{
	static const char uid[] = "0190a1b2-c3d4-7e5f-8a6b-0123456789ab";
	static const struct {
		const char *entity, *field, *text;
		int64_t number;
		bool fits;
	} cases[] = {
		{ "report", "title", "A title", 0, true },
		{ "report", "title", "", 0, false },
		{ "report", "title", "two\nlines", 0, false },
		{ "report", "title", "e\xcc\x81", 0, false },
		{ "report", "title", NULL, 3, false },
		{ "report", "notes", "two\nlines", 0, true },
		{ "report", "issued_on", "2012-09-25", 0, true },
		{ "report", "issued_on", "2012-09-31", 0, false },
		{ "report", "issued_on", "today", 0, false },
		{ "report", "agency", "oig", 0, true },
		{ "report", "agency", "OIG", 0, false },
		{ "report", "agency", "xyz", 0, false },
		{ "report", "questioned_cents", NULL, 5, true },
		{ "report", "questioned_cents", NULL, -5, false },
		{ "report", "questioned_cents", "5", 0, false },
		{ "report", "joint", NULL, 1, true },
		{ "report", "joint", NULL, 2, false },
		{ "recommendation", "number", NULL, 10000, true },
		{ "recommendation", "number", NULL, 10001, false },
		{ "recommendation", "report", uid, 0, true },
		{ "recommendation", "report", "OIG-12-130", 0, false },
		{ "update", "subject", "report:0190a1b2-c3d4-7e5f-8a6b-0123456789ab", 0, true },
		{ "update", "subject", "reports:0190a1b2-c3d4-7e5f-8a6b-0123456789ab", 0, false },
		{ "update", "subject", uid, 0, false },
		{ "report", "rec_count", NULL, 3, false },
	};

	char text[42];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct value v = cases[i].text
			? (struct value){ .kind = VALUE_TEXT, .text = cases[i].text }
			: value_int(cases[i].number);
		const struct field *f = field_of(cases[i].entity, cases[i].field);
		struct error err = ERROR_INIT;

		if ((value_check(f, v, &err) == 0) != cases[i].fits)
			fail_msg("case %zu, field %s: %s", i, f->name, err.why);
	}
	assert_int_equal(value_check(field_of("report", "title"), VALUE_NULL, NULL), 0);
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_int_equal(value_check(field_of("report", "number"), value_text(text), NULL), FAIL_DATA);
}

static void assert_written(const struct field *f, struct value v, const char *machine, const char *people)
{
	AUTOBUF written = BUF_INIT;
	AUTOBUF shown = BUF_INIT;

	value_write(f, v, &written);
	value_show(f, v, &shown);
	assert_string_equal(written.s, machine);
	assert_string_equal(shown.s, people);
}

static void values__are_written_for_machines_and_shown_to_people(void **state)
{
	const struct field *money = field_of("report", "questioned_cents");

	(void)state;
	assert_written(money, value_int(123456789), "1234567.89", "1,234,567.89");
	assert_written(money, value_int(-5), "-0.05", "-0.05");
	assert_written(money, value_int(100000), "1000.00", "1,000.00");
	assert_written(field_of("report", "joint"), value_int(1), "1", "yes");
	assert_written(field_of("report", "joint"), value_int(0), "0", "no");
	assert_written(field_of("report", "agency"), value_text("gao"), "gao", "GAO");
	assert_written(field_of("report", "stated_rec_count"), value_int(1234), "1234", "1234");
	assert_written(field_of("report", "issued_on"), value_text("2012-09-25"), "2012-09-25", "2012-09-25");
	assert_written(field_of("report", "title"), VALUE_NULL, "", "");
}

static void what_is_written__is_read_as_the_same_value(void **state)
{
	static const struct {
		const char *entity, *field, *typed;
	} cases[] = {
		{ "report", "questioned_cents", "1,234.50" }, { "report", "joint", "yes" },
		{ "report", "agency", "gao" }, { "report", "issued_on", "2012-09-25" },
		{ "dependency", "lag", "-12" }, { "report", "title", "x" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct field *f = field_of(cases[i].entity, cases[i].field);
		struct value v = read_as(f, cases[i].typed);
		AUTOBUF written = BUF_INIT;
		AUTOBUF shown = BUF_INIT;

		value_write(f, v, &written);
		value_show(f, v, &shown);
		assert_true(value_equal(read_as(f, written.s), v));
		assert_true(value_equal(read_as(f, shown.s), v));
	}
}

static void value_equal__compares_what_is_meant(void **state)
{
	char text[] = "a";

	(void)state;
	assert_true(value_equal(VALUE_NULL, VALUE_NULL));
	assert_true(value_equal(value_text("a"), value_text(text)));
	assert_false(value_equal(value_text("a"), value_text("b")));
	assert_false(value_equal(value_int(0), VALUE_NULL));
	assert_false(value_equal(value_int(1), value_int(2)));
	assert_int_equal(value_text("").kind, VALUE_NONE);
	assert_int_equal(value_text(NULL).kind, VALUE_NONE);
	assert_ptr_not_equal(value_copy(&arena, value_text(text)).text, text);
}

static void value_shapes__has_words_for_every_field(void **state)
{
	char text[300];

	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++)
		for (int j = 0; j < record_entities[i]->n_fields; j++)
			assert_true(strlen(value_shapes(&record_entities[i]->fields[j], text, sizeof text)) > 3);
	assert_string_equal(value_shapes(field_of("recommendation", "number"), text, sizeof text),
			    "a whole number from 1 to 10000");
}

static void value_initial__is_what_the_table_says(void **state)
{
	struct when_context when = sample_when();

	(void)state;
	assert_string_equal(value_initial(field_of("report", "agency"), &when, &arena).text, "oig");
	assert_string_equal(value_initial(field_of("update", "dated_on"), &when, &arena).text, "2012-11-15");
	assert_int_equal(value_initial(field_of("report", "joint"), &when, &arena).number, 0);
	assert_int_equal(value_initial(field_of("report", "title"), &when, &arena).kind, VALUE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(text__is_trimmed_and_normalised, tear_down),
		cmocka_unit_test_teardown(text__with_controls_or_broken_bytes_is_refused, tear_down),
		cmocka_unit_test_teardown(text__has_a_longest_length, tear_down),
		cmocka_unit_test_teardown(numbers__are_whole_and_within_range, tear_down),
		cmocka_unit_test_teardown(money__is_kept_in_cents, tear_down),
		cmocka_unit_test_teardown(yes_and_no__have_several_words, tear_down),
		cmocka_unit_test_teardown(dates__become_iso_text, tear_down),
		cmocka_unit_test_teardown(dates__without_a_context_are_iso_only, tear_down),
		cmocka_unit_test_teardown(choices__are_read_by_name_or_label, tear_down),
		cmocka_unit_test_teardown(references__are_kept_as_typed, tear_down),
		cmocka_unit_test_teardown(value_check__takes_only_what_the_log_may_hold, tear_down),
		cmocka_unit_test_teardown(values__are_written_for_machines_and_shown_to_people, tear_down),
		cmocka_unit_test_teardown(what_is_written__is_read_as_the_same_value, tear_down),
		cmocka_unit_test_teardown(value_equal__compares_what_is_meant, tear_down),
		cmocka_unit_test_teardown(value_shapes__has_words_for_every_field, tear_down),
		cmocka_unit_test_teardown(value_initial__is_what_the_table_says, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
