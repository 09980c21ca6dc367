/* SPDX-License-Identifier: MIT */
/*
 * test_prop_undo.c - random changes through the door: undo after do is identity,
 * redo after undo too; the log replayed into a fresh database gives the same
 * tables; the database as of today is the one there is; export, import and
 * export again give the same bytes.
 *
 * PROP_SEED repeats one round, PROP_ROUNDS and PROP_STEPS ask for more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../unit/app_help.h"

#include "app/document.h"
#include "base/mem.h"
#include "dice.h"

#define ROUNDS      3
#define STEPS       60
#define FIELDS_MOST 4 /* changed at once */

static struct dice chance;
static uint64_t seed;
static int step;
static char told[1024]; /* the last change, for messages */
static int done, refused;

static uint32_t below(uint32_t end)
{
	return dice(&chance, end);
}

/* ---- a database as text ------------------------------------------------------------------ */

enum snapshot_flag { WITH_VERSIONS = 1, WITH_REMOVED = 2 };

static void add_rows(struct buf *out, struct store *s, const struct select *q, const struct columns *c,
		     const struct ids *ids, bool versions)
{
	AUTOARENA arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct rows rows;

	assert_int_equal(store_rows(s, q, c, ids->at, (int)ids->n, &arena, &rows, &err), 0);
	for (int i = 0; i < rows.n; i++) {
		buf_adds(out, rows.uids[i] ? rows.uids[i] : "(gone)");
		if (versions)
			buf_addf(out, " %lld", (long long)rows.versions[i]);
		for (int k = 0; k < c->n; k++) {
			const char *cell = rows.cells[i * c->n + k];

			buf_addf(out, "|%s", cell ? cell : "\\N");
		}
		buf_addc(out, '\n');
	}
}

/* Every stored and computed field of every record, by reference. */
static void add_entity(struct buf *out, struct store *s, const struct entity *e, unsigned flags)
{
	struct select q = { .entity = e, .today = help.app.today, .removed = flags & WITH_REMOVED };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_REF } } };
	struct error err = ERROR_INIT;
	struct ids ids = { 0 };

	for (int i = 0; i < e->n_fields && c.n < COLUMNS_MAX; i++)
		if (e->fields[i].type != FIELD_LINES)
			c.at[c.n++] = (struct column){ .pseudo = QUERY_FIELD, .field = &e->fields[i] };
	assert_int_equal(store_ids(s, &q, &ids, &err), 0);
	buf_addf(out, "%s: %zu\n", e->plural, ids.n);
	if (ids.n)
		add_rows(out, s, &q, &c, &ids, flags & WITH_VERSIONS);
	ids_release(&ids);
}

static void snapshot(struct buf *out, struct store *s, unsigned flags)
{
	buf_clear(out);
	for (int i = 0; i < ENTITY_MAX; i++)
		add_entity(out, s, record_entity((enum entity_id)i), flags);
}

static void check_same(const struct buf *want, const struct buf *have, const char *what)
{
	size_t at = 0, start = 0;

	while (want->s[at] && want->s[at] == have->s[at])
		if (want->s[at++] == '\n')
			start = at;
	if (want->s[at] != have->s[at])
		fail_msg("PROP_SEED=%llu, step %d: %s\nafter %s\nit should be\n%.*s\nand is\n%.*s",
			 (unsigned long long)seed, step, what, told, (int)strcspn(want->s + start, "\n"),
			 want->s + start, (int)strcspn(have->s + start, "\n"), have->s + start);
}

/* ---- values by chance ------------------------------------------------------------------------ */

/* A record of a kind; false if there is none. */
static bool any_record(const struct entity *e, char uid[UUID_TEXT], struct arena *arena, const char **ref)
{
	struct select q = { .entity = e, .today = help.app.today };
	struct columns c = { .n = 1, .at = { { .pseudo = QUERY_REF } } };
	struct error err = ERROR_INIT;
	struct ids ids = { 0 };
	struct rows rows;
	bool found = false;

	assert_int_equal(store_ids(help.app.store, &q, &ids, &err), 0);
	if (ids.n) {
		int32_t id = ids.at[below((uint32_t)ids.n)];

		assert_int_equal(store_rows(help.app.store, &q, &c, &id, 1, arena, &rows, &err), 0);
		snprintf(uid, UUID_TEXT, "%s", rows.uids[0]);
		*ref = rows.cells[0];
		found = *ref != NULL;
	}
	ids_release(&ids);
	return found;
}

static const char *any_words(bool lines, struct arena *arena)
{
	static const char *const words[] = {
		"study", "Ask for it", "\"quoted\"", "a, b; c", "<tag>", "back\\slash", "e\xcc\x81t\xc3\xa9",
		"\xe6\xbc\xa2\xe5\xad\x97", "\xf0\x9f\x98\x80", "=1+1", "'", "%s %n", "null", "0", "-",
	};
	AUTOBUF text = BUF_INIT;

	for (uint32_t n = 1 + below(4); n > 0; n--)
		buf_addf(&text, "%s%s", words[below(sizeof words / sizeof *words)],
			 n == 1 ? "" : lines && below(2) ? "\n" : " ");
	return arena_strdup(arena, text.s);
}

static const char *any_choice(const struct field *f)
{
	uint32_t n = 0;

	while (f->choices[n].name)
		n++;
	return f->choices[below(n)].name;
}

static const char *any_reference(const struct field *f, struct arena *arena)
{
	char uid[UUID_TEXT];
	const char *ref = NULL;
	const struct entity *e = f->type == FIELD_ANY ? record_entity(below(2) ? ENTITY_REPORT : ENTITY_RECOMMENDATION)
						      : record_entity(f->target);

	if (!any_record(e, uid, arena, &ref))
		return "";
	return f->type == FIELD_ANY ? arena_printf(arena, "%s:%s", e->name, ref) : ref;
}

static const char *any_value(const struct field *f, struct arena *arena)
{
	if (below(5) == 0 && !(f->flags & FIELD_REQUIRED))
		return "";
	switch (f->type) {
	case FIELD_DATE:
		return below(3) ? arena_printf(arena, "%d-%02d-%02d", 2009 + (int)below(6), 1 + (int)below(12),
					       1 + (int)below(28))
				: arena_printf(arena, "+%dd", (int)below(400));
	case FIELD_INT:
		return arena_printf(arena, "%d", (int)below(below(2) ? 10 : 400));
	case FIELD_MONEY:
		return arena_printf(arena, "%d.%02d", (int)below(100000), (int)below(100));
	case FIELD_BOOL:
		return below(2) ? "yes" : "no";
	case FIELD_CHOICE:
		return any_choice(f);
	case FIELD_REF:
	case FIELD_ANY:
		return any_reference(f, arena);
	default:
		return any_words(f->type == FIELD_LONG, arena);
	}
}

/* ---- changes by chance ------------------------------------------------------------------------- */

static bool can_be_stated(const struct field *f, bool add)
{
	unsigned never = FIELD_DERIVED | FIELD_GENESIS | FIELD_RETIRED | FIELD_AUTO;

	/* Where a record belongs is stated once here: what hangs on it would be left behind. */
	if ((f->flags & never) || f->type == FIELD_LINES || (!add && (f->flags & FIELD_PARENT)))
		return false;
	return !(f->flags & FIELD_WORKFLOW) || (add && (f->flags & FIELD_INITIAL));
}

/* A few of its fields; of a new record also all that it needs. */
static void any_fields(struct door_change *c, struct arena *arena)
{
	const struct entity *e = c->entity;

	c->fields = arena_alloc(arena, (size_t)e->n_fields * sizeof *c->fields);
	for (int i = 0; i < e->n_fields; i++) {
		const struct field *f = &e->fields[i];
		bool needed = c->add && (f->flags & (FIELD_REQUIRED | FIELD_KEY));

		if (!can_be_stated(f, c->add) || (!needed && (c->n_fields >= FIELDS_MOST || below(6))))
			continue;
		c->fields[c->n_fields++] = (struct door_field){ .field = f, .text = any_value(f, arena) };
	}
	/* Of a key something new has to be stated. */
	for (int i = 0; c->add && i < c->n_fields; i++)
		if ((c->fields[i].field->flags & FIELD_KEY) && c->fields[i].field->type == FIELD_TEXT)
			c->fields[i].text = arena_printf(arena, "X%d-%d", step, (int)below(1000));
}

static void tell(const struct door_change *c, const char *ref)
{
	AUTOBUF text = BUF_INIT;

	buf_addf(&text, "%s: %s %s %s", help.app.user, c->add ? "add" : "set", c->entity->name, ref ? ref : "");
	for (int i = 0; i < c->n_fields; i++)
		buf_addf(&text, " %s=\"%s\"", c->fields[i].field->name, c->fields[i].text);
	snprintf(told, sizeof told, "%s", text.s);
}

static bool any_change(struct door_change *c, struct arena *arena)
{
	const struct entity *e = record_entity((enum entity_id)below(ENTITY_MAX));
	const char *ref = NULL;

	struct error why = ERROR_INIT;

	*c = (struct door_change){ .entity = e, .add = below(3) == 0 };
	if ((e->flags & ENTITY_INTERNAL) ||
	    !(c->add ? app_may_add(&help.app, e, &why) : app_may_edit(&help.app, e, NULL, &why)))
		return false;
	if (c->add)
		clock_uuid(c->uid);
	else if (!any_record(e, c->uid, arena, &ref))
		return false;
	any_fields(c, arena);
	tell(c, ref);
	return c->n_fields > 0;
}

/* One or several at once; true if something was written. */
static bool change_something(void)
{
	AUTOARENA arena = ARENA_INIT;
	struct store_result result = STORE_RESULT_INIT;
	struct error err = ERROR_INIT;
	struct door_change changes[3];
	struct door_request request = { .verb = "set", .effective = DATE_NONE, .changes = changes };
	int most = 1 + (below(4) == 0 ? 2 : 0);

	for (int tries = 0; tries < 20 && request.n_changes < most; tries++)
		request.n_changes += any_change(&changes[request.n_changes], &arena);
	if (request.n_changes == 0)
		return false;
	bool written = door_commit(&help.app, &request, &result, NULL, &err) == 0 && result.batch != 0;

	store_result_release(&result);
	done += written;
	refused += !written;
	return written;
}

static void act_as_somebody(void)
{
	static const char *const users[] = { "inspector", "lead", "supervisor", "liaison", "clerk", "planner" };
	struct error err = ERROR_INIT;

	assert_int_equal(app_become(&help.app, users[below(6)], &err), 0);
}

static void reverse(int times, int (*run)(struct app *, int64_t *, char *, size_t, struct error *))
{
	struct error err = ERROR_INIT;
	char what[256], line[1024];
	int64_t batch;

	for (int i = 0; i < times; i++)
		if (run(&help.app, &batch, what, sizeof what, &err))
			fail_msg("PROP_SEED=%llu, step %d: after %s\n%s", (unsigned long long)seed, step, told,
				 error_line(&err, line, sizeof line));
}

static int undo_newest(struct app *a, int64_t *batch, char *what, size_t size, struct error *err)
{
	return door_undo(a, 0, batch, what, size, err);
}

/* A few changes; all of them taken back, done again, and taken back or not. */
static void check_undo_and_redo(void)
{
	struct buf before = BUF_INIT, after = BUF_INIT, now = BUF_INIT;
	int changes = 0;

	snapshot(&before, help.app.store, 0);
	for (uint32_t n = 1 + below(3); n > 0; n--)
		changes += change_something();
	snapshot(&after, help.app.store, 0);
	reverse(changes, undo_newest);
	snapshot(&now, help.app.store, 0);
	check_same(&before, &now, "undo is not what was before");
	reverse(changes, door_redo);
	snapshot(&now, help.app.store, 0);
	check_same(&after, &now, "redo is not what was done");
	reverse((int)below((uint32_t)changes + 1), undo_newest);
	buf_release(&before);
	buf_release(&after);
	buf_release(&now);
}

/* ---- afterwards ------------------------------------------------------------------------------------ */

static void see_problem(void *data, const struct store_problem *p)
{
	(void)data;
	print_message("%s: %s\n", p->where, p->what);
}

static void check_verified(struct store *s)
{
	struct error err = ERROR_INIT;
	int64_t problems = 0;

	assert_int_equal(store_verify(s, see_problem, NULL, &problems, &err), 0);
	if (problems)
		fail_msg("PROP_SEED=%llu: the database does not verify", (unsigned long long)seed);
}

/* All entries are effective today or before. */
static void check_as_of_today(void)
{
	struct buf now = BUF_INIT, then = BUF_INIT;
	struct error err = ERROR_INIT;
	struct store *past = NULL;

	assert_int_equal(store_as_of(help.app.store, help.app.today, DATE_NONE, &past, &err), 0);
	snapshot(&now, help.app.store, WITH_VERSIONS | WITH_REMOVED);
	snapshot(&then, past, WITH_VERSIONS | WITH_REMOVED);
	check_same(&now, &then, "as of today is another database");
	store_close(past);
	buf_release(&now);
	buf_release(&then);
}

static int take(void *arg, const char *bytes, size_t n)
{
	buf_add(arg, bytes, n);
	return 0;
}

static void export(struct app *a, struct buf *out)
{
	struct out_target target = { .write = take, .arg = out };
	struct error err = ERROR_INIT;

	assert_int_equal(document_export(a, &target, NULL, &err), 0);
}

static void remove_database(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", ".lock", "-ballast" };
	char name[420];

	for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
		snprintf(name, sizeof name, "%s%s", path, tails[i]);
		unlink(name);
	}
}

static void open_copy(struct app *copy, const struct app_options *options, const struct buf *document)
{
	FILE *f = fmemopen(document->s, document->len, "r");
	struct error err = ERROR_INIT;
	int64_t entries;

	assert_non_null(f);
	assert_int_equal(app_init(copy, options, &err), 0);
	assert_int_equal(app_create(copy, false, &err), 0);
	assert_int_equal(app_open(copy, &err), 0);
	if (document_import(copy, f, "all.json", &entries, &err))
		fail_msg("PROP_SEED=%llu: import: %s: %s", (unsigned long long)seed, err.where, err.why);
	fclose(f);
}

/* The document holds the log: tables made from it are those there are, and it comes out the same. */
static void check_replay(void)
{
	struct buf first = BUF_INIT, again = BUF_INIT, here = BUF_INIT, there = BUF_INIT;
	char path[400];
	struct app_options options = { .database = path };
	struct app copy;

	snprintf(path, sizeof path, "%s/copy.db", help.folder);
	export(&help.app, &first);
	open_copy(&copy, &options, &first);
	snapshot(&here, help.app.store, WITH_VERSIONS | WITH_REMOVED);
	snapshot(&there, copy.store, WITH_VERSIONS | WITH_REMOVED);
	check_same(&here, &there, "the log replayed gives other tables");
	export(&copy, &again);
	check_same(&first, &again, "the document comes out otherwise");
	assert_int_equal(first.len, again.len);
	check_verified(copy.store);
	app_release(&copy);
	remove_database(path);
	buf_release(&first);
	buf_release(&again);
	buf_release(&here);
	buf_release(&there);
}

static void round_of(uint64_t number, int steps)
{
	void *state = NULL;

	seed = number;
	dice_start(&chance, seed);
	assert_int_equal(help_sample(&state), 0);
	for (step = 0; step < steps; step++) {
		if (below(6) == 0)
			act_as_somebody();
		if (below(2))
			check_undo_and_redo();
		else
			change_something();
	}
	check_verified(help.app.store);
	check_as_of_today();
	check_replay();
	help_end(&state);
}

static void changes__can_be_undone_replayed_and_carried_over(void **state)
{
	uint64_t only = dice_setting("PROP_SEED", 0), rounds = dice_setting("PROP_ROUNDS", ROUNDS);
	int steps = (int)dice_setting("PROP_STEPS", STEPS);

	(void)state;
	for (uint64_t i = 1; !only && i <= rounds; i++)
		round_of(i, steps);
	if (only)
		round_of(only, steps);
	print_message("%d changes made, %d refused\n", done, refused);
	/* What is mostly refused would prove little. */
	assert_true(done > refused / 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes__can_be_undone_replayed_and_carried_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
