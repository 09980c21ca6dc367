/* SPDX-License-Identifier: MIT */
/*
 * test_app_relations.c - who stands how to a submission, and what that person may do with it: the
 * submitter, who acts for the submitter, for whom the submitter acted, who completed a step, who
 * decided the level before, the owner, a stranger of every role. The core and the bare file answer
 * every cell, and so does an oracle that is written here anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "app_help.h"
#include "deed_help.h"

#include "app/names.h"

/* lead is made a second assistant director: a stranger of that role. */
static const char *const people[] = { "inspector",  "lead",  "supervisor", "supervisor2", "director", "liaison",
				      "classifier", "clerk", "planner",    "auditor",	  "viewer",   "admin", "admin2" };
static const char *const lenders[] = { "supervisor", "supervisor2", "director", "admin" };
#define N(a) (sizeof(a) / sizeof *(a))

static const struct scene {
	const char *name, *ref, *action, *given;
	const char *by;        /* who submits it */
	const char *deciders;  /* roles that may decide what waits */
	const char *completer; /* who cannot approve it either; NULL: nobody */
	const char *decided;   /* who decided the level before; NULL: there is none */
	const char *acts[3];   /* approves, refuses, takes back */
	const char *before;    /* what has to happen first: a word for prepare() */
} scenes[] = {
	{ "a milestone is done", "M0.1", "submit", NULL, "director", "director", NULL, NULL, { "approve", "return", "recall" }, NULL },
	{ "a milestone is proposed", "M1.3", "propose", NULL, "director", "supervisor", NULL, NULL, { "approve", "return", "recall" },
	  "owner" },
	{ "its second level", "M1.3", "propose", NULL, "classifier", "director", NULL, "supervisor", { "approve", "return", NULL },
	  "level" },
	{ "a new baseline", "M0.2", "request-rebaseline", "to_date=2013-03-01|comment=x", "director", "director", NULL, NULL,
	  { "approve-rebaseline", "return", "recall" }, NULL },
	{ "a later target", "OIG-12-130/1", "request-extension", "to_date=2013-01-31|reason_code=staffing", "supervisor",
	  "supervisor director", NULL, NULL, { "approve-extension", "deny-extension", "recall" }, NULL },
	{ "a plan", "OIG-12-130/2", "submit-cap", NULL, "supervisor", "supervisor director", NULL, NULL,
	  { "approve-cap", "return-cap", "recall" }, NULL },
	{ "a closeout", "OIG-12-130/1", "submit-closeout",
	  "implemented_on=2012-11-14|check_title=yes|check_quote=yes|check_evidence=yes", "supervisor", "supervisor director",
	  "supervisor2", NULL, { "approve-closeout", "return-closeout", "recall" }, "done" },
	{ "a reopening", "OIG-10-63/1", "record-reopen", "letter=C-4|comment=x", "liaison", "supervisor", NULL, NULL,
	  { "confirm", "deny", "recall" }, "letter" },
	{ "a correction", "OIG-12-130/2", "correct", "next_step=x|comment=x", "admin", "supervisor", NULL, NULL,
	  { "confirm", "deny", "recall" }, NULL },
	{ "a grant", "planner", "grant", "role=admin", "admin", "supervisor admin", NULL, NULL, { "confirm", "deny", "recall" }, NULL },
};

static sqlite3 *db;
static int cells, allowed;

/* ---- the oracle ------------------------------------------------------------------------- */

static const char *role_of(const char *person)
{
	static const char *const roles[][2] = { { "lead", "director" }, { "supervisor2", "supervisor" }, { "admin2", "admin" } };

	for (size_t i = 0; i < N(roles); i++)
		if (strcmp(roles[i][0], person) == 0)
			return roles[i][1];
	return person;
}

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

struct cell {
	const struct scene *scene;
	int act;                     /* 0 approves, 1 refuses, 2 takes back */
	const char *who, *as;        /* as NULL: for oneself */
	const char *by, *by_for;     /* who submitted it, acting for whom */
};

static bool is_one(const struct cell *c, const char *person)
{
	return same(c->who, person) || same(c->as, person);
}

static bool expected(const struct cell *c)
{
	const char *role = role_of(c->as ? c->as : c->who);
	bool mine = is_one(c, c->by) || is_one(c, c->by_for);

	if (c->act == 2)
		return mine && strcmp(role, "viewer") != 0 && strcmp(role, "auditor") != 0;
	if (c->as && same(role_of(c->who), "admin"))
		return false;
	if (mine || !life_has(c->scene->deciders, role) || is_one(c, c->scene->decided))
		return false;
	return c->act != 0 || !is_one(c, c->scene->completer);
}

/* ---- the core ---------------------------------------------------------------------------- */

static int act(const char *who, const char *as, const char *action, const char *ref, const char *given, bool dry_run)
{
	struct assignment at[8];
	char text[400];
	struct deed_subject subject;
	struct deed d = { .action = action, .at = &subject, .n = 1, .given = at, .dry_run = dry_run };
	struct deed_result result = DEED_RESULT_INIT;
	int failed;

	d.as = as ? as : who;
	assert_int_equal(app_become(&help.app, who, &help.err), 0);
	failed = deed_find(&help.app, ref, action, &subject, &help.err);
	snprintf(text, sizeof text, "%s", given ? given : "");
	for (char *save = NULL, *word = strtok_r(text, "|", &save); word; word = strtok_r(NULL, "|", &save)) {
		*strchr(word, '=') = '\0';
		at[d.n_given++] = (struct assignment){ word, word + strlen(word) + 1 };
	}
	if (!failed)
		failed = deed_do(&help.app, &d, &result, &help.err);
	deed_result_release(&result);
	return failed;
}

/* ---- the file ------------------------------------------------------------------------------ */

static bool is_denial(const char *said)
{
	static const char *const denials[] = { "the role may not do that",	    "no delegation covers it",
					       "who submitted it does not decide it", "not theirs to decide",
					       "only who submitted it takes it back", "who completed a step behind it",
					       "an administrator decides nothing" };

	for (size_t i = 0; i < N(denials); i++)
		if (strstr(said, denials[i]))
			return true;
	return false;
}

static bool file_refuses(const struct cell *c, const char *action, const char *ref, char said[300])
{
	AUTOBUF sql = BUF_INIT;
	AUTOBUF as = BUF_INIT;
	struct store_found found;
	char *message = NULL;

	assert_int_equal(names_record(&help.app, ref, &found, &help.err), 0);
	buf_addf(&as, c->as ? "'%s'" : "NULL", c->as ? c->as : "");
	buf_addf(&sql,
		 "BEGIN; INSERT INTO log SELECT max(seq) + 1, '2999-01-01T00:00:00.000Z', '2012-11-15', '%s', %s, NULL, NULL, "
		 "max(seq) + 1, NULL, '%s', '%s', '%s', 1, '{}', NULL, (SELECT hash FROM log LIMIT 1) FROM log",
		 c->who, as.s, action, found.entity->name, found.uid);
	sqlite3_exec(db, sql.s, NULL, NULL, &message);
	snprintf(said, 300, "%s", message ? message : "");
	sqlite3_free(message);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return is_denial(said);
}

/* ---- a scene ---------------------------------------------------------------------------------- */

/* Everybody may act for each of the lenders; in one batch a giver: an administrator gives themselves nothing. */
static void lend_by(const char *giver, bool to_admin)
{
	const struct entity *e = record_entity(ENTITY_DELEGATION);
	static struct door_change changes[N(lenders) * N(people)];
	static struct door_field fields[N(lenders) * N(people)][6];
	struct door_request r = { .verb = "add", .effective = DATE_NONE, .changes = changes };

	assert_int_equal(app_become(&help.app, giver, &help.err), 0);
	for (size_t i = 0; i < N(lenders); i++)
		for (size_t k = 0; k < N(people); k++) {
			const char *const given[][2] = {
				{ "from_user", lenders[i] },	{ "to_user", people[k] }, { "scope", "all" },
				{ "starts_on", "2012-11-01" }, { "ends_on", "2012-12-31" }, { "reason", "Leave" },
			};
			struct door_change *c = &changes[r.n_changes];

			if (same(lenders[i], people[k]) || same(people[k], "admin") != to_admin)
				continue;
			*c = (struct door_change){ .entity = e, .add = true, .n_fields = 6 };
			c->fields = fields[r.n_changes];
			clock_uuid(c->uid);
			for (size_t f = 0; f < 6; f++)
				c->fields[f] = (struct door_field){ .field = record_field(e, given[f][0]),
								    .text = given[f][1] };
			r.n_changes++;
		}
	assert_int_equal(door_commit(&help.app, &r, NULL, NULL, &help.err), 0);
}

static void lend(void)
{
	static const struct step director = { "admin", NULL, "=", "lead", "role=director", 0, NULL };

	deed_play(&director, 1);
	lend_by("admin", false);
	lend_by("admin2", true);
}

static void prepare(const struct scene *s)
{
	static const struct step owner[] = {
		{ "supervisor", NULL, "=", "M1.3", "owner_user=classifier|approver_1=supervisor|"
		  "approver_2=director", 0, NULL },
	};
	static const struct step done[] = {
		{ "supervisor2", NULL, "submit", "M0.1", "actual=2012-11-14", 0, NULL },
		{ "director", NULL, "approve", "M0.1", NULL, 0, NULL },
		{ "classifier", NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=Study|type=memo|location=room", 0, NULL },
	};
	static const struct step letter[] = {
		{ "clerk", NULL, "+correspondence", NULL, "direction=in|kind=reopen|dated_on=2012-11-10|summary=Reopens", 0, NULL },
	};

	if (same(s->before, "owner") || same(s->before, "level"))
		PLAY(owner);
	if (same(s->before, "done"))
		PLAY(done);
	if (same(s->before, "letter"))
		PLAY(letter);
}

static void check_cell(const struct cell *c, const char *approval)
{
	const char *action = c->scene->acts[c->act];
	bool on_approval = same(action, "confirm") || same(action, "deny");
	const char *ref = on_approval ? approval : c->scene->ref;
	bool want = expected(c), core, file;
	char said[300];
	int failed = act(c->who, c->as, action, ref, "comment=x", true);

	core = failed != FAIL_DENIED;
	/* A level that is not the last one leaves the record alone: its entry is the approval's. */
	file = !file_refuses(c, action, c->act == 0 && same(c->scene->before, "owner") ? approval : ref, said);
	if (core != want || file != want)
		fail_msg("%s, submitted by %s for %s: %s by %s for %s: should be %s; the core: %d %s; the file: %s", c->scene->name,
			 c->by, c->by_for ? c->by_for : "-", action, c->who, c->as ? c->as : "-", want ? "allowed" : "refused",
			 failed, help.err.why, said);
	cells++;
	allowed += want;
}

static void check_scene(const struct scene *s, const char *by, const char *by_for)
{
	char approval[40];

	prepare(s);
	if (act(by, by_for, s->action, s->ref, s->given, false) != 0)
		fail_msg("%s: %s by %s: %s", s->name, s->action, by, help.err.why);
	if (same(s->before, "level"))
		assert_int_equal(act("supervisor", NULL, "approve", s->ref, NULL, false), 0);
	snprintf(approval, sizeof approval, "A-%d", (int)help_count("approvals", NULL, NULL));
	for (size_t k = 0; k < N(people); k++)
		for (int a = 0; a < 3 && s->acts[a]; a++) {
			struct cell c = { .scene = s, .act = a, .who = people[k], .by = by, .by_for = by_for };

			check_cell(&c, approval);
			for (size_t i = 0; i < N(lenders); i++) {
				c.as = lenders[i];
				if (strcmp(c.as, c.who) != 0)
					check_cell(&c, approval);
			}
		}
}

static void every_relation_to_a_submission_is_judged_alike(void **state)
{
	for (size_t i = 0; i < N(scenes); i++)
		for (int acting = 0; acting < 2; acting++) {
			const struct scene *s = &scenes[i];
			/* Only those who lent something can be acted for. */
			bool lent = false;

			for (size_t k = 0; k < N(lenders); k++)
				lent = lent || same(lenders[k], s->by);
			if (acting && !lent)
				continue;
			help_sample(state);
			lend();
			assert_int_equal(sqlite3_open(help.path, &db), SQLITE_OK);
			check_scene(s, acting ? "inspector" : s->by, acting ? s->by : NULL);
			sqlite3_close(db);
			help_end(state);
		}
	print_message("%d cells of relation and action, %d of them allowed\n", cells, allowed);
	assert_true(cells > 2000);
	assert_in_range(allowed, 100, cells / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_relation_to_a_submission_is_judged_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
