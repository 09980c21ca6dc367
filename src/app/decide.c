/* SPDX-License-Identifier: MIT */
/* decide.c - a submission with all that belongs to it, for who decides. */
#include "app/decide.h"

#include <stdio.h>
#include <string.h>

#include "app/deed_private.h"
#include "app/history.h"

#define CHANGES_MAX  8
#define EVIDENCE_MAX 20

struct deciding {
	struct app *app;
	struct arena *arena;
	struct deed_case c;
	struct decide *out;
	int changes;
};

static struct decide_line *add(struct deciding *d, const char *label, const char *text)
{
	static struct decide_line spare;
	struct decide_line *line = d->out->n < DECIDE_LINES ? &d->out->at[d->out->n++] : &spare;

	*line = (struct decide_line){ .label = label, .text = arena_strdup(d->arena, text) };
	return line;
}

static const char *ref_of(const struct record *r, const char *field)
{
	const struct field *f = record_field(r->entity, field);
	const char *ref = r->refs[record_field_index(r->entity, f)];

	return ref ? ref : "";
}

/* ---- what it is about ------------------------------------------------------------- */

/* Its title, and when it is due, so that the page can be decided on without looking further. */
static void add_about(struct deciding *d)
{
	const struct record *r = &d->c.record;
	const char *title = deed_text(r, r->entity->title);
	struct date due = deed_date(r, "due");
	AUTOBUF text = BUF_INIT;
	char day[DATE_TEXT];

	buf_addf(&text, "%s  %.*s", r->ref, (int)strcspn(title, "\n"), title);
	if (!date_is_none(due))
		buf_addf(&text, " (due %s%s)", date_format(due, day), date_cmp(due, d->app->today) < 0 ? ", LATE" : "");
	add(d, r->entity->label, text.s);
}

/* ---- who asks for what -------------------------------------------------------------- */

static void add_submitted(struct deciding *d)
{
	const struct record *a = &d->c.approval;
	struct date on = deed_date(a, "submitted_on");
	const char *for_whom = ref_of(a, "submitted_for");
	AUTOBUF text = BUF_INIT;
	char day[DATE_TEXT];

	buf_addf(&text, "%s by %s", date_format(on, day), ref_of(a, "submitted_by"));
	if (*for_whom)
		buf_addf(&text, " acting for %s", for_whom);
	if (date_cmp(d->app->today, on) > 0)
		buf_addf(&text, ", %d %s ago", d->app->today.day - on.day, d->app->today.day - on.day == 1 ? "day" : "days");
	if (d->c.facts.levels > 1)
		buf_addf(&text, "; level %d of %d", d->c.facts.level, d->c.facts.levels);
	add(d, "Submitted", text.s);
}

static void show(struct deciding *d, const struct field *f, struct value v, struct buf *out)
{
	const char *ref = NULL;

	if (f->type == FIELD_REF && v.kind == VALUE_TEXT)
		ref = store_ref(d->app->store, record_entity(f->target), v.text, d->arena);
	if (ref)
		buf_adds(out, ref);
	else
		value_show(f, v, out);
}

/* A new date is asked for: which one it is to take the place of. */
static void add_now(struct deciding *d, struct buf *out)
{
	struct date now = deed_date(&d->c.record, d->c.record.entity->id == ENTITY_RECOMMENDATION ? "current_target" : "due");
	char day[DATE_TEXT];

	if (!date_is_none(now))
		buf_addf(out, ", instead of %s", date_format(now, day));
}

static void add_request(struct deciding *d)
{
	const struct life_rule *asked = life_find(d->c.record.entity, d->c.facts.submitted_action);
	struct life_given *given;
	int n;

	if (!asked || life_request_read(asked, d->c.record.entity, deed_text(&d->c.approval, "request"), d->arena, &given, &n,
					NULL) != 0)
		return;
	for (int i = 0; i < n; i++) {
		const struct field *f = life_ask(asked, d->c.record.entity, given[i].name);
		AUTOBUF text = BUF_INIT;

		if (!f || given[i].value.kind == VALUE_NONE || strncmp(given[i].name, "check_", 6) == 0)
			continue;
		show(d, f, given[i].value, &text);
		if (strcmp(f->name, "to_date") == 0)
			add_now(d, &text);
		add(d, f->label, text.s);
	}
}

/* ---- what changed ---------------------------------------------------------------------- */

/* Back to the last decision: what was there then was seen. */
static bool see_change(void *data, const struct entry *e)
{
	struct deciding *d = data;
	const struct life_rule *r = life_find(d->c.record.entity, e->verb);
	AUTOBUF text = BUF_INIT;

	if ((r && r->flags & LIFE_DECIDES) || strcmp(e->verb, "sample") == 0 || strcmp(e->verb, "add") == 0)
		return false;
	buf_addf(&text, "%s %s %s: ", e->effective, e->actor, r ? r->label : e->verb);
	history_labels(d->app, d->c.record.entity, e->changes, &text);
	add(d, d->changes ? "" : "Changed", text.s);
	return ++d->changes < CHANGES_MAX;
}

static int add_changes(struct deciding *d, struct error *err)
{
	struct log_filter f = { .entity = d->c.record.entity, .uid = d->c.record.uid, .from = DATE_NONE,
			.to = DATE_NONE,
				.newest_first = true, .limit = 3 * CHANGES_MAX };

	return store_log(d->app->store, &f, see_change, d, err);
}

/* ---- the proof --------------------------------------------------------------------------- */

static void add_piece(struct deciding *d, const struct rows *rows, int i, const char *label)
{
	AUTOBUF text = BUF_INIT;
	struct decide_line *line;

	buf_addf(&text, "%s  %s", gather_cell(rows, i, 0), gather_cell(rows, i, 1));
	if (*gather_cell(rows, i, 2))
		buf_addf(&text, ", %s", gather_cell(rows, i, 2));
	if (*gather_cell(rows, i, 3))
		buf_addf(&text, " (%s)", gather_cell(rows, i, 3));
	if (*gather_cell(rows, i, 4))
		buf_adds(&text, ", attached");
	line = add(d, label, text.s);
	line->entity = record_entity(ENTITY_EVIDENCE);
	line->uid = rows->uids[i];
}

/* What proves the recommendation that a milestone fulfils proves the milestone too. */
static int add_evidence_of_whole(struct deciding *d, int *n, struct error *err)
{
	const struct field *f = record_field(d->c.record.entity, "fulfils");
	const struct value *v = f ? deed_value(&d->c.record, "fulfils") : NULL;
	const char *ref = f ? ref_of(&d->c.record, "fulfils") : "";
	struct gather_from from = { d->app, d->app->store, d->app->today };
	struct gather_query q = { .entity = ENTITY_EVIDENCE, .parent = "subject", .where = "withdrawn:no",
				  .columns = "ref,title,dated_on,location,sha256", .sort = "number" };
	struct rows rows;
	int failed;

	if (!v || v->kind != VALUE_TEXT)
		return 0;
	q.parent_uid = arena_printf(d->arena, "recommendation:%s", v->text);
	failed = gather_rows(&from, &q, d->arena, &rows, err);
	for (int i = 0; !failed && i < rows.n && *n < EVIDENCE_MAX; i++, ++*n)
		add_piece(d, &rows, i, i ? "" : arena_printf(d->arena, "of %s", ref));
	return failed;
}

static int add_evidence(struct deciding *d, struct error *err)
{
	struct rows rows;
	int n = 0, failed;

	failed = deed_rows(&d->c, ENTITY_EVIDENCE, "subject", "withdrawn:no", "ref,title,dated_on,location,sha256", &rows, err);
	for (; !failed && n < rows.n && n < EVIDENCE_MAX; n++)
		add_piece(d, &rows, n, n ? "" : "Evidence");
	if (!failed)
		failed = add_evidence_of_whole(d, &n, err);
	if (!failed && !n)
		add(d, "Evidence", "none")->warning = true;
	return failed;
}

static int add_checklist(struct deciding *d, struct error *err)
{
	const struct life_rule *decides = deed_decision(d->app, d->c.record.entity, d->c.record.uid, true);
	int failed;

	if (!decides || !(decides->flags & LIFE_CHECKLIST))
		return 0;
	deed_case_rule(&d->c, decides);
	failed = deed_checklist(&d->c, err);
	for (int i = 0; !failed && i < CHECK_MAX; i++) {
		const struct deed_check *check = &d->c.check[i];
		const char *answer = !check->answer ? "OPEN" : strcmp(check->answer, "na") == 0 ? "n/a" : check->answer;
		AUTOBUF text = BUF_INIT;

		buf_addf(&text, "%-4s %s", answer, check_text((enum check_item)i));
		if (check->note && *check->note)
			buf_addf(&text, " (%s)", check->note);
		add(d, i ? "" : "Checklist", text.s)->warning = !check->answer || strcmp(check->answer, "no") == 0;
	}
	return failed;
}

/* ---- what can be done -------------------------------------------------------------------------- */

static int add_what_next(struct deciding *d, struct error *err)
{
	const struct entity *e = d->c.record.entity;
	const char *uid = d->c.record.uid;
	const struct life_rule *approve = deed_decision(d->app, e, uid, true);
	struct deed_option o;
	int failed;

	if (!approve) {
		approve = life_find(record_entity(ENTITY_APPROVAL), "confirm");
		e = record_entity(ENTITY_APPROVAL);
		uid = d->c.approval.uid;
	}
	failed = deed_option(d->app, e, uid, approve, d->arena, &o, err);
	if (failed)
		return failed;
	d->out->mine = o.possible || o.why.kind != FAIL_DENIED;
	if (!o.possible)
		add(d, "Not now", o.why.why)->warning = true;
	if (o.possible && *o.warnings)
		add(d, "Look at", o.warnings)->warning = true;
	if (o.possible && *o.acting_for)
		add(d, "In the name of", o.acting_for);
	return 0;
}

static const char *heading(struct deciding *d)
{
	const struct field *who = record_field(d->c.approval.entity, "waits_for");
	const struct life_rule *asked = life_find(d->c.record.entity, d->c.facts.submitted_action);
	AUTOBUF text = BUF_INIT;

	buf_addf(&text, "%s waits for ", d->c.approval.ref);
	value_show(who, *deed_value(&d->c.approval, "waits_for"), &text);
	buf_addf(&text, ": %s", asked ? asked->label : d->c.facts.submitted_action);
	return arena_strdup(d->arena, text.s);
}

int decide_read(struct app *a, const struct entity *e, const char *uid, struct arena *arena, struct decide *out,
		struct error *err)
{
	struct deciding d = { .app = a, .arena = arena, .out = out };
	int failed = deed_case_init(&d.c, a, e, uid, arena, err);

	out->heading = NULL;
	out->n = 0;
	out->mine = false;
	if (failed || !d.c.approval.entity || e->id == ENTITY_APPROVAL)
		return failed;
	out->heading = heading(&d);
	add_about(&d);
	add_submitted(&d);
	add_request(&d);
	failed = add_changes(&d, err);
	if (!failed)
		failed = add_evidence(&d, err);
	if (!failed)
		failed = add_checklist(&d, err);
	return failed ? failed : add_what_next(&d, err);
}
