/* SPDX-License-Identifier: MIT */
/* circle.c - whether a dependency would close a circle, and through which milestones it would run. */
#include <string.h>

#include "store/store_private.h"

#define SHOWN 40

static int64_t milestone_id(struct store *s, const char *uid, struct error *err)
{
	int64_t id = 0;

	return db_int(s, "SELECT t.id FROM milestone t WHERE t.uid = ?1", uid, 0, &id, err) ? -1 : id;
}

/* 1: pred comes after succ already. */
static int reaches(struct store *s, int64_t pred, int64_t succ, int64_t self, struct error *err)
{
	AUTOSTMT st = stmt_get(s, CIRCLE_LATER("?1", "?2", "(SELECT m.plan FROM milestone m WHERE m.id = ?1)", "?3")
				  " SELECT 1 FROM later l WHERE l.id = ?1 LIMIT 1", err);

	if (!st.p)
		return -1;
	stmt_int(&st, 1, pred);
	stmt_int(&st, 2, succ);
	stmt_int(&st, 3, self);
	return stmt_step(&st, err);
}

static int add_code(struct store *s, int64_t id, struct buf *out, struct error *err)
{
	AUTOSTMT st = stmt_get(s, "SELECT m.code FROM milestone m WHERE m.id = ?1", err);
	int more;

	if (!st.p)
		return -1;
	stmt_int(&st, 1, id);
	more = stmt_step(&st, err);
	if (more > 0)
		buf_addf(out, "%s%s", out->len ? " > " : "", stmt_get_text(&st, 0));
	return more;
}

/* The next milestone on a way to pred: a successor that is pred, or from which it is reached. */
static int64_t next_of(struct store *s, int64_t at, int64_t pred, int64_t self, struct error *err)
{
	AUTOSTMT st = stmt_get(s, "SELECT t.succ FROM dependency t WHERE t.pred = ?1 AND t.removed = 0 AND t.id IS NOT ?2 "
				  "ORDER BY t.succ = ?3 DESC, t.succ", err);
	int more;

	if (!st.p)
		return -1;
	stmt_int(&st, 1, at);
	stmt_int(&st, 2, self);
	stmt_int(&st, 3, pred);
	while ((more = stmt_step(&st, err)) > 0) {
		int64_t next = stmt_get_value(&st, 0, NULL).number;
		int found = next == pred ? 1 : reaches(s, pred, next, self, err);

		if (found)
			return found < 0 ? -1 : next;
	}
	return more;
}

int circle_find(struct store *s, const char *uid, const char *pred, const char *succ, struct arena *a,
		const char **path, struct error *err)
{
	int64_t from = milestone_id(s, pred, err), at = milestone_id(s, succ, err), self = 0;
	AUTOBUF words = BUF_INIT;
	int found;

	if (from < 0 || at < 0 || db_int(s, "SELECT t.id FROM dependency t WHERE t.uid = ?1", uid, 0, &self, err))
		return -1;
	found = reaches(s, from, at, self, err);
	if (found <= 0)
		return found;
	for (int n = 0; at > 0 && at != from; n++) {
		if (n == SHOWN)
			buf_adds(&words, " > ...");
		if (n < SHOWN && add_code(s, at, &words, err) < 0)
			return -1;
		at = next_of(s, at, from, self, err);
	}
	if (at < 0 || add_code(s, from, &words, err) < 0)
		return -1;
	*path = arena_strdup(a, words.s);
	return 1;
}
