/* SPDX-License-Identifier: MIT */
/* draft_private.h - files that are locked while somebody writes them. */
#ifndef APP_DRAFT_PRIVATE_H
#define APP_DRAFT_PRIVATE_H

#include "app/draft_file.h"

#define DRAFT_SUFFIX ".draft"
#define DRAFT_NEW    ".new" /* after the suffix: being made, not yet to be looked at */
#define DRAFT_ASKED  ".asked" /* after the suffix: another session wants it */

/*
 * Opens a regular file of our own and takes its lock: shared, to look at it, or
 * for oneself, to write or remove it. -1 with errno: EWOULDBLOCK if somebody
 * holds it, ENOENT also if it is not at path any more, EPERM if it is no file
 * of ours.
 */
int draft_open_shared(const char *path);
int draft_open_alone(const char *path);

bool draft_path_asked(const char *path);

/* Reads the whole file; false with errno. */
bool draft_read(int fd, struct buf *out);

/* A new file, locked by whoever made it, with these bytes in it, put in the place of path. -1 with errno. */
int draft_replace_file(const char *path, const struct buf *record, bool sync);

/* The folder of a file is there (it is made), is ours and is closed to others. */
int draft_make_folder_of(const char *path, struct error *err);

#endif
