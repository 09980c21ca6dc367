/* SPDX-License-Identifier: MIT */
/* figures.c - words, numbers and bars at their places. */
#include "app/figures.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/wrap.h"

#define WRAP_LINES 12

void figures_init(struct figures *f, struct arena *arena)
{
	*f = (struct figures){ .arena = arena };
}

void figures_release(struct figures *f)
{
	free(f->at);
	free(f->goals);
	*f = (struct figures){ .arena = NULL };
}

static struct figure *add(struct figures *f, enum figure_kind kind, int row, int col, int cols, enum paint p)
{
	MEM_GROW(f->at, f->cap, f->n + 1);
	f->at[f->n] = (struct figure){ .kind = kind, .row = row, .col = col, .cols = cols, .paint = p, .text = "", .goal = -1 };
	if (row + 1 > f->rows)
		f->rows = row + 1;
	return &f->at[f->n++];
}

struct figure *figures_text(struct figures *f, int row, int col, int cols, enum paint p, const char *text)
{
	struct figure *at = add(f, FIGURE_TEXT, row, col, cols, p);

	at->text = arena_strndup(f->arena, text ? text : "", text ? strcspn(text, "\n") : 0);
	return at;
}

struct figure *figures_number(struct figures *f, int row, int col, int cols, enum paint p, int64_t number)
{
	struct figure *at = add(f, FIGURE_TEXT, row, col, cols, p);

	at->text = arena_printf(f->arena, "%lld", (long long)number);
	at->right = true;
	return at;
}

void figures_heading(struct figures *f, int row, int col, int cols, const char *text)
{
	add(f, FIGURE_HEADING, row, col, cols, PAINT_HEADER)->text = arena_strdup(f->arena, text);
}

void figures_bar(struct figures *f, int row, int col, int cells, int64_t part, int64_t whole, bool rest)
{
	int filled = whole > 0 ? (int)(part * cells / whole) : 0;

	/* What is there is seen, however little it is. */
	if (part > 0 && !filled)
		filled = 1;
	if (filled)
		add(f, FIGURE_BAR, row, col, filled, PAINT_BAR);
	if (rest && filled < cells)
		add(f, FIGURE_REST, row, col + filled, cells - filled, PAINT_DIM);
}

int figures_wrapped(struct figures *f, int row, int col, int cols, enum paint p, const char *text)
{
	struct wrap_line lines[WRAP_LINES];
	int n = text_wrap(text, strlen(text), cols, lines, WRAP_LINES);

	for (int i = 0; i < n && i < WRAP_LINES; i++)
		add(f, FIGURE_TEXT, row + i, col, cols, p)->text =
			arena_strndup(f->arena, text + lines[i].from, lines[i].len);
	return n < WRAP_LINES ? n : WRAP_LINES;
}

void figures_lead(struct figures *f, const struct entity *e, const char *query, const char *ref, struct date as_of)
{
	MEM_GROW(f->goals, f->cap_goals, f->n_goals + 1);
	f->goals[f->n_goals] = (struct figure_goal){
		.entity = e, .query = query ? arena_strdup(f->arena, query) : NULL,
		.ref = ref ? arena_strdup(f->arena, ref) : NULL, .as_of = as_of,
	};
	f->at[f->n - 1].goal = f->n_goals++;
}

/* ---- as lines ----------------------------------------------------------------------------- */

static void write_text(const struct figure *at, bool ascii, int *col, struct buf *out)
{
	AUTOBUF clean = BUF_INIT;
	int width, used;

	utf8_visible(&clean, at->text, strlen(at->text), UTF8_FILTER_NONE);
	width = utf8_width(clean.s, clean.len);
	if (width > at->cols) {
		size_t len = utf8_clip(clean.s, clean.len, at->cols - 1, &used);

		buf_add(out, clean.s, len);
		buf_adds(out, ascii ? "~" : "…");
		*col += used + 1;
		return;
	}
	if (at->right) {
		buf_pad(out, ' ', (size_t)(at->cols - width));
		*col += at->cols - width;
	}
	buf_add(out, clean.s, clean.len);
	*col += width;
}

static void write_figure(const struct figure *at, bool ascii, int *col, struct buf *out)
{
	static const char *const signs[][2] = { [FIGURE_BAR] = { "█", "#" }, [FIGURE_REST] = { "░", "." } };

	if (at->col > *col) {
		buf_pad(out, ' ', (size_t)(at->col - *col));
		*col = at->col;
	}
	if (at->kind == FIGURE_TEXT || at->kind == FIGURE_HEADING) {
		write_text(at, ascii, col, out);
		return;
	}
	for (int i = 0; i < at->cols; i++, ++*col)
		buf_adds(out, signs[at->kind][ascii]);
}

/* Figures of a row were added from left to right. */
void figures_write(const struct figures *f, bool ascii, struct buf *out)
{
	for (int row = 0; row < f->rows; row++) {
		int col = 0;

		for (int i = 0; i < f->n; i++)
			if (f->at[i].row == row)
				write_figure(&f->at[i], ascii, &col, out);
		while (out->len && out->s[out->len - 1] == ' ')
			buf_cut(out, out->len - 1);
		buf_addc(out, '\n');
	}
}
