/* SPDX-License-Identifier: MIT */
/*
 * test_store_clocks.c - what queries say of clocks is what core/deadline.h says of the same facts.
 *
 * Random recommendations with letters and updates are put in; the test keeps
 * the facts of each itself and asks core. CLOSEOUT_SEED repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "store/clocks.h"
#include "store_help.h"

#define RECS 240

struct rec {
	char uid[UUID_TEXT];
	struct deadline_facts facts;
	const char *work_state;
};

static struct rec recs[RECS];
static uint64_t seed;

/* ---- chance ------------------------------------------------------------------------ */

static unsigned chance(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

/* Month ends, leap days and the ends of the range come up often. */
static struct date some_day(void)
{
	static const char *const special[] = { "2012-08-31", "2012-02-29", "2011-11-30", "2012-12-31",
					       "2011-02-28", "2013-01-31", "2199-10-01", "2012-09-25" };
	struct date d;

	if (chance(4) == 0)
		return day(special[chance(8)]);
	assert_true(date_from_ymd(2010 + (int)chance(4), 1 + (int)chance(12), 1 + (int)chance(28), &d));
	return d;
}

static struct date perhaps(void)
{
	return chance(3) ? some_day() : DATE_NONE;
}

static void set_day(struct edit *e, const char *field, struct date d)
{
	char text[DATE_TEXT];

	if (!date_is_none(d))
		edit_text(e, field, date_format(d, text));
}

/* ---- random recommendations ---------------------------------------------------------- */

static void add_report(struct edit *e, int n, struct date issued, char *uid)
{
	char number[20];

	snprintf(number, sizeof number, "OIG-13-%d", n);
	edit_add(e, ENTITY_REPORT, uid);
	edit_text(e, "number", number);
	edit_text(e, "title", "A report");
	edit_text(e, "agency", "oig");
	set_day(e, "issued_on", issued);
	edit_int(e, "stated_rec_count", 1);
}

static void add_status(struct edit *e, struct rec *r)
{
	static const char *const states[] = { "new", "planning", "working", "closeout_review", "closeout_approved",
					      "with_oig", "done" };
	struct deadline_facts *f = &r->facts;
	unsigned state = chance(7);

	r->work_state = states[state];
	f->resolved = chance(2);
	f->closed = f->resolved && chance(4) == 0;
	f->on_hold = chance(5) == 0;
	f->waiting = chance(4) == 0;
	f->reported = state >= 3;
	f->sent = state >= 5;
	edit_text(e, "resolution", f->resolved ? "resolved" : "unresolved");
	edit_text(e, "action", f->closed ? "closed" : "open");
	edit_text(e, "sub", f->on_hold ? "on_hold" : "none");
	edit_text(e, "work_state", r->work_state);
	if (f->waiting)
		edit_text(e, "waiting_on_office", world.ohc);
	if (!f->closed)
		return;
	edit_text(e, "closure_basis", "published");
	edit_text(e, "closed_per", world.report);
	f->closed_on = day("2199-12-01");
	set_day(e, "closed_by_date", f->closed_on);
}

static void add_rec(struct edit *e, const char *report, struct rec *r)
{
	static const char *const fixed[][2] = { { "text", "Do it" }, { "text_status", "verbatim" },
						{ "concurrence", "concur" } };

	edit_add(e, ENTITY_RECOMMENDATION, r->uid);
	edit_text(e, "report", report);
	edit_text(e, "to_office", world.opr);
	edit_text(e, "owner_office", world.opr);
	for (size_t i = 0; i < 3; i++)
		edit_text(e, fixed[i][0], fixed[i][1]);
	add_status(e, r);
	r->facts.original_target = perhaps();
	r->facts.current_target = perhaps();
	r->facts.implemented_on = perhaps();
	r->facts.closeout_sent_on = perhaps();
	set_day(e, "original_target", r->facts.original_target);
	set_day(e, "current_target", r->facts.current_target);
	set_day(e, "implemented_on", r->facts.implemented_on);
	set_day(e, "closeout_sent_on", r->facts.closeout_sent_on);
}

static void add_letter(struct edit *e, struct rec *r, const char *direction, const char *kind, struct date on)
{
	char letter[UUID_TEXT];

	edit_add(e, ENTITY_CORRESPONDENCE, letter);
	edit_text(e, "direction", direction);
	edit_text(e, "kind", kind);
	set_day(e, "dated_on", on);
	edit_text(e, "summary", "A letter");
	edit_add(e, ENTITY_LETTER_LINE, NULL);
	edit_text(e, "letter", letter);
	edit_text(e, "recommendation", r->uid);
}

static void add_update(struct edit *e, const char *uid, const char *kind, struct date on)
{
	char subject[80];

	snprintf(subject, sizeof subject, "recommendation:%s", uid);
	edit_add(e, ENTITY_UPDATE, NULL);
	edit_text(e, "subject", subject);
	edit_text(e, "kind", kind);
	edit_text(e, "text", "How it stands");
	set_day(e, "dated_on", on);
}

static struct date earlier(struct date a, struct date b)
{
	return date_is_none(a) || date_cmp(b, a) < 0 ? b : a;
}

static struct date later(struct date a, struct date b)
{
	return date_cmp(b, a) > 0 ? b : a;
}

/* Letters that stop clocks, and letters and updates that look like them. */
static void add_papers(struct edit *e, struct rec *r)
{
	for (unsigned n = chance(3); n > 0; n--) {
		struct date on = some_day();

		add_letter(e, r, "out", "response", on);
		r->facts.response_on = earlier(r->facts.response_on, on);
	}
	for (unsigned n = chance(3); n > 0; n--) {
		struct date on = some_day();

		add_letter(e, r, "in", chance(2) ? "analysis" : "afo_decision", on);
		if (r->facts.resolved)
			r->facts.resolved_on = later(r->facts.resolved_on, on);
	}
	add_letter(e, r, "in", "response", some_day());
	add_letter(e, r, "out", "analysis", some_day());
	for (unsigned n = chance(4); n > 0; n--) {
		struct date on = some_day();
		bool status = chance(2);

		add_update(e, r->uid, status ? "status" : "note", on);
		if (status)
			r->facts.status_update_on = later(r->facts.status_update_on, on);
	}
}

static void fill(void)
{
	const char *given = getenv("CLOSEOUT_SEED");

	seed = given ? strtoull(given, NULL, 10) : (uint64_t)clock_monotonic_us();
	print_message("# CLOSEOUT_SEED=%llu\n", (unsigned long long)seed);
	for (int i = 0; i < RECS; i++) {
		struct rec *r = &recs[i];
		char report[UUID_TEXT];
		struct edit e;

		*r = (struct rec){ .facts = DEADLINE_FACTS_INIT };
		r->facts.issued_on = some_day();
		edit_begin(&e, "import");
		add_report(&e, i, r->facts.issued_on, report);
		add_rec(&e, report, r);
		add_papers(&e, r);
		if (edit_apply(&e, world.s) != 0)
			fail_msg("record %d: %s: %s", i, world.err.where, world.err.why);
		edit_end(&e);
	}
}

static struct deadline_rules some_rules(const struct calendar *c)
{
	struct deadline_rules r = deadline_rules_default();

	for (int i = 0; i < DEADLINE_LENGTHS; i++)
		r.at[i] = (struct deadline_length){
			.length = 1 + (int)chance(400),
			.unit = chance(2) ? DEADLINE_DAYS : DEADLINE_MONTHS,
			.roll = chance(2),
		};
	r.calendar = c;
	r.soon_days = (int)chance(60);
	return r;
}

/* ---- comparing ------------------------------------------------------------------------ */

#define TODAY "2012-11-15" /* what get() and count() ask for */

static const char *word_of(const struct deadline_rules *r, const struct deadline_facts *f,
			   const struct deadline all[DEADLINE_MAX])
{
	enum deadline_word w = deadline_word(r, f, all, day(TODAY));

	if (w == DEADLINE_ON_TIME || w == DEADLINE_NO_DATE)
		return f->resolved ? "OPEN" : "UNRESOLVED";
	return deadline_word_text(w);
}

static void compare(const struct deadline_rules *rules, const struct rec *r)
{
	struct deadline all[DEADLINE_MAX];
	const struct deadline *next;
	char due[DATE_TEXT] = "";

	deadline_all(rules, &r->facts, all);
	next = deadline_nearest(all);
	if (next)
		date_format(next->due, due);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, r->uid, "due"), due);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, r->uid, "due_what"),
			    next ? deadline_name(next->kind) : "");
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, r->uid, "status_word"),
			    word_of(rules, &r->facts, all));
}

static void compare_facts(const struct rec *r)
{
	AUTOARENA a = ARENA_INIT;
	struct deadline_facts f;
	const struct deadline_facts *want = &r->facts;

	assert_int_equal(store_clock_facts(world.s, r->uid, &a, &f, &world.err), 0);
	assert_int_equal(f.issued_on.day, want->issued_on.day);
	assert_int_equal(f.original_target.day, want->original_target.day);
	assert_int_equal(f.current_target.day, want->current_target.day);
	assert_int_equal(f.response_on.day, want->response_on.day);
	assert_int_equal(f.resolved_on.day, want->resolved_on.day);
	assert_int_equal(f.status_update_on.day, want->status_update_on.day);
	assert_int_equal(f.implemented_on.day, want->implemented_on.day);
	assert_int_equal(f.closeout_sent_on.day, want->closeout_sent_on.day);
	assert_int_equal(f.closed_on.day, want->closed_on.day);
	assert_true(f.resolved == want->resolved && f.closed == want->closed && f.on_hold == want->on_hold &&
		    f.reported == want->reported && f.sent == want->sent && f.waiting == want->waiting);
	assert_true(!want->waiting || strcmp(f.waiting_on, "OHC") == 0);
}

static int count_late(const struct deadline_rules *rules)
{
	int n = 0;

	for (int i = 0; i < RECS; i++) {
		struct deadline all[DEADLINE_MAX];

		deadline_all(rules, &recs[i].facts, all);
		n += deadline_late(all, day(TODAY));
	}
	return n;
}

static void clocks__of_queries_are_those_of_the_core(void **state)
{
	struct date closures[] = { day("2012-12-24"), day("2013-03-25") };
	struct calendar c = calendar_default();

	(void)state;
	c.closures = closures;
	c.n_closures = 2;
	fill();
	for (int i = 0; i < RECS; i++)
		compare_facts(&recs[i]);
	for (int round = 0; round < 5; round++) {
		struct deadline_rules rules = round ? some_rules(&c) : deadline_rules_default();

		store_set_clocks(world.s, &rules);
		for (int i = 0; i < RECS; i++)
			compare(&rules, &recs[i]);
		assert_int_equal(count(world.s, ENTITY_RECOMMENDATION, "is:late -report:OIG-12-130"),
				 count_late(&rules));
	}
}

/* ---- one recommendation by hand --------------------------------------------------------- */

static void due__is_the_response_until_it_is_sent_and_then_the_target(void **state)
{
	struct rec r = { .facts = DEADLINE_FACTS_INIT };
	struct edit e;

	(void)state;
	memcpy(r.uid, world.rec1, sizeof r.uid);
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "resolution", "unresolved"), 0);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "due"), "2012-12-24");
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "due_what"), "response");
	edit_begin(&e, "add");
	add_letter(&e, &r, "out", "response", day("2012-11-02"));
	add_update(&e, world.rec2, "status", day("2012-11-02"));
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "due"), "2012-12-31");
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "due_what"), "target");
	assert_string_equal(get(world.s, ENTITY_REPORT, world.report, "due"), "2012-12-31");
	assert_int_equal(count(world.s, ENTITY_RECOMMENDATION, "due_what:target"), 2);
}

static void due__of_the_past_counts_by_the_rules_of_the_present(void **state)
{
	struct deadline_rules rules = deadline_rules_default();
	struct store *past;

	(void)state;
	assert_int_equal(set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "resolution", "unresolved"), 0);
	rules.at[DEADLINE_RESPONSE].length = 60;
	store_set_clocks(world.s, &rules);
	assert_int_equal(store_as_of(world.s, DATE_NONE, DATE_NONE, &past, &world.err), 0);
	assert_string_equal(get(past, ENTITY_RECOMMENDATION, world.rec1, "due"), "2012-11-24");
	store_close(past);
}

static void age__ends_with_the_closure(void **state)
{
	struct edit e;

	(void)state;
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "age"), "51");
	edit_begin(&e, "set");
	edit_set(&e, ENTITY_RECOMMENDATION, world.rec1);
	edit_text(&e, "action", "closed");
	edit_text(&e, "closure_basis", "published");
	edit_text(&e, "closed_per", world.report);
	edit_text(&e, "closed_by_date", "2012-10-25");
	assert_int_equal(edit_apply(&e, world.s), 0);
	edit_end(&e);
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "age"), "30");
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "due"), "");
	assert_string_equal(get(world.s, ENTITY_RECOMMENDATION, world.rec1, "status_word"), "CLOSED");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
	const struct CMUnitTest tests[] = {
		T(clocks__of_queries_are_those_of_the_core),
		T(due__is_the_response_until_it_is_sent_and_then_the_target),
		T(due__of_the_past_counts_by_the_rules_of_the_present),
		T(age__ends_with_the_closure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
