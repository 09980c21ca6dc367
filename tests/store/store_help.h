/* SPDX-License-Identifier: MIT */
/*
 * store_help.h - what the tests of the store share: a folder, a small world of
 * records, edits in one line, and a bare SQL shell. Include it after cmocka.h.
 */
#ifndef TESTS_STORE_HELP_H
#define TESTS_STORE_HELP_H

#include "base/buf.h"
#include "store/store.h"

/* ---- a folder ------------------------------------------------------------- */

int scratch_begin(void **state); /* cmocka setup: an empty folder, and a world in it */
int scratch_end(void **state);
const char *scratch_path(const char *name); /* valid until the fifth next call */

/* ---- a world: two offices, two accounts, a report with two recommendations, a plan --- */

struct world {
	char path[512];
	struct store *s;
	struct error err;
	struct store_result r;
	char opr[UUID_TEXT], ohc[UUID_TEXT], inspector[UUID_TEXT];
	char report[UUID_TEXT], rec1[UUID_TEXT], rec2[UUID_TEXT];
	char plan[UUID_TEXT], m1[UUID_TEXT], m2[UUID_TEXT], m3[UUID_TEXT];
};
extern struct world world;

void world_reopen(void);
struct date day(const char *iso);

/* ---- edits ------------------------------------------------------------------ */

#define EDIT_FIELDS  40
#define EDIT_CHANGES 64

/* A batch being put together; fields are by name and as the log has them. */
struct edit {
	struct batch b;
	struct change changes[EDIT_CHANGES];
	struct change_field fields[EDIT_CHANGES][EDIT_FIELDS];
	struct arena a;
};

void edit_begin(struct edit *e, const char *verb);
void edit_end(struct edit *e);
/* A new record; uid (UUID_TEXT bytes) gets its identifier. */
void edit_add(struct edit *e, enum entity_id kind, char *uid);
void edit_set(struct edit *e, enum entity_id kind, const char *uid); /* a change of one */
void edit_text(struct edit *e, const char *field, const char *text); /* "" clears */
void edit_int(struct edit *e, const char *field, int64_t number);
void edit_old(struct edit *e, struct value old); /* of the field added last: what was seen */
void edit_removed(struct edit *e, bool removed);
int edit_apply(struct edit *e, struct store *s); /* into world.r and world.err */

/* One text field of one record as the account inspector. */
int set_text(struct store *s, enum entity_id kind, const char *uid, const char *field,
	     const char *text);
/* A recommendation of a report, all that is required filled in. */
void edit_add_rec(struct edit *e, const char *report, char *uid);

/* ---- asking ------------------------------------------------------------------- */

/* The value of a field, as value_write() gives it; valid until the fifth next call. */
const char *get(struct store *s, enum entity_id kind, const char *uid, const char *field);
const char *ref_of(struct store *s, enum entity_id kind, const char *uid);
int64_t count(struct store *s, enum entity_id kind, const char *query);
/* References of the rows, joined by blanks. */
const char *list(struct store *s, enum entity_id kind, const char *query, const char *sort);

/* Problems found by verify, a line each, into found. */
void verify_into(struct store *s, struct buf *found);
void assert_verified(struct store *s);
/* Opens the file, verifies, closes. True if a line of the findings has all of part and also. */
bool verify_finds(const char *path, const char *part, const char *also);

/* ---- a bare SQL shell ------------------------------------------------------------ */

/* Runs sql on the file as sqlite3's own shell would: no guards of ours but those in the file. */
bool shell(const char *path, const char *sql); /* true: it went through */
const char *shell_error(void);                 /* what was said otherwise */
void shell_drop_triggers(const char *path);
int64_t shell_int(const char *path, const char *sql);

#endif
