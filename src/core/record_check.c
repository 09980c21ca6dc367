/* SPDX-License-Identifier: MIT */
/*
 * record_check.c - whether the record table makes sense.
 *
 * Everything else believes the table; this is the one place that does not.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/change.h"
#include "core/query.h"
#include "core/tables.h"

static char finding[512];

static const char *wrong(const struct entity *e, const struct field *f, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static const char *wrong(const struct entity *e, const struct field *f, const char *format, ...)
{
	char why[384];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	snprintf(finding, sizeof finding, "%s%s%s: %s", e ? e->name : "table", f ? "." : "",
		 f ? f->name : "", why);
	return finding;
}

/* Lower case letters, digits and "_", a letter first: a name in SQL, JSON and queries alike. */
static bool is_name(const char *s)
{
	if (!s || *s < 'a' || *s > 'z')
		return false;
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static bool is_reserved(const char *name)
{
	static const char *const words[] = { "and", "or", "not", "is", "id", "sort_key" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return record_is_pseudo(name) || strcmp(name, change_removed.name) == 0;
}

/* ---- fields ------------------------------------------------------------------- */

static const char *check_name(const struct entity *e, const struct field *f)
{
	if (!is_name(f->name) || is_reserved(f->name))
		return wrong(e, f, "not a name, or a reserved one");
	if (record_field(e, f->name) != f)
		return wrong(e, f, "the name is there twice");
	if (!f->label || !*f->label || !f->help || !*f->help)
		return wrong(e, f, "no label or no help");
	if (f->since < e->since || f->since > RECORD_SCHEMA)
		return wrong(e, f, "since schema %d", f->since);
	return f->writers & ~(unsigned)ROLE_ALL ? wrong(e, f, "unknown roles") : NULL;
}

static const char *check_choices(const struct entity *e, const struct field *f)
{
	if (f->type != FIELD_CHOICE)
		return f->choices ? wrong(e, f, "has choices and is none") : NULL;
	if (!f->choices || !f->choices->name)
		return wrong(e, f, "has no choices");
	for (const struct choice *c = f->choices; c->name; c++) {
		if (!is_name(c->name) || !c->label || !*c->label)
			return wrong(e, f, "choice \"%s\" is not a name with a label", c->name);
		if (record_choice(f, c->name) != c)
			return wrong(e, f, "choice %s is there twice", c->name);
		for (const struct choice *other = f->choices; other->name; other++)
			if (other != c && (strcasecmp(other->label, c->label) == 0 ||
					   strcasecmp(other->name, c->label) == 0))
				return wrong(e, f, "label \"%s\" means two choices", c->label);
	}
	return NULL;
}

static const char *check_target(const struct entity *e, const struct field *f)
{
	const struct entity *target = record_entity(f->target);
	const struct field *parent;

	if (f->type != FIELD_REF && f->type != FIELD_LINES)
		return NULL;
	if (!target)
		return wrong(e, f, "no such target");
	if (f->type == FIELD_REF)
		return NULL;
	parent = record_parent(target);
	if (!(target->flags & ENTITY_LINE) || !parent || parent->target != e->id)
		return wrong(e, f, "%s are no lines of it", target->plural);
	return NULL;
}

/* Flags that make sense only with a type or with another flag. */
static const struct flag_rule {
	unsigned flag, needs, never;
	unsigned types; /* bits; 0: any */
	const char *why;
} flag_rules[] = {
	{ FIELD_DERIVED, 0,
	  FIELD_REQUIRED | FIELD_ENTRY | FIELD_WORKFLOW | FIELD_KEY | FIELD_BOUND | FIELD_KEEP, 0,
	  "a computed field cannot be written" },
	{ FIELD_INITIAL, FIELD_WORKFLOW, 0, 0, "initial is for workflow fields" },
	{ FIELD_IMPORT, FIELD_WORKFLOW, 0, 0, "import is for workflow fields" },
	{ FIELD_AUTO, FIELD_KEY, 0, 1u << FIELD_INT, "only a number that is a key counts up" },
	{ FIELD_KEY, FIELD_REQUIRED, 0, 1u << FIELD_TEXT | 1u << FIELD_INT | 1u << FIELD_REF,
	  "a key is required, and a text, number or reference" },
	{ FIELD_PARENT, FIELD_REQUIRED, 0, 1u << FIELD_REF, "a parent is a required reference" },
	{ FIELD_NEWEST, 0, 0, 1u << FIELD_DATE, "only a date is the nearest past one" },
	{ FIELD_EVERY, 0, 0, 1u << FIELD_ANY, "only what refers to any kind refers to every kind" },
	{ FIELD_REQUIRED, 0, FIELD_RETIRED, 0, "a retired field cannot be required" },
};

static const char *check_flags(const struct entity *e, const struct field *f)
{
	for (size_t i = 0; i < sizeof flag_rules / sizeof *flag_rules; i++) {
		const struct flag_rule *r = &flag_rules[i];

		if (!(f->flags & r->flag))
			continue;
		if ((f->flags & r->needs) != r->needs || f->flags & r->never ||
		    (r->types && !(r->types & 1u << f->type)))
			return wrong(e, f, "%s", r->why);
	}
	if (!(f->flags & FIELD_WORKFLOW) != !f->by)
		return wrong(e, f, "workflow and the actions that set it go together");
	return NULL;
}

static const char *check_values(const struct entity *e, const struct field *f)
{
	struct when_context when = { .due = DATE_NONE };
	struct error err = ERROR_INIT;
	struct value v;
	AUTOARENA a = ARENA_INIT;

	date_from_ymd(2012, 11, 15, &when.today);
	if (record_min(f) > record_max(f))
		return wrong(e, f, "its range is empty");
	if (!f->initial)
		return NULL;
	if (!record_stored(f))
		return wrong(e, f, "has an initial value and is not stored");
	if (value_read(f, f->initial, &when, &a, &v, &err) != 0)
		return wrong(e, f, "initial value %s: %s", f->initial, err.why);
	return NULL;
}

/* ---- entities ------------------------------------------------------------------ */

static const char *check_pattern(const struct entity *e, const char *pattern)
{
	struct ref_part parts[REF_PARTS_MAX];
	int n = record_ref_parts(e, pattern, parts);

	if (n < 1)
		return wrong(e, NULL, "reference pattern \"%s\"", pattern);
	for (int i = 0; i < n; i++) {
		const struct field *f = parts[i].of_target ? parts[i].of_target : parts[i].field;

		if (!f)
			continue;
		if (!(f->flags & (FIELD_KEY | FIELD_PARENT)))
			return wrong(e, f, "is part of the reference and no key");
		if (parts[i].of_target && !(parts[i].field->flags & FIELD_KEY))
			return wrong(e, parts[i].field, "is part of the reference and no key");
	}
	return NULL;
}

static const char *check_words(const struct entity *e)
{
	if (!is_name(e->name) || !is_name(e->plural) || !e->label || !e->labels || !e->help)
		return wrong(e, NULL, "no name, plural, label or help");
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *other = record_entities[i];

		if (other != e &&
		    (strcmp(other->name, e->name) == 0 || strcmp(other->plural, e->name) == 0 ||
		     strcmp(other->plural, e->plural) == 0))
			return wrong(e, NULL, "its name is also %s's", other->label);
	}
	if (e->since < 1 || e->since > RECORD_SCHEMA ||
	    (e->add_roles | e->edit_roles) & ~(unsigned)ROLE_ALL)
		return wrong(e, NULL, "unknown roles or schema");
	return NULL;
}

static const char *check_lists(const struct entity *e)
{
	struct error err = ERROR_INIT;
	struct columns columns;
	struct sort sort;

	if (columns_parse(e, e->columns, &columns, &err) != 0 ||
	    sort_parse(e, e->sort, &sort, &err) != 0)
		return wrong(e, NULL, "%s", err.why);
	for (int i = 0; i < columns.n; i++)
		if (columns.at[i].field && !columns.at[i].field->width)
			return wrong(e, columns.at[i].field, "is a default column without a width");
	return record_field(e, e->title) ? NULL : wrong(e, NULL, "title %s is no field", e->title);
}

static const char *check_shorthands(const struct entity *e)
{
	struct query_context context = { .when = { .due = DATE_NONE }, .me = "somebody" };

	date_from_ymd(2012, 11, 15, &context.when.today);
	for (const struct shorthand *s = e->shorthands; s && s->name; s++) {
		struct error err = ERROR_INIT;
		struct query *q = NULL;
		AUTOARENA a = ARENA_INIT;

		if (!is_name(s->name) || strcmp(s->name, "new") == 0)
			return wrong(e, NULL, "is:%s is no name, or a reserved one", s->name);
		if (query_parse(e, s->query, &context, &a, &q, NULL, &err) != 0 || !q)
			return wrong(e, NULL, "is:%s: %s", s->name, err.why);
	}
	return NULL;
}

static const char *check_keys(const struct entity *e)
{
	int parents = 0, keys = 0, counted = 0;

	for (int i = 0; i < e->n_fields; i++) {
		parents += (e->fields[i].flags & FIELD_PARENT) != 0;
		keys += (e->fields[i].flags & FIELD_KEY) != 0;
		counted += (e->fields[i].flags & FIELD_AUTO) != 0;
	}
	if (parents > 1 || !keys || counted > 1)
		return wrong(e, NULL, "%d parents, %d keys, %d counted up", parents, keys, counted);
	if (e->flags & ENTITY_NUMBERED && (parents || !counted))
		return wrong(e, NULL, "is numbered on its own and has no number, or a parent");
	return e->flags & ENTITY_LINE && !parents ? wrong(e, NULL, "is a line of nothing") : NULL;
}

static const char *check_fields(const struct entity *e)
{
	static const char *(*const checks[])(const struct entity *e, const struct field *f) = {
		check_name, check_choices, check_target, check_flags, check_values,
	};

	for (int i = 0; i < e->n_fields; i++)
		for (size_t j = 0; j < sizeof checks / sizeof *checks; j++) {
			const char *why = checks[j](e, &e->fields[i]);

			if (why)
				return why;
		}
	return NULL;
}

const char *record_check(void)
{
	static const char *(*const checks[])(const struct entity *e) = {
		check_words, check_fields, check_keys, check_lists, check_shorthands,
	};

	for (int i = 0; i < ENTITY_MAX; i++)
		if (!record_entities[i] || record_entities[i]->id != (enum entity_id)i)
			return wrong(NULL, NULL, "entity %d is missing or out of place", i);
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entities[i];
		const char *why = NULL;

		for (size_t j = 0; !why && j < sizeof checks / sizeof *checks; j++)
			why = checks[j](e);
		if (!why)
			why = check_pattern(e, e->ref);
		if (!why && e->short_ref)
			why = check_pattern(e, e->short_ref);
		if (why)
			return why;
	}
	return NULL;
}
