/* SPDX-License-Identifier: MIT */
/* verify_schema.c - the schema's text against that of a fresh database of this version. */
#include <stdio.h>
#include <string.h>

#include "store/verify.h"

static const char all[] = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT "
			  "LIKE 'sqlite\\_stat%' "
			  "ESCAPE '\\' ORDER BY type, name";

static void say(struct verifying *v, struct stmt *st, const char *what)
{
	AUTOBUF where = BUF_INIT;

	buf_addf(&where, "schema: %s %s", stmt_get_text(st, 0), stmt_get_text(st, 1));
	verify_problem(v, where.s, "%s", what);
}

static int order(struct stmt *a, struct stmt *b)
{
	int by_type = strcmp(stmt_get_text(a, 0), stmt_get_text(b, 0));

	return by_type ? by_type : strcmp(stmt_get_text(a, 1), stmt_get_text(b, 1));
}

/* Objects of one type that are missing are said in one go: dropped guards come in dozens. */
struct missing {
	char type[16];
	struct buf names;
	int n;
};

static void say_missing(struct verifying *v, struct missing *m)
{
	AUTOBUF where = BUF_INIT;

	if (m->n == 1) {
		buf_addf(&where, "schema: %s %s", m->type, m->names.s);
		verify_problem(v, where.s, "is missing");
	} else if (m->n) {
		buf_addf(&where, "schema: %d %s%s", m->n, m->type,
			 strcmp(m->type, "index") == 0 ? "es" : "s");
		verify_problem(v, where.s, "missing: %s", m->names.s);
	}
	buf_clear(&m->names);
	m->n = 0;
}

static void add_missing(struct verifying *v, struct missing *m, struct stmt *want)
{
	if (strcmp(m->type, stmt_get_text(want, 0)) != 0)
		say_missing(v, m);
	snprintf(m->type, sizeof m->type, "%s", stmt_get_text(want, 0));
	buf_addf(&m->names, "%s%s", m->n++ ? ", " : "", stmt_get_text(want, 1));
}

/* Both in the order of type and name, side by side. */
static int compare(struct verifying *v, struct stmt *have, struct stmt *want)
{
	struct missing missing = { .names = BUF_INIT };
	int a = stmt_step(have, v->err), b = stmt_step(want, v->err);

	while (a > 0 || b > 0) {
		int side = a <= 0 ? 1 : b <= 0 ? -1 : order(have, want);

		if (side < 0)
			say(v, have, "is not part of this version");
		else if (side > 0)
			add_missing(v, &missing, want);
		else if (strcmp(stmt_get_text(have, 2), stmt_get_text(want, 2)) != 0)
			say(v, have, "was changed");
		if (side <= 0)
			a = stmt_step(have, v->err);
		if (side >= 0)
			b = stmt_step(want, v->err);
	}
	say_missing(v, &missing);
	buf_release(&missing.names);
	return a < 0 || b < 0 ? v->s->failed : 0;
}

static int compare_objects(struct verifying *v, struct store *fresh)
{
	AUTOSTMT have = stmt_get(v->s, all, v->err);
	AUTOSTMT want = stmt_get(fresh, all, v->err);

	return have.p && want.p ? compare(v, &have, &want) : v->s->failed;
}

static int make_fresh(struct store *fresh, struct error *err)
{
	int failed =
		open_connection(fresh, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);

	if (!failed)
		failed = db_exec(fresh, "BEGIN", err);
	return failed ? failed : schema_make(fresh, schema_version, err);
}

/* The rows of the tables that never change, in one text. */
static int rows_text(struct store *s, const char *table, struct buf *out, struct error *err)
{
	AUTOBUF sql = BUF_INIT;
	int more;

	buf_addf(&sql, "SELECT * FROM \"%s\"", table);
	AUTOSTMT st = stmt_get(s, sql.s, err);
	if (!st.p)
		return s->failed;
	while ((more = stmt_step(&st, err)) > 0)
		for (int i = 0; i < sqlite3_column_count(st.p); i++)
			buf_addf(out, "%s\n", sqlite3_column_type(st.p, i) == SQLITE_NULL ? "null" : stmt_get_text(&st, i));
	return more < 0 ? s->failed : 0;
}

static int compare_constants(struct verifying *v, struct store *fresh)
{
	int failed = 0;

	for (size_t i = 0; i < life_n_tables && !failed; i++) {
		AUTOBUF have = BUF_INIT, want = BUF_INIT, where = BUF_INIT;

		failed = rows_text(fresh, life_tables[i].name, &want, v->err);
		if (failed)
			return failed;
		buf_addf(&where, "schema: table %s", life_tables[i].name);
		if (rows_text(v->s, life_tables[i].name, &have, NULL) != 0)
			verify_problem(v, where.s, "cannot be read");
		else if (strcmp(have.s, want.s) != 0)
			verify_problem(v, where.s, "its rows are not those of this version");
	}
	return failed;
}

bool verify_keeps_schema;

/* Of a version that is the same as before it may be kept. */
static int get_fresh(struct store **out, struct error *err)
{
	static struct store *kept;
	static const struct entity *const *entities;
	static int version;
	int failed;

	if (kept && verify_keeps_schema && version == schema_version && entities == schema_entities) {
		*out = kept;
		return 0;
	}
	*out = store_new(":memory:");
	failed = make_fresh(*out, err);
	if (failed)
		store_free(*out);
	if (failed || !verify_keeps_schema)
		return failed;
	store_free(kept);
	kept = *out;
	version = schema_version;
	entities = schema_entities;
	return 0;
}

int verify_schema(struct verifying *v)
{
	struct store *fresh;
	int failed = get_fresh(&fresh, v->err);

	if (failed)
		return failed;
	failed = compare_objects(v, fresh);
	if (!failed)
		failed = compare_constants(v, fresh);
	if (!verify_keeps_schema)
		store_free(fresh);
	return failed;
}
