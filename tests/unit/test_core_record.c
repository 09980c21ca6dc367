/* SPDX-License-Identifier: MIT */
/* test_core_record.c - the record table, its names, natural order, and roles. */
#include "core_help.h"

static void record_table__makes_sense(void **state)
{
	const char *wrong = record_check();

	(void)state;
	if (wrong)
		fail_msg("%s", wrong);
}

static void record_entity__is_found_by_name_or_plural_in_any_case(void **state)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);

	(void)state;
	assert_ptr_equal(record_entity_by_name("recommendation"), e);
	assert_ptr_equal(record_entity_by_name("Recommendations"), e);
	assert_ptr_equal(record_entity_by_name("REVIEW-series"), record_entity(ENTITY_REVIEW_SERIES));
	assert_null(record_entity_by_name("recommend"));
	assert_null(record_entity_by_name(""));
	assert_null(record_entity_by_name(NULL));
	assert_null(record_entity(ENTITY_NONE));
	assert_null(record_entity(ENTITY_MAX));
}

static void record_field__is_found_in_any_case_and_whole_only(void **state)
{
	const struct entity *e = record_entity(ENTITY_REPORT);
	const struct field *f = record_field(e, "Issued_On");

	(void)state;
	assert_non_null(f);
	assert_string_equal(f->name, "issued_on");
	assert_ptr_equal(record_field(e, "issued-on"), f);
	assert_null(record_field(e, "issued"));
	assert_null(record_field(e, "issued_on_"));
	assert_ptr_equal(&e->fields[record_field_index(e, f)], f);
	assert_int_equal(record_field_index(record_entity(ENTITY_PLAN), f), -1);
}

static void record_stored__is_false_for_computed_fields_and_lines(void **state)
{
	(void)state;
	assert_true(record_stored(field_of("report", "title")));
	assert_false(record_stored(field_of("report", "rec_count")));
	assert_false(record_stored(field_of("report", "addressees")));
}

static void record_parent__is_the_field_that_says_so(void **state)
{
	(void)state;
	assert_string_equal(record_parent(record_entity(ENTITY_RECOMMENDATION))->name, "report");
	assert_null(record_parent(record_entity(ENTITY_REPORT)));
}

static void record_max__has_a_default_for_every_type(void **state)
{
	(void)state;
	assert_int_equal(record_max(field_of("report", "number")), 40);
	assert_int_equal(record_max(field_of("report", "from_official")), 200);
	assert_int_equal(record_max(field_of("report", "notes")), 65536);
	assert_true(record_max(field_of("report", "questioned_cents")) > INT64_C(100000000000));
	assert_int_equal(record_min(field_of("recommendation", "number")), 1);
	assert_true(record_min(field_of("recommendation", "days")) < 0);
}

static void record_is_pseudo__knows_the_columns_every_entity_has(void **state)
{
	(void)state;
	assert_true(record_is_pseudo("ref") && record_is_pseudo("Version") && record_is_pseudo("uid"));
	assert_false(record_is_pseudo("number") || record_is_pseudo("") || record_is_pseudo(NULL));
}

static int compare_refs(const char *a, const char *b)
{
	char x[100], y[100];

	return strcmp(record_natural_key(a, x, sizeof x), record_natural_key(b, y, sizeof y));
}

static void natural_key__sorts_reports_as_people_do(void **state)
{
	static const char *const sorted[] = {
		"GAO-09-109", "GAO-21-186", "OIG-10-63", "OIG-10-124", "OIG-11-119", "OIG-12-130",
		"OIG-12-130-SR", "OIG-12-130/1", "OIG-12-130/2", "OIG-12-130/10", "OIG-13-116",
		"OIG-13-99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i + 1 < COUNT(sorted); i++)
		for (size_t j = i + 1; j < COUNT(sorted); j++)
			assert_true(compare_refs(sorted[i], sorted[j]) < 0);
}

static void natural_key__knows_no_case_and_no_leading_zeros(void **state)
{
	(void)state;
	assert_int_equal(compare_refs("oig-10-63", "OIG-10-063"), 0);
	assert_true(compare_refs("P-007", "P-10") < 0);
	assert_true(compare_refs("M2.3", "M2.10") < 0);
	assert_true(compare_refs("P-0", "P-1") < 0);
	assert_int_equal(compare_refs("P-000", "P-0"), 0);
}

static void natural_key__is_cut_at_a_character(void **state)
{
	char key[5], none[1] = "x";

	(void)state;
	assert_string_equal(record_natural_key("abü", key, sizeof key), "AB\xc3\xbc");
	assert_string_equal(record_natural_key("abcü", key, sizeof key), "ABC");
	assert_string_equal(record_natural_key("1234567", key, sizeof key), "7123");
	assert_string_equal(record_natural_key("abc", none, sizeof none), "");
}

static void ref_parts__split_a_pattern_into_text_and_fields(void **state)
{
	const struct entity *e = record_entity(ENTITY_DEPENDENCY);
	struct ref_part parts[REF_PARTS_MAX];

	(void)state;
	assert_int_equal(record_ref_parts(e, e->ref, parts), 5);
	assert_string_equal(parts[0].field->name, "plan");
	assert_null(parts[0].of_target);
	assert_int_equal(parts[1].len, 1);
	assert_memory_equal(parts[1].literal, "/", 1);
	assert_string_equal(parts[2].field->name, "pred");
	assert_string_equal(parts[2].of_target->name, "code");
	assert_int_equal(record_ref_parts(e, "", parts), 0);
}

static void ref_parts__refuse_unknown_fields_and_stray_brackets(void **state)
{
	static const char *const bad[] = {
		"{nothing}", "{kind.name}", "{plan", "plan}", "{}", "{pred.nothing}", "{kind.code}", "{{plan}}",
		"1{plan}2{plan}3{plan}4{plan}5{plan}",
	};
	struct ref_part parts[REF_PARTS_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(record_ref_parts(record_entity(ENTITY_DEPENDENCY), bad[i], parts), -1);
}

static void roles__have_one_name_each(void **state)
{
	(void)state;
	for (unsigned role = 1; role < ROLE_ALL; role <<= 1) {
		assert_int_equal(role_by_name(role_name(role)), role);
		assert_true(role_label(role)[0] != '\0');
	}
	assert_int_equal(role_by_name("Supervisor"), ROLE_SUPERVISOR);
	assert_int_equal(role_by_name("chief"), ROLE_NONE);
	assert_int_equal(role_by_name(NULL), ROLE_NONE);
	assert_string_equal(role_name(ROLE_LEAD | ROLE_CLERK), "?");
	assert_string_equal(role_label(ROLE_NONE), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(record_table__makes_sense),
		cmocka_unit_test(record_entity__is_found_by_name_or_plural_in_any_case),
		cmocka_unit_test(record_field__is_found_in_any_case_and_whole_only),
		cmocka_unit_test(record_stored__is_false_for_computed_fields_and_lines),
		cmocka_unit_test(record_parent__is_the_field_that_says_so),
		cmocka_unit_test(record_max__has_a_default_for_every_type),
		cmocka_unit_test(record_is_pseudo__knows_the_columns_every_entity_has),
		cmocka_unit_test(natural_key__sorts_reports_as_people_do),
		cmocka_unit_test(natural_key__knows_no_case_and_no_leading_zeros),
		cmocka_unit_test(natural_key__is_cut_at_a_character),
		cmocka_unit_test(ref_parts__split_a_pattern_into_text_and_fields),
		cmocka_unit_test(ref_parts__refuse_unknown_fields_and_stray_brackets),
		cmocka_unit_test(roles__have_one_name_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
