/* SPDX-License-Identifier: MIT */
/* deed_facts.c - what the life cycles have to know of a record, from the store. */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"

/* ---- values of a record ------------------------------------------------------------ */

const struct value *deed_value(const struct record *r, const char *field)
{
	static const struct value none = { .kind = VALUE_NONE };
	const struct field *f = r->entity ? record_field(r->entity, field) : NULL;

	return f ? &r->values[record_field_index(r->entity, f)] : &none;
}

const char *deed_text(const struct record *r, const char *field)
{
	const struct value *v = deed_value(r, field);

	return v->kind == VALUE_TEXT ? v->text : "";
}

int64_t deed_number(const struct record *r, const char *field)
{
	const struct value *v = deed_value(r, field);

	return v->kind == VALUE_INT ? v->number : 0;
}

struct date deed_date(const struct record *r, const char *field)
{
	const char *text = deed_text(r, field);
	struct date d = DATE_NONE;

	date_parse_iso(text, strlen(text), &d);
	return d;
}

const char *deed_any(struct arena *a, const struct entity *e, const char *uid)
{
	return arena_printf(a, "%s:%s", e->name, uid);
}

/* ---- the open approval ------------------------------------------------------------------ */

static const char *text_or_null(const struct record *r, const char *field)
{
	const char *text = deed_text(r, field);

	return *text ? text : NULL;
}

int deed_read(const struct deed_case *c, enum entity_id kind, const char *uid, struct record *out, struct error *err)
{
	return store_get(c->app->store, record_entity(kind), uid, c->app->today, c->arena, out, err);
}

static int open_facts(struct deed_case *c, struct error *err)
{
	struct life_facts *f = &c->facts;
	const struct record *r = &c->approval;
	const char *before = deed_text(r, "after");
	struct record first;

	f->submitted_action = deed_text(r, "action");
	f->open_ref = r->ref;
	f->submitter_uid = text_or_null(r, "submitted_by");
	f->submitter_for_uid = text_or_null(r, "submitted_for");
	f->level = (int)deed_number(r, "level");
	f->levels = (int)deed_number(r, "levels");
	if (!*before)
		return 0;
	int failed = deed_read(c, ENTITY_APPROVAL, before, &first, err);

	if (failed)
		return failed;
	f->decider_uid = text_or_null(&first, "decided_by");
	f->decider_for_uid = text_or_null(&first, "decided_for");
	return 0;
}

/* Of an approval itself: that one. Of any other record: the one that waits about it. */
static int find_open(struct deed_case *c, struct error *err)
{
	struct rows rows;
	int failed;

	if (c->record.entity->id == ENTITY_APPROVAL) {
		if (strcmp(deed_text(&c->record, "state"), "waiting") != 0)
			return 0;
		c->approval = c->record;
		return open_facts(c, err);
	}
	failed = deed_rows(c, ENTITY_APPROVAL, "subject", "state:waiting", "ref", &rows, err);
	if (failed || !rows.n)
		return failed;
	failed = deed_read(c, ENTITY_APPROVAL, rows.uids[0], &c->approval, err);
	return failed ? failed : open_facts(c, err);
}

static int find_extensions(struct deed_case *c, struct error *err)
{
	struct rows rows;
	int failed;

	if (c->record.entity->id != ENTITY_RECOMMENDATION)
		return 0;
	failed = deed_rows(c, ENTITY_EXTENSION, "recommendation", NULL, "state,to_date", &rows, err);
	for (int i = 0; !failed && i < rows.n; i++) {
		if (strcmp(gather_cell(&rows, i, 0), "approved") == 0)
			c->facts.extensions++;
		else if (strcmp(gather_cell(&rows, i, 0), "asked") == 0)
			c->facts.extension_to = gather_date(&rows, i, 1);
	}
	return failed;
}

static bool see_adder(void *data, const struct entry *e)
{
	snprintf(data, 33, "%s", e->actor);
	return false;
}

/* Who added the record: the actor of its first entry. */
static void find_adder(struct deed_case *c)
{
	struct log_filter f = { .entity = c->record.entity, .uid = c->record.uid, .from = DATE_NONE, .to = DATE_NONE,
				.limit = 1 };
	struct store_found found;
	char name[33] = "";

	if (store_log(c->app->store, &f, see_adder, name, NULL) == 0 && *name &&
	    store_find(c->app->store, name, ENTITY_USER, true, &found, NULL) == 0)
		c->facts.adder_uid = arena_strdup(c->arena, found.uid);
}

/* ---- the case -------------------------------------------------------------------------------- */

int deed_case_init(struct deed_case *c, struct app *a, const struct entity *e, const char *uid, struct arena *arena,
		   struct error *err)
{
	const struct settings_clock *letter = &a->settings.clock[SETTINGS_CLOCK_CLOSEOUT_LETTER];
	int failed;

	*c = (struct deed_case){ .app = a, .arena = arena, .facts = LIFE_FACTS_INIT, .effective = DATE_NONE };
	failed = store_get(a->store, e, uid, a->today, arena, &c->record, err);
	if (failed)
		return failed;
	c->facts.closeout_days = letter->unit == SETTINGS_DAYS ? letter->length : letter->length * 30;
	c->name = c->record.ref;
	c->facts.entity = e;
	c->facts.values = c->record.values;
	c->facts.today = a->today;
	c->facts.personal = a->kind == APP_PERSONAL;
	if (record_field(e, "owner_user"))
		c->facts.owner_name = c->record.refs[record_field_index(e, record_field(e, "owner_user"))];
	failed = find_open(c, err);
	return failed ? failed : find_extensions(c, err);
}

void deed_case_rule(struct deed_case *c, const struct life_rule *r)
{
	c->rule = r;
	c->n_given = c->n_asked_before = 0;
	c->facts.given = NULL;
	c->facts.n_given = 0;
	c->facts.letter_on = DATE_NONE;
	c->letter_uid[0] = '\0';
	c->letter_line = NULL;
	c->letter_new = false;
	c->effective = DATE_NONE;
	c->checked = false;
	memset(c->known, 0, sizeof c->known);
	if (r->flags & LIFE_ADDER && !c->facts.adder_uid)
		find_adder(c);
}

void deed_case_person(struct deed_case *c, const struct deed_people *p, int as)
{
	const struct deed_person *who = &p->at[as];
	bool other = *who->scope;

	/* With "as" given, the only person left is the one acted for. */
	c->facts.role = who->role;
	c->facts.actor = c->app->user;
	c->facts.actor_uid = c->app->user_uid;
	c->facts.acting_for = other ? who->name : NULL;
	c->facts.acting_for_uid = other ? who->uid : NULL;
}

int deed_case_try(struct deed_case *c, const struct deed_people *p, int as, struct buf *warnings, struct error *err)
{
	const struct deed_person *who = &p->at[as];
	int failed;

	deed_case_person(c, p, as);
	if (*who->scope && !life_in_scope(who->scope, c->rule))
		return error_set(err, FAIL_DENIED, c->rule->action, c->name, NULL,
				 "the delegation of %s is for %s only", who->name, who->scope);
	if (*who->scope && (c->app->role & ROLE_ADMIN) && (c->rule->flags & LIFE_DECIDES))
		return error_set(err, FAIL_DENIED, c->rule->action, c->name, "ask somebody who is no administrator",
				 "an administrator decides nothing, acting for somebody neither");
	c->known[GUARD_NOT_COMPLETER] = false; /* depends on who asks */
	failed = deed_guards(c, err);
	if (!failed)
		failed = life_possible(c->rule, &c->facts, warnings, err);
	if (failed && err)
		error_where(err, "%s", c->name);
	return failed;
}

int deed_case_possible(struct deed_case *c, const struct deed_people *p, struct buf *warnings, struct error *err)
{
	struct error first = ERROR_INIT;

	for (int i = 0; i < p->n; i++) {
		struct error own = ERROR_INIT;
		size_t before = warnings ? warnings->len : 0;
		int failed = deed_case_try(c, p, i, warnings, &own);

		if (!failed)
			return i;
		if (warnings)
			buf_cut(warnings, before);
		/* What is not theirs to do says less than why it cannot be done by whom it is. */
		if (!first.kind || (first.kind == FAIL_DENIED && own.kind != FAIL_DENIED))
			first = own;
	}
	if (err)
		*err = first;
	return -1;
}
