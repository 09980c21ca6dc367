/* SPDX-License-Identifier: MIT */
/* apply.h - a batch on its way into the database. Private to store. */
#ifndef STORE_APPLY_H
#define STORE_APPLY_H

#include "store/store_private.h"

#define KNOWN_MAX 16

struct group; /* group.c */

struct applying {
	struct store *s;
	const struct batch *b;
	struct store_result *r;
	struct error *err;
	struct log_head head;
	int64_t batch; /* seq of its first entry, 0: none yet */
	bool removes;  /* some record of it is removed or restored */
	/* Records referred to that are known to be there: rows of an import name the same few. */
	struct known {
		const struct entity *entity;
		char uid[UUID_TEXT];
		int64_t id; /* of its row */
	} known[KNOWN_MAX];
	unsigned n_known;
	char recorded[CLOCK_STAMP];
	char effective[DATE_TEXT];
	struct date today;
	struct arena a; /* of one change, or of those that wait in the group */
	struct buf changes; /* of the entry at hand */
	struct group *group; /* in a bulk */
};

/* One change, worked out against the row as it is. */
struct working {
	const struct change *c;
	struct row row;              /* as it is; id 0: a new one */
	struct change_field *fields; /* what really changes, with its old values */
	int n_fields;
	struct value *after; /* all values of the row as it will be */
	bool removed;        /* as it will be */
	const char *ref;     /* as it will be */
	bool writes;         /* there is something to write */
};

/* The changes of a batch, inside a transaction that the caller began. */
int apply_changes(struct store *s, const struct batch *b, struct store_result *r,
		  struct error *err);

/* What w->c comes to: its fields, the row as it will be, its reference; all that can be checked is. */
int apply_look(struct applying *p, struct working *w);
/* The next entry of the log. Its texts live in p->a. */
void apply_entry(struct applying *p, const struct working *w, struct entry *out);
void apply_went_in(struct applying *p, const struct entry *e);
/* A change of a bulk by itself: one that fails leaves nothing behind and is told. */
int apply_or_tell(struct applying *p, int i);

/* group.c: records that are added one after the other, by one statement. */
struct group *group_new(void); /* to be freed */
bool group_waits(const struct group *g); /* some are not written yet; p->a holds them */
int group_take(struct applying *p, int i); /* the change i: it waits, or is written, or told */
int group_write(struct applying *p);       /* what waits */

/* bulk.c: the changes of b as a piece of the batch that was begun. */
int bulk_piece(struct store *s, const struct batch *b, struct store_result *r, struct error *err);
/* A statement of savepoints, kept prepared. */
int bulk_mark(struct store *s, const char *sql, struct error *err);
/* Hands on what is wrong with a change; what the machine failed at is handed back. */
int bulk_tell(struct store *s, int change, int failed, const struct error *e);
/* True: more pages are kept while much is written. */
void apply_bulk_cache(struct store *s, bool on);

/* A repeat of an operation that is already in the log changes nothing. */
int store_find_repeat(struct store *s, const char *op_id, struct store_result *r, struct error *err);

/* The day a change takes effect, in dst. */
const char *apply_day(const struct applying *p, const struct change *c, char dst[DATE_TEXT]);

/* Fills err->where with the record and, if there is one, the field. Returns err->kind. */
int apply_where(struct applying *p, const struct working *w, const char *field);

/* merge.c: what of w->c is to be written; clashes go to p->r. */
int merge_change(struct applying *p, struct working *w);
/* Refuses a change that reaches back behind an earlier one of the same fields. */
int merge_check_effective(struct applying *p, const struct working *w);

/* apply_row.c: the row itself. */
int apply_fill(struct applying *p, struct working *w); /* automatic numbers */
int apply_make_ref(struct applying *p, struct working *w);
int apply_write(struct applying *p, struct working *w, int64_t seq);
/* The id of the row a reference is to. */
int apply_target_id(struct applying *p, const struct entity *e, const char *uid, struct value *out);
int apply_check_targets(struct applying *p,
			const struct working *w); /* what it refers to is there */
int apply_check_links(struct applying *p,
		      const struct change *c); /* nothing live refers to something removed */

#endif
