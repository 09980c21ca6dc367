/* SPDX-License-Identifier: MIT */
/* actions_work.c - the action table: what changes records. */
#include "app/actions.h"

#include <stdio.h>
#include <string.h>

#include "app/news.h"
#include "app/past.h"

/* ---- editing and adding --------------------------------------------------------------- */

static bool possible_edit(const struct screen *s, char *why, size_t size)
{
	const struct entity *e;
	char uid[UUID_TEXT];
	struct error err = ERROR_INIT;

	if (!possible_on_record(s, why, size))
		return false;
	screen_subject(s, &e, uid);
	if (app_may_edit(s->app, e, NULL, &err))
		return true;
	snprintf(why, size, "%s", err.why);
	return false;
}

static void run_edit(struct screen *s)
{
	const struct entity *e;
	char uid[UUID_TEXT];
	struct error err = ERROR_INIT;
	const struct view *v = screen_top(s);

	screen_subject(s, &e, uid);
	const struct field *at = v->kind == VIEW_SHEET && v->sheet.link >= 0
					 ? v->sheet.lines[v->sheet.link].field
					 : NULL;
	struct form *f = form_edit(s->app, e, uid, &err);
	if (f && at)
		form_focus_field(f, at);
	form_push(s, f, &err);
}

/* What a new record is made as here: the kind of the list, or a line of kinds to choose from. */
static const struct entity *kind_here(const struct screen *s)
{
	const struct list *l = screen_list_const(s);
	const struct view *v = screen_top_const(s);

	if (v->kind == VIEW_PLAN)
		return record_entity(ENTITY_MILESTONE);
	if (v->kind == VIEW_COVER)
		return record_entity(ENTITY_COVERAGE);
	return l ? l->entity : NULL;
}

static bool possible_new(const struct screen *s, char *why, size_t size)
{
	const struct entity *e = kind_here(s);
	struct error err = ERROR_INIT;

	if (!possible_with_store(s, why, size))
		return false;
	if (!e || app_may_add(s->app, e, &err))
		return true;
	snprintf(why, size, "%s", err.why);
	return false;
}

static void new_record(struct screen *s, const struct entity *e, const struct entity *subject,
		       const char *uid)
{
	struct draft_pair preset[2] = {{0}};
	int n = 0;
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;

	/* A new record is about the one the cursor is on, where it has a field for that. */
	for (int i = 0; subject && i < e->n_fields && n < 1; i++) {
		const struct field *f = &e->fields[i];
		bool refers = (f->type == FIELD_REF && f->target == subject->id &&
			       (f->flags & FIELD_ENTRY)) ||
			      f->type == FIELD_ANY;

		if (refers) {
			preset[n].name = f->name;
			preset[n++].text = store_ref(s->app->store, subject, uid, &arena);
		}
	}
	struct form *f = form_new(s->app, e, preset, n, &err);
	if (f && subject)
		form_offer_lines(f, subject, uid);
	form_push(s, f, &err);
}

/* In the workbench a recommendation belongs to the report above, a milestone to its plan. */
static bool list_parent(const struct list *l, const struct entity **parent, char uid[UUID_TEXT])
{
	if (!l->parent_field || l->parent_field->type != FIELD_REF || !l->parent_uid[0])
		return false;
	*parent = record_entity(l->parent_field->target);
	snprintf(uid, UUID_TEXT, "%.36s", l->parent_uid);
	return true;
}

static void kind_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct entity *e = item->data, *subject = NULL;
	char uid[UUID_TEXT];
	(void)c;

	screen_pop(s);
	bool about = screen_subject(s, &subject, uid);
	new_record(s, e, about ? subject : NULL, uid);
}

static void choose_kind(struct screen *s)
{
	struct chooser *c = chooser_push(s, "New");

	c->hint = "It will be about the record the cursor is on.";
	c->chosen = kind_chosen;
	for (int i = 0; i < ENTITY_MAX; i++) {
		const struct entity *e = record_entity((enum entity_id)i);
		struct error err = ERROR_INIT;

		if (e->flags & (ENTITY_INTERNAL | ENTITY_LINE))
			continue;
		chooser_add(c, e->label, e->help, e);
		if (!app_may_add(s->app, e, &err))
			c->items[c->n_items - 1].why_not = arena_strdup(&c->arena, err.why);
	}
	chooser_filter(s, c);
	layout_apply(s);
}

static void run_new(struct screen *s)
{
	struct list *l = screen_list(s);
	const struct entity *parent = NULL;
	const struct view *v = screen_top(s);
	char uid[UUID_TEXT];

	if (v->kind == VIEW_PLAN || v->kind == VIEW_COVER) {
		const char *plan = v->kind == VIEW_PLAN ? v->plan.uid : v->cover.uid;

		new_record(s, kind_here(s), *plan ? record_entity(ENTITY_PLAN) : NULL, plan);
		return;
	}
	if (!l) {
		choose_kind(s);
		return;
	}
	bool has_parent = list_parent(l, &parent, uid);
	new_record(s, l->entity, has_parent ? parent : NULL, uid);
}

static void run_new_kind(struct screen *s)
{
	choose_kind(s);
}

/* ---- updates ------------------------------------------------------------------------------ */

static bool possible_update(const struct screen *s, char *why, size_t size)
{
	return possible_about(s, ENTITY_UPDATE, "no updates are written about", why, size);
}

static void run_update(struct screen *s)
{
	const struct entity *e;
	char uid[UUID_TEXT];

	screen_subject(s, &e, uid);
	new_record(s, record_entity(ENTITY_UPDATE), e, uid);
	struct view *v = screen_top(s);
	if (v->kind == VIEW_FORM)
		form_focus_field(v->form, record_field(v->form->entity, "text"));
}

/* ---- undo ------------------------------------------------------------------------------- */

static void run_undo(struct screen *s)
{
	struct error err = ERROR_INIT;
	int64_t batch;
	char what[256];

	if (door_undo(s->app, 0, &batch, what, sizeof what, &err)) {
		screen_fail(s, &err);
		return;
	}
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "Undone: %s. %s brings it back.", what,
		   keymap_key(s->keymap, action_by_id("redo"), 0));
}

static void run_redo(struct screen *s)
{
	struct error err = ERROR_INIT;
	int64_t batch;
	char what[256];

	if (door_redo(s->app, &batch, what, sizeof what, &err)) {
		screen_fail(s, &err);
		return;
	}
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "Done again: %s.", what);
}

static bool possible_offer(const struct screen *s, char *why, size_t size)
{
	if (s->offer)
		return true;
	snprintf(why, size, "nothing is offered now");
	return false;
}

static void run_offer(struct screen *s)
{
	void (*offer)(struct screen *) = s->offer;

	s->offer = NULL;
	s->offered[0] = '\0';
	offer(s);
}

/* ---- drafts and accounts ---------------------------------------------------------------- */

static void run_drafts(struct screen *s)
{
	drafts_push(s, false);
}

static bool possible_become(const struct screen *s, char *why, size_t size)
{
	if (!possible_with_store(s, why, size))
		return false;
	if (s->app->kind == APP_SAMPLE)
		return true;
	snprintf(why, size, "only on the sample records can one act as somebody else");
	return false;
}

/* Who one is then begins with what happened since that account last looked. */
void become(struct screen *s, const char *name)
{
	struct error err = ERROR_INIT;

	news_seen(s->app);
	past_leave(s->app);
	if (app_become(s->app, name, &err)) {
		screen_fail(s, &err);
		return;
	}
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "Acting as %s (%s).", s->app->user, role_label(s->app->role));
	say_news(s);
}

static void become_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	char name[64];
	(void)c;

	snprintf(name, sizeof name, "%s", item->text);
	screen_pop(s);
	become(s, name);
}

static void run_become(struct screen *s)
{
	struct chooser *c = chooser_push(s, "Act as");

	c->chosen = become_chosen;
	chooser_fill_records(s, c, record_entity(ENTITY_USER));
	chooser_filter(s, c);
	layout_apply(s);
}

static const struct action table[] = {
	{ "edit", "Edit", "e|F2", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES,
	  "Change this record.", possible_edit, run_edit },
	{ "new", "New", "n|F6", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES,
	  "Add a record of the kind shown; on a record, choose the kind.", possible_new, run_new },
	{ "new-kind", "New of another kind", "N", CONTEXT_RECORD, ACTION_WRITES,
	  "Add a record of any kind.", possible_with_store, run_new_kind },
	{ "post-update", "Update", "w", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES,
	  "Write a dated update on this record.", possible_update, run_update },
	{ "undo", "Undo", "u|F8", CONTEXT_VIEWS, ACTION_FOOTER | ACTION_WRITES,
	  "Take back your newest change, whenever it was made.", possible_with_store, run_undo },
	{ "redo", "Redo", "Ctrl-R", CONTEXT_VIEWS, ACTION_WRITES, "Do again what was undone last.",
	  possible_with_store, run_redo },
	{ "accept-offer", "Accept the offer", "F11", CONTEXT_VIEWS | CONTEXT_FORM, ACTION_WRITES,
	  "Do what the last message offered.", possible_offer, run_offer },
	{ "drafts", "Unfinished forms", "", CONTEXT_VIEWS, ACTION_PLACE,
	  "Forms that were left with text in them.", possible_with_store, run_drafts },
	{ "become", "Act as another account", "", CONTEXT_VIEWS, 0,
	  "On the sample records any account can be tried.", possible_become, run_become },
};

ACTION_PART(actions_work, table);
