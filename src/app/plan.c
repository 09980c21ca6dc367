/* SPDX-License-Identifier: MIT */
/* plan.c - milestones, dependencies and baselines of a plan, and the schedule made of them. */
#include "app/plan.h"

#include <stdlib.h>
#include <string.h>

#include "app/gather.h"
#include "app/listing.h"

struct reading {
	struct gather_from from;
	struct plan *p;
	struct error *err;
};

/* ---- which plan */

static int find_only(struct reading *r, const char **uid)
{
	struct gather_query q = { .entity = ENTITY_PLAN, .where = "is:open", .columns = "ref", .limit = 2 };
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &r->p->arena, &rows, r->err);

	if (failed)
		return failed;
	if (!rows.n)
		return error_set(r->err, FAIL_MISSING, "plan", NULL, "\"closeout list plans\" shows all, closed ones too",
				 "there is no open plan");
	if (rows.n > 1)
		return error_set(r->err, FAIL_USAGE, "plan", NULL, "name one of them", "there are several: %s, %s",
				 gather_cell(&rows, 0, 0), gather_cell(&rows, 1, 0));
	*uid = rows.uids[0];
	return 0;
}

static int find_plan(struct reading *r, const struct plan_options *o, const char **uid)
{
	struct store_found found;
	int failed;

	*uid = o->uid;
	if (o->uid)
		return 0;
	if (!o->ref)
		return find_only(r, uid);
	failed = store_find(r->from.store, o->ref, ENTITY_PLAN, false, &found, r->err);
	if (!failed)
		*uid = arena_strdup(&r->p->arena, found.uid);
	return failed;
}

/* The banner of a print: that which the report the plan answers has today, whatever day the print is of. */
static int read_sensitivity(struct reading *r)
{
	struct gather_from now = { r->from.app, r->from.app->store, r->from.app->today };
	struct gather_query q = { .entity = ENTITY_REPORT, .columns = "sensitivity", .limit = 1 };
	size_t report = strcspn(r->p->recommendation, "/");
	struct rows rows;
	int failed;

	r->p->sensitivity = "";
	if (!report)
		return 0;
	q.where = arena_printf(&r->p->arena, "ref:\"%.*s\"", (int)report, r->p->recommendation);
	failed = gather_rows(&now, &q, &r->p->arena, &rows, r->err);
	if (!failed && rows.n)
		r->p->sensitivity = gather_cell(&rows, 0, 0);
	return failed;
}

static int read_head(struct reading *r, const char *uid)
{
	struct plan *p = r->p;
	struct select q = { .entity = record_entity(ENTITY_PLAN), .today = r->from.today };
	int32_t id = (int32_t)store_id(r->from.store, q.entity, uid);
	struct columns c;
	struct rows rows;
	int failed;

	if (!id)
		return error_set(r->err, FAIL_MISSING, "plan", NULL, NULL, "there was no such plan on that day");
	failed = columns_parse(q.entity, "ref,title,state,recommendation,gate_outcome,limit_on", &c, r->err);
	if (!failed)
		failed = store_rows(r->from.store, &q, &c, &id, 1, &p->arena, &rows, r->err);
	if (failed)
		return failed;
	p->uid = uid;
	p->ref = gather_cell(&rows, 0, 0);
	p->title = gather_cell(&rows, 0, 1);
	p->state = gather_cell(&rows, 0, 2);
	p->recommendation = gather_cell(&rows, 0, 3);
	p->gate = (enum schedule_gate)schedule_gate_by_name(gather_cell(&rows, 0, 4));
	p->limit = gather_date(&rows, 0, 5);
	return read_sensitivity(r);
}

/* ---- milestones */

#define MILESTONE_COLUMNS                                                                                    \
	"ref,code,title,phase,gate,state,owner_office,owner_user,evidence_type,blocker,waiting_on_office,"   \
	"fulfils,approver_1,approver_2,forecast,actual,duration,fixed_on,not_before,not_after,roll"

enum { AT_FORECAST = 14, AT_ACTUAL, AT_DURATION, AT_FIXED, AT_NOT_BEFORE, AT_NOT_AFTER, AT_ROLL };

static void take_milestone(struct plan_milestone *m, const struct rows *rows, int i)
{
	const char **texts[] = { &m->ref, &m->code, &m->title, &m->phase, &m->gate, &m->state, &m->owner_office,
				 &m->owner_user, &m->evidence, &m->blocker, &m->waiting_on, &m->fulfils,
				 &m->approver_1, &m->approver_2 };

	for (int k = 0; k < AT_FORECAST; k++)
		*texts[k] = gather_cell(rows, i, k);
	m->uid = rows->uids[i];
	m->forecast = gather_date(rows, i, AT_FORECAST);
	m->actual = gather_date(rows, i, AT_ACTUAL);
	m->duration = gather_number(rows, i, AT_DURATION);
	m->pay_period = strcmp(gather_cell(rows, i, AT_ROLL), "pay_period") == 0;
	m->baseline = DATE_NONE;
	m->baseline_at = -1;
}

static struct schedule_milestone scheduled(const struct plan_milestone *m, const struct rows *rows, int i)
{
	struct schedule_milestone s = schedule_milestone(m->code, (int32_t)m->duration);
	int status = schedule_status_by_name(m->state);

	s.pay_period = m->pay_period;
	s.certifies = plan_certifies(m);
	s.status = status < 0 ? SCHEDULE_OPEN : (enum schedule_status)status;
	s.fixed_on = gather_date(rows, i, AT_FIXED);
	s.not_before = gather_date(rows, i, AT_NOT_BEFORE);
	s.not_after = gather_date(rows, i, AT_NOT_AFTER);
	s.forecast = m->forecast;
	s.actual = m->actual;
	return s;
}

static int read_milestones(struct reading *r, struct schedule_milestone **out)
{
	struct gather_query q = { .entity = ENTITY_MILESTONE, .columns = MILESTONE_COLUMNS, .sort = "ref",
				  .parent = "plan", .parent_uid = r->p->uid };
	struct plan *p = r->p;
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &p->arena, &rows, r->err);

	if (failed)
		return failed;
	p->n = (size_t)rows.n;
	p->milestones = arena_alloc(&p->arena, (p->n + 1) * sizeof *p->milestones);
	*out = arena_alloc(&p->arena, (p->n + 1) * sizeof **out);
	for (int i = 0; i < rows.n; i++) {
		take_milestone(&p->milestones[i], &rows, i);
		(*out)[i] = scheduled(&p->milestones[i], &rows, i);
	}
	return 0;
}

/* ---- references of milestones as indexes: sorted once, so that large plans read fast */

struct name {
	const char *ref;
	int32_t at;
};

static int by_ref(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->ref, ((const struct name *)b)->ref);
}

static struct name *sorted_names(struct plan *p)
{
	struct name *names = arena_alloc(&p->arena, (p->n + 1) * sizeof *names);

	for (size_t i = 0; i < p->n; i++)
		names[i] = (struct name){ p->milestones[i].ref, (int32_t)i };
	qsort(names, p->n, sizeof *names, by_ref);
	return names;
}

static int32_t named(const struct name *names, size_t n, const char *ref)
{
	struct name key = { .ref = ref };
	const struct name *found = bsearch(&key, names, n, sizeof *names, by_ref);

	return found ? found->at : -1;
}

static int read_dependencies(struct reading *r, const struct name *names)
{
	struct gather_query q = { .entity = ENTITY_DEPENDENCY, .columns = "pred,succ,kind,lag,applies", .sort = "ref",
				  .parent = "plan", .parent_uid = r->p->uid };
	struct plan *p = r->p;
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &p->arena, &rows, r->err);

	if (failed)
		return failed;
	p->dependencies = arena_alloc(&p->arena, ((size_t)rows.n + 1) * sizeof *p->dependencies);
	for (int i = 0; i < rows.n; i++) {
		struct schedule_dependency d = {
			.pred = named(names, p->n, gather_cell(&rows, i, 0)),
			.succ = named(names, p->n, gather_cell(&rows, i, 1)),
			.kind = (enum schedule_kind)schedule_kind_by_name(gather_cell(&rows, i, 2)),
			.lag = (int32_t)gather_number(&rows, i, 3),
			.applies = (enum schedule_applies)schedule_applies_by_name(gather_cell(&rows, i, 4)),
		};

		/* A tie to a milestone that was taken out ties nothing. */
		if (d.pred >= 0 && d.succ >= 0)
			p->dependencies[p->n_dependencies++] = d;
	}
	return 0;
}

/* ---- baselines */

static int read_baseline_dates(struct reading *r, const struct name *names, const char *uid, struct plan_baseline *b)
{
	struct gather_query q = { .entity = ENTITY_BASELINE_DATE, .columns = "milestone,date", .parent = "baseline",
				  .parent_uid = uid };
	struct plan *p = r->p;
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &p->arena, &rows, r->err);

	b->dates = arena_alloc(&p->arena, (p->n + 1) * sizeof *b->dates);
	for (size_t i = 0; i < p->n; i++)
		b->dates[i] = DATE_NONE;
	for (int i = 0; !failed && i < rows.n; i++) {
		int32_t at = named(names, p->n, gather_cell(&rows, i, 0));

		if (at >= 0)
			b->dates[at] = gather_date(&rows, i, 1);
	}
	return failed;
}

static int read_baselines(struct reading *r, const struct name *names)
{
	struct gather_query q = { .entity = ENTITY_BASELINE, .columns = "number,ref,frozen_on,approved_by,reason",
				  .sort = "number", .parent = "plan", .parent_uid = r->p->uid };
	struct plan *p = r->p;
	struct rows rows;
	int failed = gather_rows(&r->from, &q, &p->arena, &rows, r->err);

	if (failed)
		return failed;
	p->n_baselines = (size_t)rows.n;
	p->baselines = arena_alloc(&p->arena, (p->n_baselines + 1) * sizeof *p->baselines);
	for (int i = 0; i < rows.n && !failed; i++) {
		struct plan_baseline *b = &p->baselines[i];

		b->number = gather_number(&rows, i, 0);
		b->ref = gather_cell(&rows, i, 1);
		b->frozen_on = gather_date(&rows, i, 2);
		b->approved_by = gather_cell(&rows, i, 3);
		b->reason = gather_cell(&rows, i, 4);
		failed = read_baseline_dates(r, names, rows.uids[i], b);
	}
	return failed;
}

/* The date each milestone is compared with: of the newest baseline that has it, or of the one asked for. */
static int choose_baseline(struct reading *r, int64_t number, struct schedule_milestone *scheduled_at)
{
	struct plan *p = r->p;
	bool there = number < 0;

	p->compared = number;
	for (size_t k = 0; k < p->n_baselines; k++) {
		const struct plan_baseline *b = &p->baselines[k];

		if (number >= 0 && b->number != number)
			continue;
		there = true;
		for (size_t i = 0; i < p->n; i++) {
			if (date_is_none(b->dates[i]))
				continue;
			p->milestones[i].baseline = b->dates[i];
			p->milestones[i].baseline_at = (int)k;
			scheduled_at[i].baseline = b->dates[i];
		}
	}
	if (there)
		return 0;
	return error_set(r->err, FAIL_MISSING, "plan", p->ref, "\"closeout list baselines\" shows them",
			 "it has no baseline %lld", (long long)number);
}

/* ---- what is true of each on that day */

static bool date_after(struct date a, struct date b)
{
	return !date_is_none(a) && !date_is_none(b) && date_cmp(a, b) > 0;
}

static bool done(const struct plan_milestone *m)
{
	return m->flags & (PLAN_COMPLETE | PLAN_CANCELLED);
}

static bool begun(const struct plan_milestone *m)
{
	return schedule_status_by_name(m->state) == SCHEDULE_BEGUN;
}

static unsigned own_flags(const struct plan *p, size_t i)
{
	const struct plan_milestone *m = &p->milestones[i];
	int status = schedule_status_by_name(m->state);
	unsigned flags = 0;

	if (status == SCHEDULE_DONE)
		return PLAN_COMPLETE;
	if (status == SCHEDULE_CANCELLED || !schedule_row(p->schedule, (int32_t)i)->counts)
		return PLAN_CANCELLED;
	if (date_after(p->today, m->baseline))
		flags |= PLAN_LATE;
	if (*m->blocker)
		flags |= PLAN_BLOCKED;
	if (strcmp(m->state, "proposed") == 0 || strcmp(m->state, "submitted") == 0)
		flags |= PLAN_WAITING;
	return flags;
}

static bool at_risk(const struct plan *p, size_t i, int soon)
{
	const struct plan_milestone *m = &p->milestones[i];
	const struct schedule_row *row = schedule_row(p->schedule, (int32_t)i);
	struct date due = date_is_none(m->baseline) ? row->early_finish : m->baseline;

	if (row->broken || date_after(row->early_finish, m->baseline))
		return true;
	return !begun(m) && due.day - p->today.day <= soon;
}

static void mark(struct plan *p, int soon)
{
	for (size_t i = 0; i < p->n; i++)
		p->milestones[i].flags = own_flags(p, i);
	for (size_t i = 0; i < p->n; i++)
		if (!done(&p->milestones[i]) && !(p->milestones[i].flags & PLAN_LATE) && at_risk(p, i, soon))
			p->milestones[i].flags |= PLAN_AT_RISK;
	for (size_t k = 0; k < p->n_dependencies; k++) {
		struct plan_milestone *m = &p->milestones[p->dependencies[k].succ];

		if (schedule_applies(p->schedule, k) && p->milestones[p->dependencies[k].pred].flags & PLAN_LATE &&
		    !done(m) && !(m->flags & PLAN_LATE))
			m->flags |= PLAN_AT_RISK;
	}
}

static void count(struct plan *p)
{
	int *counts[] = { &p->n_complete, &p->n_cancelled, &p->n_late, &p->n_blocked, &p->n_waiting, &p->n_at_risk };

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
			*counts[k] += !!(p->milestones[i].flags & 1u << k);
}

/* ---- all of it */

/*
 * A forecast that says what durations and ties say anyway decides nothing: without it the
 * reason for the date can be told, and a what-if moves it. True if there was one.
 */
static bool drop_idle_forecasts(const struct plan *p, struct schedule_milestone *milestones)
{
	bool dropped = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct schedule_row *row = schedule_row(p->schedule, (int32_t)i);
		struct date rolled;

		if (!row->counts || row->why != SCHEDULE_BY_FORECAST)
			continue;
		if (date_cmp(milestones[i].forecast, milestones[i].fixed_on) == 0) {
			milestones[i].forecast = DATE_NONE;
			dropped = true;
			continue;
		}
		if (date_is_none(row->needed))
			continue;
		rolled = milestones[i].pay_period ? calendar_pay_start_from(&p->calendar, row->needed)
						  : calendar_roll_forward(&p->calendar, row->needed);
		if (date_cmp(rolled, row->early_finish))
			continue;
		milestones[i].forecast = DATE_NONE;
		dropped = true;
	}
	return dropped;
}

static int make_schedule(struct reading *r, struct schedule_milestone *milestones)
{
	struct plan *p = r->p;
	struct schedule_input in = {
		.calendar = &p->calendar, .milestones = milestones, .n_milestones = p->n,
		.dependencies = p->dependencies, .n_dependencies = p->n_dependencies, .gate = p->gate,
		.limit = p->limit, .start = p->today, .today = p->today,
	};

	int failed = schedule_new(&in, &p->schedule, r->err);

	if (failed || !drop_idle_forecasts(p, milestones))
		return failed;
	schedule_free(p->schedule);
	p->schedule = NULL;
	return schedule_new(&in, &p->schedule, r->err);
}

static int read_all(struct reading *r, const struct plan_options *o)
{
	struct schedule_milestone *milestones = NULL;
	const struct name *names;
	const char *uid = NULL;
	int failed = find_plan(r, o, &uid);

	if (!failed)
		failed = read_head(r, uid);
	if (!failed)
		failed = read_milestones(r, &milestones);
	if (failed)
		return failed;
	names = sorted_names(r->p);
	failed = read_dependencies(r, names);
	if (!failed)
		failed = read_baselines(r, names);
	if (!failed)
		failed = choose_baseline(r, o->baseline, milestones);
	if (!failed && o->adjust)
		o->adjust(o->data, r->p, milestones);
	if (!failed)
		failed = make_schedule(r, milestones);
	if (failed)
		return failed;
	mark(r->p, r->from.app->settings.soon_days);
	count(r->p);
	return 0;
}

int plan_read(struct app *a, const struct plan_options *o, struct plan *out, struct error *err)
{
	struct plan p = { .arena = ARENA_INIT, .calendar = a->calendar };
	struct reading r = { .from = { .app = a }, .p = &p, .err = err };
	int failed;

	p.today = date_is_none(o->as_of) ? a->today : o->as_of;
	r.from.today = p.today;
	failed = listing_store(a, o->as_of, DATE_NONE, &r.from.store, err);
	if (!failed)
		failed = read_all(&r, o);
	if (r.from.store != a->store)
		store_close(r.from.store);
	if (failed)
		plan_release(&p);
	else
		*out = p;
	return failed;
}

void plan_release(struct plan *p)
{
	schedule_free(p->schedule);
	arena_release(&p->arena);
	*p = (struct plan){ .arena = ARENA_INIT };
}
