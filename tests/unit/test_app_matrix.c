/* SPDX-License-Identifier: MIT */
/*
 * test_app_matrix.c - what the file itself refuses is what the rules refuse: every role with every
 * action, every state, every field, by entries of the log written with bare SQL. Who adds, edits and
 * voids which kind of record is in test_app_matrix_kinds.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app_help.h"
#include "forge_help.h"

#include "app/deed.h"
#include "app/names.h"

/* One account a role in the sample, named by it. */
static const char *const accounts[] = { "inspector", "lead",	"supervisor", "director", "liaison", "classifier",
					"clerk",     "planner", "auditor",    "viewer",	  "admin" };
#define N_ACCOUNTS (sizeof accounts / sizeof *accounts)

/* ---- the scene ------------------------------------------------------------------------ */

/* For setting the scene: the guards of rows stand aside, those of the log stay. */
static void drop_row_guards(void)
{
	for (int i = 0; i < ENTITY_MAX; i++) {
		static const char *const names[] = { "insert", "update", "identity", "delete" };

		for (int k = 0; k < 4; k++) {
			char sql[160];

			snprintf(sql, sizeof sql, "DROP TRIGGER \"%s_%s\"", record_entity((enum entity_id)i)->name, names[k]);
			assert_true(forge_sql(sql));
		}
	}
}

/* ---- roles and actions ------------------------------------------------------------------ */

/* A record of the sample of that kind. */
static const char *some_record(const struct entity *e)
{
	static const char *const refs[ENTITY_MAX] = {
		[ENTITY_RECOMMENDATION] = "OIG-12-130/1", [ENTITY_MILESTONE] = "M0.1", [ENTITY_PLAN] = "RECLASS-FY13",
		[ENTITY_EVIDENCE] = "E-1", [ENTITY_REPORT] = "OIG-12-130", [ENTITY_POSITION] = "P-001", [ENTITY_USER] = "viewer",
	};

	return refs[e->id];
}

/* Does the core refuse the role? Not the state, and not what is missing. */
static bool core_refuses_role(const struct life_rule *r, const struct entity *e, const char *uid)
{
	AUTOARENA arena = ARENA_INIT;
	struct deed_option o;

	assert_int_equal(deed_option(&help.app, e, uid, r, &arena, &o, &help.err), 0);
	return !o.possible && o.why.kind == FAIL_DENIED && strstr(o.why.why, " may not; it takes ");
}

static void forge_for(const struct life_rule *r, const struct entity *e, const char *uid, const char *actor)
{
	AUTOBUF changes = BUF_INIT;

	if (r->makes == ENTITY_UPDATE) {
		forge(actor, r->action, "update", NEW_UID, "{}");
	} else if (r->flags & LIFE_TWO_PERSONS) {
		/* The record itself moves only once it is confirmed: what is written first is the approval. */
		buf_addf(&changes, "{\"action\":[null,\"%s\"],\"level\":[null,1],\"submitted_by\":[null,\"%s\"]}", r->action,
			 help.app.user_uid);
		forge(actor, r->action, "approval", NEW_UID, changes.s);
	} else {
		forge(actor, r->action, e->name, uid, "{}");
	}
}

static void sql_refuses_the_roles_the_rules_refuse(void **state)
{
	const struct life_rule *r;
	int compared = 0;

	(void)state;
	forge_open();
	for (size_t i = 0; (r = life_at(i)); i++) {
		const struct entity *e = record_entity(r->entity == ENTITY_NONE ? ENTITY_RECOMMENDATION : r->entity);
		struct store_found found;

		if (!some_record(e) || (r->flags & LIFE_ANY_RECORD && life_find(e, r->action) != r))
			continue;
		assert_int_equal(names_record(&help.app, some_record(e), &found, &help.err), 0);
		for (size_t k = 0; k < N_ACCOUNTS; k++, compared++) {
			bool core, file;

			assert_int_equal(app_become(&help.app, accounts[k], &help.err), 0);
			core = core_refuses_role(r, e, found.uid);
			forge_for(r, e, found.uid, accounts[k]);
			file = strstr(forge_refused, ROLE_REFUSED) != NULL;
			if (core != file)
				fail_msg("%s %s by %s: the rules %s, the file %s: %s", r->action, e->name, accounts[k],
					 core ? "refuse" : "allow", file ? "refuses" : "allows", forge_refused);
		}
	}
	forge_close();
	print_message("%d cells of role and action, none wrong\n", compared);
	assert_true(compared > 500);
}

static void drop_log_guards(void)
{
	AUTOBUF sql = BUF_INIT;
	sqlite3_stmt *st;

	assert_int_equal(sqlite3_prepare_v2(forge_db, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'log'",
					    -1, &st, NULL),
			 SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		buf_addf(&sql, "DROP TRIGGER \"%s\";", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	assert_true(forge_sql(sql.s));
}

/* It is the file that refuses, not the forger who cannot write. */
static void control__without_the_guards_of_the_log_the_same_goes_through(void **state)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct store_found found;

	(void)state;
	assert_int_equal(names_record(&help.app, some_record(e), &found, &help.err), 0);
	forge_open();
	assert_false(forge("viewer", "assign", e->name, found.uid, "{}"));
	assert_non_null(strstr(forge_refused, ROLE_REFUSED));
	drop_log_guards();
	assert_true(forge("viewer", "assign", e->name, found.uid, "{}"));
	forge_close();
}

/* ---- states ------------------------------------------------------------------------------ */

/* Somebody else's submission of the first of those actions waits. */
static void put_approval(const char *about, const char *subject, const char *by)
{
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql,
		 "DELETE FROM approval; INSERT INTO approval (uid, version, ref, sort_key, number, subject, action, level, levels, "
		 "waits_for, submitted_by, submitted_on, state) SELECT '00000000-0000-7000-8000-00000000ffff', 1, 'A-99', 'A-99', 99, "
		 "'%s', '%.*s', 1, 1, 'director', id, '2012-11-14', 'waiting' FROM \"user\" WHERE name = '%s'",
		 subject, (int)strcspn(about, " "), about, by);
	if (!forge_sql(sql.s))
		fail_msg("%s", forge_refused);
}

static const char *who_may(const struct life_rule *r)
{
	if (r->roles & ROLE_DIRECTOR)
		return "director";
	for (size_t k = 0; k < N_ACCOUNTS; k++)
		if (r->roles & role_by_name(accounts[k]))
			return accounts[k];
	return "director";
}

static bool allows(const struct life_rule *r, const char *state)
{
	return life_has(r->from, state) || life_has(r->from, "*");
}

static void put_state(const struct life_rule *r, const struct entity *e, const char *uid, const char *state)
{
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "PRAGMA ignore_check_constraints = ON; UPDATE \"%s\" SET \"%s\" = '%s'%s WHERE uid = '%s'", e->name, r->moves,
		 state, r->when && strcmp(r->moves, "action") != 0 ? ", action = 'open'" : "", uid);
	if (!forge_sql(sql.s))
		fail_msg("%s", forge_refused);
}

static void each_state(const struct life_rule *r, const struct entity *e, const char *uid)
{
	const struct field *f = record_field(e, r->moves);
	AUTOBUF subject = BUF_INIT;

	buf_addf(&subject, "%s:%s", e->name, uid);
	if (r->about)
		put_approval(r->about, subject.s, r->flags & LIFE_RECALLS ? "director" : "classifier2");
	for (const struct choice *c = f->choices; c && c->name; c++) {
		bool file;

		put_state(r, e, uid, c->name);
		forge(who_may(r), r->action, e->name, uid, "{}");
		file = strstr(forge_refused, "its state does not allow it") != NULL;
		if (allows(r, c->name) == file)
			fail_msg("%s where %s is %s: the rules %s, the file says \"%s\"", r->action, r->moves, c->name,
				 allows(r, c->name) ? "allow it" : "refuse it", forge_refused);
	}
}

static void sql_refuses_the_states_the_rules_refuse(void **state)
{
	const struct life_rule *r;
	int rules = 0;

	(void)state;
	forge_open();
	drop_row_guards();
	for (size_t i = 0; (r = life_at(i)); i++) {
		const struct entity *e = r->entity == ENTITY_NONE ? NULL : record_entity(r->entity);
		struct store_found found;

		if (!e || !r->moves || !some_record(e) || r->flags & LIFE_TWO_PERSONS ||
		    record_field(e, r->moves)->type != FIELD_CHOICE)
			continue;
		assert_int_equal(names_record(&help.app, some_record(e), &found, &help.err), 0);
		each_state(r, e, found.uid);
		rules++;
	}
	forge_close();
	assert_true(rules > 30);
}

static void sql_refuses_a_leap_over_states(void **state)
{
	struct store_found found;

	(void)state;
	assert_int_equal(names_record(&help.app, "OIG-12-130/1", &found, &help.err), 0);
	forge_open();
	assert_true(forge("classifier", "post-update", "update", NEW_UID, "{}"));
	forge("supervisor", "submit-closeout", "recommendation", found.uid, "{\"work_state\":[\"working\",\"done\"]}");
	assert_non_null(strstr(forge_refused, "its state does not allow it"));
	forge_close();
}

/* ---- duties ---------------------------------------------------------------------------------- */

static void sql_refuses_who_submitted(void **state)
{
	const struct life_rule *r;
	int rules = 0;

	(void)state;
	forge_open();
	drop_row_guards();
	for (size_t i = 0; (r = life_at(i)); i++) {
		const struct entity *e = r->entity == ENTITY_NONE ? NULL : record_entity(r->entity);
		struct store_found found;
		AUTOBUF subject = BUF_INIT;

		if (!e || !(r->flags & LIFE_DECIDES) || !some_record(e))
			continue;
		assert_int_equal(names_record(&help.app, some_record(e), &found, &help.err), 0);
		buf_addf(&subject, "%s:%s", e->name, found.uid);
		put_approval(r->about, subject.s, "director");
		forge("director", r->action, e->name, found.uid, "{}");
		if (!strstr(forge_refused, "who submitted it does not decide it"))
			fail_msg("%s by who submitted it: \"%s\"", r->action, forge_refused);
		rules++;
	}
	forge_close();
	assert_true(rules > 8);
}

static void sql_holds_the_approval_to_the_same(void **state)
{
	struct deed_subject at;
	struct deed d = { .action = "submit", .at = &at, .n = 1 };
	struct deed_result r = DEED_RESULT_INIT;
	struct store_found approval;

	(void)state;
	assert_int_equal(app_become(&help.app, "classifier", &help.err), 0);
	assert_int_equal(deed_find(&help.app, "M0.1", "submit", &at, &help.err), 0);
	assert_int_equal(deed_do(&help.app, &d, &r, &help.err), 0);
	deed_result_release(&r);
	assert_int_equal(names_record(&help.app, "A-1", &approval, &help.err), 0);
	forge_open();
	forge("classifier", "approve", "milestone", at.uid, "{}");
	assert_non_null(strstr(forge_refused, "who submitted it does not decide it"));
	forge("classifier", "approve", "approval", approval.uid, "{\"state\":[\"waiting\",\"approved\"]}");
	assert_non_null(strstr(forge_refused, "who submitted it does not decide it"));
	forge("supervisor", "approve", "approval", approval.uid, "{\"state\":[\"waiting\",\"approved\"]}");
	assert_non_null(strstr(forge_refused, "not theirs to decide"));
	forge("viewer", "approve", "approval", approval.uid, "{\"state\":[\"waiting\",\"approved\"]}");
	assert_non_null(strstr(forge_refused, ROLE_REFUSED));
	forge("director", "recall", "milestone", at.uid, "{}");
	assert_non_null(strstr(forge_refused, "only who submitted it takes it back"));
	assert_true(forge("director", "approve", "approval", approval.uid, "{\"state\":[\"waiting\",\"approved\"]}"));
	assert_true(forge("director", "approve", "milestone", at.uid, "{\"state\":[\"submitted\",\"complete\"]}"));
	forge_close();
}

static void sql_lets_nothing_happen_that_nobody_asked_for(void **state)
{
	struct store_found found;

	(void)state;
	assert_int_equal(names_record(&help.app, "OIG-12-130/1", &found, &help.err), 0);
	forge_open();
	forge("supervisor", "approve-closeout", "recommendation", found.uid, "{}");
	assert_non_null(strstr(forge_refused, "nothing of it waits"));
	forge("liaison", "record-reopen", "recommendation", found.uid, "{}");
	assert_non_null(strstr(forge_refused, "a second person confirms it first"));
	forge("admin", "correct", "recommendation", found.uid, "{\"action\":[\"open\",\"closed\"]}");
	assert_non_null(strstr(forge_refused, "a second person confirms it first"));
	forge("supervisor", "approve-closeout", "office", NEW_UID, "{}");
	assert_non_null(strstr(forge_refused, "none of that kind of record"));
	forge("supervisor", "undo", "recommendation", found.uid, "{\"action\":[\"open\",\"closed\"]}");
	assert_non_null(strstr(forge_refused, "an undo is the reverse"));
	forge("supervisor", "sample", "recommendation", found.uid, "{\"action\":[\"open\",\"closed\"]}");
	assert_true(*forge_refused == '\0'); /* while the sample is still being loaded */
	forge("clerk", "import", "recommendation", found.uid, "{\"action\":[\"open\",\"closed\"]}");
	assert_non_null(strstr(forge_refused, "only an action of its life cycle"));
	forge("classifier", "submit-closeout", "recommendation", found.uid, "{}");
	assert_non_null(strstr(forge_refused, "at least one evidence record"));
	forge_close();
}

static void sql_keeps_a_submission_to_who_makes_it(void **state)
{
	AUTOBUF changes = BUF_INIT;
	struct store_found other;

	(void)state;
	assert_int_equal(store_find(help.app.store, "clerk", ENTITY_USER, false, &other, &help.err), 0);
	buf_addf(&changes, "{\"action\":[null,\"submit\"],\"level\":[null,1],\"submitted_by\":[null,\"%s\"]}", other.uid);
	forge_open();
	forge("classifier", "submit", "approval", NEW_UID, changes.s);
	assert_non_null(strstr(forge_refused, "an approval names who submits what"));
	forge_close();
}

/* ---- fields ------------------------------------------------------------------------------------ */

static void sql_knows_which_verb_sets_which_field(void **state)
{
	(void)state;
	forge_open();
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);

		for (int k = 0; k < e->n_fields; k++) {
			const struct field *f = &e->fields[k];
			AUTOBUF changes = BUF_INIT;

			if (!(f->flags & FIELD_WORKFLOW) || !e->edit_roles || !some_record(e) || life_has(f->by, "set"))
				continue;
			struct store_found found;

			assert_int_equal(names_record(&help.app, some_record(e), &found, &help.err), 0);
			buf_addf(&changes, "{\"%s\":[null,\"x\"]}", f->name);
			for (size_t a = 0; a < N_ACCOUNTS; a++) {
				if (!(e->edit_roles & role_by_name(accounts[a])))
					continue;
				forge(accounts[a], "set", e->name, found.uid, changes.s);
				if (!strstr(forge_refused, "only an action of its life cycle"))
					fail_msg("set %s of %s by %s: \"%s\"", f->name, e->name, accounts[a], forge_refused);
			}
			assert_true(forge("lead", "nothing", "office", NEW_UID, "{}") || *forge_refused);
		}
	}
	forge_close();
}

static void the_rules_in_the_file_are_fixed(void **state)
{
	(void)state;
	forge_open();
	assert_false(forge_sql("INSERT INTO life_role VALUES ('recommendation', 'record-closure', 'viewer')"));
	assert_non_null(strstr(forge_refused, "never changed"));
	assert_false(forge_sql("DELETE FROM life_rule"));
	assert_false(forge_sql("UPDATE life_state SET state = '*'"));
	assert_true(forge_sql("DROP TRIGGER life_role_insert; INSERT INTO life_role VALUES ('recommendation', 'record-closure', "
			  "'viewer'); COMMIT; BEGIN"));
	forge_close();
}

struct looking {
	bool role;
};

static void see_problem(void *data, const struct store_problem *p)
{
	if (strstr(p->where, "table life_role") && strstr(p->what, "not those of this version"))
		((struct looking *)data)->role = true;
}

static void verify_finds_a_rule_that_was_added(void **state)
{
	struct looking l = { false };
	int64_t problems;

	the_rules_in_the_file_are_fixed(state);
	assert_int_equal(store_verify(help.app.store, see_problem, &l, &problems, &help.err), 0);
	assert_true(l.role);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_sample, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(sql_refuses_the_roles_the_rules_refuse),
		T(control__without_the_guards_of_the_log_the_same_goes_through),
		T(sql_refuses_the_states_the_rules_refuse),
		T(sql_refuses_a_leap_over_states),
		T(sql_refuses_who_submitted),
		T(sql_holds_the_approval_to_the_same),
		T(sql_lets_nothing_happen_that_nobody_asked_for),
		T(sql_keeps_a_submission_to_who_makes_it),
		T(sql_knows_which_verb_sets_which_field),
		T(the_rules_in_the_file_are_fixed),
		T(verify_finds_a_rule_that_was_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
