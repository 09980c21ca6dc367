/* SPDX-License-Identifier: MIT */
/* palette.h - what the 256 colours of xterm look like. */
#ifndef CONFIG_PALETTE_H
#define CONFIG_PALETTE_H

/* Red, green, blue (0..255) of colour 0..255. */
void palette_rgb(int color, int rgb[3]);

/* The colour of 0..15 that looks most like color; STYLE_DEFAULT_COLOR stays. */
int palette_basic(int color);

#endif
