/* SPDX-License-Identifier: MIT */
/* import_private.h - an import between file and door. Private to app. */
#ifndef APP_IMPORT_PRIVATE_H
#define APP_IMPORT_PRIVATE_H

#include "app/import.h"

#define IMPORT_PIECE 2000 /* rows of a long file that are held at a time */

struct import_row {
	const char *where;    /* "reports.csv:12" */
	const char *raw;      /* as it stands in the file; only kept where bad rows are put aside */
	size_t raw_len;
	int first, n_changes; /* its record and its lines */
	bool bad;
};

/* A column of the file: the field, or one of the special ones. */
enum import_column_kind {
	IMPORT_FIELD, IMPORT_IGNORE, IMPORT_REF, IMPORT_VERSION, IMPORT_EFFECTIVE,
	IMPORT_LOGIN_KEY /* of an account: the line of a .pub file, which becomes a record of its own */
};
struct import_column {
	char *name;
	enum import_column_kind kind;
	const struct field *field;
};

struct reading_rows {
	struct app *app;
	const struct import *im;
	struct arena arena;
	struct arena of_rows;  /* what is let go with the rows that were taken */
	struct source *source; /* open until all was read */
	int most;              /* rows read at a time, 0: all */
	bool ended;
	int64_t before;        /* rows that were taken and let go */
	struct import_column *columns;
	int n_columns, cap_columns;
	struct import_row *rows;
	int n_rows, cap_rows;
	struct door_change *changes;
	int n_changes, cap_changes;
	struct date effective;
	const char *raw_header;
	int faults;
};

void import_begin(struct reading_rows *r, struct app *a, const struct import *im);
void import_end(struct reading_rows *r);

/*
 * Reads the file, or the next r->most rows of it. Bad rows are told and marked; a failure means
 * that the file cannot be read.
 */
int import_read(struct reading_rows *r, struct error *err);

/* One row into changes; FAIL_DATA or FAIL_USAGE with err filled. import_row.c */
int import_take_row(struct reading_rows *r, const struct source *s, const struct source_row *row,
		    struct import_row *out, struct error *err);

/*
 * What is in r is the start of a file too long to hold: takes it and the rest piece by piece, in one
 * batch. import_bulk.c
 */
int import_bulk(struct reading_rows *r, struct import_result *result, struct error *err);

/* import.c, for it */
int import_check(struct reading_rows *r, struct store_result *written, struct error *err);
int import_count_bad(const struct reading_rows *r);
void import_count(const struct reading_rows *r, struct import_result *result);
int import_put_aside(struct reading_rows *r, struct error *err);
int import_said_bad(struct reading_rows *r, struct import_result *result, int kind, struct error *err);

void import_tell(struct reading_rows *r, const struct error *e);
struct door_request import_request(const struct reading_rows *r);

#endif
