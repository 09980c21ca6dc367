/* SPDX-License-Identifier: MIT */
/*
 * import.h - rows of a file into records: read, checked, and written as one batch or not at all.
 *
 * A column is a field, by its name or by the map. "ref" names the record to
 * update, "version" the state of it the author saw, "effective" the day it
 * holds from (one day a file); "uid" is ignored. In a new record an empty cell
 * is left out; in an update it clears the field, and a column that is not
 * there leaves it alone. A JSON array of objects under the name of a field of
 * lines makes those lines.
 */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include <stdio.h>

#include "app/door.h"
#include "exchange/source.h"

#define IMPORT_FAULTS_MAX 100    /* said one by one; further ones are only counted */
#define IMPORT_ROWS_SHARED 10000 /* more need exclusive */

struct import {
	const struct entity *entity;
	FILE *file;
	const char *name;         /* of the file, for messages */
	enum source_format format;
	const char *map;          /* "COLUMN=field,..." or NULL; "COLUMN=" leaves a column out */
	const char *key;          /* field that tells which record a row is about; NULL: the reference */
	bool update;              /* rows of existing records change them */
	bool dry_run;
	bool csv_safe;
	bool exclusive;
	FILE *skipped;            /* bad rows are put there and the rest is taken; NULL: one bad row stops all */
	const char *reason;
	/* Making a database: see struct door_request. */
	bool genesis;
	const char *actor;
	struct date effective;    /* DATE_NONE: what the rows say, or today */
	/* Told of every fault, up to IMPORT_FAULTS_MAX; may be NULL. */
	void (*fault)(void *data, const struct error *e);
	/* Of a long file: rows taken so far, in so many seconds; may be NULL. */
	void (*progress)(void *data, int64_t rows, double seconds);
	void *data;
};

struct import_result {
	int64_t rows, bad;
	int64_t added, existing; /* records, lines not counted */
	int64_t written;         /* changes in the log; 0: nothing differed, or a dry run */
};

/* FAIL_DATA when a row is bad and none may be skipped: err counts them. */
int import_rows(struct app *a, const struct import *im, struct import_result *result, struct error *err);

#endif
