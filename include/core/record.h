/* SPDX-License-Identifier: MIT */
/*
 * record.h - the record table: every kind of record, described once.
 *
 * The form, the columns of lists, the query language, the command line,
 * import and export, JSON, validation, the tables of the database and their
 * guards, the manual and completion all read this table. Adding a field is one
 * row in src/core/records_*.c with .since = the next schema number; the store
 * derives the migration from it.
 *
 * Names of entities, fields and choices are permanent: never renamed, reused
 * or given another type, because the log holds them for ever. Labels may
 * change. A retired field stays, flagged FIELD_RETIRED.
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/role.h"

/* The schema number of this version: the highest .since in the table. */
#define RECORD_SCHEMA 3

enum entity_id {
	ENTITY_NONE = -1,
	ENTITY_DATABASE = 0, /* the one record that says what this database is */
	ENTITY_OFFICE,
	ENTITY_USER,
	ENTITY_REVIEW_SERIES,
	ENTITY_REPORT,
	ENTITY_ADDRESSEE,
	ENTITY_RECOMMENDATION,
	ENTITY_CORRESPONDENCE,
	ENTITY_LETTER_LINE,
	ENTITY_UPDATE,
	ENTITY_EVIDENCE,
	ENTITY_PLAN,
	ENTITY_MILESTONE,
	ENTITY_DEPENDENCY,
	ENTITY_BASELINE,
	ENTITY_BASELINE_DATE,
	ENTITY_KEY,
	ENTITY_CORRECTIVE_ACTION,
	ENTITY_EXTENSION,
	ENTITY_APPROVAL,
	ENTITY_CHECKLIST_LINE,
	ENTITY_DELEGATION,
	ENTITY_SERIES_TITLE,
	ENTITY_POSITION,
	ENTITY_COVERAGE,
	ENTITY_ABSENCE,
	ENTITY_RISK,
	ENTITY_MAPPING,
	ENTITY_SAVED_VIEW,
	ENTITY_MAX
};

/*
 * How a field is stored, in the log and in its column:
 *   TEXT LONG CHOICE  string            INT MONEY(cents) BOOL(0,1)  integer
 *   DATE  "YYYY-MM-DD"                  REF  uid in the log, row id in the column
 *   ANY   "entity:uid" in both          LINES and derived fields: not stored
 * Empty is null.
 */
enum field_type {
	FIELD_TEXT,   /* one line */
	FIELD_LONG,   /* several lines */
	FIELD_INT,
	FIELD_MONEY,
	FIELD_BOOL,
	FIELD_DATE,
	FIELD_CHOICE,
	FIELD_REF,    /* one record of .target */
	FIELD_ANY,    /* one record of any kind that can be referred to */
	FIELD_LINES,  /* a table of lines: the records of .target that belong to this one */
	FIELD_TYPE_MAX
};

enum field_flag {
	FIELD_REQUIRED = 1 << 0,
	FIELD_ENTRY = 1 << 1,     /* asked for in a new-record form */
	FIELD_KEEP = 1 << 2,      /* kept by save-and-new */
	FIELD_WORKFLOW = 1 << 3,  /* only an action (.by) changes it; one workflow group a record */
	FIELD_BOUND = 1 << 4,     /* an approval binds to it */
	FIELD_ONCE = 1 << 5,      /* set once, never changed (but by undo or correct) */
	FIELD_DERIVED = 1 << 6,   /* computed by the store from other data and the day asked for */
	FIELD_AUTO = 1 << 7,      /* left empty in a new record: the next free number */
	FIELD_INITIAL = 1 << 8,   /* a workflow field that a new record may state */
	FIELD_IMPORT = 1 << 9,    /* a workflow field that an import may state */
	FIELD_PARENT = 1 << 10,   /* this record is a line of, or numbered within, that one */
	FIELD_RETIRED = 1 << 11,
	/* A date of what has happened: never after today; typed without a year it is the nearest past one. */
	FIELD_NEWEST = 1 << 12,
	FIELD_KEY = 1 << 13,      /* part of the reference: unique within its parent */
	FIELD_COLUMN = 1 << 15,   /* of use in lists only: a record's page says it in other words */
	FIELD_GENESIS = 1 << 14,  /* written when the record is made by closeout itself, never asked or set */
	FIELD_EVERY = 1 << 20     /* ANY: of every kind, not only of what updates can be about */
};

struct choice {
	const char *name;  /* as stored and typed */
	const char *label; /* as shown */
	const char *help;  /* one line, may be NULL */
};

struct field {
	const char *name;
	const char *label;
	enum field_type type;
	unsigned flags;
	const struct choice *choices; /* CHOICE: ends with a NULL name */
	enum entity_id target;        /* REF, LINES */
	int width;                    /* cells as a list column; 0: not offered as a default column */
	int64_t min, max;             /* INT, MONEY: range; TEXT, LONG: max bytes (0: 200, 65536) */
	const char *initial;          /* value of a new record when nothing is given, as typed */
	const char *by;               /* WORKFLOW: the actions that set it, "record-closure record-reopen" */
	unsigned writers;             /* role mask; 0: the entity's edit_roles */
	int since;                    /* schema number it came in with */
	const char *help;             /* one or two plain sentences */
};

/* is:NAME of an entity, written in the query language itself. */
struct shorthand {
	const char *name;
	const char *query;
};

enum entity_flag {
	ENTITY_APPEND_ONLY = 1 << 0, /* never edited, only followed by another (updates) */
	ENTITY_INTERNAL = 1 << 1,    /* closeout writes it; no form, no add */
	ENTITY_LINE = 1 << 2,        /* shown and edited inside its parent */
	ENTITY_NUMBERED = 1 << 3,    /* its reference is a prefix and a number of its own */
	ENTITY_SUBJECT = 1 << 4      /* updates, evidence and letters may be about it */
};

struct entity {
	enum entity_id id;
	const char *name;    /* table, log, JSON: "recommendation" */
	const char *plural;  /* command line: "recommendations" */
	const char *label;   /* "Recommendation" */
	const char *labels;  /* "Recommendations" */
	/*
	 * The reference: text with {field} parts. {report} is that record's
	 * own reference, {pred.code} a field of the record referred to.
	 */
	const char *ref;
	const char *short_ref; /* also accepted, and shown where unique; may be NULL */
	unsigned flags;
	const struct field *fields;
	int n_fields;
	const struct shorthand *shorthands; /* ends with a NULL name */
	const char *columns;      /* default columns of a list, comma separated */
	const char *sort;         /* default sort, "issued_on,-number"; "ref" is the natural order */
	const char *title;        /* the field that says what the record is about */
	unsigned add_roles;
	unsigned edit_roles;
	int since;
	const char *help;
};

extern const struct entity *const record_entities[ENTITY_MAX];

const struct entity *record_entity(enum entity_id id);

/* By name or plural, any case; NULL if there is none. */
const struct entity *record_entity_by_name(const char *name);
const struct field *record_field(const struct entity *e, const char *name);
int record_field_index(const struct entity *e, const struct field *f); /* position in e->fields */

/* True for a field that has a column of its own. */
bool record_stored(const struct field *f);

/* True if the ANY field f can refer to a record of that kind. */
bool record_any_fits(const struct field *f, const struct entity *e);

/* The field of e that is flagged FIELD_PARENT, or NULL. */
const struct field *record_parent(const struct entity *e);

const struct choice *record_choice(const struct field *f, const char *name); /* by name, any case */
int64_t record_max(const struct field *f); /* bytes or value, defaults applied */
int64_t record_min(const struct field *f); /* INT and MONEY; derived numbers may be below 0 */

/*
 * Pseudo-columns every entity has besides its fields: "ref", "version", "uid".
 * True if name is one.
 */
bool record_is_pseudo(const char *name);

/*
 * The sort key of a reference: every number led by its length and letters in
 * upper case, so that plain byte order is natural order (OIG-10-63 <
 * OIG-10-124). Keys of parts, put together, are the key of the whole as long
 * as no number is cut. dst of size bytes, always terminated.
 */
const char *record_natural_key(const char *ref, char *dst, size_t size);

/*
 * The parts of a reference pattern (e->ref, e->short_ref): plain text, or a
 * field with the field of the record it refers to. Returns how many, -1 for a
 * pattern that is wrong.
 */
#define REF_PARTS_MAX 8
struct ref_part {
	const char *literal;           /* NULL: a field; else len bytes of text */
	size_t len;
	const struct field *field;     /* {plan}: of the entity itself */
	const struct field *of_target; /* {pred.code}: field code of the record pred refers to; or NULL */
};
int record_ref_parts(const struct entity *e, const char *pattern, struct ref_part parts[REF_PARTS_MAX]);

/* True for a key that is the whole reference: an office's code, a report's number, the name of an account. */
bool record_names_itself(const struct entity *e, const struct field *f);

/*
 * The kind of record whose reference that text would be read as: "C-3" is a letter. NULL: none. What
 * people name themselves must not look like that, nor hold '/' or ':'.
 */
const struct entity *record_reads_as(const char *text);

/* Checks the table itself (names, targets, patterns, initial values); for tests. Returns NULL or what is wrong. */
const char *record_check(void);

#endif
