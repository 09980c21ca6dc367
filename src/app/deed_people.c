/* SPDX-License-Identifier: MIT */
/* deed_people.c - in whose name a person can act today: their own, and of those who delegated. */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"
#include "app/names.h"

static struct deed_person *myself(struct app *a, struct deed_people *out)
{
	struct deed_person *p = &out->at[out->n++];

	*p = (struct deed_person){ .role = a->role };
	snprintf(p->name, sizeof p->name, "%s", a->user);
	snprintf(p->uid, sizeof p->uid, "%s", a->user_uid);
	return p;
}

/* An account that is not active any more has no duties to hand on. */
static int add_person(struct app *a, const char *name, const char *scope, struct deed_people *out, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct deed_person *p = &out->at[out->n];
	struct store_found found;
	struct record r;
	int failed = store_find(a->store, name, ENTITY_USER, false, &found, err);

	if (!failed)
		failed = store_get(a->store, found.entity, found.uid, a->today, &arena, &r, err);
	if (failed || !deed_number(&r, "active"))
		return failed;
	*p = (struct deed_person){ .role = role_by_name(deed_text(&r, "role")) };
	snprintf(p->name, sizeof p->name, "%s", deed_text(&r, "name"));
	snprintf(p->uid, sizeof p->uid, "%s", r.uid);
	snprintf(p->scope, sizeof p->scope, "%s", scope);
	out->n++;
	return 0;
}

static int keep_only(struct app *a, const char *as, struct deed_people *p, struct error *err)
{
	struct store_found found;
	int failed = store_find(a->store, as, ENTITY_USER, false, &found, err);

	if (failed)
		return failed;
	for (int i = 0; i < p->n; i++)
		if (strcmp(p->at[i].uid, found.uid) == 0) {
			p->at[0] = p->at[i];
			p->n = 1;
			return 0;
		}
	return error_set(err, FAIL_DENIED, "acting for", as, "that person delegates first: \"closeout list delegations\"",
			 "%s has not delegated anything to %s today", as, a->user);
}

int deed_people(struct app *a, const char *as, struct deed_people *out, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	struct gather_from from = { a, a->store, a->today };
	struct gather_query q = { .entity = ENTITY_DELEGATION, .columns = "from_user,scope",
				  .where = "to_user:me starts_on<=today ends_on>=today" };
	struct rows rows;
	int failed = 0;

	out->n = 0;
	myself(a, out);
	if (a->kind != APP_PERSONAL)
		failed = gather_rows(&from, &q, &arena, &rows, err);
	else
		rows.n = 0;
	for (int i = 0; !failed && i < rows.n && out->n < DEED_PEOPLE; i++)
		failed = add_person(a, gather_cell(&rows, i, 0), gather_cell(&rows, i, 1), out, err);
	return failed || !as ? failed : keep_only(a, as, out, err);
}
