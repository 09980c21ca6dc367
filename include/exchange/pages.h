/* SPDX-License-Identifier: MIT */
/*
 * pages.h - the print form: text on pages.
 *
 * Every page carries the sensitivity banner at the top and at the bottom, the
 * title with "as of", and below it who made it when, the filter and how many
 * rows, and "page n of m". Body text is wrapped between words; tables keep
 * their lines and repeat their heading on each page. The body is kept until
 * pages_close(), since only then is m known. Dates and times are handed in.
 */
#ifndef EXCHANGE_PAGES_H
#define EXCHANGE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "exchange/out.h"
#include "exchange/sink.h"

#define PAGES_TEXT_WIDTH 80   /* what text is wrapped to unless told otherwise */
#define PAGES_TABLE_WIDTH 132 /* the widest a print may be */

/* All texts are copied and filtered; NULL or "" leaves the part out. */
struct pages_options {
	struct out_target target;
	const char *title;
	const char *as_of;        /* "2012-11-15" */
	const char *generated_at; /* "2012-11-15 08:30 UTC" */
	const char *user;
	const char *sensitivity;  /* "FOR OFFICIAL USE ONLY" */
	const char *log_head;     /* "228 3f5a...": which state of the log it was made from */
	const char *filter;
	long rows;                /* -1: not said */
	int width;                /* 40..132; 0: 80 */
	int height;               /* lines a page, at least 20; 0: 60; -1: one endless page */
	bool form_feed;           /* a form feed between pages; else an empty line */
};

struct pages;

/* *out is only set on success. FAIL_USAGE for a width or height out of range. */
int pages_open(struct pages **out, const struct pages_options *options, struct error *err);

void pages_heading(struct pages *p, const char *text); /* kept with the line after it */
void pages_text(struct pages *p, const char *text);    /* wrapped; LF starts a new line */
void pages_field(struct pages *p, const char *label, const char *text); /* "Label  text", hanging */
void pages_blank(struct pages *p);                     /* dropped at the top of a page */
void pages_together(struct pages *p, bool on);      /* what is added between on and off is kept on one page */
void pages_break(struct pages *p);                     /* a new page, unless at the top of one */

/*
 * A table in the body: fill the sink with rows and close it with sink_close()
 * before anything else is added. It is fitted to the width of the page.
 */
int pages_table(struct pages *p, const struct sink_column *columns, size_t n, struct sink **out,
		struct error *err);

/* Writes all pages and frees p (NULL is fine); with abandon nothing is written. */
int pages_close(struct pages *p, bool abandon, bool *reader_gone, struct error *err);

#endif
