/* SPDX-License-Identifier: MIT */
/* test_app_list.c - long lists: one page at once, the rest in pieces that give way to keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list_help.h"

#include "app/names.h"
#include "store/store_private.h"

static void list__shows_a_page_before_it_knows_all_rows(void **state)
{
	bool changed = false;

	(void)state;
	list_key_waits = true;
	list_reload(&list);
	assert_true(list.filling);
	assert_true(list.ids.n >= 20 && list.ids.n < MANY_OFFICES);
	assert_non_null(list_cell(&list, 19, 0));
	/* A key that list_key_waits costs one piece, not the whole list. */
	assert_true(list_tick(&list, true, &changed));
	list_move(&list, INT32_MAX); /* to the end, which is not there yet */
	list_key_waits = false;
	(void)list_to_the_end();
	assert_true(list.ids.n > MANY_OFFICES);
	assert_int_equal(list.total, list.ids.n);
	assert_int_equal(list.cursor, list.ids.n - 1);
}

/* Wherever it stands: after a reload the rows on the screen are there. */
static void list__shows_its_rows_wherever_it_stands(void **state)
{
	size_t stands[] = { 0, 19, 20, 500, 5000, MANY_OFFICES };

	(void)state;
	for (size_t i = 0; i < sizeof stands / sizeof *stands; i++)
		for (int key = 0; key < 2; key++) {
			list_reload(&list);
			(void)list_to_the_end();
			list_go(&list, stands[i]);
			list_key_waits = key;
			list_reload(&list);
			for (size_t row = 0; row < 20; row++)
				assert_non_null(list_cell(&list, list.top + row, 0));
			list_key_waits = false;
			(void)list_to_the_end();
			for (size_t row = 0; row < 20; row++)
				assert_non_null(list_cell(&list, list.top + row, 0));
		}
}

/* A filter that finds nothing, typed by mistake, does not lose one's place. */
static void list__comes_back_to_its_record_after_a_filter_that_finds_nothing(void **state)
{
	char uid[UUID_TEXT];

	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	list_go(&list, 5000);
	memcpy(uid, list.selected, sizeof uid);
	edit_set(&list.filter, "nowhere-at-all", false);
	list_apply_filter(&list);
	(void)list_to_the_end();
	assert_int_equal(list.ids.n, 0);
	assert_string_equal(list.selected, "");
	list_clear_filter(&list);
	(void)list_to_the_end();
	assert_int_equal(list.cursor, 5000);
	assert_string_equal(list.selected, uid);
}

static void list__finds_words_in_pieces(void **state)
{
	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	size_t all = list.ids.n;

	list_key_waits = true;
	edit_set(&list.filter, "\"last one\"", false);
	list_apply_filter(&list);
	assert_true(list.filling);
	/* What was there stays until there is something better. */
	assert_int_equal(list.ids.n, all);
	list_key_waits = false;
	(void)list_to_the_end();
	assert_int_equal(list.ids.n, 1);
	assert_int_equal(list.total, all);
	list_clear_filter(&list);
	(void)list_to_the_end();
	assert_int_equal(list.ids.n, all);
}

/* By the index, by reading, few and many, in any order, typed one after the other. */
static void list__is_the_same_however_it_is_found(void **state)
{
	static const char *const filters[] = { "man", "many", "o", "zz", "77", "ZZ77", "one last", "\"one of\"",
					       "-one", "zeppelin", "", "kind:other many", "of -12", "" };
	static const char *const sorts[] = { "ref", "-ref", "-name", "kind" };

	(void)state;
	for (size_t s = 0; s < sizeof sorts / sizeof *sorts; s++) {
		assert_int_equal(sort_parse(list.entity, sorts[s], &list.sort, NULL), 0);
		list_reload(&list);
		for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
			edit_set(&list.filter, filters[i], false);
			list_key_waits = i % 2;
			list_apply_filter(&list);
			list_key_waits = false;
			(void)list_to_the_end();
			list_is_right(filters[i]);
			list_reload(&list);
			(void)list_to_the_end();
			list_is_right(filters[i]);
		}
	}
}

/* Whoever asks for a record by name list_key_waits for it, whatever is typed ahead. */
static void list__goes_to_a_record_though_keys_wait(void **state)
{
	char uid[UUID_TEXT];

	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	list_go(&list, MANY_OFFICES - 1);
	snprintf(uid, sizeof uid, "%s", list.selected);
	list_key_waits = true;
	assert_int_equal(sort_parse(list.entity, "-name", &list.sort, NULL), 0);
	list_go(&list, 0);
	list_reload(&list);
	assert_true(list.filling);
	list_release(&list);
	list_init(&list, &help.app, record_entity(ENTITY_OFFICE));
	list.page = 20;
	assert_int_equal(sort_parse(list.entity, "-name", &list.sort, NULL), 0);
	list_reload(&list);
	assert_true(list_select(&list, uid));
	assert_string_equal(list.selected, uid);
	list_key_waits = false;
}

static void list__keeps_the_old_order_until_the_new_one_is_there(void **state)
{
	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	int32_t first = list.ids.at[0];

	list_key_waits = true;
	assert_int_equal(sort_parse(list.entity, "-name", &list.sort, NULL), 0);
	list_reload(&list);
	assert_true(list.filling);
	assert_int_equal(list.ids.at[0], first);
	assert_true(list_sorting(&list));
	assert_true(list_cancel(&list));
	assert_int_equal(list.sort.n, 0);
	assert_false(list.filling);
	assert_false(list_sorting(&list));
	list_key_waits = false;
	assert_int_equal(sort_parse(list.entity, "-name", &list.sort, NULL), 0);
	list_reload(&list);
	(void)list_to_the_end();
	assert_int_not_equal(list.ids.at[0], first);
}

static bool stop_twice(void *data)
{
	int *asked = data;

	++*asked;
	return *asked == 5 || *asked == 30;
}

/* What was broken off is asked for again; nothing of it may stay. */
static void list__pieces_that_are_broken_off_leave_nothing(void **state)
{
	struct select q = { .entity = list.entity, .today = help.app.today };
	struct ids whole = { 0 }, pieces = { 0 };
	int64_t after = 0;
	int asked = 0, broken = 0;

	(void)state;
	assert_int_equal(store_ids(help.app.store, &q, &whole, NULL), 0);
	store_on_progress(help.app.store, stop_twice, &asked);
	while (after >= 0)
		broken += store_ids_more(help.app.store, &q, 5000, &pieces, &after, NULL) != 0;
	store_on_progress(help.app.store, NULL, NULL);
	assert_true(broken > 0);
	assert_int_equal(pieces.n, whole.n);
	assert_memory_equal(pieces.at, whole.at, whole.n * sizeof *whole.at);
	ids_release(&whole);
	ids_release(&pieces);
}

struct writing {
	struct store *other;
	const char *uid;
	int written;
	int asked;
};

/* Somebody else saves in the middle of a statement that reads. */
static bool write_meanwhile(void *data)
{
	struct writing *w = data;
	struct change_field field = { .field = record_field(list.entity, "name") };
	struct change change = { .entity = list.entity, .fields = &field, .n_fields = 1 };
	struct batch b = { .actor = "admin", .effective = help.app.today, .verb = "set", .changes = &change, .n_changes = 1 };
	struct store_result result = STORE_RESULT_INIT;
	char name[32];

	if (w->written == 3)
		return false;
	snprintf(name, sizeof name, "written %d", w->written);
	field.new = value_text(name);
	memcpy(change.uid, w->uid, sizeof change.uid);
	assert_int_equal(store_apply(w->other, &b, &result, &help.err), 0);
	store_result_release(&result);
	w->written++;
	return false;
}

static void list__being_searched_keeps_no_writer_waiting(void **state)
{
	struct select q = { .entity = list.entity, .today = help.app.today };
	struct ids found = { 0 };
	char uid[UUID_TEXT];
	struct writing w = { .uid = uid };
	AUTOARENA arena = ARENA_INIT;
	struct query *where;
	struct query_context context = app_query_context(&help.app);

	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	snprintf(uid, sizeof uid, "%s", list_uid(&list, 0));
	assert_int_equal(store_open(store_path(help.app.store), STORE_READ_WRITE, &w.other, &help.err), 0);
	/* By reading rows, then by the index. */
	assert_int_equal(query_parse(list.entity, "name:o \"one of\"", &context, &arena, &where, NULL, NULL), 0);
	q.where = where;
	store_on_progress(help.app.store, write_meanwhile, &w);
	assert_int_equal(store_ids(help.app.store, &q, &found, &help.err), 0);
	assert_int_equal(w.written, 3);
	assert_int_equal(query_parse(list.entity, "many", &context, &arena, &where, NULL, NULL), 0);
	q.where = where;
	w.written = 0;
	assert_int_equal(store_ids(help.app.store, &q, &found, &help.err), 0);
	assert_int_equal(w.written, 3);
	store_on_progress(help.app.store, NULL, NULL);
	ids_release(&found);
	store_close(w.other);
}

static bool first_page_is_there(void *data)
{
	(void)data;
	return list.found_some;
}

/* The page that comes first begins at the top, and the record one was on is selected when the rest is there. */
static void list__keeps_its_record_though_the_first_page_has_it_not(void **state)
{
	char uid[UUID_TEXT];
	bool changed = false;

	(void)state;
	for (int moves = 0; moves < 2; moves++) {
		help_keys();
		list_clear_filter(&list);
		list_reload(&list);
		(void)list_to_the_end();
		list_go(&list, 7000);
		memcpy(uid, list.selected, sizeof uid);
		help.app.key_waits = first_page_is_there;
		list_filter("\"one of\"");
		for (int i = 0; list.filling && !changed; i++) {
			assert_true(i < 100);
			(void)list_tick(&list, false, &changed);
		}
		assert_true(list.filling && list.ids.n >= 20 && list.ids.n < 7000);
		assert_int_equal(list.cursor, 0);
		assert_int_equal(list.top, 0);
		if (moves)
			list_move(&list, 3);
		help_keys();
		(void)list_to_the_end();
		assert_true(list.ids.n > 7000);
		if (moves)
			assert_int_equal(list.cursor, 3);
		else
			assert_string_equal(list.selected, uid);
		changed = false;
	}
}

/* Whenever the list asks whether a key waits, between two pieces and within them, somebody else saves. */
static bool save_instead_of_a_key(void *data)
{
	struct writing *w = data;

	w->written = w->written % 3;
	(void)write_meanwhile(w);
	w->asked++;
	return false;
}

static void list__that_is_filtered_keeps_no_writer_waiting_in_any_piece(void **state)
{
	/* By reading rows; by the index and then the rows; by the index alone; what is not so. */
	static const char *const filters[] = { "name:o", "\"one of\"", "many", "-name:zeppelin -\"one off\"" };
	char uid[UUID_TEXT];
	struct writing w = { .uid = uid };

	(void)state;
	list_reload(&list);
	(void)list_to_the_end();
	list_go(&list, MANY_OFFICES / 2);
	snprintf(uid, sizeof uid, "%s", list.selected);
	assert_int_equal(store_open(store_path(help.app.store), STORE_READ_WRITE, &w.other, &help.err), 0);
	help.app.key_data = &w;
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		int64_t before = help_head();

		w.asked = 0;
		help.app.key_waits = save_instead_of_a_key;
		list_filter(filters[i]);
		(void)list_to_the_end();
		help_keys();
		/* Every one of them was written at once, while the list was being read. */
		assert_true(w.asked >= 3);
		assert_int_equal(help_head() - before, w.asked);
		list_reload(&list);
		(void)list_to_the_end();
		list_is_right(filters[i]);
		list_clear_filter(&list);
		(void)list_to_the_end();
	}
	store_close(w.other);
}

/* Nearly all are addressed to one office: those that are not are read, and the answer is the same. */
static void list__knows_who_refers_where_most_do(void **state)
{
	static const struct {
		const char *filter;
		int n; /* of those that are added */
	} cases[] = {
		{ "to_office:ICE", 2990 },
		{ "to_office:ice,OPR", 3000 },
		{ "to_office:OPR", 10 },
		{ "-to_office:ICE", 10 },
		{ "owner_office:OPR", 1500 },
		{ "to_office:ICE owner_office:ERO", 1490 },
		{ "ICE", 2990 }, /* a word is one of a reference too */
		{ "-ICE", 10 },
	};
	int64_t before[sizeof cases / sizeof *cases];
	AUTOBUF csv = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		before[i] = help_count("recommendation", cases[i].filter, NULL);
	buf_adds(&csv, "report,number,text,to_office,owner_office\n");
	for (int i = 0; i < 3000; i++)
		buf_addf(&csv, "OIG-12-130,%d,of many,%s,%s\n", 100 + i, i % 300 ? "ICE" : "OPR", i % 2 ? "OPR" : "ERO");
	assert_int_equal(help_import(ENTITY_RECOMMENDATION, csv.s), 0);
	list_show(ENTITY_RECOMMENDATION);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		list_filter(cases[i].filter);
		(void)list_to_the_end();
		if ((int64_t)list.ids.n != before[i] + cases[i].n)
			fail_msg("%s: %zu, should be %lld", cases[i].filter, list.ids.n, (long long)before[i] + cases[i].n);
		assert_int_equal(help_count("recommendation", cases[i].filter, NULL), list.ids.n);
	}
	/* Who is taken out is not found. */
	assert_int_equal(help_set("OIG-12-130/101", "to_office=OPR", NULL), 0);
	assert_int_equal(help_count("recommendation", "to_office:ICE", NULL), before[0] + 2989);
}

/* After a save that moved nothing only the rows shown are read. */
static void list__reads_after_a_save_only_what_is_shown(void **state)
{
	const int32_t *ids;
	struct store_found found;
	size_t n;

	(void)state;
	help_keys();
	assert_int_equal(columns_parse(list.entity, "ref,next_step", &list.columns, &help.err), 0);
	list_reload(&list);
	(void)list_to_the_end();
	ids = list.ids.at;
	n = list.ids.n;
	assert_int_equal(names_record(&help.app, "OIG-12-130/2", &found, &help.err), 0);
	assert_true(list_select(&list, found.uid));
	size_t at = list.cursor;
	assert_int_equal(help_set("OIG-12-130/2", "next_step=quite another plover", NULL), 0);
	list_refresh(&list);
	assert_false(list.filling);
	assert_ptr_equal(list.ids.at, ids);
	assert_int_equal(list.ids.n, n);
	assert_int_equal(list.cursor, at);
	assert_string_equal(list_cell(&list, at, 1), "quite another plover");
	/* With a filter it may not belong to them any more. */
	list_filter("plover");
	(void)list_to_the_end();
	assert_int_equal(list.ids.n, 1);
	assert_int_equal(help_set("OIG-12-130/2", "next_step=nothing", NULL), 0);
	list_refresh(&list);
	(void)list_to_the_end();
	assert_int_equal(list.ids.n, 0);
}

/* So that saves after an import need not join the parts that it left. */
static void list__of_many_new_rows_leaves_the_index_in_one_part(void **state)
{
	int64_t parts = 0;

	(void)state;
	assert_int_equal(db_int(help.app.store, "SELECT count(DISTINCT segid) FROM search_idx", NULL, 0, &parts, NULL), 0);
	assert_int_equal(parts, 1);
}

#define LIST(test) cmocka_unit_test_setup_teardown(test, help_offices, help_list_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LIST(list__shows_a_page_before_it_knows_all_rows),
		LIST(list__shows_its_rows_wherever_it_stands),
		cmocka_unit_test_setup_teardown(list__reads_after_a_save_only_what_is_shown, help_recommendations,
						help_list_end),
		LIST(list__of_many_new_rows_leaves_the_index_in_one_part),
		LIST(list__finds_words_in_pieces),
		LIST(list__comes_back_to_its_record_after_a_filter_that_finds_nothing),
		LIST(list__is_the_same_however_it_is_found),
		LIST(list__being_searched_keeps_no_writer_waiting),
		LIST(list__that_is_filtered_keeps_no_writer_waiting_in_any_piece),
		LIST(list__knows_who_refers_where_most_do),
		LIST(list__keeps_its_record_though_the_first_page_has_it_not),
		LIST(list__pieces_that_are_broken_off_leave_nothing),
		LIST(list__goes_to_a_record_though_keys_wait),
		LIST(list__keeps_the_old_order_until_the_new_one_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
