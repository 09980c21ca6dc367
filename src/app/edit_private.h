/* SPDX-License-Identifier: MIT */
/* edit_private.h - what the files of the editor share. */
#ifndef APP_EDIT_PRIVATE_H
#define APP_EDIT_PRIVATE_H

#include "app/edit.h"

/* What a change is for the undo history; one of a kind may join the step before. */
enum edit_kind { EDIT_OTHER, EDIT_TYPED, EDIT_BACK, EDIT_FORWARD };

/*
 * Replaces [from, to) of the text by len bytes (storable, NFC), composes what
 * meets at the seams, puts the cursor behind and remembers the step. False,
 * with nothing changed, if the text would be longer than it may be.
 */
bool edit_replace(struct edit *e, size_t from, size_t to, const char *bytes, size_t len,
		  enum edit_kind kind);

/* A change made: gone bytes at at became the come bytes. The cursor has moved already. */
struct edit_change {
	size_t at;
	const char *gone, *come;
	size_t n_gone, n_come;
	size_t cursor_before;
	enum edit_kind kind;
	bool word; /* a word starts here: it gets its own step */
};
void edit_remember(struct edit *e, const struct edit_change *c);
void edit_close_step(struct edit *e); /* what is typed next is a step of its own */
void edit_forget(struct edit *e);     /* all history */

/* Moves by rows as shown; false if there are none that way. */
bool edit_move_rows(struct edit *e, int by);
size_t edit_row_start(const struct edit *e);
size_t edit_row_end(const struct edit *e);
size_t edit_line_start(const struct edit *e); /* of the line between two newlines */
size_t edit_line_end(const struct edit *e);

#endif
