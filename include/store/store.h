/* SPDX-License-Identifier: MIT */
/*
 * store.h - the database: the one place that knows SQLite.
 *
 * A store is a connection to one database file, opened in the safe order
 * (file checks, defensive mode, limits, identity, pragmas). All writes go
 * through store_apply(), inside the write gate (a flock beside the file) and
 * one immediate transaction: the change, its log entry and everything derived,
 * or nothing. No statement, transaction or gate is held when a function of
 * this header returns, so no reader ever holds up a writer while a person
 * thinks.
 * The one exception is what store_look_begin() begins.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "core/change.h"
#include "core/checkpoint.h"
#include "core/query.h"
#include "core/record.h"

struct store;

enum store_mode { STORE_READ_WRITE, STORE_READ_ONLY };

/* ---- making, opening, closing ------------------------------------------- */

struct store_genesis {
	const char *kind;     /* "personal", "shared", "sample" */
	const char *title;    /* or NULL */
	struct date today;    /* sample only, else DATE_NONE */
	struct date effective; /* of the genesis batch */
	/* Further changes of the genesis batch (accounts, offices); may be empty. */
	struct change *changes;
	int n_changes;
};

/*
 * Makes a new database at path (mode 0600; its folder 0700 if it has to be
 * made). Never overwrites: FAIL_CREATE if anything is there.
 */
int store_create(const char *path, const struct store_genesis *genesis, struct error *err);

/*
 * Opens. Each of the wrong files (missing, empty, foreign, newer, damaged, a
 * link, a folder, loose modes, network file system) has its own sentence.
 * FAIL_MISSING when there is no file, FAIL_IO when it is damaged, FAIL_BUSY
 * for the others. An older file is brought up to date first, after a checked
 * backup beside it (PATH.bak-N); opened for reading only it is FAIL_BUSY.
 */
int store_open(const char *path, enum store_mode mode, struct store **out, struct error *err);
void store_close(struct store *s); /* checkpoints if the gate is free; NULL is fine */

const char *store_path(const struct store *s);
bool store_read_only(const struct store *s);

/* What stands in the way of writing; asked now and then, to be shown before somebody tries. */
enum store_trouble {
	STORE_WELL,
	STORE_DISK_FULL, /* too little room: nothing is written until there is more */
	STORE_FAILED,    /* a read or write failed: this connection does nothing more, see store_reopen() */
	STORE_DAMAGED,   /* the file cannot be read: nothing is written to it any more */
	STORE_REPLACED,  /* another file has the name now (restore) */
};
enum store_trouble store_trouble(struct store *s);
/*
 * After STORE_FAILED: everything of the connection is thrown away and made anew; what was known of the
 * database has to be read again. FAIL_IO: the disk still fails. FAIL_BUSY: another file has the name.
 */
int store_reopen(struct store *s, struct error *err);
/* Of a shared database: holds some room that is given up when the disk is full, for drafts. */
void store_keep_ballast(struct store *s);
/* Called each second of waiting for another writer, with who it is. NULL takes it off. */
void store_on_wait(struct store *s, void (*wait)(void *data, const char *who, int seconds), void *data);

/* A number that moves whenever another connection has committed. Microseconds. */
int64_t store_data_version(struct store *s);
/* Gives back memory that only made the last reading quicker: after a long one, when nothing is being done. */
void store_rest(struct store *s);

/*
 * Several reads in a row, as of one moment and with one look at the file's locks: each alone costs more in
 * locks than in reading. May be nested. Nothing is waited for in between; a save ends it, and what is read
 * after that is read as it is then.
 */
void store_look_begin(struct store *s);
void store_look_end(struct store *s);

/*
 * While stop is set it is asked now and then during long reads; when it returns
 * true the read ends with FAIL_NO and an empty why. NULL takes it off.
 */
void store_on_progress(struct store *s, bool (*stop)(void *data), void *data);

/*
 * The database as it stood: a read-only store folded from the log entries with
 * effective <= as_of (DATE_NONE: all) and recorded on or before the day
 * known_on (DATE_NONE: all). Held in a temporary file that nobody else sees.
 */
int store_as_of(struct store *s, struct date as_of, struct date known_on, struct store **out, struct error *err);

/*
 * The same in pieces, for a long log: begun, stepped until it has ended, then taken, or dropped. Between
 * steps nothing is held of s, which has to stay open. What is written meanwhile is not in it.
 */
struct store_fold;
int store_fold_begin(struct store *s, struct date as_of, struct date known_on, struct store_fold **out,
		     struct error *err);
int store_fold_step(struct store_fold *f, int entries, struct error *err);
bool store_fold_ended(const struct store_fold *f);
void store_fold_progress(const struct store_fold *f, int64_t *done, int64_t *all); /* entries */
int store_fold_take(struct store_fold *f, struct store **out, struct error *err);  /* frees f, failed or not */
void store_fold_drop(struct store_fold *f);                                        /* NULL: nothing */

/* ---- the one door for change -------------------------------------------- */

#define STORE_CONFLICTS_MAX 32

struct store_conflict {
	const struct entity *entity;
	char uid[UUID_TEXT];
	const struct field *field;
	struct value base, theirs, mine; /* live in the result's arena */
	const char *who, *recorded;      /* newest entry that touched it */
};

struct store_result {
	int64_t batch;       /* seq of its first entry; 0: nothing changed, nothing written */
	int64_t head;        /* seq of the newest entry after it */
	bool repeated;       /* op_id was already in the log: nothing written again */
	struct store_conflict conflicts[STORE_CONFLICTS_MAX];
	int n_conflicts;     /* with FAIL_CONFLICT */
	int bad_change;      /* index of the change an error is about, or -1 */
	struct arena arena;
};

#define STORE_RESULT_INIT { .bad_change = -1 }
void store_result_release(struct store_result *r);

/*
 * Applies a batch. Values must already be checked against their fields (the
 * guards in the file check them again); REF values are uids, ANY values
 * "entity:uid". Fields that do not differ from the row, and those whose author
 * left them as they were, are dropped. Where a record has moved on since
 * base_version, untouched fields merge and clashing ones are FAIL_CONFLICT with
 * conflicts filled; workflow fields clash with any change of their group, even
 * the same one (strict: any difference from old is a clash). FIELD_AUTO numbers
 * left out of an added record are filled in. What a removed record would leave
 * without, and references to removed records, are FAIL_NO, looked at after the
 * whole batch. FAIL_BUSY when the gate could not be had in 5 s: err says who
 * holds it. FAIL_IO from the disk: nothing was saved, and this store is to be
 * closed and opened again.
 */
int store_apply(struct store *s, const struct batch *b, struct store_result *r, struct error *err);

/*
 * A batch too large to hold: each store_apply() between begin and end adds to it.
 * A change that cannot be made is handed to bad (with its index in that piece) and
 * left out, and the others go on; store_apply() itself fails only when the machine
 * does, and then nothing can be kept. Others read on; writers wait for the end,
 * which saves all of it or, without keep, nothing. While the end makes the search
 * index, stop (may be NULL) is asked: true ends it with FAIL_NO and nothing is saved.
 */
struct store_bulk {
	void (*bad)(void *data, int change, const struct error *e);
	bool (*stop)(void *data);
	void *data;
};
/*
 * Before the process opens its first file: its statements are small and many, and what they may have
 * to take back stays in memory. Not for what changes all rows by one statement.
 */
void store_expect_bulk(void);
int store_bulk_begin(struct store *s, const char *actor, const struct store_bulk *how, struct error *err);
/* Tells those who wait how far it is: "clerk, 12,000 of 100,000 rows". */
void store_bulk_say(struct store *s, const char *words);
int store_bulk_end(struct store *s, bool keep, struct error *err);

/* ---- finding and reading -------------------------------------------------- */

struct store_found {
	const struct entity *entity;
	int64_t id;
	char uid[UUID_TEXT];
	int64_t version;
	bool removed;
};

/*
 * The record a reference names: "OIG-12-130/1", "M2.4", "RECLASS-FY13/M2.4",
 * "kind:ref", case ignored. only restricts the kind (ENTITY_NONE: any).
 * FAIL_MISSING if there is none, with the nearest one in next; FAIL_USAGE if
 * several kinds or plans have it, naming them. Removed records are found only
 * when removed is true.
 */
int store_find(struct store *s, const char *ref, enum entity_id only, bool removed,
	       struct store_found *out, struct error *err);

/* A whole record. Everything lives in the arena given. */
struct record {
	const struct entity *entity;
	int64_t id;
	const char *uid;
	int64_t version;
	bool removed;
	const char *ref;       /* as shown: short where that is unique */
	struct value *values;  /* one a field of the entity, derived ones too; REF: uid, ANY: "entity:uid" */
	const char **refs;     /* for REF and ANY fields: the reference shown; else NULL */
};
int store_get(struct store *s, const struct entity *e, const char *uid, struct date today, struct arena *a,
	      struct record *out, struct error *err);
/* The same without the derived fields, which cost more than all others: their values are null. */
int store_get_stored(struct store *s, const struct entity *e, const char *uid, struct arena *a, struct record *out,
		     struct error *err);
/* The reference shown for a uid, in a; NULL if there is no such record. */
const char *store_ref(struct store *s, const struct entity *e, const char *uid, struct arena *a);
/* The uid of what a REF field of a record names, in a; NULL if there is none. Cheaper than store_get(). */
const char *store_named(struct store *s, const struct entity *e, const char *uid, const char *field, struct arena *a);

struct select {
	const struct entity *entity;
	const struct query *where;  /* NULL: everything */
	struct sort sort;           /* n 0: the entity's default */
	struct date today;          /* for derived fields */
	/* Only the records whose field .parent_field refers to this one; NULL: all. */
	const struct field *parent_field;
	const char *parent_uid;     /* for an ANY field: "entity:uid" */
	int64_t limit;              /* 0: none */
	bool removed;               /* also the removed ones */
	int64_t new_since;          /* is:new: records changed after this entry of the log; 0: none is new */
	const char *new_not_by;     /* and not last by this account; NULL: by anybody */
};

struct ids {
	int32_t *at;
	size_t n, cap;
};
void ids_release(struct ids *ids);

/* The row ids a select gives, in its order. An interrupted one is FAIL_NO with an empty why. */
int store_ids(struct store *s, const struct select *q, struct ids *out, struct error *err);
int store_count(struct store *s, const struct select *q, int64_t *out, struct error *err);

/*
 * The same a piece at a time, where store_ids_sliced() says that the order allows
 * it: looks at up to most rows after the one with the id *after (0: from the
 * start), appends those that belong, and moves *after on (-1: that was all).
 * FAIL_NO with an empty why if that row is gone: start again.
 */
bool store_ids_sliced(const struct select *q);
int store_ids_more(struct store *s, const struct select *q, int64_t most, struct ids *out,
		   int64_t *after, struct error *err);

/*
 * Rows by id, in the order given, one statement for all. Text as for machines
 * (value_write) with REF and ANY as shown references; NULL where empty. cells
 * holds n * columns->n pointers. A row that is gone has NULL everywhere.
 */
struct rows {
	int n, n_columns;
	const char **cells;
	int64_t *versions;
	const char **uids;
};
int store_rows(struct store *s, const struct select *q, const struct columns *c, const int32_t *ids, int n,
	       struct arena *a, struct rows *out, struct error *err);

/* Row id of a uid; 0 if there is none. */
int64_t store_id(struct store *s, const struct entity *e, const char *uid);

/*
 * What refers to a record: calls see for every (entity, field) with at least
 * one record, with their number.
 */
int store_referrers(struct store *s, const struct entity *e, const char *uid,
		    void (*see)(void *data, const struct entity *from, const struct field *field, int64_t count),
		    void *data, struct error *err);

/*
 * Text search over every kind: best first. Calls see with a snippet in which
 * the hit is between \x01 and \x02. quick: while somebody types, by
 * looking at no more than some thousands of rows of each kind.
 */
struct store_hit {
	const struct entity *entity;
	const char *uid, *ref, *title, *snippet;
};
int store_search(struct store *s, const char *text, int limit, bool quick,
		 void (*see)(void *data, const struct store_hit *hit), void *data, struct error *err);

/* ---- the log --------------------------------------------------------------- */

struct log_filter {
	const struct entity *entity; /* NULL: all */
	const char *uid;             /* NULL: all */
	const char *actor;           /* NULL: all */
	const char *verb;            /* NULL: all */
	int64_t batch;               /* 0: all */
	int64_t after_seq;           /* 0: from the start */
	int64_t before_seq;          /* 0: to the end */
	struct date from, to;        /* effective; DATE_NONE: open */
	bool newest_first;
	int64_t limit;               /* 0: none */
};
/* see returns false to stop. The entry's text lives only during the call. */
int store_log(struct store *s, const struct log_filter *f, bool (*see)(void *data, const struct entry *e),
	      void *data, struct error *err);
/* True if an operation with this id is in the log: what a draft asks after a crash. */
bool store_has_op(struct store *s, const char *op_id);
/* Who made an entry; false if there is none. */
bool store_actor(struct store *s, int64_t seq, char *dst, size_t size);
int store_head(struct store *s, int64_t *seq, char hash[65], struct error *err);

/*
 * Batches of an actor (NULL: anybody), newest first, with what undo needs:
 * depth 0 = ordinary, odd = undo, even = redo; undone = a later batch that is not
 * itself undone undoes it.
 */
struct store_batch {
	int64_t batch, last_seq;
	const char *actor, *verb, *op_id, *recorded, *effective, *reason;
	int depth;
	bool undone;
	int n_entries;
};
int store_batches(struct store *s, const char *actor, int limit,
		  bool (*see)(void *data, const struct store_batch *b), void *data, struct error *err);

/* ---- the access log: who came in, who was refused, what was taken out --------- */

struct access_entry {
	int64_t seq;
	const char *recorded; /* CLOCK_STAMP text, UTC; never before the entry above */
	const char *kind;     /* "login", "refusal", "export" */
	const char *account;  /* as claimed; the rest may be NULL too */
	const char *key_fp, *address, *session;
	const char *what;     /* what was asked for; at most 1200 bytes of filtered text */
	const char *hash;     /* 64 lower-case hex digits */
};

/*
 * Appends an entry (seq, recorded and hash are filled in). It is no part of the log of
 * changes and of no export. Waits 2 s for the gate at most: nothing that only reads
 * should fail because this did.
 */
int store_access_add(struct store *s, const struct access_entry *e, struct error *err);

struct access_filter {
	const char *account; /* NULL: all */
	struct date from, to; /* days of recorded, UTC; DATE_NONE: open */
	bool newest_first;
	int64_t limit; /* 0: none */
};
/* see returns false to stop. The entry's text lives only during the call. */
int store_access(struct store *s, const struct access_filter *f,
		 bool (*see)(void *data, const struct access_entry *e), void *data, struct error *err);
/* When an account last came in; "" if it never did. */
int store_access_last(struct store *s, const char *account, char recorded[CLOCK_STAMP], struct error *err);

/* ---- keeping ---------------------------------------------------------------- */

struct store_problem {
	const char *where; /* "recommendation OIG-12-130/1, field next_step", "log entry 17", "schema: trigger log_no_update" */
	const char *what;  /* what is wrong there */
};

/*
 * Checks the file: pages, the log's chain, every row against the log
 * replayed (record by record, in constant memory), references, and last the
 * schema against what this version makes. Calls see for each problem;
 * *problems counts them. Returns 0 when it could look at everything, FAIL_*
 * only when it could not.
 */
int store_verify(struct store *s, void (*see)(void *data, const struct store_problem *p), void *data,
		 int64_t *problems, struct error *err);

/* A file that store_open() finds damaged: what is wrong, and on which page. Returns how many things. */
int64_t store_examine(const char *path, void (*see)(void *data, const struct store_problem *p), void *data);

/*
 * Where both logs stand now, made of one moment. What a checkpoint said before is still
 * so: the entry it names is there, with that hash. See calls as store_verify() does.
 */
int store_heads(struct store *s, struct checkpoint *out, struct error *err);
int store_verify_checkpoint(struct store *s, const struct checkpoint *c,
			    void (*see)(void *data, const struct store_problem *p), void *data, int64_t *problems,
			    struct error *err);

/*
 * The chain of a log that lies in no database, such as an export: entry by entry, what is
 * wrong with it as the next one, or NULL. The text lives until the next call.
 */
struct store_chain *store_chain_new(void);
const char *store_chain_next(struct store_chain *c, const struct entry *e);
void store_chain_free(struct store_chain *c); /* NULL is fine */

/*
 * Online copy to path: made under another name, its pages checked, then named. FAIL_CREATE if
 * path exists or its folder does not. With problems the copy is verified as a whole too; what is
 * wrong in it is wrong in the database, is counted, and does not keep the copy from its name.
 * A copy without problems is noted as the newest good backup.
 */
int store_backup(struct store *s, const char *path, int64_t *problems, struct error *err);

/* The newest good backup of the database with that path, as noted beside it. False: none is known. */
struct store_backup {
	char path[1024];
	char made[CLOCK_STAMP];
	int64_t entry; /* the newest of its log */
};
bool store_last_backup(const char *database, struct store_backup *out);

/*
 * Puts a backup in the place of the database, which need not exist or be readable. The backup is
 * copied, and verified as a whole, first; the database is kept under another name, with its
 * journal. FAIL_BUSY while anybody has it open; FAIL_NO if the backup is damaged or, without
 * other, of another database. Whatever fails, the database is as it was.
 */
struct store_restored {
	char kept[1100];           /* where the old one is; "" if there was none */
	int64_t entries;           /* in the log now */
	int64_t replaced_entries;  /* in the old one's, 0: not known */
	char hash[65];             /* of the newest entry now */
	char recorded[CLOCK_STAMP];
};
int store_restore(const char *path, const char *from, bool other, struct store_restored *out, struct error *err);

/*
 * Fills an empty database (its log holds no more than the genesis batch; else
 * FAIL_CREATE) from the entries next gives: the genesis batch is replaced, the
 * chain is checked, tables are rebuilt by replay, all in one transaction.
 * next fills an entry and returns 1, returns 0 at the end, -1 on error.
 * check, when not NULL, runs before the commit and may refuse.
 */
int store_load(struct store *s, int (*next)(void *data, struct entry *e, struct error *err),
	       int (*check)(void *data, struct store *s, struct error *err), void *data, struct error *err);

/*
 * Makes the search index anew from the tables. It says nothing that they do not; who
 * doubts it may have it made again at any time. Others read on, writers wait.
 */
int store_reindex(struct store *s, struct error *err);

void store_sha256(const void *bytes, size_t len, unsigned char out[32]);

/* Versions of libraries used, for --version: "SQLite 3.40.1". */
const char *store_library(void);

#endif
