/* SPDX-License-Identifier: MIT */
/*
 * names.h - entities, fields and records by the names people type, with "did you mean".
 */
#ifndef APP_NAMES_H
#define APP_NAMES_H

#include "app/app.h"

/* Singular or plural. NULL and FAIL_USAGE with the nearest name in err->next. */
const struct entity *names_entity(const char *name, struct error *err);

/* NULL and FAIL_USAGE with the nearest name of a field of e. */
const struct field *names_field(const struct entity *e, const char *name, struct error *err);

/* The record a reference names: store_find() in the words of the command line. */
int names_record(struct app *a, const char *ref, struct store_found *out, struct error *err);

/*
 * The reference a record would have: e's pattern filled from get(), which gives
 * the text of a field (a REF field's text is that record's reference) or NULL.
 * False, and nothing added, where a part is missing or belongs to another record.
 */
bool names_reference(const struct entity *e, const char *(*get)(void *data, const struct field *f), void *data,
		     struct buf *out);

#endif
