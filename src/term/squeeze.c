/* SPDX-License-Identifier: MIT */
/*
 * squeeze.c - takes out of a frame what changes nothing: a tenth of the bytes of a step in a list.
 *
 * Curses chooses the set of letters with every change of attributes, although lines
 * are drawn with letters of Unicode here and the other set is never wanted; and it takes
 * a colour back before it takes back everything.
 */
#include "term/private.h"
#include "term/terminfo.h"

#include <string.h>

static const char *const usual_sets[] = { "\033(B", "\017" };
static const char *const colors_back[] = { "\033[39m", "\033[49m", "\033[39;49m" };
static const char *const all_back[] = { "\033[m", "\033[0m", "\033[0;" };

const char *squeeze_letters(void)
{
	const char *back = terminfo_string("sgr0");

	for (size_t i = 0; back && i < sizeof(usual_sets) / sizeof(usual_sets[0]); i++)
		if (strstr(back, usual_sets[i]))
			return usual_sets[i];
	return "";
}

/* How long that of the texts is which stands here; 0: none does. */
static size_t one_of(const char *const texts[], size_t n, const char *at, const char *end)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(texts[i]);

		if ((size_t)(end - at) >= len && memcmp(at, texts[i], len) == 0)
			return len;
	}
	return 0;
}

/* How many bytes from here on can be left out. */
static size_t idle(const char *letters, const char *at, const char *end)
{
	size_t set = *letters ? one_of(&letters, 1, at, end) : 0;
	size_t color = set ? 0 : one_of(colors_back, sizeof(colors_back) / sizeof(colors_back[0]), at, end);

	if (!color)
		return set;
	at += color;
	set = *letters ? one_of(&letters, 1, at, end) : 0;
	return one_of(all_back, sizeof(all_back) / sizeof(all_back[0]), at + set, end) ? color + set : 0;
}

size_t squeeze(const char *letters, char *bytes, size_t len)
{
	size_t to = 0;

	for (size_t from = 0; from < len;) {
		bool control = (unsigned char)bytes[from] < ' ';
		size_t skip = control ? idle(letters, bytes + from, bytes + len) : 0;

		if (skip)
			from += skip;
		else
			bytes[to++] = bytes[from++];
	}
	return to;
}
