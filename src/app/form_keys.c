/* SPDX-License-Identifier: MIT */
/* form_keys.c - the form on the screen: opening, typing, values to choose from, what happens after a save. */
#include "app/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void form_push(struct screen *s, struct form *f, const struct error *err)
{
	if (!f) {
		screen_fail(s, err);
		return;
	}
	struct view *v = screen_push(s, VIEW_FORM);

	v->form = f;
	layout_apply(s);
}

bool form_key(struct screen *s, struct form *f, struct key k)
{
	struct edit *e = form_edit_focus(f);
	enum field_type type = form_focus(f)->type;

	/* No date, number, choice or reference has a question mark in it: it asks what is wanted here. */
	if (e && k.code == '?' && !k.mods && type != FIELD_TEXT && type != FIELD_LONG && type != FIELD_LINES) {
		explain_form_field(s);
		return true;
	}
	if (!e) {
		const struct form_field *ff = &f->fields[f->focus];

		if (key_is_text(k) && ff->lines && ff->lines->n_rows && !ff->locked) {
			screen_say(s, LEVEL_INFO, "This line is taken out; %s brings it back.",
				   keymap_key(s->keymap, action_by_id("line-remove"), 0));
			return true;
		}
		if (key_is_text(k) && ff->lines && !ff->locked) {
			/* Typing into an empty table starts its first line. */
			form_line_add(f);
			e = form_edit_focus(f);
		} else if (k.code == '?' && !k.mods && ff->locked) {
			explain_form_field(s);
			return true;
		} else if (key_is_text(k) && ff->locked) {
			screen_say(s, LEVEL_INFO, "%s cannot be changed here: %s.",
				   ff->field->label, ff->locked_why);
			return true;
		}
	}
	unsigned before = e ? e->revision : 0;
	if (!e || !edit_key(e, k))
		return false;
	if (e->revision != before)
		form_typed(f);
	if (f->draft_failed[0] && !f->draft_said) {
		f->draft_said = true;
		screen_say(s, LEVEL_WARNING, "Text being typed is not kept on disk: %s",
			   f->draft_failed);
	}
	return true;
}

/* ---- after a save ------------------------------------------------------------------- */

static void remember_ditto(struct screen *s, const struct form *f)
{
	char ***slot = &s->ditto[f->entity->id];

	if (!*slot)
		*slot = mem_alloc((size_t)f->entity->n_fields * sizeof **slot);
	for (int i = 0; i < f->n_fields; i++) {
		int at = record_field_index(f->entity, f->fields[i].field);

		if (f->fields[i].lines)
			continue;
		free((*slot)[at]);
		(*slot)[at] = mem_strdup(edit_text(&f->fields[i].edit));
	}
}

/* A report that states 16 recommendations and has none offers 16 numbered rows. */
static void add_numbered(struct screen *s)
{
	const struct entity *rec = record_entity(ENTITY_RECOMMENDATION);
	struct app *a = s->app;
	AUTOARENA arena = ARENA_INIT;
	struct record r;
	struct error err = ERROR_INIT;
	const struct entity *report = record_entity(ENTITY_REPORT);

	if (store_get(a->store, report, s->offer_uid, a->today, &arena, &r, &err)) {
		screen_fail(s, &err);
		return;
	}
	int n = (int)r.values[record_field_index(report, record_field(report, "stated_rec_count"))]
			.number;
	struct door_change *changes = arena_alloc(&arena, (size_t)n * sizeof *changes);
	for (int i = 0; i < n; i++) {
		struct door_field *fields = arena_alloc(&arena, 5 * sizeof *fields);

		fields[0] = (struct door_field){ .field = record_field(rec, "number"),
						 .text = arena_printf(&arena, "%d", i + 1) };
		fields[1] = (struct door_field){ .field = record_field(rec, "text"),
						 .text = "(text not keyed in yet)" };
		fields[2] = (struct door_field){ .field = record_field(rec, "text_status"),
						 .text = "topic_only" };
		fields[3] = (struct door_field){ .field = record_field(rec, "to_office"),
						 .text = s->offer_office };
		fields[4] = (struct door_field){ .field = record_field(rec, "owner_office"),
						 .text = s->offer_office };
		changes[i] = (struct door_change){ .entity = rec,
						   .add = true,
						   .fields = fields,
						   .n_fields = 5,
						   .parent_field = record_field(rec, "report"),
						   .parent_uid = s->offer_uid };
		clock_uuid(changes[i].uid);
	}
	struct store_result result = STORE_RESULT_INIT;
	struct door_request q = {
		.verb = "add", .effective = DATE_NONE, .changes = changes, .n_changes = n
	};
	if (door_commit(a, &q, &result, NULL, &err))
		screen_fail(s, &err);
	else
		screen_say(s, LEVEL_GOOD,
			   "%d numbered recommendations added to %s; u undoes all of them.", n,
			   r.ref);
	store_result_release(&result);
	screen_reload(s);
}

static void ask_office_entered(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	(void)c;
	snprintf(s->offer_office, sizeof s->offer_office, "%s", item->text);
	screen_pop(s);
	add_numbered(s);
}

static void ask_office(struct screen *s)
{
	struct chooser *c = chooser_push(s, "Which office do the recommendations go to?");

	c->chosen = ask_office_entered;
	chooser_fill_records(s, c, record_entity(ENTITY_OFFICE));
	chooser_filter(s, c);
	layout_apply(s);
}

static void offer_rows(struct screen *s, const struct form *f)
{
	const struct entity *report = record_entity(ENTITY_REPORT);
	AUTOARENA arena = ARENA_INIT;
	struct record r;

	if (f->entity != report ||
	    store_get(s->app->store, report, f->uid, s->app->today, &arena, &r, NULL))
		return;
	int64_t stated =
		r.values[record_field_index(report, record_field(report, "stated_rec_count"))]
			.number;
	int64_t have =
		r.values[record_field_index(report, record_field(report, "rec_count"))].number;
	if (have || stated < 1 || stated > 1000)
		return;
	s->offer = ask_office;
	snprintf(s->offer_uid, sizeof s->offer_uid, "%s", f->uid);
	snprintf(s->offered, sizeof s->offered,
		 "F11 adds its %lld recommendations as numbered rows", (long long)stated);
}

void form_saved(struct screen *s, struct form *f)
{
	AUTOBUF text = BUF_INIT;

	remember_ditto(s, f);
	s->offer = NULL;
	s->offered[0] = '\0';
	if (f->adding)
		offer_rows(s, f);
	if (!f->adding && !f->was_sent) {
		screen_say(s, LEVEL_INFO, "Nothing was changed in %s.", f->saved_ref);
		return;
	}
	buf_addf(&text, "%s %s", f->adding ? "Added" : "Saved", f->saved_ref);
	life_add_effects(&text, f->effects, "");
	screen_say(s, LEVEL_GOOD, "%s%s%s", text.s, s->offered[0] ? " " : "", s->offered);
}

/* ---- values to choose from --------------------------------------------------------------- */

static struct form *form_below(struct screen *s)
{
	for (int i = s->depth - 1; i >= 0; i--)
		if (s->stack[i]->kind == VIEW_FORM)
			return s->stack[i]->form;
	return NULL;
}

static void put_value(struct screen *s, const char *text)
{
	struct form *f = form_below(s);
	struct edit *e = f ? form_edit_focus(f) : NULL;

	if (!e)
		return;
	e->selected = true;
	edit_insert(e, text, strlen(text));
	form_typed(f);
}

static void value_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	char text[400];
	(void)c;

	snprintf(text, sizeof text, "%s", item->text);
	screen_pop(s);
	put_value(s, text);
}

/* An office that is not there yet can be made on the way. */
static void offer_new(struct screen *s, struct chooser *c, const char *typed)
{
	const struct entity *e = c->data;
	struct error err = ERROR_INIT;
	struct draft_pair preset = { .name = "code", .text = typed };
	char text[64];

	if (e->id != ENTITY_OFFICE) {
		screen_say(s, LEVEL_INFO, "No %s matches \"%s\".", e->label, typed);
		return;
	}
	snprintf(text, sizeof text, "%s", typed);
	preset.text = text;
	struct form *f = form_new(s->app, e, &preset, 1, &err);
	screen_pop(s);
	put_value(s, text);
	form_push(s, f, &err);
}

void chooser_fill_records(struct screen *s, struct chooser *c, const struct entity *e)
{
	struct select q = { .entity = e, .today = s->app->today, .limit = 2000 };
	struct columns columns = { .n = 1, .at = { { .pseudo = QUERY_REF } } };
	const struct field *title = record_field(e, e->title);
	struct ids ids = { 0 };
	struct rows rows;

	if (title)
		columns.at[columns.n++] = (struct column){ .pseudo = QUERY_FIELD, .field = title };
	c->data = e;
	if (store_ids(s->app->store, &q, &ids, NULL) == 0 && ids.n &&
	    store_rows(s->app->store, &q, &columns, ids.at, (int)ids.n, &c->arena, &rows, NULL) ==
		    0)
		for (size_t i = 0; i < ids.n; i++) {
			const char *const *cells = rows.cells + i * (size_t)columns.n;

			if (cells[0])
				chooser_add(c, cells[0], columns.n > 1 ? cells[1] : NULL, e);
		}
	ids_release(&ids);
}

void values_push(struct screen *s, struct form *f)
{
	const struct field *field = form_focus(f);

	if (!form_edit_focus(f)) {
		screen_say(s, LEVEL_INFO, "There is nothing to choose here.");
		return;
	}
	if (field->type != FIELD_CHOICE && field->type != FIELD_BOOL && field->type != FIELD_REF) {
		char shapes[200];

		screen_say(s, LEVEL_INFO, "%s takes %s.", field->label,
			   value_shapes(field, shapes, sizeof shapes));
		return;
	}
	struct chooser *c = chooser_push(s, field->label);
	c->chosen = value_chosen;
	c->hint = field->help;
	if (field->type == FIELD_REF) {
		chooser_fill_records(s, c, record_entity(field->target));
		c->typed = offer_new;
	} else if (field->type == FIELD_BOOL) {
		chooser_add(c, "yes", NULL, NULL);
		chooser_add(c, "no", NULL, NULL);
	} else {
		for (const struct choice *o = field->choices; o->name; o++)
			chooser_add(c, o->label, o->help, o);
	}
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- all errors of a form --------------------------------------------------------------- */

static void error_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct field *field = item->data;
	(void)c;

	screen_pop(s);
	form_focus_field(form_below(s), field);
}

void errors_push(struct screen *s, struct form *f)
{
	int n = 0;

	form_check(f);
	for (int i = 0; i < f->n_fields; i++)
		n += f->fields[i].error[0] != '\0';
	if (!n) {
		screen_say(s, LEVEL_GOOD, "Nothing is wrong with this form.");
		return;
	}
	struct chooser *c = chooser_push(s, "What is wrong");
	c->hint = "Enter goes to the field.";
	c->chosen = error_chosen;
	for (int i = 0; i < f->n_fields; i++)
		if (f->fields[i].error[0])
			chooser_add(c, f->fields[i].field->label, f->fields[i].error,
				    f->fields[i].field);
	chooser_filter(s, c);
	layout_apply(s);
}
