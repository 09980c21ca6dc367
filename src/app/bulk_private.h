/* SPDX-License-Identifier: MIT */
/* bulk_private.h - what the files of the bulk edit share. Private to app. */
#ifndef APP_BULK_PRIVATE_H
#define APP_BULK_PRIVATE_H

#include "app/bulk.h"

void bulk_fate(struct bulk *b, int i, enum bulk_fate fate, const char *words);
void bulk_refuse(struct bulk *b, int i, const struct error *e);

#endif
