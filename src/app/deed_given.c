/* SPDX-License-Identifier: MIT */
/* deed_given.c - what was typed for an action, read and checked against what the rule asks for. */
#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"
#include "base/nearest.h"

/* ---- names ------------------------------------------------------------------------- */

/* "submit-closeout asks for implemented_on, comment, ..." */
static int not_asked(const struct deed_case *c, const char *name, struct error *err)
{
	const char *known[DEED_GIVEN];
	struct life_asked ask[DEED_GIVEN];
	AUTOBUF list = BUF_INIT;
	const char *near;
	char hint[96];
	int n = 0;

	for (const char *at = c->rule->asks; n < DEED_GIVEN && (at = life_next_ask(at, &ask[n])); n++) {
		known[n] = ask[n].name;
		buf_addf(&list, "%s%s", n ? ", " : "", ask[n].name);
	}
	near = nearest_name(name, known, (size_t)n);
	snprintf(hint, sizeof hint, "did you mean \"%s\"?", near ? near : "");
	return error_set(err, FAIL_USAGE, c->rule->action, name, near ? hint : NULL, "%s asks for %s, not for that",
			 c->rule->action, n ? list.s : "nothing");
}

/* ---- references ------------------------------------------------------------------------ */

/* A milestone's short reference is looked for in the plan of the record itself. */
static int find_in_plan(const struct deed_case *c, const char *text, struct store_found *out)
{
	const struct field *plan = record_field(c->record.entity, "plan");
	AUTOBUF ref = BUF_INIT;

	if (!plan || strchr(text, '/'))
		return FAIL_MISSING;
	buf_addf(&ref, "%s/%s", c->record.refs[record_field_index(c->record.entity, plan)], text);
	return store_find(c->app->store, ref.s, ENTITY_MILESTONE, false, out, NULL);
}

static int resolve(struct deed_case *c, const struct field *f, struct value *v, struct error *err)
{
	enum entity_id target = f->type == FIELD_REF ? f->target : ENTITY_NONE;
	const char *text = v->text;
	struct store_found found;
	int failed = FAIL_MISSING;

	if (target == ENTITY_USER && strcmp(text, "me") == 0)
		text = c->app->user;
	if (target == ENTITY_MILESTONE)
		failed = find_in_plan(c, text, &found);
	if (failed)
		failed = store_find(c->app->store, text, target, false, &found, err);
	if (failed)
		return failed;
	*v = value_text(f->type == FIELD_REF ? arena_strdup(c->arena, found.uid)
					     : deed_any(c->arena, found.entity, found.uid));
	return 0;
}

/* ---- values ---------------------------------------------------------------------------- */

void deed_case_put(struct deed_case *c, const char *name, struct value v)
{
	for (int i = 0; i < c->n_given; i++)
		if (strcmp(c->given[i].name, name) == 0) {
			c->given[i].value = v;
			return;
		}
	if (c->n_given < DEED_GIVEN)
		c->given[c->n_given++] = (struct life_given){ .name = name, .value = v };
	c->facts.given = c->given;
	c->facts.n_given = c->n_given;
}

bool deed_case_gave(const struct deed_case *c, const char *name)
{
	for (int i = c->n_asked_before; i < c->n_given; i++)
		if (strcmp(c->given[i].name, name) == 0)
			return c->given[i].value.kind != VALUE_NONE;
	return false;
}

static int read_one(struct deed_case *c, const struct assignment *g, struct error *err)
{
	const struct field *f = life_ask(c->rule, c->record.entity, g->name);
	struct when_context when;
	struct value v = VALUE_NULL;
	int failed;

	if (!f)
		return not_asked(c, g->name, err);
	when = app_when(c->app, f);
	when.due = deed_date(&c->record, "due");
	failed = value_read(f, g->text ? g->text : "", &when, c->arena, &v, err);
	if (!failed && v.kind != VALUE_NONE && (f->type == FIELD_REF || f->type == FIELD_ANY))
		failed = resolve(c, f, &v, err);
	if (failed)
		return failed;
	deed_case_put(c, f->name, v);
	if (strcmp(g->name, "letter") == 0 && v.kind == VALUE_TEXT)
		return deed_case_letter(c, v.text, err);
	return 0;
}

/* What stands in the approval's request holds for the decision too, but for what was said with it. */
static int read_request(struct deed_case *c, struct error *err)
{
	const struct life_rule *asked = life_find(c->record.entity, c->facts.submitted_action);
	const char *request = c->approval.entity ? deed_text(&c->approval, "request") : "";
	struct life_given *given;
	int n, failed;

	if (!*request || !asked || !(c->rule->flags & LIFE_DECIDES) || c->record.entity->id == ENTITY_APPROVAL)
		return 0;
	failed = life_request_read(asked, c->record.entity, request, c->arena, &given, &n, err);
	for (int i = 0; !failed && i < n; i++) {
		if (strcmp(given[i].name, "comment") == 0 && given[i].value.kind == VALUE_TEXT)
			c->asked_because = given[i].value.text;
		if (strcmp(given[i].name, "comment") != 0 && strncmp(given[i].name, "check_", 6) != 0)
			deed_case_put(c, given[i].name, given[i].value);
	}
	c->n_asked_before = c->n_given;
	return failed;
}

/* The gravest in the order of checks: usage, references, values. */
static bool graver(enum fail a, enum fail b)
{
	static const enum fail order[] = { FAIL_USAGE, FAIL_MISSING, FAIL_DATA };

	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (a == order[i] || b == order[i])
			return a == order[i] && b != order[i];
	return false;
}

int deed_case_give(struct deed_case *c, const struct assignment *given, int n, const char **bad, struct error *err)
{
	struct error first = ERROR_INIT, own;
	int failed = read_request(c, err);

	if (failed)
		return failed;
	c->facts.given = c->given;
	for (int i = 0; i < n; i++) {
		own = (struct error)ERROR_INIT;
		if (read_one(c, &given[i], &own) == 0 || (first.kind && !graver(own.kind, first.kind)))
			continue;
		first = own;
		error_what(&first, c->rule->action);
		error_where(&first, "%s %s", c->name, given[i].name);
		if (bad)
			*bad = given[i].name;
	}
	own = (struct error)ERROR_INIT;
	if (!first.kind && life_need(c->rule, &c->facts, &own)) {
		const struct field *f = life_ask(c->rule, c->record.entity, own.where);

		first = own;
		if (bad)
			*bad = f ? f->name : NULL;
		error_where(&first, "%s%s%s", c->name, *own.where ? " " : "", own.where);
	}
	if (first.kind && err)
		*err = first;
	return first.kind;
}

/* ---- letters ------------------------------------------------------------------------------ */

int deed_case_letter(struct deed_case *c, const char *uid, struct error *err)
{
	struct record letter;
	struct rows rows;
	AUTOBUF where = BUF_INIT;
	int failed = deed_read(c, ENTITY_CORRESPONDENCE, uid, &letter, err);

	if (failed)
		return failed;
	snprintf(c->letter_uid, sizeof c->letter_uid, "%s", uid);
	c->facts.letter_on = deed_date(&letter, "dated_on");
	c->letter_in = strcmp(deed_text(&letter, "direction"), "in") == 0;
	if (c->record.entity->id != ENTITY_RECOMMENDATION)
		return 0;
	struct gather_from from = { c->app, c->app->store, c->app->today };
	struct gather_query q = { .entity = ENTITY_LETTER_LINE, .parent = "letter", .parent_uid = uid,
				  .where = where.s, .columns = "recommendation" };

	buf_addf(&where, "recommendation:%s recorded_on:none", c->record.ref);
	q.where = where.s;
	failed = gather_rows(&from, &q, c->arena, &rows, err);
	if (!failed && rows.n)
		c->letter_line = rows.uids[0];
	return failed;
}
