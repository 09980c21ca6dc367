/* SPDX-License-Identifier: MIT */
/* plan_words.c - a plan in words: how it stands, and why a date is what it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/plan.h"

const char *plan_health_word(const struct plan *p, int32_t milestone)
{
	unsigned flags = p->milestones[milestone].flags;

	return flags & PLAN_COMPLETE	? "DONE"
	       : flags & PLAN_CANCELLED ? "CANCELLED"
	       : flags & PLAN_LATE	? "LATE"
	       : flags & PLAN_AT_RISK	? "AT RISK"
					: "ON TRACK";
}

const char *plan_status_word(const struct plan *p, int32_t milestone)
{
	static const struct {
		const char *state, *word;
	} states[] = {
		{ "draft", "DRAFT" },   { "proposed", "PROPOSED" },   { "baselined", "BASELINED" },
		{ "active", "ACTIVE" }, { "submitted", "SUBMITTED" }, { "complete", "COMPLETE" },
	};
	const struct plan_milestone *m = &p->milestones[milestone];

	if (m->flags & PLAN_CANCELLED)
		return "CANCELLED";
	if (m->flags & PLAN_LATE)
		return "LATE";
	if (m->flags & PLAN_BLOCKED)
		return "BLOCKED";
	if (m->flags & PLAN_AT_RISK && !(m->flags & PLAN_WAITING))
		return "AT RISK";
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (strcmp(states[i].state, m->state) == 0)
			return states[i].word;
	return m->state;
}

void plan_health_words(const struct plan *p, struct buf *out)
{
	schedule_health_words(p->schedule, out);
}

void plan_count_words(const struct plan *p, struct buf *out)
{
	buf_addf(out, "late %d, blocked %d, waiting for approval %d, at risk %d", p->n_late, p->n_blocked, p->n_waiting,
		 p->n_at_risk);
}

/* Which wave takes effect there; 0: none. */
static int wave_at(const struct plan *p, int32_t milestone)
{
	int wave = 0;

	for (int32_t i = 0; i <= milestone; i++)
		wave += p->milestones[i].pay_period;
	return milestone >= 0 && p->milestones[milestone].pay_period ? wave : 0;
}

void plan_binding_words(const struct plan *p, struct buf *out)
{
	const struct schedule_health *h = schedule_health(p->schedule);
	int wave;

	if (h->binding.kind == SCHEDULE_LIMIT_NONE)
		return;
	if (h->float_left == 0)
		buf_adds(out, "no float left");
	else
		buf_addf(out, "%d working day%s %s", abs(h->float_left), h->float_left == 1 || h->float_left == -1 ? "" : "s",
			 h->float_left > 0 ? "left" : "too late");
	wave = h->binding.kind == SCHEDULE_LIMIT_PAY_PERIOD ? wave_at(p, h->binding.milestone) : 0;
	if (wave)
		buf_addf(out, " %s wave %d", h->float_left < 0 ? "for" : "before", wave);
	buf_adds(out, ": ");
	schedule_limit_explain(p->schedule, &h->binding, out);
}

void plan_why_words(struct app *a, const struct plan *p, int32_t milestone, struct buf *out)
{
	const struct schedule_row *row = schedule_row(p->schedule, milestone);

	buf_adds(out, "Scheduled ");
	schedule_why_words(p->schedule, milestone, out);
	buf_addc(out, '\n');
	if (row->counts && row->float_left != SCHEDULE_NO_FLOAT_LIMIT) {
		buf_addf(out, "Float %d working day%s to ", (int)row->float_left, row->float_left == 1 ? "" : "s");
		schedule_limit_explain(p->schedule, &row->binding, out);
		buf_adds(out, row->critical ? "; critical\n" : "\n");
	}
	plan_slip_words(a, p, milestone, out);
	buf_addc(out, '\n');
}
