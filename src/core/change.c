/* SPDX-License-Identifier: MIT */
/*
 * change.c - changes as the log keeps them: one canonical text.
 *
 * There is exactly one text for a set of changes, so the reader can prove
 * that it understood everything: it writes what it read and compares.
 */
#include "core/change.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/values.h"

const struct field change_removed = {
	.name = "removed",
	.label = "Removed",
	.type = FIELD_BOOL,
	.since = 1,
	.help = "Hidden everywhere but in history and export; its number is not used again.",
};

/*
 * jansson is not to meet an allocation that fails: its reader of strings ends with an assertion
 * then. As everywhere, it is given what it asks for, or the program ends and says so. It is set
 * before main(), so that nobody can be early.
 */
static void *must(size_t size)
{
	return mem_realloc(NULL, size, 1);
}

__attribute__((constructor)) static void give_jansson_our_memory(void)
{
	json_set_alloc_funcs(must, free);
}

/* Few of them, and an import does it for every row: no library sorts them faster than this. */
static void sort_by_name(const struct change_field **at, int n)
{
	for (int i = 1; i < n; i++) {
		const struct change_field *f = at[i];
		int to = i;

		for (; to && strcmp(at[to - 1]->field->name, f->field->name) > 0; to--)
			at[to] = at[to - 1];
		at[to] = f;
	}
}

static void write_value(struct value v, struct buf *out)
{
	if (v.kind == VALUE_TEXT)
		buf_add_json(out, v.text, strlen(v.text));
	else if (v.kind == VALUE_INT)
		buf_addi(out, v.number);
	else
		buf_adds(out, "null");
}

void change_write(const struct change_field *fields, int n, struct buf *out)
{
	const struct change_field **sorted = mem_alloc((size_t)(n > 0 ? n : 1) * sizeof *sorted);

	for (int i = 0; i < n; i++)
		sorted[i] = &fields[i];
	sort_by_name(sorted, n);
	buf_reserve(out, (size_t)(n > 0 ? n : 0) * 32);
	buf_addc(out, '{');
	for (int i = 0; i < n; i++) {
		const struct change_field *f = sorted[i];

		buf_adds(out, i ? ",\"" : "\"");
		buf_adds(out, f->field->name);
		buf_adds(out, "\":[");
		write_value(f->has_old ? f->old : VALUE_NULL, out);
		buf_addc(out, ',');
		write_value(f->new, out);
		buf_addc(out, ']');
	}
	buf_addc(out, '}');
	free(sorted);
}

static const struct field *field_named(const void *data, const char *name)
{
	const struct entity *e = data;
	const struct field *f = record_field(e, name);

	if (strcmp(name, change_removed.name) == 0)
		return &change_removed;
	return f && strcmp(f->name, name) == 0 ? f : NULL;
}

/* What a text of changes is read against. */
struct reading {
	const struct field *(*named)(const void *data, const char *name);
	const void *data;
	const char *where; /* for errors; may be NULL */
};

static int read_value(const struct field *f, const json_t *json, struct arena *a, struct value *out,
		      struct error *err)
{
	*out = VALUE_NULL;
	if (json_is_integer(json))
		*out = value_int(json_integer_value(json));
	else if (json_is_string(json))
		*out = (struct value){ .kind = VALUE_TEXT,
				       .text = arena_strdup(a, json_string_value(json)) };
	else if (!json_is_null(json))
		return value_refuse(f, err, NULL, "is neither a whole number nor text");
	return value_check(f, *out, err);
}

static int read_field(const struct reading *r, const char *name, const json_t *pair, struct arena *a,
		      struct change_field *out, struct error *err)
{
	int failed;

	out->field = r->named(r->data, name);
	out->has_old = true;
	if (!out->field)
		return error_set(err, FAIL_DATA, NULL, r->where, NULL, "there is no field \"%s\"",
				 name);
	if (!json_is_array(pair) || json_array_size(pair) != 2)
		return error_set(err, FAIL_DATA, NULL, name, NULL, "its change is not [old,new]");
	failed = read_value(out->field, json_array_get(pair, 0), a, &out->old, err);
	return failed ? failed : read_value(out->field, json_array_get(pair, 1), a, &out->new, err);
}

static int read_fields(const struct reading *r, json_t *root, struct arena *a,
		       struct change_field *fields, struct error *err)
{
	const char *name;
	json_t *pair;
	int n = 0;

	json_object_foreach(root, name, pair)
	{
		int failed = read_field(r, name, pair, a, &fields[n++], err);

		if (failed)
			return failed;
	}
	return 0;
}

static int read_changes(const struct reading *r, const char *text, struct arena *a,
			struct change_field **fields, int *n, struct error *err)
{
	json_error_t where;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &where);
	size_t count = json_object_size(root);
	struct change_field *read = arena_alloc(a, (count + 1) * sizeof *read);
	AUTOBUF again = BUF_INIT;
	int failed = 0;

	if (!root)
		failed = error_set(err, FAIL_DATA, NULL, NULL, NULL,
				   "changes do not parse at byte %d: %s", where.position,
				   where.text);
	else if (!json_is_object(root))
		failed = error_set(err, FAIL_DATA, NULL, NULL, NULL, "changes are not an object");
	else
		failed = read_fields(r, root, a, read, err);
	json_decref(root);
	if (failed)
		return failed;
	change_write(read, (int)count, &again);
	if (strcmp(again.s, text) != 0)
		return error_set(err, FAIL_DATA, NULL, NULL, NULL,
				 "changes are not in canonical form");
	*fields = read;
	*n = (int)count;
	return 0;
}

int change_read(const struct entity *e, const char *text, struct arena *a,
		struct change_field **fields, int *n, struct error *err)
{
	struct reading r = { .named = field_named, .data = e, .where = e->name };

	return read_changes(&r, text, a, fields, n, err);
}

int change_read_with(const struct field *(*named)(const void *data, const char *name),
		     const void *data, const char *text, struct arena *a,
		     struct change_field **fields, int *n, struct error *err)
{
	struct reading r = { .named = named, .data = data };

	return read_changes(&r, text, a, fields, n, err);
}
