/* SPDX-License-Identifier: MIT */
/* lifecycle_guards.c - the guards: their words, and those that facts alone answer. */
#include <string.h>

#include "core/lifecycle_rules.h"

enum {
	DUTY = 1 << 0,        /* refused with 77 */
	CALLER = 1 << 1,      /* answered by the caller */
	GIVEN = 1 << 2,       /* about what was given: not asked for a menu */
	SOFT = 1 << 3,        /* never refuses, only warns */
	SOFT_LETTER = 1 << 4  /* only warns when a letter is recorded */
};

static const struct {
	const char *name, *text, *next;
	unsigned flags;
	const char *only_in; /* asked only in these states of what the rule moves; NULL: in all */
} guards[GUARD_MAX] = {
	[GUARD_NONE] = { "none", "", NULL, 0, NULL },
	[GUARD_NOT_SUBMITTER] = { "not_submitter", "you submitted this; someone else must decide it",
				  "ask another person of that role, or recall it", DUTY, NULL },
	[GUARD_NOT_COMPLETER] = { "not_completer",
				  "you completed one of the steps behind it; someone else must approve it",
				  "ask another supervisor, or the assistant director", DUTY | CALLER, NULL },
	[GUARD_SUBMITTER] = { "submitter", "only who submitted it can recall it", "return or deny it instead", DUTY,
			      NULL },
	[GUARD_LEVEL] = { "level", "it is not yours to decide", NULL, DUTY, NULL },
	[GUARD_OTHER_LEVEL] = { "other_level", "you decided the level before; someone else must decide this one",
				"ask another person of that role", DUTY, NULL },
	[GUARD_CONCURRENCE] = { "concurrence", "needs management's answer: concurrence is still pending",
				"set concurrence=concur, partial or nonconcur first", SOFT_LETTER, NULL },
	[GUARD_UNCHANGED] = { "unchanged", "what you would approve was changed after it was submitted",
			      "return it, so that it is submitted again as it is now", 0, NULL },
	[GUARD_PROPOSAL_COMPLETE] = { "proposal_complete", "needs a date, an owner and the kind of evidence",
				      "set forecast, owner_user and evidence_type", 0, NULL },
	[GUARD_BLOCKED] = { "blocked", "nothing blocks it", NULL, 0, NULL },
	[GUARD_NOT_BLOCKED] = { "not_blocked", "it is blocked already", "unblock it first", 0, NULL },
	[GUARD_CLOSEOUT_SENT] = { "closeout_sent", "no closeout letter of ours is on record", NULL, SOFT_LETTER, NULL },
	[GUARD_WITH_OIG] = { "with_oig", "our work state does not say that the oversight body has it", NULL,
			     SOFT_LETTER, NULL },
	[GUARD_PLANNED_ACTION] = { "planned_action", "needs at least one corrective action or milestone with a date",
				   "add corrective_action recommendation=REF description=… due=DATE", CALLER, NULL },
	[GUARD_RESPONSE_LETTER] = { "response_letter", "needs the signed response memo on record",
				    "add correspondence direction=out kind=response …, or give letter=C-n", CALLER,
				    NULL },
	[GUARD_STEPS_DONE] = { "steps_done", "not everything behind it is complete or cancelled",
			       "complete it, or cancel it with a reason", CALLER, NULL },
	[GUARD_EVIDENCE] = { "evidence", "needs at least one evidence record",
			     "closeout evidence add REF FILE title=…", CALLER | SOFT_LETTER, NULL },
	[GUARD_CHECKLIST] = { "checklist", "the closeout checklist is not answered",
			      "answer with check_title=yes check_quote=yes …", CALLER, NULL },
	[GUARD_CHECKLIST_YES] = { "checklist_yes", "a line of the checklist is answered with no", NULL, CALLER | SOFT,
				  NULL },
	[GUARD_PREDECESSORS] = { "predecessors", "what comes before it is neither complete nor waived",
				 "complete it, or have it waived by the second approver", CALLER,
				 "baselined active submitted pending" },
	[GUARD_PREDECESSORS_EXIST] = { "predecessors_exist", "something that comes before it was cancelled or removed",
				       "change its dependencies", CALLER, "proposed" },
	[GUARD_SUCCESSORS] = { "successors", "something waits for it and would wait for ever",
			       "give that another predecessor, or cancel it first", CALLER, NULL },
	[GUARD_ALL_APPROVED] = { "all_approved", "not every milestone is approved", "propose and approve the others",
				 CALLER, NULL },
	[GUARD_COVERAGE] = { "coverage", "inspections are not covered throughout", "close the gaps in the coverage",
			     CALLER, NULL },
	[GUARD_CROSSWALK] = { "crosswalk", "the crosswalk of positions is not complete", "complete its rows", CALLER,
			      "draft submitted" },
	[GUARD_DISPUTE] = { "dispute", "no dispute is on record",
			    "set concurrence=nonconcur or partial, or record-reject the plan first", CALLER, NULL },
	[GUARD_OFFICE_PLAN] = { "office_plan", "no plan with a target date and a responsible person is on record", NULL,
				CALLER | SOFT_LETTER, NULL },
	[GUARD_SUCCESSOR] = { "successor", "no recommendation says that it supersedes this one",
			      "set supersedes on the newer one", CALLER | SOFT_LETTER, NULL },
	[GUARD_LETTER_IN] = { "letter_in", "the letter given was sent, not received", "name the letter received",
			      CALLER | GIVEN, NULL },
	[GUARD_UNREFERRED] = { "unreferred", "other records refer to it", "void or change those first", CALLER, NULL },
	[GUARD_NOT_FUTURE] = { "not_future", "the date is after today", "give the day it happened", GIVEN, NULL },
	[GUARD_LATER_TARGET] = { "later_target", "the new target is not after the current one", "give a later to_date",
				 GIVEN, NULL },
	[GUARD_FLAGGED_LATE] = { "flagged_late", "the target has passed already", "say so with late=yes", GIVEN, NULL },
	[GUARD_AFTER_CLOSURE] = { "after_closure", "the letter is not dated after the closure",
				  "check the letter's date; a mistake is mended with correct", GIVEN, NULL },
	[GUARD_SENT_BEFORE] = { "sent_before", "the letter is older than our closeout letter", NULL, GIVEN | SOFT, NULL },
	[GUARD_SENT_IN_TIME] = { "sent_in_time", "it is sent later than the rules ask for after implementation", NULL,
				 GIVEN | SOFT, NULL },
	[GUARD_BASIS] = { "basis", "a closure rests on a letter with a reason, or on a later report with a day",
			  "give letter=C-n closure_reason=…, or closed_per=REPORT closed_by_date=DATE", GIVEN, NULL },
	[GUARD_OUTCOME] = { "outcome", "pending is no decision", "give gate_outcome=reclassify, partial or none", GIVEN,
			    NULL },
};

const char *life_guard_name(enum life_guard g)
{
	return guards[g].name;
}

const char *life_guard_text(enum life_guard g)
{
	return guards[g].text;
}

const char *life_guard_next(enum life_guard g)
{
	return guards[g].next;
}

bool life_guard_duty(enum life_guard g)
{
	return guards[g].flags & DUTY;
}

bool life_guard_caller(enum life_guard g)
{
	return guards[g].flags & CALLER;
}

bool life_guard_warns(const struct life_rule *r, enum life_guard g)
{
	return guards[g].flags & SOFT || (guards[g].flags & SOFT_LETTER && r->flags & LIFE_LETTER);
}

/* ---- what was given ---------------------------------------------------------------------- */

static const struct life_given *given(const struct life_facts *f, const char *name)
{
	for (int i = 0; i < f->n_given; i++)
		if (strcmp(f->given[i].name, name) == 0 && f->given[i].value.kind != VALUE_NONE)
			return &f->given[i];
	return NULL;
}

bool life_was_given(const struct life_facts *f, const char *name)
{
	return given(f, name) != NULL;
}

struct value life_given_value(const struct life_facts *f, const char *name)
{
	const struct life_given *g = given(f, name);
	const struct value *v = life_value(f, name);

	return g ? g->value : v ? *v : VALUE_NULL;
}

static bool says(const struct life_facts *f, const char *name, const char *word)
{
	struct value v = life_given_value(f, name);

	return v.kind == VALUE_TEXT && strcmp(v.text, word) == 0;
}

static struct date date_of(struct value v)
{
	struct date d = DATE_NONE;

	if (v.kind == VALUE_TEXT)
		date_parse_iso(v.text, strlen(v.text), &d);
	return d;
}

static struct date given_date(const struct life_facts *f, const char *name)
{
	const struct life_given *g = given(f, name);

	return g ? date_of(g->value) : DATE_NONE;
}

static struct date record_date(const struct life_facts *f, const char *name)
{
	const struct value *v = life_value(f, name);

	return v ? date_of(*v) : DATE_NONE;
}

/* a < b, as far as both are known */
static bool before(struct date a, struct date b)
{
	return !date_is_none(a) && !date_is_none(b) && date_cmp(a, b) < 0;
}

/* ---- duty ---------------------------------------------------------------------------------- */

static bool not_submitter(const struct life_facts *f)
{
	return !life_is_actor(f, f->submitter_uid) && !life_is_actor(f, f->submitter_for_uid);
}

static bool submitter(const struct life_facts *f)
{
	return !not_submitter(f);
}

static bool other_level(const struct life_facts *f)
{
	return !life_is_actor(f, f->decider_uid) && !life_is_actor(f, f->decider_for_uid);
}

static bool level(const struct life_facts *f)
{
	const struct life_rule *open = life_find(f->entity, f->submitted_action);
	unsigned masks[LIFE_LEVELS_MAX] = { 0 };
	int n;

	if (!open)
		open = life_by_action(f->submitted_action);
	if (!open)
		return true;
	n = life_levels(open, f, masks);
	return f->level < 1 || f->level > n || f->role & masks[f->level - 1];
}

/* ---- record and dates -------------------------------------------------------------------------- */

static bool concurrence(const struct life_facts *f)
{
	return life_given_value(f, "concurrence").kind != VALUE_NONE && !says(f, "concurrence", "pending");
}

static bool unchanged(const struct life_facts *f)
{
	return !f->bound_changed;
}

static bool proposal_complete(const struct life_facts *f)
{
	return life_given_value(f, "forecast").kind != VALUE_NONE &&
	       life_given_value(f, "evidence_type").kind != VALUE_NONE &&
	       (life_given_value(f, "owner_user").kind != VALUE_NONE ||
		life_given_value(f, "owner_office").kind != VALUE_NONE);
}

static bool blocked(const struct life_facts *f)
{
	const struct value *v = life_value(f, "blocker");

	return v && v->kind != VALUE_NONE;
}

static bool not_blocked(const struct life_facts *f)
{
	return !blocked(f);
}

static bool closeout_sent(const struct life_facts *f)
{
	return !date_is_none(record_date(f, "closeout_sent_on"));
}

static bool with_oig(const struct life_facts *f)
{
	const struct value *v = life_value(f, "work_state");

	return v && v->kind == VALUE_TEXT && strcmp(v->text, "with_oig") == 0;
}

static bool not_future(const struct life_facts *f)
{
	static const char *const past[] = { "implemented_on", "actual", "closeout_sent_on", "dated_on", "closed_on",
					    "certified_on", "notice_on", "effective_on", "sf50_verified_on",
					    "closed_by_date" };

	for (size_t i = 0; i < sizeof past / sizeof *past; i++)
		if (before(f->today, given_date(f, past[i])))
			return false;
	return true;
}

static struct date target(const struct life_facts *f)
{
	struct date d = record_date(f, "current_target");

	return date_is_none(d) ? record_date(f, "original_target") : d;
}

static bool later_target(const struct life_facts *f)
{
	return date_is_none(given_date(f, "to_date")) || date_is_none(target(f)) ||
	       before(target(f), given_date(f, "to_date"));
}

static bool flagged_late(const struct life_facts *f)
{
	const struct life_given *late = given(f, "late");

	return !before(target(f), f->today) || (late && late->value.number);
}

static bool after_closure(const struct life_facts *f)
{
	return date_is_none(f->letter_on) || date_is_none(record_date(f, "closed_on")) ||
	       before(record_date(f, "closed_on"), f->letter_on);
}

static bool sent_before(const struct life_facts *f)
{
	return !before(f->letter_on, record_date(f, "closeout_sent_on"));
}

static bool sent_in_time(const struct life_facts *f)
{
	struct date sent = given_date(f, "closeout_sent_on");
	struct date limit = date_add_days(record_date(f, "implemented_on"),
					  f->closeout_days ? f->closeout_days : 30);

	return !before(limit, date_is_none(sent) ? f->today : sent);
}

static bool basis(const struct life_facts *f)
{
	if (life_was_given(f, "letter"))
		return life_was_given(f, "closure_reason");
	return life_was_given(f, "closed_per") &&
	       (life_was_given(f, "closed_on") || life_was_given(f, "closed_by_date"));
}

static bool outcome(const struct life_facts *f)
{
	return !says(f, "gate_outcome", "pending");
}

static bool (*const answers[GUARD_MAX])(const struct life_facts *f) = {
	[GUARD_NOT_SUBMITTER] = not_submitter,
	[GUARD_SUBMITTER] = submitter,
	[GUARD_LEVEL] = level,
	[GUARD_OTHER_LEVEL] = other_level,
	[GUARD_CONCURRENCE] = concurrence,
	[GUARD_UNCHANGED] = unchanged,
	[GUARD_PROPOSAL_COMPLETE] = proposal_complete,
	[GUARD_BLOCKED] = blocked,
	[GUARD_NOT_BLOCKED] = not_blocked,
	[GUARD_CLOSEOUT_SENT] = closeout_sent,
	[GUARD_WITH_OIG] = with_oig,
	[GUARD_NOT_FUTURE] = not_future,
	[GUARD_LATER_TARGET] = later_target,
	[GUARD_FLAGGED_LATE] = flagged_late,
	[GUARD_AFTER_CLOSURE] = after_closure,
	[GUARD_SENT_BEFORE] = sent_before,
	[GUARD_SENT_IN_TIME] = sent_in_time,
	[GUARD_BASIS] = basis,
	[GUARD_OUTCOME] = outcome,
};

/* What a later report states as closed needs no papers of ours; a successor only what is superseded. */
static bool needless(const struct life_facts *f, enum life_guard g)
{
	if (g == GUARD_SUCCESSOR)
		return !says(f, "closure_reason", "superseded");
	return life_was_given(f, "closed_per") && !life_was_given(f, "letter");
}

bool life_guard_holds(const struct life_rule *r, const struct life_facts *f, enum life_guard g)
{
	char dst[32];

	if (guards[g].flags & DUTY && !life_has(r->about, f->submitted_action))
		return true; /* nothing of it waits: the state says so */
	if (guards[g].flags & GIVEN && f->menu)
		return true;
	if (guards[g].only_in && !life_has(guards[g].only_in, life_state(r, f, dst)))
		return true;
	if (g == GUARD_LETTER_IN && !life_was_given(f, "letter"))
		return true;
	if (r->flags & LIFE_LETTER && life_guard_warns(r, g) && needless(f, g))
		return true;
	return answers[g] ? answers[g](f) : f->guard[g];
}
