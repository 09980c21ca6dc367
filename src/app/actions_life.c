/* SPDX-License-Identifier: MIT */
/* actions_life.c - the action table: what the life cycles allow: the menu, deciding, what waits next. */
#include "app/actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/decide.h"
#include "app/deed_private.h"
#include "app/gather.h"
#include "app/inbox.h"

/* ---- the one being asked about -------------------------------------------------------- */

/* What is asked of an approval is done to the record it is about. */
static bool subject_of(const struct screen *s, const char *action, struct deed_subject *out)
{
	const struct entity *e;
	char uid[UUID_TEXT];
	AUTOARENA arena = ARENA_INIT;
	const char *ref;

	if (!screen_subject(s, &e, uid))
		return false;
	*out = (struct deed_subject){ .entity = e };
	memcpy(out->uid, uid, sizeof uid);
	if (e->id != ENTITY_APPROVAL)
		return true;
	ref = store_ref(s->app->store, e, uid, &arena);
	return ref && deed_find(s->app, ref, action, out, NULL) == 0;
}

/* The rule that decides what waits about the record, and the record it is done with. */
static const struct life_rule *decision(const struct screen *s, bool approve, struct deed_subject *at)
{
	const struct entity *approvals = record_entity(ENTITY_APPROVAL);
	const struct life_rule *r;
	const struct entity *e;
	char uid[UUID_TEXT];
	AUTOARENA arena = ARENA_INIT;
	struct decide d;

	if (!screen_subject(s, &e, uid))
		return NULL;
	/* The submission names the record; from an approval any of its actions leads there. */
	if (e->id == ENTITY_APPROVAL && !subject_of(s, "post-update", at))
		return NULL;
	if (e->id != ENTITY_APPROVAL && !subject_of(s, NULL, at))
		return NULL;
	r = deed_decision(s->app, at->entity, at->uid, approve);
	if (r)
		return r;
	if (decide_read(s->app, at->entity, at->uid, &arena, &d, NULL) != 0 || !d.heading)
		return NULL;
	/* What two persons do is confirmed on the approval itself. */
	if (deed_find(s->app, arena_strndup(&arena, d.heading, strcspn(d.heading, " ")), NULL, at, NULL) != 0)
		return NULL;
	return life_find(approvals, approve ? "confirm" : "deny");
}

/* ---- doing ------------------------------------------------------------------------------- */

static int waiting_index(const struct inbox *b, const char *uid)
{
	for (int i = 0; i < b->n; i++)
		if (b->at[i].kind == INBOX_APPROVE &&
		    (strcmp(b->at[i].uid, uid) == 0 || strcmp(b->at[i].approval_uid, uid) == 0))
			return i;
	return -1;
}

/* Where in the inbox it stands before it is decided. */
static int place_in_inbox(struct screen *s, const char *uid)
{
	struct inbox b;
	int at = inbox_read(s->app, true, &b, NULL) == 0 ? waiting_index(&b, uid) : -1;

	inbox_release(&b);
	return at;
}

/* What was decided goes, and the next one that waits is opened in its place. */
static int open_next(struct screen *s, int place)
{
	struct inbox b;
	const struct view *top = screen_top(s);
	int n;

	if (inbox_read(s->app, true, &b, NULL) != 0) {
		inbox_release(&b);
		return 0;
	}
	n = b.count[INBOX_APPROVE];
	if (top->kind == VIEW_SHEET && s->depth > 1)
		screen_pop(s);
	if (n) {
		const struct inbox_item *next = &b.at[place < n ? place : n - 1];

		screen_open_record(s, next->entity, next->uid);
	}
	inbox_release(&b);
	layout_apply(s);
	return n;
}

#define EFFECTS_MOST 180 /* bytes of a message; four lines of 80 columns are to hold it */

/* Lines of what was done, as one sentence; ref need not be said again. */
void life_add_effects(struct buf *out, const char *effects, const char *ref)
{
	const char *between = ".";
	int left = 0;

	for (const char *at = effects; at && *at;) {
		size_t len = strcspn(at, "\n"), skip = *ref && strncmp(at, ref, strlen(ref)) == 0 ? strlen(ref) : 0;

		skip += at[skip] == ' ';
		if (out->len < EFFECTS_MOST)
			buf_addf(out, "%s %.*s", between, (int)(len - skip), at + skip);
		else
			left++;
		between = ";";
		at += len + (at[len] == '\n');
	}
	if (left)
		buf_addf(out, "; and %d more", left);
	buf_addc(out, '.');
}

static void say_done(struct screen *s, const char *label, const char *ref, const char *effects, const char *warnings,
		     const char *more)
{
	AUTOBUF text = BUF_INIT;

	buf_addf(&text, "%s, %s", label, ref);
	life_add_effects(&text, effects, ref);
	if (warnings && *warnings)
		buf_addf(&text, " Warning: %.*s.", (int)strcspn(warnings, "\n"), warnings);
	if (more)
		buf_addf(&text, " %s", more);
	screen_say(s, warnings && *warnings ? LEVEL_WARNING : LEVEL_GOOD, "%s", text.s);
}

static const char *next_words(int left)
{
	return left ? "The next one that waits is open." : "Nothing else waits for you.";
}

/* After an action, done from a dialog or from a form: everything is read again, the next one opens. */
void life_done(struct screen *s, const struct life_rule *r, const char *ref, int place, const char *effects,
	       const char *warnings)
{
	bool decided = r->flags & LIFE_DECIDES;
	int left = 0;

	screen_reload(s);
	if (decided)
		left = open_next(s, place);
	say_done(s, r->label, ref, effects, warnings, decided && place >= 0 ? next_words(left) : NULL);
}

static void do_now(struct screen *s)
{
	struct deed d = { .action = s->deed.rule->action, .at = &s->deed.at, .n = 1 };
	struct deed_result r = DEED_RESULT_INIT;
	struct error err = ERROR_INIT;
	AUTOARENA arena = ARENA_INIT;
	const char *ref = store_ref(s->app->store, s->deed.at.entity, s->deed.at.uid, &arena);
	int place = place_in_inbox(s, s->deed.at.uid);

	if (deed_do(s->app, &d, &r, &err) != 0)
		screen_fail(s, &err);
	else
		life_done(s, s->deed.rule, ref ? ref : "?", place, r.effects.s, r.warnings.s);
	deed_result_release(&r);
}

static void confirmed(struct screen *s, void *data)
{
	(void)data;
	do_now(s);
}

/* True if the record's own page is open, with the submission on it. */
static bool is_on_its_page(struct screen *s)
{
	const struct view *v = screen_top(s);

	return v->kind == VIEW_SHEET && strcmp(v->sheet.uid, s->deed.at.uid) == 0;
}

/*
 * What one looks at before one says yes. First the object and what it does, which must never be
 * cut off; then the submission with its proof, where it does not stand on the page below already.
 */
static void confirm_text(struct screen *s, const struct deed_result *r, struct buf *out)
{
	AUTOARENA arena = ARENA_INIT;
	const struct deed_subject *at = &s->deed.at;
	struct decide d;
	const char *ref = store_ref(s->app->store, at->entity, at->uid, &arena);

	buf_addf(out, "%s\n", ref ? ref : "");
	if (r->effects.len)
		buf_addf(out, "\n%s\n", r->effects.s);
	if (r->warnings.len)
		buf_addf(out, "Warning: %s\n", r->warnings.s);
	buf_adds(out, "It is not undone, only corrected.");
	if (is_on_its_page(s) || decide_read(s->app, at->entity, at->uid, &arena, &d, NULL) != 0 || !d.heading)
		return;
	buf_addc(out, '\n');
	for (int i = 0; i < d.n && i < 14; i++)
		buf_addf(out, "\n%s%s%s", d.at[i].label, *d.at[i].label ? ": " : "   ", d.at[i].text);
}

static void ask_first(struct screen *s)
{
	struct deed d = { .action = s->deed.rule->action, .at = &s->deed.at, .n = 1, .dry_run = true };
	struct deed_result r = DEED_RESULT_INIT;
	struct error err = ERROR_INIT;
	AUTOBUF text = BUF_INIT;
	char title[96];

	if (deed_do(s->app, &d, &r, &err) != 0) {
		screen_fail(s, &err);
	} else {
		confirm_text(s, &r, &text);
		snprintf(title, sizeof title, "%s?", s->deed.rule->label);
		confirm_push(s, title, text.s, confirmed, NULL);
	}
	deed_result_release(&r);
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* Does it ask for more than a word that may be left out? A baseline is kept with its reason. */
static bool needs_form(const struct life_rule *r, bool checklist_open)
{
	struct life_asked ask;

	if (r->flags & LIFE_ANY_FIELD || (r->makes == ENTITY_BASELINE && !(r->flags & LIFE_DECIDES)))
		return true;
	for (const char *at = r->asks; (at = life_next_ask(at, &ask));) {
		bool check = strncmp(ask.name, "check_", 6) == 0;

		if (ask.required || (check && (checklist_open || r->flags & LIFE_SUBMITS)) ||
		    (!check && strcmp(ask.name, "comment") != 0))
			return true;
	}
	return false;
}

bool life_needs_form(const struct life_rule *r)
{
	return needs_form(r, false);
}

static bool only_the_checklist(const struct deed_option *o)
{
	return o->rule->flags & LIFE_CHECKLIST && o->why.kind == FAIL_NO &&
	       strncmp(o->why.why, life_guard_text(GUARD_CHECKLIST), strlen(life_guard_text(GUARD_CHECKLIST))) == 0;
}

static void start(struct screen *s, const struct life_rule *r, const struct deed_subject *at)
{
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct deed_option o;
	bool open;

	if (deed_option(s->app, at->entity, at->uid, r, &arena, &o, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	open = !o.possible && only_the_checklist(&o);
	if (!o.possible && !open) {
		screen_fail(s, &o.why);
		return;
	}
	s->deed.rule = r;
	s->deed.at = *at;
	if (needs_form(r, open))
		form_push(s, form_deed(s->app, r, at->entity, at->uid, &err), &err);
	else if (r->flags & LIFE_IRREVERSIBLE)
		ask_first(s);
	else
		do_now(s);
}

void life_start(struct screen *s, const struct life_rule *r)
{
	struct deed_subject at;

	if (subject_of(s, r->action, &at))
		start(s, life_find(at.entity, r->action), &at);
}

bool life_is_asking(const struct view *v)
{
	return v->kind == VIEW_CONFIRM && v->confirm.confirmed == confirmed;
}

bool life_ask_again(struct screen *s, const struct life_rule *r, const struct deed_subject *at)
{
	int depth = s->depth;

	/* What would be done without a question is not begun here. */
	if (!r || needs_form(r, false) || !(r->flags & LIFE_IRREVERSIBLE))
		return false;
	start(s, r, at);
	return s->depth > depth;
}

/* ---- the menu ------------------------------------------------------------------------------------ */

static void menu_chosen(struct screen *s, struct chooser *c, const struct choice_item *item)
{
	const struct life_rule *r = item->data;
	struct deed_subject at = s->deed.at;
	(void)c;

	screen_pop(s);
	start(s, r, &at);
}

static void add_option(struct chooser *c, const struct deed_option *o, const struct entity *e)
{
	AUTOBUF detail = BUF_INIT;
	struct choice_item *item;

	deed_asks(o->rule, e, &detail);
	if (*o->acting_for)
		buf_addf(&detail, "%sacting for %s", detail.len ? "; " : "", o->acting_for);
	if (!detail.len)
		buf_adds(&detail, o->rule->help);
	chooser_add(c, o->rule->label, o->possible ? detail.s : o->why.why, o->rule);
	item = &c->items[c->n_items - 1];
	if (!o->possible)
		item->why_not = arena_printf(&c->arena, "%s%s%s", o->why.why, *o->why.next ? "; " : "", o->why.next);
}

static void run_menu(struct screen *s)
{
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct deed_option *options;
	struct chooser *c;
	int n;

	if (!subject_of(s, NULL, &s->deed.at))
		return;
	if (deed_options(s->app, s->deed.at.entity, s->deed.at.uid, &arena, &options, &n, &err) != 0) {
		screen_fail(s, &err);
		return;
	}
	c = chooser_push(s, "What can be done");
	c->hint = "First what is possible, with what it asks for; then the rest, and why not.";
	c->wide = true;
	c->chosen = menu_chosen;
	for (int possible = 1; possible >= 0; possible--)
		for (int i = 0; i < n; i++)
			if (options[i].possible == (possible == 1))
				add_option(c, &options[i], s->deed.at.entity);
	chooser_filter(s, c);
	layout_apply(s);
}

/* ---- deciding ---------------------------------------------------------------------------------------- */

#define WAITING_MOST 100 /* submissions; with more each record is asked */

/* Records without a submission are the most, and known without reading them. */
static bool submitted(const struct screen *s, const struct entity *e, const char *uid)
{
	struct gather_from from = { s->app, s->app->store, s->app->today };
	struct gather_query q = { .entity = ENTITY_APPROVAL,
				  .where = "state:waiting",
				  .columns = "uid",
				  .limit = WAITING_MOST };
	struct screen_waits *w = s->waits;
	AUTOARENA arena = ARENA_INIT;

	if (!w->read) {
		arena_clear(&w->arena);
		w->about = (struct rows){ 0 };
		w->read = gather_rows(&from, &q, &w->arena, &w->about, NULL) == 0;
		for (int i = 0; i < w->about.n && w->read; i++) {
			struct record r;

			w->read = store_get(s->app->store, record_entity(ENTITY_APPROVAL), w->about.uids[i],
					    s->app->today, &w->arena, &r, NULL) == 0;
			if (w->read)
				w->about.cells[i] = deed_text(&r, "subject");
		}
	}
	if (!w->read || w->about.n == WAITING_MOST)
		return true;
	const char *any = arena_printf(&arena, "%s:%s", e->name, uid);
	for (int i = 0; i < w->about.n; i++)
		if (strcmp(w->about.cells[i], any) == 0 || strcmp(w->about.uids[i], uid) == 0)
			return true;
	return false;
}

/* One question a record: the footer asks at every frame. */
static bool waits_here(const struct screen *s)
{
	struct deed_subject at;
	const struct entity *e;
	char uid[UUID_TEXT];

	if (!screen_subject(s, &e, uid))
		return false;
	if (strcmp(s->waits->uid, uid) == 0)
		return s->waits->yes;
	memcpy(s->waits->uid, uid, sizeof uid);
	s->waits->yes = submitted(s, e, uid) && decision(s, true, &at) != NULL;
	return s->waits->yes;
}

static bool possible_decide(const struct screen *s, char *why, size_t size)
{
	if (!possible_on_record(s, why, size))
		return false;
	if (many_marked(s))
		return true;
	if (waits_here(s))
		return true;
	snprintf(why, size, "nothing waits here for a decision");
	return false;
}

static void run_approve(struct screen *s)
{
	if (many_marked(s)) {
		bulk_decide(s, true);
		return;
	}
	struct deed_subject at;
	const struct life_rule *r = decision(s, true, &at);

	start(s, r, &at);
}

static void run_return(struct screen *s)
{
	if (many_marked(s)) {
		bulk_decide(s, false);
		return;
	}
	struct deed_subject at;
	const struct life_rule *r = decision(s, false, &at);

	start(s, r, &at);
}

/* ---- a form of an action, or of a letter that does something --------------------------------------------- */

static void form_confirmed(struct screen *s, void *data)
{
	(void)data;
	form_finish(s);
}

/* True if it asked: the form is left where it is until somebody says yes. */
bool life_asks_first(struct screen *s, struct form *f)
{
	AUTOBUF text = BUF_INIT;
	struct error err = ERROR_INIT;
	char title[96];

	if (!form_asks_first(f))
		return false;
	if (form_try(f, &err) != 0) {
		screen_fail(s, &err);
		return true;
	}
	if (!f->rule && (!f->effects || !*f->effects))
		return false;
	buf_addf(&text, "%s\n\n%s", f->ref[0] ? f->ref : f->entity->label, f->effects && *f->effects ? f->effects : f->rule->help);
	if (f->warnings && *f->warnings)
		buf_addf(&text, "\n\nWarning: %s", f->warnings);
	buf_adds(&text, "\n\nIt is not undone, only corrected.");
	snprintf(title, sizeof title, "%s?", f->rule ? f->rule->label : "Record the letter");
	confirm_push(s, title, text.s, form_confirmed, NULL);
	return true;
}

int life_form_place(struct screen *s, const struct form *f)
{
	return f->rule && f->rule->flags & LIFE_DECIDES ? place_in_inbox(s, f->uid) : -1;
}

static const struct action table[] = {
	{ "actions", "Actions", "a", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES | ACTION_PLACE,
	  "What the life cycle allows now, what it asks for, and why the rest is not possible.", possible_on_record, run_menu },
	{ "approve", "Approve", "A", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES,
	  "Agree to what was submitted; the next one that waits opens.", possible_decide, run_approve },
	{ "return", "Return", "T", CONTEXT_RECORD, ACTION_FOOTER | ACTION_WRITES,
	  "Give back what was submitted, with a comment; the next one that waits opens.", possible_decide, run_return },
};

ACTION_PART(actions_life, table);
