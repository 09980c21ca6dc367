/* SPDX-License-Identifier: MIT */
/*
 * history_view.c - the history of a record or of all, on the screen: entry by entry who did what,
 * when it was recorded and from when it holds, in whose name, why, and each field old -> new.
 */
#include <stdio.h>
#include <string.h>

#include "app/log_query.h"
#include "app/screen_private.h"
#include "base/mem.h"

#define SHOWN_MAX  500    /* entries shown; log in the command line has all */
#define LOOKED_MAX 200000 /* entries looked at for a filter */
#define VALUE_MAX  60     /* bytes of a value */
#define LABEL_COLS 20

/* What a page of history is about, and what of it is shown. */
struct history_of {
	const struct entity *entity; /* NULL: all */
	char uid[UUID_TEXT];
};

struct telling {
	struct app *app;
	struct buf *out;
	struct log_query query;
	int shown, looked;
	bool one; /* of one record: its reference need not be repeated */
};

/* ---- an entry --------------------------------------------------------------------------- */

static const char *value_words(struct telling *h, const struct field *f, struct value v, struct arena *a)
{
	AUTOBUF text = BUF_INIT;

	if (v.kind == VALUE_NONE)
		return "(empty)";
	if (f->type == FIELD_REF && f->target != ENTITY_NONE) {
		const char *ref = store_ref(h->app->store, record_entity(f->target), v.text, a);

		return ref ? ref : v.text;
	}
	if (f->type == FIELD_ANY && v.kind == VALUE_TEXT && strchr(v.text, ':')) {
		size_t name = strcspn(v.text, ":");
		const struct entity *e = record_entity_by_name(arena_strndup(a, v.text, name));
		const char *ref = e ? store_ref(h->app->store, e, v.text + name + 1, a) : NULL;

		return ref ? ref : v.text;
	}
	value_show(f, v, &text);
	size_t cut = strcspn(text.s, "\n");
	return arena_printf(a, "%.*s%s", (int)(cut > VALUE_MAX ? VALUE_MAX : cut), text.s,
			    cut > VALUE_MAX || text.s[cut] ? " ..." : "");
}

static void add_changes(struct telling *h, const struct entry *e, struct arena *a, struct buf *out)
{
	const struct entity *entity = record_entity_by_name(e->entity);
	struct change_field *fields;
	int n;

	if (!entity || change_read(entity, e->changes, a, &fields, &n, NULL))
		return;
	for (int i = 0; i < n; i++) {
		const struct field *f = fields[i].field;

		buf_addf(out, "    %-*s ", LABEL_COLS, f->label);
		if (fields[i].old.kind != VALUE_NONE)
			buf_addf(out, "%s -> ", value_words(h, f, fields[i].old, a));
		buf_addf(out, "%s\n", value_words(h, f, fields[i].new, a));
	}
}

static const char *deed_of(const struct entity *entity, const char *verb)
{
	const struct life_rule *r = entity ? life_find(entity, verb) : NULL;

	return r ? r->label : verb;
}

static void add_entry(struct telling *h, const struct entry *e, struct arena *a, struct buf *out)
{
	const struct entity *entity = record_entity_by_name(e->entity);
	const char *ref = entity ? store_ref(h->app->store, entity, e->uid, a) : NULL;

	buf_addf(out, "%s  %s", e->effective, e->actor);
	if (e->acting_for)
		buf_addf(out, ", acting for %s", e->acting_for);
	buf_addf(out, ": %s", deed_of(entity, e->verb));
	if (!h->one)
		buf_addf(out, "  %s %s", entity ? entity->label : e->entity, ref ? ref : "");
	buf_addf(out, "\n    recorded %.10s %.5s UTC, entry %lld of batch %lld\n", e->recorded, e->recorded + 11,
		 (long long)e->seq, (long long)e->batch);
	if (e->reason)
		buf_addf(out, "    because: %s\n", e->reason);
	add_changes(h, e, a, out);
}

static bool see_entry(void *data, const struct entry *e)
{
	struct telling *h = data;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF words = BUF_INIT;
	bool told = log_query_needs_words(&h->query);

	if (told)
		add_entry(h, e, &arena, &words);
	if (log_query_matches(&h->query, e, words.s)) {
		if (!told)
			add_entry(h, e, &arena, &words);
		buf_add(h->out, words.s, words.len);
		h->shown++;
	}
	return h->shown < SHOWN_MAX && ++h->looked < LOOKED_MAX;
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_end(const struct telling *h, const struct text_page *t)
{
	if (!h->shown && *t->filter)
		buf_addf(h->out, "Nothing of the history matches \"%s\". Esc shows all of it, / changes it.\n", t->filter);
	else if (!h->shown)
		buf_adds(h->out, "Nothing is on record.\n");
	else if (h->shown == SHOWN_MAX)
		buf_addf(h->out, "... the newest %d; / narrows them down, closeout log shows all.\n", SHOWN_MAX);
	else if (h->looked == LOOKED_MAX)
		buf_addf(h->out, "... of the newest %d entries; closeout log looks at all.\n", LOOKED_MAX);
}

static void refill(struct screen *s, struct text_page *t)
{
	const struct history_of *of = t->data;
	struct telling h = { .app = s->app, .out = &t->text, .one = of->entity != NULL };
	struct log_filter filter = { .entity = of->entity, .uid = of->entity ? of->uid : NULL, .from = DATE_NONE,
				     .to = DATE_NONE, .newest_first = true };
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;

	buf_clear(&t->text);
	if (log_query_read(s->app, t->filter, &arena, &h.query, &err) != 0 ||
	    store_log(s->app->store, &filter, see_entry, &h, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	add_end(&h, t);
	snprintf(t->shown, sizeof t->shown, "%d%s shown", h.shown,
		 h.shown == SHOWN_MAX ? "+" : h.shown == 1 ? " entry" : " entries");
}

void history_push(struct screen *s, const struct entity *e, const char *uid)
{
	struct history_of *of = mem_alloc(sizeof *of);
	AUTOARENA arena = ARENA_INIT;
	char title[96] = "History";

	if (e) {
		const char *ref = store_ref(s->app->store, e, uid, &arena);

		of->entity = e;
		snprintf(of->uid, sizeof of->uid, "%s", uid);
		snprintf(title, sizeof title, "History of %s", ref ? ref : e->label);
	}
	struct text_page *t = text_push(s, title);
	t->refill = refill;
	t->data = of;
	t->headed = t->can_filter = true;
	refill(s, t);
	layout_apply(s);
}

/* ---- its filter ------------------------------------------------------------------------------- */

static struct text_page *page_below(struct screen *s)
{
	struct view *v = s->depth > 1 ? s->stack[s->depth - 2] : NULL;

	return v && v->kind == VIEW_TEXT ? &v->text : NULL;
}

static void show_only(struct screen *s, struct text_page *t, const char *text)
{
	snprintf(t->filter, sizeof t->filter, "%s", text);
	t->top = 0;
	refill(s, t);
	layout_apply(s);
}

static bool filter_entered(struct screen *s, struct prompt *p, const char *text)
{
	struct text_page *t = page_below(s);
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct log_query q;

	if (log_query_read(s->app, text, &arena, &q, &err) != 0) {
		snprintf(p->error, sizeof p->error, "%.120s: %.120s", err.why, err.next);
		return false;
	}
	screen_pop(s);
	show_only(s, t, text);
	return true;
}

void history_filter(struct screen *s)
{
	prompt_push(s, "Show of the history",
		    "by:NAME for:NAME did:ACTION record:REF kind:KIND on:DATE on:A..B on>=DATE recorded:DATE words -not",
		    screen_top(s)->text.filter)
		->entered = filter_entered;
	layout_apply(s);
}

bool history_escape(struct screen *s)
{
	struct view *v = screen_top(s);

	if (v->kind != VIEW_TEXT || !v->text.filter[0])
		return false;
	show_only(s, &v->text, "");
	screen_say(s, LEVEL_INFO, "Filter cleared: all of the history is shown.");
	return true;
}
