/* SPDX-License-Identifier: MIT */
/*
 * test_prop_life.c - random people do random things with random records of the sample, through the
 * one door; whatever they try, no record gets into a state that cannot be, nobody decides what they
 * submitted, the past stays as it was, and the file is sound afterwards.
 *
 * What cannot be is written out anew as queries of bare SQL: the program does not judge itself.
 * PROP_SEED repeats one round, PROP_STEPS asks for more or less.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "../unit/app_help.h"

#include "app/deed.h"
#include "app/names.h"
#include "dice.h"
#include "prop_life.h"

#define STEPS 10000

static struct dice chance;
static uint64_t seed;
static int step;
static char told[2000]; /* the last thing tried, for messages */
static sqlite3 *db;     /* another look at the same file */
static int64_t seen;    /* newest entry of the log that was looked at */
static struct counts {
	int done, refused, denied, undone, closed, reopened, complete, extended, corrected, acting;
} counts;

static uint32_t below(uint32_t end)
{
	return dice(&chance, end);
}

static bool often(uint32_t percent)
{
	return below(100) < percent;
}

/* ---- what is there ------------------------------------------------------------------------ */

/* The reference of a record of that kind, which fits more. */
static const char *any_ref(const char *entity, const char *more, char out[128])
{
	char sql[400], pick[40];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE removed = 0 %s", entity, more);
	uint32_t n = (uint32_t)strtoul(prop_look(db, sql, NULL, pick, sizeof pick), NULL, 10);

	snprintf(sql, sizeof sql, "SELECT ref FROM \"%s\" WHERE removed = 0 %s ORDER BY id LIMIT 1 OFFSET %u", entity, more,
		 n ? below(n) : 0);
	return prop_look(db, sql, NULL, out, 128);
}

/* ---- values ------------------------------------------------------------------------------- */

static const char *any_day(int from, int to, char out[DATE_TEXT])
{
	return date_format(date_add_days(help.app.today, from + (int)below((uint32_t)(to - from + 1))), out);
}

static const char *any_choice(const struct field *f)
{
	uint32_t n = 0;

	while (f->choices[n].name)
		n++;
	return f->choices[below(n)].name;
}

/* Mostly what fits: what is always refused leads nowhere. */
static const char *any_date(const char *name, char out[DATE_TEXT])
{
	if (strcmp(name, "to_date") == 0 || strstr(name, "target") || strstr(name, "forecast") || strcmp(name, "due") == 0)
		return any_day(often(90) ? 1 : -30, 200, out);
	if (strcmp(name, "effective") == 0)
		return any_day(-3, 0, out);
	return any_day(-12, often(10) ? 5 : 0, out);
}

static const char *any_subject(char out[128])
{
	static const char *const kinds[] = { "recommendation", "recommendation", "milestone", "milestone", "plan", "report" };
	char ref[128];
	const char *kind = kinds[below(6)];

	snprintf(out, 128, "%s:%s", kind, any_ref(kind, strcmp(kind, "recommendation") ? "" : OPEN_ONES, ref));
	return out;
}

static const char *any_value(const struct field *f, char out[128])
{
	static const char *const words[] = { "study", "Ask for it", "a, b; c", "\xe6\xbc\xa2", "\"quoted\"", "'" };
	char day[DATE_TEXT];

	switch (f->type) {
	case FIELD_DATE:
		snprintf(out, 128, "%s", any_date(f->name, day));
		return out;
	case FIELD_BOOL:
		return below(2) ? "yes" : "no";
	case FIELD_CHOICE:
		return strncmp(f->name, "check_", 6) == 0 && often(80) ? "yes" : any_choice(f);
	case FIELD_REF:
		return any_ref(record_entity(f->target)->name, f->target == ENTITY_CORRESPONDENCE && often(70) ? "AND direction = 'in'"
				: f->target == ENTITY_RECOMMENDATION ? OPEN_ONES : "", out);
	case FIELD_ANY:
		return any_subject(out);
	case FIELD_INT:
	case FIELD_MONEY:
		snprintf(out, 128, "%u", 1 + below(40));
		return out;
	default:
		return words[below(sizeof words / sizeof *words)];
	}
}

/* ---- people -------------------------------------------------------------------------------- */

static void become(const char *user)
{
	if (app_become(&help.app, user, &help.err) != 0)
		snprintf(told, sizeof told, "%s cannot act", user);
}

static const char *const people[] = { "inspector", "inspector2", "lead",    "supervisor", "supervisor2",
				      "director",  "liaison",    "classifier", "classifier2", "clerk",
				      "planner",   "auditor",    "viewer",  "admin",	  "admin2" };
#define N_PEOPLE (sizeof people / sizeof *people)

/* Somebody; mostly one of those roles. */
static void become_one_of(unsigned roles)
{
	uint32_t who = below(N_PEOPLE);
	bool fits = often(85);

	for (uint32_t i = 0; fits && i < N_PEOPLE; i++, who = (who + 1) % N_PEOPLE) {
		char role[40];

		prop_look(db, "SELECT role FROM \"user\" WHERE name = ?1 AND active = 1", people[who], role, sizeof role);
		if (role_by_name(role) & roles)
			break;
	}
	become(people[who]);
}

/* ---- trying -------------------------------------------------------------------------------- */

#define GIVEN_MOST 12

struct words {
	struct assignment at[GIVEN_MOST];
	char names[GIVEN_MOST][40], texts[GIVEN_MOST][128];
	int n;
};

static void give(struct words *w, const char *name, const char *text)
{
	if (w->n == GIVEN_MOST)
		return;
	snprintf(w->names[w->n], sizeof w->names[0], "%s", name);
	snprintf(w->texts[w->n], sizeof w->texts[0], "%s", text);
	w->at[w->n] = (struct assignment){ w->names[w->n], w->texts[w->n] };
	w->n++;
}

static void tell(const char *what, const char *ref, const struct words *w)
{
	AUTOBUF text = BUF_INIT;
	char day[DATE_TEXT];

	buf_addf(&text, "--today %s --user %s %s %s", date_format(help.app.today, day), help.app.user, what, ref);
	for (int i = 0; i < w->n; i++)
		buf_addf(&text, " %s='%s'", w->at[i].name, w->at[i].text);
	snprintf(told, sizeof told, "%s", text.s);
}

static void count(int failed)
{
	counts.done += failed == 0;
	counts.refused += failed != 0;
	counts.denied += failed == FAIL_DENIED;
	if (failed == FAIL_BUG || failed == FAIL_IO)
		fail_msg("PROP_SEED=%llu, step %d: %s: %s", (unsigned long long)seed, step, told, help.err.why);
}

static void fill_asks(const struct life_rule *r, const struct entity *e, struct words *w)
{
	struct life_asked ask;
	char value[128];

	for (const char *at = r->asks; (at = life_next_ask(at, &ask));) {
		const struct field *f = life_ask(r, e, ask.name);

		if (often(ask.required && !ask.will_do ? 97 : strncmp(ask.name, "check_", 6) == 0 ? 80 : 45))
			give(w, ask.name, any_value(f, value));
	}
	for (int n = r->flags & LIFE_ANY_FIELD ? 1 + (int)below(3) : 0; n > 0; n--) {
		const struct field *f = &e->fields[below((uint32_t)e->n_fields)];

		if (record_stored(f) && f->type != FIELD_LINES)
			give(w, f->name, often(10) ? "" : any_value(f, value));
	}
}

/* The state it moves is one the rule starts from; mostly asked for, so that something happens. */
static bool in_state(const struct life_rule *r, const struct entity *e, const char *ref)
{
	char sql[200], state[64];

	if (!r->moves || life_has(r->from, "*"))
		return true;
	snprintf(sql, sizeof sql, "SELECT CAST (\"%s\" AS TEXT) FROM \"%s\" WHERE ref = ?1", r->moves, e->name);
	return life_has(r->from, prop_look(db, sql, ref, state, sizeof state));
}

/* Of the approval that waits about the record; "" where none does. */
static const char *waiting(const char *ref, const struct entity *e, const char *field, char out[64])
{
	char sql[300];

	snprintf(sql, sizeof sql,
		 "SELECT a.%s FROM approval a, \"%s\" t WHERE t.ref = ?1 AND a.state = 'waiting' AND a.subject = '%s:' || t.uid",
		 field, e->name, e->name);
	return prop_look(db, sql, ref, out, 64);
}

/* Whom an approval waits for is who most often tries to decide it. */
static unsigned deciders(const char *ref, const struct entity *e)
{
	char role[64];

	return role_by_name(waiting(ref, e, "waits_for", role));
}

/* Mostly what the state allows, and what fits the submission that waits; what is always possible less often. */
static bool likely(const struct life_rule *r, const struct entity *e, const char *ref, const char *submitted)
{
	static const char *const ends[] = { "record-closure", "record-decision", "cancel", "void", "decide-gate" };

	if (r->flags & (LIFE_ANY_RECORD | LIFE_RECALLS) && often(80))
		return false;
	if (r->flags & LIFE_LETTER && often(50))
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) /* a dead end leads to nothing more */
		if (strcmp(r->action, ends[i]) == 0 && often(85))
			return false;
	if (*submitted && !life_has(r->about, submitted) && often(80))
		return false;
	return in_state(r, e, ref) && (!(r->flags & LIFE_DECIDES) || life_has(r->about, submitted));
}

static const struct life_rule *any_rule(const struct entity *e, const char *ref)
{
	char submitted[64];
	uint32_t n = 0;

	waiting(ref, e, "action", submitted);
	while (life_of(e, n))
		n++;
	for (int tries = 0; tries < 30; tries++) {
		const struct life_rule *r = life_of(e, below(n));

		if (!often(95) || likely(r, e, ref, submitted))
			return r;
	}
	return life_of(e, below(n));
}

static const struct entity *any_kind(char ref[128])
{
	static const struct {
		enum entity_id id;
		const char *more;
		uint32_t weight;
	} kinds[] = {
		{ ENTITY_RECOMMENDATION, OPEN_ONES " AND action = 'open'", 40 },
		{ ENTITY_RECOMMENDATION, OPEN_ONES, 6 }, { ENTITY_MILESTONE, "AND state NOT IN ('draft', 'cancelled')", 18 },
		{ ENTITY_MILESTONE, "", 6 }, { ENTITY_APPROVAL, "AND state = 'waiting'", 8 }, { ENTITY_APPROVAL, "", 2 },
		{ ENTITY_PLAN, "", 2 }, { ENTITY_POSITION, "", 5 }, { ENTITY_EVIDENCE, "", 3 }, { ENTITY_REPORT, "", 2 },
		{ ENTITY_CORRESPONDENCE, "", 3 }, { ENTITY_LETTER_LINE, "", 2 }, { ENTITY_CORRECTIVE_ACTION, "", 1 },
		{ ENTITY_EXTENSION, "", 1 }, { ENTITY_DELEGATION, "", 1 },
	};
	uint32_t at = below(100);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (at < kinds[i].weight && *any_ref(record_entity(kinds[i].id)->name, kinds[i].more, ref))
			return record_entity(kinds[i].id);
		at -= at < kinds[i].weight ? at : kinds[i].weight;
	}
	any_ref("recommendation", OPEN_ONES, ref);
	return record_entity(ENTITY_RECOMMENDATION);
}

static void do_something(void)
{
	char ref[128];
	const struct entity *e = any_kind(ref);
	const struct life_rule *r = any_rule(e, ref);
	struct words w = { .n = 0 };
	struct deed_subject at;
	struct deed d = { .action = r->action, .at = &at, .n = 1, .given = w.at };
	struct deed_result result = DEED_RESULT_INIT;
	AUTOBUF full = BUF_INIT;

	become_one_of(r->flags & LIFE_DECIDES && e->id != ENTITY_APPROVAL && often(70) ? deciders(ref, e) : r->roles);
	fill_asks(r, e, &w);
	d.n_given = w.n;
	tell(r->action, ref, &w);
	buf_addf(&full, "%s:%s", e->name, ref);
	int failed = deed_find(&help.app, full.s, r->action, &at, &help.err);

	if (!failed)
		failed = deed_do(&help.app, &d, &result, &help.err);
	count(failed);
	counts.acting += !failed && *result.acting_for;
	if (getenv("PROP_TALK")) /* all of it, to see where it goes */
		print_message("%d %s: %s\n", failed, told, failed ? help.err.why : "");
	if (!failed) {
		counts.closed += strcmp(r->action, "record-closure") == 0;
		counts.extended += strcmp(r->action, "approve-extension") == 0;
		counts.complete += strcmp(r->action, "approve") == 0;
		counts.reopened += strcmp(r->action, "confirm") == 0;
	}
	deed_result_release(&result);
}

/* ---- editing --------------------------------------------------------------------------------- */

static void edit_something(void)
{
	char ref[128], value[128];
	const struct entity *e = any_kind(ref);
	struct words w = { .n = 0 };
	struct assign as = { .at = w.at };
	AUTOBUF full = BUF_INIT, shown = BUF_INIT;
	bool changed;

	become_one_of(e->edit_roles);
	for (int n = 1 + (int)below(3); n > 0; n--) {
		const struct field *f = &e->fields[below((uint32_t)e->n_fields)];

		/* Mostly what may be edited at all. */
		if (f->type != FIELD_LINES && (!(f->flags & (FIELD_WORKFLOW | FIELD_DERIVED | FIELD_KEY)) || often(5)))
			give(&w, f->name, often(10) ? "" : any_value(f, value));
	}
	as.n = w.n;
	tell("set", ref, &w);
	buf_addf(&full, "%s:%s", e->name, ref);
	if (w.n)
		count(assign_set(&help.app, full.s, &as, &shown, &changed, NULL, &help.err));
}

static const struct {
	const char *entity, *always; /* "field=text|..." */
	const char *by_chance;       /* fields blank separated */
	unsigned roles;
	uint32_t weight;
} additions[] = {
	{ "evidence", "title=Proof|type=memo|location=file room", "subject dated_on", ROLE_CLASSIFIER | ROLE_LEAD | ROLE_SUPERVISOR, 26 },
	{ "correspondence", "direction=in|kind=status|summary=Theirs", "dated_on", ROLE_CLERK | ROLE_LIAISON, 24 },
	{ "correspondence", "direction=out|kind=response|summary=Ours|signatory=A. Director (fictional)", "dated_on", ROLE_CLERK, 8 },
	{ "corrective_action", "description=Do it", "recommendation due responsible", ROLE_LEAD | ROLE_SUPERVISOR, 12 },
	{ "recommendation", "report=OIG-12-130|text=Do more|to_office=OPR|owner_office=OPR", "original_target owner_user concurrence",
	  ROLE_CLERK | ROLE_INSPECTOR, 4 },
	{ "delegation", "scope=all|reason=Leave", "from_user to_user starts_on ends_on", ROLE_ADMIN, 10 },
	{ "update", "text=Asked again", "subject dated_on next_step", ROLE_INSPECTOR, 8 },
	{ "letter_line", "outcome=close|closure_reason=implemented", "letter recommendation", ROLE_LIAISON | ROLE_CLERK, 8 },
};

/* A delegation begins today or before and ends later. */
static const char *fitting(const struct field *f, char value[128])
{
	char day[DATE_TEXT];

	if (strcmp(f->name, "ends_on") == 0)
		snprintf(value, 128, "%s", any_day(0, 25, day));
	else if (f->target == ENTITY_USER && strcmp(f->name, "owner_user") != 0)
		snprintf(value, 128, "%s", people[below(N_PEOPLE)]);
	else
		return any_value(f, value);
	return value;
}

static void add_something(void)
{
	uint32_t at = below(100);
	size_t i = 0;
	struct words w = { .n = 0 };
	struct assign as = { .at = w.at };
	AUTOBUF ref = BUF_INIT;
	char text[256], value[128];

	while (at >= additions[i].weight && i + 1 < sizeof additions / sizeof *additions)
		at -= additions[i++].weight;
	const struct entity *e = record_entity_by_name(additions[i].entity);

	become_one_of(additions[i].roles);
	snprintf(text, sizeof text, "%s", additions[i].always);
	for (char *save = NULL, *word = strtok_r(text, "|", &save); word; word = strtok_r(NULL, "|", &save)) {
		*strchr(word, '=') = '\0';
		give(&w, word, word + strlen(word) + 1);
	}
	snprintf(text, sizeof text, "%s", additions[i].by_chance);
	for (char *save = NULL, *word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save))
		give(&w, word, fitting(record_field(e, word), value));
	as.n = w.n;
	tell("add", e->name, &w);
	count(assign_add(&help.app, e, &as, &ref, NULL, &help.err));
}

/* ---- undo, people, time ------------------------------------------------------------------------ */

static void take_back(void)
{
	struct words none = { .n = 0 };
	char what[256], newest[40];
	int64_t batch = 0, which = 0;
	bool redo = often(30);

	become(people[below(N_PEOPLE)]);
	if (often(20)) {
		which = strtoll(prop_look(db, "SELECT max(batch) FROM log", NULL, newest, sizeof newest), NULL, 10) - (int64_t)below(30);
		become("supervisor");
	}
	snprintf(what, sizeof what, "%s %lld", redo ? "redo" : "undo", (long long)which);
	tell(what, "", &none);
	int failed = redo ? door_redo(&help.app, &batch, what, sizeof what, &help.err)
			  : door_undo(&help.app, which, &batch, what, sizeof what, &help.err);

	count(failed);
	counts.undone += failed == 0;
}

static void change_people(void)
{
	static const char *const roles[] = { "inspector", "supervisor", "director", "liaison", "admin", "viewer" };
	struct words w = { .n = 0 };
	struct assign as = { .at = w.at, .n = 1 };
	AUTOBUF shown = BUF_INIT;
	const char *who = people[below(N_PEOPLE)];
	bool changed;

	become_one_of(ROLE_ADMIN);
	give(&w, often(50) ? "active" : "role", "");
	snprintf(w.texts[0], sizeof w.texts[0], "%s", strcmp(w.names[0], "active") ? roles[below(6)] : often(60) ? "yes" : "no");
	tell("set", who, &w);
	count(assign_set(&help.app, who, &as, &shown, &changed, NULL, &help.err));
}

/* Whoever was moved or put out comes back after a while, by the guards' leave: else everybody ends as nothing. */
static void restore_people(void)
{
	struct words w = { .n = 0 };
	struct assign as = { .at = w.at };
	AUTOBUF shown = BUF_INIT;
	const char *who = people[below(N_PEOPLE)];
	char role[40];
	bool changed;

	snprintf(role, sizeof role, "%.*s", (int)strcspn(who, "2"), who);
	become_one_of(ROLE_ADMIN);
	give(&w, "active", "yes");
	give(&w, "role", role);
	as.n = w.n;
	tell("set", who, &w);
	count(assign_set(&help.app, who, &as, &shown, &changed, NULL, &help.err));
}

static void live_a_moment(void)
{
	uint32_t at = below(100);

	if (at < 3)
		help.app.today = date_add_days(help.app.today, 1);
	if (at < 66)
		do_something();
	else if (at < 79)
		add_something();
	else if (at < 91)
		edit_something();
	else if (at < 96)
		take_back();
	else if (at < 97)
		change_people();
	else
		restore_people();
}

/* ---- what cannot be ----------------------------------------------------------------------------- */

static void check_all(void)
{
	int64_t head = help_head();
	char found[600];

	if (head == seen)
		return;
	if (prop_finds_wrong(db, seen, found, sizeof found))
		fail_msg("PROP_SEED=%llu, step %d: %s\n%s", (unsigned long long)seed, step, told, found);
	seen = head;
}

/* Whatever was done since. (Corrections reach back three days at most.) */
static void check_past(void)
{
	assert_int_equal(help_count("recommendation", NULL, "2012-09-25"), 64);
	assert_int_equal(help_count("recommendation", "is:closed", "2012-09-25"), 60);
	assert_int_equal(help_count("recommendation", "is:open", "2012-09-25"), 4);
	assert_int_equal(help_count("recommendation", NULL, "2012-09-24"), 62);
	assert_int_equal(help_count("recommendation", "is:open age:none", NULL), 0);
}

static void see_problem(void *data, const struct store_problem *p)
{
	(void)data;
	print_message("%s: %s\n", p->where, p->what);
}

static void check_sound(void)
{
	int64_t problems = 0;

	assert_int_equal(store_verify(help.app.store, see_problem, NULL, &problems, &help.err), 0);
	if (problems)
		fail_msg("PROP_SEED=%llu: the database does not verify", (unsigned long long)seed);
}

static void nobody__ever_reaches_a_state_that_cannot_be(void **state)
{
	int steps = (int)dice_setting("PROP_STEPS", STEPS);

	seed = dice_setting("PROP_SEED", 1);
	print_message("PROP_SEED=%llu\n", (unsigned long long)seed);
	dice_start(&chance, seed);
	help_sample(state);
	assert_int_equal(sqlite3_open_v2(help.path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (step = 0; step < steps; step++) {
		live_a_moment();
		check_all();
		if (step % 1000 == 999)
			check_past();
	}
	check_past();
	check_sound();
	sqlite3_close(db);
	print_message("%d done, %d refused (%d denied); %d closed, %d confirmed, %d approved, %d extended, %d taken back, "
		      "%d acting for somebody\n", counts.done, counts.refused, counts.denied, counts.closed, counts.reopened,
		      counts.complete, counts.extended, counts.undone, counts.acting);
	if (steps >= STEPS) { /* it went somewhere */
		assert_in_range(counts.done, steps / 10, steps);
		assert_in_range(counts.denied, 100, steps);
		assert_in_range(counts.closed, 5, steps);
		assert_in_range(counts.reopened, 5, steps);
		assert_in_range(counts.complete, 3, steps);
		assert_in_range(counts.extended, 1, steps);
		assert_in_range(counts.undone, 20, steps);
		assert_in_range(counts.acting, 5, steps);
	}
}

#define T(f) cmocka_unit_test_teardown(f, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nobody__ever_reaches_a_state_that_cannot_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
