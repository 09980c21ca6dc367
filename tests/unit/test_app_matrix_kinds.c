/* SPDX-License-Identifier: MIT */
/*
 * test_app_matrix_kinds.c - every cell of role and kind of record: add, edit, void, withdraw.
 *
 * Who may is written here by hand, from the duties of the office, and not read from the record table. Each
 * cell is tried twice by an account of that role: through the door, and as an entry of the log written
 * with bare SQL that says the same. Both must answer as it is written.
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

/*
 * I inspector, L lead, S supervisor, D director, O liaison, C classifier, K clerk, P planner, A auditor,
 * V viewer, M administrator.
 */
static const char letters[] = "ILSDOCKPAVM";
static const char *const accounts[] = { "inspector", "lead", "supervisor", "director", "liaison", "classifier",
					"clerk", "planner", "auditor", "viewer", "admin" };
#define N_ACCOUNTS ((int)(sizeof accounts / sizeof *accounts))

#define PUBLIC_KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDxgDwOyrL1fzejgH10yafq2XLKpM7NzbuHRAiUjVB%02d"

/*
 * What is added: # is a number that goes up, ## the same in two digits, @ the account. own: they edit what is
 * theirs. takes: who takes out what others added, and the rule that does it.
 */
struct kind {
	const char *name, *add, *edit, *own;
	const char *words, *change; /* change NULL: nothing of it can be edited */
	const char *ref;            /* one that is there already, where nobody adds any */
	const char *takes;          /* who voids what somebody else added; NULL: nobody voids any */
};

static const struct kind kinds[] = {
	{ "database", "", "M", "", "name=other|kind=sample", "title=T#", "database", NULL },
	{ "office", "ILOKM", "OM", "", "code=OF#|name=Office", "name=Office #", NULL, "S" },
	{ "user", "M", "M", "", "name=u#|role=viewer", "title=T#", "viewer", "S" },
	{ "review_series", "ILOK", "ILSO", "", "code=RS#|title=Series", "title=Series #", NULL, "S" },
	{ "report", "ILOK", "ILSOK", "", "number=OIG-12-90#|title=R|issued_on=2012-10-01|agency=oig|stated_rec_count=0",
	  "notes=N#", NULL, "S" },
	{ "addressee", "ILOK", "ILSOK", "", "report=OIG-12-130|name=N", "name=N#", NULL, "S" },
	{ "recommendation", "ILOK", "ILSOK", "", "report=OIG-12-130|text=T|to_office=OPR|owner_office=OPR", "next_step=S#", NULL,
	  "S" },
	{ "correspondence", "OK", "OK", "", "direction=in|kind=status|dated_on=2012-11-10|summary=S", "location=L#", NULL, "S" },
	{ "letter_line", "OK", "OK", "", "letter=C-1|recommendation=OIG-10-63/#", "note=N#", NULL, "S" },
	{ "update", "ILSDOCKP", "", "", "subject=OIG-12-130/1|text=T", "next_step=N#", NULL, "S" },
	{ "evidence", "ILSDOCKP", "ILSDOCKP", "", "subject=OIG-12-130/1|title=E|location=L", "notes=N#", NULL, "S" },
	{ "plan", "LSP", "LSP", "", "code=PL#|title=P|owner_office=OPR", "notes=N#", NULL, "S" },
	{ "milestone", "LSP", "ILSOCP", "", "plan=RECLASS-FY13|code=Z#|title=M|owner_office=OPR", "notes=N#", NULL, "S" },
	{ "dependency", "LSP", "LSP", "", "plan=RECLASS-FY13|pred=Q#|succ=M5.3", "lag=#", NULL, "S" },
	{ "baseline", "", "", "", "plan=RECLASS-FY13|frozen_on=2012-11-01", "reason=R#", "RECLASS-FY13/B0", NULL },
	{ "baseline_date", "", "", "", "baseline=RECLASS-FY13/B0|milestone=M1.1|date=2013-02-01", "date=2013-02-04", "RECLASS-FY13/B0/M0.1",
	  NULL },
	{ "key", "M", "M", "", "account=viewer|public_key=" PUBLIC_KEY, "comment=C#", NULL, "S" },
	{ "corrective_action", "ILSDOCKP", "ILSDOCKP", "", "recommendation=OIG-12-130/2|description=D", "responsible=R#", NULL, "S" },
	{ "extension", "", "", "", "recommendation=OIG-12-130/2|to_date=2014-01-31|reason_code=staffing", "text=C#",
	  "OIG-12-130/1/X1", NULL },
	{ "approval", "", "", "",
	  "subject=OIG-12-130/2|action=submit-cap|waits_for=supervisor|submitted_by=@|submitted_on=2012-11-14", "comment=C#", "A-1", NULL },
	{ "checklist_line", "", "", "", "approval=A-1|item=gap", "note=N#", NULL, NULL },
	{ "delegation", "LSDOCM", "M", "LSDOC", "from_user=@|to_user=clerk|starts_on=2012-12-01|ends_on=2012-12-02", "reason=R#", NULL,
	  "S" },
	{ "series_title", "CM", "CM", "", "code=90##|title=T", "title=T#", NULL, "S" },
	{ "position", "LSCP", "LSCP", "", "plan=RECLASS-FY13|position_no=X-#|title=A|from_series=1811|from_grade=13", "notes=N#", NULL,
	  "S" },
	{ "coverage", "ILSP", "ILSP", "",
	  "plan=RECLASS-FY13|function=planning|from_on=2013-01-07|to_on=2013-01-11|primary=P-001|alternate=P-002", "notes=N#", NULL,
	  "S" },
	{ "absence", "ILSP", "ILSP", "", "position=P-001|kind=leave|from_on=2013-01-07|to_on=2013-01-08", "note=N#", NULL, "S" },
	{ "risk", "ILSDOCKP", "ILSDOCKP", "", "plan=RECLASS-FY13|title=R|likelihood=1|impact=1", "notes=N#", NULL, "S" },
	{ "mapping", "LSOKM", "LSOKM", "", "name=map#|kind=recommendations|options=key=number", "notes=N#", NULL, "S" },
	{ "saved_view", "ILSDOCKPM", "M", "ILSDOCKP", "name=v#|kind=recommendations", "query=is:open #", NULL, "" },
};
#define N_KINDS ((int)(sizeof kinds / sizeof *kinds))

/* ---- words ------------------------------------------------------------------------------- */

#define WORDS 12

static int counter, touched; /* records added of a kind, and changes made */

static int cut(const char *words, int number, const char *account, char text[1000], struct assignment out[WORDS])
{
	AUTOBUF full = BUF_INIT;
	int n = 0;

	for (; *words; words++) {
		if (strncmp(words, "##", 2) == 0 || strncmp(words, "%02d", 4) == 0) {
			buf_addf(&full, "%02d", number);
			words += *words == '#' ? 1 : 3;
		} else if (*words == '#') {
			buf_addf(&full, "%d", number);
		} else if (*words == '@') {
			buf_adds(&full, account);
		} else {
			buf_addc(&full, *words);
		}
	}
	snprintf(text, 1000, "%s", full.s);
	for (char *at = text, *save = NULL; (at = strtok_r(at, "|", &save)); at = NULL) {
		char *equals = strchr(at, '=');

		assert_true(equals && n < WORDS);
		*equals = '\0';
		out[n++] = (struct assignment){ at, equals + 1 };
	}
	return n;
}

static bool among(const char *who, int account)
{
	return strchr(who, letters[account]) != NULL;
}

/* ---- the door ------------------------------------------------------------------------------- */

static void act_as(int account)
{
	assert_int_equal(app_become(&help.app, accounts[account], &help.err), 0);
	help.err = (struct error)ERROR_INIT;
	door_faults_release(&help.faults);
}

static int door_add(const struct kind *k, int account, char ref[64])
{
	struct assignment at[WORDS];
	struct assign s = { .at = at };
	AUTOBUF shown = BUF_INIT;
	char text[1000];
	int failed;

	act_as(account);
	counter++;
	s.n = k->words ? cut(k->words, counter, accounts[account], text, at) : 0;
	failed = assign_add(&help.app, record_entity_by_name(k->name), &s, &shown, &help.faults, &help.err);
	snprintf(ref, 64, "%s", failed ? "" : shown.s);
	return failed;
}

static int door_set(const struct kind *k, int account, const char *ref)
{
	struct assignment at[WORDS];
	struct assign s = { .at = at };
	AUTOBUF shown = BUF_INIT;
	char text[1000];
	bool changed;

	act_as(account);
	touched++;
	s.n = cut(k->change, touched, accounts[account], text, at);
	return assign_set(&help.app, ref, &s, &shown, &changed, &help.faults, &help.err);
}

static int door_do(const char *action, int account, const char *ref)
{
	static const struct assignment why = { "comment", "Entered in error" };
	struct deed_result r = DEED_RESULT_INIT;
	struct deed_subject at;
	struct deed d = { .action = action, .at = &at, .n = 1, .given = &why, .n_given = 1 };
	int failed;

	act_as(account);
	failed = deed_find(&help.app, ref, action, &at, &help.err);
	if (!failed)
		failed = deed_do(&help.app, &d, &r, &help.err);
	deed_result_release(&r);
	return failed;
}

/* ---- both, and what is written -------------------------------------------------------------- */

static int cells;

static void compare(const char *act, const struct kind *k, int account, bool may, int door, bool file)
{
	cells++;
	if (door != (may ? 0 : FAIL_DENIED))
		fail_msg("%s %s by %s: it is written that they %s, the door gives %d: %s", act, k->name, accounts[account],
			 may ? "may" : "may not", door, help.err.why);
	if (file != may || (!may && !strstr(forge_refused, ROLE_REFUSED) && !strstr(forge_refused, "whose it is")))
		fail_msg("%s %s by %s: it is written that they %s, the file says \"%s\"", act, k->name, accounts[account],
			 may ? "may" : "may not", forge_refused);
}

static bool file_lets(const char *verb, const struct kind *k, int account, const char *uid, const char *changes)
{
	bool through;

	forge_open();
	through = forge(accounts[account], verb, k->name, uid, changes);
	forge_close();
	return through;
}

/* What the log says of the newest entry of that kind. */
struct newest {
	char changes[2000], uid[UUID_TEXT];
};

static bool see_newest(void *data, const struct entry *e)
{
	struct newest *n = data;

	snprintf(n->changes, sizeof n->changes, "%s", e->changes);
	snprintf(n->uid, sizeof n->uid, "%s", e->uid);
	return false;
}

static void read_newest(const struct kind *k, const char *verb, struct newest *out)
{
	struct log_filter f = { .entity = record_entity_by_name(k->name), .verb = verb, .from = DATE_NONE,
				.to = DATE_NONE, .newest_first = true };

	assert_int_equal(store_log(help.app.store, &f, see_newest, out, &help.err), 0);
}

static void find_uid(const char *ref, char uid[UUID_TEXT])
{
	struct store_found found;

	if (names_record(&help.app, ref, &found, &help.err) != 0)
		fail_msg("%s: %s", ref, help.err.why);
	memcpy(uid, found.uid, UUID_TEXT);
}

/* Somebody who may adds one: who that was, -1 where nobody does and one is there already. */
static int add_one(const struct kind *k, char ref[64])
{
	for (int i = 0; i < N_ACCOUNTS; i++)
		if (among(k->add, i) && door_add(k, i, ref) == 0)
			return i;
	if (*k->add)
		fail_msg("nobody can add a %s: %s", k->name, help.err.why);
	snprintf(ref, 64, "%s", k->ref ? k->ref : "");
	return -1;
}

/* ---- adding and editing ---------------------------------------------------------------------- */

/* Whose it is stands in the entry itself, and everybody says it of themselves. */
static void walk_add(const struct kind *k, int account, const char *like, char own[64])
{
	bool may = among(k->add, account);
	int door = door_add(k, account, own);
	struct newest n = { .changes = "" };

	if (may && !door)
		read_newest(k, "add", &n);
	compare("add", k, account, may, door, file_lets("add", k, account, NEW_UID, *n.changes ? n.changes : like));
}

static void walk_edit(const struct kind *k, int account, const char *ref, bool is_own)
{
	bool may = among(k->edit, account) || (is_own && among(k->own, account)), file;
	char uid[UUID_TEXT];

	find_uid(ref, uid);
	file = file_lets("set", k, account, uid, "{}");
	compare(is_own ? "edit their own" : "edit", k, account, may, door_set(k, account, ref), file);
}

static void every_cell_of_adding_and_editing(void **state)
{
	(void)state;
	cells = 0;
	for (int i = 0; i < N_KINDS; i++) {
		const struct kind *k = &kinds[i];
		struct newest like = { .changes = "{}" };
		char other[64], own[64];
		int whose;

		counter = touched = 0;
		whose = add_one(k, other);
		if (k->words)
			read_newest(k, "add", &like);
		for (int a = 0; a < N_ACCOUNTS; a++) {
			walk_add(k, a, like.changes, own);
			if (k->change && *own)
				walk_edit(k, a, own, true);
			if (k->change && *other && a != whose)
				walk_edit(k, a, other, false);
		}
	}
	print_message("%d cells of adding and editing\n", cells);
	assert_true(cells > 700);
}

/* ---- taking out -------------------------------------------------------------------------------- */

static void walk_out(const struct kind *k, const char *action, const char *change, int account, const char *ref,
		     bool may)
{
	char uid[UUID_TEXT];
	bool file;

	find_uid(ref, uid);
	file = file_lets(action, k, account, uid, change);
	compare(action, k, account, may, door_do(action, account, ref), file);
}

/* One's own, and what somebody else added. */
static void walk_kind_out(const struct kind *k, const char *action, const char *change, const char *takes)
{
	char other[64] = "", own[64];
	int whose = -1;

	counter = 0;
	for (int a = 0; a < N_ACCOUNTS; a++) {
		if (among(k->add, a)) {
			assert_int_equal(door_add(k, a, own), 0);
			walk_out(k, action, change, a, own, true);
		}
		if (!*other || whose == a)
			whose = add_one(k, other);
		if (whose == a)
			continue;
		walk_out(k, action, change, a, other, among(takes, a));
		if (among(takes, a))
			*other = '\0';
	}
}

/* What closeout writes itself stays. */
static void nobody_takes_out(const struct kind *k)
{
	char uid[UUID_TEXT];

	find_uid(k->ref, uid);
	for (int a = 0; a < N_ACCOUNTS; a++, cells++) {
		if (k->name[0] != 'a') /* what is asked of an approval is done to what it is about */
			assert_int_equal(door_do("void", a, k->ref), FAIL_USAGE);
		assert_false(file_lets("void", k, a, uid, "{\"removed\":[0,1]}"));
	}
}

static void every_cell_of_taking_out(void **state)
{
	const struct kind evidence = { "evidence", "ILSDOCKP", "", "", "subject=OIG-12-130/1|title=E|location=L", NULL, NULL, NULL };

	(void)state;
	cells = 0;
	for (int i = 0; i < N_KINDS; i++) {
		if (kinds[i].takes)
			walk_kind_out(&kinds[i], "void", "{\"removed\":[0,1]}", kinds[i].takes);
		else if (kinds[i].ref)
			nobody_takes_out(&kinds[i]);
	}
	walk_kind_out(&evidence, "withdraw", "{\"withdrawn\":[0,1]}", "SDO");
	print_message("%d cells of taking out\n", cells);
	assert_true(cells > 350);
}

/* ---- single fields ------------------------------------------------------------------------------- */

/* Fields that not everybody sets who edits the record; the first account is always told no. */
static void every_cell_of_single_fields(void **state)
{
	static const struct {
		struct kind kind;
		const char *changes;
	} fields[] = {
		{ { "letter_line", "", "O", "", NULL, "reason=R#", "C-1/1", NULL }, "{\"reason\":[null,\"R\"]}" },
		{ { "letter_line", "", "O", "", NULL, "outcome=no_change", "C-1/1", NULL }, "{\"outcome\":[null,\"no_change\"]}" },
		{ { "milestone", "", "LSP", "", NULL, "duration=#", "M1.1", NULL }, "{\"duration\":[1,2]}" },
		{ { "milestone", "", "LSP", "", NULL, "approver_1=director", "M1.1", NULL },
		  "{\"approver_1\":[\"supervisor\",\"director\"]}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		for (int a = 0; a < N_ACCOUNTS; a++) {
			const struct kind *k = &fields[i].kind;
			char uid[UUID_TEXT];
			bool file;

			find_uid(k->ref, uid);
			file = file_lets("set", k, a, uid, fields[i].changes);
			compare(k->change, k, a, among(k->edit, a), door_set(k, a, k->ref), file);
		}
}

/* ---- whose duties ---------------------------------------------------------------------------------- */

static void nobody_gives_themselves_the_duties_of_another(void **state)
{
	static const struct {
		int account;
		const char *from, *to;
		int want;
	} tries[] = {
		{ 1, "from_user=director", "to_user=lead", FAIL_DENIED },   { 1, "from_user=director", "to_user=clerk", FAIL_DENIED },
		{ 10, "from_user=director", "to_user=admin", FAIL_DENIED }, { 3, "from_user=director", "to_user=director", FAIL_DATA },
		{ 10, "from_user=director", "to_user=lead", 0 },            { 3, "from_user=director", "to_user=lead", 0 },
	};
	const struct kind k = { .name = "delegation" };

	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		AUTOBUF changes = BUF_INIT;
		char from[UUID_TEXT], to[UUID_TEXT];
		bool file;

		find_uid(tries[i].from + 10, from);
		find_uid(tries[i].to + 8, to);
		buf_addf(&changes, "{\"from_user\":[null,\"%s\"],\"to_user\":[null,\"%s\"]}", from, to);
		file = file_lets("add", &k, tries[i].account, NEW_UID, changes.s);
		act_as(tries[i].account);
		assert_int_equal(help_add("delegation", tries[i].from, tries[i].to, "starts_on=2012-12-01", "ends_on=2012-12-02", NULL),
				 tries[i].want);
		assert_int_equal(file, tries[i].want == 0);
	}
}

/* Whoever looks after the accounts could otherwise give themselves, by way of a colleague, the approvals they lack. */
static void an_administrator_decides_nothing_for_others(void **state)
{
	char milestone[UUID_TEXT];

	(void)state;
	act_as(3);
	assert_int_equal(help_add("delegation", "from_user=director", "to_user=admin", "starts_on=2012-11-01", "ends_on=2012-12-02",
				  NULL), 0);
	assert_int_equal(help_add("delegation", "from_user=director", "to_user=lead", "starts_on=2012-11-01", "ends_on=2012-12-02",
				  NULL), 0);
	find_uid("M0.1", milestone);
	forge_open();
	assert_false(forge_acting("admin", "director", "approve", "milestone", milestone, "{}"));
	assert_string_equal(forge_refused, "an administrator decides nothing, acting for somebody neither");
	assert_false(forge_acting("lead", "director", "approve", "milestone", milestone, "{}"));
	assert_null(strstr(forge_refused, "administrator"));
	forge_close();
}

/* ---- nothing left out ------------------------------------------------------------------------------ */

static void every_kind_has_its_row(void **state)
{
	(void)state;
	assert_int_equal(N_KINDS, ENTITY_MAX);
	for (int i = 0; i < N_KINDS; i++)
		assert_string_equal(kinds[i].name, record_entity((enum entity_id)i)->name);
}

/* ---- the scene ---------------------------------------------------------------------------------------- */

/* Something waits, so that there is one of each kind that nobody adds; milestones for dependencies. */
static int scene(void **state)
{
	static const struct assignment later[] = { { "to_date", "2013-01-15" }, { "reason_code", "staffing" } };
	struct deed_subject at;
	struct deed d = { .action = "request-extension", .at = &at, .n = 1, .given = later, .n_given = 2 };
	struct deed_result r = DEED_RESULT_INIT;

	help_sample(state);
	counter = touched = 0;
	act_as(5);
	assert_int_equal(deed_find(&help.app, "OIG-12-130/1", NULL, &at, &help.err), 0);
	assert_int_equal(deed_do(&help.app, &d, &r, &help.err), 0);
	deed_result_release(&r);
	act_as(1);
	for (int i = 1; i <= 40; i++) {
		char code[20], title[20];

		snprintf(code, sizeof code, "code=Q%d", i);
		snprintf(title, sizeof title, "title=Q%d", i);
		assert_int_equal(help_add("milestone", "plan=RECLASS-FY13", code, title, "owner_office=OPR", NULL), 0);
	}
	return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, scene, help_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_its_row),
		T(every_cell_of_adding_and_editing),
		T(every_cell_of_taking_out),
		T(every_cell_of_single_fields),
		T(nobody_gives_themselves_the_duties_of_another),
		T(an_administrator_decides_nothing_for_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
