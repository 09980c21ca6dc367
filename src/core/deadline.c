/* SPDX-License-Identifier: MIT */
/* deadline.c - the clocks of a recommendation: when they start, run and stop. */
#include "core/deadline.h"

#include <string.h>

#include "core/tables.h"

static const struct {
	const char *name, *label;
	struct deadline_length length;
} kinds[DEADLINE_MAX] = {
#define DEADLINE_ROW(id, name, label, start, length, unit, authority) \
	[DEADLINE_##id] = { name, label, { length, DEADLINE_##unit, false } },
	DEADLINE_LIST(DEADLINE_ROW)
#undef DEADLINE_ROW
};

struct deadline_rules deadline_rules_default(void)
{
	struct deadline_rules r = { .soon_days = 30 };

	for (int i = 0; i < DEADLINE_LENGTHS; i++)
		r.at[i] = kinds[i].length;
	return r;
}

const char *deadline_name(enum deadline_kind kind)
{
	return kinds[kind].name;
}

const char *deadline_label(enum deadline_kind kind)
{
	return kinds[kind].label;
}

/* ---- reading a record ----------------------------------------------------------- */

static const struct value *value_of(const struct value *values, const char *name)
{
	const struct entity *e = &record_recommendation;

	return &values[record_field_index(e, record_field(e, name))];
}

static struct date date_of(const struct value *values, const char *name)
{
	const struct value *v = value_of(values, name);
	struct date d = DATE_NONE;

	if (v->kind == VALUE_TEXT)
		date_parse_iso(v->text, strlen(v->text), &d);
	return d;
}

static bool is(const struct value *values, const char *name, const char *word)
{
	const struct value *v = value_of(values, name);

	return v->kind == VALUE_TEXT && strcmp(v->text, word) == 0;
}

void deadline_facts_read(const struct value *values, struct deadline_facts *out)
{
	out->original_target = date_of(values, "original_target");
	out->current_target = date_of(values, "current_target");
	out->implemented_on = date_of(values, "implemented_on");
	out->closeout_sent_on = date_of(values, "closeout_sent_on");
	out->closed_on = date_of(values, "closed_on");
	if (date_is_none(out->closed_on))
		out->closed_on = date_of(values, "closed_by_date");
	out->resolved = is(values, "resolution", "resolved");
	out->closed = is(values, "action", "closed");
	out->on_hold = is(values, "sub", "on_hold");
	out->sent = is(values, "work_state", "with_oig") || is(values, "work_state", "done");
	out->reported = out->sent || is(values, "work_state", "closeout_review") ||
			is(values, "work_state", "closeout_approved");
	out->waiting = value_of(values, "waiting_on_office")->kind != VALUE_NONE;
}

/* ---- running ---------------------------------------------------------------------- */

struct date deadline_due(const struct deadline_rules *r, enum deadline_kind kind, struct date start,
			 struct date *unrolled)
{
	const struct deadline_length *l = &r->at[kind];
	struct date due = l->unit == DEADLINE_MONTHS ? date_add_months(start, l->length)
						     : date_add_days(start, l->length);

	if (unrolled)
		*unrolled = due;
	/* A search asks for millions of them, and few clocks roll. */
	if (!l->roll || date_is_none(due))
		return due;
	struct calendar standard = calendar_default();
	return calendar_roll_forward(r->calendar ? r->calendar : &standard, due);
}

static void begin(const struct deadline_rules *r, struct deadline *d, struct date start)
{
	d->start = start;
	d->due = deadline_due(r, d->kind, start, &d->unrolled);
	d->state = date_is_none(start) ? DEADLINE_OFF : DEADLINE_RUNNING;
}

static void met(struct deadline *d, struct date on)
{
	if (d->state != DEADLINE_OFF)
		d->state = DEADLINE_MET;
	d->met_on = on;
}

static void moot(struct deadline *d)
{
	if (d->state == DEADLINE_RUNNING)
		d->state = DEADLINE_MOOT;
}

static void response(const struct deadline_rules *r, const struct deadline_facts *f, struct deadline *d)
{
	begin(r, d, f->issued_on);
	if (!date_is_none(f->response_on))
		met(d, f->response_on);
	else if (f->resolved || f->closed)
		moot(d); /* agreement without a response on file */
}

static void resolution(const struct deadline_rules *r, const struct deadline_facts *f, struct deadline *d)
{
	begin(r, d, f->issued_on);
	if (f->resolved || f->closed)
		met(d, f->resolved_on);
}

/* Final action is all the agency can do; what the oversight body does then is waiting. */
static void final_action(const struct deadline_rules *r, const struct deadline_facts *f, struct deadline *d)
{
	begin(r, d, f->issued_on);
	if (f->reported)
		met(d, f->implemented_on);
	else if (f->closed)
		moot(d);
}

/* The closeout letter tells the oversight body how it stands, as a status update does. */
static void update(const struct deadline_rules *r, const struct deadline_facts *f, struct deadline *d)
{
	struct date start = f->status_update_on;

	if (f->sent && date_cmp(f->closeout_sent_on, start) > 0)
		start = f->closeout_sent_on;
	if (date_is_none(start))
		start = f->resolved_on;
	if (date_is_none(start))
		start = f->issued_on;
	begin(r, d, start);
	if (f->closed)
		moot(d);
	else if (!f->resolved)
		d->state = DEADLINE_OFF;
}

static void closeout_letter(const struct deadline_rules *r, const struct deadline_facts *f,
			    struct deadline *d)
{
	begin(r, d, f->implemented_on);
	if (f->sent)
		met(d, f->closeout_sent_on);
	else if (f->closed)
		moot(d);
	else if (!f->reported)
		d->state = DEADLINE_OFF; /* returned: not implemented after all */
}

static void target(const struct deadline_rules *r, const struct deadline_facts *f, struct deadline *d)
{
	(void)r;
	d->due = date_is_none(f->current_target) ? f->original_target : f->current_target;
	d->unrolled = d->due;
	d->state = date_is_none(d->due) ? DEADLINE_OFF : DEADLINE_RUNNING;
	if (f->reported)
		met(d, f->implemented_on);
	else if (f->closed)
		moot(d);
}

void deadline_all(const struct deadline_rules *r, const struct deadline_facts *f,
		  struct deadline out[DEADLINE_MAX])
{
	static void (*const clocks[DEADLINE_MAX])(const struct deadline_rules *,
						  const struct deadline_facts *, struct deadline *) = {
		[DEADLINE_RESPONSE] = response,
		[DEADLINE_RESOLUTION] = resolution,
		[DEADLINE_FINAL_ACTION] = final_action,
		[DEADLINE_UPDATE] = update,
		[DEADLINE_CLOSEOUT_LETTER] = closeout_letter,
		[DEADLINE_TARGET] = target,
	};

	for (int i = 0; i < DEADLINE_MAX; i++) {
		out[i] = (struct deadline){ .kind = (enum deadline_kind)i, .start = DATE_NONE,
					    .due = DATE_NONE, .unrolled = DATE_NONE, .met_on = DATE_NONE };
		clocks[i](r, f, &out[i]);
	}
}

const struct deadline *deadline_nearest(const struct deadline all[DEADLINE_MAX])
{
	const struct deadline *best = NULL;

	for (int i = 0; i < DEADLINE_MAX; i++)
		if (all[i].state == DEADLINE_RUNNING && (!best || date_cmp(all[i].due, best->due) < 0))
			best = &all[i];
	return best;
}

bool deadline_late(const struct deadline all[DEADLINE_MAX], struct date today)
{
	const struct deadline *d = deadline_nearest(all);

	return d && date_cmp(d->due, today) < 0;
}

/* ---- age ------------------------------------------------------------------------------ */

int64_t deadline_age(const struct deadline_facts *f, struct date today)
{
	struct date end = f->closed && !date_is_none(f->closed_on) ? f->closed_on : today;

	return date_is_none(f->issued_on) ? 0 : (int64_t)end.day - f->issued_on.day;
}

static const struct {
	int64_t up_to;
	const char *label;
} buckets[DEADLINE_BUCKETS] = {
	{ 90, "0-90" }, { 180, "91-180" }, { 365, "181-365" }, { 730, "366-730" }, { INT64_MAX, ">730" },
};

int deadline_bucket(int64_t age)
{
	int i = 0;

	while (age > buckets[i].up_to)
		i++;
	return i;
}

const char *deadline_bucket_label(int bucket)
{
	return buckets[bucket].label;
}

bool deadline_open_longer(const struct deadline_facts *f, int months, struct date today)
{
	return !f->closed && !date_is_none(f->issued_on) &&
	       date_cmp(date_add_months(f->issued_on, months), today) < 0;
}

/* ---- semiannual report ------------------------------------------------------------------ */

static struct date month_end(struct date d)
{
	int year, month;

	date_to_ymd(d, &year, &month, NULL);
	date_from_ymd(year, month, date_days_in_month(year, month), &d);
	return d;
}

/* It is due at the end of the month after the half-year: 30 April and 31 October. */
struct date deadline_semiannual(const struct calendar *c, struct date today, struct date *period_end)
{
	struct date end = month_end(date_add_months(calendar_fiscal_end(c, today), -12)), due;

	for (;;) {
		due = month_end(date_add_months(end, 1));
		if (date_cmp(due, today) >= 0)
			break;
		end = month_end(date_add_months(end, 6));
	}
	if (period_end)
		*period_end = end;
	return due;
}

/* ---- milestones --------------------------------------------------------------------------- */

enum deadline_health deadline_health(const struct deadline_milestone *m, int soon_days, struct date today)
{
	struct date due = date_is_none(m->baseline) ? m->forecast : m->baseline;

	if (m->done)
		return DEADLINE_DONE;
	if (!date_is_none(m->baseline) && date_cmp(today, m->baseline) > 0)
		return DEADLINE_PAST;
	if (m->predecessor_late ||
	    (!date_is_none(m->baseline) && !date_is_none(m->forecast) &&
	     date_cmp(m->forecast, m->baseline) > 0) ||
	    (!m->begun && !date_is_none(due) && date_cmp(due, date_add_days(today, soon_days)) <= 0))
		return DEADLINE_AT_RISK;
	return DEADLINE_ON_TRACK;
}

const char *deadline_health_text(enum deadline_health h)
{
	static const char *const texts[DEADLINE_HEALTH_MAX] = {
		[DEADLINE_DONE] = "DONE",
		[DEADLINE_ON_TRACK] = "ON TRACK",
		[DEADLINE_AT_RISK] = "AT RISK",
		[DEADLINE_PAST] = "LATE",
	};

	return texts[h];
}
