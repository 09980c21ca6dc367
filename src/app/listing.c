/* SPDX-License-Identifier: MIT */
/* listing.c - records as rows: what list and export of one kind print. */
#include "app/listing_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define CHUNK 500 /* rows read at once */

struct reading {
	struct app *app;
	const struct listing *l;
	struct store *store;
	struct arena arena;   /* as long as the reading */
	struct select select;
	struct columns columns;
	struct ids ids;
	char **changed;       /* sorted uids; NULL: all */
	size_t n_changed, cap_changed;
};

enum sink_type listing_type(const struct field *f)
{
	static const enum sink_type types[FIELD_TYPE_MAX] = {
		[FIELD_INT] = SINK_TYPE_INT, [FIELD_MONEY] = SINK_TYPE_MONEY,
		[FIELD_BOOL] = SINK_TYPE_BOOL, [FIELD_DATE] = SINK_TYPE_DATE,
	};

	return f ? types[f->type] : SINK_TYPE_TEXT;
}

int listing_store(struct app *a, struct date as_of, struct date known_on, struct store **out, struct error *err)
{
	if (date_is_none(as_of) && date_is_none(known_on)) {
		*out = a->store;
		return 0;
	}
	return store_as_of(a->store, as_of, known_on, out, err);
}

/* ---- which columns */

void listing_all_columns(const struct entity *e, bool derived, struct columns *c)
{
	c->n = 0;
	c->at[c->n++] = (struct column){ .pseudo = QUERY_REF };
	c->at[c->n++] = (struct column){ .pseudo = QUERY_VERSION };
	for (int i = 0; i < e->n_fields && c->n < COLUMNS_MAX; i++) {
		const struct field *f = &e->fields[i];

		if (f->type == FIELD_LINES || f->flags & FIELD_RETIRED || (!derived && f->flags & FIELD_DERIVED))
			continue;
		c->at[c->n++] = (struct column){ .pseudo = QUERY_FIELD, .field = f };
	}
}

static bool is_json(enum sink_format f)
{
	return f == SINK_JSON || f == SINK_NDJSON;
}

static int choose_columns(struct reading *r, enum sink_format format, struct error *err)
{
	const struct listing *l = r->l;

	if (l->columns)
		return columns_parse(l->entity, l->columns, &r->columns, err);
	if (l->everything || is_json(format)) {
		listing_all_columns(l->entity, !l->everything, &r->columns);
		return 0;
	}
	return columns_parse(l->entity, l->entity->columns, &r->columns, err);
}

/* ---- which rows */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool see_changed(void *data, const struct entry *e)
{
	struct reading *r = data;

	if (r->n_changed && strcmp(r->changed[r->n_changed - 1], e->uid) == 0)
		return true;
	MEM_GROW(r->changed, r->cap_changed, r->n_changed + 1);
	r->changed[r->n_changed++] = arena_strdup(&r->arena, e->uid);
	return true;
}

static int find_changed(struct reading *r, struct error *err)
{
	struct log_filter f = { .entity = r->l->entity, .from = r->l->changed_since, .to = DATE_NONE };
	int failed;

	if (date_is_none(r->l->changed_since))
		return 0;
	r->changed = mem_alloc(sizeof *r->changed);
	r->cap_changed = 1;
	failed = store_log(r->store, &f, see_changed, r, err);
	if (r->n_changed)
		qsort(r->changed, r->n_changed, sizeof *r->changed, by_text);
	return failed;
}

static bool wanted(const struct reading *r, const char *uid)
{
	return uid && (!r->changed || bsearch(&uid, r->changed, r->n_changed, sizeof *r->changed, by_text));
}

static int start(struct reading *r, struct app *a, const struct listing *l, struct error *err)
{
	struct query_context context = app_query_context(a);
	struct query *where = NULL;
	int failed;

	*r = (struct reading){ .app = a, .l = l, .arena = ARENA_INIT };
	if (!date_is_none(l->as_of))
		context.when.today = l->as_of;
	r->select = (struct select){ .entity = l->entity, .today = context.when.today,
				     .new_since = r->app->news.since, .new_not_by = r->app->user };
	failed = query_parse(l->entity, l->query ? l->query : "", &context, &r->arena, &where, NULL, err);
	r->select.where = where;
	if (!failed && l->sort)
		failed = sort_parse(l->entity, l->sort, &r->select.sort, err);
	if (date_is_none(l->changed_since))
		r->select.limit = l->limit;
	return failed;
}

static int find_rows(struct reading *r, struct error *err)
{
	int failed = listing_store(r->app, r->l->as_of, r->l->known_on, &r->store, err);

	if (!failed)
		failed = find_changed(r, err);
	if (!failed)
		failed = store_ids(r->store, &r->select, &r->ids, err);
	return failed;
}

static void stop(struct reading *r)
{
	if (r->store != r->app->store)
		store_close(r->store);
	ids_release(&r->ids);
	free(r->changed);
	arena_release(&r->arena);
}

/* ---- writing */

#define EXTRA_MAX 16

int listing_row(const struct columns *c, const struct rows *rows, int i, const char *const *extra, int n_extra,
		struct sink *sink, struct error *err)
{
	const char *cells[COLUMNS_MAX + EXTRA_MAX];
	int n = 0;

	for (; n < c->n; n++)
		cells[n] = rows->cells[i * c->n + n];
	for (int k = 0; k < n_extra && k < EXTRA_MAX; k++)
		cells[n++] = extra[k];
	return sink_row(sink, cells, err);
}

static int write_rows(struct reading *r, struct sink *sink, int64_t *count, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	int failed = 0;

	for (size_t from = 0; from < r->ids.n && !failed; from += CHUNK) {
		int n = (int)(r->ids.n - from < CHUNK ? r->ids.n - from : CHUNK);
		struct rows rows;

		arena_clear(&arena);
		failed = store_rows(r->store, &r->select, &r->columns, r->ids.at + from, n, &arena, &rows, err);
		for (int i = 0; i < n && !failed; i++) {
			if (!wanted(r, rows.uids[i]))
				continue;
			if (r->l->limit && *count == r->l->limit)
				return 0;
			failed = listing_row(&r->columns, &rows, i, NULL, 0, sink, err);
			*count += !failed;
		}
	}
	return failed;
}

int listing_open_sink(const struct columns *c, const char *const *extra, int n_extra, const struct output *o,
		      struct sink **out, struct error *err)
{
	struct sink_column columns[COLUMNS_MAX + EXTRA_MAX];
	struct sink_options options = o->sink;
	int widths[COLUMNS_MAX + EXTRA_MAX] = { 0 };
	int n = 0;

	for (; n < c->n; n++) {
		const struct column *at = &c->at[n];

		columns[n] = (struct sink_column){ column_name(at), column_label(at), listing_type(at->field) };
		widths[n] = at->width;
		if (at->pseudo == QUERY_VERSION)
			columns[n].type = SINK_TYPE_INT;
	}
	for (int k = 0; k < n_extra && k < EXTRA_MAX; k++)
		columns[n++] = (struct sink_column){ extra[k], NULL, SINK_TYPE_RAW_JSON };
	options.widths = widths;
	return sink_open(out, o->format, columns, (size_t)n, &options, err);
}

int listing_close(struct sink *sink, struct output *o, int failed, struct error *err)
{
	struct error closing = ERROR_INIT;
	int at_end;

	if (!sink)
		return failed;
	at_end = sink_close(sink, &o->reader_gone, &closing);
	if (failed)
		return failed;
	if (at_end && err)
		*err = closing;
	return at_end;
}

int listing_write(struct app *a, const struct listing *l, struct output *o, int64_t *rows, struct error *err)
{
	struct reading r;
	struct sink *sink = NULL;
	int64_t count = 0;
	int failed = start(&r, a, l, err);

	if (!failed)
		failed = choose_columns(&r, o->format, err);
	if (!failed)
		failed = find_rows(&r, err);
	if (!failed)
		failed = listing_open_sink(&r.columns, NULL, 0, o, &sink, err);
	if (!failed)
		failed = write_rows(&r, sink, &count, err);
	failed = listing_close(sink, o, failed, err);
	stop(&r);
	*rows = count;
	return failed;
}

int listing_uids(struct app *a, const struct listing *l, struct arena *arena, const char ***uids, int *n,
		 struct error *err)
{
	struct reading r;
	struct rows rows = { 0 };
	int failed = start(&r, a, l, err);

	r.columns = (struct columns){ .n = 1, .at = { { .pseudo = QUERY_UID } } };
	if (!failed)
		failed = find_rows(&r, err);
	if (!failed)
		failed = store_rows(r.store, &r.select, &r.columns, r.ids.at, (int)r.ids.n, arena, &rows, err);
	if (!failed) {
		*uids = arena_alloc(arena, ((size_t)rows.n + 1) * sizeof **uids);
		*n = 0;
		for (int i = 0; i < rows.n; i++)
			if (wanted(&r, rows.uids[i]))
				(*uids)[(*n)++] = rows.uids[i];
	}
	stop(&r);
	return failed;
}
