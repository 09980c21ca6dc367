/* SPDX-License-Identifier: MIT */
/*
 * deed_private.h - one deed being worked out. Private to app.
 *
 * A deed_case is one record with one rule: its facts, what was given, the open
 * approval and the checklist. deed_make() turns cases into changes of one request.
 */
#ifndef APP_DEED_PRIVATE_H
#define APP_DEED_PRIVATE_H

#include "app/deed.h"
#include "app/door.h"
#include "app/gather.h"
#include "core/checklist.h"

#define DEED_PEOPLE 16 /* oneself, and those one may act for */
#define DEED_GIVEN  48

/* In whose name something can be done: [0] is the person. */
struct deed_person {
	char name[33];
	char uid[UUID_TEXT];
	unsigned role;
	char scope[16]; /* of the delegation; "" for oneself */
};

struct deed_people {
	struct deed_person at[DEED_PEOPLE];
	int n;
};

/* A line of the closeout checklist as it stands with what was given. */
struct deed_check {
	const char *uid;    /* NULL: not on record yet */
	const char *answer; /* NULL: none */
	const char *note;
	bool computed;
};

struct deed_case {
	struct app *app;
	struct arena *arena;
	const struct life_rule *rule;
	const char *name; /* for messages: the record's reference */
	struct record record;
	struct life_facts facts;
	bool known[GUARD_MAX]; /* facts.guard[] is answered */

	struct record approval; /* the open one; entity NULL: none */
	struct life_given given[DEED_GIVEN];
	int n_given, n_asked_before; /* those before stand in the approval's request */
	const char *asked_because; /* the comment of the request; NULL: none */
	char letter_uid[UUID_TEXT];
	const char *letter_line; /* uid of its line about the record; NULL: none yet */
	bool letter_in;
	bool confirmed;  /* by a second person: it takes effect now */
	bool overtaken;  /* what waited is decided by nobody any more */
	bool letter_new; /* it is made in the same batch: facts of it come from there */
	struct date effective; /* of a correction */
	struct deed_check check[CHECK_MAX];
	bool checked;
};

/* deed.c: for the access log */
void deed_note_refusal(struct app *a, const char *action, struct error *e);

/* ---- deed_people.c */

/* Oneself and whom one may act for today; as: only that one. */
int deed_people(struct app *a, const char *as, struct deed_people *out, struct error *err);

/* ---- deed_facts.c */

int deed_case_init(struct deed_case *c, struct app *a, const struct entity *e, const char *uid, struct arena *arena,
		   struct error *err);
/* Makes the rule the one asked about; what was given before is forgotten. */
void deed_case_rule(struct deed_case *c, const struct life_rule *r);
void deed_case_person(struct deed_case *c, const struct deed_people *p, int as);
/* The first person of p in whose name it can be done; -1 if none: err says why not oneself. */
int deed_case_possible(struct deed_case *c, const struct deed_people *p, struct buf *warnings, struct error *err);
/* The same for exactly that one. 0 or the failure. */
int deed_case_try(struct deed_case *c, const struct deed_people *p, int as, struct buf *warnings, struct error *err);

int deed_read(const struct deed_case *c, enum entity_id kind, const char *uid, struct record *out, struct error *err);
const struct value *deed_value(const struct record *r, const char *field);
const char *deed_text(const struct record *r, const char *field); /* "" where empty or no text */
int64_t deed_number(const struct record *r, const char *field);
struct date deed_date(const struct record *r, const char *field);
/* "recommendation:0190...": how ANY fields name the record. */
const char *deed_any(struct arena *a, const struct entity *e, const char *uid);

/* ---- deed_given.c */

int deed_case_give(struct deed_case *c, const struct assignment *given, int n, const char **bad, struct error *err);
/* A value that is read and checked already. */
void deed_case_put(struct deed_case *c, const char *name, struct value v);
/* The letter that was given, as far as the facts need it. */
int deed_case_letter(struct deed_case *c, const char *uid, struct error *err);
bool deed_case_gave(const struct deed_case *c, const char *name); /* now, not in the request */

/* ---- deed_guards.c */

/* Answers the guards of the case's rule that need other records. */
int deed_guards(struct deed_case *c, struct error *err);
/* Rows of gather_rows() on the case's store and day. */
int deed_rows(const struct deed_case *c, enum entity_id kind, const char *parent, const char *where,
	      const char *columns, struct rows *out, struct error *err);

/* Is a letter that came in about the recommendation? */
int deed_letter_came(struct deed_case *c, bool *came, struct error *err);

/* deed_plan.c: what comes before and after a milestone */
int deed_predecessors(struct deed_case *c, struct error *err);
int deed_predecessors_exist(struct deed_case *c, struct error *err);
int deed_successors(struct deed_case *c, struct error *err);

/* deed_cover.c: of a plan, and of its gates */
int deed_coverage(struct deed_case *c, struct error *err);
int deed_crosswalk(struct deed_case *c, struct error *err);

/* ---- deed_bound.c */

int deed_checklist(struct deed_case *c, struct error *err);
/* SHA-256 of what an approval binds to, with the record's values as given. */
int deed_bound(struct deed_case *c, const struct value *values, char out[65], struct error *err);

/* ---- deed_make.c: changes of one request */

struct deed_making {
	struct app *app;
	struct arena arena;
	struct door_change *changes;
	int n, cap;
	const struct deed_people *people;
	int as;
	/* Records that other cases of the deed also finish; for what closes with the last of them. */
	const struct deed_case *cases;
	int n_cases;
};

struct door_change *deed_change(struct deed_making *m, const struct entity *e, const char *uid, const char *verb);
void deed_set(struct deed_making *m, struct door_change *c, const char *field, struct value v);
void deed_set_text(struct deed_making *m, struct door_change *c, const char *field, const char *text);
void deed_set_date(struct deed_making *m, struct door_change *c, const char *field, struct date d);

int deed_make(struct deed_making *m, struct deed_case *c, struct error *err);
void deed_making_release(struct deed_making *m);

/* deed_more.c: what comes with the record */
int deed_make_approval(struct deed_making *m, struct deed_case *c, const struct value *after, struct error *err);
int deed_make_others(struct deed_making *m, struct deed_case *c, struct error *err);
int deed_make_confirmed(struct deed_making *m, struct deed_case *approval, struct error *err);
/* deed_make_plan.c */
int deed_make_plan(struct deed_making *m, struct deed_case *c, struct error *err);
/* deed_make_gate.c */
int deed_make_gate(struct deed_making *m, struct deed_case *c, struct error *err);

/* deed_words.c: the changes in words, one line each */
void deed_words(struct deed_making *m, struct buf *out);

#endif
