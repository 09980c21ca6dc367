/* SPDX-License-Identifier: MIT */
/*
 * glyph.c - glyphs with their ASCII twins, boxes, and the letters of a dump.
 *
 * Where it makes no difference to the eye, glyphs are those of code page 437,
 * since a Linux console has no others.
 */
#include "ui/cells.h"
#include "ui/grid.h"

#include <string.h>

#include "base/utf8.h"

static const char *const glyphs[GLYPH_MAX][2] = {
	/*                       Unicode  ASCII */
	[GLYPH_HLINE]        = { "─", "-" },
	[GLYPH_VLINE]        = { "│", "|" },
	[GLYPH_TOP_LEFT]     = { "┌", "+" },
	[GLYPH_TOP_RIGHT]    = { "┐", "+" },
	[GLYPH_BOTTOM_LEFT]  = { "└", "+" },
	[GLYPH_BOTTOM_RIGHT] = { "┘", "+" },
	[GLYPH_TEE_LEFT]     = { "├", "+" },
	[GLYPH_TEE_RIGHT]    = { "┤", "+" },
	[GLYPH_MARKER]       = { "►", ">" },
	[GLYPH_MARK]         = { "*", "*" },
	[GLYPH_ARROW]        = { "→", ">" },
	[GLYPH_UP]           = { "▲", "^" },
	[GLYPH_DOWN]         = { "▼", "v" },
	[GLYPH_ELLIPSIS]     = { "…", "~" },
	[GLYPH_BULLET]       = { "•", "*" },
	[GLYPH_CHECK]        = { "√", "+" },
	[GLYPH_CROSS]        = { "×", "x" },
	[GLYPH_BLOCK]        = { "█", "#" },
	[GLYPH_SHADE]        = { "░", ":" },
	[GLYPH_TRACK]        = { "│", "|" },
	[GLYPH_THUMB]        = { "█", "#" },
	[GLYPH_DIAMOND]      = { "♦", "o" },
	[GLYPH_DOT]          = { "·", "." },
	[GLYPH_BEFORE]       = { "←", "<" },
	[GLYPH_NEW]          = { "•", "+" },
	[GLYPH_FOLDED]       = { "►", "+" },
};

const char *glyph_text(bool ascii, enum glyph g)
{
	return glyphs[g][ascii ? 1 : 0];
}

void area_glyph(struct area a, int row, int col, enum paint p, enum glyph g, int repeat)
{
	const char *s = glyph_text(a.grid->ascii, g);
	size_t len = strlen(s);
	int64_t skip = col < 0 ? -(int64_t)col : 0;

	repeat = repeat > skip ? (int)(repeat - skip) : 0;
	col = col < 0 ? 0 : col;
	for (int i = 0; i < repeat && col < a.cols; i++, col++)
		area_set(a, row, col, s, len, 1, p);
}

static void box_edge(struct area a, int row, enum paint p, enum glyph left, enum glyph right)
{
	area_glyph(a, row, 0, p, left, 1);
	area_glyph(a, row, 1, p, GLYPH_HLINE, a.cols - 2);
	area_glyph(a, row, a.cols - 1, p, right, 1);
}

/* " Title " from the third column, when at least one character of it fits. */
static void box_title(struct area a, enum paint p, const char *title)
{
	int room = a.cols - 6;
	int used;

	if (title == NULL || *title == '\0' || room < 1)
		return;
	used = area_put(a, 0, 3, room, p, title);
	area_fill(a, 0, 2, 1, p);
	area_fill(a, 0, 3 + used, 1, p);
}

void area_box(struct area a, enum paint border, enum paint title_paint, const char *title)
{
	if (a.rows < 2 || a.cols < 2)
		return;
	box_edge(a, 0, border, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT);
	for (int row = 1; row < a.rows - 1; row++) {
		area_glyph(a, row, 0, border, GLYPH_VLINE, 1);
		area_glyph(a, row, a.cols - 1, border, GLYPH_VLINE, 1);
	}
	box_edge(a, a.rows - 1, border, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT);
	box_title(a, title_paint, title);
}

/*
 * Letters a reader of a dump can guess. A new role gets a letter of its own
 * here; the others keep theirs, so recorded dumps do not change.
 */
static const char letters[PAINT_MAX] = {
	[PAINT_TEXT] = '.',           [PAINT_DIM] = 'd',        [PAINT_STRONG] = 'S',
	[PAINT_TITLE] = 't',          [PAINT_TITLE_ALERT] = '!', [PAINT_TAB] = 'b',
	[PAINT_TAB_ACTIVE] = 'B',     [PAINT_FOOTER] = 'f',     [PAINT_FOOTER_KEY] = 'F',
	[PAINT_PANE] = 'p',           [PAINT_PANE_ACTIVE] = 'P', [PAINT_HEADER] = 'h',
	[PAINT_SELECTION] = '#',      [PAINT_SELECTION_IDLE] = '=', [PAINT_MARK] = '*',
	[PAINT_MATCH] = 'm',          [PAINT_LABEL] = 'l',      [PAINT_INPUT] = 'i',
	[PAINT_INPUT_FOCUS] = 'I',    [PAINT_INPUT_SELECTED] = 'X', [PAINT_LINK] = 'k',
	[PAINT_BORDER] = '-',         [PAINT_DIALOG] = 'g',     [PAINT_DIALOG_TITLE] = 'G',
	[PAINT_DISABLED] = 'x',       [PAINT_KEYCAP] = 'K',     [PAINT_GOOD] = '+',
	[PAINT_WARNING] = 'w',        [PAINT_ERROR] = 'E',      [PAINT_LATE] = 'L',
	[PAINT_SOON] = 's',           [PAINT_OPEN] = 'o',       [PAINT_CLOSED] = 'c',
	[PAINT_WAITING] = 'W',        [PAINT_CHANGED] = '~',    [PAINT_CONTROL] = '^',
	[PAINT_SCROLLBAR] = '|',      [PAINT_BAR] = 'r',        [PAINT_BASELINE] = '_',
	[PAINT_CRITICAL] = 'C',       [PAINT_TODAY] = 'T',
};

char paint_letter(enum paint p)
{
	return p < PAINT_MAX && letters[p] != '\0' ? letters[p] : '?';
}
