/* SPDX-License-Identifier: MIT */
/*
 * batches.c - what was done at once, newest first, and what of it was undone.
 *
 * An undo is a batch like any other; its op_id "undo:N" says which one it
 * reverses. A redo is the undo of an undo.
 */
#include <stdio.h>
#include <string.h>

#include "store/store_private.h"

#define UNDO "undo:"

/* The batch that an op_id reverses, 0 if none. */
static int64_t reverses(const char *op_id)
{
	const char *digit = op_id && strncmp(op_id, UNDO, strlen(UNDO)) == 0 ? op_id + strlen(UNDO)
									     : "";
	int64_t batch = 0;

	for (; *digit >= '0' && *digit <= '9' && batch < INT64_MAX / 100; digit++)
		batch = batch * 10 + (*digit - '0');
	return *digit ? 0 : batch;
}

/* The batch that reverses this one, 0 if none. */
static int find_undo(struct store *s, int64_t batch, int64_t *out, struct error *err)
{
	char op_id[40];

	snprintf(op_id, sizeof op_id, UNDO "%lld", (long long)batch);
	return db_int(s, "SELECT batch FROM log WHERE op_id = ?1", op_id, 0, out, err);
}

/* Undone: the chain of undos on top of it has an odd length. */
static int is_undone(struct store *s, int64_t batch, bool *out, struct error *err)
{
	int64_t undo = batch;
	int length = -1, failed;

	do {
		batch = undo;
		length++;
		failed = find_undo(s, batch, &undo, err);
	} while (!failed && undo > batch);
	*out = length % 2;
	return failed;
}

/* How many undos lie beneath it. */
static int find_depth(struct store *s, int64_t batch, int *out, struct error *err)
{
	int64_t below;

	for (*out = 0;; ++*out) {
		AUTOSTMT st = stmt_get(s, "SELECT op_id FROM log WHERE seq = ?1", err);
		int more;

		if (!st.p)
			return s->failed;
		stmt_int(&st, 1, batch);
		more = stmt_step(&st, err);
		if (more < 0)
			return s->failed;
		below = more ? reverses((const char *)sqlite3_column_text(st.p, 0)) : 0;
		if (below <= 0 || below >= batch)
			return 0;
		batch = below;
	}
}

static int read_batch(struct stmt *st, struct store_batch *b, struct error *err)
{
	int failed;

	*b = (struct store_batch){
		.batch = sqlite3_column_int64(st->p, 0),
		.last_seq = sqlite3_column_int64(st->p, 1),
		.actor = stmt_get_text(st, 2),
		.verb = stmt_get_text(st, 3),
		.op_id = (const char *)sqlite3_column_text(st->p, 4),
		.recorded = stmt_get_text(st, 5),
		.effective = stmt_get_text(st, 6),
		.reason = (const char *)sqlite3_column_text(st->p, 7),
	};
	b->n_entries = (int)(b->last_seq - b->batch + 1);
	failed = find_depth(st->s, b->batch, &b->depth, err);
	return failed ? failed : is_undone(st->s, b->batch, &b->undone, err);
}

int store_batches(struct store *s, const char *actor, int limit,
		  bool (*see)(void *data, const struct store_batch *b), void *data,
		  struct error *err)
{
	AUTOSTMT st = stmt_get(s,
			       "SELECT l.batch, coalesce((SELECT min(t.batch) - 1 FROM log t WHERE "
			       "t.seq = t.batch AND "
			       "t.batch > l.batch), (SELECT max(t.seq) FROM log t)), l.actor, "
			       "l.verb, l.op_id, l.recorded, "
			       "l.effective, l.reason FROM log l WHERE l.seq = l.batch AND (?1 IS "
			       "NULL OR l.actor = ?1) "
			       "ORDER BY l.batch DESC LIMIT ?2",
			       err);
	struct store_batch b;
	int more, failed = 0;

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, actor);
	stmt_int(&st, 2, limit > 0 ? limit : -1);
	while ((more = stmt_step(&st, err)) > 0) {
		failed = read_batch(&st, &b, err);
		if (failed || !see(data, &b))
			return failed;
	}
	return more < 0 ? s->failed : 0;
}
