/* SPDX-License-Identifier: MIT */
/* files.h - what is looked at on the disk before SQLite opens anything. Private to store. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Absolute, with the folder's links resolved and the last part untouched. *out is for free(). */
int files_full_path(const char *path, char **out, struct error *err);
int files_check(const char *path, struct error *err); /* a database that may be opened */
int files_check_folder(const char *path,
		       struct error *err); /* the folder path lies in: local file system */
int files_make_folder(const char *path,
		      struct error *err); /* that path lies in, 0700, where it is missing */
bool files_have_wal(const char *path);
int files_check_space(const char *path, int64_t least, struct error *err);
int files_create(const char *path,
		 struct error *err); /* new, empty, 0600; FAIL_CREATE if anything is there */
int files_sync(const char *path, struct error *err); /* file and folder, to the disk */
/* Gives the finished file from its final name, unless something has that name. */
int files_publish(const char *from, const char *to, struct error *err);

#endif
