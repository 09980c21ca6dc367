/* SPDX-License-Identifier: MIT */
/* document.c - the whole database as one JSON document, and back again. */
#include "app/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/document_private.h"
#include "app/may.h"
#include "exchange/document.h"
#include "exchange/source.h"

/* ---- out */

struct writing {
	struct document_writer *w;
	struct buf line;
	int failed;
	struct error *err;
};

/* A text member of the object in line; NULL: null. */
static void add_text(struct buf *line, const char *name, const char *text)
{
	buf_addf(line, "%s\"%s\":", line->len > 1 ? "," : "", name);
	if (text)
		buf_add_json(line, text, strlen(text));
	else
		buf_adds(line, "null");
}

static void add_number(struct buf *line, const char *name, int64_t number)
{
	buf_addf(line, "%s\"%s\":%lld", line->len > 1 ? "," : "", name, (long long)number);
}

/* The text of changes goes as the string it is: the hash is over exactly that. */
static bool see_entry(void *data, const struct entry *e)
{
	struct writing *w = data;
	struct buf *l = &w->line;

	buf_clear(l);
	buf_addc(l, '{');
	add_number(l, "seq", e->seq);
	add_text(l, "recorded", e->recorded);
	add_text(l, "effective", e->effective);
	add_text(l, "actor", e->actor);
	add_text(l, "acting_for", e->acting_for);
	add_text(l, "key_fp", e->key_fp);
	add_text(l, "session", e->session);
	add_number(l, "batch", e->batch);
	add_text(l, "op_id", e->op_id);
	add_text(l, "verb", e->verb);
	add_text(l, "entity", e->entity);
	add_text(l, "uid", e->uid);
	add_number(l, "schema", e->schema);
	add_text(l, "changes", e->changes);
	add_text(l, "reason", e->reason);
	add_text(l, "hash", e->hash);
	buf_addc(l, '}');
	w->failed = document_element(w->w, l->s, l->len, w->err);
	return !w->failed;
}

static int write_log(struct app *a, struct writing *w)
{
	struct log_filter all = { .from = DATE_NONE, .to = DATE_NONE };
	int failed = document_section(w->w, NULL, "log", w->err);

	if (!failed)
		failed = store_log(a->store, &all, see_entry, w, w->err);
	return failed ? failed : w->failed;
}

static int write_record(void *data, const struct entity *e, const char *json, size_t len, struct error *err)
{
	struct writing *w = data;

	return json ? document_element(w->w, json, len, err) : document_section(w->w, "records", e->name, err);
}

/* Log and records are read one after the other: they belong together only if nothing was written between. */
static int check_unmoved(struct app *a, int64_t before, struct error *err)
{
	char hash[65];
	int64_t after;
	int failed = store_head(a->store, &after, hash, err);

	if (failed || before == after)
		return failed;
	return error_set(err, FAIL_CONFLICT, "export", a->database, "try again", "somebody changed it meanwhile");
}

static int export(struct app *a, bool evidence, const struct out_target *target, bool *reader_gone, struct error *err)
{
	struct document_pair schema = { .name = "schema", .number = true };
	struct writing w = { .line = BUF_INIT, .err = err };
	char number[24], hash[65];
	int64_t head;
	int failed, at_end;

	snprintf(number, sizeof number, "%d", RECORD_SCHEMA);
	schema.value = number;
	failed = store_head(a->store, &head, hash, err);
	if (!failed)
		failed = document_begin(&w.w, target, &schema, 1, err);
	if (failed)
		return failed;
	failed = write_log(a, &w);
	if (!failed)
		failed = document_records(a->store, a->today, RECORD_SCHEMA, write_record, &w, err);
	if (!failed)
		failed = document_content(a->store, a->today, evidence, w.w, err);
	if (!failed)
		failed = check_unmoved(a, head, err);
	at_end = document_end(w.w, failed != 0, reader_gone, failed ? NULL : err);
	buf_release(&w.line);
	return failed ? failed : at_end;
}

int document_export(struct app *a, const struct out_target *target, bool *reader_gone, struct error *err)
{
	return export(a, false, target, reader_gone, err);
}

int document_export_evidence(struct app *a, const struct out_target *target, bool *reader_gone, struct error *err)
{
	return export(a, true, target, reader_gone, err);
}

/* ---- in */

struct loading {
	struct app *app;
	const char *name;
	struct document_reader *reader;
	struct document_item item;
	bool kept;            /* item was read and not used yet */
	struct arena arena;   /* of one entry */
	int64_t entries;
	int64_t schema;
};

static int next_item(struct loading *l, struct error *err)
{
	if (l->kept) {
		l->kept = false;
		return 0;
	}
	return document_next(l->reader, &l->item, err);
}

static const char *text_of(const struct source_row *row, const char *name)
{
	const struct source_cell *c = source_cell(row, name);

	return c ? c->text : NULL;
}

static int64_t number_of(const struct source_row *row, const char *name)
{
	const char *text = text_of(row, name);

	return text ? strtoll(text, NULL, 10) : 0;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

void document_entry(const struct source_row *row, struct entry *e)
{
	*e = (struct entry){
		.seq = number_of(row, "seq"), .recorded = or_empty(text_of(row, "recorded")),
		.effective = or_empty(text_of(row, "effective")), .actor = or_empty(text_of(row, "actor")),
		.acting_for = text_of(row, "acting_for"), .key_fp = text_of(row, "key_fp"),
		.session = text_of(row, "session"), .batch = number_of(row, "batch"),
		.op_id = text_of(row, "op_id"), .verb = or_empty(text_of(row, "verb")),
		.entity = or_empty(text_of(row, "entity")), .uid = or_empty(text_of(row, "uid")),
		.schema = number_of(row, "schema"), .changes = or_empty(text_of(row, "changes")),
		.reason = text_of(row, "reason"), .hash = or_empty(text_of(row, "hash")),
	};
}

static bool in_log(const struct document_item *item)
{
	return !item->group && item->name && strcmp(item->name, "log") == 0;
}

/* store_load() asks for one entry after the other. */
static int next_entry(void *data, struct entry *e, struct error *err)
{
	/* Byte by byte: the hash covers what stands there, not what it would be in NFC. */
	struct source_options options = { .verbatim = true,
					  .limits = { .field = (size_t)64 << 20, .row = (size_t)64 << 20 } };
	struct loading *l = data;
	struct source_row row;

	if (next_item(l, err) != 0)
		return -1;
	if (l->item.kind == DOCUMENT_SECTION && in_log(&l->item) && next_item(l, err) != 0)
		return -1;
	if (l->item.kind != DOCUMENT_ELEMENT || !in_log(&l->item)) {
		l->kept = true;
		return 0;
	}
	arena_clear(&l->arena);
	options.name = l->name;
	if (source_object(&l->arena, l->item.text, l->item.len, l->item.line, &options, &row, err) != 0)
		return -1;
	document_entry(&row, e);
	l->entries++;
	return 1;
}

static int differs(struct loading *l, const struct entity *e, struct error *err)
{
	char where[300];

	snprintf(where, sizeof where, "%.200s:%llu", l->name, (unsigned long long)l->item.line);
	return error_set(err, FAIL_DATA, "import", where, "export it again from where it came from",
			 "the %s records listed are not those that its log gives", e->name);
}

static int compare_record(void *data, const struct entity *e, const char *json, size_t len, struct error *err)
{
	struct loading *l = data;
	int failed = next_item(l, err);

	if (failed)
		return failed;
	if (!json && l->item.kind == DOCUMENT_SECTION && l->item.group && strcmp(l->item.group, "records") == 0 &&
	    strcmp(l->item.name, e->name) == 0)
		return 0;
	if (json && l->item.kind == DOCUMENT_ELEMENT && l->item.len == len && memcmp(l->item.text, json, len) == 0)
		return 0;
	return differs(l, e, err);
}

/* The section "content", which older documents do not have; leaves the item behind it. */
static int take_contents(struct loading *l, struct store *s, struct error *err)
{
	struct source_options options = { .name = l->name,
					  .limits = { .field = (size_t)2 << 20, .row = (size_t)2 << 20 } };
	struct source_row row;
	int failed = 0;

	if (l->item.kind != DOCUMENT_SECTION || l->item.group || strcmp(l->item.name, "content") != 0)
		return 0;
	while (!failed && (failed = next_item(l, err)) == 0 && l->item.kind == DOCUMENT_ELEMENT) {
		arena_clear(&l->arena);
		failed = source_object(&l->arena, l->item.text, l->item.len, l->item.line, &options, &row, err);
		if (!failed)
			failed = document_take_content(s, &row, err);
	}
	return failed;
}

/* Runs before the rebuilt tables are kept: they must be the records that follow in the file, and no more. */
static int compare_records(void *data, struct store *s, struct error *err)
{
	struct loading *l = data;
	int failed = document_records(s, l->app->today, l->schema, compare_record, l, err);

	if (!failed)
		failed = next_item(l, err);
	if (!failed)
		failed = take_contents(l, s, err);
	if (!failed && l->item.kind != DOCUMENT_END)
		return error_set(err, FAIL_DATA, "import", l->name, NULL, "it lists records that its log does not give");
	return failed;
}

/* The header: which schema it was written with. */
static int read_header(struct loading *l, struct error *err)
{
	int failed;

	while ((failed = next_item(l, err)) == 0 && l->item.kind == DOCUMENT_PAIR)
		if (strcmp(l->item.name, "schema") == 0)
			l->schema = strtoll(l->item.text, NULL, 10);
	l->kept = true;
	if (!failed && (l->schema < 1 || l->schema > RECORD_SCHEMA))
		return error_set(err, FAIL_DATA, "import", l->name, "use the version that wrote it, or a newer one",
				 "its schema %lld is not known to this version", (long long)l->schema);
	return failed;
}

static bool allowed(const struct app *a, struct error *err)
{
	if (may_write(a, err) && may_role(a, ROLE_ADMIN, "import a document", err))
		return true;
	error_what(err, "import");
	return false;
}

int document_load(struct app *a, FILE *file, const char *name, int64_t *entries, struct error *err)
{
	struct loading l = { .app = a, .name = name, .arena = ARENA_INIT };
	int failed;

	failed = document_open(&l.reader, file, name, NULL, err);
	if (!failed)
		failed = read_header(&l, err);
	if (!failed)
		failed = store_load(a->store, next_entry, compare_records, &l, err);
	document_close(l.reader);
	arena_release(&l.arena);
	if (!failed)
		*entries = l.entries;
	return failed;
}

int document_import(struct app *a, FILE *file, const char *name, int64_t *entries, struct error *err)
{
	return allowed(a, err) ? document_load(a, file, name, entries, err) : (int)err->kind;
}
