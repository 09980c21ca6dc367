/* SPDX-License-Identifier: MIT */
/*
 * edit.h - text being typed: one line or several, with its own undo.
 *
 * The cursor stands between clusters (what a person calls a character), never
 * inside one. A field that is entered filled starts wholly selected: typing
 * replaces it, moving keeps it. Text is NFC, free of control characters, and
 * never longer than max bytes: what does not fit is counted, never half kept.
 */
#ifndef APP_EDIT_H
#define APP_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/key.h"

struct edit_step; /* undo history */

struct edit {
	struct buf text;
	size_t cursor;        /* byte offset */
	bool selected;        /* the whole text is selected */
	bool multiline;
	size_t max;           /* bytes */
	int cols;             /* width for soft wrap and vertical moves; 0: only newlines end a row */
	int want_col;         /* column that Up and Down keep to; -1: none */
	struct edit_step *done, *undone;
	unsigned revision;    /* moves whenever the text changes */
	size_t dropped;       /* bytes of the last insertion that did not fit or were no text */
};

void edit_init(struct edit *e, bool multiline, size_t max);
void edit_release(struct edit *e);

/*
 * Replaces the text (cleaned), forgets undo, cursor at the end, selected as
 * given unless there is nothing to select.
 */
void edit_set(struct edit *e, const char *text, bool selected);
const char *edit_text(const struct edit *e);

/*
 * Handles a key: characters, Backspace, Delete (with Ctrl: words), arrows,
 * Ctrl-Left/Right (words), Home, End (of the row, pressed again of the line),
 * Ctrl-Home/End (of the text), Ctrl-A/E, Ctrl-W (word back), Ctrl-U (to the
 * start of the line), Ctrl-K (to its end), Enter (a new line where multiline),
 * Up, Down, PgUp, PgDn. Returns false, and changes nothing, if the key is not
 * for the text (Up on the first row, Left never), so that the form can use it.
 */
bool edit_key(struct edit *e, struct key k);

/*
 * Inserts a paste, or a value instead of the selected text (an empty one empties
 * it). Newlines and TABs become blanks in one-line fields. One undo step.
 */
void edit_insert(struct edit *e, const char *text, size_t len);

bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);

/*
 * Where the cursor is when the text is soft-wrapped to e->cols: row and column
 * in cells. At the end of a full row the column is e->cols itself.
 */
void edit_position(const struct edit *e, int *row, int *col);
int edit_rows(const struct edit *e); /* rows it takes, at least 1 */

#endif
