/* SPDX-License-Identifier: MIT */
/*
 * test_core_query.c - the query language: what each construct means. The tree
 * is checked through its canonical text, and in detail where that hides it.
 */
#include "core_help.h"

static struct arena arena = ARENA_INIT;

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static struct query *parse_in(const char *entity, const char *text)
{
	struct query_context context = sample_context();
	struct query *q = NULL;
	struct error err = ERROR_INIT;

	if (query_parse(record_entity_by_name(entity), text, &context, &arena, &q, NULL, &err) != 0)
		fail_msg("%s: %s", text, err.why);
	return q;
}

static struct query *parse(const char *text)
{
	return parse_in("recommendation", text);
}

static void assert_means(const char *text, const char *canonical)
{
	AUTOBUF out = BUF_INIT;

	query_write(parse(text), &out);
	if (strcmp(out.s, canonical) != 0)
		fail_msg("%s\n  means: %s\n  not:   %s", text, out.s, canonical);
}

static void an_empty_query__is_everything(void **state)
{
	(void)state;
	assert_null(parse(""));
	assert_null(parse(" \t\n "));
	assert_null(parse(NULL));
}

static void a_word__is_text_anywhere(void **state)
{
	struct query *q = parse("  e\xcc\x81tude ");

	(void)state;
	assert_int_equal(q->kind, QUERY_WORD);
	assert_string_equal(q->word, "\xc3\xa9tude");
	assert_false(q->phrase);
	assert_int_equal(q->from, 2);
	assert_int_equal(q->to, 9);
}

static void a_phrase__has_quotes_and_escapes(void **state)
{
	struct query *q = parse("\"a \\\"b\\\" and C:\\\\d\\e\"");

	(void)state;
	assert_int_equal(q->kind, QUERY_WORD);
	assert_true(q->phrase);
	assert_string_equal(q->word, "a \"b\" and C:\\d\\e");
	assert_means("\"and\" \"x\"\"y\"", "\"and\" \"x\" \"y\"");
}

static void a_bracket_within_a_word__belongs_to_it(void **state)
{
	(void)state;
	assert_string_equal(parse("287(g)")->word, "287(g)");
	assert_means("(287(g) or x)", "287(g) or x");
	assert_means("text:a not(b or c)", "text:a -(b or c)");
	assert_means("a(b c)", "a b c");
	assert_means("not(b)", "-b");
	assert_means("a or(b)", "a or b");
	assert_string_equal(parse("f(a(b)c)d")->word, "f(a(b)c)d");
}

static void terms_side_by_side__mean_and(void **state)
{
	struct query *q = parse("a b");

	(void)state;
	assert_int_equal(q->kind, QUERY_AND);
	assert_string_equal(q->left->word, "a");
	assert_string_equal(q->right->word, "b");
	assert_means("a and b AND c", "a b c");
}

static void or__binds_weaker_than_and(void **state)
{
	struct query *q = parse("a b or c");

	(void)state;
	assert_int_equal(q->kind, QUERY_OR);
	assert_int_equal(q->left->kind, QUERY_AND);
	assert_string_equal(q->right->word, "c");
	assert_means("a and b or c and d", "a b or c d");
	assert_means("a (b or c) d", "a (b or c) d");
	assert_means("a or b Or c", "a or b or c");
}

static void brackets__that_change_nothing_go_away(void **state)
{
	(void)state;
	assert_means("((a))", "a");
	assert_means("(a b) (c d)", "a b c d");
	assert_means("a or (b or (c or d))", "a or b or c or d");
	assert_means("(a b) or c", "a b or c");
}

static void chains__become_balanced_trees(void **state)
{
	AUTOBUF text = BUF_INIT;
	struct query *q;
	int depth = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_addf(&text, "w%d ", i);
	for (q = parse(text.s); q->kind == QUERY_AND; q = q->left)
		depth++;
	assert_int_equal(depth, 7);
	assert_string_equal(q->word, "w0");
}

static void minus_and_not__negate_the_next_term(void **state)
{
	struct query *q = parse("-study");

	(void)state;
	assert_int_equal(q->kind, QUERY_NOT);
	assert_string_equal(q->left->word, "study");
	assert_int_equal(q->from, 0);
	assert_int_equal(q->to, 6);
	assert_means("not a b", "-a b");
	assert_means("-(a b)", "-(a b)");
	assert_means("-\"a b\" -action:open -is:open", "-\"a b\" -action:open -action:open");
	assert_means("not not a", "--a");
	assert_means("pre-release 287-g", "pre-release 287-g");
}

static void a_field_with_a_value__is_equal(void **state)
{
	struct query *q = parse("ACTION:Open");

	(void)state;
	assert_int_equal(q->kind, QUERY_COMPARE);
	assert_int_equal(q->pseudo, QUERY_FIELD);
	assert_ptr_equal(q->field, field_of("recommendation", "action"));
	assert_int_equal(q->compare, QUERY_EQUAL);
	assert_int_equal(q->n_values, 1);
	assert_string_equal(q->values[0].text, "open");
	assert_int_equal(q->from, 0);
	assert_int_equal(q->to, 11);
	assert_means("owner-office:OPR", "owner_office:OPR");
}

static void several_values__mean_any_of_them(void **state)
{
	struct query *q = parse("topic:training,\"Management control\",data x");

	(void)state;
	assert_int_equal(q->left->n_values, 3);
	assert_string_equal(q->left->values[1].text, "mgmt_control");
	assert_means("text:a,\"b, c\",d", "text:a,\"b, c\",d");
}

static void text_values__are_kept_as_typed(void **state)
{
	struct query *q = parse("text:\"as \\\"such\\\"\"");

	(void)state;
	assert_string_equal(q->values[0].text, "as \"such\"");
	assert_means("text:287(g)", "text:\"287(g)\"");
	assert_means("text:a..b next_step:-x", "text:a..b next_step:-x");
	assert_string_equal(parse("to_title:e\xcc\x81")->values[0].text, "\xc3\xa9");
}

static void comparisons__are_for_dates_and_numbers(void **state)
{
	(void)state;
	assert_int_equal(parse("days<0")->compare, QUERY_LESS);
	assert_int_equal(parse("days<=0")->compare, QUERY_LESS_EQUAL);
	assert_int_equal(parse("days>-7")->compare, QUERY_GREATER);
	assert_int_equal(parse("days>=7")->compare, QUERY_GREATER_EQUAL);
	assert_int_equal(parse("days>-7")->values[0].number, -7);
	assert_means("due<+30d", "due<2012-12-15");
	assert_means("due<=\"December 31, 2012\"", "due<=2012-12-31");
	assert_means("closed_on:today", "closed_on:2012-11-15");
}

static void a_date_of_several_words__needs_no_quotes(void **state)
{
	(void)state;
	assert_means("due<=31 dec 2012 study", "due<=2012-12-31 study");
	assert_means("due<December 31, 2012", "due<2012-12-31");
	assert_means("due:1 jan 2013..31 mar 2013 is:open", "due:2013-01-01..2013-03-31 action:open");
	assert_means("due:1 jan 2013,2 jan 2013", "due:2013-01-01,2013-01-02");
	/* A date that is one by itself takes nothing with it. */
	assert_means("due<2013-01-01 2013", "due<2013-01-01 2013");
	assert_means("due<today or study", "due<2012-11-15 or study");
}

static void computed_fields__are_compared_like_any_other(void **state)
{
	struct query *q = parse_in("report", "rec_count:33 open_count>0");

	(void)state;
	assert_int_equal(q->left->values[0].number, 33);
	assert_true(q->right->field->flags & FIELD_DERIVED);
	assert_means("due_what:response status_word:late", "due_what:response status_word:late");
}

static void ranges__include_both_ends_and_may_be_open(void **state)
{
	struct query *q = parse("current_target:2013-01-01..2013-03-31");

	(void)state;
	assert_int_equal(q->compare, QUERY_RANGE);
	assert_int_equal(q->n_values, 2);
	assert_string_equal(q->values[0].text, "2013-01-01");
	assert_string_equal(q->values[1].text, "2013-03-31");
	assert_means("due:today..\"30 sep\"", "due:2012-11-15..2013-09-30");
	assert_means("days:-3..3", "days:-3..3");
	assert_means("due:..today", "due<=2012-11-15");
	assert_means("due:today..", "due>=2012-11-15");
	assert_means("questioned_cents:1,000..2,000.50", "questioned_cents:1000.00..2000.50");
}

static void none_and_any__ask_for_emptiness(void **state)
{
	(void)state;
	assert_int_equal(parse("owner_user:none")->compare, QUERY_NONE);
	assert_int_equal(parse("closed_on:ANY")->compare, QUERY_ANY);
	assert_int_equal(parse("due:none")->n_values, 0);
	assert_int_equal(parse("text:\"none\"")->compare, QUERY_EQUAL);
	/* A choice of that name is meant where the field has one. */
	assert_int_equal(parse("sub:none")->compare, QUERY_EQUAL);
	assert_string_equal(parse("sub:none")->values[0].text, "none");
	assert_int_equal(parse("sub:any")->compare, QUERY_ANY);
}

static void money_and_yes_or_no__are_read_as_in_forms(void **state)
{
	struct query *q = parse("questioned_cents:1,234.50");

	(void)state;
	assert_int_equal(q->n_values, 1);
	assert_int_equal(q->values[0].number, 123450);
	assert_int_equal(parse("questioned_cents>=1,234.50")->values[0].number, 123450);
	assert_int_equal(parse("questioned_cents:1.50,2.50")->n_values, 2);
	assert_int_equal(parse("questioned_cents:1,2345")->n_values, 2);
	assert_int_equal(parse("priority:TRUE")->values[0].number, 1);
	assert_means("priority:0 conditional:y", "priority:no conditional:yes");
}

static void numbers__beyond_a_field_s_range_may_be_asked_for(void **state)
{
	(void)state;
	assert_int_equal(parse("number>-5")->values[0].number, -5);
	assert_int_equal(parse("number<1000000")->values[0].number, 1000000);
	assert_int_equal(parse("number:1,2,3")->n_values, 3);
}

static void references__are_kept_for_the_store(void **state)
{
	struct query *q = parse("report:OIG-12-130,OIG-11-119");

	(void)state;
	assert_int_equal(q->n_values, 2);
	assert_string_equal(q->values[0].text, "OIG-12-130");
	assert_int_equal(parse("ref:OIG-12-130/1")->pseudo, QUERY_REF);
	assert_null(parse("ref:OIG-12-130/1")->field);
	assert_int_equal(parse("version>17")->pseudo, QUERY_VERSION);
	assert_int_equal(parse("version>17")->values[0].number, 17);
	assert_int_equal(parse("uid:abc")->pseudo, QUERY_UID);
	assert_means("ref:none", "ref:\"none\"");
}

static void me__is_the_account_asking(void **state)
{
	struct query_context nobody = { .when = sample_when() };
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct query *q;

	(void)state;
	assert_string_equal(parse("owner_user:ME")->values[0].text, "inspector");
	assert_string_equal(parse("owner_user:\"me\"")->values[0].text, "me");
	assert_string_equal(parse("text:me")->values[0].text, "me");
	assert_string_equal(parse("owner_office:me")->values[0].text, "me");
	assert_int_equal(query_parse(e, "owner_user:me", &nobody, &arena, &q, NULL, NULL), 0);
	assert_int_equal(q->compare, QUERY_EQUAL);
	assert_int_equal(q->n_values, 0); /* equal to none of no values: matches nothing */
	assert_int_equal(query_parse(e, "owner_user:me,lead", &nobody, &arena, &q, NULL, NULL), 0);
	assert_int_equal(q->n_values, 1);
}

static void shorthands__are_what_the_table_says(void **state)
{
	struct query *q = parse("  is:late");

	(void)state;
	assert_int_equal(q->from, 2);
	assert_int_equal(q->right->to, 9);
	assert_means("is:open", "action:open");
	assert_means("IS:Open study", "action:open study");
	assert_means("is:late", "action:open due<2012-11-15");
	assert_means("is:mine", "owner_user:inspector");
	assert_means("-is:late", "-(action:open due<2012-11-15)");
	assert_means("is:closed,mine", "action:closed or owner_user:inspector");
	assert_means("is:problem x", "problem:any x");
	assert_int_equal(parse("is:new")->kind, QUERY_NEW);
	assert_int_equal(parse_in("evidence", "is:new")->kind, QUERY_NEW);
}

static void every_shorthand__parses_for_its_entity(void **state)
{
	(void)state;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct shorthand *s = record_entities[i]->shorthands;

		for (; s && s->name; s++) {
			AUTOBUF text = BUF_INIT;

			buf_addf(&text, "is:%s", s->name);
			assert_non_null(parse_in(record_entities[i]->name, text.s));
		}
	}
}

static void the_example_of_the_manual__is_understood(void **state)
{
	(void)state;
	assert_means("is:open owner_office:OPR current_target<=2012-12-31 study",
		     "action:open owner_office:OPR current_target<=2012-12-31 study");
}

static void words_to_show__are_those_not_negated(void **state)
{
	const char *words[3];

	(void)state;
	assert_int_equal(query_words(parse("a -b (\"c d\" or text:e) -(f g)"), words, 3), 2);
	assert_string_equal(words[0], "a");
	assert_string_equal(words[1], "c d");
	assert_int_equal(query_words(parse("a b c d"), words, 3), 3);
	assert_int_equal(query_words(NULL, words, 3), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(an_empty_query__is_everything, tear_down),
		cmocka_unit_test_teardown(a_word__is_text_anywhere, tear_down),
		cmocka_unit_test_teardown(a_phrase__has_quotes_and_escapes, tear_down),
		cmocka_unit_test_teardown(a_bracket_within_a_word__belongs_to_it, tear_down),
		cmocka_unit_test_teardown(terms_side_by_side__mean_and, tear_down),
		cmocka_unit_test_teardown(or__binds_weaker_than_and, tear_down),
		cmocka_unit_test_teardown(brackets__that_change_nothing_go_away, tear_down),
		cmocka_unit_test_teardown(chains__become_balanced_trees, tear_down),
		cmocka_unit_test_teardown(minus_and_not__negate_the_next_term, tear_down),
		cmocka_unit_test_teardown(a_field_with_a_value__is_equal, tear_down),
		cmocka_unit_test_teardown(several_values__mean_any_of_them, tear_down),
		cmocka_unit_test_teardown(text_values__are_kept_as_typed, tear_down),
		cmocka_unit_test_teardown(comparisons__are_for_dates_and_numbers, tear_down),
		cmocka_unit_test_teardown(a_date_of_several_words__needs_no_quotes, tear_down),
		cmocka_unit_test_teardown(computed_fields__are_compared_like_any_other, tear_down),
		cmocka_unit_test_teardown(ranges__include_both_ends_and_may_be_open, tear_down),
		cmocka_unit_test_teardown(none_and_any__ask_for_emptiness, tear_down),
		cmocka_unit_test_teardown(money_and_yes_or_no__are_read_as_in_forms, tear_down),
		cmocka_unit_test_teardown(numbers__beyond_a_field_s_range_may_be_asked_for, tear_down),
		cmocka_unit_test_teardown(references__are_kept_for_the_store, tear_down),
		cmocka_unit_test_teardown(me__is_the_account_asking, tear_down),
		cmocka_unit_test_teardown(shorthands__are_what_the_table_says, tear_down),
		cmocka_unit_test_teardown(every_shorthand__parses_for_its_entity, tear_down),
		cmocka_unit_test_teardown(the_example_of_the_manual__is_understood, tear_down),
		cmocka_unit_test_teardown(words_to_show__are_those_not_negated, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
