/* SPDX-License-Identifier: MIT */
/* import_column.c - which column of a file is which field, and what is said of every row. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "app/names.h"
#include "base/mem.h"
#include "base/nearest.h"

/* ---- names of targets */

static enum import_target_kind special(const struct entity *e, const char *name)
{
	static const struct {
		const char *name;
		enum import_target_kind kind;
	} table[] = {
		{ "", IMPORT_IGNORE }, { "uid", IMPORT_IGNORE }, { "ref", IMPORT_REF },
		{ "version", IMPORT_VERSION }, { "effective", IMPORT_EFFECTIVE },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(table[i].name, name) == 0)
			return table[i].kind;
	return e->id == ENTITY_USER && strcmp(name, "key") == 0 ? IMPORT_LOGIN_KEY : IMPORT_FIELD;
}

static const struct field *by_label(const struct entity *e, const char *name)
{
	const struct field *found = NULL;

	for (int i = 0; i < e->n_fields; i++) {
		if (strcasecmp(e->fields[i].label, name) != 0 || e->fields[i].flags & FIELD_RETIRED ||
		    !record_stored(&e->fields[i]))
			continue;
		if (found)
			return NULL; /* two have that label */
		found = &e->fields[i];
	}
	return found;
}

static const struct field *field_of(const struct entity *e, const char *name)
{
	const struct field *f = record_field(e, name);

	return f && !(f->flags & FIELD_RETIRED) ? f : by_label(e, name);
}

/* "report.title": the field, and by which field of theirs its records are named. */
static bool read_target(struct reading_rows *r, const char *name, struct import_target *t)
{
	const char *dot = strrchr(name, '.');

	*t = (struct import_target){ .kind = special(r->im->entity, name) };
	if (t->kind != IMPORT_FIELD)
		return true;
	t->field = field_of(r->im->entity, name);
	if (t->field || !dot)
		return t->field != NULL;
	t->field = field_of(r->im->entity, arena_strndup(&r->arena, name, (size_t)(dot - name)));
	if (!t->field || t->field->type != FIELD_REF)
		return false;
	t->by = record_field(record_entity(t->field->target), dot + 1);
	return t->by && record_stored(t->by);
}

/* ---- telling */

static void file_problem(struct reading_rows *r, const char *column, size_t number, uint64_t line, enum fail kind,
			 const char *why, const char *next)
{
	import_problem(r, &(struct import_problem){ .row = -1, .name = column, .column = number, .line = line,
						    .kind = kind, .why = why, .next = next });
}

static const char *nearest_field(const struct entity *e, const char *name)
{
	const char *known[128];
	size_t n = 0;

	for (int i = 0; i < e->n_fields && n < 128; i++)
		if (record_stored(&e->fields[i]) && !(e->fields[i].flags & FIELD_RETIRED))
			known[n++] = e->fields[i].name;
	return nearest_name(name, known, n);
}

static void tell_unknown(struct reading_rows *r, const struct import_column *c, const char *wanted, uint64_t line)
{
	const struct entity *e = r->im->entity;
	const char *near = nearest_field(e, wanted);
	const char *meant = near ? arena_printf(&r->arena, "did you mean %s? ", near) : "";
	const char *next = arena_printf(&r->arena, "%s\"closeout help %s\" lists the fields; --map '%s=FIELD' or --ignore '%s'",
					meant, e->name, c->name, c->name);

	import_word(r, &r->hints.columns, c->name);
	file_problem(r, c->name, c->number, line, FAIL_USAGE,
		     wanted == c->name ? arena_printf(&r->arena, "no field of %s has that name", e->name)
				       : arena_printf(&r->arena, "there is no field \"%s\" of %s", wanted, e->name),
		     next);
}

/* ---- making a column */

static void add_target(struct reading_rows *r, struct import_column *c, const struct import_target *t)
{
	struct import_target *grown = arena_alloc(&r->arena, ((size_t)c->n_targets + 1) * sizeof *grown);

	if (c->n_targets)
		memcpy(grown, c->targets, (size_t)c->n_targets * sizeof *grown);
	grown[c->n_targets++] = *t;
	c->targets = grown;
}

/* What the map says of the column; false: nothing. */
static bool by_map(struct reading_rows *r, struct import_column *c, uint64_t line)
{
	bool said = false;

	for (int i = 0; i < r->rules.n_map; i++) {
		struct import_rule *rule = &r->rules.map[i];
		struct import_target t;

		if (rule->constant || strcmp(rule->column, c->name) != 0)
			continue;
		said = rule->used = true;
		rule->join = NULL; /* a column has the whole name: nothing is joined */
		if (read_target(r, rule->name, &t))
			add_target(r, c, &t);
		else
			tell_unknown(r, c, rule->name, line);
	}
	return said;
}

static bool by_join(struct reading_rows *r, struct import_column *c, uint64_t line)
{
	bool said = false;

	for (int i = 0; i < r->rules.n_map; i++) {
		struct import_rule *rule = &r->rules.map[i];

		for (int k = 0; rule->join && k < rule->join->n; k++) {
			struct import_target t = { .kind = IMPORT_FIELD, .join = rule->join, .part = k };

			if (strcmp(rule->join->columns[k], c->name) != 0)
				continue;
			if (!rule->used && !read_target(r, rule->name, &rule->join->target))
				tell_unknown(r, c, rule->name, line);
			rule->used = said = true;
			add_target(r, c, &t);
		}
	}
	return said;
}

static bool ignored(const struct import_rules *rules, const char *name)
{
	for (int i = 0; i < rules->n_ignore; i++)
		if (strcmp(rules->ignore[i], name) == 0)
			return true;
	return false;
}

/* What closeout computes itself stands in its own exports, and is told but not taken. */
static bool computed(struct reading_rows *r, const struct import_column *c, const struct field *f)
{
	if (!f || f->type == FIELD_LINES || record_stored(f))
		return false;
	import_word(r, &r->notes, arena_printf(&r->arena, "column %s is left out: closeout computes it", c->name));
	return true;
}

static void resolve(struct reading_rows *r, struct import_column *c, uint64_t line)
{
	struct import_target t;

	if (ignored(&r->rules, c->name) || by_map(r, c, line) || by_join(r, c, line))
		return;
	if (read_target(r, c->name, &t)) {
		if (!computed(r, c, t.field))
			add_target(r, c, &t);
	} else if (!r->rules.ignore_rest) {
		c->unknown = true;
		tell_unknown(r, c, c->name, line);
	}
}

/* Two columns cannot both be a field; joined they can. */
static void tell_twice(struct reading_rows *r, const struct import_column *c, const struct import_column *before,
		       const struct import_target *b, uint64_t line)
{
	for (int k = 0; k < before->n_targets; k++) {
		const struct import_target *a = &before->targets[k];

		if (a->join || b->join || a->kind != b->kind || a->kind == IMPORT_IGNORE || a->field != b->field)
			continue;
		file_problem(r, c->name, c->number, line, FAIL_USAGE,
			     arena_printf(&r->arena, "column %s is the same field", before->name),
			     arena_printf(&r->arena, "leave one out (--ignore), or join them: --map '%s+%s=%s'", before->name,
					  c->name, a->field ? a->field->name : c->name));
	}
}

static void look_for_twice(struct reading_rows *r, const struct import_column *c, uint64_t line)
{
	for (int i = 0; i < r->n_columns - 1; i++)
		for (int m = 0; m < c->n_targets; m++)
			tell_twice(r, c, &r->columns[i], &c->targets[m], line);
}

const struct import_column *import_column(struct reading_rows *r, const char *name, size_t number, uint64_t line)
{
	struct import_column *c;

	/* Rows come with their cells in the same order. */
	if (number && number <= (size_t)r->n_columns && strcmp(r->columns[number - 1].name, name) == 0)
		return &r->columns[number - 1];
	for (int i = 0; i < r->n_columns; i++)
		if (strcmp(r->columns[i].name, name) == 0)
			return &r->columns[i];
	MEM_GROW(r->columns, r->cap_columns, r->n_columns + 1);
	c = &r->columns[r->n_columns++];
	*c = (struct import_column){ .name = arena_strdup(&r->arena, name),
				      .number = r->n_header ? number : 0 };
	resolve(r, c, line);
	look_for_twice(r, c, line);
	return c;
}

const struct import_column *import_column_of(const struct reading_rows *r, const struct field *f)
{
	for (int i = 0; f && i < r->n_columns; i++)
		for (int k = 0; k < r->columns[i].n_targets; k++)
			if (r->columns[i].targets[k].field == f ||
			    (r->columns[i].targets[k].join && r->columns[i].targets[k].join->target.field == f))
				return &r->columns[i];
	return NULL;
}

/* ---- the header */

static bool has_column(const struct reading_rows *r, const char *name)
{
	const char *const *names;
	size_t n = source_columns(r->source, &names);

	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* "report=OIG-10-63" where no column is called report: said of every row. */
static bool is_constant(struct reading_rows *r, const struct import_rule *rule)
{
	struct import_target left, right;

	if (rule->join && has_column(r, rule->join->columns[0]))
		return false;
	if (!*rule->name || has_column(r, rule->column) || !read_target(r, rule->column, &left))
		return false;
	return source_columns(r->source, NULL) > 0 || !read_target(r, rule->name, &right);
}

/* What the map names and no row has. */
static void tell_unused(struct reading_rows *r)
{
	const char *const *names;
	size_t n = source_columns(r->source, &names);

	for (int i = 0; i < r->rules.n_map; i++) {
		const struct import_rule *rule = &r->rules.map[i];
		const char *near;

		if (rule->used)
			continue;
		near = nearest_name(rule->column, (const char *const *)names, n);
		file_problem(r, rule->column, 0, 1, FAIL_USAGE, "--map names it, and the file has no column of that name",
			     near ? arena_printf(&r->arena, "did you mean \"%s\"?", near)
				  : n ? "its first line names the columns" : "look how the rows name it");
	}
}

void import_header(struct reading_rows *r)
{
	const char *const *names;
	size_t n = source_columns(r->source, &names);

	for (int i = 0; i < r->rules.n_map; i++) {
		struct import_rule *rule = &r->rules.map[i];

		if (is_constant(r, rule)) {
			rule->constant = rule->name;
			rule->name = rule->column;
			rule->join = NULL;
			rule->used = true;
		}
	}
	for (size_t i = 0; i < n; i++)
		import_column(r, names[i], i + 1, 1);
	if (n)
		tell_unused(r);
}

void import_header_end(struct reading_rows *r)
{
	if (!r->n_header)
		tell_unused(r);
}
