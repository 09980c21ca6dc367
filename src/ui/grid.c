/* SPDX-License-Identifier: MIT */
/*
 * grid.c - the storage of a grid, its areas and its single cells.
 *
 * Unused bytes of a cell are zero, so cells compare with memcmp().
 */
#include "ui/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/cells.h"

static const struct cell blank_cell = { .len = 0, .width = 1, .paint = PAINT_TEXT };

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

/* a + b for coordinates that a caller may have taken to the ends of int. */
static int add(int a, int b)
{
	int sum;

	if (__builtin_add_overflow(a, b, &sum))
		return b > 0 ? INT32_MAX : INT32_MIN;
	return sum;
}

static size_t cell_count(const struct grid *g)
{
	return (size_t)g->rows * (size_t)g->cols;
}

void grid_init(struct grid *g)
{
	*g = (struct grid){ .cursor_row = -1 };
}

void grid_release(struct grid *g)
{
	free(g->cells);
	grid_init(g);
}

void grid_erase(struct grid *g)
{
	size_t count = cell_count(g);

	for (size_t i = 0; i < count; i++)
		g->cells[i] = blank_cell;
	g->cursor_row = -1;
	g->cursor_col = 0;
}

void grid_resize(struct grid *g, int rows, int cols)
{
	rows = rows < 0 ? 0 : rows;
	cols = cols < 0 ? 0 : cols;
	if (rows != g->rows || cols != g->cols) {
		size_t count = (size_t)rows * (size_t)cols;

		g->cells = mem_realloc(g->cells, count ? count : 1, sizeof(*g->cells));
		g->rows = rows;
		g->cols = cols;
	}
	grid_erase(g);
}

bool grid_equal(const struct grid *a, const struct grid *b)
{
	if (a->rows != b->rows || a->cols != b->cols)
		return false;
	if (a->cursor_row != b->cursor_row || a->cursor_col != b->cursor_col)
		return false;
	return cell_count(a) == 0 ||
	       memcmp(a->cells, b->cells, cell_count(a) * sizeof(*a->cells)) == 0;
}

struct area grid_area(struct grid *g)
{
	return (struct area){ .grid = g, .rows = g->rows, .cols = g->cols };
}

struct area area_sub(struct area a, int row, int col, int rows, int cols)
{
	int bottom = clamp(add(row, rows), 0, a.rows);
	int right = clamp(add(col, cols), 0, a.cols);

	row = clamp(row, 0, a.rows);
	col = clamp(col, 0, a.cols);
	a.row += row;
	a.col += col;
	a.rows = bottom > row ? bottom - row : 0;
	a.cols = right > col ? right - col : 0;
	return a;
}

struct cell *area_cell(struct area a, int row, int col)
{
	if (row < 0 || col < 0 || row >= a.rows || col >= a.cols)
		return NULL;
	return &a.grid->cells[(size_t)(a.row + row) * (size_t)a.grid->cols + (size_t)(a.col + col)];
}

/* Blanks the other half of a wide character at this cell, which is about to be overwritten. */
static void break_wide(struct area a, struct cell *c, int col)
{
	struct cell *other = NULL;

	if (c->width == 0 && a.col + col > 0)
		other = c - 1;
	else if (c->width == 2 && a.col + col + 1 < a.grid->cols)
		other = c + 1;
	if (other != NULL)
		*other = (struct cell){ .width = 1, .paint = other->paint };
}

static struct cell *overwrite(struct area a, int row, int col, enum paint p)
{
	struct cell *c = area_cell(a, row, col);

	if (c == NULL)
		return NULL;
	break_wide(a, c, col);
	*c = (struct cell){ .width = 1, .paint = (uint8_t)p };
	return c;
}

void area_set(struct area a, int row, int col, const char *bytes, size_t len, int width,
	      enum paint p)
{
	struct cell *left = overwrite(a, row, col, p);
	struct cell *right = width == 2 ? overwrite(a, row, col + 1, p) : NULL;

	if (left == NULL || (width == 2 && right == NULL) || len > GRID_CELL_BYTES)
		return;
	memcpy(left->bytes, bytes, len);
	left->len = (uint8_t)len;
	left->width = (uint8_t)width;
	if (right != NULL)
		right->width = 0;
}

void cell_add_mark(struct cell *c, const char *bytes, size_t len)
{
	int marks = -1; /* the base is none */
	uint32_t cp;

	for (size_t i = 0; i < c->len; i += utf8_decode(c->bytes + i, c->len - i, &cp))
		marks++;
	if (marks < 0 || marks >= GRID_CELL_MARKS || c->len + len > GRID_CELL_BYTES)
		return;
	memcpy(c->bytes + c->len, bytes, len);
	c->len = (uint8_t)(c->len + len);
}

void area_fill(struct area a, int row, int col, int cols, enum paint p)
{
	int end = clamp(add(col, cols), 0, a.cols);

	for (int i = col < 0 ? 0 : col; i < end; i++)
		area_set(a, row, i, "", 0, 1, p);
}

void area_erase(struct area a, enum paint p)
{
	for (int row = 0; row < a.rows; row++)
		area_fill(a, row, 0, a.cols, p);
}

void area_paint(struct area a, int row, int col, int cols, enum paint p)
{
	int end = clamp(add(col, cols), 0, a.cols);

	for (int i = col < 0 ? 0 : col; i < end; i++) {
		struct cell *c = area_cell(a, row, i);

		if (c != NULL && c->paint != PAINT_CONTROL)
			c->paint = (uint8_t)p;
	}
}

void area_cursor(struct area a, int row, int col)
{
	if (a.rows == 0 || a.cols == 0) {
		a.grid->cursor_row = -1;
		a.grid->cursor_col = 0;
		return;
	}
	a.grid->cursor_row = a.row + clamp(row, 0, a.rows - 1);
	a.grid->cursor_col = a.col + clamp(col, 0, a.cols - 1);
}

static char letter_at(const struct grid *g, int row, int col)
{
	return paint_letter(g->cells[(size_t)row * (size_t)g->cols + (size_t)col].paint);
}

static void dump_row(const struct grid *g, int row, struct buf *text, struct buf *paints)
{
	size_t text_end = text->len, paint_end = paints ? paints->len : 0;

	for (int col = 0; col < g->cols; col++) {
		const struct cell *c = &g->cells[(size_t)row * (size_t)g->cols + (size_t)col];

		if (c->width != 0)
			buf_add(text, c->len ? c->bytes : " ", c->len ? c->len : 1);
		if (c->len != 0 && !(c->len == 1 && c->bytes[0] == ' '))
			text_end = text->len;
		if (paints == NULL)
			continue;
		buf_addc(paints, letter_at(g, row, col));
		if (c->paint != PAINT_TEXT)
			paint_end = paints->len;
	}
	buf_cut(text, text_end);
	buf_addc(text, '\n');
	if (paints != NULL) {
		buf_cut(paints, paint_end);
		buf_addc(paints, '\n');
	}
}

void grid_dump(const struct grid *g, struct buf *text, struct buf *paints)
{
	for (int row = 0; row < g->rows; row++)
		dump_row(g, row, text, paints);
}
