/* SPDX-License-Identifier: MIT */
/* inbox.c - what waits for whoever is acting. */
#include "app/inbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/deed_private.h"
#include "app/draft.h"
#include "app/form_private.h"
#include "app/listing_private.h"
#include "base/mem.h"

static const struct {
	const char *name, *label;
} kinds[INBOX_KIND_MAX] = {
#define INBOX_ROW(id, name, label) [INBOX_##id] = { name, label },
	INBOX_LIST(INBOX_ROW)
#undef INBOX_ROW
};

const char *inbox_label(enum inbox_kind k)
{
	return kinds[k].label;
}

void inbox_release(struct inbox *b)
{
	free(b->at);
	arena_release(&b->arena);
	*b = (struct inbox){ .n = 0 };
}

int inbox_waiting(const struct inbox *b)
{
	return b->count[INBOX_APPROVE] + b->count[INBOX_RETURNED] + b->count[INBOX_ANSWER];
}

struct looking {
	struct app *app;
	struct inbox *b;
	bool quick; /* only how many there are */
	struct gather_from from;
	struct deed_people people;
	struct error *err;
};

static struct inbox_item *add(struct looking *l, enum inbox_kind kind)
{
	struct inbox *b = l->b;

	MEM_GROW(b->at, b->cap, b->n + 1);
	b->count[kind]++;
	b->at[b->n] = (struct inbox_item){ .kind = kind, .since = DATE_NONE, .due = DATE_NONE, .title = "", .what = "" };
	return &b->at[b->n++];
}

static int rows_of(struct looking *l, enum entity_id kind, const char *where, const char *columns, const char *sort,
		   struct rows *out)
{
	struct gather_query q = { .entity = kind, .where = where, .columns = columns, .sort = sort };

	return gather_rows(&l->from, &q, &l->b->arena, out, l->err);
}

/* What it is about, in one line. */
static void describe(struct looking *l, struct inbox_item *item, const struct record *r)
{
	const char *title = deed_text(r, r->entity->title);

	item->entity = r->entity;
	item->uid = r->uid;
	item->ref = r->ref;
	item->title = arena_strndup(&l->b->arena, title, strcspn(title, "\n"));
	item->due = deed_date(r, "due");
}

/* ---- approvals --------------------------------------------------------------------------- */

static int read_subject(struct looking *l, const struct record *approval, struct record *out)
{
	const char *any = deed_text(approval, "subject"), *colon = strchr(any, ':');
	const char *kind = arena_strndup(&l->b->arena, any, colon ? (size_t)(colon - any) : 0);

	return store_get(l->app->store, record_entity_by_name(kind), colon ? colon + 1 : "", l->app->today, &l->b->arena, out,
			 l->err);
}

static const char *label_of(const struct entity *e, const char *action)
{
	const struct life_rule *r = life_find(e, action);

	return r ? r->label : action;
}

static const char *by_whom(const struct record *approval, const char *field)
{
	int i = record_field_index(approval->entity, record_field(approval->entity, field));

	return approval->refs[i] ? approval->refs[i] : "?";
}

/* The record that decides: a two-person act is confirmed on the approval itself. */
static int to_approve(struct looking *l, const struct record *approval)
{
	const char *action = deed_text(approval, "action");
	struct record subject;
	struct deed_option o;
	const struct life_rule *decides;
	struct inbox_item *item;
	int failed = read_subject(l, approval, &subject);
	bool confirm;

	if (failed)
		return failed;
	decides = deed_decision(l->app, subject.entity, subject.uid, true);
	confirm = !decides;
	if (confirm)
		decides = life_find(approval->entity, "confirm");
	failed = deed_option(l->app, confirm ? approval->entity : subject.entity, confirm ? approval->uid : subject.uid,
			     decides, &l->b->arena, &o, l->err);
	if (failed || (!o.possible && o.why.kind == FAIL_DENIED))
		return failed;
	item = add(l, INBOX_APPROVE);
	describe(l, item, &subject);
	item->approval_uid = approval->uid;
	item->approval = approval->ref;
	item->since = deed_date(approval, "submitted_on");
	item->what = arena_printf(&l->b->arena, "%s, by %s", label_of(subject.entity, action), by_whom(approval, "submitted_by"));
	if (!o.possible)
		item->why_not = arena_strdup(&l->b->arena, o.why.why);
	return 0;
}

/* It was given back, and nothing has been submitted since. */
static int returned(struct looking *l, const struct record *approval)
{
	struct gather_query q = { .entity = ENTITY_APPROVAL, .parent = "subject", .columns = "ref", .sort = "-number", .limit = 1 };
	const char *comment = deed_text(approval, "comment");
	const struct life_rule *asked;
	struct record subject;
	struct rows rows;
	struct inbox_item *item;
	int failed = read_subject(l, approval, &subject);
	const struct value *state;

	if (failed)
		return failed;
	asked = life_find(subject.entity, deed_text(approval, "action"));
	state = asked && asked->moves ? deed_value(&subject, asked->moves) : NULL;
	q.parent_uid = deed_text(approval, "subject");
	failed = gather_rows(&l->from, &q, &l->b->arena, &rows, l->err);
	if (failed || !rows.n || strcmp(rows.uids[0], approval->uid) != 0 || !state || state->kind != VALUE_TEXT ||
	    !life_has(asked->from, state->text))
		return failed;
	item = add(l, INBOX_RETURNED);
	describe(l, item, &subject);
	item->approval_uid = approval->uid;
	item->approval = approval->ref;
	item->since = deed_date(approval, "decided_on");
	item->what = arena_printf(&l->b->arena, "%s: \"%.*s\" (%s)", by_whom(approval, "decided_by"),
				  (int)strcspn(comment, "\n"), comment, asked->label);
	return 0;
}

static int each_approval(struct looking *l, const char *where, const char *sort,
			 int (*look)(struct looking *l, const struct record *approval))
{
	struct rows rows;
	int failed = rows_of(l, ENTITY_APPROVAL, where, "ref", sort, &rows);

	for (int i = 0; !failed && i < rows.n; i++) {
		struct record approval;

		failed = store_get(l->app->store, record_entity(ENTITY_APPROVAL), rows.uids[i], l->app->today,
				&l->b->arena,
				   &approval, l->err);
		if (!failed)
			failed = look(l, &approval);
	}
	return failed;
}

/* ---- to answer ------------------------------------------------------------------------------ */

static const struct answer {
	unsigned roles;
	const char *where, *what;
} answers[] = {
	{ ROLE_SUPERVISOR | ROLE_DIRECTOR, "action:open work_state:new", "assign it to an office and a person" },
	{ ROLE_LIAISON, "action:open work_state:plan_approved", "transmit the corrective action plan" },
	{ ROLE_LIAISON, "action:open work_state:closeout_approved", "send the closeout letter" },
};

static bool has_role(const struct looking *l, unsigned roles)
{
	for (int i = 0; i < l->people.n; i++)
		if (l->people.at[i].role & (roles | ROLE_PERSONAL))
			return true;
	return false;
}

static int add_found(struct looking *l, enum inbox_kind kind, enum entity_id of, const char *where, const char *sort,
		     const char *what)
{
	struct gather_query q = { .entity = of, .where = where, .columns = "ref", .sort = sort, .limit = INBOX_MOST };
	int64_t all = 0;
	struct rows rows = { 0 };
	int before = l->b->count[kind];
	int failed = l->quick ? 0 : gather_rows(&l->from, &q, &l->b->arena, &rows, l->err);

	for (int i = 0; !failed && i < rows.n; i++) {
		struct record r;

		failed = store_get(l->app->store, record_entity(of), rows.uids[i], l->app->today, &l->b->arena,
				&r, l->err);
		if (failed)
			break;
		struct inbox_item *item = add(l, kind);

		describe(l, item, &r);
		item->what = what;
	}
	/* In a register of a million most of it is one long list: only its beginning is read. */
	if (!failed && (l->quick || rows.n == INBOX_MOST)) {
		failed = gather_count(&l->from, &q, &l->b->arena, &all, l->err);
		l->b->count[kind] = before + (int)all;
	}
	return failed;
}

/* A letter that decides something and does not say yet of which recommendation what. */
static int unread_letters(struct looking *l)
{
	struct rows letters;
	int failed = rows_of(l, ENTITY_CORRESPONDENCE, "direction:in kind:closure,reopen,afo_decision", "ref,dated_on,summary",
			     "number", &letters);

	for (int i = 0; !failed && i < letters.n; i++) {
		struct gather_query q = { .entity = ENTITY_LETTER_LINE, .parent = "letter", .parent_uid = letters.uids[i],
					  .columns = "ref,outcome" };
		struct rows lines;
		int silent = 0;

		failed = gather_rows(&l->from, &q, &l->b->arena, &lines, l->err);
		for (int k = 0; !failed && k < lines.n; k++)
			silent += !*gather_cell(&lines, k, 1);
		if (failed || (lines.n && !silent))
			continue;
		struct inbox_item *item = add(l, INBOX_ANSWER);

		item->entity = record_entity(ENTITY_CORRESPONDENCE);
		item->uid = letters.uids[i];
		item->ref = gather_cell(&letters, i, 0);
		item->title = gather_cell(&letters, i, 2);
		item->since = gather_date(&letters, i, 1);
		item->what = "record what the letter does";
	}
	return failed;
}

static int to_answer(struct looking *l)
{
	int failed = 0;

	for (size_t i = 0; i < sizeof answers / sizeof *answers && !failed; i++)
		if (has_role(l, answers[i].roles))
			failed = add_found(l, INBOX_ANSWER, ENTITY_RECOMMENDATION, answers[i].where, NULL,
					answers[i].what);
	if (!failed && has_role(l, ROLE_LIAISON))
		failed = unread_letters(l);
	/* What the oversight body wants more of comes back to the owner. */
	if (!failed)
		failed = add_found(l, INBOX_RETURNED, ENTITY_RECOMMENDATION,
				   "action:open owner_user:me work_state:working returned_count>0 closeout_sent_on:any", NULL,
				   "the oversight body asks for more");
	return failed;
}

/* ---- moved by somebody else -------------------------------------------------------------------- */

#define MOVED_DAYS 30

struct forecast_entry {
	struct looking *l;
	int64_t seq;
	const char *what;
	struct date on;
	bool mine;
};

static bool see_forecast(void *data, const struct entry *e)
{
	struct forecast_entry *f = data;
	const struct entity *m = record_entity(ENTITY_MILESTONE);
	struct change_field *fields;
	int n;

	f->seq = e->seq;
	f->mine = strcmp(e->actor, f->l->app->user) == 0;
	date_parse_iso(e->effective, strlen(e->effective), &f->on);
	if (change_read(m, e->changes, &f->l->b->arena, &fields, &n, NULL) != 0)
		return false;
	for (int i = 0; i < n; i++)
		if (strcmp(fields[i].field->name, "forecast") == 0 && fields[i].new.kind == VALUE_TEXT)
			f->what = arena_printf(&f->l->b->arena, "expected on %s now, says %s%s%s", fields[i].new.text, e->actor,
					       e->reason ? ": " : "", e->reason ? e->reason : "");
	return false;
}

static bool see_any(void *data, const struct entry *e)
{
	(void)e;
	*(bool *)data = true;
	return false;
}

/* Has the person done anything with it since, or written an update? */
static int answered_since(struct looking *l, const char *uid, int64_t seq, bool *out)
{
	struct log_filter f = { .entity = record_entity(ENTITY_MILESTONE), .uid = uid, .actor = l->app->user,
				.after_seq = seq, .from = DATE_NONE, .to = DATE_NONE };
	struct gather_query q = { .entity = ENTITY_UPDATE, .parent = "subject", .columns = "ref" };
	struct rows rows;
	int failed = store_log(l->app->store, &f, see_any, out, l->err);

	q.parent_uid = deed_any(&l->b->arena, record_entity(ENTITY_MILESTONE), uid);
	if (!failed && !*out)
		failed = gather_rows(&l->from, &q, &l->b->arena, &rows, l->err);
	f.entity = record_entity(ENTITY_UPDATE);
	for (int i = 0; !failed && !*out && i < rows.n; i++) {
		f.uid = rows.uids[i];
		failed = store_log(l->app->store, &f, see_any, out, l->err);
	}
	return failed;
}

/* Until its owner does anything with it, or for a month: somebody else said when it is expected. */
static int moved(struct looking *l, const char *uid)
{
	struct log_filter f = { .entity = record_entity(ENTITY_MILESTONE), .uid = uid, .verb = "set-forecast",
				.from = DATE_NONE, .to = DATE_NONE, .newest_first = true, .limit = 1 };
	struct forecast_entry found = { .l = l, .on = DATE_NONE };
	struct record r;
	bool answered = false;
	int failed = store_log(l->app->store, &f, see_forecast, &found, l->err);

	if (failed || !found.what || found.mine || l->app->today.day - found.on.day > MOVED_DAYS)
		return failed;
	failed = answered_since(l, uid, found.seq, &answered);
	if (failed || answered)
		return failed;
	failed = store_get(l->app->store, record_entity(ENTITY_MILESTONE), uid, l->app->today, &l->b->arena, &r,
			   l->err);
	if (failed)
		return failed;
	struct inbox_item *item = add(l, INBOX_MOVED);

	describe(l, item, &r);
	item->since = found.on;
	item->what = found.what;
	return 0;
}

static int moved_by_others(struct looking *l)
{
	struct rows rows;
	int failed = rows_of(l, ENTITY_MILESTONE, "is:open owner_user:me forecast:any", "ref", "ref", &rows);

	for (int i = 0; !failed && i < rows.n; i++)
		failed = moved(l, rows.uids[i]);
	return failed;
}

/* ---- due, unfinished ---------------------------------------------------------------------------- */

static int due_soon(struct looking *l)
{
	AUTOBUF where = BUF_INIT;
	int days = l->app->settings.soon_days, failed;

	buf_addf(&where, "is:open owner_user:me due<=+%dd", days);
	failed = add_found(l, INBOX_DUE, ENTITY_RECOMMENDATION, where.s, "due", "");
	return failed ? failed : add_found(l, INBOX_DUE, ENTITY_MILESTONE, where.s, "due", "");
}

static void unfinished(struct looking *l)
{
	struct draft_list found = { 0 };
	char dir[512];

	if (!draft_dir(l->app, dir, sizeof dir))
		return;
	draft_find(dir, &found);
	for (size_t i = 0; i < found.n; i++) {
		const char *op = draft_get(&found.at[i], "op_id"), *kind = draft_get(&found.at[i], "entity");
		const char *ref = draft_get(&found.at[i], "ref");
		const struct entity *e = kind ? record_entity_by_name(kind) : NULL;

		if (!e || (op && store_has_op(l->app->store, op)))
			continue;
		struct inbox_item *item = add(l, INBOX_DRAFT);

		item->ref = arena_strdup(&l->b->arena, ref && *ref ? ref : "new");
		item->what = arena_printf(&l->b->arena, "%s typed and not saved", e->label);
		item->path = arena_strdup(&l->b->arena, found.at[i].path);
	}
	draft_list_release(&found);
}

int inbox_read(struct app *a, bool quick, struct inbox *out, struct error *err)
{
	struct looking l = { .app = a, .b = out, .quick = quick, .from = { a, a->store, a->today }, .err = err };
	int failed;

	*out = (struct inbox){ .n = 0 };
	failed = deed_people(a, NULL, &l.people, err);
	if (!failed)
		failed = each_approval(&l, "state:waiting", "submitted_on,number", to_approve);
	if (!failed)
		failed = each_approval(&l, "state:returned,denied submitted_by:me", "-decided_on,-number", returned);
	if (!failed)
		failed = to_answer(&l);
	if (!failed && !quick)
		failed = moved_by_others(&l);
	if (!failed && !quick)
		failed = due_soon(&l);
	if (!failed && !quick)
		unfinished(&l);
	return failed;
}

/* ---- as rows ---------------------------------------------------------------------------------------- */

static const struct sink_column columns[] = {
	{ "kind", "Waits", SINK_TYPE_TEXT },   { "ref", "Record", SINK_TYPE_TEXT },
	{ "since", "Since", SINK_TYPE_DATE },  { "due", "Due", SINK_TYPE_DATE },
	{ "approval", "Approval", SINK_TYPE_TEXT }, { "what", "What", SINK_TYPE_TEXT },
	{ "title", "Title", SINK_TYPE_TEXT },
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

int inbox_write(struct app *a, struct output *o, int64_t *rows, struct error *err)
{
	bool people = o->format == SINK_TABLE || o->format == SINK_LINES;
	struct inbox b;
	struct sink *s = NULL;
	int failed = inbox_read(a, false, &b, err);

	if (!failed)
		failed = sink_open(&s, o->format, columns, N_COLUMNS, &o->sink, err);
	for (int i = 0; i < b.n && !failed; i++) {
		const struct inbox_item *item = &b.at[i];
		char since[DATE_TEXT], due[DATE_TEXT];
		const char *cells[N_COLUMNS] = {
			people ? kinds[item->kind].label : kinds[item->kind].name, item->ref,
					date_format(item->since, since),
			date_format(item->due, due), item->approval, item->what, item->title,
		};

		failed = sink_row(s, cells, err);
	}
	*rows = b.n;
	inbox_release(&b);
	return s ? listing_close(s, o, failed, err) : failed;
}
