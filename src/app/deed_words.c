/* SPDX-License-Identifier: MIT */
/* deed_words.c - what a deed does, one line each: for the confirmation, and for whoever did it. */
#include <ctype.h>
#include <string.h>

#include "app/deed_private.h"

static void show(struct deed_making *m, const struct field *f, struct value v, struct buf *out)
{
	const char *ref = NULL;

	if (f->type == FIELD_REF && v.kind == VALUE_TEXT)
		ref = store_ref(m->app->store, record_entity(f->target), v.text, &m->arena);
	if (ref)
		buf_adds(out, ref);
	else if (v.kind == VALUE_NONE)
		buf_adds(out, "none");
	else
		value_show(f, v, out);
}

static void moved(struct deed_making *m, const struct door_change *c, struct buf *out)
{
	for (int i = 0; i < c->n_fields; i++) {
		const struct door_field *f = &c->fields[i];

		if (!f->has_base || value_equal(f->base, f->value))
			continue;
		buf_addf(out, "%s%s %s: ", out->len ? "\n" : "", c->where, f->field->label);
		show(m, f->field, f->base, out);
		buf_adds(out, " -> ");
		show(m, f->field, f->value, out);
	}
}

static struct value value_in(const struct door_change *c, const char *field)
{
	for (int i = 0; i < c->n_fields; i++)
		if (strcmp(c->fields[i].field->name, field) == 0)
			return c->fields[i].value;
	return VALUE_NULL;
}

/* What is made besides: one sentence a kind. */
static void made(struct deed_making *m, const struct door_change *c, struct buf *out)
{
	const char *line = out->len ? "\n" : "";
	const struct field *who;

	switch (c->entity->id) {
	case ENTITY_APPROVAL:
		who = record_field(c->entity, "waits_for");
		buf_addf(out, "%sit waits for a second person: ", line);
		show(m, who, value_in(c, "waits_for"), out);
		if (value_in(c, "levels").number > 1)
			buf_addf(out, " (level %lld of %lld)", (long long)value_in(c, "level").number,
				 (long long)value_in(c, "levels").number);
		break;
	case ENTITY_UPDATE:
		buf_addf(out, "%san update is written", line);
		break;
	case ENTITY_EXTENSION:
		buf_addf(out, "%san extension is asked for, to %s", line, value_in(c, "to_date").text);
		break;
	case ENTITY_BASELINE:
		buf_addf(out, "%sa new baseline is kept", line);
		break;
	default:
		break;
	}
}

/* The milestones that go with the outcome of the gate, in one line. */
static void cancelled(struct deed_making *m, struct buf *out)
{
	AUTOBUF names = BUF_INIT;
	int n = 0;

	for (int i = 0; i < m->n; i++) {
		const struct door_change *c = &m->changes[i];

		if (c->entity->id != ENTITY_MILESTONE || !c->verb || strcmp(c->verb, "cancel") != 0 || !c->where ||
		    value_in(c, "state").kind != VALUE_TEXT || c->fields[0].has_base)
			continue;
		buf_addf(&names, "%s%s", n++ ? ", " : "", c->where);
	}
	if (n)
		buf_addf(out, "%s%d milestone%s cancelled: %s", out->len ? "\n" : "", n, n == 1 ? " is" : "s are", names.s);
}

void deed_words(struct deed_making *m, struct buf *out)
{
	for (int i = 0; i < m->n; i++) {
		const struct door_change *c = &m->changes[i];

		if (c->remove && c->where)
			buf_addf(out, "%s%s is taken out; its reference is not used again", out->len ? "\n" : "", c->where);
		else if (c->add)
			made(m, c, out);
		else if (c->entity->id == ENTITY_APPROVAL && value_in(c, "state").kind == VALUE_TEXT) {
			buf_addf(out, "%s%s is ", out->len ? "\n" : "", c->where ? c->where : "what waited");
			buf_adds(out, value_in(c, "state").text);
		} else if (c->where)
			moved(m, c, out);
	}
	cancelled(m, out);
}
