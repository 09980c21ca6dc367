/* SPDX-License-Identifier: MIT */
/* test_core_columns.c - sort orders and column lists. */
#include "core_help.h"

static const struct entity *reports(void)
{
	return record_entity(ENTITY_REPORT);
}

static void sort__takes_fields_up_and_down(void **state)
{
	struct sort s;

	(void)state;
	assert_int_equal(sort_parse(reports(), "issued_on,-Number, +title", &s, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.keys[0].field->name, "issued_on");
	assert_false(s.keys[0].descending);
	assert_string_equal(s.keys[1].field->name, "number");
	assert_true(s.keys[1].descending);
	assert_false(s.keys[2].descending);
	assert_int_equal(sort_parse(reports(), "-ref", &s, NULL), 0);
	assert_null(s.keys[0].field);
	assert_true(s.keys[0].descending);
	assert_int_equal(sort_parse(reports(), " ", &s, NULL), 0);
	assert_int_equal(s.n, 0);
}

static void assert_no_sort(const char *text, const char *why, const char *next)
{
	struct sort s = { .n = 77 };
	struct error err = ERROR_INIT;

	assert_int_equal(sort_parse(reports(), text, &s, &err), FAIL_USAGE);
	assert_int_equal(s.n, 77);
	assert_non_null(strstr(err.why, why));
	assert_non_null(strstr(err.next, next));
}

static void sort__refuses_what_it_does_not_know(void **state)
{
	(void)state;
	assert_no_sort("isued_on", "reports have no field \"isued_on\"", "did you mean issued_on?");
	assert_no_sort("title,,number", "no field \"\"", "");
	assert_no_sort("title,", "no field \"\"", "");
	assert_no_sort("-", "no field \"\"", "");
	assert_no_sort("title,-title", "\"-title\" is there twice", "");
	assert_no_sort("addressees", "no order", "");
	assert_no_sort("version", "no field", "");
	assert_no_sort("title,number,agency,issued_on,type", "more than 4", "");
}

static void columns__take_fields_and_pseudo_columns(void **state)
{
	struct columns c;

	(void)state;
	assert_int_equal(columns_parse(reports(), "ref, TITLE,version,uid,rec_count", &c, NULL), 0);
	assert_int_equal(c.n, 5);
	assert_int_equal(c.at[0].pseudo, QUERY_REF);
	assert_string_equal(column_name(&c.at[0]), "ref");
	assert_string_equal(column_label(&c.at[0]), "Reference");
	assert_string_equal(column_name(&c.at[1]), "title");
	assert_string_equal(column_label(&c.at[1]), "Title");
	assert_int_equal(c.at[2].pseudo, QUERY_VERSION);
	assert_int_equal(c.at[3].pseudo, QUERY_UID);
	assert_string_equal(column_label(&c.at[4]), "Recs");
}

static void columns__refuse_what_they_do_not_know(void **state)
{
	static const char *const bad[] = { "", " ", ",", "titel", "title,title", "ref,REF", "addressees" };
	struct columns c = { .n = 77 };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct error err = ERROR_INIT;

		assert_int_equal(columns_parse(reports(), bad[i], &c, &err), FAIL_USAGE);
		assert_true(err.why[0] != '\0');
		assert_int_equal(c.n, 77);
	}
}

static void an_endless_name__is_no_field(void **state)
{
	struct sort s;
	AUTOBUF text = BUF_INIT;

	(void)state;
	buf_pad(&text, 'x', 5000);
	assert_int_equal(sort_parse(reports(), text.s, &s, NULL), FAIL_USAGE);
}

static void columns__take_a_width_and_are_written_out(void **state)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct error err = ERROR_INIT;
	struct columns c;
	struct sort sort;
	AUTOBUF text = BUF_INIT;

	(void)state;
	assert_int_equal(columns_parse(e, " ref , text:40,due:8", &c, &err), 0);
	assert_int_equal(c.at[0].width, 0);
	assert_int_equal(c.at[1].width, 40);
	columns_write(&c, &text);
	assert_string_equal(text.s, "ref,text:40,due:8");
	assert_int_equal(columns_parse(e, "text:401", &c, &err), FAIL_USAGE);
	assert_int_equal(columns_parse(e, "text:", &c, &err), FAIL_USAGE);
	assert_int_equal(columns_parse(e, "text:4x", &c, &err), FAIL_USAGE);
	assert_int_equal(sort_parse(e, "-due,ref", &sort, &err), 0);
	buf_clear(&text);
	sort_write(&sort, &text);
	assert_string_equal(text.s, "-due,ref");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns__take_a_width_and_are_written_out),
		cmocka_unit_test(sort__takes_fields_up_and_down),
		cmocka_unit_test(sort__refuses_what_it_does_not_know),
		cmocka_unit_test(columns__take_fields_and_pseudo_columns),
		cmocka_unit_test(columns__refuse_what_they_do_not_know),
		cmocka_unit_test(an_endless_name__is_no_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
