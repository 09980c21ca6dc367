/* SPDX-License-Identifier: MIT */
/*
 * test_store_speed.c - how long things take, printed and never judged.
 *
 * CLOSEOUT_SPEED_ROWS sets the number of recommendations (10,000 if not set).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "store_help.h"

static int rows(void)
{
	const char *text = getenv("CLOSEOUT_SPEED_ROWS");

	return text ? (int)strtol(text, NULL, 10) : 10000;
}

static double ms_since(int64_t start)
{
	return (double)(clock_monotonic_us() - start) / 1000;
}

/* Recommendations, a hundred a report, in one batch. */
static void add_many(int n)
{
	static const char *const words[] = { "study",    "series",  "training",
					     "officers", "process", "standards" };
	struct batch b = { .actor = "inspector", .verb = "import", .effective = day("2012-10-01") };
	struct edit rec;
	const struct entity *report = record_entity(ENTITY_REPORT);
	int64_t start;
	int at = 0;

	edit_begin(&rec, "add");
	edit_add_rec(&rec, world.report, NULL);
	b.n_changes = n + (n + 99) / 100;
	b.changes = mem_alloc((size_t)b.n_changes * sizeof *b.changes);
	for (int i = 0; i < n; i++) {
		int fields = rec.changes[0].n_fields;
		struct change *c;

		if (i % 100 == 0) {
			const char *values[] = { arena_printf(&rec.a, "OIG-13-%d", i / 100),
						 "Title", "oig", "2012-09-25" };
			const char *names[] = { "number", "title", "agency", "issued_on" };

			c = &b.changes[at++];
			*c = (struct change){ .entity = report,
					      .add = true,
					      .n_fields = 5,
					      .fields =
						      arena_alloc(&rec.a, 5 * sizeof *c->fields) };
			clock_uuid(c->uid);
			for (int f = 0; f < 4; f++)
				c->fields[f] = (struct change_field){
					.field = record_field(report, names[f]),
					.new = value_text(values[f])
				};
			c->fields[4] = (struct change_field){ .field = record_field(
								      report, "stated_rec_count"),
							      .new = value_int(100) };
		}
		c = &b.changes[at++];
		*c = rec.changes[0];
		clock_uuid(c->uid);
		c->fields = arena_alloc(&rec.a, (size_t)(fields + 1) * sizeof *c->fields);
		memcpy(c->fields, rec.fields[0], (size_t)fields * sizeof *c->fields);
		for (int f = 0; f < fields; f++) {
			if (strcmp(c->fields[f].field->name, "report") == 0)
				c->fields[f].new = value_text(b.changes[at - 2 - i % 100].uid);
			if (strcmp(c->fields[f].field->name, "text") == 0)
				c->fields[f].new = value_text(
					arena_printf(&rec.a, "Establish a %s with %s number %d",
						     words[i % 6], words[i / 6 % 6], i));
		}
		c->fields[fields] = (struct change_field){
			.field = record_field(record_entity(ENTITY_RECOMMENDATION), "number"),
			.new = value_int(i % 100 + 1)
		};
		c->n_fields = fields + 1;
	}
	start = clock_monotonic_us();
	if (store_apply(world.s, &b, &world.r, &world.err) != 0)
		fail_msg("%s: %s", world.err.where, world.err.why);
	print_message("# add %d records in one batch: %.0f ms, %.1f us each\n", b.n_changes,
		      ms_since(start), ms_since(start) * 1000 / b.n_changes);
	free(b.changes);
	edit_end(&rec);
}

static void time_ids(const char *what, const char *query, const char *sort)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct query_context context = { .when = { .today = day("2012-11-15") },
					 .me = "inspector" };
	struct select q = { .entity = e, .today = context.when.today };
	struct query *where = NULL;
	AUTOARENA a = ARENA_INIT;
	struct ids ids = { .n = 0 };
	int64_t start;

	assert_int_equal(query_parse(e, query, &context, &a, &where, NULL, &world.err), 0);
	assert_int_equal(sort_parse(e, sort, &q.sort, &world.err), 0);
	q.where = where;
	start = clock_monotonic_us();
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	print_message("# ids, %-34s %8zu rows %8.1f ms\n", what, ids.n, ms_since(start));
	ids_release(&ids);
}

static void time_page(void)
{
	const struct entity *e = record_entity(ENTITY_RECOMMENDATION);
	struct select q = { .entity = e, .today = day("2012-11-15") };
	AUTOARENA a = ARENA_INIT;
	struct ids ids = { .n = 0 };
	struct columns columns;
	struct rows page;
	int64_t start;

	assert_int_equal(columns_parse(e, e->columns, &columns, &world.err), 0);
	q.limit = 40;
	start = clock_monotonic_us();
	assert_int_equal(store_ids(world.s, &q, &ids, &world.err), 0);
	print_message("# first 40 ids: %.3f ms\n", ms_since(start));
	for (int i = 0; i < 2; i++) {
		start = clock_monotonic_us();
		assert_int_equal(store_rows(world.s, &q, &columns, ids.at, (int)ids.n, &a, &page,
					    &world.err),
				 0);
	}
	print_message("# 40 rows by id: %.3f ms\n", ms_since(start));
	ids_release(&ids);
}

static void time_saves(void)
{
	char text[40];
	int64_t start = clock_monotonic_us();

	for (int i = 0; i < 200; i++) {
		snprintf(text, sizeof text, "step %d", i);
		assert_int_equal(
			set_text(world.s, ENTITY_RECOMMENDATION, world.rec1, "next_step", text), 0);
	}
	print_message("# one field saved durably: %.3f ms\n", ms_since(start) / 200);
	start = clock_monotonic_us();
	world_reopen();
	(void)store_data_version(world.s);
	print_message("# close and open: %.1f ms\n", ms_since(start));
	start = clock_monotonic_us();
	for (int i = 0; i < 1000; i++)
		(void)store_data_version(world.s);
	print_message("# data_version: %.4f ms\n", ms_since(start) / 1000);
}

static void speed__is_printed(void **state)
{
	struct store *past;
	int64_t start;

	(void)state;
	add_many(rows());
	time_page();
	time_ids("all", "", "ref");
	time_ids("is:open", "is:open", "ref");
	time_ids("a word", "training", "ref");
	time_ids("an absent word", "zzz", "ref");
	time_ids("sorted by text", "", "text");
	time_ids("sorted by due", "", "due");
	time_ids("one report", "report:OIG-13-1", "ref");
	time_saves();
	start = clock_monotonic_us();
	assert_int_equal(store_as_of(world.s, day("2012-11-15"), DATE_NONE, &past, &world.err), 0);
	print_message("# as of a day: %.0f ms\n", ms_since(start));
	store_close(past);
	start = clock_monotonic_us();
	assert_verified(world.s);
	print_message("# verify: %.0f ms\n", ms_since(start));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(speed__is_printed, scratch_begin, scratch_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
