/* SPDX-License-Identifier: MIT */
/*
 * index_refs.c - who refers to some records, from the index of the column that refers.
 *
 * Where most rows do (an office that nearly every recommendation is addressed to), those
 * that do not are read instead, and the rest is what was looked for: never more than about half
 * of the rows are read. A sample tells which are fewer; it decides the way, not the answer.
 */
#include <stdlib.h>

#include "store/index.h"
#include "store/words.h"

#define IDS_AT_ONCE 4096
#define SAMPLE      64    /* rows that are looked at to tell how many refer */
#define MANY        1000  /* rows of a table, below which it is not worth a look */
#define GAPS_MAX    64    /* records referred to, beyond which there are too many gaps between them */

struct referring {
	struct store *s;
	const struct entity *e;
	const struct field *field;
	const struct bits *targets;
	struct bits *out;
	struct error *err;
};

/* Runs sql, which gathers ids into ?3, with two numbers or a text and nothing. */
static int gather(struct referring *r, const char *sql, const char *json, int64_t from, int64_t to, struct bits *out)
{
	AUTOSTMT st = stmt_get(r->s, sql, r->err);

	if (!st.p)
		return r->s->failed;
	if (json) {
		stmt_text(&st, 1, json);
	} else {
		stmt_int(&st, 1, from);
		stmt_int(&st, 2, to);
	}
	sqlite3_bind_pointer(st.p, 3, out, "kinds", NULL); /* ids without a kind go to the first */
	return stmt_step(&st, r->err) < 0 ? r->s->failed : 0;
}

static int directly(struct referring *r)
{
	AUTOBUF sql = BUF_INIT;
	AUTOBUF json = BUF_INIT;
	int failed = 0;

	buf_addf(&sql,
		 "SELECT gather_rows(?3, r.id) FROM \"%s\" r WHERE r.\"%s\" IN (SELECT j.value FROM json_each(?1) j)",
		 r->e->name, r->field->name);
	for (int64_t from = bits_next(r->targets, 0); from >= 0 && !failed;) {
		from = words_json(r->targets, from, IDS_AT_ONCE, &json);
		failed = gather(r, sql.s, json.s, 0, 0, r->out);
	}
	return failed;
}

/* ---- the others ---------------------------------------------------------------------------- */

static int number(struct referring *r, const char *what, int64_t *out)
{
	AUTOBUF sql = BUF_INIT;

	buf_addf(&sql, "SELECT %s FROM \"%s\"", what, r->e->name);
	return db_int(r->s, sql.s, NULL, 0, out, r->err);
}

/* True if more than half of some rows, far from each other, refer to one of them. */
static int most_refer(struct referring *r, int64_t last, bool *out)
{
	AUTOBUF sql = BUF_INIT;
	int64_t found = 0;

	buf_addf(&sql, "SELECT r.\"%s\" FROM \"%s\" r WHERE r.id = ?1", r->field->name, r->e->name);
	for (int i = 0; i < SAMPLE; i++) {
		AUTOSTMT st = stmt_get(r->s, sql.s, r->err);
		int more;

		if (!st.p)
			return r->s->failed;
		/* Far from each other, and in no step with how the rows came in. */
		stmt_int(&st, 1, 1 + (int64_t)i * INT64_C(2654435761) % last);
		more = stmt_step(&st, r->err);
		if (more < 0)
			return r->s->failed;
		found += more && bits_has(r->targets, (uint32_t)sqlite3_column_int64(st.p, 0));
	}
	*out = found > SAMPLE / 2;
	return 0;
}

static int by_the_others(struct referring *r, int64_t last)
{
	AUTOBITS others = BITS_INIT;
	AUTOBITS all = BITS_INIT;
	AUTOBUF sql = BUF_INIT;
	int64_t before = INT64_MIN;
	int failed = 0;

	buf_addf(&sql, "SELECT gather_rows(?3, r.id) FROM \"%s\" r WHERE r.\"%s\" > ?1 AND r.\"%s\" < ?2", r->e->name,
		 r->field->name, r->field->name);
	for (int64_t at = bits_next(r->targets, 0); !failed; at = bits_next(r->targets, (uint32_t)at + 1)) {
		failed = gather(r, sql.s, NULL, before, at < 0 ? INT64_MAX : at, &others);
		if (at < 0)
			break;
		before = at;
	}
	if (failed)
		return failed;
	bits_fill(&all, (uint32_t)last + 1);
	bits_put(&others, 0); /* nobody's id */
	bits_without(&all, &others);
	bits_or(r->out, &all);
	return 0;
}

int index_referring(struct store *s, const struct entity *e, const struct field *field, const struct bits *targets,
		    struct bits *out, struct error *err)
{
	struct referring r = { s, e, field, targets, out, err };
	int64_t last = 0, rows = 0;
	bool most = false;
	int failed;

	if (!(field->flags & FIELD_REQUIRED) || bits_count(targets) > GAPS_MAX)
		return directly(&r);
	failed = number(&r, "max(id)", &last);
	if (!failed && last > MANY && last < INT32_MAX)
		failed = most_refer(&r, last, &most);
	/* Every id up to the last has to be a row. */
	if (!failed && most)
		failed = number(&r, "count(*)", &rows);
	if (failed)
		return failed;
	return most && rows == last ? by_the_others(&r, last) : directly(&r);
}
