/* SPDX-License-Identifier: MIT */
/* bulk_private.h - what the files of the bulk edit share. Private to app. */
#ifndef APP_BULK_PRIVATE_H
#define APP_BULK_PRIVATE_H

#include "app/bulk.h"

#define BULK_WHOLE 1000 /* records that are written in one go */
#define BULK_PIECE 500  /* of more, so many at a time */

void bulk_fate(struct bulk *b, int i, enum bulk_fate fate, const char *words);
void bulk_refuse(struct bulk *b, int i, const struct error *e);

#endif
