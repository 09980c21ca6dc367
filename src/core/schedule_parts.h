/* SPDX-License-Identifier: MIT */
/* schedule_parts.h - what the files of the schedule share. */
#ifndef CORE_SCHEDULE_PARTS_H
#define CORE_SCHEDULE_PARTS_H

#include "core/schedule.h"

/*
 * Working days by number, so that adding and counting them takes no loop.
 * Covers a range of days and grows when asked beyond it; the numbers stay.
 */
struct workdays {
	struct calendar calendar;
	int32_t min, max;    /* the ends of the calendar */
	int32_t first, last; /* the range covered */
	int32_t before;      /* working days from first to where the numbers begin */
	int32_t *upto;       /* by day: working days from first to it, it included */
	int32_t *nth;        /* the working days, in order */
	int32_t n;
};

void workdays_init(struct workdays *w, const struct calendar *c, struct date near);
void workdays_release(struct workdays *w);

/* The number of the last working day <= day; the working day of a number (or an end). */
int64_t workdays_upto(struct workdays *w, int32_t day);
int32_t workdays_nth(struct workdays *w, int64_t number);

int32_t workdays_from(struct workdays *w, int32_t day); /* first working day >= day */
int32_t workdays_till(struct workdays *w, int32_t day); /* last working day <= day */

/* count working days after day (before it, if below 0); 0 is the day itself, working or not. */
int32_t workdays_add(struct workdays *w, int32_t day, int64_t count);
/* The last day to which count can be added without passing limit. */
int32_t workdays_back(struct workdays *w, int32_t limit, int64_t count);

/* Dependencies of a milestone: edge[first[i]] .. edge[first[i + 1] - 1]. */
struct schedule_links {
	int32_t *first;
	int32_t *edge;
};

/* What a what-if says about a milestone. */
struct schedule_given {
	struct date on; /* none: nothing */
	bool exact;     /* stands as it is; else it only holds back */
	int32_t pulled; /* exact, and its work shortened by that many working days */
	bool free; /* its forecast does not hold it back */
};

struct schedule {
	struct schedule_milestone *milestones; /* copies */
	size_t n;
	struct schedule_dependency *dependencies;
	size_t n_dependencies;
	enum schedule_gate gate;
	struct date limit, start, today;
	int pay_periods;
	struct workdays *days;
	bool owns_days; /* a scratch copy borrows them */

	struct schedule_links in, out;
	int32_t *order; /* predecessors before successors */
	bool *by_gate;
	struct schedule_given *given;

	struct schedule_row *rows;
	int32_t *date;      /* early finish, of cancelled ones the moment they pass on; or none */
	int32_t *certified; /* latest certification before it, or none */
	int32_t *late;
	struct schedule_broken *broken;
	size_t n_broken, cap_broken;
	struct schedule_health health;
};

/* Whether a dependency applies, by its own word and the gate's outcome. */
static inline bool schedule_edge_applies(const struct schedule_dependency *d,
					 enum schedule_gate gate)
{
	return d->applies == SCHEDULE_ALWAYS ||
	       (d->applies == SCHEDULE_IF_NONE) == (gate == SCHEDULE_GATE_NONE);
}

static inline bool schedule_counts(const struct schedule *s, int32_t i)
{
	return s->milestones[i].status != SCHEDULE_CANCELLED && !s->by_gate[i];
}

/* Its date is given: predecessors do not move it. */
bool schedule_pinned(const struct schedule *s, int32_t i);
/* It is done or begun: what comes before it is history, or was waived. */
bool schedule_under_way(const struct schedule *s, int32_t i);

/* Working days from the predecessor's date to the successor's. */
int64_t schedule_edge_days(const struct schedule *s, const struct schedule_dependency *d);
/* The same for a date pulled forward, whose work is shortened by as much. */
int64_t schedule_edge_claim(const struct schedule *s, const struct schedule_dependency *d);

/* The first day >= day on which it can fall; the last <= day. */
int32_t schedule_settle_up(const struct schedule *s, int32_t i, int32_t day);
int32_t schedule_settle_down(const struct schedule *s, int32_t i, int32_t day);

void schedule_links_build(struct schedule *s);
/* Sorts for one outcome of the gate; FAIL_NO with the circle. */
int schedule_order(const struct schedule *s, enum schedule_gate gate, int32_t *order,
		   struct error *err);
void schedule_mark_gate(struct schedule *s);

int schedule_forward(struct schedule *s, struct error *err);
void schedule_backward(struct schedule *s);
void schedule_limits(struct schedule *s);

struct schedule *
schedule_copy(const struct schedule *s); /* not computed; borrows the working days */

/* All of it again: after the milestones, the gate or what is given changed. */
int schedule_compute(struct schedule *s, struct error *err);

#endif
