/* SPDX-License-Identifier: MIT */
/* source_object.c - one JSON object as a row. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "exchange/source_object.h"

/* What a conversion carries along. */
struct object {
	struct arena *arena;
	const struct source_options *options; /* limits filled in */
	uint64_t line;
	struct object_fault fault;
	struct buf text; /* of the value at hand */
};

/* Notes a fault; the first one counts. name NULL: none. */
static bool refuse(struct object *o, const char *name, const char *next, const char *why)
{
	o->fault.name = name ? arena_strdup(o->arena, name) : NULL;
	o->fault.line = o->line;
	o->fault.next = next;
	snprintf(o->fault.why, sizeof o->fault.why, "%s", why);
	return false;
}

static bool take_string(struct object *o, const json_t *value, struct source_cell *cell)
{
	const char *text = json_string_value(value);
	size_t len = json_string_length(value);
	struct source_flawed flawed;
	enum source_flaw flaw;
	char words[96];
	size_t at;

	if (len > o->options->limits.field) {
		snprintf(words, sizeof words, "the value is longer than %zu bytes",
			 o->options->limits.field);
		return refuse(o, cell->name, "shorten it, or keep it as evidence", words);
	}
	buf_clear(&o->text);
	flaw = source_text(&o->text, text, len, o->options, &at);
	if (flaw) {
		source_flaw_words(flaw, text, len, at, &flawed);
		o->fault.problem = flawed.problem;
		o->fault.reads_as = flawed.reads_as;
		return refuse(o, cell->name, flawed.next, flawed.why);
	}
	cell->type = SOURCE_TEXT;
	cell->text = arena_strndup(o->arena, o->text.s, o->text.len);
	cell->len = o->text.len;
	return true;
}

/* The shortest decimal text that reads back as the same number. */
static void real_text(double number, char *dst, size_t size)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(dst, size, "%.*g", digits, number);
		if (strtod(dst, NULL) == number)
			return;
	}
}

static void take_plain(struct object *o, const json_t *value, struct source_cell *cell)
{
	char text[64] = "";

	cell->type = SOURCE_NUMBER;
	if (json_is_integer(value)) {
		snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	} else if (json_is_real(value)) {
		real_text(json_real_value(value), text, sizeof text);
	} else {
		cell->type = SOURCE_BOOL;
		snprintf(text, sizeof text, "%s", json_is_true(value) ? "true" : "false");
	}
	cell->text = arena_strdup(o->arena, text);
	cell->len = strlen(text);
}

static bool take_object(struct object *o, json_t *object, struct source_row *row, bool outer);

/* What holds none of our values is left to whoever may leave it out. */
static bool nested(struct object *o, struct source_cell *cell, const char *next, const char *why)
{
	if (!o->options->loose)
		return refuse(o, cell->name, next, why);
	cell->type = SOURCE_NESTED;
	return true;
}

static bool holds_objects(const json_t *array)
{
	for (size_t i = 0; i < json_array_size(array); i++)
		if (!json_is_object(json_array_get(array, i)))
			return false;
	return true;
}

static bool take_rows(struct object *o, const json_t *array, struct source_cell *cell)
{
	size_t n = json_array_size(array);

	if (!holds_objects(array))
		return nested(o, cell, "write each line of the table as an object",
			      "an array that does not hold objects");
	cell->type = SOURCE_ROWS;
	cell->rows = arena_alloc(o->arena, (n ? n : 1) * sizeof *cell->rows);
	cell->n_rows = n;
	for (size_t i = 0; i < n; i++) {
		json_t *item = json_array_get(array, i);

		cell->rows[i].line = o->line;
		cell->rows[i].number = i + 1;
		if (!take_object(o, item, &cell->rows[i], false))
			return false;
	}
	return true;
}

static bool take_value(struct object *o, const json_t *value, struct source_cell *cell, bool outer)
{
	switch (json_typeof(value)) {
	case JSON_NULL:
		cell->type = SOURCE_ABSENT;
		return true;
	case JSON_STRING:
		return take_string(o, value, cell);
	case JSON_ARRAY:
		if (outer)
			return take_rows(o, value, cell);
		return refuse(o, cell->name, "move it to the outer object",
			      "an array inside a table");
	case JSON_OBJECT:
		return nested(o, cell, "write its members as values of their own",
			      "an object inside an object");
	default:
		take_plain(o, value, cell);
		return true;
	}
}

static bool take_object(struct object *o, json_t *object, struct source_row *row, bool outer)
{
	size_t n = json_object_size(object);
	const char *key;
	json_t *value;

	if (n > o->options->limits.columns)
		return refuse(o, NULL, "leave out the members that are not needed",
			      "the object has too many members");
	row->cells = arena_alloc(o->arena, (n ? n : 1) * sizeof *row->cells);
	row->n = 0;
	json_object_foreach(object, key, value)
	{
		struct source_cell *cell = &row->cells[row->n++];

		cell->name = arena_strdup(o->arena, key);
		cell->column = row->n;
		cell->line = o->line;
		if (!take_value(o, value, cell, outer))
			return false;
	}
	return true;
}

/* {"node": {...}}: a frame around the row. */
static json_t *unwrapped(json_t *root)
{
	const char *key;
	json_t *value;

	if (json_object_size(root) != 1)
		return root;
	json_object_foreach(root, key, value)
		if (json_is_object(value))
			return value;
	return root;
}

static bool parse(struct object *o, const char *text, size_t len, struct source_row *row)
{
	json_error_t wrong;
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &wrong);
	bool good;

	if (!root) {
		char why[256];

		if (json_error_code(&wrong) == json_error_null_character)
			snprintf(wrong.text, sizeof wrong.text, "a NUL character (\\u0000)");
		snprintf(why, sizeof why, "%s (character %d of the %s)", wrong.text, wrong.column,
			 wrong.line > 1 ? "line" : "row");
		refuse(o, NULL, "write it as JSON demands", why);
		o->fault.line = o->line + (wrong.line > 1 ? (uint64_t)wrong.line - 1 : 0);
		return false;
	}
	if (json_is_object(root))
		good = take_object(o, o->options->loose ? unwrapped(root) : root, row, true);
	else
		good = refuse(o, NULL, "write each row as an object: {\"field\": \"value\"}",
			      "the row is not an object");
	json_decref(root);
	return good;
}

bool source_object_parse(struct arena *arena, const char *text, size_t len, uint64_t line,
			 const struct source_options *options, struct source_row *row,
			 struct object_fault *fault)
{
	struct object o = { .arena = arena, .options = options, .line = line };
	struct source_row made = { .number = row->number, .line = line };
	bool good;

	buf_init(&o.text);
	good = parse(&o, text, len, &made);
	buf_release(&o.text);
	if (good)
		*row = made;
	else
		*fault = o.fault;
	return good;
}

int source_object(struct arena *arena, const char *text, size_t len, uint64_t line,
		  const struct source_options *options, struct source_row *row, struct error *err)
{
	struct source_options filled = { .name = NULL };
	struct object_fault fault;

	if (options)
		filled = *options;
	source_limits_fill(&filled.limits);
	if (source_object_parse(arena, text, len, line, &filled, row, &fault))
		return FAIL_NONE;
	error_set(err, FAIL_DATA, "cannot read the element", NULL, fault.next, "%s", fault.why);
	source_where(err, filled.name ? filled.name : "standard input", fault.line, 0, fault.name);
	return FAIL_DATA;
}
