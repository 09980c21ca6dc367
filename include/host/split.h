/* SPDX-License-Identifier: MIT */
/*
 * split.h - a command line into words, without a shell.
 *
 * Words stand between blanks. '...' is taken as it is, "..." with \" and \\, a backslash
 * outside takes the next character as it is. Nothing else means anything: $ ` ; | & < > * ? ~
 * # are characters like others. Refused: more than HOST_LINE_MAX bytes, what is not UTF-8,
 * control characters (line ends too), a quote that does not end, a backslash at the end.
 */
#ifndef HOST_SPLIT_H
#define HOST_SPLIT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

#define HOST_LINE_MAX 4096

/* *words gets n pointers and a NULL behind them, all in a. FAIL_USAGE. */
int host_split(const char *line, size_t len, struct arena *a, char ***words, int *n, struct error *err);

#endif
