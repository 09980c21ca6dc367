/* SPDX-License-Identifier: MIT */
/*
 * import_order.c - what is sent to the door, in an order in which it can be written.
 *
 * A register names offices before the one they belong to, and a recommendation
 * before the one it repeats. Records that others of the same file refer to go
 * first; everything else keeps the order of the file.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/import_private.h"
#include "app/names.h"
#include "base/mem.h"

struct named {
	const char *ref;
	int row;
};

struct ordering {
	struct reading_rows *r;
	struct named *names; /* sorted by reference */
	int n_names;
	bool *sent; /* one a row */
	bool with_bad;
	int *stack;
	int depth;
};

static const char *typed_text(void *data, const struct field *f)
{
	const struct door_change *c = data;

	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f)
			return c->fields[i].text;
	return NULL;
}

static void send_change(struct reading_rows *r, int change)
{
	MEM_GROW(r->send, r->cap_send, r->n_send + 1);
	MEM_GROW(r->send_owners, r->cap_send_owners, r->n_send + 1);
	r->send[r->n_send] = r->changes[change];
	r->send_owners[r->n_send++] = r->owners[change];
}

/* Offices made on the way first, then row by row. */
static void in_file_order(struct reading_rows *r, bool with_bad)
{
	for (int made = 1; made >= 0; made--)
		for (int i = 0; i < r->n_changes; i++) {
			const struct import_row *row = &r->rows[r->owners[i]];

			if (row->made == made && (with_bad || !(row->bad || row->left_out)))
				send_change(r, i);
		}
}

/* True if a row names another record of its own kind. */
static bool refers_to_kind(const struct reading_rows *r)
{
	const struct entity *e = r->im->entity;

	for (int i = 0; i < r->n_changes; i++)
		for (int k = 0; k < r->changes[i].n_fields; k++) {
			const struct door_field *f = &r->changes[i].fields[k];

			if (f->text && f->field->type == FIELD_REF && f->field->target == e->id)
				return true;
		}
	return false;
}

static int by_ref(const void *a, const void *b)
{
	return strcasecmp(((const struct named *)a)->ref, ((const struct named *)b)->ref);
}

static int row_named(const struct ordering *o, const char *ref)
{
	struct named key = { ref, 0 };
	const struct named *found = bsearch(&key, o->names, (size_t)o->n_names, sizeof key, by_ref);

	return found ? found->row : -1;
}

/* True if row i has a record that is to be sent. */
static bool goes(const struct ordering *o, int i)
{
	const struct import_row *row = &o->r->rows[i];

	return row->first < o->r->n_changes && o->r->owners[row->first] == i &&
	       (o->with_bad || !(row->bad || row->left_out));
}

static void name_rows(struct ordering *o)
{
	struct reading_rows *r = o->r;

	for (int i = 0; i < r->n_rows; i++) {
		AUTOBUF ref = BUF_INIT;
		const struct import_row *row = &r->rows[i];

		if (!goes(o, i) || row->made || !r->changes[row->first].add ||
		    !names_reference(r->im->entity, typed_text, &r->changes[row->first], &ref))
			continue;
		o->names[o->n_names++] = (struct named){ arena_strdup(&r->of_rows, ref.s), i };
	}
	qsort(o->names, (size_t)o->n_names, sizeof *o->names, by_ref);
}

/* A row that has to go before row i and is not sent yet; -1: none. */
static int waits_for(const struct ordering *o, int i)
{
	const struct reading_rows *r = o->r;
	const struct door_change *c = &r->changes[r->rows[i].first];

	for (int k = 0; k < c->n_fields; k++) {
		const struct door_field *f = &c->fields[k];
		int row = f->text && f->field->type == FIELD_REF && f->field->target == r->im->entity->id
				  ? row_named(o, f->text) : -1;

		if (row >= 0 && row != i && !o->sent[row])
			return row;
	}
	return -1;
}

static bool on_stack(const struct ordering *o, int row)
{
	for (int i = 0; i < o->depth; i++)
		if (o->stack[i] == row)
			return true;
	return false;
}

static void send_row(struct ordering *o, int row)
{
	struct reading_rows *r = o->r;

	for (int i = r->rows[row].first; i < r->n_changes && r->owners[i] >= row; i++)
		if (r->owners[i] == row)
			send_change(r, i);
	o->sent[row] = true;
}

/* Down to what waits for nothing, and back. A circle is left to the store, which names it. */
static void send_with_needs(struct ordering *o, int row)
{
	o->stack[o->depth++] = row;
	while (o->depth) {
		int top = o->stack[o->depth - 1], need = waits_for(o, top);

		if (need >= 0 && !on_stack(o, need)) {
			o->stack[o->depth++] = need;
			continue;
		}
		if (!o->sent[top])
			send_row(o, top);
		o->depth--;
	}
}

void import_order(struct reading_rows *r, bool with_bad)
{
	struct ordering o = { .r = r, .with_bad = with_bad };

	r->n_send = 0;
	if (r->im->genesis || !refers_to_kind(r)) {
		in_file_order(r, with_bad);
		return;
	}
	o.names = mem_alloc(((size_t)r->n_rows + 1) * sizeof *o.names);
	o.sent = mem_alloc((size_t)r->n_rows + 1);
	o.stack = mem_alloc(((size_t)r->n_rows + 1) * sizeof *o.stack);
	name_rows(&o);
	for (int made = 1; made >= 0; made--)
		for (int i = 0; i < r->n_rows; i++)
			if (r->rows[i].made == made && goes(&o, i) && !o.sent[i])
				send_with_needs(&o, i);
	free(o.names);
	free(o.sent);
	free(o.stack);
}
