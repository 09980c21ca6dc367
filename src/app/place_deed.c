/* SPDX-License-Identifier: MIT */
/*
 * place_deed.c - what was about to be done when the line broke: the preview of a change of many,
 * and the question before an action that is not undone.
 *
 * Both are made anew from the records as they are now and never carry an answer. The question
 * over a form or over a preview comes back as what it confirms.
 */
#include "app/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/screen_private.h"
#include "base/mem.h"
#include "core/lifecycle.h"

#define OPENED_MAX 1000

/* ---- what was looked at ------------------------------------------------------------------ */

/* "UID:version,UID:version": many are decided at once only by who opened them as they are. */
void place_put_opened(struct place_out *out, const struct screen *s)
{
	AUTOBUF text = BUF_INIT;

	for (int i = s->n_opened > OPENED_MAX ? s->n_opened - OPENED_MAX : 0; i < s->n_opened; i++)
		buf_addf(&text, "%s%s:%lld", text.len ? "," : "", s->opened[i].uid, (long long)s->opened[i].version);
	if (text.len)
		place_put(out, text.s, "opened");
}

void place_take_opened(struct screen *s, const struct place_in *in)
{
	const char *at = place_get(in, "opened");

	while (at && strcspn(at, ":,") == UUID_TEXT - 1 && at[UUID_TEXT - 1] == ':' && s->n_opened < OPENED_MAX) {
		struct screen_opened *o;

		MEM_GROW(s->opened, s->cap_opened, s->n_opened + 1);
		o = &s->opened[s->n_opened++];
		memcpy(o->uid, at, UUID_TEXT - 1);
		o->uid[UUID_TEXT - 1] = '\0';
		o->version = strtoll(at + UUID_TEXT, NULL, 10);
		at = strchr(at, ',');
		at += at != NULL;
	}
}

/* ---- a preview --------------------------------------------------------------------------- */

static void put_bulk(struct place_out *out, const char *view, const struct bulk_view *v)
{
	place_put(out, "bulk", "%skind", view);
	place_put(out, v->bulk.entity->name, "%sentity", view);
	place_put(out, v->bulk.rule ? v->bulk.rule->action : "", "%saction", view);
	place_put_int(out, v->opened_only, view, "opened_only");
	place_put_int(out, v->refused_only, view, "refused_only");
	place_put_int(out, v->top, view, "top");
}

static bool open_bulk(struct screen *s, const struct entity *e, const char *action, const struct place_in *in)
{
	struct bulk_view *v;

	if (!bulk_again(s, e, action ? life_find(e, action) : NULL, place_get_int(in, "opened_only", 0, 1)))
		return false;
	v = &screen_top(s)->bulk;
	layout_apply(s);
	if (place_get_int(in, "refused_only", 0, 1))
		bulk_view_refused(v, true);
	bulk_view_scroll(v, place_get_int(in, "top", 0, 1000000));
	return true;
}

/* ---- a question -------------------------------------------------------------------------- */

static void put_question(struct place_out *out, const char *view, const struct screen *s)
{
	const struct deed_subject *at = &s->deed.at;

	place_put(out, "question", "%skind", view);
	place_put(out, at->entity->name, "%sentity", view);
	place_put(out, s->deed.rule->action, "%saction", view);
	place_put(out, at->uid, "%suid", view);
	place_put_int(out, at->version, view, "version");
}

static bool open_question(struct screen *s, const struct entity *e, const char *action, const struct place_in *in)
{
	struct deed_subject at = { .entity = e, .version = place_get_int(in, "version", 0, INT64_MAX) };
	const char *uid = place_get(in, "uid");

	if (!action || !uid || strlen(uid) != UUID_TEXT - 1 || !store_id(s->app->store, e, uid))
		return false;
	memcpy(at.uid, uid, sizeof at.uid);
	return life_ask_again(s, life_find(e, action), &at);
}

bool place_put_deed(struct place_out *out, const char *view, const struct screen *s, const struct view *v)
{
	if (v->kind == VIEW_BULK)
		put_bulk(out, view, &v->bulk);
	else if (life_is_asking(v) && s->deed.rule)
		put_question(out, view, s);
	else
		return false;
	return true;
}

bool place_open_deed(struct screen *s, const struct place_in *in)
{
	const char *name = place_get(in, "entity"), *kind = place_get(in, "kind");
	const struct entity *e = name ? record_entity_by_name(name) : NULL;
	const char *action = place_get(in, "action");

	if (!e || !kind || !screen_top(s) || s->depth >= SCREEN_DEPTH - 1)
		return false;
	layout_apply(s);
	return strcmp(kind, "bulk") == 0 ? open_bulk(s, e, action, in) : open_question(s, e, action, in);
}
