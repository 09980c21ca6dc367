/* SPDX-License-Identifier: MIT */
/* gather.c - records of a kind as rows of text. */
#include "app/gather.h"

#include <stdlib.h>
#include <string.h>

static int make_select(const struct gather_from *from, const struct gather_query *q, struct arena *arena,
		       struct select *out, struct error *err)
{
	const struct entity *e = record_entity(q->entity);
	struct query_context context = app_query_context(from->app);
	struct query *where = NULL;
	int failed;

	context.when.today = from->today;
	*out = (struct select){ .entity = e, .today = from->today, .limit = q->limit, .parent_uid = q->parent_uid };
	if (q->parent)
		out->parent_field = record_field(e, q->parent);
	failed = query_parse(e, q->where ? q->where : "", &context, arena, &where, NULL, err);
	out->where = where;
	return failed || !q->sort ? failed : sort_parse(e, q->sort, &out->sort, err);
}

int gather_rows(const struct gather_from *from, const struct gather_query *q, struct arena *arena, struct rows *out,
		struct error *err)
{
	const struct entity *e = record_entity(q->entity);
	struct select select;
	struct columns c;
	struct ids ids = { 0 };
	int failed = make_select(from, q, arena, &select, err);

	if (!failed)
		failed = columns_parse(e, q->columns ? q->columns : e->columns, &c, err);
	if (!failed)
		failed = store_ids(from->store, &select, &ids, err);
	if (!failed)
		failed = store_rows(from->store, &select, &c, ids.at, (int)ids.n, arena, out, err);
	ids_release(&ids);
	return failed;
}

int gather_count(const struct gather_from *from, const struct gather_query *q, struct arena *arena, int64_t *out,
		 struct error *err)
{
	struct select select;
	int failed = make_select(from, q, arena, &select, err);

	select.limit = 0;
	return failed ? failed : store_count(from->store, &select, out, err);
}

const char *gather_cell(const struct rows *rows, int i, int column)
{
	const char *cell = rows->cells[(size_t)i * (size_t)rows->n_columns + (size_t)column];

	return cell ? cell : "";
}

struct date gather_date(const struct rows *rows, int i, int column)
{
	const char *text = gather_cell(rows, i, column);
	struct date d = DATE_NONE;

	date_parse_iso(text, strlen(text), &d);
	return d;
}

int64_t gather_number(const struct rows *rows, int i, int column)
{
	return strtoll(gather_cell(rows, i, column), NULL, 10);
}
