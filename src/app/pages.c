/* SPDX-License-Identifier: MIT */
/* pages.c - pages of text in the screen: history of a record or of all, messages. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "app/page.h"
#include "base/mem.h"

#define HISTORY_MAX 500 /* entries shown; log in the command line has all */
#define VALUE_MAX   60  /* bytes of a value shown in history */

struct history {
	struct app *app;
	struct buf *out;
	int n;
	bool one; /* of one record: its reference need not be repeated */
};

static const char *value_words(struct history *h, const struct field *f, struct value v,
			       struct arena *a)
{
	AUTOBUF text = BUF_INIT;

	if (v.kind == VALUE_NONE)
		return "(empty)";
	if (f->type == FIELD_REF && f->target != ENTITY_NONE) {
		const char *ref = store_ref(h->app->store, record_entity(f->target), v.text, a);

		return ref ? ref : v.text;
	}
	value_show(f, v, &text);
	size_t cut = strcspn(text.s, "\n");
	return arena_printf(a, "%.*s%s", (int)(cut > VALUE_MAX ? VALUE_MAX : cut), text.s,
			    cut > VALUE_MAX || text.s[cut] ? " ..." : "");
}

static void history_changes(struct history *h, const struct entry *e, struct arena *a)
{
	const struct entity *entity = record_entity_by_name(e->entity);
	struct change_field *fields;
	int n;

	if (!entity || change_read(entity, e->changes, a, &fields, &n, NULL))
		return;
	for (int i = 0; i < n; i++) {
		const struct field *f = fields[i].field;

		if (fields[i].old.kind == VALUE_NONE)
			buf_addf(h->out, "    %-18s %s\n", f->label,
				 value_words(h, f, fields[i].new, a));
		else
			buf_addf(h->out, "    %-18s %s -> %s\n", f->label,
				 value_words(h, f, fields[i].old, a),
				 value_words(h, f, fields[i].new, a));
	}
}

static bool history_entry(void *data, const struct entry *e)
{
	struct history *h = data;
	AUTOARENA arena = ARENA_INIT;
	const struct entity *entity = record_entity_by_name(e->entity);
	const char *ref = entity ? store_ref(h->app->store, entity, e->uid, &arena) : NULL;

	buf_addf(h->out, "%s  %-10s %s%s%s", e->effective, e->verb, e->actor,
		 e->acting_for ? " for " : "", e->acting_for ? e->acting_for : "");
	if (!h->one)
		buf_addf(h->out, "  %s %s", entity ? entity->label : e->entity, ref ? ref : "");
	buf_addf(h->out, "   (entry %lld, recorded %.10s %.5s UTC)\n", (long long)e->seq,
		 e->recorded, e->recorded + 11);
	if (e->reason)
		buf_addf(h->out, "    because: %s\n", e->reason);
	history_changes(h, e, &arena);
	return ++h->n < HISTORY_MAX;
}

struct history_of {
	const struct entity *entity;
	char uid[UUID_TEXT];
};

static void history_refill(struct screen *s, struct text_page *t)
{
	const struct history_of *of = t->data;
	struct history h = { .app = s->app, .out = &t->text, .one = of != NULL };
	struct log_filter filter = { .entity = of ? of->entity : NULL,
				     .uid = of ? of->uid : NULL,
				     .from = DATE_NONE,
				     .to = DATE_NONE,
				     .newest_first = true,
				     .limit = HISTORY_MAX };
	struct error err = ERROR_INIT;

	buf_clear(&t->text);
	if (store_log(s->app->store, &filter, history_entry, &h, &err))
		screen_fail(s, &err);
	if (!h.n)
		buf_adds(&t->text, "Nothing is on record.\n");
	if (h.n == HISTORY_MAX)
		buf_addf(&t->text, "... the newest %d; closeout log shows all.\n", HISTORY_MAX);
}

void history_push(struct screen *s, const struct entity *e, const char *uid)
{
	AUTOARENA arena = ARENA_INIT;
	char title[96];
	struct history_of *of = NULL;

	if (e) {
		const char *ref = store_ref(s->app->store, e, uid, &arena);

		of = mem_alloc(sizeof *of);
		of->entity = e;
		snprintf(of->uid, sizeof of->uid, "%s", uid);
		snprintf(title, sizeof title, "History of %s", ref ? ref : e->label);
	} else {
		snprintf(title, sizeof title, "History");
	}
	struct text_page *t = text_push(s, title);
	t->refill = history_refill;
	t->data = of;
	history_refill(s, t);
	layout_apply(s);
}
/* ---- messages --------------------------------------------------------------------- */

/* As a page, so that long ones can be read to their end. */
static void messages_refill(struct screen *s, struct text_page *t)
{
	static const char *const words[] = { "Note", "Done", "Warning", "ERROR" };
	int first = s->log_n > SCREEN_MESSAGES ? s->log_n - SCREEN_MESSAGES : 0;
	struct page page;

	page_init(&page, s->cols > 40 ? s->cols - 4 : 36);
	for (int i = s->log_n - 1; i >= first; i--) {
		const struct message *m = &s->log[i % SCREEN_MESSAGES];

		page_field(&page, words[m->level], m->text);
	}
	buf_clear(&t->text);
	buf_adds(&t->text, page.text.len ? page.text.s : "No messages yet.\n");
	page_release(&page);
}

void messages_push(struct screen *s)
{
	struct text_page *t = text_push(s, "Messages, newest first");

	t->refill = messages_refill;
	messages_refill(s, t);
	layout_apply(s);
}
