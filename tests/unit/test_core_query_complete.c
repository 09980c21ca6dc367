/* SPDX-License-Identifier: MIT */
/* test_core_query_complete.c - the query language: what could be typed next. "|" is the cursor. */
#include "core_help.h"

static char offered[8192]; /* ";" before and after each candidate */
static size_t start;

static void emit(void *data, const char *candidate, const char *help)
{
	size_t len = strlen(offered);

	(void)data;
	(void)help;
	assert_true(len + strlen(candidate) + 2 < sizeof offered);
	snprintf(offered + len, sizeof offered - len, "%s;", candidate);
}

static void complete(const char *text)
{
	const char *cursor = strchr(text, '|');
	AUTOBUF whole = BUF_INIT;

	buf_adds(&whole, text);
	buf_splice(&whole, (size_t)(cursor - text), 1, NULL, 0);
	snprintf(offered, sizeof offered, ";");
	query_complete(record_entity(ENTITY_RECOMMENDATION), whole.s, (size_t)(cursor - text), &start, emit, NULL);
}

static bool offers(const char *candidate)
{
	AUTOBUF wanted = BUF_INIT;

	buf_addf(&wanted, ";%s;", candidate);
	return strstr(offered, wanted.s) != NULL;
}

static void an_empty_place__offers_fields_and_shorthands(void **state)
{
	(void)state;
	complete("|");
	assert_int_equal(start, 0);
	assert_true(offers("due:") && offers("action:") && offers("is:late") && offers("is:new") && offers("ref:"));
	complete("study |");
	assert_int_equal(start, 6);
	assert_true(offers("due:") && offers("is:open"));
	complete("-(|");
	assert_int_equal(start, 2);
	assert_true(offers("due:"));
	complete("a -| b");
	assert_int_equal(start, 3);
	assert_true(offers("due:"));
}

static void a_begun_name__offers_what_begins_so(void **state)
{
	(void)state;
	complete("study OW|");
	assert_int_equal(start, 6);
	assert_string_equal(offered, ";owner_office:;owner_user:;");
	complete("is|");
	assert_true(offers("is:open") && offers("is:new") && !offers("due:"));
	complete("no|");
	assert_true(offers("not "));
	complete("zzz|");
	assert_string_equal(offered, ";");
	complete("due| x");
	assert_true(offers("due:") && offers("due_what:") && offers("due_wording:"));
}

static void a_shorthand__is_completed_behind_its_colon(void **state)
{
	(void)state;
	complete("is:|");
	assert_int_equal(start, 3);
	assert_true(offers("open") && offers("mine") && offers("new"));
	complete("is:open,la|");
	assert_int_equal(start, 8);
	assert_string_equal(offered, ";late;");
}

static void choices__are_offered_by_name_and_label(void **state)
{
	(void)state;
	complete("x topic:|");
	assert_int_equal(start, 8);
	assert_true(offers("training") && offers("data") && offers("none") && offers("any"));
	complete("topic:tr|");
	assert_string_equal(offered, ";training;");
	complete("topic:manage|");
	assert_string_equal(offered, ";mgmt_control;");
	complete("topic:data,tr|");
	assert_int_equal(start, 11);
	assert_string_equal(offered, ";training;");
	complete("sub:n|"); /* the choice, and only once */
	assert_string_equal(offered, ";none;");
}

static void dates_flags_and_people__have_words_of_their_own(void **state)
{
	(void)state;
	complete("due<|");
	assert_int_equal(start, 4);
	assert_true(offers("today") && offers("+30d") && offers("eofy") && !offers("none"));
	complete("due:today..eo|");
	assert_int_equal(start, 11);
	assert_true(offers("eom") && offers("eoq") && !offers("today"));
	complete("priority:|");
	assert_true(offers("yes") && offers("no"));
	complete("owner_user:m|");
	assert_string_equal(offered, ";me;");
	complete("text:|");
	assert_string_equal(offered, ";none;any;");
}

static void quotes_and_unknown_fields__are_left_alone(void **state)
{
	(void)state;
	complete("\"du|");
	assert_string_equal(offered, ";");
	complete("topic:\"tr|");
	assert_string_equal(offered, ";");
	complete("zzz:a|");
	assert_string_equal(offered, ";");
	complete("\"x\"|");
	assert_string_equal(offered, ";");
	complete(":|");
	assert_string_equal(offered, ";");
}

static void lines__are_no_fields_to_ask_for(void **state)
{
	(void)state;
	snprintf(offered, sizeof offered, ";");
	query_complete(record_entity(ENTITY_REPORT), "a", 1, &start, emit, NULL);
	assert_string_equal(offered, ";agency:;agency_wide:;");
}

/* Whatever stands before the cursor, the candidates replace a piece of it. */
static void the_place__is_never_behind_the_cursor(void **state)
{
	static const char text[] = "a (due:today..\"30 sep\" or -topic:data,\"x\\\"y\") is:open,late \"b";
	(void)state;
	for (size_t at = 0; at <= sizeof text; at++) {
		snprintf(offered, sizeof offered, ";");
		query_complete(record_entity(ENTITY_RECOMMENDATION), text, at, &start, emit, NULL);
		assert_true(start <= at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_place__offers_fields_and_shorthands),
		cmocka_unit_test(a_begun_name__offers_what_begins_so),
		cmocka_unit_test(a_shorthand__is_completed_behind_its_colon),
		cmocka_unit_test(choices__are_offered_by_name_and_label),
		cmocka_unit_test(dates_flags_and_people__have_words_of_their_own),
		cmocka_unit_test(quotes_and_unknown_fields__are_left_alone),
		cmocka_unit_test(lines__are_no_fields_to_ask_for),
		cmocka_unit_test(the_place__is_never_behind_the_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
