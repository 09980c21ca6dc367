/* SPDX-License-Identifier: MIT */
/*
 * wrap.c - soft wrap of multi-line text.
 *
 * Breaks are taken at blanks and at wide characters (Chinese and Japanese
 * are written without blanks), else between clusters.
 */
#include "base/wrap.h"

#include "base/buf.h"
#include "base/utf8.h"

struct scan {
	const char *s;
	size_t len, from;
	int cols;
	/* result */
	size_t end;  /* of the line's text */
	size_t next; /* where the next line starts */
	bool hard;
};

/* A blank that carries no mark. */
static bool is_blank(const char *s, size_t len, size_t at)
{
	return (s[at] == ' ' || s[at] == '\t') && utf8_next(s, len, at) == at + 1;
}

/* Bytes of the newline at s + at, or 0. */
static size_t newline(const char *s, size_t len, size_t at)
{
	if (s[at] == '\n')
		return 1;
	return s[at] == '\r' && at + 1 < len && s[at + 1] == '\n' ? 2 : 0;
}

/* Cells of the cluster at s as the text filter shows it. */
static int shown_width(const char *s, size_t len)
{
	AUTOBUF shown = BUF_INIT;

	if (len == 1 && *s >= 0x20 && *s < 0x7f)
		return 1;
	if (utf8_is_visible(s, len, 0))
		return utf8_width(s, len);
	utf8_visible(&shown, s, len, 0);
	return utf8_width(shown.s, shown.len);
}

/* The line ends at end; blanks after it, and a newline after those, are swallowed. */
static void end_at_blanks(struct scan *sc, size_t end)
{
	size_t at = end, n;

	while (at < sc->len && is_blank(sc->s, sc->len, at))
		at++;
	n = at < sc->len ? newline(sc->s, sc->len, at) : 0;
	sc->end = end;
	sc->next = at + n;
	sc->hard = n > 0;
}

static void end_at(struct scan *sc, size_t end, size_t next, bool hard)
{
	sc->end = end;
	sc->next = next;
	sc->hard = hard;
}

static void scan_line(struct scan *sc)
{
	size_t brk = 0, brk_next = 0, at, next; /* brk 0: none yet */
	bool blank_before = true, wide_before = false;
	int used = 0;

	for (at = sc->from; at < sc->len; at = next) {
		size_t n = newline(sc->s, sc->len, at);
		bool blank = is_blank(sc->s, sc->len, at);
		int width;

		if (n > 0) {
			end_at(sc, at, at + n, true);
			return;
		}
		next = utf8_next(sc->s, sc->len, at);
		width = blank ? 1 : shown_width(sc->s + at, next - at);
		if (blank && !blank_before)
			brk = at;
		if (blank && brk > 0)
			brk_next = next;
		if (!blank && !blank_before && (width > 1 || wide_before))
			brk = brk_next = at;
		if (used + width > sc->cols && at > sc->from) {
			if (blank)
				end_at_blanks(sc, blank_before && brk > 0 ? brk : at);
			else if (brk > 0)
				end_at(sc, brk, brk_next, false);
			else
				end_at(sc, at, at, false);
			return;
		}
		used += width;
		blank_before = blank;
		wide_before = width > 1;
	}
	end_at(sc, sc->len, sc->len, false);
}

int text_wrap(const char *s, size_t len, int cols, struct wrap_line *lines, int max_lines)
{
	struct scan sc = { .s = s, .len = len, .cols = cols < 1 ? 1 : cols };
	int count = 0;

	do {
		sc.from = sc.next;
		scan_line(&sc);
		if (lines != NULL && count < max_lines)
			lines[count] = (struct wrap_line){
				.from = sc.from, .len = sc.end - sc.from, .hard = sc.hard };
		count++;
	} while (sc.hard || sc.next < len);
	return count;
}
