/* SPDX-License-Identifier: MIT */
/*
 * overview_page.c - how things stand, as a page of figures: one column, or two where it is wide.
 *
 * Every number leads to the list that it counts.
 */
#include <stdio.h>
#include <string.h>

#include "app/overview.h"
#include "app/page.h"
#include "base/utf8.h"

#define BAR_CELLS 40
#define WIDE_COLS 118 /* from here the figures stand in two columns */
#define LEFT_COLS 68
#define GAP       3

/* Where the next row goes. */
struct place {
	struct figures *f;
	struct overview *o;
	int row, col, cols;
};

static void heading(struct place *c, const char *text)
{
	if (c->row)
		c->row++;
	figures_heading(c->f, c->row++, c->col, c->cols, text);
}

static void lead(struct place *c, enum entity_id e, const char *query)
{
	figures_lead(c->f, record_entity(e), query, NULL, DATE_NONE);
}

/* ---- who, when ------------------------------------------------------------------------- */

static void head(struct app *a, struct place *c)
{
	static const char *const kinds[] = { "personal", "shared", "sample records" };
	const char *title = *a->title ? a->title : "closeout";
	AUTOBUF line = BUF_INIT;
	char day[DATE_TEXT];

	buf_adds(&line, title);
	if (!utf8_contains(title, kinds[a->kind]))
		buf_addf(&line, " (%s)", kinds[a->kind]);
	figures_text(c->f, c->row++, c->col, c->cols, PAINT_STRONG, line.s);
	buf_clear(&line);
	buf_addf(&line, "%s %s%s, %s (%s)", date_weekday_name(date_weekday(c->o->today)), date_format(c->o->today, day),
		 date_cmp(c->o->today, a->today) == 0 && a->today_is_real ? "" : " (not the real day)", a->user,
		 role_label(a->role));
	figures_text(c->f, c->row++, c->col, c->cols, PAINT_TEXT, line.s);
}

/* ---- reports ------------------------------------------------------------------------------ */

/* Columns from the left edge; the bar takes what is left between the closed and the open ones. */
enum { AT_REF = 2, AT_ISSUED = 15, AT_STATED = 26, AT_ROWS = 33, AT_CLOSED = 42, AT_OPEN = 54, AT_DUE = 60 };

static void report_heads(struct place *c)
{
	static const struct {
		int at, cols;
		bool right;
		const char *text;
	} heads[] = {
		{ AT_REF, 12, false, "Report" },    { AT_ISSUED, 10, false, "Issued" }, { AT_STATED, 6, true, "Stated" },
		{ AT_ROWS, 8, true, "On file" },    { AT_CLOSED, 10, true, "Closed" },  { AT_OPEN, 4, true, "Open" },
		{ AT_DUE, 10, false, "Next due" },
	};

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		figures_text(c->f, c->row, c->col + heads[i].at, heads[i].cols, PAINT_LABEL, heads[i].text)
			->right = heads[i].right;
	c->row++;
}

/* "11 of 13", and the open ones. */
static void closed_and_open(struct place *c, int64_t closed, int64_t rows, int64_t open, const char *which)
{
	char query[96];

	figures_text(c->f, c->row, c->col + AT_CLOSED, 10, rows && closed == rows ? PAINT_CLOSED : PAINT_TEXT,
		     arena_printf(&c->o->arena, "%lld of %lld", (long long)closed, (long long)rows))
		->right = true;
	snprintf(query, sizeof query, "is:closed%s", which);
	lead(c, ENTITY_RECOMMENDATION, query);
	figures_number(c->f, c->row, c->col + AT_OPEN, 4, open ? PAINT_OPEN : PAINT_DIM, open);
	snprintf(query, sizeof query, "is:open%s", which);
	lead(c, ENTITY_RECOMMENDATION, query);
}

static void report_row(struct place *c, const struct overview_report *r)
{
	char which[80];

	snprintf(which, sizeof which, " report:%s", r->ref);
	figures_text(c->f, c->row, c->col + AT_REF, 12, PAINT_TEXT, r->ref);
	figures_lead(c->f, record_entity(ENTITY_REPORT), NULL, r->ref, DATE_NONE);
	figures_text(c->f, c->row, c->col + AT_ISSUED, 10, PAINT_TEXT, r->issued_on);
	figures_number(c->f, c->row, c->col + AT_STATED, 6, r->stated == r->rows ? PAINT_DIM : PAINT_ERROR, r->stated);
	figures_number(c->f, c->row, c->col + AT_ROWS, 8, PAINT_TEXT, r->rows);
	lead(c, ENTITY_RECOMMENDATION, which + 1);
	closed_and_open(c, r->closed, r->rows, r->open, which);
	if (r->due)
		figures_text(c->f, c->row, c->col + AT_DUE, 10, PAINT_TEXT, r->due);
	c->row++;
}

/* Where a report states more than there are on record, or fewer. */
static void differences(struct place *c)
{
	AUTOBUF line = BUF_INIT;

	for (int i = 0; i < c->o->n_reports; i++) {
		buf_clear(&line);
		if (overview_difference(&c->o->reports[i], &line))
			c->row += figures_wrapped(c->f, c->row, c->col + 2, c->cols - 3, PAINT_ERROR, line.s);
	}
}

static void series(struct place *c)
{
	AUTOBUF line = BUF_INIT;

	for (int i = 0; i < c->o->n_series; i++) {
		const struct overview_series *s = &c->o->series[i];

		if (s->stated < 0 || !s->newest)
			continue;
		buf_clear(&line);
		buf_addf(&line, "%s states %lld earlier recommendations, %lld closed; on record %lld, %lld closed: %s.",
			 s->newest, (long long)s->stated, (long long)s->stated_closed, (long long)s->rows,
			 (long long)s->closed, s->agrees ? "agrees" : "DIFFERS");
		c->row += figures_wrapped(c->f, c->row, c->col + 2, c->cols - 3,
					  s->agrees ? PAINT_TEXT : PAINT_ERROR, line.s);
	}
}

static void reports(struct place *c)
{
	heading(c, "Recommendations by report");
	if (!c->o->n_reports) {
		figures_text(c->f, c->row++, c->col + 2, c->cols - 2, PAINT_DIM, "none on record; view 1, then n adds a report");
		return;
	}
	report_heads(c);
	for (int i = 0; i < c->o->n_reports; i++)
		report_row(c, &c->o->reports[i]);
	figures_text(c->f, c->row, c->col + AT_REF, 12, PAINT_STRONG, "Total");
	figures_number(c->f, c->row, c->col + AT_STATED, 6, PAINT_DIM, c->o->stated);
	figures_number(c->f, c->row, c->col + AT_ROWS, 8, PAINT_TEXT, c->o->rows);
	lead(c, ENTITY_RECOMMENDATION, "");
	closed_and_open(c, c->o->closed, c->o->rows, c->o->open, "");
	c->row++;
	differences(c);
	series(c);
}

/* ---- bars ------------------------------------------------------------------------------------ */

static int bar_cells(const struct place *c)
{
	int room = c->cols - 24;

	return room > BAR_CELLS ? BAR_CELLS : room > 4 ? room : 4;
}

static int cells_for(const struct place *c, int64_t most)
{
	return most < bar_cells(c) ? (int)most : bar_cells(c);
}

static void ages(struct place *c)
{
	int64_t most = 1;

	if (!c->o->open)
		return;
	heading(c, "Open by age");
	for (int i = 0; i < OVERVIEW_AGES; i++)
		most = c->o->age[i] > most ? c->o->age[i] : most;
	for (int i = 0; i < OVERVIEW_AGES; i++, c->row++) {
		char query[64];

		figures_text(c->f, c->row, c->col + 2, 13, PAINT_TEXT, overview_age_names[i]);
		figures_number(c->f, c->row, c->col + 15, 5, c->o->age[i] ? PAINT_TEXT : PAINT_DIM, c->o->age[i]);
		lead(c, ENTITY_RECOMMENDATION, overview_age_query(i, query));
		figures_bar(c->f, c->row, c->col + 22, cells_for(c, most), c->o->age[i], most, false);
	}
}

static void over_time(struct place *c)
{
	int64_t most = 1;

	if (!c->o->n_ends)
		return;
	heading(c, "Open over time");
	for (int i = 0; i < c->o->n_ends; i++)
		most = c->o->ends[i].open > most ? c->o->ends[i].open : most;
	for (int i = 0; i < c->o->n_ends; i++, c->row++) {
		const struct overview_end *e = &c->o->ends[i];
		bool now = i + 1 == c->o->n_ends;
		char day[DATE_TEXT];

		figures_text(c->f, c->row, c->col + 2, 13, now ? PAINT_STRONG : PAINT_TEXT, date_format(e->on, day));
		figures_number(c->f, c->row, c->col + 15, 5, PAINT_TEXT, e->open);
		figures_lead(c->f, record_entity(ENTITY_RECOMMENDATION), "is:open", NULL, now ? DATE_NONE : e->on);
		figures_bar(c->f, c->row, c->col + 22, cells_for(c, most), e->open, most, false);
	}
}

/* ---- what comes, the plan, what needs a look ------------------------------------------------------ */

static void deadlines(struct place *c)
{
	if (!c->o->n_deadlines)
		return;
	heading(c, "Next deadlines");
	for (int i = 0; i < c->o->n_deadlines; i++, c->row++) {
		const struct overview_deadline *d = &c->o->deadlines[i];
		bool late = d->days < 0;

		figures_text(c->f, c->row, c->col + 2, 10, PAINT_TEXT, d->due);
		figures_text(c->f, c->row, c->col + 13, 10, late ? PAINT_LATE : PAINT_DIM,
			     arena_printf(&c->o->arena, late ? "LATE %lld d" : "%lld d",
					  (long long)(late ? -d->days : d->days)))->right = true;
		figures_text(c->f, c->row, c->col + 25, 14, PAINT_TEXT, d->ref);
		figures_lead(c->f, d->entity, NULL, d->ref, DATE_NONE);
		if (c->cols > 50)
			figures_text(c->f, c->row, c->col + 41, c->cols - 42, PAINT_DIM, d->what);
	}
}

static void plan_dates(struct place *c, const struct overview_plan *plan)
{
	AUTOBUF line = BUF_INIT;
	bool late = plan->slack < 0;

	if (!plan->finish)
		return;
	buf_addf(&line, "finish %s", plan->finish);
	if (plan->limit)
		buf_addf(&line, ", limit %s: %s%lld days %s", plan->limit, late ? "LATE, " : "",
			 (long long)(late ? -plan->slack : plan->slack), late ? "after it" : "left");
	c->row += figures_wrapped(c->f, c->row, c->col + 2, c->cols - 3, late ? PAINT_LATE : PAINT_TEXT, line.s);
}

static void plans(struct place *c)
{
	char query[96];

	if (!c->o->n_plans)
		return;
	heading(c, "Plan");
	for (int i = 0; i < c->o->n_plans; i++) {
		const struct overview_plan *plan = &c->o->plans[i];

		figures_text(c->f, c->row, c->col + 2, 16, PAINT_TEXT, plan->ref);
		figures_lead(c->f, record_entity(ENTITY_PLAN), NULL, plan->ref, DATE_NONE);
		figures_text(c->f, c->row, c->col + 19, 8, PAINT_TEXT,
			     arena_printf(&c->o->arena, "%lld of %lld", (long long)plan->complete,
					  (long long)plan->milestones))->right = true;
		snprintf(query, sizeof query, "plan:%s state:complete", plan->ref);
		lead(c, ENTITY_MILESTONE, query);
		figures_text(c->f, c->row, c->col + 28, 8, PAINT_TEXT, "complete");
		figures_number(c->f, c->row, c->col + 37, 3, plan->late ? PAINT_LATE : PAINT_DIM, plan->late);
		snprintf(query, sizeof query, "plan:%s is:late", plan->ref);
		lead(c, ENTITY_MILESTONE, query);
		figures_text(c->f, c->row, c->col + 41, 4, plan->late ? PAINT_LATE : PAINT_DIM, plan->late ? "LATE" : "late");
		if (c->cols >= 68)
			figures_bar(c->f, c->row, c->col + 47, 20, plan->complete, plan->milestones, true);
		c->row++;
		plan_dates(c, plan);
	}
}

static void problems(struct place *c)
{
	heading(c, "To look at");
	if (!c->o->n_problems)
		figures_text(c->f, c->row++, c->col + 2, c->cols - 2, PAINT_DIM, "nothing");
	for (int i = 0; i < c->o->n_problems; i++, c->row++) {
		const struct overview_problem *b = &c->o->problems[i];

		figures_number(c->f, c->row, c->col + 2, 5, PAINT_WARNING, b->count);
		figures_lead(c->f, b->entity, b->query, NULL, DATE_NONE);
		figures_text(c->f, c->row, c->col + 9, 28, PAINT_TEXT, b->what);
		if (c->cols > 60)
			figures_text(c->f, c->row, c->col + 38, c->cols - 39, PAINT_DIM,
				     arena_printf(&c->o->arena, "list %s %s", b->entity->plural, b->query));
	}
}

void overview_figures(struct app *a, struct overview *o, int cols, bool with_head, struct figures *f)
{
	bool wide = cols >= WIDE_COLS;
	int left_cols = wide ? (cols * 4 / 7 > LEFT_COLS ? cols * 4 / 7 : LEFT_COLS) : cols;
	struct place left = { f, o, 0, 0, left_cols };
	struct place right = { f, o, 0, left_cols + GAP, cols - left_cols - GAP };
	struct place *second = wide ? &right : &left;

	if (with_head)
		head(a, &left);
	reports(&left);
	if (!wide)
		problems(&left);
	ages(&left);
	over_time(&left);
	deadlines(second);
	plans(second);
	if (wide)
		problems(second);
}

int overview_write(struct app *a, struct date as_of, struct output *out, struct error *err)
{
	struct overview o;
	struct figures f;
	struct page p;
	int failed = overview_read(a, as_of, &o, err);

	if (failed)
		return failed;
	page_init(&p, 0);
	figures_init(&f, &o.arena);
	overview_figures(a, &o, PAGE_WIDTH, true, &f);
	figures_write(&f, out->sink.ascii, &p.text);
	failed = page_write(&p, &out->sink.target, &out->reader_gone, err);
	page_release(&p);
	figures_release(&f);
	overview_release(&o);
	return failed;
}
