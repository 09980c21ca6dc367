/* SPDX-License-Identifier: MIT */
/*
 * schedule.c - making a schedule from plain arrays, and reading it.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct word {
	const char *name;
	int value;
};

static const struct word kinds[] = {
	{ "fs", SCHEDULE_FS },
	{ "ss", SCHEDULE_SS },
	{ "ff", SCHEDULE_FF },
};

static const struct word applies_words[] = {
	{ "always", SCHEDULE_ALWAYS },
	{ "unless_none", SCHEDULE_UNLESS_NONE },
	{ "if_none", SCHEDULE_IF_NONE },
};

static const struct word gates[] = {
	{ "pending", SCHEDULE_GATE_PENDING },
	{ "reclassify", SCHEDULE_GATE_RECLASSIFY },
	{ "partial", SCHEDULE_GATE_PARTIAL },
	{ "none", SCHEDULE_GATE_NONE },
};

static const struct word states[] = {
	{ "draft", SCHEDULE_OPEN },          { "proposed", SCHEDULE_OPEN },
	{ "baselined", SCHEDULE_OPEN },      { "active", SCHEDULE_BEGUN },
	{ "submitted", SCHEDULE_BEGUN },     { "complete", SCHEDULE_DONE },
	{ "cancelled", SCHEDULE_CANCELLED },
};

static int by_name(const struct word *words, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(words[i].name, name))
			return words[i].value;
	return -1;
}

int schedule_kind_by_name(const char *name)
{
	return by_name(kinds, COUNT(kinds), name);
}

int schedule_applies_by_name(const char *name)
{
	return by_name(applies_words, COUNT(applies_words), name);
}

int schedule_gate_by_name(const char *name)
{
	return by_name(gates, COUNT(gates), name);
}

const char *schedule_gate_name(enum schedule_gate gate)
{
	for (size_t i = 0; i < COUNT(gates); i++)
		if (gates[i].value == (int)gate)
			return gates[i].name;
	return "?";
}

int schedule_status_by_name(const char *state)
{
	return by_name(states, COUNT(states), state);
}

struct schedule_milestone schedule_milestone(const char *name, int32_t duration)
{
	return (struct schedule_milestone){
		.name = name,
		.duration = duration,
		.fixed_on = DATE_NONE,
		.not_before = DATE_NONE,
		.not_after = DATE_NONE,
		.forecast = DATE_NONE,
		.actual = DATE_NONE,
		.baseline = DATE_NONE,
	};
}

/* ---------------------------------------------------------------- making */

static int check_milestone(const struct schedule_input *in, size_t i, struct error *err)
{
	const struct schedule_milestone *m = &in->milestones[i];

	if (m->duration >= 0 && m->duration <= SCHEDULE_DURATION_MAX)
		return FAIL_NONE;
	return error_set(err, FAIL_DATA, "cannot schedule", m->name,
			 "give working days in that range",
			 "a duration of %d is not between 0 and %d", (int)m->duration,
			 SCHEDULE_DURATION_MAX);
}

static int check_dependency(const struct schedule_input *in, size_t e, struct error *err)
{
	const struct schedule_dependency *d = &in->dependencies[e];
	int64_t n = (int64_t)in->n_milestones;

	if (d->pred < 0 || d->succ < 0 || d->pred >= n || d->succ >= n)
		return error_set(err, FAIL_BUG, "cannot schedule", NULL, "report this",
				 "dependency %zu names no milestone", e);
	if (d->lag >= -SCHEDULE_LAG_MAX && d->lag <= SCHEDULE_LAG_MAX)
		return FAIL_NONE;
	error_set(err, FAIL_DATA, "cannot schedule", NULL, "give working days in that range",
		  "a lag of %d is not between -%d and %d", (int)d->lag, SCHEDULE_LAG_MAX,
		  SCHEDULE_LAG_MAX);
	error_where(err, "%s > %s", in->milestones[d->pred].name, in->milestones[d->succ].name);
	return FAIL_DATA;
}

static int check_input(const struct schedule_input *in, struct error *err)
{
	int fail = FAIL_NONE;

	if (in->n_milestones > SCHEDULE_SIZE_MAX || in->n_dependencies > SCHEDULE_SIZE_MAX)
		return error_set(err, FAIL_DATA, "cannot schedule", NULL, "divide the plan",
				 "more than %d milestones or dependencies", SCHEDULE_SIZE_MAX);
	for (size_t i = 0; !fail && i < in->n_milestones; i++)
		fail = check_milestone(in, i, err);
	for (size_t e = 0; !fail && e < in->n_dependencies; e++)
		fail = check_dependency(in, e, err);
	return fail;
}

/* A day the plan lives near, so that the table of working days begins at the right place. */
static struct date some_day(const struct schedule_input *in)
{
	for (size_t i = 0; i < in->n_milestones; i++) {
		const struct schedule_milestone *m = &in->milestones[i];

		if (!date_is_none(m->fixed_on))
			return m->fixed_on;
		if (!date_is_none(m->forecast))
			return m->forecast;
		if (!date_is_none(m->not_before))
			return m->not_before;
	}
	if (!date_is_none(in->start))
		return in->start;
	return date_is_none(in->today) ? in->calendar->pay_anchor : in->today;
}

static void *copy_of(const void *items, size_t n, size_t size)
{
	void *copy = mem_alloc((n + 1) * size);

	if (n)
		memcpy(copy, items, n * size);
	return copy;
}

static void allocate_results(struct schedule *s)
{
	s->order = mem_alloc((s->n + 1) * sizeof *s->order);
	s->by_gate = mem_alloc((s->n + 1) * sizeof *s->by_gate);
	s->given = mem_alloc((s->n + 1) * sizeof *s->given);
	s->rows = mem_alloc((s->n + 1) * sizeof *s->rows);
	s->date = mem_alloc((s->n + 1) * sizeof *s->date);
	s->certified = mem_alloc((s->n + 1) * sizeof *s->certified);
	s->late = mem_alloc((s->n + 1) * sizeof *s->late);
	for (size_t i = 0; i < s->n; i++)
		s->given[i].on = DATE_NONE;
}

static struct schedule *make(const struct schedule_input *in)
{
	struct schedule *s = mem_alloc(sizeof *s);

	s->n = in->n_milestones;
	s->n_dependencies = in->n_dependencies;
	s->milestones = copy_of(in->milestones, s->n, sizeof *s->milestones);
	s->dependencies = copy_of(in->dependencies, s->n_dependencies, sizeof *s->dependencies);
	s->gate = in->gate;
	s->limit = in->limit;
	s->start = in->start;
	s->today = in->today;
	s->pay_periods = in->pay_periods ? in->pay_periods : SCHEDULE_PAY_PERIODS;
	s->days = mem_alloc(sizeof *s->days);
	s->owns_days = true;
	workdays_init(s->days, in->calendar, some_day(in));
	schedule_links_build(s);
	allocate_results(s);
	return s;
}

/* A circle under an outcome that did not come about is a mistake as well. */
static int check_circles(const struct schedule *s, struct error *err)
{
	static const enum schedule_gate outcomes[] = { SCHEDULE_GATE_RECLASSIFY,
						       SCHEDULE_GATE_NONE };

	for (size_t k = 0; k < COUNT(outcomes); k++)
		if (schedule_order(s, outcomes[k], s->order, err))
			return FAIL_NO;
	return FAIL_NONE;
}

int schedule_compute(struct schedule *s, struct error *err)
{
	int fail = schedule_order(s, s->gate, s->order, err);

	if (fail)
		return fail;
	schedule_mark_gate(s);
	fail = schedule_forward(s, err);
	if (fail)
		return fail;
	schedule_backward(s);
	schedule_limits(s);
	return FAIL_NONE;
}

int schedule_new(const struct schedule_input *in, struct schedule **out, struct error *err)
{
	struct schedule *s;
	int fail = check_input(in, err);

	if (fail)
		return fail;
	s = make(in);
	fail = check_circles(s, err);
	if (!fail)
		fail = schedule_compute(s, err);
	if (fail)
		schedule_free(s);
	else
		*out = s;
	return fail;
}

void schedule_free(struct schedule *s)
{
	if (!s)
		return;
	if (s->owns_days) {
		workdays_release(s->days);
		free(s->days);
	}
	free(s->milestones);
	free(s->dependencies);
	free(s->in.first);
	free(s->in.edge);
	free(s->out.first);
	free(s->out.edge);
	free(s->order);
	free(s->by_gate);
	free(s->given);
	free(s->rows);
	free(s->date);
	free(s->certified);
	free(s->late);
	free(s->broken);
	free(s);
}

void schedule_autofree(struct schedule **s)
{
	schedule_free(*s);
	*s = NULL;
}

struct schedule *schedule_copy(const struct schedule *s)
{
	struct schedule *copy = mem_alloc(sizeof *copy);

	*copy = *s;
	copy->milestones = copy_of(s->milestones, s->n, sizeof *s->milestones);
	copy->dependencies = copy_of(s->dependencies, s->n_dependencies, sizeof *s->dependencies);
	copy->in.first = copy_of(s->in.first, s->n + 1, sizeof *s->in.first);
	copy->in.edge = copy_of(s->in.edge, s->n_dependencies, sizeof *s->in.edge);
	copy->out.first = copy_of(s->out.first, s->n + 1, sizeof *s->out.first);
	copy->out.edge = copy_of(s->out.edge, s->n_dependencies, sizeof *s->out.edge);
	copy->owns_days = false;
	copy->broken = NULL;
	copy->n_broken = copy->cap_broken = 0;
	allocate_results(copy);
	return copy;
}

/* ---------------------------------------------------------------- reading */

size_t schedule_count(const struct schedule *s)
{
	return s->n;
}

const struct schedule_row *schedule_row(const struct schedule *s, int32_t milestone)
{
	return &s->rows[milestone];
}

const char *schedule_name(const struct schedule *s, int32_t milestone)
{
	return s->milestones[milestone].name;
}

const struct schedule_health *schedule_health(const struct schedule *s)
{
	return &s->health;
}

const struct schedule_broken *schedule_broken(const struct schedule *s, size_t *n)
{
	*n = s->n_broken;
	return s->broken;
}

bool schedule_applies(const struct schedule *s, size_t dependency)
{
	return schedule_edge_applies(&s->dependencies[dependency], s->gate);
}

bool schedule_drives(const struct schedule *s, size_t dependency)
{
	const struct schedule_dependency *d = &s->dependencies[dependency];
	int32_t day = s->date[d->pred];

	if (day == DATE_NONE_DAY || s->rows[d->succ].why != SCHEDULE_BY_PREDECESSOR ||
	    !schedule_applies(s, dependency))
		return false;
	day = workdays_add(s->days, day, schedule_edge_days(s, d));
	return schedule_settle_up(s, d->succ, day) == s->date[d->succ];
}

size_t schedule_path(const struct schedule *s, int32_t milestone, int32_t *out, size_t max)
{
	int32_t i = milestone, e;
	size_t n = 0;

	for (;; i = s->dependencies[e].pred) {
		if (schedule_counts(s, i) && n < max)
			out[n++] = i;
		e = s->rows[i].driver;
		if (e < 0 || n == max)
			break;
	}
	for (size_t k = 0; k < n / 2; k++) {
		int32_t swap = out[k];

		out[k] = out[n - 1 - k];
		out[n - 1 - k] = swap;
	}
	return n;
}
