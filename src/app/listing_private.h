/* SPDX-License-Identifier: MIT */
/* listing_private.h - parts of listing.c that show.c uses too. Private to app. */
#ifndef APP_LISTING_PRIVATE_H
#define APP_LISTING_PRIVATE_H

#include "app/listing.h"

/* ref, version and every field; without the computed ones if derived is false. */
void listing_all_columns(const struct entity *e, bool derived, struct columns *c);

/* Opens a sink with these columns and extra ones of raw JSON behind them. */
int listing_open_sink(const struct columns *c, const char *const *extra, int n_extra, const struct output *o,
		      struct sink **out, struct error *err);

/* Row i of rows as the sink wants it; extra has the values of the extra columns. */
int listing_row(const struct columns *c, const struct rows *rows, int i, const char *const *extra, int n_extra,
		struct sink *sink, struct error *err);

/* Closes the sink; keeps the first of two errors. Returns the failure, 0 if there was none. */
int listing_close(struct sink *sink, struct output *o, int failed, struct error *err);

#endif
