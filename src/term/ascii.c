/* SPDX-License-Identifier: MIT */
/*
 * ascii.c - what stands for a character that the locale cannot show.
 */
#include "term/private.h"

/* U+00A0 .. U+017F: letters lose their accents, signs become what they resemble. */
static const char latin[] =
	" !cL$Y|S\"Ca<--R_"
	"o+23'uP.,1o>///?"
	"AAAAAAACEEEEIIII"
	"DNOOOOOxOUUUUYTs"
	"aaaaaaaceeeeiiii"
	"dnooooo/ouuuuyty"
	"AaAaAaCcCcCcCcDd"
	"DdEeEeEeEeEeGgGg"
	"GgGgHhHhIiIiIiIi"
	"IiIiJjKkkLlLlLlL"
	"lLlNnNnNnnNnOoOo"
	"OoOoRrRrRrSsSsSs"
	"SsTtTtTtUuUuUuUu"
	"UuUuWwYyYZzZzZzs";

#define LATIN_FIRST 0xA0
_Static_assert(sizeof(latin) - 1 == 0x180 - LATIN_FIRST, "one for each");

static const struct {
	uint32_t first, last;
	char twin;
} ranges[] = {
	{ 0x2010, 0x2015, '-' }, /* hyphens and dashes */
	{ 0x2018, 0x201B, '\'' },
	{ 0x201C, 0x201F, '"' },
	{ 0x2022, 0x2022, '*' },
	{ 0x2026, 0x2026, '~' },
	{ 0x2039, 0x2039, '<' },
	{ 0x203A, 0x203A, '>' },
	{ 0x2190, 0x2190, '<' },
	{ 0x2191, 0x2191, '^' },
	{ 0x2192, 0x2192, '>' },
	{ 0x2193, 0x2193, 'v' },
	{ 0x2212, 0x2212, '-' },
	{ 0x2500, 0x2501, '-' },
	{ 0x2502, 0x2503, '|' },
	{ 0x250C, 0x254B, '+' },
	{ 0x3000, 0x3000, ' ' },
};

char ascii_twin(uint32_t cp)
{
	if (cp >= 0x20 && cp < 0x7f)
		return (char)cp;
	if (cp >= LATIN_FIRST && cp < LATIN_FIRST + sizeof(latin) - 1)
		return latin[cp - LATIN_FIRST];
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return ranges[i].twin;
	return '?';
}
