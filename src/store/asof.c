/* SPDX-License-Identifier: MIT */
/*
 * asof.c - the database as it stood: its log folded up to a day.
 *
 * The fold goes into a temporary database that only this process has, with
 * the same tables, so that every question that can be asked of today can be
 * asked of then.
 */
#include <string.h>

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

static int fold(struct store *from, struct store *to, const char *as_of, const char *before,
		struct error *err)
{
	AUTOARENA a = ARENA_INIT;
	struct entry e;
	int more, failed = 0;

	AUTOSTMT st =
		stmt_get(from,
			 "SELECT " LOG_COLUMNS
			 ", seq = (SELECT min(f.seq) FROM log f WHERE f.entity = l.entity AND "
			 "f.uid = l.uid) FROM log l WHERE (?1 IS NULL OR effective <= ?1) AND "
			 "(?2 IS NULL OR recorded < ?2) ORDER BY seq",
			 err);
	if (!st.p)
		return from->failed;
	stmt_text(&st, 1, as_of);
	stmt_text(&st, 2, before);
	while ((more = stmt_step(&st, err)) > 0 && !failed) {
		log_read(&st, &e);
		failed = log_insert(to, &e, err);
		if (!failed)
			failed = replay_entry(to, &e, sqlite3_column_int(st.p, 16), REPLAY_NULL, &a,
					      err);
		arena_clear(&a);
	}
	return failed ? failed : more < 0 ? from->failed : 0;
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

int store_as_of(struct store *s, struct date as_of, struct date known_on, struct store **out,
		struct error *err)
{
	char day[DATE_TEXT], before[DATE_TEXT];
	struct store *to = store_new(s->path);
	int failed;

	to->read_only = to->folded = true;
	to->rules = s->rules;
	date_format(as_of, day);
	/* Times are UTC: "recorded on or before the day" is before the next day of UTC begins. */
	date_format(date_is_none(known_on) ? known_on : date_add_days(known_on, 1), before);
	failed = open_fold(to, err);
	if (!failed)
		failed = fold(s, to, *day ? day : NULL, *before ? before : NULL, err);
	if (!failed)
		failed = finish(to, err);
	if (failed) {
		store_free(to);
		return failed;
	}
	*out = to;
	return 0;
}
