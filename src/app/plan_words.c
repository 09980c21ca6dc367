/* SPDX-License-Identifier: MIT */
/* plan_words.c - a plan in words: how it stands, and how a milestone came to be late. */
#include <stdio.h>
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

void plan_binding_words(const struct plan *p, struct buf *out)
{
	const struct schedule_health *h = schedule_health(p->schedule);

	if (h->binding.kind == SCHEDULE_LIMIT_NONE)
		return;
	if (h->float_left > 0)
		buf_addf(out, "%d working day%s left: ", (int)h->float_left, h->float_left == 1 ? "" : "s");
	else if (h->float_left == 0)
		buf_adds(out, "no float left: ");
	else
		buf_addf(out, "%d working day%s too late: ", (int)-h->float_left, h->float_left == -1 ? "" : "s");
	schedule_limit_explain(p->schedule, &h->binding, out);
}

/* ---- slip, baseline by baseline */

static int days_between(struct date from, struct date to)
{
	return date_is_none(from) || date_is_none(to) ? 0 : to.day - from.day;
}

static void add_days(struct buf *out, int days)
{
	buf_addf(out, "%d day%s", days < 0 ? -days : days, days == 1 || days == -1 ? "" : "s");
}

static const char *began(const char *separator, int *n)
{
	return (*n)++ ? separator : "";
}

/* What each later baseline and the forecast since then add to the first date that was promised. */
static void add_parts(const struct plan *p, int32_t i, struct date first, struct buf *out)
{
	struct date before = first;
	int n = 0, since;

	for (size_t k = 0; k < p->n_baselines; k++) {
		const struct plan_baseline *b = &p->baselines[k];
		int days = days_between(before, b->dates[i]);

		if (date_is_none(b->dates[i]))
			continue;
		before = b->dates[i];
		if (!days)
			continue;
		buf_addf(out, "%s%d of them from baseline %lld", began(", ", &n), days, (long long)b->number);
		if (*b->reason)
			buf_addf(out, " (%s)", b->reason);
	}
	since = days_between(before, plan_date(p, i));
	if (since && n)
		buf_addf(out, ", %d since", since);
}

/* The date that was promised first. */
static struct date first_date(const struct plan *p, int32_t milestone)
{
	struct date first = DATE_NONE;

	for (size_t k = 0; k < p->n_baselines && date_is_none(first); k++)
		first = p->baselines[k].dates[milestone];
	return first;
}

int plan_slip_days(const struct plan *p, int32_t milestone)
{
	return days_between(first_date(p, milestone), plan_date(p, milestone));
}

void plan_slip_words(const struct plan *p, int32_t milestone, struct buf *out)
{
	const struct plan_milestone *m = &p->milestones[milestone];
	struct date first = first_date(p, milestone);
	AUTOBUF parts = BUF_INIT;
	char text[DATE_TEXT];
	int days;

	if (date_is_none(first)) {
		buf_addf(out, "%s is in no baseline yet", m->code);
		return;
	}
	days = days_between(first, plan_date(p, milestone));
	if (!days)
		buf_addf(out, "%s is on its first baseline date, %s", m->code, date_format(first, text));
	else
		buf_addf(out, "%s is ", m->code);
	if (days) {
		add_days(out, days);
		buf_adds(out, days > 0 ? " late" : " early");
	}
	add_parts(p, milestone, first, &parts);
	buf_addf(out, "%s%s", parts.len ? ", " : "", parts.s);
}

void plan_why_words(const struct plan *p, int32_t milestone, struct buf *out)
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
	plan_slip_words(p, milestone, out);
	buf_addc(out, '\n');
}
