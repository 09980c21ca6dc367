/* SPDX-License-Identifier: MIT */
/*
 * deed.h - doing what the life cycles allow.
 *
 * A deed is one action of the life cycles on one or many records, all or none. It
 * gathers the facts the rules ask for, chooses in whose name the person acts, and
 * hands one batch to the door: the record, the approval that is opened or decided,
 * and whatever else comes with it. Screen, command line and letters all come here.
 */
#ifndef APP_DEED_H
#define APP_DEED_H

#include "app/assign.h"
#include "app/listing.h"
#include "core/lifecycle.h"

struct deed_subject {
	const struct entity *entity;
	char uid[UUID_TEXT];
	int64_t version; /* what was seen: refused with FAIL_CONFLICT when it has moved on; 0: any */
};

struct deed {
	const char *action;
	const struct deed_subject *at;
	int n;
	const struct assignment *given; /* as typed */
	int n_given;
	const char *as;    /* account to act for; NULL: oneself, or whose authority it takes */
	const char *op_id; /* makes a repeat harmless; or NULL */
	bool dry_run;      /* checks, and says what it would do */
	bool of_many;      /* a piece of a batch that the caller began, who notes a refusal when it is over */
};

struct deed_result {
	int64_t batch;       /* 0: nothing was written */
	struct buf warnings; /* one a line */
	struct buf effects;  /* what it does, one line a record and field */
	char acting_for[33]; /* whose authority it took; "" one's own */
	int bad;             /* index of the subject an error is about, -1 */
	const char *bad_name; /* the ask an error is about, a name of the record table; or NULL */
};
#define DEED_RESULT_INIT { .warnings = BUF_INIT, .effects = BUF_INIT, .bad = -1 }
void deed_result_release(struct deed_result *r);

/*
 * Does it, or nothing. In the order of checks everywhere: FAIL_USAGE (no such action
 * there, nothing of that name is asked for), FAIL_MISSING, FAIL_DATA, FAIL_DENIED,
 * FAIL_NO, FAIL_CONFLICT.
 */
int deed_do(struct app *a, const struct deed *d, struct deed_result *result, struct error *err);

/*
 * The record that a reference names, for an action: what is asked of an approval is
 * done to the record it is about, where that is what the action fits.
 */
int deed_find(struct app *a, const char *ref, const char *action, struct deed_subject *out, struct error *err);

/* One thing that can, or cannot, be done with a record. */
struct deed_option {
	const struct life_rule *rule;
	bool possible;
	char acting_for[33];  /* in whose name; "" one's own */
	struct error why;     /* why it is not possible */
	const char *warnings; /* what it would be done in spite of; "" */
};

/* All of them, in the order of a record's life. Everything lives in arena. */
int deed_options(struct app *a, const struct entity *e, const char *uid, struct arena *arena,
		 struct deed_option **out, int *n, struct error *err);

/* One of them. */
int deed_option(struct app *a, const struct entity *e, const char *uid, const struct life_rule *r,
		struct arena *arena, struct deed_option *out, struct error *err);

/* "asks for to_date, reason_code, and if you like text": what has to be given; "" for nothing. */
void deed_asks(const struct life_rule *r, const struct entity *e, struct buf *out);

/* Writes them as rows, the possible ones first. */
int deed_list_write(struct app *a, const char *ref, struct output *o, struct error *err);

/* The decision of what waits on a record: its approving or returning rule; NULL if nothing waits. */
const struct life_rule *deed_decision(struct app *a, const struct entity *e, const char *uid, bool approve);

/*
 * A letter with its lines, new or changed, in one batch with all that its outcomes do. r is
 * the batch as a form or "add" makes it; outcomes already recorded are left alone.
 * Where no line has an outcome this is door_commit().
 */
int deed_letter(struct app *a, const struct door_request *r, bool dry_run, struct deed_result *result,
		struct store_result *stored, struct door_faults *faults, struct error *err);

/* Does such a batch record outcomes? Then there is something to confirm. */
bool deed_letter_records(const struct door_request *r);

#endif
