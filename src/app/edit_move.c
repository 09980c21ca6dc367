/* SPDX-License-Identifier: MIT */
/*
 * edit_move.c - rows of a text as they are shown, and moving between them.
 *
 * A cursor where one row ends and the next begins without a blank between them
 * belongs to the next.
 */
#include "app/edit_private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wrap.h"

struct rows {
	struct wrap_line *at;
	int n;
	int cursor; /* the row the cursor is in */
};

static int wrap_cols(const struct edit *e)
{
	return e->cols > 0 ? e->cols : INT_MAX;
}

/* The caller frees rows->at. */
static void rows_of(const struct edit *e, struct rows *rows)
{
	/* Most texts fill half their rows at least, so that one pass is enough. */
	int cols = wrap_cols(e), guess = 32 + (int)(e->text.len * 2 / (size_t)cols);

	rows->at = mem_realloc(NULL, (size_t)guess, sizeof *rows->at);
	rows->n = 1;
	rows->cursor = 0;
	if (!e->multiline) {
		rows->at[0] = (struct wrap_line){ .len = e->text.len };
		return;
	}
	rows->n = text_wrap(e->text.s, e->text.len, cols, rows->at, guess);
	if (rows->n > guess) {
		rows->at = mem_realloc(rows->at, (size_t)rows->n, sizeof *rows->at);
		text_wrap(e->text.s, e->text.len, cols, rows->at, rows->n);
	}
	while (rows->cursor + 1 < rows->n && rows->at[rows->cursor + 1].from <= e->cursor)
		rows->cursor++;
}

int edit_rows(const struct edit *e)
{
	return e->multiline ? text_wrap(e->text.s, e->text.len, wrap_cols(e), NULL, 0) : 1;
}

static int shown_width(const char *s, size_t len)
{
	AUTOBUF shown = BUF_INIT;

	utf8_visible(&shown, s, len, UTF8_FILTER_NONE);
	return utf8_width(shown.s, shown.len);
}

static int column(const struct edit *e, const struct wrap_line *row)
{
	return shown_width(e->text.s + row->from, e->cursor - row->from);
}

void edit_position(const struct edit *e, int *row, int *col)
{
	struct rows rows;

	rows_of(e, &rows);
	*row = rows.cursor;
	*col = column(e, &rows.at[rows.cursor]);
	/* Blanks at the end of a full row are not shown. */
	if (e->multiline && *col > wrap_cols(e))
		*col = e->cols;
	free(rows.at);
}

/* The last place in the row. */
static size_t end_of(const struct edit *e, const struct rows *rows, int row)
{
	size_t end = rows->at[row].from + rows->at[row].len;

	if (row + 1 < rows->n && end == rows->at[row + 1].from && end > rows->at[row].from)
		end = utf8_prev(e->text.s, e->text.len, end);
	return end;
}

/* The place in the row that is nearest to the column from the left. */
static size_t place_at(const struct edit *e, const struct rows *rows, int row, int col)
{
	size_t at = rows->at[row].from, end = end_of(e, rows, row);
	int used = 0;

	while (at < end) {
		size_t next = utf8_next(e->text.s, e->text.len, at);
		int width = shown_width(e->text.s + at, next - at);

		if (used + width > col)
			break;
		used += width;
		at = next;
	}
	return at;
}

bool edit_move_rows(struct edit *e, int by)
{
	struct rows rows;
	int to;

	rows_of(e, &rows);
	to = rows.cursor + by;
	to = to < 0 ? 0 : to >= rows.n ? rows.n - 1 : to;
	if (to == rows.cursor) {
		free(rows.at);
		return false;
	}
	if (e->want_col < 0)
		e->want_col = column(e, &rows.at[rows.cursor]);
	edit_close_step(e);
	e->selected = false;
	e->cursor = place_at(e, &rows, to, e->want_col);
	free(rows.at);
	return true;
}

size_t edit_row_start(const struct edit *e)
{
	struct rows rows;
	size_t start;

	rows_of(e, &rows);
	start = rows.at[rows.cursor].from;
	free(rows.at);
	return start;
}

size_t edit_row_end(const struct edit *e)
{
	struct rows rows;
	size_t end;

	rows_of(e, &rows);
	end = end_of(e, &rows, rows.cursor);
	free(rows.at);
	return end < e->cursor ? e->cursor : end;
}

size_t edit_line_start(const struct edit *e)
{
	const char *newline = memrchr(e->text.s, '\n', e->cursor);

	return newline ? (size_t)(newline - e->text.s) + 1 : 0;
}

size_t edit_line_end(const struct edit *e)
{
	const char *newline = memchr(e->text.s + e->cursor, '\n', e->text.len - e->cursor);

	return newline ? (size_t)(newline - e->text.s) : e->text.len;
}
