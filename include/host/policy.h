/* SPDX-License-Identifier: MIT */
/*
 * policy.h - which commands a session on a host may run, and with which words.
 *
 * A list of what is allowed, so that what is new is refused until somebody has thought
 * about it. No word names a file: what goes in or out is "-", standard input or output.
 */
#ifndef HOST_POLICY_H
#define HOST_POLICY_H

#include <stdbool.h>

#include "base/error.h"

struct host_option {
	const char *name;     /* "format" */
	const char *argument; /* "" where it takes none */
};

struct host_command {
	const char *name;
	char *const *words; /* behind the name, options taken out */
	int n_words;
	const struct host_option *options;
	int n_options;
	bool version;       /* the option --version, in place of a command */
};

/* 0, or FAIL_DENIED with what may not be. */
int host_allows(const struct host_command *c, struct error *err);

/* For the test that every command of the program is either allowed or refused on purpose. */
bool host_knows_command(const char *name);
bool host_knows_option(const char *name);

#endif
