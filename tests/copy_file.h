/* SPDX-License-Identifier: MIT */
/* copy_file.h - what tests share that try many things on the same file. */
#ifndef TESTS_COPY_FILE_H
#define TESTS_COPY_FILE_H

/* To a file that is new or written over. What goes wrong ends the test. */
void copy_file(const char *from, const char *to);

#endif
