/* SPDX-License-Identifier: MIT */
/*
 * checklist.h - the closeout checklist: seven questions before we ask for closure.
 *
 * What is on record answers some of them; the others are a person's to answer.
 * An answer of a person stands, with what the record says as its note.
 */
#ifndef CORE_CHECKLIST_H
#define CORE_CHECKLIST_H

#include "base/buf.h"
#include "base/date.h"
#include "core/record.h"

enum check_item {
	CHECK_TITLE,       /* title and number match the report */
	CHECK_QUOTE,       /* recommendation and promised action are quoted exactly */
	CHECK_LAST_FINISH, /* the date is when the last action finished */
	CHECK_EVIDENCE,    /* the evidence supports that date */
	CHECK_SIGNATURE,   /* the date is not after the approver's signature */
	CHECK_GAP,         /* a long gap between the two is explained */
	CHECK_EXTENSION,   /* every extension has a reason code */
	CHECK_MAX
};

struct check_facts {
	struct date implemented_on;
	struct date last_finish; /* of corrective actions and fulfilling milestones; DATE_NONE: none of them */
	struct date newest_evidence; /* newest date on evidence that counts; DATE_NONE: none dated */
	struct date signed_on;   /* the day it is, or was, approved */
	int gap_days;            /* longer than so many days is a long gap; 0: 30 */
	int extensions;          /* approved ones */
	int without_reason;      /* those of them that have no reason code */
};

const char *check_name(enum check_item item);  /* "last_finish": the choice of a checklist line */
const char *check_text(enum check_item item);
const char *check_input(enum check_item item); /* "check_title"; NULL where nobody is asked */

/*
 * What the record answers: "yes", "no", "na", or NULL where a person must. note gets
 * the facts behind it in words (also where it answers nothing).
 */
const char *check_answer(enum check_item item, const struct check_facts *f, struct buf *note);

#endif
