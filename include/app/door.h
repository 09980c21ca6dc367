/* SPDX-License-Identifier: MIT */
/*
 * door.h - the one door for change, as a user's intent passes it.
 *
 * A draft of a change holds typed text by field; door_commit() reads and
 * checks every value, resolves references, checks role and life cycle in the
 * fixed order (reference 66, value 65, role 77, state 1, version 75) and hands
 * the batch to the store. Screen, command line, import and undo all come here.
 */
#ifndef APP_DOOR_H
#define APP_DOOR_H

#include "app/app.h"

/* One field as typed. text NULL or blank clears it. */
struct door_field {
	const struct field *field;
	const char *text;
	struct value base;   /* what the author saw */
	bool has_base;
	struct value value;      /* of an action: read and checked already, in place of text */
	bool has_value;
};

struct door_change {
	const struct entity *entity;
	char uid[UUID_TEXT];     /* existing record, or a new one's (clock_uuid) */
	bool add;
	int64_t base_version;    /* 0: whatever is there now */
	struct door_field *fields;
	int n_fields;
	/* A line of a record in the same batch: refers to it without a lookup. */
	const struct field *parent_field; /* NULL: none */
	const char *parent_uid;
	bool remove;             /* take the record out (undoable): lines of a form */
	/*
	 * A life cycle says so: nobody is asked for permission again, and the workflow fields that
	 * the verb sets may be stated.
	 */
	bool by_rule;
	const char *verb;        /* in the log; NULL: that of the request */
	bool dated;              /* takes effect on .effective, not on the day of the request */
	struct date effective;   /* of a correction, with reaches_back: an earlier day than today */
	bool reaches_back;
	const char *where;       /* for errors: "line 3", file:line; NULL: the record's reference */
};

struct content;

struct door_request {
	const char *verb;        /* "add", "set", "import" ... */
	const char *reason;
	const char *op_id;
	const char *acting_for;
	struct date effective;   /* DATE_NONE: today */
	bool import;             /* FIELD_IMPORT workflow fields may be stated */
	const char *action;      /* the life-cycle action carried out: the workflow fields it sets may be stated */
	bool genesis;            /* making a database: every stored field may be stated */
	const char *actor;       /* genesis only; else NULL */
	bool strict;
	const struct content *content; /* goes into the database in the same transaction; or NULL */
	struct door_change *changes;
	int n_changes;
};

/* Everything that is wrong with a request, so that a form can list it all. */
struct door_fault {
	int change;                /* index */
	const struct field *field; /* NULL: the record as a whole */
	struct error error;
};

struct door_faults {
	struct door_fault *at;
	int n, cap;
};
void door_faults_release(struct door_faults *f);

/*
 * Checks and applies. faults (may be NULL) collects all problems of values;
 * err has the first in the order above. result as in store_apply().
 */
int door_commit(struct app *a, const struct door_request *r, struct store_result *result,
		struct door_faults *faults, struct error *err);

/* The checks alone, for forms while typing. */
int door_check(struct app *a, const struct door_request *r, struct door_faults *faults, struct error *err);

/*
 * The same, and shows what each change that could be read would write: what the record holds, and
 * the change as the store would take it. Both live during the call alone.
 */
int door_look(struct app *a, const struct door_request *r, struct door_faults *faults,
	      void (*see)(void *data, int i, const struct record *before, const struct change *c), void *data,
	      struct error *err);

/*
 * Undo of a batch (0: the caller's newest reversible one not yet undone) and
 * redo (of the newest undo). *undone gets the batch it reversed. what
 * (size bytes) gets words for the message: "set OIG-12-130/1 next_step".
 * FAIL_NO when there is nothing to undo; FAIL_CONFLICT when a field has moved
 * on, naming record, field, who and when.
 */
int door_undo(struct app *a, int64_t batch, int64_t *undone, char *what, size_t size, struct error *err);
int door_redo(struct app *a, int64_t *redone, char *what, size_t size, struct error *err);

#endif
