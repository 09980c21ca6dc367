/* SPDX-License-Identifier: MIT */
/*
 * test_app_deed.c - every action of the life cycles done through the one door, and every guard refused,
 * on the sample records. The last two tests look that none was left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "app_help.h"
#include "deed_help.h"

/* A report with recommendations of our own: nobody has worked on them yet. */
static const struct step new_report[] = {
	{ "clerk", "2012-11-15", "+report", NULL,
	  "number=OIG-12-200|title=Files|issued_on=2012-10-01|agency=oig|type=letter|stated_rec_count=3", 0, NULL },
	{ NULL, NULL, "+recommendation", NULL,
	  "report=OIG-12-200|number=1|text=Keep them|to_office=OPR|owner_office=OPR|original_target=2013-03-01", 0, NULL },
	{ NULL, NULL, "+recommendation", NULL, "report=OIG-12-200|number=2|text=Sort them|to_office=OPR|owner_office=OPR", 0,
	  NULL },
	{ NULL, NULL, "+recommendation", NULL, "report=OIG-12-200|number=3|text=Number them|to_office=OPR|owner_office=OPR", 0,
	  NULL },
	{ NULL, NULL, "+correspondence", NULL, "direction=in|kind=status|dated_on=2012-11-10|summary=Letter of theirs", 0, NULL },
	{ NULL, NULL, "+correspondence", NULL, "direction=out|kind=response|dated_on=2012-11-12|summary=Ours, unsigned", 0, NULL },
	{ NULL, NULL, "+correspondence", NULL,
	  "direction=out|kind=response|dated_on=2012-11-12|summary=Ours|signatory=A. Director (fictional)", 0, NULL },
};
#define THEIRS   "C-4"
#define UNSIGNED "C-5"
#define SIGNED   "C-6"

static void from_new_to_working(void **state)
{
	static const struct step steps[] = {
		{ "inspector", NULL, "assign", "OIG-12-200/1", "owner_user=lead", FAIL_DENIED, "an inspector may not" },
		{ "supervisor", NULL, "assign", "OIG-12-200/1", "owner_user=nobody", FAIL_MISSING, NULL },
		{ NULL, NULL, "assign", "OIG-12-200/1", "owner_office=|owner_user=lead", FAIL_DATA, "The office that has to act" },
		{ NULL, NULL, "assign", "OIG-12-200/1", "owner_user=lead", 0, NULL },
		{ NULL, NULL, "assign", "OIG-12-200/1", "owner_user=lead", FAIL_NO, "Work state is Planning" },
		{ "lead", NULL, "submit-cap", "OIG-12-200/1", NULL, FAIL_NO, "at least one corrective action" },
		{ NULL, NULL, "+corrective_action", NULL, "recommendation=OIG-12-200/1|description=Count|due=2013-02-01", 0, NULL },
		{ NULL, NULL, "submit-cap", "OIG-12-200/1", NULL, FAIL_NO, "concurrence is still pending" },
		{ NULL, NULL, "=", "OIG-12-200/1", "concurrence=concur", 0, NULL },
		{ "inspector", NULL, "submit-cap", "OIG-12-200/1", NULL, FAIL_DENIED, "or its owner (lead)" },
		{ "lead", NULL, "submit-cap", "OIG-12-200/1", NULL, 0, NULL },
		{ NULL, NULL, "approve-cap", "OIG-12-200/1", NULL, FAIL_DENIED, NULL },
		{ "supervisor", NULL, "return-cap", "OIG-12-200/1", NULL, FAIL_DATA, "it is needed" },
		{ NULL, NULL, "return-cap", "OIG-12-200/1", "comment=Who counts?", 0, NULL },
		{ "supervisor", NULL, "submit-cap", "OIG-12-200/1", NULL, 0, NULL },
		{ NULL, NULL, "approve-cap", "OIG-12-200/1", NULL, FAIL_DENIED, "you submitted this" },
		{ "lead", NULL, "=", "OIG-12-200/1/A1", "responsible=Clerk", 0, NULL },
		{ "director", NULL, "approve-cap", "OIG-12-200/1", NULL, FAIL_NO, "changed after it was submitted" },
		{ "lead", NULL, "recall", "OIG-12-200/1", NULL, FAIL_DENIED, "only who submitted it" },
		{ "supervisor", NULL, "recall", "OIG-12-200/1", NULL, 0, NULL },
		{ "lead", NULL, "submit-cap", "OIG-12-200/1", NULL, 0, NULL },
		{ "director", NULL, "approve-cap", "OIG-12-200/1", NULL, 0, NULL },
		{ "liaison", NULL, "transmit", "OIG-12-200/1", NULL, FAIL_NO, "signed response memo" },
		{ NULL, NULL, "transmit", "OIG-12-200/1", "letter=" UNSIGNED, FAIL_NO, "signed response memo" },
		{ NULL, NULL, "transmit", "OIG-12-200/1", "letter=" SIGNED, 0, NULL },
		{ NULL, NULL, "?work_state", "OIG-12-200/1", "working", 0, NULL },
	};

	(void)state;
	PLAY(new_report);
	PLAY(steps);
}

static void an_extension_moves_the_target_once_approved(void **state)
{
	static const struct step steps[] = {
		{ "classifier", NULL, "request-extension", "OIG-12-130/1", "reason_code=staffing", FAIL_DATA, NULL },
		{ NULL, NULL, "request-extension", "OIG-12-130/1", "to_date=2013-01-15|reason_code=bored", FAIL_DATA, NULL },
		{ NULL, NULL, "request-extension", "OIG-12-130/1", "to_date=2012-12-01|reason_code=staffing", FAIL_NO,
		  "not after the current one" },
		{ NULL, NULL, "request-extension", "OIG-12-130/1", "to_date=2013-01-15|reason_code=staffing", 0, NULL },
		{ NULL, NULL, "request-extension", "OIG-12-130/1", "to_date=2013-01-16|reason_code=staffing", FAIL_NO,
		  "Work state is Extension in review" },
		{ NULL, NULL, "?work_state", "OIG-12-130/1", "ext_review", 0, NULL },
		{ "supervisor", NULL, "deny-extension", "OIG-12-130/1", "comment=No", 0, NULL },
		{ NULL, NULL, "?state", "OIG-12-130/1/X1", "denied", 0, NULL },
		{ "classifier", "2013-01-02", "request-extension", "OIG-12-130/1", "to_date=2013-01-15|reason_code=staffing", FAIL_NO,
		  "the target has passed already" },
		{ NULL, NULL, "request-extension", "OIG-12-130/1", "to_date=2013-01-15|reason_code=staffing|late=yes", 0, NULL },
		{ "supervisor", NULL, "approve-extension", "OIG-12-130/1", NULL, 0, NULL },
		{ NULL, NULL, "?current_target", "OIG-12-130/1", "2013-01-15", 0, NULL },
		{ NULL, NULL, "?original_target", "OIG-12-130/1", "2012-12-31", 0, NULL },
		{ NULL, NULL, "?late", "OIG-12-130/1/X2", "1", 0, NULL },
		{ "classifier", NULL, "request-extension", "OIG-12-130/1", "to_date=2013-03-15|reason_code=staffing", 0, NULL },
		{ "supervisor", NULL, "approve-extension", "OIG-12-130/1", NULL, FAIL_DENIED, "waits for director" },
		{ "director", NULL, "approve-extension", "OIG-12-130/1", NULL, 0, NULL },
		{ NULL, NULL, "?current_target", "OIG-12-130/1", "2013-03-15", 0, NULL },
	};

	(void)state;
	PLAY(steps);
}

/* M0.1, the step behind OIG-12-130/1, done and approved. */
static const struct step study_done[] = {
	{ "classifier", "2012-12-20", "submit", "M0.1", "actual=2012-12-19", 0, NULL },
	{ "director", NULL, "approve", "M0.1", NULL, 0, NULL },
};

static void a_closeout_needs_proof_and_a_second_person(void **state)
{
	static const struct step before[] = {
		{ "classifier", NULL, "submit-closeout", "OIG-12-130/1", "implemented_on=2012-11-14", FAIL_NO, "M0.1 is active" },
	};
	static const struct step steps[] = {
		{ "classifier", NULL, "submit-closeout", "OIG-12-130/1", "implemented_on=2012-12-19", FAIL_NO, "evidence record" },
		{ NULL, NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=Study|location=OHC-12|dated_on=2012-12-17", 0, NULL },
		{ NULL, NULL, "submit-closeout", "OIG-12-130/1", "implemented_on=2012-12-24", FAIL_NO, "after today" },
		{ NULL, NULL, "submit-closeout", "OIG-12-130/1", "implemented_on=2012-12-18|check_title=yes|check_quote=yes", 0, NULL },
		{ "supervisor", NULL, "approve-closeout", "OIG-12-130/1", NULL, FAIL_NO, "The evidence supports that date" },
		{ NULL, NULL, "approve-closeout", "OIG-12-130/1", "check_evidence=maybe", FAIL_DATA, NULL },
		{ NULL, NULL, "return-closeout", "OIG-12-130/1", "comment=It ended on the 19th", 0, NULL },
		{ "classifier", NULL, "submit-closeout", "OIG-12-130/1",
		  "implemented_on=2012-12-18|check_title=yes|check_quote=yes|check_evidence=yes", 0, NULL },
		{ "supervisor", NULL, "approve-closeout", "OIG-12-130/1", NULL, 0, "a line of the checklist is answered with no" },
		{ NULL, NULL, "?work_state", "OIG-12-130/1", "closeout_approved", 0, NULL },
		{ "liaison", NULL, "send-closeout", "OIG-12-130/1", "closeout_sent_on=2012-12-21", FAIL_NO, "after today" },
		{ NULL, "2013-02-20", "send-closeout", "OIG-12-130/1", NULL, 0, "later than the rules ask for" },
		{ NULL, NULL, "?closeout_sent_on", "OIG-12-130/1", "2013-02-20", 0, NULL },
	};

	(void)state;
	PLAY(before);
	PLAY(study_done);
	PLAY(steps);
}

static void who_completed_a_step_does_not_approve_the_closeout(void **state)
{
	static const struct step steps[] = {
		{ "supervisor", "2012-12-20", "submit", "M0.1", "actual=2012-12-19", 0, NULL },
		{ "director", NULL, "approve", "M0.1", NULL, 0, NULL },
		{ "classifier", NULL, "+evidence", NULL, "subject=OIG-12-130/1|title=Study|location=OHC-12", 0, NULL },
		{ NULL, NULL, "submit-closeout", "OIG-12-130/1",
		  "implemented_on=2012-12-19|check_title=yes|check_quote=yes|check_evidence=yes", 0, NULL },
		{ "supervisor", NULL, "approve-closeout", "OIG-12-130/1", NULL, FAIL_DENIED, "you completed one of the steps" },
		{ "supervisor2", NULL, "approve-closeout", "OIG-12-130/1", NULL, 0, NULL },
	};

	(void)state;
	PLAY(steps);
}

static void letters_are_recorded_however_thin_the_file_is(void **state)
{
	static const struct step steps[] = {
		{ "clerk", NULL, "record-accept", "OIG-12-200/2", "letter=" THEIRS, FAIL_DENIED, "it takes liaison" },
		{ "liaison", NULL, "record-accept", "OIG-12-200/2", NULL, FAIL_DATA, NULL },
		{ NULL, NULL, "record-accept", "OIG-12-200/2", "letter=" SIGNED, FAIL_NO, "was sent, not received" },
		{ NULL, NULL, "record-accept", "OIG-12-200/2", "letter=" THEIRS "|current_target=2013-05-01", 0, "responsible person" },
		{ NULL, NULL, "?resolution", "OIG-12-200/2", "resolved", 0, NULL },
		{ NULL, NULL, "?original_target", "OIG-12-200/2", "2013-05-01", 0, NULL },
		{ NULL, NULL, "record-withdraw", "OIG-12-200/2", "letter=" THEIRS "|comment=Too slow", 0, NULL },
		{ NULL, NULL, "record-reject", "OIG-12-200/2", "letter=" THEIRS, 0, NULL },
		{ NULL, NULL, "record-decision", "OIG-12-200/3", "letter=" THEIRS, FAIL_NO, "no dispute is on record" },
		{ NULL, NULL, "record-decision", "OIG-12-200/2", "letter=" THEIRS "|close=yes", 0, NULL },
		{ NULL, NULL, "?closure_reason", "OIG-12-200/2", "not_implemented", 0, NULL },
		{ NULL, NULL, "record-hold", "OIG-12-200/2", "letter=" THEIRS, FAIL_NO, "Action is Closed" },
		{ NULL, NULL, "record-hold", "OIG-12-200/3", "letter=" THEIRS, 0, NULL },
		{ NULL, NULL, "lift-hold", "OIG-12-200/3", "letter=" THEIRS, 0, NULL },
		{ NULL, NULL, "record-return", "OIG-12-200/3", "letter=" THEIRS, 0, "does not say that the oversight body has it" },
		{ NULL, NULL, "record-closure", "OIG-12-200/3", "letter=" THEIRS, FAIL_NO, "a closure rests on a letter with a reason" },
		{ NULL, NULL, "record-closure", "OIG-12-200/3", "letter=" THEIRS "|closure_reason=superseded", 0,
		  "no closeout letter of ours" },
		{ NULL, NULL, "?resolution", "OIG-12-200/3", "resolved", 0, NULL },
		{ NULL, NULL, "record-closure", "OIG-11-119/13", "letter=C-1|closure_reason=implemented", FAIL_NO, NULL },
	};
	static const struct step old[] = {
		{ "clerk", NULL, "+correspondence", NULL, "direction=in|kind=closure|dated_on=2012-08-01|summary=Before ours", 0, NULL },
		{ "liaison", NULL, "record-closure", "OIG-11-119/13", "letter=C-7|closure_reason=superseded", 0,
		  "older than our closeout letter" },
		{ NULL, NULL, "record-closure", "OIG-11-119/12", "closed_per=OIG-12-130|closed_by_date=2012-11-01", 0, NULL },
		{ NULL, NULL, "?closure_basis", "OIG-11-119/12", "published", 0, NULL },
	};

	(void)state;
	PLAY(new_report);
	/* C-1 is the transmittal they sent. */
	deed_play(steps, sizeof steps / sizeof *steps - 1);
	PLAY(old);
	assert_true(strstr(deed_result.warnings.s, "evidence") == NULL);
}

static void a_reopening_takes_two_and_a_later_letter(void **state)
{
	static const struct step steps[] = {
		{ "liaison", NULL, "record-closure", "OIG-12-200/1", "letter=" THEIRS "|closure_reason=implemented", 0, NULL },
		{ NULL, NULL, "record-reopen", "OIG-12-200/1", "letter=" THEIRS "|comment=Why", FAIL_NO, "not dated after the closure" },
		{ "clerk", "2012-11-20", "+correspondence", NULL, "direction=in|kind=reopen|dated_on=2012-11-19|summary=Again", 0, NULL },
		{ "liaison", NULL, "record-reopen", "OIG-12-200/1", "letter=C-7|comment=Not kept", 0, NULL },
		{ NULL, NULL, "?action", "OIG-12-200/1", "closed", 0, NULL },
		{ NULL, NULL, "record-reopen", "OIG-12-200/1", "letter=C-7|comment=Not kept", FAIL_NO, "waits for supervisor" },
		{ NULL, NULL, "confirm", "A-1", NULL, FAIL_DENIED, NULL },
		{ "supervisor", NULL, "deny", "A-1", "comment=Not yet", 0, NULL },
		{ "liaison", NULL, "record-reopen", "OIG-12-200/1", "letter=C-7|comment=Not kept", 0, NULL },
		{ NULL, NULL, "recall", "OIG-12-200/1", NULL, 0, NULL },
		{ NULL, NULL, "record-reopen", "OIG-12-200/1", "letter=C-7|comment=Not kept", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-3", NULL, 0, NULL },
		{ NULL, NULL, "?action", "OIG-12-200/1", "open", 0, NULL },
		{ NULL, NULL, "?reopened_count", "OIG-12-200/1", "1", 0, NULL },
		{ NULL, NULL, "?recorded_on", "C-7/1", "2012-11-20", 0, NULL },
	};

	(void)state;
	PLAY(new_report);
	PLAY(steps);
}

#define T(f) cmocka_unit_test_setup_teardown(f, help_sample, help_end)

static void a_milestone_from_draft_to_done(void **state)
{
	static const struct step steps[] = {
		{ "lead", NULL, "+milestone", NULL,
				"plan=RECLASS-FY13|code=M9.1|phase=5 Close|title=Tidy up|owner_office=OPR|owner_user=lead", 0,
		  NULL },
		{ NULL, NULL, "propose", "M9.1", NULL, FAIL_NO, "needs a date, an owner" },
		{ NULL, NULL, "set-forecast", "M9.1", "forecast=2013-09-10", 0, NULL },
		{ NULL, NULL, "=", "M9.1", "evidence_type=memo|approver_1=supervisor|approver_2=director", 0, NULL },
		{ NULL, NULL, "propose", "M9.1", NULL, 0, NULL },
		{ "director", NULL, "approve", "M9.1", NULL, FAIL_DENIED, "waits for level 1: supervisor" },
		{ "supervisor", NULL, "approve", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?state", "M9.1", "proposed", 0, NULL },
		{ "director", NULL, "return", "M9.1", "comment=Later", 0, NULL },
		{ "lead", NULL, "propose", "M9.1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "M9.1", NULL, 0, NULL },
		{ "director", NULL, "approve", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?state", "M9.1", "baselined", 0, NULL },
		{ "lead", NULL, "start", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "unblock", "M9.1", NULL, FAIL_NO, "nothing blocks it" },
		{ NULL, NULL, "block", "M9.1", "blocker=No room", FAIL_DATA, NULL },
		{ NULL, NULL, "block", "M9.1", "blocker=No room|waiting_on_office=MA", 0, NULL },
		{ NULL, NULL, "block", "M9.1", "blocker=No room", FAIL_NO, "blocked already" },
		{ NULL, NULL, "unblock", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?waiting_on_office", "M9.1", "", 0, NULL },
		{ NULL, NULL, "request-rebaseline", "M9.1", "to_date=2013-09-20|comment=Room", 0, NULL },
		{ "supervisor", NULL, "approve-rebaseline", "M9.1", NULL, FAIL_DENIED, "it takes director" },
		{ "director", NULL, "approve-rebaseline", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?baseline", "M9.1", "2013-09-20", 0, NULL },
		{ NULL, NULL, "?forecast", "M9.1", "2013-09-20", 0, NULL },
		{ "lead", NULL, "submit", "M9.1", NULL, FAIL_NO, "evidence record" },
		{ NULL, NULL, "+evidence", NULL, "subject=M9.1|title=Photo|location=here", 0, NULL },
		{ NULL, NULL, "submit", "M9.1", "actual=2013-01-01", FAIL_NO, "after today" },
		{ NULL, NULL, "submit", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "recall", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?state", "M9.1", "active", 0, NULL },
		{ NULL, NULL, "submit", "M9.1", NULL, 0, NULL },
		{ "inspector", NULL, "withdraw", "E-3", "comment=Blurred", FAIL_DENIED, "or who added it" },
		{ "lead", NULL, "withdraw", "E-3", "comment=Blurred", 0, NULL },
		{ "supervisor", NULL, "approve", "M9.1", NULL, FAIL_NO, "changed after it was submitted" },
		{ NULL, NULL, "return", "M9.1", "comment=Again", 0, NULL },
		{ "lead", NULL, "+evidence", NULL, "subject=M9.1|title=Photo 2|location=here", 0, NULL },
		{ NULL, NULL, "submit", "M9.1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "M9.1", NULL, 0, NULL },
		{ NULL, NULL, "?state", "M9.1", "complete", 0, NULL },
		{ "supervisor", NULL, "reopen", "M9.1", "comment=No", FAIL_DENIED, NULL },
		{ "director", NULL, "reopen", "M9.1", "comment=Not tidy", 0, NULL },
		{ NULL, NULL, "?actual", "M9.1", "", 0, NULL },
		{ NULL, NULL, "cancel", "M9.1", "comment=Not needed", 0, NULL },
	};

	(void)state;
	PLAY(steps);
}

static void one_person_never_decides_both_levels(void **state)
{
	static const struct step steps[] = {
		{ "lead", NULL, "=", "M2.4", "approver_1=director|approver_2=director", 0, NULL },
		{ "classifier", NULL, "propose", "M2.4", NULL, 0, NULL },
		{ "director", NULL, "approve", "M2.4", NULL, 0, NULL },
		{ NULL, NULL, "approve", "M2.4", NULL, FAIL_DENIED, "you decided the level before" },
	};

	(void)state;
	PLAY(steps);
}

static void what_comes_before_and_after(void **state)
{
	static const struct step steps[] = {
		{ "supervisor", NULL, "start", "M0.2", NULL, FAIL_NO, "M0.1 is active" },
		{ "director", NULL, "cancel", "M0.1", "comment=No study", FAIL_NO, "M0.2" },
		{ NULL, NULL, "waive", "M0.2", "pred=M1.1|comment=x", FAIL_NO, "does not wait for" },
		{ NULL, NULL, "waive", "M0.2", "pred=M9.9|comment=x", FAIL_MISSING, NULL },
		{ NULL, NULL, "waive", "M0.2", "pred=M0.1|comment=The draft is enough", 0, NULL },
		{ "supervisor", NULL, "start", "M0.2", NULL, 0, NULL },
		{ "director", NULL, "cancel", "M0.1", "comment=The draft is enough", 0, NULL },
		/* No action has to ask about a circle: none can be closed. */
		{ "lead", NULL, "+dependency", NULL, "plan=RECLASS-FY13|pred=M0.2|succ=M0.1", FAIL_NO, "it would close a circle" },
		{ NULL, NULL, "+dependency", NULL, "plan=RECLASS-FY13|pred=M0.1|succ=M0.1", FAIL_DATA, NULL },
		{ NULL, NULL, "+dependency", NULL, "plan=RECLASS-FY13|pred=M0.1|succ=M1.1", 0, NULL },
		{ NULL, NULL, "propose", "M1.1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "M1.1", NULL, FAIL_NO, "cancelled or removed: M0.1" },
	};

	(void)state;
	PLAY(steps);
}

/* Every function of a plan from Monday to Friday. */
static void cover_all(const char *plan)
{
	const struct choice *f = record_field(record_entity(ENTITY_COVERAGE), "function")->choices;
	char words[2][64];

	assert_int_equal(help_open("lead"), 0);
	snprintf(words[0], sizeof words[0], "plan=%s", plan);
	for (; f->name; f++) {
		snprintf(words[1], sizeof words[1], "function=%s", f->name);
		assert_int_equal(help_add("coverage", words[0], words[1], "from_on=2013-01-07", "to_on=2013-01-11",
					  "primary=P-001", NULL), 0);
	}
}

static const struct step moved[] = {
	{ "director", NULL, "freeze-baseline", "MOVE", NULL, FAIL_NO, "no position is in the crosswalk yet" },
	{ "lead", NULL, "+position", NULL, "plan=MOVE|position_no=P-100|title=A|from_series=1811|from_grade=13", 0, NULL },
	{ "director", NULL, "freeze-baseline", "MOVE", NULL, FAIL_NO, "P-100: the target series is missing" },
	{ "lead", NULL, "=", "P-100", "to_series=1801|to_grade=13|wave=1", 0, NULL },
	{ "director", NULL, "freeze-baseline", "MOVE", NULL, 0, NULL },
};

static void a_plan_is_frozen_and_its_gate_decided(void **state)
{
	static const struct step before[] = {
		{ "supervisor", NULL, "freeze-baseline", "RECLASS-FY13", NULL, FAIL_DENIED, "it takes director" },
		{ "director", NULL, "freeze-baseline", "RECLASS-FY13", NULL, FAIL_NO, "not every milestone is approved" },
		{ NULL, NULL, "decide-gate", "RECLASS-FY13", "gate_outcome=none|comment=No", FAIL_NO, "M0.1 is active" },
	};
	static const struct step after[] = {
		{ "director", NULL, "decide-gate", "RECLASS-FY13", "gate_outcome=pending|comment=No", FAIL_NO, "pending is no decision" },
		{ "director", NULL, "decide-gate", "RECLASS-FY13", "gate_outcome=none|comment=All series stay", 0, NULL },
		{ NULL, NULL, "?state", "M1.1", "cancelled", 0, NULL },
		{ NULL, NULL, "?state", "M4.3", "cancelled", 0, NULL },
		{ NULL, NULL, "?state", "M5.3", "draft", 0, NULL },
		{ NULL, NULL, "?gate_outcome", "RECLASS-FY13", "none", 0, NULL },
	};
	static const struct step small[] = {
		{ "lead", NULL, "+plan", NULL, "code=SMALL|title=Small|owner_office=OPR", 0, NULL },
		{ NULL, NULL, "+milestone", NULL,
		  "plan=SMALL|code=S1|phase=1 All|title=Only one|owner_office=OPR|owner_user=lead|evidence_type=memo|forecast=2013-01-10|"
		  "approver_1=supervisor", 0, NULL },
		{ NULL, NULL, "propose", "S1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "S1", NULL, 0, NULL },
		{ "director", NULL, "freeze-baseline", "SMALL", NULL, 0, NULL },
		{ NULL, NULL, "?baseline", "S1", "2013-01-10", 0, NULL },
		{ "lead", NULL, "start", "S1", NULL, 0, NULL },
		{ NULL, NULL, "+evidence", NULL, "subject=S1|title=Memo|location=here", 0, NULL },
		{ NULL, NULL, "submit", "S1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "S1", NULL, 0, NULL },
		{ NULL, NULL, "?state", "SMALL", "closed", 0, NULL },
		{ "director", NULL, "reopen", "S1", "comment=No", 0, NULL },
		{ NULL, NULL, "?state", "SMALL", "baselined", 0, NULL },
	};

	(void)state;
	PLAY(before);
	PLAY(study_done);
	PLAY(after);
	PLAY(small);
}

static void a_plan_that_moves_people_needs_coverage_and_a_crosswalk(void **state)
{
	static const struct step moving[] = {
		{ "lead", NULL, "+plan", NULL, "code=MOVE|title=Moves somebody|owner_office=OPR", 0, NULL },
		{ NULL, NULL, "+milestone", NULL,
		  "plan=MOVE|code=V1|title=Wave|owner_office=OPR|owner_user=lead|evidence_type=memo|forecast=2013-01-13|"
		  "roll=pay_period|approver_1=supervisor", 0, NULL },
		{ NULL, NULL, "propose", "V1", NULL, 0, NULL },
		{ "supervisor", NULL, "approve", "V1", NULL, 0, NULL },
		{ "director", NULL, "freeze-baseline", "MOVE", NULL, FAIL_NO, "no coverage is planned" },
		{ "lead", NULL, "+coverage", NULL,
		  "plan=MOVE|function=planning|from_on=2013-01-07|to_on=2013-01-11|primary=P-001|alternate=P-002", 0, NULL },
		{ "director", NULL, "freeze-baseline", "MOVE", NULL, FAIL_NO, "nobody is named" },
		{ "lead", NULL, "=", "COV-9", "gap_reason=x", 0, NULL },
	};

	(void)state;
	PLAY(moving);
	cover_all("MOVE");
	PLAY(moved);
}

static void a_position_is_certified_told_moved_and_compared(void **state)
{
	static const struct step steps[] = {
		{ "lead", NULL, "=", "P-003", "effective_on=", 0, NULL },
		{ NULL, NULL, "certify", "P-003", NULL, FAIL_DENIED, NULL },
		{ "classifier", NULL, "certify", "P-003", "certified_on=2013-01-01", FAIL_NO, "after today" },
		{ NULL, NULL, "make-effective", "P-003", "effective_on=2012-10-07", FAIL_NO, NULL },
		{ NULL, NULL, "certify", "P-003", "certified_on=2012-10-01", 0, NULL },
		{ NULL, NULL, "?certified_by", "P-003", "classifier", 0, NULL },
		{ NULL, NULL, "make-effective", "P-003", "effective_on=2012-10-08", FAIL_DATA, "no pay-period start" },
		{ NULL, NULL, "make-effective", "P-003", "effective_on=2012-10-07", 0, NULL },
		{ NULL, NULL, "?state", "P-003", "effective", 0, NULL },
		{ "inspector", NULL, "verify-action", "P-003", NULL, FAIL_DENIED, NULL },
		{ "supervisor", NULL, "verify-action", "P-003", NULL, 0, NULL },
		{ NULL, NULL, "?sf50_verified_on", "P-003", "2012-11-15", 0, NULL },
		/* A lower grade is told before. */
		{ "lead", NULL, "=", "P-009", "effective_on=|retention=none|retention_ends_on=", 0, NULL },
		{ "classifier", NULL, "certify", "P-009", "certified_on=2012-10-01", 0, NULL },
		{ NULL, NULL, "make-effective", "P-009", "effective_on=2012-10-21", FAIL_DATA, "needs a written notice" },
		{ "supervisor", NULL, "notify", "P-009", "notice_on=2012-10-10", 0, NULL },
		{ "classifier", NULL, "make-effective", "P-009", "effective_on=2012-10-07", FAIL_DATA, "before the effective date" },
		{ NULL, NULL, "make-effective", "P-009", "effective_on=2012-10-21", 0, NULL },
	};

	(void)state;
	PLAY(steps);
}

static void any_record_has_updates_corrections_and_a_way_out(void **state)
{
	static const struct step steps[] = {
		{ "viewer", NULL, "post-update", "OIG-12-130/1", "text=Hello", FAIL_DENIED, NULL },
		{ "inspector", NULL, "post-update", "OIG-12-130/1",
				"text=Draft read|kind=call|dated_on=2012-11-16", FAIL_NO, "after today" },
		{ NULL, NULL, "post-update", "OIG-12-130/1", "text=Draft read|kind=call", 0, NULL },
		{ "viewer", NULL, "+office", NULL, "code=OCC|name=Counsel", FAIL_DENIED, NULL },
		{ "admin", NULL, "+office", NULL, "code=OCC|name=Counsel", 0, NULL },
		{ "supervisor", NULL, "void", "OPR", "comment=Wrong", FAIL_NO, "other records refer to it" },
		{ "inspector", NULL, "void", "OCC", "comment=Wrong", FAIL_DENIED, "or who added it" },
		{ "supervisor", NULL, "void", "OCC", "comment=Wrong", 0, NULL },
		{ "supervisor", NULL, "correct", "OIG-12-130/1", "closed_on=2012-11-01|comment=x", FAIL_DENIED, NULL },
		{ "admin", NULL, "correct", "OIG-12-130/1", "comment=x", FAIL_DATA, NULL },
		{ NULL, NULL, "correct", "OIG-12-130/1", "action=closed|comment=x", FAIL_DATA, "the work on what is closed is done" },
		{ NULL, NULL, "correct", "OIG-12-130/1", "original_target=2012-12-30|comment=Misread|effective=2012-10-01", 0, NULL },
		{ NULL, NULL, "recall", "OIG-12-130/1", NULL, 0, NULL },
		{ NULL, NULL, "correct", "OIG-12-130/1", "original_target=2012-12-30|comment=Misread|effective=2012-10-01", 0, NULL },
		{ "admin2", NULL, "confirm", "A-2", NULL, FAIL_DENIED, "waits for supervisor" },
		{ "supervisor", NULL, "confirm", "A-2", NULL, 0, NULL },
		{ NULL, NULL, "?original_target", "OIG-12-130/1", "2012-12-30", 0, NULL },
		{ "admin", NULL, "correct", "ICE", "name=Immigration|comment=Shorter", 0, NULL },
		{ NULL, NULL, "recall", "ICE", NULL, 0, NULL },
	};
	struct deed_subject at;

	(void)state;
	PLAY(steps);
	assert_int_equal(deed_find(&help.app, "OIG-12-130/1", NULL, &at, &help.err), 0);
	assert_int_equal(help_count("recommendations", "original_target:2012-12-31", "2012-09-28"), 1);
	assert_int_equal(help_count("recommendations", "original_target:2012-12-30", "2012-10-02"), 1);
}

static void the_rights_of_an_administrator_take_two(void **state)
{
	static const struct step steps[] = {
		{ "admin", NULL, "=", "lead", "role=admin", FAIL_DENIED, "take a second person" },
		{ NULL, NULL, "=", "admin", "role=supervisor", FAIL_DENIED, "nobody changes their own role alone" },
		{ NULL, NULL, "+user", NULL, "name=eve|role=admin", FAIL_DENIED, "take a second person" },
		{ NULL, NULL, "=", "lead", "role=planner", 0, NULL },
		{ "supervisor", NULL, "grant", "lead", "role=admin", FAIL_DENIED, "it takes admin" },
		{ "admin", NULL, "grant", "lead", NULL, FAIL_DATA, NULL },
		{ NULL, NULL, "grant", "lead", "role=admin", 0, NULL },
		{ NULL, NULL, "?role", "lead", "planner", 0, NULL },
		{ NULL, NULL, "confirm", "A-1", NULL, FAIL_DENIED, "you submitted this" },
		{ "director", NULL, "confirm", "A-1", NULL, FAIL_DENIED, "it takes" },
		{ "admin2", NULL, "deny", "A-1", "comment=Not needed", 0, NULL },
		{ NULL, NULL, "?role", "lead", "planner", 0, NULL },
		{ "admin", NULL, "grant", "lead", "role=admin", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-2", NULL, 0, NULL },
		{ NULL, NULL, "?role", "lead", "admin", 0, NULL },
		/* One's own, too; and somebody always administers. */
		{ "admin", NULL, "grant", "admin", "role=supervisor", 0, NULL },
		{ "lead", NULL, "confirm", "A-3", NULL, 0, NULL },
		{ NULL, NULL, "?role", "admin", "supervisor", 0, NULL },
		{ NULL, NULL, "=", "admin2", "active=no", 0, NULL },
		{ NULL, NULL, "=", "lead", "active=no", FAIL_NO, "the last active administrator" },
		{ NULL, NULL, "=", "lead", "role=lead", FAIL_DENIED, "nobody changes their own role" },
		{ NULL, NULL, "grant", "lead", "role=lead", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-4", NULL, FAIL_NO, "the last active administrator" },
	};

	(void)state;
	PLAY(steps);
}

static void without_a_supervisor_rights_are_granted_alone_and_marked(void **state)
{
	static const struct step steps[] = {
		{ "admin", NULL, "=", "supervisor", "active=no", 0, NULL },
		{ NULL, NULL, "=", "supervisor2", "role=viewer", 0, NULL },
		{ NULL, NULL, "=", "lead", "role=admin", 0, NULL },
		{ NULL, NULL, "?unconfirmed", "lead", "1", 0, NULL },
		{ NULL, NULL, "=", "admin", "role=supervisor", FAIL_DENIED, "nobody changes their own role alone" },
		{ NULL, NULL, "=", "supervisor", "active=yes", 0, NULL },
		{ NULL, NULL, "=", "planner", "role=admin", FAIL_DENIED, "take a second person" },
		{ NULL, NULL, "grant", "lead", "role=admin", 0, NULL },
		{ "supervisor", NULL, "confirm", "A-1", NULL, 0, NULL },
		{ NULL, NULL, "?unconfirmed", "lead", "0", 0, NULL },
	};

	(void)state;
	PLAY(steps);
	assert_int_equal(help_count("users", "is:problem", NULL), 0);
}

/* ---- what was refused is on record -------------------------------------------------------- */

static bool see_refusal(void *data, const struct access_entry *e)
{
	if (strcmp(e->kind, "refusal") == 0 && strcmp(e->account, "classifier") == 0 && strstr(e->what, "do approve M0.1"))
		(*(int *)data)++;
	return true;
}

static void who_was_refused_is_in_the_access_log(void **state)
{
	static const struct step steps[] = {
		{ "classifier", NULL, "submit", "M0.1", NULL, 0, NULL },
		{ NULL, NULL, "approve", "M0.1", NULL, FAIL_DENIED, NULL },
		{ "director", NULL, "return", "M0.1", NULL, FAIL_DATA, NULL },
	};
	struct access_filter f = { .from = DATE_NONE, .to = DATE_NONE };
	int refusals = 0;

	(void)state;
	PLAY(steps);
	assert_int_equal(store_access(help.app.store, &f, see_refusal, &refusals, &help.err), 0);
	assert_int_equal(refusals, 1);
}

/* ---- nothing left out ------------------------------------------------------------------- */

static void every_action_was_done(void **state)
{
	const struct life_rule *r;

	(void)state;
	for (size_t i = 0; (r = life_at(i)); i++)
		if (!deed_was_done(r))
			fail_msg("no test does %s with %s", r->action,
				 r->entity == ENTITY_NONE ? "any record" : record_entity(r->entity)->plural);
}

static void every_guard_has_refused(void **state)
{
	(void)state;
	for (int g = 1; g < GUARD_MAX; g++)
		if (!deed_was_refused((enum life_guard)g))
			fail_msg("no test is refused by %s: %s", life_guard_name((enum life_guard)g), life_guard_text((enum life_guard)g));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(from_new_to_working),
		T(an_extension_moves_the_target_once_approved),
		T(a_closeout_needs_proof_and_a_second_person),
		T(who_completed_a_step_does_not_approve_the_closeout),
		T(letters_are_recorded_however_thin_the_file_is),
		T(a_reopening_takes_two_and_a_later_letter),
		T(a_milestone_from_draft_to_done),
		T(one_person_never_decides_both_levels),
		T(what_comes_before_and_after),
		T(a_plan_is_frozen_and_its_gate_decided),
		T(a_plan_that_moves_people_needs_coverage_and_a_crosswalk),
		T(a_position_is_certified_told_moved_and_compared),
		T(any_record_has_updates_corrections_and_a_way_out),
		T(the_rights_of_an_administrator_take_two),
		T(without_a_supervisor_rights_are_granted_alone_and_marked),
		T(who_was_refused_is_in_the_access_log),
		cmocka_unit_test(every_action_was_done),
		cmocka_unit_test(every_guard_has_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
