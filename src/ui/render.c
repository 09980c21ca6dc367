/* SPDX-License-Identifier: MIT */
/* render.c - the whole screen: title, the view that fills the body, the overlays above it, footer. */
#include "ui/render.h"

#include <stdio.h>

#include "ui/ui_private.h"

static void put_too_small(const struct screen *s, struct area a)
{
	char text[128];

	snprintf(text, sizeof text,
		 "closeout needs %d x %d; this is %d x %d. Please enlarge the window.",
		 LAYOUT_MIN_COLS, LAYOUT_MIN_ROWS, s->cols, s->rows);
	put_centred(a, PAINT_WARNING, text);
	area_cursor(a, 0, 0);
}

static void put_body(const struct view *v, const struct layout *l, struct area all)
{
	struct area body = area_sub(all, l->body.row, l->body.col, l->body.rows, l->body.cols);

	switch (v->kind) {
	case VIEW_BENCH:
		view_bench(&v->bench, l, all);
		break;
	case VIEW_LIST:
		view_list(&v->list, body, true);
		break;
	case VIEW_COVER:
		view_coverage(&v->cover, body);
		break;
	case VIEW_INBOX:
		view_inbox(&v->inbox, body);
		break;
	case VIEW_OVERVIEW:
		view_overview(&v->overview, body);
		break;
	case VIEW_PLAN:
		view_plan(&v->plan, body);
		break;
	case VIEW_SHEET:
		view_sheet(&v->sheet, body);
		break;
	case VIEW_FORM:
		if (v->form->in_conflict)
			view_conflict(v->form, body);
		else
			view_form(v->form, l, body);
		break;
	case VIEW_BULK:
		view_bulk(&v->bulk, body);
		break;
	case VIEW_TEXT:
		view_text(&v->text, body);
		break;
	default:
		break;
	}
}

#define SLIVER 16 /* columns: less than this of the view beside an overlay is only noise */

static void put_overlay(const struct view *v, struct area all, struct box box)
{
	struct area a = area_sub(all, box.row, box.col, box.rows, box.cols);

	if (all.cols - box.cols <= SLIVER)
		area_erase(area_sub(all, box.row, 0, box.rows, all.cols), PAINT_TEXT);
	area_erase(a, PAINT_DIALOG);
	switch (v->kind) {
	case VIEW_CHOOSER:
		overlay_chooser(&v->chooser, a);
		break;
	case VIEW_COLUMNS:
		overlay_columns(&v->columns, a);
		break;
	case VIEW_CONFIRM:
		overlay_confirm(&v->confirm, a);
		break;
	default:
		overlay_prompt(&v->prompt, a);
		break;
	}
}

static void put_others(const struct screen *s, struct area line)
{
	area_put(line, 0, 2, line.cols - 3, s->others_edit ? PAINT_WARNING : PAINT_DIM, s->others);
}

void ui_render(const struct screen *s, struct grid *g)
{
	const struct view *body = frame_body(s), *top = screen_top_const(s);
	struct area all = grid_area(g);
	struct layout l;

	grid_erase(g);
	g->ascii = s->app->options.ascii;
	layout_compute(s, &l);
	if (l.too_small) {
		put_too_small(s, all);
		return;
	}
	frame_title(s, area_of(g, l.title));
	if (body)
		put_body(body, &l, all);
	if (l.others.rows)
		put_others(s, area_of(g, l.others));
	if (top && view_is_overlay(top->kind))
		put_overlay(top, all, l.overlay);
	frame_footer(s, all);
}
