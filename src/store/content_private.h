/* SPDX-License-Identifier: MIT */
/* content_private.h - what the files of evidence content share. Private to store. */
#ifndef STORE_CONTENT_PRIVATE_H
#define STORE_CONTENT_PRIVATE_H

#include "store/content.h"
#include "store/digest.h"
#include "store/store_private.h"

/* Inside the transaction of a batch: the content it brings, unless it is there. */
int content_insert(struct store *s, const struct content *c, struct error *err);

#endif
