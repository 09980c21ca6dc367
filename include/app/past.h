/* SPDX-License-Identifier: MIT */
/*
 * past.h - the whole program as of a day: everything read afterwards is as it stood then.
 *
 * The database of now is put aside; in its place is one folded from the log, for reading only,
 * and today is that day, so that late, soon and ages are those of then.
 */
#ifndef APP_PAST_H
#define APP_PAST_H

#include "app/app.h"

/*
 * As of a day, or as it was known on one (by the time of recording); the other is DATE_NONE.
 * FAIL_DATA for a day to come. From one past to another: the first is left.
 */
int past_enter(struct app *a, struct date as_of, struct date known_on, struct error *err);
/* The same in pieces: what is begun is stepped as a store_fold, and arrived at when that has ended. */
int past_begin(struct app *a, struct date as_of, struct date known_on, struct store_fold **out, struct error *err);
int past_arrive(struct app *a, struct date as_of, struct date known_on, struct store_fold *f, struct error *err);
void past_leave(struct app *a); /* nothing if it is now */

bool past_is(const struct app *a);

/* "AS OF 2012-09-25" or "AS KNOWN ON 2012-09-25"; "" now. */
const char *past_words(const struct app *a, char dst[40]);

#endif
