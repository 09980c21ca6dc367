/* SPDX-License-Identifier: MIT */
/*
 * schedule_limits.c - the limits of a plan: what each leaves, which one binds,
 * which are broken.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>

#include "base/mem.h"

/* The tighter of two; of equal ones that which is named first. */
static void tighten(struct schedule_row *row, int32_t day, struct schedule_limit limit)
{
	if (date_is_none(row->latest) || day < row->latest.day ||
	    (day == row->latest.day && limit.kind < row->binding.kind)) {
		row->latest.day = day;
		row->binding = limit;
	}
}

static void tighten_own(struct schedule_row *row, int32_t i, struct date on,
			enum schedule_limit_kind kind)
{
	if (!date_is_none(on))
		tighten(row, on.day,
			(struct schedule_limit){ .kind = kind, .milestone = i, .on = on });
}

/* What the limits of the successor leave along one dependency. */
static void tighten_by_succ(struct schedule *s, struct schedule_row *row, int32_t e)
{
	const struct schedule_dependency *d = &s->dependencies[e];
	const struct schedule_row *succ = &s->rows[d->succ];
	struct schedule_limit limit = succ->binding;
	int32_t day = succ->latest.day;

	if (!schedule_edge_applies(d, s->gate) || schedule_under_way(s, d->succ))
		return;
	if (schedule_pinned(s, d->succ) && !s->given[d->succ].pulled) {
		day = s->date[d->succ];
		limit = (struct schedule_limit){ SCHEDULE_LIMIT_FIXED, d->succ, { .day = day } };
	} else if (date_is_none(succ->latest)) {
		return;
	}
	tighten(row, workdays_back(s->days, day, schedule_edge_claim(s, d)), limit);
}

/* The window begins at the certification that is forecast, and does not wait for it to slip. */
static void set_window(struct schedule *s, int32_t i)
{
	const struct calendar *c = &s->days->calendar;
	struct schedule_row *row = &s->rows[i];
	struct date first;

	if (!s->milestones[i].pay_period)
		return;
	row->certified.day = s->certified[i];
	if (date_is_none(row->certified) || c->pay_days < 1)
		return;
	first = calendar_pay_start_from(c, date_add_days(row->certified, 1));
	row->window_end = date_add_days(first, (int64_t)(s->pay_periods - 1) * c->pay_days);
}

static void fill_latest(struct schedule *s, int32_t i)
{
	struct schedule_row *row = &s->rows[i];
	int32_t day;

	if (row->counts) {
		set_window(s, i);
		tighten_own(row, i, row->window_end, SCHEDULE_LIMIT_PAY_PERIOD);
		tighten_own(row, s->health.finish_milestone, s->limit, SCHEDULE_LIMIT_PLAN);
		tighten_own(row, i, s->milestones[i].not_after, SCHEDULE_LIMIT_NOT_AFTER);
	}
	for (int32_t k = s->out.first[i]; k < s->out.first[i + 1]; k++)
		tighten_by_succ(s, row, s->out.edge[k]);
	if (!row->counts || date_is_none(row->latest))
		return;
	day = schedule_settle_down(s, i, row->latest.day);
	if (day < s->date[i] && s->date[i] <= row->latest.day)
		day = s->date[i];
	row->latest.day = day;
	row->float_left =
		(int32_t)(workdays_upto(s->days, day) - workdays_upto(s->days, s->date[i]));
}

/* ---------------------------------------------------------------- broken */

static void add_broken(struct schedule *s, enum schedule_limit_kind kind, int32_t i, struct date on,
		       struct date date)
{
	struct schedule_broken b = { .limit = { kind, i, on }, .date = date };

	b.over = (int32_t)(workdays_upto(s->days, date.day) - workdays_upto(s->days, on.day));
	MEM_GROW(s->broken, s->cap_broken, s->n_broken + 1);
	s->broken[s->n_broken++] = b;
	s->rows[i].broken = true;
}

/* A date that what-if pulls forward may shorten the work, but not come before its predecessors. */
static int32_t needed_at_least(const struct schedule *s, int32_t i)
{
	int32_t needed = DATE_NONE_DAY;

	if (!s->given[i].pulled)
		return s->rows[i].needed.day;
	for (int32_t k = s->in.first[i]; k < s->in.first[i + 1]; k++) {
		const struct schedule_dependency *d = &s->dependencies[s->in.edge[k]];
		int32_t day = s->date[d->pred];

		if (day == DATE_NONE_DAY || !schedule_edge_applies(d, s->gate))
			continue;
		day = workdays_add(s->days, day, schedule_edge_claim(s, d));
		needed = day > needed ? day : needed;
	}
	return needed;
}

static void check_pay_period(struct schedule *s, int32_t i)
{
	const struct schedule_row *row = &s->rows[i];
	struct date start = calendar_pay_start_of(&s->days->calendar, row->early_finish);

	if (!s->milestones[i].pay_period)
		return;
	if (date_cmp(start, row->early_finish))
		add_broken(s, SCHEDULE_LIMIT_PAY_START, i, start, row->early_finish);
	if (!date_is_none(row->certified) && date_cmp(row->early_finish, row->certified) < 0)
		add_broken(s, SCHEDULE_LIMIT_CERTIFIED, i, row->certified, row->early_finish);
	if (!date_is_none(row->window_end) && date_cmp(row->early_finish, row->window_end) > 0)
		add_broken(s, SCHEDULE_LIMIT_PAY_PERIOD, i, row->window_end, row->early_finish);
}

static void check_row(struct schedule *s, int32_t i)
{
	const struct schedule_row *row = &s->rows[i];
	struct date not_after = s->milestones[i].not_after;

	if (!row->counts || s->milestones[i].status == SCHEDULE_DONE)
		return;
	check_pay_period(s, i);
	if (!date_is_none(not_after) && date_cmp(row->early_finish, not_after) > 0)
		add_broken(s, SCHEDULE_LIMIT_NOT_AFTER, i, not_after, row->early_finish);
	if (schedule_pinned(s, i) && s->milestones[i].status == SCHEDULE_OPEN) {
		struct date needed = { .day = needed_at_least(s, i) };

		if (date_cmp(needed, row->early_finish) > 0)
			add_broken(s, SCHEDULE_LIMIT_FIXED, i, row->early_finish, needed);
	}
}

static void fill_health(struct schedule *s)
{
	struct schedule_health *h = &s->health;
	int32_t unlimited = SCHEDULE_NO_FLOAT_LIMIT;

	h->finish_float = h->float_left = unlimited;
	h->binding = (struct schedule_limit){ .milestone = -1, .on = DATE_NONE };
	h->n_broken = s->n_broken;
	if (!date_is_none(s->limit) && !date_is_none(h->finish))
		h->finish_float = (int32_t)(workdays_upto(s->days, s->limit.day) -
					    workdays_upto(s->days, h->finish.day));
	for (size_t i = 0; i < s->n; i++) {
		const struct schedule_row *row = &s->rows[i];

		if (!row->counts || s->milestones[i].status == SCHEDULE_DONE ||
		    row->binding.kind == SCHEDULE_LIMIT_NONE)
			continue;
		if (row->float_left < h->float_left ||
		    (row->float_left == h->float_left && row->binding.kind < h->binding.kind)) {
			h->float_left = row->float_left;
			h->binding = row->binding;
		}
	}
	/* All done: what is left is between the last date and the plan's limit. */
	if (h->binding.kind == SCHEDULE_LIMIT_NONE && h->finish_float != unlimited) {
		h->float_left = h->finish_float;
		h->binding = (struct schedule_limit){ SCHEDULE_LIMIT_PLAN, h->finish_milestone,
						      s->limit };
	}
}

void schedule_limits(struct schedule *s)
{
	struct date finish = s->health.finish;

	s->n_broken = 0;
	for (size_t k = s->n; k-- > 0;)
		fill_latest(s, s->order[k]);
	/* Cancelled ones have passed the limits on; of their own they have none. */
	for (size_t i = 0; i < s->n; i++) {
		if (s->rows[i].counts)
			continue;
		s->rows[i].latest = DATE_NONE;
		s->rows[i].binding = (struct schedule_limit){ .milestone = -1, .on = DATE_NONE };
	}
	for (size_t i = 0; i < s->n; i++)
		check_row(s, (int32_t)i);
	if (!date_is_none(s->limit) && !date_is_none(finish) && date_cmp(finish, s->limit) > 0)
		add_broken(s, SCHEDULE_LIMIT_PLAN, s->health.finish_milestone, s->limit, finish);
	fill_health(s);
}
