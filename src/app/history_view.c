/* SPDX-License-Identifier: MIT */
/*
 * history_view.c - the history of a record or of all, on the screen: entry by entry who did what,
 * when it was recorded and from when it holds, in whose name, why, and each field old -> new.
 */
#include <stdio.h>
#include <string.h>

#include "app/log_query.h"
#include "app/past.h"
#include "app/screen_private.h"
#include "base/mem.h"

#define SHOWN_MAX  500    /* entries made at a time; older ones come when the end is in sight */
#define LOOKED_MAX 200000 /* entries looked at for a filter at a time */
#define VALUE_MAX  60     /* bytes of a value */
#define LABEL_COLS 20

/* What a page of history is about, and what of it is shown. */
struct history_of {
	const struct entity *entity; /* NULL: all */
	char uid[UUID_TEXT];
	int shown;           /* entries */
	int64_t oldest;      /* looked at so far */
	bool all;            /* down to the first one */
	bool past;           /* what is shown is of then */
	size_t end;          /* of the text, without what is said below it */
};

struct telling {
	struct app *app;
	struct text_page *page;
	struct buf *out;
	struct log_query query;
	int shown, looked, most;
	int64_t oldest;
	size_t counted; /* bytes of the text whose lines are counted */
	int line;
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

/* The line it begins at; lines are counted once. */
static void add_mark(struct telling *h, int64_t seq)
{
	struct text_page *t = h->page;

	for (; h->counted < t->text.len; h->counted++)
		h->line += t->text.s[h->counted] == '\n';
	MEM_GROW(t->marks, t->cap_marks, t->n_marks + 1);
	t->marks[t->n_marks++] = (struct text_mark){ .line = h->line, .id = seq };
}

static bool see_entry(void *data, const struct entry *e)
{
	struct telling *h = data;
	AUTOARENA arena = ARENA_INIT;
	AUTOBUF words = BUF_INIT;
	bool told = log_query_needs_words(&h->query);

	if (told)
		add_entry(h, e, &arena, &words);
	h->oldest = e->seq;
	if (log_query_matches(&h->query, e, words.s)) {
		if (!told)
			add_entry(h, e, &arena, &words);
		add_mark(h, e->seq);
		buf_add(h->out, words.s, words.len);
		h->shown++;
	}
	return h->shown < h->most && ++h->looked < LOOKED_MAX;
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_end(const struct history_of *of, struct text_page *t)
{
	if (!of->shown && of->all && *t->filter)
		buf_addf(&t->text, "Nothing of the history matches \"%s\". Esc shows all of it, / changes it.\n", t->filter);
	else if (!of->shown && of->all)
		buf_adds(&t->text, "Nothing is on record.\n");
	else if (!of->all && *t->filter)
		buf_addf(&t->text, "    ... down to entry %lld; going on down looks at older ones.\n", (long long)of->oldest);
	else if (!of->all)
		buf_adds(&t->text, "    ... older entries come as you go down.\n");
	snprintf(t->shown, sizeof t->shown, "%d%s shown", of->shown, !of->all ? "+" : of->shown == 1 ? " entry" : " entries");
}

/* Entries older than what is there, so many at most. */
static void add_older(struct screen *s, struct text_page *t, int most)
{
	struct history_of *of = t->data;
	struct telling h = { .app = s->app, .page = t, .out = &t->text, .most = most, .one = of->entity != NULL };
	struct log_filter filter = { .entity = of->entity, .uid = of->entity ? of->uid : NULL, .from = DATE_NONE,
				     .to = DATE_NONE, .newest_first = true, .before_seq = of->oldest };
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;

	buf_cut(&t->text, of->end);
	if (log_query_read(s->app, t->filter, &arena, &h.query, &err) != 0 ||
	    store_log(s->app->store, &filter, see_entry, &h, &err) != 0) {
		screen_fail(s, &err);
		of->all = true;
		return;
	}
	of->end = t->text.len;
	of->shown += h.shown;
	of->oldest = h.oldest ? h.oldest : of->oldest;
	of->all = h.shown < most && h.looked < LOOKED_MAX;
	add_end(of, t);
}

static void more(struct screen *s, struct text_page *t)
{
	const struct history_of *of = t->data;

	if (!of->all)
		add_older(s, t, SHOWN_MAX);
}

/* The entry chosen stays chosen, and where it was. */
static void choose(struct text_page *t, int64_t seq, int below_top)
{
	t->mark = 0;
	while (t->mark + 1 < t->n_marks && t->marks[t->mark].id > seq)
		t->mark++;
	if (t->n_marks) {
		t->top = t->marks[t->mark].line - below_top;
		text_scroll(t, 0);
	}
}

static void refill(struct screen *s, struct text_page *t)
{
	struct history_of *of = t->data;
	int most = of->shown > SHOWN_MAX ? of->shown : SHOWN_MAX;
	bool moved = t->n_marks && (t->mark || t->top || of->past);
	struct text_mark was = t->n_marks ? t->marks[t->mark] : (struct text_mark){ .id = 0 };

	of->shown = 0;
	of->oldest = 0;
	of->end = 0;
	of->past = past_is(s->app);
	t->n_marks = 0;
	add_older(s, t, most);
	if (moved)
		choose(t, was.id, was.line - t->top);
	else
		t->mark = 0;
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
	t->more = more;
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
	((struct history_of *)t->data)->shown = 0;
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

/* ---- its records ------------------------------------------------------------------------------ */

struct chosen {
	const struct entity *entity;
	char uid[UUID_TEXT];
	struct date on;
	bool newest; /* of its record */
};

static bool see_chosen(void *data, const struct entry *e)
{
	struct chosen *c = data;

	c->entity = record_entity_by_name(e->entity);
	snprintf(c->uid, sizeof c->uid, "%s", e->uid);
	date_parse_iso(e->effective, strlen(e->effective), &c->on);
	return false;
}

static bool see_later(void *data, const struct entry *e)
{
	((struct chosen *)data)->newest = false;
	(void)e;
	return false;
}

static void open_then(struct screen *s, void *data)
{
	const struct chosen *c = data;
	char day[DATE_TEXT];

	screen_open_record(s, c->entity, c->uid);
	screen_say(s, LEVEL_INFO, "As it stood at the end of %s; it changed since. Esc goes back.", date_format(c->on, day));
}

/* A record that went on since is shown as it stood on the day of the entry. */
void history_open(struct screen *s)
{
	const struct text_page *t = &screen_top(s)->text;
	int64_t seq = t->marks[t->mark].id;
	struct chosen c = { .on = DATE_NONE, .newest = true };
	struct log_filter this = { .after_seq = seq - 1, .limit = 1, .from = DATE_NONE, .to = DATE_NONE };
	struct log_filter later = { .after_seq = seq, .limit = 1, .from = DATE_NONE, .to = DATE_NONE };
	struct error err = ERROR_INIT;
	struct chosen *kept;
	int failed = store_log(s->app->store, &this, see_chosen, &c, &err);

	later.entity = c.entity;
	later.uid = c.uid;
	if (!failed && c.entity)
		failed = store_log(s->app->store, &later, see_later, &c, &err);
	if (failed) {
		screen_fail(s, &err);
		return;
	}
	if (!c.entity)
		return;
	if (c.newest || past_is(s->app) || date_cmp(c.on, s->app->today) >= 0) {
		screen_open_record(s, c.entity, c.uid);
		return;
	}
	kept = mem_alloc(sizeof *kept);
	*kept = c;
	past_open(s, c.on, open_then, kept);
}
