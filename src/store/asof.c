/* SPDX-License-Identifier: MIT */
/*
 * asof.c - the database as it stood: its log folded up to a day.
 *
 * The fold goes into a temporary database that only this process has, with
 * the same tables, so that every question that can be asked of today can be
 * asked of then.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/replay.h"

static int open_fold(struct store *s, struct error *err)
{
	int failed = open_connection(s, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);

	if (!failed)
		failed = functions_add(s, err);
	if (!failed)
		failed = db_exec(s,
				 "PRAGMA ignore_check_constraints = ON; PRAGMA journal_mode = OFF; "
				 "PRAGMA synchronous = OFF; PRAGMA "
				 "temp_store = FILE; "
				 "BEGIN",
				 err);
	return failed ? failed : schema_tables(s, schema_version, err);
}

/*
 * A record whose parent does not exist on that day does not exist either. Can
 * only be where something was recorded as effective before its own parent.
 */
static int hide_orphans(struct store *s, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		const struct field *parent = record_parent(e);

		if (!parent || !(parent->flags & FIELD_REQUIRED))
			continue;
		buf_clear(&sql);
		buf_addf(&sql, "UPDATE \"%s\" SET removed = 1 WHERE \"%s\" IS NULL", e->name,
			 parent->name);
		failed = db_exec(s, sql.s, err);
	}
	return failed;
}

struct store_fold {
	struct store *from, *to;
	char day[DATE_TEXT], before[DATE_TEXT];
	int64_t at, head; /* the entry taken last; the newest when it began */
	bool ended;
};

static int fold(struct store_fold *f, int most, struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	struct entry e;
	int more = 0, failed = 0, taken = 0;

	AUTOSTMT st =
		stmt_get(f->from,
			 "SELECT " LOG_COLUMNS
			 ", seq = (SELECT min(f.seq) FROM log f WHERE f.entity = l.entity AND "
			 "f.uid = l.uid) FROM log l WHERE (?1 IS NULL OR effective <= ?1) AND "
			 "(?2 IS NULL OR recorded < ?2) AND seq > ?3 AND seq <= ?4 ORDER BY seq",
			 err);
	if (!st.p)
		return f->from->failed;
	stmt_text(&st, 1, *f->day ? f->day : NULL);
	stmt_text(&st, 2, *f->before ? f->before : NULL);
	stmt_int(&st, 3, f->at);
	stmt_int(&st, 4, f->head);
	while (!failed && taken < most && (more = stmt_step(&st, err)) > 0) {
		log_read(&st, &e);
		failed = log_insert(f->to, &e, err);
		if (!failed)
			failed = replay_entry(f->to, &e, sqlite3_column_int(st.p, 16), REPLAY_NULL, &a,
					      err);
		f->at = e.seq;
		taken++;
		arena_clear(&a);
	}
	f->ended = !failed && taken < most;
	return failed ? failed : f->ended && more < 0 ? f->from->failed : 0;
}

static int finish(struct store *s, struct error *err)
{
	int failed = ref_all(s, err);

	if (!failed)
		failed = hide_orphans(s, err);
	if (!failed)
		failed = schema_index(s, schema_version, err);
	return failed ? failed : db_exec(s, "COMMIT; PRAGMA query_only = ON", err);
}

int store_fold_begin(struct store *s, struct date as_of, struct date known_on, struct store_fold **out,
		     struct error *err)
{
	struct store_fold *f;
	int64_t head;
	int failed = store_head(s, &head, NULL, err);

	if (failed)
		return failed;
	f = mem_alloc(sizeof *f);
	*f = (struct store_fold){ .from = s, .to = store_new(s->path), .head = head };
	f->to->read_only = f->to->folded = true;
	f->to->rules = s->rules;
	date_format(as_of, f->day);
	/* Times are UTC: "recorded on or before the day" is before the next day of UTC begins. */
	date_format(date_is_none(known_on) ? known_on : date_add_days(known_on, 1), f->before);
	failed = open_fold(f->to, err);
	if (failed) {
		store_fold_drop(f);
		return failed;
	}
	*out = f;
	return 0;
}

int store_fold_step(struct store_fold *f, int entries, struct error *err)
{
	return f->ended ? 0 : fold(f, entries, err);
}

bool store_fold_ended(const struct store_fold *f)
{
	return f->ended;
}

void store_fold_progress(const struct store_fold *f, int64_t *done, int64_t *all)
{
	*done = f->at;
	*all = f->head;
}

void store_fold_drop(struct store_fold *f)
{
	if (f && f->to)
		store_free(f->to);
	free(f);
}

int store_fold_take(struct store_fold *f, struct store **out, struct error *err)
{
	int failed = finish(f->to, err);

	if (!failed) {
		*out = f->to;
		f->to = NULL;
	}
	store_fold_drop(f);
	return failed;
}

int store_as_of(struct store *s, struct date as_of, struct date known_on, struct store **out,
		struct error *err)
{
	struct store_fold *f;
	int failed = store_fold_begin(s, as_of, known_on, &f, err);

	if (failed)
		return failed;
	failed = store_fold_step(f, INT_MAX, err);
	if (!failed)
		return store_fold_take(f, out, err);
	store_fold_drop(f);
	return failed;
}
