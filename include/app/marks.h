/* SPDX-License-Identifier: MIT */
/*
 * marks.h - which records are marked: one bit a row id, so that a million marks are 125 kB.
 *
 * Marks belong to records, not to places: sorting, filtering and other people's
 * changes do not move them.
 */
#ifndef APP_MARKS_H
#define APP_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct marks {
	uint64_t *bits;
	size_t n_words;
	size_t n; /* how many are set */
};

void marks_release(struct marks *m);
void marks_clear(struct marks *m);
bool marks_has(const struct marks *m, int32_t id);
void marks_set(struct marks *m, int32_t id, bool on); /* an id below 1 is nobody's */

#endif
