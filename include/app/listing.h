/* SPDX-License-Identifier: MIT */
/*
 * listing.h - records as rows: what list and export of one kind print.
 */
#ifndef APP_LISTING_H
#define APP_LISTING_H

#include "app/app.h"
#include "exchange/sink.h"

/* Where rows go, and in which form. */
struct output {
	enum sink_format format;
	struct sink_options sink;
	bool reader_gone; /* out: nobody reads any more; be quiet */
};

/* Which rows. Text is as typed; NULL means the entity's own. */
struct listing {
	const struct entity *entity;
	const char *query;         /* NULL or empty: everything */
	const char *columns;
	const char *sort;
	bool everything;           /* all stored fields with ref and version, when columns is NULL */
	int64_t limit;             /* 0: none */
	struct date as_of;         /* DATE_NONE: now */
	struct date known_on;      /* DATE_NONE: all that is recorded */
	struct date changed_since; /* DATE_NONE: all */
};

#define LISTING_INIT { .as_of = DATE_NONE, .known_on = DATE_NONE, .changed_since = DATE_NONE }

/*
 * Writes the rows; *rows gets their number. In JSON the default columns are
 * all fields. FAIL_USAGE for a query, column or sort that does not parse.
 */
int listing_write(struct app *a, const struct listing *l, struct output *o, int64_t *rows, struct error *err);

/* The uids of the records that match, for "set --where". *uids and the texts live in arena. */
int listing_uids(struct app *a, const struct listing *l, struct arena *arena, const char ***uids, int *n,
		 struct error *err);

/*
 * The store to read from for a day: a->store, or one folded to as_of and known_on,
 * which the caller closes with store_close() if it is not a->store.
 */
int listing_store(struct app *a, struct date as_of, struct date known_on, struct store **out, struct error *err);

/* Type of a field in a sink. */
enum sink_type listing_type(const struct field *f);

#endif
