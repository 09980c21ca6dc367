/* SPDX-License-Identifier: MIT */
/*
 * door_view.c - a saved view on its way through the door: whose it is, and whether its text parses.
 */
#include <string.h>

#include "app/door_work.h"
#include "app/names.h"
#include "app/views.h"

static const struct field *field_of(const char *name)
{
	return record_field(record_entity(ENTITY_SAVED_VIEW), name);
}

static const char *text_of(struct door_work *w, int i, const char *name)
{
	const struct value *v = door_after(w, i, name);

	return v->kind == VALUE_TEXT ? v->text : "";
}

static bool is_own(struct door_work *w, int i)
{
	const struct record *before = &w->records[i].before;
	const struct value *owner = door_after(w, i, "owner");

	if (before->entity)
		owner = &before->values[record_field_index(before->entity, field_of("owner"))];
	return w->app->role & (ROLE_ADMIN | ROLE_PERSONAL) ||
	       (owner->kind == VALUE_TEXT && strcmp(owner->text, w->app->user_uid) == 0);
}

/* Whoever adds one owns it; nobody else changes it or takes it out. */
void door_read_view(struct door_work *w, int i)
{
	struct change *c = &w->changes[i];
	struct value *owner;

	if (c->entity->id != ENTITY_SAVED_VIEW || w->r->genesis)
		return;
	owner = door_after(w, i, "owner");
	if (c->add && owner->kind == VALUE_NONE) {
		*owner = value_text(w->app->user_uid);
		c->fields[c->n_fields++] = (struct change_field){ .field = field_of("owner"), .new = *owner };
	}
	if (!is_own(w, i))
		door_fault(w, i, NULL, FAIL_DENIED, "save one of your own",
			   "only its owner or an administrator changes a view");
}

static void fault(struct door_work *w, int i, const char *field, const struct error *e)
{
	door_fault(w, i, field_of(field), FAIL_DATA, *e->next ? e->next : NULL, "%s", e->why);
}

static void check_parts(struct door_work *w, int i, const struct entity *e)
{
	struct query_context context = app_query_context(w->app);
	struct error query = ERROR_INIT, columns = ERROR_INIT, sort = ERROR_INIT;
	struct columns c;
	struct sort s;
	struct query *q;
	AUTOARENA arena = ARENA_INIT;

	if (query_parse(e, text_of(w, i, "query"), &context, &arena, &q, NULL, &query) != 0)
		fault(w, i, "query", &query);
	if (*text_of(w, i, "columns") && columns_parse(e, text_of(w, i, "columns"), &c, &columns) != 0)
		fault(w, i, "columns", &columns);
	if (*text_of(w, i, "sort") && sort_parse(e, text_of(w, i, "sort"), &s, &sort) != 0)
		fault(w, i, "sort", &sort);
}

/* A name is an owner's only once for a kind, so that it says which view is meant. */
static void check_name(struct door_work *w, int i, const struct entity *e)
{
	struct saved_view *all;
	AUTOARENA arena = ARENA_INIT;
	int n;

	if (!door_given(w, i, "name") || w->r->genesis || views_list(w->app, e, &arena, &all, &n, NULL) != 0)
		return;
	for (int k = 0; k < n; k++)
		if (all[k].mine && strcmp(all[k].uid, w->r->changes[i].uid) != 0 &&
		    views_same_name(all[k].name, text_of(w, i, "name")))
			door_fault(w, i, field_of("name"), FAIL_DATA, "replace that one, or take another name",
				   "you have a view of that name: %s", all[k].ref);
}

void door_rule_view(struct door_work *w, int i)
{
	struct error err = ERROR_INIT;
	const struct entity *e = names_entity(text_of(w, i, "kind"), &err);

	if (!e || strcmp(e->plural, text_of(w, i, "kind")) != 0) {
		door_fault(w, i, field_of("kind"), FAIL_DATA, e ? e->plural : "\"closeout help list\" names them",
			   "it is no kind of record");
		return;
	}
	check_parts(w, i, e);
	check_name(w, i, e);
}
