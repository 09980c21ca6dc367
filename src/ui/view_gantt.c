/* SPDX-License-Identifier: MIT */
/* view_gantt.c - the chart of a plan: marks as cells. */
#include "ui/cells.h"
#include "ui/ui_private.h"

#include <string.h>

static const enum paint paints[GANTT_MARK_MAX] = {
	[GANTT_EMPTY] = PAINT_TEXT,	     [GANTT_GRID] = PAINT_BORDER,
	[GANTT_TODAY] = PAINT_TODAY,	     [GANTT_LIMIT] = PAINT_LATE,
	[GANTT_BASELINE] = PAINT_BASELINE,   [GANTT_BASELINE_END] = PAINT_BASELINE,
	[GANTT_BAR] = PAINT_BAR,	     [GANTT_BAR_CRITICAL] = PAINT_CRITICAL,
	[GANTT_BAR_DONE] = PAINT_CLOSED,     [GANTT_PHASE] = PAINT_DIM,
	[GANTT_MILESTONE] = PAINT_STRONG,    [GANTT_GATE] = PAINT_STRONG,
	[GANTT_REACHED] = PAINT_CLOSED,
};

void view_gantt_heading(const struct plan_view *v, struct area a)
{
	char text[GANTT_COLS_MAX + 1];
	struct gantt_scale scale = v->scale;

	scale.cols = a.cols < scale.cols ? a.cols : scale.cols;
	gantt_heading(&v->plan, &scale, text);
	area_put(a, 0, 0, -1, PAINT_HEADER, text);
}

void view_gantt_row(const struct plan_view *v, const struct plan_line *line, struct area a)
{
	struct gantt_scale scale = v->scale;
	struct gantt_row row;

	scale.cols = a.cols < scale.cols ? a.cols : scale.cols;
	if (line->milestone < 0)
		gantt_phase(&v->plan, plan_view_after(v), line->first, line->last, &scale, &row);
	else
		gantt_milestone(&v->plan, plan_view_after(v), line->milestone, &scale, &row);
	for (int col = 0; col < scale.cols; col++) {
		const char *s = gantt_text(row.at[col], a.grid->ascii);

		area_set(a, 0, col, s, strlen(s), 1, paints[row.at[col]]);
	}
	if (row.words[0])
		area_put(a, 0, row.words_col, -1, row.words[0] == '+' ? PAINT_LATE : PAINT_GOOD, row.words);
}
