/* SPDX-License-Identifier: MIT */
/*
 * style.c - a theme's styles become what this terminal can show.
 *
 * Three kinds of terminal: 256 colours, 8 or 16, none (or none wanted).
 * Colour pairs are made when a role is first painted.
 */
#include "term/curses_room.h"

#define PAIRS_MAX 256

enum colors { COLORS_NONE, COLORS_FEW, COLORS_MANY };

static struct {
	const struct theme *theme;
	enum colors colors;
	bool own_defaults;        /* the terminal cannot show its own default colours on request */
	struct { short fg, bg; } pairs[PAIRS_MAX];
	int pair_count;           /* pair 0, the default colours, counts */
	struct look looks[PAINT_MAX];
	bool known[PAINT_MAX];
} style;

static const struct {
	uint8_t style;
	attr_t curses;
} attrs[] = {
	{ STYLE_BOLD, A_BOLD },
	{ STYLE_DIM, A_DIM },
	{ STYLE_UNDERLINE, A_UNDERLINE },
	{ STYLE_REVERSE, A_REVERSE },
	{ STYLE_ITALIC, A_ITALIC },
};

void style_open(bool color)
{
	style.colors = COLORS_NONE;
	style.own_defaults = false;
	style.pair_count = 1;
	if (!color || !has_colors() || start_color() == ERR || COLORS < 8)
		return;
	style.colors = COLORS >= 256 ? COLORS_MANY : COLORS_FEW;
	style.own_defaults = use_default_colors() == ERR;
}

void style_theme(const struct theme *theme)
{
	style.theme = theme;
	style.pair_count = 1;
	for (int i = 0; i < PAINT_MAX; i++)
		style.known[i] = false;
}

static attr_t attributes(uint8_t bits)
{
	attr_t result = A_NORMAL;

	for (size_t i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++)
		if (bits & attrs[i].style)
			result |= attrs[i].curses;
	return result;
}

/* A pair of these colours; pair 0 when there are no more. */
static short pair_of(short fg, short bg)
{
	int n = style.pair_count;

	if (style.own_defaults) {
		fg = fg < 0 ? COLOR_WHITE : fg;
		bg = bg < 0 ? COLOR_BLACK : bg;
	}
	if (fg < 0 && bg < 0)
		return 0;
	for (int i = 1; i < n; i++)
		if (style.pairs[i].fg == fg && style.pairs[i].bg == bg)
			return (short)i;
	if (n >= PAIRS_MAX || n >= COLOR_PAIRS || init_pair((short)n, fg, bg) == ERR)
		return 0;
	style.pairs[n].fg = fg;
	style.pairs[n].bg = bg;
	style.pair_count++;
	return (short)n;
}

/* On 8 colours a bright one is the plain one in bold, a bright background the plain one. */
static struct look few_colors(const struct style *s)
{
	attr_t bright = COLORS < 16 && s->fg8 >= 8 ? A_BOLD : 0;
	short fg = s->fg8 >= COLORS ? (short)(s->fg8 % 8) : s->fg8;
	short bg = s->bg8 >= COLORS ? (short)(s->bg8 % 8) : s->bg8;

	return (struct look){ .attrs = attributes(s->attrs) | bright, .pair = pair_of(fg, bg) };
}

struct look style_look(enum paint p)
{
	struct look *look = &style.looks[p < PAINT_MAX ? p : PAINT_TEXT];
	struct style s;

	if (style.known[look - style.looks])
		return *look;
	s = theme_style(style.theme, (enum paint)(look - style.looks));
	if (style.colors == COLORS_MANY)
		*look = (struct look){ .attrs = attributes(s.attrs), .pair = pair_of(s.fg, s.bg) };
	else if (style.colors == COLORS_FEW)
		*look = few_colors(&s);
	else
		*look = (struct look){ .attrs = attributes(s.mono_attrs) };
	style.known[look - style.looks] = true;
	return *look;
}
