/* SPDX-License-Identifier: MIT */
/* plan_find.c - milestones of a plan by name and by what they are for. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/plan.h"
#include "base/nearest.h"

static bool done(const struct plan_milestone *m)
{
	return m->flags & (PLAN_COMPLETE | PLAN_CANCELLED);
}

/* Classification is certified at the second gate: what takes effect must follow it in time. */
bool plan_certifies(const struct plan_milestone *m)
{
	return strcasecmp(m->gate, "G2") == 0;
}

struct date plan_certified(const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (plan_certifies(&p->milestones[i]))
			return plan_date(p, (int32_t)i);
	return DATE_NONE;
}

/* One that is cancelled keeps its number: positions go by it. */
int32_t plan_wave(const struct plan *p, int64_t wave)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->milestones[i].pay_period && !--wave)
			return (int32_t)i;
	return -1;
}

bool plan_takes_place(const struct plan *p, int32_t milestone)
{
	return milestone >= 0 && schedule_row(p->schedule, milestone)->counts;
}

int32_t plan_milestone(const struct plan *p, const char *name, struct error *err)
{
	const char *slash = strchr(name, '/'), *near = NULL;
	const char *known[256];
	char next[80];
	size_t n = p->n < 256 ? p->n : 256;

	for (size_t i = 0; i < p->n; i++)
		if (strcasecmp(p->milestones[i].ref, name) == 0 || strcasecmp(p->milestones[i].code, name) == 0 ||
		    (slash && strncasecmp(name, p->ref, (size_t)(slash - name)) == 0 &&
		     strcasecmp(p->milestones[i].code, slash + 1) == 0))
			return (int32_t)i;
	for (size_t i = 0; i < n; i++)
		known[i] = p->milestones[i].code;
	near = nearest_name(name, known, n);
	if (near)
		snprintf(next, sizeof next, "did you mean %.40s?", near);
	error_set(err, FAIL_MISSING, "plan", name, near ? next : NULL, "%s has no such milestone", p->ref);
	return -1;
}

int32_t plan_milestone_by_uid(const struct plan *p, const char *uid)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->milestones[i].uid, uid) == 0)
			return (int32_t)i;
	return -1;
}

int32_t plan_next_gate(const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (*p->milestones[i].gate && !done(&p->milestones[i]))
			return (int32_t)i;
	return -1;
}

struct date plan_date(const struct plan *p, int32_t milestone)
{
	const struct schedule_row *row = schedule_row(p->schedule, milestone);

	return row->counts ? row->early_finish : DATE_NONE;
}

int plan_gate_cancels(const struct plan *p, enum schedule_gate outcome, int32_t *out, size_t max, size_t *n,
		      struct error *err)
{
	struct schedule_edit edit = { .kind = SCHEDULE_SET_GATE, .amount = (int32_t)outcome, .date = DATE_NONE };
	struct schedule_what_if w;
	int failed = schedule_what_if(p->schedule, &edit, 1, &w, err);

	if (failed)
		return failed;
	*n = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (!schedule_row(p->schedule, (int32_t)i)->counts || !schedule_row(w.after, (int32_t)i)->by_gate)
			continue;
		if (*n < max)
			out[*n] = (int32_t)i;
		(*n)++;
	}
	schedule_what_if_release(&w);
	return 0;
}
