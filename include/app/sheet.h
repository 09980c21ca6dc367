/* SPDX-License-Identifier: MIT */
/*
 * sheet.h - one record as a page: its fields, its lines, what it refers to
 * and what refers to it.
 *
 * Built as logical lines from the record table; laid out to a width as rows;
 * references in it are links that the cursor steps over.
 */
#ifndef APP_SHEET_H
#define APP_SHEET_H

#include "app/app.h"
#include "base/paint.h"

enum sheet_kind {
	SHEET_HEADING, /* a section's title */
	SHEET_FIELD,   /* label and text */
	SHEET_LINK,    /* label (may be empty) and a record that Enter opens */
	SHEET_BLANK
};

struct sheet_line {
	enum sheet_kind kind;
	const struct field *field;   /* or NULL */
	const char *label;           /* "" in tables of lines */
	const char *text;
	const struct entity *entity; /* LINK: where it goes */
	const char *uid;
	enum paint paint;            /* of the text */
};

/* One row of the screen: a piece of a line's text. */
struct sheet_row {
	int line;
	size_t from, len;
	bool first; /* shows the label */
};

struct sheet {
	struct app *app;
	const struct entity *entity;
	char uid[UUID_TEXT];
	struct record record;
	bool gone;                /* it cannot be read any more; error says why */
	struct error error;
	struct arena arena;
	struct sheet_line *lines;
	int n_lines, cap_lines;
	struct sheet_row *rows;
	int n_rows, cap_rows;
	int cols;                 /* width the rows are laid out for */
	int label_cols;
	int top, page;            /* first row shown; rows on screen */
	int link;                 /* line of the selected link, -1: none */
};

void sheet_init(struct sheet *s, struct app *a, const struct entity *e, const char *uid);
void sheet_release(struct sheet *s);
void sheet_reload(struct sheet *s);              /* keeps place and selected link */
void sheet_layout(struct sheet *s, int cols, int page);
void sheet_scroll(struct sheet *s, int by);
bool sheet_next_link(struct sheet *s, int step); /* +1, -1; scrolls it into view; false at the end */

#endif
