/* SPDX-License-Identifier: MIT */
/*
 * sensitivity.h - the banner of a print: the highest sensitivity of what it shows.
 *
 * Always that of today, whatever day the print is of: what has become sensitive
 * since then is so on a page about the past as well.
 */
#ifndef APP_SENSITIVITY_H
#define APP_SENSITIVITY_H

#include "app/list.h"

/* The higher of two names of choices; "" and NULL are below all. */
const char *sensitivity_higher(const char *a, const char *b);

/* "FOR OFFICIAL USE ONLY"; "PUBLIC" for "" and NULL. */
const char *sensitivity_banner(struct arena *a, const char *name);

/* The highest of the reports issued by a day; "" where there are none. */
int sensitivity_until(struct app *a, struct date day, struct arena *arena, const char **out, struct error *err);

/* Of a list's rows: their own, or their report's. Rows that have neither answer to any report. */
int sensitivity_of_list(const struct list *l, struct arena *arena, const char **out, struct error *err);

int sensitivity_of_record(struct app *a, const char *ref, struct arena *arena, const char **out, struct error *err);

#endif
