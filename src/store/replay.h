/* SPDX-License-Identifier: MIT */
/* replay.h - from the log to the tables, without guards. Private to store. */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "store/store_private.h"

/* What the next entry of a log must join on to. */
struct chain {
	struct log_head head;
	int64_t batch;
};

/* What is wrong with e as the next entry, or NULL; then the chain has moved on to it. */
const char *chain_next(struct chain *c, struct hasher *h, const struct entry *e,
		       struct buf *scratch);

/* The entity an entry is about, by its exact name; NULL if there is none. */
const struct entity *replay_entity(const struct entry *e);

enum replay_missing {
	REPLAY_REFUSE, /* a reference to nothing is FAIL_DATA */
	REPLAY_NULL    /* it becomes null: the other record does not exist yet on that day */
};

/*
 * Does to the row what the entry says. first: the entry makes the record; the
 * others do nothing where there is no row. The reference is worked out later,
 * by ref_all().
 */
int replay_entry(struct store *s, const struct entry *e, bool first, enum replay_missing missing,
		 struct arena *a, struct error *err);

#endif
