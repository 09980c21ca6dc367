/* SPDX-License-Identifier: MIT */
/* verify_schema.c - the schema's text against that of a fresh database of this version. */
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

/* Both in the order of type and name, side by side. */
static int compare(struct verifying *v, struct stmt *have, struct stmt *want)
{
	int a = stmt_step(have, v->err), b = stmt_step(want, v->err);

	while (a > 0 || b > 0) {
		int side = a <= 0 ? 1 : b <= 0 ? -1 : order(have, want);

		if (side < 0)
			say(v, have, "is not part of this version");
		else if (side > 0)
			say(v, want, "is missing");
		else if (strcmp(stmt_get_text(have, 2), stmt_get_text(want, 2)) != 0)
			say(v, have, "was changed");
		if (side <= 0)
			a = stmt_step(have, v->err);
		if (side >= 0)
			b = stmt_step(want, v->err);
	}
	return a < 0 || b < 0 ? v->s->failed : 0;
}

static int make_fresh(struct store *fresh, struct error *err)
{
	int failed =
		open_connection(fresh, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);

	if (!failed)
		failed = db_exec(fresh, "BEGIN", err);
	return failed ? failed : schema_make(fresh, schema_version, err);
}

int verify_schema(struct verifying *v)
{
	struct store *fresh = store_new(v->s->path);
	int failed = make_fresh(fresh, v->err);

	if (!failed) {
		AUTOSTMT have = stmt_get(v->s, all, v->err);
		AUTOSTMT want = stmt_get(fresh, all, v->err);

		failed = have.p && want.p ? compare(v, &have, &want) : v->s->failed;
	}
	store_free(fresh);
	return failed;
}
