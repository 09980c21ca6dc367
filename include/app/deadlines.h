/* SPDX-License-Identifier: MIT */
/*
 * deadlines.h - every clock of every kind as rows, in the order of their dates.
 *
 * The clocks of open recommendations (those that were met too), steps that were
 * announced, milestones, limits of plans, and the oversight body's semiannual report.
 */
#ifndef APP_DEADLINES_H
#define APP_DEADLINES_H

#include "app/listing.h"

struct deadlines {
	const char *words; /* only rows that hold all of them: "late", "response", "OIG-12-130/1"; NULL: all */
	struct date as_of; /* DATE_NONE: now */
	int64_t limit;     /* 0: none */
};

/* *rows gets their number. */
int deadlines_write(struct app *a, const struct deadlines *d, struct output *o, int64_t *rows, struct error *err);

#endif
