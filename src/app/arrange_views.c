/* SPDX-License-Identifier: MIT */
/* arrange_views.c - saved views in the screen: choosing one, saving what is shown, changing them. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "app/views.h"

/* ---- using one ------------------------------------------------------------------------- */

static bool use(struct screen *s, struct list *l, const struct saved_view *v)
{
	struct error err = ERROR_INIT;
	struct view *top = screen_top(s);

	if (list_use(l, v->query, v->columns, v->sort, &err) != 0) {
		error_what(&err, "view");
		error_where(&err, "%s", v->name);
		screen_fail(s, &err);
		return false;
	}
	snprintf(l->view, sizeof l->view, "%s", v->name);
	if (top->kind == VIEW_BENCH)
		bench_moved(s, &top->bench, top->bench.focus);
	layout_apply(s);
	return true;
}

static void say_used(struct screen *s, const struct list *l, const struct saved_view *v)
{
	screen_say(s, LEVEL_INFO, "View \"%s\": %zu %s.%s", v->name, l->ids.n, l->entity->plural,
		   *v->query ? " Esc clears its filter." : "");
}

/* A list of its kind on top, or the pane of the workbench that has it. */
static struct list *list_for(struct screen *s, const struct entity *e)
{
	struct view *v = screen_top(s);

	for (int i = 0; v->kind == VIEW_BENCH && i < BENCH_PANES && e->id == ENTITY_MILESTONE; i++)
		if (v->bench.pane[i].entity == e) {
			v->bench.focus = i;
			return &v->bench.pane[i];
		}
	if (e->id == ENTITY_REPORT || e->id == ENTITY_RECOMMENDATION || e->id == ENTITY_POSITION) {
		screen_open_view(s, e->id == ENTITY_REPORT ? 1 : e->id == ENTITY_RECOMMENDATION ? 2 : 4);
		return screen_list(s);
	}
	v = screen_push(s, VIEW_LIST);
	list_init(&v->list, s->app, e);
	list_reload(&v->list);
	layout_apply(s);
	return &v->list;
}

void views_open_start(struct screen *s)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v;
	const struct entity *e;
	struct list *l;

	if (!views_start(s->app, &arena, &v))
		return;
	e = record_entity_by_name(v.kind);
	l = e ? list_for(s, e) : NULL;
	if (l && use(s, l, &v))
		say_used(s, l, &v);
}

/* ---- saving what is shown ------------------------------------------------------------------ */

/* The parts of the view as the list has them now; texts live in arena. */
static void view_of(const struct list *l, struct arena *arena, struct saved_view *v)
{
	AUTOBUF columns = BUF_INIT;
	AUTOBUF usual = BUF_INIT;
	AUTOBUF sort = BUF_INIT;
	struct columns c;

	columns_write(&l->columns, &columns);
	if (columns_parse(l->entity, l->entity->columns, &c, NULL) == 0)
		columns_write(&c, &usual);
	sort_write(&l->sort, &sort);
	v->kind = l->entity->plural;
	v->query = arena_strdup(arena, edit_text(&l->filter));
	v->columns = strcmp(columns.s, usual.s) == 0 ? "" : arena_strdup(arena, columns.s);
	v->sort = arena_strdup(arena, sort.s);
}

static bool name_entered(struct screen *s, struct prompt *p, const char *text)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v = { .name = text };
	struct error err = ERROR_INIT;
	struct view *below = s->stack[s->depth - 2];
	struct list *l = below->kind == VIEW_BENCH ? &below->bench.pane[below->bench.focus] : &below->list;

	view_of(l, &arena, &v);
	if (!*text)
		snprintf(p->error, sizeof p->error, "A view needs a name.");
	else if (views_save(s->app, &v, &err) != 0)
		snprintf(p->error, sizeof p->error, "%s%s%s", err.why, *err.next ? "; " : "", err.next);
	if (p->error[0])
		return false;
	snprintf(l->view, sizeof l->view, "%s", text);
	screen_pop(s);
	screen_say(s, LEVEL_GOOD, "Saved as \"%s\". v opens it, shares it, or opens it at every start.", text);
	return true;
}

static void save_as(struct screen *s)
{
	const struct list *l = screen_list(s);

	if (l->query_bad)
		screen_fail(s, &l->query_error);
	else
		prompt_push(s, "Save this view", "Filter, columns and order are kept under a name. What is it called?", l->view)
			->entered = name_entered;
}

/* ---- changing one ----------------------------------------------------------------------------- */

enum view_deed { REPLACE, RENAME, SHARE, UNSHARE, START, NO_START, REMOVE };

static const struct {
	const char *label, *help;
} deeds[] = {
	[REPLACE] = { "Replace", "It takes the filter, columns and order that are shown now." },
	[RENAME] = { "Rename", "Another name." },
	[SHARE] = { "Share", "Others see it and can use it." },
	[UNSHARE] = { "Keep to myself", "Others do not see it any more." },
	[START] = { "Open at start", "It opens when closeout starts, instead of the workbench." },
	[NO_START] = { "Not at start", "closeout starts with the workbench again." },
	[REMOVE] = { "Remove", "It is not offered any more; u brings it back." },
};

static bool find_again(struct screen *s, const char *ref, struct arena *arena, struct saved_view *v)
{
	struct error err = ERROR_INIT;

	if (views_find(s->app, NULL, ref, arena, v, &err) == 0)
		return true;
	screen_fail(s, &err);
	return false;
}

static void done(struct screen *s, int failed, const struct error *err, const char *what, const char *name)
{
	if (failed)
		screen_fail(s, err);
	else
		screen_say(s, LEVEL_GOOD, "View \"%s\": %s. u takes it back.", name, what);
}

static bool renamed(struct screen *s, struct prompt *p, const char *text)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v;
	struct error err = ERROR_INIT;

	if (!find_again(s, s->view_ref, &arena, &v))
		return false;
	if (views_rename(s->app, &v, text, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%s", err.why);
		return false;
	}
	screen_pop(s);
	screen_say(s, LEVEL_GOOD, "Renamed: \"%s\". u takes it back.", text);
	return true;
}

static void deed_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v;
	struct error err = ERROR_INIT;
	int failed = 0;
	enum view_deed d = REPLACE;

	while (strcmp(deeds[d].label, item->text) != 0)
		d++;
	if (!find_again(s, c->data, &arena, &v))
		return;
	screen_pop(s);
	if (d == RENAME) {
		prompt_push(s, "Rename the view", "What is it called?", v.name)->entered = renamed;
		snprintf(s->view_ref, sizeof s->view_ref, "%s", v.ref);
		return;
	}
	if (d == REPLACE) {
		view_of(screen_list(s), &arena, &v);
		failed = views_save(s->app, &v, &err);
	} else if (d == SHARE || d == UNSHARE) {
		failed = views_share(s->app, &v, d == SHARE, &err);
	} else if (d == REMOVE) {
		failed = views_remove(s->app, &v, &err);
	} else {
		failed = views_set_start(s->app, &v, d == START, &err);
	}
	static const char *const said[] = {
		[REPLACE] = "replaced by what is shown", [SHARE] = "shared", [UNSHARE] = "yours alone",
		[START] = "opens at every start", [NO_START] = "not at start any more", [REMOVE] = "removed",
		[RENAME] = "",
	};
	done(s, failed, &err, said[d], v.name);
}

static void change_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v;
	struct chooser *next;
	(void)c;

	if (!find_again(s, item->data, &arena, &v))
		return;
	screen_pop(s);
	next = chooser_push(s, "Change a view");
	next->data = arena_strdup(&next->arena, v.ref);
	next->hint = arena_printf(&next->arena, "%s, %s", v.name, v.shared ? "shared" : "yours alone");
	next->chosen = deed_chosen;
	next->wide = true;
	for (enum view_deed d = REPLACE; d <= REMOVE; d++) {
		if ((v.shared && d == SHARE) || (!v.shared && d == UNSHARE) || (v.start && d == START) ||
		    (!v.start && d == NO_START))
			continue;
		chooser_add(next, deeds[d].label, deeds[d].help, NULL);
	}
	chooser_filter(s, next);
	layout_apply(s);
}

/* ---- v ------------------------------------------------------------------------------------------ */

static void describe(const struct saved_view *v, struct buf *out)
{
	if (!v->mine)
		buf_addf(out, "of %s: ", v->owner);
	else if (v->start)
		buf_adds(out, "at start: ");
	else if (v->shared)
		buf_adds(out, "shared: ");
	buf_adds(out, *v->query ? v->query : "all");
	if (*v->sort)
		buf_addf(out, ", by %s", v->sort);
}

/* Returns how many of them belong to whoever asks. */
static int add_views(struct screen *s, struct chooser *c, const struct entity *e, bool mine_only)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view *all;
	struct error err = ERROR_INIT;
	int n, mine = 0;

	if (views_list(s->app, e, &arena, &all, &n, &err) != 0) {
		screen_fail(s, &err);
		return 0;
	}
	for (int i = 0; i < n; i++) {
		AUTOBUF words = BUF_INIT;

		mine += all[i].mine;
		if (mine_only && !all[i].mine)
			continue;
		describe(&all[i], &words);
		chooser_add(c, all[i].name, words.s, arena_strdup(&c->arena, all[i].ref));
	}
	return mine;
}

static void change_push(struct screen *s, const struct entity *e)
{
	struct chooser *c = chooser_push(s, "Which view?");

	c->hint = "Your own can be replaced, renamed, shared, opened at start, removed.";
	c->wide = true;
	c->chosen = change_chosen;
	(void)add_views(s, c, e, true);
	chooser_filter(s, c);
	layout_apply(s);
}

#define SAVE   "Save what is shown"
#define CHANGE "Change or remove one"
#define PLAIN  "Everything"

static void plain(struct screen *s, struct list *l)
{
	struct saved_view none = { .name = "", .query = "", .columns = "", .sort = "" };

	if (use(s, l, &none))
		screen_say(s, LEVEL_INFO, "All %s, in the usual columns and order.", l->entity->plural);
}

static void view_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	AUTOARENA arena = ARENA_INIT;
	struct saved_view v;
	const char *text = item->text;
	bool save = strcmp(text, SAVE) == 0 && !item->data, change = strcmp(text, CHANGE) == 0 && !item->data;
	bool all = strcmp(text, PLAIN) == 0 && !item->data;
	struct list *l;
	(void)c;

	if (item->data && !find_again(s, item->data, &arena, &v))
		return;
	screen_pop(s);
	l = screen_list(s);
	if (save)
		save_as(s);
	else if (change)
		change_push(s, l->entity);
	else if (all)
		plain(s, l);
	else if (use(s, l, &v))
		say_used(s, l, &v);
}

void views_push(struct screen *s, struct list *l)
{
	struct chooser *c = chooser_push(s, "Saved views");
	struct error why = ERROR_INIT;
	int own;

	c->hint = arena_printf(&c->arena, "Of %s: yours, then those that others share.", l->entity->plural);
	c->wide = true;
	c->chosen = view_chosen;
	own = add_views(s, c, l->entity, false);
	chooser_add(c, PLAIN, "no filter, the usual columns and order", NULL);
	chooser_add(c, SAVE, "filter, columns and order under a name", NULL);
	if (!app_may_add(s->app, record_entity(ENTITY_SAVED_VIEW), &why))
		c->items[c->n_items - 1].why_not = arena_strdup(&c->arena, why.why);
	chooser_add(c, CHANGE, "replace, rename, share, open at start, remove", NULL);
	if (!own)
		c->items[c->n_items - 1].why_not = arena_strdup(&c->arena, "none is yours yet");
	chooser_filter(s, c);
	layout_apply(s);
}
