/* SPDX-License-Identifier: MIT */
/*
 * show.h - one record with all that hangs on it.
 */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include "app/listing.h"

/*
 * Writes the record that ref names, as it stands or as of a day: for people
 * (json false) a page with its lines and all that refers to it, else one JSON
 * object of its fields, with ref and version and its lines as arrays.
 */
int show_record(struct app *a, const char *ref, struct date as_of, bool json, struct output *o, struct error *err);

#endif
