/* SPDX-License-Identifier: MIT */
/*
 * report.h - printed reports about a plan: milestone-status, crosswalk, coverage, risks, gantt.
 *
 * Text is pages with head and foot (app/print.h); the formats for machines hold the
 * rows alone. To add one: a row in src/app/report.c.
 */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "app/listing.h"

struct report_ask {
	const char *name;
	const char *plan;   /* NULL: the only open one */
	struct date as_of;  /* DATE_NONE: today */
	int64_t baseline;   /* to compare with; -1: the newest */
	bool text;          /* pages, instead of o->format */
	int width;          /* of a page, REPORT_NARROWEST .. REPORT_WIDEST; 0: the widest */
};

#define REPORT_NARROWEST 80
#define REPORT_WIDEST    132

#define REPORT_ASK_INIT { .as_of = DATE_NONE, .baseline = -1 }

/* FAIL_USAGE for a name there is not, with the nearest one. */
int report_write(struct app *a, const struct report_ask *ask, struct output *o, int64_t *rows, struct error *err);

bool report_known(const char *name);
const char *report_name(size_t i); /* NULL behind the last one */

#endif
