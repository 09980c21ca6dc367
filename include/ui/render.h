/* SPDX-License-Identifier: MIT */
/*
 * render.h - the screen's data as cells.
 *
 * Pure: (const struct screen, size of the grid) -> grid. No database, no clock, no
 * ncurses; every screen can be tested without a terminal.
 */
#ifndef UI_RENDER_H
#define UI_RENDER_H

#include "app/screen.h"
#include "ui/grid.h"

/* Paints everything into g, whose size is the screen's; the text cursor stands on the selected row or field. */
void ui_render(const struct screen *s, struct grid *g);

#endif
