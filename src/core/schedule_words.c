/* SPDX-License-Identifier: MIT */
/*
 * schedule_words.c - a schedule in words, and the dates on which something can
 * take effect.
 */
#include "core/schedule_parts.h"

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define ALLOWED_SHOWN 8

static const char *iso(struct date d, char text[DATE_TEXT])
{
	return date_format(d, text);
}

static void add_ordinal(int n, struct buf *out)
{
	static const char *const words[] = { "zeroth", "first", "second", "third",
					     "fourth", "fifth", "sixth" };

	if (n >= 0 && (size_t)n < COUNT(words))
		buf_adds(out, words[n]);
	else
		buf_addf(out, "%dth", n);
}

void schedule_limit_words(const struct schedule *s, const struct schedule_limit *limit,
			  struct buf *out)
{
	static const char *const formats[] = {
		[SCHEDULE_LIMIT_NOT_AFTER] = " not after ",
		[SCHEDULE_LIMIT_FIXED] = " fixed on ",
		[SCHEDULE_LIMIT_PAY_START] = " not on a pay-period start, like ",
		[SCHEDULE_LIMIT_CERTIFIED] = " not before certification on ",
	};
	char text[DATE_TEXT];

	if (limit->kind == SCHEDULE_LIMIT_NONE)
		buf_adds(out, "no limit");
	else if (limit->kind == SCHEDULE_LIMIT_PAY_PERIOD)
		buf_adds(out, "pay period");
	else if (limit->kind == SCHEDULE_LIMIT_PLAN)
		buf_adds(out, "limit");
	else
		buf_addf(out, "%s%s%s", schedule_name(s, limit->milestone), formats[limit->kind],
			 iso(limit->on, text));
}

void schedule_limit_explain(const struct schedule *s, const struct schedule_limit *limit,
			    struct buf *out)
{
	char text[DATE_TEXT];

	if (limit->kind == SCHEDULE_LIMIT_PLAN) {
		buf_addf(out, "all done by %s, the plan's limit", iso(limit->on, text));
	} else if (limit->kind == SCHEDULE_LIMIT_PAY_PERIOD) {
		buf_addf(out, "%s by %s, the ", schedule_name(s, limit->milestone),
			 iso(limit->on, text));
		add_ordinal(s->pay_periods, out);
		buf_addf(out, " pay-period start after certification on %s",
			 iso(schedule_row(s, limit->milestone)->certified, text));
	} else {
		schedule_limit_words(s, limit, out);
	}
}

void schedule_health_words(const struct schedule *s, struct buf *out)
{
	const struct schedule_health *h = &s->health;
	char text[DATE_TEXT];

	if (date_is_none(h->finish)) {
		buf_adds(out, "no milestones");
		return;
	}
	buf_addf(out, "finish %s, ", iso(h->finish, text));
	if (date_is_none(h->limit))
		buf_adds(out, "no limit");
	else
		buf_addf(out, "limit %s", iso(h->limit, text));
	if (h->binding.kind == SCHEDULE_LIMIT_NONE)
		return;
	buf_addf(out, ", float %d: ", (int)h->float_left);
	schedule_limit_words(s, &h->binding, out);
}

/* ---------------------------------------------------------------- why a date */

static void add_count(struct buf *out, const char *before, int64_t n, const char *unit)
{
	if (n)
		buf_addf(out, " %c %s%lld%s", n < 0 ? '-' : '+', before,
			 (long long)(n < 0 ? -n : n), unit);
}

static void add_driver(const struct schedule *s, int32_t i, struct buf *out)
{
	const struct schedule_dependency *d = &s->dependencies[s->rows[i].driver];
	int32_t duration = s->milestones[i].duration;
	char text[DATE_TEXT];

	buf_addf(out, "%s%s %s", d->kind == SCHEDULE_SS ? "start of " : "",
		 schedule_name(s, d->pred), iso((struct date){ .day = s->date[d->pred] }, text));
	if (d->kind == SCHEDULE_SS && schedule_counts(s, d->pred))
		add_count(out, "", -(int64_t)s->milestones[d->pred].duration, "");
	add_count(out, "lag ", d->lag, "");
	if (d->kind != SCHEDULE_FF)
		add_count(out, "", duration, duration == 1 ? " working day" : " working days");
}

static void add_reason(const struct schedule *s, int32_t i, struct buf *out)
{
	static const char *const words[SCHEDULE_WHY_MAX] = {
		[SCHEDULE_BY_NOT_BEFORE] = "not before ", [SCHEDULE_BY_FORECAST] = "forecast ",
		[SCHEDULE_BY_TODAY] = "not reached by ",  [SCHEDULE_BY_FIXED] = "fixed on ",
		[SCHEDULE_BY_ACTUAL] = "reached on ",     [SCHEDULE_BY_WHAT_IF] = "what if ",
	};
	const struct schedule_milestone *m = &s->milestones[i];
	const struct date days[SCHEDULE_WHY_MAX] = {
		[SCHEDULE_BY_NOT_BEFORE] = m->not_before, [SCHEDULE_BY_FORECAST] = m->forecast,
		[SCHEDULE_BY_TODAY] = s->today,           [SCHEDULE_BY_FIXED] = m->fixed_on,
		[SCHEDULE_BY_ACTUAL] = m->actual,         [SCHEDULE_BY_WHAT_IF] = s->given[i].on,
	};
	enum schedule_why why = s->rows[i].why;
	char text[DATE_TEXT];

	if (why == SCHEDULE_BY_PREDECESSOR) {
		add_driver(s, i, out);
	} else if (why == SCHEDULE_BY_START) {
		buf_addf(out, "start %s", iso(s->start, text));
		add_count(out, "", m->duration,
			  m->duration == 1 ? " working day" : " working days");
	} else if (words[why]) {
		buf_addf(out, "%s%s", words[why], iso(days[why], text));
	}
}

void schedule_why_words(const struct schedule *s, int32_t milestone, struct buf *out)
{
	const struct schedule_row *row = &s->rows[milestone];
	char text[DATE_TEXT];

	if (!row->counts) {
		buf_adds(out, row->by_gate ? "cancelled: nothing is reclassified" : "cancelled");
		return;
	}
	buf_addf(out, "%s = ", iso(row->early_finish, text));
	if (s->milestones[milestone].pay_period && !schedule_pinned(s, milestone))
		buf_adds(out, "the first pay-period start from ");
	if (row->why == SCHEDULE_BY_PREDECESSOR && s->milestones[milestone].pay_period)
		buf_addf(out, "%s = ", iso(row->needed, text));
	add_reason(s, milestone, out);
}

/* ---------------------------------------------------------------- effective dates */

size_t schedule_window(const struct calendar *c, struct date certified, int periods,
		       struct date *out, size_t max)
{
	struct date on = calendar_pay_start_from(c, certified), last;
	size_t n = 0;

	if (date_is_none(certified) || c->pay_days < 1 || periods < 1)
		return 0;
	last = calendar_pay_start_from(c, date_add_days(certified, 1));
	last = date_add_days(last, (int64_t)(periods - 1) * c->pay_days);
	for (; date_cmp(on, last) <= 0; on = date_add_days(on, c->pay_days)) {
		if (n < max)
			out[n] = on;
		n++;
		if (date_cmp(date_add_days(on, c->pay_days), on) <= 0)
			break; /* the end of the calendar */
	}
	return n;
}

static void add_dates(struct buf *out, const struct date *dates, size_t n)
{
	char text[DATE_TEXT];

	for (size_t i = 0; i < n && i < ALLOWED_SHOWN; i++)
		buf_addf(out, "%s%s", i ? ", " : "", iso(dates[i], text));
	buf_adds(out, n > ALLOWED_SHOWN ? ", ..." : "");
}

static int refuse_start(const struct calendar *c, const char *where, struct date on,
			struct error *err)
{
	struct date around[2] = { calendar_pay_start_of(c, on), calendar_pay_start_from(c, on) };
	AUTOBUF next = BUF_INIT;
	char text[DATE_TEXT];

	buf_adds(&next, "the nearest are ");
	add_dates(&next, around, 2);
	return error_set(err, FAIL_DATA, "cannot take effect", where, next.s,
			 "an effective date is the first day of a pay period, and %s is none",
			 iso(on, text));
}

int schedule_check_effective(const struct calendar *c, const char *where, struct date certified,
			     int periods, struct date on, struct error *err)
{
	struct date allowed[ALLOWED_SHOWN];
	bool is_start = !date_cmp(calendar_pay_start_of(c, on), on);
	AUTOBUF rule = BUF_INIT;
	AUTOBUF next = BUF_INIT;
	char text[DATE_TEXT], of[DATE_TEXT];
	size_t n;

	if (periods < 1)
		periods = SCHEDULE_PAY_PERIODS;
	n = schedule_window(c, certified, periods, allowed, ALLOWED_SHOWN);
	if (date_is_none(on) || (is_start && !n))
		return FAIL_NONE;
	if (!n)
		return refuse_start(c, where, on, err);
	if (is_start && date_cmp(on, certified) >= 0 &&
	    (int64_t)on.day - allowed[0].day < (int64_t)n * c->pay_days)
		return FAIL_NONE;
	buf_adds(&next, "allowed are ");
	add_dates(&next, allowed, n);
	add_ordinal(periods, &rule);
	return error_set(err, FAIL_DATA, "cannot take effect", where, next.s,
			 "%s is %s; an effective date is the first day of a pay period, not before "
			 "certification on %s and at most the %s start after it",
			 iso(on, text),
			 !is_start                     ? "no pay-period start"
			 : date_cmp(on, certified) < 0 ? "before certification"
						       : "past the window",
			 iso(certified, of), rule.s);
}

int schedule_check_date(const struct schedule *s, int32_t milestone, struct date on,
			struct error *err)
{
	if (!s->milestones[milestone].pay_period || !schedule_counts(s, milestone))
		return FAIL_NONE;
	return schedule_check_effective(&s->days->calendar, schedule_name(s, milestone),
					s->rows[milestone].certified, s->pay_periods, on, err);
}
