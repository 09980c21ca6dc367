/* SPDX-License-Identifier: MIT */
/* may.c - who may add and edit what, from the masks of the record table. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"
#include "app/may.h"

bool may_write(const struct app *a, struct error *why)
{
	if (a->options.read_only || (a->store && store_read_only(a->store)))
		error_set(why, FAIL_DENIED, NULL, NULL, "start without --read-only", "the database is open for reading only");
	else if (a->today_given && a->kind != APP_SAMPLE)
		error_set(why, FAIL_DENIED, NULL, NULL, "leave out --today",
			  "with --today this database is for reading only");
	else
		return true;
	return false;
}

void may_roles(unsigned roles, struct buf *out)
{
	const char *between = "";

	for (int i = 0; i < ROLE_MAX; i++) {
		if (!(roles & (1u << i)) || (1u << i) == ROLE_PERSONAL)
			continue;
		buf_addf(out, "%s%s", between, role_name(1u << i));
		between = ", ";
	}
}

bool may_role(const struct app *a, unsigned roles, const char *act, struct error *why)
{
	AUTOBUF who = BUF_INIT;

	if (a->role & (roles | ROLE_PERSONAL))
		return true;
	may_roles(roles, &who);
	error_set(why, FAIL_DENIED, NULL, NULL, NULL, "a%s %s may not %s; %s may",
		  strchr("aeiou", *role_name(a->role)) ? "n" : "", role_name(a->role), act,
		  who.len ? who.s : "nobody");
	return false;
}

bool app_may_add(const struct app *a, const struct entity *e, struct error *why)
{
	char act[80];

	if (e->flags & ENTITY_INTERNAL) {
		error_set(why, FAIL_DENIED, NULL, NULL, NULL, "%s are written by closeout itself", e->plural);
		return false;
	}
	if (!may_write(a, why))
		return false;
	snprintf(act, sizeof act, "add %s", e->plural);
	return may_role(a, e->add_roles, act, why);
}

/* What no role changes by editing, field by field. */
static bool editable(const struct entity *e, const struct field *f, struct error *why)
{
	if (f->flags & FIELD_DERIVED)
		error_set(why, FAIL_USAGE, NULL, NULL, NULL, "it is computed and cannot be set");
	else if (f->type == FIELD_LINES)
		error_set(why, FAIL_USAGE, NULL, NULL, NULL, "its lines are records of their own: %s",
			  record_entity(f->target)->plural);
	else if (f->flags & FIELD_RETIRED)
		error_set(why, FAIL_USAGE, NULL, NULL, NULL, "this version does not use it any more");
	else if (f->flags & FIELD_GENESIS)
		error_set(why, FAIL_DENIED, NULL, NULL, NULL, "it is fixed when the %s is made", e->name);
	else if (f->flags & FIELD_WORKFLOW)
		error_set(why, FAIL_DENIED, NULL, NULL, NULL, "only an action sets it: %s", f->by ? f->by : "none");
	else
		return true;
	return false;
}

bool app_may_edit(const struct app *a, const struct entity *e, const struct field *f, struct error *why)
{
	unsigned roles = f && f->writers ? f->writers : e->edit_roles;
	char act[120];

	if (f && !editable(e, f, why))
		return false;
	if (e->flags & ENTITY_APPEND_ONLY) {
		error_set(why, FAIL_DENIED, NULL, NULL, "add another one that says what has changed",
			  "%s are never edited, only followed", e->plural);
		return false;
	}
	if (e->flags & ENTITY_INTERNAL && !e->edit_roles) {
		error_set(why, FAIL_DENIED, NULL, NULL, NULL, "%s are written by closeout itself", e->plural);
		return false;
	}
	if (!may_write(a, why))
		return false;
	if (f && f->writers)
		snprintf(act, sizeof act, "edit %s of %s", f->name, e->plural);
	else
		snprintf(act, sizeof act, "edit %s", e->plural);
	return may_role(a, roles, act, why);
}
