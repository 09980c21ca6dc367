/* SPDX-License-Identifier: MIT */
/* source_object.h - one JSON object as a row, with a fault in parts. Private to this room. */
#ifndef EXCHANGE_SOURCE_OBJECT_H
#define EXCHANGE_SOURCE_OBJECT_H

#include "exchange/source_private.h"

struct object_fault {
	uint64_t line;
	const char *name; /* of the member, in the arena; or NULL */
	const char *next;
	enum source_problem problem;
	enum source_encoding reads_as;
	char why[256];
};

/* Sets *row (its number is kept) or *fault. The limits in options must be filled in. */
bool source_object_parse(struct arena *arena, const char *text, size_t len, uint64_t line,
			 const struct source_options *options, struct source_row *row,
			 struct object_fault *fault);

#endif
