/* SPDX-License-Identifier: MIT */
/* report_plan.c - printed reports: how milestones stand, and their chart. */
#include <stdio.h>
#include <string.h>

#include "app/gantt.h"
#include "app/report_private.h"

/* ---- milestone-status */

static const struct sink_column milestone_columns[] = {
	{ "milestone", "ID", SINK_TYPE_TEXT },	       { "title", "Title", SINK_TYPE_TEXT },
	{ "owner", "Owner", SINK_TYPE_TEXT },	       { "baseline", "Baseline", SINK_TYPE_DATE },
	{ "baseline_no", "In", SINK_TYPE_TEXT },       { "forecast", "Forecast", SINK_TYPE_DATE },
	{ "actual", "Actual", SINK_TYPE_DATE },	       { "slip", "Slip", SINK_TYPE_INT },
	{ "state", "State", SINK_TYPE_TEXT },	       { "health", "Health", SINK_TYPE_TEXT },
	{ "blocker", "Blocker", SINK_TYPE_TEXT },      { "approved_by", "Approved by", SINK_TYPE_TEXT },
	{ "approved_on", "On", SINK_TYPE_DATE },
};

/* The newest decision in favour of each milestone; without one, who froze its baseline. */
struct approvals {
	struct rows rows;
};

static int read_approvals(struct report *r, struct approvals *out, struct error *err)
{
	struct gather_from from = { .app = r->app, .today = r->plan.today };
	struct gather_query q = { .entity = ENTITY_APPROVAL, .columns = "subject,decided_by,decided_on",
				  .where = "decision:approve", .sort = "-number" };
	int failed = listing_store(r->app, r->ask->as_of, DATE_NONE, &from.store, err);

	if (!failed)
		failed = gather_rows(&from, &q, &r->arena, &out->rows, err);
	if (from.store != r->app->store)
		store_close(from.store);
	return failed;
}

static void approved(const struct report *r, const struct approvals *a, const struct plan_milestone *m, const char **by,
		     struct date *on)
{
	for (int i = 0; i < a->rows.n; i++)
		if (strcmp(gather_cell(&a->rows, i, 0), m->ref) == 0) {
			*by = gather_cell(&a->rows, i, 1);
			*on = gather_date(&a->rows, i, 2);
			return;
		}
	if (m->baseline_at < 0)
		return;
	*by = r->plan.baselines[m->baseline_at].approved_by;
	*on = r->plan.baselines[m->baseline_at].frozen_on;
}

static void milestone_row(struct report *r, const struct approvals *a, int32_t i)
{
	const struct plan_milestone *m = &r->plan.milestones[i];
	const struct schedule_row *row = schedule_row(r->plan.schedule, i);
	bool frozen = m->baseline_at >= 0;
	struct date on = DATE_NONE;
	const char *by = "";

	approved(r, a, m, &by, &on);
	report_row(r, (const char *const[]){
			      m->code, m->title, m->owner_office,
			      report_date(r, frozen ? m->baseline : m->forecast),
			      frozen ? arena_printf(&r->arena, "B%lld", (long long)r->plan.baselines[m->baseline_at].number)
				     : "proposed",
			      report_date(r, plan_date(&r->plan, i)), report_date(r, m->actual),
			      frozen && row->counts ? report_number(r, row->slip) : "", m->state,
			      plan_health_word(&r->plan, i), m->blocker, by, report_date(r, on) });
}

static void plan_head(struct report *r)
{
	const struct plan *p = &r->plan;
	int32_t gate = plan_next_gate(p);
	int counting = (int)p->n - p->n_cancelled;
	char text[DATE_TEXT];
	AUTOBUF words = BUF_INIT;

	report_field(&r->head, "Plan", "%s: %s", p->ref, p->title);
	if (p->n_baselines)
		report_field(&r->head, "Version", "%s, newest baseline %s frozen on %s", p->state,
			     p->baselines[p->n_baselines - 1].ref,
			     date_format(p->baselines[p->n_baselines - 1].frozen_on, text));
	else
		report_field(&r->head, "Version", "%s, no baseline is frozen", p->state);
	report_field(&r->head, "Complete", "%d of %d, %d %%", p->n_complete, counting,
		     counting ? p->n_complete * 100 / counting : 0);
	if (gate >= 0)
		report_field(&r->head, "Next gate", "%s, %s on %s: %s", p->milestones[gate].gate, p->milestones[gate].code,
			     date_format(plan_date(p, gate), text), p->milestones[gate].title);
	plan_health_words(p, &words);
	report_field(&r->head, "Stands at", "%s", words.s);
	buf_clear(&words);
	plan_binding_words(p, &words);
	if (words.len)
		report_field(&r->head, "Because", "%s", words.s);
	buf_clear(&words);
	plan_count_words(p, &words);
	report_field(&r->head, "To look at", "%s", words.s);
}

static int make_milestones(struct report *r, struct error *err)
{
	struct approvals a;
	int failed = read_approvals(r, &a, err);

	if (failed)
		return failed;
	plan_head(r);
	for (size_t i = 0; i < r->plan.n; i++)
		milestone_row(r, &a, (int32_t)i);
	for (size_t i = 0; i < r->plan.n; i++) {
		if (!plan_slip_days(&r->plan, (int32_t)i))
			continue;
		plan_slip_words(r->app, &r->plan, (int32_t)i, &r->foot);
		buf_addc(&r->foot, '\n');
	}
	return 0;
}

/* The title last: it is what is cut where the page is narrow. */
static const unsigned char milestone_paper[] = {
	0, 2, 3, 5, 7, 9, 1, REPORT_TABLE, 0, 8, 4, 6, 10, 11, 12, REPORT_END,
};

const struct report_kind report_milestones = {
	"milestone-status", "Milestone status", milestone_columns, sizeof milestone_columns / sizeof *milestone_columns,
	make_milestones, milestone_paper,
};

/* ---- gantt */

static const struct sink_column gantt_columns[] = {
	{ "milestone", "ID", SINK_TYPE_TEXT },	  { "title", "Title", SINK_TYPE_TEXT },
	{ "critical", "Critical", SINK_TYPE_BOOL }, { "start", "Start", SINK_TYPE_DATE },
	{ "finish", "Finish", SINK_TYPE_DATE },	  { "baseline", "Baseline", SINK_TYPE_DATE },
	{ "slip", "Slip", SINK_TYPE_INT },	  { "float", "Float", SINK_TYPE_INT },
	{ "gate", "Gate", SINK_TYPE_TEXT },	  { "state", "State", SINK_TYPE_TEXT },
};

static void gantt_row(struct report *r, int32_t i)
{
	const struct plan_milestone *m = &r->plan.milestones[i];
	const struct schedule_row *row = schedule_row(r->plan.schedule, i);
	bool open = row->counts && row->float_left != SCHEDULE_NO_FLOAT_LIMIT && !(m->flags & PLAN_COMPLETE);

	report_row(r, (const char *const[]){
			      m->code, m->title, row->critical ? "1" : "0",
			      report_date(r, row->counts ? row->early_start : DATE_NONE),
			      report_date(r, plan_date(&r->plan, i)), report_date(r, m->baseline),
			      m->baseline_at >= 0 && row->counts ? report_number(r, row->slip) : "",
			      open ? report_number(r, row->float_left) : "", m->gate, m->state });
}

#define LABEL_COLS 26 /* code, critical, forecast, slip */

static void marks(const struct report *r, const struct gantt_row *row, int cols, struct buf *out)
{
	size_t words = strlen(row->words);

	for (int col = 0; col < cols; col++) {
		if (words && col == row->words_col) {
			buf_adds(out, row->words);
			col += (int)words - 1;
			continue;
		}
		buf_adds(out, gantt_text(row->at[col], r->ascii));
	}
}

static void chart_line(struct report *r, const struct gantt_scale *scale, int32_t i)
{
	const struct plan_milestone *m = &r->plan.milestones[i];
	const struct schedule_row *row = schedule_row(r->plan.schedule, i);
	struct gantt_row cells;
	char slip[16] = "", text[DATE_TEXT];

	if (m->baseline_at >= 0 && row->counts && row->slip)
		snprintf(slip, sizeof slip, "%+dd", (int)row->slip);
	buf_addf(&r->chart, "%-6s %c %-10s %5s ", m->code, row->critical ? 'C' : ' ',
		 date_format(plan_date(&r->plan, i), text), slip);
	gantt_milestone(&r->plan, NULL, i, scale, &cells);
	marks(r, &cells, scale->cols, &r->chart);
	buf_addc(&r->chart, '\n');
}

static void legend(struct report *r)
{
	static const struct {
		enum gantt_mark mark;
		const char *words;
	} all[] = {
		{ GANTT_BAR_CRITICAL, "critical" }, { GANTT_BAR, "not critical" }, { GANTT_BAR_DONE, "done" },
		{ GANTT_BASELINE, "baseline" },	    { GANTT_MILESTONE, "milestone" }, { GANTT_GATE, "gate" },
		{ GANTT_REACHED, "reached" },	    { GANTT_BASELINE_END, "baseline date" }, { GANTT_TODAY, "today" },
		{ GANTT_LIMIT, "limit" },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_addf(&r->foot, "%s%s %s", i ? "  " : "", gantt_text(all[i].mark, r->ascii), all[i].words);
	buf_addc(&r->foot, '\n');
}

static int make_gantt(struct report *r, struct error *err)
{
	char heading[GANTT_COLS_MAX + 1];
	struct gantt_scale scale;

	(void)err;
	plan_head(r);
	gantt_fit(&r->plan, GANTT_MONTH, report_width(r) - LABEL_COLS, &scale);
	gantt_heading(&r->plan, &scale, heading);
	if (r->ask->text)
		buf_addf(&r->chart, "%-6s %c %-10s %5s %s\n", "ID", 'C', "Forecast", "Slip", heading);
	for (size_t i = 0; i < r->plan.n; i++) {
		gantt_row(r, (int32_t)i);
		if (r->ask->text)
			chart_line(r, &scale, (int32_t)i);
	}
	legend(r);
	return 0;
}

const struct report_kind report_gantt = {
	"gantt", "Transition plan", gantt_columns, sizeof gantt_columns / sizeof *gantt_columns, make_gantt,
	NULL,
};
