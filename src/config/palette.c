/* SPDX-License-Identifier: MIT */
/* palette.c - what the 256 colours of xterm look like. */
#include "config/palette.h"

#include "base/paint.h"

#define BASIC 16
#define CUBE_END 232

_Static_assert(STYLE_DEFAULT_COLOR < 0, "the default colour is below all others");

/* xterm's own; terminals differ here, and only here. */
static const unsigned char basic[BASIC][3] = {
	{ 0, 0, 0 },	   { 205, 0, 0 },   { 0, 205, 0 },   { 205, 205, 0 },
	{ 0, 0, 238 },	   { 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 },
	{ 127, 127, 127 }, { 255, 0, 0 },   { 0, 255, 0 },   { 255, 255, 0 },
	{ 92, 92, 255 },   { 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 },
};

/* The steps of the 6x6x6 cube. */
static int cube_step(int i)
{
	return i ? 55 + 40 * i : 0;
}

void palette_rgb(int color, int rgb[3])
{
	for (int i = 0; i < 3; i++) {
		static const int weight[3] = { 36, 6, 1 };

		if (color < BASIC)
			rgb[i] = basic[color][i];
		else if (color < CUBE_END)
			rgb[i] = cube_step((color - BASIC) / weight[i] % 6);
		else
			rgb[i] = 8 + 10 * (color - CUBE_END);
	}
}

int palette_basic(int color)
{
	int best = 0, best_distance = -1, want[3];

	if (color < BASIC)
		return color;
	palette_rgb(color, want);
	for (int c = 0; c < BASIC; c++) {
		int d = 0;

		for (int i = 0; i < 3; i++)
			d += (basic[c][i] - want[i]) * (basic[c][i] - want[i]);
		if (best_distance < 0 || d < best_distance) {
			best_distance = d;
			best = c;
		}
	}
	return best;
}
