/* SPDX-License-Identifier: MIT */
/*
 * print.h - the print form of lists and records: pages that say where they come from.
 *
 * Every page bears title, as-of day, when it was made and by whom, page n of
 * m, the sensitivity, and the newest entry of the log (number and hash).
 */
#ifndef APP_PRINT_H
#define APP_PRINT_H

#include "app/list.h"
#include "exchange/pages.h"

struct print {
	struct app *app;
	struct store *store;   /* what it is made from; NULL: a->store */
	const char *title;
	struct date as_of;     /* DATE_NONE: today */
	const char *sensitivity;
	const char *filter;
	long rows;             /* -1: not said */
	int width, height;     /* as in pages.h */
};

#define PRINT_INIT { .as_of = DATE_NONE, .rows = -1 }

/* Pages with all that said at their head; fill and close them as in pages.h. */
int print_open(const struct print *p, const struct out_target *target, struct pages **out, struct error *err);

/* What the head says, for formats that have none: "228 3f5a...", "2012-11-15 08:30 UTC". */
int print_log_head(const struct print *p, char dst[96], struct error *err);
const char *print_time(char dst[32]);

/* A list as it is shown: its columns, filter and order; a record with all that hangs on it. Text is appended. */
int print_list(const struct list *l, int width, struct buf *out, struct error *err);
int print_record(struct app *a, const char *ref, int width, struct buf *out, struct error *err);

#endif
