/* SPDX-License-Identifier: MIT */
/* actions_many.c - the action table: what is done with what is marked. */
#include "app/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed.h"
#include "app/marked.h"
#include "app/past.h"
#include "base/mem.h"
#include "core/lifecycle.h"

/* ---- what is marked ------------------------------------------------------------------------ */

bool many_marked(const struct screen *s)
{
	struct marked m;

	return marked_look(screen_top_const(s), &m) && m.shown && !m.reading;
}

static bool possible_bulk(const struct screen *s, char *why, size_t size)
{
	struct marked m = { 0 };

	if (!possible_with_store(s, why, size))
		return false;
	marked_look(screen_top_const(s), &m);
	if (m.reading && m.n)
		snprintf(why, size, "the list is still being read");
	else if (m.n && !m.shown)
		snprintf(why, size, "what is marked is not shown, and nothing is done unseen; %s",
			 screen_list_const(s) ? "Esc clears the filter" : "o unfolds the phase");
	else if (!m.shown)
		snprintf(why, size, "nothing is marked; Space marks a row, * all that are shown");
	else
		return true;
	return false;
}

/* The records of a kind: what is marked and shown, in the order of the view. */
static int marked_here(struct screen *s, const struct entity *e, struct arena *arena, const char ***uids, int *n)
{
	struct error err = ERROR_INIT;
	struct marked m;
	int failed;

	marked_look(screen_top_const(s), &m);
	if (m.shown > BULK_MAX) {
		screen_say(s, LEVEL_WARNING, "%zu are marked; at most %d are changed at once. Narrow the filter.",
			   m.shown, BULK_MAX);
		return FAIL_USAGE;
	}
	failed = marked_uids(s->app, screen_top_const(s), e, arena, uids, n, &err);
	if (failed)
		screen_fail(s, &err);
	return failed;
}

/* A form for what is marked. */
static void push_many(struct screen *s, struct form *f, struct error *err)
{
	int32_t *ids;
	size_t n;

	if (f) {
		n = marked_ids(s->app, screen_top_const(s), f->entity, &ids);
		if (n == (size_t)f->n_many)
			form_many_remember(f, ids, n);
		free(ids);
	}
	form_push(s, f, err);
}

/* ---- the preview ------------------------------------------------------------------------------ */

/* What is marked in the view below and stays out of it is counted. */
static void count_left_out(const struct screen *s, const struct entity *e, struct bulk_view *v)
{
	const struct entity *kind;
	struct marked m;
	size_t n;

	for (int i = s->depth - 1; i >= 0; i--) {
		if (!marked_look(s->stack[i], &m))
			continue;
		v->hidden = m.n - m.shown;
		for (int k = 0; (kind = marked_kind(s->stack[i], k, &n)); k++)
			v->others += kind == e ? 0 : n;
		return;
	}
}

static struct bulk_view *preview_push(struct screen *s, const struct entity *e, const char *const *uids, int n)
{
	struct view *v = screen_push(s, VIEW_BULK);
	struct error err = ERROR_INIT;

	clock_uuid(v->bulk.op_id);
	count_left_out(s, e, &v->bulk);
	if (bulk_init(&v->bulk.bulk, s->app, e, uids, n, &err) == 0) {
		layout_apply(s);
		return &v->bulk;
	}
	screen_pop(s);
	screen_fail(s, &err);
	return NULL;
}

/* What is typed stands in the form below until it is done. */
bool bulk_of_form(struct screen *s, struct form *f)
{
	struct assignment *given = arena_alloc(&f->arena, (size_t)f->n_fields * sizeof *given + 1);
	struct error err = ERROR_INIT;
	struct bulk_view *v;
	int n;

	if (!f->n_many)
		return false;
	if (form_many_check(f, &err) != 0) {
		screen_fail(s, &err);
		return true;
	}
	n = form_many_given(f, given);
	if (!n && !f->rule) {
		screen_say(s, LEVEL_INFO, "Nothing is filled in: there is nothing to change.");
		return true;
	}
	v = preview_push(s, f->entity, f->many, f->n_many);
	if (!v)
		return true;
	v->over_form = true;
	memcpy(v->op_id, f->op_id, sizeof v->op_id); /* the draft's: once it is done there is nothing to offer again */
	if (f->rule)
		bulk_act(&v->bulk, f->rule, given, n, &err);
	else
		bulk_set(&v->bulk, given, n, &err);
	bulk_tick(s, screen_top(s), false);
	return true;
}

static void preview_failed(struct screen *s, struct view *v, const struct error *err)
{
	struct form *f = v->bulk.over_form && s->depth > 1 ? s->stack[s->depth - 2]->form : NULL;

	for (int i = 0; f && i < f->n_fields; i++)
		if (strcmp(f->fields[i].field->name, err->where) == 0) {
			snprintf(f->fields[i].error, sizeof f->fields[i].error, "%s", err->why);
			f->focus = i;
		}
	screen_pop(s);
	screen_fail(s, err);
}

static void written(struct screen *s, struct view *v)
{
	struct error err = ERROR_INIT;
	struct bulk *b = &v->bulk.bulk;
	bool over_form = v->bulk.over_form;
	AUTOBUF text = BUF_INIT;
	int64_t batch = 0;

	if (bulk_do(b, v->bulk.op_id, &batch, &err) != 0) {
		preview_failed(s, v, &err);
		return;
	}
	bulk_deed(b, &text);
	buf_addf(&text, ": %d %s changed", b->count[BULK_CHANGES],
		 b->count[BULK_CHANGES] == 1 ? b->entity->name : b->entity->plural);
	if (b->count[BULK_REFUSED])
		buf_addf(&text, ", %d left as they were", b->count[BULK_REFUSED]);
	buf_addf(&text, ". %s", b->rule && b->rule->flags & LIFE_IRREVERSIBLE ? "" : "u takes it all back.");
	screen_pop(s);
	if (over_form) {
		screen_top(s)->form->changed = false; /* no draft is left */
		screen_pop(s);
	}
	screen_reload(s);
	screen_say(s, LEVEL_GOOD, "%s", text.s);
}

bool bulk_tick(struct screen *s, struct view *v, bool busy)
{
	struct error err = ERROR_INIT;
	int before = v->bulk.bulk.looked;
	bool more;

	if (v->bulk.writing) {
		/* The word that it is being written is drawn first. */
		if (--v->bulk.writing == 0)
			written(s, v);
		s->redraw = true;
		return screen_top(s) == v && v->bulk.writing;
	}
	if (busy || !bulk_view_looking(&v->bulk))
		return !busy ? false : bulk_view_looking(&v->bulk);
	more = bulk_view_tick(&v->bulk, s->app->key_waits, s->app->key_data, &err);
	s->redraw |= v->bulk.bulk.looked != before || err.kind;
	if (err.kind)
		preview_failed(s, v, &err);
	return !err.kind && more;
}

static void bulk_confirmed(struct screen *s, void *data)
{
	struct view *v = screen_top(s);
	(void)data;

	v->bulk.writing = 2;
	s->redraw = true;
}

static bool possible_do(const struct screen *s, char *why, size_t size)
{
	const struct bulk_view *v = &screen_top_const(s)->bulk;

	if (bulk_view_looking(v))
		snprintf(why, size, "not all have been looked at yet");
	else if (!v->bulk.count[BULK_CHANGES])
		snprintf(why, size, "none of them would change");
	else
		return true;
	return false;
}

static void run_do(struct screen *s)
{
	const struct bulk_view *v = &screen_top(s)->bulk;
	const struct bulk *b = &v->bulk;
	AUTOBUF text = BUF_INIT;
	char title[96];
	int n = b->count[BULK_CHANGES];

	bulk_deed(b, &text);
	buf_addf(&text, "\n\n%d %s, in one step.", n, n == 1 ? b->entity->name : b->entity->plural);
	if (b->count[BULK_REFUSED])
		buf_addf(&text, " %d may not be changed and stay%s as they are.", b->count[BULK_REFUSED],
			 b->count[BULK_REFUSED] == 1 ? "s" : "");
	if (v->hidden)
		buf_addf(&text, " %zu marked and not shown: left out.", v->hidden);
	if (v->others)
		buf_addf(&text, " %zu marked of another kind: left out.", v->others);
	buf_adds(&text, b->rule && b->rule->flags & LIFE_IRREVERSIBLE ? "\n\nIt is not undone, only corrected."
								      : "\n\nu takes all of it back.");
	snprintf(title, sizeof title, "Change %d %s?", n, n == 1 ? b->entity->name : b->entity->plural);
	confirm_push(s, title, text.s, bulk_confirmed, NULL);
}

static void run_refused(struct screen *s)
{
	struct bulk_view *v = &screen_top(s)->bulk;

	bulk_view_refused(v, !v->refused_only);
	v->top = 0;
	bulk_view_scroll(v, 0);
}

static bool possible_refused(const struct screen *s, char *why, size_t size)
{
	const struct bulk_view *v = &screen_top_const(s)->bulk;

	if (v->bulk.count[BULK_REFUSED])
		return true;
	snprintf(why, size, "nothing is in the way of any of them");
	return false;
}

static void run_leave(struct screen *s)
{
	screen_pop(s);
	screen_say(s, LEVEL_INFO, "Nothing was changed. The marks are kept.");
}

/* ---- B: choosing what to do ---------------------------------------------------------------------- */

static void act_on(struct screen *s, const struct life_rule *r, const struct entity *e, const char *const *uids, int n,
		   bool opened_only);

struct bulk_choice {
	const struct entity *entity;
	const struct life_rule *rule; /* NULL: fields are set */
};

static void chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	struct bulk_choice choice = *(const struct bulk_choice *)item->data;
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	const char **uids;
	int n;
	(void)c;

	screen_pop(s);
	if (marked_here(s, choice.entity, &arena, &uids, &n) != 0)
		return;
	if (choice.rule)
		act_on(s, choice.rule, choice.entity, uids, n, false);
	else
		push_many(s, form_many_set(s->app, choice.entity, uids, n, &err), &err);
}

static void add_choice(struct chooser *c, const char *text, const char *detail, const struct entity *e,
		       const struct life_rule *r)
{
	struct bulk_choice *choice = arena_alloc(&c->arena, sizeof *choice);

	*choice = (struct bulk_choice){ e, r };
	chooser_add(c, text, detail, choice);
}

/* "4 recommendations marked, 2 more not shown and left out" */
static void choice_hint(const struct screen *s, const struct entity *e, size_t n, struct buf *out)
{
	struct marked m;

	marked_look(screen_top_const(s), &m);
	buf_addf(out, "%zu %s marked", n, n == 1 ? e->name : e->plural);
	if (m.shown > n)
		buf_addf(out, ", %zu of another kind left out", m.shown - n);
	if (m.n > m.shown)
		buf_addf(out, ", %zu more not shown and left out", m.n - m.shown);
	buf_adds(out, ". A preview comes first.");
}

static void choose_deed(struct screen *s, const struct entity *e, size_t n)
{
	struct error why = ERROR_INIT;
	const struct life_rule *r;
	AUTOBUF hint = BUF_INIT;

	choice_hint(s, e, n, &hint);
	struct chooser *c = chooser_push(s, "Change what is marked");
	c->hint = arena_strdup(&c->arena, hint.s);
	c->wide = true;
	c->chosen = chosen;
	add_choice(c, "Set fields", "One form: what is filled in is set in all of them.", e, NULL);
	if (!app_may_edit(s->app, e, NULL, &why))
		c->items[0].why_not = arena_strdup(&c->arena, why.why);
	for (size_t i = 0; (r = life_of(e, i)); i++)
		add_choice(c, r->label, r->help, e, r);
	chooser_filter(s, c);
	layout_apply(s);
}

static void kind_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct entity *e = item->data, *kind;
	size_t n = 0;
	(void)c;

	screen_pop(s);
	for (int i = 0; (kind = marked_kind(screen_top_const(s), i, &n)) && kind != e; i++)
		;
	if (kind)
		choose_deed(s, e, n);
}

/* One step changes records of one kind: which, where several are marked. */
static void run_bulk(struct screen *s)
{
	const struct entity *e, *first;
	size_t n, n_first;

	first = marked_kind(screen_top_const(s), 0, &n_first);
	if (!marked_kind(screen_top_const(s), 1, &n)) {
		choose_deed(s, first, n_first);
		return;
	}
	struct chooser *c = chooser_push(s, "Change what is marked");
	c->hint = "Records of several kinds are marked: one kind at a time.";
	c->chosen = kind_chosen;
	for (int i = 0; (e = marked_kind(s->stack[s->depth - 2], i, &n)); i++)
		chooser_add(c, arena_printf(&c->arena, "%zu %s", n, n == 1 ? e->name : e->plural), NULL, e);
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- an action on many; deciding many ----------------------------------------------------------------- */

void screen_note_opened(struct screen *s, const struct sheet *sheet)
{
	struct screen_opened *o = NULL;

	if (sheet->gone || past_is(s->app))
		return;
	for (int i = 0; i < s->n_opened && !o; i++)
		if (strcmp(s->opened[i].uid, sheet->uid) == 0)
			o = &s->opened[i];
	if (!o) {
		MEM_GROW(s->opened, s->cap_opened, s->n_opened + 1);
		o = &s->opened[s->n_opened++];
		snprintf(o->uid, sizeof o->uid, "%s", sheet->uid);
	}
	o->version = sheet->record.version;
}

static bool opened(const struct screen *s, const char *uid, int64_t version)
{
	for (int i = 0; i < s->n_opened; i++)
		if (strcmp(s->opened[i].uid, uid) == 0)
			return s->opened[i].version == version;
	return false;
}

/* Nobody agrees to what they have not looked at as it is now. */
static void leave_out_unopened(struct screen *s, struct bulk *b)
{
	for (int i = 0; i < b->n; i++) {
		AUTOARENA arena = ARENA_INIT;
		struct record r;

		if (store_get(s->app->store, b->entity, b->rows[i].uid, s->app->today, &arena, &r, NULL) == 0 &&
		    !opened(s, b->rows[i].uid, r.version))
			b->rows[i].skip = "not opened since its last change; Enter opens it";
	}
}

static void act_on(struct screen *s, const struct life_rule *r, const struct entity *e, const char *const *uids, int n,
		   bool opened_only)
{
	struct error err = ERROR_INIT;
	struct bulk_view *v;

	if (life_needs_form(r)) {
		push_many(s, form_many_deed(s->app, r, e, uids, n, &err), &err);
		return;
	}
	v = preview_push(s, e, uids, n);
	if (!v)
		return;
	v->opened_only = opened_only;
	bulk_act(&v->bulk, r, NULL, 0, &err);
	if (opened_only)
		leave_out_unopened(s, &v->bulk);
	bulk_tick(s, screen_top(s), false);
}

bool bulk_again(struct screen *s, const struct entity *e, const struct life_rule *r, bool opened_only)
{
	AUTOARENA arena = ARENA_INIT;
	const char **uids;
	int n;

	if (screen_top(s)->kind == VIEW_FORM)
		return bulk_of_form(s, screen_top(s)->form) && screen_top(s)->kind == VIEW_BULK;
	if (!e || !r || life_needs_form(r) || !many_marked(s) || marked_here(s, e, &arena, &uids, &n) != 0 || !n)
		return false;
	act_on(s, r, e, uids, n, opened_only);
	return screen_top(s)->kind == VIEW_BULK;
}

/* What is marked of one kind: which decision the first of them waits for, and which of them were looked at. */
struct deciding {
	const struct entity *entity;
	const struct life_rule *rule;
	const char **uids, **seen;
	int n, n_seen;
};

static int look_at_kind(struct screen *s, const struct entity *e, bool approve, struct arena *arena, struct deciding *d)
{
	*d = (struct deciding){ .entity = e };
	if (marked_here(s, e, arena, &d->uids, &d->n) != 0)
		return FAIL_USAGE;
	d->seen = arena_alloc(arena, (size_t)d->n * sizeof *d->seen + 1);
	for (int i = 0; i < d->n; i++) {
		struct record rec;

		if (!d->rule)
			d->rule = deed_decision(s->app, e, d->uids[i], approve);
		if (store_get(s->app->store, e, d->uids[i], s->app->today, arena, &rec, NULL) == 0 &&
		    opened(s, d->uids[i], rec.version))
			d->seen[d->n_seen++] = d->uids[i];
	}
	return 0;
}

void bulk_decide(struct screen *s, bool approve)
{
	AUTOARENA arena = ARENA_INIT;
	struct deciding d = { .rule = NULL };
	const struct entity *e;
	int all = 0;
	size_t n;

	/* The first kind that waits for a decision; the preview counts the others. */
	for (int i = 0; !d.rule && (e = marked_kind(screen_top_const(s), i, &n)); i++) {
		if (look_at_kind(s, e, approve, &arena, &d) != 0)
			return;
		all += d.n;
	}
	if (!d.rule)
		screen_say(s, LEVEL_WARNING, "None of the %d marked waits for a decision.", all);
	else if (!d.n_seen)
		screen_say(s, LEVEL_WARNING,
			   "None of the %d marked was opened since its last change: Enter opens one, then decide.", d.n);
	else if (life_needs_form(d.rule))
		act_on(s, d.rule, d.entity, d.seen, d.n_seen, true);
	else
		act_on(s, d.rule, d.entity, d.uids, d.n, true);
	if (d.rule && d.n > d.n_seen && d.n_seen && life_needs_form(d.rule))
		screen_say(s, LEVEL_WARNING, "%d of the %d marked left out: not opened since their last change.",
			   d.n - d.n_seen, d.n);
}

#define MOVE   ACTION_MOVE
#define FOOTER ACTION_FOOTER
#define WRITES ACTION_WRITES

static const struct action table[] = {
	{ "bulk", "Change marked", "B", CONTEXT_MARKS, FOOTER | WRITES,
	  "Set fields of all that is marked, or do an action with it: first a preview, then one step.", possible_bulk,
	  run_bulk },
	{ "bulk-do", "Do it", "Enter|Ctrl-S|F10", CONTEXT_BULK, FOOTER | WRITES,
	  "Ask once more, then change all of them in one step.", possible_do, run_do },
	{ "bulk-refused", "Only what may not", "Tab", CONTEXT_BULK, FOOTER,
	  "Show only the records that may not be changed, or all again.", possible_refused, run_refused },
	{ "bulk-leave", "Back", "Esc|Ctrl-C|Backspace|q|F3|F12", CONTEXT_BULK, FOOTER, "Leave without changing anything.",
	  NULL, run_leave },
};

ACTION_PART(actions_many, table);
