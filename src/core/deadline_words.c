/* SPDX-License-Identifier: MIT */
/* deadline_words.c - clocks in words: late, extended and waiting are three different things. */
#include "core/deadline.h"

static const struct {
	const char *start, *authority;
} sources[DEADLINE_MAX] = {
#define DEADLINE_ROW(id, name, label, start, length, unit, authority) [DEADLINE_##id] = { start, authority },
	DEADLINE_LIST(DEADLINE_ROW)
#undef DEADLINE_ROW
};

const char *deadline_word_text(enum deadline_word w)
{
	static const char *const texts[DEADLINE_WORD_MAX] = {
		[DEADLINE_CLOSED] = "CLOSED",     [DEADLINE_IS_LATE] = "LATE",
		[DEADLINE_WAITING] = "WAITING",   [DEADLINE_ON_HOLD] = "ON HOLD",
		[DEADLINE_EXTENDED] = "EXTENDED", [DEADLINE_SOON] = "SOON",
		[DEADLINE_ON_TIME] = "ON TIME",   [DEADLINE_NO_DATE] = "NO DATE",
	};

	return texts[w];
}

static bool is_extended(const struct deadline_facts *f)
{
	return f->extensions > 0 || (!date_is_none(f->current_target) && !date_is_none(f->original_target) &&
				     date_cmp(f->current_target, f->original_target) > 0);
}

static bool is_waiting(const struct deadline_facts *f)
{
	return f->sent || f->waiting;
}

enum deadline_word deadline_word(const struct deadline_rules *r, const struct deadline_facts *f,
				 const struct deadline all[DEADLINE_MAX], struct date today)
{
	const struct deadline *next = deadline_nearest(all);

	if (f->closed)
		return DEADLINE_CLOSED;
	if (deadline_late(all, today))
		return DEADLINE_IS_LATE;
	if (is_waiting(f))
		return DEADLINE_WAITING;
	if (f->on_hold)
		return DEADLINE_ON_HOLD;
	if (is_extended(f))
		return DEADLINE_EXTENDED;
	if (!next)
		return DEADLINE_NO_DATE;
	return date_cmp(next->due, date_add_days(today, r->soon_days)) <= 0 ? DEADLINE_SOON
									    : DEADLINE_ON_TIME;
}

/* ---- sentences ----------------------------------------------------------------------- */

static void add_days(struct buf *out, int64_t days)
{
	buf_addf(out, "%lld day%s", (long long)days, days == 1 ? "" : "s");
}

/* "12 days late (response)", "due in 30 days (target)", "due today (update)". */
static void add_clock(const struct deadline *d, struct date today, struct buf *out)
{
	int64_t left = (int64_t)d->due.day - today.day;

	if (left < 0) {
		add_days(out, -left);
		buf_adds(out, " late");
	} else if (left == 0) {
		buf_adds(out, "due today");
	} else {
		buf_adds(out, "due in ");
		add_days(out, left);
	}
	buf_addf(out, " (%s)", deadline_name(d->kind));
}

static void add_extended(const struct deadline_facts *f, struct buf *out)
{
	buf_adds(out, "; extended");
	if (f->extensions == 1)
		buf_adds(out, " once");
	else if (f->extensions == 2)
		buf_adds(out, " twice");
	else if (f->extensions > 2)
		buf_addf(out, " %d times", f->extensions);
}

void deadline_words(const struct deadline_rules *r, const struct deadline_facts *f,
		    const struct deadline all[DEADLINE_MAX], struct date today, struct buf *out)
{
	const struct deadline *next = deadline_nearest(all);

	(void)r;
	if (f->closed) {
		buf_adds(out, "closed");
		return;
	}
	if (next) {
		add_clock(next, today, out);
	} else {
		buf_adds(out, "no due date; open for ");
		add_days(out, deadline_age(f, today));
	}
	if (is_waiting(f))
		buf_addf(out, "; waiting on %s",
			 f->waiting_on ? f->waiting_on : f->sent ? "the oversight body" : "another office");
	if (is_extended(f))
		add_extended(f, out);
	if (f->on_hold)
		buf_adds(out, "; on hold (clocks keep running)");
}

/* ---- where a date comes from ----------------------------------------------------------- */

/* What the update clock counts from, see update() in deadline.c. */
static const char *update_start(const struct deadline_facts *f, struct date start)
{
	if (date_cmp(start, f->status_update_on) == 0)
		return "last update";
	if (f->sent && date_cmp(start, f->closeout_sent_on) == 0)
		return "closeout letter";
	return date_is_none(f->resolved_on) ? "issued" : "resolved";
}

static void explain_length(const struct deadline_rules *r, const struct deadline_facts *f,
			   const struct deadline *d, struct buf *out)
{
	const struct deadline_length *l = &r->at[d->kind];
	const char *start = sources[d->kind].start;
	char due[DATE_TEXT], from[DATE_TEXT], before[DATE_TEXT];

	if (d->kind == DEADLINE_UPDATE)
		start = update_start(f, d->start);
	buf_addf(out, "%s = %s %s + %d %s%s (%s)", date_format(d->due, due), start,
		 date_format(d->start, from), l->length, l->unit == DEADLINE_MONTHS ? "month" : "day",
		 l->length == 1 ? "" : "s", sources[d->kind].authority);
	if (date_cmp(d->due, d->unrolled) != 0)
		buf_addf(out, ", %s %s moved to the next working day",
			 date_weekday_name(date_weekday(d->unrolled)), date_format(d->unrolled, before));
}

static void explain_target(const struct deadline_facts *f, const struct deadline *d, struct buf *out)
{
	char due[DATE_TEXT], first[DATE_TEXT];

	buf_addf(out, "%s = ", date_format(d->due, due));
	if (date_is_none(f->original_target)) {
		buf_adds(out, "current target; no original target is on record");
	} else if (date_cmp(d->due, f->original_target) == 0) {
		buf_adds(out, "original target");
	} else {
		buf_addf(out, "original target %s", date_format(f->original_target, first));
		add_extended(f, out);
		buf_adds(out, ", ");
		add_days(out, (int64_t)d->due.day - f->original_target.day);
		buf_adds(out, " later");
	}
}

static void explain_state(const struct deadline *d, struct buf *out)
{
	char on[DATE_TEXT];

	if (d->state == DEADLINE_MET && date_is_none(d->met_on))
		buf_adds(out, "; met");
	else if (d->state == DEADLINE_MET)
		buf_addf(out, "; met %s%s", date_format(d->met_on, on),
			 date_cmp(d->met_on, d->due) > 0 ? ", late" : "");
	else if (d->state == DEADLINE_MOOT)
		buf_adds(out, "; no longer runs");
	else if (d->state == DEADLINE_OFF)
		buf_adds(out, "; does not run now");
}

void deadline_explain(const struct deadline_rules *r, const struct deadline_facts *f,
		      const struct deadline *d, struct buf *out)
{
	if (date_is_none(d->due)) {
		buf_addf(out, "no date: %s",
			 d->kind == DEADLINE_TARGET ? "no target is on record"
						    : "what it counts from has not happened");
		return;
	}
	if (d->kind == DEADLINE_TARGET)
		explain_target(f, d, out);
	else
		explain_length(r, f, d, out);
	explain_state(d, out);
}
