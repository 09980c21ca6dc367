/* SPDX-License-Identifier: MIT */
/* import_row.c - one row of a file into changes: columns, existing records, lines. */
#include <stdlib.h>
#include <string.h>

#include "app/import_private.h"
#include "app/names.h"
#include "app/people.h"
#include "app/sshkey.h"
#include "base/mem.h"

/* ---- columns */

/* What the map says of a column: the field's name, "" to leave it out; NULL: nothing. */
static const char *mapped(struct reading_rows *r, const char *column)
{
	size_t len = strlen(column);

	for (const char *p = r->im->map; p && *p;) {
		size_t pair = strcspn(p, ",");

		if (pair > len && strncmp(p, column, len) == 0 && p[len] == '=')
			return arena_strndup(&r->arena, p + len + 1, pair - len - 1);
		p += pair + (p[pair] == ',');
	}
	return NULL;
}

static enum import_column_kind special(const struct entity *e, const char *name)
{
	static const struct {
		const char *name;
		enum import_column_kind kind;
	} table[] = {
		{ "", IMPORT_IGNORE }, { "uid", IMPORT_IGNORE }, { "ref", IMPORT_REF },
		{ "version", IMPORT_VERSION }, { "effective", IMPORT_EFFECTIVE },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].kind;
	return e->id == ENTITY_USER && strcmp(name, "key") == 0 ? IMPORT_LOGIN_KEY : IMPORT_FIELD;
}

/* The column of that name, known from an earlier row or looked up now. */
static const struct import_column *column_of(struct reading_rows *r, const char *name, struct error *err)
{
	struct import_column c = { 0 };
	const char *to;

	for (int i = 0; i < r->n_columns; i++)
		if (strcmp(r->columns[i].name, name) == 0)
			return &r->columns[i];
	to = mapped(r, name);
	to = to ? to : name;
	c.kind = special(r->im->entity, to);
	if (c.kind == IMPORT_FIELD) {
		c.field = names_field(r->im->entity, to, err);
		if (!c.field)
			return NULL;
	}
	c.name = arena_strdup(&r->arena, name);
	MEM_GROW(r->columns, r->cap_columns, r->n_columns + 1);
	r->columns[r->n_columns] = c;
	return &r->columns[r->n_columns++];
}

/* ---- changes */

static struct door_change *new_change(struct reading_rows *r, const struct entity *e, size_t n_fields,
				      const char *where)
{
	struct door_change *c;

	MEM_GROW(r->changes, r->cap_changes, r->n_changes + 1);
	c = &r->changes[r->n_changes++];
	*c = (struct door_change){ .entity = e, .add = true, .where = where };
	clock_uuid(c->uid);
	c->fields = arena_alloc(&r->of_rows, n_fields * sizeof *c->fields + 1);
	return c;
}

static void add_field(struct reading_rows *r, struct door_change *c, const struct field *f, const char *text)
{
	c->fields[c->n_fields++] = (struct door_field){ .field = f, .text = arena_strdup(&r->of_rows, text) };
}

/* The sub-rows of a field of lines: records of their own that belong to the row's. */
static int take_lines(struct reading_rows *r, const struct field *f, const struct source_cell *cell,
		      const char *uid, const char *where, struct error *err)
{
	const struct entity *e = record_entity(f->target);

	for (size_t i = 0; i < cell->n_rows; i++) {
		const struct source_row *row = &cell->rows[i];
		struct door_change *c = new_change(r, e, row->n, where);

		c->parent_field = record_parent(e);
		c->parent_uid = uid;
		for (size_t k = 0; k < row->n; k++) {
			const struct field *column = names_field(e, row->cells[k].name, err);

			if (!column)
				return err->kind;
			if (row->cells[k].text)
				add_field(r, c, column, row->cells[k].text);
		}
	}
	return 0;
}

/* ---- which record a row is about */

struct typed {
	struct reading_rows *r;
	const struct source_row *row;
};

static const char *typed_text(void *data, const struct field *f)
{
	const struct typed *t = data;
	struct error ignored;

	for (size_t i = 0; i < t->row->n; i++) {
		const struct import_column *c = column_of(t->r, t->row->cells[i].name, &ignored);

		if (c && c->field == f)
			return t->row->cells[i].text;
	}
	return NULL;
}

static const char *special_text(struct reading_rows *r, const struct source_row *row, enum import_column_kind kind)
{
	struct error ignored;

	for (size_t i = 0; i < row->n; i++) {
		const struct import_column *c = column_of(r, row->cells[i].name, &ignored);

		if (c && c->kind == kind)
			return row->cells[i].text;
	}
	return NULL;
}

/* The record whose key field has exactly that text. */
static int find_by_key(struct reading_rows *r, const struct field *key, const char *text, struct store_found *found,
		       struct error *err)
{
	struct value v = value_text(text);
	struct query q = { .kind = QUERY_COMPARE, .field = key, .compare = QUERY_EQUAL, .values = &v, .n_values = 1 };
	struct select s = { .entity = r->im->entity, .where = &q, .today = r->app->today };
	struct columns c = { .n = 2, .at = { { .pseudo = QUERY_FIELD, .field = key }, { .pseudo = QUERY_UID } } };
	AUTOARENA arena = ARENA_INIT;
	struct ids ids = { 0 };
	struct rows rows = { 0 };
	int hits = 0, failed = store_ids(r->app->store, &s, &ids, err);

	if (!failed)
		failed = store_rows(r->app->store, &s, &c, ids.at, (int)ids.n, &arena, &rows, err);
	for (int i = 0; !failed && i < rows.n; i++)
		if (rows.cells[i * 2] && strcmp(rows.cells[i * 2], text) == 0 && ++hits)
			memcpy(found->uid, rows.uids[i], sizeof found->uid);
	ids_release(&ids);
	if (failed)
		return failed;
	if (hits > 1)
		return error_set(err, FAIL_DATA, NULL, NULL, "use a key that tells them apart",
				 "%d records have %s \"%s\"", hits, key->name, text);
	return hits ? 0 : FAIL_MISSING;
}

/* 0: found; FAIL_MISSING: it is a new one. */
static int find_existing(struct reading_rows *r, const struct source_row *row, struct store_found *found,
			 struct error *err)
{
	const char *ref = special_text(r, row, IMPORT_REF);
	struct typed t = { r, row };
	AUTOBUF built = BUF_INIT;

	if (!r->im->update)
		return FAIL_MISSING;
	if (r->im->key) {
		const struct field *key = names_field(r->im->entity, r->im->key, err);
		const char *text = key ? typed_text(&t, key) : NULL;

		if (!key)
			return err->kind;
		return text ? find_by_key(r, key, text, found, err) : FAIL_MISSING;
	}
	if (ref)
		return store_find(r->app->store, ref, r->im->entity->id, false, found, err);
	if (!names_reference(r->im->entity, typed_text, &t, &built) ||
	    store_find(r->app->store, built.s, r->im->entity->id, false, found, err) != 0)
		return FAIL_MISSING;
	return 0;
}

/* A reference that names nothing is a fault; without one the row is a new record. */
static int aim(struct reading_rows *r, const struct source_row *row, struct door_change *c, struct error *err)
{
	struct store_found found;
	int failed = find_existing(r, row, &found, err);
	const char *version = special_text(r, row, IMPORT_VERSION);

	if (failed == FAIL_MISSING && (r->im->key || !r->im->update || !special_text(r, row, IMPORT_REF)))
		return 0;
	if (failed)
		return failed;
	c->add = false;
	memcpy(c->uid, found.uid, sizeof c->uid);
	if (version)
		c->base_version = strtoll(version, NULL, 10);
	return 0;
}

/* ---- the row */

static int take_effective(struct reading_rows *r, const char *text, struct error *err)
{
	struct date d;

	if (!text)
		return 0;
	if (!date_parse_iso(text, strlen(text), &d))
		return error_set(err, FAIL_DATA, NULL, NULL, "write it as 2012-09-25", "\"%s\" is not a date", text);
	if (!date_is_none(r->effective) && date_cmp(d, r->effective) != 0)
		return error_set(err, FAIL_DATA, NULL, NULL, "make one file for each day",
				 "all rows of a file take effect on one day");
	r->effective = d;
	return 0;
}

/* The login key of an account; one it has already is left alone. */
static int take_key(struct reading_rows *r, const char *text, int at, const char *where, struct error *err)
{
	const struct entity *e = record_entity(ENTITY_KEY);
	struct people_key *keys;
	struct door_change *c;
	const char *who = NULL;
	struct sshkey key;
	int n = 0, failed;

	if (!text || !*text)
		return 0;
	failed = sshkey_read(text, strlen(text), &r->of_rows, &key, err);
	if (!failed && !r->changes[at].add)
		failed = people_keys(r->app, &r->of_rows, &keys, &n, err);
	if (failed)
		return failed;
	if (n)
		who = store_ref(r->app->store, r->im->entity, r->changes[at].uid, &r->of_rows);
	for (int i = 0; i < n && who; i++)
		if (strcmp(keys[i].fingerprint, key.fingerprint) == 0 && strcasecmp(keys[i].account, who) == 0)
			return 0;
	c = new_change(r, e, 1, where);
	add_field(r, c, record_field(e, "public_key"), text);
	c->parent_field = record_field(e, "account");
	c->parent_uid = arena_strdup(&r->of_rows, r->changes[at].uid);
	return 0;
}

static int take_cell(struct reading_rows *r, const struct source_cell *cell, int at, const char *where,
		     struct error *err)
{
	const struct import_column *column = column_of(r, cell->name, err);
	struct door_change *c = &r->changes[at];

	if (!column)
		return err->kind;
	if (column->kind == IMPORT_EFFECTIVE)
		return take_effective(r, cell->text, err);
	if (column->kind == IMPORT_LOGIN_KEY)
		return take_key(r, cell->text, at, where, err);
	if (column->kind != IMPORT_FIELD)
		return 0;
	if (cell->type == SOURCE_ROWS && column->field->type == FIELD_LINES && !c->add)
		return error_set(err, FAIL_DATA, NULL, NULL, "import them as records of their own",
				 "the lines of an existing record cannot be given here");
	if (cell->type == SOURCE_ROWS && column->field->type == FIELD_LINES)
		return take_lines(r, column->field, cell, arena_strdup(&r->of_rows, c->uid), where, err);
	if (cell->type == SOURCE_ROWS)
		return error_set(err, FAIL_DATA, NULL, NULL, "give one value", "%s holds no table of lines",
				 column->field->name);
	if (column->field->type == FIELD_LINES && cell->type == SOURCE_ABSENT)
		return 0;
	if (cell->type != SOURCE_ABSENT || !c->add)
		add_field(r, c, column->field, cell->text);
	return 0;
}

int import_take_row(struct reading_rows *r, const struct source *s, const struct source_row *row,
		    struct import_row *out, struct error *err)
{
	int at = r->n_changes, failed;

	out->first = at;
	new_change(r, r->im->entity, row->n, out->where);
	failed = aim(r, row, &r->changes[at], err);
	if (failed) {
		struct error e = *err;

		source_fault(s, row, NULL, e.next, err, "%s", e.why);
	}
	for (size_t i = 0; i < row->n && !failed; i++) {
		failed = take_cell(r, &row->cells[i], at, out->where, err);
		if (failed) {
			struct error e = *err;

			source_fault(s, row, &row->cells[i], e.next, err, "%s", e.why);
		}
	}
	if (failed)
		r->n_changes = at;
	out->n_changes = r->n_changes - at;
	return failed;
}
