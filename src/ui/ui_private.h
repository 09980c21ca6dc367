/* SPDX-License-Identifier: MIT */
/*
 * ui_private.h - what the files of the ui share. Private to ui.
 *
 * Every view is one function: (area to paint in, its data) -> cells. All of
 * them are pure: nothing here changes the screen's data or asks the store.
 */
#ifndef UI_PRIVATE_H
#define UI_PRIVATE_H

#include "app/layout.h"
#include "app/screen.h"
#include "ui/grid.h"

/* ---- the frame: frame.c, footer.c ---------------------------------------------------- */

/* The view that fills the body: the topmost that is no overlay; NULL: none. */
const struct view *frame_body(const struct screen *s);
void frame_title(const struct screen *s, struct area line);
void frame_footer(const struct screen *s, struct area all);

/* ---- views ---------------------------------------------------------------------------- */

void view_list(const struct list *l, struct area a, bool focus);
void view_bench(const struct bench *b, const struct layout *layout, struct area all);
void view_sheet(const struct sheet *s, struct area a);
void view_plan(const struct plan_view *v, struct area a);
void view_coverage(const struct cover_view *v, struct area a);
void view_inbox(const struct inbox_view *v, struct area a);
void view_overview(const struct overview_view *v, struct area a);
void view_gantt_heading(const struct plan_view *v, struct area a);
void view_gantt_row(const struct plan_view *v, const struct plan_line *line, struct area a);
void view_form(const struct form *f, const struct layout *layout, struct area a);
void view_conflict(const struct form *f, struct area a);
void view_bulk(const struct bulk_view *v, struct area a);
void view_text(const struct text_page *t, struct area a);
void overlay_chooser(const struct chooser *c, struct area a);
void overlay_columns(const struct columns_view *v, struct area a);
void overlay_confirm(const struct confirm *c, struct area a);
void overlay_prompt(const struct prompt *p, struct area a);

/* "2 Recommendations of OIG-12-130 · 2", without the number if number is 0. */
void bench_pane_title(const struct bench *b, int pane, bool brief, bool ascii, struct buf *out);

/* ---- columns of a list: list_columns.c -------------------------------------------------- */

struct list_column {
	int index; /* in the list's columns */
	int col, cols;
	bool right; /* numbers stand flush right */
};

struct list_columns {
	int n;
	struct list_column at[COLUMNS_MAX];
};

/* Which columns are shown in that many cells, and where. */
void list_columns_fit(const struct list *l, int cols, struct list_columns *out);

/* What a person reads in a cell: labels of choices, yes or no, one line. Appends to out. */
void list_cell_text(const struct column *c, const char *cell, bool ascii, struct buf *out);

/* How a state word, a number of days or anything else of a list is painted. */
/* Where an open item has no due date its age stands in that column: "412 d old". Else NULL. */
const char *list_cell_age(const struct list *l, size_t index, int column, char dst[24]);
enum paint list_cell_paint(const struct column *c, const char *cell);
enum paint state_paint(const char *word);

/* ---- a field of a form and its table of lines: form_field.c, form_lines.c ------------------ */

struct form_look {
	struct area area; /* of the fields; rows outside are clipped */
	int row;          /* of the field's first row in it; may be negative */
	int label_cols, text_cols;
	bool focus;
	int cursor_row; /* set where the cursor is, in rows of the field */
};

/* Paints (or only measures) one field; returns the rows it takes. */
int form_put_error(const char *text, struct form_look *look, int row); /* returns the rows it takes */
int form_field_put(const struct form_field *ff, struct form_look *look);
int form_lines_put(const struct form_field *ff, struct form_look *look);
/* Where values begin, so that one cell is left before the scroll bar. */
int form_value_col(const struct form_look *look);
/* Cells for typing a value of f; text: what stands there now. */
int form_value_cols(const struct field *f, const char *text, int most);

/* ---- helpers: parts.c ------------------------------------------------------------------------ */

struct area area_of(struct grid *g, struct box b);

/* A scroll bar in that column; nothing where everything fits. */
void put_scrollbar(struct area a, int col, int64_t total, int64_t top);
/*
 * A number at the right edge, with what may stand before and behind it: "-12", "1,200.00", "+3d". One that
 * does not fit is never cut, it would be another number: ">9999" and "<-999" say as much as there is room for.
 */
void put_number(struct area a, int row, int col, int cols, enum paint p, const char *text);

/* Text in that many cells, wrapped; more than max_rows end with an ellipsis. Returns the rows. */
int put_wrapped(struct area a, int row, int col, int cols, int max_rows, enum paint p,
		const char *s);

/* Rows that put_wrapped() needs. */
int wrapped_rows(const char *s, int cols);

/* Wrapped text in the middle of the area. */
void put_centred(struct area a, enum paint p, const char *s);

/* "Title ─────────": p for the title, the rule to the area's right edge. */
void put_heading(struct area a, int row, int col, enum paint p, const char *title);

/*
 * One line that can be typed in, scrolled so that its cursor shows. With focus
 * the text cursor stands in it and selected text is shown so.
 */
void put_edit(struct area a, int row, int col, int cols, const struct edit *e, enum paint p,
	      bool focus);

/* Several lines, soft-wrapped to cols, from that row on; returns the rows. */
int put_edit_rows(struct area a, int row, int col, int cols, const struct edit *e, enum paint p,
		  bool focus);

/* " · " or " - " */
const char *text_dot(bool ascii);

#endif
