/* SPDX-License-Identifier: MIT */
/* actions_paper.c - the action table: explanations, print forms. */
#include "app/actions.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/evidence.h"
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

/* ---- evidence ----------------------------------------------------------------------------- */

#define READ_MAX ((size_t)1 << 20) /* bytes of a text shown; evidence cat has all of it */

static bool evidence_here(const struct screen *s, struct evidence *out, struct error *err)
{
	const struct entity *e;
	char uid[UUID_TEXT];
	AUTOARENA arena = ARENA_INIT;

	if (!screen_subject(s, &e, uid) || e->id != ENTITY_EVIDENCE) {
		error_set(err, FAIL_NO, NULL, NULL, NULL, "this is no evidence");
		return false;
	}
	return evidence_find(s->app, store_ref(s->app->store, e, uid, &arena), out, err) == 0;
}

static bool possible_read(const struct screen *s, char *why, size_t size)
{
	struct error err = ERROR_INIT;
	struct evidence e;

	if (!possible_on_record(s, why, size))
		return false;
	if (!evidence_here(s, &e, &err))
		snprintf(why, size, "%s", err.why);
	else if (!e.present)
		snprintf(why, size, "its content is not in this database");
	else if (!e.text)
		snprintf(why, size, "it is %s, no text; closeout evidence cat %s writes it to a file", e.media_type, e.ref);
	else
		return true;
	return false;
}

static int collect(void *data, const char *bytes, size_t len)
{
	struct buf *out = data;

	if (out->len < READ_MAX)
		buf_add(out, bytes, len < READ_MAX - out->len ? len : READ_MAX - out->len);
	return 0;
}

static void run_read(struct screen *s)
{
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	struct evidence e;
	struct page page;

	if (!evidence_here(s, &e, &err) || evidence_write(s->app, &e, collect, &text, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	struct text_page *t = text_push(s, e.ref);

	page_init(&page, s->cols > 40 ? s->cols - 4 : 36);
	page_text(&page, 0, text.s);
	if (e.size > (int64_t)READ_MAX)
		page_text(&page, 0, "... there is more: closeout evidence cat has all of it");
	buf_add(&t->text, page.text.s, page.text.len);
	page_release(&page);
	layout_apply(s);
}

static bool possible_attach(const struct screen *s, char *why, size_t size)
{
	return possible_about(s, ENTITY_EVIDENCE, "no evidence is kept for", why, size);
}

/* The record is the one below the prompt. */
static int attach(struct screen *s, const char *path, struct buf *ref, struct error *err)
{
	AUTOARENA arena = ARENA_INIT;
	const struct assign none = { .n = 0 };
	const struct entity *e = NULL;
	char uid[UUID_TEXT];
	FILE *f = s->app->options.host ? NULL : fopen(path, "re"); /* no path is opened on a host */
	bool found;
	int failed;

	if (!f)
		return error_set(err, FAIL_MISSING, "evidence", path, NULL, "%s", strerror(errno));
	s->depth--;
	found = screen_subject(s, &e, uid);
	s->depth++;
	failed = !found ? error_set(err, FAIL_MISSING, "evidence", path, NULL, "the record is gone")
			: evidence_add(s->app, store_ref(s->app->store, e, uid, &arena), f, path, &none, ref, NULL,
				       err);
	fclose(f);
	return failed;
}

static bool attach_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct error err = ERROR_INIT;
	AUTOBUF ref = BUF_INIT;

	if (attach(s, text, &ref, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%.250s", err.why);
		return false;
	}
	screen_pop(s);
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "%s is attached.", ref.s);
	return true;
}

static void run_attach(struct screen *s)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	if (s->app->options.host) {
		if (screen_subject(s, &e, uid))
			await_push(s, e, uid);
		return;
	}
	struct prompt *p = prompt_push(s, "Attach a file", "The path of a file that proves something of this record.", "");

	p->entered = attach_entered;
	layout_apply(s);
}

static const struct action table[] = {
	{ "why", "Why", "W", CONTEXT_ROWS | CONTEXT_SHEET, ACTION_PLACE,
	  "Where the dates and states of this record come from.", possible_on_record, run_why },
	{ "why-field", "Why", "Alt-w", CONTEXT_FORM, 0,
	  "Where the value of this field comes from; on a field that is locked ? does it too.",
	  possible_why_field, why_field_push },
	{ "print", "Print form", "P", CONTEXT_ROWS | CONTEXT_SHEET, ACTION_PLACE,
	  "This list or record as pages that say where they come from.", possible_print, run_print },
	{ "attach", "Attach a file", "+", CONTEXT_ROWS | CONTEXT_SHEET, ACTION_WRITES | ACTION_PLACE,
	  "Store a file as evidence for this record.", possible_attach, run_attach },
	{ "read-evidence", "Read evidence", "t", CONTEXT_ROWS | CONTEXT_SHEET, ACTION_PLACE,
	  "Show the text that is attached.", possible_read, run_read },
};

ACTION_PART(actions_paper, table);
