/* SPDX-License-Identifier: MIT */
/* find.c - the record that a reference names. */
#include <string.h>

#include "base/nearest.h"
#include "store/store_private.h"

#define FOUND_MAX 16
#define NEAR_EACH 40 /* neighbours looked at, on each side and of each kind, for "did you mean" */

struct finding {
	struct store *s;
	const char *ref; /* without kind and blanks */
	struct store_found at[FOUND_MAX];
	char *full[FOUND_MAX];
	int n;
	struct arena a;
	struct error *err;
};

/* Made once: an import asks for every row. */
static const char *find_sql(struct store *s, const struct entity *e, bool by_short)
{
	char **made = &s->find_record[by_short][e->id];
	struct buf sql = BUF_INIT;

	if (*made)
		return *made;
	buf_addf(&sql, "SELECT r.id, r.uid, r.version, r.removed, r.ref FROM \"%s\" r WHERE ",
		 e->name);
	if (by_short)
		ref_sql(e, e->short_ref, "r", &sql);
	else
		buf_adds(&sql, "r.ref");
	buf_adds(&sql, " = ?1 COLLATE NOCASE ORDER BY r.removed, r.sort_key LIMIT 16");
	return *made = buf_detach(&sql, NULL);
}

static int find_in(struct finding *f, const struct entity *e, bool by_short)
{
	AUTOSTMT st = stmt_get(f->s, find_sql(f->s, e, by_short), f->err);
	int more;

	if (!st.p)
		return f->s->failed;
	stmt_text(&st, 1, f->ref);
	while ((more = stmt_step(&st, f->err)) > 0 && f->n < FOUND_MAX) {
		struct store_found *found = &f->at[f->n];

		*found = (struct store_found){ .entity = e,
					       .id = sqlite3_column_int64(st.p, 0),
					       .version = sqlite3_column_int64(st.p, 2),
					       .removed = sqlite3_column_int(st.p, 3) };
		memcpy(found->uid, stmt_get_text(&st, 1),
		       strnlen(stmt_get_text(&st, 1), UUID_TEXT - 1));
		f->full[f->n++] = stmt_dup_text(&st, 4, &f->a);
	}
	return more < 0 ? f->s->failed : 0;
}

/* Removed ones count only where they are wanted and nothing else is there. */
static void drop_removed(struct finding *f, bool removed)
{
	int live = 0, kept = 0;

	for (int i = 0; i < f->n; i++)
		live += !f->at[i].removed;
	for (int i = 0; i < f->n; i++)
		if (!f->at[i].removed || (removed && !live)) {
			f->at[kept] = f->at[i];
			f->full[kept++] = f->full[i];
		}
	f->n = kept;
}

/* ---- what to say when there is none or too many ------------------------------ */

struct names {
	const char **at;
	size_t n, cap;
};

static void add_neighbours(struct finding *f, const struct entity *e, const char *key,
			   struct names *names)
{
	static const char *const sides[] = { ">= ?1 ORDER BY sort_key",
					     "< ?1 ORDER BY sort_key DESC" };

	for (int side = 0; side < 2; side++) {
		AUTOBUF sql = BUF_INIT;

		buf_addf(&sql, "SELECT ref FROM \"%s\" WHERE removed = 0 AND sort_key %s LIMIT %d",
			 e->name, sides[side], NEAR_EACH);
		AUTOSTMT st = stmt_get(f->s, sql.s, NULL);
		if (!st.p)
			return;
		stmt_text(&st, 1, key);
		while (stmt_step(&st, NULL) > 0) {
			MEM_GROW(names->at, names->cap, names->n + 1);
			names->at[names->n++] = stmt_dup_text(&st, 0, &f->a);
		}
	}
}

static int missing(struct finding *f, const char *typed, enum entity_id only,
		   const struct store_found *removed)
{
	AUTOBUF key = BUF_INIT, next = BUF_INIT;
	struct names names = { .n = 0 };
	const char *meant;

	if (removed)
		return error_set(f->err, FAIL_MISSING, "cannot find", typed,
				 "its history still shows it", "this %s has been removed",
				 removed->entity->name);
	/* Looking for neighbours is dear: an import asks for a million names that are free. */
	if (!f->err)
		return FAIL_MISSING;
	ref_sort_key(f->ref, &key);
	for (int i = 0; i < ENTITY_MAX; i++)
		if (only == ENTITY_NONE || only == (enum entity_id)i)
			add_neighbours(f, record_entity((enum entity_id)i), key.s, &names);
	meant = nearest_name(f->ref, names.at, names.n);
	if (meant)
		buf_addf(&next, "did you mean %s?", meant);
	free(names.at);
	return error_set(f->err, FAIL_MISSING, "cannot find", typed, next.s, "there is no such %s",
			 only == ENTITY_NONE ? "record" : record_entity(only)->name);
}

static int ambiguous(struct finding *f, const char *typed)
{
	AUTOBUF list = BUF_INIT;
	bool kinds = false;

	for (int i = 1; i < f->n; i++)
		kinds |= f->at[i].entity != f->at[0].entity;
	for (int i = 0; i < f->n && i < 6; i++)
		buf_addf(&list, "%s%s%s%s", i ? ", " : "", kinds ? f->at[i].entity->name : "",
			 kinds ? ":" : "", f->full[i]);
	return error_set(f->err, FAIL_USAGE, "cannot tell which record is meant", typed,
			 "give one of them whole", "it may be %s%s", list.s,
			 f->n > 6 ? " and others" : "");
}

/* ---- finding ----------------------------------------------------------------- */

/* "kind:ref": the kind, and the reference behind it. */
static const char *split_kind(const char *ref, struct arena *a, enum entity_id *only)
{
	const char *colon = strchr(ref, ':');
	const struct entity *e =
		colon ? record_entity_by_name(arena_strndup(a, ref, (size_t)(colon - ref))) : NULL;

	if (!e || (*only != ENTITY_NONE && *only != e->id))
		return ref;
	*only = e->id;
	return colon + 1;
}

static int find_all(struct finding *f, enum entity_id only)
{
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		int before = f->n;

		if (only != ENTITY_NONE && only != e->id)
			continue;
		failed = find_in(f, e, false);
		if (!failed && f->n == before && e->short_ref)
			failed = find_in(f, e, true);
	}
	return failed;
}

int store_find(struct store *s, const char *ref, enum entity_id only, bool removed,
	       struct store_found *out, struct error *err)
{
	struct finding f = { .s = s, .err = err };
	struct store_found gone;
	bool was_removed;
	int failed;

	ref += strspn(ref, " \t");
	f.ref = arena_strndup(&f.a, ref, strlen(ref));
	while (*f.ref && strchr(" \t", f.ref[strlen(f.ref) - 1]))
		f.ref = arena_strndup(&f.a, f.ref, strlen(f.ref) - 1);
	f.ref = split_kind(f.ref, &f.a, &only);
	failed = find_all(&f, only);
	gone = f.at[0];
	was_removed = f.n > 0;
	drop_removed(&f, removed);
	if (!failed && f.n == 1)
		*out = f.at[0];
	else if (!failed && f.n > 1)
		failed = ambiguous(&f, ref);
	else if (!failed)
		failed = missing(&f, ref, only, was_removed ? &gone : NULL);
	arena_release(&f.a);
	return failed;
}

bool store_has_op(struct store *s, const char *op_id)
{
	int64_t found = 0;

	return db_int(s, "SELECT 1 FROM log WHERE op_id = ?1", op_id, 0, &found, NULL) == 0 &&
	       found;
}
