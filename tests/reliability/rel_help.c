/* SPDX-License-Identifier: MIT */
/* rel_help.c - figures, chance, results, and the operations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../copy_file.h"
#include "rel_help.h"

#include "app/deed.h"
#include "app/import.h"
#include "app/keep.h"
#include "base/clock.h"
#include "store/store_private.h"
#include "store/verify.h"

/* ---- how much ---------------------------------------------------------------------------- */

enum rel_level rel_level(void)
{
	const char *text = getenv("CLOSEOUT_RELIABILITY");

	return !text ? REL_QUICK : strcmp(text, "release") == 0 ? REL_RELEASE : strcmp(text, "ci") == 0 ? REL_CI : REL_QUICK;
}

int rel_figure(int quick, int ci, int release)
{
	return rel_level() == REL_RELEASE ? release : rel_level() == REL_CI ? ci : quick;
}

static uint64_t state = UINT64_C(88172645463325252);

void rel_seed(void)
{
	const char *given = getenv("CLOSEOUT_TEST_SEED");

	if (given)
		state = (uint64_t)strtoll(given, NULL, 10) * 2 + 1;
	/* Identifiers are to differ from process to process. */
	unsetenv("CLOSEOUT_TEST_SEED");
	print_message("# seed %s\n", given ? given : "of every day");
}

void rel_only(void)
{
	cmocka_set_test_filter(getenv("CLOSEOUT_PROOF"));
}

uint64_t rel_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

int rel_pick(int n)
{
	return (int)((rel_random() >> 11) % (uint64_t)n);
}

const char *rel_words(const char *format, ...)
{
	static char text[64][400];
	static int at;
	va_list args;

	at = (at + 1) % 64;
	va_start(args, format);
	vsnprintf(text[at], sizeof text[at], format, args);
	va_end(args);
	return text[at];
}

void rel_result(const char *promise, const char *text, const char *figure, const char *result, const char *control)
{
	print_message("# RESULT %s | %s | %s | %s | %s\n", promise, text, figure, result, control);
}

/* ---- operations ---------------------------------------------------------------------------- */

#define REC "OIG-12-130/1"
#define SAVED "kept whatever happens"

static int deed(const char *action, const char *ref)
{
	struct deed_subject at;
	struct deed d = { .action = action, .at = &at, .n = 1 };
	struct deed_result r = DEED_RESULT_INIT;
	int failed = deed_find(&help.app, ref, action, &at, &help.err);

	if (!failed)
		failed = deed_do(&help.app, &d, &r, &help.err);
	deed_result_release(&r);
	return failed;
}

static void nothing(void)
{
}

/* Two fields of one record, and an update of it. */
static int save_run(void)
{
	return help_set(REC, "next_step=" SAVED, "next_step_on=2012-12-03", NULL);
}

static int save_done(void)
{
	bool text = strcmp(help_field(REC, "next_step"), SAVED) == 0;

	return text == (strcmp(help_field(REC, "next_step_on"), "2012-12-03") == 0) ? text : -1;
}

static void approve_prepare(void)
{
	assert_int_equal(help_open("classifier"), 0);
	assert_int_equal(deed("submit", "M0.1"), 0);
}

static int approve_run(void)
{
	return deed("approve", "M0.1");
}

static int approve_done(void)
{
	bool milestone = strcmp(help_field("M0.1", "state"), "complete") == 0;

	return milestone == (strcmp(help_field("A-1", "state"), "approved") == 0) ? milestone : -1;
}

#define ROWS 40

static int import_run(void)
{
	struct import im = { .entity = record_entity(ENTITY_OFFICE), .name = "rows.csv", .format = SOURCE_CSV,
			     .effective = DATE_NONE };
	struct import_result result;
	AUTOBUF rows = BUF_INIT;
	int failed;

	buf_adds(&rows, "code,name\n");
	for (int i = 0; i < ROWS; i++)
		buf_addf(&rows, "X%d,Office number %d of a file that is imported whole or not at all\n", i, i);
	im.file = fmemopen(rows.s, rows.len, "r");
	if (!im.file)
		return error_set(&help.err, FAIL_IO, "cannot read", im.name, NULL, "out of memory");
	failed = import_rows(&help.app, &im, &result, &help.err);
	fclose(im.file);
	return failed;
}

static int import_done(void)
{
	int64_t n = help_count("office", "imported", NULL);

	return n == ROWS ? 1 : n == 0 ? 0 : -1;
}

static void undo_prepare(void)
{
	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(save_run(), 0);
}

static int undo_run(void)
{
	return door_undo(&help.app, 0, NULL, NULL, 0, &help.err);
}

static int undo_done(void)
{
	int saved = save_done();

	return saved < 0 ? -1 : !saved;
}

/* The record table as a next version might have it: one more field of an office. */
static struct field more_fields[64];
static struct entity more_office;
static const struct entity *next_entities[ENTITY_MAX];

static void next_version(bool on)
{
	more_office = *record_entity(ENTITY_OFFICE);
	memcpy(more_fields, more_office.fields, (size_t)more_office.n_fields * sizeof *more_fields);
	more_fields[more_office.n_fields++] =
		(struct field){ .name = "phone", .label = "Phone", .type = FIELD_TEXT, .since = 2, .help = "Its phone." };
	more_office.fields = more_fields;
	memcpy(next_entities, record_entities, sizeof next_entities);
	next_entities[ENTITY_OFFICE] = &more_office;
	schema_entities = on ? next_entities : record_entities;
	schema_version = RECORD_SCHEMA + on;
}

static int migrate_run(void)
{
	struct store *s = NULL;
	int failed;

	next_version(true);
	failed = store_open(help.path, STORE_READ_WRITE, &s, &help.err);
	store_close(s);
	next_version(false);
	return failed;
}

/* The version that the bytes of the file and its journal say. */
static int migrate_done(void)
{
	struct store *s = store_new(help.path);
	int64_t version = -1, phone = 0;

	if (open_connection(s, help.path, SQLITE_OPEN_READWRITE, &help.err) != 0 ||
	    db_int(s, "PRAGMA user_version", NULL, 0, &version, &help.err) != 0 ||
	    db_int(s, "SELECT count(*) FROM pragma_table_info('office') WHERE name = 'phone'", NULL, 0, &phone,
		   &help.err) != 0)
		version = -1;
	store_free(s);
	if (version == RECORD_SCHEMA)
		return phone ? -1 : 0;
	return version == RECORD_SCHEMA + 1 && phone ? 1 : -1;
}

static const char *backup_path(void)
{
	return rel_words("%s.copy", help.path);
}

static int backup_run(void)
{
	int64_t problems;

	unlink(backup_path());
	return store_backup(help.app.store, backup_path(), &problems, &help.err);
}

static int backup_done(void)
{
	struct store *s;
	int64_t problems = 1;

	if (access(backup_path(), F_OK) != 0)
		return 0;
	if (store_open(backup_path(), STORE_READ_ONLY, &s, &help.err) != 0)
		return -1;
	if (store_verify(s, NULL, NULL, &problems, &help.err) != 0)
		problems = 1;
	store_close(s);
	return problems ? -1 : 1;
}

const struct rel_op rel_ops[REL_KINDS] = {
	[REL_SAVE] = { "save", "inspector", nothing, save_run, save_done },
	[REL_APPROVE] = { "approve", "director", approve_prepare, approve_run, approve_done },
	[REL_IMPORT] = { "import", "clerk", nothing, import_run, import_done },
	[REL_UNDO] = { "undo", "inspector", undo_prepare, undo_run, undo_done },
	[REL_MIGRATE] = { "migrate", NULL, nothing, migrate_run, migrate_done },
	[REL_BACKUP] = { "backup", "inspector", nothing, backup_run, backup_done },
};

/* ---- files -------------------------------------------------------------------------------- */

static const char *base_path(enum rel_kind op)
{
	return rel_words("%s/base-%s.db", help.folder, rel_ops[op].name);
}

static void remove_beside(const char *path)
{
	static const char *const endings[] = { "-wal", "-shm", ".lock", ".backup", ".copy", ".ballast" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		unlink(rel_words("%s%s", path, endings[i]));
	for (int n = 1; n <= RECORD_SCHEMA; n++)
		unlink(rel_words("%s.bak-%d", path, n));
}

void rel_close(void)
{
	app_release(&help.app);
}

int rel_begin(void **s)
{
	rel_seed();
	verify_keeps_schema = true;
	if (help_sample(s) != 0)
		return -1;
	rel_close();
	copy_file(help.path, rel_words("%s/sample.db", help.folder));
	for (int op = 0; op < REL_KINDS; op++) {
		copy_file(rel_words("%s/sample.db", help.folder), help.path);
		remove_beside(help.path);
		rel_ops[op].prepare();
		rel_close();
		copy_file(help.path, base_path((enum rel_kind)op));
	}
	return 0;
}

int rel_end(void **s)
{
	for (int op = 0; op < REL_KINDS; op++)
		unlink(base_path((enum rel_kind)op));
	unlink(rel_words("%s/sample.db", help.folder));
	remove_beside(help.path);
	return help_end(s);
}

void rel_fresh(enum rel_kind op)
{
	remove_beside(help.path);
	copy_file(base_path(op), help.path);
}

int rel_open(enum rel_kind op)
{
	return op == REL_MIGRATE ? 0 : help_open(rel_ops[op].user);
}

static void see(void *data, const struct store_problem *p)
{
	buf_addf(data, "%s: %s\n", p->where, p->what);
}

bool rel_verified(struct buf *found)
{
	int64_t problems = 0;

	if (store_verify(help.app.store, see, found, &problems, &help.err) == 0)
		return !problems;
	buf_addf(found, "%s: %s\n", help.err.where, help.err.why);
	return false;
}

/* A backup made before a migration, where it has its name, is whole. */
static void look_at_backup(const char *where)
{
	const char *path = rel_words("%s.bak-%d", help.path, RECORD_SCHEMA);
	struct store *s;
	int64_t problems = 1;

	if (access(path, F_OK) != 0)
		return;
	if (store_open(path, STORE_READ_ONLY, &s, &help.err) != 0)
		fail_msg("%s: the backup: %s", where, help.err.why);
	assert_int_equal(store_verify(s, NULL, NULL, &problems, &help.err), 0);
	store_close(s);
	if (problems)
		fail_msg("%s: the backup is damaged", where);
}

int rel_done(enum rel_kind op, const char *where)
{
	int done;

	rel_close();
	if (rel_open(op) != 0)
		fail_msg("%s: cannot be opened any more: %s", where, help.err.why);
	done = rel_ops[op].done();
	if (done < 0)
		fail_msg("%s: %s is there in part", where, rel_ops[op].name);
	rel_close();
	return done;
}

int rel_look(enum rel_kind op, const char *where)
{
	AUTOBUF found = BUF_INIT;
	int done = -1;

	rel_close();
	if (op == REL_MIGRATE) {
		done = migrate_done();
		look_at_backup(where);
		next_version(done == 1);
		if (done >= 0 && store_open(help.path, STORE_READ_WRITE, &help.app.store, &help.err) != 0)
			fail_msg("%s: cannot be opened any more: %s", where, help.err.why);
	} else if (help_open(rel_ops[op].user) != 0) {
		fail_msg("%s: cannot be opened any more: %s", where, help.err.why);
	} else {
		done = rel_ops[op].done();
	}
	if (done < 0)
		fail_msg("%s: %s is there in part", where, rel_ops[op].name);
	if (!rel_verified(&found))
		fail_msg("%s: %s", where, found.s);
	rel_close();
	next_version(false);
	return done;
}
