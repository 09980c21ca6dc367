/* SPDX-License-Identifier: MIT */
/*
 * paint.c - the roles and the compiled-in theme.
 */
#include "base/paint.h"

#include <string.h>

struct paint_row {
	const char *name;
	enum paint fallback;
	const char *help;
};

static const struct paint_row rows[PAINT_MAX] = {
#define PAINT_ROW(id, name, fallback, help) [PAINT_##id] = { name, PAINT_##fallback, help },
	PAINT_LIST(PAINT_ROW)
#undef PAINT_ROW
};

static const struct paint_row *row(enum paint p)
{
	return &rows[(unsigned)p < PAINT_MAX ? p : PAINT_TEXT];
}

const char *paint_name(enum paint p)
{
	return row(p)->name;
}

const char *paint_help(enum paint p)
{
	return row(p)->help;
}

enum paint paint_fallback(enum paint p)
{
	return row(p)->fallback;
}

enum paint paint_by_name(const char *name)
{
	for (int p = 0; name && p < PAINT_MAX; p++)
		if (strcmp(rows[p].name, name) == 0)
			return (enum paint)p;
	return PAINT_MAX;
}

/*
 * The default theme leaves the terminal's own text and background alone. An
 * accent is a pair: one for 256 colours whose contrast is at least 3:1 on
 * black and on white, and the plain palette colour for 8 and 16.
 */
#define NONE STYLE_DEFAULT_COLOR
#define RED 196, NONE, 1, NONE
#define GREEN 28, NONE, 2, NONE
#define YELLOW 136, NONE, 3, NONE
#define MAGENTA 133, NONE, 5, NONE
#define CYAN 30, NONE, 6, NONE
#define OWN NONE, NONE, NONE, NONE

#define BOLD STYLE_BOLD
#define DIM STYLE_DIM
#define LINE STYLE_UNDERLINE
#define SWAP STYLE_REVERSE

/* Colours, attributes with colours, attributes without. Roles left out use their fallback. */
static const struct theme builtin = {
	.name = "default",
	.style = {
		[PAINT_TEXT] = { OWN, 0, 0, true },
		[PAINT_DIM] = { OWN, DIM, DIM, true },
		[PAINT_STRONG] = { OWN, BOLD, BOLD, true },
		[PAINT_TITLE] = { OWN, SWAP, SWAP, true },
		[PAINT_TITLE_ALERT] = { YELLOW, SWAP | BOLD, SWAP | BOLD, true },
		[PAINT_TAB_ACTIVE] = { OWN, BOLD, BOLD, true },
		[PAINT_FOOTER_KEY] = { OWN, SWAP | BOLD, SWAP | BOLD, true },
		[PAINT_PANE_ACTIVE] = { OWN, SWAP | BOLD, SWAP | BOLD, true },
		[PAINT_HEADER] = { OWN, BOLD, BOLD, true },
		[PAINT_SELECTION] = { OWN, SWAP, SWAP, true },
		[PAINT_SELECTION_IDLE] = { OWN, LINE, LINE, true },
		[PAINT_MARK] = { MAGENTA, BOLD, BOLD, true },
		[PAINT_MATCH] = { MAGENTA, BOLD | LINE, BOLD | LINE, true },
		[PAINT_INPUT] = { OWN, LINE, LINE, true },
		[PAINT_INPUT_FOCUS] = { OWN, BOLD | LINE, BOLD | LINE, true },
		[PAINT_INPUT_SELECTED] = { OWN, SWAP, SWAP, true },
		[PAINT_LINK] = { CYAN, 0, LINE, true },
		[PAINT_DIALOG_TITLE] = { OWN, SWAP | BOLD, SWAP | BOLD, true },
		[PAINT_GOOD] = { GREEN, 0, 0, true },
		[PAINT_WARNING] = { YELLOW, BOLD, BOLD, true },
		[PAINT_ERROR] = { RED, BOLD, SWAP | BOLD, true },
		[PAINT_LATE] = { RED, BOLD, BOLD, true },
		[PAINT_SOON] = { YELLOW, 0, BOLD, true },
		[PAINT_CLOSED] = { OWN, DIM, DIM, true },
		[PAINT_WAITING] = { CYAN, 0, 0, true },
		[PAINT_CHANGED] = { YELLOW, BOLD, BOLD, true },
		[PAINT_CONTROL] = { RED, SWAP, SWAP, true },
		[PAINT_BAR] = { CYAN, 0, 0, true },
		[PAINT_CRITICAL] = { YELLOW, BOLD, BOLD, true },
		[PAINT_TODAY] = { MAGENTA, BOLD, BOLD, true },
	},
};

const struct theme *theme_builtin(void)
{
	return &builtin;
}

struct style theme_style(const struct theme *t, enum paint p)
{
	if ((unsigned)p >= PAINT_MAX)
		p = PAINT_TEXT;
	while (!t->style[p].set) {
		if (p == PAINT_TEXT) /* the end of every chain: a theme need not name it */
			return builtin.style[PAINT_TEXT];
		p = rows[p].fallback;
	}
	return t->style[p];
}
