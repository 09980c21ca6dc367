/* SPDX-License-Identifier: MIT */
/*
 * change.h - the one form every alteration of data takes.
 *
 * A change is about one record; a batch is what one person does at once (a
 * report with its addressees, an import, an undo) and is applied whole or not
 * at all. The store turns each change into one log entry and one row.
 */
#ifndef CORE_CHANGE_H
#define CORE_CHANGE_H

#include "base/arena.h"
#include "base/clock.h"
#include "core/value.h"

/*
 * Stands for the row's own "removed" mark in a change, since it is no field:
 * undone additions and voided records are hidden, never deleted.
 */
extern const struct field change_removed;

struct change_field {
	const struct field *field;
	struct value old; /* what the author saw; ignored when !has_old */
	struct value new;
	bool has_old;     /* false: whatever is there now (command line, new records) */
};

struct change {
	const struct entity *entity;
	char uid[UUID_TEXT];  /* of the record; a new one's is made by the caller with clock_uuid() */
	bool add;             /* the record does not exist yet */
	const char *verb;     /* "add", "set", "undo", "import", or an action's name */
	int64_t base_version; /* what the author saw; 0: whatever is there now */
	struct date effective; /* with dated or reaches_back: instead of the batch's */
	bool dated;            /* rows of an import, each of its own day */
	bool reaches_back;     /* corrections only: behind what was recorded later, too */
	struct change_field *fields;
	int n_fields;
};

struct batch {
	const char *actor;       /* account; "closeout" for the genesis batch, "migration:N" */
	const char *acting_for;  /* or NULL */
	const char *key_fp;      /* fingerprint of the login key, or NULL */
	const char *session;     /* or NULL */
	struct date effective;
	const char *reason;      /* or NULL */
	const char *op_id;       /* makes a repeat harmless: unique in the log; NULL: none */
	const char *verb;        /* for all changes whose own verb is NULL */
	bool strict;             /* refuse instead of merging when a record has moved on (undo) */
	struct change *changes;
	int n_changes;
};

/* One entry of the log, as written. seq 0 and empty hash before it is. */
struct entry {
	int64_t seq;
	const char *recorded;  /* CLOCK_STAMP text, UTC */
	const char *effective; /* ISO date */
	const char *actor, *acting_for, *key_fp, *session;
	int64_t batch;         /* seq of the first entry of its batch */
	const char *op_id;
	const char *verb;
	const char *entity;
	const char *uid;
	int64_t schema;
	const char *changes;   /* canonical text, below */
	const char *reason;
	const char *hash;      /* 64 lower-case hex digits */
};

/*
 * The canonical text of changes: {"field":[old,new],...} with field names in
 * byte order, no blanks, null for empty and for old where has_old is false.
 * Written once and kept as that string.
 */
void change_write(const struct change_field *fields, int n, struct buf *out);

/*
 * Reads it back. Unknown fields, wrong types and text that is not canonical
 * are FAIL_DATA. *fields lives in a.
 */
int change_read(const struct entity *e, const char *text, struct arena *a, struct change_field **fields,
		int *n, struct error *err);

/* The same for what is no record: named gives the field of a name, or NULL. */
int change_read_with(const struct field *(*named)(const void *data, const char *name), const void *data,
		     const char *text, struct arena *a, struct change_field **fields, int *n, struct error *err);

#endif
