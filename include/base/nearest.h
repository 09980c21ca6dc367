/* SPDX-License-Identifier: MIT */
/*
 * nearest.h - "did you mean": the known name that a wrong one resembles.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/*
 * The name that needs the fewest changes to become wrong (letters put in,
 * left out, exchanged or swapped with their neighbour; case does not count,
 * "-" and "_" are one letter), or the first that begins with it. NULL when nothing is near
 * enough to be worth saying. NULL names are skipped; ties go to the first.
 */
const char *nearest_name(const char *wrong, const char *const *names, size_t n);

#endif
