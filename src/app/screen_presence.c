/* SPDX-License-Identifier: MIT */
/* screen_presence.c - what is open on this screen, and who else has it open. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "app/presence.h"

#define LOOK_US 800000 /* how often others are looked for */

static const char *record_of(const struct view *v, bool *editing)
{
	*editing = v->kind == VIEW_FORM;
	if (v->kind == VIEW_SHEET && !v->sheet.gone)
		return v->sheet.uid;
	return v->kind == VIEW_FORM && !v->form->adding ? v->form->uid : NULL;
}

/* From the top, each record once: who has a form of it open edits it. */
static int open_records(const struct screen *s, struct presence_open *out)
{
	int n = 0;

	for (int i = s->depth - 1; i >= 0 && n < PRESENCE_MAX; i--) {
		bool editing, known = false;
		const char *uid = record_of(s->stack[i], &editing);

		if (!uid)
			continue;
		for (int k = 0; k < n && !known; k++) {
			known = strcmp(out[k].uid, uid) == 0;
			out[k].editing |= known && editing;
		}
		if (known)
			continue;
		snprintf(out[n].uid, sizeof out[n].uid, "%s", uid);
		out[n++].editing = editing;
	}
	return n;
}

/* The record on the page that is seen. */
static const char *record_seen(const struct screen *s)
{
	bool editing;

	for (int i = s->depth - 1; i >= 0; i--)
		if (!view_is_overlay(s->stack[i]->kind))
			return record_of(s->stack[i], &editing);
	return NULL;
}

static void look(struct screen *s, const char *uid)
{
	struct presence_other others[2];
	char words[sizeof s->others];
	int n = uid ? presence_others(s->presence, uid, others, 2) : 0;
	bool edited = presence_words(others, n, words, sizeof words);

	snprintf(s->others_of, sizeof s->others_of, "%s", uid ? uid : "");
	if (strcmp(words, s->others) == 0 && edited == s->others_edit)
		return;
	snprintf(s->others, sizeof s->others, "%s", words);
	s->others_edit = edited;
	layout_apply(s);
	s->redraw = true;
}

int screen_presence_tick(struct screen *s, int64_t now_us)
{
	struct presence_open open[PRESENCE_MAX] = { 0 };
	const char *uid = record_seen(s);

	if (!s->app->store)
		return -1;
	presence_set(s->presence, open, open_records(s, open));
	if (strcmp(uid ? uid : "", s->others_of) != 0 || (uid && now_us >= s->next_look_us)) {
		look(s, uid);
		s->next_look_us = now_us + LOOK_US;
	}
	return uid ? (int)((s->next_look_us - now_us) / 1000 + 1) : -1;
}
