/* SPDX-License-Identifier: MIT */
/* schedule_help.c - a plan to schedule in tests. */
#include "schedule_help.h"

static const struct sample_milestone {
	const char *name;
	int32_t duration;
	const char *fixed_on, *not_before, *not_after;
	bool pay_period, certifies;
} sample_milestones[19] = {
	{ "M0.1", 0, "2012-12-31", NULL, NULL, false, false },
	{ "M0.2", 13, NULL, NULL, NULL, false, false },
	{ "M1.1", 9, NULL, NULL, NULL, false, false },
	{ "M1.2", 14, NULL, NULL, NULL, false, false },
	{ "M1.3", 10, NULL, NULL, NULL, false, false },
	{ "M1.4", 8, NULL, NULL, NULL, false, false },
	{ "M2.1", 21, NULL, NULL, NULL, false, false },
	{ "M2.2", 10, NULL, NULL, NULL, false, false },
	{ "M2.3", 15, NULL, NULL, NULL, false, false },
	{ "M2.4", 10, NULL, NULL, NULL, false, true },
	{ "M3.1", 20, NULL, "2013-05-10", NULL, false, false },
	{ "M3.2", 9, NULL, NULL, NULL, false, false },
	{ "M3.3", 5, NULL, NULL, NULL, false, false },
	{ "M4.1", 10, NULL, NULL, NULL, true, false },
	{ "M4.2", 1, NULL, NULL, NULL, true, false },
	{ "M4.3", 25, NULL, NULL, NULL, false, false },
	{ "M5.1", 10, NULL, NULL, NULL, false, false },
	{ "M5.2", 4, NULL, NULL, NULL, false, false },
	{ "M5.3", 14, NULL, NULL, "2013-09-30", false, false },
};

const char *const sample_dates[19] = {
	"2012-12-31", "2013-01-18", "2013-02-01", "2013-02-08", "2013-02-15",
	"2013-02-28", "2013-03-29", "2013-04-12", "2013-05-03", "2013-05-24",
	"2013-05-10", "2013-06-07", "2013-06-14", "2013-06-30", "2013-07-14",
	"2013-08-16", "2013-08-30", "2013-09-06", "2013-09-20",
};

static const struct sample_dependency {
	const char *pred, *succ;
	int32_t lag;
	enum schedule_applies applies;
} sample_dependencies[] = {
	{ "M0.1", "M0.2", 0, SCHEDULE_ALWAYS },      { "M0.2", "M1.1", 0, SCHEDULE_ALWAYS },
	{ "M0.2", "M1.2", 0, SCHEDULE_ALWAYS },      { "M1.1", "M1.3", 0, SCHEDULE_ALWAYS },
	{ "M1.1", "M1.4", 0, SCHEDULE_ALWAYS },      { "M1.2", "M1.4", 0, SCHEDULE_ALWAYS },
	{ "M1.3", "M1.4", 0, SCHEDULE_ALWAYS },      { "M1.4", "M2.1", 0, SCHEDULE_ALWAYS },
	{ "M2.1", "M2.2", 0, SCHEDULE_ALWAYS },      { "M2.2", "M2.3", 0, SCHEDULE_ALWAYS },
	{ "M1.3", "M3.1", 0, SCHEDULE_ALWAYS },      { "M2.3", "M2.4", 5, SCHEDULE_ALWAYS },
	{ "M3.1", "M2.4", 0, SCHEDULE_ALWAYS },      { "M2.4", "M3.2", 0, SCHEDULE_ALWAYS },
	{ "M3.2", "M3.3", 0, SCHEDULE_ALWAYS },      { "M3.3", "M4.1", 0, SCHEDULE_ALWAYS },
	{ "M4.1", "M4.2", 0, SCHEDULE_ALWAYS },      { "M4.2", "M4.3", 0, SCHEDULE_ALWAYS },
	{ "M4.3", "M5.1", 0, SCHEDULE_ALWAYS },      { "M5.1", "M5.2", 0, SCHEDULE_ALWAYS },
	{ "M5.1", "M5.3", 0, SCHEDULE_UNLESS_NONE }, { "M0.2", "M5.3", 0, SCHEDULE_IF_NONE },
};

void plan_init(struct plan *p)
{
	*p = (struct plan){ .calendar = calendar_default() };
	p->in = (struct schedule_input){
		.calendar = &p->calendar,
		.milestones = p->milestones,
		.dependencies = p->dependencies,
		.limit = DATE_NONE,
		.start = DATE_NONE,
		.today = DATE_NONE,
	};
}

int32_t plan_add(struct plan *p, const char *name, int32_t duration)
{
	assert_true(p->in.n_milestones < PLAN_MAX);
	p->milestones[p->in.n_milestones] = schedule_milestone(name, duration);
	return (int32_t)p->in.n_milestones++;
}

int32_t plan_at(const struct plan *p, const char *name)
{
	for (size_t i = 0; i < p->in.n_milestones; i++)
		if (!strcmp(p->milestones[i].name, name))
			return (int32_t)i;
	fail_msg("no milestone %s", name);
	return -1;
}

struct schedule_milestone *plan_get(struct plan *p, const char *name)
{
	return &p->milestones[plan_at(p, name)];
}

struct schedule_dependency *plan_tie(struct plan *p, const char *pred, const char *succ)
{
	struct schedule_dependency *d = &p->dependencies[p->in.n_dependencies];

	assert_true(p->in.n_dependencies < PLAN_MAX);
	p->in.n_dependencies++;
	*d = (struct schedule_dependency){ .pred = plan_at(p, pred), .succ = plan_at(p, succ) };
	return d;
}

void plan_sample(struct plan *p)
{
	plan_init(p);
	for (size_t i = 0; i < COUNT(sample_milestones); i++) {
		const struct sample_milestone *from = &sample_milestones[i];
		struct schedule_milestone *m =
			&p->milestones[plan_add(p, from->name, from->duration)];

		m->pay_period = from->pay_period;
		m->certifies = from->certifies;
		if (from->fixed_on)
			m->fixed_on = day(from->fixed_on);
		if (from->not_before)
			m->not_before = day(from->not_before);
		if (from->not_after)
			m->not_after = day(from->not_after);
	}
	for (size_t k = 0; k < COUNT(sample_dependencies); k++) {
		const struct sample_dependency *from = &sample_dependencies[k];
		struct schedule_dependency *d = plan_tie(p, from->pred, from->succ);

		d->lag = from->lag;
		d->applies = from->applies;
	}
	p->in.limit = day("2013-09-30");
}

struct schedule *plan_schedule(const struct plan *p)
{
	struct schedule *s = NULL;
	struct error err = ERROR_INIT;

	if (schedule_new(&p->in, &s, &err))
		fail_msg("%s: %s", err.where, err.why);
	return s;
}

const struct schedule_row *plan_row(const struct plan *p, const struct schedule *s,
				    const char *name)
{
	return schedule_row(s, plan_at(p, name));
}

struct schedule_edit plan_edit(const struct plan *p, const char *name, const char *change)
{
	struct schedule_edit edit = { .milestone = plan_at(p, name) };

	assert_int_equal(schedule_edit_read(change, &edit, NULL), 0);
	return edit;
}

struct schedule_milestone *plan_two(struct plan *p)
{
	plan_add(p, "A", 0);
	plan_add(p, "B", 10);
	plan_tie(p, "A", "B");
	plan_get(p, "A")->fixed_on = day("2013-06-07");
	return plan_get(p, "B");
}
