/* SPDX-License-Identifier: MIT */
/* schedule_net.c - random plans, and their dates computed the slow way. */
#include "schedule_net.h"

#include <stdio.h>
#include <stdlib.h>

uint64_t net_seed;

uint32_t net_random(uint32_t n)
{
	uint64_t z = net_seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ z >> 31) % n);
}

bool net_one_in(uint32_t n)
{
	return net_random(n) == 0;
}

static struct date some_day(uint32_t days)
{
	return (struct date){ .day = DAY_0 + (int32_t)net_random(days) };
}

/* ---------------------------------------------------------------- random networks */

static int by_day(const void *a, const void *b)
{
	return date_cmp(*(const struct date *)a, *(const struct date *)b);
}

static void make_calendar(struct net *n)
{
	n->calendar = calendar_default();
	n->calendar.n_closures = net_random(12);
	n->calendar.closures = n->closures;
	for (size_t i = 0; i < n->calendar.n_closures; i++)
		n->closures[i] = some_day(90);
	qsort(n->closures, n->calendar.n_closures, sizeof n->closures[0], by_day);
	n->calendar.pay_days = net_one_in(3) ? 5 + (int)net_random(20) : 14;
	n->calendar.pay_anchor = some_day(30);
	for (int32_t day = -RANGE; day < RANGE; day++)
		n->works[day + RANGE] =
			calendar_is_working_day(&n->calendar, (struct date){ .day = DAY_0 + day });
}

static struct schedule_milestone make_milestone(struct net *n, size_t i, bool forecasts)
{
	struct schedule_milestone m = schedule_milestone(n->names[i], (int32_t)net_random(9));

	snprintf(n->names[i], sizeof n->names[i], "M%zu", i);
	m.pay_period = net_one_in(5);
	m.certifies = net_one_in(6);
	if (net_one_in(9))
		m.fixed_on = some_day(60);
	if (net_one_in(5))
		m.not_before = some_day(60);
	if (net_one_in(4))
		m.not_after = some_day(90);
	if (forecasts && net_one_in(4))
		m.forecast = some_day(70);
	m.status = !net_one_in(3) ? SCHEDULE_OPEN
				  : (enum schedule_status)net_random(SCHEDULE_STATUS_MAX);
	if (m.status == SCHEDULE_DONE || (m.status == SCHEDULE_BEGUN && net_one_in(3)))
		m.actual = some_day(40);
	if (net_one_in(3))
		m.baseline = some_day(60);
	return m;
}

/* Edges run along a random order of the milestones, so that there is no circle. */
static void make_edges(struct net *n)
{
	int32_t order[NODES];
	size_t count = n->in.n_milestones;

	for (size_t i = 0; i < count; i++) {
		size_t at = net_random((uint32_t)i + 1);

		order[i] = order[at];
		order[at] = (int32_t)i;
	}
	n->in.n_dependencies = count < 2 ? 0 : net_random(EDGES);
	for (size_t e = 0; e < n->in.n_dependencies; e++) {
		uint32_t to = 1 + net_random((uint32_t)count - 1), from = net_random(to);
		struct schedule_dependency *d = &n->d[e];

		*d = (struct schedule_dependency){ .pred = order[from], .succ = order[to] };
		d->kind = net_one_in(2) ? SCHEDULE_FS
					: (enum schedule_kind)net_random(SCHEDULE_KIND_MAX);
		d->lag = net_one_in(2) ? 0 : (int32_t)net_random(9) - 3;
		if (net_one_in(6))
			d->applies = (enum schedule_applies)net_random(SCHEDULE_APPLIES_MAX);
	}
}

void net_make(struct net *n, bool forecasts)
{
	*n = (struct net){ .finish = NO };
	make_calendar(n);
	n->in = (struct schedule_input){ .calendar = &n->calendar,
					 .milestones = n->m,
					 .dependencies = n->d };
	n->in.n_milestones = 1 + net_random(NODES);
	n->in.start = some_day(20);
	n->in.limit = net_one_in(3) ? DATE_NONE : some_day(120);
	n->in.today = net_one_in(4) ? some_day(40) : DATE_NONE;
	n->in.gate = (enum schedule_gate)net_random(SCHEDULE_GATE_MAX);
	n->in.pay_periods = (int)net_random(5);
	for (size_t i = 0; i < n->in.n_milestones; i++)
		n->m[i] = make_milestone(n, i, forecasts);
	make_edges(n);
}

/* ---------------------------------------------------------------- the slow way */

static bool works(const struct net *n, int32_t day)
{
	assert_true(day > DAY_0 - RANGE && day < DAY_0 + RANGE);
	return n->works[day - DAY_0 + RANGE];
}

bool net_starts_pay(const struct net *n, int32_t day)
{
	return (day - n->calendar.pay_anchor.day) % n->calendar.pay_days == 0;
}

bool net_counts(const struct net *n, size_t i)
{
	return n->m[i].status != SCHEDULE_CANCELLED && !n->by_gate[i];
}

static bool can_fall(const struct net *n, size_t i, int32_t day)
{
	return n->m[i].pay_period ? net_starts_pay(n, day) : works(n, day);
}

static bool applies(const struct net *n, const struct schedule_dependency *d)
{
	if (d->applies == SCHEDULE_IF_NONE)
		return n->in.gate == SCHEDULE_GATE_NONE;
	return d->applies == SCHEDULE_ALWAYS || n->in.gate != SCHEDULE_GATE_NONE;
}

/* From day to day; working days are counted as they come. */
int32_t net_walk(const struct net *n, int32_t day, int32_t count)
{
	while (count > 0)
		count -= works(n, ++day);
	while (count < 0)
		count += works(n, --day);
	return day;
}

int32_t net_working_between(const struct net *n, int32_t from, int32_t to)
{
	int32_t count = 0;

	for (int32_t day = from; day < to; day++)
		count += works(n, day + 1);
	for (int32_t day = to; day < from; day++)
		count -= works(n, day + 1);
	return count;
}

static int32_t along(const struct net *n, const struct schedule_dependency *d, int32_t day)
{
	int32_t before = net_counts(n, (size_t)d->pred) ? n->m[d->pred].duration : 0;
	int32_t own = net_counts(n, (size_t)d->succ) ? n->m[d->succ].duration : 0;
	int32_t lag = net_counts(n, (size_t)d->succ) ? d->lag : 0;

	switch (d->kind) {
	case SCHEDULE_FF:
		return net_walk(n, day, lag);
	case SCHEDULE_SS:
		return net_walk(n, day, own + lag - before);
	default:
		return net_walk(n, day, own + lag);
	}
}

/* The date that is given, or NO. */
int32_t net_given(const struct net *n, size_t i)
{
	const struct schedule_milestone *m = &n->m[i];

	if (m->status == SCHEDULE_DONE || m->status == SCHEDULE_BEGUN) {
		if (m->actual.day != NO)
			return m->actual.day;
		if (m->forecast.day != NO)
			return m->forecast.day;
	}
	if (m->fixed_on.day != NO && m->forecast.day != NO && m->forecast.day > m->fixed_on.day)
		return m->forecast.day;
	return m->fixed_on.day;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* What others and not_before ask of i, given the dates. */
int32_t net_asked(const struct net *n, size_t i, const int32_t *date)
{
	int32_t at = NO;

	for (size_t e = 0; e < n->in.n_dependencies; e++)
		if ((size_t)n->d[e].succ == i && applies(n, &n->d[e]) && date[n->d[e].pred] != NO)
			at = most(at, along(n, &n->d[e], date[n->d[e].pred]));
	if (!net_counts(n, i))
		return at;
	if (at == NO && n->m[i].forecast.day == NO)
		at = net_walk(n, n->in.start.day, n->m[i].duration);
	return most(at, n->m[i].not_before.day);
}

int32_t net_first_fitting(const struct net *n, size_t i, int32_t day)
{
	while (!can_fall(n, i, day))
		day++;
	return day;
}

static int32_t date_of(const struct net *n, size_t i, const int32_t *date)
{
	const struct schedule_milestone *m = &n->m[i];
	int32_t at = net_asked(n, i, date);

	if (!net_counts(n, i))
		return at;
	if (net_given(n, i) != NO)
		at = net_given(n, i);
	else
		at = net_first_fitting(n, i,
				       m->status == SCHEDULE_OPEN ? most(at, m->forecast.day) : at);
	if (m->status != SCHEDULE_DONE && m->actual.day == NO && at < n->in.today.day)
		at = net_first_fitting(n, i, n->in.today.day);
	return at;
}

/* All dates, with that of one milestone forced (forced below 0: none); returns the last. */
int32_t net_settle(const struct net *n, int forced, int32_t day, int32_t *date)
{
	int32_t finish = NO;
	bool changed = true;

	for (size_t i = 0; i < n->in.n_milestones; i++)
		date[i] = NO;
	for (int round = 0; changed; round++) {
		assert_true(round < NODES + 2);
		changed = false;
		for (size_t i = 0; i < n->in.n_milestones; i++) {
			int32_t at = (int)i == forced ? day : date_of(n, i, date);

			changed |= at != date[i];
			date[i] = at;
		}
	}
	for (size_t i = 0; i < n->in.n_milestones; i++)
		if (net_counts(n, i))
			finish = most(finish, date[i]);
	return finish;
}

void net_settle_gate(struct net *n)
{
	bool kept[NODES] = { false }, reached[NODES] = { false };

	if (n->in.gate != SCHEDULE_GATE_NONE)
		return;
	for (size_t e = 0; e < n->in.n_dependencies; e++) {
		kept[n->d[e].succ] |= n->d[e].applies == SCHEDULE_IF_NONE;
		reached[n->d[e].pred] |= n->d[e].applies == SCHEDULE_IF_NONE;
	}
	for (size_t round = 0; round < NODES; round++)
		for (size_t e = 0; e < n->in.n_dependencies; e++) {
			size_t to = (size_t)n->d[e].succ;

			if (!reached[n->d[e].pred] || kept[to] || reached[to])
				continue;
			reached[to] = true;
			n->by_gate[to] = n->m[to].status == SCHEDULE_OPEN ||
					 n->m[to].status == SCHEDULE_BEGUN;
		}
}

/* ---------------------------------------------------------------- what can be slipped */

static bool keeps(const struct net *n, size_t i, int32_t day, enum net_keep what)
{
	int32_t date[NODES];

	if (net_settle(n, (int)i, day, date) != n->finish)
		return false;
	for (size_t k = 0; what == KEEP_ALL && k < n->in.n_milestones; k++)
		if (k != i && net_counts(n, k) && date[k] != n->date[k])
			return false;
	return true;
}

int32_t net_slip_while(const struct net *n, size_t i, enum net_keep what)
{
	int32_t last = n->date[i];

	for (int32_t day = last + 1; day <= n->finish; day++) {
		if (!can_fall(n, i, day))
			continue;
		if (!keeps(n, i, day, what))
			break;
		last = day;
	}
	return last;
}

/* The latest certification before i, along any way. */
int32_t net_certified(const struct net *n, size_t i)
{
	int32_t at = NO;

	for (size_t e = 0; e < n->in.n_dependencies; e++) {
		size_t pred = (size_t)n->d[e].pred;

		if ((size_t)n->d[e].succ != i || !applies(n, &n->d[e]))
			continue;
		if (net_counts(n, pred) && n->m[pred].certifies)
			at = most(at, n->date[pred]);
		at = most(at, net_certified(n, pred));
	}
	return at;
}

int32_t net_window_end(const struct net *n, size_t i)
{
	int32_t day = n->m[i].pay_period ? net_certified(n, i) : NO;
	int starts = n->in.pay_periods ? n->in.pay_periods : 4;

	while (day != NO && starts > 0)
		starts -= net_starts_pay(n, ++day);
	return day;
}

static bool within(int32_t day, int32_t limit, bool *limited)
{
	*limited |= limit != NO;
	return limit == NO || day <= limit;
}

/* Whether i on that day lets all limits stand that it can reach. */
static bool within_limits(const struct net *n, size_t i, int32_t day, bool *limited)
{
	bool good = true;

	if (net_counts(n, i)) {
		good &= within(day, n->in.limit.day, limited);
		good &= within(day, n->m[i].not_after.day, limited);
		good &= within(day, net_window_end(n, i), limited);
	}
	for (size_t e = 0; e < n->in.n_dependencies; e++) {
		size_t to = (size_t)n->d[e].succ;
		int32_t at;

		if ((size_t)n->d[e].pred != i || !applies(n, &n->d[e]))
			continue;
		at = along(n, &n->d[e], day);
		if (!net_counts(n, to)) {
			good &= within_limits(n, to, at, limited);
		} else if (net_given(n, to) == NO) {
			good &= within_limits(n, to, net_first_fitting(n, to, at), limited);
		} else if (n->m[to].status == SCHEDULE_OPEN) {
			good &= within(at, n->date[to], limited);
		}
	}
	return good;
}

int32_t net_latest(const struct net *n, size_t i)
{
	bool limited = false, good = within_limits(n, i, n->date[i], &limited);
	int32_t last = n->date[i];

	if (!limited)
		return NO;
	for (int32_t day = last; good; day++) {
		if (day != last && !can_fall(n, i, day))
			continue;
		good = within_limits(n, i, day, &limited);
		if (!good)
			return last;
		last = day;
	}
	do
		last--;
	while (!can_fall(n, i, last) || !within_limits(n, i, last, &limited));
	return last;
}
