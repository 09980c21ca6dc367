/* SPDX-License-Identifier: MIT */
/* document_private.h - the records of a document, as they are written and compared. Private to app. */
#ifndef APP_DOCUMENT_PRIVATE_H
#define APP_DOCUMENT_PRIVATE_H

#include "app/app.h"
#include "base/buf.h"

/* json NULL: the records of e begin. */
typedef int (*document_emit)(void *data, const struct entity *e, const char *json, size_t len, struct error *err);

/* Every record as one line of JSON, kind by kind, each in the order of its references. */
int document_records(struct store *s, struct date today, int64_t schema, document_emit emit, void *data,
		     struct error *err);

#endif
