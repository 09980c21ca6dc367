/* SPDX-License-Identifier: MIT */
/* names.c - entities, fields and records by the names people type. */
#include "app/names.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"

#define NAMES_MAX 128

/* err for an unknown name; near may be NULL. */
static void unknown(struct error *err, const char *kind, const char *name, const char *near, const char *next)
{
	char hint[160];

	if (near)
		snprintf(hint, sizeof hint, "did you mean \"%s\"?", near);
	error_set(err, FAIL_USAGE, kind, name, near ? hint : next, "there is no such %s", kind);
}

const struct entity *names_entity(const char *name, struct error *err)
{
	const struct entity *e = record_entity_by_name(name);
	const char *known[ENTITY_MAX];

	if (e)
		return e;
	for (int i = 0; i < ENTITY_MAX; i++)
		known[i] = record_entity((enum entity_id)i)->plural;
	unknown(err, "kind of record", name, nearest_name(name, known, ENTITY_MAX),
		"\"closeout help entities\" lists them");
	return NULL;
}

const struct field *names_field(const struct entity *e, const char *name, struct error *err)
{
	const struct field *f = record_field(e, name);
	const char *known[NAMES_MAX];
	char where[128], next[128];
	int n = e->n_fields < NAMES_MAX ? e->n_fields : NAMES_MAX;

	if (f && !(f->flags & FIELD_RETIRED))
		return f;
	for (int i = 0; i < n; i++)
		known[i] = e->fields[i].flags & FIELD_RETIRED ? NULL : e->fields[i].name;
	snprintf(where, sizeof where, "%.60s of %s", name, e->name);
	snprintf(next, sizeof next, "\"closeout help %s\" lists the fields", e->name);
	unknown(err, "field", where, nearest_name(name, known, (size_t)n), next);
	return NULL;
}

int names_record(struct app *a, const char *ref, struct store_found *out, struct error *err)
{
	return store_find(a->store, ref, ENTITY_NONE, false, out, err);
}

bool names_reference(const struct entity *e, const char *(*get)(void *data, const struct field *f), void *data,
		     struct buf *out)
{
	size_t before = out->len;

	for (const char *p = e->ref; *p;) {
		const char *open = strchr(p, '{'), *close = open ? strchr(open, '}') : NULL;
		char name[64];
		size_t len = close ? (size_t)(close - open - 1) : 0;
		const struct field *f;
		const char *text;

		if (!close) {
			buf_adds(out, p);
			break;
		}
		buf_add(out, p, (size_t)(open - p));
		snprintf(name, sizeof name, "%.*s", (int)len, open + 1);
		f = record_field(e, name); /* NULL for "pred.code": a part of another record */
		text = f ? get(data, f) : NULL;
		if (!text || !*text) {
			buf_cut(out, before);
			return false;
		}
		buf_adds(out, text);
		p = close + 1;
	}
	return true;
}
