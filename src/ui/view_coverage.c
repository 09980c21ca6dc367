/* SPDX-License-Identifier: MIT */
/*
 * view_coverage.c - the calendar of coverage: a letter for every function and week.
 *
 * Letters tell everything; colours repeat it. Waves stand above the weeks in
 * which they take effect.
 */
#include "ui/ui_private.h"

#include <stdio.h>
#include <string.h>

static const enum paint paints[COVER_MARK_MAX] = {
	[COVER_OFF] = PAINT_DIM,	[COVER_FULL] = PAINT_CLOSED,  [COVER_ALTERNATE] = PAINT_WAITING,
	[COVER_EXPLAINED] = PAINT_SOON, [COVER_GAP] = PAINT_LATE,
};

struct look {
	const struct cover_view *v;
	struct cover_layout at;
};

static int col_of(const struct look *l, int week)
{
	return l->at.label_cols + (week - l->v->first_week) * l->at.week_cols;
}

static int last_shown(const struct look *l)
{
	int last = l->v->first_week + l->at.weeks;

	return last < l->v->n_weeks ? last : l->v->n_weeks;
}

/* The month stands over the week in which it begins. */
static void put_months(const struct look *l, struct area a)
{
	int free_from = 0;

	area_fill(a, 0, 0, a.cols, PAINT_HEADER);
	area_put(a, 0, 2, l->at.label_cols - 3, PAINT_HEADER, "Function");
	for (int w = l->v->first_week; w < last_shown(l); w++) {
		struct date d = date_add_days(cover_view_week(l->v, w), 6);
		int month, day, year, col = col_of(l, w);

		date_to_ymd(d, &year, &month, &day);
		if (day > 7 || col < free_from || col + 4 > a.cols)
			continue;
		area_put(a, 0, col, -1, PAINT_HEADER, date_month_name(month));
		free_from = col + 4;
	}
}

static void put_waves(const struct look *l, struct area a)
{
	int today = (l->v->plan.today.day - l->v->monday.day) / 7;

	area_put(a, 0, 2, l->at.label_cols - 3, PAINT_DIM, "Waves, today");
	for (int w = l->v->first_week; w < last_shown(l); w++) {
		int wave = cover_view_wave(l->v, w), col = col_of(l, w);

		if (wave)
			area_putf(a, 0, col, -1, PAINT_STRONG, "%d", wave);
		else if (w == today && date_cmp(l->v->plan.today, l->v->monday) >= 0)
			area_glyph(a, 0, col, PAINT_TODAY, GLYPH_DOWN, 1);
	}
}

static void put_function(const struct look *l, struct area a, int row, int f)
{
	const struct cover_view *v = l->v;

	area_put(a, row, 2, l->at.label_cols - 3, PAINT_TEXT, v->cover.functions[f].label);
	if (f == v->function)
		area_glyph(a, row, 0, PAINT_TEXT, GLYPH_MARKER, 1);
	for (int w = v->first_week; w < last_shown(l); w++) {
		enum cover_mark m = cover_view_mark(v, f, w);
		char letter[2] = { cover_letter(m), '\0' };

		area_put(a, row, col_of(l, w), 1, paints[m], letter);
	}
	if (f != v->function)
		return;
	area_paint(a, row, 0, l->at.label_cols - 1, PAINT_SELECTION);
	area_paint(a, row, col_of(l, v->week), 1, PAINT_SELECTION);
	area_cursor(a, row, col_of(l, v->week));
}

static void put_legend(const struct cover_view *v, struct area a, int row)
{
	AUTOBUF text = BUF_INIT;

	(void)v;
	for (int m = COVER_FULL; m < COVER_MARK_MAX; m++)
		buf_addf(&text, "%s%c %s", m > COVER_FULL ? "   " : "", cover_letter((enum cover_mark)m),
			 cover_mark_words((enum cover_mark)m));
	area_put(a, row, 1, a.cols - 2, PAINT_DIM, text.s);
}

/* What there is to say: of the week under the cursor, and all gaps as far as there is room. */
static void put_words(const struct look *l, struct area a)
{
	AUTOBUF text = BUF_INIT;
	int row = 0;

	cover_view_words(l->v, &text);
	row += put_wrapped(a, row, 1, a.cols - 2, 3, cover_view_gap(l->v) ? PAINT_LATE : PAINT_TEXT, text.s);
	row++;
	if (row + 2 >= a.rows)
		return;
	buf_clear(&text);
	cover_words(&l->v->cover, &text);
	if (l->v->said[0])
		buf_addf(&text, "; WHAT IF %s", l->v->said);
	put_heading(a, row++, 1, PAINT_HEADER, text.s);
	for (int i = 0; i < l->v->cover.n_gaps && row < a.rows; i++) {
		const struct cover_gap *g = &l->v->cover.gaps[i];

		buf_clear(&text);
		cover_gap_words(&l->v->cover, g, &text);
		area_putf(a, row, 1, 1, *g->reason ? PAINT_SOON : PAINT_LATE, "%c",
			  cover_letter(*g->reason ? COVER_EXPLAINED : COVER_GAP));
		row += put_wrapped(a, row, 3, a.cols - 4, a.rows - row, PAINT_TEXT, text.s);
	}
}

static void put_empty(const struct cover_view *v, struct area a)
{
	char line[1200];

	area_cursor(a, 0, 0);
	if (!v->loaded)
		put_centred(a, PAINT_ERROR, error_line(&v->error, line, sizeof line));
	else
		put_centred(a, PAINT_DIM, "No coverage is planned yet. n adds a function, its days and who covers it.");
}

void view_coverage(const struct cover_view *v, struct area a)
{
	struct look l = { .v = v };
	int row;

	if (!v->loaded || !v->n_weeks) {
		put_empty(v, a);
		return;
	}
	layout_cover(v, (struct box){ 0, 0, a.rows, a.cols }, &l.at);
	put_months(&l, area_sub(a, 0, 0, 1, a.cols));
	put_waves(&l, area_sub(a, 1, 0, 1, a.cols));
	for (int f = 0; f < v->cover.n_functions; f++)
		put_function(&l, a, 2 + f, f);
	row = 2 + v->cover.n_functions;
	put_legend(v, a, row + 1);
	if (a.rows > row + 3)
		put_words(&l, area_sub(a, row + 3, 0, a.rows - row - 3, a.cols));
}
