/* SPDX-License-Identifier: MIT */
/* pages_private.h - the body of a print, between its collection and its layout. */
#ifndef EXCHANGE_PAGES_PRIVATE_H
#define EXCHANGE_PAGES_PRIVATE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "exchange/pages.h"

enum {
	PAGES_KEEP = 1,  /* not the last line of a page */
	PAGES_BLANK = 2, /* dropped at the top of a page */
	PAGES_BREAK = 4  /* no line at all: a new page */
};

#define PAGES_NO_HEAD SIZE_MAX

struct pages_line {
	size_t offset;  /* of its text in the body */
	size_t head;    /* the line that heads the table it stands in, or PAGES_NO_HEAD */
	unsigned flags;
};

struct pages {
	struct pages_options options; /* texts in the arena, numbers filled in */
	struct buf body;              /* texts of the lines, each with a NUL behind it */
	struct pages_line *lines;
	size_t n, cap;
	size_t head;        /* of the table being added */
	bool head_due;      /* the next line of the table is its heading */
	bool together;      /* lines are kept with the next one */
	bool too_long;
	struct buf partial; /* a table line that has no end yet */
	struct arena arena;
};

/* Lays the body out on pages and writes them. */
int pages_write(struct pages *p, bool *reader_gone, struct error *err);

#endif
