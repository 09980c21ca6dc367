/* SPDX-License-Identifier: MIT */
/* overlay_confirm.c - the small dialogs: yes or no, and one line of text. */
#include "ui/ui_private.h"

#include <string.h>

#include "base/utf8.h"

/* "[ No ]" has the focus, "  Yes  " has not: told by brackets, not by colour alone. */
static int put_button(struct area a, int row, int col, const char *label, bool focus)
{
	int used = area_putf(a, row, col, -1, focus ? PAINT_SELECTION : PAINT_DIALOG, "%c %s %c",
			     focus ? '[' : ' ', label, focus ? ']' : ' ');

	if (focus)
		area_cursor(a, row, col + 2);
	return used;
}

void overlay_confirm(const struct confirm *c, struct area a)
{
	struct area in = area_sub(a, 1, 2, a.rows - 2, a.cols - 4);
	int buttons = in.rows - 1, col = 0;

	area_box(a, PAINT_BORDER, PAINT_DIALOG_TITLE, c->title);
	if (buttons < 0)
		return;
	put_wrapped(in, 0, 0, in.cols, buttons > 2 ? buttons - 1 : buttons, PAINT_DIALOG,
		    c->text ? c->text : "");
	area_fill(in, buttons, 0, in.cols, PAINT_DIALOG);
	col += put_button(in, buttons, col, "No", !c->yes) + 2;
	put_button(in, buttons, col, "Yes", c->yes);
}

void overlay_prompt(const struct prompt *p, struct area a)
{
	struct area in = area_sub(a, 1, 2, a.rows - 2, a.cols - 4);
	int row = 0, hint = p->hint[0] ? wrapped_rows(p->hint, in.cols) : 0;

	area_box(a, PAINT_BORDER, PAINT_DIALOG_TITLE, p->title);
	if (hint && in.rows > 2)
		row += put_wrapped(in, 0, 0, in.cols, hint < 2 ? hint : 2, PAINT_DIM, p->hint);
	put_edit(in, row, 0, in.cols, &p->input, PAINT_INPUT_FOCUS, true);
	if (p->error[0]) {
		area_put(in, row + 1, 0, 1, PAINT_ERROR, "!");
		put_wrapped(in, row + 1, 2, in.cols - 2, in.rows - row - 1, PAINT_ERROR, p->error);
	}
}
