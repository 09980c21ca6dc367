/* SPDX-License-Identifier: MIT */
/* layout.c - which part of the screen belongs to what. */
#include "app/screen_private.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define CHOOSER_FRAME 6 /* border, hint, input, rule, and a row of air */
#define LAYOUT_NOTES_LEAVE 6 /* rows that lines below them do not take */

static int clamp(int v, int low, int high)
{
	return v < low ? low : v > high ? high : v;
}

/* Three lists stacked at full width: a scroll then costs a scroll region, not a repaint. */
static void layout_bench(const struct bench *b, struct layout *l, int rows, int cols)
{
	bool all = !b->zoomed && rows >= LAYOUT_BENCH_ROWS && cols >= LAYOUT_BENCH_COLS;

	if (!all) {
		l->pane[b->focus] = l->body;
		return;
	}
	/* Reports are few and change rarely; the plan is the longest list. */
	int height = l->body.rows;
	int first = clamp(height / 5, 6, 10);
	int second = (height - first) / 3;
	int third = height - first - second;
	int heights[BENCH_PANES] = { first, second, third };

	for (int i = 0, row = l->body.row; i < BENCH_PANES; row += heights[i], i++)
		l->pane[i] = (struct box){ row, 0, heights[i], cols };
}

static struct box centered(const struct layout *l, int rows, int cols, int want_rows, int want_cols)
{
	struct box box;

	box.rows = clamp(want_rows, 3, l->body.rows);
	box.cols = clamp(want_cols, 20, cols);
	box.row = clamp((rows - box.rows) / 2, l->body.row, rows - box.rows);
	box.col = (cols - box.cols) / 2;
	return box;
}

/* What is looked up while typing keeps its height, so that it does not jump. */
static struct box layout_chooser(const struct chooser *c, const struct layout *l, int rows,
				 int cols)
{
	int want_rows = c->refill ? rows : c->n_items + CHOOSER_FRAME;
	int want_cols = c->wide ? clamp(cols - 4, 40, 110) : clamp(cols * 3 / 4, 40, 76);

	return centered(l, rows, cols, want_rows, want_cols);
}

/* At the right edge, so that the list is seen beside it. */
static struct box layout_columns(const struct columns_view *v, const struct layout *l, int cols)
{
	int width = clamp(cols / 2, 24, 38), rows = clamp(v->n + 2, 3, l->body.rows);

	return (struct box){ l->body.row, cols - width, rows, width };
}

static int text_height(const char *s, int cols)
{
	int rows = 1, at = 0;

	for (; s && *s; s++) {
		if (*s == '\n' || ++at > cols) {
			rows++;
			at = 0;
		}
	}
	return rows;
}

static void layout_overlay(const struct view *v, struct layout *l, int rows, int cols)
{
	int wide = cols - 4;

	switch (v->kind) {
	case VIEW_CHOOSER:
		l->overlay = layout_chooser(&v->chooser, l, rows, cols);
		break;
	case VIEW_COLUMNS:
		l->overlay = layout_columns(&v->columns, l, cols);
		break;
	case VIEW_CONFIRM:
		l->overlay = centered(l, rows, cols,
				      text_height(v->confirm.text, clamp(wide, 30, 72) - 4) + 5,
				      clamp(wide, 30, 72));
		break;
	case VIEW_PROMPT:
		l->overlay = centered(l, rows, cols, 7, clamp(wide, 30, 72));
		break;
	default:
		break;
	}
}

bool view_is_overlay(enum view_kind k)
{
	return k == VIEW_CHOOSER || k == VIEW_COLUMNS || k == VIEW_CONFIRM || k == VIEW_PROMPT;
}

/* What an action asks is a sentence now and then: its labels get the room they need, up to three fifths. */
static int label_cols(const struct screen *s, int cols)
{
	const struct view *v = s->depth ? s->stack[s->depth - 1] : NULL;
	int need = 12, most = clamp(cols / 4, 12, 20);

	for (int i = s->depth - 1; i > 0 && view_is_overlay(v->kind); i--)
		v = s->stack[i - 1];
	if (!v || v->kind != VIEW_FORM || !v->form->rule)
		return most;
	for (int i = 0; i < v->form->n_fields; i++) {
		const char *label = v->form->fields[i].field->label;
		int used = utf8_width(label, strlen(label)) + 3;

		need = used > need ? used : need;
	}
	return clamp(need, most, cols * 3 / 5);
}

void layout_compute(const struct screen *s, struct layout *out)
{
	int rows = s->rows, cols = s->cols;

	*out = (struct layout){ 0 };
	out->too_small = rows < LAYOUT_MIN_ROWS || cols < LAYOUT_MIN_COLS;
	if (rows < 3)
		return;
	out->title = (struct box){ 0, 0, 1, cols };
	out->body = (struct box){ 1, 0, rows - 2, cols };
	out->footer = (struct box){ rows - 1, 0, 1, cols };
	if (s->others[0] && out->body.rows > LAYOUT_NOTES_LEAVE) {
		out->body.rows--;
		out->others = (struct box){ rows - 2, 0, 1, cols };
	}
	out->form_label_cols = label_cols(s, cols);
	out->form_text_cols = cols - out->form_label_cols - 4;
	if (out->form_text_cols > 100)
		out->form_text_cols = 100;

	for (int i = 0; i < s->depth; i++) {
		const struct view *v = s->stack[i];

		if (v->kind == VIEW_BENCH)
			layout_bench(&v->bench, out, rows, cols);
	}
	if (s->depth)
		layout_overlay(s->stack[s->depth - 1], out, rows, cols);
}

void layout_list(const struct list *l, struct box box, bool titled, struct list_layout *out)
{
	int row = box.row, end = box.row + box.rows;
	bool filter = l->filtering || l->seeking || list_filtered(l);

	*out = (struct list_layout){ 0 };
	if (titled && row < end)
		out->title = (struct box){ row++, box.col, 1, box.cols };
	if (row < end)
		out->headings = (struct box){ row++, box.col, 1, box.cols };
	if (l->n_notes && row + l->n_notes < end - LAYOUT_NOTES_LEAVE) {
		end -= l->n_notes;
		out->notes = (struct box){ end, box.col, l->n_notes, box.cols };
	}
	if (filter && row < end - 1)
		out->filter = (struct box){ --end, box.col, 1, box.cols };
	if (row < end)
		out->rows = (struct box){ row, box.col, end - row, box.cols };
}

static void apply_list(struct list *l, struct box box, bool titled)
{
	struct list_layout at;

	layout_list(l, box, titled, &at);
	if (at.rows.rows != l->page) {
		l->page = at.rows.rows;
		list_window(l);
	}
}

static void apply_form(struct form *f, const struct layout *l)
{
	for (int i = 0; i < f->n_fields; i++)
		f->fields[i].edit.cols = f->fields[i].edit.multiline ? l->form_text_cols : 0;
}

/* More rows, or fewer lines: the page does not end above the screen's end. */
static void apply_text(struct text_page *t, int page)
{
	t->page = page;
	text_scroll(t, 0);
}

/*
 * Side by side the table gets what it needs for its figures and some words of the titles; where that
 * leaves less than half of a chart that can be read, one of the two is shown.
 */
void layout_plan(const struct plan_view *v, struct box box, struct plan_layout *out)
{
	int notes = box.rows >= LAYOUT_PLAN_NOTES_ROWS ? 4 : box.rows >= 16 ? 2 : 1;
	int table = box.cols * 11 / 20;

	*out = (struct plan_layout){ 0 };
	out->wide = box.cols >= LAYOUT_PLAN_WIDE_COLS;
	out->headings = (struct box){ box.row, box.col, 1, box.cols };
	out->rows = (struct box){ box.row + 1, box.col, box.rows - 1 - notes, box.cols };
	out->notes = (struct box){ box.row + box.rows - notes, box.col, notes, box.cols };
	if (out->wide)
		out->table_cols = clamp(table, 60, 100);
	else
		out->table_cols = v->chart ? PLAN_LABEL_COLS : box.cols - 1;
	out->chart_cols = box.cols - 1 - out->table_cols - 1;
	if (out->chart_cols < 0 || (!out->wide && !v->chart))
		out->chart_cols = 0;
}

/* As many cells for a week as there is room for: three show them best. */
void layout_cover(const struct cover_view *v, struct box box, struct cover_layout *out)
{
	int room;

	out->label_cols = clamp(box.cols / 3, 16, 35);
	room = box.cols - out->label_cols - 1;
	out->week_cols = v->n_weeks ? clamp(room / v->n_weeks, 1, 3) : 1;
	out->weeks = room / out->week_cols;
}

static void apply_cover(struct cover_view *v, struct box box)
{
	struct cover_layout l;

	layout_cover(v, box, &l);
	cover_view_layout(v, l.weeks, box.rows);
}

static void apply_plan(struct plan_view *v, struct box box)
{
	struct plan_layout l;

	layout_plan(v, box, &l);
	plan_view_layout(v, l.rows.rows, l.chart_cols > 0 ? l.chart_cols : 1, l.wide);
}

static void apply_view(struct view *v, const struct layout *l)
{
	switch (v->kind) {
	case VIEW_BENCH:
		v->bench.single = l->pane[0].rows == 0 || l->pane[1].rows == 0 ||
				  l->pane[2].rows == 0;
		for (int i = 0; i < BENCH_PANES; i++)
			if (l->pane[i].rows)
				apply_list(&v->bench.pane[i], l->pane[i], !v->bench.single);
		break;
	case VIEW_LIST:
		apply_list(&v->list, l->body, false);
		break;
	case VIEW_COVER:
		apply_cover(&v->cover, l->body);
		break;
	case VIEW_INBOX:
		inbox_view_page(&v->inbox, l->body.rows - 1);
		break;
	case VIEW_OVERVIEW:
		overview_view_layout(&v->overview, l->body.cols - 1, l->body.rows);
		break;
	case VIEW_PLAN:
		apply_plan(&v->plan, l->body);
		break;
	case VIEW_SHEET:
		sheet_layout(&v->sheet, l->body.cols, l->body.rows);
		break;
	case VIEW_FORM:
		apply_form(v->form, l);
		break;
	case VIEW_CHOOSER:
		v->chooser.page = l->overlay.rows - 4 - (v->chooser.hint ? 1 : 0);
		chooser_window(&v->chooser);
		break;
	case VIEW_BULK:
		bulk_view_page(&v->bulk, l->body.rows - 2);
		break;
	case VIEW_COLUMNS:
		columns_view_page(&v->columns, l->overlay.rows - 2);
		break;
	case VIEW_TEXT:
		apply_text(&v->text, l->body.rows - (v->text.filter[0] ? 1 : 0));
		break;
	default:
		break;
	}
}

void layout_apply(struct screen *s)
{
	struct layout l;

	layout_compute(s, &l);
	if (l.body.rows <= 0)
		return;
	for (int i = 0; i < s->depth; i++)
		apply_view(s->stack[i], &l);
}
