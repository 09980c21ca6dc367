/* SPDX-License-Identifier: MIT */
/* actions_paper.c - the action table: explanations, print forms. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/page.h"
#include "app/print.h"
#include "app/why.h"

#define PRINT_WIDTH_MAX 132

/* ---- why ------------------------------------------------------------------------------- */

static void why_push(struct screen *s, const struct entity *e, const char *uid, const char *field)
{
	AUTOBUF text = BUF_INIT;
	struct error err = ERROR_INIT;

	if (why_record(s->app, e, uid, field, &text, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	struct text_page *t = text_push(s, "Why");
	struct page page;

	page_init(&page, s->cols > 40 ? s->cols - 4 : 36);
	page_text(&page, 0, text.s);
	buf_add(&t->text, page.text.s, page.text.len);
	page_release(&page);
	layout_apply(s);
}

static void run_why(struct screen *s)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	if (screen_subject(s, &e, uid))
		why_push(s, e, uid, NULL);
}

static bool possible_why_field(const struct screen *s, char *why, size_t size)
{
	if (!screen_top_const(s)->form->adding)
		return true;
	snprintf(why, size, "the record is not saved yet: there is nothing to explain");
	return false;
}

void why_field_push(struct screen *s)
{
	struct form *f = screen_top(s)->form;
	char uid[UUID_TEXT];

	memcpy(uid, f->uid, sizeof uid);
	why_push(s, f->entity, uid, f->fields[f->focus].lines ? NULL : form_focus(f)->name);
}

/* ---- the print form ---------------------------------------------------------------------- */

static bool possible_print(const struct screen *s, char *why, size_t size)
{
	const struct view *v = screen_top_const(s);

	if (!possible_with_store(s, why, size))
		return false;
	if (screen_list_const(s) || (v->kind == VIEW_SHEET && !v->sheet.gone))
		return true;
	snprintf(why, size, "there is no list and no record here");
	return false;
}

static void run_print(struct screen *s)
{
	const struct list *l = screen_list_const(s);
	int room = s->cols - 4; /* what a page of text shows */
	int width = room > PRINT_WIDTH_MAX ? PRINT_WIDTH_MAX : room < 40 ? 40 : room;
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	int failed = l ? print_list(l, width, &text, &err)
		       : print_record(s->app, screen_top(s)->sheet.record.ref, width, &text, &err);

	if (failed) {
		screen_fail(s, &err);
		return;
	}
	struct text_page *t = text_push(s, "Print form");

	buf_add(&t->text, text.s, text.len);
	layout_apply(s);
}

static const struct action table[] = {
	{ "why", "Why", "W", CONTEXT_ROWS | CONTEXT_SHEET, 0,
	  "Where the dates and states of this record come from.", possible_on_record, run_why },
	{ "why-field", "Why", "Alt-w", CONTEXT_FORM, 0,
	  "Where the value of this field comes from; on a field that is locked ? does it too.",
	  possible_why_field, why_field_push },
	{ "print", "Print form", "P", CONTEXT_ROWS | CONTEXT_SHEET, 0,
	  "This list or record as pages that say where they come from.", possible_print, run_print },
};

ACTION_PART(actions_paper, table);
