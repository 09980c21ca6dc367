/* SPDX-License-Identifier: MIT */
/* explain.c - the action table: what a field is, what it takes, who sets it, and where its value comes from. */
#include <stdio.h>
#include <string.h>

#include "app/actions.h"
#include "app/page.h"
#include "app/why.h"
#include "core/value.h"

/* ---- the page ------------------------------------------------------------------------- */

static void add_choices(const struct field *f, struct page *p)
{
	for (const struct choice *c = f->type == FIELD_CHOICE ? f->choices : NULL; c && c->name; c++)
		page_field(p, c->label, c->help ? c->help : c->name);
}

static void add_setters(const struct screen *s, const struct entity *e, const struct field *f, struct page *p)
{
	struct error why = ERROR_INIT;
	AUTOBUF text = BUF_INIT;

	if (f->flags & FIELD_DERIVED)
		page_field(p, "Set by", "nobody: it is computed for the day asked for");
	else if (f->by)
		page_field(p, "Set by", f->by);
	else if (f->flags & FIELD_ONCE)
		page_field(p, "Set by", "whoever adds the record, once");
	if (!(f->flags & FIELD_DERIVED) && !app_may_edit(s->app, e, f, &why)) {
		buf_addf(&text, "no: %s", why.why);
		page_field(p, "You", text.s);
	}
}

static void add_why(struct screen *s, const struct entity *e, const char *uid, const struct field *f, struct page *p)
{
	AUTOBUF text = BUF_INIT;

	if (!uid || f->type == FIELD_LINES || why_record(s->app, e, uid, f->name, &text, NULL) != 0)
		return;
	page_heading(p, "Its value now");
	page_text(p, 2, text.s);
}

void explain_push(struct screen *s, const struct entity *e, const char *uid, const struct field *f)
{
	char copy[UUID_TEXT] = "", shapes[200], title[96];
	struct page page;

	snprintf(copy, sizeof copy, "%s", uid ? uid : "");
	page_init(&page, s->cols > 40 ? s->cols - 4 : 36);
	page_heading(&page, "%s (%s)", f->label, f->name);
	page_text(&page, 2, f->help ? f->help : "");
	page_blank(&page);
	add_choices(f, &page);
	if (f->type == FIELD_DATE || f->type == FIELD_MONEY || f->type == FIELD_INT)
		page_field(&page, "Typed as", value_shapes(f, shapes, sizeof shapes));
	if (f->type == FIELD_REF)
		page_field(&page, "Typed as", "a reference; F4 lists them");
	add_setters(s, e, f, &page);
	add_why(s, e, uid ? copy : NULL, f, &page);
	snprintf(title, sizeof title, "What is %s?", f->label);
	struct text_page *t = text_push(s, title);
	t->headed = true;
	buf_add(&t->text, page.text.s, page.text.len);
	page_release(&page);
	layout_apply(s);
}

/* ---- in a form --------------------------------------------------------------------------- */

void explain_form_field(struct screen *s)
{
	const struct form *f = screen_top(s)->form;
	const struct form_field *ff = &f->fields[f->focus];

	if (ff->lines && ff->lines->n_rows)
		explain_push(s, ff->lines->entity, NULL, form_focus(f));
	else
		explain_push(s, f->entity, f->adding ? NULL : f->uid, ff->field);
}

/* ---- on a record --------------------------------------------------------------------------- */

static void field_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct field *f = item->data;
	const struct entity *e;
	char uid[UUID_TEXT];
	(void)c;

	screen_pop(s);
	if (screen_subject(s, &e, uid))
		explain_push(s, e, uid, f);
}

static void run_explain(struct screen *s)
{
	const struct view *v = screen_top(s);
	const struct entity *e;
	char uid[UUID_TEXT];

	if (!screen_subject(s, &e, uid))
		return;
	if (v->kind == VIEW_SHEET && v->sheet.link >= 0 && v->sheet.lines[v->sheet.link].field) {
		explain_push(s, e, uid, v->sheet.lines[v->sheet.link].field);
		return;
	}
	struct chooser *c = chooser_push(s, "Explain which field?");
	c->hint = "What it is, what it takes, and where its value comes from.";
	c->wide = true;
	c->chosen = field_chosen;
	for (int i = 0; i < e->n_fields; i++)
		if (!(e->fields[i].flags & FIELD_RETIRED))
			chooser_add(c, e->fields[i].label, e->fields[i].help, &e->fields[i]);
	chooser_filter(s, c);
	layout_apply(s);
}

static const struct action table[] = {
	{ "explain", "Explain a field", "F|Alt-h", CONTEXT_SHEET, 0,
	  "What a field is and takes, and where its value comes from; on a selected reference, that field.",
	  possible_on_record, run_explain },
	{ "explain-row", "Explain a field", "Alt-h", CONTEXT_ROWS, 0,
	  "What a field of the record is and takes, and where its value comes from.", possible_on_record, run_explain },
	{ "explain-field", "Explain", "Alt-h", CONTEXT_FORM, 0,
	  "What this field is and takes, and where its value comes from; ? does it where it is no text.", NULL,
	  explain_form_field },
};

ACTION_PART(actions_explain, table);
