/* SPDX-License-Identifier: MIT */
/*
 * test_core_schedule_random.c - the schedule against one computed the slow way,
 * on thousands of random plans and calendars. The seed is the number of the
 * network.
 */
#include "schedule_net.h"

#include <stdlib.h>

#define NETWORKS 4000

static unsigned network; /* which one, for the message */

static void same(const struct net *n, size_t i, const char *what, int32_t is, int32_t expected)
{
	if (is != expected)
		fail_msg("network %u, %s: %s is %d, by hand %d", network, n->m[i].name, what,
			 (int)is, (int)expected);
}

/* The first of the working days of its duration, the last of which is its date or before it. */
static int32_t bar_start(const struct net *n, size_t i, int32_t day)
{
	return n->m[i].duration ? net_walk(n, day + 1, -n->m[i].duration) : day;
}

static void compare_row(const struct net *n, const struct schedule_row *row, size_t i)
{
	int32_t late, till, by_limits;

	same(n, i, "by_gate", row->by_gate, n->by_gate[i]);
	same(n, i, "counts", row->counts, net_counts(n, i));
	if (!row->counts)
		return;
	same(n, i, "early finish", row->early_finish.day, n->date[i]);
	same(n, i, "early start", row->early_start.day, bar_start(n, i, n->date[i]));
	late = n->late[i];
	same(n, i, "late finish", row->late_finish.day, late);
	same(n, i, "late start", row->late_start.day, bar_start(n, i, late));
	same(n, i, "total float", row->total_float, net_working_between(n, n->date[i], late));
	till = net_slip_while(n, i, KEEP_ALL);
	same(n, i, "free float", row->free_float, net_working_between(n, n->date[i], till));
	by_limits = net_latest(n, i);
	same(n, i, "latest", row->latest.day, by_limits);
	if (by_limits != NO)
		same(n, i, "float left", row->float_left,
		     net_working_between(n, n->date[i], by_limits));
	if (n->m[i].pay_period)
		same(n, i, "window", row->window_end.day, net_window_end(n, i));
	if (n->m[i].baseline.day != NO)
		same(n, i, "slip", row->slip, n->date[i] - n->m[i].baseline.day);
}

static void compare_critical(const struct net *n, const struct schedule *s)
{
	int32_t total[NODES], least = INT32_MAX;

	for (size_t i = 0; i < n->in.n_milestones; i++) {
		if (!net_counts(n, i) || n->m[i].status == SCHEDULE_DONE)
			continue;
		total[i] = net_working_between(n, n->date[i], n->late[i]);
		least = total[i] < least ? total[i] : least;
	}
	for (size_t i = 0; i < n->in.n_milestones; i++)
		same(n, i, "critical", schedule_row(s, (int32_t)i)->critical,
		     net_counts(n, i) && n->m[i].status != SCHEDULE_DONE && total[i] == least);
}

/* What is broken, counted by kind. */
static void count_broken(const struct net *n, int *kinds)
{
	kinds[SCHEDULE_LIMIT_PLAN] = n->in.limit.day != NO && n->finish > n->in.limit.day;
	for (size_t i = 0; i < n->in.n_milestones; i++) {
		const struct schedule_milestone *m = &n->m[i];
		int32_t date = n->date[i];

		if (!net_counts(n, i) || m->status == SCHEDULE_DONE)
			continue;
		kinds[SCHEDULE_LIMIT_NOT_AFTER] += m->not_after.day != NO &&
						   date > m->not_after.day;
		if (m->pay_period) {
			kinds[SCHEDULE_LIMIT_PAY_START] += !net_starts_pay(n, date);
			kinds[SCHEDULE_LIMIT_CERTIFIED] += date < net_certified(n, i);
			kinds[SCHEDULE_LIMIT_PAY_PERIOD] += net_window_end(n, i) != NO &&
							    date > net_window_end(n, i);
		}
		kinds[SCHEDULE_LIMIT_FIXED] += m->status == SCHEDULE_OPEN &&
					       net_given(n, i) != NO &&
					       net_asked(n, i, n->date) > date;
	}
}

static void compare_broken(const struct net *n, const struct schedule *s)
{
	int expected[SCHEDULE_LIMIT_MAX] = { 0 }, found[SCHEDULE_LIMIT_MAX] = { 0 };
	size_t count;
	const struct schedule_broken *broken = schedule_broken(s, &count);

	count_broken(n, expected);
	for (size_t k = 0; k < count; k++)
		found[broken[k].limit.kind]++;
	for (size_t kind = 0; kind < SCHEDULE_LIMIT_MAX; kind++)
		if (found[kind] != expected[kind])
			fail_msg("network %u: %d broken limits of kind %zu, by hand %d", network,
				 found[kind], kind, expected[kind]);
}

static struct schedule *schedule_net(struct net *n)
{
	struct schedule *s = NULL;
	struct error err = ERROR_INIT;

	if (schedule_new(&n->in, &s, &err))
		fail_msg("network %u: %s: %s", network, err.where, err.why);
	return s;
}

static void schedule__agrees_with_walking_from_day_to_day(void **state)
{
	static struct net n;

	(void)state;
	for (network = 0; network < NETWORKS; network++) {
		struct schedule *s;

		net_seed = network;
		net_make(&n, true);
		net_settle_gate(&n);
		n.finish = net_settle(&n, -1, 0, n.date);
		for (size_t i = 0; i < n.in.n_milestones; i++)
			n.late[i] = net_counts(&n, i) ? net_slip_while(&n, i, KEEP_FINISH) : NO;
		s = schedule_net(&n);
		same(&n, 0, "finish", schedule_health(s)->finish.day, n.finish);
		for (size_t i = 0; i < n.in.n_milestones; i++)
			compare_row(&n, schedule_row(s, (int32_t)i), i);
		compare_critical(&n, s);
		compare_broken(&n, s);
		schedule_free(s);
	}
}

/* ---------------------------------------------------------------- what if */

/* The same plan, made anew with the change in it. */
static void change(struct net *n, const struct schedule *s, const struct schedule_edit *e)
{
	struct schedule_milestone *m = &n->m[e->milestone];
	int32_t was = schedule_row(s, e->milestone)->early_finish.day;

	if (e->kind == SCHEDULE_SET_GATE)
		n->in.gate = (enum schedule_gate)e->amount;
	else if (e->kind == SCHEDULE_SET_DURATION)
		m->duration = e->amount;
	else if (e->kind == SCHEDULE_SHIFT_DAYS)
		m->forecast.day = net_first_fitting(n, (size_t)e->milestone, was + e->amount);
	else
		m->forecast.day =
			net_first_fitting(n, (size_t)e->milestone, net_walk(n, was, e->amount));
}

static void compare_moves(const struct net *n, const struct schedule *s,
			  const struct schedule_what_if *w, const struct schedule *anew,
			  int32_t edited)
{
	size_t k = 0;

	for (size_t i = 0; i < n->in.n_milestones; i++) {
		const struct schedule_row *was = schedule_row(s, (int32_t)i), *is;

		is = schedule_row(anew, (int32_t)i);
		same(n, i, "date after", schedule_row(w->after, (int32_t)i)->early_finish.day,
		     is->early_finish.day);
		same(n, i, "late after", schedule_row(w->after, (int32_t)i)->late_finish.day,
		     is->late_finish.day);
		same(n, i, "latest after", schedule_row(w->after, (int32_t)i)->latest.day,
		     is->latest.day);
		if (!date_cmp(was->early_finish, is->early_finish) && was->counts == is->counts &&
		    (int32_t)i != edited)
			continue;
		assert_true(k < w->n_moves);
		same(n, i, "move", w->moves[k].milestone, (int32_t)i);
		same(n, i, "from", w->moves[k].from.day, was->early_finish.day);
		same(n, i, "to", w->moves[k++].to.day, is->early_finish.day);
	}
	assert_int_equal(k, w->n_moves);
	same(n, 0, "finish after", w->finish.to.day, schedule_health(anew)->finish.day);
	same(n, 0, "finish before", w->finish.from.day, schedule_health(s)->finish.day);
}

/* A milestone whose date is computed, so that an edit moves it; or -1. */
static int32_t movable(const struct net *n)
{
	size_t i = net_random((uint32_t)n->in.n_milestones);

	return net_counts(n, i) && n->m[i].status == SCHEDULE_OPEN && net_given(n, i) == NO
		       ? (int32_t)i
		       : -1;
}

static void what_if__is_the_plan_made_anew_with_the_change(void **state)
{
	static const enum schedule_edit_kind kinds[] = { SCHEDULE_SHIFT_DAYS,
							 SCHEDULE_SHIFT_WORKING_DAYS,
							 SCHEDULE_SET_DURATION, SCHEDULE_SET_GATE };
	static struct net n;

	(void)state;
	for (network = 0; network < NETWORKS / 4; network++) {
		struct schedule_edit edit = { .date = DATE_NONE };
		struct schedule_what_if w;
		struct schedule *s, *anew;

		net_seed = 1000000 + network;
		net_make(&n, false);
		net_settle_gate(&n);
		edit.kind = kinds[net_random(COUNT(kinds))];
		edit.milestone = movable(&n);
		edit.amount = (int32_t)net_random(edit.kind == SCHEDULE_SET_GATE ? SCHEDULE_GATE_MAX
										 : 25);
		if (edit.milestone < 0)
			continue;
		s = schedule_net(&n);
		assert_int_equal(schedule_what_if(s, &edit, 1, &w, NULL), 0);
		change(&n, s, &edit);
		anew = schedule_net(&n);
		compare_moves(&n, s, &w, anew,
			      edit.kind == SCHEDULE_SET_GATE ? -1 : edit.milestone);
		schedule_what_if_release(&w);
		schedule_free(anew);
		schedule_free(s);
	}
}

/* ---------------------------------------------------------------- circles */

/* Whether there is a way from every milestone to every other, by growing what is known. */
static bool has_circle(const struct net *n, bool none)
{
	bool way[NODES][NODES] = { 0 };

	for (size_t e = 0; e < n->in.n_dependencies; e++)
		if (n->d[e].applies == SCHEDULE_ALWAYS ||
		    (n->d[e].applies == SCHEDULE_IF_NONE) == none)
			way[n->d[e].pred][n->d[e].succ] = true;
	for (size_t k = 0; k < NODES; k++)
		for (size_t i = 0; i < NODES; i++)
			for (size_t j = 0; j < NODES; j++)
				way[i][j] |= way[i][k] && way[k][j];
	for (size_t i = 0; i < NODES; i++)
		if (way[i][i])
			return true;
	return false;
}

static bool tied(const struct net *n, const char *pred, const char *succ)
{
	for (size_t e = 0; e < n->in.n_dependencies; e++)
		if (!strcmp(n->names[n->d[e].pred], pred) && !strcmp(n->names[n->d[e].succ], succ))
			return true;
	return false;
}

/* "M2 > M4 > M2 wait ...": each a dependency, back to where it began, none twice. */
static void check_circle(const struct net *n, const char *why)
{
	char first[24] = "", last[24] = "", lowest[24] = "", name[24];
	size_t length = 0;

	for (const char *at = why; !length || !strncmp(at, " > ", 3); length++) {
		at += length ? 3 : 0;
		memset(name, 0, sizeof name);
		memcpy(name, at, strcspn(at, " "));
		at += strcspn(at, " ");
		if (length)
			assert_true(tied(n, last, name));
		else
			memcpy(first, memcpy(lowest, name, sizeof lowest), sizeof first);
		if (strtol(name + 1, NULL, 10) < strtol(lowest + 1, NULL, 10))
			memcpy(lowest, name, sizeof lowest);
		memcpy(last, name, sizeof last);
	}
	assert_true(length >= 2);
	assert_string_equal(lowest, first);
	assert_string_equal(first, last);
}

static void circles__are_found_and_named(void **state)
{
	static struct net n;
	size_t found = 0;

	(void)state;
	for (network = 0; network < NETWORKS; network++) {
		struct schedule *s = NULL;
		struct error err = ERROR_INIT;
		bool expected;

		net_seed = 2000000 + network;
		net_make(&n, true);
		for (size_t e = n.in.n_dependencies; e-- > 0;)
			if (net_one_in(12)) {
				n.d[e].pred = (int32_t)net_random((uint32_t)n.in.n_milestones);
				n.d[e].succ = (int32_t)net_random((uint32_t)n.in.n_milestones);
			}
		expected = has_circle(&n, false) || has_circle(&n, true);
		found += expected;
		assert_int_equal(schedule_new(&n.in, &s, &err), expected ? FAIL_NO : FAIL_NONE);
		if (expected)
			check_circle(&n, err.why);
		schedule_free(s);
	}
	assert_in_range(found, NETWORKS / 10, NETWORKS * 9 / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schedule__agrees_with_walking_from_day_to_day),
		cmocka_unit_test(what_if__is_the_plan_made_anew_with_the_change),
		cmocka_unit_test(circles__are_found_and_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
