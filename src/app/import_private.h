/* SPDX-License-Identifier: MIT */
/* import_private.h - an import between file and door. Private to app. */
#ifndef APP_IMPORT_PRIVATE_H
#define APP_IMPORT_PRIVATE_H

#include "app/import.h"

#define IMPORT_PIECE 500                 /* rows of a long file that are held at a time */
#define IMPORT_PIECE_BYTES (2u << 20)    /* and bytes */
#define IMPORT_SHORT_BYTES (8u << 20)    /* of a file that is held whole */

/* ---- what the options say: import_rules.c */

/* What a column, or several joined, stands for. */
enum import_target_kind {
	IMPORT_FIELD, IMPORT_IGNORE, IMPORT_REF, IMPORT_VERSION, IMPORT_EFFECTIVE,
	IMPORT_LOGIN_KEY /* of an account: the line of a .pub file, which becomes a record of its own */
};
struct import_target {
	enum import_target_kind kind;
	const struct field *field;
	const struct field *by;  /* a REF field: its records are named by this field of theirs */
	struct import_join *join; /* the column is a part of that; or NULL */
	int part;
};
struct import_join {
	const char *const *columns;
	const char **texts; /* of the row at hand */
	int n;
	struct import_target target;
};
struct import_pair {
	const char *from, *to;
};
struct import_rule {  /* one entry of the map */
	const char *column; /* NULL: a constant, or a join */
	const char *constant;
	struct import_join *join;
	const char *name; /* what stands to the right: a field; or left of a constant */
	bool used;
};
struct import_values {
	const char *name; /* of a field or a column */
	struct import_pair *pairs;
	int n;
};
struct import_rules {
	struct import_rule *map;
	int n_map;
	struct import_values *values;
	int n_values;
	const char **none;
	int n_none;
	const char **ignore;
	int n_ignore;
	bool ignore_rest;
	bool serial, serial_1904, dmy, mdy, iso; /* dates */
	bool create_offices;
};

struct reading_rows;
int import_rules_read(struct reading_rows *r, struct error *err);
void import_rules_free(struct import_rules *rules);
/* What a cell stands for by the values of its field or column; NULL: nothing was said of it. */
const char *import_value_of(const struct import_rules *rules, const char *field, const char *column, const char *text);
bool import_is_none(const struct import_rules *rules, const char *text);
/* A word that registers write where there is nothing. */
bool import_like_none(const char *text);

/* ---- columns: import_column.c */

struct import_column {
	char *name;
	size_t number; /* in the file; 0: JSON */
	struct import_target *targets;
	int n_targets;
	bool unknown;
};

/* The column of that name, known from an earlier row or looked up now. Never NULL; unknown ones are told once. */
const struct import_column *import_column(struct reading_rows *r, const char *name, size_t number, uint64_t line);
/* The column that a field comes from; NULL: none, or a constant. */
const struct import_column *import_column_of(const struct reading_rows *r, const struct field *f);
/* All columns of a header. What the map names and the file lacks is told. */
void import_header(struct reading_rows *r);
/* A JSON file has no header: at its end, what the map names and no row had. */
void import_header_end(struct reading_rows *r);

/* ---- rows */

struct import_row {
	const char *where;    /* "reports.csv:12" */
	const char *raw;      /* as it stands in the file; only kept where bad rows are put aside */
	size_t raw_len;
	uint64_t line, number;
	int first, n_changes; /* its record and its lines */
	bool bad;
	bool left_out;        /* it refers to a bad one */
	bool made;            /* no row: an office that one names */
	bool later;           /* it names one that is not there yet, and waits */
	const struct field *unnamed; /* the field that names none yet, by a field of its own kind; or NULL */
};

/* What is wrong, until the piece is read and it can be told in order. */
struct import_problem {
	int row;              /* -1: the file */
	size_t column;        /* number; 0: not known */
	const char *name;     /* of the column or field; NULL: the row as a whole */
	const struct field *field;
	enum fail kind;
	uint64_t line;
	const char *why, *next;
};

/* What would solve problems, gathered. */
struct import_words {
	const char **at;
	int n, cap;
};
struct import_hints {
	struct import_words none, columns, encodings, values, fields; /* values[i] of fields[i] */
	bool ragged, offices, update, exclusive, serial, slashes, first_is_day, second_is_day;
};

struct import_cache; /* import_refs.c */
struct import_later; /* import_later.c */

struct reading_rows {
	struct app *app;
	const struct import *im;
	struct import_rules rules;
	struct arena arena;
	struct arena of_rows;  /* what is let go with the rows that were taken */
	size_t held;           /* bytes of rows in it, about */
	struct source *source; /* open until all was read */
	struct import_later *later; /* rows that wait; NULL: none did */
	bool last_call;        /* what still waits names nothing */
	const struct import_place *again; /* of a row that waited */
	char separator;        /* what the file turned out to have */
	uint64_t line_shift;   /* from lines of what waited to those of the file */
	int most;              /* rows read at a time, 0: all */
	size_t most_bytes;
	bool ended;
	int64_t before;        /* rows that were taken and let go */
	struct import_column *columns;
	int n_columns, cap_columns;
	struct import_row *rows;
	int n_rows, cap_rows;
	struct door_change *changes;
	int n_changes, cap_changes;
	int *owners, cap_owners; /* the row of each change */
	/* The changes of rows that are not bad, records before those that refer to them. */
	struct door_change *send;
	int *send_owners;
	int n_send, cap_send, cap_send_owners;
	struct import_problem *problems;
	int n_problems, cap_problems;
	int told;            /* of them; the rest is not said yet */
	struct import_named { /* a record of the file's own kind, by a field of it, that is not there yet */
		int row;
		const struct field *field, *by;
		const char *text, *column; /* text NULL: it was found */
		size_t number;             /* of the column */
	} *named;
	int n_named, cap_named;
	struct import_sort *sorts;
	int *said_of;        /* how many of each sort were told */
	int n_sorts, cap_sorts, cap_said;
	int64_t n_said, n_all;
	struct import_hints hints;
	struct import_words notes, made;
	struct import_cache *cache;
	enum fail worst;     /* kind of the gravest problem */
	char denied[640];    /* the first that was not permitted, for the access log */
	bool file_bad;       /* a problem of the file as a whole */
	bool cancelled;
	bool secondary;      /* what is found now comes of rows that were left out */
	struct date effective;
	const char *raw_header;
	bool header_put;     /* it stands in the file of skipped rows */
	size_t n_header;     /* columns of a CSV file; 0: its rows have names of their own */
	int64_t started_us;
	uint64_t bytes, size;
	int faults;
};

void import_begin(struct reading_rows *r, struct app *a, const struct import *im);
void import_end(struct reading_rows *r);

/*
 * Reads the file, or the next piece of it. Bad rows are told and marked; a failure means
 * that the file cannot be read. import_read.c
 */
int import_read(struct reading_rows *r, struct error *err);

/* The next row of r->source. False at the end, or where it cannot be read on. */
bool import_read_row(struct reading_rows *r, int *failed, struct error *err);
/* What the source is to be told. */
int import_source_options(const struct reading_rows *r, struct source_options *o, struct error *err);

/*
 * import_later.c: rows of a file that is read in pieces, and name a record of their own kind that is
 * not there yet. They are kept as they stand in the file and taken when all others are in.
 */
struct import_place {
	uint64_t line, number; /* of a row */
};
bool import_may_wait(const struct reading_rows *r);
bool import_names_own_kind(const struct reading_rows *r, int row);
void import_later_put(struct reading_rows *r, int row);
int64_t import_later_rows(const struct reading_rows *r); /* how many wait */
/* A piece of what waits into r. False: nothing does any more, or it failed. */
bool import_later_next(struct reading_rows *r, int *failed, struct error *err);
/* At the last call: such a record stands in a row that waits, too. */
bool import_later_has(const struct reading_rows *r, const char *ref);
void import_later_free(struct import_later *later);

/* One row into changes, problems noted. import_row.c */
void import_take_row(struct reading_rows *r, const struct source_row *row, int at);
struct door_change *import_new_change(struct reading_rows *r, const struct entity *e, size_t n_fields, int row);
void import_add_field(struct reading_rows *r, struct door_change *c, const struct field *f, const char *text);

/* A cell by the rules: what the door is to read, NULL: empty. False: it is told what is wrong. import_cell.c */
struct import_cell {
	int row;
	const struct import_column *column; /* NULL: a constant */
	const struct import_target *target;
	const char *text; /* NULL: empty */
};
bool import_cell(struct reading_rows *r, struct import_cell *c);

/* References by another field, and offices by name or made. import_refs.c */
bool import_reference(struct reading_rows *r, struct import_cell *c);
/* import_named.c: names of records of the file's own kind, looked for among the rows at hand. */
void import_named_rows(struct reading_rows *r);
void import_names_none(struct reading_rows *r, const struct import_named *n, const char *why);
void import_cache_free(struct import_cache *cache);

/* import_date.c: the day a text is, by the rules. False with why and next. */
bool import_date(struct reading_rows *r, const char *text, char iso[DATE_TEXT], const char **why, const char **next);

/* What is in r->changes into r->send, in an order in which it can be written. import_order.c */
void import_order(struct reading_rows *r, bool with_bad);

/* import_bulk.c: all of it, piece by piece, in one batch. What is in r is the start of the file. */
int import_bulk(struct reading_rows *r, struct import_result *result, struct error *err);

/* ---- problems: import_report.c */

void import_problem(struct reading_rows *r, const struct import_problem *p);
/* What is not said yet, in the order of the file. */
void import_tell(struct reading_rows *r);
void import_finish(struct reading_rows *r);
void import_word(struct reading_rows *r, struct import_words *w, const char *word); /* once each */
/* import_door.c: a fault of the door, or of the store, as a problem of its row. */
void import_door_fault(struct reading_rows *r, int change, const struct field *f, const struct error *e);
void import_options(struct reading_rows *r, struct import_words *out); /* import_hints.c */
/* import_row.c: what a row gives a field, NULL for nothing; data is its struct door_change. For names_reference(). */
const char *import_typed_text(void *data, const struct field *f);

int import_count_bad(const struct reading_rows *r);
void import_count(const struct reading_rows *r, struct import_result *result);
int import_put_aside(struct reading_rows *r, struct error *err);
struct door_request import_request(const struct reading_rows *r);

#endif
