/* SPDX-License-Identifier: MIT */
/*
 * test_core_query_errors.c - the query language: what is refused, at which
 * byte, and what was expected there.
 */
#include "core/query.h"
#include "core_help.h"

#include "base/utf8.h"

struct refusal {
	const char *text;
	size_t at;
	const char *expected, *why; /* parts of the messages */
};

static int try_query(const char *text, struct query_error *at, struct error *err)
{
	struct query_context context = sample_context();
	struct query *q = (struct query *)(uintptr_t)8;
	AUTOARENA a = ARENA_INIT;
	int failed = query_parse(record_entity(ENTITY_RECOMMENDATION), text, &context, &a, &q, at, err);

	if (failed)
		assert_ptr_equal(q, (struct query *)(uintptr_t)8); /* untouched */
	return failed;
}

static void assert_refused(const struct refusal *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct query_error at = { .at = 999 };
		struct error err = ERROR_INIT;

		if (try_query(r[i].text, &at, &err) != FAIL_USAGE)
			fail_msg("%s is not refused", r[i].text);
		if (at.at != r[i].at || !strstr(at.expected, r[i].expected))
			fail_msg("%s: at byte %zu expected %s", r[i].text, at.at, at.expected);
		if (!strstr(err.why, at.expected) || !strstr(err.why, r[i].why))
			fail_msg("%s: %s", r[i].text, err.why);
		assert_int_equal(try_query(r[i].text, NULL, NULL), FAIL_USAGE);
	}
}

static void grammar__errors_name_the_place_and_the_wish(void **state)
{
	static const struct refusal cases[] = {
		{ "a or", 4, "a term: a word, \"a phrase\", field:value, is:open", "at the end: expected" },
		{ "or a", 0, "a term before \"or\"", "at character 1, \"or\": expected" },
		{ "a and and b", 6, "a term before \"and\"", "at character 7, \"and\"" },
		{ "a and or b", 6, "a term before \"or\"", "" },
		{ "not", 3, "a term", "at the end" },
		{ "a - b", 3, "a term directly after \"-\"", "at character 4" },
		{ "a -", 3, "a term directly after \"-\"", "at the end" },
		{ "()", 1, "a term before \")\"", "at character 2, \")\"" },
		{ "(a b", 4, "\")\" for the \"(\" at character 1", "at the end" },
		{ "x (a", 4, "\")\" for the \"(\" at character 3", "at the end" },
		{ "a ) b", 2, "no \")\" here", "at character 3, \")\"" },
		{ "(a or)", 5, "a term before \")\"", "" },
		{ "a \"b c", 6, "a quote that closes the one at character 3", "at the end" },
		{ "\"a\\\"", 4, "a quote that closes the one at character 1", "" },
		{ "a \"\" b", 2, "text between the quotes", "" },
		{ ":open", 0, "the name of a field before the sign", "at character 1, \":open\"" },
		{ "a <5", 2, "the name of a field before the sign", "" },
		{ "\"due\":today", 5, "the name of a field before the sign", "" },
		{ "\xc3\xbc\xc3\xbc or", 7, "a term", "at the end" },
		{ "\xc3\xbc\xc3\xbc ) x", 5, "no \")\"", "at character 4, \")\"" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void fields__that_do_not_exist_are_refused_with_the_nearest(void **state)
{
	static const struct refusal cases[] = {
		{ "a ownr_user:me", 2, "did you mean owner_user?", "at character 3, \"ownr_user:me\"" },
		{ "acton:open", 0, "a field of recommendations: did you mean action?", "" },
		{ "iss:open", 0, "did you mean is?", "" },
		{ "zzzz:1", 0, "a field of recommendations (put text with this sign in quotes)", "" },
		{ "http://example.org", 0, "in quotes", "" },
		{ "a<b", 0, "a field", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void lines__are_looked_for_in_their_own_list(void **state)
{
	struct query_context context = sample_context();
	struct query_error at;
	struct query *q;
	AUTOARENA a = ARENA_INIT;

	(void)state;
	assert_int_equal(query_parse(record_entity(ENTITY_REPORT), "addressees:x", &context, &a, &q, &at, NULL),
			 FAIL_USAGE);
	assert_int_equal(at.at, 0);
	assert_non_null(strstr(at.expected, "(addressees)"));
}

static void operators__that_do_not_fit_are_refused_with_the_right_one(void **state)
{
	static const struct refusal cases[] = {
		{ "action=open", 6, "\":\" as in action:value", "at character 7, \"=open\"" },
		{ "a action!=open", 8, "as in -action:value", "" },
		{ "text<5", 4, "\":\", since text has no order", "" },
		{ "action>=open", 6, "\":\", since action has no order", "" },
		{ "report>OIG-12-130", 6, "\":\", since report has no order", "" },
		{ "ref<5", 3, "\":\", since ref has no order", "" },
		{ "due:<today", 4, "a value, or the sign without the one before it", "" },
		{ "due<>today", 4, "a value, or the sign without the one before it", "" },
		{ "is<open", 2, "\":\" as in is:open", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void values__that_do_not_fit_are_refused_with_what_does(void **state)
{
	static const struct refusal cases[] = {
		{ "due:", 4, "a value after due:", "at the end" },
		{ "due: today", 4, "a value after due:", "" },
		{ "due<", 4, "a value after due<", "" },
		{ "text:\"\"", 5, "a value after text:", "" },
		{ "topic:data,", 11, "a value after topic:", "at the end" },
		{ "topic:,data", 6, "a value after topic:", "" },
		{ "due:frday", 4, "a date: did you mean friday?", "\"frday\" is not a date" },
		{ "due:2013-02-30", 4, "a date: 2013-09-30, 30 sep", "Feb 2013 has 28 days" },
		{ "due<due+3d", 4, "a date", "needs a due date, and there is none here" },
		{ "due<none", 4, "a date", "" },
		{ "action:opn", 7, "action: did you mean open?", "none of its choices" },
		{ "topic:data,trainig,x", 11, "topic: did you mean training?", "at character 12" },
		{ "concurrence:part", 12, "did you mean partial?", "" },
		{ "action:xyz", 7, "one of open, closed", "" },
		{ "number:1;2", 7, "a whole number from 1 to 10000", "\"1;2\" is not a whole number" },
		{ "number:99999999999999999999", 7, "a whole number", "is out of range" },
		{ "questioned_cents:1.234", 17, "an amount: 1234.50 or 1,234.50", "is not an amount" },
		{ "priority:maybe", 9, "yes or no", "" },
		{ "version:x", 8, "a whole number", "" },
		{ "text:a\"b\"", 6, "a comma, a blank or \")\" after the value", "" },
		{ "due:\"30 sep\"x", 12, "a comma, a blank or \")\" after the value", "" },
		{ "owner_user:none,x", 15, "\"none\" and \"any\" without other values", "" },
		{ "text:\"open", 10, "a quote that closes the one at character 6", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void ranges__that_make_no_sense_are_refused(void **state)
{
	static const struct refusal cases[] = {
		{ "due:..", 4, "a value before or after \"..\"", "" },
		{ "due:2013-01-01..2012-01-01", 16, "an end of the range that is not before its start", "" },
		{ "days:3..-3", 8, "an end of the range that is not before its start", "" },
		{ "number:1..3,7", 11, "a blank or \")\" after the value", "" },
		{ "number:1..2..3", 10, "a whole number", "" },
		{ "number:1..x", 10, "a whole number", "" },
		{ "number<1..3", 7, "a whole number", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void shorthands__that_do_not_exist_are_refused_with_those_that_do(void **state)
{
	static const struct refusal cases[] = {
		{ "is:", 3, "is:open, is:closed, is:late, is:mine, is:waiting, is:problem, is:new", "" },
		{ "x is:mien", 5, "did you mean is:mine?", "at character 6, \"mien\"" },
		{ "is:open,", 8, "is:open", "at the end" },
		{ "is:zzz", 3, "is:new", "" },
		{ "is:\"open", 8, "a closing quote", "" },
		{ "is:open\"x\"", 7, "a comma, a blank or \")\" after the value", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void controls_and_broken_bytes__are_refused_where_they_stand(void **state)
{
	static const struct refusal cases[] = {
		{ "ab\x1b[2J", 2, "text without control characters", "at character 3" },
		{ "\"a\xff\"", 2, "in UTF-8", "" },
		{ "a\rb\rc\x01", 5, "text without control characters", "" },
	};

	(void)state;
	assert_refused(cases, COUNT(cases));
}

static void no_message__carries_a_control_character(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(try_query("ab\x1b[2J\xff", NULL, &err), FAIL_USAGE);
	assert_true(utf8_is_visible(err.why, strlen(err.why), 0));
}

static void limits__of_terms_values_and_shorthands_are_one_hundred(void **state)
{
	AUTOBUF text = BUF_INIT;
	struct query_error at;

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_adds(&text, "w ");
	assert_int_equal(try_query(text.s, NULL, NULL), 0);
	buf_adds(&text, "x");
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 200);
	assert_string_equal(at.expected, "no more than 100 terms");
	buf_clear(&text);
	buf_adds(&text, "number:1");
	for (int i = 1; i < 101; i++)
		buf_adds(&text, ",1");
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 7 + 200);
	buf_clear(&text);
	for (int i = 0; i < 51; i++)
		buf_adds(&text, "is:late "); /* two terms each */
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 400);
}

static void limits__of_nesting_are_fifty(void **state)
{
	AUTOBUF text = BUF_INIT;
	struct query_error at;

	(void)state;
	buf_pad(&text, '(', 25);
	buf_pad(&text, '-', 25);
	buf_adds(&text, "a");
	buf_pad(&text, ')', 25);
	assert_int_equal(try_query(text.s, NULL, NULL), 0);
	buf_splice(&text, 50, 1, "is:open", 7);
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 50);
	buf_clear(&text);
	buf_pad(&text, '(', 4000);
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 50);
	assert_string_equal(at.expected, "nesting no deeper than 50");
	buf_clear(&text);
	for (int i = 0; i < 45; i++)
		buf_adds(&text, "(a) -b "); /* side by side they are not deep */
	assert_int_equal(try_query(text.s, NULL, NULL), 0);
}

static void limits__of_text_are_four_kibibytes(void **state)
{
	AUTOBUF text = BUF_INIT;
	struct query_error at;

	(void)state;
	buf_pad(&text, 'a', 4096);
	assert_int_equal(try_query(text.s, NULL, NULL), 0);
	buf_addc(&text, 'a');
	assert_int_equal(try_query(text.s, &at, NULL), FAIL_USAGE);
	assert_int_equal(at.at, 4096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grammar__errors_name_the_place_and_the_wish),
		cmocka_unit_test(fields__that_do_not_exist_are_refused_with_the_nearest),
		cmocka_unit_test(lines__are_looked_for_in_their_own_list),
		cmocka_unit_test(operators__that_do_not_fit_are_refused_with_the_right_one),
		cmocka_unit_test(values__that_do_not_fit_are_refused_with_what_does),
		cmocka_unit_test(ranges__that_make_no_sense_are_refused),
		cmocka_unit_test(shorthands__that_do_not_exist_are_refused_with_those_that_do),
		cmocka_unit_test(controls_and_broken_bytes__are_refused_where_they_stand),
		cmocka_unit_test(no_message__carries_a_control_character),
		cmocka_unit_test(limits__of_terms_values_and_shorthands_are_one_hundred),
		cmocka_unit_test(limits__of_nesting_are_fifty),
		cmocka_unit_test(limits__of_text_are_four_kibibytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
