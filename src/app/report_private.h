/* SPDX-License-Identifier: MIT */
/* report_private.h - one report being made. Private to app. */
#ifndef APP_REPORT_PRIVATE_H
#define APP_REPORT_PRIVATE_H

#include "app/gather.h"
#include "app/plan.h"
#include "app/report.h"
#include "exchange/pages.h"

struct report {
	struct app *app;
	const struct report_ask *ask;
	struct arena arena;
	struct plan plan;
	bool ascii;
	const char *const **rows; /* one value a column */
	size_t n_rows, cap;
	struct buf head, foot;    /* lines of text above and below the rows; "Label\tText" is a labelled one */
	struct buf chart;         /* lines as they are, instead of the table in text */
	const char *filter;
	const struct report_kind *kind;
};

struct report_kind {
	const char *name, *title;
	const struct sink_column *columns;
	size_t n_columns;
	int (*make)(struct report *r, struct error *err);
	/*
	 * How the columns are divided into tables on paper, so that words stay whole: column
	 * numbers, the tables parted by REPORT_TABLE, ended by REPORT_END. NULL: one table.
	 */
	const unsigned char *paper;
};

#define REPORT_TABLE 254
#define REPORT_END   255
#define REPORT_COLUMNS_MAX 24

/* A row of as many values as there are columns; they must live in r->arena. */
void report_row(struct report *r, const char *const *values);
int report_width(const struct report *r);
const char *report_date(struct report *r, struct date d); /* "" for none */
const char *report_number(struct report *r, int64_t n);
void report_field(struct buf *to, const char *label, const char *format, ...) __attribute__((format(printf, 3, 4)));

extern const struct report_kind report_milestones, report_gantt, report_crosswalk, report_coverage, report_risks;

#endif
