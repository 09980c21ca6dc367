/* SPDX-License-Identifier: MIT */
/* door_plan.c - a dependency ties two milestones of one plan. That it closes no circle the store checks. */
#include <string.h>

#include "app/door_work.h"

static const char *text_in(const struct entity *e, const struct value *values, const char *field)
{
	const struct value *v = &values[record_field_index(e, record_field(e, field))];

	return v->kind == VALUE_TEXT ? v->text : "";
}

static void check_plan(struct door_work *w, int i, const char *field)
{
	const struct entity *m = record_entity(ENTITY_MILESTONE), *d = w->r->changes[i].entity;
	const char *uid = text_in(d, w->records[i].after, field);
	struct record r;

	if (!*uid || !w->app->store ||
	    store_get(w->app->store, m, uid, w->app->today, &w->arena, &r, NULL) != 0 ||
	    strcmp(text_in(m, r.values, "plan"), text_in(d, w->records[i].after, "plan")) == 0)
		return;
	door_fault(w, i, record_field(d, field), FAIL_DATA, "name a milestone of the same plan",
		   "%s belongs to another plan", r.ref);
}

void door_rule_dependency(struct door_work *w, int i)
{
	const struct value *pred = door_after(w, i, "pred"), *succ = door_after(w, i, "succ");

	if (!door_given(w, i, "pred") && !door_given(w, i, "succ"))
		return;
	check_plan(w, i, "pred");
	check_plan(w, i, "succ");
	if (pred->kind == VALUE_TEXT && value_equal(*pred, *succ))
		door_fault(w, i, record_field(w->r->changes[i].entity, "succ"), FAIL_DATA, NULL,
			   "a milestone cannot wait for itself");
}
