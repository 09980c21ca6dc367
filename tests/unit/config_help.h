/* SPDX-License-Identifier: MIT */
/*
 * config_help.h - what the tests of settings and themes share: a folder for
 * files, and looking at warnings. Include it after cmocka.h.
 */
#ifndef TESTS_CONFIG_HELP_H
#define TESTS_CONFIG_HELP_H

#include <stddef.h>

#include "config/warnings.h"

const char *source_root(void); /* the folder with themes/, man/ and data/ */

/* cmocka setup and teardown: an empty folder; everything in it goes again. */
int scratch_begin(void **state);
int scratch_end(void **state);
const char *scratch_dir(void);

/* Writes a file into the folder and returns its path, valid until the next call. */
const char *write_scratch(const char *name, const void *bytes, size_t len);
const char *scratch_path(const char *name); /* as above, without writing */

void assert_no_warning(const struct warnings *w);

/* True if one of the lines contains part. */
int warned(const struct warnings *w, const char *part);

#endif
