/* SPDX-License-Identifier: MIT */
/* document_records.c - the records of a document. */
#include "app/document_private.h"

#include <string.h>

#define CHUNK 500

struct listing_of {
	struct store *store;
	struct select select;
	struct columns columns; /* ref, uid, version, then the stored fields */
	struct ids all, present; /* present: those that were not taken out, a part of all in the same order */
	size_t at_present;
};

#define FIRST_FIELD 3

static void choose_columns(const struct entity *e, int64_t schema, struct columns *c)
{
	c->n = 0;
	c->at[c->n++] = (struct column){ .pseudo = QUERY_REF };
	c->at[c->n++] = (struct column){ .pseudo = QUERY_UID };
	c->at[c->n++] = (struct column){ .pseudo = QUERY_VERSION };
	for (int i = 0; i < e->n_fields && c->n < COLUMNS_MAX; i++)
		if (record_stored(&e->fields[i]) && e->fields[i].since <= schema)
			c->at[c->n++] = (struct column){ .pseudo = QUERY_FIELD, .field = &e->fields[i] };
}

static void add_value(struct buf *out, const struct field *f, const char *text)
{
	if (!text)
		buf_adds(out, "null");
	else if (f && f->type == FIELD_BOOL)
		buf_adds(out, strcmp(text, "1") == 0 ? "true" : "false");
	else if (f && (f->type == FIELD_INT || f->type == FIELD_MONEY))
		buf_adds(out, text);
	else
		buf_add_json(out, text, strlen(text));
}

static void write_record(const struct listing_of *l, const struct rows *rows, int i, bool removed, struct buf *out)
{
	const char **cells = &rows->cells[i * rows->n_columns];

	buf_clear(out);
	buf_adds(out, "{\"ref\":");
	add_value(out, NULL, cells[0]);
	buf_adds(out, ",\"uid\":");
	add_value(out, NULL, cells[1]);
	buf_addf(out, ",\"version\":%s", cells[2] ? cells[2] : "0");
	if (removed)
		buf_adds(out, ",\"removed\":true");
	for (int c = FIRST_FIELD; c < l->columns.n; c++) {
		const struct field *f = l->columns.at[c].field;

		buf_addf(out, ",\"%s\":", f->name);
		add_value(out, f, cells[c]);
	}
	buf_addc(out, '}');
}

static bool is_removed(struct listing_of *l, int32_t id)
{
	if (l->at_present < l->present.n && l->present.at[l->at_present] == id) {
		l->at_present++;
		return false;
	}
	return true;
}

static int emit_rows(struct listing_of *l, document_emit emit, void *data, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF json = BUF_INIT;
	int failed = 0;

	for (size_t from = 0; from < l->all.n && !failed; from += CHUNK) {
		int n = (int)(l->all.n - from < CHUNK ? l->all.n - from : CHUNK);
		struct rows rows;

		arena_clear(&arena);
		failed = store_rows(l->store, &l->select, &l->columns, l->all.at + from, n, &arena, &rows, err);
		for (int i = 0; i < n && !failed; i++) {
			write_record(l, &rows, i, is_removed(l, l->all.at[from + (size_t)i]), &json);
			failed = emit(data, l->select.entity, json.s, json.len, err);
		}
	}
	return failed;
}

static int emit_entity(struct store *s, const struct entity *e, struct date today, int64_t schema,
		       document_emit emit, void *data, struct error *err)
{
	struct listing_of l = { .store = s, .select = { .entity = e, .today = today } };
	int failed = emit(data, e, NULL, 0, err);

	l.select.sort.n = 1; /* one key without a field: the order of references */
	choose_columns(e, schema, &l.columns);
	if (!failed)
		failed = store_ids(s, &l.select, &l.present, err);
	l.select.removed = true;
	if (!failed)
		failed = store_ids(s, &l.select, &l.all, err);
	if (!failed)
		failed = emit_rows(&l, emit, data, err);
	ids_release(&l.all);
	ids_release(&l.present);
	return failed;
}

int document_records(struct store *s, struct date today, int64_t schema, document_emit emit, void *data,
		     struct error *err)
{
	int failed = 0;

	for (int i = 0; i < ENTITY_MAX && !failed; i++)
		if (record_entity((enum entity_id)i)->since <= schema)
			failed = emit_entity(s, record_entity((enum entity_id)i), today, schema, emit, data, err);
	return failed;
}
