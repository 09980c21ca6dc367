/* SPDX-License-Identifier: MIT */
/*
 * case.h - cases in text files: keys in, screen out.
 *
 * One command a line; README in this folder lists them. A case gets an empty
 * folder ($TMP) that is removed afterwards, a clean environment, and up to
 * four terminals.
 */
#ifndef TESTS_E2E_CASE_H
#define TESTS_E2E_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "pty.h"

#define CASE_WORDS_MAX 64
#define CASE_ENV_MAX 48
#define CASE_SESSIONS 4

struct words {
	char *word[CASE_WORDS_MAX + 1]; /* NULL at the end */
	int count;
};

struct test_case {
	const char *path;
	FILE *file;
	int line;
	char tmp[256];              /* its folder */
	struct buf program;         /* what start and run run */
	char *env[CASE_ENV_MAX + 1];
	int env_count;
	int rows, cols;
	struct pty *sessions[CASE_SESSIONS];
	int session;                /* the one in use, from 0 */
	int key_count;              /* of keys and burst, since count-keys */
	int patience_ms;            /* how long what others do, or a timer, may take to show */
	struct buf remembered;      /* a screen */
	int remembered_row, remembered_col;
	struct buf input, out, err; /* of the next run; of the last */
	struct buf why;             /* why it failed */
	bool skip;                  /* the program is not there */
};

enum case_result { CASE_OK, CASE_FAILED, CASE_SKIPPED };

/* Runs the file; on failure, says on stdout in TAP comments where, why and what the screen was. */
enum case_result case_run(const char *path);

/* ------------------------------------------------ for the files of case_*.c */

bool case_fail(struct test_case *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Words of a line: bare, or in "" with \" \\ \n \t \e; $NAME is replaced. False if it cannot be read. */
bool words_read(struct test_case *c, const char *line, struct words *w);
void words_free(struct words *w);
/* Appends text with each $NAME replaced by the case's own or the environment's value. */
bool words_expand(struct test_case *c, struct buf *dst, const char *text, size_t len);

/* "NAME=VALUE" into the environment of what is started next. */
void case_setenv(struct test_case *c, const char *assignment);
void case_unsetenv(struct test_case *c, const char *name);

/* Runs argv with c->input as stdin, fills c->out and c->err; *status as the shell counts. */
bool case_spawn(struct test_case *c, char *const argv[], int *status);

struct command {
	const char *name;
	int least, most;    /* words behind the name; most -1: the rest of the line as it is */
	bool (*act)(struct test_case *c, struct words *w);
};
const struct command *command_find(const char *name);
/* Ended by one without a name. */
extern const struct command setup_commands[], screen_commands[];

/* Says the lines of c->file, up to the first that fails. */
bool case_run_lines(struct test_case *c);
bool case_number(struct test_case *c, const char *text, int *value);
struct pty *case_terminal(struct test_case *c);        /* of the session in use; NULL: none, and says so */
bool case_settled(struct test_case *c, struct pty *p); /* idle, or ended */
bool case_program_exists(struct test_case *c);         /* else the case is skipped */

#endif
