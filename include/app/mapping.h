/* SPDX-License-Identifier: MIT */
/*
 * mapping.h - the options of an import, kept under a name.
 *
 * A mapping is a record like any other: listed, shown, changed and logged. Its
 * text is one option a line, as typed behind the command but without the two
 * dashes and the quotes; an option that is a list may stand on several lines:
 *
 *	map Rec No.=number
 *	map Report=report
 *	map-values action:Open=open,Closed=closed
 *	encoding windows-1252
 */
#ifndef APP_MAPPING_H
#define APP_MAPPING_H

#include "app/import.h"

/*
 * Fills what im does not say yet from the mapping of that name; texts live in a.
 * FAIL_MISSING if there is none, FAIL_DATA if it is one of another kind of record or
 * holds a line that is no option.
 */
int mapping_load(struct app *a, const char *name, struct arena *arena, struct import *im, struct error *err);

/* Whether the options could be kept under that name: FAIL_CREATE if it is taken, FAIL_DATA if it is no name. */
int mapping_check(struct app *a, const char *name, const struct import *im, struct error *err);
/* Keeps them, as a batch of its own. */
int mapping_save(struct app *a, const char *name, const struct import *im, struct error *err);

#endif
