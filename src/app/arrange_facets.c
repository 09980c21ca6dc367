/* SPDX-License-Identifier: MIT */
/* arrange_facets.c - the values of a column with their counts; Enter narrows the list to one. */
#include "app/screen_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/facets.h"
#include "base/mem.h"

/* What the chooser shows, and of which list. */
struct facet_chooser {
	struct facets facets;
	struct list *list;
	char title[96], hint[160];
};

static void drop(void *own)
{
	struct facet_chooser *fc = own;

	facets_release(&fc->facets);
	free(fc);
}

static void grouped(int64_t n, char dst[32])
{
	char plain[24];
	int len = snprintf(plain, sizeof plain, "%lld", (long long)n), k = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			dst[k++] = ',';
		dst[k++] = plain[i];
	}
	dst[k] = '\0';
}

static void words(struct facet_chooser *fc)
{
	const struct facets *f = &fc->facets;
	char seen[32], all[32];

	snprintf(fc->title, sizeof fc->title, "%s: %d value%s%s", column_label(&f->column), f->n, f->n == 1 ? "" : "s",
		 f->others ? " and more" : "");
	grouped((int64_t)f->seen, seen);
	grouped((int64_t)f->n_ids, all);
	if (f->seen < f->n_ids)
		snprintf(fc->hint, sizeof fc->hint, "Counting: %s of %s rows. Tab: next column.", seen, all);
	else
		snprintf(fc->hint, sizeof fc->hint, "Enter keeps only these, of %s rows. Tab: next column.", all);
}

/* The same value stays under the cursor while the others are still counted. */
static void refresh(struct screen *s, struct chooser *c)
{
	struct facet_chooser *fc = c->own;
	const void *at = c->n_shown ? c->items[c->shown[c->cursor]].data : NULL;
	int place = c->cursor;

	facets_sort(&fc->facets);
	chooser_clear(c);
	for (int i = 0; i < fc->facets.n; i++) {
		AUTOBUF shown = BUF_INIT;
		char n[32];

		facets_show(&fc->facets, fc->facets.at[i].text, &shown);
		grouped(fc->facets.at[i].n, n);
		chooser_add(c, shown.s, NULL, fc->facets.at[i].text);
		c->items[c->n_items - 1].key = arena_strdup(&c->arena, n);
	}
	words(fc);
	chooser_filter(s, c);
	for (int i = 0; i < c->n_shown && place; i++)
		if (c->items[c->shown[i]].data == at)
			c->cursor = i;
	chooser_window(c);
}

static bool more(struct screen *s, struct chooser *c)
{
	struct facet_chooser *fc = c->own;
	struct error err = ERROR_INIT;
	size_t before = fc->facets.seen;
	bool left = facets_tick(&fc->facets, &err);

	if (err.kind) {
		fc->facets.seen = fc->facets.n_ids;
		screen_fail(s, &err);
	}
	/* Shown again when it is over, and now and then before. */
	if (fc->facets.seen != before && (!left || before / 20000 != fc->facets.seen / 20000)) {
		refresh(s, c);
		layout_apply(s);
	}
	return left;
}

static void chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	struct facet_chooser *fc = c->own;
	struct list *l = fc->list;
	AUTOBUF term = BUF_INIT;
	struct view *v;

	facets_term(&fc->facets, item->data, &term);
	screen_pop(s);
	v = screen_top(s);
	list_narrow(l, term.s);
	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
	layout_apply(s);
	screen_say(s, LEVEL_INFO, "Narrowed by %s. Esc clears the filter.", term.s);
}

/* What can be counted usefully comes first: the order of the list, then a column of few values. */
static int usual_column(const struct list *l)
{
	for (int i = 0; l->sort.n && i < l->columns.n; i++)
		if (l->columns.at[i].field && l->columns.at[i].field == l->sort.keys[0].field)
			return i;
	for (int i = 0; i < l->columns.n; i++)
		if (l->columns.at[i].field && strcmp(l->columns.at[i].field->name, "status_word") == 0)
			return i;
	for (int i = 0; i < l->columns.n; i++) {
		const struct field *f = l->columns.at[i].field;

		if (f && (f->type == FIELD_CHOICE || f->type == FIELD_REF))
			return i;
	}
	return 0;
}

static void start(struct screen *s, struct chooser *c)
{
	struct facet_chooser *fc = c->own;

	facets_init(&fc->facets, fc->list, &fc->list->columns.at[fc->list->facet]);
	more(s, c);
	refresh(s, c);
	layout_apply(s);
}

static void turn(struct screen *s, struct chooser *c, int step)
{
	struct facet_chooser *fc = c->own;
	int n = fc->list->columns.n;

	fc->list->facet = (fc->list->facet + step + n) % n;
	facets_release(&fc->facets);
	edit_set(&c->input, "", false);
	chooser_clear(c);
	start(s, c);
}

void facets_push(struct screen *s, struct list *l)
{
	struct chooser *c = chooser_push(s, "");
	struct facet_chooser *fc = mem_alloc(sizeof *fc);

	fc->list = l;
	if (l->facet < 0 || l->facet >= l->columns.n)
		l->facet = usual_column(l);
	c->own = fc;
	c->title = fc->title;
	c->hint = fc->hint;
	c->drop = drop;
	c->more = more;
	c->turn = turn;
	c->chosen = chosen;
	start(s, c);
}
