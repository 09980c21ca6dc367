/* SPDX-License-Identifier: MIT */
/* actions_many.c - the action table: marks, and what is done with what is marked. */
#include "app/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed.h"
#include "app/past.h"
#include "base/mem.h"
#include "core/lifecycle.h"

/* ---- marking -------------------------------------------------------------------------- */

static void moved(struct screen *s)
{
	struct view *v = screen_top(s);

	if (v->kind == VIEW_BENCH)
		bench_moved(s, &v->bench, v->bench.focus);
}

static void run_mark(struct screen *s)
{
	list_mark_row(screen_list(s));
	moved(s);
}

/* What is marked now, in words; what is not shown is never left unsaid. */
static void say_marks(struct screen *s, const struct list *l)
{
	size_t hidden = list_marks_hidden(l);
	AUTOBUF text = BUF_INIT;

	if (l->mark_all) {
		screen_say(s, LEVEL_INFO, "All %s are marked as soon as they are found; Esc stops looking.",
			   l->entity->plural);
		return;
	}
	buf_addf(&text, "%zu of %zu marked", l->marked_shown, l->ids.n);
	if (hidden)
		buf_addf(&text, "; %zu more %s marked and not shown", hidden, hidden == 1 ? "is" : "are");
	screen_say(s, LEVEL_INFO, "%s.", text.s);
}

static void run_range(struct screen *s)
{
	struct list *l = screen_list(s);

	list_mark_range(l);
	if (l->ranging)
		screen_say(s, LEVEL_INFO, "A range begins here: move to its end and press V again; Esc leaves it.");
	else
		say_marks(s, l);
}

static void run_mark_all(struct screen *s)
{
	list_mark_all(screen_list(s));
	say_marks(s, screen_list(s));
}

static void run_mark_others(struct screen *s)
{
	list_mark_others(screen_list(s));
	say_marks(s, screen_list(s));
}

static bool possible_unmark(const struct screen *s, char *why, size_t size)
{
	const struct list *l = screen_list_const(s);

	if (l && (l->marks.n || l->ranging || l->mark_all))
		return true;
	snprintf(why, size, "nothing is marked");
	return false;
}

static void run_unmark(struct screen *s)
{
	struct list *l = screen_list(s);
	size_t n = l->marks.n;

	list_mark_none(l);
	screen_say(s, LEVEL_INFO, "%zu mark%s taken off.", n, n == 1 ? "" : "s");
}

/* ---- what is marked ------------------------------------------------------------------------ */

bool many_marked(const struct screen *s)
{
	const struct list *l = screen_list_const(s);

	return l && l->marked_shown && !l->filling;
}

static bool possible_bulk(const struct screen *s, char *why, size_t size)
{
	const struct list *l = screen_list_const(s);

	if (!possible_with_store(s, why, size))
		return false;
	if (l && l->filling && l->marks.n)
		snprintf(why, size, "the list is still being read");
	else if (l && l->marks.n && !l->marked_shown)
		snprintf(why, size, "what is marked is not shown, and nothing is done unseen; Esc clears the filter");
	else if (!many_marked(s))
		snprintf(why, size, "nothing is marked; Space marks a row, * all that are shown");
	else
		return true;
	return false;
}

/* The records: what is marked and shown, in the order of the list. */
static int marked_uids(struct screen *s, struct arena *arena, const char ***uids, int *n)
{
	const struct list *l = screen_list_const(s);
	struct error err = ERROR_INIT;
	int32_t *ids;
	size_t count;
	int failed;

	if (l->marked_shown > BULK_MAX) {
		screen_say(s, LEVEL_WARNING, "%zu are marked; at most %d are changed at once. Narrow the filter.",
			   l->marked_shown, BULK_MAX);
		return FAIL_USAGE;
	}
	count = list_marked_ids(l, &ids);
	failed = bulk_uids(s->app, l->entity, ids, count, arena, uids, n, &err);
	free(ids);
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
		n = list_marked_ids(screen_list(s), &ids);
		if (n == (size_t)f->n_many)
			form_many_remember(f, ids, n);
		free(ids);
	}
	form_push(s, f, err);
}

/* ---- the preview ------------------------------------------------------------------------------ */

static struct bulk_view *preview_push(struct screen *s, const struct entity *e, const char *const *uids, int n,
				      size_t hidden)
{
	struct view *v = screen_push(s, VIEW_BULK);
	struct error err = ERROR_INIT;

	clock_uuid(v->bulk.op_id);
	v->bulk.hidden = hidden;
	if (bulk_init(&v->bulk.bulk, s->app, e, uids, n, &err) == 0) {
		layout_apply(s);
		return &v->bulk;
	}
	screen_pop(s);
	screen_fail(s, &err);
	return NULL;
}

static size_t hidden_below(const struct screen *s)
{
	for (int i = s->depth - 1; i >= 0; i--) {
		const struct view *v = s->stack[i];

		if (v->kind == VIEW_LIST)
			return list_marks_hidden(&v->list);
		if (v->kind == VIEW_BENCH)
			return list_marks_hidden(&v->bench.pane[v->bench.focus]);
	}
	return 0;
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
	v = preview_push(s, f->entity, f->many, f->n_many, hidden_below(s));
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

static void act_on(struct screen *s, const struct life_rule *r, const char *const *uids, int n, bool opened_only);

static void chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct life_rule *r = item->data;
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	const char **uids;
	int n;
	(void)c;

	screen_pop(s);
	if (marked_uids(s, &arena, &uids, &n) != 0)
		return;
	if (r)
		act_on(s, r, uids, n, false);
	else
		push_many(s, form_many_set(s->app, screen_list(s)->entity, uids, n, &err), &err);
}

static void run_bulk(struct screen *s)
{
	const struct list *l = screen_list(s);
	struct error why = ERROR_INIT;
	const struct life_rule *r;
	struct chooser *c = chooser_push(s, "Change what is marked");
	size_t n = l->marked_shown, hidden = list_marks_hidden(l);

	c->hint = arena_printf(&c->arena, "%zu %s marked%s. A preview comes first.", n,
			       n == 1 ? l->entity->name : l->entity->plural,
			       hidden ? arena_printf(&c->arena, ", %zu more not shown and left out", hidden) : "");
	c->wide = true;
	c->chosen = chosen;
	chooser_add(c, "Set fields", "One form: what is filled in is set in all of them.", NULL);
	if (!app_may_edit(s->app, l->entity, NULL, &why))
		c->items[0].why_not = arena_strdup(&c->arena, why.why);
	for (size_t i = 0; (r = life_of(l->entity, i)); i++)
		chooser_add(c, r->label, r->help, r);
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

static void act_on(struct screen *s, const struct life_rule *r, const char *const *uids, int n, bool opened_only)
{
	const struct entity *e = screen_list(s)->entity;
	struct error err = ERROR_INIT;
	struct bulk_view *v;

	if (life_needs_form(r)) {
		push_many(s, form_many_deed(s->app, r, e, uids, n, &err), &err);
		return;
	}
	v = preview_push(s, e, uids, n, hidden_below(s));
	if (!v)
		return;
	bulk_act(&v->bulk, r, NULL, 0, &err);
	if (opened_only)
		leave_out_unopened(s, &v->bulk);
	bulk_tick(s, screen_top(s), false);
}

void bulk_decide(struct screen *s, bool approve)
{
	AUTOARENA arena = ARENA_INIT;
	const struct entity *e = screen_list(s)->entity;
	const struct life_rule *r = NULL;
	const char **uids, **seen;
	int n, left = 0, n_seen = 0;

	if (marked_uids(s, &arena, &uids, &n) != 0)
		return;
	seen = arena_alloc(&arena, (size_t)n * sizeof *seen + 1);
	for (int i = 0; i < n; i++) {
		struct record rec;

		if (!r)
			r = deed_decision(s->app, e, uids[i], approve);
		if (store_get(s->app->store, e, uids[i], s->app->today, &arena, &rec, NULL) == 0 &&
		    opened(s, uids[i], rec.version))
			seen[n_seen++] = uids[i];
		else
			left++;
	}
	if (!r)
		screen_say(s, LEVEL_WARNING, "None of the %d marked waits for a decision.", n);
	else if (!n_seen)
		screen_say(s, LEVEL_WARNING,
			   "None of the %d marked was opened since its last change: Enter opens one, then decide.", n);
	else if (life_needs_form(r))
		act_on(s, r, seen, n_seen, true);
	else
		act_on(s, r, uids, n, true);
	if (r && left && n_seen && life_needs_form(r))
		screen_say(s, LEVEL_WARNING, "%d of the %d marked left out: not opened since their last change.", left, n);
}

#define MOVE   ACTION_MOVE
#define FOOTER ACTION_FOOTER
#define WRITES ACTION_WRITES

static const struct action table[] = {
	{ "mark", "Mark", "Space|Ins", CONTEXT_ROWS, 0, "Mark the row, or take its mark off, and go down.", possible_on_rows,
	  run_mark },
	{ "mark-range", "Mark a range", "V", CONTEXT_ROWS, 0, "Begin a range of marks here; again: mark up to here.",
	  possible_on_rows, run_range },
	{ "mark-all", "Mark all shown", "*", CONTEXT_ROWS, 0, "Mark every row that the list shows.", possible_on_rows,
	  run_mark_all },
	{ "mark-others", "Turn marks round", "I", CONTEXT_ROWS, 0,
	  "Of the rows shown, mark those that are not, and unmark the others.", possible_on_rows, run_mark_others },
	{ "unmark", "Take marks off", "M", CONTEXT_ROWS, 0, "Take all marks off, those that are not shown as well.",
	  possible_unmark, run_unmark },
	{ "bulk", "Change marked", "B", CONTEXT_ROWS, FOOTER | WRITES,
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
