/* SPDX-License-Identifier: MIT */
/*
 * await.c - a file attached from one's own computer to a record that is seen on a host.
 *
 * A session on a host opens no path. So it shows the line to run at home, which sends the
 * file through a second connection, waits, and shows the evidence when it has come.
 */
#include "app/page.h"
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

struct awaiting {
	char subject[UUID_TEXT + 64]; /* "recommendation:UID", as a field that refers to it has it */
	char ref[64];
	int64_t newest;               /* row of the newest evidence there was */
};

/* The newest evidence of that record by row; its uid, where that is asked for. */
static int64_t newest_of(struct app *a, const char *subject, char uid[UUID_TEXT])
{
	const struct entity *e = record_entity(ENTITY_EVIDENCE);
	struct select q = { .entity = e, .today = a->today, .parent_field = record_field(e, "subject"),
			    .parent_uid = subject };
	struct columns c;
	struct ids ids = { 0 };
	struct rows rows;
	AUTOARENA arena = ARENA_INIT;
	int32_t newest = 0;

	columns_parse(e, "ref", &c, NULL);
	if (store_ids(a->store, &q, &ids, NULL) == 0)
		for (size_t i = 0; i < ids.n; i++)
			newest = ids.at[i] > newest ? ids.at[i] : newest;
	if (newest && uid && store_rows(a->store, &q, &c, &newest, 1, &arena, &rows, NULL) == 0 && rows.uids[0])
		snprintf(uid, UUID_TEXT, "%s", rows.uids[0]);
	ids_release(&ids);
	return newest;
}

static void write_page(struct screen *s, struct text_page *t)
{
	const struct awaiting *w = t->data;
	struct page page;
	AUTOBUF line = BUF_INIT;

	buf_adds(&line, "ssh ");
	app_ssh_address(s->app, &line);
	buf_addf(&line, " evidence add %s - title=... < FILE", w->ref);
	page_init(&page, s->cols > 40 ? s->cols - 4 : 36);
	page_text(&page, 0, "A session on this host opens no files. Run this line on your own computer, where the file is:");
	page_text(&page, 0, "");
	page_text(&page, 2, line.s);
	page_text(&page, 0, "");
	page_text(&page, 0,
		  "title= says what it is, type=report or the like says of which kind; a value with blanks stands in "
		  "\"'...'\". This page waits, and shows the evidence when it has come. Esc leaves it; what is sent "
		  "arrives all the same.");
	buf_clear(&t->text);
	buf_add(&t->text, page.text.s, page.text.len);
	page_release(&page);
}

void await_push(struct screen *s, const struct entity *e, const char *uid)
{
	AUTOARENA arena = ARENA_INIT;
	struct awaiting *w = mem_alloc(sizeof *w);
	const char *ref = store_ref(s->app->store, e, uid, &arena);

	snprintf(w->subject, sizeof w->subject, "%s:%s", e->name, uid);
	snprintf(w->ref, sizeof w->ref, "%s", ref ? ref : "");
	w->newest = newest_of(s->app, w->subject, NULL);
	struct text_page *t = text_push(s, "Attach a file");

	t->data = w;
	t->refill = write_page;
	write_page(s, t);
	layout_apply(s);
}

/* Others have committed: is it there? */
void await_look(struct screen *s)
{
	struct view *v = screen_top(s);
	char uid[UUID_TEXT] = "";

	if (!v || v->kind != VIEW_TEXT || v->text.refill != write_page)
		return;
	const struct awaiting *w = v->text.data;
	if (newest_of(s->app, w->subject, uid) <= w->newest || !uid[0])
		return;
	screen_pop(s);
	screen_open_record(s, record_entity(ENTITY_EVIDENCE), uid);
	screen_say(s, LEVEL_GOOD, "%s has arrived.", screen_top(s)->sheet.record.ref);
}
