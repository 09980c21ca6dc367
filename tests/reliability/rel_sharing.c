/* SPDX-License-Identifier: MIT */
/*
 * rel_sharing.c - R16 many sessions at the same records lose no update; R17 a merge never drops
 * what somebody wrote without asking.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit/app_help.h"
#include "session_help.h"

#include "app/names.h"
#include "base/clock.h"

/* ---- R16 ------------------------------------------------------------------------------------- */

#define SESSIONS 20

static const char *const hot[] = { "OIG-12-130/1", "OIG-12-130/2", "OIG-11-119/12" };
#define HOT ((int)(sizeof hot / sizeof *hot))

static const struct field *counter(void)
{
	return record_field(record_entity(ENTITY_RECOMMENDATION), "next_step");
}

/* One more than what is there. Returns what the door says; seen: with what was read, as a form does. */
static int sent; /* so that no two sessions ever write the same */

static int count_up(const char *ref, bool seen)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct store_result result = STORE_RESULT_INIT;
	AUTOARENA arena = ARENA_INIT;
	struct store_found found;
	struct record r;

	assert_int_equal(names_record(&help.app, ref, &found, &help.err), 0);
	assert_int_equal(store_get(help.app.store, e, found.uid, help.app.today, &arena, &r, &help.err), 0);
	struct value old = r.values[record_field_index(e, counter())];
	long n = old.kind == VALUE_TEXT ? strtol(old.text, NULL, 10) : 0;
	const char *text = words("%ld by %ld, %d", n + 1, (long)getpid(), ++sent);
	struct door_field f = { .field = counter(), .text = text, .base = old, .has_base = seen };
	struct door_change c = { .entity = e, .fields = &f, .n_fields = 1, .base_version = seen ? r.version : 0 };
	struct door_request q = { .verb = "set", .effective = DATE_NONE, .changes = &c, .n_changes = 1 };

	memcpy(c.uid, found.uid, sizeof c.uid);
	int failed = door_commit(&help.app, &q, &result, NULL, &help.err);
	store_result_release(&result);
	return failed;
}

/* One session: so many accepted edits, trying again where somebody was faster. */
static void edit_on(int edits, bool seen)
{
	char line[1200];

	if (help_open("inspector") != 0) {
		print_error("%s\n", error_line(&help.err, line, sizeof line));
		_exit(1);
	}
	for (int i = 0; i < edits; i++) {
		int failed;

		do
			failed = count_up(hot[(i + (int)getpid()) % HOT], seen);
		while (failed == FAIL_CONFLICT || failed == FAIL_BUSY); /* nothing was saved: again */
		if (failed) {
			print_error("%s\n", error_line(&help.err, line, sizeof line));
			_exit(2);
		}
	}
	app_release(&help.app);
	_exit(0);
}

static long sum(void)
{
	long n = 0;

	for (int i = 0; i < HOT; i++)
		n += strtol(help_field(hot[i], "next_step"), NULL, 10);
	return n;
}

/* Returns how many accepted edits are not in the sum. */
static long lost_of(int edits, bool seen)
{
	int status, bad = 0;

	assert_int_equal(help_open("inspector"), 0);
	for (int i = 0; i < HOT; i++)
		assert_int_equal(help_set(hot[i], "next_step=0", NULL), 0);
	app_release(&help.app); /* no connection goes across a fork */
	for (int i = 0; i < SESSIONS; i++)
		if (fork() == 0)
			edit_on(edits, seen);
	for (int i = 0; i < SESSIONS; i++) {
		assert_true(wait(&status) > 0);
		bad += status != 0;
	}
	assert_int_equal(bad, 0);
	assert_int_equal(help_open("inspector"), 0);
	return (long)SESSIONS * edits - sum();
}

static void updates__of_many_sessions_are_not_lost(void **state)
{
	int edits = figure(50, 50, 500);

	(void)state;
	assert_int_equal(lost_of(edits, true), 0);
	long control = lost_of(edits, false);
	assert_true(control > 0);
	say_result("R16 | no update is lost",
		   words("%d sessions, %d edits each of %d records", SESSIONS, edits, HOT), "0 lost",
		   words("without what was seen: %ld of %d lost", control, SESSIONS * edits));
}

/* ---- R17 ------------------------------------------------------------------------------------- */

#define FIELDS_MAX 16

struct merge {
	const struct entity *e;
	const struct field *fields[FIELDS_MAX];
	int n;
	char uid[UUID_TEXT];
	char base[FIELDS_MAX][4], theirs[FIELDS_MAX][4], mine[FIELDS_MAX][4];
	int64_t version;
};

static void choose_fields(struct merge *m)
{
	const unsigned never = FIELD_DERIVED | FIELD_WORKFLOW | FIELD_REQUIRED | FIELD_ONCE | FIELD_RETIRED |
			       FIELD_GENESIS;

	m->e = record_entity(ENTITY_RECOMMENDATION);
	for (int i = 0; i < m->e->n_fields && m->n < FIELDS_MAX; i++) {
		const struct field *f = &m->e->fields[i];

		if ((f->type == FIELD_TEXT || f->type == FIELD_LONG) && !(f->flags & never) &&
		    strcmp(f->name, "text") != 0)
			m->fields[m->n++] = f;
	}
	assert_true(m->n >= 5);
}

static void read_record(struct merge *m, char to[FIELDS_MAX][4])
{
	AUTOARENA arena = ARENA_INIT;
	struct record r;

	assert_int_equal(store_get(help.app.store, m->e, m->uid, help.app.today, &arena, &r, &help.err), 0);
	m->version = r.version;
	for (int i = 0; i < m->n; i++) {
		struct value v = r.values[record_field_index(m->e, m->fields[i])];

		snprintf(to[i], sizeof to[i], "%.3s", v.kind == VALUE_TEXT ? v.text : "");
	}
}

/* Sends what differs from the base, as a form does. */
static int send_differing(struct merge *m, char text[FIELDS_MAX][4], int64_t version, struct store_result *result)
{
	struct door_field f[FIELDS_MAX];
	struct door_change c = { .entity = m->e, .fields = f, .base_version = version };
	struct door_request q = { .verb = "set", .effective = DATE_NONE, .changes = &c, .n_changes = 1 };

	for (int i = 0; i < m->n; i++)
		if (strcmp(text[i], m->base[i]) != 0)
			f[c.n_fields++] = (struct door_field){ .field = m->fields[i], .text = text[i], .has_base = true,
				.base = *m->base[i] ? value_text(m->base[i]) : VALUE_NULL };
	memcpy(c.uid, m->uid, sizeof c.uid);
	return c.n_fields ? door_commit(&help.app, &q, result, NULL, &help.err) : 0;
}

/* A few values, so that both often write the same. */
static void by_chance(struct merge *m, char to[FIELDS_MAX][4])
{
	uint32_t changes = chance(4);

	for (int i = 0; i < m->n; i++) {
		memcpy(to[i], m->base[i], sizeof to[i]);
		if (chance(4) < changes)
			snprintf(to[i], sizeof to[i], "%.1s", &"abc"[chance(4)]);
	}
}

enum way { WAY_THEIRS, WAY_MINE, WAY_CLASH };

static enum way way_of(const struct merge *m, int i)
{
	if (strcmp(m->mine[i], m->base[i]) == 0)
		return WAY_THEIRS;
	if (strcmp(m->theirs[i], m->base[i]) == 0 || strcmp(m->theirs[i], m->mine[i]) == 0)
		return WAY_MINE;
	return WAY_CLASH;
}

static bool names_clash(const struct store_result *r, const struct field *f)
{
	for (int i = 0; i < r->n_conflicts; i++)
		if (r->conflicts[i].field == f)
			return true;
	return false;
}

/* Number of fields that came out wrong: dropped, invented, or a clash not told. */
static int wrong_after(struct merge *m, int failed, const struct store_result *r)
{
	char got[FIELDS_MAX][4];
	int clashes = 0, wrong = 0;

	for (int i = 0; i < m->n; i++)
		clashes += way_of(m, i) == WAY_CLASH;
	read_record(m, got);
	wrong += (clashes > 0) != (failed == FAIL_CONFLICT);
	for (int i = 0; i < m->n; i++) {
		enum way way = way_of(m, i);
		/* With a clash nothing is written at all. */
		const char *expected = clashes || way == WAY_THEIRS ? m->theirs[i] : m->mine[i];

		wrong += strcmp(got[i], expected) != 0;
		wrong += failed == FAIL_CONFLICT && names_clash(r, m->fields[i]) != (way == WAY_CLASH);
	}
	return wrong;
}

/* blind: without the version that was read, as last-write-wins does. */
static int merge_once(struct merge *m, bool blind)
{
	struct store_result result = STORE_RESULT_INIT;
	int64_t seen;

	read_record(m, m->base);
	seen = m->version;
	by_chance(m, m->theirs);
	by_chance(m, m->mine);
	assert_int_equal(send_differing(m, m->theirs, seen, &result), 0);
	store_result_release(&result);
	result = (struct store_result)STORE_RESULT_INIT;
	if (blind) {
		read_record(m, m->theirs); /* only for the version */
		seen = m->version;
		char base[FIELDS_MAX][4];
		memcpy(base, m->base, sizeof base);
		for (int i = 0; i < m->n; i++)
			if (strcmp(m->mine[i], base[i]) != 0)
				memcpy(m->base[i], m->theirs[i], sizeof m->base[i]);
		int failed = send_differing(m, m->mine, seen, &result);
		memcpy(m->base, base, sizeof base);
		int wrong = wrong_after(m, failed, &result);
		store_result_release(&result);
		return wrong;
	}
	int wrong = wrong_after(m, send_differing(m, m->mine, seen, &result), &result);
	store_result_release(&result);
	return wrong;
}

static void begin_merging(struct merge *m)
{
	struct store_found found;

	assert_int_equal(help_open("inspector"), 0);
	assert_int_equal(names_record(&help.app, hot[0], &found, &help.err), 0);
	memcpy(m->uid, found.uid, sizeof m->uid);
	for (int i = 0; i < m->n; i++)
		assert_int_equal(help_set(hot[0], words("%s=a", m->fields[i]->name), NULL), 0);
}

/* A save looks at the whole history of its record, so no record is to become too old. */
#define MERGES_EACH 1000

static void merge__drops_nothing_silently(void **state)
{
	struct merge m = { .n = 0 };
	int triples = figure(5000, 50000, 1000000), done = 0, wrong = 0, control = 0;

	choose_fields(&m);
	begin_merging(&m);
	for (int merges = 0; done < triples; done += m.n) {
		if (++merges % MERGES_EACH == 0) {
			assert_int_equal(help_end(state), 0);
			assert_int_equal(help_sample(state), 0);
			begin_merging(&m);
		}
		wrong += merge_once(&m, false);
	}
	assert_int_equal(wrong, 0);
	for (int i = 0; i < 50; i++)
		control += merge_once(&m, true) > 0;
	assert_true(control > 0);
	say_result("R17 | a merge drops nothing silently",
		   words("%d triples of base, theirs and mine, %d fields at once", done, m.n), "0 dropped, every clash told",
		   words("writing over what is there: wrong in %d of 50", control));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(updates__of_many_sessions_are_not_lost, help_sample, help_end),
		cmocka_unit_test_setup_teardown(merge__drops_nothing_silently, help_sample, help_end),
	};

	only();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
