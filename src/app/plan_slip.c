/* SPDX-License-Identifier: MIT */
/*
 * plan_slip.c - how a milestone came to be late: which baseline, extension or other milestone gave which days.
 *
 * What its own later baselines added stands in them. The rest is asked of the schedule:
 * the first cause on the path that decides its date is put back to what was promised,
 * in a scratch copy, and the days the milestone wins by that are its doing. So on with
 * the path that is left.
 */
#include <stdio.h>
#include <string.h>

#include "app/gather.h"
#include "app/plan.h"

#define CAUSES_MAX 4
#define PATH_MAX 64
#define LARGE 2000 /* milestones: beyond, the first cause is given all of it */

struct slip {
	struct app *app;
	const struct plan *p;
	int32_t milestone;
	int promised;  /* index of the newest baseline it stands in */
	int32_t cause; /* the one being told */
	struct arena arena;
	struct buf *out;
	int parts;
};

static int days_between(struct date from, struct date to)
{
	return date_is_none(from) || date_is_none(to) ? 0 : to.day - from.day;
}

static void add_days(struct buf *out, int days)
{
	buf_addf(out, "%d day%s", days < 0 ? -days : days, days == 1 || days == -1 ? "" : "s");
}

/* ", 9 of them from": the first says of what. */
static void add_part(struct slip *s, int days)
{
	buf_addf(s->out, s->parts++ ? ", %d from " : ", %d of them from ", days);
}

/* ---- why the first cause is where it is */

/* The newest extension that was approved of the recommendation it fulfils, where it covers its date. */
static bool add_extension(struct slip *s)
{
	const struct plan_milestone *m = &s->p->milestones[s->cause];
	struct gather_from from = { s->app, s->app->store, s->p->today };
	struct gather_query q = { .entity = ENTITY_EXTENSION, .columns = "ref,from_date,to_date,text,reason_code", .sort = "-ref" };
	struct date on = plan_date(s->p, s->cause);
	struct rows rows;

	if (!*m->fulfils)
		return false;
	q.where = arena_printf(&s->arena, "state:approved recommendation:\"%s\"", m->fulfils);
	if (gather_rows(&from, &q, &s->arena, &rows, NULL) != 0)
		return false;
	for (int i = 0; i < rows.n; i++) {
		const char *why = gather_cell(&rows, i, 3);

		if (date_cmp(gather_date(&rows, i, 1), on) >= 0)
			continue;
		buf_addf(s->out, "extension %d of %s", rows.n - i, m->fulfils);
		buf_addf(s->out, " (%s)", *why ? why : gather_cell(&rows, i, 4));
		return true;
	}
	return false;
}

/* The baseline that moved it after the one that promised. */
static bool add_baseline(struct slip *s)
{
	for (size_t k = s->p->n_baselines; k-- > 0 && (int)k > s->promised;) {
		const struct plan_baseline *b = &s->p->baselines[k];

		if (date_is_none(b->dates[s->cause]))
			continue;
		buf_addf(s->out, "baseline %lld", (long long)b->number);
		if (s->cause != s->milestone)
			buf_addf(s->out, " of %s", s->p->milestones[s->cause].code);
		if (*b->reason)
			buf_addf(s->out, " (%s)", b->reason);
		return true;
	}
	return false;
}

struct teller {
	struct slip *slip;
	const char *field, *word;
	bool changed; /* only what was something else before */
	bool found;
};

/* " (2012-11-20 by planner: the study is late)" */
static bool see_entry(void *data, const struct entry *e)
{
	struct teller *t = data;
	struct change_field *fields;
	int n;

	if (change_read(record_entity(ENTITY_MILESTONE), e->changes, &t->slip->arena, &fields, &n, NULL) != 0)
		return true;
	for (int i = 0; i < n; i++) {
		if (strcmp(fields[i].field->name, t->field) != 0)
			continue;
		t->found = !t->changed || (fields[i].has_old && fields[i].old.kind != VALUE_NONE);
		if (t->found)
			buf_addf(t->slip->out, "the %s of %s (%s by %s%s%s)", t->word,
				 t->slip->p->milestones[t->slip->cause].code, e->effective, e->actor,
				 e->reason ? ": " : "", e->reason ? e->reason : "");
		return false;
	}
	return true;
}

/* Who gave that date or duration, when, and with what reason. */
static bool add_setter(struct slip *s, const char *field, const char *word, bool changed)
{
	struct log_filter f = { .entity = record_entity(ENTITY_MILESTONE), .uid = s->p->milestones[s->cause].uid,
				.from = DATE_NONE, .to = s->p->today, .newest_first = true };
	struct teller t = { .slip = s, .field = field, .word = word, .changed = changed };

	return store_log(s->app->store, &f, see_entry, &t, NULL) == 0 && t.found;
}

static void add_own(struct slip *s, const struct schedule *schedule)
{
	static const struct {
		const char *field, *word;
	} known[SCHEDULE_WHY_MAX] = {
		[SCHEDULE_BY_FORECAST] = { "forecast", "forecast" },
		[SCHEDULE_BY_NOT_BEFORE] = { "not_before", "earliest day" },
		[SCHEDULE_BY_FIXED] = { "fixed_on", "fixed date" },
		[SCHEDULE_BY_ACTUAL] = { "actual", "late completion" },
		[SCHEDULE_BY_PREDECESSOR] = { "duration", "duration" },
	};
	enum schedule_why why = schedule_row(schedule, s->cause)->why;
	const char *code = s->p->milestones[s->cause].code;

	if (why == SCHEDULE_BY_TODAY)
		buf_addf(s->out, "%s, not reached by today", code);
	else if (!known[why].field || !add_setter(s, known[why].field, known[why].word, why == SCHEDULE_BY_PREDECESSOR))
		buf_addf(s->out, "what %s takes and waits for", code);
}

/* ---- asking the schedule */

/* What the promise of the milestone's date reckoned with. */
static struct date promised(const struct slip *s, int32_t milestone)
{
	for (int k = s->promised; k >= 0; k--)
		if (!date_is_none(s->p->baselines[k].dates[milestone]))
			return s->p->baselines[k].dates[milestone];
	return DATE_NONE;
}

/* The first on the path that stands later than was promised; -1: none does. */
static int32_t first_cause(const struct slip *s, const struct schedule *schedule)
{
	int32_t path[PATH_MAX];
	size_t n = schedule_path(schedule, s->milestone, path, PATH_MAX);

	for (size_t i = 0; i < n; i++)
		if (days_between(promised(s, path[i]), schedule_row(schedule, path[i])->early_finish) > 0)
			return path[i];
	return -1;
}

/* The date of the milestone if all causes but one were where they were promised. */
static bool without(const struct slip *s, const struct schedule_edit *edits, size_t n, struct schedule_what_if *out)
{
	return s->p->n <= LARGE && schedule_what_if(s->p->schedule, edits, n, out, NULL) == 0;
}

/* A forecast that holds a date back is taken away; what else is late is put where it was promised. */
static struct schedule_edit put_back(const struct slip *s, const struct schedule *schedule, int32_t cause)
{
	struct schedule_edit e = { .milestone = cause, .kind = SCHEDULE_SET_DATE, .date = promised(s, cause) };
	const struct schedule_row *row = schedule_row(schedule, cause);

	if (row->why == SCHEDULE_BY_FORECAST && !date_is_none(row->needed))
		e.kind = SCHEDULE_DROP_FORECAST;
	else if (date_cmp(row->needed, e.date) > 0)
		e.date = row->needed;
	return e;
}

static void add_causes(struct slip *s, int left)
{
	struct schedule_edit edits[CAUSES_MAX];
	const struct schedule *schedule = s->p->schedule;
	struct schedule_what_if w = { .after = NULL };
	size_t n = 0;

	while (n < CAUSES_MAX && left > 0) {
		int32_t cause = first_cause(s, schedule);
		struct date before = schedule_row(schedule, s->milestone)->early_finish;
		struct schedule_what_if next = { .after = NULL };
		int days = left;

		if (cause < 0)
			break;
		edits[n] = put_back(s, schedule, cause);
		if (schedule_row(schedule, cause)->why == SCHEDULE_BY_TODAY)
			n = CAUSES_MAX; /* nothing puts today back */
		else if (without(s, edits, ++n, &next))
			days = days_between(schedule_row(next.after, s->milestone)->early_finish, before);
		else if (s->p->milestones[cause].flags & PLAN_COMPLETE)
			days = days_between(promised(s, cause), schedule_row(schedule, cause)->early_finish);
		days = days > left ? left : days;
		if (days > 0) {
			add_part(s, days);
			s->cause = cause;
			if (!add_extension(s) && !add_baseline(s))
				add_own(s, schedule);
			left -= days;
		}
		if (!next.after)
			break;
		schedule_what_if_release(&w);
		w = next;
		schedule = w.after;
	}
	if (left > 0 && s->parts)
		buf_addf(s->out, ", %d otherwise", left);
	schedule_what_if_release(&w);
}

/* ---- in words */

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

/* What each later baseline added to the first date that was promised; returns the newest of them. */
static struct date add_baselines(struct slip *s, struct date first)
{
	struct date before = first;

	for (size_t k = 0; k < s->p->n_baselines; k++) {
		const struct plan_baseline *b = &s->p->baselines[k];
		int days = days_between(before, b->dates[s->milestone]);

		if (date_is_none(b->dates[s->milestone]))
			continue;
		before = b->dates[s->milestone];
		s->promised = (int)k;
		if (!days)
			continue;
		add_part(s, days);
		buf_addf(s->out, "baseline %lld", (long long)b->number);
		if (*b->reason)
			buf_addf(s->out, " (%s)", b->reason);
	}
	return before;
}

void plan_slip_words(struct app *a, const struct plan *p, int32_t milestone, struct buf *out)
{
	struct slip s = { .app = a, .p = p, .milestone = milestone, .promised = -1, .arena = ARENA_INIT, .out = out };
	const struct plan_milestone *m = &p->milestones[milestone];
	struct date first = first_date(p, milestone), newest;
	int days = plan_slip_days(p, milestone), since;
	char text[DATE_TEXT];

	if (date_is_none(first)) {
		buf_addf(out, "%s is in no baseline yet", m->code);
		return;
	}
	if (days) {
		buf_addf(out, "%s is ", m->code);
		add_days(out, days);
		buf_adds(out, days > 0 ? " late" : " early");
	} else {
		buf_addf(out, "%s is on its first baseline date, %s", m->code, date_format(first, text));
	}
	newest = add_baselines(&s, first);
	since = days_between(newest, plan_date(p, milestone));
	if (since > 0)
		add_causes(&s, since);
	else if (since && s.parts)
		buf_addf(out, ", %d since", since);
	arena_release(&s.arena);
}
