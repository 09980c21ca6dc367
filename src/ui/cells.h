/* SPDX-License-Identifier: MIT */
/*
 * cells.h - single cells of a grid, for the files that paint into one.
 */
#ifndef UI_CELLS_H
#define UI_CELLS_H

#include "ui/grid.h"

/* The cell at row, col of the area, or NULL outside the area. */
struct cell *area_cell(struct area a, int row, int col);

/*
 * Writes one spacing character (with its marks) of width 1 or 2 at row, col
 * of the area. len 0 is a blank. Cells outside the area stay as they are;
 * where only half of a wide character would be inside, that half is blank.
 */
void area_set(struct area a, int row, int col, const char *bytes, size_t len, int width,
	      enum paint p);

/* Adds a combining mark to the cell; more than GRID_CELL_MARKS are dropped. */
void cell_add_mark(struct cell *c, const char *bytes, size_t len);

#endif
