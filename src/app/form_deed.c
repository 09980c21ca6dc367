/* SPDX-License-Identifier: MIT */
/* form_deed.c - what an action asks for, as a form: the same fields, editors, drafts and errors. */
#include "app/form_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed_private.h"
#include "base/mem.h"

/* ---- making ----------------------------------------------------------------------- */

static bool of_record(const struct form *f, const struct field *field)
{
	return field >= f->entity->fields && field < f->entity->fields + f->entity->n_fields;
}

/* "actual=today" in what the rule sets: without a day given it is today. */
static bool today_by_default(const struct life_rule *r, const char *field)
{
	AUTOBUF word = BUF_INIT;

	buf_addf(&word, "%s=today", field);
	return life_has(r->sets, word.s);
}

/* What stands in the field to begin with: what the record holds, a day, or what a new record starts with. */
static void fill_field(struct form *f, struct form_field *ff, struct deed_case *c)
{
	const struct field *field = ff->field;
	struct when_context when = app_when(f->app, field);
	int at = of_record(f, field) ? record_field_index(f->entity, field) : -1;
	char day[DATE_TEXT];

	if (at >= 0 && c->record.values[at].kind != VALUE_NONE)
		form_set_field(f, ff, c->record.values[at], c->record.refs[at]);
	else if (today_by_default(f->rule, field->name))
		form_set_field(f, ff, value_text(date_format(f->app->today, day)), NULL);
	else if (at < 0)
		form_set_field(f, ff, value_initial(field, &when, &f->arena), NULL);
	else
		form_set_field(f, ff, VALUE_NULL, NULL);
}

/* Answers of the checklist that stand already are shown, so that one changes only what is wrong. */
static void fill_checklist(struct form *f, struct deed_case *c)
{
	if (!(f->rule->flags & LIFE_CHECKLIST) || deed_checklist(c, NULL) != 0)
		return;
	for (int i = 0; i < CHECK_MAX; i++) {
		const char *input = check_input((enum check_item)i);
		struct form_field *ff = input ? form_field_of(f, input) : NULL;

		if (!ff)
			continue;
		if (c->check[i].answer)
			form_set_field(f, ff, value_text(c->check[i].answer), NULL);
		if (c->check[i].note)
			snprintf(ff->reading, sizeof ff->reading, "%.95s", c->check[i].note);
	}
}

/*
 * What was answered the last time, before it was returned or recalled: offered, and taken with
 * ditto field by field. Nobody's answers stand without their saying so again.
 */
static void offer_former(struct form *f, struct deed_case *c)
{
	struct gather_from from = { f->app, f->app->store, f->app->today };
	struct gather_query last = { .entity = ENTITY_APPROVAL, .parent = "subject", .columns = "ref",
				     .sort = "-number", .limit = 1 };
	struct gather_query lines = { .entity = ENTITY_CHECKLIST_LINE, .parent = "approval", .columns = "item,answer",
				      .where = "computed:no answer:any" };
	struct rows before, rows;

	if (!(f->rule->flags & LIFE_CHECKLIST) || !(f->rule->flags & LIFE_SUBMITS) || c->approval.entity)
		return;
	last.where = arena_printf(&f->arena, "action:%s -state:waiting", f->rule->action);
	last.parent_uid = deed_any(&f->arena, f->entity, f->uid);
	if (gather_rows(&from, &last, &f->arena, &before, NULL) != 0 || !before.n)
		return;
	lines.parent_uid = before.uids[0];
	if (gather_rows(&from, &lines, &f->arena, &rows, NULL) != 0)
		return;
	for (int i = 0; i < rows.n; i++)
		for (int k = 0; k < CHECK_MAX; k++) {
			const char *input = check_input((enum check_item)k);
			struct form_field *ff = input ? form_field_of(f, input) : NULL;

			if (!ff || strcmp(check_name((enum check_item)k), gather_cell(&rows, i, 0)) != 0)
				continue;
			ff->former = gather_cell(&rows, i, 1);
			snprintf(ff->reading, sizeof ff->reading, "before: %.12s; ditto keeps it", ff->former);
		}
}

static void add_asks(struct form *f, struct deed_case *c)
{
	struct life_asked ask;

	for (const char *at = f->rule->asks; (at = life_next_ask(at, &ask));) {
		form_add_field(f, life_ask(f->rule, f->entity, ask.name));
		f->fields[f->n_fields - 1].required = ask.required;
		fill_field(f, &f->fields[f->n_fields - 1], c);
	}
}

/* A correction may change any field that is stored. */
static void add_all_fields(struct form *f, struct deed_case *c)
{
	for (int i = 0; i < f->entity->n_fields; i++) {
		const struct field *field = &f->entity->fields[i];

		if (field->flags & FIELD_RETIRED || !life_ask(f->rule, f->entity, field->name) || form_field_of(f,
				field->name))
			continue;
		form_add_field(f, field);
		f->fields[f->n_fields - 1].required = false;
		fill_field(f, &f->fields[f->n_fields - 1], c);
	}
}

bool form_by_default(const struct form *f, const struct field *field)
{
	return today_by_default(f->rule, field->name);
}

struct form *form_deed(struct app *a, const struct life_rule *r, const struct entity *e, const char *uid,
		struct error *err)
{
	struct form *f = form_alloc(a, e, false);
	struct deed_case *c = arena_alloc(&f->arena, sizeof *c);

	if (deed_case_init(c, a, e, uid, &f->arena, err) != 0) {
		form_free(f, false);
		return NULL;
	}
	f->rule = r;
	snprintf(f->uid, sizeof f->uid, "%s", uid);
	snprintf(f->ref, sizeof f->ref, "%s", c->record.ref);
	f->base_version = c->record.version;
	deed_case_rule(c, r);
	add_asks(f, c);
	if (r->flags & LIFE_ANY_FIELD)
		add_all_fields(f, c);
	fill_checklist(f, c);
	offer_former(f, c);
	form_focus_first_empty(f);
	return f;
}

/* ---- doing ------------------------------------------------------------------------------ */

static bool is_given(const struct form *f, const struct form_field *ff)
{
	const char *text = edit_text(&ff->edit), *base = ff->base ? ff->base : "";

	if (f->rule->flags & LIFE_ANY_FIELD && of_record(f, ff->field))
		return strcmp(text, base) != 0;
	return *text || *base;
}

static int collect(const struct form *f, struct assignment *out)
{
	int n = 0;

	for (int i = 0; i < f->n_fields; i++)
		if (is_given(f, &f->fields[i]))
			out[n++] = (struct assignment){ f->fields[i].field->name, edit_text(&f->fields[i].edit) };
	return n;
}

static void place_error(struct form *f, const char *bad, const struct error *e)
{
	struct form_field *ff = bad ? form_field_of(f, bad) : NULL;

	if (!ff)
		return;
	snprintf(ff->error, sizeof ff->error, "%s%s%s", e->why, *e->next ? "; " : "", e->next);
	f->focus = (int)(ff - f->fields);
}

static void keep_words(struct form *f, const struct deed_result *r)
{
	free(f->effects);
	free(f->warnings);
	f->effects = mem_strdup(r->effects.s);
	f->warnings = mem_strdup(r->warnings.s);
}

int form_deed_do(struct form *f, bool dry_run, struct error *err)
{
	struct assignment *given = mem_alloc((size_t)(f->n_fields + 1) * sizeof *given);
	struct deed_subject at = { .entity = f->entity, .version = f->base_version };
	struct deed d = { .action = f->rule->action, .at = &at, .n = 1, .given = given, .op_id = f->op_id,
			  .dry_run = dry_run };
	struct deed_result r = DEED_RESULT_INIT;
	int failed;

	memcpy(at.uid, f->uid, sizeof at.uid);
	d.n_given = collect(f, given);
	failed = deed_do(f->app, &d, &r, err);
	if (failed)
		place_error(f, r.bad_name, err);
	else
		keep_words(f, &r);
	if (!failed && !dry_run)
		form_stored(f);
	deed_result_release(&r);
	free(given);
	return failed;
}

bool form_asks_first(const struct form *f)
{
	if (f->rule)
		return f->rule->flags & LIFE_IRREVERSIBLE;
	return form_records_letter(f);
}
