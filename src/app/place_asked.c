/* SPDX-License-Identifier: MIT */
/*
 * place_asked.c - what an action opened over a view: pages, lists, the calendar, choosers and prompts
 * with what is typed in them. They are opened again by the same action, at the same place.
 *
 * Only actions that say of themselves that they do nothing but open are taken from a file.
 */
#include "app/place.h"

#include <stdio.h>
#include <string.h>

#include "app/action.h"
#include "app/screen_private.h"

static const char *const kinds[VIEW_KIND_MAX] = {
	[VIEW_LIST] = "list",       [VIEW_COVER] = "coverage", [VIEW_CHOOSER] = "chooser",
	[VIEW_COLUMNS] = "columns", [VIEW_PROMPT] = "prompt",  [VIEW_TEXT] = "text",
};

static void put_cover(struct place_out *out, const char *view, const struct cover_view *v)
{
	place_put_int(out, v->function, view, "function");
	place_put_int(out, v->week, view, "week");
	place_put_int(out, v->first_week, view, "first");
}

static void take_cover(struct cover_view *v, const struct place_in *in)
{
	v->first_week = (int)place_get_int(in, "first", 0, 100000);
	cover_view_move(v, (int)place_get_int(in, "function", 0, 1000) - v->function,
			place_get_int(in, "week", 0, 100000) - v->week);
}

static void take_chooser(struct screen *s, struct chooser *c, const struct place_in *in)
{
	const char *typed = place_get(in, "typed");

	if (typed && *typed) {
		edit_set(&c->input, typed, false);
		chooser_filter(s, c);
	}
	chooser_move(c, (int)place_get_int(in, "cursor", 0, 100000) - c->cursor);
}

static void take(struct screen *s, struct view *v, const struct place_in *in)
{
	const char *typed = place_get(in, "typed");

	if (v->kind == VIEW_LIST)
		place_take_list(&v->list, in);
	else if (v->kind == VIEW_COVER)
		take_cover(&v->cover, in);
	else if (v->kind == VIEW_CHOOSER)
		take_chooser(s, &v->chooser, in);
	else if (v->kind == VIEW_PROMPT && typed)
		edit_set(&v->prompt.input, typed, false);
	else if (v->kind == VIEW_TEXT)
		text_scroll(&v->text, (int)place_get_int(in, "top", 0, 1000000));
}

bool place_put_asked(struct place_out *out, const char *view, const struct view *v)
{
	if (!v->by || !(v->by->flags & ACTION_PLACE) || !kinds[v->kind])
		return false;
	place_put(out, "asked", "%skind", view);
	place_put(out, kinds[v->kind], "%sshape", view);
	place_put(out, v->by->id, "%sby", view);
	if (v->kind == VIEW_LIST)
		place_put_list(out, view, &v->list);
	else if (v->kind == VIEW_COVER)
		put_cover(out, view, &v->cover);
	else if (v->kind == VIEW_CHOOSER)
		place_put(out, edit_text(&v->chooser.input), "%styped", view);
	else if (v->kind == VIEW_PROMPT)
		place_put(out, edit_text(&v->prompt.input), "%styped", view);
	else if (v->kind == VIEW_TEXT)
		place_put_int(out, v->text.top, view, "top");
	if (v->kind == VIEW_CHOOSER)
		place_put_int(out, v->chooser.cursor, view, "cursor");
	return true;
}

/* Possible in what is on top now, as if its key had been pressed there. */
static const struct action *action_here(const struct screen *s, const struct place_in *in)
{
	const char *id = place_get(in, "by");
	const struct action *a = id ? action_by_id(id) : NULL;
	char why[256];

	if (!a || !(a->flags & ACTION_PLACE) || !(a->contexts & screen_context(s)) || s->depth >= SCREEN_DEPTH - 1)
		return NULL;
	return action_possible(s, a, why, sizeof why) ? a : NULL;
}

bool place_open_asked(struct screen *s, const struct place_in *in)
{
	const struct action *a = action_here(s, in);
	const char *shape = place_get(in, "shape");
	int depth = s->depth;

	if (!a || !shape)
		return false;
	layout_apply(s);
	action_run(s, a);
	struct view *v = screen_top(s);
	if (s->depth == depth + 1 && kinds[v->kind] && strcmp(kinds[v->kind], shape) == 0) {
		layout_apply(s);
		take(s, v, in);
		return true;
	}
	while (s->depth > depth)
		screen_pop(s);
	return false;
}
