/* SPDX-License-Identifier: MIT */
/*
 * deed_guards.c - the guards that look at other records.
 *
 * Most are a question to count: at least one, or none. They are asked in the words
 * of the query language, so that a person can ask the same.
 */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"

int deed_rows(const struct deed_case *c, enum entity_id kind, const char *parent, const char *where,
	      const char *columns, struct rows *out, struct error *err)
{
	const struct field *f = record_field(record_entity(kind), parent);
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = kind, .parent = parent, .parent_uid = c->record.uid, .where = where,
				  .columns = columns };

	if (f->type == FIELD_ANY)
		q.parent_uid = deed_any(c->arena, c->record.entity, c->record.uid);
	return gather_rows(&from, &q, c->arena, out, err);
}

/* ---- counting -------------------------------------------------------------------------- */

/* Several rows of one guard: any of those that want some, all of those that want none. */
static const struct counted {
	enum life_guard guard;
	enum entity_id on;   /* ENTITY_NONE: any kind of record */
	enum entity_id kind; /* what is counted */
	const char *parent, *where;
	bool none;           /* holds where there is none; else where there is one */
	const char *state;   /* none: a column said with the ones that are in the way; or NULL */
} counts[] = {
	{ GUARD_EVIDENCE, ENTITY_NONE, ENTITY_EVIDENCE, "subject", "withdrawn:no", false, NULL },
	{ GUARD_PLANNED_ACTION, ENTITY_RECOMMENDATION, ENTITY_CORRECTIVE_ACTION, "recommendation",
	  "due:any -cancel_reason:any", false, NULL },
	{ GUARD_PLANNED_ACTION, ENTITY_RECOMMENDATION, ENTITY_MILESTONE, "fulfils", "forecast:any", false, NULL },
	{ GUARD_PLANNED_ACTION, ENTITY_RECOMMENDATION, ENTITY_PLAN, "recommendation", "milestone_count>0", false, NULL },
	{ GUARD_STEPS_DONE, ENTITY_RECOMMENDATION, ENTITY_CORRECTIVE_ACTION, "recommendation",
	  "done_on:none -cancel_reason:any", true, "due" },
	{ GUARD_STEPS_DONE, ENTITY_RECOMMENDATION, ENTITY_MILESTONE, "fulfils", "-state:complete,cancelled", true, "state" },
	{ GUARD_SUCCESSOR, ENTITY_RECOMMENDATION, ENTITY_RECOMMENDATION, "supersedes", NULL, false, NULL },
	{ GUARD_ALL_APPROVED, ENTITY_PLAN, ENTITY_MILESTONE, "plan", "state:draft,proposed", true, "state" },
};

static void say_which(struct deed_case *c, enum life_guard g, const struct counted *q, const struct rows *rows)
{
	AUTOBUF text = BUF_INIT;

	for (int i = 0; i < rows->n && i < 4; i++)
		buf_addf(&text, "%s%s%s%s", i ? ", " : "", gather_cell(rows, i, 0), q->state ? " is " : "",
			 q->state ? gather_cell(rows, i, 1) : "");
	if (rows->n > 4)
		buf_addf(&text, " and %d more", rows->n - 4);
	c->facts.detail[g] = arena_strdup(c->arena, text.s);
}

static int count(struct deed_case *c, enum life_guard g, struct error *err)
{
	bool some = false, wants_some = false, ok = true;

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		const struct counted *q = &counts[i];
		char columns[32];
		struct rows rows;
		int failed;

		if (q->guard != g || (q->on != ENTITY_NONE && q->on != c->record.entity->id))
			continue;
		snprintf(columns, sizeof columns, "ref%s%s", q->state ? "," : "", q->state ? q->state : "");
		failed = deed_rows(c, q->kind, q->parent, q->where, columns, &rows, err);
		if (failed)
			return failed;
		wants_some = wants_some || !q->none;
		some = some || (!q->none && rows.n);
		if (q->none && rows.n) {
			ok = false;
			say_which(c, g, q, &rows);
		}
	}
	c->facts.guard[g] = ok && (some || !wants_some);
	return 0;
}

/* ---- letters ----------------------------------------------------------------------------- */

int deed_letter_came(struct deed_case *c, bool *came, struct error *err)
{
	struct rows lines;
	int failed = deed_rows(c, ENTITY_LETTER_LINE, "recommendation", NULL, "letter", &lines, err);

	*came = false;
	for (int i = 0; !failed && i < lines.n && !*came; i++) {
		struct store_found found;
		struct record letter;

		failed = store_find(c->app->store, gather_cell(&lines, i, 0), ENTITY_CORRESPONDENCE, true, &found,
				    err);
		if (!failed)
			failed = deed_read(c, ENTITY_CORRESPONDENCE, found.uid, &letter, err);
		*came = !failed && strcmp(deed_text(&letter, "direction"), "in") == 0;
	}
	return failed;
}

/* The signed response: the letter given, or one on record that is about it. */
static int response_letter(struct deed_case *c, struct error *err)
{
	struct rows lines;
	int failed = deed_rows(c, ENTITY_LETTER_LINE, "recommendation", NULL, "letter", &lines, err);

	for (int i = 0; !failed && i <= lines.n && !c->facts.guard[GUARD_RESPONSE_LETTER]; i++) {
		struct store_found found;
		struct record letter;
		const char *uid = c->letter_uid;

		if (i < lines.n) {
			failed = store_find(c->app->store, gather_cell(&lines, i, 0), ENTITY_CORRESPONDENCE,
					false, &found, err);
			uid = found.uid;
		}
		if (failed || !*uid)
			continue;
		failed = store_get(c->app->store, record_entity(ENTITY_CORRESPONDENCE), uid, c->app->today, c->arena,
				   &letter, err);
		c->facts.guard[GUARD_RESPONSE_LETTER] = !failed && strcmp(deed_text(&letter, "direction"), "out") == 0 &&
							strcmp(deed_text(&letter, "kind"), "response") == 0 &&
							*deed_text(&letter, "signatory");
	}
	return failed;
}

static int letter_in(struct deed_case *c, struct error *err)
{
	(void)err;
	c->facts.guard[GUARD_LETTER_IN] = c->letter_in;
	return 0;
}

static int dispute(struct deed_case *c, struct error *err)
{
	const char *concurrence = deed_text(&c->record, "concurrence");
	struct rows rejected;
	int failed = deed_rows(c, ENTITY_LETTER_LINE, "recommendation", "outcome:reject recorded_on:any", "ref", &rejected, err);

	c->facts.guard[GUARD_DISPUTE] = !failed && (rejected.n || strcmp(concurrence, "partial") == 0 ||
						    strcmp(concurrence, "nonconcur") == 0);
	return failed;
}

static int office_plan(struct deed_case *c, struct error *err)
{
	int failed = count(c, GUARD_PLANNED_ACTION, err);
	bool person = *deed_text(&c->record, "owner_user") || *deed_text(&c->record, "owner_office");
	bool target = *deed_text(&c->record, "original_target") || life_was_given(&c->facts, "current_target");

	c->facts.guard[GUARD_OFFICE_PLAN] = c->facts.guard[GUARD_PLANNED_ACTION] && person && target;
	return failed;
}

/* ---- who completed what is behind a closeout ----------------------------------------------- */

struct toucher {
	const struct entity *entity;
	const char *field;
	struct arena *arena;
	const char *actor, *acting_for; /* of the newest entry that gave the field a value */
};

static bool see_touch(void *data, const struct entry *e)
{
	struct toucher *t = data;
	struct change_field *fields;
	int n;

	if (change_read(t->entity, e->changes, t->arena, &fields, &n, NULL) != 0)
		return true;
	for (int i = 0; i < n; i++)
		if (strcmp(fields[i].field->name, t->field) == 0 && fields[i].new.kind != VALUE_NONE) {
			t->actor = arena_strdup(t->arena, e->actor);
			t->acting_for = arena_strdup(t->arena, e->acting_for);
			return false;
		}
	return true;
}

static bool is_me(const struct deed_case *c, const char *name)
{
	return name && (strcmp(name, c->facts.actor) == 0 ||
			(c->facts.acting_for && strcmp(name, c->facts.acting_for) == 0));
}

static int completed_by_me(struct deed_case *c, enum entity_id kind, const char *parent, const char *field, bool *mine,
			   struct error *err)
{
	struct rows rows;
	AUTOBUF where = BUF_INIT;
	int failed;

	buf_addf(&where, "%s:any", field);
	failed = deed_rows(c, kind, parent, where.s, "ref", &rows, err);
	for (int i = 0; !failed && i < rows.n; i++) {
		struct log_filter f = { .entity = record_entity(kind), .uid = rows.uids[i], .from = DATE_NONE,
					.to = DATE_NONE, .newest_first = true };
		struct toucher t = { .entity = record_entity(kind), .field = field, .arena = c->arena };

		failed = store_log(c->app->store, &f, see_touch, &t, err);
		if (is_me(c, t.actor) || is_me(c, t.acting_for)) {
			*mine = true;
			c->facts.detail[GUARD_NOT_COMPLETER] = gather_cell(&rows, i, 0);
		}
	}
	return failed;
}

static int not_completer(struct deed_case *c, struct error *err)
{
	bool mine = false;
	int failed = 0;

	c->facts.detail[GUARD_NOT_COMPLETER] = NULL;
	if (c->record.entity->id == ENTITY_RECOMMENDATION)
		failed = completed_by_me(c, ENTITY_MILESTONE, "fulfils", "actual", &mine, err);
	if (!failed && c->record.entity->id == ENTITY_RECOMMENDATION)
		failed = completed_by_me(c, ENTITY_CORRECTIVE_ACTION, "recommendation", "done_on", &mine, err);
	c->facts.guard[GUARD_NOT_COMPLETER] = !mine;
	return failed;
}

/* ---- what refers to it ----------------------------------------------------------------------- */

struct referrers {
	struct deed_case *c;
	bool any;
};

/* Lines go with the record they belong to. */
static void see_referrer(void *data, const struct entity *from, const struct field *field, int64_t n)
{
	struct referrers *r = data;

	if (from->flags & ENTITY_LINE && field->flags & FIELD_PARENT)
		return;
	if (!r->any)
		r->c->facts.detail[GUARD_UNREFERRED] = arena_printf(r->c->arena, "%lld %s", (long long)n,
								    n == 1 ? from->name : from->plural);
	r->any = true;
}

/* What a letter did to a recommendation stands on the letter. */
static int recorded(struct deed_case *c, bool *any, struct error *err)
{
	struct rows lines = { .n = 0 };
	int failed = 0;

	if (c->record.entity->id == ENTITY_LETTER_LINE)
		*any = !date_is_none(deed_date(&c->record, "recorded_on"));
	if (c->record.entity->id == ENTITY_CORRESPONDENCE)
		failed = deed_rows(c, ENTITY_LETTER_LINE, "letter", "recorded_on:any", "recommendation", &lines, err);
	*any = *any || lines.n;
	if (*any)
		c->facts.detail[GUARD_UNREFERRED] = "what it did is recorded";
	return failed;
}

static int unreferred(struct deed_case *c, struct error *err)
{
	struct referrers r = { .c = c };
	int failed = store_referrers(c->app->store, c->record.entity, c->record.uid, see_referrer, &r, err);

	if (!failed && !r.any)
		failed = recorded(c, &r.any, err);
	c->facts.guard[GUARD_UNREFERRED] = !r.any;
	return failed;
}

/* ---- the checklist ------------------------------------------------------------------------------ */

static int checklist(struct deed_case *c, struct error *err)
{
	bool all = true, yes = true;
	AUTOBUF open = BUF_INIT;
	int failed = deed_checklist(c, err);

	for (int i = 0; !failed && i < CHECK_MAX; i++) {
		if (!c->check[i].answer) {
			buf_addf(&open, "%s%s", all ? "" : "; ", check_text((enum check_item)i));
			all = false;
		} else if (strcmp(c->check[i].answer, "no") == 0) {
			if (yes)
				c->facts.detail[GUARD_CHECKLIST_YES] = check_text((enum check_item)i);
			yes = false;
		}
	}
	c->facts.detail[GUARD_CHECKLIST] = all ? NULL : arena_strdup(c->arena, open.s);
	c->facts.guard[GUARD_CHECKLIST] = all;
	c->facts.guard[GUARD_CHECKLIST_YES] = yes;
	return failed;
}

static int (*const answers[GUARD_MAX])(struct deed_case *c, struct error *err) = {
	[GUARD_RESPONSE_LETTER] = response_letter,
	[GUARD_LETTER_IN] = letter_in,
	[GUARD_DISPUTE] = dispute,
	[GUARD_OFFICE_PLAN] = office_plan,
	[GUARD_NOT_COMPLETER] = not_completer,
	[GUARD_UNREFERRED] = unreferred,
	[GUARD_CHECKLIST] = checklist,
	[GUARD_CHECKLIST_YES] = checklist,
	[GUARD_COVERAGE] = deed_coverage,
	[GUARD_CROSSWALK] = deed_crosswalk,
	[GUARD_PREDECESSORS] = deed_predecessors,
	[GUARD_PREDECESSORS_EXIST] = deed_predecessors_exist,
	[GUARD_SUCCESSORS] = deed_successors,
};

/* Has anything bound changed since it was submitted? */
static int bound_changed(struct deed_case *c, struct error *err)
{
	const char *bound = c->approval.entity ? deed_text(&c->approval, "bound") : "";
	char now[65];
	int failed;

	c->facts.bound_changed = false;
	if (!*bound)
		return 0;
	failed = deed_bound(c, c->record.values, now, err);
	c->facts.bound_changed = !failed && strcmp(bound, now) != 0;
	return failed;
}

int deed_guards(struct deed_case *c, struct error *err)
{
	int failed = 0;

	for (int i = 0; i < LIFE_GUARDS && c->rule->guards[i] && !failed; i++) {
		enum life_guard g = c->rule->guards[i];

		if (g == GUARD_UNCHANGED)
			failed = bound_changed(c, err);
		if (c->known[g] || !life_guard_caller(g))
			continue;
		c->facts.detail[g] = NULL;
		failed = answers[g] ? answers[g](c, err) : count(c, g, err);
		c->known[g] = !failed;
	}
	return failed;
}
