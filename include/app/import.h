/* SPDX-License-Identifier: MIT */
/*
 * import.h - rows of a file into records: read, checked, and written as one batch or not at all.
 *
 * A column is a field, by its name or label or by the map. "ref" names the record
 * to update, "version" the state of it the author saw, "effective" the day it
 * holds from; "uid" and what closeout computes are left out. In a new record an
 * empty cell is left out; in an update it clears the field, and a column that is
 * not there leaves it alone. A JSON array of objects under the name of a field of
 * lines makes those lines.
 *
 * Registers come dirty. Nothing is guessed: a problem is told with its place, its
 * value and the option that would solve it, and the options are texts as on the
 * command line, so that they can be saved under a name (app/mapping.h):
 *
 *	map      COLUMN=field,...   COLUMN= leaves it out; A+B=field joins two; one column may be
 *	                            several fields; =report.title names a report by its title;
 *	                            field=VALUE, where no column has that name, is said of every row
 *	values   field:FROM=to,FROM=to;field:...   by field or column; FROM empty: an empty cell; *: any other
 *	none     N/A,-,...          cells that are taken for empty
 *	ignore   COLUMN,...         left out; *: every one that is no field
 *	dates    iso serial serial-1904 dmy mdy, more than one with commas
 *	create   offices            that are named and not there
 *
 * A backslash takes the meaning from the character behind it.
 */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include <stdio.h>

#include "app/door.h"
#include "exchange/source.h"

#define IMPORT_FAULTS_MAX 100    /* said one by one, and of one sort IMPORT_SORT_MAX; the rest is counted */
#define IMPORT_FIRSTS_MAX 200    /* of a sort not said yet, the first, as long as there are fewer */
#define IMPORT_SORT_MAX 5
#define IMPORT_ROWS_SHARED 10000 /* more need exclusive */

struct import_progress {
	int64_t rows;         /* taken so far */
	double seconds;
	uint64_t bytes, size; /* read, and of the whole file; size 0: not known */
	bool indexing;        /* all rows are in, the search index is made */
};

struct import_report;

struct import {
	const struct entity *entity;
	FILE *file;
	const char *name;         /* of the file, for messages */
	enum source_format format;
	/* What the file is like; NULL: not said. */
	const char *map, *values, *none, *ignore, *dates, *create;
	const char *encoding;     /* a name of source_encoding_by_name() */
	const char *separator;    /* one character, or "tab" */
	const char *rows;         /* JSON: the member that holds them */
	const char *key;          /* field that tells which record a row is about; NULL: the reference */
	bool ragged;              /* short rows end with empty cells */
	bool csv_safe;
	bool update;              /* rows of existing records change them */
	bool dry_run;
	bool exclusive;
	FILE *skipped;            /* bad rows are put there and the rest is taken; NULL: one bad row stops all */
	const char *reason;
	/* Making a database: see struct door_request. */
	bool genesis;
	const char *actor;
	struct date effective;    /* DATE_NONE: what the rows say, or today */
	/* Told of the first problems, in the order of the file; may be NULL. */
	void (*fault)(void *data, const struct error *e);
	/* Told at the end what there is to say; may be NULL. It lives during the call. */
	void (*report)(void *data, const struct import_report *r);
	void (*progress)(void *data, const struct import_progress *p); /* may be NULL */
	void (*waits)(void *data); /* told when a signal came while nothing came of the file; may be NULL */
	bool (*stop)(void *data); /* asked now and then: true cancels; may be NULL */
	void *data;
};

struct import_result {
	int64_t rows, bad;
	int64_t added, existing; /* records, lines not counted */
	int64_t written;         /* changes in the log; 0: nothing differed, or a dry run */
};

/* Problems of one sort. */
struct import_sort {
	const char *column; /* or field; NULL: of the row, or of the file */
	const char *why, *next;
	int64_t count;
	uint64_t line; /* of the first */
};

struct import_report {
	const struct import_sort *sorts; /* most frequent first */
	int n_sorts;
	int64_t problems, said; /* how many, and how many of them were told one by one */
	const char *const *options; /* "--none N/A": what would solve some of it */
	int n_options;
	const char *const *notes; /* what was taken as it is and is worth knowing */
	int n_notes;
	const char *const *made; /* offices that came with it: "OTD  Office of Training" */
	int n_made;
};

/*
 * All that comes in from a session on a host, in a file without a name: what is longer than the setting
 * allows is cut off one byte behind that. FAIL_IO: it stopped coming, or cannot be kept.
 */
int import_spool(const struct app *a, int in, FILE **out, struct error *err);

/* FAIL_DATA when a row is bad and none may be skipped: err counts them. FAIL_NO: cancelled. */
int import_rows(struct app *a, const struct import *im, struct import_result *result, struct error *err);

#endif
