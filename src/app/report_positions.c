/* SPDX-License-Identifier: MIT */
/* report_positions.c - printed reports: crosswalk, coverage, risks. */
#include <string.h>

#include "app/cover.h"
#include "app/crosswalk.h"
#include "app/report_private.h"

/* ---- crosswalk */

static const struct sink_column crosswalk_columns[] = {
	{ "position", "Position", SINK_TYPE_TEXT },   { "title", "Title", SINK_TYPE_TEXT },
	{ "from", "From", SINK_TYPE_TEXT },	      { "to", "To", SINK_TYPE_TEXT },
	{ "change", "Change", SINK_TYPE_TEXT },	      { "noa", "NOA", SINK_TYPE_TEXT },
	{ "certified_on", "Certified", SINK_TYPE_DATE }, { "effective_on", "Effective", SINK_TYPE_DATE },
	{ "notice_on", "Notice", SINK_TYPE_DATE },    { "retention", "Ret", SINK_TYPE_TEXT },
	{ "retention_ends_on", "Until", SINK_TYPE_DATE }, { "leo", "LEO", SINK_TYPE_TEXT },
	{ "leap", "LEAP", SINK_TYPE_TEXT },	      { "wave", "W", SINK_TYPE_INT },
	{ "state", "State", SINK_TYPE_TEXT },	      { "match", "Match", SINK_TYPE_TEXT },
};

static const char *before_after(struct report *r, const char *before, const char *after)
{
	return arena_printf(&r->arena, "%s>%s", before, after);
}

static const char *yes_no(const char *stored)
{
	return strcmp(stored, "1") == 0 ? "yes" : "no";
}

static const char *unless(const char *text, const char *none)
{
	return strcmp(text, none) == 0 ? "" : text;
}

static void crosswalk_row(struct report *r, const struct crosswalk *c, int i)
{
	const char *cells[CROSSWALK_COLUMNS];

	for (int k = 0; k < CROSSWALK_COLUMNS; k++)
		cells[k] = arena_strdup(&r->arena, crosswalk_cell(c, i, (enum crosswalk_column)k));
	report_row(r, (const char *const[]){
			      cells[CROSSWALK_NO], cells[CROSSWALK_TITLE], cells[CROSSWALK_FROM], cells[CROSSWALK_TO],
			      cells[CROSSWALK_CHANGE], cells[CROSSWALK_NOA], cells[CROSSWALK_CERTIFIED],
			      cells[CROSSWALK_EFFECTIVE], cells[CROSSWALK_NOTICE], unless(cells[CROSSWALK_RETENTION], "none"),
			      cells[CROSSWALK_RETENTION_END],
			      before_after(r, cells[CROSSWALK_LEO_BEFORE], cells[CROSSWALK_LEO_AFTER]),
			      before_after(r, yes_no(cells[CROSSWALK_LEAP_BEFORE]),
					   yes_no(cells[CROSSWALK_LEAP_AFTER])),
			      cells[CROSSWALK_WAVE], cells[CROSSWALK_STATE], crosswalk_match(c, i) });
}

static int make_crosswalk(struct report *r, struct error *err)
{
	AUTOBUF words = BUF_INIT;
	struct crosswalk c;
	int failed = crosswalk_read(r->app, &r->plan, r->ask->as_of, &c, err);

	if (failed)
		return failed;
	report_field(&r->head, "Plan", "%s: %s", r->plan.ref, r->plan.title);
	crosswalk_total_words(&c, &words);
	report_field(&r->head, "Totals", "%s", words.s);
	buf_clear(&words);
	crosswalk_problem_words(&c, &words);
	report_field(&r->head, "Conservation", "%s", words.s);
	for (int i = 0; i < c.rows.n; i++)
		crosswalk_row(r, &c, i);
	for (int i = 0; i < c.n_problems; i++)
		buf_addf(&r->foot, "%s %s\n", c.problems[i].blocks ? "BLOCKS" : "TO DO ", c.problems[i].words);
	crosswalk_release(&c);
	return 0;
}

static const unsigned char crosswalk_paper[] = {
	0, 1, 2, 3, 4, 5, 13, 14, 15, REPORT_TABLE, 0, 6, 8, 7, 9, 10, 11, 12, REPORT_END,
};

const struct report_kind report_crosswalk = {
	"crosswalk", "Position crosswalk", crosswalk_columns, sizeof crosswalk_columns / sizeof *crosswalk_columns,
	make_crosswalk, crosswalk_paper,
};

/* ---- coverage: function by week for people, gaps by row for machines */

static const struct sink_column coverage_columns[] = {
	{ "function", "Function", SINK_TYPE_TEXT }, { "week", "Week", SINK_TYPE_DATE },
	{ "mark", "Mark", SINK_TYPE_TEXT },	    { "primary", "Primary", SINK_TYPE_TEXT },
	{ "alternate", "Alternate", SINK_TYPE_TEXT }, { "gap", "Gap", SINK_TYPE_TEXT },
};

#define FUNCTION_COLS 32

static const char *named(struct report *r, const struct rows *rows, const char *function, struct date week, int column)
{
	AUTOBUF all = BUF_INIT;
	struct date end = date_add_days(week, 6);

	for (int i = 0; i < rows->n; i++) {
		const char *ref = gather_cell(rows, i, column);

		if (strcmp(gather_cell(rows, i, 0), function) != 0 || date_cmp(gather_date(rows, i, 3), end) > 0 ||
		    date_cmp(gather_date(rows, i, 4), week) < 0 || strstr(all.s, ref))
			continue;
		buf_addf(&all, "%s%s", all.len && *ref ? " " : "", ref);
	}
	return arena_strdup(&r->arena, all.s);
}

static const char *gaps_of(struct report *r, const struct cover *c, int function, struct date week)
{
	AUTOBUF all = BUF_INIT;
	struct date end = date_add_days(week, 6);

	for (int i = 0; i < c->n_gaps; i++) {
		const struct cover_gap *g = &c->gaps[i];

		if (g->function != function || date_cmp(g->first, end) > 0 || date_cmp(g->last, week) < 0)
			continue;
		buf_addf(&all, "%s%d of %d, %s%s%s", all.len ? "; " : "", g->have, g->need, g->who, *g->reason ? ": " : "",
			 g->reason);
	}
	return arena_strdup(&r->arena, all.s);
}

/* The month that begins in the week, 0 if none does. */
static int month_in(struct date week)
{
	int first, last;

	date_to_ymd(date_add_days(week, -1), NULL, &first, NULL);
	date_to_ymd(date_add_days(week, 6), NULL, &last, NULL);
	return first == last ? 0 : last;
}

#define MONTH_COLS 4 /* a name and a blank; every month has at least as many weeks */

static void week_heads(struct date first, int weeks, struct buf *out)
{
	buf_pad(out, ' ', FUNCTION_COLS);
	for (int w = 0; w < weeks; w++) {
		int month = month_in(date_add_days(first, (int64_t)w * 7));

		if (!month || w + MONTH_COLS > weeks) {
			buf_addc(out, ' ');
			continue;
		}
		buf_addf(out, "%s ", date_month_name(month));
		w += MONTH_COLS - 1;
	}
	while (out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
	buf_addc(out, '\n');
}

static void calendar(struct report *r, const struct cover *c, struct date first, int weeks)
{
	week_heads(first, weeks, &r->chart);
	for (int f = 0; f < c->n_functions; f++) {
		buf_addf(&r->chart, "%-*s", FUNCTION_COLS, c->functions[f].label);
		for (int w = 0; w < weeks; w++)
			buf_addc(&r->chart, cover_letter(cover_worst(c, f, date_add_days(first, (int64_t)w * 7), 7)));
		buf_addc(&r->chart, '\n');
	}
}

static int read_coverage(struct report *r, struct rows *out, struct error *err)
{
	struct gather_from from = { .app = r->app, .today = r->plan.today };
	struct gather_query q = { .entity = ENTITY_COVERAGE, .columns = "function,primary,alternate,from_on,to_on",
				  .sort = "ref", .parent = "plan", .parent_uid = r->plan.uid };
	int failed = listing_store(r->app, r->ask->as_of, DATE_NONE, &from.store, err);

	if (!failed)
		failed = gather_rows(&from, &q, &r->arena, out, err);
	if (from.store != r->app->store)
		store_close(from.store);
	return failed;
}

static void coverage_rows(struct report *r, const struct cover *c, const struct rows *rows, struct date first,
			  int weeks)
{
	for (int f = 0; f < c->n_functions; f++)
		for (int w = 0; w < weeks; w++) {
			struct date week = date_add_days(first, (int64_t)w * 7);
			enum cover_mark m = cover_worst(c, f, week, 7);

			report_row(r, (const char *const[]){
					      c->functions[f].name, report_date(r, week), cover_mark_words(m),
					      named(r, rows, c->functions[f].name, week, 1),
					      named(r, rows, c->functions[f].name, week, 2), gaps_of(r, c, f, week) });
		}
}

/* Who does what when: the records behind the letters. */
static void names(struct report *r, const struct rows *rows)
{
	const struct field *f = record_field(record_entity(ENTITY_COVERAGE), "function");

	buf_addc(&r->chart, '\n');
	for (int i = 0; i < rows->n; i++) {
		const struct choice *c = record_choice(f, gather_cell(rows, i, 0));
		const char *alternate = gather_cell(rows, i, 2);

		buf_addf(&r->chart, "%-*s%s to %s  %s%s%s\n", FUNCTION_COLS, c ? c->label : "", gather_cell(rows, i, 3),
			 gather_cell(rows, i, 4), gather_cell(rows, i, 1), *alternate ? ", alternate " : ", no alternate",
			 alternate);
	}
}

static void coverage_foot(struct report *r, const struct cover *c)
{
	for (int m = COVER_FULL; m < COVER_MARK_MAX; m++)
		buf_addf(&r->foot, "%s%c %s", m > COVER_FULL ? "   " : "", cover_letter((enum cover_mark)m),
			 cover_mark_words((enum cover_mark)m));
	buf_addc(&r->foot, '\n');
	for (int i = 0; i < c->n_gaps; i++) {
		buf_adds(&r->foot, *c->gaps[i].reason ? "explained  " : "GAP        ");
		cover_gap_words(c, &c->gaps[i], &r->foot);
		buf_addc(&r->foot, '\n');
	}
}

static int make_coverage(struct report *r, struct error *err)
{
	AUTOBUF words = BUF_INIT;
	struct rows rows;
	struct cover c;
	int failed = read_coverage(r, &rows, err);

	if (!failed)
		failed = cover_read(r->app, &r->plan, NULL, r->ask->as_of, &c, err);
	if (failed)
		return failed;
	cover_words(&c, &words);
	report_field(&r->head, "Plan", "%s: %s", r->plan.ref, r->plan.title);
	report_field(&r->head, "Coverage", "%s", words.s);
	if (c.n_days) {
		struct date first = date_add_days(c.first, -(int64_t)date_weekday(c.first));
		int weeks = (c.last.day - first.day) / 7 + 1, fit = report_width(r) - FUNCTION_COLS;

		coverage_rows(r, &c, &rows, first, weeks);
		if (r->ask->text) {
			calendar(r, &c, first, weeks > fit ? fit : weeks);
			names(r, &rows);
		}
	}
	coverage_foot(r, &c);
	cover_release(&c);
	return 0;
}

const struct report_kind report_coverage = {
	"coverage", "Coverage calendar", coverage_columns, sizeof coverage_columns / sizeof *coverage_columns, make_coverage,
	NULL,
};

/* ---- risks */

static const struct sink_column risk_columns[] = {
	{ "risk", "Risk", SINK_TYPE_TEXT },	  { "title", "Title", SINK_TYPE_TEXT },
	{ "cause", "Cause", SINK_TYPE_TEXT },	  { "effect", "Effect", SINK_TYPE_TEXT },
	{ "likelihood", "L", SINK_TYPE_INT },	  { "impact", "I", SINK_TYPE_INT },
	{ "score", "Score", SINK_TYPE_INT },	  { "status", "Status", SINK_TYPE_TEXT },
	{ "response", "Response", SINK_TYPE_TEXT }, { "action", "Action", SINK_TYPE_TEXT },
	{ "trigger", "Trigger", SINK_TYPE_TEXT }, { "owner", "Owner", SINK_TYPE_TEXT },
	{ "milestone", "Milestone", SINK_TYPE_TEXT }, { "reviewed_on", "Reviewed", SINK_TYPE_DATE },
};

static int make_risks(struct report *r, struct error *err)
{
	struct gather_from from = { .app = r->app, .today = r->plan.today };
	struct gather_query q = { .entity = ENTITY_RISK, .parent = "plan", .parent_uid = r->plan.uid, .sort = "-score,number",
				  .columns = "ref,title,cause,effect,likelihood,impact,score,status_word,response,action,trigger,"
					     "owner_user,milestone,reviewed_on" };
	struct rows rows;
	int failed = listing_store(r->app, r->ask->as_of, DATE_NONE, &from.store, err);

	if (!failed)
		failed = gather_rows(&from, &q, &r->arena, &rows, err);
	if (from.store != r->app->store)
		store_close(from.store);
	if (failed)
		return failed;
	report_field(&r->head, "Plan", "%s: %s", r->plan.ref, r->plan.title);
	report_field(&r->head, "Score", "likelihood times impact, each 1 to 5: HIGH from 15, MEDIUM from 8");
	for (int i = 0; i < rows.n; i++)
		report_row(r, rows.cells + (size_t)i * (size_t)rows.n_columns);
	return 0;
}

static const unsigned char risk_paper[] = {
	0, 1, 4, 5, 6, 7, 8, 12, 13, REPORT_TABLE, 0, 11, 2, 3, REPORT_TABLE, 0, 9, 10, REPORT_END,
};

const struct report_kind report_risks = {
	"risks", "Risk register", risk_columns, sizeof risk_columns / sizeof *risk_columns, make_risks, risk_paper,
};
