/* SPDX-License-Identifier: MIT */
/*
 * figures.h - a page of figures: words, numbers and bars at their places, and what is behind a number.
 *
 * Made once for a width; the screen paints it and moves between the figures that lead somewhere,
 * the command line writes it as lines.
 */
#ifndef APP_FIGURES_H
#define APP_FIGURES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/paint.h"
#include "core/record.h"

enum figure_kind {
	FIGURE_TEXT,
	FIGURE_HEADING, /* a section's title */
	FIGURE_BAR,     /* cols cells of it */
	FIGURE_REST     /* what a bar leaves of its whole */
};

/* The list that a figure counts, or the record it is about. */
struct figure_goal {
	const struct entity *entity;
	const char *query;  /* a list of the kind; NULL: one record */
	const char *ref;    /* the record */
	struct date as_of;  /* as it stood then; DATE_NONE: as the page is */
};

struct figure {
	enum figure_kind kind;
	int row, col, cols; /* text is clipped to cols */
	bool right;         /* flush right in them */
	enum paint paint;
	const char *text;
	int goal;           /* index of goals, -1: none */
};

struct figures {
	struct arena *arena; /* of texts and of what is behind them */
	struct figure *at;
	int n, cap;
	struct figure_goal *goals;
	int n_goals, cap_goals;
	int rows;
};

void figures_init(struct figures *f, struct arena *arena);
void figures_release(struct figures *f);

struct figure *figures_text(struct figures *f, int row, int col, int cols, enum paint p, const char *text);
struct figure *figures_number(struct figures *f, int row, int col, int cols, enum paint p, int64_t number);
void figures_heading(struct figures *f, int row, int col, int cols, const char *text);
/* part of whole as a bar of at most cells; with rest the whole is drawn. */
void figures_bar(struct figures *f, int row, int col, int cells, int64_t part, int64_t whole, bool rest);
/* Wrapped between words; returns the rows it takes. */
int figures_wrapped(struct figures *f, int row, int col, int cols, enum paint p, const char *text);

/* What is behind the figure added last. Texts are copied. */
void figures_lead(struct figures *f, const struct entity *e, const char *query, const char *ref, struct date as_of);

/* As lines of text. */
void figures_write(const struct figures *f, bool ascii, struct buf *out);

#endif
