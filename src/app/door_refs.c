/* SPDX-License-Identifier: MIT */
/* door_refs.c - what the references typed in a request mean: its own new records first, then the store. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/door_work.h"
#include "app/names.h"
#include "base/mem.h"

/* ---- a table of references, so that a large import looks each up once */

static size_t hash(const char *s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
	return (size_t)h;
}

static struct door_ref *slot_of(const struct door_refs *t, const char *key)
{
	size_t i = hash(key) & (t->cap - 1);

	while (t->slots[i].key && strcmp(t->slots[i].key, key) != 0)
		i = (i + 1) & (t->cap - 1);
	return &t->slots[i];
}

static void grow(struct door_refs *t)
{
	struct door_refs bigger = { .n = t->n, .cap = t->cap ? t->cap * 2 : 64 };

	bigger.slots = mem_alloc(bigger.cap * sizeof *bigger.slots);
	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i].key)
			*slot_of(&bigger, t->slots[i].key) = t->slots[i];
	free(t->slots);
	*t = bigger;
}

/* False if the key was there already. */
static bool remember(struct door_work *w, const char *key, const char *uid, int change)
{
	struct door_ref *slot;

	if ((w->refs.n + 1) * 2 > w->refs.cap)
		grow(&w->refs);
	slot = slot_of(&w->refs, key);
	if (slot->key)
		return false;
	*slot = (struct door_ref){ arena_strdup(&w->arena, key), arena_strdup(&w->arena, uid), change };
	w->refs.n++;
	return true;
}

static const char *recall(const struct door_work *w, const char *key)
{
	return w->refs.cap ? slot_of(&w->refs, key)->uid : NULL;
}

/* References are read without regard to case. e NULL: of any kind. */
static void make_key(const struct entity *e, const char *ref, struct buf *key)
{
	buf_clear(key);
	buf_adds(key, e ? e->name : "*");
	buf_addc(key, ':');
	for (; *ref; ref++)
		buf_addc(key, *ref >= 'a' && *ref <= 'z' ? (char)(*ref - 'a' + 'A') : *ref);
}

/* ---- the new records of this batch */

struct typed {
	const struct door_change *change;
};

static const char *typed_text(void *data, const struct field *f)
{
	const struct door_change *c = ((const struct typed *)data)->change;

	for (int i = 0; i < c->n_fields; i++)
		if (c->fields[i].field == f)
			return c->fields[i].text;
	return NULL;
}

static void check_free(struct door_work *w, int i, const char *ref)
{
	const struct entity *e = w->r->changes[i].entity;
	struct store_found found;
	char back[120];

	if (!w->app->store || store_find(w->app->store, ref, e->id, true, &found, NULL) != 0)
		return;
	if (!found.removed) {
		door_fault(w, i, NULL, FAIL_DATA,
			   w->r->import ? "say --update to change it, or leave the row out"
					: "change that one, or take another",
			   "there is a %s %s already", e->name, ref);
		return;
	}
	/* A reference stands for one record for ever, so that old papers stay true. */
	snprintf(back, sizeof back, "\"closeout log %.40s\" shows the batch to undo to bring it back", ref);
	door_fault(w, i, NULL, FAIL_DATA, back, "%s %s was taken out, and its reference is not used again", e->name, ref);
}

static void tell_twice(struct door_work *w, int i, int before, const char *ref)
{
	const struct entity *e = w->r->changes[i].entity;

	if (before >= 0 && w->r->changes[before].where)
		door_fault(w, i, NULL, FAIL_DATA, "leave one of them out", "%s %s stands in %s already", e->name, ref,
			   w->r->changes[before].where);
	else
		door_fault(w, i, NULL, FAIL_DATA, "leave one of them out", "%s %s stands here twice", e->name, ref);
}

void door_refs_note(struct door_work *w, int i)
{
	const struct door_change *c = &w->r->changes[i];
	struct typed t = { c };
	AUTOBUF ref = BUF_INIT;
	AUTOBUF key = BUF_INIT;
	AUTOBUF any = BUF_INIT;

	w->records[i].name = c->where ? c->where : c->entity->name;
	if (c->parent_field || !names_reference(c->entity, typed_text, &t, &ref))
		return;
	if (!c->where)
		w->records[i].name = arena_strdup(&w->arena, ref.s);
	check_free(w, i, ref.s);
	make_key(c->entity, ref.s, &key);
	if (!remember(w, key.s, c->uid, i))
		tell_twice(w, i, slot_of(&w->refs, key.s)->change, ref.s);
	make_key(NULL, ref.s, &key);
	buf_adds(&any, c->entity->name);
	buf_addc(&any, ':');
	buf_adds(&any, c->uid);
	remember(w, key.s, any.s, i);
}

/* ---- looking up */

/* Text typed (or standing already) in the field of change i that refers to entity id. */
static const char *sibling(const struct door_work *w, int i, enum entity_id id)
{
	const struct door_change *c = &w->r->changes[i];
	const struct record *before = &w->records[i].before;

	for (int k = 0; k < c->n_fields; k++)
		if (c->fields[k].field->type == FIELD_REF && c->fields[k].field->target == id)
			return c->fields[k].text;
	for (int k = 0; before->entity && k < c->entity->n_fields; k++)
		if (c->entity->fields[k].type == FIELD_REF && c->entity->fields[k].target == id)
			return before->refs[k];
	return NULL;
}

static int look_up(struct door_work *w, const struct entity *target, const char *text, const char **uid,
		   struct error *err)
{
	AUTOBUF key = BUF_INIT;
	AUTOBUF any = BUF_INIT;
	struct store_found found;
	int failed;

	make_key(target, text, &key);
	*uid = recall(w, key.s);
	if (*uid)
		return 0;
	if (!w->app->store)
		return error_set(err, FAIL_MISSING, NULL, text, NULL, "there is no such record");
	failed = store_find(w->app->store, text, target ? target->id : ENTITY_NONE, false, &found, err);
	if (failed)
		return failed;
	if (!target)
		buf_addf(&any, "%s:", found.entity->name);
	buf_adds(&any, found.uid);
	remember(w, key.s, any.s, -1);
	*uid = recall(w, key.s);
	return 0;
}

/* A line's short reference ("M2.3") is tried within the plan the record itself names. */
static int look_up_short(struct door_work *w, int i, const struct entity *target, const char *text,
			 const char **uid)
{
	const struct field *parent = target && target->short_ref ? record_parent(target) : NULL;
	const char *owner = parent && !strchr(text, '/') ? sibling(w, i, parent->target) : NULL;
	AUTOBUF full = BUF_INIT;

	if (!owner || !*owner)
		return FAIL_MISSING;
	buf_addf(&full, "%s/%s", owner, text);
	return look_up(w, target, full.s, uid, NULL);
}

static bool fits(const struct field *f, const char *any)
{
	size_t len = strcspn(any, ":");
	char name[64];
	const struct entity *e;

	snprintf(name, sizeof name, "%.*s", (int)len, any);
	e = record_entity_by_name(name);
	return e && record_any_fits(f, e);
}

int door_resolve(struct door_work *w, int i, const struct field *f, const char *text, struct value *out,
		 struct error *err)
{
	const struct entity *target = f->type == FIELD_REF ? record_entity(f->target) : NULL;
	const char *uid = NULL;
	int failed;

	if (target && target->id == ENTITY_USER && strcmp(text, "me") == 0 && *w->app->user)
		text = w->app->user;
	failed = look_up_short(w, i, target, text, &uid);
	if (failed)
		failed = look_up(w, target, text, &uid, err);
	if (failed)
		return failed;
	if (!target && !fits(f, uid))
		return error_set(err, FAIL_DATA, NULL, NULL, "name a report, recommendation, plan, milestone, position or risk",
				 "%s cannot be what this is about", text);
	*out = value_text(uid);
	return 0;
}
