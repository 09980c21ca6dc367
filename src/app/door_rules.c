/* SPDX-License-Identifier: MIT */
/* door_rules.c - what must hold between the fields of one record. */
#include <stdio.h>
#include <string.h>

#include "app/door_work.h"
#include "app/identity.h"

static bool is(struct door_work *w, int i, const char *field, const char *value)
{
	const struct value *v = door_after(w, i, field);

	return v->kind == VALUE_TEXT && strcmp(v->text, value) == 0;
}

static bool empty(struct door_work *w, int i, const char *field)
{
	return door_after(w, i, field)->kind == VALUE_NONE;
}

static bool given_any(struct door_work *w, int i, const char *const *fields)
{
	for (; *fields; fields++)
		if (door_given(w, i, *fields))
			return true;
	return false;
}

static const struct field *field_of(struct door_work *w, int i, const char *name)
{
	return record_field(w->r->changes[i].entity, name);
}

/* The field must be filled for a reason that is said. */
static void need(struct door_work *w, int i, const char *field, const char *because)
{
	if (empty(w, i, field))
		door_fault(w, i, field_of(w, i, field), FAIL_DATA, NULL, "it is needed: %s", because);
}

/* later must not be before earlier; ISO dates compare as text. */
static void in_order(struct door_work *w, int i, const char *earlier, const char *later)
{
	const struct value *a = door_after(w, i, earlier), *b = door_after(w, i, later);

	if ((!door_given(w, i, earlier) && !door_given(w, i, later)) || a->kind != VALUE_TEXT ||
	    b->kind != VALUE_TEXT || strcmp(a->text, b->text) <= 0)
		return;
	door_fault(w, i, field_of(w, i, later), FAIL_DATA, NULL, "%s is before %s (%s)", b->text, earlier, a->text);
}

static void not_itself(struct door_work *w, int i, const char *field)
{
	if (door_given(w, i, field) && is(w, i, field, w->r->changes[i].uid))
		door_fault(w, i, field_of(w, i, field), FAIL_DATA, NULL, "it cannot be the record itself");
}

/* ---- recommendations */

/* What an import of a closure has to say: it takes them from a later report, never from a letter. */
static void rule_import_closure(struct door_work *w, int i)
{
	if (w->r->genesis || !w->r->import || is(w, i, "closure_basis", "published"))
		return;
	door_fault(w, i, field_of(w, i, "closure_basis"), FAIL_DENIED, "record the letter with record-closure",
		   "an import may close only what a later report states as closed: published");
}

/* Only three of the four combinations of the two axes exist, and a closure says what it rests on. */
static void rule_closed(struct door_work *w, int i)
{
	static const char *const about[] = { "resolution", "action", "closure_reason", "closure_basis",
					     "closed_per", "closed_on", "closed_by_date", NULL };

	if (!given_any(w, i, about) || !is(w, i, "action", "closed"))
		return;
	if (!is(w, i, "resolution", "resolved"))
		door_fault(w, i, field_of(w, i, "resolution"), FAIL_DATA, NULL,
			   "what is closed must be resolved as well");
	need(w, i, "closure_basis", "it is closed");
	rule_import_closure(w, i);
	if (is(w, i, "closure_basis", "letter")) {
		need(w, i, "closure_reason", "it was closed by letter");
		need(w, i, "closed_on", "it was closed by letter");
	} else if (is(w, i, "closure_basis", "published")) {
		need(w, i, "closed_per", "a report states the closure");
		if (empty(w, i, "closed_on"))
			need(w, i, "closed_by_date", "the day of the closure is not known");
	}
}

/* Nothing is closed before its report was issued. */
static void rule_closed_after_issue(struct door_work *w, int i)
{
	const struct value *report = door_after(w, i, "report"), *closed = door_after(w, i, "closed_on");
	const struct field *issued = record_field(record_entity(ENTITY_REPORT), "issued_on");
	struct record r;
	struct error ignored;

	if (!door_given(w, i, "closed_on") || closed->kind != VALUE_TEXT || report->kind != VALUE_TEXT ||
	    store_get(w->app->store, record_entity(ENTITY_REPORT), report->text, w->app->today, &w->arena, &r,
		      &ignored) != 0)
		return;
	const struct value *day = &r.values[record_field_index(r.entity, issued)];

	if (day->kind == VALUE_TEXT && strcmp(closed->text, day->text) < 0)
		door_fault(w, i, field_of(w, i, "closed_on"), FAIL_DATA, NULL,
			   "%s is before the report was issued (%s)", closed->text, day->text);
}

static void rule_recommendation(struct door_work *w, int i)
{
	rule_closed(w, i);
	rule_closed_after_issue(w, i);
	not_itself(w, i, "rolled_from");
	not_itself(w, i, "supersedes");
	door_rule_verbatim(w, i);
}

/* ---- the other kinds */

static void rule_report(struct door_work *w, int i)
{
	const struct value *all = door_after(w, i, "questioned_cents"), *part = door_after(w, i, "unsupported_cents");

	if (door_given(w, i, "unsupported_cents") && part->kind == VALUE_INT &&
	    part->number > (all->kind == VALUE_INT ? all->number : 0))
		door_fault(w, i, field_of(w, i, "unsupported_cents"), FAIL_DATA, NULL,
			   "it is a part of the questioned costs and cannot be more");
}

static void rule_letter(struct door_work *w, int i)
{
	in_order(w, i, "dated_on", "received_on");
	door_rule_letter(w, i);
}

static void rule_milestone(struct door_work *w, int i)
{
	in_order(w, i, "not_before", "not_after");
	door_rule_milestone(w, i);
}

static void rule_coverage(struct door_work *w, int i)
{
	in_order(w, i, "from_on", "to_on");
	door_rule_coverage(w, i);
}

static void rule_absence(struct door_work *w, int i)
{
	in_order(w, i, "from_on", "to_on");
}

/* The leading zero is part of a series: 0343. */
static void rule_series_title(struct door_work *w, int i)
{
	const struct value *code = door_after(w, i, "code");

	if (door_given(w, i, "code") && code->kind == VALUE_TEXT &&
	    (strlen(code->text) != 4 || strspn(code->text, "0123456789") != 4))
		door_fault(w, i, field_of(w, i, "code"), FAIL_DATA, "write it with leading zeros: 0343",
			   "a job series is four digits");
}

static void rule_user(struct door_work *w, int i)
{
	const struct value *name = door_after(w, i, "name");

	if (door_given(w, i, "name") && !w->r->genesis && name->kind == VALUE_TEXT && !identity_account_ok(name->text))
		door_fault(w, i, field_of(w, i, "name"), FAIL_DATA, "letters, digits, . _ and -, beginning with a letter",
			   "it cannot be the name of an account");
	if (door_given(w, i, "role") && is(w, i, "role", "personal") && !w->r->genesis)
		door_fault(w, i, field_of(w, i, "role"), FAIL_DATA, "give another role",
			   "only the one account of a personal database has it");
	door_rule_rights(w, i);
}

static void rule_office(struct door_work *w, int i)
{
	not_itself(w, i, "parent");
}

static void (*const rules[ENTITY_MAX])(struct door_work *w, int i) = {
	[ENTITY_OFFICE] = rule_office,
	[ENTITY_USER] = rule_user,
	[ENTITY_REPORT] = rule_report,
	[ENTITY_RECOMMENDATION] = rule_recommendation,
	[ENTITY_CORRESPONDENCE] = rule_letter,
	[ENTITY_LETTER_LINE] = door_rule_letter_line,
	[ENTITY_DELEGATION] = door_rule_delegation,
	[ENTITY_MILESTONE] = rule_milestone,
	[ENTITY_DEPENDENCY] = door_rule_dependency,
	[ENTITY_SERIES_TITLE] = rule_series_title,
	[ENTITY_POSITION] = door_rule_position,
	[ENTITY_COVERAGE] = rule_coverage,
	[ENTITY_ABSENCE] = rule_absence,
	[ENTITY_SAVED_VIEW] = door_rule_view,
};

void door_rules(struct door_work *w, int i)
{
	void (*rule)(struct door_work *, int) = rules[w->r->changes[i].entity->id];

	door_rule_past(w, i);
	door_rule_name(w, i);
	if (rule)
		rule(w, i);
}
