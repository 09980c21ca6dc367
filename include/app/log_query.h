/* SPDX-License-Identifier: MIT */
/*
 * log_query.h - which entries of the log to show: the words of a filter line.
 *
 * actor:liaison verb:approve,return ref:OIG-12-130/1 effective>=2012-11-01 recorded:2012-11-15
 * entity:milestone acting_for:director word "a phrase" -term. by, for, did, record, kind and on are
 * shorter names of the same. Side by side means and.
 */
#ifndef APP_LOG_QUERY_H
#define APP_LOG_QUERY_H

#include "app/app.h"

#define LOG_TERMS 16

struct log_query {
	struct log_term {
		int field;             /* of the table of names; -1: anywhere in the entry as it is told */
		bool not;
		const char *text;      /* lower case; several divided by commas */
		struct date from, to;  /* of a day; DATE_NONE: open */
		const char *uid;       /* ref: the record, where there is one */
	} at[LOG_TERMS];
	int n;
};

/* FAIL_USAGE with what was expected; texts live in arena. */
int log_query_read(struct app *a, const char *text, struct arena *arena, struct log_query *out, struct error *err);

/* words: the entry as it is told, for terms without a field. */
bool log_query_matches(const struct log_query *q, const struct entry *e, const char *words);
bool log_query_needs_words(const struct log_query *q);

#endif
