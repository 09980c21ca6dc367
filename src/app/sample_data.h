/* SPDX-License-Identifier: MIT */
/*
 * sample_data.h - the sample records, compiled in.
 *
 * The files of data/ that Makefile.am lists in sample_files, in the order in
 * which they are imported. The array is made by tools/embed.sh and ends with a
 * NULL name.
 */
#ifndef APP_SAMPLE_DATA_H
#define APP_SAMPLE_DATA_H

#include <stddef.h>

struct sample_file {
	const char *name;  /* "data/sample/reports.csv" */
	const char *bytes; /* not changed, not freed; a NUL follows */
	size_t len;
};

extern const struct sample_file sample_files[];

#endif
