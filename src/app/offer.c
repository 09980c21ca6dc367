/* SPDX-License-Identifier: MIT */
/* offer.c - a kept what-if passes a recommendation's target: the extension is offered at once. */
#include <stdio.h>
#include <string.h>

#include "app/deed.h"
#include "app/form_private.h"
#include "app/screen_private.h"

/* What one item leads to. */
struct offered {
	const struct life_rule *rule;
	char uid[UUID_TEXT];
	char to[DATE_TEXT];
	const char *reason;
};

static void put(struct form *f, const char *name, const char *text)
{
	struct form_field *ff = form_field_of(f, name);

	if (ff)
		form_set_field(f, ff, value_text(text), NULL);
}

static void chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct offered *at = item->data;
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct error err = ERROR_INIT;
	struct form *f;
	(void)c;

	if (!at) {
		screen_pop(s);
		return;
	}
	f = form_deed(s->app, at->rule, e, at->uid, &err);
	if (f) {
		put(f, "to_date", at->to);
		put(f, "text", at->reason);
		form_focus_first_empty(f);
	}
	screen_pop(s);
	form_push(s, f, &err);
}

static void add_offer(struct screen *s, struct chooser *c, const struct what_if_offer *o, const char *reason)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct offered *at = arena_alloc(&c->arena, sizeof *at);
	struct choice_item *item;
	struct deed_option option;
	struct error err = ERROR_INIT;

	at->rule = life_find(e, "request-extension");
	memcpy(at->uid, o->uid, sizeof at->uid);
	date_format(o->to, at->to);
	at->reason = arena_strdup(&c->arena, reason);
	chooser_add(c, arena_printf(&c->arena, "Extend %s to %s", o->ref, at->to), arena_strdup(&c->arena, o->words), at);
	item = &c->items[c->n_items - 1];
	if (deed_option(s->app, e, at->uid, at->rule, &c->arena, &option, &err) != 0)
		item->why_not = arena_strdup(&c->arena, err.why);
	else if (!option.possible)
		item->why_not = arena_printf(&c->arena, "%s (%s)", option.why.why, o->words);
}

void offer_extensions(struct screen *s, const struct what_if_kept *kept, const char *reason)
{
	struct chooser *c;

	if (!kept->n_offers)
		return;
	c = chooser_push(s, "A target is passed: ask for an extension?");
	c->hint = "The forecasts are kept. Enter opens the request, with date and reason filled in.";
	c->wide = true;
	c->chosen = chosen;
	for (int i = 0; i < kept->n_offers; i++)
		add_offer(s, c, &kept->offers[i], reason);
	chooser_add(c, "Not now", "whoever owns the recommendation can ask later", NULL);
	chooser_filter(s, c);
	layout_apply(s);
}
