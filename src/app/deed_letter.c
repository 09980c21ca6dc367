/* SPDX-License-Identifier: MIT */
/*
 * deed_letter.c - a letter is recorded once: with its lines, and with all that its outcomes do.
 *
 * The letter passes the door as anything typed does. What each line says about a
 * recommendation is then the action of that name, and everything becomes one batch.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed_private.h"
#include "app/door_work.h"
#include "base/mem.h"

struct lettering {
	struct app *app;
	const struct door_request *r;
	struct door_work *work;
	struct deed_result *result;
	struct door_faults *faults;
	struct arena arena;
	struct deed_people people;
	struct deed_case *cases; /* one a line with an outcome */
	int *lines;              /* index of its change */
	int n;
};

/* ---- which lines ---------------------------------------------------------------------- */

static const char *outcome_typed(const struct door_change *c)
{
	AUTOARENA arena = ARENA_INIT;
	struct when_context when = { .today = DATE_NONE, .due = DATE_NONE };
	struct value v;

	for (int i = 0; i < c->n_fields; i++)
		if (strcmp(c->fields[i].field->name, "outcome") == 0 && c->fields[i].text &&
		    value_read(c->fields[i].field, c->fields[i].text, &when, &arena, &v, NULL) == 0 &&
				v.kind == VALUE_TEXT)
			return life_outcome_action(v.text);
	return NULL;
}

bool deed_letter_records(const struct door_request *r)
{
	for (int i = 0; i < r->n_changes; i++)
		if (r->changes[i].entity->id == ENTITY_LETTER_LINE && !r->changes[i].remove &&
				outcome_typed(&r->changes[i]))
			return true;
	return false;
}

static const char *text_after(struct lettering *l, int i, const char *field)
{
	const struct value *v = door_after(l->work, i, field);

	return v->kind == VALUE_TEXT ? v->text : "";
}

static bool takes_effect(struct lettering *l, int i)
{
	const struct door_change *c = &l->r->changes[i];

	return c->entity->id == ENTITY_LETTER_LINE && !c->remove && outcome_typed(c) &&
	       !*text_after(l, i, "recorded_on") && *text_after(l, i, "recommendation");
}

/* ---- faults stand where they were typed --------------------------------------------------- */

static int fault(struct lettering *l, int i, const char *field, const struct error *e)
{
	struct door_fault *f;

	MEM_GROW(l->faults->at, l->faults->cap, l->faults->n + 1);
	f = &l->faults->at[l->faults->n++];
	*f = (struct door_fault){ .change = i, .error = *e };
	if (field)
		f->field = record_field(l->r->changes[i].entity, field);
	return e->kind;
}

/* The column of a line that an ask of the rule comes from. */
static const char *column_of(const char *ask)
{
	static const char *const same[][2] = {
		{ "comment", "note" }, { "current_target", "new_target" }, { "closure_reason", "closure_reason" },
	};

	for (size_t i = 0; ask && i < sizeof same / sizeof *same; i++)
		if (strcmp(same[i][0], ask) == 0)
			return same[i][1];
	return "outcome";
}

/* ---- one line -------------------------------------------------------------------------------- */

static int change_of(const struct door_request *r, const char *uid)
{
	for (int i = 0; i < r->n_changes; i++)
		if (strcmp(r->changes[i].uid, uid) == 0)
			return i;
	return -1;
}

/* The letter is in this batch, or on record. */
static int letter_facts(struct lettering *l, struct deed_case *c, int line, struct error *err)
{
	const char *uid = text_after(l, line, "letter");
	int i = change_of(l->r, uid);

	if (i < 0) {
		int failed = deed_case_letter(c, uid, err);

		c->letter_new = true;
		return failed;
	}
	c->letter_new = true;
	snprintf(c->letter_uid, sizeof c->letter_uid, "%s", uid);
	c->letter_in = strcmp(text_after(l, i, "direction"), "in") == 0;
	date_parse_iso(text_after(l, i, "dated_on"), strlen(text_after(l, i, "dated_on")), &c->facts.letter_on);
	return 0;
}

static void give(struct lettering *l, struct deed_case *c, int line, const char *ask, const char *column)
{
	const char *text = text_after(l, line, column);

	if (*text && life_ask(c->rule, c->record.entity, ask))
		deed_case_put(c, ask, value_text(arena_strdup(&l->arena, text)));
}

static int open_line(struct lettering *l, int line, struct error *err)
{
	struct deed_case *c = &l->cases[l->n];
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	int failed;

	for (int i = 0; i < l->n; i++)
		if (strcmp(l->cases[i].record.uid, text_after(l, line, "recommendation")) == 0)
			return error_set(err, FAIL_DATA, NULL, NULL, "leave one of them out", "%s stands here twice",
					 l->cases[i].name);
	failed = deed_case_init(c, l->app, e, text_after(l, line, "recommendation"), &l->arena, err);
	if (failed)
		return failed;
	l->lines[l->n++] = line;
	deed_case_rule(c, life_find(e, outcome_typed(&l->r->changes[line])));
	c->facts.given = c->given;
	deed_case_put(c, "letter", value_text(arena_strdup(&l->arena, text_after(l, line, "letter"))));
	give(l, c, line, "closure_reason", "closure_reason");
	give(l, c, line, "current_target", "new_target");
	give(l, c, line, "comment", "note");
	give(l, c, line, "comment", "reason");
	failed = letter_facts(l, c, line, err);
	return failed ? failed : life_need(c->rule, &c->facts, err);
}

static int open_lines(struct lettering *l, struct error *err)
{
	size_t room = (size_t)l->r->n_changes + 1;
	int failed = 0;

	l->cases = arena_alloc(&l->arena, room * sizeof *l->cases);
	l->lines = arena_alloc(&l->arena, room * sizeof *l->lines);
	for (int i = 0; i < l->r->n_changes; i++) {
		struct error own = ERROR_INIT;

		if (!takes_effect(l, i) || open_line(l, i, &own) == 0)
			continue;
		fault(l, i, column_of(own.where), &own);
		if (!failed) {
			*err = own;
			failed = own.kind;
		}
	}
	return failed;
}

/* In one name for all of them. */
static int try_as(struct lettering *l, int as, struct error *err)
{
	buf_clear(&l->result->warnings);
	for (int i = 0; i < l->n; i++) {
		AUTOBUF lines = BUF_INIT;

		l->result->bad = l->lines[i];
		if (deed_case_try(&l->cases[i], &l->people, as, &lines, err))
			return err->kind;
		if (lines.len)
			buf_addf(&l->result->warnings, "%s%s: %s", l->result->warnings.len ? "\n" : "", l->cases[i].name,
				 lines.s);
	}
	l->result->bad = -1;
	return 0;
}

static int choose_name(struct lettering *l, int *as, struct error *err)
{
	struct error first = ERROR_INIT;

	for (*as = 0; *as < l->people.n; (*as)++) {
		struct error own = ERROR_INIT;

		if (try_as(l, *as, &own) == 0)
			return 0;
		if (!first.kind || (first.kind == FAIL_DENIED && own.kind != FAIL_DENIED))
			first = own;
	}
	*err = first;
	if (l->result->bad >= 0)
		fault(l, l->result->bad, "outcome", err);
	return first.kind;
}

/* ---- all of it ---------------------------------------------------------------------------------- */

/* The typed changes, each line that takes effect with the day it did, and what comes of it. */
static struct door_change *joined(struct lettering *l, const struct deed_making *m, int *n)
{
	struct door_change *out = arena_alloc(&l->arena, (size_t)(l->r->n_changes + m->n + 1) * sizeof *out);
	const struct field *recorded = record_field(record_entity(ENTITY_LETTER_LINE), "recorded_on");
	char today[DATE_TEXT];

	date_format(l->app->today, today);
	for (int i = 0; i < l->r->n_changes; i++)
		out[i] = l->r->changes[i];
	for (int i = 0; i < l->n; i++) {
		struct door_change *line = &out[l->lines[i]];
		struct door_field *fields = arena_alloc(&l->arena, (size_t)(line->n_fields + 1) * sizeof *fields);

		if (life_waits(l->cases[i].rule, &l->cases[i].facts))
			continue;
		memcpy(fields, line->fields, (size_t)line->n_fields * sizeof *fields);
		fields[line->n_fields++] = (struct door_field){ .field = recorded, .has_value = true,
								.value = value_text(arena_strdup(&l->arena, today)) };
		line->fields = fields;
		line->verb = l->cases[i].rule->action;
	}
	for (int i = 0; i < m->n; i++)
		out[l->r->n_changes + i] = m->changes[i];
	*n = l->r->n_changes + m->n;
	return out;
}

static int commit(struct lettering *l, struct deed_making *m, bool dry_run, struct store_result *stored,
		struct error *err)
{
	const struct deed_person *who = &l->people.at[m->as];
	struct door_request r = *l->r;

	r.changes = joined(l, m, &r.n_changes);
	r.acting_for = *who->scope ? who->name : r.acting_for;
	deed_words(m, &l->result->effects);
	snprintf(l->result->acting_for, sizeof l->result->acting_for, "%s", *who->scope ? who->name : "");
	if (dry_run)
		return door_check(l->app, &r, l->faults, err);
	return door_commit(l->app, &r, stored, l->faults, err);
}

static int work_out(struct lettering *l, bool dry_run, struct store_result *stored, struct error *err)
{
	struct deed_making m = { .app = l->app, .people = &l->people };
	int failed = open_lines(l, err);

	if (!failed)
		failed = deed_people(l->app, NULL, &l->people, err);
	if (!failed)
		failed = choose_name(l, &m.as, err);
	m.cases = l->cases;
	m.n_cases = l->n;
	for (int i = 0; i < l->n && !failed; i++) {
		failed = deed_make(&m, &l->cases[i], err);
		if (failed)
			fault(l, l->lines[i], "outcome", err);
	}
	if (!failed)
		failed = commit(l, &m, dry_run, stored, err);
	deed_making_release(&m);
	return failed;
}

int deed_letter(struct app *a, const struct door_request *r, bool dry_run, struct deed_result *result,
		struct store_result *stored, struct door_faults *faults, struct error *err)
{
	struct door_faults own_faults = { 0 };
	struct store_result own_stored = STORE_RESULT_INIT;
	struct error spare = ERROR_INIT;
	struct door_work work;
	struct lettering l = { .app = a, .r = r, .work = &work, .result = result, .arena = ARENA_INIT };
	int failed;

	err = err ? err : &spare;
	l.faults = faults ? faults : &own_faults;
	stored = stored ? stored : &own_stored;
	if (!deed_letter_records(r))
		return dry_run ? door_check(a, r, faults, err) : door_commit(a, r, stored, faults, err);
	door_work_init(&work, a, r, l.faults);
	failed = door_prepare(&work);
	if (failed)
		*err = door_first_fault(l.faults)->error;
	else
		failed = work_out(&l, dry_run, stored, err);
	if (!failed)
		result->batch = stored->batch;
	if (failed == FAIL_DENIED && !dry_run)
		deed_note_refusal(a, r->verb, err);
	if (failed && !*err->what)
		error_what(err, r->verb);
	door_work_release(&work);
	arena_release(&l.arena);
	door_faults_release(&own_faults);
	store_result_release(&own_stored);
	return failed;
}
