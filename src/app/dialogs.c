/* SPDX-License-Identifier: MIT */
/* dialogs.c - help, palette, sorting, messages: overlays made from the tables. */
#include "app/screen_private.h"

#include <stdio.h>
#include <string.h>

#include "app/gather.h"

/* ---- help: the live key table ------------------------------------------------------------ */

static void action_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct action *a = item->data;
	(void)c;

	screen_pop(s);
	action_run(s, a);
}

static void all_keys(const struct screen *s, const struct action *a, struct buf *out)
{
	const char *key;

	for (int i = 0; (key = keymap_key(s->keymap, a, i)); i++) {
		if (i)
			buf_adds(out, ", ");
		buf_adds(out, key);
	}
}

static void add_action(struct screen *s, struct chooser *c, const struct action *a)
{
	AUTOBUF keys = BUF_INIT;
	char why[256];

	all_keys(s, a, &keys);
	chooser_add(c, a->label, a->help, a);
	struct choice_item *item = &c->items[c->n_items - 1];
	item->key = keys.len ? arena_strdup(&c->arena, keys.s) : NULL;
	if (!action_possible(s, a, why, sizeof why))
		item->why_not = arena_strdup(&c->arena, why);
}

static void add_heading(struct chooser *c, const char *text)
{
	chooser_add(c, text, NULL, NULL);
	c->items[c->n_items - 1].heading = 1;
}

void help_push(struct screen *s)
{
	static const struct {
		unsigned flag;
		bool moves;
		const char *title;
	} parts[] = { { 0, false, "What can be done here" }, { ACTION_MOVE, true, "Moving" } };
	unsigned context = screen_context(s);
	struct chooser items;

	/* Reasons are asked for while the view below is still on top. */
	chooser_init(&items, "Keys that work here");
	for (size_t p = 0; p < 2; p++) {
		add_heading(&items, parts[p].title);
		for (size_t i = 0; i < action_count(); i++) {
			const struct action *a = action_at(i);

			if ((a->contexts & context) && !(a->flags & ACTION_HIDDEN) &&
			    !!(a->flags & ACTION_MOVE) == parts[p].moves)
				add_action(s, &items, a);
		}
	}
	struct chooser *c = chooser_push(s, items.title);
	edit_release(&c->input);
	*c = items;
	c->hint = "Type to search by key or word; Enter does it.";
	c->wide = true;
	c->chosen = action_chosen;
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- palette: actions, views, records ------------------------------------------------------ */

#define PALETTE_RECORDS 30
#define ACCOUNT_ITEM    "account" /* the same for who may be acted as */
#define LIFE_ITEM       "life" /* stands for the uid of what is an action of a life cycle */

static void palette_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const void *data = item->data;
	char uid[UUID_TEXT], text[80];
	(void)c;

	snprintf(uid, sizeof uid, "%s", item->uid);
	snprintf(text, sizeof text, "%s", item->text);
	screen_pop(s);
	if (strcmp(uid, LIFE_ITEM) == 0)
		life_start(s, data);
	else if (strcmp(uid, ACCOUNT_ITEM) == 0)
		become(s, strrchr(text, ' ') + 1);
	else if (uid[0])
		screen_open_record(s, data, uid);
	else
		action_run(s, data);
}

/* Beside the reference the piece where it was found; that is the title often enough. */
static void palette_hit(void *data, const struct store_hit *hit)
{
	struct chooser *c = data;
	AUTOBUF piece = BUF_INIT;

	for (const char *p = hit->snippet; *p; p++)
		if (*p != '\x01' && *p != '\x02')
			buf_addc(&piece, *p);
	chooser_add(c, hit->ref, arena_strdup(&c->arena, piece.len ? piece.s : hit->title), hit->entity);
	struct choice_item *item = &c->items[c->n_items - 1];
	snprintf(item->uid, sizeof item->uid, "%s", hit->uid);
	item->key = arena_strdup(&c->arena, hit->entity->label);
}

static bool action_matches(const struct action *a, const char *words)
{
	AUTOBUF all = BUF_INIT;

	buf_addf(&all, "%s %s %s", a->id, a->label, a->help);
	return words_match(all.s, words);
}

/* The actions that are called so, or those that only have to do with it. */
static void palette_actions(struct screen *s, struct chooser *c, unsigned context, bool called_so)
{
	const char *words = edit_text(&c->input);

	for (size_t i = 0; i < action_count(); i++) {
		const struct action *a = action_at(i);

		if ((a->contexts & context) && !(a->flags & (ACTION_HIDDEN | ACTION_MOVE)) &&
		    action_matches(a, words) && (*words && words_match(a->label, words)) == called_so)
			add_action(s, c, a);
	}
}

/* What the life cycle allows with the record below, by the words of its label; the rest with the reason. */
static void palette_life(struct screen *s, struct chooser *c)
{
	const char *words = edit_text(&c->input);
	AUTOARENA arena = ARENA_INIT;
	struct deed_option *options;
	const struct entity *e;
	char uid[UUID_TEXT];
	int n;

	if (!*words || !s->app->store || !screen_subject(s, &e, uid) ||
	    deed_options(s->app, e, uid, &arena, &options, &n, NULL) != 0)
		return;
	for (int i = 0; i < n; i++) {
		const struct life_rule *r = options[i].rule;
		AUTOBUF all = BUF_INIT;
		struct choice_item *item;

		buf_addf(&all, "%s %s", r->action, r->label);
		if (!words_match(all.s, words))
			continue;
		chooser_add(c, r->label, r->help, r);
		item = &c->items[c->n_items - 1];
		item->key = arena_strdup(&c->arena, keymap_key(s->keymap, action_by_id("actions"), 0));
		snprintf(item->uid, sizeof item->uid, "%s", LIFE_ITEM);
		if (!options[i].possible)
			item->why_not = arena_strdup(&c->arena, options[i].why.why);
	}
}

/* "act as director": on sample records every account is an item of its own. */
static void palette_accounts(struct screen *s, struct chooser *c)
{
	const struct entity *e = record_entity(ENTITY_USER);
	const struct gather_from from = { s->app, s->app->store, s->app->today };
	const struct gather_query q = { .entity = ENTITY_USER, .columns = "ref,role", .where = "active:yes" };
	const char *words = edit_text(&c->input);
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;

	if (!*words || !s->app->store || s->app->kind != APP_SAMPLE || gather_rows(&from, &q, &arena, &rows, NULL) != 0)
		return;
	for (int i = 0; i < rows.n; i++) {
		AUTOBUF text = BUF_INIT;
		struct choice_item *item;

		buf_addf(&text, "Act as %s", gather_cell(&rows, i, 0));
		if (!words_match(text.s, words))
			continue;
		chooser_add(c, text.s, role_label(role_by_name(gather_cell(&rows, i, 1))), e);
		item = &c->items[c->n_items - 1];
		snprintf(item->uid, sizeof item->uid, "%s", ACCOUNT_ITEM);
	}
}

/* The next character asks anew. */
static bool key_came(void *data)
{
	const struct screen *s = data;

	return s->app->key_waits(s->app->key_data);
}

static void palette_fill(struct screen *s, struct chooser *c, bool records)
{
	const char *words = edit_text(&c->input);

	chooser_clear(c);
	/* What is possible is asked of the view below the palette. */
	s->depth--;
	unsigned context = screen_context(s);
	palette_actions(s, c, context, true);
	palette_life(s, c);
	palette_accounts(s, c);
	if (records) {
		if (s->app->key_waits)
			store_on_progress(s->app->store, key_came, s);
		store_search(s->app->store, words, PALETTE_RECORDS, true, palette_hit, c, NULL);
		store_on_progress(s->app->store, NULL, NULL);
	}
	palette_actions(s, c, context, false);
	s->depth++;
}

static void palette_whole(struct screen *s, struct chooser *c)
{
	palette_fill(s, c, true);
}

/* The records, among a million of which looking takes a while: what was chosen meanwhile stays chosen. */
static bool palette_search(struct screen *s, struct chooser *c)
{
	void (*refill)(struct screen *, struct chooser *) = c->refill;
	char chosen[128] = "";

	if (c->cursor && c->cursor < c->n_shown)
		snprintf(chosen, sizeof chosen, "%s", c->items[c->shown[c->cursor]].text);
	c->more = NULL;
	c->refill = palette_whole;
	chooser_filter(s, c);
	c->refill = refill;
	for (int i = 0; chosen[0] && i < c->n_shown; i++)
		if (strcmp(c->items[c->shown[i]].text, chosen) == 0)
			c->cursor = i;
	layout_apply(s);
	chooser_window(c);
	return false;
}

/* The echo first; what was shown stays until there is something better, for which Enter waits. */
static void palette_refill(struct screen *s, struct chooser *c)
{
	bool search = *edit_text(&c->input) && s->app->store;
	bool later = search && s->app->key_waits;

	if (!later)
		palette_fill(s, c, search);
	c->more = later ? palette_search : NULL;
	c->enter_waits = later;
}

void palette_push(struct screen *s)
{
	struct chooser *c = chooser_push(s, "Find an action, a view or a record");

	c->hint = "Type a few letters, a reference or words of a text.";
	c->wide = true;
	c->refill = palette_refill;
	c->chosen = palette_chosen;
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- sorting -------------------------------------------------------------------------------- */

void sort_said(struct screen *s, const struct list *l)
{
	const struct sort_key *key = &l->sort.keys[0];

	screen_say(s, LEVEL_INFO, "Sorted by %s, %s.", key->field ? key->field->label : "reference",
		   key->descending ? "largest first" : "smallest first");
}

static void sort_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct field *f = item->data;
	(void)c;

	screen_pop(s);
	struct list *l = screen_list(s);
	bool again = l->sort.n && l->sort.keys[0].field == f;
	struct sort sort = { .n = 1,
			     .keys = { { .field = f,
					 .descending = again && !l->sort.keys[0].descending } } };

	l->sort = sort;
	list_reload(l);
	if (list_sorting(l))
		screen_say(s, LEVEL_INFO, "Sorting by %s; until then the order stays. Esc stops it.",
			   f ? f->label : "reference");
	else
		sort_said(s, l);
}

void sort_push(struct screen *s, struct list *l)
{
	struct chooser *c = chooser_push(s, "Sort by");

	c->hint = "The same column again turns the order round.";
	c->chosen = sort_chosen;
	chooser_add(c, "Reference", l->sort.n && !l->sort.keys[0].field ? "now" : NULL, NULL);
	for (int i = 0; i < l->entity->n_fields; i++) {
		const struct field *f = &l->entity->fields[i];
		bool now = l->sort.n && l->sort.keys[0].field == f;

		if (f->type != FIELD_LINES && f->type != FIELD_ANY && !(f->flags & FIELD_RETIRED))
			chooser_add(c, f->label,
				    now ? l->sort.keys[0].descending ? "now, largest first" : "now"
					: f->help,
				    f);
	}
	chooser_filter(s, c);
	layout_apply(s);
}
