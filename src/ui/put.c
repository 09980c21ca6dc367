/* SPDX-License-Identifier: MIT */
/*
 * put.c - strings into a grid.
 *
 * A string is walked as units, which are never cut in two: a cluster, or a
 * token that the text filter put in place of a character. Putting measures
 * first and paints then, so that a cut never leaves half of what it replaces.
 *
 * Most of what a screen shows is plain ASCII, where a byte is a unit of one
 * cell: it takes a short way, since a frame puts some thousand characters.
 */
#include "ui/cells.h"
#include "ui/grid.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

struct unit {
	const char *s;
	size_t len;
	int width;
	bool token;
};

struct walk {
	const char *source;
	size_t source_len, source_at;
	const char *shown; /* filtered; the source itself when there is nothing to filter */
	size_t shown_len, shown_at;
	bool plain; /* a byte is a unit */
	struct buf filtered;
};

static void walk_start(struct walk *w, const char *s, size_t len)
{
	*w = (struct walk){ .source = s, .source_len = len, .shown = s, .shown_len = len };
	buf_init(&w->filtered);
	w->plain = utf8_plain(s, len) == len;
	if (w->plain || utf8_is_visible(s, len, 0))
		return;
	utf8_visible(&w->filtered, s, len, 0);
	w->shown = w->filtered.s;
	w->shown_len = w->filtered.len;
}

static void walk_rewind(struct walk *w)
{
	w->source_at = w->shown_at = 0;
}

static void walk_end(struct walk *w)
{
	buf_release(&w->filtered);
}

/* The length of the token at s if it stands for value, else 0. */
static size_t token_length(const char *s, size_t len, uint32_t value)
{
	char *end;

	if (len == 0 || s[0] != '<' || strtoul(s + 1, &end, 16) != value || *end != '>')
		return 0;
	return (size_t)(end + 1 - s);
}

/*
 * Finds how the source and the filtered text go on, side by side: steps over
 * one character of the source and returns the bytes that stand for it; 0 for
 * one that was dropped.
 */
static size_t step(struct walk *w, size_t shown_at, bool *token)
{
	const char *from = w->source + w->source_at, *to = w->shown + shown_at;
	size_t left = w->shown_len - shown_at;
	uint32_t cp;
	size_t n = utf8_decode(from, w->source_len - w->source_at, &cp);

	*token = false;
	w->source_at += n;
	if (cp != UTF8_BAD && left >= n && memcmp(from, to, n) == 0)
		return n;
	if (cp == '\t' && left > 0 && to[0] == ' ')
		return 1;
	*token = true;
	return token_length(to, left, cp == UTF8_BAD ? (unsigned char)*from : cp);
}

/* Shortens a cluster of filtered text to what is in front of a token, or finds the token. */
static void find_token(struct walk *w, struct unit *u)
{
	size_t end = w->shown_at + u->len;
	size_t at = w->shown_at;

	while (at < end && w->source_at < w->source_len) {
		size_t before = w->source_at;
		bool token;
		size_t n = step(w, at, &token);

		if (token && n > 0 && at > w->shown_at) {
			w->source_at = before;
			u->len = at - w->shown_at;
			return;
		}
		if (token && n > 0) {
			u->len = n;
			u->token = true;
			return;
		}
		at += n;
	}
}

static bool walk_next(struct walk *w, struct unit *u)
{
	if (w->shown_at >= w->shown_len)
		return false;
	*u = (struct unit){ .s = w->shown + w->shown_at };
	u->len = utf8_next(w->shown, w->shown_len, w->shown_at) - w->shown_at;
	if (w->shown != w->source)
		find_token(w, u);
	u->width = utf8_width(u->s, u->len);
	w->shown_at += u->len;
	return true;
}

/* Cells that the text may take: all of them, or (cut) what leaves room for the ellipsis. */
static int measure(struct walk *w, int limit, bool ellipsis, bool *cut)
{
	struct unit u;
	int used = 0, fits = 0;

	if (w->plain) {
		*cut = w->shown_len > (size_t)limit;
		return !*cut ? (int)w->shown_len : ellipsis ? limit - 1 : limit;
	}
	*cut = false;
	while (walk_next(w, &u)) {
		if (u.width > limit - used) {
			*cut = true;
			break;
		}
		used += u.width;
		if (used < limit)
			fits = used;
	}
	walk_rewind(w);
	return *cut && ellipsis ? fits : used;
}

/* Paints one unit; *last is the cell that following marks go to. */
static void put_unit(struct area a, int row, int col, enum paint p, const struct unit *u,
		     struct cell **last)
{
	size_t n;

	for (size_t i = 0; i < u->len; i += n) {
		uint32_t cp;
		int width;

		n = utf8_decode(u->s + i, u->len - i, &cp);
		width = utf8_width(u->s + i, n);
		if (width > 0) {
			area_set(a, row, col, u->s + i, n, width, u->token ? PAINT_CONTROL : p);
			*last = area_cell(a, row, col);
			col += width;
		} else if (*last != NULL) {
			cell_add_mark(*last, u->s + i, n);
		}
	}
}

static void put_cells(struct walk *w, struct area a, int row, int col, enum paint p, int cells)
{
	struct cell *last = NULL;
	struct unit u;
	int used = 0;

	for (int i = 0; w->plain && i < cells; i++)
		area_set(a, row, col + i, w->shown + i, 1, 1, p);
	if (w->plain)
		return;
	while (walk_next(w, &u) && u.width <= cells - used) {
		put_unit(a, row, col + used, p, &u, &last);
		used += u.width;
	}
}

/* How many cells there are for a string that starts at col. */
static int room(struct area a, int row, int col, int max_cols)
{
	int64_t left = (int64_t)a.cols - col;

	if (row < 0 || row >= a.rows || left <= 0 || left > INT32_MAX)
		return 0;
	return max_cols >= 0 && max_cols < left ? max_cols : (int)left;
}

/* The one that does it: flush left or right. */
static int put(struct area a, int row, int col, int max_cols, enum paint p, struct walk *w,
	       bool ellipsis, bool right)
{
	int limit = room(a, row, col, max_cols);
	int cells;
	bool cut;

	if (limit == 0)
		return 0;
	cells = measure(w, limit, ellipsis, &cut);
	if (right && !cut)
		col += limit - cells;
	put_cells(w, a, row, col, p, cells);
	if (cut && ellipsis) {
		area_glyph(a, row, col + cells, p, GLYPH_ELLIPSIS, 1);
		cells++;
	}
	return cells;
}

int area_put_len(struct area a, int row, int col, int max_cols, enum paint p, const char *s,
		 size_t len, bool ellipsis)
{
	struct walk w;
	int cells;

	if (s == NULL)
		return 0;
	walk_start(&w, s, len);
	cells = put(a, row, col, max_cols, p, &w, ellipsis, false);
	walk_end(&w);
	return cells;
}

int area_put(struct area a, int row, int col, int max_cols, enum paint p, const char *s)
{
	return area_put_len(a, row, col, max_cols, p, s, s ? strlen(s) : 0, true);
}

int area_putf(struct area a, int row, int col, int max_cols, enum paint p, const char *format, ...)
{
	AUTOBUF text = BUF_INIT;
	va_list args;

	va_start(args, format);
	buf_vaddf(&text, format, args);
	va_end(args);
	return area_put_len(a, row, col, max_cols, p, text.s, text.len, true);
}

int area_put_right(struct area a, int row, int col, int max_cols, enum paint p, const char *s)
{
	struct walk w;
	int cells;

	if (s == NULL)
		return 0;
	walk_start(&w, s, strlen(s));
	cells = put(a, row, col, max_cols, p, &w, true, true);
	walk_end(&w);
	return cells;
}
