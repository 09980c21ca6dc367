/* SPDX-License-Identifier: MIT */
/*
 * terminfo.c - what terminfo says about the terminal.
 */
#include "term/terminfo.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>

int terminfo_check(int fd, struct error *err)
{
	const char *name = getenv("TERM");
	int found, fail = 0;

	if (name == NULL || *name == '\0')
		name = "TERM";
	if (setupterm(NULL, fd, &found) == ERR)
		return error_set(err, FAIL_IO, "cannot open the screen", name,
				 "set TERM to what your terminal is, for example xterm",
				 "this terminal is not known here");
	if (terminfo_string("cup") == NULL)
		fail = error_set(err, FAIL_IO, "cannot open the screen", name,
				 "use a command, or another terminal",
				 "this terminal cannot move its cursor");
	del_curterm(cur_term);
	return fail;
}

const char *terminfo_string(const char *name)
{
	char copy[16]; /* curses does not promise not to write to it */
	char *value;

	if (strlen(name) >= sizeof(copy))
		return NULL;
	memcpy(copy, name, strlen(name) + 1);
	value = tigetstr(copy);
	return value == (char *)-1 ? NULL : value; /* -1: not a string capability */
}
