/* SPDX-License-Identifier: MIT */
/*
 * page.h - plain text for people: headings, labelled fields, aligned rows, in a given width.
 *
 * Text is filtered, so that nothing in a record acts on a terminal. Private to app.
 */
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "exchange/out.h"

#define PAGE_WIDTH 80
#define PAGE_LABEL 20 /* cells of a label with the gap behind it */

struct page {
	struct buf text;
	int width;
	bool ascii; /* what is cut off ends with a sign of ASCII */
};

void page_init(struct page *p, int width); /* 0: PAGE_WIDTH */
void page_release(struct page *p);

void page_blank(struct page *p); /* never two in a row, none at the top */
void page_heading(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_text(struct page *p, int indent, const char *text); /* wrapped between words */
void page_field(struct page *p, const char *label, const char *text);

/*
 * One row of cells. A positive width is flush left, a negative one flush
 * right, 0 takes what is left of the line; longer text is cut with an ellipsis.
 */
struct page_cell {
	int width;
	const char *text;
};
void page_row(struct page *p, int indent, const struct page_cell *cells, int n);

/* Hands the page on. reader_gone may be NULL. */
int page_write(struct page *p, const struct out_target *target, bool *reader_gone, struct error *err);

#endif
