/* SPDX-License-Identifier: MIT */
/*
 * schema.c - the tables of the file, derived from the record table.
 *
 * An old file is brought up to date by making anew every table whose text is
 * no longer the one this version makes, and all indexes and guards. So the
 * schema's text is the same by any path and can be compared. Every alteration
 * of it (a field, a choice, a limit, a guard) needs the next schema number.
 */
#include <string.h>

#include "store/index.h"
#include "store/store_private.h"

const struct entity *const *schema_entities = record_entities;
int schema_version = RECORD_SCHEMA;

static const struct {
	const char *table;
	enum table_kind kind;
} other_tables[] = {
	{ "log", TABLE_LOG },
	{ "access", TABLE_LOG },
	{ "content", TABLE_CONTENT },
	{ "content_part", TABLE_CONTENT },
	{ "search", TABLE_DISPOSABLE },      { "search_data", TABLE_DISPOSABLE },
	{ "search_idx", TABLE_DISPOSABLE },  { "search_config", TABLE_DISPOSABLE },
	{ "search_word", TABLE_DISPOSABLE },
};

bool schema_table_kind(const char *table, enum table_kind *out)
{
	for (size_t i = 0; i < sizeof other_tables / sizeof *other_tables; i++)
		if (strcmp(table, other_tables[i].table) == 0) {
			*out = other_tables[i].kind;
			return true;
		}
	for (size_t i = 0; i < life_n_tables; i++)
		if (strcmp(table, life_tables[i].name) == 0) {
			*out = TABLE_CONSTANT;
			return true;
		}
	for (int i = 0; i < ENTITY_MAX; i++)
		if (strcmp(table, schema_entities[i]->name) == 0) {
			*out = TABLE_REPLAYED;
			return true;
		}
	return false;
}

static const char *const log_indexes[] = {
	"CREATE INDEX log_record ON log (entity, uid, seq)",
	"CREATE UNIQUE INDEX log_op_id ON log (op_id) WHERE op_id IS NOT NULL",
	"CREATE INDEX log_batch ON log (batch) WHERE seq = batch",
	"CREATE INDEX log_correct ON log (entity, uid) WHERE verb = 'correct'",
};

static void log_table(struct buf *sql)
{
	buf_adds(sql, "CREATE TABLE \"log\" (seq INTEGER PRIMARY KEY, recorded TEXT NOT NULL, "
		      "effective TEXT NOT NULL, actor TEXT NOT NULL, acting_for TEXT, key_fp TEXT, "
		      "session TEXT, batch INTEGER NOT NULL, op_id TEXT, verb TEXT NOT NULL, "
		      "entity TEXT NOT NULL, uid TEXT NOT NULL, schema INTEGER NOT NULL, "
		      "changes TEXT NOT NULL, reason TEXT, hash TEXT NOT NULL");
	checks_of_log(sql);
	buf_adds(sql, ") STRICT");
}

static void column(const struct field *f, struct buf *out)
{
	static const char *const types[FIELD_TYPE_MAX] = {
		[FIELD_INT] = "INTEGER",
		[FIELD_MONEY] = "INTEGER",
		[FIELD_BOOL] = "INTEGER",
		[FIELD_REF] = "INTEGER",
	};

	sql_name(out, f->name);
	buf_addf(out, " %s", types[f->type] ? types[f->type] : "TEXT");
	if (f->type == FIELD_REF)
		buf_addf(out, " REFERENCES \"%s\" (id)", schema_entities[f->target]->name);
	checks_of_field(f, out);
}

static void entity_table(const struct entity *e, int version, const char *name, struct buf *sql)
{
	buf_addf(sql,
		 "CREATE TABLE \"%s\" (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, "
		 "version INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0 "
		 "CONSTRAINT \"removed: must be 0 or 1\" CHECK (removed BETWEEN 0 AND 1), "
		 "ref TEXT NOT NULL, sort_key TEXT NOT NULL",
		 name);
	for (int i = 0; i < e->n_fields; i++)
		if (record_stored(&e->fields[i]) && e->fields[i].since <= version) {
			buf_adds(sql, ", ");
			column(&e->fields[i], sql);
		}
	checks_of_row(e, sql);
	buf_adds(sql, ") STRICT");
}

/* The columns that a table in the file and a new one have in common. */
static int common_columns(struct store *s, const char *old, const char *new, struct buf *out,
			  struct error *err)
{
	AUTOSTMT st =
		stmt_get(s,
			 "SELECT o.name FROM pragma_table_info(?1) o JOIN pragma_table_info(?2) n "
			 "ON n.name = o.name",
			 err);
	int more;

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, old);
	stmt_text(&st, 2, new);
	while ((more = stmt_step(&st, err)) > 0)
		buf_addf(out, "%s\"%s\"", out->len ? ", " : "", stmt_get_text(&st, 0));
	return more < 0 ? s->failed : 0;
}

/* A table that is to look otherwise is made anew and filled: its text is that of a new file. */
static int rebuild_table(struct store *s, const struct entity *e, int version, struct error *err)
{
	AUTOBUF sql = BUF_INIT, name = BUF_INIT, columns = BUF_INIT;
	int failed;

	buf_addf(&name, "new %s", e->name);
	entity_table(e, version, name.s, &sql);
	failed = db_exec(s, sql.s, err);
	if (!failed)
		failed = common_columns(s, e->name, name.s, &columns, err);
	db_forget_statements(s);
	buf_clear(&sql);
	buf_addf(&sql,
		 "INSERT INTO \"%s\" (%s) SELECT %s FROM \"%s\"; DROP TABLE \"%s\"; "
		 "ALTER TABLE \"%s\" RENAME TO \"%s\"",
		 name.s, columns.s, columns.s, e->name, e->name, name.s, e->name);
	return failed ? failed : db_exec(s, sql.s, err);
}

static int table_text(struct store *s, const char *name, struct buf *out, struct error *err)
{
	AUTOSTMT st = stmt_get(
		s, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", err);

	if (!st.p)
		return s->failed;
	stmt_text(&st, 1, name);
	if (stmt_step(&st, err) < 0)
		return s->failed;
	buf_adds(out, stmt_get_text(&st, 0));
	return 0;
}

static int bring_table(struct store *s, const struct entity *e, int version, struct error *err)
{
	AUTOBUF want = BUF_INIT, have = BUF_INIT;
	int failed = table_text(s, e->name, &have, err);

	entity_table(e, version, e->name, &want);
	if (failed || strcmp(have.s, want.s) == 0)
		return failed;
	return have.len ? rebuild_table(s, e, version, err) : db_exec(s, want.s, err);
}

static int bring_access(struct store *s, int version, struct error *err)
{
	AUTOBUF have = BUF_INIT;
	int failed = version < ACCESS_SINCE ? 0 : table_text(s, "access", &have, err);

	return failed || version < ACCESS_SINCE || have.len ? failed : db_exec(s, access_table, err);
}

static int bring_content(struct store *s, int version, struct error *err)
{
	AUTOBUF have = BUF_INIT;
	int failed = version < CONTENT_SINCE ? 0 : table_text(s, "content", &have, err);

	if (failed || version < CONTENT_SINCE || have.len)
		return failed;
	failed = db_exec(s, content_table, err);
	return failed ? failed : db_exec(s, content_part_table, err);
}

int schema_tables(struct store *s, int version, struct error *err)
{
	AUTOBUF want = BUF_INIT, have = BUF_INIT;
	int failed = table_text(s, "log", &have, err);

	log_table(&want);
	if (!failed && !have.len)
		failed = db_exec(s, want.s, err);
	if (!failed)
		failed = bring_access(s, version, err);
	if (!failed)
		failed = bring_content(s, version, err);
	if (!failed && version >= LIFE_SINCE)
		failed = life_tables_make(s, err);
	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		if (schema_entities[i]->since <= version)
			failed = bring_table(s, schema_entities[i], version, err);
	return failed;
}

/* ---- indexes ----------------------------------------------------------------- */

/* The order a list has by default, where it is one of plain columns: "-dated_on,-number". */
static bool list_columns(const struct entity *e, struct buf *out)
{
	struct sort sort;

	if (sort_parse(e, e->sort, &sort, NULL) != 0)
		return false;
	for (int i = 0; i < sort.n; i++) {
		const struct field *f = sort.keys[i].field;

		if (!f || !record_stored(f) || f->type == FIELD_TEXT)
			return false;
		buf_addf(out, "%s\"%s\"%s", i ? ", " : "", f->name,
			 sort.keys[i].descending ? " DESC" : "");
	}
	return sort.n > 0;
}

static int entity_indexes(struct store *s, const struct entity *e, struct error *err)
{
	AUTOBUF sql = BUF_INIT, list = BUF_INIT;
	int failed;

	buf_addf(&sql, "CREATE UNIQUE INDEX \"%s_ref\" ON \"%s\" (ref COLLATE NOCASE);", e->name,
		 e->name);
	buf_addf(&sql, "CREATE INDEX \"%s_sort\" ON \"%s\" (removed, sort_key);", e->name, e->name);
	if (e->short_ref) {
		ref_sql(e, e->short_ref, "", &list);
		buf_addf(&sql, "CREATE INDEX \"%s_short\" ON \"%s\" (%s COLLATE NOCASE);", e->name,
			 e->name, list.s);
		buf_clear(&list);
	}
	if (list_columns(e, &list))
		buf_addf(&sql, "CREATE INDEX \"%s_list\" ON \"%s\" (removed, %s);", e->name,
			 e->name, list.s);
	failed = db_exec(s, sql.s, err);
	return failed;
}

/* What refers to a record is looked up from its side; lines of a record come in their order. */
static int field_indexes(struct store *s, const struct entity *e, int version, struct error *err)
{
	AUTOBUF sql = BUF_INIT;

	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];

		if ((f->type != FIELD_REF && f->type != FIELD_ANY) || !record_stored(f) ||
		    f->since > version)
			continue;
		if (f->flags & FIELD_PARENT)
			buf_addf(&sql,
				 "CREATE INDEX \"%s_%s\" ON \"%s\" (\"%s\", removed, sort_key);",
				 e->name, f->name, e->name, f->name);
		else
			buf_addf(&sql,
				 "CREATE INDEX \"%s_%s\" ON \"%s\" (\"%s\") WHERE \"%s\" IS NOT "
				 "NULL;",
				 e->name, f->name, e->name, f->name, f->name);
	}
	if (e->id == ENTITY_DEPENDENCY)
		buf_adds(&sql, "CREATE INDEX \"dependency_back\" ON \"dependency\" (plan, pred) WHERE pred > succ AND removed = 0;");
	return sql.len ? db_exec(s, sql.s, err) : 0;
}

int schema_index(struct store *s, int version, struct error *err)
{
	int failed = 0;

	for (size_t i = 0; i < sizeof log_indexes / sizeof *log_indexes && !failed; i++)
		failed = db_exec(s, log_indexes[i], err);
	for (int i = 0; i < ENTITY_MAX && !failed; i++) {
		if (schema_entities[i]->since > version)
			continue;
		failed = entity_indexes(s, schema_entities[i], err);
		if (!failed)
			failed = field_indexes(s, schema_entities[i], version, err);
	}
	return failed;
}

/* ---- guards ------------------------------------------------------------------ */

static int create_guard(void *data, const char *sql, struct error *err)
{
	return db_exec(data, sql, err);
}

int schema_guard(struct store *s, int version, struct error *err)
{
	int failed = version >= LIFE_SINCE ? life_tables_fill(s, version, err) : 0;

	if (!failed)
		failed = guards_shared(version, create_guard, s, err);
	return failed ? failed : guards_each(version, create_guard, s, err);
}

int schema_unguard(struct store *s, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int more;

	{
		AUTOSTMT st =
			stmt_get(s,
				 "SELECT type, name FROM sqlite_schema WHERE type = 'trigger' OR type = 'view' OR "
				 "(type = 'index' AND sql IS NOT NULL) ORDER BY type = 'view', type DESC, name",
				 err);
		if (!st.p)
			return s->failed;
		while ((more = stmt_step(&st, err)) > 0)
			buf_addf(&sql, "DROP %s \"%s\";", stmt_get_text(&st, 0),
				 stmt_get_text(&st, 1));
		if (more < 0)
			return s->failed;
	}
	/* A statement in the cache would hold on to what is dropped. */
	db_forget_statements(s);
	return sql.len ? db_exec(s, sql.s, err) : 0;
}

int schema_search(struct store *s, int version, struct error *err)
{
	int failed = 0;

	for (int i = 0; index_tables[i] && version >= INDEX_SINCE && !failed; i++)
		failed = db_exec(s, index_tables[i], err);
	return failed;
}

int schema_make(struct store *s, int version, struct error *err)
{
	int failed = schema_tables(s, version, err);

	if (!failed)
		failed = schema_search(s, version, err);
	if (!failed)
		failed = schema_index(s, version, err);
	return failed ? failed : schema_guard(s, version, err);
}
