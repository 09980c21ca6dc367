/* SPDX-License-Identifier: MIT */
/* history.c - what was done: the log as rows. */
#include "app/history.h"

#include <stdio.h>
#include <string.h>

#include "app/listing_private.h"
#include "app/names.h"
#include "base/utf8.h"

#define WORDS_FIELDS 4 /* fields of an entry that are told one by one */
#define WORDS_CELLS 40 /* of one value */

/* ---- an entry in words */

static void value_words(struct app *a, const struct field *f, struct value v, struct arena *arena, struct buf *out)
{
	AUTOBUF text = BUF_INIT;
	const char *ref = NULL;
	size_t len, fits;

	if (f->type == FIELD_REF && v.kind == VALUE_TEXT)
		ref = store_ref(a->store, record_entity(f->target), v.text, arena);
	if (f->type == FIELD_ANY && v.kind == VALUE_TEXT) {
		size_t name = strcspn(v.text, ":");
		const struct entity *e = record_entity_by_name(arena_strndup(arena, v.text, name));

		ref = e && v.text[name] ? store_ref(a->store, e, v.text + name + 1, arena) : NULL;
	}
	if (ref)
		buf_adds(&text, ref);
	else
		value_show(f, v, &text);
	len = strcspn(text.s, "\n");
	fits = utf8_clip(text.s, len, WORDS_CELLS, NULL);
	buf_add(out, fits ? text.s : "-", fits ? fits : 1);
	if (fits < text.len)
		buf_adds(out, "…");
}

static void words_of(struct app *a, const struct entity *e, const char *changes, bool labels, struct buf *out)
{
	AUTOARENA arena = ARENA_INIT;
	struct change_field *fields;
	int n, told = 0;

	if (!e || change_read(e, changes, &arena, &fields, &n, NULL) != 0) {
		buf_adds(out, changes);
		return;
	}
	for (int i = 0; i < n && told < WORDS_FIELDS; i++) {
		bool was = fields[i].old.kind != VALUE_NONE;

		buf_addf(out, "%s%s: ", told++ ? "; " : "", labels ? fields[i].field->label : fields[i].field->name);
		if (was) {
			value_words(a, fields[i].field, fields[i].old, &arena, out);
			buf_adds(out, " → ");
		}
		value_words(a, fields[i].field, fields[i].new, &arena, out);
	}
	if (n > told)
		buf_addf(out, "; %d more", n - told);
}

void history_words(struct app *a, const struct entity *e, const char *changes, struct buf *out)
{
	words_of(a, e, changes, false, out);
}

void history_labels(struct app *a, const struct entity *e, const char *changes, struct buf *out)
{
	words_of(a, e, changes, true, out);
}

/* ---- rows */

enum history_column {
	COLUMN_SEQ, COLUMN_RECORDED, COLUMN_EFFECTIVE, COLUMN_ACTOR, COLUMN_ACTING_FOR, COLUMN_BATCH,
	COLUMN_OP_ID, COLUMN_VERB, COLUMN_ENTITY, COLUMN_REF, COLUMN_UID, COLUMN_CHANGES, COLUMN_REASON,
	COLUMN_SESSION, COLUMN_KEY_FP, COLUMN_SCHEMA, COLUMN_HASH, COLUMN_MAX
};

static const struct sink_column columns[COLUMN_MAX] = {
	[COLUMN_SEQ] = { "seq", "No.", SINK_TYPE_INT },
	[COLUMN_RECORDED] = { "recorded", "Recorded", SINK_TYPE_TEXT },
	[COLUMN_EFFECTIVE] = { "effective", "Effective", SINK_TYPE_DATE },
	[COLUMN_ACTOR] = { "actor", "By", SINK_TYPE_TEXT },
	[COLUMN_ACTING_FOR] = { "acting_for", "Acting for", SINK_TYPE_TEXT },
	[COLUMN_BATCH] = { "batch", "Batch", SINK_TYPE_INT },
	[COLUMN_OP_ID] = { "op_id", "Operation", SINK_TYPE_TEXT },
	[COLUMN_VERB] = { "verb", "Did", SINK_TYPE_TEXT },
	[COLUMN_ENTITY] = { "entity", "Kind", SINK_TYPE_TEXT },
	[COLUMN_REF] = { "ref", "Record", SINK_TYPE_TEXT },
	[COLUMN_UID] = { "uid", "Uid", SINK_TYPE_TEXT },
	[COLUMN_CHANGES] = { "changes", "Changes", SINK_TYPE_RAW_JSON },
	[COLUMN_REASON] = { "reason", "Reason", SINK_TYPE_TEXT },
	[COLUMN_SESSION] = { "session", "Session", SINK_TYPE_TEXT },
	[COLUMN_KEY_FP] = { "key_fp", "Key", SINK_TYPE_TEXT },
	[COLUMN_SCHEMA] = { "schema", "Schema", SINK_TYPE_INT },
	[COLUMN_HASH] = { "hash", "Hash", SINK_TYPE_TEXT },
};

/* What people look at; machines get all of it. */
static const enum history_column in_table[] = {
	COLUMN_SEQ, COLUMN_EFFECTIVE, COLUMN_ACTOR, COLUMN_VERB, COLUMN_REF, COLUMN_CHANGES, COLUMN_REASON,
};

struct history_out {
	struct app *app;
	struct sink *sink;
	bool words;
	enum history_column chosen[COLUMN_MAX];
	int n;
	int64_t rows;
	int failed;
	struct error *err;
};

static const char *number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static const char *cell(struct history_out *h, const struct entry *e, enum history_column c, struct arena *a)
{
	const struct entity *entity = record_entity_by_name(e->entity);
	AUTOBUF words = BUF_INIT;

	switch (c) {
	case COLUMN_SEQ: return number(a, e->seq);
	case COLUMN_RECORDED: return e->recorded;
	case COLUMN_EFFECTIVE: return e->effective;
	case COLUMN_ACTOR: return e->actor;
	case COLUMN_ACTING_FOR: return e->acting_for;
	case COLUMN_BATCH: return number(a, e->batch);
	case COLUMN_OP_ID: return e->op_id;
	case COLUMN_VERB: return e->verb;
	case COLUMN_ENTITY: return e->entity;
	case COLUMN_REF: return entity ? store_ref(h->app->store, entity, e->uid, a) : NULL;
	case COLUMN_UID: return e->uid;
	case COLUMN_REASON: return e->reason;
	case COLUMN_SESSION: return e->session;
	case COLUMN_KEY_FP: return e->key_fp;
	case COLUMN_SCHEMA: return number(a, e->schema);
	case COLUMN_HASH: return e->hash;
	default: break;
	}
	if (!h->words)
		return e->changes;
	history_words(h->app, entity, e->changes, &words);
	return arena_strdup(a, words.s);
}

static bool see_entry(void *data, const struct entry *e)
{
	struct history_out *h = data;
	AUTOARENA arena = ARENA_INIT;
	const char *cells[COLUMN_MAX];

	for (int i = 0; i < h->n; i++)
		cells[i] = cell(h, e, h->chosen[i], &arena);
	h->failed = sink_row(h->sink, cells, h->err);
	h->rows += !h->failed;
	return !h->failed;
}

static int open_history(struct history_out *h, const struct output *o)
{
	struct sink_column chosen[COLUMN_MAX];

	h->words = o->format == SINK_TABLE || o->format == SINK_LINES;
	h->n = h->words ? (int)(sizeof in_table / sizeof *in_table) : COLUMN_MAX;
	for (int i = 0; i < h->n; i++) {
		h->chosen[i] = h->words ? in_table[i] : (enum history_column)i;
		chosen[i] = columns[h->chosen[i]];
		if (h->words && h->chosen[i] == COLUMN_CHANGES)
			chosen[i].type = SINK_TYPE_TEXT;
	}
	return sink_open(&h->sink, o->format, chosen, (size_t)h->n, &o->sink, h->err);
}

/* A reference, or a kind of record. */
static int find_subject(struct app *a, const struct history *h, struct store_found *found, struct log_filter *f,
			struct error *err)
{
	int failed;

	if (!h->ref)
		return 0;
	failed = store_find(a->store, h->ref, ENTITY_NONE, true, found, err);
	if (failed == FAIL_MISSING && record_entity_by_name(h->ref)) {
		f->entity = record_entity_by_name(h->ref);
		return 0;
	}
	f->entity = found->entity;
	f->uid = found->uid;
	return failed;
}

int history_write(struct app *a, const struct history *h, struct output *o, int64_t *rows, struct error *err)
{
	struct log_filter f = {
		.actor = h->actor, .verb = h->verb, .batch = h->batch, .from = h->from, .to = h->to,
		.newest_first = !h->oldest_first, .limit = h->limit,
	};
	struct history_out out = { .app = a, .err = err };
	struct store_found found;
	int failed = find_subject(a, h, &found, &f, err);

	if (!failed)
		failed = open_history(&out, o);
	if (!failed)
		failed = store_log(a->store, &f, see_entry, &out, err);
	failed = listing_close(out.sink, o, failed ? failed : out.failed, err);
	*rows = out.rows;
	return failed;
}
