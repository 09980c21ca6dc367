/* SPDX-License-Identifier: MIT */
/*
 * assign.h - "field=value" into records: what add and set do.
 */
#ifndef APP_ASSIGN_H
#define APP_ASSIGN_H

#include "app/door.h"

/* One field by name, as typed. A field of lines takes a JSON array of objects. */
struct assignment {
	const char *name;
	const char *text;
};

struct assign {
	const struct assignment *at;
	int n;
	const char *reason;  /* or NULL */
	int64_t if_version;  /* set: refuse with FAIL_CONFLICT unless the record is at it; 0: any */
	bool dry_run;        /* checks only */
	/* Of a letter: what its outcomes did, and what is missing in spite of them. May be NULL. */
	struct buf *effects, *warnings;
};

/* *ref gets the new record's reference. faults (may be NULL) gets all that is wrong. */
int assign_add(struct app *a, const struct entity *e, const struct assign *s, struct buf *ref,
	       struct door_faults *faults, struct error *err);

/* *changed: whether anything differed. */
int assign_set(struct app *a, const char *ref, const struct assign *s, struct buf *shown, bool *changed,
	       struct door_faults *faults, struct error *err);

#endif
