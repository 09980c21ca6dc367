/* SPDX-License-Identifier: MIT */
/* overview_page.c - how things stand, as a page of 80 columns. */
#include <stdio.h>
#include <string.h>

#include "app/overview.h"
#include "app/page.h"

#define BAR_CELLS 40

static const char *text(struct overview *o, int64_t n)
{
	return arena_printf(&o->arena, "%lld", (long long)n);
}

static void head(struct app *a, struct overview *o, struct page *p)
{
	static const char *const kinds[] = { "personal", "shared", "sample records" };
	AUTOBUF line = BUF_INIT;
	char day[DATE_TEXT];

	buf_addf(&line, "%s (%s)", *a->title ? a->title : "closeout", kinds[a->kind]);
	page_text(p, 0, line.s);
	buf_clear(&line);
	buf_addf(&line, "%s %s%s, %s (%s)", date_weekday_name(date_weekday(o->today)), date_format(o->today, day),
		 date_cmp(o->today, a->today) == 0 && a->today_is_real ? "" : " (not the real day)", a->user,
		 role_label(a->role));
	page_text(p, 0, line.s);
}

static void report_row(struct page *p, const char *ref, const char *issued, const char *stated, const char *rows,
		       const char *open, const char *closed, const char *due)
{
	const struct page_cell cells[] = {
		{ 14, ref }, { 10, issued }, { -6, stated }, { -9, rows }, { -5, open }, { -6, closed }, { 0, due },
	};

	page_row(p, 2, cells, sizeof cells / sizeof *cells);
}

static void reports(struct overview *o, struct page *p)
{
	page_heading(p, "Recommendations by report");
	if (!o->n_reports) {
		page_text(p, 2, "none on record; closeout add report ... adds one");
		return;
	}
	report_row(p, "Report", "Issued", "Stated", "On record", "Open", "Closed", "Next due");
	for (int i = 0; i < o->n_reports; i++) {
		const struct overview_report *r = &o->reports[i];

		report_row(p, r->ref, r->issued_on, text(o, r->stated), text(o, r->rows), text(o, r->open),
			   text(o, r->closed), r->due);
	}
	report_row(p, "Total", "", text(o, o->stated), text(o, o->rows), text(o, o->open), text(o, o->closed), "");
}

static void series(struct overview *o, struct page *p)
{
	AUTOBUF line = BUF_INIT;

	for (int i = 0; i < o->n_series; i++) {
		const struct overview_series *s = &o->series[i];

		if (s->stated < 0 || !s->newest)
			continue;
		buf_clear(&line);
		buf_addf(&line, "%s states %lld earlier recommendations, %lld closed; on record %lld, %lld closed: %s.",
			 s->newest, (long long)s->stated, (long long)s->stated_closed, (long long)s->rows,
			 (long long)s->closed, s->agrees ? "agrees" : "DIFFERS");
		page_text(p, 2, line.s);
	}
}

static void ages(struct overview *o, struct page *p)
{
	int64_t most = 1;
	AUTOBUF bar = BUF_INIT;

	if (!o->open)
		return;
	page_heading(p, "Open by age");
	for (int i = 0; i < OVERVIEW_AGES; i++)
		most = o->age[i] > most ? o->age[i] : most;
	for (int i = 0; i < OVERVIEW_AGES; i++) {
		int64_t bars = most > BAR_CELLS ? o->age[i] * BAR_CELLS / most : o->age[i];

		buf_clear(&bar);
		buf_pad(&bar, '#', (size_t)bars);
		const struct page_cell cells[] = {
			{ 14, overview_age_names[i] }, { -4, text(o, o->age[i]) }, { 0, bar.s },
		};

		page_row(p, 2, cells, 3);
	}
}

static void deadlines(struct overview *o, struct page *p)
{
	AUTOBUF days = BUF_INIT;

	if (!o->n_deadlines)
		return;
	page_heading(p, "Next deadlines");
	for (int i = 0; i < o->n_deadlines; i++) {
		const struct overview_deadline *d = &o->deadlines[i];

		buf_clear(&days);
		if (d->days < 0)
			buf_addf(&days, "LATE %lld d", -(long long)d->days);
		else
			buf_addf(&days, "%lld d", (long long)d->days);
		const struct page_cell cells[] = {
			{ 10, d->due }, { -10, days.s }, { 14, d->ref }, { 0, d->what },
		};

		page_row(p, 2, cells, 4);
	}
}

static void plans(struct overview *o, struct page *p)
{
	AUTOBUF line = BUF_INIT;

	if (!o->n_plans)
		return;
	page_heading(p, "Plan");
	for (int i = 0; i < o->n_plans; i++) {
		const struct overview_plan *plan = &o->plans[i];

		buf_clear(&line);
		buf_addf(&line, "%s: %lld of %lld milestones complete", plan->ref, (long long)plan->complete,
			 (long long)plan->milestones);
		if (plan->finish)
			buf_addf(&line, ", finish %s", plan->finish);
		if (plan->finish && plan->limit)
			buf_addf(&line, ", limit %s: %s%lld days %s", plan->limit, plan->slack < 0 ? "LATE, " : "",
				 (long long)(plan->slack < 0 ? -plan->slack : plan->slack),
				 plan->slack < 0 ? "after it" : "left");
		page_text(p, 2, line.s);
	}
}

static void problems(struct overview *o, struct page *p)
{
	AUTOBUF show = BUF_INIT;

	page_heading(p, "To look at");
	if (!o->n_problems)
		page_text(p, 2, "nothing");
	for (int i = 0; i < o->n_problems; i++) {
		const struct overview_problem *b = &o->problems[i];

		buf_clear(&show);
		buf_addf(&show, "list %s %s", b->entity, b->query);
		page_row(p, 2, (struct page_cell[]){ { -3, text(o, b->count) }, { 22, b->what }, { 0, show.s } }, 3);
	}
}

int overview_write(struct app *a, struct date as_of, struct output *out, struct error *err)
{
	struct overview o;
	struct page p;
	int failed = overview_read(a, as_of, &o, err);

	if (failed)
		return failed;
	page_init(&p, out->sink.width ? out->sink.width : PAGE_WIDTH);
	head(a, &o, &p);
	reports(&o, &p);
	series(&o, &p);
	ages(&o, &p);
	deadlines(&o, &p);
	plans(&o, &p);
	problems(&o, &p);
	failed = page_write(&p, &out->sink.target, &out->reader_gone, err);
	page_release(&p);
	overview_release(&o);
	return failed;
}
