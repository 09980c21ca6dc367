/* SPDX-License-Identifier: MIT */
/* show.c - one record with all that hangs on it: where it is read, and its JSON form. */
#include "app/show.h"

#include <string.h>

#include "app/listing_private.h"
#include "app/show_private.h"

int show_children(const struct showing *s, const struct entity *e, const struct field *field, bool derived,
		  struct columns *c, struct arena *arena, struct rows *rows, struct error *err)
{
	AUTOBUF any = BUF_INIT;
	struct select q = { .entity = e, .today = s->today, .parent_field = field };
	struct ids ids = { 0 };
	int failed;

	if (field->type == FIELD_ANY)
		buf_addf(&any, "%s:", s->record.entity->name);
	buf_adds(&any, s->record.uid);
	q.parent_uid = any.s;
	if (!c->n)
		listing_all_columns(e, derived, c);
	failed = store_ids(s->store, &q, &ids, err);
	if (!failed)
		failed = store_rows(s->store, &q, c, ids.at, (int)ids.n, arena, rows, err);
	ids_release(&ids);
	return failed;
}

/* ---- JSON */

static int to_buf(void *arg, const char *bytes, size_t len)
{
	buf_add(arg, bytes, len);
	return 0;
}

/* The lines of a field as a JSON array. */
static int lines_json(const struct showing *s, const struct field *f, struct arena *arena, const char **out,
		      struct error *err)
{
	const struct entity *e = record_entity(f->target);
	AUTOBUF text = BUF_INIT;
	struct output o = { .format = SINK_NDJSON, .sink = { .target = { .write = to_buf, .arg = &text } } };
	struct columns c = { 0 };
	struct sink *sink = NULL;
	struct rows rows;
	int failed = show_children(s, e, record_parent(e), false, &c, arena, &rows, err);

	if (!failed)
		failed = listing_open_sink(&c, NULL, 0, &o, &sink, err);
	for (int i = 0; !failed && i < rows.n; i++)
		failed = listing_row(&c, &rows, i, NULL, 0, sink, err);
	failed = listing_close(sink, &o, failed, err);
	for (size_t i = 0; i < text.len; i++)
		if (text.s[i] == '\n')
			text.s[i] = ',';
	if (text.len)
		buf_cut(&text, text.len - 1);
	*out = arena_printf(arena, "[%s]", text.s);
	return failed;
}

#define LINES_MAX 8

static int show_json(const struct showing *s, struct output *o, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const struct entity *e = s->record.entity;
	struct select q = { .entity = e, .today = s->today };
	int32_t id = (int32_t)s->record.id;
	const char *names[LINES_MAX], *values[LINES_MAX];
	struct columns c;
	struct sink *sink = NULL;
	struct rows rows;
	int n = 0, failed;

	listing_all_columns(e, true, &c);
	failed = store_rows(s->store, &q, &c, &id, 1, &arena, &rows, err);
	for (int i = 0; !failed && i < e->n_fields && n < LINES_MAX; i++) {
		if (e->fields[i].type != FIELD_LINES)
			continue;
		names[n] = e->fields[i].name;
		failed = lines_json(s, &e->fields[i], &arena, &values[n++], err);
	}
	o->format = SINK_NDJSON;
	if (!failed)
		failed = listing_open_sink(&c, names, n, o, &sink, err);
	if (!failed)
		failed = listing_row(&c, &rows, 0, values, n, sink, err);
	return listing_close(sink, o, failed, err);
}

int show_record(struct app *a, const char *ref, struct date as_of, bool json, struct output *o, struct error *err)
{
	struct showing s = { .app = a, .today = date_is_none(as_of) ? a->today : as_of, .arena = ARENA_INIT };
	struct store_found found;
	char day[DATE_TEXT];
	int failed = listing_store(a, as_of, DATE_NONE, &s.store, err);

	if (!failed)
		failed = store_find(s.store, ref, ENTITY_NONE, false, &found, err);
	if (failed == FAIL_MISSING && s.store != a->store &&
	    store_find(a->store, ref, ENTITY_NONE, false, &found, NULL) == 0)
		failed = error_set(err, FAIL_NO, "show", ref, "leave out --as-of, or give a later day",
				   "it was not on record on %s", date_format(as_of, day));
	if (!failed)
		failed = store_get(s.store, found.entity, found.uid, s.today, &s.arena, &s.record, err);
	if (!failed)
		failed = json ? show_json(&s, o, err) : show_page(&s, o, err);
	if (s.store != a->store)
		store_close(s.store);
	arena_release(&s.arena);
	return failed;
}
