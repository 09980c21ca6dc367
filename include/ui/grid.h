/* SPDX-License-Identifier: MIT */
/*
 * grid.h - a screen as data.
 *
 * A view paints into a grid; the terminal room sends a grid; tests dump one.
 * A cell holds one spacing character with at most 4 combining marks, since
 * that is what a terminal cell and ncurses hold; a wide character owns its
 * cell and the next, whose width is 0. Every string put into a grid passes
 * the text filter (utf8_visible), so no control character can get through;
 * tokens such as "<1B>" are painted with PAINT_CONTROL, so they differ from
 * the same characters typed by a person.
 *
 * All coordinates are cells. Painting outside an area does nothing; a wide
 * character half of which is painted over loses its other half too.
 */
#ifndef UI_GRID_H
#define UI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/paint.h"

#define GRID_CELL_BYTES 20
#define GRID_CELL_MARKS 4

struct cell {
	char bytes[GRID_CELL_BYTES]; /* not terminated; len says how many, the rest is zero */
	uint8_t len;                 /* 0: blank */
	uint8_t width;               /* 1, 2, or 0 for the right half of a wide one */
	uint8_t paint;               /* enum paint */
};

struct grid {
	int rows, cols;
	struct cell *cells;     /* rows * cols */
	int cursor_row, cursor_col; /* where the text cursor stands; row -1: hidden */
	bool ascii;             /* use the ASCII twin of every glyph */
};

/* A rectangle of a grid that a view may paint in; painting is clipped to it. */
struct area {
	struct grid *grid;
	int row, col, rows, cols;
};

void grid_init(struct grid *g);
void grid_release(struct grid *g);
void grid_resize(struct grid *g, int rows, int cols); /* and erases; keeps the ascii flag */
void grid_erase(struct grid *g);                      /* and hides the cursor */
bool grid_equal(const struct grid *a, const struct grid *b); /* size, cells and cursor */

struct area grid_area(struct grid *g);
struct area area_sub(struct area a, int row, int col, int rows, int cols); /* clipped to a */

/*
 * Puts s (filtered, clipped between clusters to max_cols and to the area) at
 * row, col of the area. max_cols < 0 means up to the area's edge. Returns the
 * cells used, so that "col += area_put(...)" goes on behind the text. A cut
 * is shown by an ellipsis in the last cell; area_put_len() lets the caller
 * say no to that. A col < 0 cuts cells off at the left.
 */
int area_put(struct area a, int row, int col, int max_cols, enum paint p, const char *s);
int area_put_len(struct area a, int row, int col, int max_cols, enum paint p, const char *s,
		 size_t len, bool ellipsis);
int area_putf(struct area a, int row, int col, int max_cols, enum paint p, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* As area_put, flush right within max_cols. */
int area_put_right(struct area a, int row, int col, int max_cols, enum paint p, const char *s);

void area_fill(struct area a, int row, int col, int cols, enum paint p);      /* blanks */
/* Keeps the text; the filter's tokens keep PAINT_CONTROL too, so a selection cannot hide them. */
void area_paint(struct area a, int row, int col, int cols, enum paint p);
void area_erase(struct area a, enum paint p);
void area_cursor(struct area a, int row, int col); /* where the text cursor stands, clipped */

/* Glyphs with an ASCII twin. */
enum glyph {
	GLYPH_HLINE, GLYPH_VLINE,
	GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT,
	GLYPH_TEE_LEFT, GLYPH_TEE_RIGHT,
	GLYPH_MARKER,    /* selected row: ">" */
	GLYPH_MARK,      /* marked row: "*" */
	GLYPH_ARROW,     /* link: "->" is two cells, so ">" */
	GLYPH_UP, GLYPH_DOWN, GLYPH_ELLIPSIS, GLYPH_BULLET, GLYPH_CHECK, GLYPH_CROSS,
	GLYPH_BLOCK,     /* full bar cell */
	GLYPH_SHADE,     /* light bar cell */
	GLYPH_TRACK,     /* scroll bar track */
	GLYPH_THUMB,     /* scroll bar thumb */
	GLYPH_DIAMOND,   /* milestone, gate */
	GLYPH_DOT,
	GLYPH_BEFORE,    /* comes before the selected one: "<" */
	GLYPH_NEW,       /* changed by others since one last looked */
	GLYPH_FOLDED,    /* more below it, not shown: "+" */
	GLYPH_MAX
};
const char *glyph_text(bool ascii, enum glyph g); /* always one cell */
void area_glyph(struct area a, int row, int col, enum paint p, enum glyph g, int repeat);

/* A border along the area's edge with the title in its top line. Needs 2 rows and 2 columns. */
void area_box(struct area a, enum paint border, enum paint title_paint, const char *title);

/*
 * The grid as text lines (trailing blanks cut) and, if paints is not NULL, as a
 * plane of one letter a role (trailing PAINT_TEXT, ".", cut). For tests.
 */
void grid_dump(const struct grid *g, struct buf *text, struct buf *paints);
char paint_letter(enum paint p);

#endif
