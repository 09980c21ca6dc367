/* SPDX-License-Identifier: MIT */
/* test_store_query.c - queries as SQL, derived fields, lists, finding, searching. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store_help.h"

#define REC ENTITY_RECOMMENDATION

/* Six recommendations in two reports that differ in everything asked for below. Today is 2012-11-15. */
static int begin(void **state)
{
	char other[UUID_TEXT], r[UUID_TEXT];
	struct edit e;

	if (scratch_begin(state) != 0)
		return -1;
	edit_begin(&e, "add");
	e.b.effective = day("2012-10-01");
	edit_add(&e, ENTITY_REPORT, other);
	edit_text(&e, "number", "OIG-10-63");
	edit_text(&e, "title", "The 287(g) agreements");
	edit_text(&e, "agency", "gao");
	edit_text(&e, "issued_on", "2010-03-04");
	edit_int(&e, "stated_rec_count", 33);
	edit_add(&e, ENTITY_ADDRESSEE, NULL);
	edit_text(&e, "report", other);
	edit_text(&e, "name", "John Morton");
	for (int i = 0; i < 4; i++) {
		edit_add_rec(&e, other, i == 2 ? r : NULL);
		edit_text(&e, "finding", i % 2 ? "Übergang nach Ångström" : "training records");
		edit_int(&e, "number", i == 3 ? 10 : i + 1);
	}
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	edit_begin(&e, "record-closure");
	edit_set(&e, REC, r);
	edit_text(&e, "action", "closed");
	edit_text(&e, "closure_basis", "published");
	edit_text(&e, "closed_by_date", "2012-09-24");
	edit_set(&e, REC, world.rec2);
	edit_text(&e, "waiting_on_office", world.ohc);
	edit_text(&e, "current_target", "2012-11-01");
	edit_text(&e, "owner_user", world.inspector);
	edit_int(&e, "questioned_cents", 123456);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	return 0;
}

static void assert_list(const char *query, const char *refs)
{
	const char *found = list(world.s, REC, query, "ref");
	int n = *refs != '\0';

	if (strcmp(found, refs) != 0)
		fail_msg("%s: %s, not %s", query, found, refs);
	for (const char *c = refs; *c; c++)
		n += *c == ' ';
	assert_int_equal(count(world.s, REC, query), n);
}

#define ALL "OIG-10-63/1 OIG-10-63/2 OIG-10-63/3 OIG-10-63/10 OIG-12-130/1 OIG-12-130/2"
#define OLD "OIG-10-63/1 OIG-10-63/2 OIG-10-63/3 OIG-10-63/10"
#define NEW "OIG-12-130/1 OIG-12-130/2"

static void query__compares_fields_of_every_type(void **state)
{
	static const char *const cases[][2] = {
		{ "", ALL },
		{ "number:1", "OIG-10-63/1 OIG-12-130/1" },
		{ "number:1,10", "OIG-10-63/1 OIG-10-63/10 OIG-12-130/1" },
		{ "number>2", "OIG-10-63/3 OIG-10-63/10" },
		{ "number:2..3", "OIG-10-63/2 OIG-10-63/3 OIG-12-130/2" },
		{ "action:closed", "OIG-10-63/3" },
		{ "action:open,closed", ALL },
		{ "report:oig-12-130", NEW },
		{ "report:oig-12-130,OIG-10-63", ALL },
		{ "report:OIG-12", "" },
		{ "owner_user:me", "OIG-12-130/2" },
		{ "owner_user:any", "OIG-12-130/2" },
		{ "-owner_user:me", OLD " OIG-12-130/1" },
		{ "waiting_on_office:none", OLD " OIG-12-130/1" },
		{ "current_target<2012-11-15", "OIG-12-130/2" },
		{ "current_target:2012-11-01", "OIG-12-130/2" },
		{ "questioned_cents:1,234.56", "OIG-12-130/2" },
		{ "questioned_cents>1234", "OIG-12-130/2" },
		{ "finding:TRAINING", "OIG-10-63/1 OIG-10-63/3" },
		{ "finding:training,\"nach \xC3\xA5ngstr\xC3\xB6m\"", OLD },
		{ "ref:oig-10-63/10", "OIG-10-63/10" },
		{ "version>1", ALL },
		{ "is:new", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_list(cases[i][0], cases[i][1]);
}

static void query__joins_terms_and_turns_them_round(void **state)
{
	static const char *const cases[][2] = {
		{ "number:1 report:OIG-12-130", "OIG-12-130/1" },
		{ "number:1 or number:2", "OIG-10-63/1 OIG-10-63/2 OIG-12-130/1 OIG-12-130/2" },
		{ "(number:1 or number:2) report:OIG-10-63", "OIG-10-63/1 OIG-10-63/2" },
		{ "-(number:1 or number:2)", "OIG-10-63/3 OIG-10-63/10" },
		{ "not (questioned_cents>5 or number:1)", "OIG-10-63/2 OIG-10-63/3 OIG-10-63/10" },
		{ "-(-number:1)", "OIG-10-63/1 OIG-12-130/1" },
		{ "-due<2012-11-15 is:open", "OIG-12-130/1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_list(cases[i][0], cases[i][1]);
}

static void query__finds_words_anywhere_in_a_record(void **state)
{
	static const char *const cases[][2] = {
		{ "establish", ALL },
		{ "\xC3\xBC"
		  "bergang",
		  "OIG-10-63/2 OIG-10-63/10" }, /* case beyond ASCII */
		{ "OPR", ALL },                 /* a record referred to */
		{ "OHC", "OIG-12-130/2" },
		{ "63/10", "OIG-10-63/10" },    /* its own reference */
		{ "published", "OIG-10-63/3" }, /* a choice's label */
		{ "\"training records\"", "OIG-10-63/1 OIG-10-63/3" },
		{ "\"records training\"", "" },
		{ "training -closed", "OIG-10-63/1" },
		{ "50%", "" }, /* no pattern characters */
		{ "it's", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_list(cases[i][0], cases[i][1]);
	assert_string_equal(list(world.s, ENTITY_REPORT, "morton", "ref"),
			    "OIG-10-63"); /* its lines */
}

static void query__takes_a_hundred_terms(void **state)
{
	AUTOBUF words = BUF_INIT, fields = BUF_INIT;

	(void)state;
	for (int i = 0; i < 99; i++) {
		buf_addf(&words, "%sestablish", i ? " " : "");
		buf_addf(&fields, "%s-number:%d", i ? " " : "", i + 50);
	}
	assert_list(words.s, ALL);
	assert_list(fields.s, ALL);
	buf_clear(&words);
	for (int i = 0; i < 99; i++)
		buf_addf(&words, "%sword%d", i ? " or " : "", i);
	assert_list(words.s, "");
}

static void list__sorts_naturally_and_keeps_empty_ones_last(void **state)
{
	(void)state;
	assert_string_equal(list(world.s, ENTITY_REPORT, "", "number"), "OIG-10-63 OIG-12-130");
	assert_string_equal(list(world.s, ENTITY_REPORT, "", "-ref"), "OIG-12-130 OIG-10-63");
	assert_string_equal(list(world.s, REC, "number:1,2", "current_target"),
			    "OIG-12-130/2 OIG-10-63/1 OIG-10-63/2 OIG-12-130/1");
	assert_string_equal(list(world.s, REC, "number:1,2", "-current_target"),
			    "OIG-12-130/2 OIG-10-63/1 OIG-10-63/2 OIG-12-130/1");
	assert_string_equal(list(world.s, REC, "number:1,2", "-report,-number"),
			    "OIG-12-130/2 OIG-12-130/1 OIG-10-63/2 OIG-10-63/1");
	assert_string_equal(list(world.s, REC, "", "-action"),
			    "OIG-10-63/3 OIG-10-63/1 OIG-10-63/2 OIG-10-63/10 " NEW);
}

static void derived__says_how_records_stand_on_the_day(void **state)
{
	(void)state;
	assert_string_equal(get(world.s, REC, world.rec1, "due"), "2012-12-24");
	assert_string_equal(get(world.s, REC, world.rec1, "due_what"), "update");
	assert_string_equal(get(world.s, REC, world.rec1, "days"), "39");
	assert_string_equal(get(world.s, REC, world.rec1, "age"), "51");
	assert_string_equal(get(world.s, REC, world.rec1, "status_word"), "OPEN");
	assert_string_equal(get(world.s, REC, world.rec2, "days"), "-14");
	assert_string_equal(get(world.s, REC, world.rec2, "status_word"), "LATE");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "fiscal_year"), "2012");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "rec_count"), "2");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "open_count"), "2");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "difference"), "0");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "due"), "2012-11-01");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "status_word"), "LATE");
	assert_string_equal(get(world.s, ENTITY_PLAN, world.plan, "milestone_count"), "3");
	assert_string_equal(get(world.s, ENTITY_PLAN, world.plan, "status_word"), "DRAFT");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "status_word"), "DRAFT");
	/* Nobody ever answered the three open ones of 2010. */
	assert_int_equal(count(world.s, REC, "is:late"), 4);
}

static void derived__counts_the_fiscal_year_from_october(void **state)
{
	(void)state;
	set_text(world.s, ENTITY_REPORT, world.report, "issued_on", "2012-09-30");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "fiscal_year"), "2012");
	set_text(world.s, ENTITY_REPORT, world.report, "issued_on", "2012-10-01");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "fiscal_year"), "2013");
}

static void derived__reads_a_milestone_against_its_newest_baseline(void **state)
{
	char first[UUID_TEXT], second[UUID_TEXT];
	struct edit e;

	(void)state;
	edit_begin(&e, "freeze-baseline");
	for (int i = 0; i < 2; i++) {
		char *baseline = i ? second : first;

		edit_add(&e, ENTITY_BASELINE, baseline);
		edit_text(&e, "plan", world.plan);
		edit_text(&e, "frozen_on", "2012-10-01");
		edit_add(&e, ENTITY_BASELINE_DATE, NULL);
		edit_text(&e, "baseline", baseline);
		edit_text(&e, "milestone", world.m1);
		edit_text(&e, "date", i ? "2012-11-10" : "2012-10-10");
	}
	edit_set(&e, ENTITY_MILESTONE, world.m1);
	edit_text(&e, "forecast", "2012-11-20");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_string_equal(ref_of(world.s, ENTITY_BASELINE, first), "RECLASS/B0");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "baseline"), "2012-11-10");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "slip"), "10");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "due"), "2012-11-10");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "days"), "-5");
	assert_string_equal(get(world.s, ENTITY_MILESTONE, world.m1, "status_word"), "LATE");
	assert_string_equal(get(world.s, ENTITY_PLAN, world.plan, "finish"), "2012-11-20");
	assert_string_equal(get(world.s, ENTITY_PLAN, world.plan, "status_word"), "LATE");
	assert_int_equal(count(world.s, ENTITY_MILESTONE, "is:late"), 1);
}

/* ---- lists by what they belong to -------------------------------------------------------- */

static void list__shows_what_belongs_to_a_record(void **state)
{
	const struct entity *e = record_entity(REC);
	struct select q = { .entity = e,
			    .today = day("2012-11-15"),
			    .parent_field = record_field(e, "report"),
			    .parent_uid = world.report };
	struct ids ids = { .n = 0 };

	(void)state;
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	assert_int_equal(ids.n, 2);
	q.parent_field = record_field(e, "waiting_on_office");
	q.parent_uid = world.ohc;
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	assert_int_equal(ids.n, 1);
	ids_release(&ids);
}

static void rows__come_in_the_order_asked_and_leave_gaps(void **state)
{
	const struct entity *e = record_entity(REC);
	struct select q = { .entity = e, .today = day("2012-11-15") };
	struct columns columns;
	struct ids ids = { .n = 0 };
	AUTOARENA a = ARENA_INIT;
	struct rows rows;
	int32_t wanted[3];

	(void)state;
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	wanted[0] = ids.at[5];
	wanted[1] = 999999;
	wanted[2] = ids.at[0];
	assert_int_equal(columns_parse(e, "ref,owner_office,days,questioned_cents,version",
				       &columns, NULL),
			 0);
	assert_int_equal(store_rows(world.s, &q, &columns, wanted, 3, &a, &rows, &world.err), 0);
	assert_string_equal(rows.cells[0], "OIG-12-130/2");
	assert_string_equal(rows.cells[1], "OPR");
	assert_string_equal(rows.cells[2], "-14");
	assert_string_equal(rows.cells[3], "1234.56");
	assert_null(rows.cells[5]);
	assert_null(rows.uids[1]);
	assert_string_equal(rows.cells[10], "OIG-10-63/1");
	assert_null(rows.cells[13]);
	assert_true(rows.versions[0] > 0);
	ids_release(&ids);
}

static bool stop_at_once(void *data)
{
	++*(int *)data;
	return true;
}

static void list__can_be_interrupted(void **state)
{
	struct select q = { .entity = record_entity(REC), .today = day("2012-11-15") };
	struct ids ids = { .n = 0 };
	int asked = 0;

	(void)state;
	store_on_progress(world.s, stop_at_once, &asked);
	for (int i = 0; i < 200 && !asked; i++)
		(void)store_ids(world.s, &q, &ids, &world.err);
	assert_true(asked);
	assert_int_equal(world.err.kind, FAIL_NO);
	assert_string_equal(world.err.why, "");
	store_on_progress(world.s, NULL, NULL);
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	assert_int_equal(ids.n, 6);
	ids_release(&ids);
}

/* ---- finding and searching ------------------------------------------------------------------ */

static void assert_found(const char *ref, enum entity_id kind, const char *uid)
{
	struct store_found found;

	if (store_find(world.s, ref, ENTITY_NONE, false, &found, &world.err) != 0)
		fail_msg("%s: %s", ref, world.err.why);
	assert_int_equal(found.entity->id, kind);
	assert_string_equal(found.uid, uid);
}

static void find__takes_every_form_of_a_reference(void **state)
{
	struct store_found found;

	(void)state;
	assert_found("OIG-12-130", ENTITY_REPORT, world.report);
	assert_found(" oig-12-130/2 ", REC, world.rec2);
	assert_found("recommendation:OIG-12-130/1", REC, world.rec1);
	assert_found("milestones:m0.1", ENTITY_MILESTONE, world.m1);
	assert_found("RECLASS/M0.1", ENTITY_MILESTONE, world.m1);
	assert_found("inspector", ENTITY_USER, world.inspector);
	assert_int_equal(store_find(world.s, "OIG-12-130", REC, false, &found, &world.err),
			 FAIL_MISSING);
	assert_int_equal(store_find(world.s, "OIG-12-131/2", ENTITY_NONE, false, &found,
				    &world.err),
			 FAIL_MISSING);
	assert_non_null(strstr(world.err.next, "OIG-12-130/2"));
	assert_int_equal(store_find(world.s, "", ENTITY_NONE, false, &found, &world.err),
			 FAIL_MISSING);
}

static void find__asks_which_kind_is_meant(void **state)
{
	struct store_found found;
	struct edit e;

	(void)state;
	edit_begin(&e, "add");
	edit_add(&e, ENTITY_REVIEW_SERIES, NULL);
	edit_text(&e, "code", "OPR");
	edit_text(&e, "title", "A series");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(store_find(world.s, "opr", ENTITY_NONE, false, &found, &world.err),
			 FAIL_USAGE);
	assert_non_null(strstr(world.err.why, "office:OPR"));
	assert_non_null(strstr(world.err.why, "review_series:OPR"));
	assert_int_equal(store_find(world.s, "office:opr", ENTITY_NONE, false, &found, &world.err),
			 0);
}

static void find__shows_removed_records_only_when_asked(void **state)
{
	struct store_found found;
	struct edit e;

	(void)state;
	edit_begin(&e, "void");
	edit_set(&e, REC, world.rec2);
	edit_removed(&e, true);
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_int_equal(store_find(world.s, "OIG-12-130/2", ENTITY_NONE, false, &found,
				    &world.err),
			 FAIL_MISSING);
	assert_non_null(strstr(world.err.why, "removed"));
	assert_int_equal(store_find(world.s, "OIG-12-130/2", ENTITY_NONE, true, &found, &world.err),
			 0);
	assert_true(found.removed);
	assert_string_equal(list(world.s, REC, "report:OIG-12-130", "ref"), "OIG-12-130/1");
}

static void add_hit(void *data, const struct store_hit *hit)
{
	buf_addf(data, "%s[%s] ", hit->ref, hit->snippet);
}

static void search__puts_titles_first_and_marks_the_hit(void **state)
{
	AUTOBUF hits = BUF_INIT;

	(void)state;
	assert_int_equal(store_search(world.s, "287(G)", 10, false, add_hit, &hits, &world.err), 0);
	assert_string_equal(hits.s, "OIG-10-63[The \x01"
				    "287(g)\x02 agreements] ");
	buf_clear(&hits);
	assert_int_equal(
		store_search(world.s, "\xC3\x85NGSTR\xC3\x96M", 1, false, add_hit, &hits, &world.err), 0);
	assert_string_equal(hits.s, "OIG-10-63/2[\xC3\x9C"
				    "bergang nach \x01\xC3\x85ngstr\xC3\xB6m\x02] ");
	buf_clear(&hits);
	assert_int_equal(store_search(world.s, "oig-10-63", 1, false, add_hit, &hits, &world.err), 0);
	assert_memory_equal(hits.s, "OIG-10-63[", 10);
	buf_clear(&hits);
	assert_int_equal(store_search(world.s, "training \"absent phrase\"", 10, false, add_hit, &hits,
				      &world.err),
			 0);
	assert_string_equal(hits.s, "");
}

static void add_referrer(void *data, const struct entity *from, const struct field *field,
			 int64_t n)
{
	buf_addf(data, "%s.%s %d, ", from->name, field->name, (int)n);
}

static void referrers__are_counted_by_kind_and_field(void **state)
{
	AUTOBUF found = BUF_INIT;

	(void)state;
	assert_int_equal(store_referrers(world.s, record_entity(ENTITY_OFFICE), world.ohc,
					 add_referrer, &found, NULL),
			 0);
	assert_string_equal(found.s, "recommendation.waiting_on_office 1, ");
	buf_clear(&found);
	assert_int_equal(store_referrers(world.s, record_entity(ENTITY_PLAN), world.plan,
					 add_referrer, &found, NULL),
			 0);
	assert_string_equal(found.s, "milestone.plan 3, ");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(query__compares_fields_of_every_type),
		T(query__joins_terms_and_turns_them_round),
		T(query__finds_words_anywhere_in_a_record),
		T(query__takes_a_hundred_terms),
		T(list__sorts_naturally_and_keeps_empty_ones_last),
		T(derived__says_how_records_stand_on_the_day),
		T(derived__counts_the_fiscal_year_from_october),
		T(derived__reads_a_milestone_against_its_newest_baseline),
		T(list__shows_what_belongs_to_a_record),
		T(rows__come_in_the_order_asked_and_leave_gaps),
		T(list__can_be_interrupted),
		T(find__takes_every_form_of_a_reference),
		T(find__asks_which_kind_is_meant),
		T(find__shows_removed_records_only_when_asked),
		T(search__puts_titles_first_and_marks_the_hit),
		T(referrers__are_counted_by_kind_and_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
