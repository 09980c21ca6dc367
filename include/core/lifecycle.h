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
 */
#ifndef CORE_LIFECYCLE_H
#define CORE_LIFECYCLE_H

#include "base/buf.h"
#include "base/error.h"
#include "core/change.h"
#include "core/record.h"

enum life_flag {
	LIFE_OWNER = 1 << 0,         /* also the record's owner_user, whatever the role */
	LIFE_SUBMITS = 1 << 1,       /* opens an approval: .levels of it must be decided */
	LIFE_DECIDES = 1 << 2,       /* decides the open approval of .about */
	LIFE_APPROVES = 1 << 3,      /* a decision in favour; needs that nothing bound changed since */
	LIFE_COMMENT = 1 << 4,       /* a comment is required */
	LIFE_LETTER = 1 << 5,        /* recorded from a letter: asks which; missing papers are warnings */
	LIFE_TWO_PERSONS = 1 << 6,   /* takes effect when somebody else confirms it */
	LIFE_IRREVERSIBLE = 1 << 7,  /* asks first; never undone, only corrected */
	LIFE_RECALLS = 1 << 8,       /* takes back one's own undecided submission */
	LIFE_CHECKLIST = 1 << 9,     /* asks for the closeout checklist */
	LIFE_ANY_RECORD = 1 << 10    /* on every kind of record (post-update, void) */
};

/* What must be true. Each has a sentence for when it is not: life_guard_text(). */
enum life_guard {
	GUARD_NONE = 0,
	GUARD_OWNER_SET,         /* an owner office is named */
	GUARD_PLANNED_ACTION,    /* at least one corrective action or milestone with a date */
	GUARD_CONCURRENCE,       /* concurrence is stated, not pending */
	GUARD_RESPONSE_LETTER,   /* a signed response memo to the oversight body is on record */
	GUARD_LATER_TARGET,      /* the new date is after the current one */
	GUARD_NO_OPEN_EXTENSION, /* no extension waits for a decision */
	GUARD_STEPS_DONE,        /* corrective actions and fulfilling milestones are complete or cancelled */
	GUARD_EVIDENCE,          /* at least one piece of evidence, not withdrawn */
	GUARD_NOT_FUTURE,        /* the date given is not after today */
	GUARD_CHECKLIST,         /* every line of the checklist is answered */
	GUARD_NOT_SUBMITTER,     /* neither the actor nor whom the actor acts for submitted it */
	GUARD_NOT_COMPLETER,     /* the actor completed none of the milestones behind it */
	GUARD_SUBMITTER,         /* the actor submitted it */
	GUARD_NAMED_APPROVER,    /* the actor has the role the milestone names for this level */
	GUARD_UNCHANGED,         /* nothing bound changed since it was submitted */
	GUARD_PROPOSAL_COMPLETE, /* date, owner and kind of evidence are given */
	GUARD_PREDECESSORS,      /* all predecessors are complete, or waived */
	GUARD_NO_CYCLE,          /* the dependencies have no cycle */
	GUARD_BLOCKED,           /* a blocker is on record */
	GUARD_NOT_BLOCKED,
	GUARD_AFTER_CLOSURE,     /* the date is after the closure */
	GUARD_SECOND_LEVEL,      /* second and later extensions: the second approver */
	GUARD_OFFICE_PLAN,       /* plan, target date and responsible official are present (a warning with letters) */
	GUARD_SENT_BEFORE,       /* the letter is not older than our closeout letter (a warning) */
	GUARD_MAX
};

#define LIFE_GUARDS 6

struct life_rule {
	const char *action;   /* permanent name: verb in the log, word after "do" */
	const char *label;    /* "Submit closeout package" */
	enum entity_id entity;
	const char *moves;    /* the field whose state it checks and moves: "work_state" */
	const char *from;     /* states it is possible in, blank separated; "*": any */
	const char *to;       /* the next state; "": unchanged */
	unsigned roles;       /* who may; the owner too with LIFE_OWNER */
	unsigned flags;
	/*
	 * What it asks for: fields of the entity, or of life_inputs, blank separated; a
	 * "*" behind a name: required. "implemented_on* comment"
	 */
	const char *asks;
	/* Further fields it sets: "closed_on=letter.dated_on sub=none reopened_count=+1". */
	const char *sets;
	const char *about;    /* DECIDES, RECALLS: the submitting action, blank separated */
	const char *level_2;  /* SUBMITS: who decides the second level: a role, "approver_2" or NULL */
	enum life_guard guards[LIFE_GUARDS];
	const char *help;
};

size_t life_count(void);
const struct life_rule *life_at(size_t i);
/* The rule of that action on that kind of record, NULL if there is none; those for any record included. */
const struct life_rule *life_find(const struct entity *e, const char *action);

const char *life_guard_name(enum life_guard g); /* "evidence": in tests and messages for programs */
const char *life_guard_text(enum life_guard g); /* "needs at least one evidence record" */

/* Inputs that are no field of the record: comment, letter, reason_code, to_date, dated_on. */
const struct field *life_input(const char *name);

/* The field an ask of a rule stands for on e; NULL if it is wrong. */
const struct field *life_ask(const struct life_rule *r, const struct entity *e, const char *name);

/*
 * What the caller knows of the record, the actor and what hangs on it. Guards
 * are answered from this alone.
 */
struct life_facts {
	const struct entity *entity;
	const struct value *values;     /* of the record, by field index */
	unsigned role;                  /* of the actor; of whom the actor acts for with acting_for */
	const char *actor;              /* account names */
	const char *acting_for;         /* or NULL */
	const char *actor_uid;
	const char *acting_for_uid;     /* or NULL */
	struct date today;
	bool personal;                  /* no second person: no approvals */

	const char *submitter_uid;      /* of the open approval, NULL: none open */
	const char *submitter_for_uid;  /* whom the submitter acted for */
	const char *submitted_action;
	int level, levels;              /* of the open approval */
	bool bound_changed;             /* something bound changed since it was submitted */
	bool guard[GUARD_MAX];          /* the answers that need other records, by the caller */
	const char *detail[GUARD_MAX];  /* words added to a guard's sentence: "M2.3 is active"; or NULL */
};

/*
 * May this rule be done? 0, or in order of checks: FAIL_DENIED (role, separation of
 * duties), FAIL_NO (state, guard) with the reason in err->why and the next step.
 * Guards that are only warnings here are appended to warnings, one a line (may be NULL).
 */
int life_possible(const struct life_rule *r, const struct life_facts *f, struct buf *warnings,
		  struct error *err);

/* True if a guard of r only warns, since a letter of the oversight body is never refused. */
bool life_guard_warns(const struct life_rule *r, enum life_guard g);

/* True if the action sets this field (it moves it, asks for it or sets it). */
bool life_sets(const struct life_rule *r, const char *field);

/* Checks the table itself; NULL or what is wrong. For tests. */
const char *life_check(void);

#endif
