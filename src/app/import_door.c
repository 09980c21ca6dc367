/* SPDX-License-Identifier: MIT */
/* import_door.c - what the door or the store says of a change, as a problem of a row, and what would solve it. */
#include <string.h>

#include "app/import_private.h"
#include "base/mem.h"

static const char *text_of(const struct door_change *c, const struct field *f)
{
	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f)
			return c->fields[i].text;
	return NULL;
}

/* A field that is wrong already as the file has it is not told again by the door. */
static bool told_already(const struct reading_rows *r, int row, const struct field *f)
{
	for (int i = 0; f && i < r->n_problems; i++)
		if (r->problems[i].row == row && r->problems[i].field == f)
			return true;
	return false;
}

static void note_value(struct reading_rows *r, const struct field *f, const char *text)
{
	struct import_hints *h = &r->hints;

	for (int i = 0; i < h->values.n; i++)
		if (strcmp(h->values.at[i], text) == 0 && strcmp(h->fields.at[i], f->name) == 0)
			return;
	if (h->values.n >= 100)
		return;
	MEM_GROW(h->values.at, h->values.cap, h->values.n + 1);
	MEM_GROW(h->fields.at, h->fields.cap, h->fields.n + 1);
	h->values.at[h->values.n++] = arena_strdup(&r->arena, text);
	h->fields.at[h->fields.n++] = f->name;
}

/* Which option would help; the words of the door's next step give way to it. */
static const char *hint(struct reading_rows *r, const struct field *f, const char *text, const struct error *e)
{
	if (f && text && import_like_none(text) && (e->kind == FAIL_DATA || e->kind == FAIL_MISSING)) {
		import_word(r, &r->hints.none, text);
		return arena_printf(&r->of_rows, "say --none '%s' to take it for empty", text);
	}
	if (f && text && f->type == FIELD_CHOICE && e->kind == FAIL_DATA) {
		note_value(r, f, text);
		return NULL;
	}
	if (f && f->type == FIELD_REF && f->target == ENTITY_OFFICE && r->im->entity->id != ENTITY_OFFICE &&
	    e->kind == FAIL_MISSING) {
		r->hints.offices = true;
		return "say --create offices, or --map-values to name another one";
	}
	if (strstr(e->next, "--update"))
		r->hints.update = true;
	return NULL;
}

void import_door_fault(struct reading_rows *r, int change, const struct field *f, const struct error *e)
{
	const struct door_change *c = &r->send[change];
	int at = r->send_owners[change];
	const struct import_row *row = &r->rows[at];
	const struct import_column *column = import_column_of(r, f);
	const char *text = f ? text_of(c, f) : NULL;
	const char *next = hint(r, f, text, e);
	bool named = !text || strstr(e->why, text);

	if (told_already(r, at, f)) {
		if (!r->secondary)
			r->rows[at].bad = true;
		return;
	}
	import_problem(r, &(struct import_problem){
		.row = at, .line = row->line, .field = f, .kind = e->kind,
		.name = column ? column->name : f ? f->name : NULL,
		.column = column ? column->number : 0,
		.why = named ? arena_strdup(&r->of_rows, e->why) : arena_printf(&r->of_rows, "\"%.60s\": %s", text, e->why),
		.next = next ? next : arena_strdup(&r->of_rows, e->next) });
}
