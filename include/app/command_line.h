/* SPDX-License-Identifier: MIT */
/*
 * command_line.h - the closeout command that shows, or does, what is on the screen.
 *
 * The words of the command are quoted for a shell, so that the line can be copied and run
 * as it stands. Over SSH there is also the line for the machine one comes from.
 */
#ifndef APP_COMMAND_LINE_H
#define APP_COMMAND_LINE_H

#include "app/screen.h"

struct command_line {
	const char *words[160];
	int n;
	struct arena arena;
};

/* The command for the view on top that is no overlay; false where there is none. */
bool command_line_of(const struct screen *s, struct command_line *c);
void command_line_release(struct command_line *c);

/* As typed in a shell; broken between words behind "\" where a line has more than cols (0: never). */
void command_line_shell(const struct command_line *c, int cols, struct buf *out);

/*
 * The same from another machine, "ssh closeout@host '...'"; false if the session did not come
 * over SSH. On a host that many share it is the only one.
 */
bool command_line_ssh(const struct screen *s, const struct command_line *c, struct buf *out);

/* One word quoted so that a shell reads it as it is. */
void command_line_quote(const char *word, struct buf *out);

#endif
