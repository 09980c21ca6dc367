/* SPDX-License-Identifier: MIT */
/*
 * schedule_pass.c - forward to the dates, backward to the floats.
 *
 * One rule carries both: along a dependency the successor's date is at least
 * the predecessor's plus a number of working days, settled on a day the
 * successor can fall on. Backward the rule is turned round exactly, so a float
 * is to the day what can be slipped.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>

#include "base/mem.h"

#define NEVER INT32_MAX /* no bound from behind */

static int32_t earlier(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static int32_t later(int32_t a, int32_t b) /* DATE_NONE_DAY is below all days */
{
	return a > b ? a : b;
}

static int32_t span(const struct schedule *s, int32_t i)
{
	return schedule_counts(s, i) ? s->milestones[i].duration : 0;
}

int64_t schedule_edge_days(const struct schedule *s, const struct schedule_dependency *d)
{
	int64_t lag = schedule_counts(s, d->succ) ? d->lag : 0;

	if (d->kind == SCHEDULE_FF)
		return lag;
	if (d->kind == SCHEDULE_SS)
		lag -= span(s, d->pred);
	return lag + span(s, d->succ);
}

int64_t schedule_edge_claim(const struct schedule *s, const struct schedule_dependency *d)
{
	int64_t days = schedule_edge_days(s, d);
	int32_t shorter = s->given[d->succ].pulled;

	if (d->kind == SCHEDULE_FF)
		return days;
	return days - earlier(shorter, span(s, d->succ));
}

int32_t schedule_settle_up(const struct schedule *s, int32_t i, int32_t day)
{
	if (day == DATE_NONE_DAY || !schedule_counts(s, i))
		return day;
	if (s->milestones[i].pay_period)
		return calendar_pay_start_from(&s->days->calendar, (struct date){ .day = day }).day;
	return workdays_from(s->days, day);
}

int32_t schedule_settle_down(const struct schedule *s, int32_t i, int32_t day)
{
	if (!schedule_counts(s, i))
		return day;
	if (s->milestones[i].pay_period)
		return calendar_pay_start_of(&s->days->calendar, (struct date){ .day = day }).day;
	return workdays_till(s->days, day);
}

/* ---------------------------------------------------------------- forward */

/* The date that is given for it, and by what. */
static struct date pin_of(const struct schedule *s, int32_t i, enum schedule_why *why)
{
	const struct schedule_milestone *m = &s->milestones[i];

	*why = SCHEDULE_BY_WHAT_IF;
	if (s->given[i].exact)
		return s->given[i].on;
	*why = SCHEDULE_BY_ACTUAL;
	if (m->status != SCHEDULE_OPEN && !date_is_none(m->actual))
		return m->actual;
	*why = SCHEDULE_BY_FORECAST;
	if (m->status != SCHEDULE_OPEN && !date_is_none(m->forecast))
		return m->forecast;
	if (!date_is_none(m->fixed_on) && date_cmp(m->forecast, m->fixed_on) > 0)
		return m->forecast;
	*why = SCHEDULE_BY_FIXED;
	return m->fixed_on;
}

bool schedule_pinned(const struct schedule *s, int32_t i)
{
	enum schedule_why why;

	return schedule_counts(s, i) && !date_is_none(pin_of(s, i, &why));
}

bool schedule_under_way(const struct schedule *s, int32_t i)
{
	return schedule_pinned(s, i) && s->milestones[i].status != SCHEDULE_OPEN;
}

/* What the predecessors of i ask for; the dependency that asks most. */
static int32_t asked_by_preds(const struct schedule *s, int32_t i, int32_t *driver)
{
	int32_t asked = DATE_NONE_DAY;

	*driver = -1;
	for (int32_t k = s->in.first[i]; k < s->in.first[i + 1]; k++) {
		const struct schedule_dependency *d = &s->dependencies[s->in.edge[k]];
		int32_t day = s->date[d->pred];

		if (day == DATE_NONE_DAY || !schedule_edge_applies(d, s->gate))
			continue;
		day = workdays_add(s->days, day, schedule_edge_days(s, d));
		if (day > asked) {
			asked = day;
			*driver = s->in.edge[k];
		}
	}
	return asked;
}

static void note_certification(struct schedule *s, int32_t i)
{
	s->certified[i] = DATE_NONE_DAY;
	for (int32_t k = s->in.first[i]; k < s->in.first[i + 1]; k++) {
		const struct schedule_dependency *d = &s->dependencies[s->in.edge[k]];

		if (!schedule_edge_applies(d, s->gate))
			continue;
		s->certified[i] = later(s->certified[i], s->certified[d->pred]);
		if (s->milestones[d->pred].certifies && schedule_counts(s, d->pred))
			s->certified[i] = later(s->certified[i], s->date[d->pred]);
	}
}

/* Takes day as the reason if it is later than what there is. */
static void hold_back(int32_t *at, struct schedule_row *row, struct date day, enum schedule_why why)
{
	if (day.day > *at) {
		*at = day.day;
		row->why = why;
	}
}

/* The date of i, not settled yet; row gets why. */
static int32_t ask(const struct schedule *s, int32_t i, struct schedule_row *row)
{
	const struct schedule_milestone *m = &s->milestones[i];
	int32_t at = asked_by_preds(s, i, &row->driver);
	struct date from_start;

	row->why = at == DATE_NONE_DAY ? SCHEDULE_BY_NOTHING : SCHEDULE_BY_PREDECESSOR;
	if (at == DATE_NONE_DAY && !date_is_none(s->start) && date_is_none(m->forecast)) {
		from_start.day = workdays_add(s->days, s->start.day, m->duration);
		hold_back(&at, row, from_start, SCHEDULE_BY_START);
	}
	hold_back(&at, row, m->not_before, SCHEDULE_BY_NOT_BEFORE);
	row->needed.day = at;
	if (m->status == SCHEDULE_OPEN && !s->given[i].free)
		hold_back(&at, row, m->forecast, SCHEDULE_BY_FORECAST);
	hold_back(&at, row, s->given[i].on, SCHEDULE_BY_WHAT_IF);
	return schedule_settle_up(s, i, at);
}

static int place(struct schedule *s, int32_t i, struct error *err)
{
	struct schedule_row *row = &s->rows[i];
	enum schedule_why why;
	struct date pin;
	int32_t at = ask(s, i, row);

	pin = pin_of(s, i, &why);
	if (!date_is_none(pin)) {
		at = pin.day;
		row->why = why;
	}
	if (row->why != SCHEDULE_BY_ACTUAL && s->milestones[i].status != SCHEDULE_DONE &&
	    at != DATE_NONE_DAY && s->today.day > at) {
		at = schedule_settle_up(s, i, s->today.day);
		row->why = SCHEDULE_BY_TODAY;
	}
	if (row->why != SCHEDULE_BY_PREDECESSOR)
		row->driver = -1;
	if (at == DATE_NONE_DAY)
		return error_set(
			err, FAIL_DATA, "cannot schedule", schedule_name(s, i),
			"give it a predecessor, a fixed date, a forecast or a date it is not before",
			"there is nothing to count its date from");
	if (at >= s->days->max || at <= s->days->min)
		return error_set(err, FAIL_DATA, "cannot schedule", schedule_name(s, i),
				 "shorten a duration or a lag before it", "its date lies %s",
				 at >= s->days->max ? "after 2199" : "before 1900");
	s->date[i] = at;
	return FAIL_NONE;
}

/* The first day of a bar of that many working days that ends on day. */
static struct date bar_start(const struct schedule *s, int32_t i, int32_t day)
{
	int64_t end;

	if (!s->milestones[i].duration)
		return (struct date){ .day = day };
	end = workdays_upto(s->days, day);
	return (struct date){ .day = workdays_nth(s->days, end - s->milestones[i].duration + 1) };
}

static void row_clear(struct schedule_row *row)
{
	*row = (struct schedule_row){ .driver = -1, .binding.milestone = -1 };
	row->early_start = row->early_finish = row->late_start = row->late_finish = DATE_NONE;
	row->latest = row->needed = row->certified = row->window_end = row->binding.on = DATE_NONE;
	row->float_left = SCHEDULE_NO_FLOAT_LIMIT;
}

static void note_finish(struct schedule *s, int32_t i)
{
	struct schedule_health *h = &s->health;

	if (date_is_none(h->finish) || s->date[i] > h->finish.day ||
	    (s->date[i] == h->finish.day && i < h->finish_milestone)) {
		h->finish.day = s->date[i];
		h->finish_milestone = i;
	}
}

int schedule_forward(struct schedule *s, struct error *err)
{
	s->health = (struct schedule_health){ .finish = DATE_NONE,
					      .finish_milestone = -1,
					      .limit = s->limit };
	for (size_t k = 0; k < s->n; k++) {
		int32_t i = s->order[k];
		struct schedule_row *row = &s->rows[i];

		row_clear(row);
		row->by_gate = s->by_gate[i];
		note_certification(s, i);
		if (!schedule_counts(s, i)) {
			s->date[i] = asked_by_preds(s, i, &row->driver);
			continue;
		}
		row->counts = true;
		if (place(s, i, err))
			return FAIL_DATA;
		row->early_finish.day = s->date[i];
		row->early_start = bar_start(s, i, s->date[i]);
		note_finish(s, i);
	}
	return FAIL_NONE;
}

/* ---------------------------------------------------------------- backward */

/* The latest day of i that lets its successors keep the days in bound. */
static int32_t bound_by_succs(const struct schedule *s, int32_t i, const int32_t *bound)
{
	int32_t day = NEVER;

	for (int32_t k = s->out.first[i]; k < s->out.first[i + 1]; k++) {
		const struct schedule_dependency *d = &s->dependencies[s->out.edge[k]];

		if (bound[d->succ] == NEVER || !schedule_edge_applies(d, s->gate) ||
		    (schedule_pinned(s, d->succ) && !s->given[d->succ].pulled))
			continue; /* a given date does not move */
		day = earlier(day,
			      workdays_back(s->days, bound[d->succ], schedule_edge_claim(s, d)));
	}
	return day;
}

/* The last day <= bound that i can fall on; its own date is one, whatever it is. */
static int32_t settle_late(const struct schedule *s, int32_t i, int32_t bound)
{
	int32_t day = schedule_settle_down(s, i, bound);

	return day < s->date[i] && s->date[i] <= bound ? s->date[i] : day;
}

static int32_t floats(const struct schedule *s, int32_t from, int32_t to)
{
	return (int32_t)(workdays_upto(s->days, to) - workdays_upto(s->days, from));
}

/* free[] of a cancelled milestone passes the question on; of others it is their own date. */
static void fill_free(const struct schedule *s, int32_t i, int32_t *free_till)
{
	int32_t day = bound_by_succs(s, i, free_till);

	if (schedule_counts(s, i)) {
		day = settle_late(s, i, earlier(day, s->health.finish.day));
		s->rows[i].free_float = floats(s, s->date[i], day);
		day = s->date[i];
	}
	free_till[i] = day;
}

static void fill_late(struct schedule *s, int32_t i)
{
	int32_t day = bound_by_succs(s, i, s->late);
	struct schedule_row *row = &s->rows[i];

	if (schedule_counts(s, i)) {
		day = settle_late(s, i, earlier(day, s->health.finish.day));
		row->late_finish.day = day;
		row->late_start = bar_start(s, i, day);
		row->total_float = floats(s, s->date[i], day);
	}
	s->late[i] = day;
}

static void mark_critical(struct schedule *s)
{
	int32_t least = INT32_MAX;

	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].counts && s->milestones[i].status != SCHEDULE_DONE)
			least = earlier(least, s->rows[i].total_float);
	for (size_t i = 0; i < s->n; i++) {
		struct schedule_row *row = &s->rows[i];

		row->critical = row->counts && s->milestones[i].status != SCHEDULE_DONE &&
				row->total_float == least;
		s->health.n_critical += row->critical;
	}
}

static void compare_baseline(const struct schedule *s, int32_t i)
{
	struct date baseline = s->milestones[i].baseline;

	if (date_is_none(baseline) || !s->rows[i].counts)
		return;
	s->rows[i].slip = s->date[i] - baseline.day;
	s->rows[i].slip_working = floats(s, baseline.day, s->date[i]);
}

void schedule_backward(struct schedule *s)
{
	int32_t *free_till = mem_alloc((s->n + 1) * sizeof *free_till);

	for (size_t k = s->n; k-- > 0;) {
		fill_late(s, s->order[k]);
		fill_free(s, s->order[k], free_till);
		compare_baseline(s, s->order[k]);
	}
	mark_critical(s);
	free(free_till);
}
