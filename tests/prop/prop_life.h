/* SPDX-License-Identifier: MIT */
/* prop_life.h - what cannot be, whatever anybody does: looked for with queries that must find nothing. */
#ifndef TESTS_PROP_PROP_LIFE_H
#define TESTS_PROP_PROP_LIFE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The recommendations that are played with: those that have a life before them. */
#define OPEN_ONES "AND (ref LIKE 'OIG-12-130/%' OR ref LIKE 'OIG-11-119/%')"

/* One text by SQL, with bound as ?1 (or NULL); "" where there is none. */
const char *prop_look(sqlite3 *db, const char *sql, const char *bound, char *out, size_t size);

/* True if something cannot be as it is; only what was written after entry seen of the log where that matters. */
bool prop_finds_wrong(sqlite3 *db, int64_t seen, char *found, size_t size);

#endif
