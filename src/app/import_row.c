/* SPDX-License-Identifier: MIT */
/* import_row.c - one row of a file into changes: which record, its fields, its lines. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "app/names.h"
#include "app/people.h"
#include "app/sshkey.h"
#include "base/clock.h"
#include "base/mem.h"

/* A row on its way. */
struct taking {
	struct reading_rows *r;
	const struct source_row *row;
	int at;     /* its row in r */
	int change; /* its record */
};

static struct door_change *change_of(const struct taking *t)
{
	return &t->r->changes[t->change];
}

/* ---- problems */

static void problem(const struct taking *t, const struct source_cell *cell, const struct field *f, enum fail kind,
		    const char *why, const char *next)
{
	import_problem(t->r, &(struct import_problem){
		.row = t->at, .kind = kind, .field = f, .name = cell ? cell->name : f ? f->name : NULL,
		.column = cell && t->r->n_header ? cell->column : 0,
		.line = (cell ? cell->line : t->row->line) + t->r->line_shift, .why = why, .next = next });
}

static void problem_of(const struct taking *t, const struct source_cell *cell, const struct field *f,
		       const struct error *e)
{
	problem(t, cell, f, e->kind ? e->kind : FAIL_DATA, arena_strdup(&t->r->of_rows, e->why),
		arena_strdup(&t->r->of_rows, e->next));
}

/* ---- changes */

struct door_change *import_new_change(struct reading_rows *r, const struct entity *e, size_t n_fields, int row)
{
	struct door_change *c;

	MEM_GROW(r->changes, r->cap_changes, r->n_changes + 1);
	MEM_GROW(r->owners, r->cap_owners, r->n_changes + 1);
	r->owners[r->n_changes] = row;
	c = &r->changes[r->n_changes++];
	*c = (struct door_change){ .entity = e, .add = true, .where = r->rows[row].where };
	clock_uuid(c->uid);
	c->fields = arena_alloc(&r->of_rows, n_fields * sizeof *c->fields + 1);
	return c;
}

void import_add_field(struct reading_rows *r, struct door_change *c, const struct field *f, const char *text)
{
	c->fields[c->n_fields++] = (struct door_field){ .field = f, .text = arena_strdup(&r->of_rows, text) };
}

/* The sub-rows of a field of lines: records of their own that belong to the row's. */
static void take_lines(struct taking *t, const struct field *f, const struct source_cell *cell)
{
	const struct entity *e = record_entity(f->target);
	const char *uid = arena_strdup(&t->r->of_rows, change_of(t)->uid);

	for (size_t i = 0; i < cell->n_rows; i++) {
		const struct source_row *row = &cell->rows[i];
		struct door_change *c = import_new_change(t->r, e, row->n, t->at);

		c->parent_field = record_parent(e);
		c->parent_uid = uid;
		for (size_t k = 0; k < row->n; k++) {
			struct error err = ERROR_INIT;
			const struct field *column = names_field(e, row->cells[k].name, &err);

			if (!column)
				problem_of(t, cell, f, &err);
			else if (row->cells[k].text)
				import_add_field(t->r, c, column, row->cells[k].text);
		}
	}
}

/* The login key of an account; one it has already is left alone. */
static int take_key(struct taking *t, const char *text, struct error *err)
{
	struct reading_rows *r = t->r;
	const struct entity *e = record_entity(ENTITY_KEY);
	struct people_key *keys;
	struct door_change *c;
	const char *who = NULL;
	struct sshkey key;
	int n = 0, failed;

	failed = sshkey_read(text, strlen(text), &r->of_rows, &key, err);
	if (!failed && !change_of(t)->add)
		failed = people_keys(r->app, &r->of_rows, &keys, &n, err);
	if (failed)
		return failed;
	if (n)
		who = store_ref(r->app->store, r->im->entity, change_of(t)->uid, &r->of_rows);
	for (int i = 0; i < n && who; i++)
		if (strcmp(keys[i].fingerprint, key.fingerprint) == 0 && strcasecmp(keys[i].account, who) == 0)
			return 0;
	c = import_new_change(r, e, 1, t->at);
	import_add_field(r, c, record_field(e, "public_key"), text);
	c->parent_field = record_field(e, "account");
	c->parent_uid = arena_strdup(&r->of_rows, change_of(t)->uid);
	return 0;
}

/* ---- the fields of the record */

static void take_effective(struct taking *t, const struct source_cell *cell, const char *text)
{
	struct date d;

	if (!date_parse_iso(text, strlen(text), &d)) {
		problem(t, cell, NULL, FAIL_DATA, arena_printf(&t->r->of_rows, "\"%.60s\" is not a date", text),
			"write it as 2012-09-25");
		return;
	}
	if (t->r->im->genesis) {
		t->r->effective = d;
		return;
	}
	change_of(t)->effective = d;
	change_of(t)->dated = true;
}

/* Text by the rules, as a field of the record, or as what else its column is. */
static void take_text(struct taking *t, const struct import_column *column, const struct import_target *target,
		      const struct source_cell *cell, const char *text)
{
	struct import_cell c = { .row = t->at, .column = column, .target = target, .text = text };
	struct error err;

	error_clear(&err);
	if (!import_cell(t->r, &c))
		return;
	if (target->kind == IMPORT_EFFECTIVE) {
		if (c.text)
			take_effective(t, cell, c.text);
	} else if (target->kind == IMPORT_LOGIN_KEY) {
		if (c.text && take_key(t, c.text, &err) != 0)
			problem_of(t, cell, NULL, &err);
	} else if (target->kind == IMPORT_FIELD && (c.text || !change_of(t)->add)) {
		import_add_field(t->r, change_of(t), target->field, c.text);
	}
}

static void take_rows(struct taking *t, const struct import_target *target, const struct source_cell *cell)
{
	const struct field *f = target->field;

	if (target->kind != IMPORT_FIELD || target->join)
		problem(t, cell, NULL, FAIL_DATA, "a table of lines stands where a value should", "give one value");
	else if (f->type != FIELD_LINES)
		problem(t, cell, f, FAIL_DATA, arena_printf(&t->r->of_rows, "%s holds no table of lines", f->name),
			"give one value");
	else if (!change_of(t)->add)
		problem(t, cell, f, FAIL_DATA, "the lines of an existing record cannot be given here",
			"import them as records of their own");
	else
		take_lines(t, f, cell);
}

static void take_target(struct taking *t, const struct import_column *column, const struct import_target *target,
			const struct source_cell *cell)
{
	if (target->join) {
		target->join->texts[target->part] = cell->text;
		return;
	}
	if (target->kind == IMPORT_IGNORE || target->kind == IMPORT_REF || target->kind == IMPORT_VERSION ||
	    target->kind == IMPORT_LOGIN_KEY)
		return;
	if (cell->type == SOURCE_NESTED)
		problem(t, cell, target->field, FAIL_DATA, "it holds a list or an object, and a field holds one value",
			arena_printf(&t->r->of_rows, "leave it out: --ignore '%s'", cell->name));
	else if (cell->type != SOURCE_ROWS && !(target->field && target->field->type == FIELD_LINES))
		take_text(t, column, target, cell, cell->text);
	else if (cell->type != SOURCE_ROWS && cell->type != SOURCE_ABSENT)
		problem(t, cell, target->field, FAIL_DATA, "its lines are a table of their own", "leave the column out, or give JSON");
}

/* What several columns make together: their texts with a blank between, or a line in long text. */
static void take_join(struct taking *t, struct import_join *j)
{
	AUTOBUF text = BUF_INIT;
	const struct field *f = j->target.field;

	for (int i = 0; i < j->n; i++) {
		if (j->texts[i] && *j->texts[i])
			buf_addf(&text, "%s%s", text.len ? (f && f->type == FIELD_LONG ? "\n" : " ") : "", j->texts[i]);
		j->texts[i] = NULL;
	}
	take_text(t, NULL, &j->target, NULL, text.len ? arena_strdup(&t->r->of_rows, text.s) : NULL);
}

/* What is records of their own, once it is known whether this one is new: tables of lines, login keys. */
static void take_others(struct taking *t)
{
	for (size_t i = 0; i < t->row->n; i++) {
		const struct source_cell *cell = &t->row->cells[i];
		const struct import_column *c = import_column(t->r, cell->name, cell->column, cell->line);

		for (int k = 0; k < c->n_targets; k++) {
			const struct import_target *target = &c->targets[k];

			if (cell->type == SOURCE_ROWS && target->kind != IMPORT_IGNORE)
				take_rows(t, target, cell);
			else if (target->kind == IMPORT_LOGIN_KEY && cell->text)
				take_text(t, c, target, cell, cell->text);
		}
	}
}

static void take_rules(struct taking *t)
{
	for (int i = 0; i < t->r->rules.n_map; i++) {
		struct import_rule *rule = &t->r->rules.map[i];
		struct import_target target = { .kind = IMPORT_FIELD };

		if (rule->join && (rule->join->target.field || rule->join->target.kind != IMPORT_FIELD))
			take_join(t, rule->join);
		if (!rule->constant)
			continue;
		target.field = record_field(t->r->im->entity, rule->name);
		if (!target.field)
			target.kind = strcmp(rule->name, "effective") == 0 ? IMPORT_EFFECTIVE : IMPORT_IGNORE;
		take_text(t, NULL, &target, NULL, rule->constant);
	}
}

/* ---- which record it is about */

static const char *special_text(const struct taking *t, enum import_target_kind kind)
{
	for (size_t i = 0; i < t->row->n; i++) {
		const struct source_cell *cell = &t->row->cells[i];
		const struct import_column *c = import_column(t->r, cell->name, cell->column, cell->line);

		for (int k = 0; k < c->n_targets; k++)
			if (c->targets[k].kind == kind)
				return cell->text;
	}
	return NULL;
}

const char *import_typed_text(void *data, const struct field *f)
{
	const struct door_change *c = data;

	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f)
			return c->fields[i].text;
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
static int find_existing(struct taking *t, const char *ref, struct store_found *found, struct error *err)
{
	struct reading_rows *r = t->r;
	AUTOBUF built = BUF_INIT;

	if (r->im->key) {
		const struct field *key = names_field(r->im->entity, r->im->key, err);
		const char *text = key ? import_typed_text(change_of(t), key) : NULL;

		if (!key)
			return err->kind;
		return text ? find_by_key(r, key, text, found, err) : FAIL_MISSING;
	}
	if (ref)
		return store_find(r->app->store, ref, r->im->entity->id, false, found, err);
	if (!names_reference(r->im->entity, import_typed_text, change_of(t), &built) ||
	    store_find(r->app->store, built.s, r->im->entity->id, false, found, NULL) != 0)
		return FAIL_MISSING;
	return 0;
}

/* An update clears what is empty; a new record leaves it out. Cells were taken as of an update. */
static void leave_out_empty(struct door_change *c)
{
	int to = 0;

	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].text)
			c->fields[to++] = c->fields[i];
	c->n_fields = to;
}

/* A reference that names nothing is a problem; without one the row is a new record. */
static void aim(struct taking *t)
{
	const char *ref = special_text(t, IMPORT_REF), *version = special_text(t, IMPORT_VERSION);
	struct store_found found;
	struct error err = ERROR_INIT;
	int failed = find_existing(t, ref, &found, &err);

	if (failed == FAIL_MISSING && (t->r->im->key || !ref)) {
		leave_out_empty(change_of(t));
		change_of(t)->add = true;
	} else if (failed) {
		problem_of(t, NULL, NULL, &err);
	} else {
		memcpy(change_of(t)->uid, found.uid, sizeof found.uid);
		if (version)
			change_of(t)->base_version = strtoll(version, NULL, 10);
	}
}

/* ---- the row */

void import_take_row(struct reading_rows *r, const struct source_row *row, int at)
{
	struct taking t = { .r = r, .row = row, .at = at, .change = r->n_changes };

	r->rows[at].first = t.change;
	import_new_change(r, r->im->entity, row->n * 2 + (size_t)r->rules.n_map, at);
	change_of(&t)->add = !r->im->update;
	for (size_t i = 0; i < row->n; i++) {
		const struct source_cell *cell = &row->cells[i];
		const struct import_column *column = import_column(r, cell->name, cell->column, cell->line);

		for (int k = 0; k < column->n_targets; k++)
			take_target(&t, column, &column->targets[k], cell);
	}
	take_rules(&t);
	if (r->im->update)
		aim(&t);
	take_others(&t);
}
