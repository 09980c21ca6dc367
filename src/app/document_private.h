/* SPDX-License-Identifier: MIT */
/* document_private.h - the records of a document, as they are written and compared. Private to app. */
#ifndef APP_DOCUMENT_PRIVATE_H
#define APP_DOCUMENT_PRIVATE_H

#include "app/app.h"
#include "base/buf.h"
#include "exchange/source.h"

/* json NULL: the records of e begin. */
typedef int (*document_emit)(void *data, const struct entity *e, const char *json, size_t len, struct error *err);

/* Every record as one line of JSON, kind by kind, each in the order of its references. */
int document_records(struct store *s, struct date today, int64_t schema, document_emit emit, void *data,
		     struct error *err);

/* document_content.c: the section "content"; without bytes it is empty, the records have the hashes. */
struct document_writer;
int document_content(struct store *s, struct date today, bool with_bytes, struct document_writer *w, struct error *err);
/* One element of it into the database; the last part of a content is checked against its hash. */
int document_take_content(struct store *s, const struct source_row *row, struct error *err);

/* document.c: an element of the section "log" as an entry; a document into an empty database, by nobody in particular. */
void document_entry(const struct source_row *row, struct entry *e);
int document_load(struct app *a, FILE *file, const char *name, int64_t *entries, struct error *err);

#endif
