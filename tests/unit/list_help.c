/* SPDX-License-Identifier: MIT */
/* list_help.c - what tests of lists share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "list_help.h"

#include "app/import.h"

struct list list;
bool list_key_waits;

static bool key_waits(void *data)
{
	(void)data;
	return list_key_waits;
}

void help_keys(void)
{
	help.app.key_waits = key_waits;
	list_key_waits = false;
}

static void begin(enum entity_id kind)
{
	list_init(&list, &help.app, record_entity(kind));
	list.page = 20;
}

void list_show(enum entity_id kind)
{
	list_release(&list);
	begin(kind);
	list_reload(&list);
	list_to_the_end();
}

int help_import(enum entity_id kind, const char *csv)
{
	struct import im = { .entity = record_entity(kind), .name = "rows.csv", .format = SOURCE_CSV,
			     .effective = DATE_NONE, .exclusive = true };
	struct import_result result;
	AUTOBUF text = BUF_INIT;
	int failed;

	buf_adds(&text, csv);
	im.file = fmemopen(text.s, text.len, "r");
	failed = !im.file || import_rows(&help.app, &im, &result, &help.err);
	fclose(im.file);
	return failed;
}

int help_recommendations(void **state)
{
	if (help_sample(state))
		return 1;
	begin(ENTITY_RECOMMENDATION);
	list_reload(&list);
	return 0;
}

int help_offices(void **state)
{
	AUTOBUF text = BUF_INIT;

	if (help_sample(state) || help_open("lead"))
		return 1;
	buf_adds(&text, "code,name\n");
	for (int i = 1; i <= MANY_OFFICES; i++)
		buf_addf(&text, "ZZ%d,%s\n", i, i == MANY_OFFICES ? "the last one" : "one of many");
	if (help_import(ENTITY_OFFICE, text.s))
		return 1;
	help_keys();
	begin(ENTITY_OFFICE);
	return 0;
}

int help_list_end(void **state)
{
	list_release(&list);
	return help_end(state);
}

void list_filter(const char *text)
{
	edit_set(&list.filter, text, false);
	list_apply_filter(&list);
}

void list_sort_by(const char *text)
{
	assert_int_equal(sort_parse(list.entity, text, &list.sort, &help.err), 0);
	list_reload(&list);
}

int list_to_the_end(void)
{
	bool changed = false;
	int pieces = 1;

	for (; list_tick(&list, false, &changed); pieces++)
		assert_true(pieces < 1000);
	return pieces;
}

void list_is_right(const char *what)
{
	struct select q = { .entity = list.entity, .where = list.query, .sort = list.sort, .today = help.app.today };
	struct ids found = { 0 };

	assert_int_equal(store_ids(help.app.store, &q, &found, NULL), 0);
	if (found.n != list.ids.n || (found.n && memcmp(found.at, list.ids.at, found.n * sizeof *found.at) != 0))
		fail_msg("%s: %zu rows, should be %zu", what, list.ids.n, found.n);
	ids_release(&found);
}
