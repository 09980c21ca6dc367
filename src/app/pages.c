/* SPDX-License-Identifier: MIT */
/* pages.c - pages of text in the screen: messages. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "app/page.h"
#include "base/mem.h"

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
