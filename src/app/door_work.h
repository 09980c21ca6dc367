/* SPDX-License-Identifier: MIT */
/*
 * door_work.h - one request on its way through the door. Private to app.
 *
 * door_read_change() turns typed text into checked values, door_rules() looks
 * at records as a whole, and what is wrong is gathered as faults. A work
 * without a store (making a database) knows the records of its own batch only.
 */
#ifndef APP_DOOR_WORK_H
#define APP_DOOR_WORK_H

#include "app/door.h"
#include "app/plan.h"

/* What references mean, looked up once a request; those of its own new records come first. */
struct door_refs {
	struct door_ref {
		const char *key; /* "entity:OIG-12-130/1" in capitals; NULL: free */
		const char *uid; /* for ANY fields "entity:uid" */
		int change;      /* that makes it; -1: it is there already */
	} *slots;
	size_t n, cap;
};

/* What a change makes of its record. */
struct door_record {
	struct record before; /* entity NULL for a new record */
	const char *name;     /* for messages */
	struct value *after;  /* one a field of the entity */
	bool *given;          /* one a field: stated in this change */
	int first_fault;      /* its faults of reading are from here on */
};

struct door_work {
	struct app *app;
	const struct door_request *r;
	struct arena arena;
	struct change *changes;      /* as the store takes them */
	struct door_record *records;
	struct door_refs refs;
	struct door_faults *faults;
	struct plan *plan; /* the one whose milestones change, as it would be; read when first asked for */
};

void door_work_init(struct door_work *w, struct app *a, const struct door_request *r, struct door_faults *faults);
void door_work_release(struct door_work *w);

/* Checks everything. Returns the kind of the gravest fault, 0 if there is none. */
int door_prepare(struct door_work *w);

/* The fault that comes first in the fixed order of checks; NULL if there is none. */
const struct door_fault *door_first_fault(const struct door_faults *f);

/* Adds a fault of change i; field may be NULL. */
void door_fault(struct door_work *w, int i, const struct field *f, enum fail kind, const char *next,
		const char *why, ...) __attribute__((format(printf, 6, 7)));
/* The same from an error of a lower room: kind, why and next are kept. */
void door_fault_error(struct door_work *w, int i, const struct field *f, const struct error *e);

struct value *door_after(struct door_work *w, int i, const char *field);
bool door_given(struct door_work *w, int i, const char *field);

/* What the door states itself of a record, beside what is given: a first target, what a login key is. */
#define DOOR_FIELDS_MORE 4

/* door_read.c: fills w->changes[i] and w->records[i]. */
void door_read_change(struct door_work *w, int i);

/* door_refs.c */
void door_refs_note(struct door_work *w, int i); /* a new record of this batch */
int door_resolve(struct door_work *w, int i, const struct field *f, const char *text, struct value *out,
		 struct error *err);

/* door_rules.c: what must hold between the fields of a record; door_plan.c: between milestones. */
/* door_key.c: what a login key is, read from it. */
void door_read_key(struct door_work *w, int i);

/* door_view.c: whose a saved view is, and whether its text parses. */
void door_read_view(struct door_work *w, int i);
void door_rule_view(struct door_work *w, int i);

void door_rules(struct door_work *w, int i);
void door_rule_dependency(struct door_work *w, int i);
void door_rule_milestone(struct door_work *w, int i);
/* The plan as the batch would leave it; NULL if it cannot be read. One a request. */
const struct plan *door_plan(struct door_work *w, const char *uid);

/* door_life.c */
void door_rule_past(struct door_work *w, int i);
void door_rule_name(struct door_work *w, int i);
/* Who keyed in a text may mend it the same day; later it takes a correction. */
void door_rule_verbatim(struct door_work *w, int i);
void door_rule_rights(struct door_work *w, int i);
void door_rule_delegation(struct door_work *w, int i);
/* Rights of an administrator that nobody can confirm, since there is no supervisor yet: they are marked. */
bool door_grants_alone(struct door_work *w, int i);
void door_rule_letter(struct door_work *w, int i);
void door_rule_letter_line(struct door_work *w, int i);

/* door_position.c */
void door_rule_position(struct door_work *w, int i);
void door_rule_coverage(struct door_work *w, int i);

#endif
