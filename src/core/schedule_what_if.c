/* SPDX-License-Identifier: MIT */
/*
 * schedule_what_if.c - the same plan with something changed, and what moves.
 */
#include "core/schedule_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define EDIT_SHAPES \
	"write +15d, -2w, +15wd (working days), a date, or =20 (duration in working days)"
#define AMOUNT_MAX 100000

/* ---------------------------------------------------------------- reading an edit */

static const struct edit_unit {
	const char *name;
	enum schedule_edit_kind kind;
	int32_t times;
} edit_units[] = {
	{ "wd", SCHEDULE_SHIFT_WORKING_DAYS, 1 },
	{ "d", SCHEDULE_SHIFT_DAYS, 1 },
	{ "", SCHEDULE_SHIFT_DAYS, 1 },
	{ "w", SCHEDULE_SHIFT_DAYS, 7 },
};

/* Digits only, so that nothing a library takes for a number comes in. */
static const char *read_number(const char *text, int32_t *out)
{
	int32_t number = 0;
	const char *s = text;

	for (; *s >= '0' && *s <= '9'; s++) {
		number = number * 10 + (*s - '0');
		if (number > AMOUNT_MAX)
			return NULL;
	}
	*out = number;
	return s > text ? s : NULL;
}

static bool read_shift(const char *text, struct schedule_edit *edit)
{
	const char *unit;
	int32_t number;

	if (*text != '+' && *text != '-')
		return false;
	unit = read_number(text + 1, &number);
	for (size_t k = 0; unit && k < COUNT(edit_units); k++) {
		if (strcmp(unit, edit_units[k].name))
			continue;
		edit->kind = edit_units[k].kind;
		edit->amount = number * edit_units[k].times * (*text == '-' ? -1 : 1);
		return true;
	}
	return false;
}

static bool read_duration(const char *text, struct schedule_edit *edit)
{
	const char *end;

	if (*text != '=')
		return false;
	end = read_number(text + 1, &edit->amount);
	edit->kind = SCHEDULE_SET_DURATION;
	return end && (!*end || !strcmp(end, "wd"));
}

int schedule_edit_read(const char *text, struct schedule_edit *out, struct error *err)
{
	struct schedule_edit edit = { .date = DATE_NONE };

	if (!read_shift(text, &edit) && !read_duration(text, &edit)) {
		edit.kind = SCHEDULE_SET_DATE;
		if (!date_parse_iso(text, strlen(text), &edit.date))
			return error_set(err, FAIL_USAGE, "cannot read the change", NULL,
					 EDIT_SHAPES,
					 "\"%s\" is neither a shift nor a date nor a duration",
					 text);
	}
	edit.milestone = out->milestone;
	*out = edit;
	return FAIL_NONE;
}

/* ---------------------------------------------------------------- applying edits */

static int refuse(const struct schedule *s, int32_t i, struct error *err)
{
	char text[DATE_TEXT];

	if (!schedule_counts(s, i))
		return error_set(err, FAIL_NO, "what if", schedule_name(s, i),
				 "choose another milestone", "it is cancelled");
	return error_set(err, FAIL_NO, "what if", schedule_name(s, i),
			 "choose a milestone that is not complete", "it was reached on %s",
			 date_format(s->rows[i].early_finish, text));
}

static int set_date(const struct schedule *s, struct schedule *after, int32_t i, struct date on)
{
	struct schedule_given *given = &after->given[i];

	given->on = on;
	given->pulled = 0;
	given->exact = schedule_pinned(s, i);
	if (given->exact || date_cmp(on, s->rows[i].early_finish) >= 0)
		return FAIL_NONE;
	given->exact = true;
	given->pulled = (int32_t)(workdays_upto(s->days, s->rows[i].early_finish.day) -
				  workdays_upto(s->days, on.day));
	return FAIL_NONE;
}

static struct date settled(const struct schedule *s, int32_t i, struct date on)
{
	return (struct date){ .day = schedule_settle_up(s, i, on.day) };
}

static int shift_days(const struct schedule *s, struct schedule *after,
		      const struct schedule_edit *e, struct error *err)
{
	struct date on = date_add_days(s->rows[e->milestone].early_finish, e->amount);

	(void)err;
	return set_date(s, after, e->milestone, settled(s, e->milestone, on));
}

static int shift_working_days(const struct schedule *s, struct schedule *after,
			      const struct schedule_edit *e, struct error *err)
{
	struct date on = s->rows[e->milestone].early_finish;

	(void)err;
	if (e->amount)
		on = settled(s, e->milestone,
			     (struct date){ .day = workdays_add(s->days, on.day, e->amount) });
	return set_date(s, after, e->milestone, on);
}

static int set_given_date(const struct schedule *s, struct schedule *after,
			  const struct schedule_edit *e, struct error *err)
{
	struct date on = settled(s, e->milestone, e->date);

	if (date_is_none(on))
		return error_set(err, FAIL_DATA, "what if", schedule_name(s, e->milestone), NULL,
				 "there is no date to set");
	if (s->milestones[e->milestone].pay_period && date_cmp(on, e->date))
		return schedule_check_date(s, e->milestone, e->date, err);
	return set_date(s, after, e->milestone, on);
}

static int set_duration(const struct schedule *s, struct schedule *after,
			const struct schedule_edit *e, struct error *err)
{
	const char *name = schedule_name(s, e->milestone);
	char text[DATE_TEXT];

	if (e->amount < 0 || e->amount > SCHEDULE_DURATION_MAX)
		return error_set(err, FAIL_DATA, "what if", name, "give working days in that range",
				 "a duration of %d is not between 0 and %d", (int)e->amount,
				 SCHEDULE_DURATION_MAX);
	if (schedule_pinned(s, e->milestone))
		return error_set(err, FAIL_NO, "what if", name, "shift the date instead",
				 "its date %s is given, not counted from its duration",
				 date_format(s->rows[e->milestone].early_finish, text));
	after->milestones[e->milestone].duration = e->amount;
	return FAIL_NONE;
}

static int set_gate(const struct schedule *s, struct schedule *after, const struct schedule_edit *e,
		    struct error *err)
{
	(void)s;
	if (e->amount < 0 || e->amount >= SCHEDULE_GATE_MAX)
		return error_set(err, FAIL_DATA, "what if", "gate outcome", NULL,
				 "%d is no outcome", (int)e->amount);
	after->gate = (enum schedule_gate)e->amount;
	return FAIL_NONE;
}

static int drop_forecast(const struct schedule *s, struct schedule *after, const struct schedule_edit *e,
			 struct error *err)
{
	(void)s;
	(void)err;
	after->given[e->milestone].free = true;
	after->milestones[e->milestone].forecast = DATE_NONE;
	return FAIL_NONE;
}

static int (*const edit_verbs[SCHEDULE_EDIT_MAX])(const struct schedule *, struct schedule *,
						  const struct schedule_edit *, struct error *) = {
	[SCHEDULE_SHIFT_DAYS] = shift_days,   [SCHEDULE_SHIFT_WORKING_DAYS] = shift_working_days,
	[SCHEDULE_SET_DATE] = set_given_date, [SCHEDULE_SET_DURATION] = set_duration,
	[SCHEDULE_SET_GATE] = set_gate,	      [SCHEDULE_DROP_FORECAST] = drop_forecast,
};

static int apply(const struct schedule *s, struct schedule *after, const struct schedule_edit *e,
		 struct error *err)
{
	if (e->kind != SCHEDULE_SET_GATE) {
		if (e->milestone < 0 || (size_t)e->milestone >= s->n)
			return error_set(err, FAIL_BUG, "what if", NULL, "report this",
					 "milestone %d is not in the plan", (int)e->milestone);
		if (!schedule_counts(s, e->milestone) ||
		    s->milestones[e->milestone].status == SCHEDULE_DONE)
			return refuse(s, e->milestone, err);
	}
	return edit_verbs[e->kind](s, after, e, err);
}

/* ---------------------------------------------------------------- what moves */

static struct schedule_move move_of(const struct schedule *s, const struct schedule *after,
				    int32_t i)
{
	const struct schedule_row *was = &s->rows[i], *is = &after->rows[i];
	struct schedule_move m = { .milestone = i,
				   .from = was->early_finish,
				   .to = is->early_finish,
				   .needed = is->needed,
				   .skipped = DATE_NONE };
	int32_t pay_days = s->days->calendar.pay_days;

	if (date_cmp(after->given[i].on, m.needed) > 0)
		m.needed = after->given[i].on;
	if (!was->counts || !is->counts)
		return m;
	m.days = m.to.day - m.from.day;
	m.working_days =
		(int32_t)(workdays_upto(s->days, m.to.day) - workdays_upto(s->days, m.from.day));
	if (s->milestones[i].pay_period && pay_days > 0 && m.days >= pay_days) {
		m.n_skipped = m.days / pay_days;
		m.skipped = date_add_days(m.to, -pay_days);
	}
	return m;
}

static void list_moves(const struct schedule *s, const struct schedule_edit *edits, size_t n,
		       struct schedule_what_if *w)
{
	bool *edited = mem_alloc(s->n + 1);
	size_t cap = 0;

	for (size_t k = 0; k < n; k++)
		if (edits[k].kind != SCHEDULE_SET_GATE)
			edited[edits[k].milestone] = true;
	for (size_t i = 0; i < s->n; i++) {
		const struct schedule_row *was = &s->rows[i], *is = &w->after->rows[i];

		if (!edited[i] && was->counts == is->counts &&
		    !date_cmp(was->early_finish, is->early_finish))
			continue;
		MEM_GROW(w->moves, cap, w->n_moves + 1);
		w->moves[w->n_moves++] = move_of(s, w->after, (int32_t)i);
	}
	free(edited);
}

/* What was not broken before, by kind and milestone; the plan has one limit. */
static void mark_fresh(const struct schedule *s, struct schedule *after)
{
	unsigned *before = mem_alloc((s->n + 1) * sizeof *before);

	for (size_t k = 0; k < s->n_broken; k++) {
		const struct schedule_limit *l = &s->broken[k].limit;

		before[l->kind == SCHEDULE_LIMIT_PLAN ? (int32_t)s->n : l->milestone] |= 1u
											 << l->kind;
	}
	for (size_t k = 0; k < after->n_broken; k++) {
		const struct schedule_limit *l = &after->broken[k].limit;
		int32_t at = l->kind == SCHEDULE_LIMIT_PLAN ? (int32_t)s->n : l->milestone;

		after->broken[k].fresh = !(before[at] & 1u << l->kind);
	}
	free(before);
}

static void compare_finish(const struct schedule *s, struct schedule_what_if *w)
{
	const struct schedule_health *was = &s->health, *is = &w->after->health;
	struct schedule_move *m = &w->finish;

	*m = (struct schedule_move){ .milestone = is->finish_milestone,
				     .from = was->finish,
				     .to = is->finish,
				     .needed = is->finish,
				     .skipped = DATE_NONE };
	if (date_is_none(m->from) || date_is_none(m->to))
		return;
	m->days = m->to.day - m->from.day;
	m->working_days =
		(int32_t)(workdays_upto(s->days, m->to.day) - workdays_upto(s->days, m->from.day));
	if (was->finish_float != SCHEDULE_NO_FLOAT_LIMIT)
		w->float_used = was->finish_float - is->finish_float;
	else if (was->float_left != SCHEDULE_NO_FLOAT_LIMIT &&
		 is->float_left != SCHEDULE_NO_FLOAT_LIMIT)
		w->float_used = was->float_left - is->float_left;
}

int schedule_what_if(const struct schedule *s, const struct schedule_edit *edits, size_t n,
		     struct schedule_what_if *out, struct error *err)
{
	struct schedule_what_if w = { .after = schedule_copy(s) };
	int fail = FAIL_NONE;

	/* A forecast that says what the durations say anyway is no wish of its own. */
	for (size_t i = 0; i < s->n; i++)
		w.after->given[i].free = s->rows[i].why != SCHEDULE_BY_FORECAST;
	for (size_t k = 0; !fail && k < n; k++)
		fail = apply(s, w.after, &edits[k], err);
	if (!fail)
		fail = schedule_compute(w.after, err);
	if (fail) {
		schedule_what_if_release(&w);
		return fail;
	}
	list_moves(s, edits, n, &w);
	mark_fresh(s, w.after);
	compare_finish(s, &w);
	*out = w;
	return FAIL_NONE;
}

void schedule_what_if_release(struct schedule_what_if *w)
{
	schedule_free(w->after);
	free(w->moves);
	*w = (struct schedule_what_if){ .after = NULL };
}
