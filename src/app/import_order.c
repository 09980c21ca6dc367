/* SPDX-License-Identifier: MIT */
/*
 * import_order.c - what is sent to the door, in an order in which it can be written.
 *
 * A register names offices before the one they belong to, and a recommendation
 * before the one it repeats. Records that others of the same piece refer to go
 * first; everything else keeps the order of the file. A row that names one that is
 * not there yet, of a file that goes on, waits for it (import_later.c).
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
	enum order_state { ORDER_NEW, ORDER_OPEN, ORDER_SENT, ORDER_LATER, ORDER_OUT } *state; /* one a row */
	bool with_bad;
	bool may_wait;
	int *stack;
	int depth;
};

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

static bool has_record(const struct ordering *o, int i)
{
	const struct import_row *row = &o->r->rows[i];

	return row->first < o->r->n_changes && o->r->owners[row->first] == i && !row->later;
}

static bool is_out(const struct ordering *o, int i)
{
	return !o->with_bad && (o->r->rows[i].bad || o->r->rows[i].left_out);
}

static void name_rows(struct ordering *o)
{
	struct reading_rows *r = o->r;

	for (int i = 0; i < r->n_rows; i++) {
		AUTOBUF ref = BUF_INIT;
		const struct import_row *row = &r->rows[i];

		if (!has_record(o, i) || row->made || !r->changes[row->first].add ||
		    !names_reference(r->im->entity, import_typed_text, &r->changes[row->first], &ref))
			continue;
		o->names[o->n_names++] = (struct named){ arena_strdup(&r->of_rows, ref.s), i };
	}
	qsort(o->names, (size_t)o->n_names, sizeof *o->names, by_ref);
}

/* A record of the kind that is there, or was made by an earlier piece. */
static bool is_there(const struct ordering *o, const char *ref)
{
	struct store_found found;

	return !o->r->app->store ||
	       store_find(o->r->app->store, ref, o->r->im->entity->id, true, &found, NULL) != FAIL_MISSING;
}

/* Row i names a record whose own row is bad: it cannot come in without it. */
static void leave_out(struct ordering *o, int i, const struct door_field *f, const char *why, const char *next)
{
	struct reading_rows *r = o->r;
	const struct import_column *column = import_column_of(r, f->field);

	o->state[i] = ORDER_OUT;
	import_problem(r, &(struct import_problem){
		.row = i, .line = r->rows[i].line, .field = f->field, .kind = FAIL_MISSING,
		.name = column ? column->name : f->field->name, .column = column ? column->number : 0,
		.why = arena_printf(&r->of_rows, "\"%.60s\": %s", f->text, why), .next = next });
}

static void add_ref(const struct ordering *o, int row, struct buf *out)
{
	for (int i = 0; i < o->n_names; i++)
		if (o->names[i].row == row) {
			buf_addf(out, "%s%.40s", out->len ? " > " : "", o->names[i].ref);
			return;
		}
}

#define CIRCLE_MOST 8 /* of them are named */

/* Row i names one that waits for it: all from there on go round, and none can be the first. */
static void circle(struct ordering *o, const struct door_field *f, int row)
{
	struct reading_rows *r = o->r;
	const struct import_column *column = import_column_of(r, f->field);
	AUTOBUF way = BUF_INIT;
	int from = o->depth - 1;

	while (from > 0 && o->stack[from] != row)
		from--;
	for (int k = from; k < o->depth && k < from + CIRCLE_MOST; k++)
		add_ref(o, o->stack[k], &way);
	if (o->depth > from + CIRCLE_MOST)
		buf_adds(&way, " > ...");
	add_ref(o, row, &way);
	for (int k = from; k < o->depth; k++) {
		int at = o->stack[k];

		o->state[at] = ORDER_OUT;
		import_problem(r, &(struct import_problem){
			.row = at, .line = r->rows[at].line, .field = f->field, .kind = FAIL_MISSING,
			.name = column ? column->name : f->field->name, .column = column ? column->number : 0,
			.why = arena_printf(&r->of_rows, "it comes round to itself: %s", way.s),
			.next = "empty the cell of one of them, and set it when all are in" });
	}
}

/* A row that has to go before row i and is not sent yet; -1: none, and whether row i can go is known. */
static int waits_for(struct ordering *o, int i)
{
	struct reading_rows *r = o->r;
	const struct door_change *c = &r->changes[r->rows[i].first];

	for (int k = 0; k < c->n_fields && o->state[i] == ORDER_OPEN; k++) {
		const struct door_field *f = &c->fields[k];
		bool own = f->text && f->field->type == FIELD_REF && f->field->target == r->im->entity->id;
		int row = own ? row_named(o, f->text) : -1;

		if (row >= 0 && row != i && is_out(o, row))
			leave_out(o, i, f, arena_printf(&r->of_rows, "its row is bad (%s)", r->rows[row].where),
				  "mend that one");
		else if (row >= 0 && row != i && o->state[row] == ORDER_OUT)
			o->state[i] = ORDER_OUT; /* what is wrong is told of that one */
		else if (row >= 0 && o->state[row] == ORDER_OPEN)
			circle(o, f, row);
		else if (row >= 0 && row != i && o->state[row] == ORDER_NEW)
			return row;
		else if (own && row < 0 && import_later_has(r, f->text) && !is_there(o, f->text))
			leave_out(o, i, f, "its row stands in the file and cannot come in before this one, or names one that is missing",
				  "look whether they come round in a circle; empty the cell of one, and set it when all are in");
		else if (own && f->field == r->rows[i].unnamed)
			o->state[i] = ORDER_LATER;
		else if (own && (row >= 0 ? o->state[row] == ORDER_LATER : o->may_wait && !is_there(o, f->text)))
			o->state[i] = ORDER_LATER;
	}
	return -1;
}

static void send_row(struct ordering *o, int row)
{
	struct reading_rows *r = o->r;

	for (int i = r->rows[row].first; i < r->n_changes && r->owners[i] >= row; i++)
		if (r->owners[i] == row)
			send_change(r, i);
	o->state[row] = ORDER_SENT;
}

/* Down to what waits for nothing, and back. */
static void send_with_needs(struct ordering *o, int row)
{
	o->stack[o->depth++] = row;
	o->state[row] = ORDER_OPEN;
	while (o->depth) {
		int top = o->stack[o->depth - 1], need = waits_for(o, top);

		if (need >= 0) {
			o->stack[o->depth++] = need;
			o->state[need] = ORDER_OPEN;
			continue;
		}
		if (o->state[top] == ORDER_OPEN)
			send_row(o, top);
		o->depth--;
	}
}

/* Those that are left are what the rows of the next piece are looked for among. */
static void put_later(struct ordering *o)
{
	for (int i = 0; i < o->r->n_rows; i++)
		if (o->state[i] == ORDER_LATER)
			import_later_put(o->r, i);
}

void import_order(struct reading_rows *r, bool with_bad)
{
	struct ordering o = { .r = r, .with_bad = with_bad, .may_wait = with_bad && import_may_wait(r) };

	r->n_send = 0;
	if (with_bad)
		import_named_rows(r);
	if (r->im->genesis || !refers_to_kind(r)) {
		in_file_order(r, with_bad);
		return;
	}
	o.names = mem_alloc(((size_t)r->n_rows + 1) * sizeof *o.names);
	o.state = mem_alloc(((size_t)r->n_rows + 1) * sizeof *o.state);
	o.stack = mem_alloc(((size_t)r->n_rows + 1) * sizeof *o.stack);
	name_rows(&o);
	for (int made = 1; made >= 0; made--)
		for (int i = 0; i < r->n_rows; i++)
			if (r->rows[i].made == made && has_record(&o, i) && !is_out(&o, i) && o.state[i] == ORDER_NEW)
				send_with_needs(&o, i);
	put_later(&o);
	free(o.names);
	free(o.state);
	free(o.stack);
}
