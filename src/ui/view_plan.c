/* SPDX-License-Identifier: MIT */
/*
 * view_plan.c - the plan: its table, the chart beside it or in its place, and how it stands.
 *
 * Critical is a letter and a style, slip is a number, what ties the selected
 * milestone to others is an arrow before them: nothing is told by colour alone.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

#include "app/may.h"

/* ---- columns of the table ----------------------------------------------------------------- */

enum plan_column {
	COL_CODE, COL_CRITICAL, COL_STATUS, COL_OWNER, COL_BASELINE, COL_FORECAST, COL_SLIP, COL_FLOAT, COL_TITLE,
	COL_MAX
};

static const struct {
	const char *label;
	int cols;
	int from; /* least width of the table in which it is shown */
	bool right;
} columns[COL_MAX] = {
	[COL_CODE] = { "Code", 6, 0, false },
	[COL_CRITICAL] = { "C", 1, 0, false },
	[COL_STATUS] = { "Status", 9, 40, false },
	[COL_OWNER] = { "Owner", 8, 88, false },
	[COL_BASELINE] = { "Baseline", 10, 74, false },
	[COL_FORECAST] = { "Forecast", 10, 30, false },
	[COL_SLIP] = { "Slip", 5, 40, true },
	[COL_FLOAT] = { "Float", 5, 50, true },
	[COL_TITLE] = { "Title", 0, 30, false },
};

#define MARKER_COLS 2

struct look {
	const struct plan_view *v;
	struct plan_layout at;
	int col[COL_MAX], cols[COL_MAX]; /* cols 0: not shown */
	bool ascii;
	struct picks_rows listed;
};

static void place_columns(struct look *l)
{
	int width = l->at.table_cols, col = MARKER_COLS;

	for (int i = 0; i < COL_MAX; i++) {
		l->cols[i] = 0;
		if (width < columns[i].from)
			continue;
		l->col[i] = col;
		l->cols[i] = columns[i].cols ? columns[i].cols : width - col;
		col += l->cols[i] + 1;
	}
	if (l->at.chart_cols && !l->at.wide)
		l->cols[COL_STATUS] = l->cols[COL_FORECAST] = l->cols[COL_TITLE] = 0;
}

static void put_headings(const struct look *l, struct area a)
{
	const struct plan_view *v = l->v;

	area_fill(a, 0, 0, a.cols, PAINT_HEADER);
	for (int i = 0; i < COL_MAX; i++) {
		const char *label = columns[i].label;

		if (!l->cols[i])
			continue;
		if (i == COL_FORECAST && plan_view_trying(v))
			label = "What if";
		if (i == COL_SLIP && plan_view_trying(v))
			label = "Moves";
		if (columns[i].right)
			area_put_right(a, 0, l->col[i], l->cols[i], PAINT_HEADER, label);
		else
			area_put(a, 0, l->col[i], l->cols[i], PAINT_HEADER, label);
	}
	if (l->at.chart_cols)
		view_gantt_heading(v, area_sub(a, 0, l->at.table_cols + 1, 1, l->at.chart_cols));
}

/* ---- rows ------------------------------------------------------------------------------------ */

struct cell_words {
	char text[40];
	enum paint paint;
};

static int moved_days(const struct plan_view *v, int32_t m)
{
	const struct schedule_row *was = schedule_row(v->plan.schedule, m), *is = schedule_row(plan_view_after(v), m);

	return was->counts && is->counts ? is->early_finish.day - was->early_finish.day : 0;
}

/* The slip, or in a what-if how far it moves. */
static void slip_words(const struct plan_view *v, int32_t m, struct cell_words *out)
{
	const struct schedule_row *row = schedule_row(plan_view_schedule(v), m);
	int days = plan_view_trying(v) ? moved_days(v, m) : row->slip;

	if (!row->counts || (!plan_view_trying(v) && date_is_none(v->plan.milestones[m].baseline)))
		return;
	if (days)
		snprintf(out->text, sizeof out->text, "%+dd", days);
	else
		snprintf(out->text, sizeof out->text, "0");
	out->paint = days > 0 ? PAINT_LATE : days < 0 ? PAINT_GOOD : PAINT_TEXT;
}

static void float_words(const struct plan_view *v, int32_t m, struct cell_words *out)
{
	const struct schedule_row *row = schedule_row(plan_view_schedule(v), m);

	if (!row->counts || row->float_left == SCHEDULE_NO_FLOAT_LIMIT || v->plan.milestones[m].flags & PLAN_COMPLETE)
		return;
	snprintf(out->text, sizeof out->text, "%d", (int)row->float_left);
	out->paint = row->float_left < 0 ? PAINT_LATE : row->float_left == 0 ? PAINT_SOON : PAINT_TEXT;
}

static void critical_words(const struct plan_view *v, int32_t m, struct cell_words *out)
{
	if (!schedule_row(plan_view_schedule(v), m)->critical)
		return;
	snprintf(out->text, sizeof out->text, "C");
	out->paint = PAINT_CRITICAL;
}

static void date_words(struct date d, struct cell_words *out)
{
	char text[DATE_TEXT];

	snprintf(out->text, sizeof out->text, "%s", date_format(d, text));
}

static void words_of(const struct plan_view *v, int32_t m, enum plan_column column, struct cell_words *out)
{
	const struct plan_milestone *at = &v->plan.milestones[m];
	const struct schedule_row *row = schedule_row(plan_view_schedule(v), m);

	*out = (struct cell_words){ .paint = PAINT_TEXT };
	if (column == COL_CODE)
		snprintf(out->text, sizeof out->text, "%s", at->code);
	else if (column == COL_CRITICAL)
		critical_words(v, m, out);
	else if (column == COL_STATUS)
		/* What a gate tried here takes out is as good as cancelled. */
		snprintf(out->text, sizeof out->text, "%s", row->counts ? plan_status_word(&v->plan, m) : "CANCELLED");
	else if (column == COL_OWNER)
		snprintf(out->text, sizeof out->text, "%s", at->owner_office);
	else if (column == COL_BASELINE)
		date_words(at->baseline, out);
	else if (column == COL_FORECAST && row->counts)
		date_words(row->early_finish, out);
	else if (column == COL_SLIP)
		slip_words(v, m, out);
	else if (column == COL_FLOAT)
		float_words(v, m, out);
	if (column == COL_STATUS)
		out->paint = state_paint(out->text);
	if (column == COL_FORECAST && row->broken)
		out->paint = PAINT_LATE;
}

static void put_title(const struct look *l, struct area row, const struct plan_milestone *m)
{
	AUTOBUF text = BUF_INIT;

	if (*m->gate)
		buf_addf(&text, "%s: ", m->gate);
	buf_adds(&text, m->title);
	area_put(row, 0, l->col[COL_TITLE], l->cols[COL_TITLE], PAINT_TEXT, text.s);
}

static void put_milestone(const struct look *l, struct area row, int32_t m)
{
	static const enum glyph ties[] = { [PLAN_TIE_BEFORE] = GLYPH_BEFORE, [PLAN_TIE_AFTER] = GLYPH_ARROW };
	enum plan_tie tie = plan_view_tie(l->v, m);

	if (tie != PLAN_TIE_NONE)
		area_glyph(row, 0, 1, PAINT_STRONG, ties[tie], 1);
	for (int i = 0; i < COL_TITLE; i++) {
		struct cell_words words;

		if (!l->cols[i])
			continue;
		words_of(l->v, m, (enum plan_column)i, &words);
		if (columns[i].right)
			put_number(row, 0, l->col[i], l->cols[i], words.paint, words.text);
		else
			area_put(row, 0, l->col[i], l->cols[i], words.paint, words.text);
	}
	if (l->cols[COL_TITLE])
		put_title(l, row, &l->v->plan.milestones[m]);
}

static void put_phase(const struct look *l, struct area row, const struct plan_line *line)
{
	bool folded = l->v->folded & UINT64_C(1) << (line->phase < PLAN_PHASES_MAX ? line->phase : 0);
	int n = line->last - line->first + 1;
	AUTOBUF text = BUF_INIT;

	buf_adds(&text, l->v->plan.milestones[line->first].phase);
	if (folded && l->at.table_cols > PLAN_LABEL_COLS)
		buf_addf(&text, " (%d milestone%s)", n, n == 1 ? "" : "s");
	area_glyph(row, 0, MARKER_COLS, PAINT_DIM, folded ? GLYPH_FOLDED : GLYPH_DOWN, 1);
	area_put(row, 0, MARKER_COLS + 2, l->at.table_cols - MARKER_COLS - 2, PAINT_STRONG, text.s);
}

static void put_line(const struct look *l, struct area row, int index)
{
	const struct plan_line *line = &l->v->lines[index];
	struct area table = area_sub(row, 0, 0, 1, l->at.table_cols);

	if (line->milestone < 0)
		put_phase(l, table, line);
	else
		put_milestone(l, table, line->milestone);
	if (l->at.chart_cols)
		view_gantt_row(l->v, line, area_sub(row, 0, l->at.table_cols + 1, 1, l->at.chart_cols));
	if (picks_marked(&l->v->picks, &l->listed, index)) {
		area_paint(table, 0, l->col[COL_CODE], l->cols[COL_CODE], PAINT_MARK);
		area_glyph(table, 0, 1, PAINT_MARK, GLYPH_MARK, 1);
	}
	if (index != l->v->cursor)
		return;
	area_glyph(table, 0, 0, PAINT_TEXT, GLYPH_MARKER, 1);
	area_paint(table, 0, 0, table.cols, PAINT_SELECTION);
	area_cursor(row, 0, 0);
}

static void put_rows(const struct look *l, struct area a)
{
	const struct plan_view *v = l->v;

	for (int row = 0; row < a.rows && v->top + row < v->n_lines; row++)
		put_line(l, area_sub(a, row, 0, 1, a.cols - 1), v->top + row);
	put_scrollbar(a, a.cols - 1, v->n_lines, v->top);
	if (v->n_lines)
		return;
	put_centred(a, PAINT_DIM, "The plan has no milestones yet. n adds one.");
	area_cursor(a, 0, 0);
}

/* ---- how it stands ------------------------------------------------------------------------------ */

static void try_words(const struct plan_view *v, struct buf *out)
{
	const struct schedule_what_if *r = &v->what.result;
	char from[DATE_TEXT], to[DATE_TEXT];

	buf_addf(out, "WHAT IF %s: finish %s -> %s (%+d days), nothing is saved", v->what.said.s,
		 date_format(r->finish.from, from), date_format(r->finish.to, to), (int)r->finish.days);
}

static enum paint health_paint(const struct plan_view *v)
{
	const struct schedule_health *h = schedule_health(plan_view_schedule(v));

	if (h->n_broken)
		return PAINT_LATE;
	return h->float_left == 0 ? PAINT_SOON : PAINT_TEXT;
}

/* The most important first: on a small screen the rest is left out. */
static void put_health(const struct plan_view *v, struct area a, int row)
{
	AUTOBUF text = BUF_INIT;
	AUTOBUF counts = BUF_INIT;

	if (plan_view_trying(v) && a.rows < 3) {
		try_words(v, &text);
		area_put(a, row, 1, a.cols - 2, health_paint(v), text.s);
		return;
	}
	schedule_health_words(plan_view_schedule(v), &text);
	int used = area_put(a, row, 1, a.cols - 2, health_paint(v), text.s);
	plan_count_words(&v->plan, &counts);
	if (used + 3 + (int)counts.len < a.cols - 1)
		area_put_right(a, row, used + 3, a.cols - used - 4, PAINT_TEXT, counts.s);
}

struct broken_lines {
	struct area a;
	int row;
};

static void put_what_line(void *data, const char *text)
{
	struct broken_lines *b = data;

	if (strncmp(text, "limit broken", 12) == 0 && b->row >= 0) {
		area_put(b->a, b->row, 1, b->a.cols - 2, PAINT_LATE, text);
		b->row = -1;
	}
}

static void put_binding(const struct plan_view *v, struct area a, int row)
{
	struct broken_lines b = { a, row };
	AUTOBUF text = BUF_INIT;

	if (plan_view_trying(v)) {
		what_if_lines(&v->plan, &v->what, put_what_line, &b);
		return;
	}
	plan_binding_words(&v->plan, &text);
	area_put(a, row, 1, a.cols - 2, PAINT_TEXT, text.s);
}

static void put_notes(const struct plan_view *v, struct area a)
{
	AUTOBUF text = BUF_INIT;
	int row = 0;

	if (a.rows > 1) {
		plan_view_tie_words(v, &text);
		if (a.rows > 2 && plan_view_trying(v)) {
			AUTOBUF moves = BUF_INIT;

			plan_view_move_words(v, &moves);
			buf_addf(&text, "%s%s", moves.len ? "; " : "", moves.s);
		}
		if (a.rows == 2) {
			buf_adds(&text, text.len ? "; " : "");
			plan_view_why_words(v, &text);
		}
		area_put(a, row++, 1, a.cols - 2, PAINT_DIM, text.s);
	}
	if (a.rows > 3) {
		buf_clear(&text);
		if (plan_view_trying(v))
			try_words(v, &text);
		else
			plan_view_why_words(v, &text);
		area_put(a, row++, 1, a.cols - 2, plan_view_trying(v) ? PAINT_CHANGED : PAINT_DIM, text.s);
	}
	put_health(v, a, row++);
	if (row < a.rows)
		put_binding(v, a, row);
}

/* ---- the view ------------------------------------------------------------------------------------- */

void view_plan(const struct plan_view *v, struct area a)
{
	struct look l = { .v = v, .ascii = a.grid->ascii, .listed = plan_view_rows(v) };
	char line[1200];

	area_cursor(a, 0, 0);
	if (!v->loaded) {
		put_centred(a, PAINT_ERROR, error_line(&v->error, line, sizeof line));
		return;
	}
	layout_plan(v, (struct box){ 0, 0, a.rows, a.cols }, &l.at);
	place_columns(&l);
	put_headings(&l, area_sub(a, l.at.headings.row, 0, 1, a.cols));
	put_rows(&l, area_sub(a, l.at.rows.row, 0, l.at.rows.rows, a.cols));
	put_notes(v, area_sub(a, l.at.notes.row, 0, l.at.notes.rows, a.cols));
}
