/* SPDX-License-Identifier: MIT */
/*
 * news.h - what others did since this person last looked.
 *
 * How far somebody has seen the log is kept beside their drafts, not in the database: reading
 * changes nothing there. Who never looked has seen nothing of sample records but the sample
 * itself, and elsewhere begins with what there is.
 */
#ifndef APP_NEWS_H
#define APP_NEWS_H

#include "app/app.h"

/* Fills a->news for whoever is acting. Never fails: where it cannot be known, nothing is new. */
void news_open(struct app *a);
/* Everything there is has been seen: remembered for the next time. */
void news_seen(struct app *a);

/* "Since 2012-11-14 09:12 UTC: 1 letter, 1 returned to you, 3 of yours changed." Nothing: leaves out empty. */
int news_words(struct app *a, struct buf *out, struct error *err);

/* True if somebody else changed the record in this version of it since. */
bool news_is_new(const struct app *a, int64_t version);

#endif
