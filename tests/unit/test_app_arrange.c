/* SPDX-License-Identifier: MIT */
/* test_app_arrange.c - saved views, values with counts, position to, columns of a list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list_help.h"

#include "app/columns_view.h"
#include "app/facets.h"
#include "app/views.h"

/* ---- saved views ------------------------------------------------------------------------ */

static int save(const char *name, const char *query, bool shared)
{
	struct saved_view v = { .name = name, .kind = "recommendations", .query = query, .columns = "ref,text:30",
				.sort = "-due", .shared = shared };

	return views_save(&help.app, &v, &help.err);
}

static struct saved_view found(const char *name)
{
	static struct arena arena;
	struct saved_view v = { .name = NULL };

	if (views_find(&help.app, NULL, name, &arena, &v, &help.err) != 0)
		v.name = NULL;
	return v;
}

static void views__keep_filter_columns_and_order(void **state)
{
	struct saved_view v;

	(void)state;
	assert_int_equal(save("Late ones", "is:late", false), 0);
	v = found("late ONES");
	assert_string_equal(v.query, "is:late");
	assert_string_equal(v.columns, "ref,text:30");
	assert_string_equal(v.sort, "-due");
	assert_string_equal(v.owner, "inspector");
	assert_true(v.mine && !v.shared && !v.start);
	assert_int_equal(list_use(&list, v.query, v.columns, v.sort, &help.err), 0);
	assert_string_equal(edit_text(&list.filter), "is:late");
	assert_int_equal(list.columns.n, 2);
	assert_int_equal(list.columns.at[1].width, 30);
	assert_true(list.sort.keys[0].descending);
}

static void views__of_others_are_seen_only_when_shared_and_changed_by_nobody_else(void **state)
{
	struct saved_view v;

	(void)state;
	assert_int_equal(save("Mine", "is:open", false), 0);
	assert_int_equal(save("For all", "is:open", true), 0);
	assert_int_equal(help_open("clerk"), 0);
	assert_null(found("Mine").name);
	v = found("For all");
	assert_true(v.name && !v.mine);
	assert_int_equal(views_rename(&help.app, &v, "Other", &help.err), FAIL_DENIED);
	assert_int_equal(views_remove(&help.app, &v, &help.err), FAIL_DENIED);
	assert_int_equal(help_open("admin"), 0);
	assert_int_equal(views_rename(&help.app, &v, "Other", &help.err), 0);
	assert_int_equal(help_open("auditor"), 0);
	assert_int_equal(save("x", "", false), FAIL_DENIED);
}

static void views__have_a_name_once_and_text_that_parses(void **state)
{
	(void)state;
	assert_int_equal(save("One", "is:open", false), 0);
	assert_int_equal(save("ONE", "is:open", false), FAIL_DATA);
	assert_int_equal(save("Two", "is:(", false), FAIL_DATA);
	assert_int_equal(help_add("saved_view", "name=x", "kind=moons", NULL), FAIL_DATA);
	assert_int_equal(help_add("saved_view", "name=x", "kind=reports", "columns=nope", NULL), FAIL_DATA);
	assert_int_equal(help_add("saved_view", "name=x", "kind=reports", "sort=nope", NULL), FAIL_DATA);
}

static void views__one_opens_at_start(void **state)
{
	static struct arena arena;
	struct saved_view v, one, two;

	(void)state;
	save("One", "", false);
	save("Two", "", false);
	one = found("One");
	two = found("Two");
	assert_false(views_start(&help.app, &arena, &v));
	assert_int_equal(views_set_start(&help.app, &one, true, &help.err), 0);
	assert_int_equal(views_set_start(&help.app, &two, true, &help.err), 0);
	assert_true(views_start(&help.app, &arena, &v));
	assert_string_equal(v.name, "Two");
	assert_false(found("One").start);
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_true(found("One").start);
	assert_int_equal(views_set_start(&help.app, &one, false, &help.err), 0);
	assert_false(views_start(&help.app, &arena, &v));
	arena_release(&arena);
}

static void views__are_taken_out_and_brought_back(void **state)
{
	struct saved_view v;

	(void)state;
	save("One", "", false);
	v = found("One");
	assert_int_equal(views_remove(&help.app, &v, &help.err), 0);
	assert_null(found("One").name);
	assert_int_equal(save("One", "", false), 0); /* the name is free again */
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_int_equal(door_undo(&help.app, 0, NULL, NULL, 0, &help.err), 0);
	assert_non_null(found("One").name);
}

/* ---- values with counts ---------------------------------------------------------------------- */

static int64_t count_of(const char *column, const char *text, char *term)
{
	struct facets f;
	struct columns c;
	int64_t n = 0, sum = 0;
	AUTOBUF out = BUF_INIT;

	assert_int_equal(columns_parse(list.entity, column, &c, &help.err), 0);
	facets_init(&f, &list, &c.at[0]);
	while (facets_tick(&f, &help.err))
		;
	facets_sort(&f);
	for (int i = 0; i < f.n; i++) {
		assert_true(!i || f.at[i].n <= f.at[i - 1].n);
		sum += f.at[i].n;
		if (strcmp(f.at[i].text, text) == 0)
			n = f.at[i].n;
	}
	assert_int_equal(sum + f.others, list.ids.n);
	facets_term(&f, text, &out);
	snprintf(term, 100, "%s", out.s);
	facets_release(&f);
	return n;
}

static void values__are_counted_over_what_is_shown_and_narrow_to_it(void **state)
{
	static const char *const columns[][2] = {
		{ "action", "closed" }, { "owner_office", "OHC" }, { "owner_office", "" }, { "conditional", "1" },
		{ "report", "OIG-11-119" }, { "current_target", "2012-12-31" }, { "topic", "" }, { "status_word", "OPEN" },
	};
	char term[100];

	(void)state;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		int64_t n = count_of(columns[i][0], columns[i][1], term);

		list_narrow(&list, term);
		assert_false(list.query_bad);
		assert_int_equal(list.ids.n, n);
		list_clear_filter(&list);
	}
	list_filter("is:open or is:closed");
	list_narrow(&list, "report:OIG-12-130");
	assert_string_equal(edit_text(&list.filter), "(is:open or is:closed) report:OIG-12-130");
	assert_int_equal(list.ids.n, 2);
}

static bool always(void *data)
{
	(void)data;
	return true;
}

static void values__give_way_to_a_key(void **state)
{
	struct facets f;
	struct columns c;

	(void)state;
	help.app.key_waits = always;
	assert_int_equal(columns_parse(list.entity, "ref", &c, &help.err), 0);
	facets_init(&f, &list, &c.at[0]);
	f.n_ids = list.ids.n;
	assert_false(facets_tick(&f, &help.err)); /* 64 rows are one piece */
	assert_int_equal(f.seen, 64);
	facets_release(&f);
	help.app.key_waits = NULL;
}

/* ---- position to -------------------------------------------------------------------------------- */

/* The same by looking at every row. */
static void check_seek(const char *column, const char *typed)
{
	struct columns c;
	struct select q = { .entity = list.entity, .today = help.app.today };
	AUTOARENA arena = ARENA_INIT;
	struct rows rows;
	size_t want = list.ids.n, got;

	assert_int_equal(columns_parse(list.entity, column, &c, &help.err), 0);
	assert_int_equal(store_rows(help.app.store, &q, &c, list.ids.at, (int)list.ids.n, &arena, &rows, &help.err), 0);
	for (size_t i = list.ids.n; i-- > 0;)
		if (rows.cells[i] && strncasecmp(rows.cells[i], typed, strlen(typed)) == 0)
			want = i;
	got = list_position(&list, typed);
	assert_int_equal(got, want);
}

static void position_to__finds_the_first_row_that_begins_so(void **state)
{
	static const char *const columns[][4] = {
		{ "ref", "OIG-11", "oig-10-124/3", "x" }, { "-ref", "OIG-11", "OIG-10-63/33", "OIG-12" },
		{ "text", "If", "text", "zz" }, { "-text", "If", "Pro", "T" },
		{ "due", "2013", "2012-12", "2014" }, { "-due", "2013", "2012", "1" },
		{ "owner_office", "OHC", "O", "X" }, { "report", "OIG-12", "OIG-10-6", "-" },
		{ "action", "cl", "open", "x" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		list_sort_by(columns[i][0]);
		for (int k = 1; k < 4; k++)
			check_seek(columns[i][0] + (columns[i][0][0] == '-'), columns[i][k]);
	}
}

static void position_to__works_on_numbers(void **state)
{
	(void)state;
	list_sort_by("number");
	list_go(&list, list_position(&list, "30"));
	assert_string_equal(help_field(list_selected_ref(&list, &list.row_arena), "number"), "30");
	list_sort_by("-number");
	list_go(&list, list_position(&list, "30"));
	assert_string_equal(help_field(list_selected_ref(&list, &list.row_arena), "number"), "30");
}

/* ---- columns ---------------------------------------------------------------------------------------- */

static void columns_are(const char *want)
{
	AUTOBUF text = BUF_INIT;

	columns_write(&list.columns, &text);
	assert_string_equal(text.s, want);
}

static void columns__are_shown_hidden_moved_widened_and_put_back(void **state)
{
	struct columns_view v;
	struct columns c;

	(void)state;
	assert_int_equal(columns_parse(list.entity, "ref,due,text", &c, &help.err), 0);
	list_set_columns(&list, &c);
	columns_view_init(&v, &list);
	columns_view_move(&v, 1);
	columns_view_shift(&v, -1);
	columns_are("due,ref,text");
	columns_view_widen(&v, 2);
	columns_are("due:12,ref,text");
	assert_true(columns_view_toggle(&v));
	columns_are("ref,text");
	columns_view_move(&v, 1);
	columns_view_toggle(&v);
	columns_view_move(&v, 1);
	assert_false(columns_view_toggle(&v)); /* the last one stays */
	columns_are("text");
	columns_view_cancel(&v);
	columns_are("ref,due,text");
	columns_view_reset(&v);
	columns_are(list.entity->columns);
}

static void columns__are_kept_for_later_lists_of_the_kind(void **state)
{
	struct columns c;
	struct list later;

	(void)state;
	assert_int_equal(columns_parse(list.entity, "ref,topic:7", &c, &help.err), 0);
	list_set_columns(&list, &c);
	list_init(&later, &help.app, list.entity);
	assert_int_equal(later.columns.n, 2);
	assert_int_equal(later.columns.at[1].width, 7);
	list_release(&later);
	list_init(&later, &help.app, record_entity(ENTITY_REPORT));
	assert_true(later.columns.n > 2);
	list_release(&later);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, help_recommendations, help_list_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(views__keep_filter_columns_and_order),
		TEST(views__of_others_are_seen_only_when_shared_and_changed_by_nobody_else),
		TEST(views__have_a_name_once_and_text_that_parses),
		TEST(views__one_opens_at_start),
		TEST(views__are_taken_out_and_brought_back),
		TEST(values__are_counted_over_what_is_shown_and_narrow_to_it),
		TEST(values__give_way_to_a_key),
		TEST(position_to__finds_the_first_row_that_begins_so),
		TEST(position_to__works_on_numbers),
		TEST(columns__are_shown_hidden_moved_widened_and_put_back),
		TEST(columns__are_kept_for_later_lists_of_the_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
