/* SPDX-License-Identifier: MIT */
/*
 * door_key.c - a login key on its way through the door: what it is, is read from the key itself.
 *
 * Whoever adds a key gives the line of the .pub file; type, fingerprint and the
 * line as it is kept are made from it here, so that no form, import or command
 * can say of a key what it is not.
 */
#include <string.h>

#include "app/door_work.h"
#include "app/sshkey.h"

static const struct field *field_of(const char *name)
{
	return record_field(record_entity(ENTITY_KEY), name);
}

/* Puts text into the change, in place of what was given. */
static void state(struct door_work *w, int i, const char *name, const char *text)
{
	struct change *c = &w->changes[i];
	const struct field *f = field_of(name);
	struct value v = value_text(text);
	int at = 0;

	while (at < c->n_fields && c->fields[at].field != f)
		at++;
	if (at == c->n_fields)
		c->n_fields++;
	c->fields[at] = (struct change_field){ .field = f, .new = v };
	w->records[i].after[record_field_index(c->entity, f)] = v;
}

/* What was given all the same (an export that comes back) must be so. */
static void agree(struct door_work *w, int i, const char *name, const char *is)
{
	const struct value *v = door_after(w, i, name);

	if (v->kind == VALUE_TEXT && strcmp(v->text, is) != 0)
		door_fault(w, i, field_of(name), FAIL_DATA, "leave it out: it is read from the key", "the key's is %s", is);
	else
		state(w, i, name, is);
}

void door_read_key(struct door_work *w, int i)
{
	const struct value *given;
	struct sshkey key;
	struct error e = ERROR_INIT;

	if (w->changes[i].entity->id != ENTITY_KEY || !w->r->changes[i].add)
		return;
	given = door_after(w, i, "public_key");
	if (given->kind != VALUE_TEXT)
		return;
	if (sshkey_read(given->text, strlen(given->text), &w->arena, &key, &e) != 0) {
		door_fault_error(w, i, field_of("public_key"), &e);
		/* Said once: that type and fingerprint are missing is no further fault. */
		state(w, i, "type", "?");
		state(w, i, "fingerprint", "?");
		return;
	}
	state(w, i, "public_key", key.text);
	agree(w, i, "type", key.type);
	agree(w, i, "fingerprint", arena_strdup(&w->arena, key.fingerprint));
	if (*key.comment && door_after(w, i, "comment")->kind == VALUE_NONE)
		state(w, i, "comment", key.comment);
}
