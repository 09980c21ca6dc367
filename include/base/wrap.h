/* SPDX-License-Identifier: MIT */
/*
 * wrap.h - soft wrap of text to a width in cells.
 *
 * One computation for the editor, the record page and what is painted.
 * Breaks are taken at blanks (which are swallowed), at wide characters and,
 * where a word is wider than the line, between clusters. Width is that of
 * the text as the text filter shows it.
 */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include <stdbool.h>
#include <stddef.h>

struct wrap_line {
	size_t from, len; /* bytes of the source */
	bool hard;        /* ends with a newline of the source */
};

/*
 * Fills lines[max_lines] (lines may be NULL) and returns the number of lines
 * there are, at least 1: an empty text is one empty line.
 */
int text_wrap(const char *s, size_t len, int cols, struct wrap_line *lines, int max_lines);

#endif
