/* SPDX-License-Identifier: MIT */
/* why.c - where a date or a state comes from. */
#include "app/why.h"

#include <stdlib.h>
#include <string.h>

#include "app/deed.h"
#include "app/gather.h"
#include "app/may.h"
#include "app/names.h"
#include "app/plan.h"
#include "store/clocks.h"

struct why {
	struct app *app;
	struct record record;
	struct arena arena;
	struct buf *out;
	struct error *err;
};

static struct value value_of(const struct why *w, const char *name)
{
	const struct field *f = record_field(w->record.entity, name);

	return f ? w->record.values[record_field_index(w->record.entity, f)] : VALUE_NULL;
}

static const char *text_of(const struct why *w, const char *name)
{
	struct value v = value_of(w, name);

	return v.kind == VALUE_TEXT ? v.text : "";
}

static void add_value(struct why *w, const struct field *f, struct value v)
{
	const char *ref = NULL;

	if (v.kind == VALUE_NONE)
		buf_adds(w->out, "empty");
	else if (f->type == FIELD_REF)
		ref = store_ref(w->app->store, record_entity(f->target), v.text, &w->arena);
	if (ref)
		buf_adds(w->out, ref);
	else if (v.kind != VALUE_NONE)
		value_show(f, v, w->out);
}

/* ---- what somebody set ------------------------------------------------------------- */

struct setter {
	struct why *w;
	const struct field *field;
	bool found;
};

static bool see_entry(void *data, const struct entry *e)
{
	struct setter *s = data;
	struct change_field *fields;
	int n;

	if (change_read(s->w->record.entity, e->changes, &s->w->arena, &fields, &n, NULL) != 0)
		return true;
	for (int i = 0; i < n; i++) {
		if (fields[i].field != s->field)
			continue;
		s->found = true;
		buf_addf(s->w->out, ": %s %s by %s", e->verb, e->effective, e->actor);
		if (e->acting_for)
			buf_addf(s->w->out, " for %s", e->acting_for);
		if (fields[i].has_old && fields[i].old.kind != VALUE_NONE) {
			buf_adds(s->w->out, ", before that ");
			add_value(s->w, s->field, fields[i].old);
		}
		buf_addf(s->w->out, " (log entry %lld)", (long long)e->seq);
		if (e->reason)
			buf_addf(s->w->out, ": %s", e->reason);
		return false;
	}
	return true;
}

/* "Work state = Working: import 2012-11-09 by liaison, before that Planning (log entry 214): reason". */
static int explain_stored(struct why *w, const struct field *f)
{
	struct log_filter filter = { .entity = w->record.entity, .uid = w->record.uid, .from = DATE_NONE,
				     .to = DATE_NONE, .newest_first = true };
	struct setter s = { .w = w, .field = f };
	int failed;

	buf_addf(w->out, "%s = ", f->label);
	add_value(w, f, w->record.values[record_field_index(w->record.entity, f)]);
	failed = store_log(w->app->store, &filter, see_entry, &s, w->err);
	if (!failed && !s.found)
		buf_adds(w->out, ": nobody has set it");
	buf_addc(w->out, '\n');
	return failed;
}

/* ---- recommendations ------------------------------------------------------------------ */

struct clocks {
	struct deadline_rules rules;
	struct deadline_facts facts;
	struct deadline all[DEADLINE_MAX];
};

static int read_clocks(struct why *w, struct clocks *c)
{
	int failed = store_clock_facts(w->app->store, w->record.uid, &w->arena, &c->facts, w->err);

	c->rules = app_clocks(w->app);
	if (!failed)
		deadline_all(&c->rules, &c->facts, c->all);
	return failed;
}

static void explain_clock(struct why *w, const struct clocks *c, int kind)
{
	buf_addf(w->out, "%s: ", deadline_label((enum deadline_kind)kind));
	deadline_explain(&c->rules, &c->facts, &c->all[kind], w->out);
	buf_addc(w->out, '\n');
}

static void explain_due(struct why *w, const struct clocks *c)
{
	const struct deadline *next = deadline_nearest(c->all);

	buf_addf(w->out, "%s: ", w->record.ref);
	deadline_words(&c->rules, &c->facts, c->all, w->app->today, w->out);
	buf_addc(w->out, '\n');
	if (next)
		explain_clock(w, c, next->kind);
}

static int clock_named(const char *name)
{
	for (int i = 0; i < DEADLINE_MAX; i++)
		if (strcmp(deadline_name((enum deadline_kind)i), name) == 0)
			return i;
	return -1;
}

static void explain_age(struct why *w, const struct clocks *c)
{
	char from[DATE_TEXT];

	buf_addf(w->out, "Age = %lld days from the issue of the report on %s%s\n",
		 (long long)deadline_age(&c->facts, w->app->today), date_format(c->facts.issued_on, from),
		 c->facts.closed ? " to the closure" : " to today");
}

/* 1: it was about clocks, and is explained; 0: it was not. */
static int explain_recommendation(struct why *w, const char *field, int *failed)
{
	static const char *const due[] = { "due", "due_what", "days", "status_word" };
	int kind = clock_named(strcmp(field, "current_target") == 0 ? "target" : field);
	struct clocks c;

	*failed = 0;
	for (size_t i = 0; i < sizeof due / sizeof *due; i++)
		if (strcmp(due[i], field) == 0)
			kind = DEADLINE_MAX;
	if (strcmp(field, "age") == 0)
		kind = DEADLINE_MAX + 1;
	if (kind < 0)
		return 0;
	*failed = read_clocks(w, &c);
	if (*failed)
		return 1;
	if (kind == DEADLINE_MAX)
		explain_due(w, &c);
	else if (kind > DEADLINE_MAX)
		explain_age(w, &c);
	else
		explain_clock(w, &c, kind);
	return 1;
}

/* ---- computed fields of other kinds ------------------------------------------------------ */

static int rows_of(struct why *w, const struct gather_query *q, struct rows *rows)
{
	struct gather_from from = { .app = w->app, .store = w->app->store, .today = w->app->today };

	return gather_rows(&from, q, &w->arena, rows, w->err);
}

/* The date of the newest baseline that holds the milestone, or its forecast. */
static int explain_milestone_due(struct why *w)
{
	const struct gather_query q = { .entity = ENTITY_BASELINE_DATE, .columns = "baseline,date", .sort = "-baseline",
					.parent = "milestone", .parent_uid = w->record.uid, .limit = 1 };
	const char *forecast = text_of(w, "forecast");
	struct rows rows;
	int failed = rows_of(w, &q, &rows);

	if (failed)
		return failed;
	if (rows.n)
		buf_addf(w->out, "Due %s = date in baseline %s; forecast %s\n", gather_cell(&rows, 0, 1),
			 gather_cell(&rows, 0, 0), *forecast ? forecast : "not given");
	else if (*forecast)
		buf_addf(w->out, "Due %s = forecast: no approved baseline holds this milestone\n", forecast);
	else
		buf_adds(w->out, "No due date: it has neither a forecast nor a date in a baseline\n");
	return 0;
}

/* What its date hangs on in the schedule of its plan. */
static int explain_schedule(struct why *w)
{
	struct plan_options o = PLAN_OPTIONS_INIT;
	struct plan p;
	int failed;

	o.uid = text_of(w, "plan");
	failed = plan_read(w->app, &o, &p, w->err);
	if (failed)
		return failed;
	plan_why_words(w->app, &p, plan_milestone_by_uid(&p, w->record.uid), w->out);
	plan_release(&p);
	return 0;
}

/* The one of what belongs to the record that is due first. */
static int explain_first_due(struct why *w, enum entity_id kind, const char *parent)
{
	const struct gather_query q = { .entity = kind, .columns = "ref,due", .sort = "due", .parent = parent,
					.parent_uid = w->record.uid, .where = "is:open due:any", .limit = 1 };
	struct rows rows;
	int failed = rows_of(w, &q, &rows);

	if (failed)
		return failed;
	if (rows.n)
		buf_addf(w->out, "Due %s = the nearest date of its open %s: %s\n", gather_cell(&rows, 0, 1),
			 record_entity(kind)->plural, gather_cell(&rows, 0, 0));
	else
		buf_addf(w->out, "No due date: none of its %s has one and is open\n", record_entity(kind)->plural);
	return 0;
}

static int explain_derived(struct why *w, const struct field *f)
{
	bool due = strcmp(f->name, "due") == 0 || strcmp(f->name, "days") == 0 || strcmp(f->name, "status_word") == 0;

	if (due && w->record.entity->id == ENTITY_MILESTONE)
		return explain_milestone_due(w) || explain_schedule(w) ? w->err->kind : 0;
	if (due && w->record.entity->id == ENTITY_REPORT)
		return explain_first_due(w, ENTITY_RECOMMENDATION, "report");
	if (due && w->record.entity->id == ENTITY_PLAN)
		return explain_first_due(w, ENTITY_MILESTONE, "plan");
	buf_addf(w->out, "%s = ", f->label);
	add_value(w, f, w->record.values[record_field_index(w->record.entity, f)]);
	buf_addf(w->out, ": computed. %s\n", f->help);
	return 0;
}

/* ---- an action ------------------------------------------------------------------------------ */

/* Whether it can be done now, by whom, and what it would take. */
static int explain_action(struct why *w, const struct life_rule *r)
{
	struct deed_option o;
	int failed = deed_option(w->app, w->record.entity, w->record.uid, r, &w->arena, &o, w->err);
	AUTOBUF asks = BUF_INIT, roles = BUF_INIT;

	if (failed)
		return failed;
	if (o.possible)
		buf_addf(w->out, "%s can be done now%s%s.\n", r->action, *o.acting_for ? ", acting for " : "", o.acting_for);
	else
		buf_addf(w->out, "%s cannot be done now: %s.\n", r->action, o.why.why);
	if (!o.possible && *o.why.next)
		buf_addf(w->out, "  What to do: %s.\n", o.why.next);
	for (const char *at = o.warnings, *end; *at; at = *end ? end + 1 : end) {
		end = at + strcspn(at, "\n");
		buf_addf(w->out, "  In spite of: %.*s.\n", (int)(end - at), at);
	}
	buf_addf(w->out, "  %s\n", r->help);
	may_roles(r->roles, &roles);
	buf_addf(w->out, "  Done by: %s%s%s.\n", roles.s, r->flags & LIFE_OWNER ? ", or its owner" : "",
		 r->flags & LIFE_ADDER ? ", or who added it" : "");
	deed_asks(r, w->record.entity, &asks);
	if (asks.len)
		buf_addf(w->out, "  It %s.\n", asks.s);
	return 0;
}

/* ---- all of it ---------------------------------------------------------------------------- */

static int explain_field(struct why *w, const char *name)
{
	const struct field *f = record_field(w->record.entity, name);
	int failed;

	/* "resolution" is a state and a clock, and current_target a date somebody set: both are told. */
	if (w->record.entity->id == ENTITY_RECOMMENDATION && explain_recommendation(w, name, &failed))
		return failed || !f || !record_stored(f) ? failed : explain_stored(w, f);
	if (!f && life_find(w->record.entity, name))
		return explain_action(w, life_find(w->record.entity, name));
	f = names_field(w->record.entity, name, w->err);
	if (!f)
		return error_what(w->err, "why");
	if (f->flags & FIELD_DERIVED)
		return explain_derived(w, f);
	if (f->type == FIELD_LINES)
		return error_set(w->err, FAIL_USAGE, "why", f->name, NULL, "its lines are records of their own");
	return explain_stored(w, f);
}

/* Every clock, then every state that an action moves. */
static int explain_all(struct why *w)
{
	const struct entity *e = w->record.entity;
	struct clocks c;
	int failed = 0;

	if (e->id == ENTITY_RECOMMENDATION) {
		failed = read_clocks(w, &c);
		if (!failed)
			explain_due(w, &c);
		buf_addc(w->out, '\n');
		for (int i = 0; i < DEADLINE_MAX && !failed; i++)
			explain_clock(w, &c, i);
		if (!failed)
			explain_age(w, &c);
	} else if (record_field(e, "due")) {
		failed = explain_derived(w, record_field(e, "due"));
	}
	buf_addc(w->out, '\n');
	for (int i = 0; i < e->n_fields && !failed; i++) {
		const struct field *f = &e->fields[i];
		bool state = f->flags & (FIELD_WORKFLOW | FIELD_ONCE) && record_stored(f);

		if (state && w->record.values[i].kind != VALUE_NONE)
			failed = explain_stored(w, f);
	}
	return failed;
}

int why_record(struct app *a, const struct entity *e, const char *uid, const char *field, struct buf *out,
	       struct error *err)
{
	struct why w = { .app = a, .arena = ARENA_INIT, .out = out, .err = err };
	int failed = store_get(a->store, e, uid, a->today, &w.arena, &w.record, err);

	if (!failed)
		failed = field ? explain_field(&w, field) : explain_all(&w);
	arena_release(&w.arena);
	return failed;
}

int why_ref(struct app *a, const char *ref, const char *field, struct buf *out, struct error *err)
{
	struct deed_subject at;
	/* What is asked of an approval is told of the record it is about. */
	int failed = deed_find(a, ref, field, &at, err);

	return failed ? failed : why_record(a, at.entity, at.uid, field, out, err);
}
