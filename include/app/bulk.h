/* SPDX-License-Identifier: MIT */
/*
 * bulk.h - one change or one action on many records: looked at first, then done as one batch.
 *
 * A bulk edit first looks at every record, as many at a time as the caller likes, and
 * writes down what would become of it: old and new, that it is so already, or
 * why it may not be changed. Doing it sends the records that change, and only these, in
 * one batch: one undo takes it back. A record that somebody else changed after
 * it was looked at refuses the whole of it. Screen and command line both come here.
 */
#ifndef APP_BULK_H
#define APP_BULK_H

#include "app/app.h"
#include "app/assign.h"
#include "app/listing.h"

struct life_rule;

#define BULK_MAX 100000 /* records in one batch: they are held in memory */

enum bulk_fate { BULK_CHANGES, BULK_SAME, BULK_REFUSED, BULK_FATES };

struct bulk_row {
	const char *uid, *ref;
	const char *skip;  /* it is left out of an action, for this reason; NULL: it is not */
	int64_t version;
	enum bulk_fate fate;
	const char *words; /* "next_step: none -> Call", one line a field; or why not */
	enum fail kind;    /* of what was refused */
	struct value *old; /* one a field that is set */
};

struct bulk {
	struct app *app;
	const struct entity *entity;
	const struct life_rule *rule; /* NULL: fields are set */
	struct assignment *given;     /* as typed; an empty text empties a field */
	int n_given;
	const struct field **fields;  /* of given; not with a rule */
	const char *reason, *as;
	bool ascii;                   /* how an arrow is written */
	struct bulk_row *rows;
	int n, looked;
	int count[BULK_FATES];
	int whole, piece; /* more than whole are written a piece at a time; a test may set both */
	void (*tell)(void *data, int done); /* how many are written, of many; may be NULL */
	void *tell_data;
	struct arena arena;
};

/* About these records of one kind, by uid; everything is copied. FAIL_USAGE if they are too many. */
int bulk_init(struct bulk *b, struct app *a, const struct entity *e, const char *const *uids, int n,
	      struct error *err);
void bulk_release(struct bulk *b);

/* What is to be done: fields to set, or an action with what it asks for. FAIL_USAGE for an unknown field. */
int bulk_set(struct bulk *b, const struct assignment *given, int n, struct error *err);
int bulk_act(struct bulk *b, const struct life_rule *r, const struct assignment *given, int n, struct error *err);

/*
 * Looks at up to most more records. What is wrong with what is given itself (a date
 * that is none, a field nobody may set) is wrong for all and is the error; what stands in the
 * way of one record is its fate.
 */
int bulk_look(struct bulk *b, int most, struct error *err);

/* Sends what changes; *batch 0: there was nothing. */
int bulk_do(struct bulk *b, const char *op_id, int64_t *batch, struct error *err);

/* "3 change, 1 is so already, 2 may not be changed" */
void bulk_summary(const struct bulk *b, struct buf *out);
/* What is done: "next_step = Call", or the action. */
void bulk_deed(const struct bulk *b, struct buf *out);

/* The uids of rows, in their order; they live in arena. Rows that are gone are left out. */
int bulk_uids(struct app *a, const struct entity *e, const int32_t *ids, size_t n, struct arena *arena,
	      const char ***uids, int *n_uids, struct error *err);

/* The preview as rows ref, result (change, same, left out), detail. */
int bulk_write(const struct bulk *b, struct output *o, struct error *err);

#endif
