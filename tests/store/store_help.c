/* SPDX-License-Identifier: MIT */
/* store_help.c - what the tests of the store share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_help.h"

struct world world;

static char dir[400];

/* ---- a folder ------------------------------------------------------------- */

static void empty_folder(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	char name[1024];

	while (d && (entry = readdir(d))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		if (unlink(name) != 0) {
			empty_folder(name);
			rmdir(name);
		}
	}
	if (d)
		closedir(d);
}

const char *scratch_path(const char *name)
{
	static char paths[4][1024];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", dir, name);
	return path;
}

struct date day(const char *iso)
{
	struct date d = DATE_NONE;

	assert_true(date_parse_iso(iso, strlen(iso), &d));
	return d;
}

/* ---- edits ------------------------------------------------------------------ */

void edit_begin(struct edit *e, const char *verb)
{
	memset(e, 0, sizeof *e);
	e->b = (struct batch){ .actor = "inspector",
			       .verb = verb,
			       .effective = clock_today(),
			       .changes = e->changes };
}

void edit_end(struct edit *e)
{
	arena_release(&e->a);
}

static struct change *begin_change(struct edit *e, enum entity_id kind)
{
	struct change *c = &e->changes[e->b.n_changes];

	assert_true(e->b.n_changes < EDIT_CHANGES);
	*c = (struct change){ .entity = record_entity(kind),
			      .fields = e->fields[e->b.n_changes++] };
	return c;
}

void edit_add(struct edit *e, enum entity_id kind, char *uid)
{
	struct change *c = begin_change(e, kind);

	c->add = true;
	clock_uuid(c->uid);
	if (uid)
		memcpy(uid, c->uid, UUID_TEXT);
}

void edit_set(struct edit *e, enum entity_id kind, const char *uid)
{
	memcpy(begin_change(e, kind)->uid, uid, UUID_TEXT);
}

static void add_field(struct edit *e, const char *name, struct value v)
{
	struct change *c = &e->changes[e->b.n_changes - 1];
	const struct field *f = record_field(c->entity, name);

	if (!f)
		fail_msg("%s has no field %s", c->entity->name, name);
	c->fields[c->n_fields++] = (struct change_field){ .field = f, .new = v };
}

void edit_text(struct edit *e, const char *field, const char *text)
{
	add_field(e, field, value_text(arena_strdup(&e->a, text)));
}

void edit_int(struct edit *e, const char *field, int64_t number)
{
	add_field(e, field, value_int(number));
}

void edit_old(struct edit *e, struct value old)
{
	struct change *c = &e->changes[e->b.n_changes - 1];

	c->fields[c->n_fields - 1].old = old;
	c->fields[c->n_fields - 1].has_old = true;
}

void edit_removed(struct edit *e, bool removed)
{
	struct change *c = &e->changes[e->b.n_changes - 1];

	c->fields[c->n_fields++] =
		(struct change_field){ .field = &change_removed, .new = value_int(removed) };
}

int edit_apply(struct edit *e, struct store *s)
{
	world.err = (struct error)ERROR_INIT;
	return store_apply(s, &e->b, &world.r, &world.err);
}

int set_text(struct store *s, enum entity_id kind, const char *uid, const char *field,
	     const char *text)
{
	struct edit e;
	int failed;

	edit_begin(&e, "set");
	edit_set(&e, kind, uid);
	edit_text(&e, field, text);
	failed = edit_apply(&e, s);
	edit_end(&e);
	return failed;
}

void edit_add_rec(struct edit *e, const char *report, char *uid)
{
	static const char *const fixed[][2] = {
		{ "text", "Establish a process" },
		{ "text_status", "verbatim" },
		{ "concurrence", "concur" },
		{ "resolution", "resolved" },
		{ "action", "open" },
		{ "sub", "none" },
		{ "work_state", "new" },
		{ "original_target", "2012-12-31" },
	};

	edit_add(e, ENTITY_RECOMMENDATION, uid);
	edit_text(e, "report", report);
	edit_text(e, "to_office", world.opr);
	edit_text(e, "owner_office", world.opr);
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		edit_text(e, fixed[i][0], fixed[i][1]);
}

/* ---- the world ---------------------------------------------------------------- */

static void add_user(struct edit *e, const char *name, const char *role, char *uid)
{
	edit_add(e, ENTITY_USER, uid);
	edit_text(e, "name", name);
	edit_text(e, "role", role);
	edit_int(e, "active", 1);
}

static void add_office(struct edit *e, const char *code, const char *name, char *uid)
{
	edit_add(e, ENTITY_OFFICE, uid);
	edit_text(e, "code", code);
	edit_text(e, "name", name);
	edit_text(e, "kind", "other");
}

static void add_milestone(struct edit *e, const char *code, char *uid)
{
	edit_add(e, ENTITY_MILESTONE, uid);
	edit_text(e, "plan", world.plan);
	edit_text(e, "code", code);
	edit_text(e, "title", "A step");
	edit_text(e, "roll", "none");
	edit_text(e, "state", "draft");
}

static void create_world(void)
{
	struct store_genesis g = { .kind = "personal",
				   .today = DATE_NONE,
				   .effective = day("2012-01-01") };
	struct edit e;

	edit_begin(&e, "init");
	add_user(&e, "inspector", "inspector", world.inspector);
	add_user(&e, "supervisor", "supervisor", NULL);
	g.changes = e.changes;
	g.n_changes = e.b.n_changes;
	if (store_create(world.path, &g, &world.err) != 0)
		fail_msg("create: %s: %s", world.err.where, world.err.why);
	edit_end(&e);
}

static void fill_world(void)
{
	struct edit e;

	edit_begin(&e, "add");
	e.b.effective = day("2012-09-25");
	add_office(&e, "OPR", "Office of Professional Responsibility", world.opr);
	add_office(&e, "OHC", "Office of Human Capital", world.ohc);
	edit_add(&e, ENTITY_REPORT, world.report);
	edit_text(&e, "number", "OIG-12-130");
	edit_text(&e, "title", "Performance of the programme");
	edit_text(&e, "agency", "oig");
	edit_text(&e, "issued_on", "2012-09-25");
	edit_int(&e, "stated_rec_count", 2);
	edit_add_rec(&e, world.report, world.rec1);
	edit_add_rec(&e, world.report, world.rec2);
	edit_add(&e, ENTITY_PLAN, world.plan);
	edit_text(&e, "code", "RECLASS");
	edit_text(&e, "title", "Transition");
	edit_text(&e, "gate_outcome", "pending");
	edit_text(&e, "state", "draft");
	add_milestone(&e, "M0.1", world.m1);
	add_milestone(&e, "M0.2", world.m2);
	add_milestone(&e, "M1.1", world.m3);
	if (edit_apply(&e, world.s) != 0)
		fail_msg("fill: %s: %s", world.err.where, world.err.why);
	edit_end(&e);
}

void world_reopen(void)
{
	store_close(world.s);
	world.s = NULL;
	if (store_open(world.path, STORE_READ_WRITE, &world.s, &world.err) != 0)
		fail_msg("open: %s: %s", world.err.where, world.err.why);
}

int scratch_begin(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	memset(&world, 0, sizeof world);
	world.r = (struct store_result)STORE_RESULT_INIT;
	snprintf(dir, sizeof dir, "%s/store.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(dir))
		return -1;
	snprintf(world.path, sizeof world.path, "%s/t.db", dir);
	create_world();
	world_reopen();
	fill_world();
	return 0;
}

int scratch_end(void **state)
{
	(void)state;
	store_result_release(&world.r);
	store_close(world.s);
	empty_folder(dir);
	return rmdir(dir);
}

/* ---- asking ------------------------------------------------------------------- */

static struct buf *answer(void)
{
	static struct buf answers[4] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	static int next;
	struct buf *b = &answers[next++ % 4];

	buf_clear(b);
	return b;
}

const char *get(struct store *s, enum entity_id kind, const char *uid, const char *field)
{
	const struct entity *e = record_entity(kind);
	int i = record_field_index(e, record_field(e, field));
	AUTOARENA a = ARENA_INIT;
	struct record r;
	struct buf *b = answer();

	if (store_get(s, e, uid, day("2012-11-15"), &a, &r, &world.err) != 0)
		fail_msg("get: %s: %s", world.err.where, world.err.why);
	if (r.refs[i])
		buf_adds(b, r.refs[i]);
	else
		value_write(&e->fields[i], r.values[i], b);
	return b->s;
}

const char *ref_of(struct store *s, enum entity_id kind, const char *uid)
{
	AUTOARENA a = ARENA_INIT;
	struct buf *b = answer();

	buf_adds(b, store_ref(s, record_entity(kind), uid, &a));
	return b->s;
}

static void parse(const struct entity *e, const char *text, struct arena *a, struct select *out)
{
	struct query_context context = { .when = { .today = day("2012-11-15") },
					 .me = "inspector" };
	struct query *q = NULL;

	if (query_parse(e, text, &context, a, &q, NULL, &world.err) != 0)
		fail_msg("query %s: %s", text, world.err.why);
	*out = (struct select){ .entity = e, .where = q, .today = context.when.today };
}

int64_t count(struct store *s, enum entity_id kind, const char *query)
{
	AUTOARENA a = ARENA_INIT;
	struct select q;
	int64_t n = -1;

	parse(record_entity(kind), query, &a, &q);
	if (store_count(s, &q, &n, &world.err) != 0)
		fail_msg("count %s: %s", query, world.err.why);
	return n;
}

const char *list(struct store *s, enum entity_id kind, const char *query, const char *sort)
{
	AUTOARENA a = ARENA_INIT;
	struct columns columns;
	struct select q;
	struct ids ids = { .n = 0 };
	struct rows rows;
	struct buf *b = answer();

	parse(record_entity(kind), query, &a, &q);
	assert_int_equal(sort_parse(q.entity, sort, &q.sort, &world.err), 0);
	assert_int_equal(columns_parse(q.entity, "ref", &columns, &world.err), 0);
	if (store_ids(s, &q, &ids, &world.err) != 0 ||
	    store_rows(s, &q, &columns, ids.at, (int)ids.n, &a, &rows, &world.err) != 0)
		fail_msg("list %s: %s", query, world.err.why);
	for (int i = 0; i < rows.n; i++)
		buf_addf(b, "%s%s", i ? " " : "", rows.cells[i]);
	ids_release(&ids);
	return b->s;
}

static void see_problem(void *data, const struct store_problem *p)
{
	buf_addf(data, "%s: %s\n", p->where, p->what);
}

void verify_into(struct store *s, struct buf *found)
{
	int64_t n = -1;

	if (store_verify(s, see_problem, found, &n, &world.err) != 0)
		fail_msg("verify: %s", world.err.why);
	assert_int_equal(n != 0, found->len != 0);
}

void assert_verified(struct store *s)
{
	AUTOBUF found = BUF_INIT;

	verify_into(s, &found);
	if (found.len)
		fail_msg("verify found:\n%s", found.s);
}

bool verify_finds(const char *path, const char *part, const char *also)
{
	AUTOBUF found = BUF_INIT;
	struct store *s;

	if (store_open(path, STORE_READ_WRITE, &s, &world.err) != 0)
		fail_msg("open: %s", world.err.why);
	verify_into(s, &found);
	store_close(s);
	for (char *line = found.s, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		if (strstr(line, part) && (!also || strstr(line, also)))
			return true;
		*end = ' ';
	}
	print_message("# verify found only: %.600s\n", found.s);
	return false;
}

/* ---- a bare SQL shell ------------------------------------------------------------ */

static char said[512];

bool shell(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open(path, &db);

	said[0] = '\0';
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		snprintf(said, sizeof said, "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
	return rc == SQLITE_OK;
}

const char *shell_error(void)
{
	return said;
}

int64_t shell_int(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int64_t number = -1;

	sqlite3_open(path, &db);
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		number = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return number;
}

static int add_drop(void *data, int n, char **values, char **names)
{
	(void)n;
	(void)names;
	buf_addf(data, "DROP TRIGGER \"%s\";", values[0]);
	return 0;
}

void shell_drop_triggers(const char *path)
{
	AUTOBUF sql = BUF_INIT;
	sqlite3 *db = NULL;

	sqlite3_open(path, &db);
	sqlite3_exec(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", add_drop, &sql,
		     NULL);
	assert_int_equal(sqlite3_exec(db, sql.s, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}
