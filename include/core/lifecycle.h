/* SPDX-License-Identifier: MIT */
/*
 * lifecycle.h - what may happen to a record, by whom, on what proof: as a table.
 *
 * A rule is one action on one kind of record: the states it is possible in,
 * who may do it, what it asks for, what must be true, and what it sets. The
 * action menu, the palette, "do", "do --list", the manual, the guards in the
 * database file and the tests are derived from the table. Rules know no
 * database: the caller gathers facts, the engine answers.
 *
 * Two axes of a recommendation are kept apart. Its official status (resolution
 * and action) mirrors letters of the oversight body and is changed by
 * recording one; its work state is the agency's own. Rules of one record
 * therefore name the field they move.
 *
 * How the caller does an action: life_find(), fill the facts with what was
 * given, life_need() (65), life_possible() (77, 1), life_effects(), and for
 * rules that submit, decide or recall the approval record as life_levels() and
 * life_decision() say.
 */
#ifndef CORE_LIFECYCLE_H
#define CORE_LIFECYCLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "core/change.h"
#include "core/record.h"

enum life_flag {
	LIFE_OWNER = 1 << 0,         /* also the record's owner_user, whatever the role (but a reader's) */
	LIFE_ADDER = 1 << 1,         /* also who added the record, if the role may still add such */
	LIFE_SUBMITS = 1 << 2,       /* opens an approval: all its levels must be decided */
	LIFE_DECIDES = 1 << 3,       /* decides the open approval of .about */
	LIFE_APPROVES = 1 << 4,      /* a decision in favour: the last level moves the state */
	LIFE_DENIES = 1 << 5,        /* with DECIDES: a no for good; else a no is a return */
	LIFE_RECALLS = 1 << 6,       /* takes back one's own undecided submission */
	LIFE_NAMED = 1 << 7,         /* SUBMITS: the levels are the record's approver_1, approver_2 */
	LIFE_GATES = 1 << 8,         /* NAMED: the second level only at gates, or where there is no first */
	LIFE_LETTER = 1 << 9,        /* recorded from a letter: missing papers are warnings */
	LIFE_TWO_PERSONS = 1 << 10,  /* takes effect when somebody else confirms it */
	LIFE_IRREVERSIBLE = 1 << 11, /* asks first; never undone, only corrected */
	LIFE_CHECKLIST = 1 << 12,    /* shows the closeout checklist */
	LIFE_ANY_FIELD = 1 << 13,    /* asks for any stored field of the record as well */
	LIFE_ANY_RECORD = 1 << 14,   /* on every kind of record people write */
	LIFE_SUBJECTS = 1 << 15,     /* ANY_RECORD: only what updates can be about */
	LIFE_REMOVES = 1 << 16       /* sets the mark "removed" */
};

/* What must be true. Each has a name, a sentence for when it is not, and a way out. */
enum life_guard {
	GUARD_NONE = 0,
	/* duty: refused with 77 */
	GUARD_NOT_SUBMITTER,     /* neither the actor nor whom the actor acts for submitted it */
	GUARD_NOT_COMPLETER,     /* C: the actor completed none of the milestones behind it */
	GUARD_SUBMITTER,         /* the actor submitted it */
	GUARD_LEVEL,             /* the actor has the role this level waits for */
	GUARD_OTHER_LEVEL,       /* the actor did not decide the level before */
	/* answered from the record and the facts */
	GUARD_CONCURRENCE,       /* concurrence is stated, not pending */
	GUARD_UNCHANGED,         /* nothing bound changed since it was submitted */
	GUARD_PROPOSAL_COMPLETE, /* date, owner and kind of evidence are given */
	GUARD_BLOCKED,           /* a blocker is on record */
	GUARD_NOT_BLOCKED,
	GUARD_CLOSEOUT_SENT,     /* our closeout letter is on record (a warning with letters) */
	GUARD_WITH_OIG,          /* the work state says the oversight body has it (a warning) */
	/* answered by the caller in facts.guard[] (C) */
	GUARD_PLANNED_ACTION,    /* at least one corrective action or milestone with a date */
	GUARD_RESPONSE_LETTER,   /* a signed response memo to the oversight body is on record */
	GUARD_STEPS_DONE,        /* corrective actions and fulfilling milestones are complete or cancelled */
	GUARD_EVIDENCE,          /* at least one piece of evidence, not withdrawn (a warning with letters) */
	GUARD_CHECKLIST,         /* every line of the checklist is answered */
	GUARD_CHECKLIST_YES,     /* none is answered with no (a warning) */
	GUARD_PREDECESSORS,      /* all predecessors are complete, or waived; not asked of a proposal */
	GUARD_PREDECESSORS_EXIST,/* no predecessor is cancelled or removed; asked of a proposal */
	GUARD_SUCCESSORS,        /* whatever waits for it has another predecessor, or is cancelled */
	GUARD_ALL_APPROVED,      /* every milestone of the plan is approved */
	GUARD_COVERAGE,          /* no gap in the coverage of inspections */
	GUARD_CROSSWALK,         /* no open row in the crosswalk of positions */
	GUARD_DISPUTE,           /* a dispute is on record: no full concurrence, or a rejected plan */
	GUARD_OFFICE_PLAN,       /* plan, target date and responsible official are present (a warning) */
	GUARD_SUCCESSOR,         /* superseded: a recommendation says it supersedes this one (a warning) */
	GUARD_LETTER_IN,         /* the letter given is one that was received */
	GUARD_UNREFERRED,        /* no live record refers to it */
	/* answered from what was given; left out with facts.menu */
	GUARD_NOT_FUTURE,        /* the date given is not after today */
	GUARD_LATER_TARGET,      /* the new date is after the current one */
	GUARD_FLAGGED_LATE,      /* the target has not passed, or it is said that it has */
	GUARD_AFTER_CLOSURE,     /* the letter is dated after the closure */
	GUARD_SENT_BEFORE,       /* the letter is not older than our closeout letter (a warning) */
	GUARD_SENT_IN_TIME,      /* sent within the days after implementation (a warning) */
	GUARD_BASIS,             /* a closure rests on a letter with a reason, or on a later report */
	GUARD_OUTCOME,           /* the gate's outcome is one of the three */
	GUARD_MAX
};

#define LIFE_GUARDS     8
#define LIFE_LEVELS_MAX 2
#define LIFE_EFFECTS_MAX 64

struct life_rule {
	const char *action;   /* permanent name: verb in the log, word after "do" */
	const char *label;    /* "Submit closeout package" */
	enum entity_id entity; /* ENTITY_NONE with ANY_RECORD */
	const char *moves;    /* the field whose state it checks and moves: "work_state"; NULL: none */
	const char *from;     /* states it is possible in, blank separated; "*": any (other) */
	/* The next state: one word for all, or one a word of from; "=": unchanged. */
	const char *to;
	const char *when;     /* a second field that must have one value: "action=open"; NULL: none */
	unsigned roles;       /* who may; the owner too with LIFE_OWNER */
	unsigned flags;
	/*
	 * What it asks for, blank separated: fields of .makes, inputs, or fields of the entity; "*"
	 * behind a name: required; "+": required, but what the record holds already will do,
	 * unless it was given as empty.
	 */
	const char *asks;
	/*
	 * What it sets further: "field=value", blank separated; value is a word as stored,
	 * nothing (clears), "+1", "today", "actor", "letter" (its date), "extension" (the date
	 * approved) or "$name" (what was given). "?name" behind: only if that was given, and is
	 * not no. What was asked for and given wins; fields that are set once are only filled.
	 */
	const char *sets;
	const char *about;    /* DECIDES, RECALLS: the submitting actions, blank separated */
	enum entity_id makes; /* a record made with it: its fields come first in asks; 0: none */
	unsigned deciders;       /* SUBMITS, TWO_PERSONS: who may decide; 0 with NAMED */
	unsigned deciders_again; /* from the second time on; 0: the same */
	enum life_guard guards[LIFE_GUARDS];
	const char *help;
};

size_t life_count(void);
const struct life_rule *life_at(size_t i);

/*
 * The rule of that action on that kind of record, NULL if there is none. Rules for
 * any record are found for every kind that people write.
 */
const struct life_rule *life_find(const struct entity *e, const char *action);
const struct life_rule *life_by_action(const char *action); /* the first one of that name */

/* Every rule of that kind of record, its own first, in the order of its life; NULL at the end. */
const struct life_rule *life_of(const struct entity *e, size_t i);

/* The rule that approves what this one submits; NULL if it submits nothing. */
const struct life_rule *life_approval_of(const struct life_rule *submits, const struct entity *e);

/* True if that word stands in a blank separated list of the table; its place, -1 if not. */
bool life_has(const char *list, const char *word);
int life_place(const char *list, const char *word);

/* ---- guards ------------------------------------------------------------------------- */

const char *life_guard_name(enum life_guard g); /* "evidence": in tests and messages for programs */
const char *life_guard_text(enum life_guard g); /* "needs at least one evidence record" */
const char *life_guard_next(enum life_guard g); /* what to do about it; may be NULL */
bool life_guard_duty(enum life_guard g);        /* refused with 77 */
bool life_guard_caller(enum life_guard g);      /* answered in facts.guard[] */

/* True if a guard of r only warns, since a letter of the oversight body is never refused. */
bool life_guard_warns(const struct life_rule *r, enum life_guard g);

/* ---- what an action asks for ----------------------------------------------------------- */

/* Inputs that are no field of the record: comment, letter, to_date, close, pred, effective. */
const struct field *life_input(const char *name);

/* The field an ask of a rule stands for on e; NULL if it does not ask for it. */
const struct field *life_ask(const struct life_rule *r, const struct entity *e, const char *name);

struct life_asked {
	char name[40];
	bool required;
	bool will_do; /* required, and what the record holds already will do */
};
/* Steps through r->asks: at starts as r->asks; NULL at the end. */
const char *life_next_ask(const char *at, struct life_asked *out);

struct life_given {
	const char *name;    /* as in asks */
	struct value value;  /* read and checked against life_ask(); REF as uid */
};

/* ---- facts --------------------------------------------------------------------------------- */

/*
 * What the caller knows of the record, the actor and what hangs on it. Answers
 * come from this alone.
 */
struct life_facts {
	const struct entity *entity;
	const struct value *values;     /* of the record, by field index */
	unsigned role;                  /* of the actor; of whom the actor acts for with acting_for */
	const char *actor, *acting_for; /* account names; acting_for NULL: for oneself */
	const char *actor_uid, *acting_for_uid;
	const char *owner_name;         /* account of owner_user, for messages; may be NULL */
	const char *adder_uid;          /* who added the record; may be NULL */
	struct date today;
	bool personal;                  /* there is no second person: nothing waits, nobody approves */

	/* The open approval of the record; submitted_action NULL: none is open. */
	const char *submitted_action;
	const char *open_ref;           /* "A-7" */
	const char *submitter_uid, *submitter_for_uid;
	const char *decider_uid, *decider_for_uid; /* of the level before; NULL at the first */
	int level, levels;
	bool bound_changed;             /* something bound changed since it was submitted */

	int extensions;                 /* approved ones of the record */
	struct date extension_to;       /* of the extension that waits */
	struct date letter_on;          /* date of the letter given */
	int closeout_days;              /* from implementation to the letter; 0: 30 */

	bool menu; /* only asks what could be done: guards about what is given are left out */
	const struct life_given *given;
	int n_given;

	bool guard[GUARD_MAX];          /* the answers that need other records */
	const char *detail[GUARD_MAX];  /* words added to a guard's sentence: "M2.3 is active"; or NULL */
};
#define LIFE_FACTS_INIT                                                                     \
	{                                                                                   \
		.today = DATE_NONE, .extension_to = DATE_NONE, .letter_on = DATE_NONE       \
	}

/* A value given, or of the record where nothing was; VALUE_NULL if neither. */
struct value life_given_value(const struct life_facts *f, const char *name);
bool life_was_given(const struct life_facts *f, const char *name);

/* ---- answers ----------------------------------------------------------------------------- */

/* Everything required is given: 0, or FAIL_DATA naming the first that is not. */
int life_need(const struct life_rule *r, const struct life_facts *f, struct error *err);

/*
 * May this rule be done? 0, or in order of checks: FAIL_DENIED (role, separation of
 * duties), FAIL_NO (state, guard) with the reason in err->why and the way out in
 * err->next. Guards that are only warnings here are appended to warnings, one a line
 * (may be NULL).
 */
int life_possible(const struct life_rule *r, const struct life_facts *f, struct buf *warnings,
		  struct error *err);

/*
 * The state it leads to from the record's state, given the level of the open
 * approval; NULL if the state stays. In a personal database a submission leads
 * where its approval would.
 */
const char *life_to(const struct life_rule *r, const struct life_facts *f);

/*
 * Who decides what r submits: one role mask a level into masks. Returns the number
 * of levels: 0 for a rule that submits nothing.
 */
int life_levels(const struct life_rule *r, const struct life_facts *f, unsigned masks[LIFE_LEVELS_MAX]);

/* Names of the approval's choices: its decision, and the state it ends in (NULL: it stays open). */
const char *life_decision(const struct life_rule *r);
const char *life_approval_state(const struct life_rule *r);

/* Does it open an approval and leave everything else until that is decided? */
bool life_waits(const struct life_rule *r, const struct life_facts *f);

/* The state alone: is the record in one that r is possible in? 0 or FAIL_NO. What is confirmed is asked it again. */
int life_in_state(const struct life_rule *r, const struct life_facts *f, struct error *err);

struct life_effect {
	const struct field *field; /* of the entity */
	struct value value;
};

/*
 * The fields of the record that change, texts in a. Nothing for what waits for a second
 * person or a further level: the caller asks again with confirmed, and what was given
 * then, when that is decided. Returns how many.
 */
int life_effects(const struct life_rule *r, const struct life_facts *f, bool confirmed, struct arena *a,
		 struct life_effect out[LIFE_EFFECTS_MAX]);

/* True if the action sets this field (it moves it, asks for it or sets it). */
bool life_sets(const struct life_rule *r, const char *field);

/* NULL, or what cannot be between the fields of a record: closed and unresolved, ... */
const char *life_wrong(const struct entity *e, const struct value *values);

/*
 * NULL, or why a correction cannot lead there: into or out of a state in which something waits for
 * a decision. That is submitted, decided or recalled.
 */
const char *life_wrong_correction(const struct entity *e, const struct value *before, const struct value *after);

/* ---- letters, delegations, approvals -------------------------------------------------------- */

/* The action that records an outcome of a letter: "close" gives "record-closure"; NULL: none. */
const char *life_outcome_action(const char *outcome);

/* True if a delegation of that scope covers the rule. */
bool life_in_scope(const char *scope, const struct life_rule *r);

/*
 * May this person make that delegation? One gives away only what is one's own; an
 * administrator may write anybody's but gets nothing by it. 0 or FAIL_DENIED, FAIL_DATA.
 */
int life_may_delegate(unsigned role, const char *actor_uid, const char *from_uid, const char *to_uid,
		      struct error *err);

/* What an approval binds to: the bound fields, one canonical line each. The caller adds evidence. */
void life_bound(const struct entity *e, const struct value *values, struct buf *out);

/* What was given, as kept in an approval's request until it is decided, and read back. */
void life_request_write(const struct life_rule *r, const struct entity *e, const struct life_given *given,
			int n, struct buf *out);
int life_request_read(const struct life_rule *r, const struct entity *e, const char *text, struct arena *a,
		      struct life_given **given, int *n, struct error *err);

/* Checks the table itself; NULL or what is wrong. For tests. */
const char *life_check(void);

#endif
