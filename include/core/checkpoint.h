/* SPDX-License-Identifier: MIT */
/*
 * checkpoint.h - the head of the logs at one moment, as a small text to keep elsewhere.
 *
 * A chain of hashes shows what was altered between its ends, not that its newest
 * entries were cut off or that all of it was written anew. Whoever holds a
 * checkpoint outside the reach of those who own the file can show that too.
 *
 *	closeout checkpoint 1
 *	database 0190a6f0-...
 *	entry 412
 *	hash 5f3c...
 *	recorded 2012-11-15T08:30:00.123Z
 *	access-entry 17
 *	access-hash 9a0b...
 *	made 2012-11-15T09:00:00.000Z
 *
 * closeout-log(5) describes it for others.
 */
#ifndef CORE_CHECKPOINT_H
#define CORE_CHECKPOINT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/error.h"

struct checkpoint {
	char database[UUID_TEXT];
	int64_t entry; /* newest of the log; at least 1 */
	char hash[65];
	char recorded[CLOCK_STAMP];
	int64_t access_entry; /* newest of the access log, 0: it is empty */
	char access_hash[65]; /* 64 times 0 then */
	char made[CLOCK_STAMP];
};

void checkpoint_write(const struct checkpoint *c, struct buf *out);

/* Every line, in order; CR LF ends a line as well. FAIL_DATA with the line; name is for messages. */
int checkpoint_read(const char *text, const char *name, struct checkpoint *out, struct error *err);

#endif
