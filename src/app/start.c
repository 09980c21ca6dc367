/* SPDX-License-Identifier: MIT */
/* start.c - what is offered when there is no database yet, and forms left unfinished. */
#include "app/screen_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- no database: it never just fails ------------------------------------------------------ */

static void enter_database(struct screen *s)
{
	struct error err = ERROR_INIT;

	if (app_open(s->app, &err)) {
		first_run_push(s);
		screen_fail(s, &err);
		return;
	}
	s->data_version = store_data_version(s->app->store);
	screen_start(s);
}

static bool path_entered(struct screen *s, struct prompt *p, const char *path)
{
	struct app *a = s->app;
	struct error err = ERROR_INIT;
	char *before = a->database;
	char whole[4096];

	if (!*path || s->app->options.host)
		return false;
	if (path[0] == '/' || !realpath(".", whole))
		snprintf(whole, sizeof whole, "%s", path);
	else
		snprintf(whole + strlen(whole), sizeof whole - strlen(whole), "/%s", path);
	a->database = mem_strdup(whole);
	if (app_open(a, &err)) {
		free(a->database);
		a->database = before;
		error_line(&err, p->error, sizeof p->error);
		return false;
	}
	free(before);
	while (s->depth)
		view_release(s->stack[--s->depth]);
	s->data_version = store_data_version(a->store);
	screen_start(s);
	return true;
}

static void create(struct screen *s, bool sample)
{
	struct error err = ERROR_INIT;

	if (app_create(s->app, sample, &err)) {
		screen_fail(s, &err);
		return;
	}
	while (s->depth)
		view_release(s->stack[--s->depth]);
	enter_database(s);
	if (s->app->store)
		screen_say(
			s, LEVEL_GOOD, "Made %s.%s", s->app->database,
			sample ? " You act as inspector; \"Act as\" in the palette (:) tries the other accounts."
			       : "");
}

enum { OFFER_SAMPLE, OFFER_EMPTY, OFFER_OPEN, OFFER_QUIT };
static const int offers[] = { OFFER_SAMPLE, OFFER_EMPTY, OFFER_OPEN, OFFER_QUIT };

static void offer_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	(void)c;
	switch (*(const int *)item->data) {
	case OFFER_SAMPLE:
		create(s, true);
		break;
	case OFFER_EMPTY:
		create(s, false);
		break;
	case OFFER_OPEN:
		prompt_push(s, "Open a database", "The path of a closeout database.", NULL)
			->entered = path_entered;
		break;
	default:
		s->quit = true;
	}
}

void first_run_push(struct screen *s)
{
	struct chooser *c = chooser_push(s, "Welcome to closeout");

	c->hint = arena_printf(&c->arena, "There is no database at %s yet.", s->app->database);
	c->wide = s->cols < 100;
	c->chosen = offer_chosen;
	chooser_add(
		c, "Sample records",
		"the real review series, 64 recommendations and an illustrative plan, to try things out",
		&offers[OFFER_SAMPLE]);
	chooser_add(c, "Empty database", "your own, for you alone", &offers[OFFER_EMPTY]);
	chooser_add(c, "Open a file", "a database that is somewhere else", &offers[OFFER_OPEN]);
	chooser_add(c, "Quit", NULL, &offers[OFFER_QUIT]);
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- unfinished forms ------------------------------------------------------------------------- */

const char *draft_dir(const struct app *a, char *dst, size_t size)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	AUTOBUF path = BUF_INIT;

	if (a->options.host)
		buf_addf(&path, "%.*s/drafts/%s", (int)(strrchr(a->database, '/') - a->database), a->database, a->user);
	else if (state && state[0] == '/')
		buf_adds(&path, state);
	else if (home && home[0] == '/')
		buf_addf(&path, "%s/.local/state", home);
	else
		return NULL;
	if (!a->options.host)
		buf_addf(&path, "/closeout/drafts/%s", a->database_id);
	snprintf(dst, size, "%s", path.s);
	return path.len < size ? dst : NULL;
}

/* A form whose operation is in the log was saved: its draft only outlived the process. */
static bool already_saved(struct app *a, const struct draft_found *d)
{
	const char *op = draft_get(d, "op_id");

	return op && store_has_op(a->store, op);
}

void draft_open(struct screen *s, const char *path)
{
	struct draft_list found;
	struct error err = ERROR_INIT;
	char dir[512], wanted[512];

	snprintf(wanted, sizeof wanted, "%s", path);
	if (!draft_dir(s->app, dir, sizeof dir))
		return;
	draft_find(dir, &found);
	for (size_t i = 0; i < found.n; i++)
		if (strcmp(found.at[i].path, wanted) == 0)
			form_push(s, form_resume(s->app, &found.at[i], &err), &err);
	draft_list_release(&found);
}

static void draft_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	char path[512], what[96];
	(void)c;

	snprintf(path, sizeof path, "%s", (const char *)item->data);
	snprintf(what, sizeof what, "%s", item->text);
	screen_pop(s);
	if (draft_is_held(path))
		take_over_push(s, path, what);
	else
		draft_open(s, path);
}

static const char *draft_words(struct chooser *c, const struct draft_found *d)
{
	const char *entity = draft_get(d, "entity"), *ref = draft_get(d, "ref");
	const struct entity *e = entity ? record_entity_by_name(entity) : NULL;
	const char *adding = draft_get(d, "adding");

	if (adding && *adding == '1')
		return arena_printf(&c->arena, "New %s", e ? e->label : "record");
	return arena_printf(&c->arena, "Edit %s", ref && *ref ? ref : e ? e->label : "record");
}

/* What was typed, not what stood there before. */
static bool typed_there(const struct draft_found *d, const struct draft_pair *p)
{
	AUTOBUF name = BUF_INIT;

	if (strncmp(p->name, "line.", 5) == 0)
		return strstr(p->name, ".text.") != NULL;
	if (strncmp(p->name, "text.", 5) != 0)
		return false;
	buf_addf(&name, "was.%s", p->name + 5);
	const char *was = draft_get(d, name.s);
	return !was || strcmp(was, p->text) != 0;
}

/* The longest text typed tells best which form it was. */
static const char *draft_taste(struct chooser *c, const struct draft_found *d)
{
	const char *best = "";
	char when[CLOCK_STAMP];

	for (size_t i = 0; i < d->n; i++)
		if (strlen(d->pairs[i].text) > strlen(best) && typed_there(d, &d->pairs[i]))
			best = d->pairs[i].text;
	clock_stamp(d->written_ms, when);
	return arena_printf(&c->arena, "%.10s %.5s UTC  %.*s", when, when + 11,
			    (int)strcspn(best, "\n"), best);
}

static void add_drafts(struct screen *s, struct chooser *items)
{
	struct draft_list found = { 0 };
	char dir[512];

	if (draft_dir(s->app, dir, sizeof dir))
		draft_find(dir, &found);
	for (size_t i = 0; i < found.n; i++) {
		if (already_saved(s->app, &found.at[i])) {
			draft_forget(&found.at[i]);
			continue;
		}
		chooser_add(items, draft_words(items, &found.at[i]), draft_taste(items, &found.at[i]),
			    arena_strdup(&items->arena, found.at[i].path));
	}
	draft_list_release(&found);
}

/* At the start they are told of where sessions come over lines that break; two windows of one person are no news. */
static void add_held(struct screen *s, bool quiet, struct chooser *items)
{
	struct draft_list held;

	if (quiet && !s->app->options.host && !items->n_items)
		return;
	take_over_find(s->app, &held);
	for (size_t i = 0; i < held.n; i++)
		chooser_add(items, draft_words(items, &held.at[i]),
			    arena_printf(&items->arena, "open in another session: %s", draft_taste(items, &held.at[i])),
			    arena_strdup(&items->arena, held.at[i].path));
	draft_list_release(&held);
}

void drafts_push(struct screen *s, bool quiet)
{
	struct chooser items;

	chooser_init(&items, "Unfinished forms");
	add_drafts(s, &items);
	add_held(s, quiet, &items);
	if (!items.n_items) {
		chooser_release(&items);
		if (!quiet)
			screen_say(s, LEVEL_INFO, "No unfinished forms.");
		return;
	}
	struct chooser *c = chooser_push(s, items.title);
	edit_release(&c->input);
	*c = items;
	c->hint = "Typed and not saved. Enter takes it up again, Esc leaves it.";
	c->wide = true;
	c->chosen = draft_chosen;
	chooser_filter(s, c);
	layout_apply(s);
}

/* Forms left unsaved since the screen was opened: their text is on disk, and somebody may think it is saved. */
int drafts_left(const struct screen *s)
{
	struct draft_list found = { 0 };
	char dir[512];
	int n = 0;

	if (!s->app->store || !draft_dir(s->app, dir, sizeof dir))
		return 0;
	draft_find(dir, &found);
	for (size_t i = 0; i < found.n; i++)
		n += found.at[i].written_ms >= s->opened_ms && !already_saved(s->app, &found.at[i]);
	draft_list_release(&found);
	return n;
}
