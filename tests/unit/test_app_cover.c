/* SPDX-License-Identifier: MIT */
/* test_app_cover.c - the crosswalk's totals and problems, coverage by day, and what they stand in the way of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "app/cover.h"
#include "app/crosswalk.h"
#include "app/deed.h"
#include "app_help.h"
#include "app/what_if.h"

static struct plan plan;
static struct crosswalk walk;
static struct cover cover;

static void read_all(void)
{
	struct plan_options o = PLAN_OPTIONS_INIT;

	plan_release(&plan);
	crosswalk_release(&walk);
	cover_release(&cover);
	assert_int_equal(plan_read(&help.app, &o, &plan, &help.err), 0);
	assert_int_equal(crosswalk_read(&help.app, &plan, DATE_NONE, &walk, &help.err), 0);
	assert_int_equal(cover_read(&help.app, &plan, NULL, DATE_NONE, &cover, &help.err), 0);
}

static int set_up(void **state)
{
	help_sample(state);
	assert_int_equal(help_open("lead"), 0);
	read_all();
	return 0;
}

static int tear_down(void **state)
{
	plan_release(&plan);
	crosswalk_release(&walk);
	cover_release(&cover);
	return help_end(state);
}

static bool has_problem(const char *words, bool blocks)
{
	for (int i = 0; i < walk.n_problems; i++)
		if (strstr(walk.problems[i].words, words) && walk.problems[i].blocks == blocks)
			return true;
	return false;
}

/* ---- crosswalk */

static void crosswalk__adds_up_by_series_and_grade(void **state)
{
	AUTOBUF words = BUF_INIT;
	int sum = 0;

	(void)state;
	assert_int_equal(walk.rows.n, 14);
	for (int i = 0; i < walk.n_totals; i++)
		sum += walk.totals[i].n;
	assert_int_equal(sum, 14);
	crosswalk_total_words(&walk, &words);
	assert_string_equal(words.s, "14 positions, 11 move, 1 vacant: GS-1811-13 > GS-1801-12 1, GS-1811-13 > GS-1801-13 6, "
				     "GS-1811-14 > GS-1801-14 3, GS-1811-15 > GS-1801-15 1, GS-0343-12 > GS-0343-12 1, "
				     "GS-0343-13 > GS-0343-13 1, GS-1802-09 > GS-1802-09 1");
	assert_int_equal(walk.n_inspectors, 8);
	assert_int_equal(walk.inspectors_in_wave[1], 4);
}

static void crosswalk__of_the_sample_has_one_notice_to_give(void **state)
{
	AUTOBUF words = BUF_INIT;

	(void)state;
	crosswalk_problem_words(&walk, &words);
	assert_string_equal(words.s, "1 problem, 0 block the plan");
	assert_true(has_problem("P-009: the grade falls from GS-1811-13 to GS-1801-12, and no notice is on record", false));
}

static void crosswalk__names_what_breaks_it(void **state)
{
	(void)state;
	assert_int_equal(help_add("position", "plan=RECLASS-FY13", "position_no=P-15", "title=A", "from_series=1811",
				  "from_grade=13", NULL), 0);
	assert_int_equal(help_add("position", "plan=RECLASS-FY13", "position_no=P-015", "title=A", "from_series=1811",
				  "from_grade=13", "to_series=1801", "to_grade=13", "leap_after=yes", NULL), 0);
	assert_int_equal(help_set("P-002", "wave=3", NULL), 0);
	assert_int_equal(help_set("P-004", "effective_on=2013-06-30", NULL), 0);
	read_all();
	assert_true(has_problem("the target series is missing", true));
	assert_true(has_problem("listed twice, also as", true));
	assert_true(has_problem("is in no wave", true));
	assert_true(has_problem("P-002: the plan has no wave 3", true));
	assert_true(has_problem("P-004: effective on 2013-06-30, but wave 2 is on 2013-07-14", true));
	assert_true(has_problem("availability pay in series 1801", true));
}

/* ---- coverage */

static enum cover_mark mark(const char *function, const char *iso)
{
	struct date d;

	assert_true(date_parse_iso(iso, 10, &d));
	for (int i = 0; i < cover.n_functions; i++)
		if (strcmp(cover.functions[i].name, function) == 0)
			return cover_worst(&cover, i, d, 1);
	fail_msg("no function %s", function);
	return COVER_OFF;
}

static void cover__tells_covered_from_alternate_and_gap(void **state)
{
	(void)state;
	assert_int_equal(mark("lead_inspector", "2013-03-04"), COVER_FULL);
	assert_int_equal(mark("lead_inspector", "2013-03-03"), COVER_OFF);
	assert_int_equal(mark("lead_inspector", "2013-07-01"), COVER_ALTERNATE); /* wave 1 */
	assert_int_equal(mark("lead_inspector", "2013-07-08"), COVER_FULL);
	assert_int_equal(mark("finding_follow_up", "2013-05-10"), COVER_ALTERNATE); /* training */
	assert_int_equal(mark("complaint_referral", "2013-07-03"), COVER_EXPLAINED);
	assert_int_equal(mark("complaint_referral", "2013-07-04"), COVER_OFF); /* a holiday */
}

static void cover__of_the_sample_has_one_gap_and_explains_it(void **state)
{
	AUTOBUF words = BUF_INIT;

	(void)state;
	assert_int_equal(cover.n_gaps, 1);
	assert_int_equal(cover.n_unexplained, 0);
	cover_gap_words(&cover, &cover.gaps[0], &words);
	assert_string_equal(words.s, "Referral of complaints 2013-07-01 to 2013-07-05: 0 of 1, P-013 leave, P-006 wave 1; "
				     "explained: The duty line of the section takes them that week");
}

static void cover__finds_gaps_of_leave_vacancy_and_missing_rows(void **state)
{
	(void)state;
	assert_int_equal(help_add("absence", "position=P-003", "kind=leave", "from_on=2013-04-10", "to_on=2013-04-10", NULL), 0);
	assert_int_equal(help_set("P-014", "status=vacant", NULL), 0);
	assert_int_equal(help_set("COV-1", "to_on=2013-09-26", NULL), 0);
	assert_int_equal(help_set("COV-4", "minimum=2", NULL), 0);
	read_all();
	assert_int_equal(mark("lead_inspector", "2013-04-10"), COVER_GAP);
	assert_int_equal(mark("lead_inspector", "2013-04-11"), COVER_FULL); /* only the alternate is away */
	assert_int_equal(mark("oig_liaison", "2013-04-10"), COVER_ALTERNATE);
	assert_int_equal(mark("planning", "2013-09-27"), COVER_GAP);
	assert_int_equal(mark("finding_follow_up", "2013-05-10"), COVER_GAP); /* one of two */
	assert_true(cover.n_unexplained >= 3);
}

/* A wave that moves in a what-if takes its week along. */
static void cover__follows_the_wave_of_a_what_if(void **state)
{
	struct what_if what = WHAT_IF_INIT;
	struct cover after;

	(void)state;
	assert_int_equal(what_if_add(&help.app, &plan, "M0.1", "+15wd", &what, &help.err), 0);
	assert_int_equal(cover_read(&help.app, &plan, what.result.after, DATE_NONE, &after, &help.err), 0);
	assert_int_equal(mark("lead_inspector", "2013-07-01"), COVER_ALTERNATE);
	assert_int_equal(after.n_gaps, 0);
	cover_release(&after);
	what_if_release(&what);
}

/* ---- in the way of a baseline */

static int option(const char *ref, const char *action, struct deed_option *out, struct arena *arena)
{
	struct store_found found;
	const struct life_rule *rule;

	assert_int_equal(store_find(help.app.store, ref, ENTITY_NONE, false, &found, &help.err), 0);
	rule = life_find(found.entity, action);
	assert_non_null(rule);
	return deed_option(&help.app, found.entity, found.uid, rule, arena, out, &help.err);
}

static void baseline__waits_for_coverage_and_crosswalk(void **state)
{
	AUTOARENA arena = ARENA_INIT;
	struct deed_option o;

	(void)state;
	assert_int_equal(help_add("plan", "code=SMALL", "title=A small one", NULL), 0);
	assert_int_equal(help_add("milestone", "plan=SMALL", "code=W1", "title=Wave", "roll=pay_period",
				  "forecast=2013-06-30", NULL), 0);
	assert_int_equal(help_open("director"), 0);
	assert_int_equal(option("RECLASS-FY13", "freeze-baseline", &o, &arena), 0);
	assert_false(o.possible);
	assert_non_null(strstr(o.why.why, "not every milestone is approved"));
	assert_int_equal(option("SMALL", "freeze-baseline", &o, &arena), 0);
	assert_false(o.possible);
}

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(crosswalk__adds_up_by_series_and_grade),
		T(crosswalk__of_the_sample_has_one_notice_to_give),
		T(crosswalk__names_what_breaks_it),
		T(cover__tells_covered_from_alternate_and_gap),
		T(cover__of_the_sample_has_one_gap_and_explains_it),
		T(cover__finds_gaps_of_leave_vacancy_and_missing_rows),
		T(cover__follows_the_wave_of_a_what_if),
		T(baseline__waits_for_coverage_and_crosswalk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
