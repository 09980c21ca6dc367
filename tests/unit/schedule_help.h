/* SPDX-License-Identifier: MIT */
/* schedule_help.h - a plan to schedule in tests: the sample's, or one put together by hand. */
#ifndef SCHEDULE_HELP_H
#define SCHEDULE_HELP_H

#include "core_help.h"

#include "core/schedule.h"

#define PLAN_MAX 32

struct plan {
	struct calendar calendar;
	struct schedule_milestone milestones[PLAN_MAX];
	struct schedule_dependency dependencies[PLAN_MAX];
	struct schedule_input in;
};

/* The nineteen milestones of the sample, and the dates they are to have. */
void plan_sample(struct plan *p);
extern const char *const sample_dates[19];

/* An empty plan; milestones and finish-to-start dependencies to add by name. */
void plan_init(struct plan *p);
int32_t plan_add(struct plan *p, const char *name, int32_t duration);
struct schedule_dependency *plan_tie(struct plan *p, const char *pred, const char *succ);
int32_t plan_at(const struct plan *p, const char *name);
struct schedule_milestone *plan_get(struct plan *p, const char *name);

/* A fixed on Friday 2013-06-07, and B of ten days after it, which is returned. */
struct schedule_milestone *plan_two(struct plan *p);

/* Schedules it, which must work; the caller frees. */
struct schedule *plan_schedule(const struct plan *p);
const struct schedule_row *plan_row(const struct plan *p, const struct schedule *s,
				    const char *name);
struct schedule_edit plan_edit(const struct plan *p, const char *name, const char *change);

#endif
