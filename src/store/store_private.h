/* SPDX-License-Identifier: MIT */
/* store_private.h - what the files of the store share. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "core/deadline.h"
#include "store/store.h"

#define STORE_APPLICATION_ID 0x436C6F73 /* "Clos" */
#define STORE_VERSION_MAX    10000      /* of schemas that there will ever be */
#define STORE_GATE_MS        5000       /* how long a writer waits for the gate */
#define STORE_WAL_PAGES      1024       /* 4 MiB of WAL: time for a checkpoint */
#define STORE_FREE_MIN       (INT64_C(32) << 20)

/* ---- gate.c: one writer at a time, in the order they came -------------------- */

struct gate {
	int fd; /* of the lock file, -1: not opened yet */
	char *path;
	bool held;
	void (*wait)(void *data, const char *who, int seconds); /* told each second; or NULL */
	void *wait_data;
};

void gate_init(struct gate *g, const char *database);
void gate_release(struct gate *g);
/* Waits up to wait_ms (0: only if free). who is shown to those who wait. FAIL_BUSY, FAIL_IO. */
int gate_take(struct gate *g, const char *who, int wait_ms, struct error *err);
void gate_leave(struct gate *g);
/* Whether that is how whoever holds it signed. */
bool gate_is_held_by(const struct gate *g, const char *who);
/* What those who wait are told of whoever holds it. */
void gate_sign(const struct gate *g, const char *who);

/* ---- db.c: statements and errors --------------------------------------------- */

#define STMT_CACHE 96

struct stmt_slot {
	char *sql;
	uint64_t hash;
	sqlite3_stmt *p;
	uint64_t used;
	bool busy;
};

struct hasher; /* log.c */

/* An INSERT that was made lately: rows of an import have the same few sets of fields. */
#define INSERT_TEXTS 16
struct insert_text {
	const struct entity *entity;
	const struct field **fields;
	int n;
	size_t cap;
	struct buf sql;
};
/* The latest effective day of a record up to one of its entries; merge.c. */
struct latest_day {
	const struct entity *entity;
	char uid[UUID_TEXT], day[DATE_TEXT];
	int64_t seq;
};

struct index;
struct word_memory;
struct query_words;
struct bits;

struct store {
	sqlite3 *db;
	char *path; /* absolute */
	bool read_only;
	bool folded;      /* a temporary database made by store_as_of() */
	bool broken;      /* saw an I/O error: this connection is not to be trusted any more */
	bool damaged;     /* and the file is what is wrong, not the disk */
	bool reopening;   /* reopen.c tries: dev and ino are those of the file that was open */
	dev_t dev;
	ino_t ino;
	bool maintenance; /* the authorizer lets schema changes pass */
	bool writing;     /* between db_begin() and db_commit_or_roll_back() */
	int looks;        /* store_look_begin() without its end */
	bool looking;     /* and its transaction is open */
	bool bulk;        /* between store_bulk_begin() and its end */
	int64_t bulk_batch; /* seq of its first entry, 0: none yet */
	struct store_bulk bulk_how;
	struct insert_text insert_texts[INSERT_TEXTS]; /* apply_row.c */
	char *make_ref[ENTITY_MAX];     /* apply_row.c: made at first use */
	char *check_free[ENTITY_MAX];
	char *insert_rows[ENTITY_MAX];  /* group.c */
	signed char corrected[ENTITY_MAX]; /* in a bulk: 1 the log has corrections of the kind, -1 none, 0 not asked */
	char *find_record[2][ENTITY_MAX]; /* find.c: by reference, and by its short form */
	int failed;       /* kind of the newest failure, for callers without a struct error */
	int rc;           /* SQLite's code of it */
	int wal_pages;
	struct gate gate;
	struct latest_day latest;
	struct hasher *hasher;
	struct index *index;         /* index_write.c */
	struct word_memory *words;   /* words.c; or NULL */
	struct stmt_slot slots[STMT_CACHE];
	uint64_t ticks;
	char *select_record[2][ENTITY_MAX]; /* read.c: made at first use; [1] with derived fields */
	char *select_row[ENTITY_MAX];
	struct deadline_rules rules; /* clocks.c */
	const struct content *incoming; /* content.c: comes with the batch being applied; or NULL */
	bool (*stop)(void *data);
	void *stop_data;
};

/* A statement in use; goes back to the cache at the end of its scope. */
struct stmt {
	struct store *s;
	sqlite3_stmt *p; /* NULL: it could not be prepared, s->failed and err say why */
	int slot;        /* -1: not from the cache */
};
#define AUTOSTMT __attribute__((cleanup(stmt_done))) struct stmt

struct stmt stmt_get(struct store *s, const char *sql, struct error *err);
void stmt_done(struct stmt *st);
/* 1: a row, 0: done, -1: failed. */
int stmt_step(struct stmt *st, struct error *err);
/* Runs a statement that gives no rows and makes it ready again. */
int stmt_run(struct stmt *st, struct error *err);
void stmt_text(struct stmt *st, int at, const char *text); /* NULL: null. Not copied. */
void stmt_int(struct stmt *st, int at, int64_t number);
void stmt_value(struct stmt *st, int at, struct value v);
void stmt_rows(struct stmt *st, int at, struct bits *rows); /* for row_in() */
const char *stmt_get_text(struct stmt *st, int column);            /* "" for null */
const char *stmt_opt_text(struct stmt *st, int column);            /* NULL for null */
char *stmt_dup_text(struct stmt *st, int column, struct arena *a); /* NULL for null */
struct value stmt_get_value(struct stmt *st, int column, struct arena *a);

int db_exec(struct store *s, const char *sql, struct error *err);
/* For writing; db_commit_or_roll_back() ends it. Until then no statement runs outside of the transaction. */
int db_begin(struct store *s, struct error *err);
/* Nothing is held while a writer waits for the gate. */
void db_end_look(struct store *s);
/* First column of the first row of a statement with up to one text parameter; none: missing. */
int db_int(struct store *s, const char *sql, const char *text, int64_t missing, int64_t *out,
	   struct error *err);
int db_fail(struct store *s, int rc,
	    struct error *err); /* fills err from the connection; returns the kind */
void db_forget_statements(struct store *s);
void sql_name(struct buf *out, const char *name);    /* "name" */
void sql_literal(struct buf *out, const char *text); /* 'text' */

/* ---- circle.c: dependencies that would come round to where they began ------------------ */

/*
 * What comes after succ, as "WITH RECURSIVE later (id) ...". A way back to pred has to pass a dependency
 * that runs against the order in which milestones were entered, or run upwards only: beyond both nothing is
 * looked at, so that thousands are entered in little time.
 */
#define CIRCLE_LATER(pred, succ, plan, self)                                                         \
	"WITH RECURSIVE later (id) AS (SELECT " succ " UNION SELECT t.succ FROM dependency t JOIN later l ON " \
	"t.pred = l.id WHERE t.removed = 0 AND t.id IS NOT " self " AND l.id <= max(" pred ", coalesce((SELECT max(" \
	"b.pred) FROM dependency b WHERE b.plan = " plan " AND b.pred > b.succ AND b.removed = 0), 0)))"

/* pred and succ are uids. 1: it would close one, path (in a) names the milestones from succ to pred; 0, -1. */
int circle_find(struct store *s, const char *uid, const char *pred, const char *succ, struct arena *a,
		const char **path, struct error *err);

/* ---- open.c ------------------------------------------------------------------ */

int open_connection(struct store *s, const char *path, int flags, struct error *err);
struct store *store_new(const char *path);
void store_free(struct store *s);
int open_pragmas(struct store *s, struct error *err);
int open_steps(struct store *s, struct error *err); /* all but looking at the file itself */
int open_all(struct store *s, struct error *err);   /* and as the mode of s wants it */

/* notes.c */
void note_backup(const char *database, const char *backup, int64_t entry);

/* ---- functions.c: what queries may call; never used in the schema ------------ */

int functions_add(struct store *s, struct error *err);
int clocks_add(struct store *s, struct error *err); /* clocks.c */

/* ---- value_rows.c: rows of a parameter as a table -------------------------------- */

struct value_rows {
	struct value *const *at;
	int n, columns;
};
int value_rows_module(struct store *s); /* a code of SQLite */
void value_rows_columns(int n, struct buf *sql); /* "c0, c1 FROM value_rows (?1)" */
void stmt_value_rows(struct stmt *st, int at, struct value_rows *rows);

/* ---- schema.c, guards.c ------------------------------------------------------ */

enum table_kind { TABLE_REPLAYED, TABLE_LOG, TABLE_CONTENT, TABLE_CONSTANT, TABLE_DISPOSABLE };

/* What a table of the file is; false if this version knows no such table. */
bool schema_table_kind(const char *table, enum table_kind *out);

/* The table the schema is made from; a test may put a changed copy here to try a migration. */
extern const struct entity *const *schema_entities;
extern int schema_version;

/* The tables of a version, made or made anew; its indexes and guards; taking those away again. */
int schema_tables(struct store *s, int version, struct error *err);
int schema_guard(struct store *s, int version, struct error *err);
int schema_search(struct store *s, int version, struct error *err); /* the search index, empty */
int schema_index(struct store *s, int version, struct error *err);
int schema_unguard(struct store *s, struct error *err);
int schema_make(struct store *s, int version, struct error *err); /* all of it, in a new file */

/* Calls emit with every trigger of the version. */
typedef int (*schema_emit)(void *data, const char *sql, struct error *err);
int guards_each(int version, schema_emit emit, void *data, struct error *err);
/* Views with what all guards ask for; made before them, and not counted among the guards of a schema. */
int guards_shared(int version, schema_emit emit, void *data, struct error *err);
/* The rules of e over alias r as one expression: the first broken one's sentence, or null. */
void guards_check(const struct entity *e, int version, struct buf *out);
/* The kind of failure a guard's sentence stands for. */
int guards_kind(const char *sentence);

/* ---- space.c ----------------------------------------------------------------- */

int space_check(struct store *s, struct error *err); /* FAIL_IO while there is too little of it */
void space_give_up(struct store *s);

/* ---- apply.c ----------------------------------------------------------------- */

int store_writable(struct store *s, struct error *err);
bool store_moved(struct store *s); /* the file has another name, or none, since it was opened */
int store_check_version(struct store *s, struct error *err); /* in the gate: nobody brought the file up to date */
int db_commit_or_roll_back(struct store *s, int failed, struct error *err);
void store_checkpoint(struct store *s); /* open.c; the gate is held */
void store_checkpoint_on(struct store *s); /* the same between saves: the journal keeps its room */

/* checks.c: constraints of a column, of a table, of the log. */
void checks_of_field(const struct field *f, struct buf *out);
void checks_of_row(const struct entity *e, struct buf *out);
void checks_of_log(struct buf *out);
int checks_kind(const char *sentence);

/* ---- migrate.c --------------------------------------------------------------- */

int migrate(struct store *s, int from, struct error *err);

/* ---- refs.c: references ------------------------------------------------------ */

/* The reference of a row of e as SQL over columns of alias; null where a part is missing. */
void ref_sql(const struct entity *e, const char *pattern, const char *alias, struct buf *out);
/* The reference shown for the row of e with that alias: the short one where it is unique. */
void ref_shown_sql(const struct entity *e, const char *alias, struct buf *out);
/* The reference shown for what field f of alias refers to. REF and ANY. */
void ref_of_field_sql(const struct field *f, const char *alias, struct buf *out);
/* True if the reference of e is built from f. */
bool ref_uses(const struct entity *e, const struct field *f);
/* True if references of others are built from field f of e, through a REF field. */
bool ref_feeds(const struct entity *e, const struct field *f);
/* Works out anew the references that are built from the record id of e. */
int ref_cascade(struct store *s, const struct entity *e, int64_t id, struct error *err);
/* All references of all tables, from scratch. */
int ref_all(struct store *s, struct error *err);
const char *ref_sort_key(const char *ref, struct buf *out);
/* "recommendation OIG-12-130/1", or "recommendation UID" if it has no row. */
void ref_name(struct store *s, const struct entity *e, const char *uid, struct buf *out);

/* ---- derived.c --------------------------------------------------------------- */

/* The expression of a derived field over alias r and ?1 (today), or NULL. */
const char *derived_sql(const struct entity *e, const struct field *f);
/* The field and choice without which a term about a computed field holds for no record; NULL: there is none. */
const struct field *derived_only(const struct entity *e, const struct query *q, const char **choice);
int derived_count(void);
bool derived_known(int i); /* the i-th expression belongs to a derived field */

/* ---- log.c ------------------------------------------------------------------- */

struct log_head {
	int64_t seq;
	char recorded[CLOCK_STAMP];
	char hash[65];
};

#define LOG_COLUMNS                                                                          \
	"seq, recorded, effective, actor, acting_for, key_fp, session, batch, op_id, verb, " \
	"entity, uid, schema, changes, reason, hash"

struct hasher *hasher_new(void);
void hasher_free(struct hasher *h);
/* A hash over: start, the hash before ("" for the first), and what is added to the buffer in between. */
struct buf *hasher_begin(struct hasher *h, const char *start, const char *previous);
void hasher_end(struct hasher *h, char out[65]);
void hashed_text(struct buf *out, const char *text); /* NULL: null */
void hashed_int(struct buf *out, int64_t number);
void log_hash(struct hasher *h, const char *previous, const struct entry *e, char out[65]);
int log_newest(struct store *s, const char *sql, struct log_head *out, struct error *err);
int log_head(struct store *s, struct log_head *out, struct error *err);
int log_insert(struct store *s, const struct entry *e, struct error *err);
void log_read(struct stmt *st, struct entry *out); /* lives until the next step */

/* ---- access.c: the access log ------------------------------------------------- */

#define ACCESS_SINCE 2 /* the schema number it came in with */
extern const char access_table[];
int access_guards(schema_emit emit, void *data, struct error *err);

/* ---- content.c: the content of evidence ----------------------------------------- */

#define CONTENT_SINCE 2
struct content;
extern const char content_table[], content_part_table[];
int content_guards(schema_emit emit, void *data, struct error *err);

/* ---- guards_life.c: the rules of the life cycles in the file ------------------------ */

#define LIFE_SINCE 3
struct life_table {
	const char *name, *columns;
};
extern const struct life_table life_tables[];
extern const size_t life_n_tables;
int life_tables_make(struct store *s, struct error *err);
int life_tables_fill(struct store *s, int version, struct error *err); /* the guards are away */
struct life_rule;
int life_rules_of(const struct entity *e, const struct life_rule **out, int max); /* how many */
int life_guards(int version, schema_emit emit, void *data, struct error *err);
int life_guards_kind(const char *sentence); /* 0: none of them */

/* ---- rows -------------------------------------------------------------------- */

/* A row as it is stored: REF values are uids. */
struct row {
	int64_t id; /* 0: there is none */
	int64_t version;
	bool removed;
	const char *ref;
	struct value *values; /* one a field of the entity */
};

const struct entity *any_entity(const char *text,
				const char **uid);         /* of "entity:uid"; NULL if it is none */
void row_columns(const struct entity *e, struct buf *sql); /* what row_read() expects, of alias r */
void row_read(struct stmt *st, const struct entity *e, struct arena *a, struct row *out);
int row_load(struct store *s, const struct entity *e, const char *uid, struct arena *a,
	     struct row *out, struct error *err);

/* ---- compile.c --------------------------------------------------------------- */

struct compiled {
	struct buf sql;
	struct value *binds; /* ?1, ?2, ... */
	int n_binds;
	size_t cap_binds;
	int64_t new_since; /* is:new: changed after this entry of the log */
	const char *new_not_by;
	const struct query_words *words; /* words.h; or NULL */
	int among; /* the parameter with a JSON list of the only rows to look at; 0: all */
	struct bits *within; /* the only rows to look at, gone through by their ids; or NULL */
	struct compiled_set {
		int param;
		struct bits *rows;
	} *sets; /* parameters of row_in() */
	size_t n_sets, cap_sets;
	struct arena arena;
};

void compiled_init(struct compiled *c, struct date today);
void compiled_release(struct compiled *c);
int compiled_bind(struct compiled *c, struct value v); /* the parameter's number */
void compiled_apply(const struct compiled *c, struct stmt *st);
/* Appends the condition that q stands for over alias r. */
void compile_query(struct compiled *c, const struct entity *e, const struct query *q);
/* "FROM e r WHERE ..." of a select. */
void compile_from(struct compiled *c, const struct select *q);
void compile_order(struct compiled *c, const struct entity *e, const struct sort *sort);
/* The value of field f of alias r. */
void compile_field(struct buf *out, const struct entity *e, const struct field *f);

#endif
