/* SPDX-License-Identifier: MIT */
/*
 * settings.h - what closeout.conf says, as plain values.
 *
 * settings_table() has one row per setting: its path, kind, range, default
 * and help. Reading, messages, the sample file and closeout.conf(5) all come
 * from it. To add a setting: a field in struct settings and a row in
 * src/config/settings_table.c; the tests then ask for the renewed documents.
 *
 * Invariant: a struct settings is complete after settings_init(). Loading
 * only replaces a value by a sound one; whatever is wrong in a file leaves
 * the value as it was and adds a warning.
 */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "config/warnings.h"

enum settings_start { SETTINGS_START_WORKBENCH, SETTINGS_START_INBOX, SETTINGS_START_LAST };
enum settings_order { SETTINGS_ORDER_MDY, SETTINGS_ORDER_DMY };
enum settings_color { SETTINGS_COLOR_AUTO, SETTINGS_COLOR_ALWAYS, SETTINGS_COLOR_NEVER };

/* X(NAME, "name in the file", length, UNIT, "what it measures") */
#define SETTINGS_CLOCK_LIST(X)                                                              \
	X(RESPONSE, "response", 90, DAYS,                                                   \
	  "From the issue of a report to the agency's response (DHS Directive 077-01).")    \
	X(RESOLUTION, "resolution", 6, MONTHS,                                              \
	  "From the issue of a report to the management decision (OMB Circular A-50).")     \
	X(FINAL_ACTION, "final_action", 12, MONTHS,                                         \
	  "From the issue of a report to final action (OMB Circular A-123).")               \
	X(UPDATE, "update", 90, DAYS,                                                       \
	  "From the newest status update to the next one, while a recommendation is open.") \
	X(CLOSEOUT_LETTER, "closeout_letter", 30, DAYS,                                     \
	  "From full implementation to the closeout letter.")

enum settings_clock_name {
#define SETTINGS_CLOCK_ENUM(id, name, length, unit, help) SETTINGS_CLOCK_##id,
	SETTINGS_CLOCK_LIST(SETTINGS_CLOCK_ENUM)
#undef SETTINGS_CLOCK_ENUM
	SETTINGS_CLOCK_MAX
};

enum settings_unit { SETTINGS_DAYS, SETTINGS_MONTHS };
enum settings_roll {
	SETTINGS_ROLL_NONE, /* the date stays, whatever day it is */
	SETTINGS_ROLL_NEXT  /* a date on a day without work moves to the next working day */
};

struct settings_clock {
	int length; /* 1..3650 of the unit */
	enum settings_unit unit;
	enum settings_roll roll;
};

/* A day without work beyond the federal holidays. */
struct settings_closure {
	struct date date;
	const char *name; /* never empty */
};

/*
 * One key for one action, in the order of the file. The key is one that
 * key_parse_sequence() reads, or "" where the file took all keys from the
 * action; the action is as typed: whoever owns the action table checks it
 * and says file:line if it is unknown.
 */
struct settings_key {
	const char *action;
	const char *key;
	const char *file;
	int line;
};

struct settings {
	const char *database; /* absolute or "~/..."; "" where none is set */
	const char *theme;    /* a plain name, never a path */
	enum settings_start start;
	enum settings_order date_order;
	enum settings_color color;
	bool ascii;
	int idle_minutes; /* of a session on a host; 0 = no limit */

	const char *agency_name; /* "" where none is set */
	int fiscal_start_month;  /* 1..12 */
	struct date payperiod_anchor;
	int payperiod_days;
	int soon_days; /* a clock that ends within so many days is shown as due soon */
	struct settings_clock clock[SETTINGS_CLOCK_MAX];

	const char *host_name; /* of this machine, for ssh; "" where none is set */
	int host_import_mib;   /* of an import in a session on a host */
	int host_import_wait;  /* seconds without a byte of it */
	int backup_keep;       /* in a folder; 0: all */

	struct settings_closure *closures; /* by date, each date once */
	size_t closure_count, closure_cap;
	struct settings_key *keys; /* those of one action stand together */
	size_t key_count, key_cap;

	struct arena arena; /* owns the texts */
};

#define AUTOSETTINGS __attribute__((cleanup(settings_release))) struct settings

void settings_init(struct settings *s); /* the defaults */
void settings_release(struct settings *s);

enum settings_flags {
	SETTINGS_PLAIN = 0, /* a person's own files: any owner, links followed */
	/* Only plain files of root or the effective user that nobody else can write. */
	SETTINGS_TRUSTED = 1,
	/* The last path was asked for by name: missing is a warning. */
	SETTINGS_MUST_EXIST = 2
};

/*
 * Initialises s with the defaults and reads the files over it, later ones
 * winning (NULL and missing files are skipped). Always gives a usable s.
 * Lists add up: closures of all files, keys per action from the last file
 * that names the action.
 */
void settings_load(const char *const paths[], int n, unsigned flags, struct settings *s,
		   struct warnings *w);

/* The path of the database with "~/" replaced by home (which may be NULL: then it stays). */
void settings_database(const struct settings *s, const char *home, struct buf *dst);

enum setting_kind {
	SETTING_TEXT,   /* one line of text, at most max characters */
	SETTING_PATH,   /* absolute or "~/..." */
	SETTING_NAME,   /* a-z, 0-9 and "-" */
	SETTING_BOOL,
	SETTING_INT,    /* min..max */
	SETTING_CHOICE, /* one of choices, stored as its number */
	SETTING_DATE,
	SETTING_CLOCK,    /* { length, unit, roll } */
	SETTING_CLOSURES, /* ( { date, name }, ... ) */
	SETTING_KEYS,     /* { action = key or list of keys } */
	SETTING_KIND_MAX
};

struct setting {
	const char *path; /* "start", "fiscal.start_month" */
	enum setting_kind kind;
	size_t offset; /* of its field in struct settings */
	int min, max;
	const char *const *choices; /* ends with NULL */
	const char *fallback;       /* the default as a file would write it */
	const char *example;        /* shown instead where the default tells nothing; or NULL */
	const char *help;           /* whole sentences */
};

const struct setting *settings_table(size_t *n);

/* Appends the value s has, as a file would write it. */
void setting_value(const struct setting *row, const struct settings *s, struct buf *dst);

/* Appends what values a setting takes: "a whole number from 1 to 12". */
void setting_domain(const struct setting *row, struct buf *dst);

/*
 * Documents made from the table: a sample file with every default commented
 * out, and the list of closeout.conf(5).
 */
void settings_write_sample(struct buf *dst);
void settings_write_man(struct buf *dst);

#endif
